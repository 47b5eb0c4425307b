"""What an .ods shows of its cells that calamine does not tell (OpenDocument 1.3, parts 3 and 4).

Error values, number styles with their conditions, letters struck out or hidden, formulas, things over cells.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from xml.etree import ElementTree as ET

from toolkit.layout.place import Place, parse_place
from toolkit.reading.seen.look import (
    GENERAL,
    SMALLEST,
    CellLook,
    Colour,
    Letters,
    Overlay,
    SheetView,
    colour_of,
    invisible,
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
from toolkit.reading.sheet_xml import FAR_COLUMN, FAR_ROW, expand
from toolkit.reading.xml_walk import local_name

PARTS = ("content.xml", "styles.xml", "settings.xml")
_CELLS = {"table-cell", "covered-table-cell"}
_ERROR = re.compile(r"#[A-Z/0!?]+|(Err|错误)[:：]\d+")
_NUMBERS = {"number-style", "currency-style", "percentage-style", "text-style"}
_UNKNOWN = NumberFormat(numbers=(FormatSection(None),))
_CONDITION = re.compile(r"(?:value\(\)|cell-content\(\))\s*(<=|>=|!=|<|>|=)\s*(-?[0-9.]+)")
_SHOWS_NO_ZEROS = re.compile(rb"ShowZeroValues\"[^>]*>\s*false")  # in any view of the document
_HELD = {
    "value",
    "string-value",
    "date-value",
    "time-value",
    "boolean-value",
}  # of a cell that may show nothing
_DEEP = 20  # styles that build on one another
_OVER = {
    "frame": "图片",
    "custom-shape": "图形",
    "rect": "图形",
    "ellipse": "图形",
    "polygon": "图形",
    "path": "图形",
}


def read_views(content: bytes, styles: bytes, settings: bytes = b"") -> Mapping[str, SheetView]:
    """Return what is seen of each sheet. Raises ValueError when the XML cannot be parsed."""
    try:
        roots = [ET.fromstring(part) for part in (styles, content) if part]
    except ET.ParseError as why:
        raise ValueError("not XML") from why
    known = _Styles()
    for root in roots:
        known.take(root)
    zeros = _SHOWS_NO_ZEROS.search(settings) is None
    return {
        "".join(_given(table, "name")): replace(_view(table, known), shows_zeros=zeros)
        for root in roots
        for table in root.iter()
        if local_name(table) == "table"
        and any(local_name(line) in {"table-row", "table-column"} for line in table.iter())
    }


def since_1904(content: bytes) -> bool:
    """Whether days are counted from 1904 on (OpenDocument 1.2, 9.4.2).

    The usual day 0 where the XML cannot be parsed.
    """
    try:
        days = (tag for tag in ET.fromstring(content).iter() if local_name(tag) == "null-date")
        return any(_first(day, "date-value").startswith("1904") for day in days)
    except ET.ParseError:
        return False


def _given(element: ET.Element, name: str) -> list[str]:
    """Return the values of an attribute, whatever namespaces it stands in."""
    return [value for key, value in element.items() if key.rpartition("}")[2] == name]


def _first(element: ET.Element, name: str, default: str = "") -> str:
    return next(iter(_given(element, name)), default)


# ------------------------------------------------------------------ styles


@dataclass
class _Styles:
    """The styles of a document by name: those of cells and letters, and those of numbers."""

    cells: dict[str, ET.Element] = field(default_factory=dict)
    letters: dict[str, ET.Element] = field(default_factory=dict)
    numbers: dict[str, ET.Element] = field(default_factory=dict)
    formats: dict[str, NumberFormat] = field(default_factory=dict)  # by the names of cells' styles
    looks: dict[str, CellLook] = field(default_factory=dict)
    displayed: dict[str, str] = field(default_factory=dict)  # names of styles by those that people see

    def take(self, root: ET.Element) -> None:
        """Note the styles of one part.

        A number style's name means that of the same part, or else of the one before.
        """
        holders = [h for h in root if local_name(h) in {"styles", "automatic-styles"}]
        each = [style for holder in holders for style in holder]
        self.numbers |= {_first(style, "name"): style for style in each if local_name(style) != "style"}
        for style in (s for s in each if local_name(s) == "style"):
            name, number = _first(style, "name"), _first(style, "data-style-name")
            where = {"table-cell": self.cells, "text": self.letters}.get(_first(style, "family"))
            if where is not None:
                where[name] = style
                self.displayed[_first(style, "display-name", name)] = name
            if where is self.cells:
                self.formats.pop(name, None)
                if number:
                    self.formats[name] = _format(number, self.numbers)

    def look(self, name: str) -> CellLook:
        """Return the look that a cell's style gives it."""
        if name not in self.looks:
            self.looks[name] = self._look(name)
        return self.looks[name]

    def _line(self, name: str, family: Mapping[str, ET.Element]) -> Iterator[ET.Element]:
        """Follow a style to those it builds on, and to the default."""
        for _ in range(_DEEP):
            style = family.get(name)
            if style is None:
                return
            yield style
            name = _first(style, "parent-style-name")

    def _look(self, name: str) -> CellLook:
        line = list(self._line(name, self.cells))
        if not line:
            return CellLook(formats=(_UNKNOWN,)) if name and name != "Default" else GENERAL
        formats, repeated = self._formats(line) or GENERAL.formats, _repeats(line)
        look = self._letters(line, _ground(line))._replace(formats=formats, repeated=repeated)
        for rule in (child for child in line[0] if local_name(child) == "map"):
            other = _first(rule, "apply-style-name")
            if other != name:
                look = look.and_perhaps(self.applied(other))
        return look

    def _plain_look(self, name: str) -> CellLook:
        """Return the look of a style that a condition gives, its own conditions left aside."""
        line = list(self._line(name, self.cells))
        return self._letters(line, _ground(line))._replace(formats=self._formats(line))

    def applied(self, name: str) -> CellLook:
        """Return the look that a condition gives by a style's name, or by the one that people see.

        Of a style that is not there nothing is known.
        """
        own = name if name in self.cells else self.displayed.get(name, name)
        known = own in self.cells or own in {"", "Default"}
        return self._plain_look(own) if known else CellLook(formats=(_UNKNOWN,))

    def _formats(self, line: list[ET.Element]) -> tuple[NumberFormat, ...]:
        names = (_first(style, "name") for style in line)
        return tuple(self.formats[name] for name in names if name in self.formats)[:1]

    def _letters(self, line: list[ET.Element], ground: Colour | None) -> CellLook:
        given: dict[str, str] = {}
        for style in reversed(line):
            for properties in (child for child in style if local_name(child) == "text-properties"):
                given |= {key.rpartition("}")[2]: value for key, value in properties.items()}
        struck = {given.get("text-line-through-style", "none"), given.get("text-line-through-type", "none")}
        colour = colour_of(given.get("color", ""))
        tiny = re.fullmatch(r"(\d+(?:\.\d+)?)pt", given.get("font-size", ""))
        hidden = (
            given.get("display") == "none"
            or (tiny is not None and float(tiny[1]) < SMALLEST)
            or (colour is not None and invisible(colour, ground))
        )
        return CellLook(struck=struck != {"none"}, unseen=hidden)

    def run(self, text: str, name: str) -> Letters:
        """Return a run of letters of a style."""
        line = list(self._line(name, self.letters))
        look = self._letters(line, None)
        placed = next((p for style in line for each in style for p in _given(each, "text-position")), "")
        raised = placed.startswith(("super", "sub")) or bool(re.match(r"-?[1-9]", placed))
        return Letters(text, struck=look.struck, raised=raised, unseen=look.unseen)


