"""文字报告: the passages of the report that are words, one wide cell each."""

from toolkit.layout.layout import PROSE
from toolkit.layout.look import look, set_up, set_widths
from toolkit.template.book import TemplateBook

LIMIT = 20_000  # characters in one passage; a cell of Excel holds 32,767


def write_prose(book: TemplateBook) -> None:
    """Write the sheet of prose."""
    sheet, formats = book.sheet(PROSE), book.formats
    set_up(sheet, tall=True)
    set_widths(sheet, look()["widths"]["prose"]["columns"])
    sheet.write_string(0, 0, "文字报告", formats["title"])
    sheet.write_string(
        1,
        0,
        f"单位：{book.content.unit_name}　　{book.content.year} 年度　　{book.content.notice}",
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
        lines = sum(1 + len(line) // 50 for line in text.split("\n"))
        sheet.set_row(place.row, min(409, max(look()["heights"]["prose"] / 2, 17 * lines + 8)))
        sheet.data_validation(
            place.row, 0, place.row, 0,
            {"validate": "length", "criteria": "<=", "value": LIMIT, "ignore_blank": True, "input_title": field.label,
             "input_message": field.says, "error_title": field.label, "error_message": f"最多 {LIMIT} 字。", "error_type": "stop"},
        )  # fmt: skip
    first = min(book.layout.narrative.values())
    sheet.set_selection(first.row, first.column, first.row, first.column)
    # a sheet of one column is cut by LibreOffice where it is too wide; one of two is fitted to the page
    sheet.print_area(0, 0, max(place.row for place in book.layout.narrative.values()), 1)
