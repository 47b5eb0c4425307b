"""Sheets of a unit's own beside those of the form, and its comments: what they say of the form's figures."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from toolkit.form.model import Form
from toolkit.layout.layout import Place, Role, lay_out
from toolkit.reading.locating import FAR, QUOTED, Rows, holds_figure, locate

RowsOf: TypeAlias = Callable[[str], Rows]
CommentsOf: TypeAlias = Callable[[str], Mapping[str, str]]
TakesBack: TypeAlias = Callable[[frozenset[str]], Container[str]]  # which of these texts do
_HARDLY_ANY = 4  # cells
_A_COMMON_WORD = 2  # letters: “其他”, “总计”
_WRITER = re.compile("[:：\n]")  # behind who wrote a comment


def own_sheets(form: Form, names: Sequence[str], hidden: Container[str], rows_of: RowsOf) -> Iterator[str]:
    """Give the sheets that can be seen, hold something, and are not the form's; copies are told elsewhere."""
    layout = lay_out(form)
    grids = [*layout.grids.values()]
    for name in names:
        if name not in layout.sheets and name not in hidden:
            rows = rows_of(name)[:FAR]
            if any(map(any, rows)) and all(locate(grid, rows).lost for grid in grids):
                yield name


def taken_back_by(form: Form, name: str, rows: Rows, takes_back: TakesBack) -> Iterator[tuple[str, str]]:
    """Give the words on a sheet of the unit's own that take the form's figures back, and where.

    Only where they name a table or a row of the form, or hardly anything else stands there: a list of permits
    has some that are “作废”.
    """
    texts = [
        (Place(name, row, column), cell)
        for row, line in enumerate(rows[:FAR])
        for column, cell in enumerate(line)
        if isinstance(cell, str) and cell.strip()
    ]
    filled = sum(cell != "" for line in rows[:FAR] for cell in line)
    taking = takes_back(frozenset(text for _, text in texts))
    for at, text in texts:
        if text in taking and (filled <= _HARDLY_ANY or any(each in text for each in _called(form))):
            yield f"另加的工作表“{name}”的 {at.a1} ", text


@lru_cache(maxsize=8)
def _called(form: Form) -> frozenset[str]:
    """Return how the tables of a form and their rows are called."""
    grids = lay_out(form).grids.values()
    labels = {box.text for grid in grids for box in grid.captions if box.role is Role.LABEL}
    sheets = {grid.table.sheet for grid in grids}
    return frozenset({*sheets, *(label for label in labels if len(label) > _A_COMMON_WORD)})


def figures_noted(form: Form, names: Container[str], comments_of: CommentsOf) -> Iterator[str]:
    """Quote the comments on the tables' sheets that say nothing but a figure."""
    for table in form.tables:
        notes = comments_of(table.sheet) if table.sheet in names else {}
        for cell, said in notes.items():
            figure = _WRITER.split(said.strip())[-1].strip()
            if holds_figure(figure):
                yield f"“{table.sheet}”{cell} 写着“{figure[:QUOTED]}”"
