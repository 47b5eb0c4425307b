"""What an .ods shows of its cells that calamine does not tell (OpenDocument 1.3, parts 3 and 4).

Error values, number styles with their conditions, letters struck out or hidden, formulas, things over cells.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias
from xml.etree import ElementTree as ET
from xml.parsers import expat

from toolkit.layout.place import Place, parse_place
from toolkit.reading.seen.conditions import First, Test, compared, first_of, stated
from toolkit.reading.seen.lengths import length_of
from toolkit.reading.seen.look import (
    BLACK,
    CellLook,
    Grounds,
    Laid,
    Letters,
    Overlay,
    SheetGrid,
    SheetView,
    begun,
    colour_of,
    shades,
)
from toolkit.reading.seen.ods_styles import OdsStyles, value_of, values_of
from toolkit.reading.sheet_xml import FAR_COLUMN, FAR_ROW, LOW, NARROW, USUAL, expand
from toolkit.reading.xml_walk import local_name, schemed, without_namespace

Ruled: TypeAlias = tuple[str, Test | First | None, CellLook]  # a cell, when it looks so, and how

# what a conditional format asks
_COMPUTED = re.compile(r"(?:formula-is|is-true-formula)\((.*)\)")
_RANKED = re.compile(r"(top|bottom)-elements\((\d{1,4})\)")
_BETWEEN = re.compile(r"(?:cell-content-is-)?between\(\s*([^,]*?)\s*,\s*([^,]*?)\s*\)")
_COMPARED = re.compile(r"(?:cell-content\(\))?\s*(<=|>=|!=|<>|<|>|=)\s*(.*?)\s*")
_SOMETHING = "…"  # what stands for words
PARTS = ("content.xml", "styles.xml", "settings.xml")
_CELLS = {"table-cell", "covered-table-cell"}
_BARE = {"style-name", "number-columns-repeated"}  # all that is said of a cell with nothing in it
_ERROR = re.compile(r"#[A-Z/0!?]+|(Err|错误)[:：]\d+")
_SHOWS_NO_ZEROS = re.compile(rb"ShowZeroValues\"[^>]*>\s*false")  # in any view of the document
_HELD = {
    "value",
    "value-type",
    "string-value",
    "date-value",
    "time-value",
    "boolean-value",
}  # of a cell that may show nothing
# How a cell says what it holds: the value that goes with each kind (part 3, 19.386), and what may stand in
# its words. Whatever else stands there one program shows and another does not.
_VALUES = {
    "": "",
    "string": "string-value",
    "float": "value",
    "percentage": "value",
    "currency": "value",
    "date": "date-value",
    "time": "time-value",
    "boolean": "boolean-value",
}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")  # as XML writes one
_NO_NUMBER = re.compile(
    rb"""(<table:(?:covered-)?table-cell\s(?:[^<>]*\s)?office:value=["'])(?!%b["'])[^"'<>]*"""
    % _NUMBER.pattern.encode()
)
_IN_CELLS = {"p", "annotation", "detective", "cell-range-source", "forms"}
_IN_WORDS = {"span", "a", "s", "tab", "line-break", "soft-page-break", "bookmark", "bookmark-start"}
_IN_WORDS |= {"bookmark-end", "change", "change-start", "change-end"}
_PARTING = {"tab", "line-break"}  # dropped by the one, kept by the other
_SCALED = ("color", "positive-color", "negative-color")  # of a scale, of a bar
# between elements, never within words: some programs write a line for each element
_INDENTED = re.compile(rb">\s+(?=</?table:|<text:p[ />])")
_DRAWN = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"  # the namespace of what is drawn
_QUOTED = 40  # letters of a bad content that are kept for the message
_POINT, _DIGIT = 12_700, 66_675  # in English metric units
_HEIGHT, _WIDTH = 163_000, 813_000  # of a row and a column as they come


def read_views(content: bytes, styles: bytes, settings: bytes = b"") -> Mapping[str, SheetView]:
    """Return what is seen of each sheet. Raises ValueError when the XML cannot be parsed."""
    try:
        roots = [ET.fromstring(part) for part in (styles, content) if part]
    except ET.ParseError as why:
        raise ValueError("not XML") from why
    known = OdsStyles()
    for root in roots:
        known.take(root)
    zeros = _SHOWS_NO_ZEROS.search(settings) is None
    return {
        "".join(values_of(table, "name")): replace(_view(table, known), shows_zeros=zeros)
        for root in roots
        for table in root.iter()
        if local_name(table) == "table"
        and any(local_name(line) in {"table-row", "table-column"} for line in table.iter())
    }


def for_calamine(data: bytes) -> bytes:
    """Return a workbook without what calamine takes for a cell's own, or cannot take at all.

    The words of what is drawn over cells stand in one, but are none of it; a value that is no number is 0 and
    told as an error; between its elements nothing stands. As it came where there is nothing of all that, or
    nobody can read it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read(PARTS[0])
            spans = [] if schemed(content) else _drawn_spans(content)
            if not (spans or _NO_NUMBER.search(content) or _INDENTED.search(content)):
                return data
            starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(content)]
            bare = b"".join(content[start:end] for start, end in zip(starts, ends, strict=True))
            bare = _INDENTED.sub(b">", _NO_NUMBER.sub(rb"\g<1>0", bare))
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w") as anew:
                for part in archive.namelist():
                    anew.writestr(part, bare if part == PARTS[0] else archive.read(part))
    except (expat.ExpatError, zipfile.BadZipFile, LookupError, OSError, ValueError, RuntimeError):
        return data  # told elsewhere
    return target.getvalue()


