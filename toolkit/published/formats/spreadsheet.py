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
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils.exceptions import InvalidFileException

from toolkit.published.pages import Cell, Grid, Item, Paragraph
from toolkit.published.unreadable import UnreadableFileError
from toolkit.reading.seen.format_codes import parse
from toolkit.reading.seen.look import BLACK, WHITE, Colour, colour_of, invisible

_THEME: dict[int, Colour] = {0: WHITE, 1: BLACK, 2: (238, 236, 225)}  # the others are dark enough to be seen
_DASHES = {"-", "—", "－"}  # how formats of accounts show nothing
LONGEST_ROW_TITLE = 25
LONGEST_LABEL = 12  # of a row that stands alone in it
_SECTION = re.compile(r"\s*[一二三四五六]\s*、")
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 2000, 60, 100


def read_xlsx(content: bytes) -> tuple[Item, ...]:
    """Give every sheet's cells as a table, and single texts in a row of their own as paragraphs too."""
    try:
        with ZipFile(
            BytesIO(content)
        ) as package:  # many sheets may share one part: small to send, long to read
            sheets = package.read("xl/workbook.xml").count(b"sheetId=")
        if sheets > MOST_SHEETS:
            raise UnreadableFileError("P03", f"有 {sheets} 张工作表，不像年度报告")
        shown, held = (
            load_workbook(BytesIO(content), data_only=values, rich_text=True) for values in (True, False)
        )
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
    column, row = sheet.column_dimensions.get(shown.column_letter), sheet.row_dimensions[shown.row]
    if row.hidden or row.height == 0 or (column is not None and (column.hidden or column.width == 0)):
        return "这一格在隐藏的行或列里"
    font, fill = shown.font, shown.fill
    runs = [each.font for each in shown.value if isinstance(each, TextBlock)] if _is_rich(shown) else []
    if any(each.strike or each.vertAlign for each in (font, *runs)):
        return "数字划掉了，或是上标、下标"
    ground = {None: WHITE, "solid": _colour(fill.fgColor)}.get(fill.fill_type)
    if ground and any(invisible(_colour(each.color) or BLACK, ground) for each in (font, *runs)):
        return "有看不见的字（颜色与底色相近）"
    return "" if shown.data_type != "n" or _shows(shown) else "这一格显示的可能不是存的数"


def _is_rich(cell: Any) -> bool:  # noqa: ANN401
    return isinstance(cell.value, CellRichText)


def _colour(colour: Any) -> Colour | None:  # noqa: ANN401
    """Give a colour of letters or of a ground; None where it is the usual one, or surely a dark one."""
    if colour is None:
        return None
    if colour.type == "theme":
        return _THEME.get(colour.theme)
    named = (
        COLOR_INDEX[colour.indexed] if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX) else ""
    )
    return colour_of(named or str(colour.rgb)) if colour.type in ("rgb", "indexed") else None


def _shows(cell: Any) -> bool:  # noqa: ANN401
    """Whether a number's format shows the number that is held."""
    held = Decimal(repr(cell.value))
    texts = [text and text.replace(",", "").strip() for text in parse(cell.number_format).seen(held)]
    return bool(texts) and all(
        text is not None and ((not held and text in _DASHES) or _equals(text, held)) for text in texts
    )


def _equals(text: str, held: Decimal) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdecimal() and Decimal(text) == held


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
