"""Tables of other shapes than the national ones: many rows, blocks with titles, many kinds of figures."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from shipped_forms import shipped_text

from toolkit.form.definition import read_form
from toolkit.layout.layout import CHECKS, GUIDE
from toolkit.template import Content, render

START = shipped_text("start")
HEAD = START[: START.index("[[tables]]")]


def workbook(text: str):
    form = read_form(text, "own.toml")
    data = render(Content(form=form, unit_code="001", unit_name="甲村", year=2025))
    return load_workbook(BytesIO(data))


@pytest.mark.parametrize(("rows", "pages"), [(5, None), (40, None), (200, 0)])  # None: one
def test_many_rows_go_over_several_pages(rows: int, pages: int | None) -> None:
    """On one page 200 rows would be too small to read; the head is repeated."""
    lines = ", ".join(f'{{ key = "r{n}", label = "第{n}村" }}' for n in range(rows))
    book = workbook(
        f'{HEAD}[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\ntitle = "表"\narrangement = "list"\n'
        f'[[tables.blocks]]\ncolumns = [{{ key = "n", label = "人口" }}]\nrows = [{lines}]\n'
    )
    assert book["表"].page_setup.fitToHeight == pages
    assert book["表"].print_title_rows


def test_a_block_s_title_is_no_article_of_a_law() -> None:
    block = (
        '[[tables.blocks]]\narticle = "检查"\ncolumns = [{ key = "n", label = "次数" }]\n'
        'rows = [{ key = "water", label = "水", says = "查水。" }, { key = "air", label = "大气" }]\n'
    )
    table = '[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\ntitle = "表"\narrangement = "blocks"\n'
    book = workbook(HEAD + table + block)
    said = {str(cell.value) for row in book[GUIDE].iter_rows() for cell in row if cell.value}
    assert "检查：水" in said
    assert not [one for one in said if "条例" in one or "按依据的条款" in one]


def test_the_rules_of_many_kinds_stand_whole_in_their_cell() -> None:
    kinds = "".join(
        f'[kinds.k{n}]\nid = "K1{n}"\nlabel = "第{n}种"\ndecimals = {n}\nsays = "数。"\n' for n in range(5)
    )
    rows = ", ".join(f'{{ key = "r{n}", label = "第{n}项", kind = "k{n}" }}' for n in range(5))
    book = workbook(
        f'{HEAD.replace("[gate]", kinds + "[gate]")}[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\n'
        f'title = "表"\narrangement = "list"\n[[tables.blocks]]\ncolumns = [{{ key = "n", label = "数" }}]\n'
        f"rows = [{rows}]\n"
    )
    cell = next(cell for row in book[CHECKS].iter_rows() for cell in row if "K10" in str(cell.value))
    lines = str(cell.value).split("\n")
    assert lines == ["K10", "K11", "K12", "K13", "K14"]
    assert (book[CHECKS].row_dimensions[cell.row].height or 0) >= 13 * len(lines)
