"""Lists that people edit: whatever program wrote them, they say the same.

What is not understood is named by its cell.
"""

import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from toolkit.answers.csv_files import csv_bytes, csv_rows
from toolkit.answers.lists import find_list, read_list
from toolkit.answers.units import Roster, Unit, bare_code
from toolkit.answers.values_file import read_values
from toolkit.errors import UsageError
from toolkit.form.days import read_day
from toolkit.form.definition import load_form
from toolkit.year import openings, pins, roster, waivers
from toolkit.year.entering import explained
from toolkit.year.roster import read_roster
from toolkit.year.waivers import read_waivers

ROWS = [["单位代码", "单位名称", "备注"], ["009", "甲局", "第一行\n第二行"], ["010", '乙"局"', "a;b,c\td"]]
HEADINGS = {"code": ("单位代码", "代码"), "name": ("单位名称",), "note": ("备注",), "counted": ("是否计入",)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_program_s_csv_says_the_same(encoding: str, separator: str, end: str) -> None:
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in ROWS]
    text = end.join(quoted) + end
    assert csv_rows(text.encode(encoding)) == ROWS
    assert csv_rows(f"sep={separator}{end}{text}".encode(encoding)) == [[], *ROWS]


def test_a_workbook_is_read_by_what_it_is_whatever_it_is_called(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    path = tmp_path / "roster.xls"
    book.save(path)
    lines = read_list(path, "单位名录", HEADINGS, optional=("counted", "note")).lines
    assert [line.cells["code"] for line in lines] == ["009", "010"]


def test_what_is_written_is_inert_and_comes_back_as_it_was() -> None:
    rows = [
        ["code", "text"],
        ["'1", "=1+1"],
        ["-3", "+86 1"],
        ["x", " @a"],
        ["1.50", "'quoted"],
        ["", "－减"],
    ]
    data = csv_bytes(rows)
    assert data.startswith(b"\xef\xbb\xbf")
    assert csv_rows(data) == rows
    written = data.decode("utf-8-sig")
    assert "\n-3,'+86 1\n" in written
    assert "'=1+1" in written


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('代码,单位名称\n1,"甲局\n2,乙局\n'.encode(), "引号没有成对"),
        (("代码,单位名称\n1," + "甲" * 200_000).encode(), "有一格太长"),
        (
            "代码,单位名称,是否计人\n1,甲局,否\n".encode(),
            "第 1 行“是否计人”（C1）：没有这一栏，是不是“是否计入”？",
        ),
        ("代码,单位名称,备注\n1,甲局,a,b\n".encode(), "第 2 行：有 4 栏，表头只有 3 栏"),
        ("代码,代码,单位名称\n1,2,甲局\n".encode(), "（B1）：有两栏都叫这个名字"),
        ("代码,名\n1,甲局\n".encode(), "缺少“单位名称”"),
        (b"\n\n", "是空的"),
        (b"\xff\xfe\x00\xd8", "编码不认识"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(UsageError) as error:
        read_list(path, "名单", HEADINGS, optional=("note", "counted")).refuse([])
    assert said in str(error.value)


def test_columns_that_mean_nothing_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("序号,代码,单位名称,地址\n1,009,甲局,某路\n", encoding="utf-8")
    kept = read_list(path, "名单", HEADINGS, optional=("note", "counted"))
    assert kept.unused == ("序号", "地址")
    assert kept.lines[0].cells == {"code": "009", "name": "甲局"}


def test_a_code_of_more_digits_than_excel_keeps_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["单位代码", "单位名称"], [113708000043430123, "甲局"]):
        book.active.append(line)
    book.save(tmp_path / "r.xlsx")
    with pytest.raises(UsageError, match=r"A2.*超过 15 位"):
        read_roster(tmp_path / "r.xlsx")


@pytest.mark.parametrize(("one", "other"), [("1", "001"), ("a1", "A1"), ("００１", "1")])
def test_codes_that_cannot_be_told_apart_are_refused(tmp_path: Path, one: str, other: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"代码,名称\n{one},甲局\n{other},乙局\n", encoding="utf-8")
    with pytest.raises(UsageError, match="分不清（第 2、3 行）"):
        read_roster(path)


@pytest.mark.parametrize(
    "line", ["001,甲\u202e局", "001,甲\u200b局", f"001,{'甲' * 251}", f"{'1' * 41},甲局"]
)
def test_a_field_that_cannot_be_printed_is_refused_by_its_cell(tmp_path: Path, line: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"代码,名称\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"（[AB]2）"):
        read_roster(path)


@pytest.mark.parametrize("said", ["教育和体育局", "体育", "003 嘉祥县教体局"])
def test_a_unit_named_in_place_of_its_code_is_offered(said: str) -> None:
    """Only where one unit can be meant."""
    units = (Unit(code="003", name="嘉祥县教育和体育局"), Unit(code="004", name="嘉祥县财政局"))
    roster = Roster(units=units)
    offered = "，是不是 003 嘉祥县教育和体育局？"
    assert roster.meant(said) == offered
    assert roster.meant("嘉祥县") == ""


def test_a_code_that_lost_its_zeros_is_offered(tmp_path: Path) -> None:
    roster = Roster(units=(Unit(code="009", name="甲局"), Unit(code="019", name="乙局")))
    assert roster.unknown("9") == "单位名录里没有代码 9，是不是 009 甲局？"
    assert roster.unknown("乙局").endswith("，是不是 019 乙局？")
    assert roster.meant("8") == roster.meant("局") == roster.meant("") == ""
    assert bare_code("000") == bare_code("0") == "0"
    form = load_form("annual-report-2021")
    book = openpyxl.Workbook()
    for line in (
        ["单位代码", "规则", "年度", "理由", "批准人", "有效期至"],
        [9, "R5", 2023, "上年有误", "张某", "23-12-31"],
    ):
        book.active.append(line)
    book.save(tmp_path / "waivers.xlsx")
    with pytest.raises(UsageError) as error:
        read_waivers(tmp_path, form, roster)
    for part in ("是不是 009 甲局？", "是不是 R05", "年份要写四位，是不是 2023-12-31？"):
        assert part in str(error.value)
    (tmp_path / "waivers.csv").touch()
    with pytest.raises(UsageError, match=r"waivers.xlsx 和 waivers.csv 都在"):
        read_waivers(tmp_path, form, roster)


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-31",
        "2023/1/31",
        "2023.1.31",
        "2023年1月31日",
        "20230131",
        "２０２３年１月３１日",
        " 2023 年 1 月 31 日 ",
        "2023-01-31 00:00:00",
        "2023-01-31T00:00:00",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert str(read_day(text)) == "2023-01-31"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("23-1-31", "是不是 2023-01-31？"),
        ("23年1月31日", "是不是 2023-01-31？"),
        ("31/1/2023", "是不是 2023-01-31？"),
        ("1/2/2023", "是不是 2023-01-02 或"),
        ("2023-02-30", "没有这一天"),
        ("44957", "是不是 2023-01-31？"),
        ("1月31日", "写全年、月、日"),
        ("2023年1月", "写全年、月、日"),
        ("明年", "不是日期"),
        ("", "不是日期"),
        ("0023-01-31", "年份要写四位"),
        ("1823-01-31", "年份不对"),
        ("20231331", "没有这一天"),
    ],
)
def test_what_is_no_day_is_refused_with_the_one_meant(text: str, said: str) -> None:
    refused = read_day(text)
    assert isinstance(refused, str)
    assert said in refused


