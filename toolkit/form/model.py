"""A form as frozen records: kinds, tables, fields and rules, as `definition` reads them from TOML.

Whoever works with a form takes all its records from here: those that it is made of (`Key`, `Ref`, `Node`,
`Level` …) are defined in `toolkit.form.elements`, which is all that modules need that know no form, and what
can stand in a cell of it (`Figure`, `Mark` …) in `toolkit.form.figures`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import repeat
from operator import itemgetter
from typing import TypeAlias, TypeVar

from toolkit.form.days import day_of
from toolkit.form.elements import Advice as Advice
from toolkit.form.elements import Arithmetic as Arithmetic
from toolkit.form.elements import Compare as Compare
from toolkit.form.elements import Denial as Denial
from toolkit.form.elements import Document as Document
from toolkit.form.elements import Fact as Fact
from toolkit.form.elements import Family as Family
from toolkit.form.elements import FigureTerm as FigureTerm
from toolkit.form.elements import Key as Key
from toolkit.form.elements import Level as Level
from toolkit.form.elements import Logic as Logic
from toolkit.form.elements import Meaning as Meaning
from toolkit.form.elements import Multiple as Multiple
from toolkit.form.elements import Node as Node
from toolkit.form.elements import Notice as Notice
from toolkit.form.elements import Number as Number
from toolkit.form.elements import Part as Part
from toolkit.form.elements import Ref as Ref
from toolkit.form.elements import Spoken as Spoken
from toolkit.form.elements import Statement as Statement
from toolkit.form.elements import Total as Total
from toolkit.form.elements import Word as Word
from toolkit.form.elements import advice as advice
from toolkit.form.elements import matches_pattern as matches_pattern
from toolkit.form.elements import name_some as name_some
from toolkit.form.elements import refs_of as refs_of
from toolkit.form.figures import NOT_APPLICABLE as NOT_APPLICABLE
from toolkit.form.figures import SIGNIFICANT as SIGNIFICANT
from toolkit.form.figures import Amount as Amount
from toolkit.form.figures import Figure as Figure
from toolkit.form.figures import Mark as Mark
from toolkit.form.figures import added_amount as added_amount
from toolkit.form.figures import exact_amount as exact_amount
from toolkit.form.figures import figure_in_words as figure_in_words
from toolkit.form.figures import kept_amount as kept_amount
from toolkit.form.figures import kept_figure as kept_figure
from toolkit.form.figures import plain_digits as plain_digits
from toolkit.form.figures import side_by_side as side_by_side
from toolkit.form.figures import sum_figures as sum_figures
from toolkit.form.lines import Block as Block
from toolkit.form.lines import Group as Group
from toolkit.form.lines import Kind as Kind
from toolkit.form.lines import Line as Line
from toolkit.form.lines import names_apart as names_apart
from toolkit.form.measures import bracketed_unit, differ

T = TypeVar("T")
Figures: TypeAlias = Mapping[Key, Figure]

ZERO_BLANKS_YES = "是"  # what a unit chooses in the field zero_blanks: its blanks are 0
TIERS = 3  # above the units that report: county, city, province


@dataclass(frozen=True, kw_only=True)
class Table:
    """One statistics table. ``required``: a blank cell must be answered.

    ``arrangement``: how it is printed.
    """

    key: str
    sheet: str
    title: str
    arrangement: str
    section: str = ""
    corner: str = ""
    columns_title: str = ""
    note: str = ""
    required: bool = True
    blocks: tuple[Block, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)

    @property
    def national(self) -> bool:
        """Whether it is part of the national report, which prints it under a section of its own."""
        return bool(self.section)

    @property
    def heading(self) -> str:
        """The title with its section's number, as it is printed above the table."""
        return f"{self.section}、{self.title}" if self.section else self.title

    def members(self, block: Block, group: str) -> tuple[str, ...]:
        """Keys of the typed rows or columns in `group`, nested groups included, in printed order."""
        if self.groups[group].members:
            return self.groups[group].members
        inside = {key for key in self.groups if group in self.ancestry(key)}
        return tuple(line.key for line in block.lines if line.group in inside and line.sum_of is None)

    def all_members(self, group: str) -> tuple[str, ...]:
        """Keys of the typed rows or columns in `group`, in whichever block they stand, each once."""
        return tuple(dict.fromkeys(key for block in self.blocks for key in self.members(block, group)))

    def ancestry(self, group: str | None) -> tuple[str, ...]:
        """The printed groups that hold `group`, outermost first, itself last."""
        if group is None:
            return ()
        return (*self.ancestry(self.groups[group].within), group)

    def labels_over(self, line: Line) -> list[str]:
        """Return the labels of the groups that are printed round a row or column, outermost first."""
        return [self.groups[one].label for one in self.ancestry(line.group) if self.groups[one].printed]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every row and column, block by block."""
        return tuple(line for block in self.blocks for line in block.lines)

    @cached_property
    def cells(self) -> tuple[Key, ...]:
        """Every figure of the table, row by row."""
        return tuple(Key(self.key, r.key, c.key) for b in self.blocks for r in b.rows for c in b.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field of the cover (identity) or a passage of prose (narrative).

    Where a unit wrote nothing into a passage, the report says what the figures say: the facts that it
    ``tells``, or ``nil`` when the tables ``nil_of`` are all 0; the county's report says the ``draft``.
    ``may_be_none``: 无 is a whole answer. ``required``: without it the workbook does not call itself ready.
    ``suggests`` is a sentence with figures in braces that stands live beside the passage, to be copied.
    ``quoted``: for the county's report the units' own sentences are listed.
    """

    key: str
    label: str
    section: str = ""
    kind: str = "text"
    choices: tuple[str, ...] = ()
    fixed: bool = False
    says: str = ""
    tells: tuple[str, ...] = ()
    nil: str = ""
    nil_of: tuple[str, ...] = ()
    draft: tuple[Statement, ...] = ()
    may_be_none: bool = False
    required: bool = False
    suggests: str = ""
    quoted: bool = False

    def refusal(self, text: str) -> str | None:
        """Say why a text may not stand in the field; None when it may, and when it is blank."""
        if text and self.kind == "choice" and text not in self.choices:
            return f"只能选{'或'.join(self.choices)}"
        if text and self.kind == "date" and day_of(text) is None:
            return "看不出是哪一天"
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Instance:
    """A rule applied to one column or row: its bound expression, and the cell that a finding points to.

    ``line`` is its line's name, rule id and row or column: “R06.regulations”, the key of an explanation;
    ``refs`` are the figures it speaks of.
    """

    rule: "Rule"
    number: int
    each: str
    label: str
    check: Node
    when: Node | None
    at: Key
    marks: tuple[Key, ...]
    line: str = field(init=False, repr=False, compare=False)
    refs: tuple[Ref, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what everybody asks."""
        line = f"{self.rule.id}.{self.each}" if self.each else self.rule.id
        when = refs_of(self.when) if self.when is not None else ()
        object.__setattr__(self, "line", line)
        object.__setattr__(self, "refs", tuple(dict.fromkeys((*refs_of(self.check), *when))))


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule of the rule book as declared: stable id, level, basis, message and remedy.

    ``each``: it stands for every column or row of its table, or for every ``cell`` named in ``over``.
    ``stated``: the rule compares a total as the sheet shows it with our own sum. ``procedure`` names a check
    that no expression can say (prose, other units), ``asks`` it in words, ``limits`` its thresholds;
    ``trial`` rules are reported but never block; of a rule that ``waits`` the unit does not count until it
    has explained or mended the figure. ``fix_unit`` is what letters say instead of ``fix``, where that
    speaks of the office. ``after`` names rules whose failure explains this one's; ``example`` fills the
    printed message.
    """

    id: str
    level: Level
    title: str
    basis: str
    says: str
    fix: str
    fix_unit: str = ""
    table: str | None = None
    each: str | None = None
    over: tuple[str, ...] = ()
    check: str = ""
    when: str = ""
    at: str = ""
    marks: tuple[str, ...] = ()
    stated: bool = False
    procedure: str = ""
    asks: str = ""
    trial: bool = False
    waits: bool = False
    after: tuple[str, ...] = ()
    only_kinds: tuple[str, ...] = ()
    except_kinds: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def advice(self) -> Advice:
        """What to do, said to the office and to the unit."""
        return Advice(self.fix, self.fix_unit or self.fix)

    @property
    def asks_reason(self) -> bool:
        """Whether it asks for an explanation (核实); a 试行 rule only informs."""
        return self.level is Level.QUERY and not self.trial

    def applies_to(self, kind: str) -> bool:
        """Whether units of this `kind` (部门, 乡镇 …) are held to the rule."""
        return (not self.only_kinds or kind in self.only_kinds) and kind not in self.except_kinds


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart of the county workbook: a row over its columns, a column over its rows, or a figure by unit.

    ``over`` names rows, columns or groups of them (then their sum); without it every typed line of the block.
    ``report``: its title in the official report, where it stands there too.
    """

    key: str
    title: str
    shape: str  # column | bar | pie
    table: str
    each: str  # row | column | unit
    row: str = ""
    column: str = ""
    over: tuple[str, ...] = ()
    top: int = 10
    report: str = ""

    @property
    def figure(self) -> Key:
        """The figure that it shows by unit."""
        return Key(self.table, self.row, self.column)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """What a written explanation must be.

    At least ``shortest`` characters besides punctuation and the words that say nothing (``empty``, 核实无误
    …), at least ``distinct`` different ones that are neither letters nor digits, and not one sentence pasted
    to more than ``repeats`` lines.
    """

    shortest: int = 8
    distinct: int = 0
    repeats: int = 2
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """A complete form: what is asked, how it is printed, what must hold.

    ``comparable``: by the key of another form, the figures that mean the same there
    (``table.row.column``, ``*`` for every key). ``kind_names``: for each kind of unit, the names (patterns)
    by which it is known where no roster says. ``outdated``: words (patterns) for rules that hold no more,
    each with what is said of it. ``titled``: how titles of such reports are really worded, a
    pattern; ``document``: the report as a document; ``tier``: how many times over the figures of those who
    fill it in are sums, 0 for units, 1 for counties; ``stamp``: by what the workbooks of this text of a form
    of one's own are known.
    """

    key: str
    edition: str
    title: str
    basis: str
    first_year: int
    last_year: int | None
    kinds: Mapping[str, Kind]
    gate: Gate
    identity: tuple[Field, ...]
    tables: tuple[Table, ...]
    narrative: tuple[Field, ...]
    rules: tuple[Rule, ...]
    instances: tuple[Instance, ...]
    charts: tuple[Chart, ...] = ()
    comparable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    outdated: Mapping[str, str] = field(default_factory=dict)
    spoken: Spoken = field(default_factory=Spoken)
    document: Document = field(default_factory=Document)
    titled: str = ""
    tier: int = 0
    stamp: str = ""

    def kind_of_unit(self, name: str) -> str:
        """Say what kind of unit one is by its name alone; empty when the name does not tell."""
        return next(
            (
                kind
                for kind, patterns in self.kind_names.items()
                if any(re.fullmatch(pattern, name) for pattern in patterns)
            ),
            "",
        )

    @property
    def subject(self) -> str:
        """What the form is about, in a few words for titles: 政府信息公开."""
        return self.document.keywords or self.title

    @cached_property
    def asked_tables(self) -> str:
        """The tables whose blanks must be answered, in words: 三张统计表."""
        count = sum(table.required for table in self.tables)
        return f"{'零一两三四五六七八九十'[count]}张统计表" if 1 < count <= 10 else "统计表"

    @cached_property
    def cells(self) -> tuple[Key, ...]:
        """Every figure, in printed order: the order of all data files and matrices."""
        return tuple(key for table in self.tables for key in table.cells)

    @cached_property
    def position(self) -> Mapping[Key, int]:
        """Where each figure stands in `cells`."""
        return {key: index for index, key in enumerate(self.cells)}

    @cached_property
    def _lines(self) -> Mapping[Key, tuple[Table, Block, Line, Line]]:
        return {
            Key(t.key, r.key, c.key): (t, b, r, c)
            for t in self.tables
            for b in t.blocks
            for r in b.rows
            for c in b.columns
        }

    @cached_property
    def _tables(self) -> Mapping[str, Table]:
        return {table.key: table for table in self.tables}

    def table(self, key: str) -> Table:
        """Return the table with this key."""
        return self._tables[key]

    def rule(self, rule_id: str) -> Rule:
        """Return the rule with this id."""
        return next(rule for rule in self.rules if rule.id == rule_id)

    def row(self, key: Key) -> Line:
        """Return the row of a figure."""
        return self._lines[key][2]

    def column(self, key: Key) -> Line:
        """Return the column of a figure."""
        return self._lines[key][3]

    def kind(self, key: Key) -> Kind:
        """Return what may stand in a figure's cell."""
        return self.kinds[self.kind_name(key)]

    def kind_name(self, key: Key) -> str:
        """Return the key of that kind."""
        return self._kind_names[key]

    @cached_property
    def _kind_names(self) -> Mapping[Key, str]:
        return {key: column.kind or row.kind or "count" for key, (_, _, row, column) in self._lines.items()}

    @cached_property
    def _headings(self) -> Mapping[tuple[str, str, str], str]:
        return {
            (table.key, row.key, column.key): heading
            for table in self.tables
            for block in table.blocks
            for column, heading in zip(
                block.columns,
                names_apart([(c.label, "·".join(table.labels_over(c))) for c in block.columns]),
                strict=True,
            )
            for row in block.rows
        }

    def heading(self, key: Key) -> str:
        """Return the label of a figure's column; of several of one label with the groups above them."""
        return self._headings[key]

    def label(self, key: Key) -> str:
        """Name a figure as messages do: “本年新收·自然人”."""
        table, block, row, column = self._lines[key]
        return (
            row.name
            if table.arrangement == "list" or len(block.columns) == 1
            else f"{row.name}·{column.name}"
        )

    def is_input(self, key: Key) -> bool:
        """Whether the figure is typed (rather than computed from others)."""
        _, _, row, column = self._lines[key]
        return row.sum_of is None and column.sum_of is None

    def unit(self, key: Key) -> str:
        """Return what is counted in a figure: 件, 元, 人次; of what has decimals nothing is made up."""
        return self.stated_unit(key) or ("" if self.kind(key).decimals else "件")

    def stated_unit(self, key: Key) -> str:
        """Return the unit that the definition gives a figure, beside it or in the brackets of a label."""
        _, _, row, column = self._lines[key]
        return (
            self.said_unit(key)
            or bracketed_unit(row.label)
            or bracketed_unit(column.label)
            or bracketed_unit(self.kind(key).label)
        )

    def said_unit(self, key: Key) -> str:
        """Return the unit that the definition gives a figure; empty where it gives none."""
        _, _, row, column = self._lines[key]
        return row.unit or column.unit or self.kind(key).unit

    def required(self, key: Key) -> bool:
        """Whether a blank in this cell must be answered."""
        return self._lines[key][0].required

    def points(self, chart: Chart) -> Mapping[str, tuple[Key, ...]]:
        """Return the points of a chart of rows or columns: each label with the figures that it adds up.

        Points of one name are told apart by the group or the block that they stand in.
        """
        table = self.table(chart.table)
        by_row = chart.each == "row"
        fixed = chart.column if by_row else chart.row
        lines = [(line, block.article) for block in table.blocks for line in block.across(fixed, by_row)]
        names = {
            line.key: (line.name, table.groups[line.group].label if line.group else article)
            for line, article in lines
        }
        over = chart.over or [line.key for line, _ in lines if line.sum_of is None]
        labels = names_apart([names.get(name) or (table.groups[name].label, "") for name in over])
        return {
            label: tuple(
                Key(table.key, one, fixed) if by_row else Key(table.key, fixed, one)
                for one in ((name,) if name in names else table.all_members(name))
            )
            for label, name in zip(labels, over, strict=True)
        }

    @cached_property
    def inputs(self) -> tuple[Key, ...]:
        """The typed figures, in printed order."""
        return tuple(key for key in self.cells if self.is_input(key))

    @cached_property
    def asked(self) -> tuple[Key, ...]:
        """The typed figures whose blanks must be answered, in printed order."""
        return tuple(key for key in self.inputs if self.required(key))

    @cached_property
    def optional(self) -> tuple[Key, ...]:
        """The figures, totals too, that a unit may leave out at least in part, in printed order."""
        return tuple(key for key in self.cells if not all(self.required(leaf) for leaf in self.leaves[key]))

    @cached_property
    def parts(self) -> Mapping[Key, tuple[Key, ...]]:
        """For each computed figure the figures it adds up, as its formula in the sheet does."""
        return {key: self._parts(key) for key in self.cells if not self.is_input(key)}

    def _parts(self, key: Key) -> tuple[Key, ...]:
        table, block, row, column = self._lines[key]
        if column.sum_of is not None:
            return tuple(key._replace(column=c) for c in table.members(block, column.sum_of))
        assert row.sum_of is not None  # noqa: S101 (computed, so one of the two is)
        rows = (key._replace(row=r) for r in table.all_members(row.sum_of))
        return tuple(part for part in rows if part in self._lines)  # a row of another block may lack it

    @cached_property
    def leaves(self) -> Mapping[Key, tuple[Key, ...]]:
        """For each figure the typed figures it comes from (itself, when typed)."""

        def down(key: Key) -> tuple[Key, ...]:
            return (
                (key,)
                if self.is_input(key)
                else tuple(leaf for part in self.parts[key] for leaf in down(part))
            )

        return {key: down(key) for key in self.cells}

    @cached_property
    def sums(self) -> Mapping[Key, tuple[Key, ...]]:
        """For each computed figure the typed figures it comes from."""
        return {key: leaves for key, leaves in self.leaves.items() if leaves != (key,)}

    @cached_property
    def additions(self) -> Sequence[tuple[int, Callable[[Sequence[Figure]], Sequence[Figure]]]]:
        """Where each computed figure stands in `cells`, and what takes its typed ones from all that do."""
        places = {key: [self.position[leaf] for leaf in leaves] for key, leaves in self.sums.items()}
        return [
            # of one place alone `itemgetter` would take what stands there, not a list of it
            (self.position[key], itemgetter(*at) if len(at) > 1 else itemgetter(slice(at[0], at[0] + 1)))
            for key, at in places.items()
        ]

    @cached_property
    def openings(self) -> Mapping[Key, Key]:
        """The typed figures known when the year begins, each with last year's figure that it must equal."""
        return {
            key: key._replace(row=row.opens_with)
            for key in self.inputs
            if (row := self._lines[key][2]).opens_with
        }

    @cached_property
    def last_refs(self) -> frozenset[Key]:
        """The figures of last year that some rule speaks of."""
        return frozenset(ref.key for instance in self.instances for ref in instance.refs if ref.last)


@lru_cache(maxsize=64)
def at_tier(form: Form, tier: int) -> Form:
    """Return the form for bodies whose figures are sums over units, at least `tier` times over.

    What may stand in a cell is larger there, everything else the same.
    """
    if tier <= form.tier:
        return form
    raised = {key: kind.at_tier(tier - form.tier) for key, kind in form.kinds.items()}
    return replace(form, kinds=raised, tier=tier)


def comparable_figures(form: Form, other: Form) -> Mapping[Key, Key]:
    """Which figures of `form` mean the same as which of `other`; the rest are not to be compared.

    Forms of one title that say nothing of each other are editions: what stands under the same words means
    the same. In two editions of one key a figure's key says what it means, but not in which unit; what is
    declared to mean the same is not taken over from 元 into 万元 either.
    """
    if form is other:
        return {key: key for key in form.cells}
    if form.key == other.key:
        return {key: key for key in form.cells if key in other.position and _same_unit(form, other, key)}
    patterns = form.comparable.get(other.key) or other.comparable.get(form.key, ())
    if not patterns and form.title == other.title:
        return {key: key for key in form.cells if key in other.position and _same_words(form, other, key)}
    return {
        key: key
        for key in form.cells
        if key in other.position
        and any(matches_pattern(key, pattern) for pattern in patterns)
        and not differ(form.stated_unit(key), other.stated_unit(key))
    }


def comparable_part(same: Mapping[Key, Key], values: Mapping[Key, T]) -> dict[Key, T]:
    """Give the values of another form that mean the `same`, as `comparable_figures` says, under our keys."""
    return {here: values[there] for here, there in same.items() if there in values}


def _same_unit(form: Form, other: Form, key: Key) -> bool:
    """Whether a figure is counted in the same unit; one that says none is whole numbers, of whatever unit."""
    units = {form.stated_unit(key), other.stated_unit(key)}
    return len(units) == 1 or ("" in units and not (form.kind(key).decimals or other.kind(key).decimals))


def _same_words(form: Form, other: Form, key: Key) -> bool:
    """Whether a figure stands under the same words in both editions of a form and is counted alike."""

    def words(of: Form) -> tuple[str, ...]:
        kind = of.kind(key)
        return (
            of.table(key.table).title,
            of.row(key).label,
            of.column(key).label,
            of.stated_unit(key),
            str(kind.decimals),
        )

    return words(form) == words(other)


def with_totals(form: Form, figures: Mapping[Key, Figure]) -> dict[Key, Figure]:
    """Return all figures of the form: the typed cells as they are, every total recomputed from them.

    One entry for each cell of the form, in the form's order; a missing one is blank.
    See `sum_figures` for what a blank does. Totals that were typed, cached or unlocked do not matter here,
    and subtotals are summed from their leaves, never from other totals.
    """
    given = [*map(figures.get, form.cells, repeat(Mark.BLANK))]
    for at, leaves_of in form.additions:
        given[at] = sum_figures(leaves_of(given))
    return dict(zip(form.cells, given, strict=True))
