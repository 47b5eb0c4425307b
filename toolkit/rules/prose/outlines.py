"""Sentences that differ in their counts alone: units of a county write the same ones with other numbers.

What a sentence claims hangs on its words, on which counts are none or a hundred per cent and on how many
decimals they have. Nothing else of them matters but their places, so such sentences are read once, with one
digit for each count and marks for amounts.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from toolkit.rules.prose.claim import EVERY, Claim
from toolkit.rules.prose.even_text import UNITS, Quantity, amount_at, quantities
from toolkit.rules.prose.growth import Growth
from toolkit.rules.prose.vocabulary import Vocabulary

Read: TypeAlias = Callable[[str, Vocabulary, Sequence[Quantity], str], Sequence[Claim]]

# A count as it is mostly written, with its counter. Years and numbers of documents are no counts, nor does
# one that is part of a longer number differ from others in nothing but its amount.
_COUNT = re.compile(
    r"(?<![\d.+/:~—–\-第A-Za-z〔\[])(?<!\d,)\d{1,3}(?:\.\d{1,2})?"
    rf"(?=(?:{'|'.join(unit for unit in UNITS if unit != '成')}))"
)
_DIGITS = re.compile(r"\d")
_REPEATED = re.compile(r"\d(?!\.\D)")  # no number of an item of the form: “3.其他”
_TELLING = frozenset({Decimal(0), EVERY})  # amounts by which a sentence is read in another way
_FIRST_MARK = 10**15  # larger than any amount that stands without a mark


def read_once(read: Read, sentence: str, vocabulary: Vocabulary, inherited: str) -> Sequence[Claim]:
    """Give what `read` makes of an evened-out sentence, by that of its outline where this says the same.

    `read` may ask of an amount only whether it is none, or all (`EVERY` per cent). Quotes stay the outline's.
    """
    if vocabulary.names_numbers:
        return _alone(read, sentence, vocabulary, inherited)
    short = outline(sentence)
    outlined = _of_outline(read, short.text, vocabulary, inherited)
    return (
        _alone(read, sentence, vocabulary, inherited)
        if outlined is None
        else tuple(_filled(*outlined, sentence, short))
    )


@lru_cache(maxsize=2048)
def _of_outline(
    read: Read, sentence: str, vocabulary: Vocabulary, inherited: str
) -> tuple[tuple[Claim, ...], Mapping[Decimal, int]] | None:
    """Read an outline: its claims and where the number of each mark begins.

    None where its claims' words would repeat a number.
    """
    numbers = quantities(sentence)
    places = {
        Decimal(_FIRST_MARK + index): number.start
        for index, number in enumerate(numbers)
        if number.amount not in _TELLING and _DIGITS.search(sentence, number.start, number.end)
    }
    claims = tuple(read(sentence, vocabulary, _marked(numbers, places), inherited))
    return (claims, places) if _can_be_filled(claims) else None


@lru_cache(maxsize=2048)
def _alone(read: Read, sentence: str, vocabulary: Vocabulary, inherited: str) -> tuple[Claim, ...]:
    return tuple(read(sentence, vocabulary, quantities(sentence), inherited))


class Outline(NamedTuple):
    """A sentence's outline; where in it counts end that are longer in the sentence.

    By how much ``longer`` the sentence is up to the end of each.
    """

    text: str
    ends: Sequence[int]
    longer: Sequence[int]

    def place(self, place: int) -> int:
        """Give the place in the sentence of one in its outline."""
        before = bisect_right(self.ends, place)
        return place + self.longer[before - 1] if before else place


def outline(sentence: str) -> Outline:
    """Return an evened-out `sentence` with the digit 1 for all in its counts; none and a hundred stay."""
    pieces: list[str] = []
    ends: list[int] = []
    longer: list[int] = []
    here = length = more = 0
    for count in _COUNT.finditer(sentence):
        told = count[0]
        short, (start, end) = _short(told), count.span()
        pieces += sentence[here:start], short
        length += start - here + len(short)
        here = end
        if len(short) < len(told):
            more += len(told) - len(short)
            ends.append(length)
            longer.append(more)
    return Outline("".join((*pieces, sentence[here:])), ends, longer)


@lru_cache(maxsize=2048)
def _short(count: str) -> str:
    _, point, decimals = count.partition(".")  # by how many decimals there are a number is rounded
    return count if Decimal(count) in _TELLING else f"1{point}{'1' * len(decimals)}"


def _marked(numbers: Sequence[Quantity], places: Mapping[Decimal, int]) -> tuple[Quantity, ...]:
    """Return `numbers` with a mark for each amount that may be another one."""
    marks = {start: mark for mark, start in places.items()}
    return tuple([number._replace(amount=marks.get(number.start, number.amount)) for number in numbers])


def _can_be_filled(claims: Sequence[Claim]) -> bool:
    """Whether the words of an outline's `claims` repeat no count, but for those by which a thing grew."""
    return not any(_DIGITS.search(words) for claim in claims for words in _own_words(claim)) and not any(
        _REPEATED.search(reading.label) for claim in claims for reading in (*claim.readings, *claim.wholes)
    )


def _own_words(claim: Claim) -> tuple[str, ...]:
    return claim.scope, claim.when, "" if _named_by_growth(claim) else claim.label


def _filled(
    claims: Sequence[Claim], places: Mapping[Decimal, int], sentence: str, short: Outline
) -> Iterator[Claim]:
    """Give the `claims` of its outline as those of the `sentence`."""
    at = short.place

    def told(mark: Decimal) -> Decimal:
        start = places.get(mark)
        return mark if start is None else amount_at(sentence, at(start))

    for claim in claims:
        amount, part = told(claim.amount), None if claim.part is None else told(claim.part)
        if claim.beside:
            claim = claim._replace(beside=tuple([told(one) for one in claim.beside]))  # noqa: PLW2901
        if claim.out_of is not None:
            claim = claim._replace(out_of=told(claim.out_of))  # noqa: PLW2901
        if claim.grew is None:
            yield claim.of(amount, part, at(claim.start), at(claim.end))
        else:
            grew = _grown(claim.grew, sentence, told, at)
            label = grew.words if _named_by_growth(claim) else claim.label
            yield claim._replace(
                amount=amount, part=part, label=label, grew=grew, start=at(claim.start), end=at(claim.end)
            )


def _named_by_growth(claim: Claim) -> bool:
    return claim.grew is not None and claim.label == claim.grew.words


def _grown(
    growth: Growth, sentence: str, amount: Callable[[Decimal], Decimal], at: Callable[[int], int]
) -> Growth:
    """Return the growth that an outline tells as the `sentence` does; its words end with what they tell."""

    def told(one: Quantity | None) -> Quantity | None:
        return one and one._replace(amount=amount(one.amount), start=at(one.start), end=at(one.end))

    said = growth.by or growth.before
    assert said is not None  # noqa: S101 (one of the two is given)
    words = sentence[at(said.end - len(growth.words)) : at(said.end)]
    return growth._replace(
        words=words, by=told(growth.by), before=told(growth.before), then=told(growth.then)
    )