def _drawn_spans(content: bytes) -> list[tuple[int, int]]:
    """Find where drawn things begin and end in a part, in bytes; those within others are theirs."""
    spans: list[tuple[int, int]] = []
    depth, begun = 0, 0

    def begin(name: str, _: object) -> None:
        nonlocal depth, begun
        if depth or name.startswith(f"{_DRAWN} "):
            begun = begun if depth else parser.CurrentByteIndex
            depth += 1

    def end(_: str) -> None:
        nonlocal depth
        if depth == 1:
            spans.append((begun, content.index(b">", parser.CurrentByteIndex) + 1))
        depth = max(0, depth - 1)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    if b"<draw:" in content:
        parser.Parse(content, True)  # noqa: FBT003 (expat's own)
    return spans


def since_1904(content: bytes) -> bool:
    """Whether days are counted from 1904 on (OpenDocument 1.2, 9.4.2).

    The usual day 0 where the XML cannot be parsed.
    """
    try:
        days = (tag for tag in ET.fromstring(content).iter() if local_name(tag) == "null-date")
        return any(value_of(day, "date-value").startswith("1904") for day in days)
    except ET.ParseError:
        return False


def _view(table: ET.Element, known: OdsStyles) -> SheetView:
    looks: dict[str, CellLook] = {}
    formulas: dict[str, str] = {}
    spread: dict[str, str] = {}
    errors: dict[str, str] = {}
    contents: dict[tuple[int, int], object] = {}
    ruled: list[Ruled] = []
    merged, unseen, used = set(), set(), set()
    columns, locked = list(_columns(table)), value_of(table, "protected") == "true"
    for row, column, again, line, cell in _cells(table):
        shown = _words(cell).strip()
        formula = value_of(cell, "formula")
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            merged.add(_span(row, column, row + down - 1, column + across - 1))
        style = value_of(cell, "style-name") or value_of(line, "default-cell-style-name")
        error = "error" in values_of(cell, "value-type") or (formula and _ERROR.fullmatch(shown))
        held = not _HELD.isdisjoint(map(without_namespace, cell.attrib))
        if not (error or formula or shown or held):
            continue
        used |= {*range(column, min(column + again, FAR_COLUMN))}
        if _size(line, known, _HEIGHT) < LOW * _POINT:
            unseen.add(row)
        for beside in range(column, min(column + again, FAR_COLUMN)):
            address = Place("", row, beside).a1
            own = style or (columns[beside] if beside < len(columns) else "")
            looks[address] = known.look(own, locked=locked).with_runs(_runs(cell, known))
            contents[row, beside] = _content(cell)
            for rule, look in known.conditional(own):
                ruled.append((address, _when(rule, ()), look))
            if formula:
                formulas[address] = _a1(formula)
                spread |= dict.fromkeys(_filled(cell, row, beside), _a1(formula))
            if not _is_regular(cell):
                errors[address] = f"#N/A（存的是“{shown[:_QUOTED] or value_of(cell, 'value')}”）"
            elif error:
                errors[address] = shown if shown.startswith(("#", "Err")) else "#N/A"
    _add_rules([*ruled, *_ruled(table, known, looks)], looks, contents)
    widths = [size / _DIGIT for size in _sizes(table, known, "column", _WIDTH, FAR_COLUMN)]
    return SheetView(
        looks=looks,
        formulas={**spread, **formulas},
        errors=errors,
        overlays=tuple(_overlays(table, known)),
        comments=dict(_comments(table)),
        around=tuple(known.around(value_of(table, "style-name"))),
        merged=frozenset(merged),
        hidden_rows=tuple(sorted(unseen)),
        hidden_columns=tuple(
            sorted(used.intersection(c for c, width in enumerate(widths) if width < NARROW))
        ),
        narrow={c: width for c, width in enumerate(widths) if NARROW <= width < USUAL},
    )


