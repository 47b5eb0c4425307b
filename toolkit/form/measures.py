"""Units of money and of size: which of them measure the same thing, and where a text names one."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple


class Measure(NamedTuple):
    """What a unit measures, and how many of the smallest unit of that one of it is."""

    of: str
    size: Fraction


_TIMES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_SIZES: Mapping[str, Mapping[str, Fraction]] = {
    "钱": {"元": Fraction(1)},
    "面积": {
        "平方米": Fraction(1),
        "㎡": Fraction(1),
        "亩": Fraction(2000, 3),
        "公顷": Fraction(10**4),
        "平方公里": Fraction(10**6),
        "平方千米": Fraction(10**6),
    },
    "重量": {
        "克": Fraction(1),
        "斤": Fraction(500),
        "公斤": Fraction(1000),
        "千克": Fraction(1000),
        "吨": Fraction(10**6),
    },
    "长度": {"米": Fraction(1), "公里": Fraction(1000), "千米": Fraction(1000)},
    "体积": {"立方米": Fraction(1)},
    "用电": {"度": Fraction(1), "千瓦时": Fraction(1)},
}
_KNOWN = {unit: Measure(of, size) for of, sizes in _SIZES.items() for unit, size in sizes.items()}
_BARE = "|".join(sorted(_KNOWN, key=len, reverse=True))
_MANY = "|".join(sorted(filter(None, _TIMES), key=len, reverse=True))
UNIT = rf"(?:{_MANY})?(?:{_BARE})"
UNIT_ENDS = "".join(sorted({unit[-1] for unit in _KNOWN}))  # within “[…]”
_TAKEN_APART = re.compile(rf"({_MANY}|)({_BARE})")
_OTHERS = "(?:[一-鿿㎡]{1,4}[、,，/])*(?:人民币)?"  # 单位：件、万元
_BRACKETED = re.compile(rf"[（(](?:(?:计量)?单位[:：])?{_OTHERS}({UNIT})[）)]")
_STATED = re.compile(rf"单位(?:[:：]|是|为|用)\s*{_OTHERS}({UNIT})(?![一-鿿])")
_AT_ONCE = re.compile(rf"\s*({UNIT})")


def measure_of(unit: str) -> Measure | None:
    """Say what a unit measures; None where it counts (件, 人), or is not known."""
    if known := _KNOWN.get(unit):  # 千克 and 千米 are units of their own
        return known
    parts = _TAKEN_APART.fullmatch(unit)
    return Measure(_KNOWN[parts[2]].of, _KNOWN[parts[2]].size * _TIMES[parts[1]]) if parts else None


def bracketed_unit(label: str) -> str:
    """Give the unit that a label has in brackets: 支出（万元）; empty where it has none."""
    found = _BRACKETED.search(label)
    return found[1] if found else ""


def units_in(text: str) -> tuple[str, ...]:
    """Give the units that a text says its figures stand in: （万元）, 单位：公顷."""
    return tuple(found[1] for pattern in (_BRACKETED, _STATED) for found in pattern.finditer(text))


def unit_at_once(text: str) -> str:
    """Give the unit with which a text begins; empty where it begins with none."""
    found = _AT_ONCE.match(text)
    return found[1] if found else ""


def differ(one: str, other: str) -> bool:
    """Whether two stated units are not one, and at least one of them measures."""
    return bool(one and other) and measure_of(one) != measure_of(other)


def any_differ(units: Iterable[str]) -> bool:
    """Whether any two of the units `differ`."""
    return any(differ(one, other) for one, other in combinations(units, 2))


def unlike_in(units: Iterable[str]) -> tuple[str, ...]:
    """Give the units, smallest first, of the first thing that is measured in more than one of them."""
    of: dict[str, dict[Fraction, str]] = {}
    for unit in sorted(units):
        if measure := measure_of(unit):
            of.setdefault(measure.of, {}).setdefault(measure.size, unit)
    return next((tuple(sizes[size] for size in sorted(sizes)) for sizes in of.values() if len(sizes) > 1), ())
