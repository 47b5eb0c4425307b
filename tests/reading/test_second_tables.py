"""A table pasted once more on its own sheet: with other figures it is sent back, with the same it is not."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import recipes as r

from toolkit.form.model import Key, with_totals
from toolkit.layout.layout import lay_out

TABLES = ["disclosure", "applications", "review"]
Change = Callable[[Key, int], Any]


def pasted(table: str, change: Change, *, right: bool, above: str = "", rows: range | None = None) -> bytes:
    """Paste a table below itself, or beside, its labels as printed and its figures changed."""
    layout, whole = lay_out(r.the_form()), with_totals(r.the_form(), r.figures())
    grid = layout.grids[table]
    last = max([at.row for at in grid.last.values()] + [grid.bottom + 1])
    down, across = (0, 60) if right else (last + 3, 0)

    def paste(book: Any) -> None:
        sheet = book[grid.table.sheet]
        if above:
            sheet.cell(down, across + 1).value = above
        for box in grid.boxes:
            if rows is not None and box.top not in rows:
                continue
            value = box.text if box.key is None else change(box.key, whole[box.key])
            if value not in ("", None):
                sheet.cell(box.top + 1 + down, box.left + 1 + across).value = value

    return r.edited(paste)


def told(folder: Path, data: bytes) -> list[str]:
    return [f.message for f in r.read(folder, data).findings if f.rule == "S16" and f.blocks]


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize("table", TABLES)
def test_other_figures_are_told_with_their_cells(tmp_path: Path, table: str, right: bool) -> None:
    dice = Random(f"{table} {right}")
    keys = [key for key in r.the_form().inputs if key.table == table]
    other = dice.choice(keys)
    data = pasted(table, lambda key, n: n + 3 if key == other else n, right=right)
    (message,) = told(tmp_path, data)
    row = lay_out(r.the_form()).places[other].a1.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert row in message.partition("不一样")[2].partition("不知道")[0]


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize("table", TABLES)
def test_the_same_figures_are_not(tmp_path: Path, table: str, right: bool) -> None:
    form = r.the_form()
    ways: list[Change] = [
        lambda _key, n: n,
        lambda key, n: n if form.is_input(key) else None,  # without totals
        lambda _key, n: f"{n:,}",
        lambda _key, n: n or None,  # zeros left out
        lambda _key, _n: None,  # a blank one
    ]
    way = Random(f"{right} {table}").choice(ways)
    assert told(tmp_path, pasted(table, way, right=right)) == []


def test_another_years_table_or_a_few_lines_are_no_second_one(tmp_path: Path) -> None:
    assert told(tmp_path, pasted("applications", lambda _, n: n + 1, right=False, above="2021年")) == []
    few = range(6, 10)
    assert told(tmp_path, pasted("applications", lambda _, n: n + 1, right=False, rows=few)) == []
