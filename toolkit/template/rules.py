"""校核: every rule live, with both sides; 核实说明: where the unit explains what is asked."""

from toolkit.checks import ASKED, BAD, BROKEN, GOOD, NO_LAST_WORD, NONE, PENDING, REASONED
from toolkit.expression import sign
from toolkit.form import Instance, Rule, Table
from toolkit.layout import (
    CHECKS,
    CHECKS_FIRST,
    CORE_COLUMN,
    REASON_COLUMN,
    REASONS,
    REASONS_FIRST,
    CheckColumns,
    Place,
    tag,
)
from toolkit.lock import LockedWorksheet
from toolkit.look import look, set_up, widths
from toolkit.reasons import core as said_in
from toolkit.submission import Mark, exact
from toolkit.template.book import Book
from toolkit.template.live import core, count_lawful, reasoned, rule_formulas
from toolkit.wording import describe

HEADS = ("序号", "规则", "级别", "校核内容", "左边", "右边", "差额", "结果", "定位")
REASON_HEADS = ("序号", "规则", "事项", "现在的情况", "原因说明（写清是什么、为什么）", "状态")
REFUSED = "不算说明"
EMPTY_WORDS = "；写的话没有说出原因，不算说明"
BOUNDS = {
    "=": "按规则应为",
    "<>": "按规则应不等于",
    "<=": "按规则应不大于",
    "<": "按规则应小于",
    ">=": "按规则应不小于",
    ">": "按规则应大于",
}


def write_checks(book: Book) -> None:
    """Write 校核."""
    sheet, formats = book.sheet(CHECKS), book.formats
    set_up(sheet, tall=True)
    widths(sheet, look()["widths"]["checks"]["columns"])
    last_column = CheckColumns.LINK
    sheet.merge_range(0, 0, 0, last_column, "校核", formats["title"])
    sheet.merge_range(
        1, 0, 1, last_column, f"单位：{book.content.unit_name}　　{book.content.year} 年度", formats["plain"]
    )
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


