"""What is drawn on a page of a PDF: its ruled lines, shapes and pictures, and what covers what.

Read with pdfium. All places are in points, from the left and from the top of the page as it is shown.
"""

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

THIN = 2.6  # points: what is filled and thinner is a ruled line
PAINTED = 255  # how much what lets nothing through hides
UNSEEN = 16  # of 255: what lets more through than the rest is not seen
LIGHT = 185  # of 255, in each colour: so light is nothing that is to be read
HIGHEST = 40.0  # points of what somebody draws over a figure; higher is a drawing of its own, or a watermark
MOST_OBJECTS = 60_000
MOST_DEPTH = 6
QUARTER = math.pi / 2
MOST_ASKED = 20  # letters of a page that are asked which way they stand
MOST_PICTURES, LARGEST_PICTURE = 50, 5000  # of a page, and points of one, that are looked at
ONE_BOX = 5  # parts of a path that is one rectangle: as browsers fill the borders of cells

STRAIGHT = 0.05  # how far letters may rise on their way and still stand upright
SIDE = 0.4  # of a side: so much of it is straight where only the corners are round
MOST_ROUNDED = 80  # parts of a path that is one rectangle with round corners
ASTRAY = 3.0  # points: no letter stands farther from the text that it is of
AT_ENDS = 3  # texts of a page that are drawn first and last

Colour = tuple[int, int, int]
Outline = tuple[list[tuple[float, float]], bool]  # its points, and whether it is curved
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Stroke(NamedTuple):
    """A ruled line: where it stands across its direction, and from where to where it goes."""

    at: float
    first: float
    last: float


