"""封面: whose summary it is, how complete it is, what is inside, and who signs for it."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.balance import balance_verdict
from toolkit.county.workbook.book import (
    BALANCE,
    BRIEFING,
    CHARTS,
    COMPARISON,
    COVER,
    DATA,
    DETAILS,
    FILES,
    FINDINGS,
    LOOKUP,
    NOTES,
    SERIES,
    STANDINGS,
    SUCCESSION,
    TRACE,
    WAIVERS,
    CountyBook,
    top_of,
)
from toolkit.form.elements import Level, name_some
from toolkit.year.workspace import MISSING, RETURNED, STATUS_LABELS

LEFT, RIGHT = 1, 5
NAMES_SHOWN = 40
SIGNATURES = ("填表人（签字）：", "审核人（签字）：", "负责人（签字）：")


def write_cover(book: CountyBook) -> None:
    """Write the cover."""
    sheet, c = book.workbook.add_worksheet(COVER), book.consolidation
    book.formats.set_up(sheet)
    columns = book.formats.widths["summary_cover"]["columns"]
    book.formats.set_widths(sheet, columns)
    _line(book, sheet, 0, c.county, style="title", height=34)
    _line(book, sheet, 1, f"{c.form.title}汇总表", style="title", height=34)
    _line(book, sheet, 2, f"{c.year} 年度　（{c.form.basis}）", style="subtitle", height=24)
    _line(
        book,
        sheet,
        3,
        c.notice,
        style="notice",
        height=20 * book.formats.lines_of(c.notice, sum(columns[LEFT:])),
    )
    row = _draft(book, sheet, 5) if c.draft else 5
    row = _coverage(book, sheet, row)
    row = _corrected(book, sheet, row)
    row = _found(book, sheet, row)
    row = _contents(book, sheet, row)
    row = _signatures(book, sheet, row)
    sheet.print_area(0, 0, row, RIGHT)


def _line(book: CountyBook, sheet: Worksheet, row: int, text: str, *, style: str, height: float) -> None:
    sheet.merge_range(row, LEFT, row, RIGHT, "", book.formats[style])
    sheet.write_string(row, LEFT, text, book.formats[style])
    sheet.set_row(row, min(height, book.formats.HIGHEST))


def _draft(book: CountyBook, sheet: Worksheet, row: int) -> int:
    """Mark the summary as a 草稿 and name who is missing; return the next free row."""
    c = book.consolidation
    _line(book, sheet, row, "草　　稿", style="draft", height=56)
    room = sum(book.formats.widths["summary_cover"]["columns"][LEFT:])
    due = {STATUS_LABELS[status]: [s.named for s in c.waiting(status)] for status in (MISSING, RETURNED)}
    others = {"名录里没有": c.unlisted, "名录里是撤销或代编的，报来了": c.uncalled}
    for label, names in {**due, **others}.items():
        if names:
            more = f" 等，名单见“{STANDINGS}”" if label in due else " 等"
            listed = name_some(names, NAMES_SHOWN, more)
            text = f"{label}（{len(names)} 个）：{listed}"
            row += 1
            _line(
                book, sheet, row, text, style="left_notice", height=16 * book.formats.lines_of(text, room) + 6
            )
    if c.complete:
        row += 1
        _line(book, sheet, row, "单位已全部通过；按要求先出草稿。", style="left_notice", height=22)
    return row + 2


def _coverage(book: CountyBook, sheet: Worksheet, row: int) -> int:
    for column, (word, number) in enumerate(book.counts.items(), LEFT):
        sheet.write_string(row, column, word, book.formats["head"])
        sheet.write_number(row + 1, column, number, book.formats["status"])
    sheet.set_row(row, 22)
    sheet.set_row(row + 1, 28)
    due, done = book.counts["应报"], book.counts["通过"]
    counted = len(book.consolidation.counted)
    text = f"汇总 {counted} 个单位的数据；名录共 {len(book.consolidation.standings)} 个单位。"
    if due:
        text = f"通过率 {done * 100 / due:.1f}%（通过 {done} ÷ 应报 {due}）。{text}"
    _line(book, sheet, row + 2, text, style="cell", height=22)
    return row + 3


def _corrected(book: CountyBook, sheet: Worksheet, row: int) -> int:
    """Say that published figures have changed; return the next free row."""
    if not book.corrected:
        return row
    later = "现在是草稿，定稿以后再更正。" if book.consolidation.draft else ""
    text = (
        f"更正：与已发布的版本相比，有 {len(book.corrected)} 个合计数变了，各表里标成橙色，"
        f"批注写明原来的数和由哪些单位引起。{later}"
    )
    room = sum(book.formats.widths["summary_cover"]["columns"][LEFT:])
    _line(book, sheet, row, text, style="left_notice", height=16 * book.formats.lines_of(text, room) + 6)
    return row + 1


def _found(book: CountyBook, sheet: Worksheet, row: int) -> int:
    """Say how many findings there are; return the next free row."""
    counts = {
        level: sum(standing.count(level) for standing in book.consolidation.standings) for level in Level
    }
    said = "，".join(f"{level.label} {number} 处" for level, number in counts.items())
    waived = sum(standing.waived for standing in book.consolidation.standings)
    said += f"；{book.consolidation.waiting_named}，例外 {waived} 处"
    _line(book, sheet, row, f"各单位的校核发现：{said}。详见“{FINDINGS}”。", style="cell", height=22)
    formula, shown = balance_verdict(book)
    row += 1
    sheet.merge_range(row, LEFT, row, RIGHT, "", book.formats["cell"])
    sheet.write_formula(row, LEFT, formula, book.formats["cell"], shown)
    room = sum(book.formats.widths["summary_cover"]["columns"][LEFT:])
    sheet.set_row(row, 16 * book.formats.lines_of(shown, room) + 6)
    return row + 2


def _contents(book: CountyBook, sheet: Worksheet, row: int) -> int:
    """List the sheets with links; return the next free row."""
    sheet.write_string(row, LEFT, "工作表", book.formats["head"])
    sheet.merge_range(row, LEFT + 1, row, RIGHT, "内容", book.formats["head"])
    for name, what in _sheets(book):
        row += 1
        sheet.write_url(row, LEFT, top_of(name), book.formats["link_centred"], name)
        sheet.merge_range(row, LEFT + 1, row, RIGHT, what, book.formats["cell"])
        sheet.set_row(row, 20)
    if book.beside:
        row += 1
        text = f"“{DATA}”“{TRACE}”“{LOOKUP}”行数太多，另在同一文件夹的“{book.elsewhere}”里。"
        _line(book, sheet, row, text, style="cell", height=22)
    row += 1
    text = f"送签打印：先点“{COVER}”，按住 Shift 再点“{CHARTS}”，打印；后面的表供查阅。"
    _line(book, sheet, row, text, style="small", height=18)
    return row + 2


def _sheets(book: CountyBook) -> Iterator[tuple[str, str]]:
    """Give the sheets in their order: those that are signed, then those to look things up in."""
    yield BRIEFING, "给签字领导的一页：报送、核对、变化最大的数、请定的事"
    yield NOTES, "空格、0、/ 的意思，哪些单位计入，怎样比较"
    yield STANDINGS, "名录中每个单位的报送状态、文件、校核发现的处数、联系方式"
    for table in book.form.tables:
        yield table.sheet, f"{table.heading}（{book.consolidation.area}合计）"
    yield BALANCE, "强制规则在合计上重算：左边、右边、差额、通过或不通过"
    yield CHARTS, "由合计数生成的图（送签打印到这里为止）"
    if book.consolidation.waivers:
        yield WAIVERS, "批准的例外：单位、规则、理由、批准人，用到几处"
    if book.consolidation.succession is not None:
        yield SUCCESSION, "与上年相比增加、减少的单位和原因"
    if book.baseline is not None:
        yield COMPARISON, "与上年的比较"
    if book.past:
        yield SERIES, "历年数据和图"
    yield DETAILS, "一个单位一行，合计与各类小计"
    yield FINDINGS, "校核发现的每一处，强制在前"
    yield FILES, "计入汇总的文件和文件指纹（SHA-256）"
    if not book.beside:
        yield LOOKUP, "选一个单位或一类单位，看它的数"
        yield TRACE, "每个合计数来自哪些单位、文件、单元格"
        yield DATA, "一数一行的数据表，供数据透视"


def _signatures(book: CountyBook, sheet: Worksheet, row: int) -> int:
    """Leave places to sign, date and seal; return the last row."""
    for text in SIGNATURES:
        sheet.set_row(row, 28)
        sheet.write_string(row, LEFT, text, book.formats["plain"])
        sheet.merge_range(row, LEFT + 1, row, LEFT + 2, "", book.formats["sign"])
        row += 1
    sheet.write_string(row, RIGHT - 1, "（盖章）", book.formats["subtitle"])
    sheet.write_string(row + 1, RIGHT - 1, "年　　月　　日", book.formats["subtitle"])
    return row + 1
