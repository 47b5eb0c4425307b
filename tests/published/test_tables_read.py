"""A table that differs from another in its whole numbers only is read like it, with its own figures."""

import re

from shipped_forms import FORMS, both_forms, whole_figures

from toolkit.form.model import Figure, Form, Key, Mark
from toolkit.published.formats.web import read_html
from toolkit.published.pages import Grid, tables
from toolkit.published.table_labels import lexicons
from toolkit.published.tables import read_grid
from toolkit.published.tables_read import _read_grid, read_in_forms
from toolkit.report import compose, html_text

NEW = Key("applications", "new", "total")


def page(form: Form, shown: dict[Key, Figure]) -> str:
    return html_text(
        compose(form, year=form.first_year, unit_name="某局", figures=shown, narrative={}, identity={})
    )


def pushed(source: str) -> str:
    """The row 新收 of the table of applications with a blank cell too many."""
    table = source.index('id="applications"')
    return source[:table] + re.sub(r"(本年新收[^<]*</th>)", r"\1<td></td>", source[table:], count=1)


@both_forms
def test_its_own_figures_are_read(form: Form) -> None:
    again = 0
    for seed in range(4):
        for piece, _, _ in tables(read_html(page(form, whole_figures(form, seed)), FORMS)):
            assert isinstance(piece, Grid)
            for words in lexicons(form):
                again += piece.shape in words.shapes
                assert _read_grid(piece, words, None) == read_grid(piece, words, None)
    assert again >= 2 * len(lexicons(form))


@both_forms
def test_what_sums_told_is_not_taken_over(form: Form) -> None:
    right, wrong = whole_figures(form, 1), whole_figures(form, 1)
    wrong[NEW] = int(str(right[NEW])) + 1
    several = [read_html(pushed(page(form, one)), FORMS) for one in (right, wrong, right)]
    read = [read_in_forms(items, [form])[0].amounts.get(NEW) for items in several]
    assert read == [right[NEW], None, right[NEW]]


def test_what_is_no_whole_number_is_another_shape() -> None:
    form, shown = FORMS[1], whole_figures(FORMS[1], 2)
    digits = str(shown[NEW])
    before, after = page(form, shown).split('id="applications"')
    for text, read in ((digits, shown[NEW]), ("约3", None), ("３", 3), ("", Mark.BLANK), ("7", 7)):
        source = f'{before}id="applications"{after.replace(f">{digits}</td>", f">{text}</td>", 1)}'
        assert read_in_forms(read_html(source, FORMS), [form])[0].amounts.get(NEW) == read
