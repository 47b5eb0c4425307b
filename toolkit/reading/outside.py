"""What stands on a table's sheet where the form leaves it blank."""

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress
from types import MappingProxyType
from typing import NamedTuple

from toolkit.form.model import Form
from toolkit.layout.layout import TABLE_TOP, Box, Place, Role, TableGrid, lay_out
from toolkit.reading.locating import (
    QUOTED,
    Rows,
    bare_label,
    content_at,
    holds_figure,
    is_beside,
    is_number,
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
