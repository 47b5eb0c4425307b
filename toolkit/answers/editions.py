"""A submission of one edition of a form as another edition asks for it, as far as both mean the same."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from toolkit.answers.submission import Figure, Mark, Submission, with_totals
from toolkit.form.expression import Key
from toolkit.form.model import Form, Instance, comparable_figures

Kept = TypeVar("Kept")


def in_edition(submission: Submission, form: Form, source: Form) -> Submission:
    """Give a submission of the form `source` under the keys of `form`.

    A typed figure of `form` that `source` did not ask for, or meant otherwise, is 不适用; what `source` alone
    has is left out.
    """
    same = comparable_figures(form, source)

    def kept(values: Mapping[Key, Kept]) -> dict[Key, Kept]:
        return {here: values[there] for here, there in same.items() if there in values}

    unasked: dict[Key, Figure] = {key: Mark.NOT_APPLICABLE for key in form.inputs if key not in same}
    figures = {key: figure for key, figure in kept(submission.figures).items() if form.is_input(key)}
    return replace(
        submission,
        form=form.key,
        figures=unasked | figures,
        stated={key: figure for key, figure in kept(submission.stated).items() if not form.is_input(key)},
        last=kept(submission.last),
        moved=kept(submission.moved),
    )


def can_be_tried(instance: Instance, form: Form, source: Form, old: Submission, new: Submission) -> bool:
    """Whether a rule of `form` can be judged on a submission that `in_edition` made of a `source` one.

    Every figure of this year that it speaks of is there, and a total is as large as it was: where the other
    edition divided it otherwise, our sum of the parts that both have would be a figure that nobody gave.
    """
    same = comparable_figures(form, source)
    mine, theirs = with_totals(form, new.figures), with_totals(source, old.figures)
    return all(
        mine[ref.key] == theirs[same[ref.key]] if ref.key in same else set(form.leaves[ref.key]) <= set(same)
        for ref in instance.refs
        if not ref.last
    )
