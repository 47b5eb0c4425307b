"""Where everything stands in the sheets: the only module that knows cell addresses.

The template's writer, the reader, the messages and the county workbook all ask here; none of them counts rows.
Rows and columns count from 0, as in xlsxwriter; `Place.a1` is what the clerk sees.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from toolkit.expression import Key, Ref
from toolkit.finding import Level
from toolkit.form import Form, Instance, Line, Rule, Table

COVER, GUIDE, PROSE, CHECKS, REASONS, IDENTITY = "封面", "填报说明", "文字报告", "校核", "核实说明", "_xxgk"
LIST = "问题清单"  # in front of a workbook that was returned

TABLE_TOP = 3  # title, unit line, and one empty line stand above every table
LIST_UNIT, LIST_VALUE = "单位", "项目"
LAST_TITLE = "上年数（锁定，供对照）"


class Place(NamedTuple):
    """One cell: sheet, row and column (from 0)."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address as the sheet shows it: “D27”."""
        return str(xl_rowcol_to_cell(self.row, self.column))

    def moved(self, rows: int = 0, columns: int = 0) -> "Place":
        """Return the place so many rows down and columns to the right."""
        return Place(self.sheet, self.row + rows, self.column + columns)

    def link(self) -> str:
        """Return the target of a link to this cell."""
        return f"internal:'{self.sheet}'!{self.a1}"

    def formula(self, seen_from: str) -> str:
        """Return the absolute reference in a formula on the sheet `seen_from`."""
        cell = str(xl_rowcol_to_cell(self.row, self.column, row_abs=True, col_abs=True))
        return cell if seen_from == self.sheet else f"'{self.sheet}'!{cell}"


def place(sheet: str, a1: str) -> Place:
    """Read an address as the sheet shows it."""
    row, column = xl_cell_to_rowcol(a1)
    return Place(sheet, row, column)


class Box(NamedTuple):
    """A printed rectangle of a table, merged where it is larger than a cell: a label, or a figure (``key``)."""

    top: int
    left: int
    bottom: int
    right: int
    text: str
    role: str  # article | corner | head | group | label | figure | unit
    key: Key | None = None


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One table as the national form prints it: boxes from `TABLE_TOP` down, and where last year's figures stand."""

    table: Table
    boxes: tuple[Box, ...]
    labels: int  # how many columns of labels stand left of the figures
    last: Mapping[Key, Place]
    last_heads: tuple[Box, ...]

    @cached_property
    def bottom(self) -> int:
        """The last row of the printed table."""
        return max(box.bottom for box in self.boxes)

    @cached_property
    def right(self) -> int:
        """The last column of the printed table."""
        return max(box.right for box in self.boxes)

    @cached_property
    def heading_rows(self) -> int:
        """How many rows the head of the table takes (repeated on each printed page)."""
        return min(box.top for box in self.boxes if box.role == "figure") - TABLE_TOP

    @cached_property
    def figures(self) -> Mapping[Key, Box]:
        """The box of each figure."""
        return {box.key: box for box in self.boxes if box.key is not None}

    @cached_property
    def figure_rows(self) -> tuple[int, ...]:
        """The rows in which figures stand."""
        return tuple(sorted({box.top for box in self.boxes if box.key is not None}))

    @cached_property
    def captions(self) -> tuple[Box, ...]:
        """Every printed label, in reading order."""
        return tuple(sorted(box for box in self.boxes if box.key is None))


# ------------------------------------------------------------------ the arrangements of tables


def _blocks(table: Table) -> Iterator[Box]:
    """表二: blocks under each other, each with its article; a block with fewer columns is stretched."""
    width = max(len(block.columns) for block in table.blocks)
    top = TABLE_TOP
    for block in table.blocks:
        if block.article:
            yield Box(top, 0, top, width, block.article, "article")
            top += 1
        spans = [(i + 1, width if i == len(block.columns) - 1 else i + 1) for i in range(len(block.columns))]
        yield Box(top, 0, top, 0, table.corner, "corner")
        for column, (left, right) in zip(block.columns, spans, strict=True):
            yield Box(top, left, top, right, column.label, "head")
        for row in block.rows:
            top += 1
            yield Box(top, 0, top, 0, row.label, "label")
            for column, (left, right) in zip(block.columns, spans, strict=True):
                yield Box(top, left, top, right, "", "figure", Key(table.key, row.key, column.key))
        top += 1


def _matrix(table: Table) -> Iterator[Box]:
    """表三: rows under nested groups on the left, columns under groups on top."""
    (block,) = table.blocks
    labels = 1 + max(len(table.ancestry(row.group)) for row in block.rows)
    heads = 1 + max(len(table.ancestry(column.group)) for column in block.columns)
    first = TABLE_TOP + bool(table.columns_title)
    top = first + heads
    right = labels + len(block.columns) - 1
    yield Box(TABLE_TOP, 0, top - 1, labels - 1, table.corner, "corner")
    if table.columns_title:
        yield Box(TABLE_TOP, labels, TABLE_TOP, right, table.columns_title, "head")
    for depth, label, start, end in _runs(table, block.columns):
        yield Box(first + depth, labels + start, first + depth, labels + end, label, "head")
    for i, column in enumerate(block.columns):
        depth = len(table.ancestry(column.group))
        yield Box(first + depth, labels + i, top - 1, labels + i, column.label, "head")
    for depth, label, start, end in _runs(table, block.rows):
        yield Box(top + start, depth, top + end, depth, label, "group")
    for i, row in enumerate(block.rows):
        yield Box(top + i, len(table.ancestry(row.group)), top + i, labels - 1, row.label, "label")
        for j, column in enumerate(block.columns):
            yield Box(
                top + i, labels + j, top + i, labels + j, "", "figure", Key(table.key, row.key, column.key)
            )


