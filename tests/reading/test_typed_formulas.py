"""Formulas typed into figures' cells whose results the file lacks: computed where they need nothing else."""

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
import recipes as r
from openpyxl.formatting.rule import DataBarRule
from openpyxl.workbook.workbook import Workbook

from toolkit.form.model import Key, Mark

MONEY, COUNT = Key("disclosure", "charges", "amount"), Key("disclosure", "penalties", "decisions")
AT = r.lay_out(r.the_form()).places


def typed(tmp_path: Path, key: Key, formula: str, **beside: object) -> tuple[object, set[str]]:
    def fill(book: Workbook) -> None:
        for address, value in beside.items():
            book["表二"][address] = value
        book["表二"][AT[key].a1] = formula

    reading = r.read(tmp_path, r.edited(fill))
    return reading.submission.figures[key], {f.rule for f in reading.findings if f.cell == AT[key].a1}


@pytest.mark.parametrize("seed", range(6))
def test_a_formula_that_needs_nothing_else_is_computed(seed: int, tmp_path: Path) -> None:
    """Told as a formula; Python computes it too."""
    rng = Random(seed)
    one, other, more = (rng.randint(1, 99) for _ in range(3))
    text, result = rng.choice(
        [
            (f"={one}+{other}*{more}", one + other * more),
            (f"=SUM({one},{other},B14)", one + other + more),
            (f"=({one}+{other})*2-{one}", one + 2 * other),
            (f"=B14+{one}", more + one),
        ]
    )
    assert typed(tmp_path, COUNT, text, B14=more) == (result, {"C05"})


def test_money_too(tmp_path: Path) -> None:
    figure, said = typed(tmp_path, MONEY, "=72700/10000")
    assert (Fraction(figure), said) == (Fraction(727, 100), {"C05"})


@pytest.mark.parametrize(
    ("formula", "beside", "rule"),
    [
        ("=B14+B13", {}, "C14"),
        ("=ROUND(7.2,0)", {}, "C06"),
        ("=表三!D7+1", {}, "C06"),
        ("=RAND()", {}, "C06"),
        ("=1/0", {}, "C06"),
        ("=B14+1", {"B14": "12件"}, "C06"),
        ("=B14+1", {"B14": "#N/A"}, "C06"),
        ("=5/2", {}, "K01"),
        ("=3-5", {}, "K01"),
    ],
)
def test_what_cannot_be_computed_here_is_refused(
    formula: str, beside: dict[str, object], rule: str, tmp_path: Path
) -> None:
    figure, said = typed(tmp_path, COUNT, formula, **beside)
    assert figure is Mark.UNREADABLE
    assert rule in said


def of_hours(book: Workbook) -> None:
    cell = book["表二"]["B13"]
    cell.value, cell.number_format = 25, "[h]"


def test_what_is_said_of_cells_is_what_stands_there(tmp_path: Path) -> None:
    """In the words and figures of the sheet."""
    cases = {
        r.number("表二", "B12", 12): "改成了“12”",
        r.cell("表二", "B13", "<v>1,2</v>"): "写的是“1,2”",
        r.text("表二", "B13", "25/25"): "一格里有两个数",
        r.text("表二", "B13", "2022/1/5"): "是日期",
        r.edited(of_hours): "填的是 600:00:00",
    }
    for data, words in cases.items():
        said = [f.message for f in r.read(tmp_path, data).findings if f.cell in {"B12", "B13"}]
        assert any(words in message for message in said), said


@pytest.mark.parametrize("held", [0, 12])
def test_a_bar_in_the_place_of_a_figure_is_called_one(held: int, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        rule = DataBarRule(start_type="min", end_type="max", color="FF638EC6", showValue=False)
        book["表二"].conditional_formatting.add("B13", rule)
        book["表二"]["B13"] = held

    said = [f for f in r.read(tmp_path, r.edited(fill)).findings if f.cell == "B13"]
    assert [f.rule for f in said] == ["C11" if held else "C13"]
    assert not held or "仅显示数据条" in said[0].message
