"""How the prose of a report speaks of a form's figures.

Words, what they may lawfully mean, how facts are told.

Declared with the form (``[spoken]`` and the keys ``called`` of rows and groups); a form that says nothing of
it is read by the labels of its rows. The records are bound: every name stands for figures that the form has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from toolkit.form.expression import Key


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
class Reading:
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
    it. ``event``: something held or done, counted as such (培训).
    """

    key: str
    family: Family
    words: str
    readings: tuple[Reading, ...] = ()
    units: frozenset[str] = frozenset()
    firm: bool = True
    topic: str = ""
    table: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    label: str = ""
    part: Part | None = None
    event: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Denial:
    """A pattern that says there was none of something (未收到申请), and what of.

    The keys of words, each with its other half if any.
    """

    words: str
    of: tuple[tuple[str, ...], ...]


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
    words of cases that are parts of a list, not the beginning of something new. ``neutral``: patterns that
    change nothing about who, when and what a number counts, beside those of all reports. ``in_wanyuan``: the
    figures that stand in 万元. ``passages``: by the key of a passage the topics that it is about even where
    a sentence does not say so again.
    """

    words: tuple[Word, ...] = ()
    bare: Word | None = None
    denials: tuple[Denial, ...] = ()
    facts: tuple[Fact, ...] = ()
    wholes: tuple[Reading, ...] = ()
    partitions: tuple[tuple[str, ...], ...] = ()
    channels: str = ""
    members: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    in_wanyuan: frozenset[Key] = frozenset()
    passages: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[str, Word]:
        """The words by their keys."""
        return {word.key: word for word in self.words}
