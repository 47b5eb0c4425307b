"""校核: every rule live, with both sides; 核实说明: where the unit explains what is asked."""

from toolkit.checks import ASKED, BAD, BROKEN, GOOD, NO_LAST_WORD, NONE, PENDING, REASONED
from toolkit.form import Instance, Table
from toolkit.layout import CHECKS, CHECKS_FIRST, REASON_COLUMN, REASONS, REASONS_FIRST, CheckColumns, tag
from toolkit.lock import LockedWorksheet
from toolkit.look import look, set_up, widths
from toolkit.submission import Mark, exact
from toolkit.template.book import Book
from toolkit.template.live import count_lawful, rule_formulas
from toolkit.wording import describe

HEADS = ("序号", "规则", "级别", "校核内容", "左边", "右边", "差额", "结果", "定位")
REASON_HEADS = ("序号", "规则", "事项", "现在的情况", "原因说明（写清是什么、为什么）", "状态")


def write_checks(book: Book) -> None:
    """Write 校核."""
    sheet, formats = book.sheet(CHECKS), book.formats
    set_up(sheet, tall=True)
    widths(sheet, look()["widths"]["checks"]["columns"])
    last_column = CheckColumns.LINK
    sheet.merge_range(0, 0, 0, last_column, "校核", formats["title"])
    sheet.merge_range(1, 0, 1, last_column, f"单位：{book.content.unit_name}　　{book.content.year} 年度", formats["plain"])
    note = f"随填随算。{BROKEN}：请改正；{ASKED}：请到“{REASONS}”写明原因；{PENDING}：还有空白格。左边应等于（或满足）右边。"
    sheet.merge_range(2, 0, 2, last_column, note, formats["small"])
    sheet.set_row(0, 30)
    for column, text in enumerate(HEADS):
        sheet.write_string(CHECKS_FIRST - 1, column, text, formats["head"])
    for table in book.form.tables:
        _format_line(book, sheet, table)
    for instance in book.form.instances:
        _rule_line(book, sheet, instance)
    bottom = CHECKS_FIRST + len(book.form.tables) + len(book.form.instances) - 1
    for text, style in ((BROKEN, "broken"), (ASKED, "asked"), (BAD, "broken"), (GOOD, "good"), (REASONED, "good")):
        _shade(sheet, bottom, text, book.formats[style])
    for text in (PENDING, NONE, NO_LAST_WORD):
        _shade(sheet, bottom, text, book.formats["pending"])
    sheet.repeat_rows(CHECKS_FIRST - 1)
    sheet.freeze_panes(CHECKS_FIRST, 0)
    sheet.print_area(0, 0, bottom, last_column)


