"""The tables of a PDF page: each by its own rules, with a cell wherever the rules leave one.

A digit that stands across a rule, touches one of the next cell, or that nobody sees, makes its cell
doubtful; so does a figure that is struck through. The rules at the outside may be missing, as where a
browser breaks a table over pages.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from statistics import median_low

from toolkit.published.pages import OBJECT, Cell, Grid
from toolkit.published.pdf.drawing import THIN, Rectangle, Stroke
from toolkit.published.pdf.narrow_columns import RAISED, padding, text_lines, unbroken
from toolkit.published.pdf.page import Char, Page

NEAR = 3.0  # points: rules closer than this are one
TOUCHING = 0.12  # of the size: digits of one number stand so close, those of two cells never
UNEVEN = 0.08  # of the size: the digits of one number stand equally far apart
ACROSS = 0.7  # points that a digit may reach over a rule
BESIDE = 0.5  # of the size: nothing of the page's own stands so close to a table
MOST_EDGES = 400
LEAST_GAPS = 4  # between digits, before they show how far apart a table sets its digits
HANGING = 0.8  # of the size: the lines of one cell stand no farther apart
ROOM = 3.0  # points between letters that are a space, in any size

Square = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Ruled:
    """A table on a page: its ``grid``, the edges of its columns, whether it is open above and below."""

    grid: Grid
    box: Rectangle
    lefts: tuple[float, ...]
    open_above: bool
    open_below: bool


def ruled_tables(page: Page) -> Iterator[Ruled]:
    """Give the tables of a page, from the top down."""
    found = []
    for across, down in _apart(_merged(page.across), _merged(page.down)):
        xs = _edges([*(rule.at for rule in down), *(end for rule in across for end in rule[1:])])
        ys = _edges([*(rule.at for rule in across), *(end for rule in down for end in rule[1:])])
        if (
            len(xs) > 2
            and len(ys) > 1
            and len(down) > 1
            and len(across) + len(ys) > 3
            and len(xs) + len(ys) < MOST_EDGES
        ):
            found.append((across, down, xs, ys))
    found.sort(key=lambda one: one[3][0])
    number = 0
    middles = [char.middle for char in page.chars]
    for drawn_across, drawn_down, xs, ys in found:
        across, down = _with_hanging(page, drawn_across, drawn_down, xs, ys)
        inside = [
            char
            for char, (x, y) in zip(page.chars, middles, strict=True)
            if xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]
        ]
        if inside:
            number += 1
            yield _Drawn(page, across, down, xs, ys, inside, f"{page.place} 表 {number}").table()


def _with_hanging(
    page: Page, across: Sequence[Stroke], down: Sequence[Stroke], xs: list[float], ys: list[float]
) -> tuple[list[Stroke], list[Stroke]]:
    """Let a table that is open below hold the lines that hang out of it, and give its rules as if they did.

    Where a browser breaks a row, or a group of rows, over pages it ends the rules at the page's foot, and the
    text goes on. A line that reaches beyond the columns that are open is the page's own.
    """
    foot = ys[-1]
    left_open = [(left, right) for left, right in pairwise(xs) if not _covered(across, foot, left, right)]
    for line in text_lines(char for char in page.chars if left_open and char.middle[1] > foot):
        within = (any(left <= char.middle[0] <= right for left, right in left_open) for char in line)
        if line[0].top - ys[-1] > HANGING * line[0].size or not all(within):
            break
        ys[-1] = max(char.bottom for char in line)
    return (
        [rule._replace(at=ys[-1]) if abs(rule.at - foot) <= NEAR else rule for rule in across],
        [rule._replace(last=ys[-1]) if abs(rule.last - foot) <= NEAR else rule for rule in down],
    )


# ------------------------------------------------------------------ rules


def _merged(rules: Sequence[Stroke]) -> list[Stroke]:
    """Join the pieces of a line: browsers rule every cell by itself."""
    found: list[Stroke] = []
    for line in _lines(rules):
        held: Stroke | None = None
        for rule in sorted(line, key=lambda one: one.first):
            if held is not None and rule.first <= held.last + NEAR:
                held = held._replace(last=max(held.last, rule.last))
            else:
                found += [held] if held else []
                held = rule
        found += [held] if held else []
    return found


def _lines(rules: Sequence[Stroke]) -> Iterator[list[Stroke]]:
    line: list[Stroke] = []
    for rule in sorted(rules):
        if line and rule.at - line[-1].at > 1:
            yield line
            line = []
        line.append(rule)
    if line:
        yield line


def _apart(across: Sequence[Stroke], down: Sequence[Stroke]) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Part the lines of a page into those that meet: the lines of one table.

    One that meets none, as high as a table: beside a group that fills the page.
    """
    groups: list[tuple[list[Stroke], list[Stroke]]] = []
    for high in down:
        meeting = [wide for wide in across if _meet(wide, high)]
        joined = [group for group in groups if any(wide in group[0] for wide in meeting)]
        groups = [group for group in groups if group not in joined]
        rows = list(dict.fromkeys([*(one for group in joined for one in group[0]), *meeting]))
        groups.append((rows, [*(one for group in joined for one in group[1]), high]))
    alone = [high for rows, (high, *_) in groups if not rows]
    for rows, highs in groups:
        top, foot = min(high.first for high in highs), max(high.last for high in highs)
        sides = [one for one in alone if abs(one.first - top) <= NEAR and abs(one.last - foot) <= NEAR]
        if rows:
            yield rows, [*highs, *sides]


