"""The roster: every mistake is told at once, by file, row and column; a code is what the office sees."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from toolkit.errors import UsageError
from toolkit.year.roster import read_roster

HEAD = "单位代码,单位名称,状态,前身代码,是否计入\n"


def refused(path: Path) -> str:
    with pytest.raises(UsageError) as error:
        read_roster(path)
    return str(error.value)


def test_all_mistakes_are_told_together_with_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    lines = ("001,甲局,,,maybe", "002,乙局,合并,,是", "003,乙局,,,不计", "001,丁局,更名,,", ",戊局,停办,,")
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    assert refused(path).splitlines() == [
        "单位名录 roster.csv 有 8 处问题：",
        "  第 2 行“是否计入”（E2）：“maybe”不认识，请填“是”或“否”",
        "  第 3 行“前身代码”（D3）：状态是“合并”，请写上年的代码；上年数要从那里接过来",
        "  第 4 行“是否计入”（E4）：“不计”不认识，请填“是”或“否”",
        (
            "  第 5 行“前身代码”（D5）：状态是“更名”，请写上年的代码，代码没有变的写它自己的代码；"
            "上年数要从那里接过来"
        ),
        "  第 6 行“单位代码”（A6）：没有填",
        "  第 6 行“状态”（C6）：状态“停办”不认识，可填 正常、更名、合并、拆分、新设、代编、撤销",
        "  单位代码 001 出现了 2 次（第 2、5 行）",
        "  单位名称 乙局 出现了 2 次（第 3、4 行）",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "合计,2个单位,,,",
        ",合 计,,,",
        "003,合计：2,,,",
        "填表人：张某,审核人：李某,,,",
        "注：街道不报,,,,",
        ",一、县直部门,,,",
        "单位代码,单位名称,状态,前身代码,是否计入",
    ],
)
def test_a_line_that_is_no_unit_is_named_and_never_becomes_one(tmp_path: Path, line: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEAD}001,甲局,,,\n{line}\n002,乙局,,,\n", encoding="utf-8")
    told = refused(path)
    assert "第 3 行" in told
    assert "不是单位，请删去这一行" in told


@pytest.mark.parametrize("code", ["农1", "A", "１"])
@pytest.mark.parametrize("name", ["统计局", "合计水镇", "总工会"])
def test_a_unit_that_is_called_nearly_as_a_sum_is_one(tmp_path: Path, code: str, name: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEAD}{code},{name},,,\n", encoding="utf-8")
    assert [unit.name for unit in read_roster(path).units] == [name]


def test_a_dissolved_body_may_have_the_name_of_its_heir(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(HEAD + "001,甲局,撤销,,\n002,甲局,更名,001,\n", encoding="utf-8")
    assert [unit.code for unit in read_roster(path).units] == ["001", "002"]


@pytest.mark.parametrize("text", [HEAD, HEAD + ",,,,\n"])
def test_a_roster_without_a_unit_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    assert "一个单位也没有" in refused(path)


def roster_with(style: str, path: Path) -> Path:
    """A roster with the number 12 as a code, shown as `style` says; an empty row stands above the head."""
    book = openpyxl.Workbook()
    for line in ([], ["单位代码", "单位名称"], [12, "甲局"]):
        book.active.append(line)
    book.active["A3"].number_format = style
    target = BytesIO()
    book.save(target)
    path.write_bytes(target.getvalue())
    return path


@pytest.mark.parametrize(
    ("style", "code"), [("000", "012"), ("0000_ ;[Red]-0000", "0012"), ("General", "12"), ("0_ ", "12")]
)
def test_a_code_is_read_as_it_is_shown(tmp_path: Path, style: str, code: str) -> None:
    assert [unit.code for unit in read_roster(roster_with(style, tmp_path / "r.xlsx")).units] == [code]


def test_a_code_shown_in_a_way_that_cannot_be_told_is_refused_by_its_cell(tmp_path: Path) -> None:
    said = refused(roster_with('"JX"000', tmp_path / "r.xlsx"))
    assert "第 3 行“单位代码”（A3）：这一格是数 12" in said


def test_who_is_said_to_be_as_before_came_from_nobody_else(tmp_path: Path) -> None:
    """Else its own last year would give way to another's."""
    path = tmp_path / "roster.csv"
    lines = ("001,甲局,正常,002,", "003,丙局,撤销,001,", "004,丁局,新设,001、005,", "006,己局,,006,")
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    told = refused(path).splitlines()
    assert len(told) == 4
    for row, line in zip((2, 3, 4), told[1:], strict=True):
        assert f"第 {row} 行“前身代码”（D{row}）" in line
        assert "请清空" in line


@pytest.mark.parametrize("other", ["甲 局（东）", "甲局(东)", "甲局 （东）"])
def test_a_name_is_the_same_however_it_is_spaced_and_bracketed(tmp_path: Path, other: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEAD}001,甲局（东）,,,\n002,{other},,,\n", encoding="utf-8")
    assert f"单位名称 甲局（东）、{other} 出现了 2 次（第 2、3 行）" in refused(path)


@pytest.mark.parametrize(
    ("head", "doubtful"),
    [("状态,计不计数", True), ("单位性质状况,是否计入", True), ("状态,是否计入,序号", False), ("", False)],
)
def test_a_column_that_may_say_who_counts_is_told(tmp_path: Path, head: str, doubtful: bool) -> None:
    """Of a column that is not known nothing comes: its unit would be added up."""
    path = tmp_path / "roster.csv"
    path.write_text(f"单位代码,单位名称,{head}\n001,甲局{',' * (head.count(',') + 1)}\n", encoding="utf-8")
    roster = read_roster(path)
    assert bool(roster.unused and roster.lacking) is doubtful


def test_a_heading_that_says_more_is_told_with_what_it_should_be(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("单位代码（三位）,单位名称,主管单位代码\n001,甲局,\n", encoding="utf-8")
    assert refused(path).endswith("缺少“单位代码”。“单位代码（三位）”请改成“单位代码”。")


def test_a_parent_may_be_named_and_a_code_without_its_zeros_is_told(tmp_path: Path) -> None:
    path, head = tmp_path / "roster.csv", "单位代码,单位名称,状态,主管单位\n009,甲局,,\n"
    lines = ("010,甲局大队,,甲局", "011,甲局中心,代编,甲局", "012,税务局,,市税务局", "013,甲局站,,009")
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    assert [unit.parent for unit in read_roster(path).units] == ["", "009", "009", "市税务局", "009"]
    path.write_text(head + "010,甲局大队,,9\n", encoding="utf-8")
    told = "“主管单位代码”（D3）：010 甲局大队 的主管单位 9，名录里没有这个代码，是不是 009 甲局？"
    assert told in refused(path)
