"""同比: last year, this year, change and percent of every figure, for the county and for each kind of unit."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from toolkit.expression import Key
from toolkit.layout import Place
from toolkit.look import look
from toolkit.submission import Amount, Figure, Mark, exact
from toolkit.summary.book import COMPARISON, UNKNOWN, Book, cached, group_name
from toolkit.summary.charts import DRAWN_ROWS, Block, draw

HEADS = ("上年", "本年", "增减", "增减率")
HEAD = 4
LABELS = 3


def write_comparison(book: Book, last: Mapping[Key, Figure], blocks: Sequence[Block]) -> None:
    """Write 同比."""
    plan, c = book.details, book.consolidation
    wide = look()["widths"]["comparison"]
    parts = [("全县", last, c.totals, plan.TOTAL)]
    for row, kind in enumerate(plan.kinds, plan.TOTAL + 1):
        if kind in book.last_kinds:
            parts.append((kind, book.last_kinds[kind], c.subtotals[kind], row))
    columns = [*wide["labels"], *[wide["figure"]] * len(HEADS) * len(parts)]
    sheet = book.sheet(COMPARISON, columns, "政府信息公开数据同比", landscape=len(parts) > 1)
    bottom = HEAD + len(book.form.cells)
    _labels(book, sheet)
    for number, (title, before, now, row) in enumerate(parts):
        left = LABELS + len(HEADS) * number
        sheet.merge_range(HEAD - 1, left, HEAD - 1, left + len(HEADS) - 1, title, book.formats["head"])
        for column, text in enumerate(HEADS, left):
            sheet.write_string(HEAD, column, text, book.formats["head"])
        for at, key in enumerate(book.form.cells, HEAD + 1):
            source = plan.cell(key, row).formula(COMPARISON)
            _compare(book, sheet, Place(COMPARISON, at, left), source, before.get(key, Mark.BLANK), now[key], key)
    sheet.freeze_panes(HEAD + 1, LABELS)
    sheet.repeat_rows(HEAD - 1, HEAD)
    _drawings(book, sheet, [block for block in blocks if block.chart.each != "unit" and block.points], bottom + 3)
    if len(parts) > 1:
        sheet.repeat_columns(0, LABELS - 1)


def _labels(book: Book, sheet: Worksheet) -> None:
    """Write what each line is about, and where the charts are."""
    formats = book.formats
    year = book.consolidation.year
    bottom = HEAD + len(book.form.cells)
    note = f"上年：{year - 1} 年；本年：{year} 年。“{UNKNOWN}”：上年没有这个数，或上年是 0，不能比较。图在表的下面。"
    sheet.write_url(2, 0, f"internal:'{COMPARISON}'!A{bottom + 3}", formats["link_line"], note)
    for column, text in enumerate(("表", "项目", "栏目")):
        sheet.merge_range(HEAD - 1, column, HEAD, column, text, formats["head"])
    for row, key in enumerate(book.form.cells, HEAD + 1):
        sheet.write_string(row, 0, book.form.table(key.table).sheet, formats["cell_centred"])
        sheet.write_string(row, 1, group_name(book.form, key), formats["cell"])
        sheet.write_string(row, 2, book.form.column(key).label, formats["cell"])


def _compare(
    book: Book, sheet: Worksheet, at: Place, source: str, before: Figure, now: Figure, key: Key
) -> None:
    """Write last year's figure, this year's, the change and the percentage of one line."""
    row, left = at.row, at.column
    last, this, change = (at.moved(columns=i).a1 for i in range(3))
    decimals = book.form.kind(key).decimals
    style, percent = book.formats["figure"], book.formats["percent"]
    if isinstance(before, Mark):
        sheet.write_string(row, left, UNKNOWN, style)
    else:
        sheet.write_number(row, left, before, style)
    sheet.write_formula(row, left + 1, f"={source}", style, cached(now))
    known = f"AND(ISNUMBER({last}),ISNUMBER({this}))"
    difference = _difference(before, now)
    formula = f'=IF({known},ROUND({this}-{last},{decimals}),"{UNKNOWN}")'
    sheet.write_formula(row, left + 2, formula, style, UNKNOWN if difference is None else difference)
    rate: object = UNKNOWN
    if difference is not None and before:
        rate = float(Decimal(difference) / abs(Decimal(before)))  # type: ignore[arg-type]
    formula = f'=IF(ISNUMBER({change}),IF({last}=0,"{UNKNOWN}",{change}/ABS({last})),"{UNKNOWN}")'
    sheet.write_formula(row, left + 3, formula, percent, rate)


def _difference(before: Figure, now: Figure) -> Amount | None:
    if isinstance(before, Mark) or isinstance(now, Mark):
        return None
    return exact(Decimal(now) - Decimal(before))


def _drawings(book: Book, sheet: Worksheet, blocks: Sequence[Block], top: int) -> None:
    """Draw both years side by side, below the table."""
    sheet.set_h_pagebreaks([top])
    for number, block in enumerate(blocks):
        sheet.insert_chart(top + number * (DRAWN_ROWS + 1), 0, draw(book, block, compared=True))
