"""Carrying what a unit typed from one workbook into another; what could not be carried is listed.

From last edition's form, from a copy made on another machine, from a workbook whose structure was damaged.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from toolkit.answers import messages
from toolkit.answers.reading import Reading
from toolkit.answers.submission import Submission, place_of
from toolkit.cage import CagedError, caged
from toolkit.errors import LONGEST_NAME, UsageError, explain_error, one_line
from toolkit.form.model import (
    ZERO_BLANKS_YES,
    Figure,
    Form,
    Key,
    Mark,
    comparable_figures,
    exact_amount,
    plain_digits,
)
from toolkit.form.stamp import cell_stamp, cells_in
from toolkit.layout.layout import COVER, COVER_VALUE, IDENTITY, OURS, Box, Role, TableGrid, lay_out
from toolkit.reading.locating import FAR, Found, Rows, bare_label, content_at, locate
from toolkit.reading.sheet_xml import FAR_ROW
from toolkit.reading.words import passage_texts
from toolkit.returns.mending import STILL_BLANK, opened_if_it_can
from toolkit.template import Content

_UNSURE = "封面的“空白格按 0 计”没有带过来：没有带过来的数填好以后，再选。"
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What was found in a workbook: texts by cell, as in a values file.

    ``left`` says what was not carried.
    """

    figures: Mapping[Key, str] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    whose: tuple[str, str, str] = ("", "", "")  # unit code, unit name, year, as the workbook says
    left: tuple[str, ...] = ()


