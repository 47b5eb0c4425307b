"""Returning: for each returned unit its annotated workbook, a letter and a short text.

For the office the overview.

All in `returned/`. What was written is on record there, so that a later check rewrites only what has changed
and takes away what is no longer true; a file that somebody edited since is left alone.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as Several
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from toolkit.errors import OutputError, UsageError
from toolkit.files import RECORD_BYTES, fingerprint_of, holds, read_bounded, write_whole
from toolkit.layout.layout import Layout, lay_out
from toolkit.layout.row_sheets import Sheet
from toolkit.returns.cases import Case
from toolkit.returns.office_overview import office_overview, overview_sheets
from toolkit.returns.parcel import Parcel, hash_of, make_in_turn
from toolkit.returns.tasks import Point, points_of, told_as_issued
from toolkit.year.calendar import return_deadline
from toolkit.year.inbox.addressee import find_addressee
from toolkit.year.remembered.sealed import digest_of_texts, tool_digest
from toolkit.year.workspace import (
    ACCEPTED,
    FOREIGN,
    RETURNED,
    UNREADABLE,
    Collection,
    FileResult,
    Workspace,
    unsettled,
)

RECORD = ".record.json"
OVERVIEW = "退回一览.xlsx"
NOTED = 16  # units whose files are put on record at once: the whole record is written each time
NOBODY = ""  # to whom files belong that could not be taken away


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

    def stale(self, wanted: Several[str]) -> dict[str, str]:
        """Return the files of those to whom nothing goes back any more."""
        return {
            n: made for owner, files in self.files.items() if owner not in wanted for n, made in files.items()
        }

    def forget(self, wanted: Several[str], stuck: Mapping[str, str]) -> None:
        """Keep what is known of the `wanted`, and of files that are `stuck`.

        The next run takes those away.
        """
        self.files = {owner: files for owner, files in self.files.items() if owner in wanted}
        self.made_from = {owner: key for owner, key in self.made_from.items() if owner in wanted}
        if stuck:
            self.files[NOBODY] = dict(stuck)


@dataclass
class _Desk:
    """The folder at work: what was written, removed, left alone; what could not be (one is open in Excel)."""

    folder: Path
    written: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def write(self, files: Mapping[str, bytes]) -> bool:
        """Write what differs from what is there; say whether all of it is there now."""
        before = len(self.refused)
        for name, data in files.items():
            path = self.folder / name
            if holds(path, data):
                continue
            try:
                write_whole(path, data)
                self.written.append(path)
            except OutputError as error:
                self.refused.append(str(error))
        return len(self.refused) == before

    def remove(self, stale: Mapping[str, str]) -> dict[str, str]:
        """Take away files that are no longer true, but none that was edited since.

        Return those that are stuck.
        """
        stuck = {}
        for name, made in stale.items():
            path = self.folder / name
            if Path(name).name != name or not path.is_file() or path.is_symlink():
                continue
            if made and fingerprint_of(path) != made:
                self.kept.append(path)
                continue
            try:
                path.unlink()
                self.removed.append(path)
            except OSError:
                stuck[name] = made
                self.refused.append(
                    f"{name} 已不需要，但移不走：可能正在 Excel、WPS 里打开着，请关闭后再试。"
                )
        return stuck


def return_all(
    workspace: Workspace, collection: Collection, made: Callable[[int, int], None] | None = None
) -> Returned:
    """Write `returned/` for a collection: what each unit that was sent back, asked or passed gets to read.

    A unit sent back gets its workbook with the cells marked, a list and a letter; one that has to explain
    gets the same with its reasons to fill; one that passed gets an acknowledgement. What was written for an
    unchanged result stays, what is out of date is taken away. `made` hears for how many of how many units it
    is there. Raises OutputError when files there cannot be written; all others are written first.
    """
    desk = _Desk(workspace.path("returned"))
    cases, record = cases_of(workspace, collection), _read_record(desk.folder)
    parcels: Mapping[str, Parcel] = {}
    if cases or any(standing.status == ACCEPTED for standing in collection.standings):
        from toolkit.returns.parcel_contents import parcels_of  # noqa: PLC0415 (what writes workbooks and letters)

        parcels = parcels_of(workspace, collection, cases)
    wanted = {code: parcel.key for code, parcel in parcels.items()}
    wanted[OVERVIEW] = ""  # it is always there
    stale = record.stale(wanted)
    waiting = {c: parcel for c, parcel in parcels.items() if not _done(desk.folder, record, c, parcel.key)}
    in_turn = _told(make_in_turn(waiting), len(parcels) - len(waiting), len(parcels), made)
    while several := dict(islice(in_turn, NOTED)):
        stale |= _note(desk.folder, record, several)
        for code, files in several.items():
            if desk.write(files):
                record.files[code] = {name: hash_of(data) for name, data in files.items()}
                record.made_from[code] = waiting[code].key
    mine = {name for code in wanted for name in record.files.get(code, ())}
    record.forget(wanted, desk.remove({name: made for name, made in stale.items() if name not in mine}))
    _overview(desk, record, overview_sheets(workspace, collection, cases), workspace.settings.notice)
    _write_record(desk.folder, record)
    if desk.refused:
        lines = "\n".join(f"  {line}" for line in desk.refused)
        raise OutputError(f"returned/ 里有 {len(desk.refused)} 个文件没有更新（其余的都已写好）：\n{lines}")
    return Returned(
        cases=cases, written=tuple(desk.written), removed=tuple(desk.removed), kept=tuple(desk.kept)
    )


def _told(
    in_turn: Iterator[tuple[str, dict[str, bytes]]],
    there: int,
    of: int,
    made: Callable[[int, int], None] | None,
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Give what is made in turn, and let `made` hear of how many units it is there."""
    for number, one in enumerate(in_turn, there):
        if made is not None:
            made(number, of)
        yield one
    if made is not None:
        made(of, of)


