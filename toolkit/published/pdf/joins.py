"""A table that goes on over the end of a page.

Its halves as one, and a row that was broken between them as one row.

Halves are ruled at the same places from left to right. A row was broken where no rule parts its halves, or
where only both labels together are one of the form; what stands in both is then doubtful, and never read as
two figures.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from toolkit.form.model import Form
from toolkit.published.labels import label, squeeze
from toolkit.published.pages import Cell, Grid
from toolkit.published.pdf.ruled import NEAR, Ruled
from toolkit.published.printed_amounts import looks_like_value

T = TypeVar("T")
MOST_HEADER = 4  # rows


def join_tables(
    parts: Sequence[Ruled | T], is_beside: Callable[[Ruled | T], bool], forms: Sequence[Form]
) -> list[Ruled | T]:
    """Join the halves of tables, with nothing between them but what is beside the report."""
    rows = _row_labels(tuple(forms))
    found: list[Ruled | T] = []
    for part in parts:
        at = next((n for n in range(len(found) - 1, -1, -1) if not is_beside(found[n])), None)
        above = found[at] if at is not None else None
        whole = None
        if isinstance(part, Ruled) and isinstance(above, Ruled) and _goes_on(above, part):
            whole = _one(above, part, rows)
        found[at if whole else len(found) :] = [whole or part]
    return found


def _row_labels(forms: Sequence[Form]) -> frozenset[str]:
    lines = (line for form in forms for table in form.tables for block in table.blocks for line in block.rows)
    return frozenset(label(text).words for line in lines for text in (line.label, line.short) if text)


def _goes_on(above: Ruled, below: Ruled) -> bool:
    """Whether one table ends, another begins, on different pages, and both are ruled at the same places."""
    ends_on, begins_on = (half.grid.cells[n].place.split(" 表 ")[0] for half, n in ((above, -1), (below, 0)))
    if ends_on == begins_on:
        return False
    few, many = sorted((above.lefts, below.lefts), key=len)
    ends = abs(few[0] - many[0]) <= NEAR and abs(few[-1] - many[-1]) <= NEAR
    return ends and all(any(abs(x - y) <= NEAR for y in many) for x in few)


def _is_another(upper: Sequence[Cell], lower: Sequence[Cell], header: int, rows: frozenset[str]) -> bool:
    """Whether the first row below a header that is printed again is one that stands above it too."""
    first = {label(cell.text).words for cell in lower if cell.row == header}
    return any(label(cell.text).words in first & rows for cell in upper if cell.row >= header)


def _one(above: Ruled, below: Ruled, rows: frozenset[str]) -> Ruled | None:
    """Give both halves as one table; None where the lower one is a table by itself."""
    lefts = above.lefts if len(above.lefts) >= len(below.lefts) else below.lefts
    upper, lower = list(_spread(above, lefts)), list(_spread(below, lefts))
    last = max(cell.row + cell.height for cell in upper)
    broken = _is_broken(above, below, upper, lower, rows)
    again = _header_again(upper, lower)
    if again and _is_another(upper, lower, again, rows):
        return None
    if not broken and again:
        under = [replace(cell, row=cell.row - again) for cell in lower if cell.row >= again]
        if _is_broken(above, replace(below, open_above=False), upper, under, rows):
            broken, lower = True, under
    down = last - 1 if broken else last
    lower = [replace(cell, row=cell.row + down) for cell in lower]
    if broken:
        upper, lower = _mended(upper, lower, down)
    cells = tuple(sorted([*upper, *lower], key=lambda cell: (cell.row, cell.column)))
    return Ruled(
        grid=Grid(cells, above.grid.place, above.grid.caption),
        box=below.box,
        lefts=lefts,
        open_above=above.open_above,
        open_below=below.open_below,
    )


def _spread(table: Ruled, lefts: Sequence[float]) -> Iterator[Cell]:
    """Give a half's cells with their columns counted in the finer ruling."""

    @cache
    def column(old: int) -> int:
        return min(range(len(lefts)), key=lambda n: abs(lefts[n] - table.lefts[old]))

    for cell in table.grid.cells:
        left, right = column(cell.column), column(cell.column + cell.width)
        wide = max(1, right - left)
        same = (left, wide) == (cell.column, cell.width)
        yield cell if same else replace(cell, column=left, width=wide)


def _is_broken(
    above: Ruled, below: Ruled, upper: Sequence[Cell], lower: Sequence[Cell], rows: frozenset[str]
) -> bool:
    """Whether the last row above and the first row below are one row."""
    last = max(cell.row + cell.height for cell in upper) - 1
    head = [cell for cell in upper if cell.row + cell.height - 1 == last]
    rest = [cell for cell in lower if cell.row == 0]
    texts = [cell for cell in rest if not cell.blank]
    if not texts:
        return above.open_below and below.open_above
    named = [any(label(cell.text).words in rows for cell in half) for half in (head, rest)]
    if all(named):
        return False
    if above.open_below and below.open_above:
        return True
    at = {(cell.column, cell.width): cell for cell in head}
    pairs = [(at[cell.column, cell.width], cell) for cell in texts if (cell.column, cell.width) in at]
    if any(label(f"{one.text}{other.text}").words in rows for one, other in pairs if not one.blank):
        return True
    if len(pairs) == len(texts) and all(_is_title(one.text) and looks_like_value(o.text) for one, o in pairs):
        return False  # figures under the last row of a header
    return all(looks_like_value(cell.text) or len(cell.text.strip()) == 1 for cell in texts)


def _header_again(upper: Sequence[Cell], lower: Sequence[Cell]) -> int:
    """Give how many rows the header has that is printed again at the head of the lower half; 0: it is not."""
    for count in range(MOST_HEADER, 0, -1):
        above, below = (
            {
                (cell.row, cell.column, cell.width, cell.height, squeeze(cell.text))
                for cell in half
                if cell.row < count
            }
            for half in (upper, lower)
        )
        ends = all(row + height <= count for row, _, _, height, _ in below)
        if below and above == below and ends and not any(looks_like_value(text) for *_, text in below):
            return count
    return 0


def _is_title(text: str) -> bool:
    return bool(text.strip()) and not looks_like_value(text)


def _mended(upper: list[Cell], lower: list[Cell], row: int) -> tuple[list[Cell], list[Cell]]:
    """Join the halves of the cells of a broken row."""
    head = {(cell.column, cell.width): n for n, cell in enumerate(upper) if cell.row + cell.height - 1 == row}
    kept = []
    for cell in lower:
        at = head.get((cell.column, cell.width)) if cell.row == row else None
        if at is None:
            why = "这一行断在两页上" if cell.row == row and not cell.blank else cell.doubt
            kept.append(replace(cell, doubt=why))
            continue
        one = upper[at]
        both = looks_like_value(one.text) and looks_like_value(cell.text)
        upper[at] = replace(
            one,
            text="\n".join(text for text in (one.text, cell.text) if text.strip()),
            height=one.height + cell.height - 1,
            doubt="这个数断在两页上" if both else one.doubt or cell.doubt,
        )
    return upper, kept
