"""A thing and behind it the numbers of its kinds, each before its kind: “行政复议3件维持、1件纠正”.

The first number is no more that of the thing than the others: it is their sum that is told of it.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from toolkit.rules.prose.claim import AT_LEAST, Claim
from toolkit.rules.prose.even_text import HAN, counted, number_at, seldom

# What stands behind a number of a kind; “同比” tells of another year, “其中” of some of all.
_KIND = re.compile(rf"\({HAN}{{1,12}}\)|(?!其中|同比|环比|[较比与]|以上|左右)(?:(?!其中){HAN}){{1,14}}")
_NEXT = re.compile(r"[、,;]?(?:和|及|以及|与)?(?:另外?|还|再)?有?(?=\d)")
_AND_THE_REST = seldom(r"[、,;]?(?:其余|其他|其它|余下|剩余|等)")
_ENDS = ("", *",;。)!?\n")
_MAY_BE = re.compile(r"\d[^\d、,;。]{2,16}[、,;和及与](?:另外?|还|再)?有?\d")


def told_by_kinds(text: str, found: Sequence[Claim]) -> Sequence[Claim]:
    """Read each of the claims `found` whose number is the first of several kinds as that of all of them."""
    return [_of_all_kinds(text, claim) for claim in found] if found and _MAY_BE.search(text) else found


def _of_all_kinds(text: str, claim: Claim) -> Claim:
    """Give a claim with the sum of the kinds that are told from its number on; or as it is.

    What it says by its own number alone stays lawful: “许可1286件含变更、20件延续”.
    """
    numbers = counted(text, claim.start, claim.end)
    first = numbers[-1] if numbers else None
    plain = first is not None and first.end == claim.end and claim.start < first.start
    if first is None or not plain or claim.unit in ("", "%", "元") or claim.grew or claim.about:
        return claim
    amounts, place = [first.amount], first.end
    while kind := _KIND.match(text, place):
        place = kind.end()
        following = _NEXT.match(text, place)
        number = number_at(text, following.end()) if following and following.end() > place else None
        if number is None or number.unit != first.unit or number.about:
            break
        amounts.append(number.amount)
        place = number.end
    else:
        return claim
    if len(amounts) == 1:
        return claim
    together = sum(amounts, Decimal(0))
    if _AND_THE_REST.match(text, place):
        return claim._replace(amount=together, about=AT_LEAST, alone=claim.amount, end=place)
    if text[place : place + 1] not in _ENDS:
        return claim
    return claim._replace(amount=together, alone=claim.amount, end=place)
