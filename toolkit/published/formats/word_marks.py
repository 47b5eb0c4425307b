"""What the marks of a Word text, its own and those of its styles, do to its letters.

Hide them, raise them, make them small or as pale as what is behind them.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from lxml import etree

from toolkit.published.formats.letters import (
    BLACK,
    TRANSPARENT,
    WHITE,
    Colour,
    colour_of,
    filling,
    is_lost,
    themed,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNSEEN = tuple(f"{W}{name}" for name in ("strike", "dstrike", "vanish"))
_COLOUR, _ALIGNED, _MOVED, SIZE = f"{W}color", f"{W}vertAlign", f"{W}position", f"{W}sz"
_MARKED, FILLED = f"{W}highlight", "{http://schemas.microsoft.com/office/word/2010/wordml}textFill"
SPACED, _SCALED = f"{W}spacing", f"{W}w"  # between letters (of a paragraph: its lines), and how wide they are
COMPOSED = {FILLED: filling, _COLOUR: themed}  # marks that say what they do with more than one value
# what a style may say that matters here
TOLD = {*UNSEEN, _COLOUR, _ALIGNED, _MOVED, SIZE, _MARKED, FILLED, SPACED, _SCALED}
NUMBERED = f"{W}numPr"
LEAST_SIZE = 8  # half points of letters: less is not seen
LEAST_APART = -40  # twentieths of a point between letters: nearer ones stand one on the other
LEAST_WIDE = 30  # % of their own width
LEAST_LINE = 80  # twentieths of a point of a line that is just so high, however high its letters are
# marks that nearly every text has, and the least that leaves its letters to be seen
USUAL: Mapping[str, int] = {SIZE: LEAST_SIZE, SPACED: LEAST_APART, _SCALED: LEAST_WIDE}
# markers of other colours are bright enough for dark letters
_MARKERS: Mapping[str, Colour] = {"black": BLACK, "white": WHITE}
_OFF = {"0", "false", "off"}

Marks: TypeAlias = Mapping[str, str | None]
"""What properties say: the value of each mark by its name, None where it is there without a value."""
NONE: Marks = {}


class StyleMarks(NamedTuple):
    """What styles say that matters here; ``odd``: those by which letters are not seen as they are written.

    ``usual`` is what holds of a paragraph that names none; it is None among the odd ones.
    """

    told: Mapping[str | None, Marks]
    odd: frozenset[str | None]
    usual: Marks = NONE


NO_STYLES = StyleMarks({}, frozenset())


def read_styles(root: etree._Element) -> StyleMarks:
    """Give what the styles of a document say."""
    named = {one.get(f"{W}styleId"): one for one in root.iter(f"{W}style")}
    told = {name: marks for name in named if (marks := _marks_of_style(name, named))}
    usual = next((told.get(name, NONE) for name, one in named.items() if _is_usual(one)), NONE)
    odd = (
        name
        for name, one in {**told, None: usual}.items()
        if NUMBERED in one
        or is_on(one, UNSEEN)
        or is_raised(one)
        or is_tiny(one)
        or is_unseen(one, lambda: WHITE)
    )
    return StyleMarks(told, frozenset(odd), usual)


def _is_usual(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}


def _marks_of_style(name: str | None, named: Mapping[str | None, etree._Element]) -> Marks:
    """Give the marks of a style, over those of the style it is based on."""
    chain: list[etree._Element] = []
    while (style := named.get(name)) is not None and style not in chain:
        chain.append(style)
        based = style.find(f"{W}basedOn")
        name = based.get(f"{W}val") if based is not None else None
    marks = (mark for style in reversed(chain) for mark in style.iterfind(f"{W}rPr/*"))
    told = {mark.tag: value_of(mark) for mark in marks if mark.tag in TOLD}
    for style in chain:  # the nearest one that says it
        number = style.find(f"{W}pPr/{NUMBERED}/{W}numId")
        if number is not None:
            told.setdefault(NUMBERED, number.get(f"{W}val"))
    return told if is_tiny(told) else {tag: value for tag, value in told.items() if tag not in USUAL}


def value_of(mark: etree._Element) -> str | None:
    """Give what a mark says."""
    composed = COMPOSED.get(mark.tag)
    return composed(mark) if composed else mark.get(f"{W}val")


def is_on(marks: Marks, names: tuple[str, ...]) -> bool:
    """Whether one of these marks is there and not switched off."""
    return any(name in marks and marks[name] not in _OFF for name in names)


def is_raised(marks: Marks) -> bool:
    """Whether letters stand higher or lower than those beside them."""
    return marks.get(_ALIGNED) in {"superscript", "subscript"} or marks.get(_MOVED, "0") != "0"


def is_unseen(marks: Marks, ground: Callable[[], Colour]) -> bool:
    """Whether letters have the colour of what is behind them.

    Those without one of their own go by that, but not by a marker.
    """
    filled = marks.get(FILLED) or marks.get(_COLOUR) or ""
    if filled == TRANSPARENT:
        return True
    letters = colour_of(filled) or (BLACK if marks.get(_MARKED) == "black" else None)
    return letters is not None and is_lost(letters, ground())


def ground_of(run: etree._Element, marks: Marks) -> Colour:
    """Give the colour behind a run: of a marker, its own, that of its cell."""
    cell = next(run.iterancestors(f"{W}tc"), run)
    return (
        _MARKERS.get(marks.get(_MARKED) or "")
        or _shade(run.find(f"{W}rPr/{W}shd"))
        or _shade(cell.find(f"{W}tcPr/{W}shd"))
        or WHITE
    )


def _shade(mark: etree._Element | None) -> Colour | None:
    if mark is None:
        return None
    return colour_of(mark.get(f"{W}color" if mark.get(f"{W}val") == "solid" else f"{W}fill") or "")


def is_tiny(marks: Marks) -> bool:
    """Whether letters are too small to be seen, or too narrow, or stand one on the other."""
    return any(is_seldom(tag, marks.get(tag)) for tag in USUAL)


def is_seldom(tag: str, value: str | None) -> bool:
    """Whether a mark that nearly every text has is so that letters are not seen as they are written."""
    return value is not None and value.lstrip("-").isdigit() and int(value) < USUAL[tag]


def is_flat(paragraph: etree._Element) -> bool:
    """Whether the lines of a paragraph are too low for its letters."""
    spaced = paragraph.find(f"{W}pPr/{SPACED}")
    return spaced is not None and is_cut(spaced)


def is_cut(spaced: etree._Element) -> bool:
    """Whether the lines that a paragraph's spacing asks for are too low for any letters."""
    line = spaced.get(f"{W}line", "")
    return spaced.get(f"{W}lineRule") == "exact" and line.isdigit() and int(line) < LEAST_LINE
