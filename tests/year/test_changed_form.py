"""A form of one's own changed after its workbooks went out, its edition forgotten: what comes back."""

import csv
import json
import random
from pathlib import Path

import pytest
from command_line import run
from openpyxl import load_workbook
from shipped_forms import shipped_text

from toolkit.form.definition import read_form
from toolkit.form.stamp import same_cells

START = shipped_text("start").replace('label = "金额（万元）", kind', 'label = "金额", kind')
YUAN = '[kinds.yuan]\nid = "K03"\nlabel = "金额（元）"\ndecimals = 2\nunit = "元"\nsays = "元。"\n\n[gate]'
RULE = (
    '[[rules]]\nid = "Q09"\nlevel = "notice"\ntitle = "收到不到五"\ntable = "cases"\neach = "column"\n'
    'check = "received_cases < 5"\nat = "received_cases"\nbasis = "x"\nsays = "收到 {left}。"\nfix = "x"\n'
)
# what an office changes, and whether what comes back still means what it says
MEANING = {
    "a label": [('label = "收到", ', 'label = "收件", ')],
    "two labels the other way round": [
        ('label = "收到", ', 'label = "某", '),
        ('label = "办结" }', 'label = "收到" }'),
        ('label = "某", ', 'label = "办结", '),
    ],
    "a row more": [
        ('{ key = "closed_cases"', '{ key = "moved", label = "移送" },\n    { key = "closed_cases"')
    ],
    "元 for 万元": [
        ("[gate]", YUAN),
        ('kind = "wanyuan" }]', 'kind = "yuan" }]'),
        ('unit = "万元" }', 'unit = "元" }'),
        ('unit = "万元" }', 'unit = "元" }'),
    ],
    "元 for 万元 in the kind alone": [
        ('decimals = 2\nunit = "万元"', 'decimals = 2\nunit = "元"'),
        ('label = "金额（万元）"\ndecimals', 'label = "金额（元）"\ndecimals'),
        ("单位是万元", "单位是元"),
        ('unit = "万元" }', 'unit = "元" }'),
        ('unit = "万元" }', 'unit = "元" }'),
    ],
}
WORDING = {
    "what to fill in": [('label = "办结" }', 'label = "办结", says = "当年办结的。" }')],
    "a rule more": [('[[rules]]\nid = "Q01"', f'{RULE}\n[[rules]]\nid = "Q01"')],
    "a row's key": [
        ('key = "closed_cases"', 'key = "closed"'),
        ("closed_cases <=", "closed <="),
        ('at = "closed_cases"', 'at = "closed"'),
    ],
    "the form's title": [('title = "某项工作年度报表"', 'title = "某项工作报表"')],
}


def changed(changes: list[tuple[str, str]]) -> str:
    text = START
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("name", MEANING)
def test_what_is_asked_is_stamped(name: str) -> None:
    now, before = (read_form(text, "own.toml").stamp for text in (changed(MEANING[name]), START))
    assert not same_cells(before, now)


@pytest.mark.parametrize("name", WORDING)
def test_how_it_is_said_is_not(name: str) -> None:
    now, before = (read_form(text, "own.toml").stamp for text in (changed(WORDING[name]), START))
    assert same_cells(before, now)


def test_what_nobody_stamped_is_taken_as_it_is() -> None:
    """Workbooks of a shipped form, and those issued before there was a stamp."""
    stamp = read_form(START, "own.toml").stamp
    assert same_cells("", stamp)
    assert same_cells(stamp, "")


@pytest.mark.long
@pytest.mark.parametrize("name", [*MEANING, *WORDING])
def test_what_comes_back_is_counted_as_it_was_meant_or_refused(name: str, tmp_path: Path) -> None:
    """No figure is counted under other words or in another unit, and the unit is not blamed."""
    dice, own, year = random.Random(name), tmp_path / "own.toml", tmp_path / "year"
    own.write_text(START, encoding="utf-8")
    roster = tmp_path / "units.csv"
    roster.write_text("单位代码,单位名称,单位类别\n001,甲村,村\n", encoding="utf-8")
    run("init", year, "--county", "甲县", "--year", 2025, "--form", own, "--roster", roster)
    run("issue", year)
    blank = next((year / "issued").iterdir())
    received, spent = dice.randint(50, 90), f"{dice.randint(100, 900)}.25"
    data = tmp_path / "values.csv"
    data.write_text(
        f"table,row,column,value\ncases,received_cases,from_people,{received}\ncases,closed_cases,from_people,7\n"
        f"spending,spent_money,wan,{spent}\nspending,budgeted,wan,1000\nidentity,zero_blanks,value,是\n",
        encoding="utf-8",
    )
    run("fill", blank, "--values", data, "-o", year / "inbox" / blank.name)
    texts = MEANING | WORDING
    (year / "own.toml").write_text(changed(texts[name]), encoding="utf-8")
    said = json.loads(run("check", year, "--format", "json", code=None).stdout)["files"][0]
    rules = {finding["rule"] for finding in said["findings"]}
    if name in MEANING:
        assert rules == {"S29"}
        fresh = next((year / "returned").glob("*_重填.xlsx"))
        held = {
            cell.value
            for sheet in ("表一", "表二")
            for line in load_workbook(fresh)[sheet].iter_rows()
            for cell in line
        }
        assert (float(spent) in held) == (name in {"a label", "two labels the other way round", "a row more"})
        return
    assert said["status"] == "accepted"
    assert not rules & {"S10", "S13", "S29"}
    run("consolidate", year)
    with (year / "summary" / "totals.csv").open(encoding="utf-8-sig") as stream:
        totals = {tuple(line[:3]): line[3] for line in csv.reader(stream)}
    assert totals["cases", "received_cases", "all_sources"] == str(received)
    assert totals["spending", "spent_money", "wan"] == spent
