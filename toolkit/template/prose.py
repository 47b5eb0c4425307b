"""文字报告: the passages of the report that are words, one wide cell each."""

from toolkit.layout.layout import PROSE
from toolkit.layout.look import look, set_up, set_widths
from toolkit.layout.title_line import title_line
from toolkit.template.book import TemplateBook

LIMIT = 20_000  # characters in one passage; a cell of Excel holds 32,767

PER_LINE = 40  # characters of 仿宋 12 in a printed line of the column
LINE_HEIGHT = 16  # points
TALLEST = 409  # points: Excel's highest row
MOST_LINES = (TALLEST - 8) // LINE_HEIGHT
BESIDE = 2  # the column of the count, beside the printed area


def printed_lines(text: str) -> int:
    """Count the lines of a passage on paper, every character as wide as a Chinese one."""
    return sum(max(1, -(-len(line) // PER_LINE)) for line in text.split("\n"))


def write_prose(book: TemplateBook) -> None:
    """Write the sheet of prose."""
    sheet, formats = book.sheet(PROSE), book.formats
    set_up(sheet, tall=True)
    set_widths(sheet, look()["widths"]["prose"]["columns"])
    sheet.write_string(0, 0, "文字报告", formats["title"])
    sheet.write_string(
        1,
        0,
        f"{title_line(book.content.unit_name, book.content.year)}　　{book.content.notice}",
        formats["plain"],
    )
    sheet.write_string(
        2, 0, "在浅黄色的格里写文字；换行按 Alt+Enter。文字里的数要与各表一致。", formats["small"]
    )
    sheet.set_row(0, 30)
    for field in book.form.narrative:
        place = book.layout.narrative[field.key]
        text = book.content.narrative.get(field.key, "")
        sheet.write_string(place.row - 1, 0, f"{field.section}　{field.label}", formats["head"])
        sheet.set_row(place.row - 1, 24)
        sheet.write_string(place.row, 0, text, formats["prose"]) if text else sheet.write_blank(
            place.row, 0, None, formats["prose"]
        )
        if text:
            sheet.set_row(place.row, min(TALLEST, LINE_HEIGHT * printed_lines(text) + 8))
        # a row without a height of its own grows with what is typed; what stands beside it keeps it open while it is blank
        formula, said = _count(place.a1, text, field.says)
        sheet.write_formula(place.row, BESIDE, formula, formats["small"], said)
        sheet.data_validation(
            place.row, 0, place.row, 0,
            {"validate": "length", "criteria": "<=", "value": LIMIT, "ignore_blank": True, "input_title": field.label,
             "input_message": field.says, "error_title": field.label, "error_message": f"最多 {LIMIT} 字。", "error_type": "stop"},
        )  # fmt: skip
    first = min(book.layout.narrative.values())
    sheet.set_selection(first.row, first.column, first.row, first.column)
    # a sheet of one column is cut by LibreOffice where it is too wide; one of two is fitted to the page
    sheet.print_area(0, 0, max(place.row for place in book.layout.narrative.values()), 1)


def _count(cell: str, text: str, says: str) -> tuple[str, str]:
    """Formula and cached words: what is written in a cell, counted live, and a warning before the paper cuts it."""
    breaks = f'LEN({cell})-LEN(SUBSTITUTE({cell},CHAR(10),""))'
    lines = f"INT((LEN({cell})+{PER_LINE - 1})/{PER_LINE})+{breaks}"
    waiting, cut = f"还没有写。\n{says}", f"\n超过 {MOST_LINES} 行，打印会被截断：请精简，或把全文另附纸打印"
    formula = f'=IF(LEN({cell})=0,"{_quoted(waiting)}","已写 "&LEN({cell})&" 字"&IF({lines}>{MOST_LINES},"{_quoted(cut)}",""))'
    about = -(-len(text) // PER_LINE) + text.count("\n")
    said = f"已写 {len(text)} 字{cut if about > MOST_LINES else ''}" if text else waiting
    return formula, said


def _quoted(text: str) -> str:
    return text.replace('"', '""').replace("\n", '"&CHAR(10)&"')
