"""What the readings of a claim amount to in the tables."""

from collections.abc import Container, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from toolkit.rules.prose.claim import Claim
from toolkit.rules.prose.vocabulary import Key, Meaning, Vocabulary

_YUAN_PER_WANYUAN = 10_000


class Compared(NamedTuple):
    """One lawful reading and what it amounts to; ``amount`` is None while a figure it needs is unknown.

    ``before`` is what it amounted to last year, where growth is told.
    """

    label: str
    keys: tuple[Key, ...]
    amount: Decimal | None
    before: Decimal | None = None


def compare(
    claim: Claim, figures: Mapping[Key, int | Decimal], vocabulary: Vocabulary
) -> tuple[Compared, ...]:
    """Give what each reading of a claim amounts to; of a share, those of each part in each whole."""
    in_wanyuan = vocabulary.spoken.in_wanyuan
    if claim.out_of and claim.part is not None:
        share = claim.part * 100 / claim.out_of
        return (Compared(f"{claim.readings[0].label}{claim.part}÷{claim.out_of}", (), share),)
    if claim.part is not None and claim.wholes and not claim.readings[0].plus:
        told = Meaning(label=f"{claim.readings[0].label}{claim.part}", plus=())
        return tuple([_share(told, claim.part, whole, amount_of(whole, figures)) for whole in claim.wholes])
    if claim.unit == "%" and not claim.grew:
        amounts = [
            (reading, amount_of(reading, figures, claim.unit, in_wanyuan)) for reading in claim.readings
        ]
        amounts = [one for one in amounts if one[1] == claim.part] or amounts
        among = claim.wholes or vocabulary.spoken.wholes
        among = tuple([whole for whole in among if not whole.minus]) or among  # outcomes are those of all
        wholes = [(whole, amount_of(whole, figures)) for whole in among]
        shares = [(part, whole) for part in amounts for whole in wholes]
        # a column of what came is a share of what came, not of what was concluded
        alike = [(part, whole) for part, whole in shares if _is_among(part[0], whole[0])]
        return tuple([_share(*part, *whole) for part, whole in alike or shares])
    return tuple(
        [
            Compared(r.label, (*r.plus, *r.minus), amount_of(r, figures, claim.unit, in_wanyuan))
            for r in claim.readings
        ]
    )


def amount_of(
    reading: Meaning,
    figures: Mapping[Key, int | Decimal],
    unit: str = "",
    in_wanyuan: Container[Key] = frozenset(),
) -> Decimal | None:
    """Sum up a reading, in 元 where the claim is money; None while a figure is unknown."""
    try:
        total = sum([figures[key] for key in reading.plus]) - sum([figures[key] for key in reading.minus])
    except KeyError:
        return None
    large = unit == "元" and any(key in in_wanyuan for key in reading.plus)
    return Decimal(total) * _YUAN_PER_WANYUAN if large else Decimal(total)


def _is_among(part: Meaning, whole: Meaning) -> bool:
    """Whether a part is some of the columns of its whole."""
    return part.plus != whole.plus and _rows(part) == _rows(whole)


@lru_cache(maxsize=1024)
def _rows(reading: Meaning) -> frozenset[tuple[str, str]]:
    return frozenset((key.table, key.row) for key in (*reading.plus, *reading.minus))


def _share(part: Meaning, above: Decimal | None, whole: Meaning, below: Decimal | None) -> Compared:
    """Give the percentage that `part` (that is `above`) is of `whole` (that is `below`)."""
    share = None if above is None or below is None else above * 100 / below if below else Decimal(0)
    return Compared(f"{part.label}÷{whole.label}", (*part.plus, *whole.plus), share)
