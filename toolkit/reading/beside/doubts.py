"""What is stated beside a table and makes unsure whose, of when, or in which unit its figures are."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from toolkit.form.model import Form, Key
from toolkit.layout.layout import PROSE, REASONS, Place, TableGrid, lay_out
from toolkit.reading.beside.other_periods import other_period, own_words, period_stated
from toolkit.reading.beside.other_units import measure_stated, other_unit
from toolkit.reading.beside.statements import Aside, Stated, Statements, is_printed
from toolkit.reading.beside.taken_back import taken_back, takes_back
from toolkit.reading.opened import Opened

_PIECES = re.compile("[；\n]")  # of the titles of all passages on the cover, of a title and a label over one


def doubt_beside(
    form: Form,
    grid: TableGrid,
    book: Opened,
    name: str,
    moved: Mapping[Key, Place],
    notice: str,
    elsewhere: Sequence[tuple[str, str]],
) -> tuple[Place, str, str] | None:
    """Find what leaves it unsure what the figures of a table in the sheet `name` are.

    `notice` is the office's own, with which the workbook was issued; `elsewhere` words take all tables back.
    Give the place, what stands there, and what is unsure by it. Raises Refused.
    """
    rows, answers = book.rows(name), lay_out(form).identity.values()
    around = book.said_around(name, _statements(form, grid.table.key).of, answers)
    said = [Aside(*each) for each in around]
    whole, back = Place(name, -1, -1), Stated(back=True)
    taking = (*said, *(Aside(whole, where, text, back) for where, text in elsewhere))
    here = [aside for aside in taking if not _names_others(form, grid, aside.text)]
    return (
        other_unit(form, grid, name, rows, moved, said, book.rows)
        or other_period(grid, name, rows, said)
        or taken_back(grid, rows, here, notice)
    )


def _names_others(form: Form, grid: TableGrid, text: str) -> bool:
    """Whether a text names other tables of the form, and not this one."""
    return grid.table.sheet not in text and any(table.sheet in text for table in form.tables)


def taken_back_elsewhere(form: Form, book: Opened) -> Sequence[tuple[str, str]]:
    """Give where words take all tables back on the sheets of prose and of explanations, and the words.

    An explanation is none: it says why a figure is as it is. Raises Refused.
    """
    explained = {(at.sheet, at.column) for at in lay_out(form).reasons.values()}  # wherever its row stands
    taking = taking_back(form)
    sheets = [sheet for sheet in (PROSE, REASONS) if sheet in book.names]
    said = [(at, text) for sheet in sheets for at, text, _ in book.said_in(sheet, taking)]
    return [(f"“{at.sheet}”的 {at.a1} ", text) for at, text in said if (at.sheet, at.column) not in explained]


@lru_cache(maxsize=64)
def taking_back(form: Form) -> Callable[[frozenset[str]], Mapping[str, Stated]]:
    """Return which texts take the tables of a form back; what it prints there does not."""
    own = own_words(form)
    return Statements(lambda text: Stated(back=takes_back(text, own) and not _is_of_the_form(form, text))).of


@lru_cache(maxsize=64)
def _statements(form: Form, table: str) -> Statements:
    """Return what texts state beside a table of a form; what is printed there states nothing."""
    grid = lay_out(form).grids[table]

    def read(text: str) -> Stated:
        stated = _stated_anywhere(form, text)._replace(measure=measure_stated(form, table, text))
        return Stated() if stated and is_printed(grid, text) else stated

    return Statements(read)


@lru_cache(maxsize=1024)  # the title line and the cover are told of every table
def _stated_anywhere(form: Form, text: str) -> Stated:
    """Return what a text states beside whichever table of a form it stands."""
    own = own_words(form)
    stated = Stated(*period_stated(text, own), back=takes_back(text, own))
    return Stated() if stated and _is_of_the_form(form, text) else stated


def _is_of_the_form(form: Form, text: str) -> bool:
    """Whether a text is nothing but what the form prints on the cover and over its passages."""
    return all(piece in _printed(form) for piece in _PIECES.split(text))


@lru_cache(maxsize=8)
def _printed(form: Form) -> frozenset[str]:
    passages = (text for passage in form.narrative for text in (passage.section, passage.label))
    return frozenset((*passages, *(text for field in form.identity for text in (field.label, field.says))))
