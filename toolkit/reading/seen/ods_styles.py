"""The styles of an .ods (OpenDocument 1.3, part 3, 16): what they make of cells, letters and numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree import ElementTree as ET

from toolkit.reading.seen.lengths import POINT, length_of
from toolkit.reading.seen.look import (
    FURTHEST,
    GENERAL,
    SMALLEST,
    WHITE,
    CellLook,
    Laid,
    Letters,
    colour_of,
    hidden,
    pictures,
)
from toolkit.reading.seen.number_formats import (
    LANGUAGES,
    OTHER_SEPARATORS,
    Condition,
    Digits,
    FormatSection,
    General,
    Literal,
    NumberFormat,
    Piece,
    Text,
)
from toolkit.reading.xml_walk import local_name, without_namespace

_NUMBERS = {"number-style", "currency-style", "percentage-style", "text-style"}
_UNKNOWN = NumberFormat(numbers=(FormatSection(None),))
_CONDITION = re.compile(r"(?:value\(\)|cell-content\(\))\s*(<=|>=|!=|<|>|=)\s*(-?[0-9.]+)")
_SIZES = ("row-height", "column-width")
_SYMBOLS = "x-symbol"  # the set of characters of fonts that are no text
_DIAGONALS = ("diagonal-bl-tr", "diagonal-tl-br")  # lines that cross a cell out
_ANGLE = re.compile(r"(-?\d{1,9}(?:\.\d+)?)(?:deg)?")
_STEP = 114_300  # of an indent: three spaces, in English metric units
_UPRIGHT = 90  # degrees: letters turned any further stand on their heads
_DEEP = 20  # styles that build on one another


def values_of(element: ET.Element, name: str) -> list[str]:
    """Return the values of an attribute, whatever namespaces it stands in."""
    return [value for key, value in element.items() if without_namespace(key) == name]


def value_of(element: ET.Element, name: str, default: str = "") -> str:
    """Return the value of an attribute, or what stands for it where it has none."""
    return next(iter(values_of(element, name)), default)


@dataclass
class OdsStyles:
    """The styles of a document by name: those of cells and letters, and those of numbers."""

    cells: dict[str, ET.Element] = field(default_factory=dict)
    letters: dict[str, ET.Element] = field(default_factory=dict)
    numbers: dict[str, ET.Element] = field(default_factory=dict)
    formats: dict[str, NumberFormat] = field(default_factory=dict)  # by the names of cells' styles
    looks: dict[tuple[str, bool], CellLook] = field(default_factory=dict)  # in a sheet that is locked or not
    rules: dict[str, Sequence[tuple[ET.Element, CellLook]]] = field(default_factory=dict)
    displayed: dict[str, str] = field(default_factory=dict)  # names of styles by those that people see
    sizes: dict[str, int] = field(default_factory=dict)  # heights of rows, widths of columns, by their styles

    families: dict[str, str] = field(default_factory=dict)  # of fonts, by the names that styles give them
    symbols: set[str] = field(default_factory=set)  # those of fonts that are no text
    pages: dict[str, str] = field(default_factory=dict)  # kinds of pages, by the styles of tables
    edges: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what such pages print above and below

    def take(self, root: ET.Element) -> None:
        """Note the styles of one part.

        A number style's name means that of the same part, or else of the one before.
        """
        faces = [face for holder in root if local_name(holder) == "font-face-decls" for face in holder]
        self.families |= {value_of(face, "name"): value_of(face, "font-family") for face in faces}
        self.symbols |= {
            value_of(face, "name") for face in faces if value_of(face, "font-charset") == _SYMBOLS
        }
        for kind in (kind for holder in root if local_name(holder) == "master-styles" for kind in holder):
            self.edges[value_of(kind, "name")] = tuple(_edge_texts(kind))
        holders = [h for h in root if local_name(h) in {"styles", "automatic-styles"}]
        each = [style for holder in holders for style in holder]
        self.numbers |= {value_of(style, "name"): style for style in each if local_name(style) != "style"}
        for style in (s for s in each if local_name(s) == "style"):
            name, number = value_of(style, "name"), value_of(style, "data-style-name")
            where = {"table-cell": self.cells, "text": self.letters}.get(value_of(style, "family"))
            if page := value_of(style, "master-page-name"):
                self.pages[name] = page
            for size in (s for child in style for key in _SIZES for s in values_of(child, key)):
                self.sizes[name] = length_of(size) or 0
            if where is not None:
                where[name] = style
                self.displayed[value_of(style, "display-name", name)] = name
            if where is self.cells:
                self.formats.pop(name, None)
                if number:
                    self.formats[name] = _format(number, self.numbers)

    def look(self, name: str, *, locked: bool) -> CellLook:
        """Return the look that a cell's style gives it; `locked`: in a sheet that is protected."""
        if (name, locked) not in self.looks:
            self.looks[name, locked] = self._look(name, locked=locked)
        return self.looks[name, locked]

    def around(self, table: str) -> tuple[str, ...]:
        """Return what is printed above and below the pages of a sheet, by its table's style."""
        return self.edges.get(self.pages.get(table, ""), ())

    def _line(self, name: str, family: Mapping[str, ET.Element]) -> Iterator[ET.Element]:
        """Follow a style to those it builds on, and to the default."""
        for _ in range(_DEEP):
            style = family.get(name)
            if style is None:
                return
            yield style
            name = value_of(style, "parent-style-name")

    def _look(self, name: str, *, locked: bool) -> CellLook:
        line = list(self._line(name, self.cells))
        if not line:
            return CellLook(formats=(_UNKNOWN,)) if name and name != "Default" else GENERAL
        look = self._letters(line, locked=locked)
        unseen = look.unseen or hidden(look.letters, look.grounds)
        return look._replace(formats=self._formats(line) or GENERAL.formats, unseen=unseen)

    def conditional(self, name: str) -> Sequence[tuple[ET.Element, CellLook]]:
        """Return what else cells of a style may look like, each with the rule that says when."""
        if name not in self.rules:
            style = self.cells.get(name)
            maps = [child for child in style if local_name(child) == "map"] if style is not None else []
            others = [(rule, value_of(rule, "apply-style-name")) for rule in maps]
            self.rules[name] = [(rule, self.applied(other)) for rule, other in others if other != name]
        return self.rules[name]

    def _plain_look(self, name: str) -> CellLook:
        """Return the look of a style that a condition gives, its own conditions left aside."""
        line = list(self._line(name, self.cells))
        return self._letters(line)._replace(formats=self._formats(line))

    def applied(self, name: str) -> CellLook:
        """Return the look that a condition gives by a style's name, or by the one that people see.

        Of a style that is not there nothing is known.
        """
        own = name if name in self.cells else self.displayed.get(name, name)
        known = own in self.cells or own in {"", "Default"}
        return self._plain_look(own) if known else CellLook(formats=(_UNKNOWN,))

    def _formats(self, line: list[ET.Element]) -> tuple[NumberFormat, ...]:
        names = (value_of(style, "name") for style in line)
        return tuple(self.formats[name] for name in names if name in self.formats)[:1]

    def _letters(self, line: list[ET.Element], *, locked: bool = True) -> CellLook:
        given, cell = _given(line, "text-properties"), _given(line, "table-cell-properties")
        cell |= _given(line, "paragraph-properties")
        through = {given.get(f"text-line-through-{what}", "none") for what in ("style", "type")}
        ground = cell.get("background-color")
        return CellLook(
            struck=through != {"none"} or any("none" not in cell.get(name, "none") for name in _DIAGONALS),
            unseen=_tiny(given.get("font-size", "")),
            laid=_laid(cell, locked=locked),
            letters=colour_of(given.get("color", "")),
            grounds=() if ground is None else (colour_of(ground) or WHITE,),  # what is no colour is white
            pictured=self._pictured(given),
            shrunk=cell.get("shrink-to-fit") == "true" and cell.get("wrap-option") != "wrap",
        )

    def _pictured(self, given: Mapping[str, str]) -> bool:
        name = given.get("font-name", "")
        family = self.families.get(name) or given.get("font-family") or name
        symbols = name in self.symbols or given.get("font-charset") == _SYMBOLS
        return pictures(name) or pictures(family.strip("'"), symbols=symbols)

    def run(self, text: str, name: str) -> Letters:
        """Return a run of letters of a style."""
        line = list(self._line(name, self.letters))
        look = self._letters(line)
        placed = next((p for style in line for each in style for p in values_of(each, "text-position")), "")
        raised = placed.startswith(("super", "sub")) or bool(re.match(r"-?[1-9]", placed))
        return Letters(
            text,
            struck=look.struck,
            raised=raised,
            unseen=look.unseen or _given(line, "text-properties").get("display") == "none",
            colour=look.letters,
            pictured=look.pictured,
        )


