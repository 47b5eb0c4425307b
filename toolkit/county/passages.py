"""The prose of a published report compared with the unit's own, sentence by sentence.

The same words with another number are an altered number. Any other sentence that only one of them has is told
for somebody to look at: it may be reworded, left out, or put in.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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


class Reworded(NamedTuple):
    """The sentences of a passage that only one side has: those in print, those of the unit."""

    passage: str
    printed: tuple[str, ...]
    own: tuple[str, ...]


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


def reworded(
    own: Mapping[str, str], printed: Mapping[str, str], headings: Collection[str] = ()
) -> Iterator[Reworded]:
    """Give the passages that do not say the same, in whichever passage the other side has it.

    Without the sentences of which only a number was altered, and without what is printed where the unit wrote
    nothing: `report` itself puts a sentence there. A number before a sentence, or one of the `headings`, is
    no other word.
    """
    told = [*altered_numbers(own, printed)]
    lead = _leading(headings)
    put_in = _only_in(printed, own, [one.printed for one in told], lead)
    left_out = _only_in(own, printed, [one.own for one in told], lead)
    for key in (key for key, text in own.items() if text.strip()):
        if put_in[key] or left_out[key]:
            yield Reworded(key, tuple(put_in[key]), tuple(left_out[key]))


def _leading(headings: Collection[str]) -> re.Pattern[str]:
    """Give the pattern of what may stand before a sentence: 1. or 一是, one of the headings, 下一步."""
    words = "|".join(re.escape(re.sub(r"^\W\w{1,3}\W", "", one)) for one in headings)
    headed = rf"(?:(?:{words})(?:情况)?\W*)?" if words else ""
    return re.compile(
        r"\W*(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]\W*|[一二三四五六七八九十]是)?"
        rf"{headed}(?:下一步[,，]?)?"
    )


def _only_in(
    some: Mapping[str, str], others: Mapping[str, str], told: Sequence[str], lead: re.Pattern[str]
) -> defaultdict[str, list[str]]:
    """Give, by passage, what some say and none of the others does: marks, spaces, the order are all one."""
    known = "".join(letters(text) for text in others.values())
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in _sentences(some):
        said = (letters(one.text), letters(lead.sub("", one.text, count=1)))
        if not any(each in known for each in said) and not any(each in one.text for each in told):
            found[one.passage].append(one.text)
    return found


def letters(text: str) -> str:
    """Give the letters and digits of a text alone."""
    return "".join(filter(str.isalnum, squeeze(_GROUPED.sub("", text))))


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
