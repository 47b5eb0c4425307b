"""OpenDocument texts (.odt): paragraphs and tables in order, spans, without what is hidden or was deleted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from zipfile import BadZipFile, ZipFile

from lxml import etree

from toolkit.published.pages import OBJECT, Cell, Grid, Item, Paragraph
from toolkit.published.unreadable import UnreadableFileError

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SILENT = {
    f"{_TEXT}{name}"
    for name in ("note", "bookmark", "tracked-changes", "soft-page-break", "hidden-text", "hidden-paragraph")
} | {f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}forms"}
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_GROUPS = {f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")}
MOST_SPAN = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class TextStyle:
    """What a style says of its text that matters: ``gone`` (hidden, struck through), ``pale``, ``raised``."""

    gone: bool = False
    pale: bool = False
    raised: bool = False


_PLAIN = TextStyle()


def read_odt(content: bytes) -> tuple[Item, ...]:
    """Give the paragraphs and tables of the text."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with ZipFile(BytesIO(content)) as package:
            whole = etree.fromstring(package.read("content.xml"), parser)
            named = "styles.xml" in package.namelist()
            common = etree.fromstring(package.read("styles.xml"), parser) if named else None
    except (BadZipFile, etree.XMLSyntaxError, KeyError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError("P03", "文件不完整或已损坏") from error
    body = whole.find(f"{_OFFICE}body/{_OFFICE}text")
    marks = _marks([part for part in (common, whole) if part is not None])
    return tuple(_Text(marks).items(body)) if body is not None else ()


def _marks(parts: Sequence[etree._Element]) -> dict[str, TextStyle]:
    """Read what the styles of a text say, each with the style that it is based on."""
    named = {one.get(f"{_STYLE}name"): one for part in parts for one in part.iter(f"{_STYLE}style")}
    found: dict[str, TextStyle] = {}
    for name, first in named.items():
        style, told = first, dict[str, str]()
        seen: list[etree._Element] = []
        while style not in seen:
            seen.append(style)
            properties = style.find(f"{_STYLE}text-properties")
            told = {**(dict(properties.attrib) if properties is not None else {}), **told}
            style = named.get(style.get(f"{_STYLE}parent-style-name"), style)
        mark = _mark(told)
        if name and mark != _PLAIN:
            found[name] = mark
    return found


def _mark(told: Mapping[str, str]) -> TextStyle:
    position = told.get(f"{_STYLE}text-position", "").split(" ")[0]
    return TextStyle(
        gone=told.get(f"{_TEXT}display") == "none"
        or told.get(f"{_STYLE}text-line-through-style", "none") != "none"
        or told.get(f"{_STYLE}text-line-through-type", "none") != "none",
        pale=bool(re.fullmatch("#f[c-f]f[c-f]f[c-f]", told.get(f"{_FO}color", "").lower())),
        raised=position not in {"", "0", "0%"},
    )


class _Text:
    """A text while it is read from top to bottom.

    Its styles, and the counters of its paragraphs and tables.
    """

    def __init__(self, marks: Mapping[str, TextStyle]) -> None:
        self.marks, self.paragraphs, self.tables = marks, count(1), count(1)

    def items(self, holder: etree._Element) -> Iterator[Item]:
        """Give the paragraphs and tables inside `holder`."""
        for child in holder:
            if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                lines = self._printed(child, _PLAIN).split("\n")
                yield from (Paragraph(line, f"第 {next(self.paragraphs)} 段") for line in lines)
                for box in child.iter(f"{_DRAW}text-box"):
                    yield from self.items(box)
            elif child.tag == f"{_TABLE}table":
                yield self._grid(child)
            elif child.tag not in _SILENT and isinstance(child.tag, str):
                yield from self.items(child)

    def _printed(self, element: etree._Element, above: TextStyle) -> str:
        own = self.marks.get(element.get(f"{_TEXT}style-name", ""), _PLAIN)
        mark = TextStyle(
            gone=own.gone or above.gone, pale=own.pale or above.pale, raised=own.raised or above.raised
        )
        parts = [_seen(element.text or "", mark)]
        for child in element:
            if child.tag == f"{_TEXT}s":
                parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), MOST_SPAN))
            elif child.tag in {f"{_TEXT}line-break", f"{_TEXT}tab"}:
                parts.append("\n" if child.tag.endswith("line-break") else "\t")
            elif isinstance(child.tag, str) and child.tag.startswith(_DRAW):
                parts.append(OBJECT)
            elif child.tag not in _SILENT and isinstance(child.tag, str):
                parts.append(self._printed(child, mark))
            parts.append(_seen(child.tail or "", mark))
        # a note mark is not a digit of the number before it
        return f" {''.join(parts)} " if own.raised else "".join(parts)

    def _grid(self, table: etree._Element) -> Grid:
        place = f"表 {next(self.tables)}"
        cells: list[Cell] = []
        for row, line in enumerate(_rows(table)):
            column = 0
            for one in line:
                repeated = _number(one, "number-columns-repeated")
                for _ in range(repeated if one.tag in _CELLS else 0):
                    if one.tag == f"{_TABLE}table-cell":
                        cells.append(
                            self._cell(one, f"{place} 第 {row + 1} 行第 {column + 1} 列", row, column)
                        )
                    column += 1
        return Grid(tuple(cells), place)

    def _cell(self, one: etree._Element, place: str, row: int, column: int) -> Cell:
        items = tuple(self.items(one))
        return Cell(
            text="\n".join(item.text for item in items if isinstance(item, Paragraph)).strip(),
            place=place,
            row=row,
            column=column,
            height=_number(one, "number-rows-spanned"),
            width=_number(one, "number-columns-spanned"),
            inside=items if any(isinstance(item, Grid) for item in items) else (),
        )


def _seen(text: str, mark: TextStyle) -> str:
    if mark.gone:
        return ""
    return f"{OBJECT}{text}" if mark.pale and any(c.isdecimal() for c in text) else text


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Give the rows of a table, those in its groups too, without those that are not shown."""
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            if child.get(f"{_TABLE}visibility", "visible") == "visible":
                yield from [child] * _number(child, "number-rows-repeated")
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _number(element: etree._Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return max(1, min(int(value), MOST_SPAN)) if value.isdecimal() else 1