def _meet(wide: Stroke, high: Stroke) -> bool:
    return (
        wide.first - NEAR <= high.at <= wide.last + NEAR and high.first - NEAR <= wide.at <= high.last + NEAR
    )


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[list[float]] = []
    for value in sorted(values):
        if edges and value - edges[-1][-1] <= NEAR:
            edges[-1].append(value)
        else:
            edges.append([value])
    return [sum(one) / len(one) for one in edges]


# ------------------------------------------------------------------ cells


class _Drawn:
    """One table while it is read."""

    def __init__(
        self,
        page: Page,
        across: Sequence[Stroke],
        down: Sequence[Stroke],
        xs: list[float],
        ys: list[float],
        chars: Sequence[Char],
        place: str,
    ) -> None:
        self.page, self.across, self.down, self.xs, self.ys = page, across, down, xs, ys
        self.inner_xs, self.inner_ys = xs[1:-1], ys[1:-1]
        self.chars, self.place = chars, place
        self.strokes = sorted(page.across)
        around = Rectangle(xs[0], ys[0], xs[-1], ys[-1])
        self.marks = [one for one in (*page.drawn, *page.noted) if _overlap(one, around) and _is_large(one)]
        self.crossed = _crossed([one for one in page.slanted if _overlap(one, around)], chars)
        self.doubts: dict[Square, str] = {}
        self.squares = [self._square(char) for char in chars]

    def table(self) -> Ruled:
        areas = self._areas()
        whose = {square: area for area in areas for square in area}
        inside: dict[frozenset[Square], list[Char]] = {area: [] for area in areas}
        boxes = {area: self._box(area) for area in areas}
        for char, square in zip(self.chars, self.squares, strict=True):
            area = whose[square]
            inside[area].append(char)
            if char.text.isdecimal():
                self._doubt_crossing(char, square, boxes[area], whose)
        self._doubt_beyond()
        self._doubt_cut_off()
        self._doubt_touching(whose)
        self._doubt_spaced(inside.values())
        free = padding((boxes[area], chars) for area, chars in inside.items())
        cells = [cell for area in areas for cell in self._cells(area, inside[area], boxes[area], free)]
        grid = Grid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), self.place)
        return Ruled(
            grid=grid,
            box=Rectangle(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]),
            lefts=tuple(self.xs),
            open_above=not _covered(self.across, self.ys[0], self.xs[0], self.xs[-1]),
            open_below=not _covered(self.across, self.ys[-1], self.xs[0], self.xs[-1]),
        )

    def _areas(self) -> list[frozenset[Square]]:
        """Part the squares between all rules into cells: squares with no rule between them are one."""
        rows, columns = range(len(self.ys) - 1), range(len(self.xs) - 1)
        down, across = _at_edges(self.down, self.xs), _at_edges(self.across, self.ys)
        area: dict[Square, set[Square]] = {(i, j): {(i, j)} for i in rows for j in columns}

        def join(one: Square, other: Square) -> None:
            if area[one] is not area[other]:
                area[one] |= area[other]
                for square in area[other]:
                    area[square] = area[one]

        for i in rows:
            for j in columns:
                if j and not _covers(down[j], self.ys[i], self.ys[i + 1]):
                    join((i, j - 1), (i, j))
                if i and not _covers(across[i], self.xs[j], self.xs[j + 1]):
                    join((i - 1, j), (i, j))
        return list(dict.fromkeys(frozenset(squares) for squares in area.values()))

    def _square(self, char: Char) -> Square:
        x, y = char.middle
        return bisect_right(self.inner_ys, y), bisect_right(self.inner_xs, x)

    def _box(self, area: frozenset[Square]) -> Rectangle:
        rows, columns = [i for i, _ in area], [j for _, j in area]
        return Rectangle(
            self.xs[min(columns)], self.ys[min(rows)], self.xs[max(columns) + 1], self.ys[max(rows) + 1]
        )

    def _cells(
        self, area: frozenset[Square], chars: Sequence[Char], box: Rectangle, free: float
    ) -> Iterator[Cell]:
        rows, columns = {i for i, _ in area}, {j for _, j in area}
        top, left = min(rows), min(columns)
        height, width = max(rows) - top + 1, max(columns) - left + 1
        why = next((self.doubts[square] for square in sorted(area) if square in self.doubts), "")
        if not why and any(char.unseen for char in chars):
            why = "有看不见或看不准的字（与底同色、透明、被盖住、裁掉、倒着或斜着，或在图层里）"
        if not why and _struck(self.strokes, chars):
            why = "数字上划了一道线"
        digits = [char for char in chars if char.text.isdecimal()]
        if not why and any(char.within(note) for note in self.page.noted for char in digits):
            why = "数字上有后来加的批注（文本框、删除线、图章等）"
        if not why and not self.crossed.isdisjoint(digits):
            why = "数字上画有斜线、曲线"
        marks = [one for one in self.marks if _fits(one, box)]
        if not why and any(_is_beside(one, char) for one in marks for char in digits):
            why = "数字旁边另有图、线条或批注"
        lines = text_lines(chars)
        whole = unbroken(lines, box, free)
        text = whole or _printed(lines, chars)
        text = OBJECT if marks and not text else text
        if height * width != len(area):
            why = why or "这一格的框线不全"
            for i, row in enumerate(sorted(rows)):
                yield self._cell(row, left, 1, width, text if i == 0 else "", why)
            return
        yield self._cell(top, left, height, width, text, why, joined=whole is not None)

    def _cell(
        self, row: int, column: int, height: int, width: int, text: str, why: str, *, joined: bool = False
    ) -> Cell:
        place = f"{self.place} 第 {row + 1} 行第 {column + 1} 列"
        return Cell(
            text=text,
            place=place,
            row=row,
            column=column,
            height=height,
            width=width,
            joined=joined,
            doubt=why,
        )

    def _doubt_crossing(
        self, char: Char, square: Square, box: Rectangle, whose: Mapping[Square, frozenset[Square]]
    ) -> None:
        """Doubt both cells where a digit stands across the rule between them."""
        i, j = square
        high = 0.2 * (char.bottom - char.top)
        beside = [
            *([(i, j + 1)] if char.x1 > box.x1 + ACROSS else []),
            *([(i, j - 1)] if char.x0 < box.x0 - ACROSS else []),
            *([(i + 1, j)] if char.bottom > box.bottom + high else []),
            *([(i - 1, j)] if char.top < box.top - high else []),
        ]
        for one in [square, *beside] if beside else ():
            if one in whose:
                self.doubts.setdefault(one, "有数字压在框线上，不知道属于哪一格")

    def _doubt_beyond(self) -> None:
        """Doubt the outer cell of a row beside which, on or beyond the table's edge, stands a digit."""
        left, top, right, bottom = self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]
        for char in self.page.chars:
            if not char.text.isdecimal():
                continue
            x, y = char.middle
            beside = x < left <= char.x1 + BESIDE * char.size or x > right >= char.x0 - BESIDE * char.size
            if beside and top <= y <= bottom:
                self.doubts.setdefault(self._square(char), "有数字伸到了表的外面")

    def _doubt_cut_off(self) -> None:
        """Doubt digits at the right of a table that is ruled at its left only: it is wider than the paper."""
        sides = _at_edges(self.down, (self.xs[0], self.xs[-1]))
        for char, (i, j) in zip(self.chars, self.squares, strict=True):
            if j == len(self.inner_xs) and char.text.isdecimal() and (i, j) not in self.doubts:
                left, right = (_covers(side, self.ys[i], self.ys[i + 1]) for side in sides)
                if left and not right:
                    self.doubts[i, j] = "表的右边没有框线，数字可能没有印全"

    def _doubt_touching(self, whose: Mapping[Square, frozenset[Square]]) -> None:
        """Doubt both cells where a number goes on beyond the rule, or digits stand over one another."""
        digits = [
            (char, square)
            for char, square in zip(self.chars, self.squares, strict=True)
            if char.text.isdecimal()
        ]
        squares = {id(char): square for char, square in digits}
        for line in text_lines([char for char, _ in digits]):
            before = None  # how far apart the two digits before these are, in the same number
            for one, after in pairwise(line):
                gap = after.x0 - one.x1
                if gap >= TOUCHING * one.size:
                    before = None
                    continue
                here, there = squares[id(one)], squares[id(after)]
                wide = one.x1 - one.x0
                uneven = before is not None and abs(gap - before) > UNEVEN * one.size
                if whose[here] is not whose[there]:
                    self.doubts.setdefault(here, "数字伸到了旁边的一格")
                    self.doubts.setdefault(there, "旁边一格的数字伸到了这一格")
                elif gap < -0.35 * wide or (uneven and min(gap, before or 0.0) < -0.1 * wide):
                    self.doubts.setdefault(here, "数字叠在一起")
                    self.doubts.setdefault(there, "数字叠在一起")
                before = gap

    def _doubt_spaced(self, cells: Iterable[Sequence[Char]]) -> None:
        """Doubt a cell with a space in its number that is no wider than others set all their letters."""
        pairs = [pair for chars in cells for line in text_lines(chars) for pair in pairwise(line)]
        gaps = [(after.x0 - one.x1) / one.size for one, after in pairs]
        digits = [one.text.isdecimal() and after.text.isdecimal() for one, after in pairs]
        if not any(digits):
            return
        of_digits = [*compress(gaps, digits)]
        usual = median_low(of_digits if len(of_digits) >= LEAST_GAPS else gaps)
        for gap, (one, after) in compress(zip(gaps, pairs, strict=True), digits):
            if gap > usual + TOUCHING and not _is_space(one, after):
                self.doubts.setdefault(self._square(after), "数字中间有空格")


