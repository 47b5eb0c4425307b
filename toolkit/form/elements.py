"""What a form is made of besides its tables: names of figures, trees of expressions, levels, words.

The records at the bottom of everything: `Key` names a figure, a tree of nodes is a rule's expression (parsed
and projected by `toolkit.form.expression`), `Level` weighs a finding and `Advice` says what to do. `Spoken`
is how the prose of a report speaks of the form's figures: words, what they may lawfully mean, how facts are
told (a form that declares none is read by the labels of its rows); `Statement` and `Document` are what the
official report says by itself. Whoever works with a form takes them from `toolkit.form.model`, beside `Form`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias


class Key(NamedTuple):
    """The name of one figure of a form: table, row and column."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        """Give the name as it stands in rules and messages: table.row.column."""
        return ".".join(self)

    @classmethod
    def of(cls, line: Mapping[str, str]) -> "Key":
        """Give the name that a line of a list bears in the columns table, row and column."""
        return cls(line["table"], line["row"], line["column"])

    @classmethod
    def read(cls, name: str) -> "Key":
        """Read a name as it stands there; what has no three parts names no figure of any form."""
        parts = name.split(".")
        return cls(*parts) if len(parts) == 3 else cls(name, "", "")


class Ref(NamedTuple):
    """A figure that an expression speaks of: this year's, or (``last``) last year's."""

    key: Key
    last: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number written in the rule."""

    value: int


