"""溯源: of which cells of which files each county figure is the sum; 来源文件: those files with their hashes."""

from collections.abc import Iterator
from itertools import islice

from toolkit.answers.submission import Figure, Mark
from toolkit.county.workbook.book import DETAILS, FILES, TRACE, CountyBook, group_name, source_of, write_text
from toolkit.layout.limits import ROW_LIMIT
from toolkit.layout.look import look

HEADS = ("表", "项目", "栏目", "单位代码", "单位", "文件", "SHA-256\n前 12 位", "工作表", "单元格", "数值")
HEAD = 3
SHORT = 12


def write_trace(book: CountyBook) -> None:
    """Write 溯源: one line for each amount that is not zero, figure by figure, unit by unit."""
    sheet, formats = book.sheet(TRACE, look()["widths"]["trace"]["columns"], "合计数来源"), book.formats
    note = f"每个不为 0 的合计数由哪些单元格相加而成；没有列出的单位是 0 或没有填。筛选“项目”“栏目”可查一个数。完整哈希见“{FILES}”。"
    sheet.merge_range(2, 0, 2, len(HEADS) - 1, note, formats["small"])
    book.heads(sheet, HEAD, HEADS)
    sheet.set_row(HEAD, 34)
    styles = [formats[name] for name in (*["cell"] * 7, "cell_centred", "cell_centred", "figure")]
    room = ROW_LIMIT - HEAD - 2
    after = sheet.pour(HEAD + 1, styles, islice(_lines(book), room))
    if after == HEAD + 1:
        sheet.merge_range(after, 0, after, len(HEADS) - 1, "没有不为 0 的数。", formats["cell_centred"])
        after += 1
    elif after > room:
        sheet.merge_range(
            2, 0, 2, len(HEADS) - 1, f"行数超过 Excel 的上限，下面不全，请看“{DETAILS}”。", formats["notice"]
        )
    sheet.autofilter(HEAD, 0, after - 1, len(HEADS) - 1)
    sheet.freeze_panes(HEAD + 1, 3)


def _lines(book: CountyBook) -> Iterator[tuple[str | Figure, ...]]:
    c = book.consolidation
    units = [(s, (s.unit.code, s.unit.name, s.file or "", (s.sha256 or "")[:SHORT])) for s in c.counted]
    for key in book.form.cells:
        labels = (book.form.table(key.table).sheet, group_name(book.form, key), book.form.column(key).label)
        home = book.layout.places[key]
        printed = (home.sheet, home.a1)
        for (standing, whose), figures in zip(units, c.figures, strict=True):
            amount = figures[key]
            if isinstance(amount, Mark) or not amount:
                continue
            where = source_of(standing, key, book.layout)
            yield (*labels, *whose, *(printed if where is home else (where.sheet, where.a1)), amount)


def write_files(book: CountyBook) -> None:
    """Write 来源文件: the files whose figures are counted."""
    sheet = book.sheet(FILES, look()["widths"]["files"]["columns"], "计入汇总的文件")
    formats = book.formats
    book.heads(sheet, HEAD, ("单位代码", "单位", "文件", book.dated, "SHA-256"))
    for row, standing in enumerate(book.consolidation.counted, HEAD + 1):
        for column, text in ((0, standing.unit.code), (1, standing.unit.name), (2, standing.file or "")):
            write_text(sheet, row, column, text, formats["cell"])
        book.write_day(sheet, row, 3, standing)
        write_text(sheet, row, 4, standing.sha256 or "", formats["code"])
    bottom = HEAD + max(len(book.consolidation.counted), 1)
    sheet.autofilter(HEAD, 0, bottom, 4)
    sheet.freeze_panes(HEAD + 1, 2)
