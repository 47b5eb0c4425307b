"""收件: everything in the inbox, read, told apart by unit, checked; exactly one file counts for each unit."""

import csv
import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toolkit import remark
from toolkit.batch import Job, read_files
from toolkit.checks import blocks, check, place_of
from toolkit.consolidation import ACCEPTED, EXCUSED, MISSING, RETURNED, Standing
from toolkit.expression import Key
from toolkit.finding import Finding, sorted_findings
from toolkit.form import Form
from toolkit.history import OPENING, History, read_history
from toolkit.layout import lay_out
from toolkit.neighbours import County, neighbour_findings
from toolkit.pins import Pin, read_pins
from toolkit.procedures import Report, prose_findings
from toolkit.reading import Reading, unread
from toolkit.roster import Roster, Unit
from toolkit.sheets import bare
from toolkit.submission import Figure, Submission, plain
from toolkit.waivers import Use, Waiver, read_waivers, uses, waive
from toolkit.workspace import Settings, Workspace, write_whole

RENAMED = "更名"
UNREADABLE, SUPERSEDED, FOREIGN = "unreadable", "superseded", "foreign"
FILE_LABELS = {
    ACCEPTED: "通过",
    RETURNED: "退回",
    UNREADABLE: "打不开",
    SUPERSEDED: "不计入（另有版本）",
    FOREIGN: "不是本次的表",
}
_IDENTITY = {
    r.id
    for r in (
        remark.FOREIGN, remark.OTHER_FORM, remark.OTHER_EDITION, remark.OTHER_YEAR, remark.UNKNOWN_UNIT,
        remark.UNIT_MISMATCH, remark.DISSOLVED,
    )
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FileResult:
    """One file of the inbox: what it is and what was found in it."""

    reading: Reading
    status: str
    findings: tuple[Finding, ...]
    unit: Unit | None = None


@dataclass(frozen=True, kw_only=True)
class Collection:
    """All files and all units of a year, the findings that belong to no single file, last year's figures."""

    form: Form
    year: int | None
    files: tuple[FileResult, ...]
    standings: tuple[Standing, ...] = ()
    findings: tuple[Finding, ...] = ()
    waivers: tuple[Use, ...] = ()
    history: History = field(default_factory=History)

    @property
    def clean(self) -> bool:
        """Whether there is no 强制 finding (in files that count) and no unit missing."""
        found = (f for file in self.files if file.status != SUPERSEDED for f in file.findings)
        return not any(f.blocks for f in (*found, *self.findings))


def collect(
    workspace: Workspace,
    *,
    workers: int | None = None,
    done: Callable[[int, int], None] | None = None,
    rules: Form | None = None,
) -> Collection:
    """Read and check everything in the folder's inbox; by other `rules` than the year's own when they are tried."""
    form, roster, settings = rules or workspace.form, workspace.roster(), workspace.settings
    history, waivers = history_of(workspace, roster), read_waivers(workspace.folder, form, roster)
    jobs, outside = inbox_files(workspace.path("inbox"))
    tell = (lambda n: done(n, len(jobs))) if done else None
    readings = read_files(jobs, [workspace.form_name], workers=workers, done=tell)
    pins = read_pins(workspace, roster)
    results = [_identified(reading, roster, settings.year) for reading in readings]
    results = _checked(form, results, history, roster)
    results = [_waived(result, waivers, settings) for result in results]
    results = _one_for_each(form, results, pins)
    results = [_waived(result, waivers, settings) for result in _compared(form, results, history)]
    results += [
        FileResult(reading=reading, status=UNREADABLE, findings=reading.findings) for reading in outside
    ]
    record_decisions(workspace, results)
    counting = {r.unit.code: r for r in results if r.unit is not None and r.status in {ACCEPTED, RETURNED}}
    standings = tuple(_standing(unit, counting.get(unit.code)) for unit in roster.units)
    missing = tuple(
        remark.MISSING.finding(unit=f"{s.unit.code} {s.unit.name}") for s in standings if s.status == MISSING
    )
    found = {standing.unit.code: standing.findings for standing in standings}
    due = {unit.code: settings.deadline(unit.kind) for unit in roster.units}
    return Collection(
        form=form, year=settings.year, files=tuple(results), standings=standings,
        findings=(*missing, *_lost_pins(results, pins)), waivers=uses(waivers, found, settings.year, due), history=history,
    )  # fmt: skip


def check_files(paths: Sequence[Path], forms: Sequence[str], *, workers: int | None = None) -> Collection:
    """Read and check loose files, without a roster; last year's figures are those in each workbook."""
    from toolkit.definition import load_form  # noqa: PLC0415 (only here are there several forms)

    readings = read_files([Job(path=path, name=str(path)) for path in paths], forms, workers=workers)
    results = []
    for reading in readings:
        submission = reading.submission
        found: list[Finding] = []
        if submission is not None and reading.form is not None:
            form = load_form(next(name for name in forms if load_form(name).key == reading.form))
            found = check(form, [submission], [submission.last], [submission.kind])[0]
            unit = Unit(code=submission.unit_code, name=submission.unit_name, kind=submission.kind)
            found += prose_findings(form, Report(submission=submission, unit=unit), found=found)
        findings = tuple(sorted_findings([*reading.findings, *found]))
        results.append(FileResult(reading=reading, status=_status(reading, findings), findings=findings))
    submissions = [r.reading.submission for r in results if r.reading.submission is not None]
    years = {submission.year for submission in submissions}
    return Collection(
        form=load_form(forms[0]), year=years.pop() if len(years) == 1 else None, files=tuple(results)
    )


def last_year_of(workspace: Workspace) -> Path | None:
    """Return where last year's figures are, as the settings say; relative paths are meant from the folder."""
    given = workspace.settings.last_year
    return workspace.folder / given if given else None


def history_of(workspace: Workspace, roster: Roster) -> History:
    """Read last year's figures as they pass to this year's units."""
    opening = workspace.folder / OPENING
    return read_history(workspace.form, last_year_of(workspace), opening).within(roster)


def inbox_files(inbox: Path) -> tuple[list[Job], list[Reading]]:
    """List the files of the inbox, sub-folders too; links that lead outside are refused, office lock files skipped."""
    jobs, outside = [], []
    root = inbox.resolve()
    for folder, folders, names in os.walk(inbox):
        folders.sort()
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]  # never walked into
        for name in (*linked, *sorted(names)):
            path = Path(folder) / name
            if name.startswith(("~$", ".~", ".")) or name.lower() in {"thumbs.db", "desktop.ini"}:
                continue
            shown = path.relative_to(inbox.parent).as_posix().encode("utf-8", "replace").decode()
            if name in linked or not _inside(path, root):
                outside.append(unread(shown, remark.LINK_OUTSIDE.finding()))
            else:
                jobs.append(Job(path=path, name=shown))
    return jobs, outside


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=path.is_symlink()).is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead nowhere, or in a circle
        return False


