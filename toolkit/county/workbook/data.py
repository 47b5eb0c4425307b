"""The sheet 数据: one figure a line, for pivots."""

from collections.abc import Iterator

from toolkit.answers.submission import Figure
from toolkit.county.workbook.book import DATA, CountyBook, group_name
from toolkit.county.workbook.long_sheets import LongWorksheet
from toolkit.layout.limits import ROW_LIMIT
from toolkit.layout.look import look, set_up, set_widths

HEADS = ("单位代码", "单位名称", "单位类别", "表", "项目", "栏目", "table", "row", "column", "数值")
TOO_MANY = "单位太多，一张 Excel 表放不下，请用 units.csv。"


def write_data(book: CountyBook) -> None:
    """Write 数据 as a native table, ready for a pivot."""
    c = book.consolidation
    sheet: LongWorksheet = book.workbook.add_worksheet(DATA, worksheet_class=LongWorksheet)
    set_widths(sheet, look()["widths"]["data"]["columns"])
    if len(c.counted) * len(book.form.cells) >= ROW_LIMIT:
        sheet.write_string(0, 0, TOO_MANY, book.formats["one_line"])
        return
    sheet.pour(1, [book.formats["data"]] * len(HEADS), _lines(book))
    sheet.make_table(DATA, HEADS)
    sheet.freeze_panes(1, 2)
    set_up(sheet, landscape=True, tall=True)
    sheet.repeat_rows(0)


def _lines(book: CountyBook) -> Iterator[tuple[str | Figure, ...]]:
    c, form = book.consolidation, book.form
    keys = [
        (key, (form.table(key.table).sheet, group_name(form, key), form.column(key).label, *key))
        for key in form.cells
    ]
    for standing, figures in zip(c.counted, c.figures, strict=True):
        unit = standing.unit
        for key, labels in keys:
            yield (unit.code, unit.name, unit.kind, *labels, figures[key])
