"""What a formula in a figure's cell comes to, where it only adds, subtracts, multiplies or divides.

A program that fills in cells without calculating leaves old results beside the formulas.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from toolkit.layout.place import Place, parse_place
from toolkit.reading.locating import FAR, Rows, content_at

_LONGEST, _DEEPEST, _STEPS = 500, 40, 5000  # characters; formulas within formulas; steps of one result
_FURTHEST = 60  # columns in which a figure is looked for, as of rows those that are near
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:E[+-]?\d{1,2})?)(?![\w.!:])"
    r"|(?P<cells>(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?\$?[A-Z]{1,2}\$?\d{1,4}(?::\$?[A-Z]{1,2}\$?\d{1,4})?)(?![\w(.!:])"
    r"|(?P<sum>SUM\s*\()|(?P<sign>[-+*/(),%]))",
    re.IGNORECASE,
)
_AS_GOOD = Fraction(1, 10**9)  # as a part of the result: how far programs differ in their last digits

RowsOf = Callable[[str], Rows]
FormulasOf = Callable[[str], Mapping[str, str]]


class _Unknown(Exception):  # noqa: N818 (nothing is wrong)
    """The formula is none that is computed here."""


def recomputed(sheet: str, address: str, rows_of: RowsOf, formulas_of: FormulasOf) -> Fraction | None:
    """Return what the formula of a cell comes to; None where nobody here can say.

    `rows_of` a sheet raises LookupError where there is none.
    """
    try:
        return _Computed(rows_of, formulas_of).result(sheet, address)
    except (_Unknown, LookupError, ZeroDivisionError):
        return None


def agrees(result: Fraction, held: float) -> bool:
    """Whether a stored number is what the formula comes to."""
    other = Fraction(Decimal(repr(held)))
    return abs(result - other) <= _AS_GOOD * max(Fraction(1), abs(other))


class _Computed:
    """The cells of a workbook, and the results of its formulas that were computed."""

    def __init__(self, rows_of: RowsOf, formulas_of: FormulasOf) -> None:
        self._rows_of, self._formulas_of = rows_of, formulas_of
        self._known: dict[tuple[str, str], Fraction] = {}
        self._steps = self._depth = 0

    def result(self, sheet: str, address: str) -> Fraction:
        """Compute the formula of a cell. Raises _Unknown, ZeroDivisionError, LookupError."""
        if (sheet, address) not in self._known:
            self._depth += 1
            if self._depth > _DEEPEST:
                raise _Unknown
            self._known[sheet, address] = _Formula(self, sheet, self._formulas_of(sheet)[address]).result()
            self._depth -= 1
        return self._known[sheet, address]

    def amount(self, place: Place, *, summed: bool) -> Fraction:
        """Return the number of a cell that a formula names; in a SUM words count nothing."""
        self._steps += 1
        if self._steps > _STEPS:
            raise _Unknown
        if place.a1 in self._formulas_of(place.sheet):
            return self.result(place.sheet, place.a1)
        raw = content_at(self._rows_of(place.sheet), place.row, place.column)
        if raw == "" or (summed and isinstance(raw, str)):
            return Fraction(0)
        if type(raw) not in {float, int} or not isfinite(raw):  # whole numbers of an .xls are read as such
            raise _Unknown
        return Fraction(Decimal(repr(raw)))


class _Formula:
    """One formula, read from left to right."""

    def __init__(self, sheets: _Computed, sheet: str, text: str) -> None:
        self._sheets, self._sheet = sheets, sheet
        self._tokens = list(_tokens(text))
        self._at = 0

    def result(self) -> Fraction:
        """Compute the whole of it."""
        result = self._sum()
        if self._at < len(self._tokens):
            raise _Unknown
        return result

    def _next(self, signs: str) -> str:
        """Take the next sign if it is one of these; else none."""
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        taken = text if kind == "sign" and text in signs else ""
        self._at += bool(taken)
        return taken

    def _sum(self) -> Fraction:
        result = self._product()
        while sign := self._next("+-"):
            result += self._product() * (1 if sign == "+" else -1)
        return result

    def _product(self) -> Fraction:
        result = self._signed()
        while sign := self._next("*/"):
            result = result * self._signed() if sign == "*" else result / self._signed()
        return result

    def _signed(self) -> Fraction:
        if sign := self._next("+-"):
            return self._signed() * (1 if sign == "+" else -1)
        if self._next("("):
            result = self._sum()
            self._close()
        else:
            result = self._one()
        while self._next("%"):
            result /= 100
        return result

    def _one(self) -> Fraction:
        if self._at == len(self._tokens):
            raise _Unknown
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return Fraction(Decimal(text))
        if kind == "sum":
            return self._added()
        if kind != "cells" or ":" in text:
            raise _Unknown
        return self._sheets.amount(self._cells(text)[0], summed=False)

    def _added(self) -> Fraction:
        result = Fraction(0)
        while True:
            kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
            alone = self._at + 1 < len(self._tokens) and self._tokens[self._at + 1][1] in {",", ")"}
            if kind == "cells" and alone:
                self._at += 1
                result += sum(self._sheets.amount(each, summed=True) for each in self._cells(text))
            else:
                result += self._sum()
            if not self._next(","):
                self._close()
                return result

    def _close(self) -> None:
        if not self._next(")"):
            raise _Unknown

    def _cells(self, text: str) -> Sequence[Place]:
        """Return the cells of “表二!B6:B10”."""
        name, _, span = text.rpartition("!")
        sheet = name.strip("'").replace("''", "'") or self._sheet
        first, _, last = span.replace("$", "").upper().partition(":")
        (_, top, left), (_, bottom, right) = parse_place("", first), parse_place("", last or first)
        if min(top, left) < 0 or max(top, bottom) >= FAR or max(left, right) >= _FURTHEST:
            raise _Unknown
        (top, bottom), (left, right) = sorted((top, bottom)), sorted((left, right))
        return [Place(sheet, r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]


def _tokens(text: str) -> Sequence[tuple[str, str]]:
    """Take a formula apart. Raises _Unknown where anything else stands in it."""
    if len(text) > _LONGEST:
        raise _Unknown
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _Unknown
        at = found.end()
        tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
    return tokens
