"""Figures broken over lines in a narrow column of a PDF: put together where nothing else can be meant.

A number is broken where the next digit finds no room. So every line but the last must be full, as long as
the others, and directly above the next; then it is one number, and not two that stand one below the other.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter

from toolkit.published.pdf.drawing import Rectangle
from toolkit.published.pdf.page import Char

MOST_PADDING = 8.5  # points on each side of a cell; Word's own is 5.4
RAISED = 1.1  # times as large as a raised note mark are the digits beside it, at least: a sixth in browsers
LEAST_DIGITS = 2  # in a full line: a column of single digits is a list of numbers
_HEIGHT, _LEFT = itemgetter(0), attrgetter("x0")
_FIRST, _NEXT = re.compile(r"[-+＋－]?[\d,.]+"), re.compile(r"[\d,.]+")


def text_lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Part characters into lines from the top down, each from left to right.

    Spaces count only within a line.
    """
    lines: list[list[Char]] = []
    middle = 0.0
    placed = [((c.top + c.bottom) / 2, c) for c in chars if not c.text.isspace()]
    for height, char in sorted(placed, key=_HEIGHT):
        if not lines or height - middle > max(2.0, 0.35 * char.size):
            lines.append([])
            middle = height
        lines[-1].append(char)
    for line in lines:
        line.sort(key=_LEFT)
    return lines


def padding(cells: Iterable[tuple[Rectangle, Sequence[Char]]]) -> float:
    """Give how much of a cell's width its text leaves free on both sides together, at least."""
    left, right = [MOST_PADDING], [MOST_PADDING]
    for box, chars in cells:
        if printed := [c for c in chars if c.text.strip()]:
            left.append(min(c.x0 for c in printed) - box.x0)
            right.append(box.x1 - max(c.x1 for c in printed))
    return max(0.0, min(left)) + max(0.0, min(right))


def unbroken(lines: Sequence[Sequence[Char]], box: Rectangle, free: float) -> str | None:
    """Give the number that the lines of a cell are, `free` being its padding; None when it may be several."""
    if len(lines) < 2:
        return None
    texts = ["".join(c.text for c in line) for line in lines]
    if not (_FIRST.fullmatch(texts[0]) and all(map(_NEXT.fullmatch, texts[1:]))):
        return None
    *full, last = lines
    widest = max(c.x1 - c.x0 for line in lines for c in line)
    even = len({len(line) for line in full}) == 1 and LEAST_DIGITS <= len(full[0]) >= len(last)
    sizes = [c.size for line in lines for c in line]
    one_size = max(sizes) <= RAISED * min(sizes)
    no_room = all(box.x1 - box.x0 - (line[-1].x1 - line[0].x0) - free < widest for line in full)
    near = all(below[0].top - above[0].top < 2 * lines[0][0].size for above, below in pairwise(lines))
    return "".join(texts) if even and one_size and no_room and near else None
