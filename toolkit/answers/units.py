"""The units of a county: what they are, who became whom, how their codes and names are compared."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

STATUSES = ("正常", "更名", "合并", "拆分", "新设", "代编", "撤销")
NORMAL, RENAMED, MERGED, SPLIT, NEW, COMPILED, DISSOLVED = STATUSES
TOOK_OVER = (RENAMED, MERGED, SPLIT)  # they have predecessors
UNSORTED = "其他"


def label_unit(code: str, name: str) -> str:
    """Name a unit as lists and messages do: its code and its name, as far as they are known."""
    return f"{code} {name}".strip()


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
    def label(self) -> str:
        """Its code and its name, as lists and messages name it."""
        return label_unit(self.code, self.name)

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
    """All units, in the office's order; columns of the list ``unused``, deciding ones ``lacking``."""

    units: tuple[Unit, ...]
    unused: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    def find(self, code: str) -> Unit | None:
        """Return the unit with this code."""
        return self._by_code.get(code)

    def label(self, code: str) -> str:
        """Name the unit with this code; the code alone where there is none."""
        unit = self.find(code)
        return code if unit is None else unit.label

    @cached_property
    def _by_code(self) -> Mapping[str, Unit]:
        return {unit.code: unit for unit in reversed(self.units)}

    def meant(self, code: str) -> str:
        """Ask whether another code was meant by one that is not there: “，是不是 009 甲局？”.

        Empty where none is near.

        Excel takes the zeros before a number away; people write the name, a part of it, or both.
        """
        near = [unit for unit in self.units if bare_code(unit.code) == bare_code(code) and unit.code != code]
        near = near or [unit for unit in self.units if unit.name == code]
        if not near and len(code) > 1:
            near = [u for u in self.units if code in u.name or code.partition(" ")[0] == u.code]
        return f"，是不是 {near[0].label}？" if len(near) == 1 else ""

    def unknown(self, code: str) -> str:
        """Say that a code is not on the roster, and which one was perhaps meant: a whole sentence."""
        meant = self.meant(code)
        return f"单位名录里没有代码 {code[:40]}{meant}" + ("" if meant.endswith("？") else "。")

    def named(self, name: str) -> Unit | None:
        """Return the only unit with this name."""
        found = self._by_name.get(name, ())
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Unit]]:
        named: dict[str, list[Unit]] = {}
        for unit in self.units:
            named.setdefault(unit.name, []).append(unit)
        return named

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
            return f"由 {self.label(unit.parent)} 代编"
        theirs = "、".join(u.label for u in self.compiled.get(unit.code, ()))
        return f"代编 {theirs}" if theirs else ""

    @property
    def due(self) -> tuple[Unit, ...]:
        """The units from which a report is due and counts."""
        return tuple(unit for unit in self.units if unit.owes and unit.counted)


def shortens(words: str, name: str) -> bool:
    """Whether `words` are letters of a name in their order: “清河住建” for 清河县住房和城乡建设局."""
    letters = iter(name)
    return all(letter in letters for letter in words)


def bare_code(code: str) -> str:
    """Reduce a code to what is left of it when a program has made it a number, or somebody typed it wide."""
    text = folded_code(code)
    return text.lstrip("0") or text[-1:]


def folded_code(code: str) -> str:
    """Give a code in one width and one case, without blanks around it."""
    return unicodedata.normalize("NFKC", code).strip().casefold()


def bare_name(name: str) -> str:
    """Reduce a body's name to what identifies it: no spaces, one kind of brackets and width."""
    return "".join(unicodedata.normalize("NFKC", name).split())
