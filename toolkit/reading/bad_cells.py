"""One bad cell costs one cell.

A sheet that calamine cannot read for the content of some, written so that it can.

calamine knows the seven errors of old (ECMA-376 part 1, 18.17.3); later ones (#SPILL!, #CALC!), those of
other programs (Err:502) and numbers that are none end its reading of the whole sheet.
"""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from toolkit.reading.sheet_xml import cells_of, parsed_xml

_PLAIN = "#N/A"  # an error that calamine knows
_LONGEST = 40  # letters of a bad content that are kept for the message


def mended(xml: str) -> tuple[str, Mapping[str, str]] | None:
    """Return a sheet's XML with an ordinary error in each unreadable cell, and what stood there.

    None where no such cell is found, or the XML cannot be parsed.
    """
    root = parsed_xml(xml)
    if root is None:
        return None
    bad = {}
    for address, cell in cells_of(root):
        value = next((inside for inside in cell if str(inside.tag).rpartition("}")[2] == "v"), None)
        text = "" if value is None else (value.text or "").strip()
        if value is not None and _unreadable(cell.get("t", "n"), text):
            bad[address] = text[:_LONGEST] or _PLAIN
            cell.set("t", "e")
            value.text = _PLAIN
    return (ET.tostring(root, encoding="unicode"), bad) if bad else None


def _unreadable(kind: str, text: str) -> bool:
    """Whether a cell's value is none of its kind.

    Every error counts, as nobody is to guess which ones are known.
    """
    if kind == "e":
        return text != _PLAIN
    if kind == "s":
        return not text.isdecimal()
    if kind == "b":
        return text not in {"0", "1", "true", "false"}
    return kind == "n" and bool(text) and not _is_number(text)


def _is_number(text: str) -> bool:
    try:
        return bool(float(text) - float(text) == 0)
    except ValueError:
        return False
