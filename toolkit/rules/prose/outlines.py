"""Sentences that differ in their counts alone: units of a county write the same ones with other numbers.

What a sentence claims hangs on its words and on which counts are none or a hundred per cent. Of all other
counts nothing but their places and lengths matters, so such sentences are read once, with marks for amounts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

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


def read_once(read: Read, sentence: str, vocabulary: Vocabulary, inherited: str) -> Iterable[Claim]:
    """Give what `read` makes of an evened-out sentence, by that of its outline where this says the same.

    `read` may ask of an amount only whether it is none, or all (`EVERY` per cent). Quotes stay the outline's.
    """
    outlined = (
        None if vocabulary.names_numbers else _of_outline(read, outline(sentence), vocabulary, inherited)
    )
    return _alone(read, sentence, vocabulary, inherited) if outlined is None else _filled(*outlined, sentence)


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


def outline(sentence: str) -> str:
    """Return an evened-out `sentence` with one digit for all in its counts; none and a hundred stay."""
    return _COUNT.sub(_without_amount, sentence)


def _without_amount(count: re.Match[str]) -> str:
    return count[0] if Decimal(count[0]) in _TELLING else _DIGITS.sub("1", count[0])


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


def _filled(claims: Sequence[Claim], places: Mapping[Decimal, int], sentence: str) -> Iterator[Claim]:
    """Give the `claims` of its outline as those of the `sentence`."""

    def told(mark: Decimal) -> Decimal:
        start = places.get(mark)
        return mark if start is None else amount_at(sentence, start)

    for claim in claims:
        amount, part = told(claim.amount), None if claim.part is None else told(claim.part)
        if claim.beside:
            claim = claim._replace(beside=tuple([told(one) for one in claim.beside]))  # noqa: PLW2901
        if claim.grew is None:
            yield claim.of(amount, part)
        else:
            grew = _grown(claim.grew, sentence, told)
            label = grew.words if _named_by_growth(claim) else claim.label
            yield claim._replace(amount=amount, part=part, label=label, grew=grew)


def _named_by_growth(claim: Claim) -> bool:
    return claim.grew is not None and claim.label == claim.grew.words


def _grown(growth: Growth, sentence: str, amount: Callable[[Decimal], Decimal]) -> Growth:
    """Return the growth that an outline tells as the `sentence` does; its words end with what they tell."""
    by, before = (told and told._replace(amount=amount(told.amount)) for told in (growth.by, growth.before))
    told = by or before
    assert told is not None  # noqa: S101 (one of the two is given)
    return growth._replace(words=sentence[told.end - len(growth.words) : told.end], by=by, before=before)
