"""收件: everything in the inbox, read, told apart by unit, checked; exactly one file counts for each unit."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit import remark
from toolkit.batch import Job, read_files
from toolkit.checks import blocks, check, place_of
from toolkit.consolidation import ACCEPTED, EXCUSED, MISSING, RETURNED, Standing
from toolkit.expression import Key
from toolkit.finding import Finding, Level
from toolkit.form import Form
from toolkit.history import History, read_history
from toolkit.layout import lay_out
from toolkit.pins import Pin, read_pins
from toolkit.reading import Reading
from toolkit.roster import Roster, Unit
from toolkit.submission import Figure, Submission, plain
from toolkit.workspace import Workspace

UNREADABLE, SUPERSEDED, FOREIGN = "unreadable", "superseded", "foreign"
FILE_LABELS = {ACCEPTED: "通过", RETURNED: "退回", UNREADABLE: "打不开", SUPERSEDED: "不计入（另有版本）", FOREIGN: "不是本次的表"}
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
    """All files and all units of a year, and the findings that belong to no single file."""

    form: Form
    year: int | None
    files: tuple[FileResult, ...]
    standings: tuple[Standing, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether there is no 强制 finding (in files that count) and no unit missing."""
        found = (f for file in self.files if file.status != SUPERSEDED for f in file.findings)
        return not any(f.level is Level.ERROR for f in (*found, *self.findings))


def collect(
    workspace: Workspace, *, workers: int | None = None, done: Callable[[int, int], None] | None = None
) -> Collection:
    """Read and check everything in the folder's inbox."""
    form, roster = workspace.form, workspace.roster()
    history = read_history(form, last_year_of(workspace))
    jobs, outside = inbox_files(workspace.path("inbox"))
    tell = (lambda n: done(n, len(jobs))) if done else None
    readings = read_files(jobs, [workspace.form_name], workers=workers, done=tell)
    results = [_identified(reading, roster, workspace.settings.year) for reading in readings]
    results = _checked(form, results, history)
    pins = read_pins(workspace, roster)
    results = _one_for_each(form, results, pins)
    results += [FileResult(reading=reading, status=FOREIGN, findings=reading.findings) for reading in outside]
    standings = tuple(_standing(unit, results) for unit in roster.units)
    missing = tuple(
        remark.MISSING.finding(unit=f"{s.unit.code} {s.unit.name}")
        for s in standings
        if s.status == MISSING
    )
    return Collection(
        form=form, year=workspace.settings.year, files=tuple(results), standings=standings, findings=(*missing, *_lost_pins(results, pins))
    )


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
        findings = tuple(sorted_findings([*reading.findings, *found]))
        results.append(FileResult(reading=reading, status=_status(reading, findings), findings=findings))
    submissions = [r.reading.submission for r in results if r.reading.submission is not None]
    years = {submission.year for submission in submissions}
    return Collection(form=load_form(forms[0]), year=years.pop() if len(years) == 1 else None, files=tuple(results))


def last_year_of(workspace: Workspace) -> Path | None:
    """Return where last year's figures are, as the settings say; relative paths are meant from the folder."""
    given = workspace.settings.last_year
    return workspace.folder / given if given else None


def inbox_files(inbox: Path) -> tuple[list[Job], list[Reading]]:
    """List the files of the inbox, sub-folders too; links that lead outside are refused, office lock files skipped."""
    jobs, outside = [], []
    root = inbox.resolve()
    for folder, folders, names in os.walk(inbox):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if name.startswith(("~$", ".~", ".")) or name.lower() in {"thumbs.db", "desktop.ini"}:
                continue
            shown = path.relative_to(inbox.parent).as_posix()
            if not path.resolve().is_relative_to(root):
                outside.append(_outside(shown))
            else:
                jobs.append(Job(path=path, name=shown))
    return jobs, outside


def _outside(name: str) -> Reading:
    from datetime import datetime  # noqa: PLC0415

    return Reading(file=name, sha256="", modified=datetime.min, findings=(remark.LINK_OUTSIDE.finding(),), unreadable=True)  # noqa: DTZ901


# ------------------------------------------------------------------ whose file it is


def _identified(reading: Reading, roster: Roster, year: int) -> FileResult:
    """Find the unit a file belongs to; wrong year, unknown unit, and mixed identities are findings."""
    submission = reading.submission
    if submission is None:
        return FileResult(reading=reading, status=_status(reading, reading.findings), findings=reading.findings)
    findings = list(reading.findings)
    if submission.year != year:
        findings.append(remark.OTHER_YEAR.finding(found=submission.year, expected=year))
    unit = roster.find(submission.unit_code) or (None if submission.unit_code else roster.named(submission.unit_name))
    if unit is None:
        findings.append(remark.UNKNOWN_UNIT.finding(code=submission.unit_code, name=submission.unit_name))
    else:
        named = f"{unit.code} {unit.name}"
        if submission.unit_name and submission.unit_name != unit.name:
            shown = f"{submission.unit_code} {submission.unit_name}"
            findings.append(remark.UNIT_MISMATCH.finding(issued=shown, shown=named))
        if not unit.owes:
            findings.append(remark.DISSOLVED.finding(unit=named, status=unit.status))
        elif not unit.counted:
            findings.append(remark.NOT_COUNTED.finding(unit=named))
    return FileResult(reading=reading, status=_status(reading, findings), findings=tuple(findings), unit=unit)


