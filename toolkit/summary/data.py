"""数据: one figure a line, for pivots and scripts: the sheet 数据, units.csv, totals.csv and texts.csv.

A spreadsheet that opens a CSV file takes a text beginning with ``= + - @`` (or a tab, or their full-width forms)
for a formula. Such a code, name or kind is written with one apostrophe before it; nothing else is changed, so
that a code like 003 stays as it is. Figures are never changed: digits, "" for blank, "/" for 不适用.
All files are UTF-8 without a byte order mark, lines end with a line feed.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from toolkit.archive import UNITS_HEADER
from toolkit.consolidation import Consolidation
from toolkit.look import look, set_up, widths
from toolkit.submission import Figure, inert, plain
from toolkit.summary.book import DATA, Book, group_name
from toolkit.summary.limits import ROW_LIMIT
from toolkit.summary.long import LongWorksheet

TEXTS_HEADER = ("unit_code", "unit_name", "passage", "text")
TOTALS_HEADER = ("table", "row", "column", "value")
HEADS = ("单位代码", "单位名称", "单位类别", "表", "项目", "栏目", "table", "row", "column", "数值")
TOO_MANY = "单位太多，一张 Excel 表放不下，请用 units.csv。"


def units_csv(consolidation: Consolidation) -> str:
    """Write every figure of every counted unit: totals recomputed, confirmed blanks 0."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(UNITS_HEADER)
    for standing, figures in zip(consolidation.counted, consolidation.figures, strict=True):
        unit = standing.unit
        texts = (inert(unit.code), inert(unit.name), inert(unit.kind))
        writer.writerows((*texts, *key, plain(figures[key])) for key in consolidation.form.cells)
    return target.getvalue()


def texts_csv(consolidation: Consolidation) -> str:
    """Write every passage of prose of every counted unit, for next year's comparison."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(TEXTS_HEADER)
    for standing in consolidation.counted:
        unit, written = standing.unit, standing.submission.narrative if standing.submission else {}
        passages = [
            (field.key, written[field.key])
            for field in consolidation.form.narrative
            if written.get(field.key)
        ]
        writer.writerows((inert(unit.code), inert(unit.name), key, inert(text)) for key, text in passages)
    return target.getvalue()


def totals_csv(consolidation: Consolidation) -> str:
    """Write the county's figures; the file can be filled into a workbook of the same form."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(TOTALS_HEADER)
    writer.writerows((*key, plain(consolidation.totals[key])) for key in consolidation.form.cells)
    return target.getvalue()


def write_data(book: Book) -> None:
    """Write 数据 as a native table, ready for a pivot."""
    c = book.consolidation
    sheet: LongWorksheet = book.workbook.add_worksheet(DATA, worksheet_class=LongWorksheet)
    widths(sheet, look()["widths"]["data"]["columns"])
    if len(c.counted) * len(book.form.cells) >= ROW_LIMIT:
        sheet.write_string(0, 0, TOO_MANY, book.formats["one_line"])
        return
    sheet.pour(1, [book.formats["data"]] * len(HEADS), _lines(book))
    sheet.make_table(DATA, HEADS)
    sheet.freeze_panes(1, 2)
    set_up(sheet, landscape=True, tall=True)
    sheet.repeat_rows(0)


def _lines(book: Book) -> Iterator[tuple[str | Figure, ...]]:
    c, form = book.consolidation, book.form
    keys = [
        (key, (form.table(key.table).sheet, group_name(form, key), form.column(key).label, *key))
        for key in form.cells
    ]
    for standing, figures in zip(c.counted, c.figures, strict=True):
        unit = standing.unit
        for key, labels in keys:
            yield (unit.code, unit.name, unit.kind, *labels, figures[key])