def _shade(sheet: LockedWorksheet, bottom: int, text: str, style: object) -> None:
    column = CheckColumns.RESULT
    sheet.conditional_format(
        CHECKS_FIRST, column, bottom, column, {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": style}
    )


def _format_line(book: Book, sheet: LockedWorksheet, table: Table) -> None:
    """Write the line that judges whether a table's cells hold numbers of their kinds."""
    row, formats, form = book.layout.format_place(table).row, book.formats, book.form
    inputs = [key for key in table.cells if form.is_input(key)]
    kinds = "、".join(dict.fromkeys(form.kind(key).id for key in inputs))
    lawful = sum(book.content.submission.figures[key] is not Mark.UNREADABLE for key in inputs)
    count = count_lawful(form, book.layout, inputs, CHECKS)
    sheet.write_number(row, CheckColumns.NUMBER, row - CHECKS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.RULE, kinds, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.LEVEL, "强制", formats["cell_centred"])
    sheet.write_string(row, CheckColumns.WHAT, f"{table.sheet}：填的都是合要求的数（合要求的格数＝应填格数）", formats["cell"])
    sheet.write_formula(row, CheckColumns.LEFT, f"={count}", formats["number"], lawful)
    sheet.write_number(row, CheckColumns.RIGHT, len(inputs), formats["number"])
    _difference(book, sheet, row, lawful - len(inputs))
    left, right = f"E{row + 1}", f"F{row + 1}"
    said = GOOD if lawful == len(inputs) else BROKEN
    sheet.write_formula(row, CheckColumns.RESULT, f'=IF({left}={right},"{GOOD}","{BROKEN}")', formats["cell_centred"], said)
    sheet.write_url(row, CheckColumns.LINK, f"internal:'{table.sheet}'!A1", formats["link"], table.sheet)


def _difference(book: Book, sheet: LockedWorksheet, row: int, value: object) -> None:
    left, right = f"E{row + 1}", f"F{row + 1}"
    sheet.write_formula(row, CheckColumns.DIFFERENCE, f"=ROUND({left}-{right},6)", book.formats["number"], value)


def _rule_line(book: Book, sheet: LockedWorksheet, instance: Instance) -> None:
    formats, form, layout = book.formats, book.form, book.layout
    row = layout.checks[tag(instance)].row
    sheet.write_number(row, CheckColumns.NUMBER, row - CHECKS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.RULE, instance.rule.id, formats["cell_centred"])
    level = "提示" if instance.rule.trial else instance.rule.level.label
    sheet.write_string(row, CheckColumns.LEVEL, level, formats["cell_centred"])
    text = describe(form, instance)
    sheet.write_string(row, CheckColumns.WHAT, text, formats["cell"])
    sheet.set_row(row, 16 * -(-len(text) // 21) + 4)
    left, right, formula = rule_formulas(form)[tag(instance)]
    a, b = book.sides(instance)
    sheet.write_formula(row, CheckColumns.LEFT, left, formats["number"], a)
    if right is None or b is None:
        sheet.write_string(row, CheckColumns.RIGHT, "", formats["number"])
        sheet.write_string(row, CheckColumns.DIFFERENCE, "", formats["number"])
    else:
        sheet.write_formula(row, CheckColumns.RIGHT, right, formats["number"], b)
        _difference(book, sheet, row, a - b)
    if instance.rule.applies_to(book.content.kind):
        sheet.write_formula(row, CheckColumns.RESULT, formula, formats["cell_centred"], book.word(instance))
    else:
        sheet.write_string(row, CheckColumns.RESULT, NONE, formats["cell_centred"])
    at = layout.places[instance.at]
    sheet.write_url(row, CheckColumns.LINK, at.link(), formats["link"], f"{at.sheet} {at.a1}")


def write_reasons(book: Book) -> None:
    """Write 核实说明: one line for each query; what is asked appears by itself when the rule is broken."""
    sheet, formats = book.sheet(REASONS), book.formats
    set_up(sheet, landscape=True, tall=True)
    widths(sheet, [*look()["widths"]["reasons"]["columns"], 10])
    sheet.merge_range(0, 0, 0, 5, "核实说明", formats["title"])
    sheet.merge_range(1, 0, 1, 5, f"单位：{book.content.unit_name}　　{book.content.year} 年度", formats["plain"])
    gate = book.form.gate
    note = f"状态为“{ASKED}”的行，请在浅黄色的格写明原因（至少 {gate.shortest} 个字）；“核实无误”“情况属实”一类的话、同一句话用在 {gate.repeats} 行以上，不算说明。"
    sheet.merge_range(2, 0, 2, 5, note, formats["small"])
    sheet.set_row(0, 30)
    for column, text in enumerate(REASON_HEADS):
        sheet.write_string(REASONS_FIRST - 1, column, text, formats["head"])
    asked = [instance for instance in book.form.instances if tag(instance) in book.layout.reasons]
    for number, instance in enumerate(asked, 1):
        _reason_line(book, sheet, instance, number)
    bottom = REASONS_FIRST + len(asked) - 1
    sheet.repeat_rows(REASONS_FIRST - 1)
    sheet.freeze_panes(REASONS_FIRST, 0)
    sheet.print_area(0, 0, max(bottom, REASONS_FIRST), 5)


def _reason_line(book: Book, sheet: LockedWorksheet, instance: Instance, number: int) -> None:
    formats, line = book.formats, tag(instance)
    place, outcome = book.layout.reasons[line], book.result(instance).formula(REASONS)
    row, said = place.row, book.word(instance)
    fired = said in {ASKED, REASONED}
    sheet.set_row(row, 34)
    sheet.write_number(row, 0, number, formats["cell_centred"])
    sheet.write_string(row, 1, instance.rule.id, formats["cell_centred"])
    sheet.write_string(row, 2, f"{instance.rule.title}：{instance.label}", formats["cell"])
    left, right = (book.layout.checks[line]._replace(column=c).formula(REASONS) for c in (CheckColumns.LEFT, CheckColumns.RIGHT))
    found, expected = book.sides(instance)
    now, joined = f"表中为 {exact(found)}", f'"表中为 "&{left}'
    if expected is not None:
        now, joined = f"{now}，按规则应为 {exact(expected)}", f'{joined}&"，按规则应为 "&{right}'
    now = now if fired else ""
    shown = f'=IF(OR({outcome}="{ASKED}",{outcome}="{REASONED}"),{joined},"")'
    sheet.write_formula(row, 3, shown, formats["cell"], now)
    text = book.content.explanations.get(line, "")
    style = formats["text"]
    sheet.write_string(row, place.column, text, style) if text else sheet.write_blank(row, place.column, None, style)
    sheet.data_validation(
        row, place.column, row, place.column,
        {"validate": "length", "criteria": "<=", "value": 1000, "ignore_blank": True, "input_title": f"规则 {instance.rule.id}",
         "input_message": instance.rule.fix[:250], "error_title": "原因说明", "error_message": "最多 1000 字。", "error_type": "stop"},
    )  # fmt: skip
    sheet.write_formula(row, place.column + 1, f"={outcome}", formats["cell_centred"], said)
    criteria = f'=OR({place._replace(column=REASON_COLUMN + 1).formula(REASONS)}="{ASKED}")'
    sheet.conditional_format(row, 0, row, 5, {"type": "formula", "criteria": criteria, "format": formats["asked"]})
