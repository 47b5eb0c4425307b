"""The county workbook: a projection of a `Consolidation`, one module a sheet, every total a live formula.

`render` makes the whole workbook as bytes; the same inputs always give the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from toolkit.answers.messages import Finding
from toolkit.county.consolidation import Above, Consolidation
from toolkit.county.workbook.balance import write_balance
from toolkit.county.workbook.book import COVER, Baseline, CountyBook, PastYear, long_name
from toolkit.county.workbook.briefing import write_briefing
from toolkit.county.workbook.charts import write_charts
from toolkit.county.workbook.comparison import write_comparison
from toolkit.county.workbook.cover import write_cover
from toolkit.county.workbook.data import write_data
from toolkit.county.workbook.findings import FINDINGS_ROOM, write_findings
from toolkit.county.workbook.long_sheets import LongWorkbook
from toolkit.county.workbook.lookup import write_lookup
from toolkit.county.workbook.notes import write_notes
from toolkit.county.workbook.series import write_series
from toolkit.county.workbook.standings import write_standings
from toolkit.county.workbook.tables import write_table
from toolkit.county.workbook.trace import write_files, write_trace
from toolkit.county.workbook.unit_rows import write_details
from toolkit.county.workbook.waivers_succession import write_succession, write_waivers
from toolkit.form.elements import Key
from toolkit.layout.look import Formats

__all__ = ["FINDINGS_ROOM", "is_long", "long_lines", "long_name", "render", "render_long"]

# lines of 数据 (some 600 units of a county); with more it would be the workbook's opening that one waits for
LONG = 30_000


def render(
    consolidation: Consolidation,
    *,
    baseline: Baseline | None = None,
    others: Sequence[Finding] = (),
    corrected: Mapping[Key, str] | None = None,
    past: Sequence[PastYear] = (),
    above: Above | None = None,
) -> bytes:
    """Make the county workbook; 数据 and 溯源 only where they are short enough to stand in it.

    ``baseline`` are both years of the same units (then there is a sheet 同比), ``past`` the totals of the
    years before (where several are known there is a sheet 历年); ``others`` the findings that belong to no
    unit of the roster; ``corrected`` the figures that differ from the published ones, and what to say of
    each; ``above`` what the next level will say.
    """
    workbook = _begun(consolidation)
    book = CountyBook(
        workbook=workbook,
        formats=Formats(workbook),
        consolidation=consolidation,
        baseline=baseline,
        others=tuple(others),
        corrected=corrected or {},
        past=tuple(past) if len(past) > 1 else (),
        beside=is_long(consolidation),
        above=above or Above(),
    )
    _signed(book)
    blocks = write_charts(book)
    write_waivers(book)
    write_succession(book)
    if baseline is not None:
        write_comparison(book, baseline, blocks)
    if book.past:
        write_series(book)
    write_details(book)
    write_findings(book)
    write_files(book)
    if not book.beside:
        _long(book)
    workbook.get_worksheet_by_name(COVER).activate()
    return workbook.written()


def _signed(book: CountyBook) -> None:
    """Write the sheets that are printed and signed; the charts end them."""
    write_cover(book)
    write_briefing(book)
    write_notes(book)
    write_standings(book)
    for table in book.form.tables:
        write_table(book, table)
    write_balance(book)


def _long(book: CountyBook) -> None:
    write_lookup(book)
    write_trace(book)
    write_data(book)


def long_lines(consolidation: Consolidation) -> int:
    """Return how many lines 数据, and 溯源, have: the amounts that are not 0."""
    return sum(consolidation.lines.values())


def is_long(consolidation: Consolidation) -> bool:
    """Whether 数据 and 溯源 have a workbook of their own, because the county workbook is full."""
    return long_lines(consolidation) > LONG


def render_long(consolidation: Consolidation) -> bytes:
    """Make the workbook of 数据 and 溯源 alone, over several sheets where one cannot hold them."""
    workbook = _begun(consolidation)
    _long(CountyBook(workbook=workbook, formats=Formats(workbook), consolidation=consolidation))
    return workbook.written()


def _begun(consolidation: Consolidation) -> LongWorkbook:
    """Begin the workbook with its properties; the date is fixed, for equal bytes."""
    workbook = LongWorkbook()
    workbook.set_properties(
        {
            "title": f"{consolidation.county}{consolidation.year}年{consolidation.form.title}汇总",
            "subject": consolidation.form.key,
            "author": consolidation.county,
            "comments": consolidation.notice,
            "created": datetime(consolidation.year, 12, 31),  # noqa: DTZ001 (Excel knows no zones)
        }
    )
    return workbook
