"""One page of a PDF as printed: its characters with their places, its ruled lines, and what is drawn.

Read with pdfium. All places are in points, from the left and from the top of the page.
"""

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from toolkit.published.characters import ordinary

THIN = 2.6  # points: what is filled and thinner is a ruled line
WHITE = 245  # of 255, in each colour
MOST_OBJECTS = 60_000
MOST_DEPTH = 6
MOST_PICTURES, LARGEST_PICTURE = 50, 5000  # of a page, and points of one, that are looked at
NO_CHARACTER = 0xFFFE  # what pdfium gives for a hyphen at the end of a line
ONE_BOX = 5  # parts of a path that is one rectangle: as browsers fill the borders of cells

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Char(NamedTuple):
    """A printed character; ``unseen``: white, transparent, covered, cut off or not painted at all."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    unseen: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Where its middle stands."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def within(self, box: "Rectangle") -> bool:
        """Whether its middle stands in a rectangle."""
        return (
            box.x0 <= (self.x0 + self.x1) / 2 <= box.x1
            and box.top <= (self.top + self.bottom) / 2 <= box.bottom
        )


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


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: ``across`` are its horizontal lines, ``down`` the vertical ones, ``drawn`` pictures, shapes.

    ``noted``: what was put on it afterwards, as annotations: texts, strokes, stamps, fields.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]
    drawn: tuple[Rectangle, ...]
    pictures: bool
    noted: tuple[Rectangle, ...] = ()

    @cached_property
    def place(self) -> str:
        """The page in words."""
        return f"第 {self.number} 页"


def read_page(page: Any, number: int) -> Page:  # noqa: ANN401 (pypdfium2 has no types)
    """Read a page that pypdfium2 has opened."""
    width, height = page.get_size()
    drawing = _Drawing(height, page)
    drawing.gather(_objects(page.raw), _SAME, 0)
    return Page(
        number=number,
        width=width,
        height=height,
        chars=tuple(_chars(page, height, drawing)),
        across=tuple(drawing.across),
        down=tuple(drawing.down),
        drawn=tuple(drawing.drawn),
        noted=tuple(_noted(page.raw, height)),
        pictures=drawing.pictures > 0,
    )


# Annotations that leave what stands below them to be seen, or lie beside it.
_HARMLESS = frozenset(
    {
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    }
)
_NOT_SHOWN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


def _noted(page: Any, height: float) -> Iterator[Rectangle]:  # noqa: ANN401
    """Where annotations stand that may cover, strike out or replace what is printed."""
    edges = pdfium.FS_RECTF()
    for n in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_OBJECTS)):
        note = pdfium.FPDFPage_GetAnnot(page, n)
        if not note:
            continue
        shown = not pdfium.FPDFAnnot_GetFlags(note) & _NOT_SHOWN
        if shown and pdfium.FPDFAnnot_GetSubtype(note) not in _HARMLESS:
            pdfium.FPDFAnnot_GetRect(note, ctypes.byref(edges))
            xs, ys = sorted((edges.left, edges.right)), sorted((height - edges.top, height - edges.bottom))
            yield Rectangle(xs[0], ys[0], xs[1], ys[1])
        pdfium.FPDFPage_CloseAnnot(note)


# ------------------------------------------------------------------ characters


def _chars(page: Any, height: float, drawing: "_Drawing") -> Iterator[Char]:  # noqa: ANN401
    text = page.get_textpage()  # holds what `raw` points at
    raw = text.raw
    known: set[tuple[str, int, int]] = set()
    sights = _Sights(raw, drawing, _window(page.raw, height))
    loose, edges = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    loosely, exactly = ctypes.byref(loose), [ctypes.byref(edge) for edge in edges]
    code_of, size_of, box_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetFontSize,
        pdfium.FPDFText_GetLooseCharBox,
    )
    for n in range(pdfium.FPDFText_CountChars(raw)):
        letter, meant, digit = _letter(code_of(raw, n))
        if not meant or not box_of(raw, n, loosely):
            continue
        x0, x1, top, bottom = loose.left, loose.right, height - loose.top, height - loose.bottom
        high = bottom - top
        if digit and pdfium.FPDFText_GetCharBox(raw, n, *exactly):
            top, bottom = height - edges[3].value, height - edges[2].value
        spot = (letter, round(x0), round(top))
        if spot in known:
            continue  # printed twice to look bold
        known.add(spot)
        size = min(max(size_of(raw, n) or 1.0, high), 2 * high) or 1.0
        hidden = digit and sights.hide(n, (x0 + x1) / 2, (top + bottom) / 2)
        for one in meant:
            yield Char(one, x0, x1, top, bottom, size, hidden)


@cache
def _letter(code: int) -> tuple[str, str, bool]:
    """Give the character of a code, as people mean it (empty for what is not read), whether it is a digit.

    Room between letters is measured, not read; so what pdfium makes up (spaces, ends of lines) is left out.
    """
    letter = chr(code)
    unread = letter.isspace() or code < ord(" ") or code == NO_CHARACTER
    return letter, "" if unread else ordinary(letter), letter.isdecimal()


def _window(page: Any, height: float) -> Rectangle:  # noqa: ANN401
    """Give the part of a page that is shown and printed."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return Rectangle(box.left, height - box.top, box.right, height - box.bottom)


