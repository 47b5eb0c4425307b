"""How text of a web page is seen: its colour, what is behind it, its size, and which style may hide it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from operator import mul
from typing import TypeAlias

from lxml import etree
from tinycss2.color4 import Color, parse_color

from toolkit.published.formats.shown import MEASURE, PIXELS, SHARED, doubtful

PALE = 0.07  # of 1: how little a colour may differ from what is behind it
LEAST_SIZE = 4.0  # px of letters that can be read
MAYBE = "?"  # stands for a property: a declaration that holds under conditions which nobody can judge here
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
_FONT = re.compile(
    rf"(?:^|\s)(?P<size>{MEASURE.pattern}|x{{0,2}}-?(?:small|large)|medium|smaller|larger)(?=\s|/)"
)
_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
    "xx-large": 32.0, "xxx-large": 48.0,
}  # fmt: skip
# what takes text out of the page, or parts it, is looked for as it is written: a variable there is doubtful
_STRAIGHT = ("display", "text-decoration", "text-decoration-line", "vertical-align")
_OWN_COLOURS = {"windowtext", "canvastext", "buttontext", "fieldtext", "auto", "currentcolor", *SHARED}
_GRADIENT = re.compile(
    r"(?:repeating-)?(?:linear|radial|conic)-gradient\(|#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([^()]*\)|[a-z]+"
)
# red, green, blue by the space that lab() and oklch() lead to (CSS Color 4), before they are made brighter
_PRIMARIES = {
    "xyz-d65": ((3.24045, -1.53714, -0.49853), (-0.96927, 1.87601, 0.04156), (0.05564, -0.20403, 1.05723)),
    "xyz-d50": ((3.13386, -1.61687, -0.49061), (-0.97877, 1.91614, 0.03345), (0.07195, -0.22899, 1.40524)),
}
# fonts that have a picture for each letter: Word's lists begin with an l of Wingdings, seen as ●
PICTURED = re.compile(r"(?:[^,]*\s)?[\"']?(?:wingdings|webdings|zapf ?dingbats|mt extra)", re.IGNORECASE)
Declared: TypeAlias = Mapping[str, str]
Colour: TypeAlias = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Ink:
    """How text is seen, as it goes down from an element to those in it; ``why``: a style that may hide it.

    Where it is seen alike `inked` gives the very same one.
    """

    colour: Colour = (0.0, 0.0, 0.0)
    behind: tuple[Colour, ...] = ((1.0, 1.0, 1.0),)
    size: float = 16.0  # px
    root: float = 100.0  # what 1rem is: pages for telephones have a script that says so
    why: str = ""
    invisible: str = ""
    variables: Declared = field(default_factory=dict)
    pictured: bool = False  # every letter is seen as a picture of its font

    @cached_property
    def doubt(self) -> str:
        """Why its digits may not be seen, or not in their order; empty when they are."""
        if not self.why and self.size < LEAST_SIZE:
            return f"font-size:{self.size:g}px"
        if not self.why and not self.invisible and any(_alike(self.colour, one) for one in self.behind):
            return "字和底同色"
        return self.why or self.invisible


PLAIN = Ink()


def hidden(element: etree._Element, own: Declared) -> bool:
    """Whether nobody sees an element, or it is struck through."""
    return (
        (bool(own) and _taken_out(own))
        or element.get("hidden") is not None
        or element.get("type") == "hidden"
        or (element.tag == "dialog" and element.get("open") is None)  # until somebody asks for it
        or element.get("popover") is not None
        or element.get("data-xxgk") is not None  # what our own pages say of the screen, and below a chart
    )


def _taken_out(own: Declared) -> bool:
    return (
        own.get("display") == "none"
        or "line-through" in own.get("text-decoration", "")
        or "line-through" in own.get("text-decoration-line", "")
    )


@lru_cache(maxsize=2048)
def inked(tag: str, declarations: tuple[tuple[str, str], ...], ink: Ink) -> Ink:
    """Give how the text of an element is seen, from what is declared for it and how that round it is seen.

    Cells of a table are mostly seen alike.
    """
    declared = dict(declarations)
    named = {name: value for name, value in declared.items() if name.startswith("--")}
    variables = {**ink.variables, **named} if named else ink.variables
    own = {
        name: _looked_up(value, variables) if "var(" in value else value
        for name, value in declared.items()
        if not name.startswith("--")
    }
    size, root = _size(own, ink), ink.root
    if tag == "html":
        root = size or root
    colour = own.get("-webkit-text-fill-color") or own.get("color", "")
    behind = own.get("background-color") or own.get("background", "")
    image, font = own.get("background-image", ""), own.get("font-family") or own.get("font", "")
    return replace(
        ink,
        variables=variables,
        size=ink.size if size is None else size,
        root=root,
        behind=_behind(image) or _behind(behind) or ink.behind,
        colour=(0.0, 0.0, 0.0) if colour == "initial" else _colour(colour) or ink.colour,
        why=ink.why or _why(tag, declared, own, colour, behind, size),
        invisible=_invisible(own["visibility"]) if "visibility" in own else ink.invisible,
        pictured=PICTURED.match(font) is not None if font else ink.pictured,
    )


def _why(tag: str, declared: Declared, own: Declared, colour: str, behind: str, size: float | None) -> str:
    """Say which of an element's styles may keep its text from being seen as it is written."""
    if tag == "bdo" or "override" in own.get("unicode-bidi", "") or own.get("direction") == "rtl":
        return "文字倒排"
    if size is None:
        return f"font-size:{own.get('font-size') or own.get('font', '')}"
    if colour not in _OWN_COLOURS and _colour(colour) is None:
        return f"color:{colour}"
    if unknown := next((one for one in (behind, *own.values()) if "var(" in one or "attr(" in one), ""):
        return unknown
    if name := next((one for one in _STRAIGHT if "var(" in declared.get(one, "")), ""):
        return f"{name}:{own[name]}"
    return own.get(MAYBE, "") or doubtful({n: v for n, v in own.items() if n != MAYBE}, tag)


