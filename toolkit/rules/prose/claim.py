"""What a sentence claims of a number, and whether an amount is what it says."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from toolkit.form.elements import Meaning
from toolkit.rules.prose.growth import Growth

EVERY = Decimal(100)  # per cent
VERSUS = "”比“"  # between the names of two things of which one is said to be more than the other
AT_LEAST = "均"  # said of all that was counted: there may be more of the kind


class Claim(NamedTuple):
    """A number that prose claims, with every lawful reading of it.

    ``scope`` holds the words beside it that are not neutral (whose figures? part of which?), ``when`` a time
    other than the report's year that governs it; ``topic`` what its sentence would have to speak of, but
    does not. ``sentence`` tells the claims of one sentence from those of others; ``whole``: it is said to be
    all (“共”); ``about``: 约, 余, 以上, for a number that is only a bound (`AT_LEAST`: all that were counted
    are of a kind); ``wholes``: what a share says it is a share of, ``part``: the count before it that is the
    share. ``grew``: it is told how the thing grew, not how many there are. ``beside``: of a part of a wider
    count, that count and the parts that follow. ``out_of``: of a share, the whole told
    beside it. ``account``: its scope is an account's name, which may be one of the unit's own. ``alone``: of
    the sum of several kinds, the number of the first one, which may be all by itself.
    """

    subject: str
    label: str
    amount: Decimal
    unit: str
    slack: Decimal
    readings: tuple[Meaning, ...]
    firm: bool
    topic: str
    scope: str
    when: str
    quote: str
    start: int
    end: int
    sentence: int = 0
    whole: bool = False
    about: str = ""
    wholes: tuple[Meaning, ...] = ()
    part: Decimal | None = None
    grew: Growth | None = None
    beside: tuple[Decimal, ...] = ()
    out_of: Decimal | None = None
    account: bool = False
    alone: Decimal | None = None

    # Of thousands of claims these are made anew, three times as fast as by `_replace`.

    def placed(self, quote: str, start: int, end: int, sentence: int) -> "Claim":
        """Return this claim as one of a passage: where it stands there, and in which sentence."""
        return Claim._make((*self[:10], quote, start, end, sentence, *self[14:]))

    def of(self, amount: Decimal, part: Decimal | None, start: int, end: int) -> "Claim":
        """Return this claim of another amount, or of another share, at another place."""
        return Claim._make((*self[:2], amount, *self[3:11], start, end, *self[13:17], part, *self[18:]))


_MORE_THAN = re.compile("余|多|来|几|以上|超|突破|逾|至少")
_BOUND = re.compile("以上|超|突破|逾|至少")
_LESS_THAN = re.compile("不足|不到|不满")
_SOME = re.compile("约|近|左右")
_ROUGHLY, _CLOSELY = Decimal("0.3"), Decimal("0.1")
_HALF_A_TENTH = Decimal(5)  # per cent


def fits(claim: Claim, amount: Decimal) -> bool:
    """Whether the claimed number says `amount`; “20余件” says 20 to 29, “约20件” somewhere near."""
    more_than = _MORE_THAN.search(claim.about)
    if abs(amount - claim.amount) <= (0 if more_than and claim.unit != "%" else claim.slack):
        return True
    if claim.about == AT_LEAST:
        return amount >= claim.amount
    if more_than and claim.unit == "%" and _BOUND.search(claim.about):
        return amount >= claim.amount
    if more_than:
        step = Decimal(1).scaleb(_trailing_zeros(claim.amount))
        return claim.amount <= amount <= claim.amount + max(step, claim.amount * _ROUGHLY)
    if _LESS_THAN.search(claim.about):
        return amount < claim.amount
    if _SOME.search(claim.about):
        one_digit = len(claim.amount.normalize().as_tuple().digits) == 1  # “约80”, not “约76”
        slack = max(Decimal(2), claim.amount * (_ROUGHLY if one_digit else _CLOSELY))
        if claim.unit == "%":
            slack = max(_HALF_A_TENTH, claim.amount * _CLOSELY)  # “近八成” are not six
        more = 1 if "近" in claim.about else slack  # nearly so many: not more
        return -slack <= amount - claim.amount <= more
    return "以" in claim.about and amount <= claim.amount  # 以内, 以下


def is_share_of_several(claim: Claim, before: Sequence[Claim], told: Iterable[Decimal]) -> bool:
    """Whether a share is that of the counts before it together, of a whole that is `told`.

    “公开6件、部分公开4件，占办结总数的58.8%”.
    """
    if claim.unit != "%" or claim.part is None or claim.grew or not claim.readings[0].plus:
        return False
    counts = [c.amount for c in before if c.sentence == claim.sentence and c.unit not in ("%", "元")]
    sums = list(accumulate(reversed(counts)))[1:]
    shares = (together * 100 / whole for whole in told if whole for together in sums if together <= whole)
    return any(fits(claim, share) for share in shares)


def _trailing_zeros(amount: Decimal) -> int:
    digits = format(amount, "f").partition(".")[0]
    return len(digits) - len(digits.rstrip("0"))
