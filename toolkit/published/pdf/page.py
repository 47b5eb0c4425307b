"""One page of a PDF as printed: its characters with their places, its ruled lines, and what is drawn.

Read with pdfium. All places are in points, from the left and from the top of the page.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from toolkit.published.characters import ordinary
from toolkit.published.pdf.drawing import (
    LIGHT,
    MOST_OBJECTS,
    UNSEEN,
    Colour,
    Drawing,
    Rectangle,
    Stroke,
    Upright,
    upright_of,
)
from toolkit.published.pdf.other_rules import rule_otherwise

PAPER = 255  # in each colour
PALE = 10  # of 255, in each colour: how little letters may differ from what is behind them
FAINT = 100  # of 255: how much a letter hides at least if it is to be read
NO_CHARACTER = 0xFFFE  # what pdfium gives for a hyphen at the end of a line


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

    def within(self, box: Rectangle) -> bool:
        """Whether its middle stands in a rectangle."""
        return box.holds(*self.middle)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: ``across`` are its horizontal lines, ``down`` the vertical ones, ``drawn`` pictures, shapes.

    ``slanted``: the pieces of lines that are bent, or neither horizontal nor vertical, as a pen draws them.
    ``noted``: what was put on it afterwards, as annotations: texts, strokes, stamps, fields. ``printed``:
    what it is called where a sheet has several.
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
    slanted: tuple[Rectangle, ...] = ()
    printed: str = ""

    @cached_property
    def place(self) -> str:
        """The page in words."""
        return self.printed or f"第 {self.number} 页"


def read_page(page: Any, number: int) -> Page:  # noqa: ANN401 (pypdfium2 has no types)
    """Read a page that pypdfium2 has opened."""
    text = page.get_textpage()  # holds what `raw` points at
    upright = upright_of(page.raw, text.raw)
    drawing = Drawing(page, upright)
    rule_otherwise(drawing)
    return Page(
        number=number,
        width=upright.window.x1,
        height=upright.window.bottom,
        chars=tuple(_chars(text.raw, upright, drawing)),
        across=tuple(drawing.across),
        down=tuple(drawing.down),
        drawn=tuple(drawing.drawn),
        noted=tuple(_noted(page.raw, upright)),
        slanted=tuple(drawing.slanted_lines),
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


def _noted(page: Any, upright: Upright) -> Iterator[Rectangle]:  # noqa: ANN401
    """Where annotations stand that may cover, strike out or replace what is printed."""
    edges = pdfium.FS_RECTF()
    for n in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_OBJECTS)):
        note = pdfium.FPDFPage_GetAnnot(page, n)
        if not note:
            continue
        shown = not pdfium.FPDFAnnot_GetFlags(note) & _NOT_SHOWN
        if shown and pdfium.FPDFAnnot_GetSubtype(note) not in _HARMLESS:
            pdfium.FPDFAnnot_GetRect(note, ctypes.byref(edges))
            xs, ys = sorted((edges.left, edges.right)), sorted((edges.bottom, edges.top))
            yield upright.box(xs[0], ys[0], xs[1], ys[1])
        pdfium.FPDFPage_CloseAnnot(note)


# ------------------------------------------------------------------ characters


SQUAT = 0.7  # of the height of the letter before
BELOW = 0.25  # of a letter's size: how far a comma may hang below the letter before, or stand above its foot


BOLD = 0.15  # of its size: no letter stands so near to the same one, but for one that is printed again
BAND = 32  # points: letters are looked for in bands of a page of that height
LARGE = 22.0  # points of a letter: no figure of a table has it, watermarks have


def _chars(raw: Any, upright: Upright, drawing: Drawing) -> Iterator[Char]:  # noqa: ANN401
    printed = _Printed(raw)
    sights = _Sights(raw, drawing, upright.window)
    loose, edges = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    loosely, exactly = ctypes.byref(loose), [ctypes.byref(edge) for edge in edges]
    code_of, size_of, box_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetFontSize,
        pdfium.FPDFText_GetLooseCharBox,
    )
    flat, west, north = (
        not upright.turns and not drawing.nested,
        upright.left,
        upright.high,
    )  # nearly every page, character by character
    slanted = bool(drawing.slanted)
    line = (0.0, 0.0, 0.0)  # top and bottom of the letter before, and how large its font is
    for n in range(pdfium.FPDFText_CountChars(raw)):
        letter, meant, digit = _letter(code_of(raw, n))
        if not meant or not box_of(raw, n, loosely):
            continue
        if flat:
            x0, x1, top, bottom = (
                loose.left - west,
                loose.right - west,
                north - loose.top,
                north - loose.bottom,
            )
        else:
            x0, top, x1, bottom = drawing.placed(raw, n, (loose.left, loose.bottom, loose.right, loose.top))
        tall, points = bottom - top, size_of(raw, n)
        if not digit:
            # some fonts say of a comma only how high itself it is: it stands as high as what is before it
            level = abs(bottom - line[1]) < max(1.0, BELOW * points)
            if points == line[2] and tall < SQUAT * (line[1] - line[0]) and level:
                top, tall = line[0], bottom - line[0]
        line = (top, bottom, points)
        if digit and pdfium.FPDFText_GetCharBox(raw, n, *exactly):
            if flat:
                top, bottom = north - edges[3].value, north - edges[2].value
            else:
                left, right, low, high = (edge.value for edge in edges)
                _, top, _, bottom = drawing.placed(raw, n, (left, low, right, high))
        size = min(max(points or 1.0, tall), 2 * tall) or 1.0
        large = size > LARGE
        if slanted and (large or not digit) and sights.is_slanted(n):
            continue  # of a watermark
        if printed.again(n, letter, x0, bottom, BOLD * (max(x1 - x0, size))) or (
            large and sights.is_faint(n)
        ):
            continue  # to look bold, or a watermark too
        hidden = digit and sights.hide(n, (x0 + x1) / 2, (top + bottom) / 2)
        for one in meant:
            yield Char(one, x0, x1, top, bottom, size, hidden)


class _Printed:
    """Where each letter of a page was printed, to know one that is printed once more to look bold."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401
        self.text = text
        self.places: dict[tuple[str, int], list[tuple[float, float, int]]] = {}

    def again(self, n: int, letter: str, x: float, foot: float, reach: float) -> bool:
        """Whether a letter stands where the same one of another piece of text does, or nearly there."""
        band = int(foot) // BAND
        own = near = self.places.setdefault((letter, band), [])
        if not reach < foot - band * BAND < BAND - reach:  # it may be in the next band
            near = [*own, *self.places.get((letter, band - 1), ()), *self.places.get((letter, band + 1), ())]
        for x0, foot0, other in near:
            if -reach <= x - x0 <= reach and -reach <= foot - foot0 <= reach and not self._are_one(n, other):
                return True
        own.append((x, foot, n))
        return False

    def _are_one(self, n: int, other: int) -> bool:
        """Whether two letters are of one piece of text: those that follow one another are both meant."""
        one, before = (pdfium.FPDFText_GetTextObject(self.text, number) for number in (n, other))
        return bool(one and before) and ctypes.addressof(one.contents) == ctypes.addressof(before.contents)


