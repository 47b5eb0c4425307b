"""Rules evaluated for one unit in exact decimals, whatever numbers stand there."""

from collections.abc import Container, Mapping
from decimal import Decimal
from typing import Any

from toolkit.answers.submission import Submission
from toolkit.form.model import Amount, Figure, Form, Instance, Key, Mark, Node, Ref
from toolkit.rules.evaluation import evaluate
from toolkit.rules.states import State


def state_exactly(
    form: Form, instance: Instance, submission: Submission, last: Mapping[Key, Figure], kind: str
) -> State:
    """Say what a rule says of one unit of this `kind`, as `rules.checks.judge` does of many.

    What stands in its way comes first: another kind of unit, a figure that is none, one that is missing.
    """
    if not instance.rule.applies_to(kind):
        return State.NOT_APPLICABLE
    stated = _stated(instance, submission)
    marks = [(ref.key, _marks(form, submission, ref.key, stated)) for ref in instance.refs if not ref.last]
    if any(Mark.UNREADABLE in found for _, found in marks):
        return State.UNREADABLE
    blank = [key for key, found in marks if Mark.BLANK in found]
    if blank:
        return State.PENDING if any(map(form.required, blank)) else State.NOT_APPLICABLE
    nothing = (Mark.BLANK, Mark.UNREADABLE)
    if any(ref.last and last.get(ref.key, Mark.BLANK) in nothing for ref in instance.refs):
        return State.NO_LAST
    this = {**submission.figures, **stated} if stated else submission.figures
    if instance.when is not None and not holds_exactly(form, instance.when, this, last, stated):
        return State.NOT_APPLICABLE
    return State.HOLDS if holds_exactly(form, instance.check, this, last, stated) else State.BROKEN


def _stated(instance: Instance, submission: Submission) -> Mapping[Key, Figure]:
    """Return the total that the rule asks about as the sheet states it, where it does."""
    figure = submission.stated.get(instance.at, Mark.BLANK) if instance.rule.stated else Mark.BLANK
    return {} if figure is Mark.BLANK else {instance.at: figure}


def _marks(form: Form, submission: Submission, key: Key, stated: Mapping[Key, Figure]) -> list[Mark]:
    """Return what stands in a figure's cells that is no number, but for blanks confirmed to be 0."""
    if key in stated:
        figure = stated[key]
        return [figure] if isinstance(figure, Mark) else []
    sure, figures = submission.zero_blanks, submission.figures
    return [
        figure
        for leaf in form.leaves[key]
        if isinstance(figure := figures.get(leaf, Mark.BLANK), Mark)
        and not (sure and figure is Mark.BLANK and form.required(leaf))
    ]


def holds_exactly(
    form: Form,
    node: Node,
    this: Mapping[Key, Figure],
    last: Mapping[Key, Figure],
    stated: Container[Key] = (),
) -> bool:
    """Say whether a comparison holds for one unit, in exact decimals; blanks count as 0.

    The totals of `this` that are `stated` count as they stand, others as the sums of their parts.
    """
    return bool(_alone(form, node, this, last, stated))


def exact_worth(form: Form, node: Node, this: Mapping[Key, Figure], last: Mapping[Key, Figure]) -> Decimal:
    """Evaluate an amount for one unit in exact decimals, whatever numbers stand there, lawful or not."""
    return Decimal(_alone(form, node, this, last, ()))


def _alone(
    form: Form, node: Node, this: Mapping[Key, Figure], last: Mapping[Key, Figure], stated: Container[Key]
) -> Any:  # noqa: ANN401 (by the node)
    """Evaluate for one unit as for many: an amount, or a truth."""

    def look_up(ref: Ref) -> list[Amount]:
        key = ref.key
        if ref.last:
            return [_amount(last.get(key, Mark.BLANK))]
        if key in stated:
            return [_amount(this[key])]
        return [sum([_amount(this[leaf]) for leaf in form.leaves[key] if leaf in this])]

    return next(iter(evaluate(node, look_up, 1)))


def _amount(figure: Figure) -> Amount:
    return 0 if isinstance(figure, Mark) else figure
