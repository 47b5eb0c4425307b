"""How a cell looks, as far as it decides what a person sees in it.

The same record whatever the file's format.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeAlias

from toolkit.reading.seen.number_formats import FormatSection, General, NumberFormat

_FAINT = 1.3  # contrast (WCAG 2, 1.4.3) below which nobody reads letters on their ground
# parts of the names of fonts that have pictures, or bars, in the places of letters and digits
_PICTURE_FONTS = (
    *("wingding", "webding", "dingbat", "marlett", "mt extra", "ms outlook", "bookshelf symbol"),
    *("barcode", "code 39", "code39", "code 128", "code128", "3 of 9"),
)
_DIGITS_IN_PLACE = ("symbol", "starsymbol", "opensymbol")  # fonts of symbols that have digits as well
FURTHEST = 15  # steps of an indent, of three spaces each, that a cell may have
UNREAD = "…"  # stands for a formula that an old format holds in a way in which it is not read here
SMALLEST = 4  # points of letters that somebody still reads on paper

Colour = tuple[int, int, int]
Grounds: TypeAlias = tuple[Colour, ...]  # all colours that letters stand on; none: white
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
# how much of a pattern is of its front's colour: of others named “light…” a quarter, or else a half
_DENSE = {
    "gray0625": 1 / 16,
    "gray125": 1 / 8,
    "lightGrid": 7 / 16,
    "lightTrellis": 3 / 8,
    "darkGray": 3 / 4,
    "darkTrellis": 3 / 4,
}
_STEPS = 8  # of a ground that changes from one colour to another


class Laid(Enum):
    """How a cell lays out its content so that a person sees something else, or nothing."""

    REPEATED = auto()  # again and again, until the cell is full
    TURNED = auto()  # upside down: 6 is 9
    # turned aside, or letter upon letter: of a figure only what the row has room for is seen
    LEANING = auto()
    ACROSS = auto()  # in the middle of the blank cells beside it: a figure is seen in another column
    ASIDE = auto()  # so far from the side that nothing of it is left in the cell
    BARRED = auto()  # a bar or a sign is shown in its place
    UNSHOWN = auto()  # by the lock of its sheet, or left out when it is printed


class Letters(NamedTuple):
    """Letters of a cell that look alike. ``colour``: the one that they are said to have, if any."""

    text: str
    struck: bool = False
    raised: bool = False  # above or below the line: a note's mark, no digit of the number
    unseen: bool = False
    colour: "Colour | None" = None
    pictured: bool = False

    def on(self, grounds: "Grounds") -> "Letters":
        """Return the letters as they are seen on a ground."""
        return self._replace(unseen=self.unseen or hidden(self.colour, grounds))

    @property
    def odd(self) -> bool:
        """Whether the letters do not count as those beside them do."""
        return bool(self.text.strip()) and (self.struck or self.raised or self.unseen or self.changed)

    @property
    def changed(self) -> bool:
        """Whether any of the letters is shown as a picture."""
        return self.pictured and has_pictures(self.text)


class CellLook(NamedTuple):
    """``formats``: every number format that may apply, the cell's own first.

    ``pictured``: its font has pictures for letters and digits. ``shrunk``: as small as its column asks for.

    ``runs`` only where letters differ. ``laid``: how the content is laid out where that is not as usual.
    ``letters`` and ``grounds``: the colours that are said, of a conditional format those that it changes.
    """

    formats: tuple[NumberFormat, ...] = ()
    struck: bool = False
    unseen: bool = False
    runs: tuple[Letters, ...] = ()
    laid: Laid | None = None
    letters: Colour | None = None
    grounds: Grounds = ()
    pictured: bool = False
    shrunk: bool = False

    @property
    def odd(self) -> bool:
        """Whether a figure of the cell may be seen otherwise than it is held."""
        return (
            self.struck
            or self.unseen
            or self.laid is not None
            or self.pictured
            or any(run.odd for run in self.runs)
            or not all(each.plain for each in self.formats)
        )

    def and_perhaps(self, other: "CellLook") -> "CellLook":
        """Return the look when `other` may apply too.

        A conditional format whose condition nobody computes here: its letters may stand on the cell's own
        ground, the cell's letters on its ground.
        """
        return self._replace(
            formats=self.formats + other.formats,
            struck=self.struck or other.struck,
            pictured=self.pictured or other.pictured,
            laid=self.laid or other.laid,
            runs=tuple(run.on(other.grounds) for run in self.runs)
            if self.runs and other.grounds
            else self.runs,
            unseen=self.unseen
            or other.unseen
            or (other.coloured and hidden(other.letters or self.letters, other.grounds or self.grounds)),
        )

    def with_runs(self, runs: Iterable[Letters]) -> "CellLook":
        """Return the look with letters that differ, on the ground of the cell; some have its own font."""
        own = (run._replace(pictured=run.pictured or (self.pictured and run.colour is None)) for run in runs)
        return self._replace(runs=tuple(run.on(self.grounds) for run in own))

    @property
    def coloured(self) -> bool:
        """Whether it says a colour."""
        return self.letters is not None or bool(self.grounds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlay:
    """Something that lies over cells: a picture, a text box.

    Rows and columns from 0, the last ones included.
    """

    what: str
    top: int
    left: int
    bottom: int
    right: int
    text: str = ""

    def lies_over(self, row: int, column: int, *, to_the_right: bool = False) -> bool:
        """Whether it lies over a cell, or over what stands from there `to_the_right` in its row."""
        across = self.right >= column and (to_the_right or self.left <= column)
        return across and self.top <= row <= self.bottom


class SheetGrid(NamedTuple):
    """Where the rows and columns of a sheet begin, in English metric units; the last of each has no end."""

    rows: Sequence[int]
    columns: Sequence[int]

    def under(self, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Return the first row and column, the last ones, under what lies at x, y and is so wide and high."""
        x, y, wide, high = box
        top, left = max(0, bisect_right(self.rows, y) - 1), max(0, bisect_right(self.columns, x) - 1)
        bottom, right = bisect_left(self.rows, y + high) - 1, bisect_left(self.columns, x + wide) - 1
        return top, left, max(top, bottom), max(left, right)

    def over(self, what: str, box: tuple[int, int, int, int], text: str = "") -> Overlay:
        """Return what lies over the cells there."""
        top, left, bottom, right = self.under(box)
        return Overlay(what=what, top=top, left=left, bottom=bottom, right=right, text=text)


