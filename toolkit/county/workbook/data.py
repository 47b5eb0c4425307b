"""The sheet 数据: one amount a line, for pivots.

What is 0, blank or 不适用 adds nothing and stands on 分单位明细 only.
"""

from collections.abc import Iterator
from itertools import compress, repeat

from toolkit.county.workbook.book import DATA, DATA_ROOM, CountyBook, group_name
from toolkit.county.workbook.long_sheets import LongWorksheet, SheetLine, pieces

HEADS = ("年度", "单位代码", "单位名称", "单位类别", "大类", "项目", "栏目", "栏次", "是否合计", "数值")
YEAR, CODE, NAME, KIND, GROUP, ROW, COLUMN, NUMBER, SUMMED, AMOUNT = range(len(HEADS))


def write_data(book: CountyBook) -> None:
    """Write 数据 as a native table, ready for a pivot; what one sheet cannot hold goes on to 数据2, 数据3."""
    for name, lines in pieces(DATA, _lines(book), DATA_ROOM):
        sheet: LongWorksheet = book.workbook.add_worksheet(name, worksheet_class=LongWorksheet)
        book.formats.set_widths(sheet, book.formats.widths["data"]["columns"])
        sheet.pour(1, [book.formats["data"]] * len(HEADS), lines)
        sheet.make_table(name, HEADS)
        sheet.freeze_panes(1, NAME + 1)
        sheet.set_selection(1, AMOUNT, 1, AMOUNT)
        book.formats.set_up(sheet, landscape=True, tall=True)
        sheet.repeat_rows(0)


def _lines(book: CountyBook) -> Iterator[SheetLine]:
    c, form = book.consolidation, book.form
    whose = [(c.year, s.unit.code, s.unit.name, s.unit.kind) for s in c.counted]
    for key, amounts in c.amounts.items():
        labels = (
            form.table(key.table).title,
            group_name(form, key),
            form.heading(key),
            form.position[key] + 1,
            "是" if key in form.sums else "否",
        )
        yield from zip(compress(whose, amounts), repeat(labels), filter(None, amounts))
