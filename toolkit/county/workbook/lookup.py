"""查数: choose a kind of unit, or a unit, and see its figures.

Live SUMIFS over 数据, parts only, so nothing counts twice.
"""

from collections.abc import Iterator

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from toolkit.county.workbook.book import LOOKUP, CountyBook, group_name, write_text
from toolkit.county.workbook.data import AMOUNT, KIND, NAME, NUMBER

ALL = "全部"
CHOICES = ((3, "单位类别", KIND), (4, "单位", NAME))
HEADS = ("表", "项目", "栏目", "栏次", "数值")
SHEET, GROUP, HEADING, PLACE, SUM = range(len(HEADS))
HEAD = 6
CRITERION = 5  # the column, beside what was chosen, that holds it as SUMIFS understands it
LISTS = 6


def write_lookup(book: CountyBook) -> None:
    """Write 查数."""
    columns, formats, c = book.formats.widths["lookup"]["columns"], book.formats, book.consolidation
    sheet = book.sheet(LOOKUP, columns, "按单位、按类别查数", landscape=False, across=len(HEADS))
    note = (
        "在黄格里选单位类别或单位，下面的数随“数据”自动相加；只列填报的数，不列总计、小计，可以直接相加。"
        "0：没有不为 0 的数。"
    )
    sheet.merge_range(2, 0, 2, len(HEADS) - 1, note, formats["small"])
    sheet.set_row(2, 28)
    lists = ((ALL, *c.kinds), (ALL, *dict.fromkeys(s.unit.name for s in c.counted)))
    for (row, label, _), column, choices in zip(CHOICES, (LISTS, LISTS + 1), lists, strict=True):
        sheet.write_string(row, 0, label, formats["head"])
        sheet.write_string(row, 1, ALL, formats["choice"])
        chosen = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
        plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({chosen},"~","~~"),"*","~*"),"?","~?")'
        sheet.write_formula(
            row,
            CRITERION,
            f'=IF(OR({chosen}="",{chosen}="{ALL}"),"<>{ALL}","="&{plain})',
            formats["hidden"],
            f"<>{ALL}",
        )
        sheet.write_string(HEAD, column, label, formats["head_small"])
        for at, choice in enumerate(choices, HEAD + 1):
            write_text(sheet, at, column, choice, formats["cell"])
        span = xl_range_abs(HEAD + 1, column, HEAD + len(choices), column)
        sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": f"={span}"})
    book.heads(sheet, HEAD, HEADS)
    for row, key in enumerate(book.form.inputs, HEAD + 1):
        total, decimals = sum(c.amounts[key]), book.form.kind(key).decimals
        sheet.write_string(row, SHEET, book.form.table(key.table).sheet, formats["cell_centred"])
        sheet.write_string(row, GROUP, group_name(book.form, key), formats["cell"])
        sheet.write_string(row, HEADING, book.form.heading(key), formats["cell"])
        sheet.write_number(row, PLACE, book.form.position[key] + 1, formats["cell_centred"])
        added = "+".join(_sums(book, row))
        formula = f"=ROUND({added},{decimals})" if decimals else f"={added}"
        sheet.write_formula(row, SUM, formula, formats["figure"], total)
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.print_area(0, 0, HEAD + len(book.form.inputs), len(HEADS) - 1)
    sheet.set_selection(CHOICES[0][0], 1, CHOICES[0][0], 1)


def _sums(book: CountyBook, row: int) -> Iterator[str]:
    """Give the sum over each sheet of 数据."""
    for name, lines in book.data_sheets:
        number, kind, unit, amount = (
            f"'{name}'!{xl_range_abs(1, column, max(lines, 1), column)}"
            for column in (NUMBER, KIND, NAME, AMOUNT)
        )
        first, second = (xl_rowcol_to_cell(at, CRITERION, row_abs=True, col_abs=True) for at, _, _ in CHOICES)
        wanted = xl_rowcol_to_cell(row, PLACE, col_abs=True)
        yield f"SUMIFS({amount},{number},{wanted},{kind},{first},{unit},{second})"
