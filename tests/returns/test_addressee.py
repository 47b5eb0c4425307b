"""A file that says two units: the office has it on its list with both names.

Nobody who did nothing gets a letter.
"""

import io
import os
from datetime import datetime
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest
from correspondence import NEW, county, figures, send

from toolkit.answers.units import Unit
from toolkit.layout.layout import COVER, IDENTITY, lay_out
from toolkit.returns.check_year import check_year
from toolkit.year.inbox.addressee import only_one
from toolkit.year.workspace import ACCEPTED, MISSING, RETURNED, Workspace

TITLES = ("表二", "表三", "表四", "文字报告")


def borrowed(workspace: Workspace, name: str, *, cover: bool, titles: bool) -> None:
    """乙局 takes 甲局's workbook, writes its own name where it can be seen, and sends it."""
    layout = lay_out(workspace.form)
    path = send(workspace, "001", figures(workspace.form))
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    path.unlink()
    if cover:
        for key, text in (("unit_code", "002"), ("unit_name", "乙局")):
            book[COVER][layout.identity[key].a1].value = text
    if titles:
        for sheet in TITLES:
            book[sheet]["A2"].value = str(book[sheet]["A2"].value).replace("甲局", "乙局")
    assert book[IDENTITY]["B4"].value == "001"
    book.save(path.with_name(name))


def written(workspace: Workspace) -> set[str]:
    check_year(workspace, workers=0)
    return {path.name[:3] for path in (workspace.folder / "returned").glob("0*")}


def listed(workspace: Workspace, sheet: str) -> str:
    book = openpyxl.load_workbook(workspace.folder / "returned" / "退回一览.xlsx")
    return "\n".join(str(cell.value) for row in book[sheet].iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("cover", "titles", "name", "hears"),
    [
        (True, False, "001_甲局.xlsx", set()),
        (False, True, "001_甲局.xlsx", set()),
        (True, True, "年报.xlsx", set()),
        (True, True, "乙局年报.xlsx", {"002"}),
        (True, False, "002_乙局.xlsx", {"002"}),
        (False, True, "002_乙局.xlsx", {"002"}),
    ],
)
def test_a_borrowed_workbook(cover: bool, titles: bool, name: str, hears: set[str], tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    borrowed(workspace, name, cover=cover, titles=titles)
    assert written(workspace) == hears
    unclaimed = listed(workspace, "没有退回的文件")
    assert name in unclaimed
    assert "甲局" in unclaimed
    assert "乙局" in unclaimed
    if not hears:  # the units of which nothing has come are asked by telephone
        calls = listed(workspace, "电话单")
        assert calls.count(f"另收到“inbox/{name}”") == 2


@pytest.mark.parametrize(
    ("day", "settings", "said"),
    [
        ("2023-01-31", {}, ""),
        ("2023-02-01", {}, "2023-01-31"),
        ("2023-02-01", {"default = 2023-01-31": 'default = 2023-01-31\n"退回" = 2023-02-10'}, ""),
        ("2023-02-11", {"default = 2023-01-31": 'default = 2023-01-31\n"退回" = 2023-02-10'}, "2023-02-10"),
    ],
)
def test_letters_that_name_a_day_gone_by_are_told_of(
    day: str, settings: dict[str, str], said: str, tmp_path: Path
) -> None:
    workspace = county(tmp_path / "year", settings=settings)
    send(workspace, "001", figures(workspace.form) | {NEW: "约5"})
    _, lines = check_year(workspace, workers=0, now=datetime.fromisoformat(f"{day}T09:00+08:00"))
    told = [line for line in lines if "已经过了" in line]
    assert len(told) == bool(said)
    assert said in "".join(told)


def test_who_gets_a_letter_without_being_counted_as_returned_is_named(tmp_path: Path) -> None:
    """The counts above say 退回 1; the line of what goes back says two, and who the other is."""
    workspace = county(tmp_path / "year")
    send(workspace, "001", figures(workspace.form) | {NEW: "约5"})
    (workspace.folder / "inbox" / "002_乙局.xlsx").write_text("见附件")
    collection, lines = check_year(workspace, workers=0)
    assert [standing.status for standing in collection.standings][:2] == [RETURNED, MISSING]
    (line,) = (line for line in lines if line.startswith("退回 "))
    assert line.startswith("退回 2 个单位")
    assert line.endswith("其中 乙局 发来的不能用，统计里算“未报”。")
    assert "未报（发来的不能用）" in listed(workspace, "电话单")


def test_who_passed_and_sent_a_wrong_one_afterwards_is_told_apart(tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    right = figures(workspace.form)
    for number, entries in enumerate((right, right | {NEW: "约5"})):
        path = send(workspace, "001", entries, name=f"001_{number}.xlsx")
        os.utime(path, (1_700_000_000 + 900 * number,) * 2)
        collection, lines = check_year(workspace, workers=0)
    assert collection.standings[0].status == ACCEPTED
    (line,) = (line for line in lines if line.startswith("退回 "))
    assert line.endswith("其中 甲局 另有一份已通过，统计里算“通过”。")


def test_of_names_within_each_other_the_longest_is_the_one_that_is_named() -> None:
    names = ("教育局", "区教育局", "区教育局幼儿园", "财政局")
    units = {name: Unit(code=str(number), name=name) for number, name in enumerate(names)}
    for size in range(len(names) + 1):
        for some in permutations(names, size):
            whole = [one for one in some if not any(one != other and one in other for other in some)]
            meant = units[whole[0]] if len(whole) == 1 else None
            assert only_one([(units[name], name) for name in some]) == meant
    assert only_one([(units["教育局"], "教育局"), (units["财政局"], "教育局")]) is None