@dataclass(frozen=True, slots=True)
class FigureTerm:
    """One figure."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of several figures: ``sum(group)``."""

    refs: tuple[Ref, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left + right``, ``left - right`` or ``left * right`` (one side of a product is a number)."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two amounts."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Multiple:
    """Whether an amount is a whole multiple of ``of``."""

    part: "Node"
    of: int


@dataclass(frozen=True, slots=True)
class Logic:
    """``and`` / ``or`` over several truths, or ``not`` over one."""

    word: str
    parts: tuple["Node", ...]


Node: TypeAlias = Number | FigureTerm | Total | Arithmetic | Compare | Multiple | Logic


def refs_of(node: Node) -> Iterator[Ref]:
    """Every figure that the expression speaks of, in the order of writing."""
    match node:
        case FigureTerm(ref):
            yield ref
        case Total(several):
            yield from several
        case Arithmetic(_, left, right) | Compare(_, left, right):
            yield from refs_of(left)
            yield from refs_of(right)
        case Multiple(part):
            yield from refs_of(part)
        case Logic(_, parts):
            for part in parts:
                yield from refs_of(part)


def name_some(names: Sequence[str], most: int, more: str = " 等") -> str:
    """Name the first of several, and say `more` behind them where there are others."""
    return "、".join(names[:most]) + (more if len(names) > most else "")


# ------------------------------------------------------------------ findings


class Level(StrEnum):
    """How much a finding weighs: 强制 blocks, 核实 asks for an explanation, 提示 informs."""

    ERROR = "error"
    QUERY = "query"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        """The level in the words of the form."""
        return _LABELS[self]

    @property
    def order(self) -> int:
        """Errors come first."""
        return list(Level).index(self)


_LABELS = {Level.ERROR: "强制", Level.QUERY: "核实", Level.NOTICE: "提示"}


class Advice(NamedTuple):
    """What to do about a finding, said to the office (“请让单位…”) and to the unit (“请…”) from one text."""

    office: str
    unit: str

    def filled(self, **facts: object) -> "Advice":
        """Return it with its ``{fields}`` filled.

        A fact that is itself advice gives each reader its own words.
        """
        return Advice(*(words.format(**_told(facts, side)) for side, words in enumerate(self)))


NO_ADVICE = Advice("", "")
_EITHER = re.compile(r"⟨([^⟨⟩|]*)(?:\|([^⟨⟩|]*))?⟩")


def advice(text: str) -> Advice:
    """Read advice as it is written for both readers.

    With ⟨what only the office reads⟩ or ⟨the office's words|the unit's words⟩ in it.
    """
    return Advice(_EITHER.sub(r"\1", text), _EITHER.sub(lambda found: found[2] or "", text))


def _told(facts: dict[str, object], side: int) -> dict[str, object]:
    return {name: fact[side] if isinstance(fact, Advice) else fact for name, fact in facts.items()}


# ------------------------------------------------------------------ how prose speaks of figures


class Family(StrEnum):
    """Words that are read together, side by side or one after the other."""

    FLOW = "flow"  # what came, what became of it, what is left
    OUTCOME = "outcome"  # parts of all that came: how it ended
    WHO = "who"  # parts of all that came: from whom
    CASE = "case"  # a kind of case (rows) and what became of it (columns)
    DOCUMENT = "document"  # a kind of document (rows) and what was done with it (columns)
    DECISION = "decision"  # a figure with one deed of its own: 行政许可决定
    FACT = "fact"  # a figure of its own
    NONE = "none"  # what stands by itself, beside no other word


class Part(StrEnum):
    """What a word of the family `FLOW` says of the flow."""

    CAME = "came"
    NEWLY = "newly"  # came this year, surely without what was brought
    BARE = "bare"  # counted without a verb
    DONE = "done"
    BROUGHT = "brought"  # left from last year
    LEFT = "left"  # left for next year
    EITHER = "either"  # brought or left, the word does not say


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """One lawful meaning of a claim: figures added and taken away."""

    label: str
    plus: tuple[Key, ...]
    minus: tuple[Key, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Word:
    """What a number counts: the ``words`` (a pattern) that say so and the ``readings`` it may have.

    A word without key means nothing and only hides what looks like another. ``firm``: a number that fits no
    reading is wrong (otherwise it is left undecided). ``topic``: a pattern of what the sentence must speak
    of for the words to mean this at all. ``table`` with ``rows`` or ``columns``: for words that come in
    pairs (a kind of case and its result) the half that this one gives. ``part``: what a word of flow says of
    it. ``event``: something held or done, counted as such (培训). ``some``: it names but some of what its
    readings count, which are never less (信息不存在).
    """

    key: str
    family: Family
    words: str
    readings: tuple[Meaning, ...] = ()
    units: frozenset[str] = frozenset()
    firm: bool = True
    topic: str = ""
    table: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    label: str = ""
    part: Part | None = None
    event: bool = False
    some: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Denial:
    """A pattern that says there was none of something (未收到申请), and what of.

    The keys of words, each with its other half if any. ``speaks_of`` stands in all that the pattern matches:
    no other sentence need be tried.
    """

    words: str
    of: tuple[tuple[str, ...], ...]
    speaks_of: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A figure that published reports give in their prose: how it is worded there, and how a report tells it.

    ``figure`` (a pattern, its first group that is filled is the amount) and ``none`` (it did not happen)
    speak of one clause without spaces; ``told`` and ``told_none`` are whole sentences with ``{year}`` and
    ``{amount}``, ``told_some`` the one for a county some of whose units did not say. ``name`` is what it is
    called then.
    """

    of: Key
    figure: str = ""
    none: str = ""
    name: str = ""
    told: str = ""
    told_none: str = ""
    told_some: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A notice that prescribes a form, for reports of the years from ``first`` to ``last``.

    ``number`` is its 文号, ``marks`` a pattern by which a quoted title is known as its own.
    """

    number: str
    title: str
    marks: str
    first: int
    last: int | None = None

    @property
    def letters(self) -> str:
        """Whose it is, before the year: 国办公开办函."""
        return self.number.partition("〔")[0]

    @property
    def of(self) -> str:
        """The year in its number."""
        return self.number.partition("〔")[2].partition("〕")[0]

    @property
    def serial(self) -> str:
        """The number behind the year."""
        return self.number.partition("〕")[2].removesuffix("号")

    def governs(self, year: int) -> bool:
        """Whether reports of `year` follow it."""
        return self.first <= year and (self.last is None or year <= self.last)


@dataclass(frozen=True, kw_only=True, eq=False)
class Spoken:
    """All that a form declares about its prose.

    ``words``: earlier ones win where two match at one place; ``bare``: what is counted where no verb is said
    (申请共5件). ``wholes``: what a percentage may be a part of. ``partitions``: labels that together are all
    there is. ``channels``: a pattern of labels on which one item may stand more than once. ``members``:
    words of cases that are parts of a list, not the beginning of something new. ``in_wanyuan``: the figures
    that stand in 万元. ``passages``: by the key of a passage the topics that it is about even where a
    sentence does not say so again.
    """

    words: tuple[Word, ...] = ()
    bare: Word | None = None
    denials: tuple[Denial, ...] = ()
    facts: tuple[Fact, ...] = ()
    wholes: tuple[Meaning, ...] = ()
    partitions: tuple[tuple[str, ...], ...] = ()
    channels: str = ""
    members: tuple[str, ...] = ()
    in_wanyuan: frozenset[Key] = frozenset()
    passages: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[str, Word]:
        """The words by their keys."""
        return {word.key: word for word in self.words}


# ------------------------------------------------------------------ what the report says by itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A sentence of the county's draft.

    ``nil`` is said instead where the figure ``whole`` is 0; ``each`` names a table for each of whose kinds
    (rows, or groups of rows) the sentence is said, ``{part}`` being its figures.
    """

    says: str
    whole: str = ""
    nil: str = ""
    each: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The report as a document: its subject and keywords, and its first paragraphs.

    Paragraphs speak of ``{maker}``, ``{basis}``, ``{titles}`` and their ``{count}``, ``{year}``,
    ``{sources}`` (how many units were added up) and the fields of the cover.
    """

    subject: str = ""
    keywords: str = ""
    preamble: tuple[str, ...] = (
        "本报告由{maker}根据{basis}编制，包括{titles}{count}个部分。",
        "本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。{sources}",
    )


def matches_pattern(key: Key, pattern: str) -> bool:
    """Whether a pattern of the ``comparable`` table (``applications.new.*``) means this figure."""
    parts = pattern.split(".")
    return len(parts) == len(key) and all(part in {"*", name} for part, name in zip(parts, key, strict=True))
