"""Last year's figures of each unit, and how they pass to this year's units: renamed, merged, split, new."""

from dataclasses import replace
from pathlib import Path

from toolkit.answers.last_year import History
from toolkit.answers.units import Roster
from toolkit.errors import UsageError
from toolkit.form.model import Form
from toolkit.year.identity import require_same_units
from toolkit.year.kept_results import Kept, read_kept
from toolkit.year.openings import read_openings
from toolkit.year.workspace import Workspace


def last_year_of(workspace: Workspace) -> Path | None:
    """Return where last year's figures are, as the settings say; relative paths are meant from the folder."""
    given = workspace.settings.last_year
    return workspace.folder / given if given else None


def history_of(workspace: Workspace, roster: Roster, form: Form | None = None) -> History:
    """Read last year's figures as they pass to this year's units, for the year's form or another `form`.

    Raises UsageError when they cannot be read, or when codes and names do not go together as they did last
    year.
    """
    asked, year = form or workspace.form, workspace.settings.year - 1
    given = read_openings(workspace.folder, workspace.form, roster, asked)
    history = replace(read_history(asked, last_year_of(workspace), year=year), given=given).within(roster)
    require_same_units(roster, history)
    return history


def read_history(form: Form, source: Path | None, *, year: int | None = None) -> History:
    """Read the figures of the year before.

    A year's folder, a county workbook, a units.csv, or filled workbooks.

    `year` is which year's workbooks of a folder count. Raises UsageError when something given cannot be read.
    """
    if source is None:
        return History()
    kept: Kept = read_kept(form, source, year)
    if not kept.figures:
        raise UsageError(f"上年数 {source} 里没有单位的数。")
    return History(
        source=source.name,
        figures=kept.figures,
        names=kept.names,
        prose=kept.prose,
        totals=kept.totals,
    )
