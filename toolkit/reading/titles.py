"""The line under each title, “单位：司法局　　2022 年度”.

Whose a sheet is, judged where its table was found.
"""

from collections.abc import Iterator, Mapping, Sequence

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.layout.layout import Layout
from toolkit.layout.place import CHECKS, PROSE, REASONS, Place
from toolkit.layout.title_line import TITLED, read_title_line
from toolkit.reading.figures import Tables
from toolkit.reading.locating import Rows, bare_label
from toolkit.reading.opened import Opened

FURTHEST = 40  # columns in which the line is looked for


def title_doubts(layout: Layout, book: Opened, tables: Tables, issued: Sequence[str]) -> Iterator[Finding]:
    """Name the sheets whose title line is another unit's or year's, or is no longer there.

    `issued` is code, name and year of the unit as the workbook says elsewhere. A table that was not read is
    only named where it is another's.
    """
    for sheet, (bottom, whole) in _sheets(layout, tables).items():
        if sheet not in book.names:
            continue
        rows = book.first_rows(sheet, bottom) if sheet == CHECKS else book.rows(sheet)
        lines = list(_title_lines(sheet, rows, bottom))
        other = next((line for line in lines if not _same(line[1:], issued)), None)
        if other is not None:
            place, unit, year = other
            yield messages.UNIT_MISMATCH.finding(
                at=place, issued=" ".join(issued), where=f"“{sheet}”的标题下", shown=f"{unit} {year} 年度"
            )
        elif not lines and whole:
            yield messages.NO_TITLE.finding(
                at=Place(sheet, 1, 0), sheet=sheet, unit=f"{issued[1]}　　{issued[2]}"
            )


def _sheets(layout: Layout, tables: Tables) -> Mapping[str, tuple[int, bool]]:
    """Return the sheets that must say whose they are: down to which row, and whether they were read."""
    found = {}
    for grid in layout.grids.values():
        sheet = tables.sheets.get(grid.table.key, grid.table.sheet)
        rows = [
            tables.moved[key].row if key in tables.moved else box.top for key, box in grid.figures.items()
        ]
        found[sheet] = (min(rows), sheet not in tables.lost)
    for sheet, places in ((PROSE, layout.narrative), (REASONS, layout.reasons)):
        rows = [place.row for place in places.values() if place.sheet == sheet]
        found[sheet] = (min(rows, default=2), True)
    found[CHECKS] = (2, False)  # nothing is read of it, but it is printed with the others
    return found


def _title_lines(sheet: str, rows: Rows, bottom: int) -> Iterator[tuple[Place, str, str]]:
    """Find the lines above a table, or above the first passage, that say whose a sheet is."""
    for row, line in enumerate(rows[:bottom]):
        for column, cell in enumerate(line[:FURTHEST]):
            found = read_title_line(cell) if isinstance(cell, str) and TITLED in cell else None
            if found:
                yield Place(sheet, row, column), *found


def _same(shown: Sequence[str], issued: Sequence[str]) -> bool:
    return bare_label(shown[0]) == bare_label(issued[1]) and shown[1] == issued[2]
