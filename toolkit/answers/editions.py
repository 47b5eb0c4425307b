"""A submission of one edition of a form as another edition asks for it, as far as both mean the same."""

from dataclasses import replace

from toolkit.answers.submission import Submission
from toolkit.form.model import Figure, Form, Key, Mark, comparable_figures, comparable_part, with_totals


def in_edition(submission: Submission, form: Form, source: Form) -> Submission:
    """Give a submission of the form `source` under the keys of `form`.

    A typed figure of `form` that `source` did not ask for, or meant otherwise, is 不适用; what `source` alone
    has is left out.
    """
    same = comparable_figures(form, source)
    unasked: dict[Key, Figure] = {key: Mark.NOT_APPLICABLE for key in form.inputs if key not in same}
    figures, stated = (comparable_part(same, of) for of in (submission.figures, submission.stated))
    return replace(
        submission,
        form=form.key,
        figures=unasked | {key: figure for key, figure in figures.items() if form.is_input(key)},
        stated={key: figure for key, figure in stated.items() if not form.is_input(key)},
        last=comparable_part(same, submission.last),
        moved=comparable_part(same, submission.moved),
    )


def silent_lines(form: Form, source: Form, old: Submission, new: Submission) -> frozenset[str]:
    """Name the lines of rules of `form` that say nothing of what `in_edition` made of a `source` submission.

    A figure of this year that the rule speaks of was not asked then; or a total was divided otherwise, so
    that our sum of the parts that both editions have would be a figure that nobody gave.
    """
    if source.cells == form.cells:
        return frozenset()
    same = comparable_figures(form, source)
    mine, theirs = with_totals(form, new.figures), with_totals(source, old.figures)

    def told(key: Key) -> bool:
        return mine[key] == theirs[same[key]] if key in same else set(form.leaves[key]) <= set(same)

    return frozenset(
        instance.line
        for instance in form.instances
        if not all(told(ref.key) for ref in instance.refs if not ref.last)
    )
