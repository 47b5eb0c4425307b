"""The statistics tables as the national form prints them.

Labelled rectangles on a grid, figures written in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from toolkit.form.model import Figure, Form, Key, Mark, Table, plain_digits
from toolkit.layout.layout import TABLE_TOP, Box, Role, lay_out


@dataclass(frozen=True, kw_only=True, eq=False)
class PrintedTable:
    """One table of the document: the boxes of its grid in reading order from 0, figures written in.

    ``heading_rows`` are repeated on every page; a table of several blocks (表二) has none, since each block
    has a head of its own. ``labels`` counts the columns left of the figures.
    """

    key: str
    caption: str
    boxes: tuple[Box, ...] = field(repr=False)
    rows: int
    columns: int
    labels: int
    heading_rows: int
    empty: "PrintedTable | None" = field(default=None, repr=False)
    """The same without figures, where this is filled: what stands above and beside a figure is told there."""

    @cached_property
    def cover(self) -> Mapping[tuple[int, int], Box]:
        """The box over each cell of the grid."""
        return {
            (r, c): b
            for b in self.boxes
            for r in range(b.top, b.bottom + 1)
            for c in range(b.left, b.right + 1)
        }

    def row(self, number: int) -> tuple[Box, ...]:
        """Return the boxes that touch a row, from left to right; those from rows above included."""
        return tuple(dict.fromkeys(self.cover[number, c] for c in range(self.columns)))

    def headers(self, figure: Box) -> tuple[Box, ...]:
        """Return what a reader needs to hear before a figure.

        Heads above (of its own block), labels at the left.
        """
        return (self.empty or self).headings[figure.top, figure.left]

    @cached_property
    def headings(self) -> Mapping[tuple[int, int], tuple[Box, ...]]:
        """The headers of each figure, by its place."""
        return {(b.top, b.left): self._headers(b) for b in self.boxes if b.role is Role.FIGURE}

    def _headers(self, figure: Box) -> tuple[Box, ...]:
        above: list[Box] = []
        for r in range(figure.top - 1, -1, -1):
            box = self.cover[r, figure.left]
            if box.role is not Role.FIGURE:
                above.append(box)
            elif above:
                break
        left = [self.cover[figure.top, c] for c in range(figure.left)]
        labels = [box for box in left if box.role in (Role.GROUP, Role.LABEL)]
        return tuple(dict.fromkeys((*reversed(above), *labels)))


def fill_table(form: Form, table: Table, figures: Mapping[Key, Figure]) -> PrintedTable:
    """Take a table as `layout` arranges it for print, each figure in its place (a missing one blank)."""
    empty = _empty_table(form, table.key)
    boxes = tuple(
        box._replace(text=written_figure(form, box.key, figures.get(box.key, Mark.BLANK))) if box.key else box
        for box in empty.boxes
    )
    return replace(empty, boxes=boxes, empty=empty)


@lru_cache(maxsize=32)
def _empty_table(form: Form, key: str) -> PrintedTable:
    table, grid = form.table(key), lay_out(form).grids[key]
    return PrintedTable(
        key=table.key,
        caption=table.title,
        boxes=tuple(
            box._replace(top=box.top - TABLE_TOP, bottom=box.bottom - TABLE_TOP) for box in sorted(grid.boxes)
        ),
        rows=1 + grid.bottom - TABLE_TOP,
        columns=1 + grid.right,
        labels=grid.labels,
        heading_rows=0 if len(table.blocks) > 1 else grid.heading_rows,
    )


def written_figure(form: Form, key: Key, figure: Figure) -> str:
    """Write a figure: exact digits; a signed change with its sign, as the 2019 form asks (本年增/减: +2)."""
    text = plain_digits(figure)
    return f"+{text}" if form.kind(key).signed and not isinstance(figure, Mark) and figure > 0 else text
