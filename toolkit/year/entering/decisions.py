"""What the office decides about a unit, added to the lists that it also keeps by hand.

pinned.csv, waivers.csv, explanations.csv.

A list is written anew only when it can be read again with the new line in it; another program may have it
open.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from toolkit.answers.csv_files import csv_bytes, csv_rows
from toolkit.answers.lists import columns_of, find_list, heading_at
from toolkit.answers.waiver import Waiver
from toolkit.errors import UsageError
from toolkit.files import write_whole
from toolkit.year.entering.explained import HEADINGS as EXPLAINED_HEADINGS
from toolkit.year.entering.explained import STEM as EXPLAINED
from toolkit.year.entering.explained import Explained, read_explained
from toolkit.year.journal import work_alone
from toolkit.year.pins import HEADINGS as PIN_HEADINGS
from toolkit.year.pins import STEM as PINNED
from toolkit.year.pins import Pin, read_pins
from toolkit.year.waivers import HEADINGS as WAIVER_HEADINGS
from toolkit.year.waivers import STEM as WAIVED
from toolkit.year.waivers import read_waivers
from toolkit.year.workspace import Workspace


def pin_version(workspace: Workspace, pin: Pin) -> Path:
    """Let this file count for its unit from now on; an older decision about the unit gives way.

    Raises UsageError when the list cannot be read, or the decision says no reason.
    """
    with work_alone(workspace):
        path = _list_of(workspace, PINNED)
        before = _rows(path, PIN_HEADINGS)
        at = columns_of(PIN_HEADINGS, (), _head(before, PIN_HEADINGS), path.name)["unit"]
        kept = [row for row in before if len(row) <= at or row[at].strip() != pin.unit_code]
        cells = {"unit": pin.unit_code, "file": pin.file, "reason": pin.reason}
        _write(path, [*kept, _line(path, before, PIN_HEADINGS, cells)])
        return _or_as_before(path, before, lambda: read_pins(workspace))


def add_waiver(workspace: Workspace, waiver: Waiver) -> Path:
    """Add a waiver to the list.

    Raises UsageError when the list cannot be read, or something in it is wrong.
    """
    with work_alone(workspace):
        path = _list_of(workspace, WAIVED)
        before = _rows(path, WAIVER_HEADINGS)
        cells = {
            "unit": waiver.unit,
            "rule": waiver.rule,
            "year": str(waiver.year),
            "reason": waiver.reason,
            "approver": waiver.approver,
            "expires": waiver.expires.isoformat(),
        }
        _write(path, [*before, _line(path, before, WAIVER_HEADINGS, cells)])
        return _or_as_before(
            path, before, lambda: read_waivers(workspace.folder, workspace.form, workspace.roster)
        )


def register_explanation(workspace: Workspace, said: Explained) -> Path:
    """Write down what a unit said to a query.

    The same query of the same file is answered by the newest words.

    Raises UsageError when the list cannot be read, or the words say nothing.
    """
    with work_alone(workspace):
        path = _list_of(workspace, EXPLAINED)
        before = _rows(path, EXPLAINED_HEADINGS)
        at = columns_of(EXPLAINED_HEADINGS, (), _head(before, EXPLAINED_HEADINGS), path.name)
        cells = {key: getattr(said, key) for key in EXPLAINED_HEADINGS}
        same = [at["unit"], at["rule"], at["file"]]
        new = _line(path, before, EXPLAINED_HEADINGS, cells)
        kept = [
            row for row in before if len(row) <= max(same) or [row[n] for n in same] != [new[n] for n in same]
        ]
        _write(path, [*kept, new])
        return _or_as_before(path, before, lambda: read_explained(workspace))


def _list_of(workspace: Workspace, stem: str) -> Path:
    path = find_list(workspace.folder, stem) or workspace.folder / f"{stem}.csv"
    if path.suffix != ".csv":
        raise UsageError(f"这个年度的清单是 {path.name}，请在 Excel 或 WPS 里打开它，加上这一行。")
    return path


def _rows(path: Path, headings: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Read what the list holds; only its heading where there is none."""
    there = csv_rows(path.read_bytes()) if path.is_file() else []
    return [row for row in there if any(cell.strip() for cell in row)] or [
        [names[0] for names in headings.values()]
    ]


def _head(rows: Sequence[Sequence[str]], headings: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return rows[heading_at(headings, (), rows) or 0]


def _line(
    path: Path,
    rows: Sequence[Sequence[str]],
    headings: Mapping[str, Sequence[str]],
    cells: Mapping[str, str],
) -> list[str]:
    head = _head(rows, headings)
    columns = {at: key for key, at in columns_of(headings, (), head, path.name).items()}
    return [cells.get(columns.get(i, ""), "") for i in range(len(head))]


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    write_whole(path, csv_bytes(rows))


def _or_as_before(path: Path, before: Sequence[Sequence[str]], read: Callable[[], object]) -> Path:
    """Read the list as every command does; where that is refused, put back what stood there."""
    try:
        read()
    except UsageError:
        _write(path, before)
        raise
    return path
