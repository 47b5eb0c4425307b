"""The rules of the form, judged over all units at once; and what blanks, zeros and totals mean.

Identity comes before content: these checks suppose that the right form, year and unit are known. A rule
whose cells are blank or unreadable is unknown, not broken; a broken rule that follows from another is a
consequence.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from toolkit.answers import messages
from toolkit.answers.blanks import blanks_finding
from toolkit.answers.explanations import Reason, weigh, with_answer
from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission, place_of
from toolkit.form.expression import sides_of
from toolkit.form.model import (
    Amount,
    Figure,
    Form,
    Instance,
    Key,
    Mark,
    Node,
    Ref,
    exact_amount,
    plain_digits,
)
from toolkit.layout.layout import Layout, lay_out
from toolkit.rules.causes import is_equality, root_causes
from toolkit.rules.columns import Amounts, Column, UnitColumns, amount_of, gather_columns
from toolkit.rules.evaluation import evaluate
from toolkit.rules.states import State, level_of


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One rule instance over all units: its state, and both sides in steps of 1/``unit``."""

    instance: Instance
    states: Sequence[State]
    left: Amounts
    right: Amounts | None
    unit: int

    def amounts(self, index: int) -> tuple[Amount, Amount | None]:
        """Both sides for one unit, as exact amounts."""
        left = exact_amount(Decimal(self.left[index]) / self.unit)
        return left, None if self.right is None else exact_amount(Decimal(self.right[index]) / self.unit)


def judge(form: Form, figures: UnitColumns, kinds: Sequence[str]) -> tuple[Outcome, ...]:
    """Judge every rule instance over all units.

    `kinds` are the units' kinds (部门, 乡镇 …).
    """
    return tuple(_judge(form, figures, instance, kinds) for instance in form.instances)


def _judge(form: Form, figures: UnitColumns, instance: Instance, kinds: Sequence[str]) -> Outcome:
    unit = max(form.kind(ref.key).quantum for ref in instance.refs)

    def look_up(ref: Ref) -> Amounts:
        return figures.amounts(ref, unit, stated=instance.rule.stated and ref.key == instance.at)

    def values(node: Node) -> Amounts:
        return [*islice(evaluate(node, look_up, unit), figures.units)]

    states = [State.HOLDS if holds else State.BROKEN for holds in values(instance.check)]
    whole = range(figures.units)
    if instance.when is not None:
        told = values(instance.when)
        _put(states, State.NOT_APPLICABLE, [place for place in whole if not told[place]])
    for state, places in _in_the_way(form, figures, instance):
        _put(states, state, places)
    if instance.rule.only_kinds or instance.rule.except_kinds:
        others = [place for place in whole if not instance.rule.applies_to(kinds[place])]
        _put(states, State.NOT_APPLICABLE, others)
    left, right = sides_of(instance.check)
    return Outcome(
        instance=instance,
        states=states,
        left=values(left),
        right=None if right is None else values(right),
        unit=unit,
    )


def _put(states: list[State], state: State, places: Iterable[int]) -> None:
    for place in places:
        states[place] = state


def _in_the_way(
    form: Form, figures: UnitColumns, instance: Instance
) -> Iterator[tuple[State, frozenset[int]]]:
    """Give what no rule can be judged by, and where it stands; of several the last counts."""
    columns = [_column(figures, instance, ref) for ref in instance.refs]
    for ref, column in columns:
        if ref.last:
            yield State.NO_LAST, column.blank | column.unreadable
    this = [(ref, column) for ref, column in columns if not ref.last]
    for said, required in ((State.NOT_APPLICABLE, False), (State.PENDING, True)):
        for ref, column in this:
            if column.blank and form.required(ref.key) is required:
                yield said, column.blank
    for _, column in this:
        yield State.UNREADABLE, column.unreadable


def _column(figures: UnitColumns, instance: Instance, ref: Ref) -> tuple[Ref, Column]:
    if ref.last:
        return ref, figures.last[ref.key]
    if instance.rule.stated and ref.key == instance.at and ref.key in figures.stated:
        return ref, figures.stated[ref.key]
    return ref, figures.this[ref.key]


def check(
    form: Form,
    submissions: Sequence[Submission],
    last: Sequence[Mapping[Key, Figure]],
    kinds: Sequence[str],
) -> list[list[Finding]]:
    """Check submissions by every rule of the form; the result runs beside `submissions`.

    `last` holds last year's figures of each (empty where there are none: rules that need them say nothing),
    `kinds` the kind of each unit (乡镇, 部门 …), by which rules may apply or not. The findings of one are in
    the order of the form, consequences after their cause. Nothing is raised for what a unit wrote.
    """
    layout = lay_out(form)
    figures = gather_columns(form, submissions, last)
    outcomes = judge(form, figures, kinds)
    result: list[list[Finding]] = []
    broken: list[list[Outcome]] = [[] for _ in submissions]
    for outcome in outcomes:
        for index in (place for place, state in enumerate(outcome.states) if state is State.BROKEN):
            broken[index].append(outcome)
    for index, submission in enumerate(submissions):
        findings = [*_blanks(form, layout, submission), *_cover_blanks(form, submission)]
        if not any(f.rule == messages.EMPTY.id for f in findings):
            found = _broken(layout, figures, submission, broken[index], index)
            findings += _explained_by(findings, found)
        result.append(findings)
    return result


# ------------------------------------------------------------------ broken rules


