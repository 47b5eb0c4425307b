"""The cells of a list that people keep and edit, as texts: the first sheet of a workbook, or a csv file.

What a person sees there besides: numbers shown otherwise than held, cells struck out, rows hidden.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from toolkit.answers.csv_files import CsvError, csv_rows, typed_text
from toolkit.cage import caged
from toolkit.errors import UsageError, explain_error

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .ods, and .xls, begin
_UNSEEN = re.compile(r"_.|\[[^\]]*\]")  # spaces as wide as a sign, colours and conditions
_PADDED, _AS_IT_IS = re.compile("0{2,}"), {"General", "0", "#", "@", ""}
_EXACT = 10**15  # from here on Excel has changed the last digits of a number
_LOOKS = re.compile(r"/?xl/(worksheets/[^/]*|sharedStrings|styles)\.xml", re.IGNORECASE)
_CROSSED = re.compile(rb"<(?:\w+:)?(?:strike\b|row\b[^>]*\b(?:hidden=|ht=.0[.\x22']))")
_Range = tuple[tuple[int, int], tuple[int, int]]  # the first and the last cell, row and column from 0


@dataclass(frozen=True, kw_only=True)
class ListSheet:
    """The cells of a list as texts.

    ``unclear`` says of a cell, by row (from 1) and column (from 0), why its number cannot be told;
    ``merged`` are the ranges of cells that were made one, over several rows; ``beside`` are the lines of the
    workbook's other sheets that are seen, by name: they are not read. ``formats`` are those of numbers that
    have one of their own, ``struck`` the cells that are struck out, ``hidden`` the rows that a person hid.
    """

    lines: list[list[str]]
    beside: Mapping[str, list[list[str]]] = field(default_factory=dict)
    unclear: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: Sequence[_Range] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()


def sheet_of_file(path: Path, what: str) -> ListSheet:
    """Read the cells of a list, the first sheet of a workbook or a csv file, as texts.

    Raises UsageError, CagedError.
    """
    return caged(_sheet_of_file, f"{what} {path.name}", path, what)


def _sheet_of_file(path: Path, what: str) -> ListSheet:
    try:
        data = path.read_bytes()
        if data.startswith(_WORKBOOKS) or path.suffix.lower() not in {".csv", ".txt", ""}:
            return _workbook_sheet(data, f"{what} {path.name}")
        return ListSheet(lines=csv_rows(data))
    except OSError as error:
        raise UsageError(f"{what} {path.name} 打不开：{explain_error(error)}。") from error
    except CsvError as error:
        raise UsageError(f"{what} {path.name} {error}。") from error


def _workbook_sheet(data: bytes, name: str) -> ListSheet:
    from python_calamine import (  # noqa: PLC0415 (only where a sheet is read)
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
        beside = {
            other.name: [
                [_text(cell) for cell in row] for row in workbook.get_sheet_by_name(other.name).to_python()
            ]
            for other in workbook.sheets_metadata[1:]
            if other.visible is SheetVisibleEnum.Visible and other.typ is SheetTypeEnum.WorkSheet
        }
    except (CalamineError, OSError) as error:
        why = explain_error(error) if isinstance(error, OSError) else "不是完整的工作簿"
        raise UsageError(f"{name} 打不开：{why}。请用 Excel 或 WPS 另存为 .xlsx。") from error
    lines = [[_text(cell) for cell in row] for row in rows]
    merged = [(top, end) for top, end in sheet.merged_cell_ranges or () if end[0] > top[0]]
    cells = {(i, j): cell for i, row in enumerate(rows, 1) for j, cell in enumerate(row)}
    numbers = {at: n for at, n in cells.items() if type(n) is float}
    unclear = {at: "被 Excel 当成日期改掉了" for at, cell in cells.items() if isinstance(cell, date)}
    struck, hidden = _crossed_out(data)
    whole = ListSheet(
        lines=lines, unclear=unclear, merged=merged, beside=beside, struck=struck, hidden=hidden
    )
    if not numbers:
        return whole  # as our own rosters are
    unclear |= {
        at: "数字超过 15 位，Excel 已经改掉了后面几位" for at, n in numbers.items() if abs(n) >= _EXACT
    }
    formats = _formats(data, len(lines), max(map(len, lines)))
    for (row, column), style in formats.items():
        text = lines[row - 1][column]
        if not numbers.get((row, column), 0.5).is_integer():
            continue
        if _PADDED.fullmatch(style):
            lines[row - 1][column] = text.zfill(len(style))  # 12 shown as 012
        else:
            unclear[row, column] = f"数字格式“{style}”使它显示成别的样子"
    return replace(whole, unclear=unclear, formats=formats)


def _crossed_out(data: bytes) -> tuple[frozenset[tuple[int, int]], frozenset[int]]:
    """Find the cells that are struck out, by row (from 1) and column (from 0), and the rows that are hidden.

    Not those that a filter hides: a person looks at a part of the list then. The workbook is taken apart only
    where some cell may be struck out, some row hidden.
    """
    from zipfile import ZipFile  # noqa: PLC0415 (only where a sheet is read)

    try:
        with ZipFile(BytesIO(data)) as parts:
            texts = (parts.read(name) for name in parts.namelist() if _LOOKS.fullmatch(name))
            if not any(map(_CROSSED.search, texts)):
                return frozenset(), frozenset()
        from openpyxl import load_workbook  # noqa: PLC0415

        sheet = load_workbook(BytesIO(data), rich_text=True).worksheets[0]
    except Exception:  # noqa: BLE001 (an old .xls, or what openpyxl cannot read: then looks are not known)
        return frozenset(), frozenset()
    struck = frozenset(
        (cell.row, cell.column - 1)
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None
        and (
            cell.font.strike or any(getattr(part, "font", None) and part.font.strike for part in _parts(cell))
        )
    )
    filtered = bool(sheet.auto_filter.filterColumn)
    rows = (row for row, how in sheet.row_dimensions.items() if how.hidden or how.height == 0)
    return struck, frozenset() if filtered else frozenset(rows)


def _parts(cell: Any) -> Sequence[Any]:  # noqa: ANN401 (openpyxl's cell)
    """Return the pieces of a cell's text that have a font of their own."""
    return cell.value if isinstance(cell.value, list) else ()


def _formats(data: bytes, rows: int, columns: int) -> Mapping[tuple[int, int], str]:
    """Return the formats of numbers not shown as they are, by row (from 1) and column (from 0)."""
    from openpyxl import load_workbook  # noqa: PLC0415 (only where a sheet is read)

    found: dict[tuple[int, int], str] = {}
    try:
        sheet = load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets[0]
        for line in sheet.iter_rows(max_row=rows, max_col=columns):
            for cell in line:
                if type(cell.value) in {int, float}:
                    style = _UNSEEN.sub("", cell.number_format.split(";")[0]).strip()
                    as_held = _AS_IT_IS if float(cell.value).is_integer() else {"General", "@", ""}
                    if style not in as_held:
                        found[cell.row, cell.column - 1] = style
    except Exception:  # noqa: BLE001 (an old .xls, or what openpyxl cannot read: then formats are not known)
        return {}
    return found


def _text(cell: object) -> str:
    """Give the text of a cell: a whole number without its decimal point, a date as 2023-01-31."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return typed_text(str(cell))
