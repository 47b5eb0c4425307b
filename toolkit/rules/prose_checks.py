"""Checks that no expression can say, one unit at a time: what its prose claims and what it says of itself.

A rule of the form names its procedure; level, basis, message and limits are declared with the rule.
Procedures that look at several units are in `across_units`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from toolkit.answers.explanations import weigh, with_answer
from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.form.model import Form, Key, Rule, exact_amount, name_some, plain_digits
from toolkit.form.procedures import Reach, Registry
from toolkit.layout.layout import PROSE, Place, lay_out
from toolkit.rules.prose import (
    VERSUS,
    Compared,
    Remark,
    Ruling,
    Verdict,
    fee_remarks,
    instruction_remarks,
    judge,
    mended_remarks,
    name_remarks,
    notice_remarks,
    period_remarks,
    year_remarks,
)
from toolkit.rules.prose.vocabulary import vocabulary_of
from toolkit.rules.unit_report import (
    Contradiction,
    UnitReport,
    known_figures,
    known_last,
    report_by_itself,
    say_finding,
    with_causes,
)

READINGS_SHOWN = 4
_CELLS_SHOWN = 3
_SAID_AGAIN = 5  # times that one wrong claim is shown, wherever it stands
_BESIDE = 40  # characters of its sentence quoted before and behind a claim
AGAINST_TABLES = "prose_figures"  # the procedure of the rule that holds sentences against the tables
SUM_OF_PARTS = "parts"  # the subject of a verdict about a sum within the prose


@dataclass(frozen=True, kw_only=True)
class CheckedProse:
    """A report's passages while they are checked; ``others`` are the names of the other units."""

    form: Form
    report: UnitReport
    others: Sequence[str] = ()

    @cached_property
    def passages(self) -> Mapping[str, str]:
        """The passages that hold something, in the form's order."""
        written = self.report.submission.narrative
        return {f.key: written[f.key] for f in self.form.narrative if written.get(f.key, "").strip()}

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the sentences claim, against the figures that are known."""
        submission = self.report.submission
        figures = known_figures(self.form, submission)
        name, words = self.report.unit.name, vocabulary_of(self.form.spoken)
        last = known_last(self.form, self.report.last or submission.last)
        return judge(self.passages, figures, words, year=submission.year, unit_name=name, last=last)

    def finding(self, rule: Rule, passage: str, **facts: Any) -> Finding:  # noqa: ANN401 (what the message asks for)
        """Make a finding about a passage."""
        label = next(f.label for f in self.form.narrative if f.key == passage)
        place = lay_out(self.form).narrative[passage]
        key = Key("narrative", passage, "value")
        return say_finding(rule, self.report.submission, key=key, at=place, passage=label, **facts)


IN_PROSE: Registry[Callable[[CheckedProse, Rule], Iterator[Contradiction]]] = Registry(Reach.PROSE)


def prose_findings(
    form: Form, report: UnitReport, others: Sequence[str] = (), found: Sequence[Finding] = ()
) -> list[Finding]:
    """Check one unit's prose by every rule of the form that speaks of prose; nothing written, nothing found.

    `others` are the names of the roster's other units. ``found`` is what the rules found in the tables: where
    those are wrong, prose that contradicts them may be right. Each finding names sentence, claimed figure and
    the cells that it was compared with. Linear in the length of the text.
    """
    return with_causes(form, prose_contradictions(form, report, others), found)


def against_tables(form: Form, submission: Submission, found: Sequence[Finding] = ()) -> list[Finding]:
    """Check prose only by the rule of the form that holds sentences against the tables beside them."""
    report = report_by_itself(form, submission)
    against = {rule.id for rule in form.rules if rule.procedure == AGAINST_TABLES}
    return [finding for finding in prose_findings(form, report, found=found) if finding.rule in against]


def prose_contradictions(form: Form, report: UnitReport, others: Sequence[str] = ()) -> list[Contradiction]:
    """Look for what is amiss in one unit's prose, whatever the tables' own rules find."""
    prose = CheckedProse(form=form, report=report, others=others)
    if not prose.passages:
        return []
    reasons = weigh(form, report.submission.explanations)
    return [
        one._replace(finding=with_answer(one.finding, reasons.get(rule.id)))
        for rule, check in IN_PROSE.for_rules_of(form)
        if rule.applies_to(report.unit.kind)
        for one in check(prose, rule)
    ]


# ------------------------------------------------------------------ prose against figures


@IN_PROSE.carries_out(AGAINST_TABLES)
def _figures(prose: CheckedProse, rule: Rule) -> Iterator[Contradiction]:
    told: Counter[tuple[Decimal, tuple[Key, ...]]] = Counter()
    for verdict in prose.verdicts:
        if verdict.ruling is not Ruling.WRONG or verdict.subject == SUM_OF_PARTS:
            continue
        keys = tuple(key for c in verdict.compared for key in c.keys)
        told[verdict.claimed, keys] += 1
        if told[verdict.claimed, keys] > _SAID_AGAIN:
            continue
        finding = prose.finding(
            rule,
            verdict.field,
            quote=_sentence_of(prose.passages[verdict.field], verdict),
            compared=_compared_in(prose, verdict),
            found=exact_amount(verdict.claimed),
        )
        if told[verdict.claimed, keys] > 1:  # the same said again is no second mistake
            yield Contradiction(replace(finding, cause=rule.id))
        else:
            yield Contradiction(finding, keys)
    for passage, text in prose.passages.items():
        for mended in mended_remarks(text, prose.report.submission.year):
            yield Contradiction(prose.finding(rule, passage, quote=mended.quote, compared=mended.says))


def _sentence_of(text: str, verdict: Verdict) -> str:
    """Quote the sentence of a claim, at most a line of it on either side."""
    before = max(text.rfind(mark, 0, verdict.start) for mark in "。！？!?\n") + 1
    ends = [at for at in (text.find(mark, verdict.end) for mark in "。！？!?\n") if at >= 0]
    after = min(ends, default=len(text))
    first, last = max(before, verdict.start - _BESIDE), min(after, verdict.end + _BESIDE)
    return ("…" if first > before else "") + text[first:last].strip() + ("…" if last < after else "")


def _compared_in(prose: CheckedProse, verdict: Verdict) -> str:
    """Say what was claimed and each figure it was compared with, where that stands, all in one unit."""
    if any(c.before is not None for c in verdict.compared):
        return _grown_in(prose, verdict)
    if all(VERSUS in c.label for c in verdict.compared):
        told_apart = (_versus(prose, c, verdict.unit) for c in verdict.compared if c.amount is not None)
        return f"其中“{verdict.label}”对不上：表里{name_some(list(told_apart), READINGS_SHOWN)}"
    in_wanyuan = verdict.unit == "元" and "万元" in verdict.quote
    unit = "万元" if in_wanyuan else "％" if verdict.unit == "%" else verdict.unit

    def told(amount: Decimal) -> str:
        return plain_digits(exact_amount(amount.scaleb(-4) if in_wanyuan else round(amount, 2))) + (
            f" {unit}" if unit else ""
        )

    readings = [
        f"“{c.label}”是 {told(c.amount)}{_where(prose, c.keys)}"
        for c in verdict.compared
        if c.amount is not None
    ]
    shown = name_some(readings, READINGS_SHOWN)
    none = "，都对不上" if len(readings) > 1 else "，对不上"
    held_in = "表里" if any(c.keys for c in verdict.compared) else ""  # reckoned from the sentence alone
    return f"其中“{verdict.label}”说的是 {told(verdict.claimed)}，{held_in}{shown}{none}"


def _versus(prose: CheckedProse, compared: Compared, unit: str) -> str:
    """Say by how much one thing is more or less than another: “企业”比“自然人”少 111."""
    amount = compared.amount or Decimal(0)
    by_how_much = f" {plain_digits(exact_amount(abs(amount)))} {unit}".rstrip() if amount else ""
    way = "多" if amount > 0 else "少" if amount else "不多也不少"
    return f"“{compared.label}”{way}{by_how_much}{_where(prose, compared.keys)}"


def _grown_in(prose: CheckedProse, verdict: Verdict) -> str:
    """Say what was told of growth, and what it is by this year's and last year's figure."""
    in_wanyuan = "万元" in verdict.quote
    unit = "万元" if in_wanyuan else "件" if verdict.unit == "%" else verdict.unit

    def told(amount: Decimal) -> str:
        return f"{plain_digits(exact_amount(amount.scaleb(-4) if in_wanyuan else amount))} {unit}".strip()

    readings = [
        f"“{c.label}”今年是 {told(c.amount)}{_where(prose, c.keys)}，上年是 {told(c.before)}，"
        f"{_growth(c.amount, c.before, told)}"
        for c in verdict.compared
        if c.amount is not None and c.before is not None
    ]
    return f"其中“{verdict.label}”对不上：{'；'.join(readings)}"


def _growth(now: Decimal, before: Decimal, told: Callable[[Decimal], str]) -> str:
    """Say by how much a figure grew: “增加 6 件（15％）”."""
    if now == before:
        return "与上年持平"
    share = (
        f"（{plain_digits(exact_amount(round(abs(now - before) * 100 / before, 2)))}％）" if before else ""
    )
    return ("增加 " if now > before else "减少 ") + told(abs(now - before)) + share


def _where(prose: CheckedProse, keys: Sequence[Key]) -> str:
    """Name the cells of a figure, as they stand in the unit's own workbook.

    Of many the first and the last.
    """
    places = lay_out(prose.form).places
    moved = prose.report.submission.moved
    cells = [moved.get(key, places[key]) for key in dict.fromkeys(keys) if key in places]
    if not cells:
        return ""
    names = [cell.a1 for cell in cells]
    several = "、".join(names) if len(names) <= _CELLS_SHOWN else f"{names[0]}—{names[-1]}"
    return f"（{cells[0].sheet} {several}）"


@IN_PROSE.carries_out("prose_parts")
def _parts(prose: CheckedProse, rule: Rule) -> Iterator[Contradiction]:
    wrong = [v for v in prose.verdicts if v.ruling is Ruling.WRONG]
    told: Counter[tuple[Decimal, str]] = Counter()
    figures = next((r.id for r in prose.form.rules if r.procedure == "prose_figures"), None)
    for verdict in wrong:
        if verdict.subject == SUM_OF_PARTS:
            (compared,) = verdict.compared
            told[verdict.claimed, compared.label] += 1
            if told[verdict.claimed, compared.label] > _SAID_AGAIN:
                continue
            finding = prose.finding(
                rule,
                verdict.field,
                quote=verdict.quote,
                sum=compared.label,
                found=exact_amount(compared.amount or Decimal(0)),
                expected=exact_amount(verdict.claimed),
            )
            # Where one of the numbers is not that of the table, that is the mistake.
            other = any(
                v.subject != SUM_OF_PARTS
                and v.field == verdict.field
                and v.start < verdict.end
                and verdict.start < v.end
                for v in wrong
            )
            yield Contradiction(replace(finding, cause=figures) if other else finding)


# ------------------------------------------------------------------ what a report says of itself


def _remarked(
    look: Callable[[CheckedProse, str, str], Sequence[Remark]],
) -> Callable[[CheckedProse, Rule], Iterator[Contradiction]]:
    def check(prose: CheckedProse, rule: Rule) -> Iterator[Contradiction]:
        for passage, text in prose.passages.items():
            for remark in look(prose, text, passage):
                yield Contradiction(prose.finding(rule, passage, remark=remark.says, quote=remark.quote))

    return check


@IN_PROSE.carries_out("prose_missing")
def _missing(prose: CheckedProse, rule: Rule) -> Iterator[Contradiction]:
    submission = prose.report.submission
    refused = {key.row for key in submission.unread if key.table == "narrative"}
    absent = {
        f.key: f.label for f in prose.form.narrative if f.key not in prose.passages and f.key not in refused
    }
    if absent:
        first = next(place for key, place in lay_out(prose.form).narrative.items() if key in absent)
        written = len(prose.form.narrative) - len(absent)
        place = Place(PROSE, first.row, first.column)
        names = "、".join(absent.values())
        yield Contradiction(
            say_finding(rule, submission, at=place, found=written, count=len(absent), absent=names)
        )


IN_PROSE.carries_out("prose_period")(
    _remarked(lambda p, text, _: period_remarks(text, p.report.submission.year))
)
IN_PROSE.carries_out("prose_year")(_remarked(lambda p, text, _: year_remarks(text, p.report.submission.year)))
IN_PROSE.carries_out("prose_name")(
    _remarked(lambda p, text, _: name_remarks(text, p.report.unit.name, p.others))
)
IN_PROSE.carries_out("prose_notice")(
    _remarked(
        lambda p, text, _: notice_remarks(text, p.report.submission.year, p.form.notices, p.form.outdated)
    )
)


@IN_PROSE.carries_out("prose_instructions")
def _instructions(prose: CheckedProse, rule: Rule) -> Iterator[Contradiction]:
    says = tuple(field.says for field in prose.form.narrative)
    may_be_none = {field.key for field in prose.form.narrative if field.may_be_none}

    def look(_: CheckedProse, text: str, passage: str) -> Sequence[Remark]:
        return instruction_remarks(text, says, may_be_none=passage in may_be_none)

    return _remarked(look)(prose, rule)


@IN_PROSE.carries_out("prose_fee")
def _fees(prose: CheckedProse, rule: Rule) -> Iterator[Contradiction]:
    words, year = vocabulary_of(prose.form.spoken), prose.report.submission.year
    fees = frozenset(map(Key.read, rule.over))
    return _remarked(lambda _, text, __: fee_remarks(text, words, fees, year))(prose, rule)
