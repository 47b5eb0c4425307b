"""The rules of tables that are drawn otherwise than by lines: by dots, by boxes with gaps between them.

Boxes are the cells of a table where hardly more than gaps is left of what they stand on: those that somebody
marked in a text stand apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from toolkit.published.pdf.drawing import HIGHEST, LIGHT, THIN, Colour, Drawing, Rectangle, Stroke

WIDE = 0.4  # of a page: no cell of more than a line or two is so wide
COVERED = 0.8  # of a box: so much of it is below the cells of a table
FEW = 50  # grounds of a page; boxes painted before a cell that may be its row
GAP = 3.0  # points: the cells of a table stand no farther apart
LEAST_CELLS, MOST_CELLS = 6, 1500  # of a table, where nothing is drawn behind it alone
LEAST_DOTS = 5  # of a line
APART = 2.0  # of a dot: how far the next one of its line may stand from it
MOSTLY = 0.7  # of the place where several boxes stand on the paper: a cell that goes on may be left open
OWN = 0.5  # lines to a cell, or more: a table is ruled
INSET = 5.0  # points: what is ruled so far inside a table is no frame round it
_PAPER: Colour = (255, 255, 255)


def rule_otherwise(drawing: Drawing) -> None:
    """Add to the rules of a page those that are seen as lines and drawn as something else."""
    _rule_dots(drawing)
    _rule_boxes(drawing)


# ------------------------------------------------------------------ dotted lines


def _rule_dots(drawing: Drawing) -> None:
    """Rule where dots stand in a line; any other is a short piece of one."""
    level = [(dot.top + dot.bottom, dot.x0, dot.x1, dot) for dot in drawing.dots]
    upright = [(dot.x0 + dot.x1, dot.top, dot.bottom, dot) for dot in drawing.dots]
    found: set[Rectangle] = set()
    for placed, rules in ((level, drawing.across), (upright, drawing.down)):
        for line in _in_line(placed):
            found.update(dot for *_, dot in line)
            rules.append(Stroke(line[0][0] / 2, line[0][1], line[-1][2]))
    for dot in drawing.dots:
        if dot not in found:
            drawing.rule_along(dot)


_Dot = tuple[float, float, float, Rectangle]  # twice where it stands across its line, from, to; itself


def _in_line(dots: Iterable[_Dot]) -> Iterator[list[_Dot]]:
    """Give the lines of dots, each from its first to its last."""
    line: list[_Dot] = []
    for dot in sorted({(round(at, 1), first, last, one) for at, first, last, one in dots}):
        at, first, last, _ = dot
        if line and (at != line[-1][0] or first - line[-1][2] > APART * (last - first)):
            if len(line) >= LEAST_DOTS:
                yield line
            line = []
        line.append(dot)
    if len(line) >= LEAST_DOTS:
        yield line


# ------------------------------------------------------------------ boxes


class _Ground:
    """What boxes stand on: the paper, a box behind all of a table; ``cells`` are the boxes."""

    def __init__(self, box: Rectangle, colour: Colour | None) -> None:
        self.box, self.colour = box, colour
        self.cells: list[Rectangle] = []


def _rule_boxes(drawing: Drawing) -> None:
    """Rule the edges of cells that are boxes, as old pages have them: the gaps between are seen as lines."""
    cells: list[Rectangle] = []
    for ground in _grounds(drawing):
        for several in _groups(ground.cells):
            if _is_table(own := _outer(several), ground) and not _is_ruled(drawing, own):
                cells += (box for box in several if all(_is_cell_of(box, one) for one in own))
    taken = {*cells}
    drawing.across += [Stroke(at, box.x0, box.x1) for box in cells for at in (box.top, box.bottom)]
    drawing.down += [Stroke(at, box.top, box.bottom) for box in cells for at in (box.x0, box.x1)]
    for box, penned in drawing.frames:
        if box not in taken:
            drawing.drawn.append(box)
            drawing.slanted_lines += penned


def _grounds(drawing: Drawing) -> Iterator[_Ground]:
    """Give what boxes stand on, with those; a large one with none on it is such a box itself."""
    window = drawing.upright.window
    paper = _Ground(window, _PAPER)
    grounds = [paper]
    boxes: list[tuple[Rectangle, Colour | None]] = [(box, colour) for _, box, colour in drawing.grounds]
    for box, colour in (*boxes, *((frame, None) for frame, _ in drawing.frames)):
        holding = (
            one
            for one in reversed(grounds)
            if colour != one.colour and one.box.within(box) == box and _grown(box).within(one.box) != one.box
        )
        below = next(holding, None)
        if below is not None and min(box.x1 - box.x0, box.bottom - box.top) > THIN:
            below.cells.append(box)
        wide, high = box.x1 - box.x0, box.bottom - box.top
        dark = colour is not None and max(colour) < LIGHT  # be it as low as a row
        if wide > WIDE * window.x1 and (high > HIGHEST or dark) and len(grounds) < FEW:
            grounds.append(_Ground(box.within(window), colour))
    beneath = {ground.box for ground in grounds if ground.cells}
    for ground in grounds:
        ground.cells = [box for box in ground.cells if box not in beneath]
        if len(ground.cells) <= MOST_CELLS:
            yield ground


def _groups(cells: Iterable[Rectangle]) -> Iterator[list[Rectangle]]:
    """Part boxes where nothing of them stands beside more than a gap."""
    group: list[Rectangle] = []
    foot = 0.0
    for box in sorted(cells, key=attrgetter("top")):
        if group and box.top - foot > GAP:
            yield group
            group = []
        foot = max(foot, box.bottom) if group else box.bottom
        group.append(box)
    if group:
        yield group


def _is_table(cells: Sequence[Rectangle], ground: _Ground) -> bool:
    """Whether boxes leave but gaps of what they stand on.

    Of the box behind the table alone, or of as much of it as they take up from side to side; a few on the
    paper may be anything.
    """
    around = _around(cells)
    whole = sum(map(_area, cells))
    side_by_side = len({round(box.x0) for box in cells}) > 1
    if ground.colour == _PAPER:
        return side_by_side and len(cells) >= LEAST_CELLS and whole > MOSTLY * _area(around)
    across = ground.box.x0 > around.x0 - GAP and ground.box.x1 < around.x1 + GAP
    return whole > COVERED * _area(ground.box if not (across and side_by_side) else around)


def _outer(cells: Sequence[Rectangle]) -> list[Rectangle]:
    """Leave out the boxes that stand in one before them, as a cell in its row, a frame round its ground."""
    return [
        box
        for n, box in enumerate(cells)
        if not any(_grown(other).within(box) == box for other in cells[max(0, n - FEW) : n])
    ]


def _is_cell_of(box: Rectangle, other: Rectangle) -> bool:
    """Whether a box is as high or as wide as one that it stands in; else it is what somebody marked there."""
    if box is other or _grown(other).within(box) != box:
        return True
    high = box.top - other.top < 1 and other.bottom - box.bottom < 1
    return high or (box.x0 - other.x0 < 1 and other.x1 - box.x1 < 1)


def _is_ruled(drawing: Drawing, cells: Sequence[Rectangle]) -> bool:
    """Whether a table has rules of its own: some that cut its boxes, or as many as those have."""
    around = _shrunk(_around(cells), INSET)
    level = [one for one in drawing.across if _reaches(one, around.top, around.bottom, around.x0, around.x1)]
    upright = [one for one in drawing.down if _reaches(one, around.x0, around.x1, around.top, around.bottom)]
    if len(level) + len(upright) > OWN * len(cells):
        return True
    inner = [_shrunk(box, GAP) for box in cells] if level or upright else []
    return any(
        any(_reaches(one, box.top, box.bottom, box.x0, box.x1) for one in level)
        or any(_reaches(one, box.x0, box.x1, box.top, box.bottom) for one in upright)
        for box in inner
    )


def _reaches(one: Stroke, low: float, high: float, first: float, last: float) -> bool:
    """Whether a line goes through a rectangle."""
    return low < one.at < high and one.first < last and first < one.last


def _around(cells: Sequence[Rectangle]) -> Rectangle:
    return Rectangle(
        min(one.x0 for one in cells),
        min(one.top for one in cells),
        max(one.x1 for one in cells),
        max(one.bottom for one in cells),
    )


def _grown(box: Rectangle) -> Rectangle:
    return _shrunk(box, -1)


def _shrunk(box: Rectangle, by: float) -> Rectangle:
    return Rectangle(box.x0 + by, box.top + by, box.x1 - by, box.bottom - by)


def _area(box: Rectangle) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)