def _line(table: Table) -> Iterator[Box]:
    """表四: one line of figures under a head of several levels (groups, rows, columns)."""
    (block,) = table.blocks
    levels = 1 + max(len(table.ancestry(row.group)) for row in block.rows)
    width = len(block.columns)
    for depth, label, start, end in _runs(table, block.rows):
        yield Box(TABLE_TOP + depth, start * width, TABLE_TOP + depth, (end + 1) * width - 1, label, "head")
    top = TABLE_TOP + levels
    for i, row in enumerate(block.rows):
        depth = len(table.ancestry(row.group))
        yield Box(TABLE_TOP + depth, i * width, TABLE_TOP + depth, (i + 1) * width - 1, row.label, "head")
        for j, column in enumerate(block.columns):
            left = i * width + j
            yield Box(TABLE_TOP + depth + 1, left, top, left, column.label, "head")
            yield Box(top + 1, left, top + 1, left, "", "figure", Key(table.key, row.key, column.key))


def _list(table: Table) -> Iterator[Box]:
    """补充情况: item, figure, unit."""
    (block,) = table.blocks
    width = len(block.columns)
    yield Box(TABLE_TOP, 0, TABLE_TOP, 0, LIST_VALUE, "corner")
    for j, column in enumerate(block.columns):
        yield Box(TABLE_TOP, 1 + j, TABLE_TOP, 1 + j, column.label, "head")
    yield Box(TABLE_TOP, 1 + width, TABLE_TOP, 1 + width, LIST_UNIT, "head")
    for i, row in enumerate(block.rows, TABLE_TOP + 1):
        yield Box(i, 0, i, 0, row.label, "label")
        for j, column in enumerate(block.columns):
            yield Box(i, 1 + j, i, 1 + j, "", "figure", Key(table.key, row.key, column.key))
        yield Box(i, 1 + width, i, 1 + width, row.unit, "unit")


def _runs(table: Table, lines: Sequence[Line]) -> Iterator[tuple[int, str, int, int]]:
    """Give the spans of the groups over `lines`: depth, label, first and last line."""
    ancestries = [table.ancestry(line.group) for line in lines]
    for depth in range(max(len(ancestry) for ancestry in ancestries)):
        numbered = enumerate(ancestry[depth] if depth < len(ancestry) else None for ancestry in ancestries)
        for group, run in groupby(numbered, key=lambda pair: pair[1]):
            positions = [index for index, _ in run]
            if group is not None and table.groups[group].printed:
                yield depth, table.groups[group].label, positions[0], positions[-1]


_ARRANGE = {"blocks": _blocks, "matrix": _matrix, "line": _line, "list": _list}


def _grid(table: Table) -> Grid:
    boxes = tuple(_ARRANGE[table.arrangement](table))
    figures = [box for box in boxes if box.key is not None]
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    if table.arrangement == "line":
        # one long line: last year's stand below it
        last = {box.key: Place(table.sheet, bottom + 3, box.left) for box in figures if box.key}
        heads: tuple[Box, ...] = (Box(bottom + 2, 0, bottom + 2, right, LAST_TITLE, "head"),)
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
                "head",
            ),
            *(
                box._replace(left=box.left + shift, right=box.right + shift)
                for box in boxes
                if box.role == "head" and box.text != LIST_UNIT
            ),
        )
    return Grid(table=table, boxes=boxes, labels=min(b.left for b in figures), last=last, last_heads=heads)


# ------------------------------------------------------------------ the whole workbook

COVER_FIRST = 5  # first row of identity fields on the cover
COVER_LABEL, COVER_VALUE = 1, 2
PROSE_FIRST = 3
CHECKS_FIRST = 4
REASONS_FIRST = 4
REASON_COLUMN = 4
CORE_COLUMN = REASON_COLUMN + 2  # hidden: what the explanation says besides empty words


