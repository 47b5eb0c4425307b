"""校核: every rule live, with both sides; 核实说明: where the unit explains what is asked."""

from xlsxwriter.worksheet import Worksheet

from toolkit.form.model import Instance, Table
from toolkit.form.wording import describe
from toolkit.layout.layout import CHECKS_FIRST, CheckColumns, TableSteps
from toolkit.layout.place import CHECKS, REASONS
from toolkit.layout.title_line import title_line
from toolkit.rules.states import ASKED, BAD, BROKEN, GOOD, NO_LAST_WORD, NONE, PENDING, REASONED
from toolkit.template.book import TemplateBook
from toolkit.template.formulas import DIFFERENCE, first_wrong, result_formula, sides_formulas

HEADS = ("序号", "规则", "级别", "校核内容", "左边", "右边", "差额", "结果", "定位")


def write_checks(book: TemplateBook) -> None:
    """Write 校核."""
    sheet, formats = book.sheet(CHECKS), book.formats
    last_column, whose = CheckColumns.LINK, title_line(book.content.unit_name, book.content.year)
    if not book.whole:
        sheet.merge_range(1, 0, 1, last_column, whose, formats["plain"])
        for instance in book.instances:
            _rule_line(book, sheet, instance)
        return
    book.formats.set_up(sheet, tall=True)
    book.formats.set_widths(sheet, book.formats.widths["checks"]["columns"])
    sheet.merge_range(0, 0, 0, last_column, "校核", formats["title"])
    sheet.merge_range(1, 0, 1, last_column, whose, formats["plain"])
    note = (
        f"随填随算。{BROKEN}：请改正；{ASKED}：请到“{REASONS}”写明原因；{PENDING}：还有空白格；"
        f"{BAD}：有格填的不是合要求的数（变红的格），改好再算。左边应等于（或满足）右边。"
    )
    sheet.merge_range(2, 0, 2, last_column, note, formats["small"])
    sheet.set_row(0, 30)
    for column, text in enumerate(HEADS):
        sheet.write_string(CHECKS_FIRST - 1, column, text, formats["head"])
    for table in book.form.tables:
        _format_line(book, sheet, table)
    for instance in book.instances:
        _rule_line(book, sheet, instance)
    bottom = CHECKS_FIRST + len(book.form.tables) + len(book.form.instances) - 1
    for text, style in (
        (BROKEN, "broken"),
        (ASKED, "asked"),
        (BAD, "broken"),
        (GOOD, "good"),
        (REASONED, "good"),
    ):
        _shade(sheet, bottom, text, book.formats[style])
    for text in (PENDING, NONE, NO_LAST_WORD):
        _shade(sheet, bottom, text, book.formats["pending"])
    sheet.repeat_rows(CHECKS_FIRST - 1)
    sheet.freeze_panes(CHECKS_FIRST, 0)
    sheet.print_area(0, 0, bottom, last_column)


def _shade(sheet: Worksheet, bottom: int, text: str, style: object) -> None:
    column = CheckColumns.RESULT
    sheet.conditional_format(
        CHECKS_FIRST,
        column,
        bottom,
        column,
        {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": style},
    )


def _format_line(book: TemplateBook, sheet: Worksheet, table: Table) -> None:
    """Write the line that judges whether a table's cells hold numbers of their kinds."""
    row, formats, form = book.layout.format_place(table).row, book.formats, book.form
    kinds = "、".join(dict.fromkeys(form.kind(key).id for key in table.cells if form.is_input(key)))
    count, steps = book.table_counts[table.key], book.layout.working.tables[table.key]
    asked, wrong = (steps._replace(column=c).formula(CHECKS) for c in (TableSteps.ASKED, TableSteps.WRONG))
    sheet.write_number(row, CheckColumns.NUMBER, row - CHECKS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.RULE, kinds, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.LEVEL, "强制", formats["cell_centred"])
    formula, said = _which_are_wrong(book, table, wrong)
    sheet.write_formula(row, CheckColumns.WHAT, formula, formats["cell"], said)
    sheet.set_row(row, 36)
    lawful = count.asked - count.wrong
    sheet.write_formula(row, CheckColumns.LEFT, f"={asked}-{wrong}", formats["number"], lawful)
    sheet.write_formula(row, CheckColumns.RIGHT, f"={asked}", formats["number"], count.asked)
    _difference(book, sheet, row, lawful - count.asked)
    said = BROKEN if count.wrong else GOOD
    sheet.write_formula(
        row, CheckColumns.RESULT, f'=IF(G{row + 1}=0,"{GOOD}","{BROKEN}")', formats["cell_centred"], said
    )
    sheet.write_url(row, CheckColumns.LINK, f"internal:'{table.sheet}'!A1", formats["link"], table.sheet)


def _which_are_wrong(book: TemplateBook, table: Table, wrong: str) -> tuple[str, str]:
    """Formula and cached words: what is judged, and the table's first cell without a number of its kind."""
    asks = f"{table.sheet}：填的都是合要求的数（合要求的格数＝应填格数）"
    cell = first_wrong(book.layout, table, CHECKS)
    formula = f'="{asks}"&IF({wrong}=0,"","。填错的："&{cell}&IF({wrong}>1," 等 "&{wrong}&" 格",""))'
    bad = book.wrong_cells(table)
    if not bad:
        return formula, asks
    return formula, f"{asks}。填错的：{bad[0]}{f' 等 {len(bad)} 格' if len(bad) > 1 else ''}"


def _difference(book: TemplateBook, sheet: Worksheet, row: int, value: object) -> None:
    left, right = f"E{row + 1}", f"F{row + 1}"
    sheet.write_formula(
        row, CheckColumns.DIFFERENCE, f"=ROUND({left}-{right},{DIFFERENCE})", book.formats["number"], value
    )


def _rule_line(book: TemplateBook, sheet: Worksheet, instance: Instance) -> None:
    formats, layout = book.formats, book.layout
    row = layout.checks[instance.line].row
    if book.whole:
        _rule_words(book, sheet, instance, row)
    left, right = sides_formulas(book.form)[instance.line]
    formula = result_formula(layout, instance, row)
    a, b = book.sides(instance)
    sheet.write_formula(row, CheckColumns.LEFT, left, formats["number"], a)
    if right is None or b is None:
        sheet.write_string(row, CheckColumns.RIGHT, "", formats["number"])
        sheet.write_string(row, CheckColumns.DIFFERENCE, "", formats["number"])
    else:
        sheet.write_formula(row, CheckColumns.RIGHT, right, formats["number"], b)
        _difference(book, sheet, row, a - b)
    sheet.write_formula(row, CheckColumns.RESULT, formula, formats["cell_centred"], book.word(instance))
    if book.whole:
        at = layout.places[instance.at]
        sheet.write_url(row, CheckColumns.LINK, at.link(), formats["link"], f"{at.sheet} {at.a1}")


def _rule_words(book: TemplateBook, sheet: Worksheet, instance: Instance, row: int) -> None:
    """Write what a rule's line says in every workbook."""
    formats = book.formats
    sheet.write_number(row, CheckColumns.NUMBER, row - CHECKS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.RULE, instance.rule.id, formats["cell_centred"])
    level = "提示" if instance.rule.trial else instance.rule.level.label
    sheet.write_string(row, CheckColumns.LEVEL, level, formats["cell_centred"])
    text = describe(book.form, instance)
    sheet.write_string(row, CheckColumns.WHAT, text, formats["cell"])
    sheet.set_row(row, 16 * -(-len(text) // 21) + 4)
