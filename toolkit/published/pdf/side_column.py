"""What stands beside what on a page.

The menu of a site, printed with a report, is none of its lines. A page set in two columns is read down the
left one, then down the right.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import attrgetter
from typing import NamedTuple

from toolkit.published.pdf.drawing import Rectangle
from toolkit.published.pdf.narrow_columns import text_lines
from toolkit.published.pdf.page import Char

GAP = 0.35  # of the smaller line beside it: what is wider parts two columns; words stand nearer
BROAD = 0.4  # of the page: a line, or a table, as wide as this is the report's; a menu is narrower
HALF, LEAST_BESIDE = 0.3, 2  # of the page, and lines as wide as this on either side: two columns of prose
LEAST_LINES, LEAST_LETTERS = 2, 12  # of a menu: less is a list's numbers, or a word set before a paragraph
# of a list, or a heading beside its text
_NUMBERED = re.compile(r"[(（]?[\d一二三四五六七八九十]+(?:[)）.．、:：].*)?")

_SECTION = re.compile("[一二三四五六七八九十]+[、.．]")


class _Piece(NamedTuple):
    """What stands together in a line; a table without its letters."""

    x0: float
    x1: float
    top: float
    bottom: float
    chars: Sequence[Char] = ()


@dataclass(frozen=True, kw_only=True)
class Columns:
    """A page's letters: above the column of its report, in it, and below; and those ``beside`` it.

    ``gutter``: where the columns part, None on a page of one column. ``halves``: those of the groups that are
    columns of a page of two.
    """

    groups: tuple[tuple[Char, ...], ...]
    beside: tuple[Char, ...] = ()
    gutter: float | None = None
    halves: tuple[tuple[Char, ...], ...] = ()

    @property
    def column(self) -> tuple[Char, ...]:
        """What stands in the column beside the menu."""
        return () if self.gutter is None else self.groups[1]

    def is_beside(self, one: "Char | _Piece") -> bool:
        """Whether something stands on the menu's side of the page."""
        gutter = self.gutter or 0.0
        return one.x1 <= gutter if self.beside[0].x1 <= gutter else one.x0 >= gutter


def columns(chars: Sequence[Char], boxes: Sequence[Rectangle], width: float, before: Columns) -> Columns:
    """Set menus apart that stand beside the report on a page as wide as this: on one side, or on both.

    `boxes`: where the tables are; `before`: the page before, whose menu may go on.
    """
    found = _columns(chars, boxes, width, before)
    within = _columns(found.column, boxes, width, Columns(groups=before.groups))
    if within.gutter is None:
        return found
    (above, _, below), (first, report, last) = found.groups, within.groups
    groups = ((*above, *first), report, (*last, *below))
    return Columns(groups=groups, beside=(*found.beside, *within.beside), gutter=found.gutter)


def _columns(chars: Sequence[Char], boxes: Sequence[Rectangle], width: float, before: Columns) -> Columns:
    """Set a menu apart that has no line across it and the report."""
    pieces = [piece for line in text_lines(chars) for piece in _pieces(line)]
    broad = [one for one in pieces if one.x1 - one.x0 >= BROAD * width]
    drawn = [_Piece(box.x0, box.x1, box.top, box.bottom) for box in boxes]
    whole = [*pieces, *drawn]
    if (two := _in_two(whole, width)) is not None:
        return two
    if (gutter := before.gutter) is not None:
        if not broad and before.beside and all(map(before.is_beside, whole)):
            return Columns(groups=((), (), ()), beside=_letters(pieces), gutter=gutter)
        if (found := _parted(whole, width, gutter, 1, -inf)) is not None:
            return found
    narrow = [one for one in pieces if one.x1 - one.x0 < BROAD * width]
    least = LEAST_LINES if before.groups else 1  # beside a title one is a menu
    if len(narrow) >= least:
        # beyond these no menu is left, or right, of a gutter
        first = sorted(one.x1 for one in narrow)[least - 1]
        last = sorted(one.x0 for one in narrow)[-least]
        edges = {round(x) for one in (*broad, *drawn) for x in (one.x0 - 1, one.x1 + 1)}
        near = sorted(edge for edge in edges if edge >= first or edge <= last)
        # above this there is the title alone
        told = -inf if before.groups else min((one.top for one in pieces if _is_sentence(one)), default=inf)
        several = [one for edge in near if (one := _parted(whole, width, edge, LEAST_LINES, told))]
        if several:
            return max(several, key=lambda one: len(one.beside))
    return Columns(groups=(tuple(chars),))


