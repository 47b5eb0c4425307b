"""Adding up: accepted submissions side by side, county totals, subtotals by kind, completeness."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, cast

from toolkit.answers.coverage import coverage_note
from toolkit.answers.last_year import History
from toolkit.answers.messages import Finding, name_waiting
from toolkit.answers.submission import settled_figures
from toolkit.answers.units import Roster
from toolkit.answers.waiver import Use
from toolkit.form.model import (
    Amount,
    Figure,
    Form,
    Key,
    Mark,
    name_some,
    plain_digits,
    side_by_side,
    sum_figures,
)
from toolkit.year.calendar import came_late
from toolkit.year.succession import Succession, reconcile
from toolkit.year.workspace import (
    ACCEPTED,
    LEVELS,
    MISSING,
    RETURNED,
    Collection,
    Standing,
    Workspace,
    standing_counts,
)

if TYPE_CHECKING:
    import pandas as pd

COUNTY_WORDS = "county.csv"  # or county.xlsx
SHOWN = 5  # refusals, questions of the next level that are named


@dataclass(frozen=True, kw_only=True)
class Above:
    """What the next level will say of a final summary.

    Units that keep a rule keep it together, but where they are not those of last year, or where the office
    allowed a waiver; what a unit explained is not explained of the sum. ``refused`` sends the summary
    back, ``carried`` are those of it that were compared with last year; ``asked`` is to be explained.
    ``left`` names, by the code of a unit that is no more, what it had open last year and nobody took over,
    ``heirless`` asks who does, one sentence a unit.
    """

    refused: tuple[Finding, ...] = ()
    carried: tuple[Finding, ...] = ()
    asked: tuple[Finding, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)
    heirless: tuple[str, ...] = ()

    @property
    def open_matters(self) -> tuple[str, ...]:
        """Why the year is not clean though every unit passed."""
        if not self.refused:
            return ()
        return (f"合计有 {len(self.refused)} 处不合规则，上报后会被退回（{self.places}）",)

    @property
    def places(self) -> str:
        """Where the totals stand that are sent back."""
        return name_some(list(dict.fromkeys(one.place or one.rule for one in self.refused)), SHOWN)

    @property
    def lines(self) -> Iterator[str]:
        """Say what the next level will not take, who should have taken over what, and what it will ask."""
        if self.refused:
            yield (
                f"各单位都已通过，但合计有 {len(self.refused)} 处不合规则，上报后会被退回："
                f"{_shown(self.refused)}。请核对单位变动（撤销的单位没有办结的由谁承接）和例外；"
                "确有原因的，上报时一并说明，请上一级登记例外。"
            )
        yield from self.heirless
        if self.asked:
            lines = "、".join(dict.fromkeys(one.line or one.rule for one in self.asked))
            yield (
                f"上报后还会被问 {len(self.asked)} 处：{_shown(self.asked)}。不对的请改正（本级的文字在 "
                f"{COUNTY_WORDS}）；核对无误的，在 {COUNTY_WORDS} 里每处加一行"
                "“explanation,规则,value,原因”，再运行 xxgk consolidate，就写进上报文件的“核实说明”。"
                f"规则依次写 {lines}。"
            )


def _shown(findings: Sequence[Finding]) -> str:
    told = "；".join(f"{one.place}：{one.problem.rstrip('。')}" for one in findings[:SHOWN])
    return told + ("……" if len(findings) > SHOWN else "")


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """A county's year: every unit's standing, and the figures of those that passed.

    ``succession`` reconciles the units with last year's, where that is known; ``waivers`` are what was
    allowed; ``strangers`` sent a workbook and are not on the roster, ``uncalled`` are there as bodies that
    send none. ``area`` is what all units together are called; ``late`` by how many days a counted unit's
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
    strangers: tuple[str, ...] = ()
    uncalled: tuple[str, ...] = ()
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
    def owing(self) -> Mapping[str, Sequence[str]]:
        """Name the units whose figures are missing from the sums, by what is said of them."""
        said = {MISSING: "没有报送", RETURNED: "退回，还没有改好或确认"}
        named = {says: [s.named for s in self.waiting(status)] for status, says in said.items()}
        named["名录里没有了（上年有，没有写去向）"] = [*self.vanished]
        named["名录里没有（报来了）"] = [*self.strangers]
        named["名录里是撤销或代编的（报来了）"] = [*self.uncalled]
        return {says: names for says, names in named.items() if names}

    @property
    def complete(self) -> bool:
        """Whether there are due units, every one has passed with what it said last, and no other sent any."""
        undecided = any(s.undecided for s in self.counted)
        return bool(self.counted) and not (undecided or self.owing)

    @property
    def vanished(self) -> tuple[str, ...]:
        """Name last year's units of which the roster does not say what became of them."""
        return self.succession.vanished if self.succession is not None else ()

    @property
    def unlisted(self) -> tuple[str, ...]:
        """Name the units that the roster perhaps should have: last year's, and those that sent something."""
        return tuple(dict.fromkeys((*self.vanished, *self.strangers)))

    @property
    def draft(self) -> bool:
        """Whether the result is only a 草稿."""
        return self.draft_wanted or not self.complete

    @property
    def waiting_named(self) -> str:
        """What waits for the units: “待说明 2 处、待改正 1 处”."""
        return name_waiting(one for s in self.standings for one in s.findings) or "待说明 0 处"

    @property
    def why_draft(self) -> str:
        """Why the result is only a 草稿; empty when it is final."""
        if not self.draft:
            return ""
        if self.complete:
            return "各单位都已通过，本级还没有定稿"
        if owing := [f"{len(names)} 个单位{says}" for says, names in self.owing.items()]:
            return f"还有 {'；'.join(owing)}"
        return "还有单位没有定以哪一份为准" if self.counted else "没有要计入的单位"

    @cached_property
    def figures(self) -> tuple[Mapping[Key, Figure], ...]:
        """All figures of each counted unit (totals recomputed, confirmed blanks 0), beside `counted`."""
        return tuple(settled_figures(self.form, s.submission) for s in self.counted if s.submission)

    @cached_property
    def columns(self) -> Mapping[Key, Sequence[Figure]]:
        """Each figure of all counted units, in the order of `counted`."""
        return side_by_side(self.form.cells, self.figures)

    @cached_property
    def written(self) -> tuple[Sequence[str], ...]:
        """All figures of each counted unit as the data files write them, in the form's order."""
        cells, digits = self.form.cells, _Digits()
        return tuple([*map(digits.__getitem__, map(figures.__getitem__, cells))] for figures in self.figures)

    @cached_property
    def amounts(self) -> Mapping[Key, Sequence[Amount]]:
        """Each amount of all counted units, in the order of `counted`; 0 where a unit states no number."""
        return {key: _amounts(column) for key, column in self.columns.items()}

    @cached_property
    def lines(self) -> Mapping[Key, int]:
        """How many counted units' amount is not 0, figure by figure: the lines of 数据 and 溯源."""
        return {key: sum(map(bool, amounts)) for key, amounts in self.amounts.items()}

    def frame(self) -> "pd.DataFrame":
        """Put the counted units' figures into a table of pandas, exact: for whoever analyses in Python.

        One row a unit, by its code; one column a figure, by its `Key`. A cell without a number is None.
        """
        import pandas as pd  # noqa: PLC0415 (half a second, which adding up does not need)

        columns = {
            key: [None if isinstance(f, Mark) else f for f in column] for key, column in self.columns.items()
        }
        return pd.DataFrame(
            columns, index=pd.Index([s.unit.code for s in self.counted], dtype="str"), dtype=object
        )

    @cached_property
    def totals(self) -> Mapping[Key, Figure]:
        """The county's figures: sums over the counted units."""
        return {key: sum_figures(column) for key, column in self.columns.items()}

    @cached_property
    def silent(self) -> Mapping[Key, int]:
        """How many counted units state no number of a figure that they may leave out (不填, /).

        Only where some do not.
        """
        optional = self.form.optional
        counts = {key: [*map(type, self.columns[key])].count(Mark) for key in optional}
        return {key: count for key, count in counts.items() if count}

    def stated(self, key: Key, among: Sequence[bool]) -> int:
        """Return how many of some counted units (said of each, in their order) state a number."""
        return sum(not isinstance(figure, Mark) for figure in compress(self.columns[key], among))

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
        of = {kind: [s.unit.kind == kind for s in self.counted] for kind in self.kinds}
        return {
            kind: {key: sum_figures([*compress(column, mine)]) for key, column in self.columns.items()}
            for kind, mine in of.items()
        }