class CheckColumns:
    """Columns of the sheet 校核."""

    NUMBER, RULE, LEVEL, WHAT, LEFT, RIGHT, DIFFERENCE, RESULT, LINK = range(9)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything of a form stands in its workbook."""

    form: Form
    grids: Mapping[str, Grid]

    @cached_property
    def places(self) -> Mapping[Key, Place]:
        """The cell of each figure (its upper left corner when merged)."""
        return {
            key: Place(grid.table.sheet, box.top, box.left)
            for grid in self.grids.values()
            for key, box in grid.figures.items()
        }

    @cached_property
    def last_places(self) -> Mapping[Key, Place]:
        """The cell that shows last year's figure beside each figure."""
        return {key: where for grid in self.grids.values() for key, where in grid.last.items()}

    def at(self, ref: Ref) -> Place:
        """Return the cell of a figure, this year's or last year's."""
        return (self.last_places if ref.last else self.places)[ref.key]

    @cached_property
    def identity(self) -> Mapping[str, Place]:
        """The cell of each field of the cover."""
        return {f.key: Place(COVER, COVER_FIRST + i, COVER_VALUE) for i, f in enumerate(self.form.identity)}

    @cached_property
    def narrative(self) -> Mapping[str, Place]:
        """The cell of each passage of prose."""
        return {f.key: Place(PROSE, PROSE_FIRST + 2 * i + 1, 0) for i, f in enumerate(self.form.narrative)}

    @cached_property
    def formats(self) -> tuple[Table, ...]:
        """The tables whose cells' kinds are judged on 校核, one line each, before the rules."""
        return self.form.tables

    def format_place(self, table: Table) -> Place:
        """Return the first cell of the line on 校核 that judges the kinds of a table's cells."""
        return Place(CHECKS, CHECKS_FIRST + self.formats.index(table), 0)

    @cached_property
    def checks(self) -> Mapping[str, Place]:
        """The first cell of each rule instance's line on 校核, by `tag`."""
        first = CHECKS_FIRST + len(self.formats)
        return {tag(instance): Place(CHECKS, first + i, 0) for i, instance in enumerate(self.form.instances)}

    @cached_property
    def reasons(self) -> Mapping[str, Place]:
        """The cell of 核实说明 where the unit explains a query: rules that live in the sheet by `tag`, others by id."""
        live = [tag(instance) for instance in self.form.instances if asks(instance.rule)]
        lines = [*live, *(rule.id for rule in self.form.rules if rule.procedure and asks(rule))]
        return {line: Place(REASONS, REASONS_FIRST + i, REASON_COLUMN) for i, line in enumerate(lines)}

    @cached_property
    def flags(self) -> Mapping[str, Place]:
        """The hidden cell on a rule's own sheet that repeats its result, for the colours of the table, by `tag`."""
        result = {}
        for i, instance in enumerate(self.form.instances):
            grid = self.grids[instance.at.table]
            column = max(grid.right, *(where.column for where in grid.last.values())) + 2
            result[tag(instance)] = Place(grid.table.sheet, TABLE_TOP + i, column)
        return result

    @cached_property
    def sums(self) -> Mapping[Key, str]:
        """The formula of each total, without the equals sign: “SUM(D7:I7)”."""
        return {
            key: self._sum([self.places[part] for part in parts]) for key, parts in self.form.parts.items()
        }

    @staticmethod
    def _sum(parts: Sequence[Place]) -> str:
        return f"SUM({','.join(span.replace('$', '') for span in ranges(parts, parts[0].sheet))})"

    def address(self, ref: Ref, seen_from: str) -> str:
        """Return the absolute reference to a figure in a formula on the sheet `seen_from`."""
        return self.at(ref).formula(seen_from)

    def span(self, refs: Sequence[Ref], seen_from: str) -> str:
        """Return the figures as a list of ranges, neighbours joined: “D7:D26,D29”."""
        return ",".join(ranges([self.at(ref) for ref in refs], seen_from))


def ranges(places: Sequence[Place], seen_from: str) -> list[str]:
    """Join cells that stand in a row or a column into ranges, for a formula on the sheet `seen_from`."""
    return list(_ranges(tuple(dict.fromkeys(places)), seen_from))


@lru_cache(maxsize=4096)  # every workbook of a form asks for the same few hundred
def _ranges(places: tuple[Place, ...], seen_from: str) -> tuple[str, ...]:
    result: list[str] = []
    rest = list(places)
    while rest:
        first = rest[0]
        down = _run(rest, first, rows=1)
        across = _run(rest, first, columns=1)
        run = down if len(down) >= len(across) else across
        start, end = run[0].formula(seen_from), run[-1].formula(run[-1].sheet)
        result.append(start if len(run) == 1 else f"{start}:{end}")
        gone = set(run)
        rest = [p for p in rest if p not in gone]
    return tuple(result)


def _run(places: Sequence[Place], first: Place, rows: int = 0, columns: int = 0) -> list[Place]:
    there, run = set(places), [first]
    while (step := run[-1].moved(rows, columns)) in there:
        run.append(step)
    return run


def asks(rule: Rule) -> bool:
    """Whether the rule asks for an explanation (核实); a 试行 rule only informs."""
    return rule.level is Level.QUERY and not rule.trial


def tag(instance: Instance) -> str:
    """Name a rule's line: rule id and row or column, “R06.regulations”; the key of an explanation."""
    return f"{instance.rule.id}.{instance.each}" if instance.each else instance.rule.id


@lru_cache(maxsize=16)
def lay_out(form: Form) -> Layout:
    """Lay out a form."""
    return Layout(form=form, grids={table.key: _grid(table) for table in form.tables})
