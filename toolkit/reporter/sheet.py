"""Plain workbooks of rows: a head, one line a row, filtered and frozen."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from toolkit.look import Formats


Sheet: TypeAlias = tuple[str, Sequence[str], Sequence[float], Sequence[Sequence[object]]]


def sheet_of_rows(
    title: str, heads: Sequence[str], wide: Sequence[float], rows: Sequence[Sequence[object]]
) -> bytes:
    """Make a workbook of one sheet: a head, one line a row, filtered and frozen."""
    return sheets_of_rows([(title, heads, wide, rows)])


def sheets_of_rows(sheets: Sequence[Sheet]) -> bytes:
    """Make a workbook of such sheets, each with title, heads, widths and rows."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 (only where a workbook is asked for)

    from toolkit.look import Formats  # noqa: PLC0415

    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": sheets[0][0], "created": datetime(2020, 1, 1)})  # noqa: DTZ001 (fixed: equal bytes)
    formats = Formats(workbook)
    for sheet in sheets:
        _write_rows(workbook, formats, sheet)
    workbook.close()
    return target.getvalue()


def _write_rows(workbook: "Workbook", formats: "Formats", content: Sheet) -> None:
    from toolkit.look import lines_of, set_up, widths  # noqa: PLC0415

    title, heads, wide, rows = content
    sheet = workbook.add_worksheet(title)
    set_up(sheet, landscape=True, tall=True)
    widths(sheet, list(wide))
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats["head"])
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                sheet.write_number(number, column, cell, formats["number"])
            else:
                sheet.write_string(number, column, "" if cell is None else str(cell), formats["cell"])
        lines = max(lines_of(str(cell), width) for cell, width in zip(row, wide, strict=True))
        sheet.set_row(number, min(15 * lines + 5, 400))
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