def _broken(
    layout: Layout, figures: UnitColumns, submission: Submission, failed: Sequence[Outcome], index: int
) -> Iterator[Finding]:
    if not failed:
        return
    form = figures.form
    reasons = weigh(form, submission.explanations)
    gaps = {
        outcome.instance.line: outcome.left[index] - outcome.right[index]
        for outcome in failed
        if outcome.right is not None and is_equality(outcome.instance)
    }
    above = root_causes(form, [outcome.instance for outcome in failed], gaps)
    lines = {outcome.instance.line for outcome in failed}
    for outcome in failed:
        line = outcome.instance.line
        finding = _finding(layout, figures, submission, outcome, index)
        reason = reasons.get(line) or _beside(layout, reasons, line, lines)
        yield replace(with_answer(finding, reason), cause=above.get(line))


def _beside(
    layout: Layout, reasons: Mapping[str, Reason], line: str, broken: Container[str]
) -> Reason | None:
    """Find what was written to another line of the same rule, which asks nothing: it was perhaps for this."""
    rule = line.partition(".")[0]
    for other, reason in reasons.items():
        if other not in broken and other.partition(".")[0] == rule and {line, other} <= layout.reasons.keys():
            at, here = layout.reasons[other], layout.reasons[line]
            return Reason(
                text=reason.text,
                refusal=f"写在了“{at.sheet}”{at.a1}，那一行没有要说明的，这一条的说明要写在 {here.a1}",
            )
    return None


def _explained_by(blanks: Sequence[Finding], findings: Iterable[Finding]) -> Iterator[Finding]:
    """Name “only the total is filled in” as the cause of what the total is then said to differ from."""
    alone = {(f.table, f.row, f.column): f.line for f in blanks if f.rule == messages.ONLY_TOTAL.id}
    for finding in findings:
        cause = alone.get((finding.table, finding.row, finding.column))
        yield finding if cause is None else replace(finding, cause=cause)


def _finding(
    layout: Layout, figures: UnitColumns, submission: Submission, outcome: Outcome, index: int
) -> Finding:
    instance, rule = outcome.instance, outcome.instance.rule
    left, right = outcome.amounts(index)
    difference = exact_amount(abs(Decimal(left) - Decimal(right))) if right is not None else None
    facts = {
        "each": instance.label,
        "left": plain_digits(left),
        "right": "" if right is None else plain_digits(right),
        "difference": "" if difference is None else plain_digits(difference),
        "now": _shown(figures.form, figures.this, instance.at, index),
        "before": _shown(figures.form, figures.last, instance.at, index),
    }
    at = place_of(layout.places, submission, instance.at)
    return Finding(
        rule=rule.id,
        line=instance.line,
        level=level_of(rule),
        waits=rule.waits,
        problem=rule.says.format(**facts),
        advice=rule.advice,
        facts=facts,
        **instance.at._asdict(),
        sheet=at.sheet,
        cell=at.a1,
        found=left,
        expected=right if is_equality(instance) else None,
    )


def _shown(form: Form, columns: Mapping[Key, Column], key: Key, index: int) -> str:
    """Write a figure of a unit as messages do; empty where it is not known."""
    return plain_digits(amount_of(form, key, columns[key].amounts[index])) if key in columns else ""


# ------------------------------------------------------------------ blanks and zeros


def _blanks(form: Form, layout: Layout, submission: Submission) -> Iterator[Finding]:
    """Blank is not zero, and a zero report is one that somebody confirmed."""
    asked, figure_of, nothing = form.asked, submission.figures.get, Mark.BLANK
    blank = [key for key in asked if figure_of(key, nothing) is nothing]
    yield from _only_totals(form, layout, submission, set(blank))
    if submission.zero_blanks:
        return
    if len(blank) + _prefilled(form, submission) == len(asked):
        yield messages.EMPTY.finding(tables=form.asked_tables)
        return
    for table in form.tables:
        mine = [key for key in blank if key.table == table.key]
        if mine:
            yield blanks_finding(table, mine, [place_of(layout.places, submission, key) for key in mine])
    if not blank and not any(map(figure_of, asked)):
        yield replace(
            messages.UNCONFIRMED.finding(at=layout.identity.get("zero_blanks"), tables=form.asked_tables),
            confirm=True,
        )


def _prefilled(form: Form, submission: Submission) -> int:
    """Count the figures that stand as they were issued, last year's: they are no answer."""
    return sum(
        (figure := submission.figure(now)) is not Mark.BLANK and figure == submission.last.get(then)
        for now, then in form.openings.items()
    )


def _cover_blanks(form: Form, submission: Submission) -> Iterator[Finding]:
    """A cover of which nothing is written is not asked about: figures may come from a program."""
    required = [field for field in form.identity if field.required]
    refused = {key.row for key in submission.unread if key.table == "identity"}
    written = {key for key, text in submission.identity.items() if text.strip()} | refused
    absent = [field for field in required if field.key not in written]
    if 0 < len(absent) < len(required):
        yield messages.COVER_BLANKS.finding(
            count=len(absent), labels="、".join(field.label for field in absent)
        )


def _only_totals(form: Form, layout: Layout, submission: Submission, blank: set[Key]) -> Iterator[Finding]:
    for key, figure in submission.stated.items():
        if not isinstance(figure, Mark) and figure != 0 and set(form.leaves[key]) <= blank:
            at = place_of(layout.places, submission, key)
            finding = messages.ONLY_TOTAL.finding(at=at, key=key, label=form.label(key), found=figure)
            yield replace(finding, line=f"{finding.rule}.{key.table}.{key.row}.{key.column}")
