"""What a reader who sees badly, or hears the page read, needs of the workbooks, as a program can tell it."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.cell import Cell

REPO = Path(__file__).parents[2]
BOOKS = sorted((*REPO.glob("examples/*/summary/*.xlsx"), *REPO.glob("workbook_templates/*.xlsx")))
LEAST = 4.5  # contrast of letters on their ground (WCAG 2.1, 1.4.3)
PAGE = 60  # rows that one printed page may hold


def light(colour: str) -> float:
    """Relative luminance of RRGGBB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(letters: object, ground: object) -> float:
    """Contrast of two colours as openpyxl gives them: black and white where none is said."""
    said = [
        light(colour.rgb[-6:] if isinstance(getattr(colour, "rgb", None), str) else usual)
        for colour, usual in ((letters, "000000"), (ground, "FFFFFF"))
    ]
    return (max(said) + 0.05) / (min(said) + 0.05)


def contrast_of(cell: Cell) -> float:
    return contrast(cell.font.color, cell.fill.fgColor if cell.fill.fill_type == "solid" else None)


@pytest.mark.parametrize("path", BOOKS, ids=[path.stem for path in BOOKS])
def test_letters_stand_out_and_long_sheets_repeat_their_heads(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.properties.title
    known: dict[int, float] = {}
    for sheet in book:
        if sheet.sheet_state != "visible":
            continue
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value not in {None, ""}]
        for cell in cells:
            if cell.style_id not in known:
                known[cell.style_id] = contrast_of(cell)
            hidden = sheet.column_dimensions[cell.column_letter].hidden or cell.number_format == ";;;"
            assert hidden or known[cell.style_id] >= LEAST, (sheet.title, cell.coordinate)
        for rule in (rule for span in sheet.conditional_formatting for rule in span.rules if rule.dxf):
            letters, ground = rule.dxf.font and rule.dxf.font.color, rule.dxf.fill and rule.dxf.fill.bgColor
            assert contrast(letters, ground) >= LEAST, (sheet.title, rule.formula)
        if max(cell.row for cell in cells) > PAGE and not sheet._charts:
            assert sheet.print_title_rows, sheet.title


@pytest.mark.parametrize("path", BOOKS, ids=[path.stem for path in BOOKS])
def test_every_drawing_is_told_in_words(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        drawings = [name for name in parts.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
        for name in drawings:
            for element in ET.fromstring(parts.read(name)).iter():
                if element.tag.endswith("}cNvPr"):
                    assert len(element.get("descr", "")) > 10, (name, element.attrib)
    assert drawings or "汇总" not in path.name
