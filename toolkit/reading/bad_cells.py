"""One bad cell costs one cell.

A sheet that calamine cannot read for the content of some, written so that it can.

calamine knows the seven errors of old (ECMA-376 part 1, 18.17.3); later ones (#SPILL!, #CALC!), those of
other programs (Err:502), numbers that are none, kinds and contents that it does not know end its reading of
the whole sheet.
"""

import re
from collections.abc import Mapping
from math import isfinite
from xml.etree import ElementTree as ET

from toolkit.reading.sheet_xml import cells_of, parsed_xml
from toolkit.reading.xml_walk import local_name

_PLAIN = "#N/A"  # an error that calamine knows
_CONTENTS = {"f", "v", "is"}
_KINDS = {"b", "d", "e", "inlineStr", "n", "s", "str"}  # ECMA-376 part 1, 18.18.11
_LOST = f"{_PLAIN}（存的文字已经丢失）"  # of a shared text only the number is left
_ERROR = re.compile(r"#[A-Z]|Err:")
_LONGEST = 40  # letters of a bad content that are kept for the message
# How XML writes a number: of “1,200” one program shows 1, another 1200, a third repairs the file.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


# What stands within a cell, and within what (18.3.1.4, 18.4.8); elements of other names, or of another
# namespace, one reader passes over and another takes in.
_WITHIN = {
    "is": {"t", "r", "rPh", "phoneticPr"},
    "si": {"t", "r", "rPh", "phoneticPr"},
    "r": {"t", "rPr"},
    "rPh": {"t"},
    "f": set[str](),
    "v": set[str](),
    "t": set[str](),
}


def ambiguous(xml: str, texts: int) -> bool | None:
    """Whether a sheet has cells that readers take differently; None where it has such rows.

    There are so many shared `texts`: of one that is not among them some readers take the first.

    No office program writes them.
    """
    root = parsed_xml(xml)
    if root is None:
        return False
    space = str(root.tag)[: -len("worksheet")]
    holders = list(root.iter(f"{space}sheetData"))
    rows = [row for data in holders for row in data]
    if holders != root.findall(f"{space}sheetData") or any(
        row.tag not in (f"{space}row", f"{space}extLst") for row in rows
    ):
        return None
    return not all(_is_plain(cell, space, texts) for row in rows for cell in row)


def _is_plain(cell: ET.Element, space: str, texts: int) -> bool:
    """Whether every reader takes the same for a cell's content; one with two values is told elsewhere."""
    if cell.tag == f"{space}extLst":
        return True
    kind, own = cell.get("t", "n"), any(local_name(inside) == "is" for inside in cell)
    values = [(inside.text or "").strip() for inside in cell if local_name(inside) == "v"]
    return (
        cell.tag == f"{space}c"
        and not (own and (kind != "inlineStr" or any(values)))  # some read the one, some the other
        and not (kind == "n" and any(value and not _is_number(value) for value in values))
        and not (kind == "s" and any(value and not _is_among(value, texts) for value in values))
        and not (cell.get("vm") and kind != "e")  # newer programs show something else in place of the value
        and all(inside.tag.startswith(space) and _is_regular(inside, space) for inside in cell)
    )


def _is_regular(element: ET.Element, space: str) -> bool:
    """Whether nothing stands within an element but what belongs there, and in a run one text."""
    name = local_name(element)
    allowed = _WITHIN.get(name)
    if allowed is None:
        return True
    if name == "r" and sum(local_name(inside) == "t" for inside in element) > 1:
        return False
    return all(
        inside.tag.startswith(space) and local_name(inside) in allowed and _is_regular(inside, space)
        for inside in element
    )


def ambiguous_texts(data: bytes) -> bool:
    """Whether readers take the shared texts differently: which of them there are, or what one says."""
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError):
        return False  # told elsewhere
    space = str(root.tag)[: -len("sst")]
    items = root.findall(f"{space}si")
    return sum(local_name(one) == "si" for one in root.iter()) != len(items) or not all(
        _is_regular(item, space) for item in items
    )


def _is_among(number: str, texts: int) -> bool:
    return number.isascii() and number.isdecimal() and int(number) < texts


def mended(xml: str, texts: int) -> tuple[str, Mapping[str, str]] | None:
    """Return a sheet's XML with an ordinary error in each unreadable cell, and what stood there.

    None where no such cell is found, or the XML cannot be parsed.
    """
    root = parsed_xml(xml)
    if root is None:
        return None
    bad, extended, space = {}, False, str(root.tag)[: -len("worksheet")]
    for address, cell in cells_of(root):
        for extension in [inside for inside in cell if local_name(inside) == "extLst"]:
            cell.remove(extension)  # it says nothing of the content
            extended = True
        value = next((inside for inside in cell if local_name(inside) == "v"), None)
        text = "" if value is None else (value.text or "").strip()
        foreign = [inside for inside in cell if local_name(inside) not in _CONTENTS]
        if foreign or not _is_plain(cell, space, texts) or cell.get("t", "n") not in _KINDS:
            contents = ("".join(inside.itertext()).strip() for inside in cell if local_name(inside) != "f")
            bad[address] = _LOST if cell.get("t") == "s" else _told("；".join(filter(None, contents)))
            for inside in list(cell):
                cell.remove(inside)
            cell.tag, value = f"{space}c", ET.SubElement(cell, f"{space}v")
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
    if kind == "b":
        return text not in {"0", "1", "true", "false"}
    return kind == "n" and bool(text) and not _is_number(text)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and isfinite(float(text))
