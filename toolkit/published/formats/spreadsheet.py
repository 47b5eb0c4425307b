"""Workbooks of another make (.xlsx): each sheet as one table, its merged cells as they are.

Found by labels like any table.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from toolkit.published.pages import Cell, Grid, Item, Paragraph
from toolkit.published.unreadable import UnreadableFileError

_PALE = {"FFFFFF", "FEFEFE"}
LONGEST_ROW_TITLE = 25
LONGEST_LABEL = 12  # of a row that stands alone in it
_SECTION = re.compile(r"\s*[一二三四五六]\s*、")
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 2000, 60, 100
# what is shown is what is held: any other format may scale, hide or add to a number
PLAIN_FORMATS = frozenset(
    {"General", "0", "0.0", "0.00", "0.000", "0.0000", "#,##0", "#,##0.00", "@", "0_ ", "0_);[Red](0)"}
)


def read_xlsx(content: bytes) -> tuple[Item, ...]:
    """Give every sheet's cells as a table, and single texts in a row of their own as paragraphs too."""
    try:
        with ZipFile(
            BytesIO(content)
        ) as package:  # many sheets may share one part: small to send, long to read
            sheets = package.read("xl/workbook.xml").count(b"sheetId=")
        if sheets > MOST_SHEETS:
            raise UnreadableFileError("P03", f"有 {sheets} 张工作表，不像年度报告")
        shown, held = (load_workbook(BytesIO(content), data_only=values) for values in (True, False))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError) as error:
        raise UnreadableFileError("P03", "工作簿不完整或已损坏") from error
    return tuple(item for sheet in shown.worksheets for item in _sheet(sheet, held[sheet.title]))


def _sheet(sheet: Any, formulas: Any) -> Iterator[Item]:  # noqa: ANN401 (openpyxl's cells are of many classes)
    if sheet.sheet_state != "visible":
        return
    spans = {(m.min_row, m.min_col): (m.max_row, m.max_col) for m in sheet.merged_cells.ranges}
    rows, columns = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    covered = {
        (r, c)
        for (top, left), (bottom, right) in spans.items()
        for r in range(top, min(bottom, rows) + 1)
        for c in range(left, min(right, columns) + 1)
        if (r, c) != (top, left)
    }
    held: list[Cell] = []
    first, before = 1, 0  # how many texts the row above has
    for r in range(1, rows + 1):
        texts = [(c, _text(sheet.cell(r, c))) for c in range(1, columns + 1) if (r, c) not in covered]
        printed = [text for _, text in texts if text]
        lone = before > 1 and len(printed) == 1 and len(printed[0]) <= LONGEST_LABEL
        before = len(printed)
        merged = lone or any((r, c) in spans for c, text in texts if text)  # a label whose figures are blank
        if len(printed) == 1 and _is_prose(printed[0], merged=merged):
            yield from _closed(held, sheet.title)
            held, first = [], r + 1
            yield from (Paragraph(line, f"工作表 {sheet.title} 第 {r} 行") for line in printed[0].split("\n"))
            continue
        for c, text in texts:
            bottom, right = spans.get((r, c), (r, c))
            cell = formulas.cell(r, c)
            why = _doubt(sheet.cell(r, c), cell, text)
            held.append(
                Cell(
                    text=text,
                    place=f"工作表 {sheet.title} {cell.coordinate}",
                    row=r - first,
                    column=c - 1,
                    height=bottom - r + 1,
                    width=min(right, columns) - c + 1,
                    doubt=why,
                )
            )
    yield from _closed(held, sheet.title)


def _doubt(shown: Any, held: Any, text: str) -> str:  # noqa: ANN401
    """Say why what a cell shows may not be what it holds."""
    if isinstance(held.value, str) and held.data_type == "f" and not text:
        return "这一格的公式没有算过"
    if not any(character.isdecimal() for character in text):
        return ""
    sheet = shown.parent
    column = sheet.column_dimensions.get(shown.column_letter)
    if sheet.row_dimensions[shown.row].hidden or (column is not None and column.hidden):
        return "这一格在隐藏的行或列里"
    font, fill = shown.font, shown.fill
    if font.strike or font.vertAlign:
        return "数字划掉了，或是上标、下标"
    pale = font.color is not None and font.color.type == "rgb" and str(font.color.rgb)[-6:] in _PALE
    if pale and fill.fill_type is None:
        return "有看不见的字（白色）"
    plain = shown.data_type != "n" or shown.number_format in PLAIN_FORMATS
    return "" if plain else "这一格显示的可能不是存的数"


def _is_prose(text: str, *, merged: bool) -> bool:
    """Whether the only text of a row is not of a table.

    A title of a section, a sentence, or what no column covers.
    """
    short = len(text) < 2 or text.replace(".", "").isdecimal()
    return not short and (not merged or bool(_SECTION.match(text)) or len(text) > LONGEST_ROW_TITLE)


def _closed(cells: list[Cell], title: str) -> Iterator[Item]:
    if any(not cell.blank for cell in cells):
        yield Grid(tuple(cells), f"工作表 {title}")


def _text(cell: Any) -> str:  # noqa: ANN401
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}"
    return str(value).strip()
