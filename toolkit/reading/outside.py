"""What stands on a table's sheet where the form leaves it blank."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from toolkit.form.model import Form
from toolkit.layout.layout import TABLE_TOP, Box, Place, Role, TableGrid, lay_out
from toolkit.reading.locating import (
    FAR,
    QUOTED,
    Rows,
    bare_label,
    content_at,
    holds_figure,
    is_beside,
    is_number,
    locate,
)


def outside(grid: TableGrid, form: Form, rows: Rows) -> Iterator[Place]:
    """Find what stands beside the table and last year's figures, between them, or below: none of the form."""
    width = len(rows[0]) if rows else 0
    blank = _left_blank(form, grid.table.key, len(rows), width)
    if any(compress(chain.from_iterable(rows), blank)):
        yield from (
            Place(grid.table.sheet, number // width, number % width)
            for number, cell in enumerate(chain.from_iterable(rows))
            if blank[number] and str(cell).strip() and not is_beside(grid, *divmod(number, width), cell)
        )


RowsOf: TypeAlias = Callable[[str], Rows]
CommentsOf: TypeAlias = Callable[[str], Mapping[str, str]]
TakesBack: TypeAlias = Callable[[frozenset[str]], Container[str]]  # which of these texts do
_HARDLY_ANY = 4  # cells
_A_COMMON_WORD = 2  # letters: “其他”, “总计”
_WRITER = re.compile("[:：\n]")  # behind who wrote a comment


class Apart(NamedTuple):
    """What stands in cells that were issued merged into others, and no longer are.

    ``heads``: other words where the head of a column goes on; ``stray``: what may be a figure, by the box in
    whose cells it stands; ``words``: all else, also a figure once more.
    """

    heads: Sequence[Place] = ()
    stray: Mapping[Place, Box] = MappingProxyType({})
    words: Sequence[Place] = ()


def parted(grid: TableGrid, form: Form, rows: Rows, spots: Sequence[Place], covered: Container[str]) -> Apart:
    """Tell apart what stands outside a table's own cells, at `spots`; those `covered` nobody sees."""
    merged = _issued_merged(form, grid.table.key)
    heads, stray, words = list[Place](), dict[Place, Box](), list[Place]()
    for at in spots:
        box = merged.get((at.row, at.column))
        raw = content_at(rows, at.row, at.column)
        first = content_at(rows, box.top, box.left) if box else None
        if box is None:
            words.append(at)
        elif at.a1 in covered or (box.text and bare_label(str(raw)) == bare_label(box.text)):
            continue  # nobody sees it, or a program has written the label into each of them
        elif box.role is Role.HEAD:
            heads.append(at)
        elif raw != first and (holds_figure(raw) or (box.key is not None and first == "")):
            stray[at] = box
        else:
            words.append(at)
    return Apart(heads, stray, words)


@lru_cache(maxsize=64)
def _issued_merged(form: Form, table: str) -> Mapping[tuple[int, int], Box]:
    """Return the cells of a table that are issued merged into others, each with its box."""
    grid = lay_out(form).grids[table]
    return {
        (row, column): box
        for box in (*grid.boxes, *grid.last_heads)
        for row in range(box.top, box.bottom + 1)
        for column in range(box.left, box.right + 1)
        if (row, column) != (box.top, box.left)
    }


def quoted(at: Place, rows: Rows) -> str:
    """Name a cell beside a table, with what stands in it."""
    raw = content_at(rows, at.row, at.column)
    text = format(raw, ".15g") if is_number(raw) else str(raw).strip()
    return f"{at.a1}（写着“{text[:QUOTED]}”）"


@lru_cache(maxsize=64)
def _left_blank(form: Form, table: str, height: int, width: int) -> bytes:
    """Say of each cell of a sheet, row by row, whether the form leaves it blank (1) or writes into it (0)."""
    layout = lay_out(form)
    grid, blank = layout.grids[table], bytearray(b"\1") * (height * width)
    flags = {where.column for where in layout.flags.values() if where.sheet == grid.table.sheet}
    written = {(grid.footer.row, grid.footer.column)}
    written |= {(row, column) for row in range(height) for column in flags}
    written |= {(row, 0) for row in range(TABLE_TOP)} | {(TABLE_TOP - 1, box.left) for box in grid.last_heads}
    written |= {(where.row, where.column) for where in grid.last.values()}
    written |= {(box.top, box.left) for box in (*grid.boxes, *grid.last_heads)}  # of merged cells the first
    for row, column in written:
        if row < height and column < width:
            blank[row * width + column] = 0
    return bytes(blank)


def own_sheets(form: Form, names: Sequence[str], hidden: Container[str], rows_of: RowsOf) -> Iterator[str]:
    """Give the sheets that can be seen, hold something, and are not the form's; copies are told elsewhere."""
    layout = lay_out(form)
    grids = [*layout.grids.values()]
    for name in names:
        if name not in layout.sheets and name not in hidden:
            rows = rows_of(name)[:FAR]
            if any(map(any, rows)) and all(locate(grid, rows).lost for grid in grids):
                yield name


def taken_back_by(form: Form, name: str, rows: Rows, takes_back: TakesBack) -> Iterator[tuple[str, str]]:
    """Give the words on a sheet of the unit's own that take the form's figures back, and where.

    Only where they name a table or a row of the form, or hardly anything else stands there: a list of permits
    has some that are “作废”.
    """
    texts = [
        (Place(name, row, column), cell)
        for row, line in enumerate(rows[:FAR])
        for column, cell in enumerate(line)
        if isinstance(cell, str) and cell.strip()
    ]
    filled = sum(cell != "" for line in rows[:FAR] for cell in line)
    taking = takes_back(frozenset(text for _, text in texts))
    for at, text in texts:
        if text in taking and (filled <= _HARDLY_ANY or any(each in text for each in _called(form))):
            yield f"另加的工作表“{name}”的 {at.a1} ", text


@lru_cache(maxsize=8)
def _called(form: Form) -> frozenset[str]:
    """Return how the tables of a form and their rows are called."""
    grids = lay_out(form).grids.values()
    labels = {box.text for grid in grids for box in grid.captions if box.role is Role.LABEL}
    sheets = {grid.table.sheet for grid in grids}
    return frozenset({*sheets, *(label for label in labels if len(label) > _A_COMMON_WORD)})


def figures_noted(form: Form, names: Container[str], comments_of: CommentsOf) -> Iterator[str]:
    """Quote the comments on the tables' sheets that say nothing but a figure."""
    for table in form.tables:
        notes = comments_of(table.sheet) if table.sheet in names else {}
        for cell, said in notes.items():
            figure = _WRITER.split(said.strip())[-1].strip()
            if holds_figure(figure):
                yield f"“{table.sheet}”{cell} 写着“{figure[:QUOTED]}”"
