"""The county workbook while it is written (`CountyBook`), and where the units' figures stand (`Details`).

What a county workbook is made of besides the year, `Baseline` and `PastYear`, its sheets take from here.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from toolkit.answers.baseline import Baseline as Baseline  # noqa: PLC0414 (handed on)
from toolkit.answers.baseline import BothYears as BothYears  # noqa: PLC0414
from toolkit.answers.messages import Finding
from toolkit.answers.past_year import PastYear as PastYear  # noqa: PLC0414
from toolkit.county.consolidation import Above, Consolidation
from toolkit.county.workbook.long_sheets import LongWorksheet, pieces
from toolkit.files import safe_name
from toolkit.form.model import Amount, Figure, Form, Key, Line, Mark
from toolkit.layout.county_sheets import DETAILS as DETAILS  # noqa: PLC0414 (handed on)
from toolkit.layout.county_sheets import LABELS
from toolkit.layout.county_sheets import STATED as STATED  # noqa: PLC0414
from toolkit.layout.layout import ROW_LIMIT, TEXT_LIMIT, Layout, Place, lay_out
from toolkit.layout.look import Formats, write_words
from toolkit.year.calendar import day_received
from toolkit.year.workspace import Standing, standing_counts

COVER, STANDINGS, FINDINGS, CHARTS = "封面", "报送情况", "校核结果", "图表"
SUCCESSION, WAIVERS = "单位变动", "例外"
NOTES, BALANCE = "说明", "勾稽"
BRIEFING, LOOKUP = "送签稿", "查数"
COMPARISON, SERIES, TRACE, FILES, DATA = "同比", "历年", "溯源", "来源文件", "数据"

# 同比: the first figure's row, and the columns that say what it is
COMPARISON_FIRST, COMPARISON_LABELS = 5, 3
TRACE_FIRST = 4
TRACE_ROOM = ROW_LIMIT - TRACE_FIRST
DATA_ROOM = ROW_LIMIT - 1  # lines of 数据 on a sheet, below its head
STANDINGS_FIRST = 4  # title, whose, an empty line and the head stand above the units
UNKNOWN = "—"
RECEIVED = "收到日期"


def long_name(stem: str) -> str:
    """Name the workbook of 数据 and 溯源 alone, where the county's workbook has not room for them."""
    return f"{stem}数据溯源.xlsx"


