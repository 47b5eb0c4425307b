"""The words of a form's reports in a text.

Data and its finding.

What the words are and what they may lawfully mean is declared with the form (`form.spoken`). Words of one
family side by side are read together (“予以公开及部分公开”); the word nearest to the number leads. What
stands between and before them must be neutral (`neutral`), or the claim is not held against anybody. The
records of the form that the words are (`Word`, `Meaning` …) are taken from here by all who read prose.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from toolkit.form.elements import Family, Key, Meaning, Notice, Part, Spoken, Word
from toolkit.form.patterns import openings, tells_numbers_apart
from toolkit.rules.prose.neutral import ITSELF, OWN, not_neutral

__all__ = [
    "APPLICATION_NOUN",
    "AREA",
    "CAME",
    "CASES",
    "CATCH_ALL",
    "COUNTIES",
    "DONE",
    "ELSEWHERE",
    "GOVERNMENT",
    "IS_MAIN",
    "ITSELF",
    "OF_ALL_APPLICANTS",
    "OTHER_DEEDS",
    "OWN",
    "PARTS",
    "PERSONS",
    "Family",
    "Key",
    "Meaning",
    "Notice",
    "Part",
    "Spoken",
    "Term",
    "Vocabulary",
    "Word",
    "not_neutral",
    "taken_together",
    "told_of_all",
    "vocabulary_of",
]

# Words for parts of all that came.
PARTS = frozenset({Family.OUTCOME, Family.WHO})
OF_ALL_APPLICANTS = frozenset({Family.FLOW, Family.OUTCOME})  # of them all, unless it is said whose
DONE = Part.DONE
CAME = frozenset({Part.CAME, Part.NEWLY})
# Of what was brought or left, not of what came.
ELSEWHERE = frozenset({Part.BROUGHT, Part.LEFT, Part.EITHER})
CASES = frozenset({"", "件", "件次", "条", "份", "起", "宗", "例", "项", "个"})  # counters of what came

PERSONS = frozenset({"人次", "次", "名", "人"})  # so many came, or more: one may apply twice

APPLICATION_NOUN = re.compile(
    r"(?:依申请公开|公开)?(?:政府信息公开|信息公开|政府信息|依申请公开)?(?:的)?申请(?!人|[书表](?![\d,;。]))|"
    r"依申请公开(?!政府信息|信息|文件)"
)

# Words for a whole area: lawful in the report of a government, somebody else's figures in the report of a
# bureau.
COUNTIES = re.compile(
    r"各?县(?:、市、|市)?区(?![域别间内划位段])|各?(?:区县|旗县)区?|各(?:[省市县区州旗盟]、?)+"
)
AREA = re.compile(
    rf"{COUNTIES.pattern}|[全我本][省市县区州旗盟]|(?<![社园地小城辖])[省市县区州旗盟]里|各级(?:行政机关|各部门)?|行政机关|各?(?:职能)?部门|各?(?:乡镇|镇街|镇|"
    r"街道)|[省市县区]政府"
)
GOVERNMENT = re.compile(r"(?:人民政府|[省市县区州旗盟镇乡]|街道|管委会|(?<=[区园])管理委员会|汇总\))$")

# What bodies do to people beside answering them; it is contested too.
OTHER_DEEDS = ("处罚", "许可", "强制", "征收", "补偿", "登记", "认定", "裁决")

CATCH_ALL = re.compile(r"^(?:其他|其它)(?:信息|类|渠道|方式)?$")


# “自然人是最主要的申请群体”
IS_MAIN = re.compile(
    "(?:申请人?)?(?:仍然?|依然|依旧|一直|还)*[是为](?:我[局镇县区市]|今年|本年度?)?的?(?:(?P<most>最)?(?:主要|大))的?(?:申请)?(?:群体|主体|人群|来源|类型|对象)"
)


class _Words(dict[str, Sequence[tuple[int, re.Pattern[str]]]]):
    """Words in their order by the character that they begin with: the number of each, and its pattern.

    Looked for one character after another, they are found three times as fast as in one long pattern, and
    only those are compiled that begin with a character that was met.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = [(word.words, openings(word.words)) for word in words]
        self._begins = {character for _, begin in self._words for character in begin}
        self._compiled = cache(re.compile)
        everywhere = not all(begin for _, begin in self._words)  # a word that begins with any character
        sieve = f"[{re.escape(''.join(sorted(self._begins)))}]" if self._begins else r"(?!)"
        self._places = re.compile(r"(?s:.)" if everywhere else sieve)

    def __missing__(self, character: str) -> Sequence[tuple[int, re.Pattern[str]]]:
        if character and character not in self._begins:
            return self[""]
        self[character] = [
            (number, self._compiled(words))
            for number, (words, begins) in enumerate(self._words)
            if not begins or (character and character in begins)
        ]
        return self[character]

    def found(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Find the words one behind the other, as one pattern of all of them would."""
        here = 0
        for place in self._places.finditer(text):
            start = place.start()
            if start < here:
                continue
            for number, pattern in self[place[0]]:
                found = pattern.match(text, start)
                if found is not None and found.end() == start:  # a word that may be nothing, and more
                    again = islice(pattern.finditer(text, start), 2)
                    found = next((m for m in again if m[0] and m.start() == start), None)
                if found is not None:
                    here = found.end()
                    yield number, found
                    break


class Term(NamedTuple):
    """A word of the vocabulary as it stands in a text."""

    subject: Word
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Vocabulary:
    """What the prose of a form speaks of, ready to be looked for.

    `vocabulary_of` makes it once for a form.
    """

    spoken: Spoken

    @cached_property
    def by_key(self) -> Mapping[str, Word]:
        """The words by their keys, with the one for what is counted without a verb."""
        bare = {self.spoken.bare.key: self.spoken.bare} if self.spoken.bare else {}
        return {**self.spoken.by_key, **bare}

    @cached_property
    def _words(self) -> _Words:
        return _Words(self.spoken.words)

    @lru_cache(maxsize=512)  # noqa: B019 (one vocabulary for a form, kept as long as the form)
    def terms(self, text: str) -> tuple[Term, ...]:
        """Every word of the vocabulary in `text`, in order."""
        words = self.spoken.words
        return tuple([Term(words[number], *found.span()) for number, found in self._words.found(text)])

    @cached_property
    def names_numbers(self) -> bool:
        """Whether a pattern of the form names a number itself, as “12345” does."""
        words = (*self.spoken.words, *filter(None, (self.spoken.bare,)))
        patterns = [each for word in words for each in (word.words, word.topic)]
        patterns += [denial.words for denial in self.spoken.denials] + [self.spoken.channels]
        return any(map(tells_numbers_apart, patterns))

    def part(self, key: str) -> Part | None:
        """Tell what a word of flow says of the flow."""
        word = self.by_key.get(key)
        return word.part if word is not None else None

    def family(self, key: str) -> Family:
        """Tell the family of a word."""
        word = self.by_key.get(key)
        return word.family if word is not None else Family.NONE

    def first(self, part: Part) -> Meaning | None:
        """Give the plain reading of the first word for a part of the flow."""
        return self._first.get(part)

    @cached_property
    def _first(self) -> Mapping[Part, Meaning]:
        words = [word for word in self.spoken.words if word.readings]
        return {word.part: word.readings[0] for word in reversed(words) if word.part is not None}

    @cached_property
    def pending(self) -> Word | None:
        """The word for cases that have not ended: its result is none of those of all that have."""
        ended = self.ended
        results = [word for word in self.spoken.words if word.family is Family.CASE and word.columns]
        return next((w for w in results if ended and not {*w.columns} & {*ended.columns}), None)

    @cached_property
    def ended(self) -> Word | None:
        """The word for all cases that have ended, however they did."""
        results = [word for word in self.spoken.words if word.family is Family.CASE and len(word.columns) > 1]
        return max(results, key=lambda word: len(word.columns), default=None)

    @cached_property
    def outcomes(self) -> Sequence[Word]:
        """The outcomes that together are all there are."""
        for labels in self.spoken.partitions:
            words = [terms[0].subject for label in labels if len(terms := self.terms(label)) == 1]
            if len(words) == len(labels) and all(word.family is Family.OUTCOME for word in words):
                return words
        return ()

    def kind_of(self, word: Word) -> Word | None:
        """Give the outcome of which a word names one row: 不予公开, of 行政查询事项."""
        own = {key for reading in word.readings[:1] for key in reading.plus}
        wider = (w for w in self.outcomes if own < {key for r in w.readings[:1] for key in r.plus})
        return next(wider, None)

    @cached_property
    def left(self) -> Word | None:
        """The word for what is left for next year."""
        return next((word for word in self.spoken.words if word.part is Part.LEFT), None)


@lru_cache(maxsize=16)
def vocabulary_of(spoken: Spoken) -> Vocabulary:
    """Make the vocabulary of a form."""
    return Vocabulary(spoken=spoken)


def told_of_all(subject: Word, *, of_applications: bool = False) -> Word:
    """Give a word of which none is told: where there are no lawsuits at all, none are about disclosure."""
    return replace(subject, topic="") if subject.family is Family.CASE or of_applications else subject


def taken_together(readings: Sequence[Meaning]) -> Meaning:
    """Add up what is listed together: “予以公开及部分公开”, “自然人和商业企业”."""
    distinct = tuple(dict.fromkeys(readings))
    plus = tuple(dict.fromkeys(key for reading in distinct for key in reading.plus))
    return Meaning(label="＋".join(reading.label for reading in distinct), plus=plus)