def _note(folder: Path, record: _Record, several: Mapping[str, Mapping[str, bytes]]) -> dict[str, str]:
    """Put on record which files are about to be written, by their owners: each is known before it is there.

    Return those that these owners had and do not get again.
    """
    stale: dict[str, str] = {}
    for code, files in several.items():
        before = record.files.get(code, {})
        stale |= {name: made for name, made in before.items() if name not in files}
        record.files[code] = {**dict.fromkeys(files, ""), **before}
    _write_record(folder, record)
    return stale


def _overview(desk: _Desk, record: _Record, sheets: Sequence[Sheet], notice: str) -> None:
    """Write the office's workbook, unless it stands there as it was made from the same."""
    key = digest_of_texts((tool_digest(), repr((sheets, notice))))
    path = desk.folder / OVERVIEW
    made = record.files.get(OVERVIEW, {}).get(OVERVIEW)
    if record.made_from.get(OVERVIEW) == key and path.is_file() and fingerprint_of(path) == made:
        return
    data = office_overview(sheets, notice)
    if desk.write({OVERVIEW: data}):
        record.made_from[OVERVIEW], record.files[OVERVIEW] = key, {OVERVIEW: hash_of(data)}


# ------------------------------------------------------------------ whose file goes back


def cases_of(workspace: Workspace, collection: Collection) -> tuple[Case, ...]:
    """Find the units to write to.

    Those returned, also with a correction of what passed, those that passed with something to explain, those
    of whom only a broken file has come.
    """
    roster, layout = workspace.roster, lay_out(collection.form)
    status = {s.unit.code: s.status for s in collection.standings}
    broken: dict[str, FileResult] = {}
    for result in sorted(collection.files, key=lambda r: (r.reading.modified, r.reading.file)):
        unit = (
            find_addressee(result, roster)
            if result.status in {UNREADABLE, FOREIGN} and not result.annex
            else None
        )
        if unit is not None:
            broken[unit.code] = result
    counted = {
        r.unit.code: r
        for r in collection.files
        if r.unit is not None
        and (r.status == RETURNED or (r.status == ACCEPTED and any(f.waiting for f in r.findings)))
    }
    later = unsettled(collection.files)
    counted |= {code: mend for code, result in later.items() if (mend := result.to_mend) is not None}
    cases = []
    for unit in roster.due:
        sent = counted.get(unit.code) or (
            broken.get(unit.code) if status.get(unit.code) != ACCEPTED else None
        )
        if sent is not None:
            points = _points(layout, sent)
            cases.append(
                Case(
                    unit=unit,
                    result=sent,
                    points=points,
                    until=return_deadline(workspace.settings, unit.kind),
                )
            )
    return tuple(cases)


def _points(layout: Layout, sent: FileResult) -> tuple[Point, ...]:
    """Tell the points as the unit finds them in the workbook that it gets back."""
    submission, findings = sent.reading.submission, sent.findings
    if submission is not None and submission.moved:
        return points_of(layout, *told_as_issued(layout, submission, findings))
    return points_of(layout, submission, findings)


# ------------------------------------------------------------------ the record


def _done(folder: Path, record: _Record, owner: str, key: str) -> bool:
    return record.made_from.get(owner) == key and all(
        (folder / name).is_file() for name in record.files.get(owner, {})
    )


def _read_record(folder: Path) -> _Record:
    try:
        raw = json.loads(read_bounded(folder / RECORD, RECORD_BYTES))
        return _Record(
            made_from=dict(raw["made_from"]),
            files={owner: dict(files) for owner, files in raw["files"].items()},
        )
    except (OSError, UsageError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _Record()


def _write_record(folder: Path, record: _Record) -> None:
    data = json.dumps(
        {"made_from": record.made_from, "files": record.files}, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()
    path = folder / RECORD
    if not holds(path, data):
        write_whole(path, data)