def is_workbook(path: Path) -> bool:
    """Whether a file of values is a filled workbook rather than a CSV."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}
    except OSError as error:
        raise UsageError(f"数据文件 {path.name} 读不了：{explain_error(error)}。") from error


def carry(target: Form, reading: Reading, path: Path, source: Form | None) -> Carried:
    """Find what `path` holds for the form `target`.

    `reading` is what the reader made of it, `source` its own form. A workbook that the reader knows is
    carried figure by figure; any other by its labels.
    """
    submission = reading.submission
    book = opened_if_it_can(path)
    sheets = {name: book.rows(name)[:FAR_ROW] for name in book.names} if book else {}
    if (
        submission is not None
        and source is not None
        and any(f is not Mark.BLANK for f in submission.figures.values())
    ):
        unclear = {*_unclear(reading), *_said_twice(reading)}
        found = _of_lost_tables(source, reading, sheets)
        carried = _by_keys(target, source, submission, sheets, unclear, found)
        doubted = passage_texts(lay_out(source), book)
        carried = replace(
            carried,
            narrative={
                field.key: submission.narrative.get(field.key) or doubted.get(field.key, "")
                for field in target.narrative
                if field.key in submission.narrative or field.key in doubted
            },
        )
    else:
        carried = replace(_by_labels(target, sheets), narrative=passage_texts(lay_out(target), book))
    return replace(carried, left=(*carried.left, *_foreign(target, source, submission, sheets)))


def _foreign(
    target: Form, source: Form | None, submission: Submission | None, sheets: Mapping[str, Rows]
) -> Iterator[str]:
    """Name the sheets that the unit added itself, where anything stands in them."""
    forms = (target, source) if source else (target,)
    known = {*OURS, *(t.sheet for f in forms for t in f.tables)}
    if submission is not None:
        known |= {place.sheet for place in submission.moved.values()}
    for name, rows in sheets.items():
        if name not in known and any(cell not in ("", None) for row in rows for cell in row):
            yield f"工作表“{one_line(name, LONGEST_NAME)}”不是表样里的，没有带过来。"


# ------------------------------------------------------------------ a workbook that is known


def _unclear(reading: Reading) -> frozenset[Key]:
    """Return the figures of which nobody knows which number is meant."""
    return frozenset(f.key for f in reading.findings if f.rule in messages.TO_FILL and f.key)


def _said_twice(reading: Reading) -> Iterator[Key]:
    """Give the figures that a table and its copy say differently."""
    for finding in reading.findings:
        if finding.rule == messages.TWO_SHEETS.id:
            yield from map(Key.read, str(finding.facts["figures"]).split())


class _Lost(NamedTuple):
    """Tables that were not read: their figures as far as labels tell which they are, and what is left out."""

    tables: frozenset[str]
    figures: Mapping[Key, str]
    left: tuple[str, ...]


def _of_lost_tables(form: Form, reading: Reading, sheets: Mapping[str, Rows]) -> _Lost:
    """Find by their labels the figures of tables that were not read; where cells were pushed aside, none."""
    read = reading.submission.figures if reading.submission is not None else {}
    tables = frozenset(
        table.key
        for table in form.tables
        if all(read.get(key) is Mark.UNREADABLE for key in table.cells if form.is_input(key))
    )
    pushed = {f.sheet for f in reading.findings if f.rule == messages.SHIFTED.id}
    shown = {key: form.table(key).sheet for key in tables}
    carried = _by_labels(form, sheets, tables - {key for key, sheet in shown.items() if sheet in pushed})
    left = [
        f"{sheet}：格子被推开了，没有带过来，请对照原件重新填。"
        for sheet in shown.values()
        if sheet in pushed
    ]
    return _Lost(tables, carried.figures, (*left, *carried.left))


def _by_keys(
    target: Form,
    source: Form,
    submission: Submission,
    sheets: Mapping[str, Rows],
    unclear: Collection[Key],
    lost: _Lost,
) -> Carried:
    figures: dict[Key, str] = {}
    left = [*lost.left, *_unsure_of_blanks(submission.identity, lost.left)]
    same = {there: here for here, there in comparable_figures(target, source).items()}
    for key, figure in submission.figures.items():
        if figure is Mark.BLANK or (key.table in lost.tables and key not in lost.figures):
            continue
        if key in unclear:
            left.append(
                f"{source.table(key.table).sheet}“{source.label(key)}”看到的和存的不一样，没有带过来，"
                f"请对照原件重新填。"
            )
            if submission.zero_blanks and key in same and target.is_input(same[key]):
                figures[same[key]] = STILL_BLANK
            continue
        text = lost.figures.get(key) or (
            _raw(sheets, source, submission, key) if figure is Mark.UNREADABLE else plain_digits(figure)
        )
        if key in same and target.is_input(same[key]):
            figures[same[key]] = text
        else:
            lacks = "这一格的意思变了" if key in target.position else "没有这一格"
            left.append(
                f"{source.table(key.table).sheet}“{source.label(key)}”是 {text}：新的表样{lacks}，"
                f"没有带过来。"
            )
    known = {f.key for f in target.identity if not f.fixed}
    words = {f.key for f in target.narrative}
    lines = lay_out(target).reasons
    left += [
        f"文字“{key}”没有带过来：新的表样没有这一段。" for key in submission.narrative if key not in words
    ]
    return Carried(
        figures=figures,
        identity=_sure_of_blanks({k: t for k, t in submission.identity.items() if k in known}, lost.left),
        explanations={key: text for key, text in submission.explanations.items() if key in lines},
        whose=(submission.unit_code, submission.unit_name, str(submission.year or "")),
        left=tuple(left),
    )


def _unsure_of_blanks(identity: Mapping[str, str], lost: Collection[str]) -> tuple[str, ...]:
    """Say that blank cells are no longer said to be 0, where they were and figures were `lost` on the way."""
    return (_UNSURE,) if lost and identity.get("zero_blanks") == ZERO_BLANKS_YES else ()


def _sure_of_blanks(identity: Mapping[str, str], lost: Collection[str]) -> dict[str, str]:
    """Return the cover's fields: where figures were `lost` on the way, no blank cell is said to be 0."""
    return {key: text for key, text in identity.items() if key != "zero_blanks" or not lost}


def _raw(sheets: Mapping[str, Rows], source: Form, submission: Submission, key: Key) -> str:
    """Return a text that could not be read as a number, as the unit typed it."""
    where = place_of(lay_out(source).places, submission, key)
    raw = content_at(sheets.get(where.sheet, []), where.row, where.column)
    return _text(raw)