def _format(name: str, numbers: Mapping[str, ET.Element]) -> NumberFormat:
    """Turn a number style, with the styles it refers to by condition, into a format."""
    style = numbers.get(name)
    if style is None or local_name(style) not in _NUMBERS:
        return _UNKNOWN
    own = FormatSection(_pieces(style))
    others = [numbers.get(_first(rule, "apply-style-name")) for rule in style if local_name(rule) == "map"]
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
        other = numbers.get(_first(rule, "apply-style-name"))
        sections.append(
            FormatSection(
                None if other is None or local_name(other) not in _NUMBERS else _pieces(other),
                _condition(_first(rule, "condition")),
            )
        )
    text = own if own.of_text or local_name(style) == "text-style" else None
    if foreign or any(section.condition is None for section in sections):
        return NumberFormat(numbers=(FormatSection(None),), text=text)
    own_too = (*sections, own) if text is None else tuple(sections)
    return NumberFormat(numbers=own_too, text=text, in_order=True)


def _is_foreign(style: ET.Element) -> bool:
    """Whether a number style writes numbers in a language of other separators or digits."""
    return (
        (_first(style, "language") or "zh") not in LANGUAGES
        or _first(style, "country") in OTHER_SEPARATORS
        or bool(_given(style, "transliteration-format"))
    )