def begun(sizes: Iterable[int]) -> list[int]:
    """Say where each begins of rows, or columns, of these sizes."""
    return list(accumulate(sizes, initial=0))


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetView:
    """What is seen of one sheet, of whatever format, by its cells' addresses.

    A cell without a look is General.
    """

    looks: Mapping[str, CellLook] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    overlays: tuple[Overlay, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)  # hidden ones too
    around: tuple[str, ...] = ()  # what is printed above and below its pages
    merged: frozenset[str] = frozenset()  # “B6:D7”
    hidden_rows: tuple[int, ...] = ()  # of those that hold anything, from 0
    hidden_columns: tuple[int, ...] = ()
    narrow: Mapping[int, float] = field(default_factory=dict)  # of columns that are seen: for how many digits
    shows_zeros: bool = True

    @property
    def odd(self) -> Mapping[str, CellLook]:
        """The looks of the cells that may show something else than they hold."""
        return {address: look for address, look in self.looks.items() if look.odd}


GENERAL = CellLook(formats=(NumberFormat(numbers=(FormatSection((General(),)),)),))


@lru_cache(maxsize=256)
def pictures(font: str, *, symbols: bool = False) -> bool:
    """Whether a font has pictures in the places of letters and digits.

    By its name, or as the file says that it is one of `symbols` and no text.
    """
    name = font.casefold()
    return any(each in name for each in _PICTURE_FONTS) or (symbols and name not in _DIGITS_IN_PLACE)


def has_pictures(text: str) -> bool:
    """Whether such a font has any letter of a text: Chinese ones come from another."""
    return any("!" <= letter <= "ÿ" or "\uf020" <= letter <= "\uf0ff" for letter in text)


def invisible(letters: Colour | None, ground: Colour | None) -> bool:
    """Whether letters of a colour cannot be told from the ground they stand on.

    None: the usual black on white.
    """
    one, other = sorted((_luminance(letters or BLACK), _luminance(ground or WHITE)))
    return (other + 0.05) / (one + 0.05) < _FAINT


def hidden(letters: Colour | None, grounds: Grounds) -> bool:
    """Whether letters cannot be told from a ground that they stand on, or from a part of it.

    None: a program chooses a colour that can.
    """
    return letters is not None and any(invisible(letters, ground) for ground in grounds or (WHITE,))


def blended(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour with this `share` of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def patterned(kind: str, front: Colour, behind: Colour) -> Grounds:
    """Return the colours of a pattern, by its name: some programs draw its lines, others mix its colours."""
    if kind in {"none", "solid"}:
        return () if kind == "none" else (front,)
    share = _DENSE.get(kind, 1 / 4 if kind.startswith("light") else 1 / 2)
    mixed = blended(behind, front, share)
    return (mixed, front) if share > 1 / 2 else (mixed,)


def shades(stops: Sequence[Colour]) -> Grounds:
    """Return the colours through which a ground goes from each to the next."""
    between = (
        blended(one, other, step / _STEPS) for one, other in pairwise(stops) for step in range(1, _STEPS)
    )
    return (*stops, *between)


def colour_of(hexadecimal: str) -> Colour | None:
    """Read “FFF9DB”, “#FFF9DB” or “FFFFF9DB”; None when it is no colour."""
    digits = hexadecimal.lstrip("#")[-6:]
    try:
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)) if len(digits) == 6 else None
    except ValueError:
        return None


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
