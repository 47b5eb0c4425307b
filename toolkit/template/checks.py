"""校核: every rule live, with both sides; 核实说明: where the unit explains what is asked."""

from collections.abc import Mapping
from functools import lru_cache

from xlsxwriter.worksheet import Worksheet

from toolkit.form.expression import sides_of, sign_of
from toolkit.form.model import Form, Instance, Level, Rule, Table, exact_amount
from toolkit.form.wording import describe
from toolkit.layout.layout import (
    CHECKS,
    CHECKS_FIRST,
    REASON_COLUMN,
    REASONS,
    REASONS_FIRST,
    CheckColumns,
    Layout,
    Place,
    TableSteps,
    lay_out,
)
from toolkit.rules.states import ASKED, BAD, BROKEN, GOOD, NO_LAST_WORD, NONE, PENDING, REASONED, level_of
from toolkit.template.book import TemplateBook, restrict, write_words
from toolkit.template.formulas import BOUNDS, DIFFERENCE, first_wrong, line_formulas

MOST_IN_LINE = 3  # ids of kinds: more stand one below the other
HEADS = ("序号", "规则", "级别", "校核内容", "左边", "右边", "差额", "结果", "定位")


def write_checks(book: TemplateBook) -> None:
    """Write 校核."""
    sheet, formats = book.sheet(CHECKS), book.formats
    last_column = CheckColumns.LINK
    if not book.whole:
        sheet.merge_range(1, 0, 1, last_column, book.whose, formats["plain"])
        for instance in book.instances:
            _rule_line(book, sheet, instance)
        return
    formats.set_up(sheet, tall=True)
    formats.set_widths(sheet, formats.widths["checks"]["columns"])
    sheet.merge_range(0, 0, 0, last_column, "校核", formats["title"])
    sheet.merge_range(1, 0, 1, last_column, book.whose, formats["plain"])
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
    words = {BROKEN: "broken", ASKED: "asked", BAD: "broken", GOOD: "good", REASONED: "good"}
    words |= dict.fromkeys((PENDING, NONE, NO_LAST_WORD), "pending")
    formats.colour_words(sheet, CHECKS_FIRST, bottom, CheckColumns.RESULT, words)
    sheet.repeat_rows(CHECKS_FIRST - 1)
    sheet.freeze_panes(CHECKS_FIRST, 0)
    sheet.print_area(0, 0, bottom, last_column)


def _format_line(book: TemplateBook, sheet: Worksheet, table: Table) -> None:
    """Write the line that judges whether a table's cells hold numbers of their kinds."""
    row, formats, form = book.layout.format_place(table).row, book.formats, book.form
    several = [*dict.fromkeys(form.kind(key).id for key in table.cells if form.is_input(key))]
    kinds = ("、" if len(several) <= MOST_IN_LINE else "\n").join(several)
    count, steps = book.table_counts[table.key], book.layout.working.tables[table.key]
    asked, wrong = (steps._replace(column=c).formula(CHECKS) for c in (TableSteps.ASKED, TableSteps.WRONG))
    sheet.write_number(row, CheckColumns.NUMBER, row - CHECKS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.RULE, kinds, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.LEVEL, Level.ERROR.label, formats["cell_centred"])
    formula, said = _which_are_wrong(book, table, wrong)
    sheet.write_formula(row, CheckColumns.WHAT, formula, formats["cell"], said)
    sheet.set_row(row, max(36, 15 * kinds.count("\n") + 19))
    lawful = count.asked - count.wrong
    sheet.write_formula(row, CheckColumns.LEFT, f"={asked}-{wrong}", formats["number"], lawful)
    sheet.write_formula(row, CheckColumns.RIGHT, f"={asked}", formats["number"], count.asked)
    _difference(book, sheet, row, lawful - count.asked)
    said = BROKEN if count.wrong else GOOD
    difference = Place(CHECKS, row, CheckColumns.DIFFERENCE).a1
    sheet.write_formula(
        row, CheckColumns.RESULT, f'=IF({difference}=0,"{GOOD}","{BROKEN}")', formats["cell_centred"], said
    )
    sheet.write_url(row, CheckColumns.LINK, Place(table.sheet, 0, 0).link(), formats["link"], table.sheet)


def _which_are_wrong(book: TemplateBook, table: Table, wrong: str) -> tuple[str, str]:
    """Formula and cached words: what is judged, and the table's first cell without a number of its kind."""
    asks = f"{table.sheet}：填的都是合要求的数（没填错的格数＝应填格数）"
    cell = first_wrong(book.layout, table, CHECKS)
    formula = f'="{asks}"&IF({wrong}=0,"","。填错的："&{cell}&IF({wrong}>1," 等 "&{wrong}&" 格",""))'
    bad = book.wrong_cells(table)
    if not bad:
        return formula, asks
    return formula, f"{asks}。填错的：{bad[0]}{f' 等 {len(bad)} 格' if len(bad) > 1 else ''}"


