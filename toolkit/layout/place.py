"""A cell of a sheet."""

from functools import lru_cache
from typing import NamedTuple

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell


@lru_cache(maxsize=8192)
def _a1(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))


class Place(NamedTuple):
    """One cell: sheet, row and column (from 0)."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address as the sheet shows it: “D27”."""
        return _a1(self.row, self.column)

    def moved(self, rows: int = 0, columns: int = 0) -> "Place":
        """Return the place so many rows down and columns to the right."""
        return Place(self.sheet, self.row + rows, self.column + columns)

    def link(self) -> str:
        """Return the target of a link to this cell."""
        return f"internal:'{self.sheet}'!{self.a1}"

    def formula(self, seen_from: str) -> str:
        """Return the absolute reference in a formula on the sheet `seen_from`."""
        cell = str(xl_rowcol_to_cell(self.row, self.column, row_abs=True, col_abs=True))
        return cell if seen_from == self.sheet else f"'{self.sheet}'!{cell}"


def parse_place(sheet: str, a1: str) -> Place:
    """Read an address as the sheet shows it."""
    row, column = xl_cell_to_rowcol(a1)
    return Place(sheet, row, column)
