"""Formulas that reach themselves: an office program shows 0 and a warning, and the file holds the 0."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from toolkit.layout.place import parse_place

_QUOTED = re.compile(r'"[^"]*"')
_INDIRECT = re.compile(r'INDIRECT\(\s*"([^"]*)"', re.IGNORECASE)
_NAME = re.compile(r"(?<![\w.'!])[^\W\d][\w.]*(?![\w.(!'])")
_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^\s'\"!(),:;+*/^&=<>{}-]+))!)?"
    r"(?:\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
    r"|\$?([A-Z]{1,3}):\$?([A-Z]{1,3})|\$?(\d{1,7}):\$?(\d{1,7}))(?![\w(])"
)
_STEPS = 5000  # formulas that are followed at most
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14


def reaches_itself(
    sheet: str,
    address: str,
    formulas_of: Callable[[str], Mapping[str, str]],
    defined: Mapping[str, str] | None = None,
) -> bool:
    """Whether a cell's formula refers to that cell, itself or by way of formulas and `defined` names."""
    names = {name.casefold(): text for name, text in (defined or {}).items()}
    goal = (sheet, address)
    waiting, seen = [goal], {goal}
    while waiting and len(seen) < _STEPS:
        here, at = waiting.pop()
        formula = _named(formulas_of(here).get(at, ""), names)
        for other, cell in _reached(here, formula, formulas_of):
            if (other, cell) == goal:
                return True
            if (other, cell) not in seen:
                seen.add((other, cell))
                waiting.append((other, cell))
    return False


def _named(formula: str, names: Mapping[str, str]) -> str:
    """Put what defined names stand for, and the references that INDIRECT is given as text, into a formula."""
    plain = _INDIRECT.sub(r"(\1", formula)
    return _NAME.sub(lambda found: names.get(found[0].casefold(), found[0]), plain) if names else plain


def _reached(
    sheet: str, formula: str, formulas_of: Callable[[str], Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """Find the cells with formulas that a formula refers to."""
    for name, (top, left, bottom, right) in _spans(formula):
        other = name or sheet
        for cell in formulas_of(other):
            _, row, column = parse_place("", cell)
            if top <= row <= bottom and left <= column <= right:
                yield other, cell


@lru_cache(maxsize=4096)
def _spans(formula: str) -> tuple[tuple[str, tuple[int, int, int, int]], ...]:
    """Return the sheets ("" for its own) and rectangles that a formula names."""
    spans = []
    for found in _REFERENCE.finditer(_QUOTED.sub("", formula)):
        name = (found[1] or found[2] or "").replace("''", "'").lstrip("$")
        if found[3]:
            first, last = f"{found[3]}{found[4]}", f"{found[5] or found[3]}{found[6] or found[4]}"
            (_, top, left), (_, bottom, right) = parse_place("", first), parse_place("", last)
        elif found[7]:
            top, bottom = 0, _LAST_ROW
            left, right = (parse_place("", f"{letters}1").column for letters in (found[7], found[8]))
        else:
            top, bottom, left, right = int(found[9]) - 1, int(found[10]) - 1, 0, _LAST_COLUMN
        spans.append((name, (min(top, bottom), min(left, right), max(top, bottom), max(left, right))))
    return tuple(spans)