def _repeats(line: list[ET.Element]) -> bool:
    given = (
        _first(properties, "repeat-content")
        for style in line
        for properties in style
        if _given(properties, "repeat-content")
    )
    return next(given, "") == "true"


def _ground(line: list[ET.Element]) -> Colour | None:
    for style in line:
        for properties in (child for child in style if local_name(child) == "table-cell-properties"):
            for colour in _given(properties, "background-color"):
                return colour_of(colour)
    return None


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
                if (colour := colour_of(_first(child, "color"))) and invisible(colour, None):
                    return None
            case _:
                return None
    return tuple(pieces) if sum(not isinstance(piece, Literal) for piece in pieces) <= 1 else None


def _number(element: ET.Element, *, percent: bool) -> Piece | None:
    """Read <number:number>: one without a number of decimals is General."""
    try:
        factor = Decimal(_first(element, "display-factor", "1"))
        least = int(_first(element, "min-integer-digits", "0"))
        decimals = int(_first(element, "decimal-places", "-1"))
        kept = int(_first(element, "min-decimal-places", str(max(decimals, 0))))
        inside = tuple(sorted((int(_first(e, "position", "0")), "".join(e.itertext())) for e in element))
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
    grouped = _first(element, "grouping") == "true"
    if decimals < 0 and not percent and scale == 0 and not inside and not grouped:
        return General()
    if decimals < 0:
        return None
    if _given(element, "decimal-replacement"):
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


# ------------------------------------------------------------------ a sheet


def _view(table: ET.Element, known: _Styles) -> SheetView:
    looks: dict[str, CellLook] = {}
    formulas: dict[str, str] = {}
    errors: dict[str, str] = {}
    merged = set()
    columns = list(_columns(table))
    for row, column, again, line, cell in _cells(table):
        shown = "".join(cell.itertext()).strip()
        formula = _first(cell, "formula")
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            merged.add(_span(row, column, row + down - 1, column + across - 1))
        style = _first(cell, "style-name") or _first(line, "default-cell-style-name")
        error = "error" in _given(cell, "value-type") or (formula and _ERROR.fullmatch(shown))
        held = any(key.rpartition("}")[2] in _HELD for key in cell.keys())  # noqa: SIM118 (an element's attributes)
        if not (error or formula or shown or held):
            continue
        for beside in range(column, min(column + again, FAR_COLUMN)):
            address = Place("", row, beside).a1
            own = style or (columns[beside] if beside < len(columns) else "")
            looks[address] = known.look(own)._replace(runs=_runs(cell, known))
            if formula:
                formulas[address] = _a1(formula)
            if error:
                errors[address] = shown if shown.startswith(("#", "Err")) else "#N/A"
    _add_rules(table, known, looks)
    return SheetView(
        looks=looks,
        formulas=formulas,
        errors=errors,
        overlays=tuple(_overlays(table)),
        merged=frozenset(merged),
    )