def _in_two(pieces: Sequence[_Piece], width: float) -> Columns | None:
    """Set the two columns of a page apart, between what goes across both: titles, tables."""
    middle = (min(one.x0 for one in pieces) + max(one.x1 for one in pieces)) / 2 if pieces else 0.0
    across = sorted((one for one in pieces if one.x0 < middle < one.x1), key=attrgetter("top"))
    walls = [one.top for one in across]
    bands: list[tuple[list[_Piece], list[_Piece]]] = [([], []) for _ in range(len(walls) + 1)]
    for one in pieces:
        if not one.x0 < middle < one.x1:
            bands[bisect_right(walls, one.top)][one.x0 >= middle].append(one)
    groups: list[list[_Piece]] = [[]]
    halves: list[int] = []
    for number, sides in enumerate(bands):
        if all(sum(one.x1 - one.x0 >= HALF * width for one in side) >= LEAST_BESIDE for side in sides):
            left, right = sides
            foot = max(one.bottom for one in right)
            below = next((n for n, one in enumerate(left) if one.top > foot and _is_heading(one)), len(left))
            halves += (len(groups), len(groups) + 1)
            groups += (left[:below], right, left[below:])
        else:
            groups[-1] += (*sides[0], *sides[1])
        groups[-1] += across[number : number + 1]
    letters = tuple(map(_letters, groups))
    return Columns(groups=letters, halves=tuple(letters[n] for n in halves)) if halves else None


def _pieces(line: Sequence[Char]) -> Iterator[_Piece]:
    start = 0
    for n in range(1, len(line) + 1):
        if n == len(line) or line[n].x0 - line[n - 1].x1 > GAP * min(line[n].size, line[n - 1].size):
            part = line[start:n]
            top, bottom = min(char.top for char in part), max(char.bottom for char in part)
            yield _Piece(part[0].x0, part[-1].x1, top, bottom, part)
            start = n


def _is_heading(piece: _Piece) -> bool:
    """Whether a line begins a section: below two columns it is of neither."""
    return _SECTION.match("".join(char.text for char in piece.chars)) is not None


def _is_sentence(piece: _Piece) -> bool:
    return any(char.text == "。" for char in piece.chars)


def _parted(pieces: Sequence[_Piece], width: float, gutter: float, least: int, told: float) -> Columns | None:
    """Part a page at a gutter, in a band between two lines across it where a menu stands beside a report.

    `told`: where its first sentence stands.
    """
    across = [one for one in pieces if one.x0 < gutter < one.x1]
    walls = sorted(edge for one in across for edge in ((one.top,) if one.chars else (one.top, one.bottom)))
    bands: dict[int, tuple[list[_Piece], list[_Piece]]] = {}
    for one in pieces:
        if not one.x0 < gutter < one.x1:
            bands.setdefault(bisect_right(walls, one.top), ([], []))[one.x0 >= gutter].append(one)
    for band, (left, right) in bands.items():
        for report, menu in ((right, left), (left, right)):
            if _is_beside(menu, report, width, least, told):
                above = [one for one in across if bisect_left(walls, one.top) < band]
                below = [one for one in across if bisect_left(walls, one.top) >= band]
                for number, sides in bands.items():
                    if number != band:
                        (above if number < band else below).extend(one for side in sides for one in side)
                groups = (_letters(above), _letters(report), _letters(below))
                return Columns(groups=groups, beside=_letters(menu), gutter=gutter)
    return None


def _letters(pieces: Sequence[_Piece]) -> tuple[Char, ...]:
    return tuple(char for one in pieces for char in one.chars)


def _is_beside(
    menu: Sequence[_Piece], report: Sequence[_Piece], width: float, least: int, told: float
) -> bool:
    """Whether narrow lines stand beside at least so many broad ones, fewer where there was a menu before.

    However few letters they have where they stand beside the title.
    """
    broad = [one for one in report if one.x1 - one.x0 >= BROAD * width]
    if len(broad) < least or not (menu or least < LEAST_LINES) or _is_of_a_table(menu):
        return False
    first, last = min(one.top for one in broad), max(one.bottom for one in broad)
    narrow = (
        max((one.x1 for one in menu), default=0) - min((one.x0 for one in menu), default=0) < BROAD * width
    )
    near = [one for one in menu if first < one.bottom and one.top < last]
    letters = sum(len(one.chars) for one in near)
    if least < LEAST_LINES or (len(near) >= least and letters >= LEAST_LETTERS):
        return narrow
    return narrow and _is_beside_title(menu, min(report, key=attrgetter("top")), told)


def _is_of_a_table(menu: Sequence[_Piece]) -> bool:
    """Whether lines are rows of figures, those of a table without lines; not days, pages, years."""
    rows = 0
    for line in text_lines(_letters(menu)):
        texts = ["".join(char.text for char in one.chars) for one in _pieces(line)]
        if len(texts) > 1 and all(text.isdecimal() for text in texts):
            rows += any(abs(int(one) - int(after)) != 1 for one, after in pairwise(texts))
    return rows >= LEAST_LINES


def _is_beside_title(menu: Sequence[_Piece], title: _Piece, told: float) -> bool:
    """Whether words stand in a line with the first of a report, which would take them into a name."""
    words = ("".join(char.text for char in one.chars) for one in menu)
    beside = any(one.top < title.bottom and title.top < one.bottom for one in menu)
    return title.top <= told and beside and not any(map(_NUMBERED.fullmatch, words))
