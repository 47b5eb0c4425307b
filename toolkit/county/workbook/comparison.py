"""同比: last year, this year, change and percent of every figure, by county and kind of unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.book import (
    COMPARISON,
    COMPARISON_FIRST,
    COMPARISON_LABELS,
    STATED,
    UNKNOWN,
    Baseline,
    BothYears,
    CountyBook,
    cached_value,
    changed_rate,
    stated_by,
)
from toolkit.county.workbook.charts import DRAWN_ROWS, ChartBlock, described, draw
from toolkit.form.model import Amount, Figure, Mark
from toolkit.layout.place import Place

HEADS = ("上年", "本年", "增减", "增减率")
HEAD = COMPARISON_FIRST - 1
LABELS = COMPARISON_LABELS
PRINT_SCALE, PARTS_ON_A_PAGE = 53, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedPart:
    """What is compared: the county or one kind of unit, and its row of 分单位明细."""

    title: str
    both: BothYears
    row: int
    kind: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class YearPair:
    """One figure of both years."""

    before: Figure
    now: Figure
    change: Amount | None
    decimals: int


def write_comparison(book: CountyBook, baseline: Baseline, blocks: Sequence[ChartBlock]) -> None:
    """Write 同比: both years on the same units, and which units these are."""
    wide, parts = book.formats.widths["comparison"], _parts(book, baseline)
    columns = [*wide["labels"], *[wide["figure"]] * len(HEADS) * len(parts)]
    step = len(HEADS) * PARTS_ON_A_PAGE
    across = min(LABELS + step, len(columns))
    sheet = book.sheet(
        COMPARISON,
        columns,
        f"{book.form.subject}数据同比",
        landscape=len(parts) > 1,
        across=across,
        left=LABELS if len(parts) > PARTS_ON_A_PAGE else 0,
    )
    _labels(book, sheet, baseline, columns[LABELS:across])
    for left, part in zip(count(LABELS, len(HEADS)), parts, strict=False):
        _part(book, sheet, left, part, baseline)
    sheet.freeze_panes(HEAD + 1, LABELS)
    sheet.set_selection(HEAD + 1, LABELS, HEAD + 1, LABELS)
    sheet.repeat_rows(HEAD - 1, HEAD)
    _stated(book, sheet, parts, baseline)
    drawn = [block for block in blocks if block.chart.each != "unit" and block.points]
    _drawings(book, sheet, drawn, _below(book))
    if len(parts) > PARTS_ON_A_PAGE:
        sheet.repeat_columns(0, LABELS - 1)
        sheet.set_print_scale(PRINT_SCALE)
        sheet.set_v_pagebreaks(list(range(LABELS + step, LABELS + len(HEADS) * len(parts), step)))


def _parts(book: CountyBook, baseline: Baseline) -> list[ComparedPart]:
    """Return the county, and every kind of unit of which last year is known."""
    plan = book.details
    kinds = [
        ComparedPart(title=kind, both=baseline.kinds[kind], row=row, kind=kind)
        for row, kind in enumerate(plan.kinds, plan.TOTAL + 1)
        if kind in baseline.kinds
    ]
    title = book.consolidation.area if baseline.whole else f"同口径的 {len(baseline.codes)} 个单位"
    return [ComparedPart(title=title, both=baseline.county, row=plan.TOTAL), *kinds]


def _part(book: CountyBook, sheet: Worksheet, left: int, part: ComparedPart, baseline: Baseline) -> None:
    """Write the four columns of a part."""
    sheet.merge_range(HEAD - 1, left, HEAD - 1, left + len(HEADS) - 1, "", book.formats["head"])
    sheet.write_string(HEAD - 1, left, part.title, book.formats["head"])
    for column, text in enumerate(HEADS, left):
        sheet.write_string(HEAD, column, text, book.formats["head"])
    for row, key in enumerate(book.form.cells, HEAD + 1):
        now = part.both.this[key]
        if baseline.whole:
            source = f"={book.details.cell(key, part.row).formula(COMPARISON)}"
        else:
            source = book.details.same_total(key, now, COMPARISON, part.kind)
        pair = YearPair(
            before=part.both.last.get(key, Mark.BLANK),
            now=now,
            change=part.both.change(key),
            decimals=book.form.kind(key).decimals,
        )
        _compare(book, sheet, Place(COMPARISON, row, left), source, pair)


def _stated(book: CountyBook, sheet: Worksheet, parts: Sequence[ComparedPart], baseline: Baseline) -> None:
    """Write below the table of how many units the sums are, where a unit may leave the figure out."""
    plan, c, top = book.details, book.consolidation, HEAD + len(book.form.cells) + 2
    optional = book.form.optional
    if optional:
        sheet.write_string(top - 1, 0, STATED, book.formats["section"])
    compared = [
        (
            part,
            [
                part.kind in {None, s.unit.kind} and (baseline.whole or s.unit.code in baseline.codes)
                for s in c.counted
            ],
        )
        for part in parts
    ]
    for row, key in enumerate(optional, top):
        book.write_label(sheet, row, key)
        for left, (part, among) in zip(count(LABELS, len(HEADS)), compared, strict=False):
            live = (
                plan.cell(key, plan.stated_row(part.row)).formula(COMPARISON)
                if baseline.whole
                else plan.same_stated(key, COMPARISON, part.kind)
            )
            formula = f'={live}&"{stated_by("", sum(among))}"'
            sheet.merge_range(row, left, row, left + len(HEADS) - 1, "", book.formats["cell_centred"])
            said = stated_by(c.stated(key, among), sum(among))
            sheet.write_formula(row, left, formula, book.formats["cell_centred"], said)


def _below(book: CountyBook) -> int:
    """Return the row where the charts begin, below the table and of how many units its sums are."""
    optional = len(book.form.optional)
    return HEAD + len(book.form.cells) + 3 + (optional + 1 if optional else 0)


def _labels(book: CountyBook, sheet: Worksheet, baseline: Baseline, beside: Sequence[float]) -> None:
    """Write what each line is about, and where the charts are.

    The note stands over the figures of the first page, the columns `beside` those that are repeated.
    """
    formats = book.formats
    year = book.consolidation.year
    note = (
        f"上年：{year - 1} 年；本年：{year} 年。{baseline.sentence}。"
        f"“{UNKNOWN}”：上年或本年有单位没有这个数，或上年是 0，不能比较。图在表的下面。"
    )
    sheet.write_url(2, 0, Place(COMPARISON, _below(book), 0).link(), formats["link_line"], "看图")
    sheet.merge_range(2, LABELS, 2, LABELS + len(beside) - 1, note, formats["small"])
    sheet.set_row(2, min(14 * formats.lines_of(note, sum(beside)) + 4, formats.HIGHEST))
    for column, text in enumerate(("表", "项目", "栏目")):
        sheet.merge_range(HEAD - 1, column, HEAD, column, text, formats["head"])
    for row, key in enumerate(book.form.cells, HEAD + 1):
        book.write_label(sheet, row, key)


def _compare(book: CountyBook, sheet: Worksheet, at: Place, source: str, pair: YearPair) -> None:
    """Write last year's figure, this year's, the change and the percentage of one line."""
    row, left, before, now = at.row, at.column, pair.before, pair.now
    last, this, change = (at.moved(columns=i).a1 for i in range(3))
    style, percent = book.formats["figure"], book.formats["percent"]
    if isinstance(before, Mark):
        sheet.write_string(row, left, UNKNOWN, style)
    else:
        sheet.write_number(row, left, before, style)
    sheet.write_formula(row, left + 1, source, style, cached_value(now))
    known = f"AND(ISNUMBER({last}),ISNUMBER({this}))"
    difference = pair.change
    formula = f'=IF({known},ROUND({this}-{last},{pair.decimals}),"{UNKNOWN}")'
    sheet.write_formula(row, left + 2, formula, style, UNKNOWN if difference is None else difference)
    formula = f'=IF(ISNUMBER({change}),IF({last}=0,"{UNKNOWN}",{change}/ABS({last})),"{UNKNOWN}")'
    sheet.write_formula(row, left + 3, formula, percent, changed_rate(difference, before))


def _drawings(book: CountyBook, sheet: Worksheet, blocks: Sequence[ChartBlock], top: int) -> None:
    """Draw both years side by side, below the table."""
    sheet.set_h_pagebreaks([top])
    for number, block in enumerate(blocks):
        sheet.insert_chart(
            top + number * (DRAWN_ROWS + 1),
            0,
            draw(book, block, compared=True),
            {"description": f"{described(block)}（与上年并列）"},
        )