@cache
def _letter(code: int) -> tuple[str, str, bool]:
    """Give the character of a code, as people mean it (empty for what is not read), whether it is a digit.

    Room between letters is measured, not read; so what pdfium makes up (spaces, ends of lines) is left out.
    """
    letter = chr(code)
    unread = letter.isspace() or code < ord(" ") or code == NO_CHARACTER
    return letter, "" if unread else ordinary(letter), letter.isdecimal()


def _are_close(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= PALE for a, b in zip(one, other, strict=True))


class _Sight(NamedTuple):
    """What is seen of a piece of text: ``shown`` is where, ``covers`` what was drawn over it later."""

    unseen: bool
    shown: Rectangle
    covers: tuple[Rectangle, ...]


class _Sights:
    """Which characters of a page nobody sees; asked once for all of a piece of text, by its address."""

    def __init__(self, text: Any, drawing: Drawing, window: Rectangle) -> None:  # noqa: ANN401
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
            return self._is_pale(n, 0, x, y)
        at = ctypes.addressof(painted.contents)
        sight = self.known.get(at)
        if sight is None:
            covers, shown = self.drawing.over(painted, at)
            sight = self.known[at] = _Sight(
                at in self.drawing.faint
                or self._is_unpainted(painted)
                or self._is_pale(n, at, x, y)
                or self._is_set_apart(painted)
                or self.drawing.is_turned(at),
                shown.within(self.window) if shown else self.window,
                covers,
            )
        unseen, shown, covers = sight
        covered = bool(covers) and any(one.holds(x, y) for one in covers)
        return unseen or covered or not shown.holds(x, y)

    def is_faint(self, n: int) -> bool:
        """Whether a letter is so light, or lets so much through, that what stands before it can be read.

        White is none of that: it stands on something dark.
        """
        if not pdfium.FPDFText_GetFillColor(self.text, n, *self._told):
            return False
        *colours, opacity = (part.value for part in self._colour)
        return opacity < FAINT or LIGHT <= min(colours) < PAPER - PALE

    def is_slanted(self, n: int) -> bool:
        """Whether a letter is of a text that stands neither upright nor on its side, as watermarks."""
        painted = pdfium.FPDFText_GetTextObject(self.text, n)
        return bool(painted) and ctypes.addressof(painted.contents) in self.drawing.slanted

    def _is_unpainted(self, painted: Any) -> bool:  # noqa: ANN401
        """Whether letters are neither filled nor outlined."""
        return pdfium.FPDFTextObj_GetTextRenderMode(painted) in {3, 7}

    def _is_pale(self, n: int, at: int, x: float, y: float) -> bool:
        """Whether a letter is transparent, or has the colour of what is behind it: white, on paper."""
        if not pdfium.FPDFText_GetFillColor(self.text, n, *self._told):
            return False
        red, green, blue, opacity = (part.value for part in self._colour)
        if opacity < UNSEEN:
            return True
        white = min(red, green, blue) >= PAPER - PALE
        if not self.drawing.filled:
            return white
        grounds = [one for one in self.drawing.ground_colours if _are_close((red, green, blue), one)]
        behind = self.drawing.ground(at, x, y) if white or grounds else None
        return white if behind is None else behind in grounds

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
