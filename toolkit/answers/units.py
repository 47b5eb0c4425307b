"""The units of a county: what they are, and who became whom."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

STATUSES = ("正常", "更名", "合并", "拆分", "新设", "代编", "撤销")
NORMAL, MERGED, SPLIT, NEW, COMPILED, DISSOLVED = "正常", "合并", "拆分", "新设", "代编", "撤销"
TOOK_OVER = ("更名", MERGED, SPLIT)  # they have predecessors
UNSORTED = "其他"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One body of the roster.

    ``predecessors`` are last year's codes of what it took over; ``parent`` is the code of the body that it
    belongs to, where that reports too, or that compiles its report with its own (代编). ``counted``: its
    figures go into the county's totals (a vertically managed body may report elsewhere).
    """

    code: str
    name: str
    kind: str = UNSORTED
    status: str = NORMAL
    predecessors: tuple[str, ...] = ()
    counted: bool = True
    parent: str = ""
    contact: str = ""
    phone: str = ""
    note: str = ""

    @property
    def owes(self) -> bool:
        """Whether a report is due from it this year.

        Not when it is no more, or another compiles its figures with its own.
        """
        return self.status != DISSOLVED and not self.compiled

    @property
    def compiled(self) -> bool:
        """Whether its figures are in the report of its parent."""
        return self.status == COMPILED

    @property
    def split(self) -> bool:
        """Whether it came out of a body that was split: what it took over is not in last year's figures."""
        return self.status == SPLIT


@dataclass(frozen=True, kw_only=True)
class Roster:
    """All units, in the office's order; ``unused`` are the columns of the list that mean nothing to us."""

    units: tuple[Unit, ...]
    unused: tuple[str, ...] = ()

    def find(self, code: str) -> Unit | None:
        """Return the unit with this code."""
        return next((unit for unit in self.units if unit.code == code), None)

    def meant(self, code: str) -> str:
        """Ask whether another code was meant by one that is not there: “，是不是 009 甲局？”.

        Empty where none is near.

        Excel takes the zeros before a number away.
        """
        near = [unit for unit in self.units if bare_code(unit.code) == bare_code(code) and unit.code != code]
        near = near or [unit for unit in self.units if unit.name == code]
        return f"，是不是 {near[0].code} {near[0].name}？" if len(near) == 1 else ""

    def unknown(self, code: str) -> str:
        """Say that a code is not on the roster, and which one was perhaps meant: a whole sentence."""
        meant = self.meant(code)
        return f"单位名录里没有代码 {code[:40]}{meant}" + ("" if meant.endswith("？") else "。")

    def named(self, name: str) -> Unit | None:
        """Return the only unit with this name."""
        found = [unit for unit in self.units if unit.name == name]
        return found[0] if len(found) == 1 else None

    @cached_property
    def compiled(self) -> Mapping[str, Sequence[Unit]]:
        """The units whose figures are in the report of another, by its code."""
        theirs: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.compiled:
                theirs.setdefault(unit.parent, []).append(unit)
        return theirs

    def compiling(self, unit: Unit) -> str:
        """Name the other side, where one unit's figures are in the report of another.

        Empty for all others.
        """
        if unit.compiled:
            by = self.find(unit.parent)
            return f"由 {unit.parent} {by.name if by else ''} 代编"
        theirs = "、".join(f"{u.code} {u.name}" for u in self.compiled.get(unit.code, ()))
        return f"代编 {theirs}" if theirs else ""

    @property
    def due(self) -> tuple[Unit, ...]:
        """The units from which a report is due and counts."""
        return tuple(unit for unit in self.units if unit.owes and unit.counted)


def bare_code(code: str) -> str:
    """Reduce a code to what is left of it when a program has made it a number, or somebody typed it wide."""
    text = unicodedata.normalize("NFKC", code).strip().casefold()
    return text.lstrip("0") or text[-1:]
