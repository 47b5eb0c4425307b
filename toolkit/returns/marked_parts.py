"""The styles and cells of a workbook's XML, as office programs write them: no others are marked.

What a parser makes good silently (a number written otherwise, a row twice) could put a mark, and a figure,
elsewhere.
"""

import re
from copy import deepcopy
from typing import Any, TypeAlias

from lxml import etree

from toolkit.layout.place import Place, parse_place

Element: TypeAlias = Any  # lxml's
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = f"{{{SPACE}}}"
_ROW, _STYLE = re.compile("[1-9][0-9]{0,6}"), re.compile("0|[1-9][0-9]{0,4}")
_ADDRESS = re.compile("[A-Z]{1,3}([1-9][0-9]{0,6})")


class UnmarkableError(ValueError):
    """The workbook's parts are not such as office programs write."""


def only(root: Element, name: str) -> Element:
    """Return the only child of this name. Raises UnmarkableError where there is none, or another."""
    children = root.findall(f"{MAIN}{name}")
    if len(children) != 1:
        raise UnmarkableError(f"{name}: {len(children)}")
    return children[0]


class StylesPart:
    """The part of the styles, to which some are added.

    A style goes by its number in its list.
    """

    def __init__(self, root: Element) -> None:
        """Take the lists; raises UnmarkableError where one holds anything else, or does not count right."""
        self._fonts, self._fills, self._borders, self._formats = (
            _counted(only(root, name), one)
            for name, one in (("fonts", "font"), ("fills", "fill"), ("borders", "border"), ("cellXfs", "xf"))
        )
        self._colours: dict[str, int] = {}
        self._shaded: dict[tuple[int, str], int] = {}

    def shaded(self, style: int, colour: str) -> int:
        """Return the number of a style that is another one in this colour."""
        if (style, colour) not in self._shaded:
            if colour not in self._colours:
                fill = etree.fromstring(
                    f'<fill xmlns="{SPACE}"><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
                    f"</patternFill></fill>"
                )
                self._colours[colour] = _added(self._fills, fill)
            if style >= len(self._formats):
                raise UnmarkableError(f"s={style}")
            mine = deepcopy(self._formats[style])
            mine.set("fillId", str(self._colours[colour]))
            mine.set("applyFill", "1")
            self._shaded[style, colour] = _added(self._formats, mine)
        return self._shaded[style, colour]

    def adopt(self, root: Element) -> list[int]:
        """Take over the styles of another workbook, in formats that all have; return their numbers here."""
        before = [len(own) for own in (self._fonts, self._fills, self._borders)]
        for own, name in ((self._fonts, "fonts"), (self._fills, "fills"), (self._borders, "borders")):
            for each in only(root, name):
                _added(own, deepcopy(each))
        numbers = []
        for each in only(root, "cellXfs"):
            mine = deepcopy(each)
            for kind, first in zip(("fontId", "fillId", "borderId"), before, strict=True):
                mine.set(kind, str(int(mine.get(kind, "0")) + first))
            mine.set("xfId", "0")
            numbers.append(_added(self._formats, mine))
        return numbers


def _counted(several: Element, one: str) -> Element:
    """Return a list that holds such elements only, as many as it says. Raises UnmarkableError."""
    odd = any(each.tag != f"{MAIN}{one}" for each in several)
    if odd or several.get("count", str(len(several))) != str(len(several)):
        raise UnmarkableError(f"{one} {several.get('count')}")
    return several


def _added(several: Element, one: Element) -> int:
    """Add an element to a list that says how many it has; return its number."""
    several.append(one)
    several.set("count", str(len(several)))
    return len(several) - 1


class SheetCells:
    """The cells of a sheet by their addresses."""

    def __init__(self, root: Element) -> None:
        """Take the rows; raises UnmarkableError where one, or a cell, does not stand where it says."""
        self._data = only(root, "sheetData")
        self._rows: dict[int, Element] = {}
        number = 0
        for row in self._data:
            said = row.get("r", "") if row.tag == f"{MAIN}row" else ""
            if _ROW.fullmatch(said) is None or int(said) <= number:
                raise UnmarkableError(f"row {said}")
            number = int(said)
            self._rows[number] = row
            _check_cells(row, number)

    def at(self, place: Place) -> Element:
        """Return a cell, made where there is none."""
        row = self._rows.get(place.row + 1)
        if row is None:
            row = self._rows[place.row + 1] = etree.Element(f"{MAIN}row", r=str(place.row + 1))
            self._data.insert(sum(int(other.get("r")) <= place.row for other in self._data), row)
        columns = [parse_place("", cell.get("r")).column for cell in row]
        if place.column in columns:
            return row[columns.index(place.column)]
        cell = etree.Element(f"{MAIN}c", r=place.a1)
        row.insert(sum(column < place.column for column in columns), cell)
        row.attrib.pop("spans", None)
        return cell


def _check_cells(row: Element, number: int) -> None:
    """Raise UnmarkableError where not every cell of a row says that it stands in it, right of the last."""
    before = -1
    for cell in row:
        where = _ADDRESS.fullmatch(cell.get("r", "")) if cell.tag == f"{MAIN}c" else None
        if where is None or where[1] != str(number) or (column := parse_place("", where[0]).column) <= before:
            raise UnmarkableError(f"row {number}")
        before = column


def style_of(cell: Element) -> int:
    """Return the number of a cell's style. Raises UnmarkableError."""
    if _STYLE.fullmatch(cell.get("s", "0")) is None:
        raise UnmarkableError(f"s={cell.get('s')}")
    return int(cell.get("s", "0"))
