"""Returning: for each returned unit its annotated workbook, a letter and a short text; for the office the overview.

All in `returned/`. What was written is on record there, so that a later check rewrites only what has changed and
takes away what is no longer true; a file that somebody edited since is left alone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from toolkit import remark
from toolkit.collection import Collection, history_of
from toolkit.consolidation import RETURNED
from toolkit.issuing import content_for
from toolkit.layout import Layout, lay_out
from toolkit.lock import lock_with
from toolkit.parcel import Case, files_of
from toolkit.points import Point, as_issued, points_of
from toolkit.roster import Roster, Unit
from toolkit.versions import FOREIGN, UNREADABLE, FileResult
from toolkit.workspace import Workspace, write_whole

RECORD = ".record.json"
OVERVIEW = "退回一览.xlsx"
EDITION = "2"  # raised when the look of what is returned changes, so that everything is written again


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What there is in `returned/` now: the cases, what was written and what was taken away this time."""

    cases: tuple[Case, ...]
    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()


@dataclass
class _Record:
    """What this tool has written into the folder: by owner, what it was made from and each file's hash."""

    made_from: dict[str, str] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)


def return_all(workspace: Workspace, collection: Collection) -> Returned:
    """Write `returned/` for a collection. Raises OutputError when a file there cannot be written."""
    from toolkit.overview import overview  # noqa: PLC0415 (it prints the cases of this module)

    folder = workspace.path("returned")
    cases = cases_of(workspace, collection)
    record, wanted = _read_record(folder), {case.unit.code: _key(workspace, case) for case in cases}
    stale = {
        name: made
        for owner, files in record.files.items()
        if owner and owner not in wanted
        for name, made in files.items()
    }
    written: list[Path] = []
    todo = [case for case in cases if not _done(folder, record, case.unit.code, wanted[case.unit.code])]
    for case, files in _made(workspace, collection, todo):
        before = record.files.get(case.unit.code, {})
        stale |= {name: made for name, made in before.items() if name not in files}
        record.files[case.unit.code] = {**dict.fromkeys(files, ""), **before}
        _write_record(folder, record)  # what is about to be written is known before it is there
        written += _write(folder, files)
        record.files[case.unit.code] = {name: _hash(data) for name, data in files.items()}
        record.made_from[case.unit.code] = wanted[case.unit.code]
    removed, kept = _remove(folder, stale)
    record.files = {owner: files for owner, files in record.files.items() if owner in wanted}
    record.made_from = {owner: key for owner, key in record.made_from.items() if owner in wanted}
    written += _write(folder, {OVERVIEW: overview(workspace, collection, cases)})
    _write_record(folder, record)
    return Returned(cases=cases, written=tuple(written), removed=tuple(removed), kept=tuple(kept))


# ------------------------------------------------------------------ whose file goes back


def cases_of(workspace: Workspace, collection: Collection) -> tuple[Case, ...]:
    """Find the units to write to: those returned, and those of whom only a broken file has come."""
    roster, layout = workspace.roster(), lay_out(collection.form)
    status = {s.unit.code: s.status for s in collection.standings}
    broken: dict[str, FileResult] = {}
    for result in sorted(collection.files, key=lambda r: (r.reading.modified, r.reading.file)):
        unit = addressee(result, roster) if result.status in {UNREADABLE, FOREIGN} else None
        if unit is not None:
            broken[unit.code] = result
    counted = {r.unit.code: r for r in collection.files if r.status == RETURNED and r.unit is not None}
    cases = []
    for unit in roster.due:
        sent = counted.get(unit.code) or (
            broken.get(unit.code) if status.get(unit.code) != "accepted" else None
        )
        if sent is not None:
            points = _points(layout, sent)
            cases.append(Case(unit=unit, result=sent, points=points, until=deadline(workspace, unit)))
    return tuple(cases)


def _points(layout: Layout, sent: FileResult) -> tuple[Point, ...]:
    """Tell the points as the unit finds them in the workbook that it gets back."""
    submission, findings = sent.reading.submission, sent.findings
    if submission is not None and submission.moved:
        return points_of(layout, *as_issued(layout, submission, findings))
    return points_of(layout, submission, findings)


def addressee(result: FileResult, roster: Roster) -> Unit | None:
    """Say whose a file is that could not be read: by its own code, or by the one unit that the file's name names."""
    if any(f.rule == remark.LINK_OUTSIDE.id for f in result.findings):
        return None
    if result.unit is not None:
        return result.unit
    name = result.reading.file.rsplit("/", 1)[-1]
    named = [unit for unit in roster.due if unit.name in name or name.startswith(f"{unit.code}_")]
    longest = [
        unit for unit in named if not any(unit.name in other.name and unit is not other for other in named)
    ]
    return longest[0] if len(longest) == 1 else None


def deadline(workspace: Workspace, unit: Unit) -> date | None:
    """Return the day by which a returned workbook comes back: that set for 退回, or the unit's own."""
    settings = workspace.settings
    return settings.deadlines.get("退回") or settings.deadline(unit.kind)


# ------------------------------------------------------------------ what goes back


def _made(
    workspace: Workspace, collection: Collection, cases: Sequence[Case]
) -> Iterator[tuple[Case, dict[str, bytes]]]:
    if not cases:
        return
    settings = workspace.settings
    history = history_of(workspace, workspace.roster())
    lock = lock_with(settings.password, f"{settings.county}{settings.year}")
    for case in cases:
        blank = content_for(collection.form, settings, case.unit, history, lock)
        yield case, files_of(workspace, case, blank)


# ------------------------------------------------------------------ the record


def _key(workspace: Workspace, case: Case) -> str:
    """Say what a unit's files are made from: as long as this is the same, so are they."""
    settings = workspace.settings
    source = (
        EDITION,
        case.unit,
        case.result.reading.file,
        case.result.reading.sha256,
        case.result.findings,
        case.until,
        sorted(settings.office.items()),
    )
    return _hash(
        repr((*source, settings.county, settings.notice, settings.password, settings.last_year)).encode()
    )


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _done(folder: Path, record: _Record, owner: str, key: str) -> bool:
    return record.made_from.get(owner) == key and all(
        (folder / name).is_file() for name in record.files.get(owner, {})
    )


def _write(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write what differs from what is there."""
    for name, data in files.items():
        path = folder / name
        if not path.is_file() or _hash(path.read_bytes()) != _hash(data):
            write_whole(path, data)
            yield path


def _remove(folder: Path, stale: Mapping[str, str]) -> tuple[list[Path], list[Path]]:
    """Take away files that are no longer true; one that was edited since stays."""
    removed, kept = [], []
    for name, made in stale.items():
        path = folder / name
        if Path(name).name != name or not path.is_file() or path.is_symlink():
            continue
        if made and _hash(path.read_bytes()) != made:
            kept.append(path)
            continue
        path.unlink()
        removed.append(path)
    return removed, kept


def _read_record(folder: Path) -> _Record:
    try:
        raw = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return _Record(
            made_from=dict(raw["made_from"]),
            files={owner: dict(files) for owner, files in raw["files"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Record()


def _write_record(folder: Path, record: _Record) -> None:
    data = json.dumps(
        {"made_from": record.made_from, "files": record.files}, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()
    path = folder / RECORD
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)
