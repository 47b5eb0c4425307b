"""Whose a file is that was read, and what becomes of it by itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from toolkit.answers import messages
from toolkit.answers.messages import Finding, blocks_submission
from toolkit.answers.reading import Reading
from toolkit.answers.submission import Submission
from toolkit.answers.units import RENAMED, Roster, Unit
from toolkit.reading.first_bytes import BOOKS, CSV, DATABASE, OLD_WORD, SCANS, WEB_PAGE, WORD, WRITINGS
from toolkit.reading.locating import bare_label
from toolkit.rules.unit_report import Contradiction
from toolkit.year.inbox.addressee import find_addressee, in_short, named_by_file, only_one
from toolkit.year.workspace import (
    ACCEPTED,
    FOREIGN,
    RETURNED,
    SETTINGS,
    UNPACKED,
    UNREADABLE,
    FileResult,
    is_same_office,
)

_IDENTITY = {
    r.id
    for r in (
        messages.FOREIGN,
        messages.OTHER_FORM,
        messages.OTHER_EDITION,
        messages.FORM_CHANGED,
        messages.OTHER_YEAR,
        messages.NOT_SUMS,
        messages.OTHER_COUNTY,
        messages.OWN_SUMS,
        messages.UNKNOWN_UNIT,
        messages.UNIT_MISMATCH,
        messages.RENAMED_SINCE,
        messages.DISSOLVED,
        messages.COMPILED,
    )
}

_GOES_ALONG = SCANS | WRITINGS
_COMPARED = frozenset((WORD, OLD_WORD, WEB_PAGE))  # whose figures can be read
_LONG = 3  # characters of a name that is not found within others by chance
_SENT_TO = re.compile("[报送呈致发给交转请]$")
_DATA = frozenset((CSV, DATABASE))
# In the name of a document that says so of the figures.
_TAKEN_BACK = re.compile("更正|改正|勘误|补正|撤回|作废|重报|有误|为准")


@dataclass(frozen=True, kw_only=True)
class Examined:
    """One file by itself: what it is, whose, and what its prose says against its figures."""

    result: FileResult
    prose: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What is needed to examine a file by itself: the rules (a form's key or path), the units, the year.

    ``asked`` is the form that the units filled in, where it is not that of the rules: an edition that is
    tried; ``office`` issued the workbooks, some perhaps by the name that it had ``before``, in which figures
    are sums as many times over as ``tier`` says.
    """

    rules: str
    roster: Roster
    year: int
    asked: str = ""
    office: str = ""
    before: str = ""
    tier: int = 0

    def issued(self, issuer: str) -> bool:
        """Whether a workbook may be ours that says who issued it: 甲县 and 甲县人民政府 are one."""
        return is_same_office(issuer, self.office, self.before)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all units."""
        return tuple(unit.name for unit in self.roster.units)


def identify_file(reading: Reading, examination: Examination) -> FileResult:
    """Find the unit a file belongs to; wrong year, unknown unit, and mixed identities are findings."""
    submission, roster, year = reading.submission, examination.roster, examination.year
    if submission is None:
        status = status_of(reading, reading.findings)
        return FileResult(reading=reading, status=status, findings=reading.findings)
    findings = list(reading.findings)
    if submission.year != year:
        findings.append(messages.OTHER_YEAR.finding(found=submission.year, expected=year))
    issuer, made = (reading.issued.get(key, "") for key in ("county", "made"))
    if not made and not examination.issued(issuer):
        named = f"{submission.unit_code} {submission.unit_name}".strip()
        findings.append(
            messages.NOT_SUMS.finding(office=issuer, unit=named)
            if reading.tier < examination.tier
            else messages.OTHER_COUNTY.finding(issuer=issuer, unit=named, office=examination.office)
        )
    unit = _addressed(submission, roster)
    if made and issuer in {examination.office, examination.before} and reading.tier > examination.tier:
        unit = None
        findings.append(messages.OWN_SUMS.finding(office=issuer))
    elif unit is None:
        there, code = roster.named(submission.unit_name), submission.unit_code
        recoded = f"；下发以后换过代码的，请把状态写成“更名”，前身代码写 {code}" if code else ""
        heirs = [u.label for u in roster.due if u.status == RENAMED and u.predecessors == (code,)]
        if heirs:
            recoded = (
                f"；名录里“{heirs[0]}”的前身就是 {code}，是它的，代码和名称都变了："
                "请重新下发它的工作簿，填过的数可以搬过去（xxgk fill）"
            )
        findings.append(
            messages.UNKNOWN_UNIT.finding(
                unit=f"{code} {submission.unit_name}".strip(),
                there=f"，这个名称的代码是 {there.code}" if there is not None else "",
                recoded=recoded,
            )
        )
    else:
        named = unit.label
        findings += _otherwise_called(submission, unit, roster, sums=bool(made))
        if unit.compiled:
            findings.append(messages.COMPILED.finding(unit=named, compiling=roster.compiling(unit)))
        elif not unit.owes:
            findings.append(messages.DISSOLVED.finding(unit=named, status=unit.status))
        elif not unit.counted:
            findings.append(messages.NOT_COUNTED.finding(unit=named))
    return FileResult(
        reading=reading, status=status_of(reading, findings), findings=tuple(findings), unit=unit
    )


def _addressed(submission: Submission, roster: Roster) -> Unit | None:
    """Find the unit to which a workbook was issued: by its code, also by one that its unit has no longer.

    A code that has only lost or won zeros since is the same where the name is.
    """
    code, named = submission.unit_code, roster.named(submission.unit_name)
    found = roster.find(code)
    if named is None or found is named:
        return found
    if not code or (named.status == RENAMED and named.predecessors == (code,)):
        return found or named
    return named if found is None and code.lstrip("0") == named.code.lstrip("0") else found


def _otherwise_called(submission: Submission, unit: Unit, roster: Roster, *, sums: bool) -> list[Finding]:
    """Tell whether another name is another unit; `sums` are what a county added up, under its own code.

    Not when one is part of the other, or the roster says it was renamed.
    """
    shown, listed = bare_label(submission.unit_name), bare_label(unit.name)
    if (not shown or shown == listed) and submission.unit_code in {"", unit.code}:
        return []
    issued, named = f"{submission.unit_code} {submission.unit_name}", unit.label
    if shown in listed or listed in shown or unit.status == RENAMED:
        return [messages.OTHER_NAME.finding(issued=issued, unit=named)]
    what, who, mend = "工作簿是发给", "单位", "用发给自己的工作簿重新填报"
    if sums:
        own = roster.named(submission.unit_name)
        right = f"它自己的（{own.code}）" if own is not None else "它自己的"
        what, who, mend = "这份上报文件是", "下级", f"把 xxgk.toml 里的 code 改成{right}，再汇总、上报一次"
    return [
        messages.RENAMED_SINCE.finding(
            issued=issued, shown=named, code=unit.code, what=what, who=who, mend=mend
        )
    ]


def named_otherwise(result: FileResult, roster: Roster) -> str:
    """Return the name of another unit, where a file's name names that and not the one whose it is."""
    named, mine = named_by_file(result, roster), result.unit
    if named is None or mine is None or named.code == mine.code or mine.name in result.reading.file:
        return ""
    return named.name


