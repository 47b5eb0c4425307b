"""Several years together: the county's totals, as far back as each folder names the year before."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.answers.last_year import History
from toolkit.answers.past_year import PastYear
from toolkit.errors import UsageError
from toolkit.form.model import Form
from toolkit.year.kept_results import Kept, read_kept, workbooks_by_year
from toolkit.year.last_year import last_year_of
from toolkit.year.workspace import SETTINGS, Workspace, open_workspace

MOST_YEARS = 30


@dataclass(frozen=True, kw_only=True)
class Series:
    """Past years, oldest first; ``broken`` says why it does not go further back, when that is a mistake."""

    years: tuple[PastYear, ...] = ()
    broken: str = ""


def past_years(workspace: Workspace) -> Series:
    """Follow last year's folder to the year before it, and so on.

    Folders of filled workbooks may hold several years.
    """
    found: dict[int, PastYear] = {}
    try:
        for one in _back(workspace):
            found.setdefault(one.year, one)
    except UsageError as error:
        return Series(years=tuple(found[year] for year in sorted(found)), broken=str(error))
    return Series(years=tuple(found[year] for year in sorted(found)))


def _back(workspace: Workspace) -> Iterator[PastYear]:
    form, here = workspace.form, workspace
    for year in range(workspace.settings.year - 1, workspace.settings.year - 1 - MOST_YEARS, -1):
        source = last_year_of(here)
        if source is None:
            return
        if not (source / SETTINGS).is_file():
            yield from _without_folder(form, source, year)
            return
        before = open_workspace(source)
        if before.settings.year != year:
            raise UsageError(f"“{source.name}”是 {before.settings.year} 年度的，不是 {year} 年度的")
        yield _past(year, read_kept(form, source))
        here = before


def _without_folder(form: Form, source: Path, year: int) -> Iterator[PastYear]:
    """Give what stands at the end of the chain: a file of one year, or filled workbooks of several."""
    if source.is_dir() and not (source / "summary").is_dir():
        several = workbooks_by_year(form, source)
        yield from (_past(one, kept) for one, kept in several.items() if one <= year)
    else:
        yield _past(year, read_kept(form, source))


def _past(year: int, kept: Kept) -> PastYear:
    county = History(figures=kept.figures, totals=kept.totals).county()
    return PastYear(year=year, basis=kept.basis, units=len(kept.figures), totals=county)
