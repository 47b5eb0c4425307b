"""What a workbook's own XML shows of its sheets.

Formulas, unlocked cells, validations, what is hidden, far cells.

`glance` is quick (patterns over the text as office programs write it) and says None where the XML is written
in any other way; `dissect` parses, whoever wrote it. Neither decides about figures, and neither follows a
DTD.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from xml.etree import ElementTree as ET

from toolkit.layout.place import Place, parse_place
from toolkit.reading.seen.xlsx_styles import Styles
from toolkit.reading.values import BOTH_ENDS, LETTER, LONGEST_TEXT, orderly, tree_of
from toolkit.reading.xml_walk import local_name, remembered, schemed

USUAL = 8.0  # digits for which nearly every column has room
LOW, NARROW = 3.0, 1.0  # points of a row, digits of a column, in which nothing can be read any more
FAR_ROW, FAR_COLUMN = 1000, 702  # rows and columns (from 0) where nobody's table reaches: A1000, AAA1

_FAR = re.compile(r"""<(?:\w+:)?(?:row|c) [^>]*?\br=["'](?:[A-Z]{1,3}\d{4,}|[A-Z]{3}\d+|\d{4,})["']""")
_PERHAPS_FAR = re.compile(r' r="(?:[A-Z]{0,3}\d{4,}|[A-Z]{3}\d+)"')
_FAR_CELL = re.compile(
    r"""<((?:\w+:)?c) [^>]*?\br=["'](?:[A-Z]{3}\d+|[A-Z]{1,2}\d{4,})["'][^>]*?(?:/>|>.*?</\1>)""", re.DOTALL
)
_FAR_LINE = re.compile(r"""<((?:\w+:)?row) [^>]*?\br=["']\d{4,}["'][^>]*?(?:/>|>.*?</\1>)""", re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+\d+)"(?: s="(\d+)")?')
# a style of a whole row or column: some programs give it to the cells in it that say none
_LENT = re.compile(r'<(?:row|col)\s(?:[^<>]*?\s)?(?:s|style)\s*=\s*["\'](\d+)')
_STYLE_LAST = re.compile(r'<c r="[A-Z]+\d+"(?! s="\d+")[^>]*\ss\s*=')
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"[^>]*><f(?: aca="false")?>([^<]*)</f>')
_ADDRESS = re.compile(r"""\br=["']([A-Z]*\d+)["']""")
_A1 = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_SPAN = re.compile(rf"{_A1.pattern}(?::{_A1.pattern})?")
_NEAR = (400, 60)  # the last row and column, from 0, in which a table may stand
_NEAR_COLUMNS = ("A", "BI")  # the letters of the first one, and of that one
_SPREAD = {"array", "dataTable"}  # formulas whose results stand in other cells too
_TRUE, _FALSE = {"1", "true", "on"}, {"0", "false", "off"}
_HIDDEN = re.compile(' hidden="(?!0"|false")')
_NO_HEIGHT = re.compile(r' zeroHeight="(?!0"|false")| defaultRowHeight="(?:[0-2](?:\.\d*)?|\.\d+)"')
_NO_ZEROS = re.compile(r"""\sshowZeros\s*=\s*["'](?:0|false|off)["']""")
_LOW = re.compile(r' ht="(?:[0-2](?:\.\d*)?|\.\d+)"')
# looks that stand in the sheet itself, or of its runs
_RULES = ("showValue=", ":dxf", "<colorScale", "dataBar", "rPr")
_UNUSUAL = ("<!", "<v", "<rPr")  # in a sheet's cells: what calls for the thorough look
_REFERENCE = re.compile(rf"&(?=#)(?!{LETTER})")  # to a character that may be a digit or a sign


def attributes(inside: str) -> dict[str, str]:
    """Return the attributes of a tag, by their names."""
    pairs = re.findall(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", inside)
    return {name: plain_text(double or single) for name, double, single in pairs}


def plain_text(text: str) -> str:
    """Return a text with its entities resolved."""
    return unescape(text) if "&" in text else text


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sheet:
    """One sheet's anatomy; addresses as the clerk sees them, rows and columns as numbers from 0."""

    formulas: Mapping[str, str] = field(default_factory=dict)
    unlocked: frozenset[str] = frozenset()
    validated: frozenset[str] = frozenset()
    protected: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    narrow: Mapping[int, float] = field(default_factory=dict)  # of columns that are seen: for how many digits
    errors: Mapping[str, str] = field(default_factory=dict)  # what a formula came to: #N/A, #REF!
    merged: frozenset[str] = frozenset()
    styles: Mapping[str, str] = field(default_factory=dict)  # the number of each cell's style
    numbers: frozenset[str] = frozenset()  # those of the styles of all its cells, "0" where one says none
    orderly: bool = False  # only of the quick look: besides values nothing stands in its cells but formulas
    plain: bool = False  # it has no looks of its own, of its conditional formats or runs
    shows_zeros: bool = True  # an option can leave them blank
    # only of the thorough look: what stands in a cell
    written: Mapping[str, str] = field(default_factory=dict)
    holding: frozenset[str] = frozenset()  # only of the thorough look: the cells that are not blank
    # cells that are written twice, and their other content
    twice: Mapping[str, str] = field(default_factory=dict)


# ------------------------------------------------------------------ cells far from any table


def far_cell(xml: str) -> str | None:
    """Return an address, or row, far from any table that the sheet's XML uses."""
    if not _PERHAPS_FAR.search(xml) and "r='" not in xml:
        return None
    found = _FAR.search(xml)
    if found is None:
        return None
    address = _ADDRESS.search(found[0])
    where = address[1] if address else ""
    return f"第 {where} 行" if where.isdigit() else where


def without_far(xml: str) -> str:
    """Return the sheet's XML without its far rows and cells, so that no reader reserves room for them."""
    head, tag, body = xml.partition("<sheetData")
    first = re.search(r"""<row [^>]*?\br=["']\d{4,}["']""", body)
    if first and tag:  # rows come in order: nothing near stands behind the first far one
        rest = body[first.start() :]
        near = re.search(r"""<row [^>]*?\br=["']\d{1,3}["']""", rest)
        body = body[: first.start()] + (
            _FAR_LINE.sub("", rest) if near else rest[rest.rfind("</sheetData>") :]
        )
    elif not tag:
        head = _FAR_LINE.sub("", head)
    return re.sub(r"<dimension [^>]*/>", "", _FAR_CELL.sub("", head + tag + body))


# ------------------------------------------------------------------ the quick look


@remembered(64, larger=4)
def glance(bare: bytes, styles: Styles) -> Sheet | None:
    """Look at a sheet's skeleton as office programs write it; None when it is written in any other way."""
    try:
        xml = bare.decode()
    except UnicodeDecodeError:
        return None
    start, end = xml.find("<sheetData>"), xml.rfind("</sheetData>")
    if start < 0 or end < 0 or len(xml) > LONGEST_TEXT:
        return None
    body = xml[start:end]
    cells, formulas = _CELL.findall(body), dict(_FORMULA.findall(body))
    columns = _column_widths(xml[:start])
    if (
        ' t="e"' in body
        or body.count("<c ") != len(cells)
        or body.count("<f") != len(formulas)
        or _HIDDEN.search(body)
        or _LOW.search(body)
        or columns is None
        or len(cells) != len({address for address, _ in cells})
        or any(mark in body for mark in _UNUSUAL)
        or _REFERENCE.search(body)
        or not (all(style for _, style in cells) or styles.odd.isdisjoint(_LENT.findall(xml)))
        or _STYLE_LAST.search(body)
        or far_cell(xml) is not None
        or bare.count(b"sheetData") != BOTH_ENDS
    ):
        return None
    protected, validated, merged = _tail(xml[end:])
    root = tree_of(bare)
    sheet = Sheet(
        formulas=_resolved(formulas, root),
        unlocked=frozenset([address for address, style in cells if (style or "0") in styles.unlocking]),
        validated=validated,
        protected=protected,
        hidden_columns=columns[0],
        narrow=columns[1],
        merged=merged,
        styles=dict(cells),
        numbers=frozenset(style or "0" for _, style in cells),
        orderly=root is not None
        and any(local_name(child) == "sheetData" for child in root)
        and orderly(bare)
        and all(map(_SPAN.fullmatch, merged)),
        plain=not any(mark in xml for mark in _RULES),
        shows_zeros=not _NO_ZEROS.search(xml),
    )
    return sheet if root is None or _is_so(sheet, root) else None


def _resolved(formulas: Mapping[str, str], root: ET.Element | None) -> dict[str, str]:
    """Return formulas with their entities resolved: as the parsed XML has them, where it has as many."""
    if root is not None and any("&" in formula for formula in formulas.values()):
        space = root.tag.removesuffix(local_name(root))
        parsed = [formula.text or "" for formula in root.iter(f"{space}f")]
        if len(parsed) == len(formulas):
            return dict(zip(formulas, parsed, strict=True))
    return {address: plain_text(formula) for address, formula in formulas.items()}


def _is_so(sheet: Sheet, root: ET.Element) -> bool:
    """Whether what patterns found around the cells is what the parsed XML says, however it is written."""
    protected, validated, merged = _around(root)
    return (
        (sheet.protected, sheet.validated, sheet.merged) == (protected, validated, merged)
        and (sheet.hidden_columns, sheet.narrow) == _widths(each.attrib for each in _all(root, "col"))
        and next(_hidden_rows(root), None) is None
        and sheet.shows_zeros == _shows_zeros(root)
    )


@remembered(256)
def _column_widths(head: str) -> tuple[tuple[int, ...], Mapping[int, float]] | None:
    """Return the columns that cannot be seen, and how many digits have room in the narrow ones."""
    spans = [attributes(tag) for tag in re.findall(r"<col [^>]*>", head)]
    return None if "<x:" in head or _NO_HEIGHT.search(head) else _widths(spans)


def _widths(spans: Iterable[Mapping[str, str]]) -> tuple[tuple[int, ...], Mapping[int, float]]:
    hidden: list[int] = []
    narrow: dict[int, float] = {}
    for span in spans:
        columns, width = _columns(span), span.get("width")
        if span.get("hidden") in _TRUE or _below(width, NARROW):
            hidden += columns
        elif _below(width, USUAL):
            narrow |= dict.fromkeys(columns, float(width or USUAL))
    return tuple(hidden), narrow


def _columns(span: Mapping[str, str]) -> Sequence[int]:
    """Return the columns that a span means, from 0; none where it does not say where it ends."""
    first, last = span.get("min", ""), span.get("max", "")
    told = first.isdecimal() and last.isdecimal()
    return range(int(first) - 1, min(int(last), FAR_COLUMN)) if told else ()


@remembered(256)
def _tail(tail: str) -> tuple[bool, frozenset[str], frozenset[str]]:
    """Look at what stands behind the cells: the same in every workbook that one program wrote."""
    protection = re.search(r"<sheetProtection ([^>]*)>", tail)
    protected = protection is not None and attributes(protection[1]).get("sheet", "0") in _TRUE
    spans = re.findall(r'<dataValidation [^>]*?sqref="([^"]*)"', tail)
    merged = frozenset(re.findall(r'<mergeCell ref="([^"]*)"', tail))
    return protected, frozenset(address for span in spans for address in expand(span)), merged


@remembered(1024, ordinary=2**12)
def expand(spans: str) -> tuple[str, ...]:
    """Return the addresses in “D7:D26 D29 F:F”, those near a table."""
    addresses = []
    for span in spans.upper().split():
        first, _, last = span.replace("$", "").partition(":")
        if last and first.isalpha() and last.isalpha():  # whole columns
            first, last = f"{first}1", f"{last}{_NEAR[0] + 1}"
        elif last and first.isdecimal() and last.isdecimal():  # whole rows
            first, last = (f"{column}{row}" for column, row in zip(_NEAR_COLUMNS, (first, last), strict=True))
        if not _A1.fullmatch(first):
            continue
        _, top, left = parse_place("", first)
        bottom, right = _NEAR  # where it ends beyond every sheet
        if _A1.fullmatch(last or first):
            _, bottom, right = parse_place("", last or first)
        (top, bottom), (left, right) = sorted((top, bottom)), sorted((left, right))  # from any corner
        rows, columns = range(top, min(bottom, _NEAR[0]) + 1), range(left, min(right, _NEAR[1]) + 1)
        addresses += [Place("", row, column).a1 for row in rows for column in columns]
    return tuple(addresses)


@remembered(64, ordinary=2**10)
def covered(merged: frozenset[str]) -> Mapping[str, str]:
    """Return the cells of merged spans that cannot be seen, each with the first of its span, which can."""
    spans = [expand(span) for span in merged]
    return {address: span[0] for span in spans for address in span[1:]}


# ------------------------------------------------------------------ the thorough look


def parsed_xml(xml: str) -> ET.Element | None:
    """Parse a sheet's XML, whoever wrote it; None when it cannot be, or is too long."""
    bare = re.sub(r"^<\?xml[^>]*\?>", "", xml.lstrip("\ufeff \r\n\t"))
    if len(xml) > LONGEST_TEXT or schemed(bare.encode("utf-8", "replace")):
        return None
    try:
        return ET.fromstring(bare)
    except (ET.ParseError, ValueError):
        return None


def dissect(xml: str, styles: Styles) -> Sheet | None:
    """Take a sheet's XML apart, whoever wrote it; None when it cannot be."""
    root = parsed_xml(xml)
    if root is None:
        return None
    protected, validated, merged = _around(root)
    hidden_columns, narrow = _widths(each.attrib for each in _all(root, "col"))
    cells = list(cells_of(root))
    numbers = _styles(root, cells, styles)
    return Sheet(
        formulas=_formulas(cells),
        unlocked=frozenset(address for address, cell in cells if cell.get("s", "0") in styles.unlocking),
        validated=validated,
        protected=protected,
        hidden_rows=tuple(_hidden_rows(root)),
        hidden_columns=hidden_columns,
        narrow=narrow,
        errors={address: _value(cell) for address, cell in cells if cell.get("t") == "e"},
        merged=merged,
        styles=numbers,
        numbers=frozenset(numbers.values()),
        plain=not any(mark in xml for mark in _RULES),
        shows_zeros=_shows_zeros(root),
        written={address: _content(cell) for address, cell in cells},
        holding=frozenset(address for address, cell in cells if len(cell)),
        twice=_twice(cells),
    )


def _styles(root: ET.Element, cells: Iterable[tuple[str, ET.Element]], styles: Styles) -> Mapping[str, str]:
    """Return the number of each cell's style: of one that says none, the odd one of its row or column."""
    rows = {number: row.get("s", "0") for number, row in _rows(root) if row.get("s") in styles.odd}
    columns: dict[int, str] = {}
    for span in _all(root, "col"):
        if span.get("style") in styles.odd:
            columns |= dict.fromkeys(_columns(span.attrib), span.get("style", "0"))

    def lent(address: str) -> str:
        if not ((rows or columns) and _A1.fullmatch(address)):
            return "0"
        _, row, column = parse_place("", address)
        return rows.get(row) or columns.get(column, "0")

    return {address: cell.get("s") or lent(address) for address, cell in cells}


def _all(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """Find what a sheet holds besides its cells, however deep: a part of it may be there in two versions."""
    for child in root:
        within = [child] if local_name(child) == "sheetData" else child.iter()
        yield from (each for each in within if local_name(each) == name)


def _around(root: ET.Element) -> tuple[bool, frozenset[str], frozenset[str]]:
    """Return what a sheet says besides its cells: whether it is locked, what is validated, what is merged."""
    protection = next(_all(root, "sheetProtection"), None)
    validated = frozenset(a for rule in _all(root, "dataValidation") for a in expand(rule.get("sqref", "")))
    return (
        protection is not None and protection.get("sheet", "0") in _TRUE,
        validated,
        frozenset(span.get("ref", "") for span in _all(root, "mergeCell")),
    )


def _shows_zeros(root: ET.Element) -> bool:
    return not any(view.get("showZeros") in _FALSE for view in _all(root, "sheetView"))


def _rows(root: ET.Element) -> Iterator[tuple[int, ET.Element]]:
    number = -1
    for data in _all(root, "sheetData"):
        for row in data:
            given = row.get("r", "")
            number = int(given) - 1 if given.isdigit() else number + 1
            yield number, row


def cells_of(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Find the cells of a parsed sheet by their addresses, also those that do not say theirs."""
    for number, row in _rows(root):
        before = ""
        for cell in row:
            address = cell.get("r", "").upper()
            if not address:  # it stands right of the one before it
                column = parse_place("", before).column + 1 if before else 0
                address = Place("", number, column).a1
            before = address
            yield address, cell


def _value(cell: ET.Element) -> str:
    """Return what a cell holds, as it is written: its value, or the text of its own."""
    return "".join("".join(inside.itertext()) for inside in cell if local_name(inside) in ("v", "is"))


def _content(cell: ET.Element) -> str:
    """Return what stands in a cell as this format means it; "" where only a table of texts tells."""
    if cell.get("t") == "s":
        return ""
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for inside in cell if local_name(inside) == "is" for t in _texts(inside))
    return _value(cell)


def _texts(inside: ET.Element) -> Iterator[ET.Element]:
    """Find the texts of a cell: its own and those of its runs, not how they are pronounced."""
    for child in inside:
        if local_name(child) == "t":
            yield child
        elif local_name(child) == "r":
            yield from (t for t in child if local_name(t) == "t")


def _twice(cells: Sequence[tuple[str, ET.Element]]) -> dict[str, str]:
    """Find the cells that are written twice with different contents; what they hold at first by address."""
    seen: dict[str, str] = {}
    twice = {}
    for address, cell in cells:
        value = _value(cell)
        first = seen.setdefault(address, value)
        if first != value:
            twice[address] = first
    return twice


def _hidden_rows(root: ET.Element) -> Iterator[int]:
    """Find the rows that cannot be seen: hidden, of no height, or not shown unless they say otherwise."""
    rule = next(_all(root, "sheetFormatPr"), None)
    unless = rule is not None and (
        rule.get("zeroHeight") in _TRUE or _below(rule.get("defaultRowHeight"), LOW)
    )
    for number, row in _rows(root):
        if row.get("hidden", "1" if unless and "ht" not in row.attrib else "0") in _TRUE or _below(
            row.get("ht"), LOW
        ):
            yield number


def _below(size: str | None, least: float) -> bool:
    try:
        return size is not None and float(size) < least
    except ValueError:
        return False


def _formulas(cells: Sequence[tuple[str, ET.Element]]) -> dict[str, str]:
    """Return every formula; one that shares its text with another is translated to its own cell.

    One whose results stand in several cells is that of each.
    """
    formulas: dict[str, str] = {}
    spread: dict[str, str] = {}
    shared = {}
    for address, cell in cells:
        for formula in (inside for inside in cell if inside.tag.endswith("}f") or inside.tag == "f"):
            text, group = formula.text or "", formula.get("si")
            if formula.get("t") == "shared" and group is not None:
                if text:
                    shared[group] = (address, text)
                elif group in shared:
                    text = _translated(*shared[group], address)
            elif formula.get("t") == "dataTable":  # shown as {=TABLE(B1,B2)}
                text = f"TABLE({','.join(filter(None, map(formula.get, ('r1', 'r2'))))})"
            formulas[address] = text
            if formula.get("t") in _SPREAD:
                spread |= dict.fromkeys(expand(formula.get("ref", "")), text)
    return {**spread, **formulas}


def _translated(origin: str, text: str, address: str) -> str:
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 (only for shared formulas)

    return str(Translator(f"={text}", origin=origin).translate_formula(address)).removeprefix("=")
