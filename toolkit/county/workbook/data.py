"""The sheet 数据: one figure a line, for pivots."""

from collections.abc import Iterator

from toolkit.answers.submission import Figure
from toolkit.county.workbook.book import DATA, CountyBook, group_name
from toolkit.county.workbook.long_sheets import LongWorksheet
from toolkit.layout.limits import ROW_LIMIT
from toolkit.layout.look import look, set_up, set_widths

HEADS = (
    "年度", "单位代码", "单位名称", "单位类别", "表", "大类", "项目", "栏目", "是否合计", "table", "row", "column", "数值",
)  # fmt: skip
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
    keys = []
    for key in form.cells:
        table, summed = form.table(key.table), "是" if key in form.sums else "否"
        told = (table.sheet, table.title, group_name(form, key), form.column(key).label)
        keys.append((key, (*told, summed, *key)))
    for standing, figures in zip(c.counted, c.figures, strict=True):
        unit = standing.unit
        for key, labels in keys:
            yield (c.year, unit.code, unit.name, unit.kind, *labels, figures[key])
