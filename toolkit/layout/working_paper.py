"""底稿: the hidden sheet that calculates step by step, so that 校核 and the cover read like their rules.

Every figure is looked up there once, by its place in the table (INDEX), so that cells cut or dragged by a
clerk cannot carry a formula away with them; rules, counts and explanations then refer to the hidden sheet
only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from toolkit.form.model import Form, Ref, Table
from toolkit.layout.place import WORKING, Place

VALUE = 1  # the column of a single step's result, beside its name
EXPLAINED = 1  # the column that says whether an explanation counts


class TableSteps:
    """Columns of a table's line: cells to fill, still blank, wrongly filled."""

    NAME, ASKED, BLANK, WRONG = range(4)


class RuleSteps:
    """Columns of a rule's line.

    The states of its required, optional and last year's cells; whether it applies; what stands in the way of
    a result; whether it holds (where the difference alone does not tell); whether it is explained.
    """

    NAME, REQUIRED, OPTIONAL, LAST, WHEN, STOP, HOLDS, EXPLAINED = range(8)


class States:
    """What a figure's state is on the hidden sheet; the highest of several tells how they stand together."""

    FILLED, BLANK, WRONG = range(3)


STEPS = (
    *("zero", "not_applicable", "confirmed", "errors", "asked", "blank", "nothing", "missing"),
    *("seed0", "seed1", "sum0", "sum1", "digest"),
)


@dataclass(frozen=True, kw_only=True)
class WorkingPaper:
    """Where each step of a form's workbook is calculated. ``rules`` and ``reasons`` name their lines."""

    form: Form
    figures: Mapping[Ref, Place]
    rules: Sequence[str]
    reasons: Sequence[str]

    def step(self, name: str) -> Place:
        """Return the cell of a single step."""
        return Place(WORKING, STEPS.index(name), VALUE)

    def day_steps(self, number: int) -> tuple[Place, Place]:
        """Return the cells beside what is missing for a day of the cover: its text in one way, the day."""
        beside = self.step("missing")
        return beside._replace(column=VALUE + 1 + 2 * number), beside._replace(column=VALUE + 2 + 2 * number)

    @cached_property
    def tables(self) -> Mapping[str, Place]:
        """The first cell of each table's line, by key."""
        return {t.key: Place(WORKING, len(STEPS) + 1 + i, 0) for i, t in enumerate(self.form.tables)}

    @property
    def rules_top(self) -> int:
        """The row above the rules, for their heads."""
        return len(STEPS) + len(self.form.tables) + 2

    @cached_property
    def rule_lines(self) -> Mapping[str, Place]:
        """The first cell of each rule's line."""
        return {line: Place(WORKING, self.rules_top + 1 + i, 0) for i, line in enumerate(self.rules)}

    @property
    def reasons_top(self) -> int:
        """The row above the explanations, for their heads."""
        return self.rules_top + len(self.rules) + 2

    @cached_property
    def reason_lines(self) -> Mapping[str, Place]:
        """The first cell of each explanation's line."""
        return {line: Place(WORKING, self.reasons_top + 1 + i, 0) for i, line in enumerate(self.reasons)}

    def explained(self, line: str) -> Place:
        """Return the cell that says whether an explanation counts."""
        return self.reason_lines[line]._replace(column=EXPLAINED)

    # ------------------------------ figures, mirrored as they stand in their tables

    @cached_property
    def _tops(self) -> Mapping[str, int]:
        """The row on which the first row of each table's sheet is mirrored."""
        heights = [self.extent(table)[0] for table in self.form.tables]
        first = self.reasons_top + len(self.reasons) + 2
        starts = accumulate(heights[:-1], initial=first)
        return {table.sheet: top for table, top in zip(self.form.tables, starts, strict=True)}

    @property
    def bottom(self) -> int:
        """The row below everything mirrored, one left empty."""
        last = self.form.tables[-1]
        return self._tops[last.sheet] + self.extent(last)[0] + 1

    @cached_property
    def _width(self) -> int:
        return max(place.column for place in self.figures.values()) + 2

    def extent(self, table: Table) -> tuple[int, int]:
        """Return how many rows and columns of a table's sheet hold figures, with one locked one beyond."""
        places = [place for place in self.figures.values() if place.sheet == table.sheet]
        return max(p.row for p in places) + 2, max(p.column for p in places) + 2

    def _mirrored(self, ref: Ref, block: int) -> Place:
        place = self.figures[ref]
        return Place(WORKING, self._tops[place.sheet] + place.row, block * self._width + place.column)

    def typed(self, ref: Ref) -> Place:
        """Return the cell that holds what stands in a figure's cell: a number, or text without spaces."""
        return self._mirrored(ref, 0)

    def read(self, ref: Ref) -> Place:
        """Return the cell that holds what is read there: a number, “/”, nothing, or “?”."""
        return self._mirrored(ref, 1)

    def state(self, ref: Ref) -> Place:
        """Return the cell that holds the figure's state."""
        return self._mirrored(ref, 2)

    def product(self, ref: Ref, half: int) -> Place:
        """Return the cell that holds a typed figure's share of one of the two sums of the digest."""
        return self._mirrored(ref, 3 + half)

    @cached_property
    def shares(self) -> tuple[str, str]:
        """The ranges of all tables that hold the shares of this year's figures, of each of the two sums."""
        first, second = (
            ",".join(
                self._rectangle([self.product(Ref(key), half) for key in table.cells])
                for table in self.form.tables
            )
            for half in (0, 1)
        )
        return first, second

    @cached_property
    def read_ranges(self) -> Mapping[str, str]:
        """The range that mirrors each table's figures of this year as they are read, by key."""
        return {t.key: self._rectangle([self.read(Ref(key)) for key in t.cells]) for t in self.form.tables}

    @cached_property
    def state_ranges(self) -> Mapping[str, str]:
        """The range that holds the states of each table's figures of this year, by key."""
        return {t.key: self._rectangle([self.state(Ref(key)) for key in t.cells]) for t in self.form.tables}

    @staticmethod
    def _rectangle(places: Sequence[Place]) -> str:
        rows, columns = [p.row for p in places], [p.column for p in places]
        return f"{Place('', min(rows), min(columns)).a1}:{Place('', max(rows), max(columns)).a1}"