def _at_edges(rules: Sequence[Stroke], edges: Sequence[float]) -> list[list[Stroke]]:
    """Give the rules that go along each edge."""
    return [[rule for rule in rules if abs(rule.at - edge) <= NEAR] for edge in edges]


def _covered(rules: Sequence[Stroke], at: float, first: float, last: float) -> bool:
    """Whether rules go along most of a stretch."""
    return _covers([rule for rule in rules if abs(rule.at - at) <= NEAR], first, last)


def _covers(rules: Sequence[Stroke], first: float, last: float) -> bool:
    along = 0.0
    for _, begin, end in rules:
        if begin < last and end > first:
            along += min(end, last) - max(begin, first)
    return along > (last - first) / 2


def _struck(across: Sequence[Stroke], chars: Sequence[Char]) -> bool:
    """Whether a line goes through a digit; `across` from the top down."""
    digits = [(*char.middle, 0.3 * (char.bottom - char.top)) for char in chars if char.text.isdecimal()]
    if not digits:
        return False
    first, last = min(y - near for _, y, near in digits), max(y + near for _, y, near in digits)
    across = across[bisect_right(across, (first,)) : bisect_right(across, (last,))]
    return bool(across) and any(
        rule.first < x < rule.last and abs(rule.at - y) < near
        for x, y, near in digits
        for rule in across[bisect_right(across, (y - near,)) : bisect_right(across, (y + near,))]
    )