def _difference(book: TemplateBook, sheet: Worksheet, row: int, value: object) -> None:
    left, right = (Place(CHECKS, row, column).a1 for column in (CheckColumns.LEFT, CheckColumns.RIGHT))
    sheet.write_formula(
        row, CheckColumns.DIFFERENCE, f"=ROUND({left}-{right},{DIFFERENCE})", book.formats["number"], value
    )


def _rule_line(book: TemplateBook, sheet: Worksheet, instance: Instance) -> None:
    formats, layout = book.formats, book.layout
    row = layout.checks[instance.line].row
    if book.whole:
        _rule_words(book, sheet, instance, row)
    left, right, result, _ = line_formulas(book.form)[instance.line]
    a, b = book.sides(instance)
    sheet.write_formula(row, CheckColumns.LEFT, left, formats["number"], a)
    if right is None or b is None:
        sheet.write_string(row, CheckColumns.RIGHT, "", formats["number"])
        sheet.write_string(row, CheckColumns.DIFFERENCE, "", formats["number"])
    else:
        sheet.write_formula(row, CheckColumns.RIGHT, right, formats["number"], b)
        _difference(book, sheet, row, a - b)
    sheet.write_formula(row, CheckColumns.RESULT, result, formats["cell_centred"], book.word(instance))
    if book.whole:
        at = layout.places[instance.at]
        sheet.write_url(row, CheckColumns.LINK, at.link(), formats["link"], f"{at.sheet} {at.a1}")