class _Sight(NamedTuple):
    """What is seen of a piece of text: ``shown`` is where, ``covers`` what was drawn over it later."""

    unseen: bool
    shown: Rectangle
    covers: tuple[Rectangle, ...]


class _Sights:
    """Which characters of a page nobody sees; asked once for all of a piece of text, by its address."""

    def __init__(self, text: Any, drawing: "_Drawing", window: Rectangle) -> None:  # noqa: ANN401
        self.text, self.drawing, self.window = text, drawing, window
        self.known: dict[int, _Sight] = {}
        self.marks: dict[int, bool] = {}
        # what pdfium answers into
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._told = [ctypes.byref(part) for part in self._colour]
        self._name, self._length = (ctypes.c_ushort * 4)(), ctypes.c_ulong()

    def hide(self, n: int, x: float, y: float) -> bool:
        """Whether nobody sees a character with its middle there."""
        painted = pdfium.FPDFText_GetTextObject(self.text, n)
        if not painted:
            return self._is_pale(n)
        at = ctypes.addressof(painted.contents)
        sight = self.known.get(at)
        if sight is None:
            covers, shown = self.drawing.over(painted, at)
            sight = self.known[at] = _Sight(
                self._is_unpainted(painted) or self._is_pale(n) or self._is_set_apart(painted),
                shown.within(self.window) if shown else self.window,
                covers,
            )
        unseen, shown, covers = sight
        return unseen or not shown.holds(x, y) or any(one.holds(x, y) for one in covers)

    def _is_unpainted(self, painted: Any) -> bool:  # noqa: ANN401
        """Whether letters are neither filled nor outlined."""
        return pdfium.FPDFTextObj_GetTextRenderMode(painted) in {3, 7}

    def _is_pale(self, n: int) -> bool:
        """Whether a letter is white or transparent."""
        if not pdfium.FPDFText_GetFillColor(self.text, n, *self._told):
            return False
        red, green, blue, opacity = (part.value for part in self._colour)
        return opacity < 16 or min(red, green, blue) >= WHITE

    def _is_set_apart(self, painted: Any) -> bool:  # noqa: ANN401
        """Whether a text is of a layer that can be switched off, or is said to read otherwise."""
        for n in range(pdfium.FPDFPageObj_CountMarks(painted)):
            mark = pdfium.FPDFPageObj_GetMark(painted, n)
            at = ctypes.addressof(mark.contents)
            if at not in self.marks:
                pdfium.FPDFPageObjMark_GetName(mark, self._name, 8, self._length)
                layer = self._name[:3] == [*b"OC\0"]
                self.marks[at] = layer or bool(pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText"))
            if self.marks[at]:
                return True
        return False


# ------------------------------------------------------------------ lines and shapes


def _objects(page: Any) -> Iterator[Any]:  # noqa: ANN401
    return (pdfium.FPDFPage_GetObject(page, n) for n in range(pdfium.FPDFPage_CountObjects(page)))


class _Drawing:
    """What is drawn on a page, gathered from its objects."""

    def __init__(self, height: float, page: Any) -> None:  # noqa: ANN401
        self.height, self.page = height, page
        self.across: list[Stroke] = []
        self.down: list[Stroke] = []
        self.drawn: list[Rectangle] = []
        self.covers: list[tuple[int, Rectangle]] = []  # what is filled, and how many objects it came after
        self.texts: dict[int, tuple[int, Matrix]] = {}  # the same of texts, by their addresses
        self.pictures = 0
        self.count = 0
        # what pdfium answers into
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._told = [ctypes.byref(edge) for edge in self._edges]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._painted = (ctypes.byref(self._fill), ctypes.byref(self._stroke))

    def gather(self, objects: Iterator[Any], outer: Matrix, depth: int) -> None:
        for one in objects:
            self.count += 1
            if self.count > MOST_OBJECTS:
                return
            kind = pdfium.FPDFPageObj_GetType(one)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self.texts[ctypes.addressof(one.contents)] = self.count, outer
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
                inside = (
                    pdfium.FPDFFormObj_GetObject(one, n) for n in range(pdfium.FPDFFormObj_CountObjects(one))
                )
                self.gather(inside, _through(_matrix(one), outer), depth + 1)
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

    def over(self, text: Any, at: int) -> tuple[tuple[Rectangle, ...], Rectangle | None]:  # noqa: ANN401
        """Give what was drawn over a text later, and where the text is not cut off (None: nowhere)."""
        count, outer = self.texts.get(at, (0, _SAME))
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
        xs, ys = [x for x, _ in points], [self.height - y for _, y in points]
        return Rectangle(min(xs), min(ys), max(xs), max(ys))

    def _path(self, path: Any, outer: Matrix) -> None:  # noqa: ANN401
        pdfium.FPDFPath_GetDrawMode(path, *self._painted)
        stroked = self._stroke.value
        if not (stroked or self._fill.value):
            return
        if self._fill.value and pdfium.FPDFPath_CountSegments(path) <= ONE_BOX:
            box = self._bounds(path, outer)
            thin = min(box.x1 - box.x0, box.bottom - box.top) <= THIN
            if not thin:
                self._cover(path, box, outer)
            elif not stroked:
                self._rule(box)
            if not stroked:
                return
        matrix = _through(_matrix(path), outer)
        for points, curved in _outlines(path, matrix):
            box = self._box(points)
            wide, high = box.x1 - box.x0, box.bottom - box.top
            if curved:
                self.drawn.append(box)
            elif min(wide, high) <= THIN:
                self._rule(box)
            elif stroked:
                for start, end in itertools.pairwise(points):
                    edge = self._box([start, end])
                    if min(edge.x1 - edge.x0, edge.bottom - edge.top) <= 1:
                        self._rule(edge)

    def _bounds(self, one: Any, outer: Matrix) -> Rectangle:  # noqa: ANN401
        pdfium.FPDFPageObj_GetBounds(one, *self._told)
        left, low, right, high = (edge.value for edge in self._edges)
        if outer is not _SAME:
            return self._box([_moved(outer, left, low), _moved(outer, right, high)])
        return Rectangle(left, self.height - high, right, self.height - low)

    def _rule(self, box: Rectangle) -> None:
        wide, high = box.x1 - box.x0, box.bottom - box.top
        if wide >= high and wide > 1:
            self.across.append(Stroke((box.top + box.bottom) / 2, box.x0, box.x1))
        if high >= wide and high > 1:
            self.down.append(Stroke((box.x0 + box.x1) / 2, box.top, box.bottom))


def _outlines(path: Any, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:  # noqa: ANN401
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
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
