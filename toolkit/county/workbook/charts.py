"""图表: native charts as the form declares them, each beside the cells it is drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.chart import Chart as Drawing
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.book import CHARTS, UNKNOWN, CountyBook, cut_text, write_figure, write_text
from toolkit.form.model import (
    Amount,
    Chart,
    Figure,
    Key,
    Mark,
    Ref,
    added_amount,
    exact_amount,
    plain_digits,
    sum_figures,
)

TOP = 3
LABEL, THIS, SHARE, LAST, SAME = range(5)
DRAWN_AT = 5
DRAWN_ROWS = 16  # the rows that a drawing covers
SIZE = {"width": 560, "height": 318}


@dataclass(frozen=True, kw_only=True)
class ChartPoint:
    """One point of a chart: its label, the formula of this year's amount, what it gives, and last year's."""

    label: str
    formula: str
    amount: Amount
    last: Figure = Mark.BLANK
    same: Figure = Mark.BLANK  # this year's amount of the units that are compared with last year


@dataclass(frozen=True, kw_only=True)
class ChartBlock:
    """A chart with its points, written on 图表 from the row ``top`` on."""

    chart: Chart
    points: tuple[ChartPoint, ...]
    top: int

    @property
    def first(self) -> int:
        """The first point's row."""
        return self.top + 2

    @property
    def last(self) -> int:
        """The last point's row."""
        return self.first + len(self.points) - 1

    def span(self, column: int) -> list[object]:
        """Return a column of the points, as a drawing refers to it."""
        return [CHARTS, self.first, column, self.last, column]


def write_charts(book: CountyBook) -> Sequence[ChartBlock]:
    """Write 图表; return what was drawn, so that 同比 can draw it beside last year's."""
    sheet = book.sheet(
        CHARTS, book.formats.widths["charts"]["columns"], f"{book.form.subject}图表", landscape=False
    )
    blocks, top = [], TOP
    for chart in book.form.charts:
        block = ChartBlock(chart=chart, points=_points(book, chart), top=top)
        _cells(book, sheet, block)
        if block.points:
            said = cut_text(described(block) + _coverage(book, chart))
            sheet.insert_chart(top, DRAWN_AT, draw(book, block), {"description": said})
        blocks.append(block)
        top += max(DRAWN_ROWS, len(block.points) + 3) + 2
    if not blocks:
        sheet.write_string(TOP, 0, "这张表样没有设定图。", book.formats["plain"])
    sheet.set_selection(TOP, 0, TOP, 0)
    sheet.print_area(0, 0, max(top - 1, TOP), len(book.formats.widths["charts"]["columns"]) - 1)
    sheet.set_h_pagebreaks([block.top for block in blocks[4::4]])
    return blocks


def _points(book: CountyBook, chart: Chart) -> tuple[ChartPoint, ...]:
    if chart.each == "unit":
        return _units(book, chart.figure, chart.top)
    points = []
    for label, keys in book.form.points(chart).items():
        total = f"SUM({book.layout.span([Ref(key) for key in keys], CHARTS)})"
        decimals = max(book.form.kind(key).decimals for key in keys)
        formula = f"=ROUND({total},{decimals})" if decimals else f"={total}"
        amount = _sum(book.consolidation.totals, keys)
        last: Figure = Mark.BLANK
        same: Figure = Mark.BLANK
        if book.baseline is not None:
            both = book.baseline.county
            before = added_amount(both.last, keys)
            last, same = Mark.BLANK if before is None else before, _sum(both.this, keys)
        points.append(
            ChartPoint(
                label=label,
                formula=formula,
                amount=0 if isinstance(amount, Mark) else amount,
                last=last,
                same=same,
            )
        )
    return tuple(points)


def _sum(figures: Mapping[Key, Figure], keys: Sequence[Key]) -> Figure:
    """Add up what is known of them."""
    total = sum_figures([figures.get(key, Mark.BLANK) for key in keys])
    return Mark.BLANK if isinstance(total, Mark) else total


def _units(book: CountyBook, key: Key, top: int) -> tuple[ChartPoint, ...]:
    """Return the units with the largest amounts, none without; equal ones in the roster's order."""
    counted = zip(book.consolidation.counted, book.consolidation.figures, strict=True)
    amounts = [(s.unit, f[key]) for s, f in counted]
    there = [(unit, amount) for unit, amount in amounts if not isinstance(amount, Mark) and amount > 0]
    most = sorted(there, key=lambda pair: -pair[1])[:top]
    return tuple(
        ChartPoint(
            label=unit.name,
            formula=f"={book.details.cell(key, book.unit_rows[unit.code]).formula(CHARTS)}",
            amount=amount,
        )
        for unit, amount in most
    )


