"""In the county's workbook every figure has a name of its own, however often labels repeat."""

import random

import pytest
from shipped_forms import FORMS, shipped_text

from toolkit.county.workbook.book import group_name
from toolkit.form.definition import read_form
from toolkit.form.model import Form

START = shipped_text("start")
HEAD = START[: START.index("[[tables]]")]
TABLE = '[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\ntitle = "表"\n'


def matrix(dice: random.Random, prefix: str) -> tuple[str, str]:
    """Draw two years, with 城镇 and 农村 in each, and a few of the same lines in all of them."""
    groups, lines = [], []
    for year in ("2024年", "2025年"):
        groups.append(f'{{ key = "{prefix}{year[:4]}", label = "{year}" }}')
        for place in ("城镇", "农村")[: dice.randint(1, 2)]:
            key = f"{prefix}g{len(groups)}"
            groups.append(f'{{ key = "{key}", label = "{place}", in = "{prefix}{year[:4]}" }}')
            for label in dice.sample(("男", "女", "其他"), dice.randint(1, 3)):
                lines.append(f'{{ key = "{prefix}{len(lines)}", label = "{label}", in = "{key}" }}')
    return ", ".join(groups), ", ".join(lines)


def drawn(seed: int) -> Form:
    dice = random.Random(seed)
    if seed % 2:
        (over, columns), (beside, rows) = matrix(dice, "c"), matrix(dice, "r")
        return read_form(
            f'{HEAD}{TABLE}arrangement = "matrix"\ngroups = [{over}, {beside}]\n'
            f"[[tables.blocks]]\ncolumns = [{columns}]\nrows = [{rows}]\n",
            "own.toml",
        )
    blocks = "".join(
        f'[[tables.blocks]]\narticle = "{title}"\ncolumns = [{{ key = "n", label = "件数" }}]\n'
        f'rows = [{{ key = "a{i}", label = "水" }}, {{ key = "b{i}", label = "大气" }}]\n'
        for i, title in enumerate(("上半年", "下半年", "全年")[: dice.randint(2, 3)])
    )
    return read_form(f'{HEAD}{TABLE}arrangement = "blocks"\n{blocks}', "own.toml")


@pytest.mark.parametrize("form", [*map(drawn, range(12)), *FORMS])
def test_every_figure_of_a_table_has_its_own_name(form: Form) -> None:
    names = [(key.table, group_name(form, key), form.heading(key)) for key in form.cells]
    assert len(set(names)) == len(names)
