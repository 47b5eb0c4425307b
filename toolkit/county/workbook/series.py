"""历年: the county's figures of several years side by side, with native line charts.

A figure of an earlier form stands here only where it means the same; elsewhere stands “—”. Each year is the
sum of the units that counted then: what was published. These are not the same units, which is said wherever
they stand side by side; 同比 compares the same ones. A draft's year is not drawn: its missing units would
look like a fall.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.book import (
    COMPARISON,
    SERIES,
    STATED,
    UNKNOWN,
    CountyBook,
    cached_value,
    stated_by,
)
from toolkit.county.workbook.charts import DRAWN_ROWS, SIZE
from toolkit.form.model import Chart, Key, Mark, added_amount

HEAD = 3
LABELS = 3
ABOVE = ("单位数", "表样")
FIRST = HEAD + 1 + len(ABOVE)
TOTAL = "合计"
WIDE = 760
NOT_THE_SAME = "各年按当年计入的单位合计，不是同口径"


@dataclass(frozen=True, kw_only=True)
class SeriesLine:
    """One line of a chart: its label, the figures that it adds up, and the row it is written on."""

    label: str
    keys: Sequence[Key]
    row: int


def write_series(book: CountyBook) -> None:
    """Write 历年."""
    columns = _columns(book)
    sheet = book.sheet(SERIES, columns, f"{book.form.subject}历年数据", landscape=len(columns) > LABELS + 3)
    _heads(book, sheet)
    for row, key in enumerate(book.form.cells, FIRST):
        book.write_label(sheet, row, key)
        _figures(book, sheet, row, key)
    sheet.freeze_panes(HEAD + 1, LABELS)
    sheet.set_selection(FIRST, LABELS, FIRST, LABELS)
    sheet.repeat_rows(HEAD)
    top = _stated(book, sheet, FIRST + len(book.form.cells)) + 2
    tops = []
    for chart in (one for one in book.form.charts if one.each != "unit"):
        tops.append(top)
        lines = _lines(book, chart, top + 1)
        _sums(book, sheet, chart, lines)
        _draw(book, sheet, chart, lines)
        top = lines[-1].row + 2 + DRAWN_ROWS + 1
    sheet.set_h_pagebreaks(tops)


def _columns(book: CountyBook) -> list[float]:
    wide = book.formats.widths["series"]
    return [*wide["labels"], *[wide["figure"]] * (len(book.past) + 1)]


def _years(book: CountyBook) -> list[str]:
    c = book.consolidation
    years = [*((one.year, one.draft) for one in book.past), (c.year, c.draft)]
    return [f"{year} 年{'（草稿）' if draft else ''}" for year, draft in years]


def _drafts(book: CountyBook) -> int:
    """How many of the years are only drafts."""
    return sum(one.draft for one in book.past) + book.consolidation.draft


def _title(chart: Chart) -> str:
    return f"{chart.title}（{NOT_THE_SAME}）"


def _heads(book: CountyBook, sheet: Worksheet) -> None:
    """Write the years, of how many units each is the sum, and on which form it was reported."""
    formats, c = book.formats, book.consolidation
    note = (
        f"{NOT_THE_SAME}，单位数不同的年份不能直接比；同口径的增减见“{COMPARISON}”。"
        f"“{UNKNOWN}”：那一年没有这个数，或当年表样的口径不同。"
        f"图在表的下面{'，草稿的年份不画' if _drafts(book) else ''}。"
    )
    right = LABELS + len(book.past)
    sheet.merge_range(2, 0, 2, right, note, formats["small"])
    sheet.set_row(2, 15 * formats.lines_of(note, sum(_columns(book))) + 4)
    for column, text in enumerate(("表", "项目", "栏目", *_years(book))):
        sheet.write_string(HEAD, column, text, formats["head"])
    for row, text in enumerate(ABOVE, HEAD + 1):
        sheet.merge_range(row, 0, row, LABELS - 1, text, formats["cell"])
    past = [(one.units, one.basis) for one in book.past]
    for column, (units, basis) in enumerate([*past, (len(c.counted), c.form.basis)], LABELS):
        sheet.write_number(HEAD + 1, column, units, formats["figure"])
        sheet.write_string(HEAD + 2, column, basis, formats["cell_centred"])
    sheet.set_row(HEAD + 2, 2 * formats.heights["head"])


def _stated(book: CountyBook, sheet: Worksheet, top: int) -> int:
    """Write below the table of how many units each sum was, where a unit may leave the figure out.

    Return the next free row.
    """
    optional = book.form.optional
    if not optional:
        return top
    sheet.write_string(top + 1, 0, STATED, book.formats["section"])
    style = book.formats["cell_centred"]
    for row, key in enumerate(optional, top + 2):
        book.write_label(sheet, row, key)
        for column, one in enumerate(book.past, LABELS):
            number = one.stated.get(key)
            sheet.write_string(
                row, column, UNKNOWN if number is None else stated_by(number, one.units), style
            )
        counted, silent = len(book.consolidation.counted), book.consolidation.silent.get(key, 0)
        now = stated_by(counted - silent, counted)
        sheet.write_formula(row, LABELS + len(book.past), book.stated(key, SERIES), style, now)
    return top + 2 + len(optional)


def _figures(book: CountyBook, sheet: Worksheet, row: int, key: Key) -> None:
    style = book.formats["figure"]
    for column, one in enumerate(book.past, LABELS):
        figure = one.totals.get(key, Mark.BLANK)
        if isinstance(figure, Mark):
            sheet.write_string(row, column, UNKNOWN, style)
        else:
            sheet.write_number(row, column, figure, style)
    source, now = book.details.cell(key, book.details.TOTAL).formula(SERIES), book.consolidation.totals[key]
    sheet.write_formula(row, LABELS + len(book.past), f"={source}", style, cached_value(now))


# ------------------------------------------------------------------ charts


def _lines(book: CountyBook, chart: Chart, top: int) -> list[SeriesLine]:
    """Give a line for each point of the chart and, where there are several, their sum."""
    points = book.form.points(chart)
    lines = [
        SeriesLine(label=label, keys=keys, row=top + n) for n, (label, keys) in enumerate(points.items(), 1)
    ]
    if len(lines) > 1:
        every = [key for line in lines for key in line.keys]
        lines.append(SeriesLine(label=TOTAL, keys=every, row=lines[-1].row + 1))
    return lines


def _sums(book: CountyBook, sheet: Worksheet, chart: Chart, lines: Sequence[SeriesLine]) -> None:
    """Write what a chart is drawn from: sums of the cells above.

    Empty where one of them is unknown, and for a past year's draft.
    """
    formats, top = book.formats, lines[0].row - 1
    sheet.write_string(top - 1, 0, _title(chart), formats["section"])
    sheet.merge_range(top, 0, top, LABELS - 1, "项目", formats["head"])
    for column, year in enumerate(_years(book), LABELS):
        sheet.write_string(top, column, year, formats["head"])
    totals = [*({} if one.draft else one.totals for one in book.past), book.consolidation.totals]
    rows = {key: row for row, key in enumerate(book.form.cells, FIRST)}
    for line in lines:
        sheet.merge_range(line.row, 0, line.row, LABELS - 1, line.label, formats["cell"])
        for column, figures in enumerate(totals, LABELS):
            amount = added_amount(figures, line.keys)
            if amount is None:
                sheet.write_blank(line.row, column, None, formats["figure"])
                continue
            cells = "+".join(xl_rowcol_to_cell(rows[key], column) for key in line.keys)
            sheet.write_formula(line.row, column, f"={cells}", formats["figure"], amount)


def _draw(book: CountyBook, sheet: Worksheet, chart: Chart, lines: Sequence[SeriesLine]) -> None:
    """Draw the lines; years in which a figure is unknown stay gaps."""
    drawing = book.workbook.add_chart({"type": "line"})
    head, last = lines[0].row - 1, LABELS + len(book.past) - book.consolidation.draft
    for line in lines:
        drawing.add_series(
            {
                "name": [SERIES, line.row, 0],
                "categories": [SERIES, head, LABELS, head, last],
                "values": [SERIES, line.row, LABELS, line.row, last],
                "marker": {"type": "circle", "size": 5},
                "line": {"width": 2.5 if line.label == TOTAL else 1.25},
            }
        )
    drawing.set_title({"name": _title(chart), "name_font": book.formats.drawing_font("subtitle")})
    drawing.set_legend({"position": "right", "font": book.formats.drawing_font()})
    drawing.set_x_axis({"num_font": book.formats.drawing_font()})
    drawing.set_y_axis(
        {
            "num_font": book.formats.drawing_font(),
            "num_format": "0",
            "major_gridlines": book.formats.drawing_lines,
            "min": 0,
        }
    )
    drawing.show_blanks_as("gap")
    drawing.set_size({**SIZE, "width": WIDE})
    years = len(book.past) + 1 - _drafts(book)
    said = f"图：{_title(chart)}，{years} 年的变化：{'、'.join(line.label for line in lines)}"
    sheet.insert_chart(lines[-1].row + 2, 0, drawing, {"description": said})
