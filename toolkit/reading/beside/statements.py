"""Statements beside a table: read of each text once, as most are those of the form and state nothing."""

from collections.abc import Callable
from typing import NamedTuple

from toolkit.answers.characters import ordinary_text
from toolkit.layout.layout import Place, TableGrid
from toolkit.layout.title_line import LONGEST, read_title_line
from toolkit.reading.locating import Rows, bare_label, is_number

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class Stated(NamedTuple):
    """What a text states of the figures of a table beside which it stands.

    The ``years`` that they are of, "" for a part of one; the ``unit`` whose they are; the ``measure``, a unit
    of money or of size, or so many at once, in which they are told and that the table does not print;
    ``back``: they do not count.
    """

    years: frozenset[str] = frozenset()
    unit: str = ""
    measure: str = ""
    back: bool = False

    def __bool__(self) -> bool:
        """Whether it states anything."""
        return any(self)


class Aside(NamedTuple):
    """What is stated beside a table: its place, ``where`` that is in words, and the text."""

    at: Place
    where: str
    text: str
    stated: Stated


_MANY = 4096  # texts that are known to state nothing, at the most


class Statements:
    """What texts state; those that state nothing are known from then on."""

    def __init__(self, read: Callable[[str], Stated]) -> None:
        """Take what a text states from `read`."""
        self._read = read
        self._silent: set[str] = set()

    def of(self, texts: frozenset[str]) -> dict[str, Stated]:
        """Give those of the `texts` that state something, and what."""
        told = {}
        for text in texts - self._silent:
            if stated := self._read(text):
                told[text] = stated
            elif len(self._silent) < _MANY:
                self._silent.add(text)
        return told


def may_state(text: str) -> bool:
    """Whether a text is one that may state something: a title line is judged by itself."""
    return len(text) <= LONGEST and read_title_line(text) is None


def is_printed(grid: TableGrid, text: str) -> bool:
    """Whether a text is one that the form itself prints at the table."""
    return any(bare_label(text) == bare_label(box.text) for box in grid.captions)


def in_digits(text: str) -> str:
    """Write a text in ordinary characters, its numerals as digits one by one."""
    return ordinary_text(text).translate(_DIGITS)


def is_of_the_table(grid: TableGrid, rows: Rows, at: Place) -> bool:
    """Whether what stands at a place is said of the table, and heads no figures of the unit's own."""
    if at.row < 0 or (at.row < grid.figure_rows[0] and at.column <= grid.right):
        return True
    if at.column > grid.right and any(at.column == last.column for last in grid.last.values()):
        return False
    first = 0 if at.column <= grid.right else at.column
    return not any(_is_figure(cell) for line in rows[at.row + 1 :] for cell in line[first:])


def _is_figure(cell: object) -> bool:
    return is_number(cell) or (isinstance(cell, str) and cell.strip().isdecimal())
