"""Plain workbooks of rows: a head, one line a row, filtered and frozen."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from toolkit.layout.look import Formats


Row: TypeAlias = Sequence[object]
Sheet: TypeAlias = tuple[str, Sequence[str], Sequence[float], Sequence[Row]]
LONGEST = 32_000  # characters of a cell
HEADER = 120  # characters of what stands on every page; Excel takes 255


def sheet_of_rows(title: str, heads: Sequence[str], wide: Sequence[float], rows: Sequence[Row]) -> bytes:
    """Make a workbook of one sheet: a head, one line a row, filtered and frozen."""
    return sheets_of_rows([(title, heads, wide, rows)])


def sheets_of_rows(sheets: Sequence[Sheet], *, title: str = "", banner: str = "") -> bytes:
    """Make a workbook of such sheets, each with name, heads, widths and rows.

    `banner` stands on every printed page.
    """
    target = BytesIO()
    workbook, formats = begin_workbook(target, title or sheets[0][0])
    for content in sheets:
        name, heads, wide, rows = content
        head = "　".join(text for text in (title, name, banner) if text)
        _write_rows(workbook, formats, (name, heads, wide, rows or [("没有",)]), head)
    workbook.close()
    return target.getvalue()


def begin_workbook(target: BytesIO, title: str) -> "tuple[Workbook, Formats]":
    """Begin a workbook in which no text becomes anything else; the same content gives the same bytes."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 (only where a workbook is asked for)

    from toolkit.layout.look import Formats  # noqa: PLC0415
    from toolkit.layout.xlsxwriter_doors import OPTIONS  # noqa: PLC0415

    workbook = Workbook(target, OPTIONS)
    workbook.set_properties({"title": title, "created": datetime(2020, 1, 1)})  # noqa: DTZ001
    return workbook, Formats(workbook)


def _write_rows(workbook: "Workbook", formats: "Formats", content: Sheet, head: str) -> None:
    name, heads, wide, rows = content
    sheet = workbook.add_worksheet(name)
    formats.set_up(sheet, landscape=True, tall=True)
    sheet.set_header(f"&C{head[:HEADER].replace('&', '&&')}")
    formats.set_widths(sheet, wide)
    sheet.set_row(0, formats.heights["head"])
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, formats["head"])
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                sheet.write_number(number, column, cell, formats["number"])
            else:
                sheet.write_string(
                    number, column, "" if cell is None else str(cell)[:LONGEST], formats["cell"]
                )
        lines = max(formats.lines_of(str(cell), width) for cell, width in zip(row, wide, strict=False))
        sheet.set_row(number, min(15 * lines + 6, formats.HIGHEST))
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
