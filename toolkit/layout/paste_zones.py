"""粘贴区: where a whole table pasted from elsewhere stands, and where its figures are laid out to be copied.

One zone for every table that has a total, whatever the form: right of it is the place to paste, left its
figures, in the order of the table's own cells. The steps between the two are on 底稿.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.form.model import Form, Key, Line, Table
from toolkit.layout.place import PASTE, WORKING, Place

ZONES_TOP = 5  # rows of the sheet's own heading and advice
ROOM = 12  # rows of heads, titles and blank lines that may be pasted with the figures
SIDE = 8  # columns of labels, and of a table that Word cut askew
HEAD_LINES = 8  # rows above the figures in which the heads of columns are looked for
LABEL_COLUMNS = 5  # columns left of the figures in which the label of a line is looked for
IGNORED = ' \u3000\u00a0\n、.．。，,（）()：:“”"'  # in labels; the sheet's formula takes the same away


class PastedRow:
    """Columns on 底稿 of a pasted row: its numbers, rows with numbers so far, the column of the last one."""

    NUMBERS, SO_FAR, LAST = range(3)


class PastedColumn:
    """Columns on 底稿 of a pasted column: its numbers, columns with numbers so far."""

    NUMBERS, SO_FAR = 3, 4


class PastedLine:
    """Columns on 底稿 of a line of the table: its pasted row, its first column, its label, what is wrong."""

    ROW, COLUMN, LABEL, SHORT, OTHER = range(5, 10)


class PastedHead:
    """Columns on 底稿 of a column of the table: what stands above it, whether that is another head."""

    TEXT, OTHER = 10, 11


class PasteSteps:
    """Rows on 底稿, in the column ``VALUE``, of what is true of the whole table, and how it stands."""

    NAME, VALUE = 12, 13
    ROWS, FIRST, SPAN, LEFT, RIGHT, UPRIGHT, SHORT, OTHER_ROW, OTHER_HEAD, STATE, DIFFERENT = range(11)


class PasteState:
    """How a pasted table stands: only the last is laid out."""

    NOTHING, OTHER_SIZE, SHORT_ROW, OTHER_ROW, OTHER_HEAD, TAKEN = range(6)


@dataclass(frozen=True, kw_only=True, eq=False)
class PasteZone:
    """The place of one table on 粘贴区; ``top`` its first row there, ``steps`` the first on 底稿."""

    form: Form
    table: Table
    top: int
    steps: int

    @cached_property
    def lines(self) -> tuple[tuple[Key, ...], ...]:
        """The figures of each line of the table, as it is printed."""
        rows = [
            tuple(Key(self.table.key, row.key, column.key) for column in block.columns)
            for block in self.table.blocks
            for row in block.rows
        ]
        return (tuple(key for row in rows for key in row),) if self._is_line else tuple(rows)

    @cached_property
    def position(self) -> Mapping[Key, tuple[int, int]]:
        """The line and the column of each figure."""
        return {key: (i, j) for i, keys in enumerate(self.lines) for j, key in enumerate(keys)}

    @property
    def _is_line(self) -> bool:
        return self.table.arrangement == "line"

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The label of each line; none where all figures stand in one."""
        return ("",) if self._is_line else tuple(row.label for row in self._rows)

    @property
    def _rows(self) -> Iterator[Line]:
        return (row for block in self.table.blocks for row in block.rows)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The lowest head of each column; () where several blocks have heads of their own."""
        if len(self.table.blocks) > 1:
            return ()
        columns = [column.label for column in self.table.blocks[0].columns]
        return tuple(columns * len(self.table.blocks[0].rows) if self._is_line else columns)

    @cached_property
    def width(self) -> int:
        """How many figures the longest line has."""
        return max(map(len, self.lines))

    @cached_property
    def upright(self) -> bool:
        """Whether all lines have the same columns, so that a blank cell can be told by its column."""
        return len({len(line) for line in self.lines}) == 1

    # ------------------------------ on the sheet

    @property
    def head_row(self) -> int:
        """The row of heads above the figures laid out, which is also the first of the place to paste."""
        return self.top + 3

    def shown(self, line: int, column: int) -> Place:
        """Return the cell that lays out a figure."""
        return Place(PASTE, self.head_row + 1 + line, 1 + column)

    @property
    def height(self) -> int:
        """How many rows may be pasted."""
        return len(self.lines) + ROOM

    @property
    def pasted_width(self) -> int:
        """How many columns may be pasted."""
        return self.width + SIDE

    @property
    def corner(self) -> Place:
        """The cell to paste into."""
        return Place(PASTE, self.head_row, self.width + 2)

    @property
    def area(self) -> str:
        """The place to paste, for a formula on any sheet."""
        return _span(self.corner, self.height - 1, self.pasted_width - 1)

    def pasted_row(self, row: int) -> str:
        """Return a row of the place to paste, for a formula on any sheet."""
        return _span(self.corner.moved(row), 0, self.pasted_width - 1)

    def pasted_column(self, column: int) -> str:
        """Return a column of the place to paste, for a formula on any sheet."""
        return _span(self.corner.moved(0, column), self.height - 1, 0)

    @property
    def bottom(self) -> int:
        """The row below everything of the zone, one left empty."""
        return self.head_row + self.height + 1

    def copied(self, places: Mapping[Key, Place]) -> Iterator[tuple[str, Place]]:
        """Give the blocks to copy as values, each with the open cell that it goes to.

        As large as the table's own cells allow: neighbours here that are neighbours there.
        """
        waiting: list[tuple[Sequence[Key], Place, int]] = []
        for number, line in enumerate(self.lines):
            for run in self._open_runs(line, places):
                here = self.shown(number, line.index(run[0]))
                for i, (keys, first, rows) in enumerate(waiting):
                    below = places[keys[0]].moved(rows) == places[run[0]]
                    if below and first.moved(rows) == here and len(keys) == len(run):
                        waiting[i] = (keys, first, rows + 1)
                        break
                else:
                    waiting.append((run, here, 1))
        for keys, first, rows in waiting:
            last = first.moved(rows - 1, len(keys) - 1)
            yield (first.a1 if first == last else f"{first.a1}:{last.a1}"), places[keys[0]]

    def _open_runs(self, line: Sequence[Key], places: Mapping[Key, Place]) -> Iterator[list[Key]]:
        run: list[Key] = []
        for key in line:
            if run and not (self.form.is_input(key) and places[run[-1]].moved(0, 1) == places[key]):
                yield run
                run = []
            if self.form.is_input(key):
                run.append(key)
        if run:
            yield run

    # ------------------------------ on 底稿

    @property
    def steps_height(self) -> int:
        """How many rows the steps take."""
        return max(self.height, self.pasted_width, PasteSteps.DIFFERENT + 1)

    def step(self, row: int, column: int = PasteSteps.VALUE) -> Place:
        """Return the cell of a step: of a pasted row, a line, a head, or of the whole table."""
        return Place(WORKING, self.steps + row, column)

    def steps_of(self, column: int, rows: int) -> str:
        """Return the range of a list of steps, for a formula on 底稿."""
        return f"{self.step(0, column).formula(WORKING)}:{self.step(rows - 1, column).formula(WORKING)}"


def paste_zones(form: Form, first_step: int) -> dict[str, PasteZone]:
    """Return the zone of every table that has a total, by its key; `first_step` is free on 底稿."""
    zones: dict[str, PasteZone] = {}
    top, step = ZONES_TOP, first_step
    totals = {key.table for key in form.parts}
    for table in form.tables:
        if table.key in totals:
            zone = PasteZone(form=form, table=table, top=top, steps=step)
            zones[table.key] = zone
            top, step = zone.bottom, step + zone.steps_height + 1
    return zones


def _span(first: Place, rows: int, columns: int) -> str:
    return f"{first.formula('')}:{first.moved(rows, columns).formula(first.sheet)}"


def bare_words(text: str) -> str:
    """Take away of a label what pasting and hands change in it."""
    return "".join(character for character in text if character not in IGNORED)