def _crossed(lines: Sequence[Rectangle], chars: Sequence[Char]) -> frozenset[Char]:
    """Give the digits that a line that a pen drew goes through; one below it or round it does not."""
    digits = sorted((char for char in chars if char.text.isdecimal()), key=lambda char: char.top)
    tops, tallest = [char.top for char in digits], max((char.bottom - char.top for char in digits), default=0)
    crossed: set[Char] = set()
    for line in lines:
        for char in digits[bisect_left(tops, line.top - tallest) : bisect_right(tops, line.bottom)]:
            near = 0.2 * (char.bottom - char.top)
            if _overlap(line, Rectangle(char.x0, char.top + near, char.x1, char.bottom - near)):
                crossed.add(char)
    return frozenset(crossed)


def _is_beside(mark: Rectangle, digit: Char) -> bool:
    """Whether a drawing stands in the line of a digit, and not round it."""
    return mark.top <= digit.middle[1] <= mark.bottom and not digit.within(mark)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one.x0 <= other.x1 and other.x0 <= one.x1 and one.top <= other.bottom and other.top <= one.bottom


def _is_large(drawn: Rectangle) -> bool:
    """Whether it is more than a dot of a rule."""
    return max(drawn.x1 - drawn.x0, drawn.bottom - drawn.top) > THIN