def _rule_words(book: TemplateBook, sheet: Worksheet, instance: Instance, row: int) -> None:
    """Write what a rule's line says in every workbook."""
    formats = book.formats
    sheet.write_number(row, CheckColumns.NUMBER, row - CHECKS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.RULE, instance.rule.id, formats["cell_centred"])
    sheet.write_string(row, CheckColumns.LEVEL, level_of(instance.rule).label, formats["cell_centred"])
    text = describe(book.form, instance)
    sheet.write_string(row, CheckColumns.WHAT, text, formats["cell"])
    sheet.set_row(row, 16 * -(-len(text) // 21) + 4)


REASON_HEADS = ("序号", "规则", "事项", "现在的情况", "原因说明（写清是什么、为什么）", "状态")
REFUSED = "不算说明"
NO_REASON_GIVEN = "；写的话没有说出原因，不算说明"


def write_reasons(book: TemplateBook) -> None:
    """Write 核实说明: one line for each query; what is asked appears by itself when the rule is broken."""
    sheet, formats = book.sheet(REASONS), book.formats
    if not book.whole:
        sheet.merge_range(1, 0, 1, 5, book.whose, formats["plain"])
        _reason_lines(book, sheet)
        return
    formats.set_up(sheet, landscape=True, tall=True)
    formats.set_widths(sheet, [*formats.widths["reasons"]["columns"], 10])
    sheet.merge_range(0, 0, 0, 5, "核实说明", formats["title"])
    sheet.merge_range(1, 0, 1, 5, book.whose, formats["plain"])
    gate = book.form.gate
    note = (
        f"状态为“{ASKED}”的行，请在浅黄色的格写明原因（至少 {gate.shortest} 个字）；"
        f"“核实无误”“情况属实”一类的话、"
        f"只有数字字母的、同一句话用在超过 {gate.repeats} 行，都不算说明。“报送后核对”的行，问到时再写。"
    )
    sheet.merge_range(2, 0, 2, 5, note, formats["small"])
    sheet.set_row(0, 30)
    for column, text in enumerate(REASON_HEADS):
        sheet.write_string(REASONS_FIRST - 1, column, text, formats["head"])
    _reason_lines(book, sheet)
    for rule in book.form.rules:
        if rule.id in book.layout.reasons and rule.procedure:
            _later_line(book, sheet, rule)
    bottom = REASONS_FIRST + len(book.layout.reasons) - 1
    sheet.set_selection(REASONS_FIRST, REASON_COLUMN, REASONS_FIRST, REASON_COLUMN)
    sheet.repeat_rows(REASONS_FIRST - 1)
    sheet.freeze_panes(REASONS_FIRST, 0)
    sheet.print_area(0, 0, max(bottom, REASONS_FIRST), 5)


def _reason_lines(book: TemplateBook, sheet: Worksheet) -> None:
    for instance in book.instances:
        if instance.line in book.layout.reasons:
            _reason_line(book, sheet, instance)


def _reason_line(book: TemplateBook, sheet: Worksheet, instance: Instance) -> None:
    """Write the line of a query that lives in the sheet.

    It shows what stands there when the rule is broken.
    """
    line, said = instance.line, book.word(instance)
    if book.whole:
        _words_line(book, sheet, line, instance.rule, f"{instance.rule.title}：{instance.label}")
    row, (shown, outcome) = book.layout.reasons[line].row, _reason_formulas(book.form)[line]
    now = _situation(book, instance) if said in {ASKED, REASONED} else ""
    sheet.write_formula(row, 3, shown, book.formats["cell"], now)
    sheet.write_formula(row, REASON_COLUMN + 1, outcome, book.formats["cell_centred"], said)
    if not book.whole:
        return
    state = Place(REASONS, row, REASON_COLUMN + 1).formula(REASONS)
    quiet = f'=NOT(OR({state}="{ASKED}",{state}="{REASONED}"))'
    _shade_line(book, sheet, row, asked=f'={state}="{ASKED}"', quiet=quiet)


def _shade_line(book: TemplateBook, sheet: Worksheet, row: int, *, asked: str, quiet: str) -> None:
    """Bring a line forward while it is asked about, let it step back while it is not.

    Its open cell stays yellow.
    """
    for left, right in ((0, REASON_COLUMN - 1), (REASON_COLUMN + 1, REASON_COLUMN + 1)):
        for criteria, style in ((asked, "asked"), (quiet, "pending")):
            shading = {"type": "formula", "criteria": criteria, "format": book.formats[style]}
            sheet.conditional_format(row, left, row, right, shading)


def _situation(book: TemplateBook, instance: Instance) -> str:
    """Say what stands in the table and what the rule asks for."""
    refused = book.word(instance) == ASKED and bool(book.content.explanations.get(instance.line))
    more = NO_REASON_GIVEN if refused else ""
    found, expected = book.sides(instance)
    if expected is None:
        return f"表中为 {exact_amount(found)}{more}"
    bound = BOUNDS[sign_of(instance.check)]
    return f"表中为 {exact_amount(found)}，{bound} {exact_amount(expected)}{more}"


@lru_cache(maxsize=16)
def _reason_formulas(form: Form) -> Mapping[str, tuple[str, str]]:
    """Formulas of every query's line: what `_situation` says where it is asked, and the rule's result."""
    layout = lay_out(form)
    return {one.line: _reason_formula(layout, one) for one in form.instances if one.line in layout.reasons}


def _reason_formula(layout: Layout, instance: Instance) -> tuple[str, str]:
    written = layout.reasons[instance.line].formula(REASONS)
    left, right, outcome = (
        layout.checks[instance.line]._replace(column=column).formula(REASONS)
        for column in (CheckColumns.LEFT, CheckColumns.RIGHT, CheckColumns.RESULT)
    )
    joined = f'"表中为 "&{left}'
    if sides_of(instance.check)[1] is not None:
        joined += f'&"，{BOUNDS[sign_of(instance.check)]} "&{right}'
    joined += f'&IF(AND({outcome}="{ASKED}",{written}<>""),"{NO_REASON_GIVEN}","")'
    return f'=IF(OR({outcome}="{ASKED}",{outcome}="{REASONED}"),{joined},"")', f"={outcome}"


def _later_line(book: TemplateBook, sheet: Worksheet, rule: Rule) -> None:
    """Write the line of a query that only the office can see (prose, other units).

    The gate judges it here too.
    """
    later = f"报送后核对：{rule.asks.format(**rule.limits)}"
    _words_line(book, sheet, rule.id, rule, rule.title, later)
    row = book.layout.reasons[rule.id].row
    sheet.write_string(row, 3, later, book.formats["cell"])
    passes = book.layout.working.explained(rule.id).formula(REASONS)
    written = Place(REASONS, row, REASON_COLUMN).a1
    formula = f'=IF({passes},"{REASONED}",IF({written}="","","{REFUSED}"))'
    text = book.content.explanations.get(rule.id, "")
    said = REASONED if rule.id in book.reasons else REFUSED if text else ""
    sheet.write_formula(row, REASON_COLUMN + 1, formula, book.formats["cell_centred"], said)
    state = Place(REASONS, row, REASON_COLUMN + 1).formula(REASONS)
    _shade_line(book, sheet, row, asked=f'={state}="{REFUSED}"', quiet=f'={state}=""')


def _words_line(
    book: TemplateBook, sheet: Worksheet, line: str, rule: Rule, matter: str, situation: str = ""
) -> None:
    """Write number, rule and matter of a line, the open cell for the unit's words.

    The line is high enough for the matter and for the `situation` that always stands beside it.
    """
    formats, place = book.formats, book.layout.reasons[line]
    row = place.row
    _, _, *wide = formats.widths["reasons"]["columns"]
    lines = max(
        2,
        *(formats.lines_of(text, width) for text, width in zip((matter, situation), wide, strict=False)),
    )
    sheet.set_row(row, 15 * lines + 4)
    sheet.write_number(row, 0, row - REASONS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, 1, rule.id, formats["cell_centred"])
    sheet.write_string(row, 2, matter, formats["cell"])
    write_words(sheet, row, place.column, book.content.explanations.get(line, ""), formats["text"])
    restrict(
        sheet,
        place,
        place,
        {"validate": "length", "criteria": "<=", "value": 1000},
        prompt=(f"规则 {rule.id}", (rule.fix or "确有原因的，请说明。")[:250]),
        refusal=("原因说明", "最多 1000 字。"),
    )