# ------------------------------------------------------------------ whose file it is


def _identified(reading: Reading, roster: Roster, year: int) -> FileResult:
    """Find the unit a file belongs to; wrong year, unknown unit, and mixed identities are findings."""
    submission = reading.submission
    if submission is None:
        return FileResult(
            reading=reading, status=_status(reading, reading.findings), findings=reading.findings
        )
    findings = list(reading.findings)
    if submission.year != year:
        findings.append(remark.OTHER_YEAR.finding(found=submission.year, expected=year))
    unit = roster.find(submission.unit_code) or (
        None if submission.unit_code else roster.named(submission.unit_name)
    )
    if unit is None:
        findings.append(remark.UNKNOWN_UNIT.finding(code=submission.unit_code, name=submission.unit_name))
    else:
        named = f"{unit.code} {unit.name}"
        findings += _other_name(submission, unit)
        if not unit.owes:
            findings.append(remark.DISSOLVED.finding(unit=named, status=unit.status))
        elif not unit.counted:
            findings.append(remark.NOT_COUNTED.finding(unit=named))
    return FileResult(reading=reading, status=_status(reading, findings), findings=tuple(findings), unit=unit)


def _other_name(submission: Submission, unit: Unit) -> list[Finding]:
    """Tell whether another name is another unit: not when one is part of the other, or the roster says it was renamed."""
    shown, listed = bare(submission.unit_name), bare(unit.name)
    if not shown or shown == listed:
        return []
    named = f"{unit.code} {unit.name}"
    if shown in listed or listed in shown or unit.status == RENAMED:
        return [remark.OTHER_NAME.finding(shown=submission.unit_name, unit=named)]
    return [
        remark.UNIT_MISMATCH.finding(issued=f"{submission.unit_code} {submission.unit_name}", shown=named)
    ]


def _status(reading: Reading, findings: Sequence[Finding]) -> str:
    if reading.unreadable:
        return UNREADABLE
    if reading.submission is None or any(f.rule in _IDENTITY for f in findings):
        return FOREIGN
    return RETURNED if blocks(findings) else ACCEPTED