def _filled(cell: ET.Element, row: int, column: int) -> tuple[str, ...]:
    """Return the cells that a formula fills with its results, besides its own."""
    down, across = _times(cell, "number-matrix-rows-spanned"), _times(cell, "number-matrix-columns-spanned")
    return expand(_span(row, column, row + down - 1, column + across - 1)) if down * across > 1 else ()


def _words(cell: ET.Element) -> str:
    return "".join(each for child in cell if local_name(child) == "p" for each in child.itertext())


def _is_regular(cell: ET.Element) -> bool:
    """Whether every program shows the same of a cell: it is written as office programs write it."""
    kinds = {kind for kind in values_of(cell, "value-type") if kind != "error"}
    kind = next(iter(kinds), "")
    words, text = [child for child in cell if local_name(child) == "p"], _words(cell).strip()
    inside = {local_name(each) for word in words for each in word.iter()} - {"p"}
    return (
        len(kinds) <= 1
        and _is_valued(cell, kind)
        and (kind != "" or not text)
        and not (cell.text or "").strip()
        and all(local_name(child) in _IN_CELLS or _is_drawn(child) for child in cell)
        and inside <= _IN_WORDS
        and (inside.isdisjoint(_PARTING) or any(map(str.isalpha, text)))
    )


def _is_valued(cell: ET.Element, kind: str) -> bool:
    """Whether a cell has the value that goes with its kind, which words may lack, and words no other."""
    if kind in {"", "string"}:
        return not any(values_of(cell, name) for name in _HELD - {"value-type", _VALUES[kind]})
    values = values_of(cell, _VALUES.get(kind, ""))
    return bool(values) and (_VALUES[kind] != "value" or all(map(_NUMBER.fullmatch, values)))


def _span(top: int, left: int, bottom: int, right: int) -> str:
    return f"{Place('', top, left).a1}:{Place('', bottom, right).a1}"


def _columns(table: ET.Element) -> Iterator[str]:
    for column in (e for e in table.iter() if local_name(e) == "table-column"):
        for _ in range(min(_times(column, "number-columns-repeated"), FAR_COLUMN)):
            yield value_of(column, "default-cell-style-name")


def _size(line: ET.Element, known: OdsStyles, usual: int) -> int:
    """Return how high a row is, or how wide a column: 0 where it is not shown."""
    seen = value_of(line, "visibility", "visible") == "visible"
    return known.sizes.get(value_of(line, "style-name"), usual) * seen


