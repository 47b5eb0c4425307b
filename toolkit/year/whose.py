"""What is made of each file where it was read: whose it is, and what its prose says against its own figures.

It needs no other file, so the workers that read do it, each for its files.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.answers import messages
from toolkit.answers.editions import in_edition
from toolkit.answers.finding import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import Roster, Unit
from toolkit.form.definition import load_form
from toolkit.reading.file_kind import SCANS
from toolkit.reading.locating import bare_label
from toolkit.reading.workbook import Reading
from toolkit.rules.checks import blocks_submission
from toolkit.rules.prose_checks import Contradiction, UnitReport, prose_contradictions
from toolkit.year.standing import ACCEPTED, RETURNED
from toolkit.year.versions import FOREIGN, UNREADABLE, FileResult

RENAMED = "更名"
_IDENTITY = {
    r.id
    for r in (
        messages.FOREIGN,
        messages.OTHER_FORM,
        messages.OTHER_EDITION,
        messages.OTHER_YEAR,
        messages.UNKNOWN_UNIT,
        messages.UNIT_MISMATCH,
        messages.DISSOLVED,
        messages.COMPILED,
    )
}


@dataclass(frozen=True, kw_only=True)
class Examined:
    """One file by itself: what it is, whose, and what its prose says against its figures."""

    result: FileResult
    prose: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What is needed to examine a file: the rules (a form's key or path), the units, the year.

    ``asked`` is the form that the units filled in, where it is not that of the rules: an edition that is
    tried.
    """

    rules: str
    roster: Roster
    year: int
    asked: str = ""

    def __call__(self, reading: Reading) -> Examined:
        """Examine a file that was read."""
        result = identify_file(reading, self.roster, self.year)
        unit = result.unit
        if unit is None or reading.submission is None or result.status not in {ACCEPTED, RETURNED}:
            return Examined(result=result)
        form, submission = load_form(self.rules), reading.submission
        if self.asked:
            submission = in_edition(submission, form, load_form(self.asked))
            result = replace(result, reading=replace(reading, submission=submission))
        report = UnitReport(submission=submission, unit=unit)
        return Examined(result=result, prose=tuple(prose_contradictions(form, report, self._names)))

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(unit.name for unit in self.roster.units)


def identify_file(reading: Reading, roster: Roster, year: int) -> FileResult:
    """Find the unit a file belongs to; wrong year, unknown unit, and mixed identities are findings."""
    submission = reading.submission
    if submission is None:
        status = status_of(reading, reading.findings)
        return FileResult(reading=reading, status=status, findings=reading.findings)
    findings = list(reading.findings)
    if submission.year != year:
        findings.append(messages.OTHER_YEAR.finding(found=submission.year, expected=year))
    unit = roster.find(submission.unit_code) or (
        None if submission.unit_code else roster.named(submission.unit_name)
    )
    if unit is None:
        findings.append(messages.UNKNOWN_UNIT.finding(code=submission.unit_code, name=submission.unit_name))
    else:
        named = f"{unit.code} {unit.name}"
        findings += _other_name(submission, unit)
        if unit.compiled:
            findings.append(messages.COMPILED.finding(unit=named, compiling=roster.compiling(unit)))
        elif not unit.owes:
            findings.append(messages.DISSOLVED.finding(unit=named, status=unit.status))
        elif not unit.counted:
            findings.append(messages.NOT_COUNTED.finding(unit=named))
    return FileResult(
        reading=reading, status=status_of(reading, findings), findings=tuple(findings), unit=unit
    )


def _other_name(submission: Submission, unit: Unit) -> list[Finding]:
    """Tell whether another name is another unit.

    Not when one is part of the other, or the roster says it was renamed.
    """
    shown, listed = bare_label(submission.unit_name), bare_label(unit.name)
    if not shown or shown == listed:
        return []
    named = f"{unit.code} {unit.name}"
    if shown in listed or listed in shown or unit.status == RENAMED:
        return [messages.OTHER_NAME.finding(shown=submission.unit_name, unit=named)]
    return [
        messages.UNIT_MISMATCH.finding(
            issued=f"{submission.unit_code} {submission.unit_name}", where="单位名录里这个代码", shown=named
        )
    ]


def status_of(reading: Reading, findings: Sequence[Finding]) -> str:
    """Say what becomes of a file with these findings."""
    if reading.unreadable:
        return UNREADABLE
    if reading.submission is None or any(f.rule in _IDENTITY for f in findings):
        return FOREIGN
    return RETURNED if blocks_submission(findings) else ACCEPTED


def find_addressee(result: FileResult, roster: Roster) -> Unit | None:
    """Say whose a file is that could not be read.

    By its own code, or by the unit that a workbook of another edition was issued to, or by the one unit that
    the file's name names.

    A file that says two units is nobody's, unless its name and what is seen in it say the same one, and only
    the hidden identity another: then that one sent it, and the other did nothing.
    """
    if any(f.rule in {messages.LINK_OUTSIDE.id, messages.FOLDER_CLOSED.id} for f in result.findings):
        return None
    if is_mixed(result):
        sender = _named_by_file(result, roster)
        seen = " ".join(str(f.facts.get("shown", "")) for f in result.findings)
        return sender if sender is not None and sender != result.unit and sender.name in seen else None
    return result.unit or _issued_to(result, roster) or _named_by_file(result, roster)


def _issued_to(result: FileResult, roster: Roster) -> Unit | None:
    """Find the unit by a workbook's hidden identity: its code and its name must both be that unit's."""
    issued = result.reading.issued
    unit = roster.find(issued.get("unit_code", ""))
    return unit if unit is not None and unit in roster.due and unit.name == issued.get("unit_name") else None


def is_mixed(result: FileResult) -> bool:
    """Whether a file says two units: the office has to know, whoever is written to."""
    return any(f.rule == messages.UNIT_MISMATCH.id for f in result.findings)


def names_said(result: FileResult) -> str:
    """Return what a file says of its unit where it says two."""
    mixed = [f.facts for f in result.findings if f.rule == messages.UNIT_MISMATCH.id]
    return " ".join(str(facts.get(side, "")) for facts in mixed for side in ("issued", "shown"))


def _named_by_file(result: FileResult, roster: Roster) -> Unit | None:
    name = result.reading.file.rsplit("/", 1)[-1]
    named = [unit for unit in roster.due if unit.name in name or name.startswith(f"{unit.code}_")]
    longest = [
        unit for unit in named if not any(unit.name in other.name and unit is not other for other in named)
    ]
    return longest[0] if len(longest) == 1 else None


def file_annex(result: FileResult, counting: Container[str], roster: Roster) -> FileResult:
    """File a scan or photo with the unit that it names, where a workbook of that unit counts.

    Then it asks for nothing.

    Of a unit that has sent nothing else it stays what it is: no workbook.
    """
    if result.status not in {UNREADABLE, FOREIGN}:
        return result
    if [f.rule for f in result.findings] != [messages.OTHER_KIND.id]:
        return result
    kind, unit = result.findings[0].facts.get("kind"), find_addressee(result, roster)
    if kind not in SCANS or unit is None or unit.code not in counting:
        return result
    filed = messages.ANNEX.finding(kind=kind, unit=f"{unit.code} {unit.name}")
    return replace(result, status=FOREIGN, findings=(filed,), unit=unit)
