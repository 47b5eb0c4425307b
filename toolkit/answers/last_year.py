"""Last year's figures, as they pass to this year's units: renamed, merged, split, new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.answers.units import MERGED, NEW, Roster, Unit, label_unit
from toolkit.form.model import Figure, Form, Key, Mark, name_some, sum_figures

SHOWN = 5  # units that are named
UNKNOWN = frozenset({Mark.BLANK, Mark.UNREADABLE})  # what is no answer


@dataclass(frozen=True, kw_only=True)
class History:
    """Last year's figures by unit code. ``source`` says where they come from, for the cover.

    ``names`` and ``prose`` are last year's too; ``given`` are opening figures that the office registered, by
    this year's codes; ``divided`` are the codes of bodies that other units came out of; ``compiled`` are the
    units whose figures are in this year's report of another, by its code; ``totals`` are last year's of the
    county; ``doubt`` says why they are not simply what lies in last year's folder; ``owed`` names the units
    that were to report then, whether they did or not.
    """

    source: str = ""
    figures: Mapping[str, Mapping[Key, Figure]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    prose: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    given: Mapping[str, Mapping[Key, Figure]] = field(default_factory=dict)
    divided: frozenset[str] = frozenset()
    compiled: Mapping[str, Sequence[Unit]] = field(default_factory=dict)
    totals: Mapping[Key, Figure] = field(default_factory=dict)
    doubt: str = ""
    owed: Mapping[str, str] = field(default_factory=dict)

    def of(self, unit: Unit) -> Mapping[Key, Figure]:
        """Return the opening figures of a unit: its own, or the sums of what it took over; {} when unknown.

        A unit with predecessors is known only when all of them are; one that came out of a split, or that
        lost a part in it, only as far as the office registered what it has.
        """
        if unit.code in self.given:
            return self.given[unit.code]
        if self.unregistered(unit):
            return {}
        return self.sum_of(self.origins(unit))

    def label(self, code: str) -> str:
        """Name a unit of last year by its code and the name that it had."""
        name = self.names.get(code) or self.owed.get(code, "")
        return label_unit(code, name if name != code else "")

    def origins(self, unit: Unit) -> tuple[str, ...]:
        """Return last year's codes of what the unit is this year.

        A merged unit keeps what it had itself; whoever compiles another's report has that one's too, where
        it reported.
        """
        codes = unit.predecessors or (unit.code,)
        stays = unit.status == MERGED and unit.code in self.figures and unit.code not in codes
        compiled = (u.code for u in self.compiled.get(unit.code, ()))
        known = (code for code in compiled if code in self.figures)
        return tuple(dict.fromkeys((*((unit.code,) if stays else ()), *codes, *known)))

    def sum_of(self, codes: Iterable[str]) -> Mapping[Key, Figure]:
        """Add up last year's figures of several units; {} when one of them is unknown."""
        parts = [self.figures.get(code) for code in codes]
        known = [part for part in parts if part is not None]
        if not known or len(known) != len(parts):
            return {}
        if len(known) == 1:
            return known[0]
        columns = zip(*[[*map(part.get, known[0])] for part in known], strict=True)
        return {
            key: sum_figures(column)
            for key, column in zip(known[0], columns, strict=True)
            if None not in column  # all have it
        }

    def unregistered(self, unit: Unit) -> bool:
        """Whether only the office can say what a unit opens with, and has not: after a split."""
        return (unit.split or unit.code in self.divided) and unit.code not in self.given

    def prose_of(self, unit: Unit) -> Mapping[str, str]:
        """Return last year's passages of the unit, or of the one that it was."""
        return next((self.prose[code] for code in self.origins(unit) if code in self.prose), {})

    def note(self, unit: Unit) -> str:
        """Say where a unit's opening figures come from, or why there are none."""
        codes = self.origins(unit)
        if unit.code in self.given:
            return "本办登记的上年数"
        if self.unregistered(unit):
            return "机构拆分，分得多少要由本办登记"
        if unit.status == NEW and not unit.predecessors:
            return "新设单位"
        if absent := [code for code in codes if code not in self.figures]:
            return f"上年数里没有 {name_some([*map(self.label, absent)], SHOWN)}"
        words = [f"{name_some([*map(self.label, codes)], SHOWN)} 相加"] if len(codes) > 1 else []
        names = "、".join(u.label for u in self.compiled.get(unit.code, ()))
        return "，".join([*words, f"本表含代编的 {names}"] if names else words)

    def unknown(self, roster: Roster) -> str:
        """Say which units it has no figures of, though they are not new; empty when there are none.

        They may not have reported then; or a part of last year's figures was lost on the way.
        """
        lost = [
            unit
            for unit in roster.due
            if (unit.status != NEW or unit.predecessors)
            and unit.code not in self.given
            and not self.unregistered(unit)
            and any(code not in self.figures for code in self.origins(unit))
        ]
        if not self.figures or not lost:
            return ""
        named = name_some([unit.label for unit in lost], SHOWN)
        return (
            f"上年数（{self.source}）里没有 {len(lost)} 个单位的数：{named}。它们的上年数都空着。"
            "上年报过的，请先补齐上年数，再下发一次；新设的，在名录里把状态写成“新设”。"
        )

    def vanished(self, roster: Roster) -> tuple[str, ...]:
        """Name last year's units of which this year's roster says nothing: perhaps a line of it was lost.

        Imported reports, known by name only, may be anybody's: they are not asked about.
        """
        told = {code for unit in roster.units for code in (unit.code, *unit.predecessors)}
        named = {unit.name for unit in roster.units}
        lost = [code for code, name in self.names.items() if code != name]
        lost += [code for code, name in self.owed.items() if code not in self.names and name not in named]
        return tuple(self.label(code) for code in lost if code not in told)

    def gaps(self, form: Form, units: Iterable[Unit]) -> str:
        """Say of which units some figures are not known: they were blank, or could not be told."""
        missing: dict[str, int] = {}
        for unit in units:
            parts = [self.figures.get(code, {}) for code in self.origins(unit)]
            if unit.code not in self.given:
                missing[unit.label] = sum(any(p.get(key) in UNKNOWN for p in parts) for key in form.asked)
        some = [f"{label}（{number} 个）" for label, number in missing.items() if number]
        if not some:
            return ""
        return (
            f"上年数（{self.source}）里有 {len(some)} 个单位的数不全：{name_some(some, SHOWN)}。"
            "没有填、读不准的都空着，与它们衔接的规则不核对。请照上年的报告补进那里的工作簿，再下发一次。"
        )

    def county(self) -> Mapping[Key, Figure]:
        """Return last year's totals: those that were kept, else the sums over all units."""
        return self.totals or self.sum_of(self.figures)

    def within(self, roster: Roster) -> "History":
        """Return it with what the roster says: who was split, and the code of a unit known by its name only.

        Imported reports have no codes.
        """
        divided = frozenset(code for unit in roster.units if unit.split for code in unit.predecessors)
        called: dict[str, str] = {}
        for unit in roster.units:
            # two of one name: neither
            called[unit.name] = unit.name if unit.name in called else unit.code
        codes = {code: called.get(code, code) for code in self.figures}
        if len(set(codes.values())) < len(codes):
            return replace(self, divided=divided, compiled=roster.compiled)
        return replace(
            self,
            divided=divided,
            compiled=roster.compiled,
            figures={codes[code]: figures for code, figures in self.figures.items()},
            names={codes.get(code, code): name for code, name in self.names.items()},
            prose={codes.get(code, code): words for code, words in self.prose.items()},
        )