def sent_as(result: FileResult, roster: Roster, county: str) -> str:
    """Return the name of the one other unit that a file that counts is called by; "" where it names its own.

    Departments are called without their county there. A name behind 报 or 送 is whom it is sent to.
    """
    mine, submission, file = result.unit, result.reading.submission, result.reading.file
    if mine is None or submission is None or result.status != ACCEPTED or result.pin:
        return ""
    if any(_called(name, county) in file for name in (mine.name, submission.unit_name)):
        return ""
    name = _name(result)
    called = ((unit, _called(unit.name, county)) for unit in roster.due if unit.code != mine.code)
    other = only_one([(unit, short) for unit, short in called if short in name and len(short) >= _LONG])
    if other is None:
        return ""
    before = name.partition(_called(other.name, county))[0].removesuffix(county)
    return "" if _SENT_TO.search(before) else other.name


@lru_cache(maxsize=4096)  # asked for each file of each unit
def _called(name: str, county: str) -> str:
    """Return what everybody calls a unit in its county: 教育局, 疃里镇."""
    return in_short(name.removeprefix(county) or name)


def status_of(reading: Reading, findings: Sequence[Finding]) -> str:
    """Say what becomes of a file with these findings."""
    if reading.unreadable:
        return UNREADABLE
    if reading.submission is None or any(f.rule in _IDENTITY for f in findings):
        return FOREIGN
    return RETURNED if blocks_submission(findings) else ACCEPTED


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The one unit whose workbooks lie in a mail or archive; with ``sums`` they are what it added up.

    Perhaps in its own folder of a ``year``, which came with all that is in it.
    """

    unit: Unit
    sums: bool
    year: bool = False


def senders(results: Sequence[FileResult]) -> Mapping[str, Sender]:
    """Return the one unit whose workbooks lie in each mail or archive, by the folder of what it held.

    Also in a folder of the inbox, where they are what it added up. None where another's lie there, too, or
    one that is nobody's.
    """
    units: dict[str, set[Unit | None]] = {}
    sums = set()
    for result in results:
        folder = _folder(result)
        if "/" in folder and result.reading.submission is not None:
            units.setdefault(folder, set()).add(result.unit)
            if result.reading.issued.get("made"):
                sums.add(folder)
    return {
        folder: Sender(unit=unit, sums=folder in sums)
        for folder, several in units.items()
        if (folder in sums or folder.startswith(f"{UNPACKED}/"))
        and len(several) == 1
        and (unit := next(iter(several))) is not None
    } | _whole_years(results)


def _whole_years(results: Sequence[FileResult]) -> dict[str, Sender]:
    """Return whose year's folders came whole, as they lie there: the one unit whose sums are in each."""
    made = [r for r in results if r.reading.issued.get("made") and r.unit is not None]
    found = {}
    for folder in {_folder(r) for r in results if _name(r) == SETTINGS and "/" in _folder(r)}:
        several = {r.unit for r in made if r.unit is not None and r.reading.file.startswith(f"{folder}/")}
        if len(several) == 1:
            found[folder] = Sender(unit=several.pop(), sums=True, year=True)
    return found


