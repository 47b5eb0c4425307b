"""One bad cell costs one cell.

A sheet that calamine cannot read for the content of some, written so that it can.

calamine knows the seven errors of old (ECMA-376 part 1, 18.17.3); later ones (#SPILL!, #CALC!), those of
other programs (Err:502), numbers that are none, kinds and contents that it does not know end its reading of
the whole sheet.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from toolkit.reading.sheet_xml import cells_of, parsed_xml
from toolkit.reading.xml_walk import local_name

_PLAIN = "#N/A"  # an error that calamine knows
_CONTENTS = {"f", "v", "is"}
_KINDS = {"b", "d", "e", "inlineStr", "n", "s", "str"}  # ECMA-376 part 1, 18.18.11
_ERROR = re.compile(r"#[A-Z]|Err:")
_LONGEST = 40  # letters of a bad content that are kept for the message


def mended(xml: str) -> tuple[str, Mapping[str, str]] | None:
    """Return a sheet's XML with an ordinary error in each unreadable cell, and what stood there.

    None where no such cell is found, or the XML cannot be parsed.
    """
    root = parsed_xml(xml)
    if root is None:
        return None
    bad, extended = {}, False
    for address, cell in cells_of(root):
        for extension in [inside for inside in cell if local_name(inside) == "extLst"]:
            cell.remove(extension)  # it says nothing of the content
            extended = True
        value = next((inside for inside in cell if local_name(inside) == "v"), None)
        text = "" if value is None else (value.text or "").strip()
        foreign = [inside for inside in cell if local_name(inside) not in _CONTENTS]
        if foreign or cell.get("t", "n") not in _KINDS:
            bad[address] = _told("".join(cell.itertext()).strip())
            for inside in list(cell):
                cell.remove(inside)
            value = ET.SubElement(cell, cell.tag[: -len("c")] + "v")
        elif value is not None and _unreadable(cell.get("t", "n"), text):
            bad[address] = _told(text)
        else:
            continue
        cell.set("t", "e")
        value.text = _PLAIN
    return (ET.tostring(root, encoding="unicode"), bad) if bad or extended else None


def _told(text: str) -> str:
    """Write what stood there as an error, so that nobody takes it for a figure."""
    if _ERROR.match(text):
        return text[:_LONGEST]
    return f"{_PLAIN}（存的是“{text[:_LONGEST]}”）" if text else _PLAIN


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