def _status(reading: Reading, findings: Sequence[Finding]) -> str:
    if reading.unreadable:
        return UNREADABLE
    if reading.submission is None or any(f.rule in _IDENTITY for f in findings):
        return FOREIGN
    return RETURNED if blocks(findings) else ACCEPTED


def _checked(form: Form, results: Sequence[FileResult], history: History) -> list[FileResult]:
    """Check all files whose identity is clear, all at once."""
    clear = [i for i, r in enumerate(results) if r.status in {ACCEPTED, RETURNED} and r.unit is not None]
    submissions = [s for i in clear if (s := results[i].reading.submission) is not None]
    units = [u for i in clear if (u := results[i].unit) is not None]
    last = [history.of(unit) for unit in units]
    found = check(form, submissions, last, [unit.kind for unit in units])
    checked = list(results)
    for i, unit, submission, opening, findings in zip(clear, units, submissions, last, found, strict=True):
        extra = list(_opening(form, submission, opening, unit, history))
        everything = tuple(sorted_findings([*results[i].findings, *findings, *extra]))
        checked[i] = replace(results[i], findings=everything, status=_status(results[i].reading, everything))
    return checked


def _opening(
    form: Form, submission: Submission, last: Mapping[Key, Figure], unit: Unit, history: History
) -> Sequence[Finding]:
    """Say where last year's figures are missing, or were changed in the workbook."""
    if history.source and not last:
        return [remark.NO_LAST.finding(unit=f"{unit.code} {unit.name}")]
    layout = lay_out(form)
    return [
        remark.LAST_CHANGED.finding(
            at=layout.last_places[key], key=key, found=plain(submission.last[key]), expected=plain(figure), label=form.label(key)
        )
        for key, figure in last.items()
        if key in submission.last and plain(submission.last[key]) != plain(figure)
    ]


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


def _rank(result: FileResult) -> tuple[bool, str, float, str]:
    """Prefer what passes, then what was saved last."""
    reading = result.reading
    return result.status == ACCEPTED, reading.saved or "", reading.modified.timestamp(), reading.file


def _superseded(form: Form, result: FileResult, best: FileResult, pin: Pin | None = None) -> FileResult:
    chosen = best.reading.file
    if result.reading.sha256 == best.reading.sha256:
        return replace(result, status=SUPERSEDED, findings=(remark.SAME_FILE.finding(chosen=chosen),))
    why = f"县办指定：{pin.reason}" if pin and _pinned(best, pin) else "它没有强制错误" if best.status == ACCEPTED != result.status else "它保存得最晚"
    mine, other = result.reading.submission, best.reading.submission
    differences = difference(form, mine, other) if mine is not None and other is not None else []
    shown = f"与采用的版本有 {len(differences)} 处不同：{'；'.join(differences[:20])}。" if differences else "数字完全相同。"
    finding = remark.SUPERSEDED.finding(chosen=chosen, why=why, differences=shown)
    return replace(result, status=SUPERSEDED, findings=(finding,))


def difference(form: Form, old: Submission, new: Submission) -> list[str]:
    """Say cell by cell how two versions of a unit's figures differ: “表三 D7 3→4”."""
    layout = lay_out(form)
    lines = []
    for key in form.inputs:
        a, b = old.figure(key), new.figure(key)
        if a != b:
            place = place_of(layout, new, key)
            lines.append(f"{place.sheet} {place.a1} {plain(a) or '空白'}→{plain(b) or '空白'}")
    return lines


def _standing(unit: Unit, results: Sequence[FileResult]) -> Standing:
    mine = next((r for r in results if r.unit == unit and r.status in {ACCEPTED, RETURNED}), None)
    if mine is not None:
        reading = mine.reading
        status = mine.status if unit.counted else EXCUSED
        return Standing(
            unit=unit, status=status, file=reading.file, sha256=reading.sha256, received=reading.saved_at,
            submission=reading.submission, findings=mine.findings,
        )  # fmt: skip
    return Standing(unit=unit, status=MISSING if unit.owes and unit.counted else EXCUSED)


def sorted_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Errors first; within a level in the order found (that of the sheets), consequences behind their cause."""
    return sorted(findings, key=lambda f: (f.level.order, f.cause is not None))