def _sender_of(result: FileResult, together: Mapping[str, Sender]) -> Sender | None:
    """Find whose workbooks came together with a file: in its folder, or in the year's folder around that."""
    folder = _folder(result)
    if folder in together:
        return together[folder]
    around = (s for at, s in together.items() if s.year and folder.startswith(f"{at}/"))
    return next(around, None)


def _folder(result: FileResult) -> str:
    return result.reading.file.rpartition("/")[0]


def _name(result: FileResult) -> str:
    return result.reading.file.rpartition("/")[2]


def with_sender(
    result: FileResult,
    counting: Mapping[str, FileResult],
    roster: Roster,
    together: Mapping[str, Sender],
    after: Callable[[FileResult, FileResult], bool],
    late: Callable[[FileResult, FileResult], bool],
) -> FileResult:
    """Say which unit sent a file that cannot count; file what only goes with its workbook, where that counts.

    A scan, a photo, the report as a document; beside what a county added up, the rest of what it wrote then.
    Such a file asks for nothing. Of a unit that has sent nothing else it stays what it is: no workbook. One
    whose name says nothing is of the unit whose workbook came `together` with it. A document that
    came `after` the workbook may say other figures; one that is called a correction is asked about, and so is
    what could not be read and may be as `late`.
    """
    if result.status not in {UNREADABLE, FOREIGN}:
        return result
    sender = _sender_of(result, together)
    kind = _goes_along(result)
    if not kind and sender is not None and sender.sums:
        kind = _written_with_sums(result) or (_of_its_year(result) if sender.year else "")
    theirs = sender.unit if kind and sender is not None else None
    named = None if theirs and sender and sender.year else find_addressee(result, roster)
    unit = named or theirs
    if unit is None:
        return result
    result = replace(result, sender=unit)
    if unit.code not in counting:
        return result
    if not kind:
        unread = result.status == UNREADABLE and late(result, counting[unit.code])
        return replace(result, unread_later=unread)
    hint = _how_to_compare(result) if kind in _COMPARED else ""
    if kind in WRITINGS and after(result, counting[unit.code]):
        word = _TAKEN_BACK.search(_name(result))
        if word:
            chosen = counting[unit.code].reading.file
            asked = messages.WRITTEN_CORRECTION.finding(
                kind=kind, unit=unit.label, word=word[0], chosen=chosen
            )
            return replace(result, status=FOREIGN, findings=(asked,), unit=unit, unread_later=True)
        hint += "。它比工作簿后收到，改了数的，请让单位改工作簿重报"
    filed = messages.ANNEX.finding(kind=kind, unit=unit.label, hint=hint)
    return replace(result, status=FOREIGN, findings=(filed,), unit=unit)


def _how_to_compare(result: FileResult) -> str:
    """Say how to compare a document with the unit's workbook, as it can be typed in the year's folder."""
    name = result.reading.file
    typed = f'"{name}"' if any(map(str.isspace, name)) else name
    return f"；要看与工作簿是否一致，请在年度文件夹里运行 xxgk verify . {typed}"


def _kind(result: FileResult) -> tuple[str, str]:
    """Return what a file is that is no workbook, and how its name ends; nothing of any other."""
    told = [f.rule for f in result.findings] == [messages.OTHER_KIND.id]
    facts = result.findings[0].facts if told else {}
    return str(facts.get("kind", "")), str(facts.get("suffix", ""))


def _goes_along(result: FileResult) -> str:
    """Return what a file is that goes along with a workbook and is not called like one; "" of any other."""
    kind, suffix = _kind(result)
    return kind if kind in _GOES_ALONG and suffix not in BOOKS else ""


def _written_with_sums(result: FileResult) -> str:
    """Return what a file is that a county's tool writes beside the workbook for the level above."""
    rules = [finding.rule for finding in result.findings]
    if rules == [messages.SUMMARY_SENT.id]:
        return "汇总工作簿"
    if rules == [messages.CORRECTION_SENT.id]:
        return "更正表"
    kind, _ = _kind(result)
    return kind if kind in _DATA else ""


def _of_its_year(result: FileResult) -> str:
    """Return what a file is that lies in a county's folder of the year, beside the sums; "" of any other.

    A workbook in it that cannot be read may be newer sums: it stays what it is.
    """
    rules, (kind, suffix) = {finding.rule for finding in result.findings}, _kind(result)
    if rules & {messages.NOT_SUMS.id, messages.OTHER_COUNTY.id}:
        return "它的单位的工作簿"
    if rules in ({messages.FOREIGN.id}, {messages.CORRECTION_SENT.id}):
        return "它自己的表"
    if rules == {messages.EMPTY_FILE.id} and not _name(result).endswith(tuple(BOOKS)):
        return "空文件"
    return kind if suffix not in BOOKS else ""