def _checked(form: Form, results: Sequence[FileResult], history: History, roster: Roster) -> list[FileResult]:
    """Check all files whose identity is clear, all at once."""
    clear = [i for i, r in enumerate(results) if r.status in {ACCEPTED, RETURNED} and r.unit is not None]
    submissions = [s for i in clear if (s := results[i].reading.submission) is not None]
    units = [u for i in clear if (u := results[i].unit) is not None]
    last = [history.of(unit) for unit in units]
    found = check(form, submissions, last, [unit.kind for unit in units])
    names = [unit.name for unit in roster.units]
    checked = list(results)
    for i, unit, submission, opening, findings in zip(clear, units, submissions, last, found, strict=True):
        extra = list(_opening(form, submission, opening, unit, history))
        extra += prose_findings(form, Report(submission=submission, unit=unit), names, findings)
        everything = tuple(sorted_findings([*results[i].findings, *findings, *extra]))
        checked[i] = replace(results[i], findings=everything, status=_status(results[i].reading, everything))
    return checked


def _opening(
    form: Form, submission: Submission, last: Mapping[Key, Figure], unit: Unit, history: History
) -> Sequence[Finding]:
    """Say where last year's figures are missing, or were changed in the workbook."""
    if (history.source or history.given) and not last:
        why = history.note(unit)
        return [remark.NO_LAST.finding(unit=f"{unit.code} {unit.name}", why=f"（{why}）" if why else "")]
    layout = lay_out(form)
    return [
        remark.LAST_CHANGED.finding(
            at=layout.last_places[key],
            key=key,
            found=plain(submission.last[key]),
            expected=plain(figure),
            label=form.label(key),
        )
        for key, figure in last.items()
        if key in submission.last
        and submission.last[key] != figure
        and plain(submission.last[key]) != plain(figure)
    ]


def _compared(form: Form, results: Sequence[FileResult], history: History) -> list[FileResult]:
    """Check the files that count for their units against each other."""
    clear = [i for i, r in enumerate(results) if r.status in {ACCEPTED, RETURNED} and r.unit is not None]
    reports = [
        Report(submission=s, unit=u, last=history.of(u), last_prose=history.prose_of(u))
        for i in clear
        if (s := results[i].reading.submission) is not None and (u := results[i].unit) is not None
    ]
    compared = list(results)
    for i, findings in zip(
        clear, neighbour_findings(County(form=form, reports=reports, history=history)), strict=True
    ):
        if findings:
            everything = tuple(sorted_findings([*results[i].findings, *findings]))
            compared[i] = replace(
                results[i], findings=everything, status=_status(results[i].reading, everything)
            )
    return compared


def _waived(result: FileResult, waivers: Sequence[Waiver], settings: Settings) -> FileResult:
    """Apply the exceptions of a file's unit."""
    unit = result.unit
    mine = [waiver for waiver in waivers if unit is not None and waiver.unit == unit.code]
    if unit is None or not mine or result.status not in {ACCEPTED, RETURNED}:
        return result
    findings = tuple(waive(result.findings, mine, settings.year, settings.deadline(unit.kind)))
    return replace(result, findings=findings, status=_status(result.reading, findings))


# ------------------------------------------------------------------ one file for each unit


def _one_for_each(form: Form, results: Sequence[FileResult], pins: Mapping[str, Pin]) -> list[FileResult]:
    """Let exactly one file count for each unit: the pinned one, or the best; say of the others why not."""
    chosen = list(results)
    by_unit: dict[str, list[int]] = {}
    for i, result in enumerate(results):
        if result.unit is not None and result.status in {ACCEPTED, RETURNED}:
            by_unit.setdefault(result.unit.code, []).append(i)
    for code, several in by_unit.items():
        pin = pins.get(code)
        best = max(several, key=lambda i: (_pinned(results[i], pin), _rank(results[i])))
        for i in several:
            if i != best:
                chosen[i] = _superseded(form, results[i], results[best], pin)
    return chosen


def _pinned(result: FileResult, pin: Pin | None) -> bool:
    return pin is not None and pin.means(result.reading.file, result.reading.sha256)


