"""Where the cells of each table stand: grids of boxes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from toolkit.form.model import Key, Line, Table
from toolkit.layout.place import Place

FOOTER = "校验码："  # how the line below every table begins
TABLE_TOP = 3  # title, unit line, and one empty line stand above every table
LAST_TITLE = "上年数（锁定，供对照）"
PAGE_ROWS = 45  # of figures on a page: with more they would be printed too small to read
LIST_UNIT, LIST_VALUE = "单位", "项目"


class Role(StrEnum):
    """What a rectangle of a printed table is."""

    ARTICLE = "article"
    CORNER = "corner"
    HEAD = "head"
    GROUP = "group"
    LABEL = "label"
    FIGURE = "figure"
    UNIT = "unit"


class Box(NamedTuple):
    """A printed rectangle of a table, last row and column included: a label, or a figure (``key``)."""

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
class TableGrid:
    """One table as the national form prints it.

    Boxes from `TABLE_TOP` down, and where last year's figures stand.
    """

    table: Table
    boxes: tuple[Box, ...]
    labels: int  # how many columns of labels stand left of the figures
    last: Mapping[Key, Place]
    last_heads: tuple[Box, ...]

    @cached_property
    def bottom(self) -> int:
        """The last row of the printed table."""
        return max(box.bottom for box in self.boxes)

    @property
    def footer(self) -> Place:
        """The cell of the line below the printed table, for the digest."""
        return Place(self.table.sheet, self.bottom + 1, 0)

    @cached_property
    def right(self) -> int:
        """The last column of the printed table."""
        return max(box.right for box in self.boxes)

    @cached_property
    def heading_rows(self) -> int:
        """How many rows the head of the table takes (repeated on each printed page)."""
        return min(box.top for box in self.boxes if box.role is Role.FIGURE) - TABLE_TOP

    @cached_property
    def figures(self) -> Mapping[Key, Box]:
        """The box of each figure."""
        return {box.key: box for box in self.boxes if box.key is not None}

    @cached_property
    def figure_rows(self) -> tuple[int, ...]:
        """The rows in which figures stand."""
        return tuple(sorted({box.top for box in self.boxes if box.key is not None}))

    @property
    def is_long(self) -> bool:
        """Whether it has too many rows for one page."""
        return len(self.figure_rows) > PAGE_ROWS

    @cached_property
    def captions(self) -> tuple[Box, ...]:
        """Every printed label, in reading order."""
        return tuple(sorted(box for box in self.boxes if box.key is None))


def _blocks(table: Table) -> Iterator[Box]:
    """表二: blocks under each other, each with its article; a block with fewer columns is stretched."""
    width = max(len(block.columns) for block in table.blocks)
    top = TABLE_TOP
    for block in table.blocks:
        if block.article:
            yield Box(top, 0, top, width, block.article, Role.ARTICLE)
            top += 1
        spans = [(i + 1, width if i == len(block.columns) - 1 else i + 1) for i in range(len(block.columns))]
        yield Box(top, 0, top, 0, table.corner, Role.CORNER)
        for column, (left, right) in zip(block.columns, spans, strict=True):
            yield Box(top, left, top, right, column.label, Role.HEAD)
        for row in block.rows:
            top += 1
            yield Box(top, 0, top, 0, row.label, Role.LABEL)
            for column, (left, right) in zip(block.columns, spans, strict=True):
                yield Box(top, left, top, right, "", Role.FIGURE, Key(table.key, row.key, column.key))
        top += 1


def _matrix(table: Table) -> Iterator[Box]:
    """表三: rows under nested groups on the left, columns under groups on top."""
    (block,) = table.blocks
    labels = 1 + max(len(_boxed(table, row.group)) for row in block.rows)
    heads = 1 + max(len(_boxed(table, column.group)) for column in block.columns)
    first = TABLE_TOP + bool(table.columns_title)
    top = first + heads
    right = labels + len(block.columns) - 1
    yield Box(TABLE_TOP, 0, top - 1, labels - 1, table.corner, Role.CORNER)
    if table.columns_title:
        yield Box(TABLE_TOP, labels, TABLE_TOP, right, table.columns_title, Role.HEAD)
    for depth, label, start, end in _runs(table, block.columns):
        yield Box(first + depth, labels + start, first + depth, labels + end, label, Role.HEAD)
    for i, column in enumerate(block.columns):
        depth = len(_boxed(table, column.group))
        yield Box(first + depth, labels + i, top - 1, labels + i, column.label, Role.HEAD)
    for depth, label, start, end in _runs(table, block.rows):
        yield Box(top + start, depth, top + end, depth, label, Role.GROUP)
    for i, row in enumerate(block.rows):
        yield Box(top + i, len(_boxed(table, row.group)), top + i, labels - 1, row.label, Role.LABEL)
        for j, column in enumerate(block.columns):
            yield Box(
                top + i, labels + j, top + i, labels + j, "", Role.FIGURE, Key(table.key, row.key, column.key)
            )


def _line(table: Table) -> Iterator[Box]:
    """表四: one line of figures under a head of several levels (groups, rows, columns)."""
    (block,) = table.blocks
    levels = 1 + max(len(_boxed(table, row.group)) for row in block.rows)
    width = len(block.columns)
    for depth, label, start, end in _runs(table, block.rows):
        yield Box(
            TABLE_TOP + depth, start * width, TABLE_TOP + depth, (end + 1) * width - 1, label, Role.HEAD
        )
    top = TABLE_TOP + levels
    for i, row in enumerate(block.rows):
        depth = len(_boxed(table, row.group))
        yield Box(TABLE_TOP + depth, i * width, TABLE_TOP + depth, (i + 1) * width - 1, row.label, Role.HEAD)
        for j, column in enumerate(block.columns):
            left = i * width + j
            yield Box(TABLE_TOP + depth + 1, left, top, left, column.label, Role.HEAD)
            yield Box(top + 1, left, top + 1, left, "", Role.FIGURE, Key(table.key, row.key, column.key))


def _list(table: Table) -> Iterator[Box]:
    """补充情况: item, figure, unit."""
    (block,) = table.blocks
    width = len(block.columns)
    yield Box(TABLE_TOP, 0, TABLE_TOP, 0, LIST_VALUE, Role.CORNER)
    for j, column in enumerate(block.columns):
        yield Box(TABLE_TOP, 1 + j, TABLE_TOP, 1 + j, column.label, Role.HEAD)
    yield Box(TABLE_TOP, 1 + width, TABLE_TOP, 1 + width, LIST_UNIT, Role.HEAD)
    for i, row in enumerate(block.rows, TABLE_TOP + 1):
        yield Box(i, 0, i, 0, row.label, Role.LABEL)
        for j, column in enumerate(block.columns):
            yield Box(i, 1 + j, i, 1 + j, "", Role.FIGURE, Key(table.key, row.key, column.key))
        yield Box(i, 1 + width, i, 1 + width, row.unit, Role.UNIT)


def _boxed(table: Table, group: str | None) -> tuple[str, ...]:
    """Give of the groups that hold `group`, and itself, those that are printed: each takes a level."""
    return tuple(one for one in table.ancestry(group) if table.groups[one].printed)


def _runs(table: Table, lines: Sequence[Line]) -> Iterator[tuple[int, str, int, int]]:
    """Give the spans of the groups over `lines`: depth, label, first and last line."""
    ancestries = [_boxed(table, line.group) for line in lines]
    for depth in range(max(len(ancestry) for ancestry in ancestries)):
        numbered = enumerate(ancestry[depth] if depth < len(ancestry) else None for ancestry in ancestries)
        for group, run in groupby(numbered, key=lambda pair: pair[1]):
            positions = [index for index, _ in run]
            if group is not None:
                yield depth, table.groups[group].label, positions[0], positions[-1]


_ARRANGE = {"blocks": _blocks, "matrix": _matrix, "line": _line, "list": _list}


def grid_of(table: Table) -> TableGrid:
    """Return where the boxes of a table stand, by its arrangement."""
    boxes = tuple(_ARRANGE[table.arrangement](table))
    figures = [box for box in boxes if box.key is not None]
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    if table.arrangement == "line":
        # one long line: last year's stand below it
        last = {box.key: Place(table.sheet, bottom + 3, box.left) for box in figures if box.key}
        heads: tuple[Box, ...] = (Box(bottom + 2, 0, bottom + 2, right, LAST_TITLE, Role.HEAD),)
    else:
        shift = right + 2 - min(box.left for box in figures)
        last = {box.key: Place(table.sheet, box.top, box.left + shift) for box in figures if box.key}
        heads = (
            Box(
                TABLE_TOP - 1,
                right + 2,
                TABLE_TOP - 1,
                max(p.column for p in last.values()),
                LAST_TITLE,
                Role.HEAD,
            ),
            *(
                box._replace(left=box.left + shift, right=box.right + shift)
                for box in boxes
                if box.role is Role.HEAD and box.text != LIST_UNIT
            ),
        )
    return TableGrid(
        table=table, boxes=boxes, labels=min(b.left for b in figures), last=last, last_heads=heads
    )
