"""溯源: of which cells of which files each county figure is the sum.

来源文件: those files with their fingerprints.
"""

from collections.abc import Iterator
from itertools import compress, repeat

from toolkit.county.workbook.book import (
    FILES,
    RECEIVED,
    TRACE,
    TRACE_FIRST,
    TRACE_ROOM,
    CountyBook,
    group_name,
    write_text,
)
from toolkit.county.workbook.long_sheets import SheetLine, pieces
from toolkit.layout.place import Place

HEADS = ("表", "项目", "栏目", "单位代码", "单位", "文件", "单元格", "数值")
HEAD = TRACE_FIRST - 1


def write_trace(book: CountyBook) -> None:
    """Write 溯源: one line for each amount that is not zero, figure by figure, unit by unit."""
    formats = book.formats
    styles = [formats[name] for name in (*["cell_shrunk"] * 6, "cell_centred", "figure")]
    note = (
        f"每个不为 0 的合计数由哪些单元格相加而成；没有列出的单位是 0 或没有填。"
        f"筛选“项目”“栏目”可查一个数。文件指纹见“{FILES}”。"
    )
    for name, lines in pieces(TRACE, _lines(book), TRACE_ROOM):
        sheet = book.sheet(name, formats.widths["trace"]["columns"], "合计数来源")
        sheet.merge_range(2, 0, 2, len(HEADS) - 1, note, formats["small"])
        book.heads(sheet, HEAD, HEADS)
        after = sheet.pour(TRACE_FIRST, styles, lines)
        if after == TRACE_FIRST:
            sheet.merge_range(after, 0, after, len(HEADS) - 1, "没有不为 0 的数。", formats["cell_centred"])
            after += 1
        sheet.autofilter(HEAD, 0, after - 1, len(HEADS) - 1)
        sheet.freeze_panes(TRACE_FIRST, 3)


def _lines(book: CountyBook) -> Iterator[SheetLine]:
    c = book.consolidation
    whose = [(s.unit.code, s.unit.name, s.file or "") for s in c.counted]
    moved = [s.submission.moved if s.submission else {} for s in c.counted]
    for key, amounts in c.amounts.items():
        printed = book.form.table(key.table).sheet
        labels = (printed, group_name(book.form, key), book.form.heading(key))
        named = _named(book.layout.places[key], printed)
        places = (
            [_named(mine[key], printed) if key in mine else named for mine in moved] if any(moved) else ()
        )
        where = compress(places, amounts) if places else repeat(named)
        yield from zip(repeat(labels), compress(whose, amounts), where, filter(None, amounts))


def _named(where: Place, printed: str) -> str:
    return where.a1 if where.sheet == printed else f"{where.sheet}!{where.a1}"


def write_files(book: CountyBook) -> None:
    """Write 来源文件: the files whose figures are counted."""
    sheet = book.sheet(FILES, book.formats.widths["files"]["columns"], "计入汇总的文件")
    formats = book.formats
    book.heads(sheet, HEAD, ("单位代码", "单位", "文件", RECEIVED, "文件指纹（SHA-256）"))
    for row, standing in enumerate(book.consolidation.counted, HEAD + 1):
        for column, text in ((0, standing.unit.code), (1, standing.unit.name), (2, standing.file or "")):
            write_text(sheet, row, column, text, formats["cell"])
        book.write_day(sheet, row, 3, standing)
        write_text(sheet, row, 4, standing.sha256 or "", formats["code"])
    bottom = HEAD + max(len(book.consolidation.counted), 1)
    sheet.autofilter(HEAD, 0, bottom, 4)
    sheet.freeze_panes(HEAD + 1, 2)
