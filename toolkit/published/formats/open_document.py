"""OpenDocument texts (.odt): paragraphs and tables in order, spans, without what is hidden or was deleted."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count
from zipfile import BadZipFile, ZipFile

from lxml import etree

from toolkit.published.pages import OBJECT, Cell, Grid, Item, Paragraph
from toolkit.published.unreadable import UnreadableFileError

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SILENT = {
    f"{_TEXT}{name}"
    for name in ("note", "bookmark", "tracked-changes", "soft-page-break", "hidden-text", "hidden-paragraph")
}
MOST_SPAN = 200


def read_odt(content: bytes) -> tuple[Item, ...]:
    """Give the paragraphs and tables of the text."""
    try:
        with ZipFile(BytesIO(content)) as package:
            xml = package.read("content.xml")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        body = etree.fromstring(xml, parser).find(f"{_OFFICE}body/{_OFFICE}text")
    except (BadZipFile, etree.XMLSyntaxError, KeyError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError("P03", "文件不完整或已损坏") from error
    return tuple(_items(body, count(1), count(1))) if body is not None else ()


def _items(holder: etree._Element, paragraphs: "count[int]", tables: "count[int]") -> Iterator[Item]:
    for child in holder:
        if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield from (Paragraph(line, f"第 {next(paragraphs)} 段") for line in _printed(child).split("\n"))
        elif child.tag == f"{_TABLE}table":
            yield _grid(child, paragraphs, tables)
        elif child.tag not in _SILENT and isinstance(child.tag, str):
            yield from _items(child, paragraphs, tables)


def _printed(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), MOST_SPAN))
        elif child.tag in {f"{_TEXT}line-break", f"{_TEXT}tab"}:
            parts.append("\n" if child.tag.endswith("line-break") else "\t")
        elif isinstance(child.tag, str) and child.tag.startswith(_DRAW):
            parts.append(OBJECT)
        elif child.tag not in _SILENT and isinstance(child.tag, str):
            parts.append(_printed(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _grid(table: etree._Element, paragraphs: "count[int]", tables: "count[int]") -> Grid:
    place = f"表 {next(tables)}"
    cells: list[Cell] = []
    for row, line in enumerate(table.iter(f"{_TABLE}table-row")):
        column = 0
        for one in line:
            repeated = _number(one, "number-columns-repeated")
            for _ in range(repeated if one.tag.startswith(_TABLE) else 0):
                if one.tag == f"{_TABLE}table-cell":
                    items = tuple(_items(one, paragraphs, tables))
                    text = "\n".join(item.text for item in items if isinstance(item, Paragraph)).strip()
                    inside = items if any(isinstance(item, Grid) for item in items) else ()
                    cells.append(
                        Cell(
                            text=text, place=f"{place} 第 {row + 1} 行第 {column + 1} 列", row=row, column=column,
                            height=_number(one, "number-rows-spanned"), width=_number(one, "number-columns-spanned"),
                            inside=inside,
                        )
                    )  # fmt: skip
                column += 1
    return Grid(tuple(cells), place)


def _number(element: etree._Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return max(1, min(int(value), MOST_SPAN)) if value.isdecimal() else 1
