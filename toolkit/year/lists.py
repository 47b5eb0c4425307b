"""Lists that people keep and edit, as lines of texts."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import dropwhile
from pathlib import Path

from toolkit.errors import UsageError, explain_error

_UNSEEN = re.compile(r"_.|\[[^\]]*\]")  # spaces as wide as a sign, colours and conditions
_PADDED, _AS_IT_IS = re.compile("0{2,}"), {"General", "0", "#", "@", ""}


@dataclass(frozen=True, kw_only=True)
class ListSheet:
    """A list that people keep: its cells as texts, and the number formats that hide what a cell shows, by row and column."""

    lines: list[list[str]]
    unclear: Mapping[tuple[int, int], str] = field(default_factory=dict)


def lines_of_file(path: Path, what: str) -> list[list[str]]:
    """Read the cells of a list that people keep (.xlsx or .csv, whatever its encoding) as texts, from its head on."""
    return list(dropwhile(lambda line: not any(line), sheet_of_file(path, what).lines))


def sheet_of_file(path: Path, what: str) -> ListSheet:
    """Read the first sheet of a list that people keep (.xlsx or .csv). Raises UsageError."""
    return (
        ListSheet(lines=_csv_lines(path, what))
        if path.suffix.lower() == ".csv"
        else _workbook_sheet(path, what)
    )


def _csv_lines(path: Path, what: str) -> list[list[str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{what} {path.name} 打不开：{explain_error(error)}。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(data.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{what} {path.name} 的编码不认识，请另存为 UTF-8 编码的 CSV。")


def _workbook_sheet(path: Path, what: str) -> ListSheet:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (only where a sheet is read)

    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        why = explain_error(error) if isinstance(error, OSError) else "不是完整的工作簿"
        raise UsageError(f"{what} {path.name} 打不开：{why}。请用 Excel 或 WPS 另存为 .xlsx。") from error
    lines = [[_text(cell) for cell in row] for row in rows]
    unclear: dict[tuple[int, int], str] = {}
    if not any(isinstance(cell, int | float) for row in rows for cell in row):
        return ListSheet(lines=lines)  # as our own rosters are
    for (row, column), style in _formats(path, len(lines), max(map(len, lines))).items():
        text = lines[row - 1][column]
        if _PADDED.fullmatch(style):
            lines[row - 1][column] = text.zfill(len(style))  # 12 shown as 012
        else:
            unclear[row, column] = style
    return ListSheet(lines=lines, unclear=unclear)


def _formats(path: Path, rows: int, columns: int) -> Mapping[tuple[int, int], str]:
    """Return the number formats of whole numbers that are not shown as they are, by row (from 1) and column (from 0)."""
    from openpyxl import load_workbook  # noqa: PLC0415 (only where a sheet is read)

    found: dict[tuple[int, int], str] = {}
    try:
        sheet = load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True).worksheets[0]
        for line in sheet.iter_rows(max_row=rows, max_col=columns):
            for cell in line:
                if type(cell.value) in {int, float} and float(cell.value).is_integer():
                    style = _UNSEEN.sub("", cell.number_format.split(";")[0]).strip()
                    if style not in _AS_IT_IS:
                        found[cell.row, cell.column - 1] = style
    except Exception:  # noqa: BLE001 (an old .xls, or what openpyxl cannot read: then formats are not known)
        return {}
    return found


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def columns_of(
    headings: Mapping[str, tuple[str, ...]], optional: Sequence[str], head: Sequence[str], source: str
) -> dict[str, int]:
    """Find the column of each key by its official heading or another that offices use. Raises UsageError."""
    titles = [title.strip().lower() for title in head]
    columns = {
        key: titles.index(name)
        for key, names in headings.items()
        for name in reversed(names)
        if name in titles
    }
    missing = [names[0] for key, names in headings.items() if key not in columns and key not in optional]
    if missing:
        raise UsageError(f"{source} 的第一行缺少“{'”“'.join(missing)}”。")
    return columns


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes of a list: 010、011."""
    return tuple(code.strip() for code in re.split("[，,、;；]", text) if code.strip())
