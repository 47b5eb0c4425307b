"""What is drawn over the cells of an .xlsx sheet.

Pictures, text boxes, charts, by their anchors (ECMA-376 part 1, 20.5).
"""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from toolkit.reading.seen.look import Overlay
from toolkit.reading.seen.xlsx_colours import children_of
from toolkit.reading.xml_walk import local_name

_ROW, _COLUMN = 190_500, 609_600  # English metric units of a row and a column as they come: 15 pt, 64 pixels
_LARGEST = 4 * 2**20  # bytes of a drawing that is looked at
_KINDS = {"pic": "图片", "graphicFrame": "图表或嵌入的对象", "sp": "图形", "grpSp": "图形", "cxnSp": "线条"}


def read_overlays(data: bytes) -> tuple[Overlay, ...]:
    """Find what a drawing's part lays over cells.

    Nothing where the part is damaged or declares a DTD: it holds no figure.
    """
    if not data or len(data) > _LARGEST or b"DOCTYPE" in data.replace(b"\0", b""):
        return ()
    try:
        root = ET.fromstring(data)
        return tuple(overlay for anchor in root for overlay in _overlay(anchor))
    except (ET.ParseError, ValueError):
        return ()


def _overlay(anchor: ET.Element) -> Iterator[Overlay]:
    thing = next((_KINDS[name] for tag in anchor.iter() if (name := local_name(tag)) in _KINDS), None)
    if thing is None:
        return
    text = "".join(tag.text or "" for tag in anchor.iter() if local_name(tag) == "t").strip()
    start = next(iter(children_of(anchor, "from")), None)
    top, left, down, right = _corner(start) if start is not None else (0, 0, 0, 0)
    for position in children_of(anchor, "pos"):
        top, left = _number(position, "y") // _ROW, _number(position, "x") // _COLUMN
    bottom, last = top, left
    for end in children_of(anchor, "to"):
        row, column, below, beyond = _corner(end)
        bottom, last = row - (below == 0), column - (beyond == 0)
    for size in children_of(anchor, "ext"):
        bottom = top + max(0, down + _number(size, "cy") - 1) // _ROW
        last = left + max(0, right + _number(size, "cx") - 1) // _COLUMN
    what = "文本框" if text and thing == _KINDS["sp"] else thing
    yield Overlay(what=what, top=top, left=left, bottom=max(top, bottom), right=max(left, last), text=text)


def _corner(corner: ET.Element) -> tuple[int, int, int, int]:
    """Return row, column, and how far into them."""
    said = {local_name(tag): int(tag.text or "0") for tag in corner}
    return said.get("row", 0), said.get("col", 0), said.get("rowOff", 0), said.get("colOff", 0)


def _number(element: ET.Element, name: str) -> int:
    return int(element.get(name, "0"))
