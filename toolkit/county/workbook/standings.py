"""报送情况: every unit of the roster, how it stands, and whom to call."""

from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.book import (
    FINDINGS,
    RECEIVED,
    STANDINGS,
    STANDINGS_FIRST,
    CountyBook,
    write_text,
)
from toolkit.county.workbook.findings import finding_links
from toolkit.form.elements import Level
from toolkit.year.workspace import ACCEPTED, MISSING, RETURNED, STATUS_LABELS, UNCONFIRMED, Standing

HEADS = (
    "单位代码",
    "单位名称",
    "类别",
    "名录\n状态",
    "报送\n状态",
    "文件",
    RECEIVED,
    *(f"{level.label}" for level in Level),
    "待说明",
    "联系人",
    "电话",
    "备注",
)
STATUS, DAY = 4, 6


def write_standings(book: CountyBook) -> None:
    """Write 报送情况."""
    columns = book.formats.widths["standings"]["columns"]
    sheet = book.sheet(STANDINGS, columns, f"{book.form.title}报送情况")
    counts = "　".join(f"{word} {number}" for word, number in book.counts.items())
    sheet.merge_range(
        2, 0, 2, len(HEADS) - 1, f"{counts}　（强制、核实、提示：校核发现的处数）", book.formats["small"]
    )
    book.heads(sheet, STANDINGS_FIRST - 1, HEADS)
    sheet.set_row(STANDINGS_FIRST - 1, 34)
    standings, found = book.consolidation.standings, finding_links(book)
    for row, standing in enumerate(standings, STANDINGS_FIRST):
        _line(book, sheet, row, standing, found.get(standing.unit.code))
        texts = {1: standing.unit.name, 5: standing.file or "", 13: _note(book, standing)}
        sheet.set_row(row, book.row_height(texts, columns))
    bottom = STANDINGS_FIRST + max(len(standings), 1) - 1
    styles = {ACCEPTED: "good", RETURNED: "broken", MISSING: "asked"}
    words = {STATUS_LABELS[status]: style for status, style in styles.items()}
    book.formats.colour_words(sheet, STANDINGS_FIRST, bottom, STATUS, words)
    sheet.autofilter(STANDINGS_FIRST - 1, 0, bottom, len(HEADS) - 1)
    sheet.freeze_panes(STANDINGS_FIRST, 2)
    sheet.print_area(0, 0, bottom, len(HEADS) - 1)


def _line(book: CountyBook, sheet: Worksheet, row: int, standing: Standing, link: str | None) -> None:
    """Write a unit; the number of findings leads to the first of them, where there is one."""
    unit, formats = standing.unit, book.formats
    left = (
        unit.code,
        unit.name,
        unit.kind,
        unit.status,
        STATUS_LABELS.get(standing.status, standing.status),
        standing.file or "",
    )
    for column, text in enumerate(left):
        style = "cell" if column in {0, 1, 5} else "cell_centred"
        write_text(sheet, row, column, text, formats[style])
    book.write_day(sheet, row, DAY, standing)
    for column, level in enumerate(Level, 7):
        number = standing.count(level)
        if number and link is not None:
            sheet.write_url(row, column, link, formats["link_centred"], FINDINGS, f"看{unit.name}的校核发现")
            sheet.write_number(row, column, number, formats["link_centred"])
        else:
            sheet.write_number(row, column, number, formats["number"])
    sheet.write_number(row, 10, standing.waiting, formats["number"])
    for column, text in enumerate((unit.contact, unit.phone, _note(book, standing)), 11):
        write_text(sheet, row, column, text, formats["cell"])


def _note(book: CountyBook, standing: Standing) -> str:
    unit = standing.unit
    zeros = UNCONFIRMED if standing.unconfirmed else ""
    parts = (
        zeros,
        "" if unit.counted else "不计入汇总",
        book.consolidation.roster.compiling(unit),
        unit.note,
    )
    return "；".join(part for part in parts if part)