def _cells(table: ET.Element) -> Iterator[tuple[int, int, int, ET.Element, ET.Element]]:
    row = 0
    for line in (e for e in table.iter() if local_name(e) == "table-row"):
        column = 0
        again = _times(line, "number-rows-repeated")
        for cell in (e for e in line if local_name(e) in _CELLS):
            beside = _times(cell, "number-columns-repeated")
            if len(cell) or not _BARE.issuperset(map(without_namespace, cell.attrib)):
                for below in range(row, min(row + again, FAR_ROW)):
                    yield below, column, beside, line, cell
            column += beside
        row += again
        if row > FAR_ROW:
            return


def _runs(cell: ET.Element, known: OdsStyles) -> tuple[Letters, ...]:
    runs: list[Letters] = []
    for paragraph in (child for child in cell if local_name(child) == "p"):
        runs += _spans(paragraph, "", known)
    return tuple(runs) if any(run.odd or run.colour or run.pictured for run in runs) else ()


def _spans(element: ET.Element, style: str, known: OdsStyles) -> Iterator[Letters]:
    if element.text:
        yield known.run(element.text, style)
    for child in element:
        yield from _spans(
            child, value_of(child, "style-name") if local_name(child) == "span" else style, known
        )
        if child.tail:
            yield known.run(child.tail, style)


def _ruled(table: ET.Element, known: OdsStyles, looks: Mapping[str, CellLook]) -> Iterator[Ruled]:
    """Give what conditional formats of a sheet may change of its cells' looks."""
    for block in (e for e in table.iter() if local_name(e) == "conditional-format"):
        spans = re.sub(r"\$|'[^']*'|[^\s.:]*(?=\.)|\.", "", value_of(block, "target-range-address"))
        cells = [each for each in expand(spans) if each in looks]
        for rule in block:
            other = known.applied(value_of(rule, "apply-style-name") or value_of(rule, "style"))
            if any("false" in values_of(each, "show-value") for each in rule.iter()):
                other = CellLook(unseen=True, laid=Laid.BARRED)
            grounds, when = _scale(rule), _when(rule, cells)
            for address in cells:
                letters = looks[address].letters or BLACK
                yield address, when, CellLook(letters=letters, grounds=grounds) if grounds else other


def _add_rules(
    ruled: Iterable[Ruled], looks: dict[str, CellLook], contents: Mapping[tuple[int, int], object]
) -> None:
    """Add what rules may change of the cells' looks, but of those whose conditions do not hold for sure."""
    for address, when, look in ruled:
        _, row, column = parse_place("", address)
        if when is None or when.may_hold(row, column, lambda *at: contents.get(at, "")):
            looks[address] = looks[address].and_perhaps(look)


def _content(cell: ET.Element) -> object:
    """Return the number in a cell, of anything else only that it is something."""
    value = value_of(cell, "value")
    is_number = _VALUES.get(value_of(cell, "value-type")) == "value" and _NUMBER.fullmatch(value)
    return float(value) if is_number else _SOMETHING


def _when(rule: ET.Element, cells: Sequence[str]) -> Test | First | None:
    """Return what a rule asks (part 3, 19.472, and LibreOffice's own notation); None where nobody can say."""
    asked = value_of(rule, "condition") or value_of(rule, "value")
    base = parse_place("", value_of(rule, "base-cell-address").rpartition(".")[2].replace("$", ""))
    if found := _COMPUTED.fullmatch(asked):
        return stated(_a1(found[1]), [base])
    if found := _RANKED.fullmatch(asked):
        smallest = found[1] == "bottom"
        return first_of(found[2], [parse_place("", address) for address in cells], smallest=smallest)
    if found := _BETWEEN.fullmatch(asked):
        return compared("between", [found[1], found[2]])
    found = _COMPARED.fullmatch(asked)
    return compared(found[1].replace("!=", "<>"), [found[2]]) if found else None


def _scale(rule: ET.Element) -> Grounds:
    """Return the grounds that a scale of colours, or a bar, lays behind the letters."""
    named = [value for each in rule.iter() for name in _SCALED for value in values_of(each, name)]
    return shades([colour for colour in map(colour_of, named) if colour])