class Rectangle(NamedTuple):
    """A rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point stands in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def within(self, other: "Rectangle") -> "Rectangle":
        """Give the part of it that is in another."""
        return Rectangle(
            max(self.x0, other.x0),
            max(self.top, other.top),
            min(self.x1, other.x1),
            min(self.bottom, other.bottom),
        )


class Upright(NamedTuple):
    """What of a page is shown, and how many quarters it is turned clockwise to be read."""

    turns: int
    left: float
    low: float
    right: float
    high: float

    def box(self, left: float, low: float, right: float, high: float) -> Rectangle:
        """Give a rectangle as it stands on the page when that is read; pdfium counts from below."""
        if self.turns == 0:
            return Rectangle(left - self.left, self.high - high, right - self.left, self.high - low)
        if self.turns == 1:
            return Rectangle(low - self.low, left - self.left, high - self.low, right - self.left)
        if self.turns == 2:
            return Rectangle(self.right - right, low - self.low, self.right - left, high - self.low)
        return Rectangle(self.high - high, self.right - right, self.high - low, self.right - left)

    @property
    def window(self) -> Rectangle:
        """The part of the page that is shown and printed."""
        return self.box(self.left, self.low, self.right, self.high)


def upright_of(page: Any, text: Any) -> Upright:  # noqa: ANN401
    """Give how a page is read: whoever finds its letters lying on their side turns it."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    count = pdfium.FPDFText_CountChars(text)
    turns = Counter(
        -round(pdfium.FPDFText_GetCharAngle(text, n) / QUARTER) % 4
        for n in range(0, count, max(1, count // MOST_ASKED))
        if not chr(pdfium.FPDFText_GetUnicode(text, n)).isspace()
    )
    most = max(turns, key=lambda one: (turns[one], -one), default=0)
    return Upright(most, box.left, box.bottom, box.right, box.top)


class Drawing:
    """What is drawn on a page, gathered from its objects."""

    def __init__(self, page: Any, upright: Upright) -> None:  # noqa: ANN401
        """Look at all that is drawn."""
        self.page, self.upright = page, upright
        self.across: list[Stroke] = []
        self.down: list[Stroke] = []
        self.drawn: list[Rectangle] = []
        self.slanted_lines: list[Rectangle] = []  # pieces of lines, bent or neither level nor upright
        self.dots: list[Rectangle] = []  # as dotted lines are made of
        self.frames: list[tuple[Rectangle, Sequence[Rectangle]]] = []  # with round corners; what a pen drew
        self.covers: list[tuple[int, Rectangle]] = []  # what is filled, and how many objects it came after
        self.filled: list[tuple[int, Rectangle, Any, Matrix]] = []  # the same, also before the first text
        self.texts: dict[int, tuple[int, Matrix, Any]] = {}  # the same of texts, by their addresses
        self.faint: set[int] = set()  # texts in a drawing of its own that lets nearly everything through
        self.pictures = 0
        self.count = 0
        # what pdfium answers into
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._told = [ctypes.byref(edge) for edge in self._edges]
        self._stands = pdfium.FS_MATRIX()
        self._told_matrix = ctypes.byref(self._stands)
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._painted = (ctypes.byref(self._fill), ctypes.byref(self._stroke))
        objects = (
            pdfium.FPDFPage_GetObject(page.raw, n) for n in range(pdfium.FPDFPage_CountObjects(page.raw))
        )
        self._gather(objects, _SAME, 0)

    def _gather(self, objects: Iterator[Any], outer: Matrix, depth: int, solid: float = 1.0) -> None:
        for one in objects:
            self.count += 1
            if self.count > MOST_OBJECTS:
                return
            kind = pdfium.FPDFPageObj_GetType(one)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self.texts[at := ctypes.addressof(one.contents)] = self.count, outer, one
                if solid * PAINTED < UNSEEN:
                    self.faint.add(at)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
                inside = (
                    pdfium.FPDFFormObj_GetObject(one, n) for n in range(pdfium.FPDFFormObj_CountObjects(one))
                )
                self._gather(inside, _through(_matrix(one), outer), depth + 1, solid * self._solidity(one))
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(one, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.pictures += 1
                corners = [_moved(_through(_matrix(one), outer), x, y) for x in (0, 1) for y in (0, 1)]
                self.drawn.append(self._box(corners))
                if self.texts and self._is_solid(one, self.drawn[-1]):
                    self._cover(one, self.drawn[-1], outer)
            elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
                self._cover(one, self._bounds(one, outer), outer)

    @cached_property
    def nested(self) -> bool:
        """Whether some texts stand in drawings of their own, as where a page is printed half transparent."""
        return any(outer is not _SAME for _, outer, _ in self.texts.values())

    def placed(self, text: Any, n: int, box: tuple[float, float, float, float]) -> Rectangle:  # noqa: ANN401
        """Give where a character of the page's text stands, from what pdfium says of that.

        For letters of some fonts in a drawing of its own it says where they stand in that.
        """
        told = self.upright.box(*box)
        painted = pdfium.FPDFText_GetTextObject(text, n) if self.nested else None
        _, outer, one = self.texts.get(ctypes.addressof(painted.contents) if painted else 0, (0, _SAME, None))
        if outer is _SAME:
            return told
        around = self._bounds(one, outer)
        x, y = (told.x0 + told.x1) / 2, (told.top + told.bottom) / 2
        if (
            around.x0 - ASTRAY <= x <= around.x1 + ASTRAY
            and around.top - ASTRAY <= y <= around.bottom + ASTRAY
        ):
            return told
        left, low, right, high = box
        return self._box([_moved(outer, left, low), _moved(outer, right, high)])

    def is_turned(self, at: int) -> bool:
        """Whether a text does not stand upright: upside down, on its side, mirrored, slanted."""
        x, y = self._way(at)
        return x <= 0 or abs(y) > STRAIGHT * x

    @cached_property
    def slanted(self) -> frozenset[int]:
        """Texts that do not even stand on their side, as watermarks; asked where the first or last is."""
        texts = tuple(self.texts)
        ends = {*texts[:AT_ENDS], *texts[-AT_ENDS:]}
        return frozenset(filter(self._is_slanted, texts)) if any(map(self._is_slanted, ends)) else frozenset()

    def _is_slanted(self, at: int) -> bool:
        x, y = map(abs, self._way(at))
        return min(x, y) > STRAIGHT * max(x, y)

    def _way(self, at: int) -> tuple[float, float]:
        """Give the way on which the letters of a text follow one another, on the page as it is read."""
        _, outer, one = self.texts.get(at, (0, _SAME, None))
        if one is None:
            return 1.0, 0.0
        pdfium.FPDFPageObj_GetMatrix(one, self._told_matrix)
        x, y = self._stands.a, self._stands.b
        if outer is not _SAME:
            x, y = x * outer[0] + y * outer[2], x * outer[1] + y * outer[3]
        if self.upright.turns:
            for _ in range(self.upright.turns):
                x, y = y, -x
        if x <= 0:
            pdfium.FPDFTextObj_GetFontSize(one, self._told[0])
            x, y = (-x, -y) if self._edges[0].value < 0 else (x, y)
        return x, y

    @cached_property
    def grounds(self) -> tuple[tuple[int, Rectangle, Colour], ...]:
        """What is filled with a colour that lets nothing through, and how many objects it came after."""
        found = []
        for count, box, one, outer in self.filled:
            colour = self._fill_of(one)
            if colour is not None and not pdfium.FPDFPageObj_HasTransparency(one):
                clip = self._clip(one, outer)
                found.append((count, box.within(clip) if clip else box, colour))
        return tuple(found)

    @cached_property
    def ground_colours(self) -> frozenset[Colour]:
        """The colours of all grounds."""
        return frozenset(colour for _, _, colour in self.grounds)

    def ground(self, at: int, x: float, y: float) -> Colour | None:
        """Give the colour right behind a text at a place of it; None where that is the paper."""
        count, *_ = self.texts.get(at, (0, _SAME, None))
        return next(
            (colour for after, box, colour in reversed(self.grounds) if after < count and box.holds(x, y)),
            None,
        )

    @staticmethod
    def _solidity(one: Any) -> float:  # noqa: ANN401
        """Tell how much of what is behind it a drawing of its own hides: 1 where it lets nothing through."""
        parts = [ctypes.c_uint() for _ in range(4)]
        known = pdfium.FPDFPageObj_GetFillColor(one, *map(ctypes.byref, parts))
        return parts[3].value / PAINTED if known else 1.0

    @staticmethod
    def _fill_of(one: Any) -> Colour | None:  # noqa: ANN401
        parts = [ctypes.c_uint() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetFillColor(one, *map(ctypes.byref, parts)) or parts[3].value < PAINTED:
            return None
        red, green, blue = (part.value for part in parts[:3])
        return red, green, blue

    def over(self, text: Any, at: int) -> tuple[tuple[Rectangle, ...], Rectangle | None]:  # noqa: ANN401
        """Give what was drawn over a text later, and where the text is not cut off (None: nowhere)."""
        count, outer, _ = self.texts.get(at, (0, _SAME, None))
        return tuple(box for after, box in self.covers if after > count), self._clip(text, outer)

    def _cover(self, one: Any, box: Rectangle, outer: Matrix) -> None:  # noqa: ANN401
        """Remember what hides the texts before it: what is filled and lets nothing through."""
        if self.texts and not pdfium.FPDFPageObj_HasTransparency(one):
            clip = self._clip(one, outer)
            self.covers.append((self.count, box.within(clip) if clip else box))

    def _is_solid(self, picture: Any, box: Rectangle) -> bool:  # noqa: ANN401
        """Whether a picture lets nothing through; a seal does. Many, or a huge one, are not looked at."""
        if self.pictures > MOST_PICTURES or max(box.x1 - box.x0, box.bottom - box.top) > LARGEST_PICTURE:
            return True
        painted = pdfium.FPDFImageObj_GetRenderedBitmap(self.page.pdf.raw, self.page.raw, picture)
        if not painted:
            return True
        size = pdfium.FPDFBitmap_GetStride(painted) * pdfium.FPDFBitmap_GetHeight(painted)
        clear = pdfium.FPDFBitmap_GetFormat(painted) == pdfium.FPDFBitmap_BGRA
        alpha = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(painted), size)[3::4] if clear else b""
        pdfium.FPDFBitmap_Destroy(painted)
        return alpha.count(255) == len(alpha)

    def _clip(self, one: Any, outer: Matrix) -> Rectangle | None:  # noqa: ANN401
        """Give the rectangle beyond which an object is cut off, from two corners of each that cuts."""
        found: Rectangle | None = None
        path = pdfium.FPDFPageObj_GetClipPath(one)
        for n in range(pdfium.FPDFClipPath_CountPaths(path)):
            if 4 <= pdfium.FPDFClipPath_CountPathSegments(path, n) <= ONE_BOX:
                box = self._box([self._corner(path, n, 0, outer), self._corner(path, n, 2, outer)])
                found = box.within(found) if found else box
        return found

    def _corner(self, clip: Any, path: int, n: int, outer: Matrix) -> tuple[float, float]:  # noqa: ANN401
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, n), *self._told[:2])
        return _moved(outer, self._edges[0].value, self._edges[1].value)

    def _box(self, points: Sequence[tuple[float, float]]) -> Rectangle:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return self.upright.box(min(xs), min(ys), max(xs), max(ys))

    def _round(self, path: Any, outlines: Sequence[Outline], outer: Matrix) -> None:  # noqa: ANN401
        """Remember what hides and what lies behind texts where a path is one rectangle with round corners."""
        if len(outlines) != 1 or not outlines[0][1]:
            return
        box = self._box(outlines[0][0])
        if all(self._is_edge(box, x, y) for x, y in outlines[0][0]):
            self.filled.append((self.count, box, path, outer))
            self._cover(path, box, outer)

    def _is_edge(self, box: Rectangle, x: float, y: float) -> bool:
        """Whether a point of a path stands at an edge or corner of the box round that: if round, all do."""
        at = self.upright.box(x, y, x, y)
        across, down = min(at.x0 - box.x0, box.x1 - at.x0), min(at.top - box.top, box.bottom - at.top)
        corner = 0.45 * min(box.x1 - box.x0, box.bottom - box.top)
        return min(across, down) < 1 or max(across, down) < corner

    def _path(self, path: Any, outer: Matrix) -> None:  # noqa: ANN401
        pdfium.FPDFPath_GetDrawMode(path, *self._painted)
        stroked = self._stroke.value
        if not (stroked or self._fill.value):
            return
        if self._fill.value and pdfium.FPDFPath_CountSegments(path) <= ONE_BOX:
            box = self._bounds(path, outer)
            thin = min(box.x1 - box.x0, box.bottom - box.top) <= THIN
            if not thin:
                self.filled.append((self.count, box, path, outer))
                self._cover(path, box, outer)
            elif not stroked:
                self._rule(box)
            if not stroked:
                return
        matrix = _through(_matrix(path), outer)
        outlines: Iterable[Outline] = _outlines(path, matrix)
        if self._fill.value and pdfium.FPDFPath_CountSegments(path) <= MOST_ROUNDED:
            outlines = tuple(outlines)
            self._round(path, outlines, outer)
        penned: bool | None = None
        for points, curved in outlines:
            box = self._box(points)
            wide, high = box.x1 - box.x0, box.bottom - box.top
            if not curved and min(wide, high) <= THIN:
                self._rule(box)
            if max(wide, high) > THIN and (curved or (stroked and min(wide, high) > THIN)):
                if penned is None:
                    penned = self._is_penned(path, outer)
                edges = [self._box([*ends]) for ends in itertools.pairwise(points)]
                if curved and self._is_framed(box, points, edges):
                    self.frames.append((box, edges if penned else ()))
                    continue
                self._lines(edges, curved=curved, penned=penned)
            if curved:
                self.drawn.append(box)

    def _is_penned(self, path: Any, outer: Matrix) -> bool:  # noqa: ANN401
        """Whether somebody may have drawn a path over a figure: no higher than that, and no watermark."""
        box = self._bounds(path, outer)
        colour = None if self._stroke.value else self._fill_of(path)
        pale = not self._stroke.value and (colour is None or min(colour) >= LIGHT)
        return box.bottom - box.top <= HIGHEST and not pale

    def _is_framed(
        self, box: Rectangle, points: Sequence[tuple[float, float]], edges: Sequence[Rectangle]
    ) -> bool:
        """Whether an outline is a rectangle with round corners, no ring: each side has a straight piece."""
        level = [
            one for one in edges if one.bottom - one.top <= 1 and one.x1 - one.x0 > SIDE * (box.x1 - box.x0)
        ]
        upright = [
            one
            for one in edges
            if one.x1 - one.x0 <= 1 and one.bottom - one.top > SIDE * (box.bottom - box.top)
        ]
        sides = (
            min((one.top for one in level), default=box.bottom) - box.top,
            box.bottom - max((one.bottom for one in level), default=box.top),
            min((one.x0 for one in upright), default=box.x1) - box.x0,
            box.x1 - max((one.x1 for one in upright), default=box.x0),
        )
        return max(sides) <= 1 and all(self._is_edge(box, x, y) for x, y in points)

    def _lines(self, edges: Sequence[Rectangle], *, curved: bool, penned: bool) -> None:
        """Tell the straight pieces of an outline: those that rule, and those that somebody `penned`."""
        for edge in edges:
            straight = min(edge.x1 - edge.x0, edge.bottom - edge.top) <= 1
            if straight and not curved:
                self._rule(edge)
            elif penned:
                self.slanted_lines.append(edge)

    def _bounds(self, one: Any, outer: Matrix) -> Rectangle:  # noqa: ANN401
        pdfium.FPDFPageObj_GetBounds(one, *self._told)
        left, low, right, high = (edge.value for edge in self._edges)
        if outer is not _SAME:
            return self._box([_moved(outer, left, low), _moved(outer, right, high)])
        return self.upright.box(left, low, right, high)

    def _rule(self, box: Rectangle) -> None:
        wide, high = box.x1 - box.x0, box.bottom - box.top
        if max(wide, high) <= min(THIN, 1.5 * min(wide, high)):
            self.dots.append(box)
            return
        self.rule_along(box)

    def rule_along(self, box: Rectangle) -> None:
        """Take something thin for a ruled line."""
        wide, high = box.x1 - box.x0, box.bottom - box.top
        if wide >= high and wide > 1:
            self.across.append(Stroke((box.top + box.bottom) / 2, box.x0, box.x1))
        if high >= wide and high > 1:
            self.down.append(Stroke((box.x0 + box.x1) / 2, box.top, box.bottom))


def _outlines(path: Any, matrix: Matrix) -> Iterator[Outline]:  # noqa: ANN401
    """The parts of a path: their points, and whether they are curved."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, n)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(_moved(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, curved


def _matrix(one: Any) -> Matrix:  # noqa: ANN401
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, ctypes.byref(found)):
        return _SAME
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _through(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is _SAME:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
