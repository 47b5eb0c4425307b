"""Adding up: accepted submissions side by side in pandas, county totals, subtotals by kind, completeness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

import pandas as pd

from toolkit.expression import Key
from toolkit.finding import Finding, Level
from toolkit.form import Form
from toolkit.roster import Roster, Unit
from toolkit.submission import Figure, Mark, Submission, added, exact, settled
from toolkit.succession import Succession
from toolkit.waivers import Use

ACCEPTED, RETURNED, MISSING, EXCUSED = "accepted", "returned", "missing", "excused"
UNCONFIRMED = "待确认零报告"
STATUS_LABELS = {ACCEPTED: "通过", RETURNED: "退回", MISSING: "未报", EXCUSED: "不需报"}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one unit of the roster stands: its status, the file that counts, and what was found in it.

    ``received`` is when the file was first on record here; ``saved`` when an office program last saved it.
    """

    unit: Unit
    status: str
    file: str | None = None
    sha256: str | None = None
    received: datetime | None = None
    saved: datetime | None = None
    submission: Submission | None = None
    findings: tuple[Finding, ...] = ()

    def count(self, level: Level) -> int:
        """How many primary findings of this level there are."""
        return sum(f.level is level and f.primary and f.waived is None for f in self.findings)

    @property
    def waiting(self) -> int:
        """How many queries wait for the unit's explanation."""
        return sum(f.waiting for f in self.findings)

    @property
    def unconfirmed(self) -> bool:
        """Whether it waits for the unit to confirm that its zeros are a zero report."""
        return any(f.unconfirmed for f in self.findings)

    @property
    def named(self) -> str:
        """The unit's name, with what only it can settle where its report waits for that."""
        return f"{self.unit.name}（{UNCONFIRMED}）" if self.unconfirmed else self.unit.name

    @property
    def waived(self) -> int:
        """How many findings are allowed as exceptions."""
        return sum(f.waived is not None and f.primary for f in self.findings)


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """A county's year: every unit's standing, and the figures of those that passed.

    ``succession`` reconciles the units with last year's, where that is known; ``waivers`` are the exceptions.
    """

    form: Form
    county: str
    year: int
    notice: str
    standings: tuple[Standing, ...]
    draft_wanted: bool = False
    succession: Succession | None = None
    waivers: tuple[Use, ...] = ()

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
        return tuple(settled(self.form, s.submission) for s in self.counted if s.submission)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The counted units' figures in whole steps of each figure's kind: one row a unit, one column a figure.

        A cell without a number is <NA>. Columns are keyed by `Key`; rows by unit code.
        """
        quanta = [(key, self.form.kind(key).quantum) for key in self.form.cells]
        columns = {
            key: pd.array([_steps(figures[key], quantum) for figures in self.figures], dtype=pd.Int64Dtype())
            for key, quantum in quanta
        }
        return pd.DataFrame(columns, index=pd.Index([s.unit.code for s in self.counted], dtype="str"))

    def _sums(self, units: list[int]) -> dict[Key, Figure]:
        """Add up some of the counted units, by their places in `counted`."""
        sums = self.frame.iloc[units].sum(min_count=1)
        return {
            key: added([self.figures[unit][key] for unit in units])
            if pd.isna(steps)
            else exact(Decimal(int(steps)) / self.form.kind(key).quantum)
            for key, steps in zip(self.form.cells, sums, strict=True)
        }

    @cached_property
    def totals(self) -> Mapping[Key, Figure]:
        """The county's figures: sums over the counted units."""
        return self._sums(list(range(len(self.counted))))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of unit, in the roster's order."""
        return tuple(dict.fromkeys(s.unit.kind for s in self.standings))

    @cached_property
    def subtotals(self) -> Mapping[str, Mapping[Key, Figure]]:
        """The figures summed by kind of unit."""
        of = {kind: [i for i, s in enumerate(self.counted) if s.unit.kind == kind] for kind in self.kinds}
        return {kind: self._sums(units) for kind, units in of.items()}


def _steps(figure: Figure, quantum: int) -> int | None:
    return None if isinstance(figure, Mark) else int(figure * quantum)


def standing_counts(standings: Sequence[Standing]) -> Mapping[str, int]:
    """Count the due units: 应报, 已报, 通过, 退回, 未报."""
    due = [s for s in standings if s.unit.owes and s.unit.counted]
    by = {status: sum(s.status == status for s in due) for status in STATUS_LABELS}
    return {
        "应报": len(due),
        "已报": by[ACCEPTED] + by[RETURNED],
        "通过": by[ACCEPTED],
        "退回": by[RETURNED],
        "未报": by[MISSING],
    }
