"""What procedures look at, a unit's report and what is known of the unit, and how they say what they find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.form.model import Amount, Figure, Form, Key, Mark, Rule, plain_digits
from toolkit.layout.place import Place
from toolkit.rules.causes import leaves_of
from toolkit.rules.states import level_of


@dataclass(frozen=True, kw_only=True)
class UnitReport:
    """One unit's submission, and what is known of the unit.

    Its entry in the roster, last year's figures and prose.
    """

    submission: Submission
    unit: Unit
    last: Mapping[Key, Figure] = field(default_factory=dict)
    last_prose: Mapping[str, str] = field(default_factory=dict)


def report_by_itself(form: Form, submission: Submission) -> UnitReport:
    """Take a submission of whose unit no more is known than the name on it."""
    name, code = submission.unit_name, submission.unit_code
    return UnitReport(submission=submission, unit=Unit(code=code, name=name, kind=form.kind_of_unit(name)))


class Contradiction(NamedTuple):
    """What is amiss in a report's prose, and the figures that it was compared with."""

    finding: Finding
    keys: tuple[Key, ...] = ()


def with_causes(form: Form, several: Sequence[Contradiction], found: Sequence[Finding]) -> list[Finding]:
    """Name for each contradiction the finding in the tables that explains it, where there is one."""
    return [
        replace(one.finding, cause=_cause(form, one, found)) if one.keys else one.finding for one in several
    ]


def _cause(form: Form, one: Contradiction, found: Sequence[Finding]) -> str | None:
    """Name the failed rule line, of those that this rule comes after, that these figures are part of."""
    leaves, mine = leaves_of(form), {leaf for key in one.keys for leaf in form.leaves[key]}
    after = form.rule(one.finding.rule).after
    wrong = (f for f in found if f.rule in after and leaves.get(f.line or "", frozenset()) & mine)
    return next((f.cause or f.line for f in wrong), None)


def say_finding(
    rule: Rule,
    submission: Submission,
    *,
    key: Key | None = None,
    at: Place | None = None,
    found: Decimal | int | None = None,
    expected: Decimal | int | None = None,
    **facts: object,
) -> Finding:
    """Say what a procedure found, in the words of its rule."""
    numbers = {
        "found": "" if found is None else plain_digits(found),
        "expected": "" if expected is None else plain_digits(expected),
    }
    place = submission.moved.get(key, at) if key is not None and at is not None else at
    return Finding(
        rule=rule.id,
        line=rule.id,
        level=level_of(rule),
        waits=rule.waits,
        problem=rule.says.format(**facts, **numbers),
        advice=rule.advice,
        facts=facts,
        table=key.table if key else None,
        row=key.row if key else None,
        column=key.column if key else None,
        sheet=place.sheet if place else None,
        cell=place.a1 if place else None,
        found=found,
        expected=expected,
    )


def known_figures(form: Form, submission: Submission) -> dict[Key, Amount]:
    """Return the figures that are surely known; “不适用” adds nothing.

    A total with a blank part is not known, unless the unit confirmed that its blanks are 0.
    """
    known = _numbers(submission.figures)
    for key in [key for key in form.inputs if key not in known]:
        figure = submission.figures.get(key, Mark.BLANK)
        if figure is Mark.NOT_APPLICABLE or (
            figure is Mark.BLANK and submission.zero_blanks and form.required(key)
        ):
            known[key] = 0
    for key, leaves in form.sums.items():
        try:
            known[key] = sum(map(known.__getitem__, leaves))
        except KeyError:  # a part is not known
            continue
    return known


def known_last(form: Form, last: Mapping[Key, Figure]) -> dict[Key, Amount]:
    """Return last year's figures that are known, with the totals whose every part is."""
    known = _numbers(last)
    for total, leaves in form.sums.items() if known else ():
        if total not in known and all(leaf in known for leaf in leaves):
            known[total] = sum([known[leaf] for leaf in leaves])
    return known


def _numbers(figures: Mapping[Key, Figure]) -> dict[Key, Amount]:
    """Return the figures that are numbers: mostly all of them."""
    if Mark not in set(map(type, figures.values())):
        return dict(figures)  # type: ignore[arg-type]
    return {key: figure for key, figure in figures.items() if not isinstance(figure, Mark)}