# ------------------------------------------------------------------ any other workbook


def _by_labels(target: Form, sheets: Mapping[str, Rows], tables: Collection[str] | None = None) -> Carried:
    layout = lay_out(target)
    figures: dict[Key, str] = {}
    left: list[str] = []
    same = _asked_before(target, sheets)
    for grid in layout.grids.values():
        if tables is not None and grid.table.key not in tables:
            continue
        name, found, lost = _find(grid, sheets)
        if found is None:
            if grid.table.required or lost:
                left.append(
                    f"{grid.table.sheet}："
                    f"找不到这张表{'里的“' + '”“'.join(lost[:3]) + '”' if lost else ''}，没有带过来。"
                )
            continue
        left += [f"{grid.table.sheet}：找不到“{label}”，这一行（列）没有带过来。" for label in lost]
        rows = sheets[name]
        moved = locate(found, rows).moved
        for key, box in found.figures.items():
            place = moved.get(key)
            text = _text(
                content_at(rows, place.row, place.column) if place else content_at(rows, box.top, box.left)
            )
            if text and target.is_input(key):
                if same is not None and cell_stamp(target, key) not in same:
                    left.append(
                        f"{grid.table.sheet}“{target.label(key)}”是 {text[:LONGEST_NAME]}：表样里这一格的单位"
                        f"（元、万元……）或别的改过，没有带过来，请换算以后再填。"
                    )
                    continue
                figures[key] = text
        left += _strangers(grid, name, rows)
    identity = _cover(target, sheets)
    fixed = {f.key for f in target.identity if f.fixed}
    own = {str(r[0]): _text(r[1]) for r in sheets.get(IDENTITY, []) if len(r) > 1}
    code, unit, year = (own.get(key) or identity.get(key, "") for key in ("unit_code", "unit_name", "year"))
    left += _unsure_of_blanks(identity, left)
    return Carried(
        figures=figures,
        identity=_sure_of_blanks({k: t for k, t in identity.items() if k not in fixed}, left),
        whose=(code, unit, year),
        left=tuple(dict.fromkeys(left)),
    )


def _asked_before(target: Form, sheets: Mapping[str, Rows]) -> Collection[str] | None:
    """Return the stamps of the cells asked when the workbook was issued; None where nobody knows."""
    stamp = next((_text(r[1]) for r in sheets.get(IDENTITY, []) if len(r) > 1 and r[0] == "stamp"), "")
    return cells_in(stamp) if stamp and target.stamp else None


def _find(grid: TableGrid, sheets: Mapping[str, Rows]) -> tuple[str, TableGrid | None, tuple[str, ...]]:
    """Find the sheet that holds a table: all its labels, or as many as the sheet of that name has."""
    names = sorted(sheets, key=lambda name: name != grid.table.sheet)
    for name in names:
        if not _missing(locate(grid, sheets[name])):
            return name, grid, ()
    if grid.table.sheet not in sheets:
        return "", None, ()
    part, lost = _part(grid, sheets[grid.table.sheet])
    return grid.table.sheet, part, lost


def _missing(found: Found) -> list[str]:
    """Name the labels that are not there as printed; another edition's wording may mean another thing."""
    return [*found.lost, *(box.text for box in (*found.reworded, *found.changed))]


def _part(grid: TableGrid, rows: Rows) -> tuple[TableGrid | None, tuple[str, ...]]:
    """Leave out the lines whose labels are gone, until what is left is found for certain."""
    gone: list[str] = []
    while grid.figures:
        found = locate(grid, rows)
        missing = _missing(found)
        if not missing:
            return grid, tuple(gone)
        lost = [box for box in grid.captions if box.text in found.lost]
        rest = _without(grid, [*lost, *found.reworded, *found.changed])
        if len(rest.boxes) == len(grid.boxes):
            return None, (*gone, *missing)
        gone += missing
        grid = rest
    return None, tuple(gone)


