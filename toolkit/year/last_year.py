"""Last year's figures of each unit, and how they pass to this year's units: renamed, merged, split, new."""

from pathlib import Path

from toolkit.answers.last_year import History
from toolkit.answers.submission import Figure, Mark, sum_figures
from toolkit.errors import UsageError
from toolkit.form.expression import Key
from toolkit.form.model import Form
from toolkit.year.kept_results import Kept, read_kept, read_units_csv


def read_history(
    form: Form, source: Path | None, opening: Path | None = None, *, year: int | None = None
) -> History:
    """Read the figures of the year before.

    A year's folder, a county workbook, a units.csv, or filled workbooks.

    `year` is which year's workbooks of a folder count. `opening` is the file of registered opening figures,
    where there is one; a unit without any figure in it is not registered yet. Raises UsageError when
    something given cannot be read.
    """
    given = _registered(form, opening) if opening is not None and opening.is_file() else {}
    if source is None:
        return History(given=given)
    kept: Kept = read_kept(form, source, year)
    if not kept.figures:
        raise UsageError(f"上年数 {source} 里没有单位的数。")
    return History(
        source=source.name,
        figures=kept.figures,
        names=kept.names,
        prose=kept.prose,
        given=given,
        totals=kept.totals,
    )


def _registered(form: Form, opening: Path) -> dict[str, dict[Key, Figure]]:
    """Read opening.csv: what is left blank in it is not registered.

    A total follows from its parts where they are all there.
    """
    given: dict[str, dict[Key, Figure]] = {}
    for code, figures in read_units_csv(form, opening).figures.items():
        known: dict[Key, Figure] = {
            key: figure for key, figure in figures.items() if figure is not Mark.BLANK
        }
        sums = {
            key: sum_figures([known[leaf] for leaf in leaves])
            for key, leaves in form.sums.items()
            if key not in known and all(leaf in known for leaf in leaves)
        }
        if known:
            given[code] = known | sums
    return given
