"""填报说明: how to fill the workbook, row by row with its article, printed from the form."""

from collections.abc import Iterator

from toolkit.layout.place import GUIDE
from toolkit.template.book import TemplateBook

ONE_PAGE = 60  # lines of instructions that can be read on one page
STEPS = (
    "只填浅黄色的格；灰色的格自动计算；其他格已锁定，不需要改。下发时知道的上年数已经填好，请核对。",
    "没有发生的填 0。空白不等于 0：空着的格算“待填”，除非在封面把“空白格按 0 计”选为“是”。",
    "从别处复制数字，用“选择性粘贴→数值”，不要把整张表贴在要填的表里；Word 里的整张表可以先贴到“粘贴区”。",
    "一格只写一个数，不写“件”“元”等字；写了字的格变红，“待改”就是说它，重新输入数字就好。",
    "填完看“校核”：不通过的要改正，待说明的到“核实说明”写明原因；封面和文字写全；封面显示“可以上报”后保存。",
    "打印封面和各表，签字、盖章；纸质件与电子件必须一致。把本文件（.xlsx）原样发回下发单位，不要改成别的格式。",
)


def write_guide(book: TemplateBook) -> None:
    """Write the instructions."""
    sheet, formats = book.sheet(GUIDE), book.formats
    lines = [*_lines(book)]
    formats.set_up(sheet, tall=len(lines) > ONE_PAGE)
    formats.set_widths(sheet, formats.widths["guide"]["columns"])
    sheet.merge_range(0, 0, 0, 3, "填报说明", formats["title"])
    sheet.set_row(0, 30)
    row = 1
    for number, step in enumerate(STEPS, 1):
        sheet.write_number(row, 0, number, formats["cell_centred"])
        sheet.merge_range(row, 1, row, 3, step, formats["cell"])
        sheet.set_row(row, 34)
        row += 1
    row += 1
    for column, text in enumerate(("表", "项目", "填写说明", "依据")):
        sheet.write_string(row, column, text, formats["head"])
    for cells in lines:
        row += 1
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, formats["cell" if column else "cell_centred"])
        sheet.set_row(
            row, 16 * max(-(-len(cells[1]) // 16), -(-len(cells[2]) // 29), -(-len(cells[3]) // 11)) + 4
        )
    sheet.print_area(0, 0, row, 3)


def _lines(book: TemplateBook) -> Iterator[tuple[str, str, str, str]]:
    for kind in book.form.kinds.values():
        yield kind.id, kind.label, kind.says, ""
    for table in book.form.tables:
        for block in table.blocks:
            for row in block.rows:
                says = row.says or ("自动相加，不用填。" if row.sum_of else "")
                lawful = block.article.startswith("第")  # else it is the title of the block
                basis = row.article or (f"条例{block.article}" if lawful else "")
                if says or basis:
                    titled = f"{block.article}：{row.label}" if block.article and not lawful else row.label
                    yield table.sheet, titled, says or "按依据的条款归类计数。", basis
    for field in book.form.narrative:
        yield "文字", field.label, field.says, field.section
