"""The colours of an .xlsx: palette, theme, patterns (ECMA-376 part 1, 18.8.3, 18.8.27, 18.8.32)."""

import re
from collections.abc import Iterator, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from typing import NamedTuple, TypeVar
from xml.etree import ElementTree as ET

from toolkit.reading.seen.look import BLACK, WHITE, Colour, Grounds, colour_of, patterned, shades
from toolkit.reading.xml_walk import local_name, schemed

_Thing = TypeVar("_Thing")
OFF = {"0", "false", "off", "none"}
_UNSURE: Colour = (128, 128, 128)  # a ground of which nothing is known hides neither black nor white
# Colours by their numbers (18.8.27, the palette that Excel had before 2007), the first eight twice; behind
# them stand those of letters and ground as they come.
_PALETTE = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF800000008000000080808000800080008080"
    "C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF000080FF00FFFFFF0000FFFF"
    "8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC993366FF33CCCC"
    "99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
)
# Those of a theme, as Office brings it: of two that it has had, the one nearer to white.
_OF_THEME = "FFFFFF000000EEECE144546A4F81BDED7D31A5A5A5FFC0005B9BD570AD470563C1954F72"
_THEMES = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_OWN_PALETTE = re.compile(rb"""<(?:\w+:)?rgbColor\s[^<>]*?\brgb\s*=\s*["']([0-9A-Fa-f]{6,8})["']""")


class Palette(NamedTuple):
    """The colours that a workbook's styles name by numbers: of its palette, of its theme."""

    indexed: tuple[Colour | None, ...]
    theme: tuple[Colour | None, ...]


_INDEXED, _THEME = (
    tuple(colour_of(listed[at : at + 6]) for at in range(0, len(listed), 6))
    for listed in (f"{_PALETTE[:48]}{_PALETTE}000000FFFFFF", _OF_THEME)
)
_AUTOMATIC = "64"
USUAL = Palette(_INDEXED, _THEME)


def palette_of(styles: bytes, theme: bytes) -> Palette:
    """Return the colours of a workbook: what it has of its own, and else as office programs bring them."""
    own = [colour_of(each.decode()) for each in _OWN_PALETTE.findall(styles)] if b"rgbColor" in styles else []
    indexed = (*own, *_INDEXED[len(own) :])
    try:
        root = ET.fromstring(theme) if theme and not schemed(theme) else None
    except (ET.ParseError, ValueError, LookupError):
        root = None
    schemes = [] if root is None else [each for each in root.iter() if local_name(each) == "clrScheme"]
    said = {local_name(each): colour for each in schemes[:1] for each in each for colour in _said(each)}
    return Palette(indexed, tuple(said.get(name, usual) for name, usual in zip(_THEMES, _THEME, strict=True)))


def _said(named: ET.Element) -> Iterator[Colour]:
    """Return the colour of a theme's name: as it is, or as the system had it."""
    for colour in named:
        known = colour_of(colour.get("lastClr", colour.get("val", "")))
        if known is not None:
            yield known


def numbered(things: Sequence[_Thing], number: str) -> _Thing | None:
    """Return the thing of a number in a list; None when it is not there."""
    return things[int(number)] if number.isdecimal() and int(number) < len(things) else None


def children_of(element: ET.Element, name: str) -> list[ET.Element]:
    """Return the children of a name, whatever their namespace."""
    return [child for child in element if local_name(child) == name]


def first_colour(element: ET.Element, name: str, palette: Palette) -> Colour | None:
    """Return the colour that the first child of a name means."""
    return next(colours_in(element, name, palette), None)


def colours_in(element: ET.Element, name: str, palette: Palette) -> Iterator[Colour | None]:
    """Return the colours that the children of a name mean; None for one of which nothing is known."""
    for tag in children_of(element, name):
        indexed, theme = tag.get("indexed", ""), tag.get("theme", "")
        named = numbered(palette.indexed, indexed) or numbered(palette.theme, theme)
        if indexed == _AUTOMATIC or tag.get("auto", "0") not in OFF:
            named = WHITE if name == "bgColor" else BLACK
        colour = colour_of(tag.get("rgb", "")) or named
        yield _tinted(colour, tag.get("tint", "0")) if colour else None


def _tinted(colour: Colour, tint: str) -> Colour:
    """Make a colour lighter (tint above 0) or darker, its hue kept (18.8.19)."""
    try:
        share = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        return colour
    hue, light, full = rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + share) if share < 0 else light + (1 - light) * share
    red, green, blue = (round(part * 255) for part in hls_to_rgb(hue, light, full))
    return (red, green, blue)


def grounds_of(fill: ET.Element, palette: Palette) -> Grounds:
    """Return the colours that a fill lays behind the letters of a cell."""
    for pattern in children_of(fill, "patternFill"):
        kind = pattern.get("patternType", "none")
        front, behind = first_colour(pattern, "fgColor", palette), first_colour(pattern, "bgColor", palette)
        unsure = kind == "solid" and children_of(pattern, "fgColor")  # one that says no colour is black
        return patterned(kind, front or (_UNSURE if unsure else BLACK), behind or WHITE)
    return _gradient(fill, palette) or (_UNSURE,)


def _gradient(fill: ET.Element, palette: Palette) -> Grounds:
    """Return the colours of a ground that changes, none where it does not."""
    stops = [stop for gradient in children_of(fill, "gradientFill") for stop in children_of(gradient, "stop")]
    return shades([first_colour(stop, "color", palette) or _UNSURE for stop in stops])


def rule_grounds(fill: ET.Element, palette: Palette) -> Grounds:
    """Return the ground that a conditional format gives: a solid one's colour is that behind the pattern."""
    for pattern in children_of(fill, "patternFill"):
        kind = pattern.get("patternType", "solid")
        front, behind = first_colour(pattern, "fgColor", palette), first_colour(pattern, "bgColor", palette)
        if kind == "none":
            return (WHITE,)
        if kind == "solid":
            return tuple(each for each in (behind or front,) if each is not None)
        return patterned(kind, front or BLACK, behind or WHITE)
    return _gradient(fill, palette)
