"""Adding up: accepted submissions side by side in pandas, county totals, subtotals by kind, completeness."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd

from toolkit.answers.coverage import coverage_note, optional_figures
from toolkit.answers.submission import Figure, Mark, exact_amount, settled_figures, sum_figures
from toolkit.answers.units import Roster
from toolkit.answers.waiver import Use
from toolkit.form.model import Form, Key
from toolkit.year.standing import ACCEPTED, MISSING, RETURNED, Standing, standing_counts
from toolkit.year.succession import Succession


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """A county's year: every unit's standing, and the figures of those that passed.

    ``succession`` reconciles the units with last year's, where that is known; ``waivers`` are the
    exceptions. ``area`` is what all units together are called; ``late`` by how many days a counted unit's
    report came late, by code.
    """

    form: Form
    county: str
    year: int
    notice: str
    standings: tuple[Standing, ...]
    draft_wanted: bool = False
    succession: Succession | None = None
    waivers: tuple[Use, ...] = ()
    area: str = "全县"
    late: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def roster(self) -> Roster:
        """The units, in the office's order."""
        return Roster(units=tuple(s.unit for s in self.standings))

    @cached_property
    def counted(self) -> tuple[Standing, ...]:
        """The units whose figures are added up: passed, and counted by the roster."""
        return tuple(s for s in self.standings if s.status == ACCEPTED and s.unit.counted)

    def waiting(self, status: str) -> tuple[Standing, ...]:
        """Return the due units of this status."""
        return tuple(s for s in self.standings if s.status == status and s.unit.owes and s.unit.counted)

    @property
    def complete(self) -> bool:
        """Whether every due unit has passed."""
        return not self.waiting(MISSING) and not self.waiting(RETURNED)

    @property
    def draft(self) -> bool:
        """Whether the result is only a 草稿."""
        return self.draft_wanted or not self.complete

    @cached_property
    def figures(self) -> tuple[Mapping[Key, Figure], ...]:
        """All figures of each counted unit (totals recomputed, confirmed blanks 0), beside `counted`."""
        return tuple(settled_figures(self.form, s.submission) for s in self.counted if s.submission)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The counted units' figures in whole steps of each figure's kind.

        One row a unit, one column a figure.

        A cell without a number is <NA>. Columns are keyed by `Key`; rows by unit code.
        """
        quanta = [(key, self.form.kind(key).quantum) for key in self.form.cells]
        columns = {key: _column([_steps(f[key], quantum) for f in self.figures]) for key, quantum in quanta}
        return pd.DataFrame(columns, index=pd.Index([s.unit.code for s in self.counted], dtype="str"))

    def _sums(self, units: list[int]) -> dict[Key, Figure]:
        """Add up some of the counted units, by their places in `counted`."""
        sums = self.frame.iloc[units].sum(min_count=1)
        return {
            key: sum_figures([self.figures[unit][key] for unit in units])
            if pd.isna(steps)
            else exact_amount(Decimal(int(steps)) / self.form.kind(key).quantum)
            for key, steps in zip(self.form.cells, sums, strict=True)
        }

    @cached_property
    def totals(self) -> Mapping[Key, Figure]:
        """The county's figures: sums over the counted units."""
        return self._sums(list(range(len(self.counted))))

    @cached_property
    def silent(self) -> Mapping[Key, int]:
        """How many counted units state no number of a figure that they may leave out (不填, /).

        Only where some do not.
        """
        optional = optional_figures(self.form)
        counts = {key: sum(isinstance(figures[key], Mark) for figures in self.figures) for key in optional}
        return {key: count for key, count in counts.items() if count}

    def stated(self, key: Key, codes: Container[str]) -> int:
        """Return how many of the counted units with these codes state a number."""
        units = zip(self.counted, self.figures, strict=True)
        return sum(s.unit.code in codes and not isinstance(f[key], Mark) for s, f in units)

    def coverage(self, keys: Iterable[Key]) -> str:
        """Say of which of these sums not every counted unit states its part, and how many do."""
        return coverage_note(self.form, self.silent, len(self.counted), keys)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of unit, in the roster's order."""
        return tuple(dict.fromkeys(s.unit.kind for s in self.standings))

    @cached_property
    def subtotals(self) -> Mapping[str, Mapping[Key, Figure]]:
        """The figures summed by kind of unit."""
        of = {kind: [i for i, s in enumerate(self.counted) if s.unit.kind == kind] for kind in self.kinds}
        return {kind: self._sums(units) for kind, units in of.items()}


def _column(steps: Sequence[int | None]) -> Any:  # noqa: ANN401 (an array of pandas)
    """Hold one figure of all units so that its sum is exact: in 64 bits, or in numbers of any length."""
    wide = max((abs(each) for each in steps if each is not None), default=0) * len(steps) >= 2**63
    return pd.array(steps, dtype=object if wide else pd.Int64Dtype())


def _steps(figure: Figure, quantum: int) -> int | None:
    return None if isinstance(figure, Mark) else int(figure * quantum)


def coverage_lines(consolidation: Consolidation) -> list[str]:
    """Say how many due units there are, and name those that have not passed."""
    counts = standing_counts(consolidation.standings)
    lines = ["　".join(f"{label} {n}" for label, n in counts.items())]
    for status, says in ((MISSING, "没有报送"), (RETURNED, "退回，还没有改好或确认")):
        names = [s.named for s in consolidation.waiting(status)]
        if names:
            lines.append(f"{says}：{'、'.join(names)}")
    return lines
