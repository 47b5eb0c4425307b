"""Settings and records that were damaged, and last year's data that cannot be.

One sentence each, never a traceback.
"""

import csv
import time
from io import StringIO
from pathlib import Path

import pytest
from founding import UNITS, founded, put
from tiny_form import TINY

from toolkit.errors import OutputError, UsageError
from toolkit.form.definition import load_form
from toolkit.year import journal
from toolkit.year.entering.setting_edits import change_settings
from toolkit.year.past_years import read_kept
from toolkit.year.receipts import read_journal
from toolkit.year.workspace import Collection, open_workspace

FORM = load_form("annual-report-2021")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("year = 22", "是不是 2022？"),
        ('year = "2022"', "year：应写年份，例：year = 2022，不加引号"),
        ("yaer = 2022", "是不是 year？"),
        ('level = "couty"', "是不是 county？"),
        ("level = 1", "level：应是"),
        ("code = 370829", "code：应写文字"),
        ("password = 1", "password：应写文字"),
        ("county = []", "county：应写名称"),
        ("office = 1", "office：是一节"),
        ("deadlines = 3", "deadlines：应写日期"),
        ("deadlines = 2023-1-31", "日期“2023-1-31”要写成 2023-01-31"),
        ("deadlines = 2023年1月31日", "日期“2023年1月31日”要写成 2023-01-31"),
        ("deadlines = 2023-02-30", "没有这一天，日期要写成 年-月-日"),
        ("[office]\nphone = 123", 'office.phone：应写文字，用英文引号括起来，例：phone = "123"'),
        ('[office]\nname = "某\\u000b办"', "office.name：有看不见的字符，请删掉重新填写"),
        ('form = "a\\u0000.toml"', "form：有看不见的字符，请删掉重新填写"),
        ('notice = "演\\r示"', "notice：有看不见的字符，请删掉重新填写"),
        ("[office]\nfone = '1'", "是不是 phone？"),
        ("[office]\nlevel = 'city'", "office.level：没有这一项，要写在最上面，第一个方括号的前面"),
        ("[office]\ndefault = 2023-01-31", "office.default：没有这一项，要写在 [deadlines] 的下面"),
        ("phone = '1'", "phone：没有这一项，要写在 [office] 的下面"),
        ("[deadlines]\nnotice = '演示'", "deadlines.notice：不是单位类别，要写在最上面"),
        ("[deadlines]\ndefault = '23-1-31'", "是不是 2023-01-31？"),
        ("[deadlines]\ndefault = 5", "不是日期"),
        ("[deadlines]\ndefault = 2021-01-31", "比报告年度"),
        ("[deadlines]\ndefault = '下周'", "不是日期"),
        ("[deadlines]\ndefalt = 2023-01-31", "deadlines.defalt：不是单位类别，是不是 default？"),
    ],
)
def test_wrong_settings_are_told_with_what_was_meant(tmp_path: Path, change: str, said: str) -> None:
    key = change.split(" ", maxsplit=1)[0]
    good = {"county": "county = '某县'", "year": "year = 2022", "form": "form = 'annual-report-2021'"}
    lines = [text for name, text in good.items() if name != key]
    (tmp_path / "xxgk.toml").write_text("\n".join([*lines, change]), encoding="utf-8")
    with pytest.raises(UsageError) as error:
        open_workspace(tmp_path)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("county = “某县”", "（county = “某县”），里面的 “” 是中文输入法打的，要换成英文的"),
        ('county = "某县”', "里面的 ” 是中文输入法打的"),
        ('county ＝ "某县"', "里面的 ＝ 是中文输入法打的"),
        ('county： "某县"', "里面的 ： 是中文输入法打的"),
        ('　county = "某县"', "里面的 空格 是中文输入法打的"),
        ('county = "某县" ＃ 县名', "里面的 ＃ 是中文输入法打的"),
        ("county = 某县", "中文的两边要加英文的引号"),
        ("［office］", "里面的 ［］ 是中文输入法打的"),
        (
            "[deadlines]\n乡镇街道 = 2023-01-15",
            "第 2 行第 1 个字处写错了（乡镇街道 = 2023-01-15），中文的两边要加",
        ),
        ('county = "某县"\ncounty = "“某”县"', "这一项写了两次，请只留一行"),
        ("[office]\n[office]", "这一节写了两次，请合成一节"),
        ('last_year = "D:\\年报"', "引号里的 \\ 要写成 /"),
        ("[deadlines]\ndefault = 2023年1月31日", "写错了；日期“2023年1月31日”要写成 2023-01-31。"),
    ],
)
def test_what_no_program_can_read_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "xxgk.toml").write_text(line, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        open_workspace(tmp_path)
    assert said in str(error.value)


TYPES = (
    "1",
    "1.5",
    "inf",
    "true",
    '"x"',
    '"\\u001b[2J"',
    "[]",
    "[1]",
    "{}",
    "{a = 1}",
    "2023-01-31",
    "08:00:00",
)
PLACES = (
    *("county", "code", "year", "form", "level", "notice", "password", "last_year", "deadlines", "office"),
)


@pytest.mark.parametrize("key", [*PLACES, "deadlines.default", "office.name", "office.phone", "other"])
def test_whatever_stands_in_a_setting_is_taken_or_told(tmp_path: Path, key: str) -> None:
    for value in TYPES:
        good = {"county": "'某县'", "year": "2022", "form": "'annual-report-2021'"}
        lines = [f"{name} = {text}" for name, text in {**good, key: value}.items()]
        (tmp_path / "xxgk.toml").write_text("\n".join(lines), encoding="utf-8")
        told = taken = ""
        try:
            settings = open_workspace(tmp_path).settings
            taken = settings.county + settings.code
        except UsageError as error:
            told = str(error)
        assert taken or key.partition(".")[0] in told, value
        assert "\x1b" not in taken + told


def test_a_deadline_for_a_kind_that_is_not_on_the_roster_is_doubted(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("代码,名称,类别\n1,甲局,部门\n2,东镇,乡镇\n", encoding="utf-8")
    head = "county = '某县'\nyear = 2022\nform = 'annual-report-2021'\n[deadlines]\n"
    for lines, said in (
        ("default = 2023-01-31\n'乡镇街道' = 2023-01-15", ["“乡镇街道”的期限没有用到", "是不是“乡镇”？"]),
        ("'乡镇' = 2023-01-15\n'退回' = 2023-02-05", []),
        ("'乡镇' = 2023-01-15\n'乡镇街道' = 2023-01-15", ["“乡镇街道”的期限没有用到"]),
        ("'开发区' = 2023-01-15", ["“开发区”的期限没有用到", "有 乡镇、部门"]),
    ):
        (tmp_path / "xxgk.toml").write_text(head + lines, encoding="utf-8")
        told = "".join(open_workspace(tmp_path).kinds_of_nobody)
        assert all(word in told for word in said), told
        assert bool(told) is bool(said), told


@pytest.mark.parametrize(
    ("kind", "said"), [("乡镇", ""), ("乡镇街", "是不是“乡镇”？"), ("园区", "有 乡镇、部门")]
)
def test_a_rule_for_a_kind_that_is_not_on_the_roster_is_doubted(tmp_path: Path, kind: str, said: str) -> None:
    (tmp_path / "roster.csv").write_text("代码,名称,类别\n1,甲局,部门\n2,东镇,乡镇\n", encoding="utf-8")
    rule = TINY.replace("[[rules]]", f"[[rules]]\nonly_kinds = ['{kind}']", 1)
    (tmp_path / "f.toml").write_text(rule, encoding="utf-8")
    text = "county = '某县'\nyear = 2022\nform = 'f.toml'\n"
    (tmp_path / "xxgk.toml").write_text(text, encoding="utf-8")
    told = "".join(open_workspace(tmp_path).kinds_of_nobody)
    assert said in told
    assert (f"只用于“{kind}”" in told) is bool(said), told


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig"])
def test_settings_are_read_as_whatever_editor_saved_them(tmp_path: Path, encoding: str) -> None:
    workspace = founded(tmp_path)
    path = workspace.folder / "xxgk.toml"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    assert open_workspace(workspace.folder).settings == workspace.settings
    change_settings(workspace, {"office.phone": "0537-1234567"})
    assert open_workspace(workspace.folder).settings.office["phone"] == "0537-1234567"


@pytest.mark.parametrize("place", [-1, 40, 400])
def test_settings_with_a_broken_byte_are_no_other_words(tmp_path: Path, place: int) -> None:
    workspace = founded(tmp_path)
    path = workspace.folder / "xxgk.toml"
    data = path.read_bytes()
    path.write_bytes(data[:place] + b"\xff" + data[place:])
    with pytest.raises(UsageError, match="不是 UTF-8 编码"):
        open_workspace(workspace.folder)


def test_days_in_quotation_marks_are_days(tmp_path: Path) -> None:
    text = (
        "county = '某县'\nyear = 2022\nform = 'f'\n[deadlines]\ndefault = '2023年1月31日'\n\"退回\" = "
        "2023-02-10T00:00:00\n"
    )
    (tmp_path / "xxgk.toml").write_text(text, encoding="utf-8")
    days = open_workspace(tmp_path).settings.deadlines
    assert [day.isoformat() for day in days.values()] == ["2023-01-31", "2023-02-10"]


GOOD = (
    '{"time": "2023-01-05T08:00:00", "says": "收到", "event": "received", "file": "inbox/a.xlsx", '
    '"sha256": "ab"}'
)


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "3",
        "null",
        "{",
        '{"time": 5}',
        GOOD.replace('"ab"', "7"),
        GOOD.replace("2023-01-05T08:00:00", "昨天"),
        GOOD.replace("}", ', "changes": [1]}'),
        GOOD.replace("}", ', "status": null}'),
        "[" * 5000,
    ],
)
def test_a_damaged_register_is_told_by_its_line(tmp_path: Path, line: str) -> None:
    workspace = founded(tmp_path)
    (workspace.folder / "receipts.jsonl").write_text(f"{GOOD}\n{line}\n{GOOD}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="第 2 行"):
        list(read_journal(workspace))
    (workspace.folder / "receipts.jsonl").write_text(f"{GOOD}\n{line[:-1]}", encoding="utf-8")
    assert len(list(read_journal(workspace))) == 1  # torn by a crash: written again


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    workspace = founded(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (workspace.folder / "summary").rmdir()
    for name in ("summary", "receipts"):
        (workspace.folder / name).symlink_to(outside)
        with pytest.raises(OutputError, match="是一个链接"):
            workspace.path(name)
    (workspace.folder / "receipts.jsonl").symlink_to(outside / "x")
    with pytest.raises(OutputError, match="是一个链接"):
        journal.record_receipts(workspace, Collection(form=FORM, year=2022, files=()))


# ------------------------------------------------------------------ last year is input too


def units_csv(path: Path, change: dict[tuple[str, str], str], *, cut: int = 0) -> Path:
    """Three units' figures, all 1 and their sums; `change` a value by unit and row of 自然人."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("unit_code", "unit_name", "kind", "table", "row", "column", "value"))
    for code in ("001", "002", "003"):
        for key in FORM.cells:
            value = str(len(FORM.sums[key])) if key in FORM.sums else "1"
            if key.column == "natural_person" and (code, key.row) in change:
                value = change[code, key.row]
            writer.writerow((code, f"单位{code}", "部门", *key, value))
    lines = target.getvalue().splitlines(keepends=True)
    path.write_text("".join(lines[: len(lines) - cut]), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("NaN", "不是数"),
        ("Infinity", "不是数"),
        ("-1", "负数"),
        ("1.5", "整数"),
        ("=1", "不是数"),
        ("99", "各项相加是"),
        ("1e99", "科学记数"),
        ("1.14E+07", "科学记数"),
        ("1e999999", "科学记数"),
        ("9" * 500, "不是数"),
        ("２９", "不是数"),
        ("1_0", "不是数"),
    ],
)
def test_last_years_figures_are_judged_like_any_input(tmp_path: Path, value: str, said: str) -> None:
    assert read_kept(FORM, units_csv(tmp_path / "good.csv", {}))
    path = units_csv(tmp_path / "u.csv", {("002", "new"): value})
    with pytest.raises(UsageError) as error:
        read_kept(FORM, path)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("encoding", "separator", "end"),
    [("gb18030", ",", "\r\n"), ("utf-16", "\t", "\r\n"), ("utf-8-sig", ";", "\n"), ("utf-16-le", ",", "\r")],
)
def test_last_year_is_the_same_when_excel_or_wps_saved_it_again(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    path = units_csv(tmp_path / "u.csv", {})
    text = path.read_text("utf-8-sig").replace(",", separator).replace("\n", end)
    text += separator * 6 + end  # a line that was emptied
    (tmp_path / "again.csv").write_bytes(text.encode(encoding))
    assert read_kept(FORM, tmp_path / "again.csv") == read_kept(FORM, path)


def test_doubled_lost_and_renamed_lines_of_last_year_are_refused(tmp_path: Path) -> None:
    good = units_csv(tmp_path / "u.csv", {}).read_text("utf-8-sig").splitlines(keepends=True)
    for text, said in (
        ("".join([*good, good[-1]]), "有两行"),
        ("".join(good[:-7]), " 的数少了：003 "),
        ("".join(good).replace(",issued,", ",isued,"), "表样里没有"),
        ("".join(good).replace("\n001,", "\n ,"), "没有写单位代码"),
        ("".join([*good[:-1], good[-1].replace("\n", ",7\n")]), "栏数多了"),
        ("".join([good[0].replace("kind", "value"), *good[1:]]), "有两栏“value”"),
        ("".join([*good[:-1], good[-1].replace("单位003", "单位三")]), "有两个名称"),
    ):
        (tmp_path / "v.csv").write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=said):
            read_kept(FORM, tmp_path / "v.csv")


def test_last_years_headings_cost_what_their_number_costs(tmp_path: Path) -> None:
    heads = ["unit_code", "table", "row", "column", "value", *(f"x{n}" for n in range(100_000)), "x7"]
    (tmp_path / "u.csv").write_text(",".join(heads) + "\n", encoding="utf-8")
    began = time.monotonic()
    with pytest.raises(UsageError, match="有两栏“x7”"):
        read_kept(FORM, tmp_path / "u.csv")
    assert time.monotonic() - began < 30  # it was a minute of processor time, or more


def test_last_years_units_add_up_to_last_years_totals(tmp_path: Path) -> None:
    summary = tmp_path / "2021" / "summary"
    summary.mkdir(parents=True)
    units_csv(summary / "units.csv", {})
    rows = ["table,row,column,value"] + [
        f"{','.join(key)},{3 * (len(FORM.sums[key]) if key in FORM.sums else 1)}" for key in FORM.cells
    ]
    (summary / "totals.csv").write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    assert len(read_kept(FORM, summary.parent).figures) == 3
    units_csv(summary / "units.csv", {}, cut=len(FORM.cells))
    with pytest.raises(UsageError, match="少了单位"):
        read_kept(FORM, summary.parent)


def test_the_inbox_may_be_elsewhere(tmp_path: Path) -> None:
    """A shared folder for what comes in is read, never written to."""
    workspace = founded(tmp_path)
    (workspace.folder / "inbox").rmdir()
    (tmp_path / "shared").mkdir()
    (workspace.folder / "inbox").symlink_to(tmp_path / "shared")
    assert put(workspace, "a.txt", b"x").is_file()
    assert len(UNITS) == 4
