"""Last year's figures of each unit, and how they pass to this year's units: renamed, merged, split, new."""

from pathlib import Path

from toolkit.answers.last_year import History
from toolkit.errors import UsageError
from toolkit.form.model import Form
from toolkit.year.kept_results import Kept, read_kept


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
