"""分单位明细: one row a counted unit, one column a figure; above them 合计 and the subtotals by kind."""

from collections.abc import Callable, Hashable, Iterator
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.book import CountyBook, Details, cached_value, group_name
from toolkit.county.workbook.long_sheets import Formula, LongWorksheet, SheetLine
from toolkit.form.elements import Key
from toolkit.form.figures import Mark
from toolkit.layout.county_sheets import DETAILS, OF_A_KIND, STATED, TOTAL

PRINT_SCALE, PRINT_COLUMNS = 60, 14
LABEL_HEADS = ("单位代码", "单位名称", "单位类别")


def write_details(book: CountyBook) -> None:
    """Write 分单位明细."""
    plan = book.details
    sheet: LongWorksheet = book.workbook.add_worksheet(DETAILS, worksheet_class=LongWorksheet)
    wide = book.formats.widths["details"]
    book.formats.set_up(sheet, landscape=True, tall=True)
    book.formats.set_widths(sheet, wide["labels"])
    right = plan.LABELS + len(book.form.cells) - (book.baseline is None)
    folded = _folded(book)
    for key in book.form.cells:
        column, level = plan.column(key), {"level": 1} if key in folded else {}
        sheet.set_column(
            column, column, wide["money" if book.form.kind(key).decimals else "figure"], None, level
        )
    title = f"{book.consolidation.county}{book.consolidation.year}年分单位明细"
    # not centred over 200 columns: a title there is never seen
    sheet.write_string(0, 0, title, book.formats["section"])
    # beside the names, which are repeated on every page
    sheet.write_string(1, plan.LABELS, book.whose, book.formats["one_line"])
    sheet.write_string(
        2,
        plan.LABELS,
        "空格：单位没有填；0：单位填了 0，或在封面确认空白按 0 计；/：不适用。",
        book.formats["one_line"],
    )
    book.link_home(sheet, 1, 0)
    _heads(book, sheet)
    _sums(book, sheet)
    _units(book, sheet)
    sheet.autofilter(plan.numbers, 0, plan.bottom, right)
    sheet.freeze_panes(plan.first, plan.LABELS)
    sheet.set_selection(plan.TOTAL, plan.LABELS, plan.TOTAL, plan.LABELS)
    _paper(book, sheet)


def _folded(book: CountyBook) -> set[Key]:
    """Return the columns that fold away, so that the total right of them stays.

    The parts of a row that has one.
    """
    return {
        key
        for table in book.form.tables
        for _, run in groupby(table.cells, key=lambda key: key.row)
        if (keys := list(run))[-1] in book.form.sums
        for key in keys[:-1]
    }


def _heads(book: CountyBook, sheet: Worksheet) -> None:
    """Write the heads: table, row and column of each figure, each merged over its columns."""
    plan, formats = book.details, book.formats
    for column, text in enumerate(LABEL_HEADS):
        sheet.merge_range(plan.TABLE, column, plan.COLUMN, column, text, formats["head"])
    starts = _pages(book)
    for left, end in zip(starts, (*starts[1:], plan.LABELS + len(book.form.cells)), strict=True):
        table = book.form.table(book.form.cells[left - plan.LABELS].table)
        _merge(sheet, plan.TABLE, (left, end - 1), table.heading, formats["head_left"])
    for left, right, key in _runs(book.form.cells, plan, lambda key: (key.table, key.row)):
        _merge(sheet, plan.ROW, (left, right), group_name(book.form, key), formats["head_small"])
    for key in book.form.cells:
        sheet.write_string(plan.COLUMN, plan.column(key), book.form.heading(key), formats["head_small"])
    sheet.set_row(plan.TABLE, 24)
    sheet.set_row(plan.ROW, 62)
    sheet.set_row(plan.COLUMN, 38)


def _runs(
    cells: tuple[Key, ...], plan: Details, part: Callable[[Key], Hashable]
) -> Iterator[tuple[int, int, Key]]:
    """Give first and last column of neighbours that share a head, and one of them."""
    for _, run in groupby(cells, key=part):
        keys = list(run)
        yield plan.column(keys[0]), plan.column(keys[-1]), keys[0]


def _merge(sheet: Worksheet, row: int, span: tuple[int, int], text: str, style: Format) -> None:
    left, right = span
    if left == right:
        sheet.write_string(row, left, text, style)
    else:
        sheet.merge_range(row, left, row, right, text, style)


