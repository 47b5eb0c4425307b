"""The units of a county: what they are, who became whom, what each says (`Submission`), and said last year.

What a unit says are figures, texts and explanations, as exact values. Last year's figures (`History`) pass to
this year's units: renamed, merged, split, new.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from toolkit.form.model import (
    ZERO_BLANKS_YES,
    Figure,
    Form,
    Key,
    Mark,
    exact_amount,
    name_some,
    plain_digits,
    sum_figures,
    with_totals,
)
from toolkit.layout.place import Place

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


# ------------------------------------------------------------------ what a unit says


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One unit's answers for one year.

    ``figures`` holds the typed cells (a missing key is blank); ``stated`` totals that somebody typed over
    their formula, or that a published report prints; ``last`` last year's figures as printed in the
    workbook; ``moved`` the cells that did not stand where the template has them; ``explanations`` the unit's
    words to a query, by rule id and line (``R06.regulations``); ``unread`` the fields of words in which
    something stands that was refused: they are unknown, and not blank.
    """

    form: str
    year: int
    unit_code: str
    unit_name: str
    kind: str = ""
    figures: Mapping[Key, Figure] = field(default_factory=dict)
    stated: Mapping[Key, Figure] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[Key, Figure] = field(default_factory=dict)
    moved: Mapping[Key, Place] = field(default_factory=dict)
    unread: tuple[Key, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Go to another process light.

        The names of the figures as one text, which thousands of units share.
        """
        return {k: _packed(v) if k in _PACKED else v for k, v in self.__dict__.items()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Come out of another process, with one object for each name whatever the unit."""
        self.__dict__.update({k: _unpacked(*v) if k in _PACKED else v for k, v in state.items()})

    def known_sums(self, form: Form) -> dict[str, str]:
        """Give by what each table's typed figures are known again, by its key."""
        said = {table.key: sha256() for table in form.tables}
        for key in form.inputs:
            figure = self.figure(key)
            alike = figure if isinstance(figure, Mark) else exact_amount(Decimal(figure))
            said[key.table].update(f"{plain_digits(alike)} ".encode())
        return {table: figures.hexdigest()[:8] for table, figures in said.items()}

    @property
    def zero_blanks(self) -> bool:
        """Whether the unit confirmed that its blank cells mean 0."""
        return self.identity.get("zero_blanks") == ZERO_BLANKS_YES

    def figure(self, key: Key) -> Figure:
        """What was typed for this figure."""
        return self.figures.get(key, Mark.BLANK)


_PACKED = frozenset({"figures", "last"})


def _packed(figures: Mapping[Key, Figure]) -> tuple[str, tuple[Figure, ...]]:
    return _names(tuple(figures)), tuple(figures.values())


def _unpacked(names: str, figures: Sequence[Figure]) -> dict[Key, Figure]:
    return dict(zip(_keys(names), figures, strict=True))


@lru_cache(maxsize=64)
def _names(keys: tuple[Key, ...]) -> str:
    return "\n".join("\t".join(key) for key in keys)


@lru_cache(maxsize=64)
def _keys(names: str) -> tuple[Key, ...]:
    return tuple(Key(*name.split("\t")) for name in names.splitlines())


def unwritten(form: Form, identity: Mapping[str, str], narrative: Mapping[str, str]) -> list[str]:
    """Name the required fields of the cover, then the required passages, in which nothing is written."""
    return [
        field.label
        for fields, texts in ((form.identity, identity), (form.narrative, narrative))
        for field in fields
        if field.required and not texts.get(field.key, "").strip()
    ]


def settled_figures(form: Form, submission: Submission) -> Mapping[Key, Figure]:
    """Return all figures of a submission as they count.

    Required blanks that the unit confirmed to be 0 are 0.

    Without that confirmation on the cover (空白格是否均为 0) a blank stays blank; optional cells, which may
    be blank for good, are never made 0.
    """
    figures = with_totals(form, submission.figures)
    if not submission.zero_blanks:
        return figures
    return {key: 0 if f is Mark.BLANK and form.required(key) else f for key, f in figures.items()}


def place_of(issued: Mapping[Key, Place], submission: Submission, key: Key) -> Place:
    """Return the cell of a figure in the unit's own workbook as it was opened; `issued` are those sent out.

    Inserted rows and columns that the reader could follow move it; messages name what the clerk sees.
    """
    return submission.moved.get(key, issued[key])