def _invisible(value: str) -> str:
    return f"visibility:{value}" if value in {"hidden", "collapse"} else ""


def _looked_up(value: str, variables: Declared) -> str:
    """Put in the values that variables have; what has none stays, and is doubtful."""
    for _ in range(8):
        found = _VARIABLE.search(value)
        if found is None:
            break
        put = variables.get(found[1], found[2])
        if put is None or len(value) + len(put) > 2000:
            break
        value = f"{value[: found.start()]}{put}{value[found.end() :]}"
    return " ".join(value.lower().split())


def _size(own: Declared, ink: Ink) -> float | None:
    """Give how high letters are, in px; None where it cannot be told."""
    value = own.get("font-size", "")
    if not value and (short := own.get("font", "")) not in SHARED:
        found = _FONT.search(short)
        value = found["size"] if found else ""
    if value in SHARED or value in {"smaller", "larger"}:
        return ink.size
    if value in _SIZES:
        return _SIZES[value]
    if found := re.fullmatch(rf"calc\({MEASURE.pattern} ?/ ?([1-9][\d.]*)\)", value):
        return (_px(f"{found[1]}{found[2]}", ink) or 0.0) / float(found[3])
    if value.startswith(("calc(", "clamp(", "min(", "max(")) and not re.search(r"[-*/]|\b0", value):
        value = min(
            (one[0] for one in MEASURE.finditer(value)), key=lambda one: _px(one, ink) or 0, default=""
        )
    return _px(value, ink)


def _px(value: str, ink: Ink) -> float | None:
    found = MEASURE.fullmatch(value)
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    own = {"em": ink.size, "ex": ink.size / 2, "%": ink.size / 100, "rem": ink.root}
    by = own.get(unit, PIXELS.get(unit))
    return None if by is None else number * by


def _alike(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < PALE


@lru_cache(maxsize=512)
def _behind(text: str) -> tuple[Colour, ...]:
    """Give the colours of a background as a style writes it: one, or those that a gradient goes through."""
    plain = re.sub(r"url\([^()]*\)", "", text)
    found = (_colour(one[0]) for one in _GRADIENT.finditer(plain))
    return (whole,) if (whole := _colour(text)) else tuple(one for one in found if one)


@lru_cache(maxsize=512)
def _colour(text: str) -> Colour | None:
    """Give red, green and blue of a colour as a style writes it; None where it is none.

    Old pages leave the # out.
    """
    found = parse_color(f"#{text}" if re.fullmatch(r"[0-9a-f]{6}", text) else text)
    return None if found is None or isinstance(found, str) or found.alpha < PALE else _on_screen(found)


def _on_screen(colour: Color) -> Colour | None:
    """Give red, green and blue of a colour; None where it is of another kind than screens have in common."""
    with suppress(NotImplementedError):
        red, green, blue = (float(part) for part in colour.to("srgb").coordinates)
        return red, green, blue
    for space, rows in _PRIMARIES.items():
        with suppress(NotImplementedError):
            parts = colour.to(space).coordinates
            red, green, blue = (_bright(sum(map(mul, row, parts))) for row in rows)
            return red, green, blue
    return None


def _bright(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
