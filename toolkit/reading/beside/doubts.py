"""What is stated beside a table and makes unsure whose, of when, or in which unit its figures are."""

from collections.abc import Mapping
from functools import lru_cache

from toolkit.form.model import Form, Key
from toolkit.layout.layout import Place, TableGrid, lay_out
from toolkit.reading.beside.other_periods import other_period, own_words, period_stated
from toolkit.reading.beside.other_units import measure_stated, other_unit
from toolkit.reading.beside.statements import Aside, Stated, Statements, is_printed
from toolkit.reading.beside.taken_back import taken_back, takes_back
from toolkit.reading.opened import Opened


def doubt_beside(
    form: Form, grid: TableGrid, book: Opened, name: str, moved: Mapping[Key, Place], notice: str
) -> tuple[Place, str, str] | None:
    """Find what leaves it unsure what the figures of a table in the sheet `name` are.

    `notice` is the office's own, with which the workbook was issued. Give the place, what stands there, and
    what is unsure by it. Raises Refused.
    """
    rows, answers = book.rows(name), lay_out(form).identity.values()
    around = book.said_around(name, _statements(form, grid.table.key).of, answers)
    said = [Aside(*each) for each in around]
    return (
        other_unit(form, grid, name, rows, moved, said, book.rows)
        or other_period(grid, name, rows, said)
        or taken_back(grid, rows, said, notice)
    )


@lru_cache(maxsize=64)
def _statements(form: Form, table: str) -> Statements:
    """Return what texts state beside a table of a form; what is printed there states nothing."""
    own, grid = own_words(form), lay_out(form).grids[table]

    def read(text: str) -> Stated:
        back = takes_back(text, own)
        stated = Stated(*period_stated(text, own), measure_stated(form, table, text), back)
        return Stated() if stated and is_printed(grid, text) else stated

    return Statements(read)
