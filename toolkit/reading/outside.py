"""What stands on a table's sheet where the form leaves it blank."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, compress

from toolkit.form.model import Form
from toolkit.layout.layout import TABLE_TOP, Place, TableGrid, lay_out
from toolkit.reading.locating import FAR, QUOTED, Rows, content_at, is_beside, is_number, locate


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
    for box in (*grid.boxes, *grid.last_heads):
        rows, columns = range(box.top, box.bottom + 1), range(box.left, box.right + 1)
        written |= {(row, column) for row in rows for column in columns}
    for row, column in written:
        if row < height and column < width:
            blank[row * width + column] = 0
    return bytes(blank)


def is_own(grids: Sequence[TableGrid], rows: Rows) -> bool:
    """Whether a sheet beside the form's own holds something, and no copy of a table: these are told."""
    return any(map(any, rows[:FAR])) and all(locate(grid, rows[:FAR]).lost for grid in grids)
