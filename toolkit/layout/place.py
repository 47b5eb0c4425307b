"""A cell of a sheet."""

import re
from functools import cache
from typing import NamedTuple

_A1 = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column (from 0), as A, Z, AA; xlsxwriter's own would bring all of it along."""
    before, last = divmod(column, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


class Place(NamedTuple):
    """One cell: sheet, row and column (from 0)."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address as the sheet shows it: “D27”."""
        return f"{column_letters(self.column)}{self.row + 1}"

    def moved(self, rows: int = 0, columns: int = 0) -> "Place":
        """Return the place so many rows down and columns to the right."""
        return Place(self.sheet, self.row + rows, self.column + columns)

    def link(self) -> str:
        """Return the target of a link to this cell."""
        return f"internal:'{self.sheet}'!{self.a1}"

    def formula(self, seen_from: str) -> str:
        """Return the absolute reference in a formula on the sheet `seen_from`."""
        cell = f"${column_letters(self.column)}${self.row + 1}"
        return cell if seen_from == self.sheet else f"'{self.sheet}'!{cell}"


def parse_place(sheet: str, a1: str) -> Place:
    """Read an address as the sheet shows it; what is none means the first cell, as in xlsxwriter."""
    found = _A1.match(a1)
    if found is None:
        return Place(sheet, 0, 0)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return Place(sheet, int(found[2]) - 1, column - 1)
