"""A figure as a report prints it: read when certain, otherwise left unread."""

import re
from decimal import Decimal
from functools import lru_cache

from toolkit.answers.spelling import NOTHING, is_dash
from toolkit.form.model import NOT_APPLICABLE, TIERS, Figure, Kind, Mark, exact_amount

# Only these are the same digit in another dress. Unicode's compatibility forms are not used: they would make
# 5² a 52.
_PLAIN = str.maketrans("０１２３４５６７８９．，＋－−／╱∕⁄", "0123456789.,+--////")
_AMOUNT = re.compile(r"(?P<whole>0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?P<decimals>\.\d+)?(?P<unit>\D*)")
_CHANGE = re.compile(r"(?P<sign>[+-]|增加?|减少?)(?P<amount>.+)")
_FIGURE = re.compile(r"[+\-增减]?[加少]?\d+(?:[,.]\d+)*")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]")
_NO_PART = {"", ".0", ".00"}  # how programs print whole numbers; 1.000 may be a thousand
_COUNTED = {"", "件", "项", "个"}
_SMALLER = {"万元": "元"}  # in which an amount may be printed that counts in the other
_TIMES, _CENTS = 10_000, 2  # so many of the smaller are one; decimals of the smaller
SHORT = 15  # digits of a whole number that is read without looking for anything else in it


@lru_cache(maxsize=8192)
def looks_like_value(text: str) -> bool:
    """Whether a cell holds a figure (or the mark for none) rather than a label."""
    plain = text.strip().translate(_PLAIN)
    return _is_not_applicable(plain) or plain == "0/0" or bool(_FIGURE.fullmatch(plain))


def means_nothing(text: str) -> bool:
    """Whether a word says that there was none: 0, as in a unit's workbook."""
    return text in NOTHING


def _is_not_applicable(plain: str) -> bool:
    return plain in NOT_APPLICABLE or is_dash(plain)


def is_with_point(text: str, kind: Kind) -> bool:
    """Whether a count is printed as programs print numbers: 38.0."""
    return not kind.decimals and ("." in text or "．" in text)


def is_in_smaller_unit(text: str, kind: Kind) -> bool:
    """Whether an amount is printed with a smaller unit than it counts in: 251000元 for 25.1 (万元)."""
    unit, plain = _SMALLER.get(kind.unit, ""), text.rstrip()
    return bool(unit) and plain.endswith(unit) and not plain.endswith(kind.unit)


def read_amount(text: str, kind: Kind) -> Figure | None:
    """Read the figure that `text` prints, exactly; None when it is not certain what it says."""
    if text.isdecimal() and text.isascii() and len(text) <= SHORT and (text[0] != "0" or text == "0"):
        return _within(int(text), kind)  # most figures
    plain = text.strip().translate(_PLAIN)
    if not plain:
        return Mark.BLANK
    if _is_not_applicable(plain):
        return Mark.NOT_APPLICABLE
    if means_nothing(plain):
        return 0
    if kind.signed and plain == "0/0":  # 增 0 / 减 0
        return 0
    change = _CHANGE.fullmatch(plain) if kind.signed else None
    amount = _unsigned(change["amount"] if change else plain, kind)
    return -amount if amount is not None and change and change["sign"][0] in "-减" else amount


def _unsigned(plain: str, kind: Kind) -> int | Decimal | None:
    parts = _AMOUNT.fullmatch(plain)
    if parts is None:
        return None
    unit, decimals = "".join(parts["unit"].split()), (parts["decimals"] or "").rstrip("0")
    amount = Decimal(parts["whole"].replace(",", "") + decimals)
    places = max(len(decimals) - 1, 0)
    if unit and unit == _SMALLER.get(kind.unit):
        return _converted(amount / _TIMES, kind) if places <= _CENTS else None
    if _IN_BRACKETS.sub(r"\1", unit) not in ({"", kind.unit} if kind.unit else _COUNTED):
        return None
    if places > kind.decimals or ((parts["decimals"] or "") not in _NO_PART and not kind.decimals):
        return None
    return _within(exact_amount(amount), kind)


def _converted(amount: Decimal, kind: Kind) -> int | Decimal | None:
    exact = exact_amount(amount)
    places = -int(exact.as_tuple().exponent) if isinstance(exact, Decimal) else 0
    return _within(exact, kind) if places <= kind.decimals else None


def _within(amount: int | Decimal, kind: Kind) -> int | Decimal | None:
    return amount if amount <= kind.maximum or amount <= kind.at_tier(TIERS).maximum else None