def _without(grid: TableGrid, labels: Sequence[Box]) -> TableGrid:
    """Return the table without these labels of rows and columns, and without the figures they stand for."""
    gone = [box for box in labels if box.role in {Role.LABEL, Role.HEAD}]
    left = [
        box
        for box in grid.boxes
        if box not in gone and not (box.key and any(_stands_for(label, box, grid) for label in gone))
    ]
    return replace(grid, boxes=tuple(left))


def _stands_for(label: Box, figure: Box, grid: TableGrid) -> bool:
    """Whether a label of a row stands beside a figure, or one of a column above it.

    A column reaches down to the next head: 表二 has several under each other.
    """
    if label.role is Role.LABEL:
        return label.top <= figure.top <= label.bottom
    first = min((row for row in grid.figure_rows if row > label.bottom), default=label.bottom)
    heads = (box.top for box in grid.captions if box.role in {Role.ARTICLE, Role.CORNER} and box.top > first)
    return label.left <= figure.left <= label.right and label.bottom < figure.top < min(heads, default=FAR)


def _strangers(grid: TableGrid, name: str, rows: Rows) -> Iterator[str]:
    """Name the lines of the sheet that the form does not have, where they hold a figure."""
    known = {bare_label(box.text) for box in grid.captions} | {""}
    for number, row in enumerate(rows):
        label = next(
            (cell for cell in row[: max(grid.labels, 1)][::-1] if isinstance(cell, str) and cell.strip()), ""
        )
        numbers = [
            cell
            for cell in row[max(grid.labels, 1) :]
            if isinstance(cell, int | float) and not isinstance(cell, bool)
        ]
        if label and bare_label(label) not in known and any(numbers):
            shown = "、".join(_text(cell) for cell in numbers[:8])
            yield f"{name} 第 {number + 1} 行“{label}”（{shown}）：新的表样没有这一行，没有带过来。"


def _cover(target: Form, sheets: Mapping[str, Rows]) -> dict[str, str]:
    """Read the fields of a cover beside their labels."""
    rows = sheets.get(COVER, [])
    result = {}
    for field_ in target.identity:
        spots = [line for line in rows if field_.label in line[:COVER_VALUE]]
        if len(spots) == 1 and len(spots[0]) > COVER_VALUE and (text := _text(spots[0][COVER_VALUE])):
            result[field_.key] = text
    return result


def _text(raw: object) -> str:
    if isinstance(raw, float) and isfinite(raw):
        return plain_digits(exact_amount(Decimal(repr(raw))))
    return "" if raw is None else str(raw).strip()


# ------------------------------------------------------------------ into a fresh workbook


def carried_from(path: Path, reading: Reading, blank: Content) -> Carried | None:
    """Carry what a unit typed over from the workbook at `path`, as `_carried_from` does, in the cage.

    None where it is too much.
    """
    try:
        return caged(_carried_from, path.name, path, reading, blank)
    except CagedError:
        return None


def _carried_from(path: Path, reading: Reading, blank: Content) -> Carried | None:
    """Find what a unit's broken workbook holds for the `blank` one.

    None when it says another unit or year.
    """
    form = blank.form
    carried = carry(form, reading, path, form if reading.form == form.key else None)
    code, _, year = carried.whose
    if (year and year != str(blank.year)) or (code and code != blank.unit_code):
        return None
    return carried


def with_carried(blank: Content, carried: Carried) -> Content:
    """Fill a blank workbook with what was carried."""
    return replace(
        blank,
        entries={key: typed_entry(text) for key, text in carried.figures.items()},
        identity=carried.identity,
        narrative=carried.narrative,
        explanations=carried.explanations,
    )


def typed_entry(text: str) -> Figure | str:
    """Take a plain number as a number, anything else as the text it is: judged when it comes back."""
    if text == Mark.NOT_APPLICABLE.value:
        return Mark.NOT_APPLICABLE
    return exact_amount(Decimal(text)) if _NUMBER.fullmatch(text) else text