def _lost_pins(results: Sequence[FileResult], pins: Mapping[str, Pin]) -> list[Finding]:
    """Say of pinned files that are not there, or not the unit's."""
    mine = [(r.unit.code, r) for r in results if r.unit is not None and r.status in {ACCEPTED, RETURNED}]
    lost = [pin for code, pin in pins.items() if not any(code == c and _pinned(r, pin) for c, r in mine)]
    return [remark.PIN_LOST.finding(unit=pin.unit_code, file=pin.file) for pin in lost]


DECISIONS = "decisions.csv"
_HEADINGS = ("单位代码", "单位名称", "文件", "是否采用", "文件指纹（SHA-256）", "理由")


def record_decisions(workspace: Workspace, results: Sequence[FileResult]) -> None:
    """Record in the folder which file counts for each unit that sent several, and why; no duplicates, no file."""
    several = {r.unit.code for r in results if r.unit is not None and r.status == SUPERSEDED}
    lines = [
        (
            r.unit.code,
            r.unit.name,
            r.reading.file,
            "否" if r.status == SUPERSEDED else "是",
            r.reading.sha256,
            _reason(r),
        )
        for r in results
        if r.unit is not None and r.unit.code in several and r.status in {ACCEPTED, RETURNED, SUPERSEDED}
    ]
    path = workspace.folder / DECISIONS
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerows([_HEADINGS, *([_plain_cell(cell) for cell in line] for line in sorted(lines))])
    data = b"\xef\xbb\xbf" + target.getvalue().encode("utf-8", "replace")
    if (lines or path.is_file()) and (not path.is_file() or path.read_bytes() != data):
        write_whole(path, data)


def _reason(result: FileResult) -> str:
    return result.findings[0].message if result.status == SUPERSEDED else "采用"


def _plain_cell(text: str) -> str:
    """Keep a text a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _rank(result: FileResult) -> tuple[bool, str, float, str]:
    """Prefer what passes, then what was saved last."""
    reading = result.reading
    return result.status == ACCEPTED, reading.saved or "", reading.modified.timestamp(), reading.file


def _superseded(form: Form, result: FileResult, best: FileResult, pin: Pin | None = None) -> FileResult:
    chosen = best.reading.file
    if result.reading.sha256 == best.reading.sha256:
        return replace(result, status=SUPERSEDED, findings=(remark.SAME_FILE.finding(chosen=chosen),))
    why = f"县办指定：{pin.reason}" if pin and _pinned(best, pin) else _why(result, best)
    mine, other = result.reading.submission, best.reading.submission
    differences = difference(form, mine, other) if mine is not None and other is not None else []
    shown = (
        f"与采用的版本有 {len(differences)} 处不同：{'；'.join(differences[:20])}。"
        if differences
        else "数字完全相同。"
    )
    finding = remark.SUPERSEDED.finding(chosen=chosen, why=why, differences=shown)
    return replace(result, status=SUPERSEDED, findings=(finding,))


def _why(result: FileResult, best: FileResult) -> str:
    """Say what decided between two versions of a unit's report."""
    if best.status == ACCEPTED != result.status:
        return "它没有强制错误"
    mine, other = result.reading, best.reading
    if (mine.saved or "") != (other.saved or ""):
        return "它保存得最晚"
    if mine.modified != other.modified:
        return "它的文件日期最晚"
    return "两个文件的时间相同，取文件名排在后面的"


def difference(form: Form, old: Submission, new: Submission) -> list[str]:
    """Say cell by cell how two versions of a unit's figures differ: “表三 D7 3→4”."""
    layout = lay_out(form)
    lines = []
    for key in form.inputs:
        a, b = old.figure(key), new.figure(key)
        if a != b:
            place = place_of(layout, new, key)
            lines.append(f"{place.sheet} {place.a1} {plain(a) or '空白'}→{plain(b) or '空白'}")
    for places, before, after in (
        (layout.identity, old.identity, new.identity),
        (layout.narrative, old.narrative, new.narrative),
        (layout.reasons, old.explanations, new.explanations),
    ):
        lines += [
            f"{p.sheet} {p.a1} 文字不同"
            for key, p in places.items()
            if before.get(key, "") != after.get(key, "")
        ]
    return lines


def _standing(unit: Unit, mine: FileResult | None) -> Standing:
    if mine is not None:
        reading = mine.reading
        status = mine.status if unit.counted else EXCUSED
        return Standing(
            unit=unit, status=status, file=reading.file, sha256=reading.sha256, received=reading.saved_at,
            submission=reading.submission, findings=mine.findings,
        )  # fmt: skip
    return Standing(unit=unit, status=MISSING if unit.owes and unit.counted else EXCUSED)