def _fits(drawn: Rectangle, box: Rectangle) -> bool:
    """Whether a picture, or a letter drawn as a shape, stands in a cell (not one behind the whole table)."""
    wide, high = drawn.x1 - drawn.x0, drawn.bottom - drawn.top
    x, y = (drawn.x0 + drawn.x1) / 2, (drawn.top + drawn.bottom) / 2
    inside = box.x0 <= x < box.x1 and box.top <= y < box.bottom
    return inside and 1 < wide <= box.x1 - box.x0 and 1 < high <= box.bottom - box.top


# ------------------------------------------------------------------ text


def _printed(lines: Sequence[Sequence[Char]], chars: Sequence[Char]) -> str:
    """Give characters, parted into their lines, as text with a space where there is room for one."""
    text = "\n".join(line_text(line) for line in lines)
    if len(chars) < 2 or not all(char.text.isdecimal() for char in chars):
        return text
    sizes = [char.size for char in chars]
    # a raised note mark is not a digit of the number before it
    return " ".join(text) if max(sizes) > RAISED * min(sizes) else text


def line_text(line: Sequence[Char]) -> str:
    """Give one line's characters as text."""
    parts: list[str] = []
    for n, char in enumerate(line):
        if n and _is_space(line[n - 1], char):
            parts.append(" ")
        parts.append(char.text)
    return "".join(parts).strip()


def _is_space(one: Char, after: Char) -> bool:
    """Whether there is room for a space between two letters of a line."""
    return after.x0 - one.x1 > min(ROOM, 0.28 * after.size)