def _cells(book: CountyBook, sheet: Worksheet, block: ChartBlock) -> None:
    """Write title, heads and points of a block."""
    chart, formats = block.chart, book.formats
    compared = book.baseline is not None and chart.each != "unit"
    partly = compared and not book.baseline.whole  # type: ignore[union-attr]
    sheet.write_string(block.top, 0, chart.title, formats["section"])
    heads = (
        "单位" if chart.each == "unit" else "项目",
        "本年",
        f"占{book.consolidation.area}" if chart.each == "unit" else "占合计",
        *(["上年"] if compared else []),
        *(["本年同口径"] if partly else []),
    )
    for column, text in enumerate(heads):
        sheet.write_string(block.top + 1, column, text, formats["head"])
    total, whole = _whole(book, block)
    for row, point in enumerate(block.points, block.first):
        write_text(sheet, row, LABEL, point.label, formats["cell"])
        sheet.write_formula(row, THIS, point.formula, formats["figure"], point.amount)
        share = float(Decimal(point.amount) / Decimal(whole)) if whole else UNKNOWN
        sheet.write_formula(
            row,
            SHARE,
            f'=IF({total}=0,"{UNKNOWN}",{xl_rowcol_to_cell(row, THIS)}/{total})',
            formats["percent"],
            share,
        )
        if compared:
            write_figure(sheet, row, LAST, point.last, formats["figure"])
        if partly:
            write_figure(sheet, row, SAME, point.same, formats["figure"])
    if not block.points:
        sheet.merge_range(
            block.first, 0, block.first, SHARE, "各单位都是 0 或没有填报。", formats["cell_centred"]
        )
    below = "" if any(point.amount for point in block.points) or not block.points else "各项都是 0。"
    if below := below + _coverage(book, chart):
        at = max(block.last, block.first) + 1
        sheet.merge_range(at, 0, at, SAME, below, formats["small"])
        sheet.set_row(
            at,
            14 * formats.lines_of(below, sum(formats.widths["charts"]["columns"][: SAME + 1])) + 4,
        )


def _coverage(book: CountyBook, chart: Chart) -> str:
    """Say of how many units the sums that are drawn are, where a unit may leave a figure out."""
    if chart.each == "unit":
        return book.consolidation.coverage([chart.figure])
    return book.consolidation.coverage(key for keys in book.form.points(chart).values() for key in keys)


def _whole(book: CountyBook, block: ChartBlock) -> tuple[str, Amount]:
    """Return formula and amount of what the points are parts of.

    The county's figure, or all points together.
    """
    chart = block.chart
    if chart.each == "unit":
        figure = book.consolidation.totals[chart.figure]
        place = book.layout.places[chart.figure]
        return f"SUM({place.formula(CHARTS)})", 0 if isinstance(figure, Mark) else figure
    total = exact_amount(sum((Decimal(point.amount) for point in block.points), Decimal(0)))
    return f"SUM({xl_range_abs(block.first, THIS, block.last, THIS)})", total


# ------------------------------------------------------------------ drawing


def described(block: ChartBlock) -> str:
    """Say in words what a drawing shows, for whoever cannot see it."""
    points = "；".join(f"{point.label} {plain_digits(point.amount)}" for point in block.points)
    return cut_text(f"图：{block.chart.title}。{points}")


def draw(book: CountyBook, block: ChartBlock, *, compared: bool = False) -> Drawing:
    """Draw a block; ``compared`` sets last year's amounts beside this year's."""
    chart, colours = block.chart, book.formats.colours
    drawing: Drawing = book.workbook.add_chart({"type": chart.shape})
    year = book.consolidation.year
    series = [(f"{year - 1} 年", LAST, colours["chart_last"])] if compared else []
    now = SAME if compared and book.baseline is not None and not book.baseline.whole else THIS
    for name, column, colour in (*series, (f"{year} 年", now, colours["chart"])):
        drawing.add_series(
            {
                "name": name,
                "categories": block.span(LABEL),
                "values": block.span(column),
                "data_labels": {
                    "value": True,
                    "font": book.formats.drawing_font(),
                    **({"percentage": True} if chart.shape == "pie" else {}),
                },
                "gap": 60,
                **({} if chart.shape == "pie" else {"fill": {"color": f"#{colour}"}}),
            }
        )
    drawing.set_title({"name": chart.title, "name_font": book.formats.drawing_font("subtitle")})
    drawing.set_legend(
        {"position": "bottom", "font": book.formats.drawing_font()}
        if compared or chart.shape == "pie"
        else {"none": True}
    )
    drawing.set_size(SIZE)
    if chart.shape != "pie":
        _axes(book, drawing, block, compared=compared)
    return drawing


def _axes(book: CountyBook, drawing: Drawing, block: ChartBlock, *, compared: bool) -> None:
    """Set the axes; small counts get whole steps, and nothing but zeros a scale of one."""
    amounts = [point.amount for point in block.points]
    if compared:
        amounts += [point.last for point in block.points if not isinstance(point.last, Mark)]
    scale: dict[str, object] = {"major_unit": 1, "max": max(1, *amounts)} if max(amounts) <= 5 else {}
    lowest: dict[str, object] = {"min": 0} if min(amounts) >= 0 else {}
    names = {"num_font": book.formats.drawing_font(), "major_gridlines": {"visible": False}}
    values = {
        "num_font": book.formats.drawing_font(),
        "num_format": "0",
        "major_gridlines": book.formats.drawing_lines,
        **lowest,
        **scale,
    }
    if block.chart.shape == "bar":
        # lying bars: the names stand on the vertical axis, the first one on top, the values stay below
        drawing.set_y_axis({**names, "reverse": True})
        drawing.set_x_axis({**values, "label_position": "high"})
    else:
        drawing.set_x_axis(names)
        drawing.set_y_axis(values)
