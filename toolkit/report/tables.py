"""The statistics tables as the national form prints them: labelled rectangles on a grid, figures written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from toolkit.answers.submission import Figure, Mark, plain_digits
from toolkit.form.expression import Key
from toolkit.form.model import Form, Table
from toolkit.layout.grids import TABLE_TOP
from toolkit.layout.layout import lay_out


class Role(StrEnum):
    """What a rectangle of a printed table is."""

    ARTICLE = "article"
    CORNER = "corner"
    HEAD = "head"
    GROUP = "group"
    LABEL = "label"
    FIGURE = "figure"


class Box(NamedTuple):
    """One printed rectangle, from 0, last row and column included; ``key`` names the figure in it."""

    top: int
    left: int
    bottom: int
    right: int
    text: str
    role: Role
    key: Key | None = None

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        """How many rows it takes."""
        return self.bottom - self.top + 1


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One table: its boxes in reading order.

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
        """Return what a reader needs to hear before a figure: heads above (of its own block), labels at the left."""
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


def fill_table(form: Form, table: Table, figures: Mapping[Key, Figure]) -> Grid:
    """Take a table as `layout` arranges it for print, each figure written in its place (a missing one is blank)."""
    boxes = tuple(
        Box(
            top=box.top - TABLE_TOP,
            left=box.left,
            bottom=box.bottom - TABLE_TOP,
            right=box.right,
            text=written_figure(form, box.key, figures.get(box.key, Mark.BLANK)) if box.key else box.text,
            role=Role(box.role),
            key=box.key,
        )
        for box in sorted(lay_out(form).grids[table.key].boxes)
    )
    first = min(box.top for box in boxes if box.role is Role.FIGURE)
    return Grid(
        key=table.key,
        caption=table.title,
        boxes=boxes,
        rows=1 + max(box.bottom for box in boxes),
        columns=1 + max(box.right for box in boxes),
        labels=min(box.left for box in boxes if box.role is Role.FIGURE),
        heading_rows=0 if len(table.blocks) > 1 else first,
    )


def written_figure(form: Form, key: Key, figure: Figure) -> str:
    """Write a figure: exact digits; a signed change with its sign, as the 2019 form asks (本年增/减: +2)."""
    text = plain_digits(figure)
    return f"+{text}" if form.kind(key).signed and not isinstance(figure, Mark) and figure > 0 else text
