"""Figures that lie elsewhere while cells of a table are blank: these may be no zeros."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.form.model import Form, Mark, name_some
from toolkit.layout.layout import (
    LAST_TITLE,
    MOST_SPANS,
    PASTE,
    Layout,
    Place,
    TableGrid,
    lay_out,
    spans_of,
)
from toolkit.reading.figures import FigureCell, Tables, figure_cells
from toolkit.reading.locating import FAR, Rows, bare_label, content_at, copies_of, filled_out, is_number
from toolkit.reading.opened import Opened

_NUMBER = re.compile(r"(?=.*[1-9])[0-9][0-9,]*(\.[0-9]+)?")  # as text, not 0
# in a sentence: what is counted, and not 0 of it
_COUNTED = re.compile(r"(?<![0-9.第])(?=[0-9,.]*[1-9])[0-9][0-9,]*(?:\.[0-9]+)?\s*余?(?:[件条宗项起]|万?元)")
SPOKEN_OF = 3  # labels of a table on a sheet of the unit's own: it is about the table


def left_elsewhere(layout: Layout, book: Opened, tables: Tables) -> Iterator[Finding]:
    """Name the tables of which all is blank while figures lie elsewhere: they may be no zeros.

    To be asked where blank cells are said to be 0. What was issued in a table is no answer.
    """
    form, blank = layout.form, Mark.BLANK
    for key, grid in layout.grids.items():
        mine = [cell for cell in figure_cells(form, key) if cell.typed and cell.key not in form.openings]
        empty = [cell for cell in mine if tables.figures.get(cell.key, blank) is blank]
        if not empty:
            continue
        first, sheet = mine[0], grid.table.sheet
        if _is_pasted(layout, key, book):
            yield from _not_copied(layout, key, book, empty, "一格都" if len(empty) == len(mine) else "")
        if len(empty) < len(mine) or not form.required(first.key):
            continue
        beside = _beside_blank(layout, grid, book, tables)
        told = [f"“{found[0].sheet}”的 {name_some(spans_of(found), MOST_SPANS)} " for found in beside]
        for where in filter(None, (*told, _said_above(tables.sheets.get(key, sheet), book))):
            yield messages.BESIDE_BLANK.finding(at=first.place, key=first.key, sheet=sheet, where=where)


def _not_copied(
    layout: Layout, table: str, book: Opened, empty: Sequence[FigureCell], none: str
) -> Iterator[Finding]:
    """Say that cells of a table are `empty` while what was pasted for them lies on 粘贴区.

    Where it is not `none` of the table, only of those cells for which a figure was laid out there.
    """
    zone, rows = layout.paste_zones[table], book.rows(PASTE)
    if not none:
        laid_out = ((cell, zone.shown(*zone.position[cell.key])) for cell in empty)
        empty = [cell for cell, at in laid_out if _some_number(content_at(rows, at.row, at.column))]
    if empty:
        sheet, first = layout.grids[table].table.sheet, empty[0]
        cells = none or f" {name_some(spans_of([cell.place for cell in empty]), MOST_SPANS)} "
        yield messages.NOT_COPIED.finding(
            at=first.place, key=first.key, sheet=sheet, cells=cells, corner=zone.corner.a1
        )


def _said_above(sheet: str, book: Opened) -> str:
    """Say which comments and text boxes over a blank table's sheet count something; none that we made."""
    cells = [cell for cell, said in book.comments(sheet).items() if _some_number(said) or _counts_some(said)]
    if cells:
        return f"“{sheet}”{name_some(cells, MOST_SPANS)} 的批注里"
    boxes = [box for box in book.overlays(sheet) if _some_number(box.text) or _counts_some(box.text)]
    return f"“{sheet}”的{boxes[0].what}里" if boxes else ""


def _is_pasted(layout: Layout, table: str, book: Opened) -> bool:
    """Whether figures lie in a table's room on 粘贴区."""
    zone = layout.paste_zones.get(table)
    if zone is None or PASTE not in book.names:
        return False
    corner = zone.corner
    bottom, right = corner.row + zone.height, corner.column + zone.pasted_width
    lines = filled_out(book.rows(PASTE), bottom, right)
    pasted: set[object] = set().union(*(line[corner.column : right] for line in lines[corner.row : bottom]))
    return any(map(_some_number, pasted))


def _beside_blank(layout: Layout, grid: TableGrid, book: Opened, tables: Tables) -> Iterator[Sequence[Place]]:
    """Find the numbers outside the cells of a blank table, sheet by sheet.

    On its own sheet, also those that a sentence counts something by, and on the sheets of the unit's own that
    name several of its rows or columns. Last year's figures are none of them.
    """
    here = tables.sheets.get(grid.table.key)
    if here is not None and here not in tables.moved_sheets:
        ours, columns = _ours(layout.form, grid.table.key)
        found = [
            at
            for at in _numbers(here, book.rows(here), counted=True)
            if (at.row, at.column) not in ours and at.column not in columns
        ]
        if found:
            yield found
    issued = {*layout.sheets, *tables.sheets.values()}
    issued.update(copies_of(here or grid.table.sheet, book.names))  # they are told otherwise
    own = [name for name in book.names if name not in issued and name not in book.hidden]
    for name in own:
        rows = book.rows(name)[:FAR]
        texts = {bare_label(cell) for line in rows for cell in line if isinstance(cell, str) and cell}
        if len(texts & {bare_label(box.text) for box in grid.captions}) >= SPOKEN_OF:
            past = [
                (row, column)
                for row, line in enumerate(rows)
                for column, cell in enumerate(line)
                if isinstance(cell, str) and cell.endswith(LAST_TITLE)
            ]
            found = [
                at
                for at in _numbers(name, rows)
                if not any(row <= at.row and column <= at.column for row, column in past)
            ]
            if found:
                yield found


def _numbers(sheet: str, rows: Rows, *, counted: bool = False) -> Iterator[Place]:
    told = {  # few are told apart
        raw for raw in set().union(*rows) if raw and (_some_number(raw) or (counted and _counts_some(raw)))
    }
    return (
        Place(sheet, row, column)
        for row, line in enumerate(rows)
        if not told.isdisjoint(line)
        for column, raw in enumerate(line)
        if raw in told and raw is not True
    )


@lru_cache(maxsize=64)
def _ours(form: Form, table: str) -> tuple[frozenset[tuple[int, int]], frozenset[int]]:
    """Return where numbers of ours may stand on a table's sheet: cells, and whole columns."""
    layout = lay_out(form)
    grid, cells = layout.grids[table], figure_cells(form, table)
    ours = {at for cell in cells for at in ((cell.row, cell.column), (cell.last_row, cell.last_column))}
    columns = frozenset(at.column for at in layout.flags.values() if at.sheet == grid.table.sheet)
    return frozenset({*ours, (grid.footer.row, grid.footer.column)}), columns


def _some_number(raw: object) -> bool:
    """Whether a number that is not 0 stands in a cell; a label with one in it is none."""
    if isinstance(raw, str):
        return _NUMBER.fullmatch(raw.strip()) is not None
    return is_number(raw) and raw != 0


def _counts_some(raw: object) -> bool:
    """Whether a sentence says how many there were of something, as “受理12件” does."""
    return isinstance(raw, str) and _COUNTED.search(raw) is not None