def _format(name: str, numbers: Mapping[str, ET.Element]) -> NumberFormat:
    """Turn a number style, with the styles it refers to by condition, into a format."""
    style = numbers.get(name)
    if style is None and name == "General":  # Gnumeric names it and writes none
        return GENERAL.formats[0]
    if style is None or local_name(style) not in _NUMBERS:
        return _UNKNOWN
    own = FormatSection(_pieces(style))
    others = [numbers.get(value_of(rule, "apply-style-name")) for rule in style if local_name(rule) == "map"]
    foreign = any(_is_foreign(each) for each in (style, *others) if each is not None)
    if foreign and local_name(style) != "text-style":  # the language of one part may be that of all
        return _UNKNOWN
    if (
        local_name(style) == "text-style"
        and own.of_text
        and not any(local_name(each) == "map" for each in style)
    ):
        return NumberFormat(numbers=(), text=own)
    sections = []
    for rule in (child for child in style if local_name(child) == "map"):
        other = numbers.get(value_of(rule, "apply-style-name"))
        sections.append(
            FormatSection(
                None if other is None or local_name(other) not in _NUMBERS else _pieces(other),
                _condition(value_of(rule, "condition")),
            )
        )
    text = own if own.of_text or local_name(style) == "text-style" else None
    if foreign or any(section.condition is None for section in sections):
        return NumberFormat(numbers=(FormatSection(None),), text=text)
    own_too = (*sections, own) if text is None else tuple(sections)
    return NumberFormat(numbers=own_too, text=text, in_order=True)