def _shade(sheet: LockedWorksheet, bottom: int, text: str, style: object) -> None:
    column = CheckColumns.RESULT
    sheet.conditional_format(
        CHECKS_FIRST,
        column,
        bottom,
        column,
        {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": style},
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
    sheet.write_string(
        row,
        CheckColumns.WHAT,
        f"{table.sheet}：填的都是合要求的数（合要求的格数＝应填格数）",
        formats["cell"],
    )
    sheet.write_formula(row, CheckColumns.LEFT, f"={count}", formats["number"], lawful)
    sheet.write_number(row, CheckColumns.RIGHT, len(inputs), formats["number"])
    _difference(book, sheet, row, lawful - len(inputs))
    left, right = f"E{row + 1}", f"F{row + 1}"
    said = GOOD if lawful == len(inputs) else BROKEN
    sheet.write_formula(
        row, CheckColumns.RESULT, f'=IF({left}={right},"{GOOD}","{BROKEN}")', formats["cell_centred"], said
    )
    sheet.write_url(row, CheckColumns.LINK, f"internal:'{table.sheet}'!A1", formats["link"], table.sheet)


def _difference(book: Book, sheet: LockedWorksheet, row: int, value: object) -> None:
    left, right = f"E{row + 1}", f"F{row + 1}"
    sheet.write_formula(
        row, CheckColumns.DIFFERENCE, f"=ROUND({left}-{right},6)", book.formats["number"], value
    )


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
    sheet.merge_range(
        1, 0, 1, 5, f"单位：{book.content.unit_name}　　{book.content.year} 年度", formats["plain"]
    )
    gate = book.form.gate
    note = (
        f"状态为“{ASKED}”的行，请在浅黄色的格写明原因（至少 {gate.shortest} 个字）；“核实无误”“情况属实”一类的话、"
        f"只有数字字母的、同一句话用在超过 {gate.repeats} 行，都不算说明。“报送后核对”的行，县办问到时再写。"
    )
    sheet.merge_range(2, 0, 2, 5, note, formats["small"])
    sheet.set_row(0, 30)
    for column, text in enumerate(REASON_HEADS):
        sheet.write_string(REASONS_FIRST - 1, column, text, formats["head"])
    for instance in book.form.instances:
        if tag(instance) in book.layout.reasons:
            _reason_line(book, sheet, instance)
    for rule in book.form.rules:
        if rule.id in book.layout.reasons and rule.procedure:
            _later_line(book, sheet, rule)
    sheet.set_column(CORE_COLUMN, CORE_COLUMN, None, None, {"hidden": True})
    bottom = REASONS_FIRST + len(book.layout.reasons) - 1
    sheet.repeat_rows(REASONS_FIRST - 1)
    sheet.freeze_panes(REASONS_FIRST, 0)
    sheet.print_area(0, 0, max(bottom, REASONS_FIRST), 5)


def _reason_line(book: Book, sheet: LockedWorksheet, instance: Instance) -> None:
    """Write the line of a query that lives in the sheet: it shows what stands there when the rule is broken."""
    line, outcome = tag(instance), book.result(instance).formula(REASONS)
    said = book.word(instance)
    _words_line(book, sheet, line, instance.rule, f"{instance.rule.title}：{instance.label}")
    now, joined = _situation(book, instance)
    row = book.layout.reasons[line].row
    shown = f'=IF(OR({outcome}="{ASKED}",{outcome}="{REASONED}"),{joined},"")'
    sheet.write_formula(row, 3, shown, book.formats["cell"], now if said in {ASKED, REASONED} else "")
    sheet.write_formula(row, REASON_COLUMN + 1, f"={outcome}", book.formats["cell_centred"], said)
    state = Place(REASONS, row, REASON_COLUMN + 1).formula(REASONS)
    quiet = f'=NOT(OR({state}="{ASKED}",{state}="{REASONED}"))'
    _shade_line(book, sheet, row, asked=f'={state}="{ASKED}"', quiet=quiet)


def _shade_line(book: Book, sheet: LockedWorksheet, row: int, *, asked: str, quiet: str) -> None:
    """Bring a line forward while it is asked about, let it step back while it is not; its open cell stays yellow."""
    for left, right in ((0, REASON_COLUMN - 1), (REASON_COLUMN + 1, REASON_COLUMN + 1)):
        for criteria, style in ((asked, "asked"), (quiet, "pending")):
            shading = {"type": "formula", "criteria": criteria, "format": book.formats[style]}
            sheet.conditional_format(row, left, row, right, shading)


def _situation(book: Book, instance: Instance) -> tuple[str, str]:
    """Say what stands in the table and what the rule asks for: the cached words, and the formula that joins them."""
    cells = book.layout.checks[tag(instance)]
    written = book.layout.reasons[tag(instance)].formula(REASONS)
    refused = book.word(instance) == ASKED and bool(book.content.explanations.get(tag(instance)))
    tail = f'&IF(AND({book.result(instance).formula(REASONS)}="{ASKED}",{written}<>""),"{EMPTY_WORDS}","")'
    more = EMPTY_WORDS if refused else ""
    left, right = (cells._replace(column=c).formula(REASONS) for c in (CheckColumns.LEFT, CheckColumns.RIGHT))
    found, expected = book.sides(instance)
    if expected is None:
        return f"表中为 {exact(found)}{more}", f'"表中为 "&{left}{tail}'
    bound = BOUNDS[sign(instance.check)]
    return (
        f"表中为 {exact(found)}，{bound} {exact(expected)}{more}",
        f'"表中为 "&{left}&"，{bound} "&{right}{tail}',
    )


def _later_line(book: Book, sheet: LockedWorksheet, rule: Rule) -> None:
    """Write the line of a query that only the office can see (prose, other units); the gate judges it here too."""
    _words_line(book, sheet, rule.id, rule, rule.title)
    row = book.layout.reasons[rule.id].row
    sheet.write_string(row, 3, f"报送后核对：{rule.asks.format(**rule.limits)}", book.formats["cell"])
    cell = Place(REASONS, row, CORE_COLUMN).formula(REASONS)
    passes = reasoned(book.form, book.layout, rule.id, REASONS)
    formula = f'=IF({cell}="",IF({Place(REASONS, row, REASON_COLUMN).formula(REASONS)}="","","{REFUSED}"),IF({passes},"{REASONED}","{REFUSED}"))'
    text = book.content.explanations.get(rule.id, "")
    said = REASONED if rule.id in book.reasons else REFUSED if text else ""
    sheet.write_formula(row, REASON_COLUMN + 1, formula, book.formats["cell_centred"], said)
    state = Place(REASONS, row, REASON_COLUMN + 1).formula(REASONS)
    _shade_line(book, sheet, row, asked=f'={state}="{REFUSED}"', quiet=f'={state}=""')


def _words_line(book: Book, sheet: LockedWorksheet, line: str, rule: Rule, matter: str) -> None:
    """Write number, rule and matter of a line, the open cell for the unit's words, and hidden what they really say."""
    formats, place = book.formats, book.layout.reasons[line]
    row = place.row
    sheet.set_row(row, 34)
    sheet.write_number(row, 0, row - REASONS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, 1, rule.id, formats["cell_centred"])
    sheet.write_string(row, 2, matter, formats["cell"])
    text, style = book.content.explanations.get(line, ""), formats["text"]
    sheet.write_string(row, place.column, text, style) if text else sheet.write_blank(
        row, place.column, None, style
    )
    sheet.data_validation(
        row, place.column, row, place.column,
        {"validate": "length", "criteria": "<=", "value": 1000, "ignore_blank": True, "input_title": f"规则 {rule.id}",
         "input_message": (rule.fix or "确有原因的，请说明。")[:250], "error_title": "原因说明", "error_message": "最多 1000 字。", "error_type": "stop"},
    )  # fmt: skip
    sheet.write_formula(
        row,
        CORE_COLUMN,
        f"={core(book.form, place.formula(REASONS))}",
        formats["small"],
        said_in(book.form, text),
    )
