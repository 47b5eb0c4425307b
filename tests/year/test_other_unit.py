"""Another edition of one's own form counts a figure in another unit: last year's is none of this year's."""

from decimal import Decimal
from pathlib import Path

import pytest
from command_line import run
from openpyxl import load_workbook
from shipped_forms import shipped_text

from toolkit.form.definition import read_form
from toolkit.form.model import Key, comparable_figures

START = shipped_text("start").replace('label = "金额（万元）", kind', 'label = "金额", kind')
YUAN = '[kinds.yuan]\nid = "K03"\nlabel = "金额（元）"\ndecimals = 2\nunit = "元"\nsays = "元。"\n\n[gate]'
IN_YUAN = START.replace('kind = "wanyuan" }]', 'kind = "yuan" }]').replace("[gate]", YUAN)
IN_YUAN = IN_YUAN.replace('unit = "万元" }', 'unit = "元" }')
MONEY = {Key("spending", "budgeted", "wan"), Key("spending", "spent_money", "wan")}


def test_a_key_means_the_same_only_in_the_same_unit() -> None:
    wan, yuan = read_form(START, "a.toml"), read_form(IN_YUAN, "b.toml")
    assert set(wan.cells) - set(comparable_figures(wan, yuan)) == MONEY
    assert set(comparable_figures(wan, read_form(START, "c.toml"))) == set(wan.cells)


def test_a_unit_said_only_later_changes_nothing() -> None:
    """A count that says 人 from this year on is the same count."""
    said = START.replace('label = "收到", called', 'label = "收到", unit = "人", called')
    before, after = read_form(START, "a.toml"), read_form(said, "b.toml")
    assert set(comparable_figures(after, before)) == set(after.cells)


@pytest.mark.long
@pytest.mark.parametrize("source", ["folder", "units.csv"])
def test_last_year_s_yuan_never_stands_beside_wan_yuan(source: str, tmp_path: Path) -> None:
    """Last year in 元, this year's edition of the same key in 万元: no last figure, and no wrong one."""
    (tmp_path / "units.csv").write_text("单位代码,单位名称,单位类别\n001,甲村,村\n", encoding="utf-8")
    data, before, after = tmp_path / "values.csv", tmp_path / "before", tmp_path / "after"
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "old" / "own.toml").write_text(IN_YUAN, encoding="utf-8")
    (tmp_path / "new" / "own.toml").write_text(
        START.replace('edition = "1"', 'edition = "2"'), encoding="utf-8"
    )
    data.write_text(
        "table,row,column,value\nspending,budgeted,wan,251000.5\nspending,spent_money,wan,10.25\n"
        "cases,received_cases,from_people,7\nidentity,zero_blanks,value,是\n",
        encoding="utf-8",
    )
    roster = ("--roster", tmp_path / "units.csv")
    run("init", before, "--county", "甲县", "--year", 2025, "--form", tmp_path / "old" / "own.toml", *roster)
    run("issue", before)
    blank = next((before / "issued").iterdir())
    run("fill", blank, "--values", data, "-o", before / "inbox" / blank.name)
    run("consolidate", before)
    last = before if source == "folder" else before / "summary" / "units.csv"
    run(
        *("init", after, "--county", "甲县", "--year", 2026, "--last-year", last),
        *("--form", tmp_path / "new" / "own.toml", *roster),
    )
    run("issue", after)
    sheets = load_workbook(next((after / "issued").iterdir()))
    shown = {cell.value for sheet in ("表一", "表二") for row in sheets[sheet].iter_rows() for cell in row}
    assert not shown & {251000.5, Decimal("251000.5"), 10.25}
    assert 7 in shown
