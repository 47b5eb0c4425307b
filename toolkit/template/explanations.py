"""The sheet 核实说明: one line for each query that the workbook itself can raise."""

from xlsxwriter.worksheet import Worksheet

from toolkit.form.expression import sign_of
from toolkit.form.model import Instance, Rule, exact_amount
from toolkit.layout.layout import REASON_COLUMN, REASONS_FIRST, CheckColumns
from toolkit.layout.place import REASONS, Place
from toolkit.layout.title_line import title_line
from toolkit.rules.states import ASKED, REASONED
from toolkit.template.book import TemplateBook
from toolkit.template.formulas import BOUNDS

REASON_HEADS = ("序号", "规则", "事项", "现在的情况", "原因说明（写清是什么、为什么）", "状态")
REFUSED = "不算说明"
EMPTY_WORDS = "；写的话没有说出原因，不算说明"


def write_reasons(book: TemplateBook) -> None:
    """Write 核实说明: one line for each query; what is asked appears by itself when the rule is broken."""
    sheet, formats = book.sheet(REASONS), book.formats
    whose = title_line(book.content.unit_name, book.content.year)
    if not book.whole:
        sheet.merge_range(1, 0, 1, 5, whose, formats["plain"])
        _reason_lines(book, sheet)
        return
    book.formats.set_up(sheet, landscape=True, tall=True)
    book.formats.set_widths(sheet, [*book.formats.widths["reasons"]["columns"], 10])
    sheet.merge_range(0, 0, 0, 5, "核实说明", formats["title"])
    sheet.merge_range(1, 0, 1, 5, whose, formats["plain"])
    gate = book.form.gate
    note = (
        f"状态为“{ASKED}”的行，请在浅黄色的格写明原因（至少 {gate.shortest} 个字）；"
        f"“核实无误”“情况属实”一类的话、"
        f"只有数字字母的、同一句话用在超过 {gate.repeats} 行，都不算说明。“报送后核对”的行，县办问到时再写。"
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
    line, outcome = instance.line, book.result(instance).formula(REASONS)
    said = book.word(instance)
    if book.whole:
        _words_line(book, sheet, line, instance.rule, f"{instance.rule.title}：{instance.label}")
    now, joined = _situation(book, instance)
    row = book.layout.reasons[line].row
    shown = f'=IF(OR({outcome}="{ASKED}",{outcome}="{REASONED}"),{joined},"")'
    sheet.write_formula(row, 3, shown, book.formats["cell"], now if said in {ASKED, REASONED} else "")
    sheet.write_formula(row, REASON_COLUMN + 1, f"={outcome}", book.formats["cell_centred"], said)
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


def _situation(book: TemplateBook, instance: Instance) -> tuple[str, str]:
    """Say what stands in the table and what the rule asks for.

    The cached words, and the formula that joins them.
    """
    cells = book.layout.checks[instance.line]
    written = book.layout.reasons[instance.line].formula(REASONS)
    refused = book.word(instance) == ASKED and bool(book.content.explanations.get(instance.line))
    tail = f'&IF(AND({book.result(instance).formula(REASONS)}="{ASKED}",{written}<>""),"{EMPTY_WORDS}","")'
    more = EMPTY_WORDS if refused else ""
    left, right = (cells._replace(column=c).formula(REASONS) for c in (CheckColumns.LEFT, CheckColumns.RIGHT))
    found, expected = book.sides(instance)
    if expected is None:
        return f"表中为 {exact_amount(found)}{more}", f'"表中为 "&{left}{tail}'
    bound = BOUNDS[sign_of(instance.check)]
    return (
        f"表中为 {exact_amount(found)}，{bound} {exact_amount(expected)}{more}",
        f'"表中为 "&{left}&"，{bound} "&{right}{tail}',
    )


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
    _, _, *wide = book.formats.widths["reasons"]["columns"]
    lines = max(
        2,
        *(book.formats.lines_of(text, width) for text, width in zip((matter, situation), wide, strict=False)),
    )
    sheet.set_row(row, 15 * lines + 4)
    sheet.write_number(row, 0, row - REASONS_FIRST + 1, formats["cell_centred"])
    sheet.write_string(row, 1, rule.id, formats["cell_centred"])
    sheet.write_string(row, 2, matter, formats["cell"])
    text, style = book.content.explanations.get(line, ""), formats["text"]
    sheet.write_string(row, place.column, text, style) if text else sheet.write_blank(
        row, place.column, None, style
    )
    sheet.data_validation(
        row,
        place.column,
        row,
        place.column,
        {
            "validate": "length",
            "criteria": "<=",
            "value": 1000,
            "ignore_blank": True,
            "input_title": f"规则 {rule.id}",
            "input_message": (rule.fix or "确有原因的，请说明。")[:250],
            "error_title": "原因说明",
            "error_message": "最多 1000 字。",
            "error_type": "stop",
        },
    )