def _edge_texts(page: ET.Element) -> Iterator[str]:
    """Return the lines that a kind of page prints above and below."""
    for edge in page:
        if value_of(edge, "display") != "false":
            lines = ("".join(line.itertext()) for line in edge.iter() if local_name(line) == "p")
            yield from filter(None, lines)


def _is_foreign(style: ET.Element) -> bool:
    """Whether a number style writes numbers in a language of other separators or digits."""
    return (
        (value_of(style, "language") or "zh") not in LANGUAGES
        or value_of(style, "country") in OTHER_SEPARATORS
        or bool(values_of(style, "transliteration-format"))
    )


def _given(line: list[ET.Element], kind: str) -> dict[str, str]:
    """Return the properties of a kind that a style gives, and those that it builds on where it says none."""
    return {
        without_namespace(key): value
        for style in reversed(line)
        for properties in style
        if local_name(properties) == kind
        for key, value in properties.items()
    }


def _tiny(size: str) -> bool:
    length = length_of(size)
    return length is not None and length < SMALLEST * POINT


def _laid(cell: Mapping[str, str], *, locked: bool) -> Laid | None:
    """Return how a cell of these properties lays out its content."""
    if cell.get("print-content") == "false" or (locked and "hidden-and" in cell.get("cell-protect", "")):
        return Laid.UNSHOWN
    if cell.get("repeat-content") == "true":
        return Laid.REPEATED
    if (length_of(cell.get("margin-left", "")) or 0) > FURTHEST * _STEP:
        return Laid.ASIDE
    turned = _ANGLE.fullmatch(cell.get("rotation-angle", ""))
    angle = float(turned[1]) % 360 if turned else 0
    if _UPRIGHT < angle < 360 - _UPRIGHT:
        return Laid.TURNED
    return Laid.LEANING if angle or cell.get("direction") == "ttb" else None


def _condition(text: str) -> Condition | None:
    found = _CONDITION.fullmatch(text.strip())
    try:
        return Condition(found[1].replace("!=", "<>"), Decimal(found[2])) if found else None
    except ArithmeticError:
        return None


def _pieces(style: ET.Element) -> tuple[Piece, ...] | None:
    """Say what a number style shows; None where that is not certain."""
    if _is_foreign(style):
        return None
    pieces: list[Piece] = []
    percent = local_name(style) == "percentage-style"
    for child in style:
        match local_name(child):
            case "number":
                piece = _number(child, percent=percent)
                if piece is None:
                    return None
                pieces.append(piece)
            case "text" | "currency-symbol":
                pieces.append(Literal("".join(child.itertext())))
            case "text-content":
                pieces.append(Text())
            case "fill-character":
                if "".join(child.itertext()).strip():
                    return None
            case "map":
                continue
            case "text-properties" | "properties":
                if (colour := colour_of(value_of(child, "color"))) and hidden(colour, ()):
                    return None
            case _:
                return None
    return tuple(pieces) if sum(not isinstance(piece, Literal) for piece in pieces) <= 1 else None


def _number(element: ET.Element, *, percent: bool) -> Piece | None:
    """Read <number:number>: one without a number of decimals is General."""
    try:
        factor = Decimal(value_of(element, "display-factor", "1"))
        least = int(value_of(element, "min-integer-digits", "0"))
        decimals = int(value_of(element, "decimal-places", "-1"))
        kept = int(value_of(element, "min-decimal-places", str(max(decimals, 0))))
        inside = tuple(sorted((int(value_of(e, "position", "0")), "".join(e.itertext())) for e in element))
    except (ArithmeticError, ValueError):
        return None
    scale = factor.adjusted()
    if (
        factor != Decimal(10) ** scale
        or any(right <= 0 for right, _ in inside)
        or least > 30
        or decimals > 30
    ):
        return None
    grouped = value_of(element, "grouping") == "true"
    if decimals < 0 and not percent and scale == 0 and not inside and not grouped:
        return General()
    if decimals < 0:
        return None
    if values_of(element, "decimal-replacement"):
        kept = 0
    optional = max(0, decimals - kept)
    return Digits(
        whole=least,
        decimals=decimals,
        optional=optional,
        grouped=grouped,
        inside=inside,
        scale=scale - (2 if percent else 0),
        point=decimals > 0,
    )
