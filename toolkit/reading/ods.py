"""What the XML of an .ods shows that calamine does not tell: cells that hold an error value."""

import io
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from xlsxwriter.utility import xl_rowcol_to_cell

from toolkit.reading.sheet_xml import FAR_COLUMN, FAR_ROW

CONTENT = "content.xml"
_CELLS = {"table-cell", "covered-table-cell"}
_ERROR = re.compile(r"#[A-Z/0!?]+|(Err|错误)[:：]\d+")


def error_cells(xml: bytes) -> Mapping[str, Mapping[str, str]]:
    """Return the cells that hold an error value, by sheet. Raises ValueError when the XML cannot be parsed."""
    try:
        return {name: dict(_errors(table)) for name, table in _tables(xml)}
    except ET.ParseError as why:
        raise ValueError("not XML") from why


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _given(element: ET.Element, name: str) -> list[str]:
    """Return the values of an attribute, whatever namespaces it stands in."""
    return [value for key, value in element.items() if _local(key) == name]


def _tables(xml: bytes) -> Iterator[tuple[str, ET.Element]]:
    for _, element in ET.iterparse(io.BytesIO(xml)):
        if _local(str(element.tag)) == "table":
            yield "".join(_given(element, "name")), element
            element.clear()


def _errors(table: ET.Element) -> Iterator[tuple[str, str]]:
    row = 0
    for line in (e for e in table.iter() if _local(str(e.tag)) == "table-row"):
        column = 0
        for cell in (e for e in line if _local(str(e.tag)) in _CELLS):
            shown = "".join(cell.itertext()).strip()
            again = _times(cell, "number-columns-repeated")
            if "error" in _given(cell, "value-type") or (_given(cell, "formula") and _ERROR.fullmatch(shown)):
                for beside in range(column, min(column + again, FAR_COLUMN)):
                    yield str(xl_rowcol_to_cell(row, beside)), shown if shown.startswith("#") else "#N/A"
            column += again
        row += _times(line, "number-rows-repeated")
        if row > FAR_ROW:
            return


def _times(element: ET.Element, name: str) -> int:
    given = next(iter(_given(element, name)), "1")
    return int(given) if given.isdecimal() else 1
