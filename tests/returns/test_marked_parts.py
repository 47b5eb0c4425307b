"""What is marked is as office programs write it; everything else is refused, and then mended."""

import pytest
from lxml import etree

from toolkit.layout.place import Place
from toolkit.returns.marked_parts import SPACE, SheetCells, StylesPart, UnmarkableError, style_of


def sheet(rows: str):
    return etree.fromstring(f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>')


def styles(**other: str):
    lists = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}
    inside = {name: f'<{name} count="2"><{one}/><{one}/></{name}>' for name, one in lists.items()}
    return etree.fromstring(f'<styleSheet xmlns="{SPACE}">{"".join((inside | other).values())}</styleSheet>')


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="06"><c r="D6"/></row>',
        '<row r="6 "><c r="D6"/></row>',
        '<row r="+6"><c r="D6"/></row>',
        '<row r="６"><c r="D6"/></row>',
        '<row r="0"/>',
        '<row><c r="D6"/></row>',
        '<row r="6"><c r="D6"/></row><row r="6"><c r="E6"/></row>',
        '<row r="7"/><row r="6"/>',
        '<row r="6"><c r="D7"/></row>',
        '<row r="6"><c r="D06"/></row>',
        '<row r="6"><c r="d6"/></row>',
        '<row r="6"><c r="$D$6"/></row>',
        '<row r="6"><c/></row>',
        '<row r="6"><c r="D6"/><c r="D6"/></row>',
        '<row r="6"><c r="E6"/><c r="D6"/></row>',
        '<row r="6"><?x y?><c r="D6"/></row>',
        '<row r="6"/><!-- x -->',
        '<row r="6"/></sheetData><sheetData>',
        '<row r="6"><x:c xmlns:x="other" r="D6"/></row>',
    ],
)
def test_rows_and_cells_that_do_not_stand_where_they_say_are_not_marked(rows: str) -> None:
    with pytest.raises(UnmarkableError):
        SheetCells(sheet(rows))


def test_a_cell_is_found_or_made_in_its_place() -> None:
    root = sheet('<row r="6"><c r="B6"/><c r="AA6"/></row><row r="9"/>')
    cells = SheetCells(root)
    assert cells.at(Place("", 5, 26)) is root[0][0][1]
    for row, column in ((5, 3), (7, 0), (0, 0), (5, 3)):
        cells.at(Place("", row, column))
    assert [c.get("r") for c in root.iter(f"{{{SPACE}}}c")] == ["A1", "B6", "D6", "AA6", "A8"]
    assert [r.get("r") for r in root[0]] == ["1", "6", "8", "9"]


@pytest.mark.parametrize(
    "other",
    [
        {"cellXfs": '<cellXfs count="2"><!-- x --><xf/><xf/></cellXfs>'},
        {"cellXfs": '<cellXfs count="2"><xf/><?x y?><xf/></cellXfs>'},
        {"fills": "<fills><fill/><x/></fills>"},
        {"fonts": '<fonts count="1"><font/><font/></fonts>'},
        {"borders": "<borders><border/></borders><borders><border/></borders>"},
        {"cellXfs": ""},
    ],
)
def test_lists_of_styles_whose_numbers_are_not_sure_are_not_marked(other: dict[str, str]) -> None:
    with pytest.raises(UnmarkableError):
        StylesPart(styles(**other))


@pytest.mark.parametrize("number", ["-1", "2", "01", "1 ", "x", ""])
def test_a_style_that_is_not_there_is_not_coloured(number: str) -> None:
    cell = etree.fromstring(f'<c xmlns="{SPACE}" s="{number}"/>')
    with pytest.raises(UnmarkableError):
        StylesPart(styles()).shaded(style_of(cell), "FFFFFF")