@dataclass(frozen=True, kw_only=True)
class Details:
    """Where everything stands on 分单位明细.

    Heads, 合计, one row a kind, of how many units these are (where units may leave figures out), 栏次, then
    one row a unit.
    """

    form: Form
    kinds: tuple[str, ...]
    units: int

    LABELS = LABELS
    CODE, NAME, KIND = range(3)
    TABLE, ROW, COLUMN, TOTAL = range(3, 7)  # below title, whose and note

    @cached_property
    def numbers(self) -> int:
        """The row of column numbers, head of the filter."""
        return self.TOTAL + (1 + len(self.kinds)) * (2 if self.form.optional else 1)

    def stated_row(self, sum_row: int) -> int:
        """Return the row that says of how many units the sums of a row are (合计, or those of a kind)."""
        return sum_row + 1 + len(self.kinds)

    @cached_property
    def first(self) -> int:
        """The first unit's row."""
        return self.numbers + 1

    @cached_property
    def bottom(self) -> int:
        """The last unit's row; without units one empty row keeps the ranges whole."""
        return self.first + max(self.units, 1) - 1

    def column(self, key: Key) -> int:
        """Return the column of a figure."""
        return self.LABELS + self.form.position[key]

    def cell(self, key: Key, row: int) -> Place:
        """Return a figure's cell in a row."""
        return Place(DETAILS, row, self.column(key))

    @property
    def same(self) -> int:
        """The column, right of the figures, that marks the units which are compared with last year."""
        return self.LABELS + len(self.form.cells)

    def span(self, column: int, seen_from: str) -> str:
        """Return the units' cells of a column, for a formula on the sheet `seen_from`."""
        first, last = Place(DETAILS, self.first, column), Place(DETAILS, self.bottom, column)
        return f"{first.formula(seen_from)}:{last.formula(DETAILS)}"

    def total(self, key: Key, figure: Figure, seen_from: str) -> str:
        """Return the formula of the sum over all units; blank, or 不适用, while no unit has a number."""
        span = self.span(self.column(key), seen_from)
        return self._formula(key, figure, f"SUM({span})", f"COUNT({span})")

    def subtotal(self, key: Key, figure: Figure, kind: str) -> str:
        """Return the formula of the sum over the units of one kind; blank while none of them has a number."""
        span, kinds = self.span(self.column(key), DETAILS), self.span(self.KIND, DETAILS)
        # a criterion reads * ? ~ and signs; the kind is meant letter by letter
        literal = "".join(f"~{c}" if c in "*?~" else c for c in _quoted(kind))
        return self._formula(key, figure, f'SUMIF({kinds},"={literal}",{span})', self.stated(key, kind))

    def stated(self, key: Key, kind: str | None) -> str:
        """Return what counts, on 分单位明细, how many units, or of one kind, state a figure."""
        span = self.span(self.column(key), DETAILS)
        return (
            f"COUNT({span})"
            if kind is None
            else f"SUMPRODUCT(--{self._is_of(kind, DETAILS)},--ISNUMBER({span}))"
        )

    def _is_of(self, kind: str, seen_from: str) -> str:
        return f'({self.span(self.KIND, seen_from)}="{_quoted(kind)}")'

    def same_stated(self, key: Key, seen_from: str, kind: str | None) -> str:
        """Return what counts the units that state a figure among those that are compared."""
        span = self.span(self.column(key), seen_from)
        return f"SUMPRODUCT({self._compared(seen_from, kind)}*ISNUMBER({span}))"

    def _compared(self, seen_from: str, kind: str | None) -> str:
        chosen = f"({self.span(self.same, seen_from)}=1)"
        return chosen if kind is None else f"{chosen}*{self._is_of(kind, seen_from)}"

    def same_total(self, key: Key, figure: Figure, seen_from: str, kind: str | None) -> str:
        """Return the formula of the sum over the units that are compared, of one kind where it is named."""
        total = f"SUMPRODUCT({self._compared(seen_from, kind)}*1,{self.span(self.column(key), seen_from)})"
        return self._formula(key, figure, total, self.same_stated(key, seen_from, kind))

    def unit_total(self, key: Key, figure: Figure) -> str:
        """Return the formula of a unit's total over its parts in the same row, # for the row's number."""
        columns = sorted(self.column(leaf) for leaf in self.form.leaves[key])
        starts = [c for c in columns if c - 1 not in columns]
        ends = [c for c in columns if c + 1 not in columns]
        parts = ",".join(
            f"{xl_col_to_name(left)}#" + ("" if left == right else f":{xl_col_to_name(right)}#")
            for left, right in zip(starts, ends, strict=True)
        )
        return self._formula(key, figure, f"SUM({parts})", f"COUNT({parts})")

    def _formula(self, key: Key, figure: Figure, total: str, count: str) -> str:
        decimals = self.form.kind(key).decimals
        exact = f"ROUND({total},{decimals})" if decimals else total
        return f'=IF({count}=0,"{cached_value(figure)}",{exact})' if isinstance(figure, Mark) else f"={exact}"


def _quoted(text: str) -> str:
    """Write a text as it stands between the quotation marks of a formula."""
    return text.replace('"', '""')


