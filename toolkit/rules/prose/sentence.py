"""One sentence of a passage: the words, numbers and times that stand in it, and where."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from toolkit.rules.prose.even_text import Quantity
from toolkit.rules.prose.growth import rises
from toolkit.rules.prose.limits import (
    OUT_OF_TIME,
)
from toolkit.rules.prose.times import AHEAD, times
from toolkit.rules.prose.vocabulary import PARTS, Family, Part, Term, Vocabulary, not_neutral

_START = attrgetter("start")


class Sentence:
    """One sentence of evened-out text while it is being read.

    ``terms`` are the words of the vocabulary, ``numbers`` what counts something, ``rises`` where it tells
    from what a figure rose or fell.
    """

    def __init__(self, text: str, vocabulary: Vocabulary, numbers: Sequence[Quantity]) -> None:
        """Find the words that stand beside its `numbers`."""
        self.text, self.vocabulary, self.numbers = text, vocabulary, numbers
        self.terms = vocabulary.terms(text)
        self.rises = tuple(rises(text, self.numbers))
        self._stops = [number.end for number in self.numbers]
        self._starts = [term.start for term in self.terms]
        self._ends = [term.end for term in self.terms]
        self._flows = [term for term in self.terms if term.subject.family is Family.FLOW]
        self._topics: dict[str, bool] = {}

    def _among(self, start: int, end: int) -> Sequence[Term]:
        """The words that stand whole between `start` and `end`."""
        return self.terms[bisect_left(self._starts, start) : bisect_right(self._ends, end)]

    def before(self, place: int) -> Sequence[Term]:
        """The words that begin before `place`."""
        return self.terms[: bisect_left(self._starts, place)]

    def _speaks_of(self, topic: str) -> bool:
        if topic not in self._topics:
            self._topics[topic] = re.search(topic, self.text) is not None
        return self._topics[topic]

    @cached_property
    def times(self) -> list[tuple[int, int, bool]]:
        """The times it speaks of, from and to, and whether each lies within the report's year."""
        found = list(times(self.text))
        aside = [range(rise.start, rise.end) for rise in self.rises]
        told = [time for time in found if not self._is_term(time[0]) and not any(time[0] in a for a in aside)]
        ahead = False
        for time in told[:]:
            word = self.text[time[0] : time[1]]
            if ahead and word == "全年":  # “下一步，全年组织培训4次”
                told.remove(time)
            else:
                ahead = word.startswith(AHEAD)
        return told

    def _plain(self, start: int, end: int) -> str:
        """Give what stands between `start` and `end` without from what a figure rose or fell."""
        if not self.rises:
            return self.text[start:end]
        text, here = "", start
        for rise in self.rises:
            if here <= rise.start and rise.end <= end:
                text += self.text[here : rise.start]
                here = rise.end
        return text + self.text[here:end]

    @cached_property
    def _out_of_time(self) -> bool:
        """Whether the sentence also tells what was not done in time."""
        return OUT_OF_TIME.search(self.text) is not None

    def _is_term(self, place: int) -> bool:
        return any(term.start <= place < term.end for term in self.terms if term.subject.key)

    def _rest(self, start: int, end: int, group: Sequence[Term]) -> str:
        """Tell what a stretch says besides the words of `group` and neutral ones."""
        inside = [t for t in (*group, *self._carrying(group)) if start < t.end and t.start < end]
        text, here = "", start
        for term in sorted(inside, key=_START) if len(inside) > 1 else inside:
            if here < term.end:
                text += self._plain(here, max(here, term.start))
                here = term.end
        return not_neutral(text + self._plain(here, max(here, end)))

    def _carrying(self, group: Sequence[Term]) -> list[Term]:
        """Words of receiving and answering change nothing about an outcome: “答复予以公开3件”.

        Nor do those of answering about what else is dealt with: “政协提案办理2件”.
        """
        family = group[-1].subject.family if group else Family.NONE
        if family in PARTS:
            return self._flows
        return [term for term in self._flows if self._deals_with(group[-1], term)] if group else []

    def _deals_with(self, thing: Term, done: Term) -> bool:
        """Whether a word says that a thing was dealt with.

        Answers to it may be counted apart: “建议答复3件”.
        """
        if thing.subject.family not in {Family.FACT, Family.DECISION} or done.subject.part is not Part.DONE:
            return False
        return "复" not in self.text[done.start : done.end]

    def _when(self, place: int) -> str:
        for start, end, within in reversed(self.times):
            if start < place and not self._in_brackets(start, end, place):
                return "" if within else self.text[start:end]
        return ""

    def _in_brackets(self, start: int, end: int, place: int) -> bool:
        """Whether a stretch stands in brackets closed before a place: “收到26件（上年21件），办结28件”."""
        inside = self.text.rfind("(", 0, start) > self.text.rfind(")", 0, start)
        return inside and ")" in self.text[end:place]

    def _carried_off(self, left: int, place: int) -> Sequence[Term]:
        """Leave out a word of answering that only carries what stands before it: “部分公开答复9件”."""
        terms = self._among(left, place)
        if len(terms) < 2 or terms[-1].subject.part is not Part.DONE or terms[-1].start != terms[-2].end:
            return terms
        carried = terms[-2].subject.family is Family.OUTCOME or self._deals_with(*terms[-2:])
        return terms[:-1] if carried else terms


_JOINER = re.compile(r"(?:及其?|和|或者?|与|、|以及|并)?")


def leading(terms: Sequence[Term], *, first: bool = False) -> list[Term]:
    """Pick the words that speak for a number: the nearest, and its companions of the same family."""
    nearest = (terms[0] if first else terms[-1]).subject if terms else None
    if nearest is None or not nearest.key:
        return []
    family = nearest.family
    group: list[Term] = []
    for term in terms if first else reversed(terms):
        if term.subject.family is not family or (family is Family.NONE and group):
            break
        group.append(term)
    return group if first else group[::-1]


def joined(text: str, group: Sequence[Term]) -> bool:
    """Whether the words of `group` are listed together, so that the number is their sum."""
    if len(group) < 2:
        return False
    gaps = [text[a.end : b.start] for a, b in pairwise(group)]
    return all(gap and _JOINER.fullmatch(gap) for gap in gaps)
