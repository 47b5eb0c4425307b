"""XlsxWriter still has the private doors that we use, and we use no others."""

import ast
import zipfile
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

import toolkit
from toolkit.layout.xlsxwriter_doors import DOORS, OPTIONS, QuickWorksheet

NAMED = {name for names in DOORS.values() for name in names}


@pytest.mark.parametrize(
    ("owner", "door"), [(owner, name) for owner, names in DOORS.items() for name in names]
)
def test_the_library_still_has_the_door(owner: type, door: str) -> None:
    assert callable(getattr(owner, door, None))


def test_every_private_method_that_we_override_is_named() -> None:
    """What a class of ours that stands on the library's defines with an underscore is one of its doors."""
    for path in ("layout/xlsxwriter_doors.py", "layout/lock.py", "county/workbook/long_sheets.py"):
        tree = ast.parse((Path(toolkit.__file__).parent / path).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(
                ast.unparse(base).endswith(("Workbook", "Worksheet")) for base in node.bases
            ):
                own = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
                assert {name for name in own if name.startswith("_") and name[1] != "_"} <= NAMED, node.name


def test_cells_and_rows_are_written_as_the_library_writes_them() -> None:
    for noted in (False, True):
        assert _sheet(QuickWorksheet, noted=noted) == _sheet(Worksheet, noted=noted)


def _sheet(kind: type[Worksheet], *, noted: bool) -> bytes:
    """Write cells of every sort, far apart and close together, and notes where cells are and are not."""
    made = BytesIO()
    workbook = Workbook(made, OPTIONS)
    style, sheet = workbook.add_format({"bold": True}), workbook.add_worksheet("表", worksheet_class=kind)
    results = (0, -7, 2.5, 1e21, "", "甲", "1", 'a<b&c>"d"', "#N/A", "#1", "=", " ", Decimal("0.10"), True)
    for row, result in enumerate(results, 3):
        for column, given in enumerate((style, None), row % 5):
            sheet.write_formula(row, column, '=IF(A1<2,"x"&B1,C1)', given, result)
    for row, column in ((0, 40), (15, 2), (16, 3), (17, 1), (64, 9)):
        sheet.write_string(row, column, f"第 {row} 行", style)
        sheet.write_number(row, column + 1, row / 3, style)
        sheet.write_blank(row, column + 2, None, style)
        for below, number in enumerate((0, -3, 10**15 + 1, Decimal("0.1"), 2.5), 1):
            sheet.write_number(row + below, column + 3, number, style if row % 2 else None)
            sheet.write_blank(row + below, column + 4, None, style if below % 2 else None)
    sheet.set_row(70, 30)
    for row in (64, 68, 70) if noted else ():
        sheet.write_comment(row, 5, "注")
    other = workbook.add_format({"italic": True})
    sheet.set_row(72, 20, other)
    sheet.set_column(4, 5, 9, other)
    sheet.set_column(6, 6, 9)
    for row, column in product((71, 72), (3, 4, 6)):
        sheet.write_string(row, column, "没有样式")
        for below, given in enumerate((None, style), 10):
            sheet.write_number(row + below, column, 1 / 3, given)
            sheet.write_datetime(row + 2 * below, column, datetime(2023, 1, row - 60), given)
            sheet.write_formula(row + 3 * below, column, "=A1", given, "")
    workbook.close()
    return zipfile.ZipFile(made).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_not_written(number: float) -> None:
    workbook = Workbook(BytesIO(), OPTIONS)
    sheet = workbook.add_worksheet("表", worksheet_class=QuickWorksheet)
    with pytest.raises(TypeError):
        sheet.write_number(0, 0, number)