@dataclass(frozen=True, kw_only=True)
class CountyBook:
    """A county workbook being written."""

    workbook: Workbook
    formats: Formats
    consolidation: Consolidation
    baseline: Baseline | None = None
    others: tuple[Finding, ...] = ()
    corrected: Mapping[Key, str] = field(default_factory=dict)
    past: tuple[PastYear, ...] = ()
    beside: bool = False  # 数据 and 溯源 are in a workbook of their own
    above: Above = field(default_factory=Above)

    @property
    def form(self) -> Form:
        """The form."""
        return self.consolidation.form

    @cached_property
    def layout(self) -> Layout:
        """Where everything of the form stands, here as in the units' workbooks."""
        return lay_out(self.form)

    @cached_property
    def details(self) -> Details:
        """Where everything of 分单位明细 stands."""
        return Details(form=self.form, kinds=self.consolidation.kinds, units=len(self.consolidation.counted))

    def write_label(self, sheet: Worksheet, row: int, key: Key) -> None:
        """Write what a line about one figure is about: table, row and column."""
        sheet.write_string(row, 0, self.form.table(key.table).sheet, self.formats["cell_centred"])
        sheet.write_string(row, 1, group_name(self.form, key), self.formats["cell"])
        sheet.write_string(row, 2, self.form.heading(key), self.formats["cell"])

    def stated(self, key: Key, seen_from: str) -> str:
        """Return the formula that says how many of the counted units state a figure (`stated_by`)."""
        at = self.details.cell(key, self.details.stated_row(self.details.TOTAL))
        return f'={at.formula(seen_from)}&"{stated_by("#", len(self.consolidation.counted))[1:]}"'

    @cached_property
    def unit_rows(self) -> Mapping[str, int]:
        """The row of each counted unit on 分单位明细, by code."""
        return {s.unit.code: self.details.first + i for i, s in enumerate(self.consolidation.counted)}

    @cached_property
    def standing_rows(self) -> Mapping[str, int]:
        """The row of each unit on 报送情况, by code."""
        return {s.unit.code: STANDINGS_FIRST + i for i, s in enumerate(self.consolidation.standings)}

    @cached_property
    def data_sheets(self) -> Sequence[tuple[str, int]]:
        """The sheets of 数据 and how many lines each has."""
        lines = sum(self.consolidation.lines.values())
        return [(name, len(list(piece))) for name, piece in pieces(DATA, range(lines), DATA_ROOM)]

    @property
    def elsewhere(self) -> str:
        """The workbook that 数据 and 溯源 are in when they are not in this one."""
        c = self.consolidation
        return long_name(f"{safe_name(c.county)}{c.year}年")

    @cached_property
    def trace_links(self) -> Mapping[Key, str]:
        """The link to the first row of each figure on 溯源; none while that is in a workbook of its own."""
        links: dict[Key, str] = {}
        row = TRACE_FIRST
        for key, lines in self.consolidation.lines.items():
            if lines and not self.beside:
                links[key] = Place(TRACE, row, 0).link()
            row += lines
        return links

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """应报, 已报, 通过, 退回, 未报."""
        return standing_counts(self.consolidation.standings)

    def write_day(self, sheet: Worksheet, row: int, column: int, standing: Standing) -> None:
        """Write the day on which a unit's file came, by the one rule of the calendar."""
        came = day_received(standing)
        if came is None:
            sheet.write_blank(row, column, None, self.formats["cell_date"])
        else:
            sheet.write_datetime(row, column, came, self.formats["cell_date"])

    @property
    def whose(self) -> str:
        """The line under every title: county, year, coverage, 草稿, notice."""
        c = self.consolidation
        coverage = "　".join(f"{word} {self.counts[word]}" for word in ("应报", "通过"))
        draft = "【草稿】" if c.draft else ""
        return f"{draft}{c.county}　　{c.year} 年度　　{coverage}　　{c.notice}"

    def sheet(
        self,
        name: str,
        columns: Sequence[float],
        title: str,
        *,
        landscape: bool = True,
        across: int = 0,
        left: int = 0,
    ) -> LongWorksheet:
        """Add a sheet of lines, set up to print over as many pages as it needs.

        Its title stands over all columns, or over those of the first page, up to ``across``, when it is
        printed on pages side by side; from ``left`` on where the columns before are repeated on each.
        """
        sheet: LongWorksheet = self.workbook.add_worksheet(name, worksheet_class=LongWorksheet)
        self.formats.set_up(sheet, landscape=landscape, tall=True)
        self.formats.set_widths(sheet, columns)
        sheet.set_row(0, 30)
        c, right = self.consolidation, (across or len(columns)) - 1
        sheet.merge_range(0, left, 0, right, f"{c.county}{c.year}年{title}", self.formats["title"])
        self.link_home(sheet, 1, 0)
        beside = max(left, 1)
        if right > beside:
            sheet.merge_range(1, beside, 1, right, "", self.formats["plain"])
        sheet.write_string(1, beside, self.whose, self.formats["plain"])
        return sheet

    def link_home(self, sheet: Worksheet, row: int, column: int) -> None:
        """Write the link back to the contents on the cover."""
        sheet.write_url(row, column, top_of(COVER), self.formats["link_line"], "返回目录")

    def heads(self, sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
        """Write the head of a list: repeated when printed, the lines below it scroll."""
        sheet.set_row(row, self.formats.heights["head"])
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, self.formats["head"])
        sheet.repeat_rows(row)
        sheet.set_selection(row + 1, 0, row + 1, 0)

    def row_height(self, texts: Mapping[int, str], columns: Sequence[float]) -> float:
        """Return how high a line is in which none of the `texts`, by its column of these widths, is cut."""
        lines = max(self.formats.lines_of(text, columns[column]) for column, text in texts.items())
        return min(15 * lines + 5, self.formats.HIGHEST)


