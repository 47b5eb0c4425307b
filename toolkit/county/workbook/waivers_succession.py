"""例外: what was allowed, by whom, and how often it was used.

单位变动: last year's units reconciled with this year's.
"""

from toolkit.county.workbook.book import SUCCESSION, WAIVERS, CountyBook, write_text

WAIVER_HEADS = ("单位代码", "单位", "规则", "年度", "理由", "批准人", "有效期至", "用到", "状态")
CHANGE_HEADS = ("单位代码", "单位", "变动", "上年", "今年", "前身或去向", "说明")
HEAD = 3


def write_waivers(book: CountyBook) -> None:
    """Write 例外, where there are any."""
    uses = book.consolidation.waivers
    if not uses:
        return
    columns = book.formats.widths["waivers"]["columns"]
    sheet = book.sheet(WAIVERS, columns, f"{book.form.title}校核例外")
    total = sum(use.times for use in uses)
    note = f"共 {len(uses)} 条，用到 {total} 处。例外的问题仍列在校核结果里，不影响通过。"
    sheet.merge_range(2, 0, 2, len(WAIVER_HEADS) - 1, note, book.formats["small"])
    book.heads(sheet, HEAD, WAIVER_HEADS)
    names = {s.unit.code: s.unit.name for s in book.consolidation.standings}
    for row, use in enumerate(uses, HEAD + 1):
        w = use.waiver
        texts = (
            w.unit,
            names.get(w.unit, ""),
            w.rule,
            str(w.year),
            w.reason,
            w.approver,
            w.expires.isoformat(),
        )
        for column, text in enumerate((*texts, "", use.state)):
            write_text(sheet, row, column, text, book.formats["cell" if column in {1, 4} else "cell_centred"])
        sheet.write_number(row, len(texts), use.times, book.formats["number"])
        sheet.set_row(row, book.row_height({4: w.reason}, columns))
    sheet.autofilter(HEAD, 0, HEAD + len(uses), len(WAIVER_HEADS) - 1)
    sheet.freeze_panes(HEAD + 1, 2)


def write_succession(book: CountyBook) -> None:
    """Write 单位变动, where last year's units are known."""
    succession = book.consolidation.succession
    if succession is None:
        return
    columns = book.formats.widths["succession"]["columns"]
    sheet = book.sheet(SUCCESSION, columns, f"{book.form.title}单位变动")
    sheet.merge_range(2, 0, 2, len(CHANGE_HEADS) - 1, succession.sentence, book.formats["small"])
    book.heads(sheet, HEAD, CHANGE_HEADS)
    for row, change in enumerate(succession.changes, HEAD + 1):
        left = book.above.left.get(change.code)
        where = change.relation or (f"没有写。上年的{left}由谁承接？" if left else "")
        texts = {0: change.code, 1: change.name, 2: change.what, 5: where, 6: change.reason}
        for column, text in texts.items():
            write_text(sheet, row, column, text, book.formats["cell_centred" if column in {0, 2} else "cell"])
        for column, number in ((3, change.before), (4, change.after)):
            sheet.write_number(row, column, number, book.formats["number"])
        sheet.set_row(row, book.row_height(texts, columns))
    if not succession.changes:
        sheet.merge_range(
            HEAD + 1, 0, HEAD + 1, len(CHANGE_HEADS) - 1, "没有变动。", book.formats["cell_centred"]
        )
    sheet.freeze_panes(HEAD + 1, 2)
