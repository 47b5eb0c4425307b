"""Where things stand: every cell of a form has one place, and ranges name exactly the cells they join."""

import re
from random import Random

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from places import REPO

from toolkit.form.definition import load_form, shipped_forms
from toolkit.layout.layout import Place, join_ranges, lay_out, parse_place
from toolkit.layout.title_line import read_title_line, title_line


@pytest.mark.parametrize("name", shipped_forms())
def test_every_figure_has_a_cell_of_its_own(name: str):
    form = load_form(name)
    places = lay_out(form).places
    assert set(places) == set(form.cells)
    assert len(set(places.values())) == len(form.cells)


def test_an_address_is_read_as_it_is_shown():
    rng = Random("addresses")
    for _ in range(200):
        row, column = rng.randrange(1_048_576), rng.randrange(16_384)
        place = Place("表三", row, column)
        assert place.a1 == f"{get_column_letter(column + 1)}{row + 1}"
        assert parse_place("表三", place.a1) == place


def test_ranges_hold_exactly_the_cells_they_join():
    rng = Random("ranges")
    for _ in range(200):
        cells = {Place("表三", rng.randrange(8), rng.randrange(6)) for _ in range(rng.randrange(1, 20))}
        held: list[Place] = []
        for part in join_ranges(sorted(cells), "表三"):
            left, top, right, bottom = range_boundaries(part.replace("$", ""))
            held += [
                Place("表三", r - 1, c - 1) for r in range(top, bottom + 1) for c in range(left, right + 1)
            ]
        assert sorted(held) == sorted(cells)


def test_a_range_on_another_sheet_bears_its_name():
    assert join_ranges([Place("表 三", 6, 3), Place("表 三", 7, 3)], "封面") == ["'表 三'!$D$7:$D$8"]


@pytest.mark.parametrize("unit", ["司法局", "李家 镇人民政府", "A&B <局>", "2022 办公室"])
@pytest.mark.parametrize("after", ["", "　　", "　　虚构数据"])
def test_a_title_line_is_read_as_it_was_made(unit: str, after: str):
    assert read_title_line(title_line(unit, 2022) + after) == (unit, "2022")


@pytest.mark.parametrize(
    "text", ["", "单位：", "单位：甲局", "单位：　2022 年度", "2022 年度", "填报单位：甲局 2022 年度"]
)
def test_other_lines_are_no_title_lines(text: str):
    assert read_title_line(text) is None


BY_HAND = re.compile(r"""(?<![A-Za-z])\$?[A-Z]{1,2}\$?\{[a-z_.]*(?:row|line|at|top|first|last|bottom)\b""")


def test_no_column_is_written_by_its_letter():
    """Letters come from the layout: f"G{row + 1}" is wrong as soon as a column is put before it."""
    for example in ('f"G{row + 1}"', 'f"$B${block.first + 1}"', 'f"$F${at + 1}"'):
        assert BY_HAND.search(example), example
    for path in sorted((REPO / "toolkit").rglob("*.py")):
        found = BY_HAND.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.name}: {found[0]}"