def top_of(sheet: str) -> str:
    """Return the target of a link to a sheet."""
    return Place(sheet, 0, 0).link()


def stated_by(number: object, units: int) -> str:
    """Say how many of the units state a figure."""
    return f"{number} 个（共 {units} 个）"


def compared_cell(form: Form, key: Key) -> Place:
    """Return the cell of 同比 with the county's figure of last year.

    Right of it this year's, the change, the rate.
    """
    return Place(COMPARISON, COMPARISON_FIRST + form.position[key], COMPARISON_LABELS)


def changed_rate(change: Amount | None, last: Figure) -> object:
    """Return what the change is of last year's figure, as a number.

    “—” where there is nothing to divide by.
    """
    if change is None or isinstance(last, Mark) or not last:
        return UNKNOWN
    return float(Decimal(change) / abs(Decimal(last)))


def cut_text(text: str) -> str:
    """Return as much of a text as a cell, a comment or a description holds."""
    return text[:TEXT_LIMIT]


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Write what somebody typed: never a formula, never longer than a cell can hold."""
    write_words(sheet, row, column, cut_text(text), style)


def write_figure(sheet: Worksheet, row: int, column: int, figure: Figure, style: Format) -> None:
    """Write a figure: a number, nothing for a blank, “/” for 不适用."""
    if isinstance(figure, Mark):
        write_text(sheet, row, column, str(figure.value), style)
    else:
        sheet.write_number(row, column, figure, style)


def cached_value(figure: Figure) -> object:
    """Return what the cell of a formula shows for this figure."""
    return figure.value if isinstance(figure, Mark) else figure


def group_name(form: Form, key: Key) -> str:
    """Name a figure's row with the printed group it stands in: “（三）不予公开 1.属于国家秘密”."""
    return _row_names(form, key.table)[key.row]


@lru_cache(maxsize=64)
def _row_names(form: Form, key: str) -> Mapping[str, str]:
    """Name the rows of a table within their groups; of several of one name with all that is printed round."""
    table = form.table(key)
    rows = [(block.article, row) for block in table.blocks for row in block.rows]
    short = {row.key: " ".join((*table.labels_over(row)[-1:], _with_unit(row))) for _, row in rows}
    times = Counter(short.values())
    return {
        row.key: short[row.key]
        if times[short[row.key]] == 1
        else " ".join(filter(None, (title, *table.labels_over(row), _with_unit(row))))
        for title, row in rows
    }


def _with_unit(row: Line) -> str:
    return f"{row.name}（{row.unit}）" if row.unit else row.name
