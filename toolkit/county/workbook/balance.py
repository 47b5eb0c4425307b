"""勾稽: every 强制 rule recomputed on the county's own totals, live.

Left, right, difference, 通过 or 不通过.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.book import BALANCE, UNKNOWN, CountyBook
from toolkit.form.expression import excel_formula, sides_of
from toolkit.form.model import Form, Instance, Level, Node, Ref, exact_amount, name_some
from toolkit.form.wording import describe
from toolkit.rules.exact import exact_worth, holds_exactly
from toolkit.rules.states import BROKEN, GOOD, NONE

HEADS = ("规则", "校核内容", "左边", "右边", "差额", "结果", "定位")
RULE, WHAT, LEFT, RIGHT, DIFFERENCE, RESULT, LINK = range(len(HEADS))
HEAD, FIRST = 3, 4
PLACES = 4  # that the verdict names: a text in a formula is short


@dataclass(frozen=True, kw_only=True, slots=True)
class BalanceLine:
    """One 强制 rule on the county's level, of one column or row: its formulas without the equals sign."""

    instance: Instance
    left: str
    right: str | None
    check: str
    when: str | None


def county_rules(form: Form) -> tuple[Instance, ...]:
    """Return what is recomputed: the 强制 rules about this year's figures.

    Those about last year are the units'.
    """
    return tuple(
        instance
        for instance in form.instances
        if instance.rule.level is Level.ERROR
        and not instance.rule.trial
        and not any(ref.last for ref in instance.refs)
    )


def write_balance(book: CountyBook) -> None:
    """Write 勾稽."""
    columns = book.formats.widths["balance"]["columns"]
    sheet = book.sheet(BALANCE, columns, "合计数据勾稽", landscape=True)
    note = (
        "本表随各表的合计自动重算：改动“分单位明细”里的任何一个数，这里马上看得出哪条不平。"
        "与上年衔接的规则按单位核对，不在本表。"
    )
    sheet.merge_range(2, 0, 2, len(HEADS) - 1, note, book.formats["small"])
    book.heads(sheet, HEAD, HEADS)
    lines = list(_lines(book))
    for row, line in enumerate(lines, FIRST):
        _line(book, sheet, row, line, columns)
    bottom = FIRST + max(len(lines), 1) - 1
    book.formats.colour_words(sheet, FIRST, bottom, RESULT, {GOOD: "good", BROKEN: "broken"})
    sheet.freeze_panes(FIRST, 1)
    sheet.autofilter(HEAD, 0, bottom, len(HEADS) - 1)


def balance_verdict(book: CountyBook) -> tuple[str, str]:
    """Return the formula that says on another sheet whether everything balances, and what it shows now."""
    rules, broken = county_rules(book.form), broken_rules(book)
    span = f"'{BALANCE}'!{xl_range_abs(FIRST, RESULT, FIRST + max(len(rules), 1) - 1, RESULT)}"
    beside = _refused_beside(book)
    good = f"勾稽：{'表内 ' if beside else ''}{len(rules)} 条强制规则，合计全部通过{beside or '。'}"
    bad = f" 条强制规则不通过，见“{BALANCE}”{beside or '。'}"
    count = f'COUNTIF({span},"{BROKEN}")'
    formula = f'=IF({count}=0,"{good}","勾稽：合计有 "&{count}&"{bad}")'
    return formula, good if not broken else f"勾稽：合计有 {broken}{bad}"


def _refused_beside(book: CountyBook) -> str:
    """Say for what the next level sends the totals back beside the rules of 勾稽; empty where for nothing."""
    carried = book.above.carried
    places = name_some(list(dict.fromkeys(one.place for one in carried)), PLACES)
    return f"；与上年衔接有 {len(carried)} 处不符（{places}），上报会被退回。" if carried else ""


def broken_rules(book: CountyBook) -> int:
    """Return how many lines do not balance."""
    return sum(_result(book, instance) == BROKEN for instance in county_rules(book.form))


def _lines(book: CountyBook) -> Iterator[BalanceLine]:
    layout = book.layout

    def span(refs: Sequence[Ref]) -> str:
        return layout.span(refs, BALANCE)

    def address(ref: Ref) -> str:
        return layout.address(ref, BALANCE)

    for instance in county_rules(book.form):
        decimals = max(book.form.kind(ref.key).decimals for ref in instance.refs)

        def project(node: Node, decimals: int = decimals) -> str:
            return excel_formula(node, address, span, decimals)

        left, right = sides_of(instance.check)
        yield BalanceLine(
            instance=instance,
            left=project(left),
            right=None if right is None else project(right),
            check=project(instance.check),
            when=None if instance.when is None else project(instance.when),
        )


def _result(book: CountyBook, instance: Instance) -> str:
    form, totals = book.form, book.consolidation.totals
    if instance.when is not None and not holds_exactly(form, instance.when, totals, {}):
        return NONE
    return GOOD if holds_exactly(form, instance.check, totals, {}) else BROKEN


def _line(book: CountyBook, sheet: Worksheet, row: int, line: BalanceLine, columns: Sequence[float]) -> None:
    form, formats, instance = book.form, book.formats, line.instance
    what = describe(form, instance)
    sheet.write_string(row, RULE, instance.rule.id, formats["cell_centred"])
    sheet.write_string(row, WHAT, what, formats["cell"])
    sheet.set_row(row, 15 * formats.lines_of(what, columns[WHAT]) + 4)
    left, right = sides_of(instance.check)
    amounts = [
        None if side is None else exact_amount(exact_worth(form, side, book.consolidation.totals, {}))
        for side in (left, right)
    ]
    sheet.write_formula(row, LEFT, f"={line.left}", formats["number"], amounts[0])
    if line.right is None or amounts[0] is None or amounts[1] is None:
        sheet.write_string(row, RIGHT, UNKNOWN, formats["cell_centred"])
        sheet.write_string(row, DIFFERENCE, UNKNOWN, formats["cell_centred"])
    else:
        sheet.write_formula(row, RIGHT, f"={line.right}", formats["number"], amounts[1])
        difference = f"=ROUND({xl_rowcol_to_cell(row, LEFT)}-{xl_rowcol_to_cell(row, RIGHT)},6)"
        sheet.write_formula(row, DIFFERENCE, difference, formats["number"], amounts[0] - amounts[1])
    result = f'IF({line.check},"{GOOD}","{BROKEN}")'
    if line.when is not None:
        result = f'IF({line.when},{result},"{NONE}")'
    sheet.write_formula(row, RESULT, f"={result}", formats["cell_centred"], _result(book, instance))
    at = book.layout.places[instance.at]
    sheet.write_url(row, LINK, at.link(), formats["link"], f"{at.sheet} {at.a1}")