def _sums(book: CountyBook, sheet: Worksheet) -> None:
    """Write 合计 and one line a kind, each cell a formula over the units below.

    Then the numbers of the columns.
    """
    plan, formats, c = book.details, book.formats, book.consolidation
    style, label = formats["figure_sum"], formats["sum_label"]
    for row, text in enumerate((TOTAL, *(f"{OF_A_KIND}{kind}" for kind in plan.kinds)), plan.TOTAL):
        sheet.merge_range(row, 0, row, plan.NAME, text, label)
        number = (
            len(c.counted)
            if row == plan.TOTAL
            else sum(s.unit.kind == plan.kinds[row - plan.TOTAL - 1] for s in c.counted)
        )
        sheet.write_string(row, plan.KIND, f"{number} 个单位", label)
    for key in book.form.cells:
        column, figure = plan.column(key), c.totals[key]
        sheet.write_formula(plan.TOTAL, column, plan.total(key, figure, DETAILS), style, cached_value(figure))
        for row, kind in enumerate(plan.kinds, plan.TOTAL + 1):
            part = c.subtotals[kind][key]
            sheet.write_formula(row, column, plan.subtotal(key, part, kind), style, cached_value(part))
        sheet.write_number(plan.numbers, column, column - plan.LABELS + 1, formats["head_small"])
    if book.form.optional:
        _stated(book, sheet)
        sheet.set_row(plan.numbers, None, None, {"collapsed": True})  # the plus that shows the kinds' lines
    for column, text in enumerate(("代码", "栏次", "类别")):
        sheet.write_string(plan.numbers, column, text, formats["head_small"])


def _stated(book: CountyBook, sheet: Worksheet) -> None:
    """Write of how many units each sum is, where a unit may leave the figure out."""
    plan, formats, c = book.details, book.formats, book.consolidation
    optional = book.form.optional
    for row, kind in enumerate((None, *plan.kinds), plan.TOTAL):
        at = plan.stated_row(row)
        text = STATED if kind is None else f"{STATED}：{kind}"
        sheet.merge_range(at, 0, at, plan.KIND, text, formats["head_small"])
        if kind is not None:
            sheet.set_row(at, None, None, {"level": 1, "hidden": True})  # most is empty
        among = [kind in {None, s.unit.kind} for s in c.counted]
        for key in book.form.cells:
            if key in optional:
                number = c.stated(key, among)
                sheet.write_formula(
                    at, plan.column(key), f"={plan.stated(key, kind)}", formats["head_small"], number
                )
            else:
                sheet.write_blank(at, plan.column(key), None, formats["head_small"])


def _units(book: CountyBook, sheet: LongWorksheet) -> None:
    plan, formats, c = book.details, book.formats, book.consolidation
    styles = [formats["cell_shrunk"]] * plan.LABELS  # lines poured in are one high
    styles += [formats["figure" if book.form.is_input(key) else "figure_sum"] for key in book.form.cells]
    lines: Iterator[SheetLine] = (
        (s.unit.code, s.unit.name, s.unit.kind, *figures.values())
        for s, figures in zip(c.counted, c.figures, strict=True)
    )
    if book.baseline is not None:
        codes = book.baseline.codes
        styles.append(formats["figure"])
        lines = ((*line, 1 if line[0] in codes else "") for line in lines)
        sheet.write_string(plan.numbers, plan.same, "同口径", formats["head_small"])
    totals = {plan.column(key): _unit_total(plan, key) for key in book.form.sums}
    sheet.pour(plan.first, styles, lines, totals)
    if not c.counted:
        sheet.write_string(plan.first, plan.NAME, "（还没有通过的单位）", formats["cell"])


def _unit_total(plan: Details, key: Key) -> Formula:
    """Return what gives the formula of a total; it is the same for all numbers."""
    of_numbers = plan.unit_total(key, 0)
    return lambda figure: plan.unit_total(key, figure) if isinstance(figure, Mark) else of_numbers


def _pages(book: CountyBook) -> list[int]:
    """Return the first column of each printed page.

    A table begins a page, a row of the form is never torn apart.
    """
    plan, starts = book.details, [book.details.LABELS]
    for table in book.form.tables:
        for left, right, _ in _runs(table.cells, plan, lambda key: key.row):
            full = right - starts[-1] >= PRINT_COLUMNS
            if left > starts[-1] and (full or left == plan.column(table.cells[0])):
                starts.append(left)
    return starts


def _paper(book: CountyBook, sheet: Worksheet) -> None:
    """Print over pages side by side, names and heads on each."""
    plan = book.details
    sheet.set_print_scale(PRINT_SCALE)
    sheet.print_across()
    sheet.repeat_rows(plan.TABLE, plan.numbers)
    sheet.repeat_columns(plan.CODE, plan.NAME)
    sheet.set_v_pagebreaks(_pages(book)[1:])
    sheet.print_area(0, 0, plan.bottom, plan.LABELS + len(book.form.cells) - 1)
