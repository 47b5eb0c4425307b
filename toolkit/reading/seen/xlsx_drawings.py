"""What is drawn over the cells of an .xlsx sheet.

Pictures, text boxes, charts, by their anchors (ECMA-376 part 1, 20.5); comments that are shown and controls,
by theirs (part 4, 19.4).
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from toolkit.reading.seen.look import Overlay, SheetGrid, begun
from toolkit.reading.seen.xlsx_colours import OFF, children_of
from toolkit.reading.xml_walk import local_name

_POINT, _PIXEL, _DIGIT = 12_700, 9_525, 66_675  # English metric units; a digit is 7 pixels wide
_HEIGHT, _WIDTH = 15 * _POINT, 64 * _PIXEL  # of a row and a column as they come
_ROWS, _COLUMNS = 1000, 702  # beyond them is nobody's table
_LARGEST = 4 * 2**20  # bytes of a drawing that is looked at
_ANCHORS = {"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"}
_KINDS = {
    "pic": "图片",
    "graphicFrame": "图表或嵌入的对象",
    "sp": "图形",
    "grpSp": "图形",
    "cxnSp": "线条",
    "contentPart": "手写的笔迹",
}
_OPEN_BREAK = re.compile(rb"<br\s*>")  # Excel writes it into the text of controls: no XML
_HIDDEN = re.compile(r"visibility\s*:\s*hidden")


def _grid_of(sheet: ET.Element | None) -> SheetGrid:
    """Return where the rows and columns of a parsed sheet begin."""
    rows, columns = [_HEIGHT] * _ROWS, [_WIDTH] * _COLUMNS
    for tag in sheet if sheet is not None else ():
        if local_name(tag) == "sheetFormatPr":
            rows = [_size(tag, "defaultRowHeight", _POINT, _HEIGHT)] * _ROWS
            columns = [_size(tag, "defaultColWidth", _DIGIT, _WIDTH)] * _COLUMNS
        for span in tag if local_name(tag) == "cols" else ():
            for column in range(_number(span, "min", 1) - 1, min(_number(span, "max", 1), _COLUMNS)):
                columns[column] = _size(span, "width", _DIGIT, columns[column])
        for place, row in enumerate(tag if local_name(tag) == "sheetData" else ()):
            number = _number(row, "r", place + 1) - 1
            if 0 <= number < _ROWS:
                rows[number] = _size(row, "ht", _POINT, rows[number])
    return SheetGrid(begun(rows), begun(columns))


def _size(tag: ET.Element, name: str, unit: int, usual: int) -> int:
    hidden = tag.get("hidden", "0") not in OFF
    return 0 if hidden else int(float(tag.get(name, usual / unit)) * unit)


def read_overlays(data: bytes, sheet: ET.Element | None) -> tuple[Overlay, ...]:
    """Find what a drawing's part lays over the cells of a parsed sheet.

    Nothing where the part is damaged or declares a DTD: it holds no figure.
    """
    if not data or len(data) > _LARGEST or b"DOCTYPE" in data.replace(b"\0", b""):
        return ()
    try:
        root = ET.fromstring(_OPEN_BREAK.sub(b"<br/>", data))
        grid = _grid_of(sheet)
        anchors = [anchor for anchor in root.iter() if local_name(anchor) in _ANCHORS]
        drawn = [overlay for anchor in anchors for overlay in _overlay(anchor, grid)]
        return (*drawn, *_comments(root))
    except (ET.ParseError, ValueError, IndexError, OverflowError):
        return ()


def read_comments(data: bytes) -> Mapping[str, str]:
    """Return what the comments of a sheet say, by the cells they belong to; nothing of a damaged part."""
    if len(data) > _LARGEST or b"DOCTYPE" in data.replace(b"\0", b""):
        return {}
    try:
        said = [tag for tag in ET.fromstring(data).iter() if local_name(tag) == "comment"]
    except ET.ParseError:
        return {}
    return {
        tag.get("ref", ""): "".join(t.text or "" for t in tag.iter() if local_name(t) == "t") for tag in said
    }


def _overlay(anchor: ET.Element, grid: SheetGrid) -> Iterator[Overlay]:
    thing = next((_KINDS[name] for tag in anchor.iter() if (name := local_name(tag)) in _KINDS), None)
    named = next((tag for tag in anchor.iter() if local_name(tag) == "cNvPr"), None)
    if thing is None or (named is not None and named.get("hidden", "0") not in OFF):
        return
    text = "".join(tag.text or "" for tag in anchor.iter() if local_name(tag) == "t").strip()
    what = "文本框" if text and thing == _KINDS["sp"] else thing
    start = next(iter(children_of(anchor, "from")), None)
    top, left, down, right = _corner(start) if start is not None else (0, 0, 0, 0)
    for end in children_of(anchor, "to"):
        row, column, below, beyond = _corner(end)
        bottom, last = max(top, row - (below == 0)), max(left, column - (beyond == 0))
        yield Overlay(what=what, top=top, left=left, bottom=bottom, right=last, text=text)
        return
    x, y = grid.columns[min(left, _COLUMNS)] + right, grid.rows[min(top, _ROWS)] + down
    for position in children_of(anchor, "pos"):
        x, y = _number(position, "x"), _number(position, "y")
    wide, high = next(((_number(e, "cx"), _number(e, "cy")) for e in children_of(anchor, "ext")), (0, 0))
    yield grid.over(what, (x, y, wide, high), text)


def _corner(corner: ET.Element) -> tuple[int, int, int, int]:
    """Return row, column, and how far into them."""
    said = {local_name(tag): int(tag.text or "0") for tag in corner}
    return said.get("row", 0), said.get("col", 0), said.get("rowOff", 0), said.get("colOff", 0)


def _number(element: ET.Element, name: str, usual: int = 0) -> int:
    return int(element.get(name, usual))


def _comments(root: ET.Element) -> Iterator[Overlay]:
    """Find the comments and controls that are shown, in the drawing's part of old (VML)."""
    for shape in root.iter():
        for said in children_of(shape, "ClientData"):
            shown = bool(children_of(said, "Visible")) or not _HIDDEN.search(shape.get("style", ""))
            what = "批注" if said.get("ObjectType") == "Note" else "控件"
            for anchor in children_of(said, "Anchor") if shown else ():
                left, _, top, _, right, beyond, bottom, below = map(int, (anchor.text or "").split(","))
                bottom, right = max(top, bottom - (below == 0)), max(left, right - (beyond == 0))
                yield Overlay(what=what, top=top, left=left, bottom=bottom, right=right)
