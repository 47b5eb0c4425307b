"""OpenDocument texts (.odt): paragraphs and tables in order, spans, without what is hidden or was deleted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count
from typing import TypeAlias
from zipfile import ZipFile

from lxml import etree

from toolkit.published.formats.letters import WHITE, Colour, colour_of, is_lost
from toolkit.published.pages import OBJECT, UNSURE, Cell, Grid, Item, Paragraph, as_label
from toolkit.published.unreadable import DAMAGED, UnreadableFileError
from toolkit.reading.seen.lengths import POINT, length_of

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SILENT = {
    *(f"{_TEXT}{name}" for name in ("note", "bookmark", "tracked-changes", "soft-page-break", "ruby-text")),
    *(f"{_TEXT}{name}" for name in ("hidden-text", "hidden-paragraph", "script")),
    *(f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "forms")),
}
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_GROUPS = {f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")}
_LINES = {f"{_TEXT}p", f"{_TEXT}h"}
MOST_SPAN = 200
LEAST_SIZE, LEAST_HIGH = 4.0, 4.0  # points of letters, of a row: less is not seen
_FIGURE = re.compile(r"[\d.,，．+\-－−%万千百]+")
StyleName: TypeAlias = tuple[str | None, str | None]  # the family, and the name in it


@dataclass(frozen=True, kw_only=True, slots=True)
class TextStyle:
    """What a style says of its text that matters: ``gone`` (hidden, struck through), ``tiny``, ``raised``.

    ``colour`` and what is behind it (``ground``), where they are said; ``low``: a row too low for its text.
    """

    gone: bool = False
    tiny: bool = False
    raised: bool = False
    low: bool = False
    colour: Colour | None = None
    ground: Colour | None = None

    def over(self, outer: "TextStyle") -> "TextStyle":
        """Give how text of this style is seen in text, a cell or a row of the `outer` one."""
        if outer is _PLAIN:
            return self
        return TextStyle(
            gone=self.gone or outer.gone,
            tiny=self.tiny or outer.tiny,
            raised=self.raised or outer.raised,
            low=self.low or outer.low,
            colour=self.colour or outer.colour,
            ground=self.ground or outer.ground,
        )

    @property
    def unseen(self) -> bool:
        """Whether nobody sees its letters. Those without a colour of their own go by what is behind them."""
        return self.tiny or (self.colour is not None and is_lost(self.colour, self.ground or WHITE))


_PLAIN = TextStyle()


def read_odt(content: bytes) -> tuple[Item, ...]:
    """Give the paragraphs and tables of the text."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with ZipFile(BytesIO(content)) as package:
            whole = etree.fromstring(package.read("content.xml"), parser)
            named = "styles.xml" in package.namelist()
            common = etree.fromstring(package.read("styles.xml"), parser) if named else None
    except DAMAGED as error:
        raise UnreadableFileError("P03", "文件不完整或已损坏") from error
    body = whole.find(f"{_OFFICE}body/{_OFFICE}text")
    marks = _marks([part for part in (common, whole) if part is not None])
    if body is None:
        raise UnreadableFileError("P03", "是 .ods 表格或幻灯片，不是文字；表格请另存为 .xlsx 再导入")
    return tuple(_Text(marks).items(body))


def _marks(parts: Sequence[etree._Element]) -> dict[StyleName, TextStyle]:
    """Read what the styles of a text say, each with the style that it is based on."""
    named = {
        (one.get(f"{_STYLE}family"), one.get(f"{_STYLE}name")): one
        for part in parts
        for one in part.iter(f"{_STYLE}style")
    }
    found: dict[StyleName, TextStyle] = {}
    for name, first in named.items():
        style, told = first, dict[str, str]()
        seen: list[etree._Element] = []
        while style not in seen:
            seen.append(style)
            told = {**{key: value for properties in style for key, value in properties.items()}, **told}
            style = named.get((name[0], style.get(f"{_STYLE}parent-style-name")), style)
        if (mark := _mark(told)) != _PLAIN:
            found[name] = mark
    return found


def _mark(told: Mapping[str, str]) -> TextStyle:
    position = told.get(f"{_STYLE}text-position", "").split(" ")[0]
    return TextStyle(
        gone=told.get(f"{_TEXT}display") == "none"
        or told.get(f"{_STYLE}text-line-through-style", "none") != "none"
        or told.get(f"{_STYLE}text-line-through-type", "none") != "none",
        tiny=_is_less(told.get(f"{_FO}font-size"), LEAST_SIZE),
        raised=position not in {"", "0", "0%"},
        low=_is_less(told.get(f"{_STYLE}row-height"), LEAST_HIGH),
        colour=colour_of(told.get(f"{_FO}color", "")),
        ground=colour_of(told.get(f"{_FO}background-color", "")),
    )


