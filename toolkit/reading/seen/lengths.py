"""Lengths as documents and web pages write them, “2.54cm”, in English metric units."""

import re

UNITS = {"in": 914_400, "cm": 360_000, "mm": 36_000, "pt": 12_700, "pc": 152_400, "px": 9_525}
POINT, PIXEL = UNITS["pt"], UNITS["px"]
_LENGTH = re.compile(rf"(-?(?:\d{{1,9}}\.?\d*|\.\d+))({'|'.join(UNITS)})", re.ASCII)


def length_of(text: str) -> int | None:
    """Give a length; None where it is none, or one that depends on something else (“80%”)."""
    found = _LENGTH.fullmatch(text)
    return int(float(found[1]) * UNITS[found[2]]) if found else None
