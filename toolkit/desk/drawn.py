"""The national form on the page: each table with its figures, and what stands at a cell: a point, a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.answers.submission import Submission, place_of
from toolkit.county.consolidation import Consolidation
from toolkit.form.model import Form, Key, with_totals
from toolkit.layout.layout import Role, lay_out
from toolkit.report.tables import PrintedTable, fill_table
from toolkit.returns.tasks import MUST, Point


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnCell:
    """One box of a table on the page.

    ``mark`` is wrong, asked or empty, ``points`` the numbers that speak of it.
    """

    text: str
    head: bool
    look: str
    width: int
    height: int
    name: str = ""
    mark: str = ""
    points: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DrawnTable:
    """One table on the page: its caption, and its cells row by row; a ``note`` below it."""

    key: str
    caption: str
    rows: tuple[tuple[DrawnCell, ...], ...]
    note: str = ""


def unit_tables(form: Form, submission: Submission, points: Sequence[Point]) -> tuple[DrawnTable, ...]:
    """Draw a unit's tables as it filled them, marked where the points are."""
    places = {place_of(lay_out(form).places, submission, key): key for key in form.cells}
    at: dict[Key, list[Point]] = {}
    for point in points:
        shown = [places[cell] for cell in point.cells if cell in places]
        for key in shown or [key for key in form.cells if key == point.finding.key]:
            at.setdefault(key, []).append(point)
    figures = with_totals(form, submission.figures) | dict(submission.stated)
    return tuple(_drawn(fill_table(form, table, figures), at) for table in form.tables)


def county_tables(consolidation: Consolidation) -> tuple[DrawnTable, ...]:
    """Draw the county's tables."""
    form = consolidation.form
    return tuple(
        replace(
            _drawn(fill_table(form, table, consolidation.totals), {}),
            note=consolidation.coverage(table.cells),
        )
        for table in form.tables
    )


def _drawn(printed: PrintedTable, at: Mapping[Key, Sequence[Point]]) -> DrawnTable:
    rows = []
    for number in range(printed.rows):
        cells = []
        for box in printed.row(number):
            if box.top != number:
                continue
            told = at.get(box.key, ()) if box.key is not None else ()
            cells.append(
                DrawnCell(
                    text=box.text,
                    head=box.role is not Role.FIGURE,
                    look=str(box.role),
                    width=box.width,
                    height=box.height,
                    name=str(box.key or ""),
                    mark="" if not told else "wrong" if any(p.sort == MUST for p in told) else "asked",
                    points=tuple(point.number for point in told),
                )
            )
        rows.append(tuple(cells))
    return DrawnTable(key=printed.key, caption=printed.caption, rows=tuple(rows))
