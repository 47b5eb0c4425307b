"""Numbers in the prose of a published report, compared with the same sentences of the unit.

A sentence that was reworded says nothing: only where the words are the same and the number is another.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from toolkit.published.labels import squeeze

LEAST_WORDS = 4  # characters beside the numbers: a shorter clause (“共3件”) may be another one
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_SENTENCE, _CLAUSE = re.compile(r"[。；;！!？?\n]"), re.compile(r"[，,：:、]")
_WORD = re.compile(r"[^\W\d_]")


class Altered(NamedTuple):
    """A sentence, or a clause of one, that has another number in print than the unit's own."""

    passage: str
    printed: str
    own: str


class _Clause(NamedTuple):
    """A sentence or a part of one: ``text`` as written, ``plain`` without spaces and width."""

    passage: str
    text: str
    plain: str


def altered_numbers(own: Mapping[str, str], printed: Mapping[str, str]) -> Iterator[Altered]:
    """Give what the passages `printed` say with other numbers than the unit's `own`, sentence by sentence.

    Where a sentence has other words, its clauses; in whichever passage it stands.
    """
    ours, theirs = [*_sentences(own)], [*_sentences(printed)]
    alike = _shapes(ours).keys() & _shapes(theirs).keys()
    yield from _altered(ours, theirs)
    rest = [[*_clauses(one for one in said if _shape(one) not in alike)] for said in (ours, theirs)]
    yield from _altered(*rest)


def _sentences(passages: Mapping[str, str]) -> Iterator[_Clause]:
    for key, passage in passages.items():
        yield from _split(key, _SENTENCE, _GROUPED.sub("", passage))


def _clauses(sentences: Iterable[_Clause]) -> Iterator[_Clause]:
    for one in sentences:
        yield from _split(one.passage, _CLAUSE, one.text)


def _split(passage: str, ends: re.Pattern[str], text: str) -> Iterator[_Clause]:
    for part in ends.split(text):
        yield _Clause(passage, part.strip(), squeeze(part))


def _shape(said: _Clause) -> str:
    return _NUMBER.sub("0", said.plain)


def _shapes(said: Iterable[_Clause]) -> dict[str, list[_Clause]]:
    """Group what has a number, and words enough, by its words."""
    found: dict[str, list[_Clause]] = defaultdict(list)
    for one in said:
        if _NUMBER.search(one.plain) and len(_WORD.findall(one.plain)) >= LEAST_WORDS:
            found[_shape(one)].append(one)
    return found


def _altered(ours: Iterable[_Clause], theirs: Iterable[_Clause]) -> Iterator[Altered]:
    """Compare what is said equally often in the same words."""
    known = _shapes(ours)
    for shape, printed in _shapes(theirs).items():
        own = known.get(shape, [])
        if len(own) == len(printed):
            for one, other in zip(_without(printed, own), _without(own, printed), strict=False):
                yield Altered(one.passage, one.text, other.text)


def _without(some: Iterable[_Clause], others: Iterable[_Clause]) -> list[_Clause]:
    known = {one.plain for one in others}
    return [one for one in some if one.plain not in known]
