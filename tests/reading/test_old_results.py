"""Formulas in figures' cells with results that they no longer come to, as LibreOffice computes them."""

import csv
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
import recipes as r

from toolkit.form.model import Key, Mark
from toolkit.reading.formulas.recomputed import agrees, recomputed

KEYS = [key for key in r.the_form().inputs if key.table == "applications" and key.row != "carried_over"]
CELL = r.place("applications", "new", "natural_person")
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,4"  # with all digits
NUMBERS = {"D7": 4.0, "E7": 0.5, "F7": "12", "G7": "", "H7": 1e3, "D8": 7.0, "E8": "件", "D9": 3.0}
SIMPLE = ("+", "-", "*", "/")


def expression(rng: Random, depth: int = 3) -> str:
    """A formula of figures, cells and sums."""
    if depth == 0 or rng.random() < 0.2:
        span = f"{rng.choice('DE')}7:{rng.choice('FGH')}{rng.choice('789')}"
        sum_ = f"SUM({span},{rng.choice(['D8', '2', span])})"
        return rng.choice(
            [str(rng.randrange(1, 99)), "2.5", ".5", "1E1", "D7", "$E$7", "H7", "D8", "-3", sum_]
        )
    one, other = expression(rng, depth - 1), expression(rng, depth - 1)
    return rng.choice(
        [f"({one}{rng.choice(SIMPLE)}{other})", f"{one} {rng.choice('+-')} {other}", f"-({one})"]
    )


def sheet_of(formulas: list[str]) -> bytes:
    """表三 with these numbers and texts, and the formulas without results below one another, right of it."""
    data = r.good()
    for a1 in (f"{column}{row}" for row in (7, 8, 9) for column in "DEFGH"):
        held = NUMBERS.get(a1, "")
        put = r.text if isinstance(held, str) and held else r.number
        data = put(CELL.sheet, a1, held, data)  # type: ignore[operator]
    rows = "".join(
        f'<row r="{100 + at}"><c r="D{100 + at}"><f>{text}</f></c></row>' for at, text in enumerate(formulas)
    )
    return r.with_cells(CELL.sheet, rows, data)


def computed(text: str) -> object:
    rows: list[list[object]] = [[""] * 10 for _ in range(12)]
    for a1, held in NUMBERS.items():
        rows[int(a1[1:]) - 1]["ABCDEFGH".index(a1[0])] = held
    formulas = {"D11": text}
    return recomputed("表三", "D11", {"表三": rows}.__getitem__, {"表三": formulas}.__getitem__)


@pytest.mark.parametrize(
    ("text", "steady"),
    [
        ("RANDBETWEEN(1,9)", False),
        ("INT(rand()*9)", False),
        ("YEAR(TODAY())-2000", False),
        ("BRAND(1)", True),
    ],
)
def test_a_formula_that_never_stays_the_same_is_no_figure(text: str, steady: bool, tmp_path: Path) -> None:
    data = r.cell(CELL.sheet, CELL.a1, f"<f>{text}</f><v>5</v>")
    assert ("C07" in r.rules_said(tmp_path, data, CELL)) is not steady


@pytest.mark.long
@pytest.mark.office
def test_what_is_computed_is_what_libreoffice_computes(office, tmp_path: Path) -> None:
    formulas = [expression(Random(seed)) for seed in range(300)]
    (tmp_path / "式.xlsx").write_bytes(sheet_of(formulas))
    office([tmp_path / "式.xlsx"], CSV, tmp_path / "csv")
    (shown,) = (tmp_path / "csv").glob("*.csv")
    rows = list(csv.reader(shown.read_text(encoding="utf-8").splitlines()))
    told = 0
    for at, text in enumerate(formulas):
        cell, result = rows[99 + at][3], computed(text)
        if result is None:
            assert cell.startswith(("#", "Err")), (text, cell)
        else:
            assert agrees(result, float(cell)), (text, cell, result)  # type: ignore[arg-type]
            told += 1
    assert told > 250


SIGNS = ("IF(D7,1,2)", "D7^2", "F7+1", "D7&E7", "SUM(D7", "D7)", "1 2", "", "NOW()", "TRUE", "D7,E7", "名称")
REACHING = ("E7:F7", "SUM(A:A)", "SUM(D7 E7)", "SUM(D7:D2000)", "D2000", "别处!A1", "[1]a!A1", "A0", "D11")


@pytest.mark.parametrize("text", [*SIGNS, *REACHING, "1/0", "2E400"])
def test_what_is_not_simple_is_left_to_the_file(text: str) -> None:
    assert computed(text) is None


@pytest.mark.parametrize("seed", range(8))
def test_an_old_result_is_refused_and_a_right_one_read(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    key = rng.choice(KEYS)
    at, others = r.place(*key), [r.place(*other) for other in rng.sample(KEYS, 3)]
    amounts, data = [rng.randrange(50) for _ in others], r.good()
    for other, amount in zip(others, amounts, strict=True):
        data = r.number(other.sheet, other.a1, amount, data)
    while at in others:
        at = r.place(*rng.choice(KEYS))
    text = rng.choice(["+".join, lambda cells: f"SUM({','.join(cells)})"])([other.a1 for other in others])
    for held in (sum(amounts), sum(amounts) + rng.randrange(1, 5)):
        reading = r.read(tmp_path, r.cell(at.sheet, at.a1, f"<f>{text}</f><v>{held}</v>", data))
        assert reading.submission is not None
        (key,) = [key for key in KEYS if r.place(*key) == at]
        said = {f.rule for f in reading.findings if (f.sheet, f.cell) == (at.sheet, at.a1)}
        right = held == sum(amounts)
        assert reading.submission.figures[key] == (held if right else Mark.UNREADABLE)
        assert said & {"C05", "C07"} == ({"C05"} if right else {"C07"})


def test_results_of_formulas_within_formulas_are_computed(tmp_path: Path) -> None:
    """E7 is =F7+1, D7 is =E7*2: the old results agree with each other."""
    data = r.number(CELL.sheet, "F7", 3)
    data = r.cell(CELL.sheet, "E7", "<f>F7+1</f><v>9</v>", data)
    data = r.cell(CELL.sheet, "D7", "<f>E7*2</f><v>18</v>", data)
    submission = r.read(tmp_path, data).submission
    assert submission is not None
    figures = [
        submission.figures[Key("applications", "new", column)] for column in ("natural_person", "business")
    ]
    assert figures == [Mark.UNREADABLE, Mark.UNREADABLE]


def test_parts_of_a_hundred() -> None:
    assert computed("20%*D7") == Fraction(4, 5)


def test_formulas_without_end_are_left_alone() -> None:
    formulas = {f"A{row}": f"SUM(A{row + 1}:A{row + 40})" for row in range(1, 200)} | {"A300": "A300+1"}
    for address in ("A1", "A300"):
        assert recomputed("表", address, {"表": []}.__getitem__, {"表": formulas}.__getitem__) is None
