"""The sheets of our workbooks, what a sheet can hold, a cell of a sheet, and several that stand together."""

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

COVER, GUIDE, PROSE, CHECKS, REASONS, IDENTITY = "封面", "填报说明", "文字报告", "校核", "核实说明", "_xxgk"
WORKING = "_底稿"
PASTE = "粘贴区"  # is calculated on 底稿 too
LIST = "问题清单"  # in front of a workbook that was returned
AUTHOR, _BEFORE = "校核意见", "县办校核"  # of our comments, and what workbooks sent back before have
OUR_NOTES = tuple(f"【{author}】" for author in (AUTHOR, _BEFORE))  # how our comments begin
OURS = frozenset({COVER, GUIDE, PROSE, CHECKS, REASONS, IDENTITY, WORKING, PASTE, LIST})  # besides the tables

TEXT_LIMIT = 32_767  # characters in a cell
LINK_LIMIT = 65_000  # links on a sheet
ROW_LIMIT = 1_048_576
MOST_SPANS = 8  # spans of cells that are named in a sentence
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # what neither Word nor Excel can hold
_LINE_END = re.compile(r"\r\n?")
_A1 = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")


def printable(text: str) -> str:
    """Leave out the characters that neither Word nor Excel can hold in a text; its lines end as in Python."""
    text = _LINE_END.sub("\n", text)
    return _UNFIT.sub("", text) if _UNFIT.search(text) else text  # looking takes half as long


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column (from 0), as A, Z, AA; xlsxwriter's own would bring all of it along."""
    before, last = divmod(column, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """Return the column (from 0) that has these letters."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


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
    return Place(sheet, int(found[2]) - 1, column_of(found[1]))


def join_ranges(places: Sequence[Place], seen_from: str) -> list[str]:
    """Join cells that stand in a row or a column into ranges, for a formula on the sheet `seen_from`.

    Addresses are absolute ($D$7:$J$7); those of another sheet bear its quoted name.
    """
    return list(_ranges(tuple(dict.fromkeys(places)), seen_from))


def spans_of(places: Sequence[Place]) -> list[str]:
    """Name cells of one sheet as it shows them, those in a row or a column as one: “D7:I7”, “K9”."""
    return [span.replace("$", "") for span in join_ranges(places, places[0].sheet)]


@lru_cache(maxsize=4096)  # every workbook of a form asks for the same few hundred
def _ranges(places: tuple[Place, ...], seen_from: str) -> tuple[str, ...]:
    result: list[str] = []
    rest, there = list(places), set(places)
    while rest:
        first = rest[0]
        down = _run(there, first, rows=1)
        across = _run(there, first, columns=1)
        run = down if len(down) >= len(across) else across
        start, end = run[0].formula(seen_from), run[-1].formula(run[-1].sheet)
        result.append(start if len(run) == 1 else f"{start}:{end}")
        there.difference_update(run)
        rest = [p for p in rest if p in there]
    return tuple(result)


def _run(there: Collection[Place], first: Place, rows: int = 0, columns: int = 0) -> list[Place]:
    run = [first]
    while (step := run[-1].moved(rows, columns)) in there:
        run.append(step)
    return run
