"""The statistics tables as the national form prints them: labelled rectangles on a grid, figures written in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from toolkit.expression import Key
from toolkit.form import Block, Form, Line, Table
from toolkit.submission import Figure, Mark, plain


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


def lay_out(form: Form, table: Table, figures: Mapping[Key, Figure]) -> Grid:
    """Arrange a table as printed, each figure written in its place (a missing one is blank)."""
    empty = tuple(sorted(_ARRANGE[table.arrangement](table)))
    boxes = tuple(
        box
        if box.key is None
        else box._replace(text=written(form, box.key, figures.get(box.key, Mark.BLANK)))
        for box in empty
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


def written(form: Form, key: Key, figure: Figure) -> str:
    """Write a figure: exact digits; a signed change with its sign, as the 2019 form asks (本年增/减: +2)."""
    text = plain(figure)
    return f"+{text}" if form.kind(key).signed and not isinstance(figure, Mark) and figure > 0 else text


# ------------------------------------------------------------------ the arrangements


def _blocks(table: Table) -> Iterator[Box]:
    """表二: blocks under each other, each under its article; in a narrower block the last column is stretched."""
    width = max(len(block.columns) for block in table.blocks)
    top = 0
    for block in table.blocks:
        if block.article:
            yield Box(top, 0, top, width, block.article, Role.ARTICLE)
            top += 1
        yield Box(top, 0, top, 0, table.corner, Role.CORNER)
        yield from (
            Box(top, left, top, right, c.label, Role.HEAD) for c, left, right in _stretched(block, width)
        )
        for top, row in enumerate(block.rows, top + 1):  # noqa: B020 (the next block goes on below)
            yield Box(top, 0, top, 0, row.label, Role.LABEL)
            for c, left, right in _stretched(block, width):
                yield Box(top, left, top, right, "", Role.FIGURE, Key(table.key, row.key, c.key))
        top += 1


def _stretched(block: Block, width: int) -> Iterator[tuple[Line, int, int]]:
    last = len(block.columns)
    for number, column in enumerate(block.columns, 1):
        yield column, number, width if number == last else number


def _matrix(table: Table) -> Iterator[Box]:
    """表三: rows under nested groups at the left, columns under groups on top, the corner text between."""
    (block,) = table.blocks
    labels = 1 + max(len(table.ancestry(row.group)) for row in block.rows)
    first = int(bool(table.columns_title))
    top = first + 1 + max(len(table.ancestry(column.group)) for column in block.columns)
    yield Box(0, 0, top - 1, labels - 1, table.corner, Role.CORNER)
    if table.columns_title:
        yield Box(0, labels, 0, labels + len(block.columns) - 1, table.columns_title, Role.HEAD)
    for depth, label, start, end in _groups(table, block.columns):
        yield Box(first + depth, labels + start, first + depth, labels + end, label, Role.HEAD)
    for left, column in enumerate(block.columns, labels):
        yield Box(first + len(table.ancestry(column.group)), left, top - 1, left, column.label, Role.HEAD)
    for depth, label, start, end in _groups(table, block.rows):
        yield Box(top + start, depth, top + end, depth, label, Role.GROUP)
    for down, row in enumerate(block.rows, top):
        yield Box(down, len(table.ancestry(row.group)), down, labels - 1, row.label, Role.LABEL)
        for left, column in enumerate(block.columns, labels):
            yield Box(down, left, down, left, "", Role.FIGURE, Key(table.key, row.key, column.key))


def _line(table: Table) -> Iterator[Box]:
    """表四: one line of figures under a head of several levels (groups, rows, columns)."""
    (block,) = table.blocks
    width = len(block.columns)
    figures = 2 + max(len(table.ancestry(row.group)) for row in block.rows)
    for depth, label, start, end in _groups(table, block.rows):
        yield Box(depth, start * width, depth, (end + 1) * width - 1, label, Role.HEAD)
    for number, row in enumerate(block.rows):
        depth = len(table.ancestry(row.group))
        yield Box(depth, number * width, depth, (number + 1) * width - 1, row.label, Role.HEAD)
        for left, column in enumerate(block.columns, number * width):
            yield Box(depth + 1, left, figures - 1, left, column.label, Role.HEAD)
            yield Box(figures, left, figures, left, "", Role.FIGURE, Key(table.key, row.key, column.key))


def _groups(table: Table, lines: Sequence[Line]) -> Iterator[tuple[int, str, int, int]]:
    """Give depth, label, first and last line of each printed group over `lines`."""
    paths = [table.ancestry(line.group) for line in lines]
    for depth in range(max(map(len, paths))):
        there = ((path[depth] if depth < len(path) else None, number) for number, path in enumerate(paths))
        for group, run in groupby(there, key=lambda pair: pair[0]):
            numbers = [number for _, number in run]
            if group is not None:
                yield depth, table.groups[group].label, numbers[0], numbers[-1]


_ARRANGE = {"blocks": _blocks, "matrix": _matrix, "line": _line}
