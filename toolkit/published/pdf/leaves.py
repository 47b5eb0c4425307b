"""The pages on the sheets of a PDF: two side by side, as booklets are printed, one that was put in twice."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from toolkit.published.pdf.narrow_columns import text_lines
from toolkit.published.pdf.page import Char, Page

LEAST_GUTTER = 8.0  # points, from the top of the sheet to its foot
BROAD = 0.2  # of the sheet: text without a gap, or a line of a table, that is no menu
LEAST_LINES = 2  # as broad as that on each half
NEAR = 1.0  # of a letter's size: what stands farther apart in a line is no running text
LEAST_LETTERS = 100  # of a page that nobody prints twice for two things

T = TypeVar("T")


def leaves(sheets: Iterable[Page]) -> Iterator[Page]:
    """Give the pages on each sheet, left before right, numbered on."""
    number = 0
    for sheet in sheets:
        for page in _halves(sheet):
            number += 1
            yield replace(page, number=number, printed=page.printed or sheet.place)


def _halves(sheet: Page) -> Sequence[Page]:
    middle = sheet.width / 2
    left = [char for char in sheet.chars if char.middle[0] < middle]
    right = [char for char in sheet.chars if char.middle[0] >= middle]
    if not left or not right:
        return (sheet,)
    ends, begins = max(char.x1 for char in left), min(char.x0 for char in right)
    at = (ends + begins) / 2
    across = any(line.first < at < line.last for line in sheet.across)
    if across or begins - ends < LEAST_GUTTER:
        return (sheet,)
    lines = [[line for line in sheet.across if (line.last <= at) is first] for first in (True, False)]
    if not all(_is_page(*half, BROAD * sheet.width) for half in zip((left, right), lines, strict=True)):
        return (sheet,)
    return tuple(_half(sheet, at, first=first) for first in (True, False))


def _is_page(chars: Sequence[Char], across: Sequence[tuple[float, float, float]], broad: float) -> bool:
    """Whether a half holds text, or tables, as broad as a page of its own."""
    texts = sum(_longest(line) >= broad for line in text_lines(chars))
    edges: dict[int, list[float]] = {}  # of a table's lines, which are drawn cell by cell
    for at, first, last in across:
        edges.setdefault(round(at), []).extend((first, last))
    return texts + sum(max(one) - min(one) >= broad for one in edges.values()) >= LEAST_LINES


def _longest(line: Sequence[Char]) -> float:
    """Give how far a line runs on without a gap."""
    start, longest = line[0].x0, line[0].x1 - line[0].x0
    for before, char in pairwise(line):
        start = char.x0 if char.x0 - before.x1 > NEAR * char.size else start
        longest = max(longest, char.x1 - start)
    return longest


def _half(sheet: Page, at: float, *, first: bool) -> Page:
    """Give what stands left, or right, of a gutter, with its places counted from its own edge."""
    back = 0.0 if first else at

    def own(things: Iterable[T], middle: Callable[[T], float], move: Callable[[T], T]) -> tuple[T, ...]:
        return tuple(move(one) for one in things if (middle(one) < at) is first)

    drawn, noted, slanted = (
        own(
            boxes,
            lambda one: (one.x0 + one.x1) / 2,
            lambda one: one._replace(x0=one.x0 - back, x1=one.x1 - back),
        )
        for boxes in (sheet.drawn, sheet.noted, sheet.slanted)
    )
    return replace(
        sheet,
        width=sheet.width / 2,
        printed=f"{sheet.place}{'左' if first else '右'}半",
        chars=own(
            sheet.chars,
            lambda one: one.middle[0],
            lambda one: one._replace(x0=one.x0 - back, x1=one.x1 - back),
        ),
        across=own(
            sheet.across,
            lambda one: (one.first + one.last) / 2,
            lambda one: one._replace(first=one.first - back, last=one.last - back),
        ),
        down=own(sheet.down, lambda one: one.at, lambda one: one._replace(at=one.at - back)),
        drawn=drawn,
        noted=noted,
        slanted=slanted,
    )


def once(pages: Iterable[Page]) -> Iterator[Page]:
    """Leave out a page on which just the same is printed and drawn as on one before it: it was put in twice.

    Not one of few letters: parts of a table may have the same figures, and their labels on another page.
    """
    seen: set[Page] = set()
    for page in pages:
        alike = replace(page, number=0, printed="")
        if alike not in seen or sum(char.text.isalpha() for char in page.chars) < LEAST_LETTERS:
            yield page
        seen.add(alike)
