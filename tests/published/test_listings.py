"""Rows of a table of which only the order of its cells is left, with labels broken over lines."""

import pytest
from shipped_forms import both_forms

from toolkit.form.model import Form
from toolkit.published.listings import read_listing
from toolkit.published.pages import Cell, Listing
from toolkit.published.piece import TablePiece
from toolkit.published.table_labels import lexicons

FIGURES = ("1", "0", "0", "0", "0", "0", "1")
SHORTEST = 4  # characters of a label before it is broken


def read(form: Form, rows: list[str], *, kept_rows: bool = False) -> TablePiece:
    words = next(one for one in lexicons(form) if one.table.key == "applications")
    several = (Cell(text=text, place="第 1 行") for text in FIGURES)
    figures = tuple(several)
    listed = tuple((Cell(text=row, place="第 1 行"), *figures) for row in rows)
    return read_listing(Listing(listed, "第 1 页", kept_rows=kept_rows), words)


def labels(form: Form) -> list[str]:
    return [row.label for block in form.table("applications").blocks for row in block.rows]


def named(piece: TablePiece) -> list[str]:
    return [cell.text for cell in piece.strange]


@both_forms
def test_a_piece_of_a_label_is_no_row_of_its_own(form: Form) -> None:
    new, *others = labels(form)
    for label in (one for one in others if len(one) > SHORTEST):
        for at in range(1, len(label)):
            for shred in (label[:at], label[at:]):
                assert named(read(form, [new, shred])) == []


@both_forms
@pytest.mark.parametrize("other", ["公开栏公告", "咨询答复", "其他平台办件", "县级"])
def test_a_row_of_none_of_its_words_is_named(form: Form, other: str) -> None:
    assert named(read(form, [labels(form)[0], other])) == [other]


@both_forms
def test_a_piece_where_no_row_is_missing_is_named(form: Form) -> None:
    assert named(read(form, [labels(form)[0], "处理"], kept_rows=True)) == ["处理"]