def test_values_may_stand_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (
        ["表", "行", "列", "值"],
        ["applications", "new", "natural_person", 3],
        ["narrative", "problems", "value", "无"],
    ):
        book.active.append(line)
    book.save(tmp_path / "county.xlsx")
    values = read_values(load_form("annual-report-2021"), tmp_path / "county.xlsx")
    assert list(values.figures.values()) == ["3"]
    assert values.narrative == {"problems": "无"}


def test_a_passage_that_the_form_has_not_is_answered_by_those_it_has(tmp_path: Path) -> None:
    (tmp_path / "county.csv").write_text("表,行,列,值\nnarrative,平台建设,value,好\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"narrative\.平台建设 不是这张表样的项目") as error:
        read_values(load_form("annual-report-2021"), tmp_path / "county.csv")
    assert "narrative 的行可以写：overview_disclosure（（一）主动公开）、" in str(error.value)
    assert "有 1 处问题" in str(error.value)


def workbook(path: Path, *merged: str) -> Path:
    book = openpyxl.Workbook()
    for row in (
        ["某县单位名录"],
        ["单位\n代码", "单 位 名 称", "备注"],
        ["009", "甲局", "部门"],
        ["010", "乙局"],
    ):
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def test_a_title_above_and_spaces_in_the_heading_do_not_matter(tmp_path: Path) -> None:
    """The rows are numbered as the program shows them."""
    kept = read_list(workbook(tmp_path / "a.xlsx", "A1:C1"), "名单", HEADINGS, optional=("note", "counted"))
    kept.refuse([])
    assert [(line.row, dict(line.cells)) for line in kept.lines] == [
        (3, {"code": "009", "name": "甲局", "note": "部门"}),
        (4, {"code": "010", "name": "乙局", "note": ""}),
    ]
    text = tmp_path / "a.csv"
    text.write_text("某县单位名录,,\n\n代码,单位名称,备注\n009,甲局,\n", encoding="utf-8")
    assert [line.row for line in read_list(text, "名单", HEADINGS, optional=("note", "counted")).lines] == [4]


def of_sheets(path: Path, *sheets: list[list[str]], hidden: bool = False) -> Path:
    book = openpyxl.Workbook()
    for at, rows in enumerate(sheets):
        sheet = book.active if at == 0 else book.create_sheet(f"第{at + 1}张")
        for row in rows:
            sheet.append(row)
        if at and hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def test_lines_on_another_sheet_are_not_lost_in_silence(tmp_path: Path) -> None:
    """Towns on a sheet of their own; copies, and what is hidden, are no loss."""
    towns = [["名单（乡镇）"], ROWS[0], ["021", "丙镇"], ["010", "乙局"]]
    first = [ROWS[0], ["009", "甲局"], ["010", "乙局"]]
    path = of_sheets(tmp_path / "a.xlsx", first, towns)
    with pytest.raises(UsageError, match=r"工作表“第2张”里也有这份清单的 1 行"):
        read_list(path, "名单", HEADINGS, optional=("note", "counted")).refuse([])
    for path in (
        of_sheets(tmp_path / "b.xlsx", first, first[:2], [["填表说明"], ["代码写三位"]]),
        of_sheets(tmp_path / "c.xlsx", first, towns, hidden=True),
    ):
        kept = read_list(path, "名单", HEADINGS, optional=("note", "counted"))
        kept.refuse([])
        assert [line.cells["code"] for line in kept.lines] == ["009", "010"]


def test_a_list_behind_another_sheet_is_found_by_name(tmp_path: Path) -> None:
    path = of_sheets(tmp_path / "a.xlsx", [["填表说明"]], [ROWS[0], ["009", "甲局"]])
    with pytest.raises(UsageError, match=r"第一张工作表不是这份清单，“第2张”才是。请把它移到最前面"):
        read_list(path, "名单", HEADINGS, optional=("note", "counted"))


def test_cells_made_one_over_several_lines_are_refused(tmp_path: Path) -> None:
    """Only the first of them holds what all of them show."""
    path = workbook(tmp_path / "a.xlsx", "A1:C1", "C3:C4")
    with pytest.raises(UsageError, match=r"^名单 a.xlsx 有 1 处问题：\n  C3:C4 是合并的单元格"):
        read_list(path, "名单", HEADINGS, optional=("note", "counted")).refuse([])


@pytest.mark.parametrize("code", ["3.70801E+11", "'009", '="009"', "“009”"])
def test_a_code_that_a_program_changed_is_refused(tmp_path: Path, code: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(
        csv_bytes([["单位代码", "单位名称"]]) + f'"{code.replace(chr(34), chr(34) * 2)}",甲局\n'.encode()
    )
    with pytest.raises(UsageError, match=r"第 2 行“单位代码”（A2）：(这一格是数|代码写的是)"):
        read_roster(path)


def test_a_code_that_became_a_day_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["单位代码", "单位名称"], [datetime(2026, 3, 1), "甲局"]):  # 3-1, as typed
        book.active.append(row)
    book.save(tmp_path / "roster.xlsx")
    with pytest.raises(UsageError, match=r"（A2）：这一格是数 2026-03-01，被 Excel 当成日期改掉了"):
        read_roster(tmp_path / "roster.xlsx")


@pytest.mark.parametrize(
    "name",
    [
        *("pinned.csv.txt", "pinned.xls", "pinned.et", "PINNED.Xlsx", "pinned.csv.csv"),
        *("pinned (1).csv", "pinned - 副本.xlsx", "pinned副本(2).csv.csv", "pined.csv", "pinneds.xlsx"),
    ],
)
def test_a_list_under_nearly_its_name_is_not_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(UsageError, match=re.escape(name)):
        find_list(tmp_path, "pinned")
    (tmp_path / "pinned.csv").write_bytes(b"")
    assert find_list(tmp_path, "pinned") == tmp_path / "pinned.csv"


@pytest.mark.parametrize(
    "name", ["pinned.csv.bak", "~$pinned.xlsx", ".pinned.csv", "pinned.old.csv", "pinned", "unpinned.csv"]
)
def test_what_is_no_list_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert find_list(tmp_path, "pinned") is None
    assert find_list(tmp_path / "nothing", "pinned") is None


def marked_list(path: Path, marks: dict[str, str], *, filtered: bool = False) -> None:
    """Write a list of three units; `marks` say of cells and rows what was done to them."""
    with xlsxwriter.Workbook(path) as book:
        sheet, crossed, plain = (
            book.add_worksheet(),
            book.add_format({"font_strikeout": True}),
            book.add_format(),
        )
        sheet.write_row(0, 0, ["单位代码", "单位名称", "备注", "是否计入"])
        for row, code in enumerate(["001", "002", "003"], 1):
            for column, text in enumerate([code, f"甲{code}局", "旧电话", marks.get("counted", "是")]):
                how = marks.get(f"{'ABCD'[column]}{row + 1}", "")
                if how == "half":
                    sheet.write_rich_string(row, column, plain, text, crossed, "（撤）")
                else:
                    sheet.write_string(row, column, text, crossed if how else plain)
        if filtered:
            sheet.autofilter(0, 0, 3, 3)
            sheet.filter_column(0, "x == 001")
        for row, how in marks.items():
            if row.isdecimal():
                sheet.set_row(int(row) - 1, 0 if how == "flat" else None, None, {"hidden": how == "hidden"})


@pytest.mark.parametrize(
    ("marks", "filtered", "named"),
    [
        ({"A3": "struck", "B3": "struck"}, False, ["第 3 行“单位代码”（A3）：划了删除线"]),
        ({"B4": "struck"}, False, ["第 4 行“单位名称”（B4）：划了删除线"]),
        ({"B4": "half"}, False, ["第 4 行“单位名称”（B4）：划了删除线"]),
        ({"3": "hidden"}, False, ["第 3 行：被隐藏了"]),
        ({"3": "flat"}, False, ["第 3 行：被隐藏了"]),
        (
            {"2": "hidden", "A4": "struck"},
            False,
            ["第 2 行：被隐藏了", "第 4 行“单位代码”（A4）：划了删除线"],
        ),
        ({"C3": "struck"}, False, []),
        ({"3": "hidden", "4": "hidden"}, True, []),
        ({"3": "hidden", "A4": "struck", "counted": "否"}, False, []),
        ({}, False, []),
    ],
)
def test_what_is_struck_out_or_hidden_is_asked_about(
    marks: dict[str, str], filtered: bool, named: list[str], tmp_path: Path
) -> None:
    """An old telephone may be struck out, a filter may hide; who sends nothing may be tidied away."""
    path = tmp_path / "roster.xlsx"
    marked_list(path, marks, filtered=filtered)
    if not named:
        assert [unit.code for unit in read_roster(path).units] == ["001", "002", "003"]
        return
    with pytest.raises(UsageError) as error:
        read_roster(path)
    told = str(error.value).splitlines()[1:]
    assert [line.strip().split("；")[0] for line in told] == named


def test_a_unit_s_column_is_called_alike_in_every_list() -> None:
    """A heading for the unit that one list takes, all others take; the roster that of the data files too."""
    lists = (explained, openings, pins, waivers)
    assert all({"unit_code", "单位代码"} <= {*one.HEADINGS["unit"]} for one in lists)
    assert len({frozenset(one.HEADINGS["unit"]) for one in lists}) == 1
    assert "unit_code" in roster.HEADINGS["code"]