def _span(top: int, left: int, bottom: int, right: int) -> str:
    return f"{Place('', top, left).a1}:{Place('', bottom, right).a1}"


def _columns(table: ET.Element) -> Iterator[str]:
    for column in (e for e in table.iter() if local_name(e) == "table-column"):
        for _ in range(min(_times(column, "number-columns-repeated"), FAR_COLUMN)):
            yield _first(column, "default-cell-style-name")


def _cells(table: ET.Element) -> Iterator[tuple[int, int, int, ET.Element, ET.Element]]:
    row = 0
    for line in (e for e in table.iter() if local_name(e) == "table-row"):
        column = 0
        again = _times(line, "number-rows-repeated")
        for cell in (e for e in line if local_name(e) in _CELLS):
            beside = _times(cell, "number-columns-repeated")
            if len(cell) or cell.attrib:
                for below in range(row, min(row + again, FAR_ROW)):
                    yield below, column, beside, line, cell
            column += beside
        row += again
        if row > FAR_ROW:
            return


def _runs(cell: ET.Element, known: _Styles) -> tuple[Letters, ...]:
    runs: list[Letters] = []
    for paragraph in (child for child in cell if local_name(child) == "p"):
        runs += _spans(paragraph, "", known)
    return tuple(runs) if any(run.odd for run in runs) else ()


def _spans(element: ET.Element, style: str, known: _Styles) -> Iterator[Letters]:
    if element.text:
        yield known.run(element.text, style)
    for child in element:
        yield from _spans(child, _first(child, "style-name") if local_name(child) == "span" else style, known)
        if child.tail:
            yield known.run(child.tail, style)


def _add_rules(table: ET.Element, known: _Styles, looks: dict[str, CellLook]) -> None:
    """Add what conditional formats may change of the cells' looks."""
    for block in (e for e in table.iter() if local_name(e) == "conditional-format"):
        spans = re.sub(r"\$|'[^']*'|[^\s.:]*(?=\.)|\.", "", _first(block, "target-range-address"))
        for rule in block:
            other = known.applied(_first(rule, "apply-style-name") or _first(rule, "style"))
            if any("false" in _given(each, "show-value") for each in rule.iter()):
                other = CellLook(unseen=True)
            for address in expand(spans):
                if address in looks:
                    looks[address] = looks[address].and_perhaps(other)


def _a1(formula: str) -> str:
    """Write “of:=SUM([.B6:.B10])” as Excel does: “SUM(B6:B10)”."""
    text = re.sub(r"^(of|oooc|msoxl):", "", formula).removeprefix("=")
    return re.sub(r"\[([^\]]*)\]", lambda m: re.sub(r"(?<=:)\.|^\.", "", m[1]).replace(".", "!"), text)


def _overlays(table: ET.Element) -> Iterator[Overlay]:
    """Find what is drawn over cells, fixed to a cell."""
    for row, column, _, _, cell in _cells(table):
        for thing in (child for child in cell if local_name(child) in _OVER):
            end = re.search(r"([A-Z]+\d+)$", _first(thing, "end-cell-address"))
            far = expand(f"{Place('', row, column).a1}:{end[1]}") if end else ()
            last = parse_place("", far[-1]) if far else Place("", row, column)
            text = "".join(thing.itertext()).strip()
            what = (
                "文本框"
                if any(local_name(each) == "text-box" for each in thing) or text
                else _OVER[local_name(thing)]
            )
            yield Overlay(what=what, top=row, left=column, bottom=last.row, right=last.column, text=text)


def _times(element: ET.Element, name: str) -> int:
    given = _first(element, name, "1")
    return int(given) if given.isdecimal() else 1