def _a1(formula: str) -> str:
    """Write “of:=SUM([.B6:.B10])” as Excel does: “SUM(B6:B10)”."""
    text = re.sub(r"^(of|oooc|msoxl):", "", formula).removeprefix("=")
    return re.sub(r"\[([^\]]*)\]", lambda m: re.sub(r"(?<=:)\.|^\.", "", m[1]).replace(".", "!"), text)


def _overlays(table: ET.Element, known: OdsStyles) -> Iterator[Overlay]:
    """Find what is drawn over cells: fixed to a cell or to the sheet; comments that are shown."""
    drawn = [(0, 0, thing) for shapes in table if local_name(shapes) == "shapes" for thing in shapes]
    for row, column, _, _, cell in _cells(table):
        drawn += [(row, column, thing) for thing in cell if _is_drawn(thing) or _is_shown(thing)]
    if not drawn:  # as nearly always
        return
    heights = _sizes(table, known, "row", _HEIGHT, FAR_ROW)
    grid = SheetGrid(begun(heights), begun(_sizes(table, known, "column", _WIDTH, FAR_COLUMN)))
    for row, column, thing in drawn:
        text = "".join(each for part in thing.iter() if local_name(part) == "p" for each in part.itertext())
        end = re.search(r"([A-Z]+\d+)$", value_of(thing, "end-cell-address"))
        far = expand(f"{Place('', row, column).a1}:{end[1]}") if end else ()
        what = _called(thing, text.strip())
        if far:
            last = parse_place("", far[-1])
            yield Overlay(
                what=what, top=row, left=column, bottom=last.row, right=last.column, text=text.strip()
            )
        else:
            fixed = (0, 0) if _is_shown(thing) else (grid.columns[min(column, FAR_COLUMN)], grid.rows[row])
            yield from (grid.over(what, box, text.strip()) for box in _boxes(thing, *fixed))


def _comments(table: ET.Element) -> Iterator[tuple[str, str]]:
    """Return what the comments say, by their cells: of a cell that is repeated, the first."""
    before = None
    for row, column, _, _, cell in _cells(table):
        if cell is not before:
            for note in (child for child in cell if local_name(child) == "annotation"):
                yield Place("", row, column).a1, _words(note)
        before = cell


def _is_drawn(thing: ET.Element) -> bool:
    return thing.tag.startswith(f"{{{_DRAWN}}}")


def _is_shown(thing: ET.Element) -> bool:
    return local_name(thing) == "annotation" and value_of(thing, "display") == "true"


def _called(thing: ET.Element, text: str) -> str:
    if local_name(thing) == "annotation":
        return "批注"
    if text or any(local_name(each) == "text-box" for each in thing):
        return "文本框"
    return "图片" if local_name(thing) == "frame" else "图形"


def _boxes(thing: ET.Element, x: int, y: int) -> Iterator[tuple[int, int, int, int]]:
    """Return where a thing lies, or those that it groups, and how large; `x`, `y`: what it is fixed to."""
    for each in thing.iter():
        across, down = (
            [length_of(size) or 0 for name in names for size in values_of(each, name)]
            for names in (("x", "x1", "x2"), ("y", "y1", "y2"))
        )
        wide, high = (
            length_of(value_of(each, name)) or max(ends, default=0) - min(ends, default=0)
            for name, ends in (("width", across), ("height", down))
        )
        if wide or high:
            yield x + min(across, default=0), y + min(down, default=0), wide, high


def _sizes(table: ET.Element, known: OdsStyles, kind: str, usual: int, most: int) -> list[int]:
    """Return how high the rows, or how wide the columns, of a sheet are: so many, the last as they come."""
    sizes: list[int] = []
    for line in (e for e in table.iter() if local_name(e) == f"table-{kind}"):
        sizes += [_size(line, known, usual)] * min(
            _times(line, f"number-{kind}s-repeated"), most - len(sizes)
        )
    return [*sizes, *[usual] * (most - len(sizes))]


def _times(element: ET.Element, name: str) -> int:
    given = value_of(element, name, "1")
    return int(given) if given.isdecimal() else 1