def _amounts(figures: Sequence[Figure]) -> Sequence[Amount]:
    if Mark in {*map(type, figures)}:
        return [0 if isinstance(figure, Mark) else figure for figure in figures]
    return cast("Sequence[Amount]", figures)


class _Digits(dict[Figure, str]):
    """Figures as the data files write them; the same few counts stand there again and again."""

    def __missing__(self, figure: Figure) -> str:
        written = plain_digits(figure)
        if type(figure) is int:
            self[figure] = written
        return written


def coverage_lines(consolidation: Consolidation) -> list[str]:
    """Say how many due units there are, and name those that have not passed."""
    counts = standing_counts(consolidation.standings)
    owing = (f"{says}：{'、'.join(names)}" for says, names in consolidation.owing.items())
    later = (
        f"{s.unit.name}{'：' if s.wrong_pin else ''}{s.undecided}。"
        for s in consolidation.counted
        if s.undecided
    )
    return ["　".join(f"{label} {n}" for label, n in counts.items()), *owing, *later]


def consolidate(
    workspace: Workspace, collection: Collection, history: History | None = None, *, draft: bool = False
) -> Consolidation:
    """Put a collection together as the county's year.

    `history` is last year as the office keeps it; without it no succession is reconciled. `draft` marks the
    result as 草稿 even where every due unit has passed.
    """
    settings = workspace.settings
    late = {s.unit.code: days for s in collection.standings if (days := came_late(settings, s))}
    changes = None
    if history is not None and history.names:
        changes = reconcile(workspace.roster, history)
    return Consolidation(
        form=workspace.form,
        county=settings.county,
        year=settings.year,
        notice=settings.notice,
        standings=collection.standings,
        late=late,
        draft_wanted=draft,
        waivers=collection.waivers,
        area=LEVELS[settings.level],
        succession=changes,
        strangers=collection.strangers,
        uncalled=collection.uncalled,
    )