def _is_less(length: str | None, points: float) -> bool:
    found = length_of(length or "")
    return found is not None and found < points * POINT


class _Text:
    """A text while it is read from top to bottom.

    Its styles, and the counters of its paragraphs and tables.
    """

    def __init__(self, marks: Mapping[StyleName, TextStyle]) -> None:
        self.marks, self.paragraphs, self.tables = marks, count(1), count(1)

    def items(self, holder: etree._Element, above: TextStyle = _PLAIN) -> Iterator[Item]:
        """Give the paragraphs and tables inside `holder`; its text is seen as `above` says."""
        for child in holder:
            if child.tag in _LINES:
                lines = self._printed(child, self._style(child, "paragraph", above)).split("\n")
                yield from (Paragraph(line, f"第 {next(self.paragraphs)} 段") for line in lines)
                for box in child.iter(f"{_DRAW}text-box"):
                    yield from self.items(box)
            elif child.tag == f"{_TABLE}table":
                yield self._grid(child, above)
            elif child.tag not in _SILENT and isinstance(child.tag, str) and not _is_hidden(child):
                yield from self.items(child, above)

    def _style(self, element: etree._Element, family: str, above: TextStyle) -> TextStyle:
        """Give how the text of an element is seen, by its style and `above` by those round it."""
        kind = _TABLE if family.startswith("table") else _TEXT
        own = self.marks.get((family, element.get(f"{kind}style-name")))
        return own.over(above) if own else above

    def _printed(self, element: etree._Element, mark: TextStyle) -> str:
        parts = [_seen(element.text or "", mark)]
        for child in element:
            if child.tag == f"{_TEXT}s":
                parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), MOST_SPAN))
            elif child.tag in {f"{_TEXT}line-break", f"{_TEXT}tab"}:
                parts.append("\n" if child.tag.endswith("line-break") else "\t")
            elif isinstance(child.tag, str) and child.tag.startswith(_DRAW):
                parts.append(OBJECT)
            elif child.tag not in _SILENT and isinstance(child.tag, str) and not _is_hidden(child):
                own = self._style(child, "text", mark)
                text = self._printed(child, own)
                # a note mark is not a digit of the number before it
                parts.append(f" {text} " if own.raised and not mark.raised else text)
            parts.append(_seen(child.tail or "", mark))
        return "".join(parts)

    def _grid(self, table: etree._Element, above: TextStyle) -> Grid:
        place = f"表 {next(self.tables)}"
        cells: list[Cell] = []
        whole = self._style(table, "table", above)
        for row, line in enumerate(_rows(table)):
            column = 0
            mark = self._style(line, "table-row", whole)
            for one in line:
                repeated = _number(one, "number-columns-repeated")
                for _ in range(repeated if one.tag in _CELLS else 0):
                    if one.tag == f"{_TABLE}table-cell":
                        where = f"{place} 第 {row + 1} 行第 {column + 1} 列"
                        cells.append(
                            self._cell(one, self._style(one, "table-cell", mark), where, row, column)
                        )
                    column += 1
        return Grid(tuple(cells), place)

    def _cell(self, one: etree._Element, mark: TextStyle, place: str, row: int, column: int) -> Cell:
        items = tuple(self.items(one, replace(mark, low=False) if mark.low else mark))
        text = "\n".join(item.text for item in items if isinstance(item, Paragraph)).strip()
        # “1.” stands before what is a list, and is no part of it
        numbered = _FIGURE.fullmatch(text) and one.find(f"{_TEXT}list") is not None
        return Cell(
            text=f"{OBJECT}{text}" if numbered else as_label(text),
            place=place,
            row=row,
            column=column,
            height=_number(one, "number-rows-spanned"),
            width=_number(one, "number-columns-spanned"),
            inside=items if any(isinstance(item, Grid) for item in items) else (),
            doubt="这一行压得太低，看不见字" if mark.low else "",
        )


def _is_hidden(element: etree._Element) -> bool:
    """Whether a section, or a variable, is there without being shown."""
    return bool(element.get(f"{_TEXT}display") == "none")


def _seen(text: str, mark: TextStyle) -> str:
    if mark.gone:
        return ""
    return f"{UNSURE}{text}" if mark.unseen and text.strip() else text


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
