"""A row that Word breaks over a page whose table begins with its header again: both halves are one row.

Every row of table three, its label broken after nearly every character.
"""

import made_reports as made
import pytest
from publications import report_of
from shipped_forms import FORM, FORMS

from toolkit.published.pages import Cell, Grid
from toolkit.published.pdf.drawing import Rectangle
from toolkit.published.pdf.joins import join_tables
from toolkit.published.pdf.ruled import Ruled
from toolkit.published.tables_read import Figures, read_in_forms

HEADER = 3
BOX = Rectangle(0, 0, 100, 100)
REPORT = report_of(FORM, 11)
SQUARES = REPORT.tables["applications"]
LABELS = [(s.row, s.text) for s in SQUARES if not s.key and s.row >= HEADER and s.height == 1]


def ruled(squares: made.Squares, page: int) -> Ruled:
    place = f"第 {page} 页 表 1"
    cells = (
        Cell(text=s.text, place=place, row=s.row, column=s.column, height=s.height, width=s.width)
        for s in squares
    )
    lefts = tuple(10.0 * n for n in range(11))
    return Ruled(grid=Grid(tuple(cells), place), box=BOX, lefts=lefts, open_above=False, open_below=False)


def broken(row: int, upper: dict[str, str], lower: dict[str, str]) -> Figures:
    """The table broken in a row, its texts become those of `upper` and `lower`, the header above both."""

    def said(squares: made.Squares, at: int, texts: dict[str, str], *, figures: bool) -> made.Squares:
        return [
            made.Square(
                (s.text if figures and s.key else texts.get(s.text, "")) if s.row == at else s.text,
                s.row,
                s.column,
                s.height,
                s.width,
            )
            for s in squares
        ]

    first = said(made.cut(SQUARES, 0, row + 1), row, {**upper}, figures=True)
    rest = said(made.cut(SQUARES, row, made.height(SQUARES)), 0, {**lower}, figures=False)
    # what a cell of several rows says stands where it begins
    first = [
        made.Square(whole.text, s.row, s.column, s.height, s.width)
        if (
            whole := next(
                (w for w in SQUARES if (w.row, w.column) == (s.row, s.column) and w.height > 1), None
            )
        )
        else s
        for s in first
    ]
    moved = [made.Square(s.text, s.row + HEADER, s.column, s.height, s.width) for s in rest]
    (joined,) = join_tables(
        [ruled(first, 1), ruled([*made.cut(SQUARES, 0, HEADER), *moved], 2)], lambda _: False, [FORM]
    )
    assert isinstance(joined, Ruled)
    return next(one for one in read_in_forms([joined.grid], FORMS) if one.form is FORM)


@pytest.mark.parametrize(("row", "label"), LABELS, ids=[label[:8] for _, label in LABELS])
def test_a_broken_row_is_read_or_named_and_no_other(row: int, label: str) -> None:
    whole = 0
    places = range(2, len(label), 1 + len(label) // 16)
    for at in places:
        figures = broken(row, {label: label[:at]}, {label: label[at:]})
        keys = [key for key in REPORT.national if key.table == "applications"]
        unread = {key.row for key in keys if key not in figures.amounts}
        read = {key: figures.amounts[key] for key in keys if key in figures.amounts}
        assert read == {key: REPORT.expected[key] for key in read}
        assert len(unread) <= 1, at
        whole += not unread
    assert whole >= len(places) * 0.8
