"""Two made-up years end to end.

A merger, a split, a renaming, exceptions, reminders, and a rule tried beforehand.
"""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from two_years import AFTER, BEFORE, values, year
from typer.testing import CliRunner

from toolkit.answers.units import Roster, Unit
from toolkit.cli.commands import app
from toolkit.county.outputs import write_summary
from toolkit.errors import UsageError
from toolkit.form.definition import load_form
from toolkit.form.elements import Key
from toolkit.layout.layout import lay_out
from toolkit.returns.fill import fill_workbook
from toolkit.year.collection import collect
from toolkit.year.founding import found_year
from toolkit.year.issuing import ask_for_openings, issue
from toolkit.year.past_years import history_of, read_kept
from toolkit.year.reminders import situations_of
from toolkit.year.roster import read_roster, roster_workbook
from toolkit.year.workspace import Workspace, open_workspace, workbook_name

FORM = load_form("annual-report-2021")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years") / "2022"
    left = {"001": 0, "010": 2, "011": 3, "020": 5, "030": 1, "040": 0, "050": 0}
    answers = {code: values(new=n + 1, granted=1, carried_over=n) for code, n in left.items()}
    assert write_summary(year(folder, 2022, BEFORE, answers), workers=0).complete
    return folder


SECOND = {
    "001": values(new=1, granted=1),
    "012": values(carried_in=5, granted=5),
    "021": values(carried_in=3, granted=3),
    "022": values(carried_in=2, granted=2),
    "031": values(carried_in=1, granted=1),
    "050": values(),
    "060": values(),
}


def findings(workspace: Workspace) -> dict[str, list]:
    return {s.unit.code: list(s.findings) for s in collect(workspace, workers=0).standings}


def test_a_merged_unit_opens_with_the_sum_and_a_split_one_is_not_judged(first: Path, tmp_path: Path) -> None:
    workspace = year(tmp_path / "2023", 2023, AFTER, SECOND, first)
    found = findings(workspace)
    assert all(f.level != "error" for several in found.values() for f in several)
    assert {f.rule for f in found["012"] + found["031"]} <= {"X01"}
    for code in ("021", "022"):
        (said,) = [f for f in found[code] if f.rule == "U04"]
        assert "机构拆分" in said.message
    result = write_summary(workspace, workers=0)
    assert result.complete
    sheet = openpyxl.load_workbook(result.written[0])["单位变动"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert (
        lines[0][0]
        == "上年 7 个 －合并 2 －拆分 1 －更名 1 －撤销 1 ＋合并 1 ＋拆分 2 ＋更名 1 ＋新设 1 ＝ 今年 7 "
        "个（沿用 2 个）"
    )
    assert ["010", "甲县农业局", "合并", 1, 0, "并入012 甲县农业农村局", "机构改革"] in lines
    assert all(line[2] != "没有说明" for line in lines)


@pytest.mark.long
def test_a_unit_that_did_not_get_through_last_year_is_no_unexplained_change(tmp_path: Path) -> None:
    """Last year's roster tells it from one that nobody has explained."""
    before, after = BEFORE[:3], [*BEFORE[:3], Unit(code="070", name="甲县粮食局")]
    year(tmp_path / "2022", 2022, before, {"001": values(), "010": values(new=1)})  # 010 contradicts itself
    write_summary(open_workspace(tmp_path / "2022"), workers=0)
    second = year(tmp_path / "2023", 2023, after, {u.code: values() for u in after}, last=tmp_path / "2022")
    sheet = openpyxl.load_workbook(write_summary(second, workers=0).written[0])["单位变动"]
    changes = {line[0].value: line[2].value for line in sheet.iter_rows(min_row=5)}
    assert changes == {"010": "上年没有报成", "011": "上年没有报成", "070": "没有说明"}


@pytest.mark.long
def test_a_renamed_unit_was_there_and_is_there(first: Path, tmp_path: Path) -> None:
    """It changes no count; the list of changes says of it 1 and 1."""
    renamed = {"name": "甲县文旅局", "status": "更名", "predecessors": ("030",)}
    units = [replace(unit, **renamed) if unit.code == "030" else unit for unit in BEFORE]  # type: ignore[arg-type]
    answers = {unit.code: values() for unit in BEFORE}
    sheet = openpyxl.load_workbook(
        write_summary(year(tmp_path / "2023", 2023, units, answers, first), workers=0).written[0]
    )["单位变动"]
    assert sheet["A3"].value == "上年 7 个 ＝ 今年 7 个（沿用 7 个）"
    (line,) = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=5))
    assert line[:5] == ["030", "甲县文旅局", "更名", 1, 1]


def test_a_merged_unit_that_forgets_one_predecessor_is_sent_back(first: Path, tmp_path: Path) -> None:
    workspace = year(tmp_path / "2023", 2023, AFTER, SECOND | {"012": values(carried_in=2, granted=2)}, first)
    primary = [f for f in findings(workspace)["012"] if f.primary]
    assert [(f.rule, f.line, f.found, f.expected) for f in primary] == [("R05", "R05.natural_person", 2, 5)]


def test_registered_opening_figures_of_a_split_are_judged(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "2023"
    workspace = year(folder, 2023, AFTER, SECOND, first)
    head = "unit_code,unit_name,kind,table,row,column,value\n"
    keys = [key for key in FORM.cells if key in FORM.last_refs]
    rows = [
        (*key, 4 if key.row == "carried_over" and key.column in {"natural_person", "total"} else 0)
        for key in keys
    ]
    (folder / "opening.csv").write_text(
        head + "".join(f"021,甲县住建局,,{t},{r},{c},{n}\n" for t, r, c, n in rows), encoding="utf-8"
    )
    assert [f.rule for f in findings(workspace)["021"] if f.primary and f.level == "error"] == ["R05"]
    assert not [f for f in findings(workspace)["022"] if f.level == "error"]


@pytest.mark.parametrize("parts", [(3, 2), (3, 3), (3, 1), (3,)])
def test_what_is_divided_otherwise_than_it_was_is_told_before_it_is_issued(
    first: Path, tmp_path: Path, parts: tuple[int, ...]
) -> None:
    folder = tmp_path / "2023"
    workspace = year(folder, 2023, AFTER, {}, first)
    row = [key for key in FORM.inputs if key[:2] == ("applications", "carried_over")]
    lines = [
        f"{code},{','.join(key)},{n if key.column == 'natural_person' else 0}\n"
        for code, n in zip(("021", "022"), parts, strict=False)
        for key in row
    ]
    (folder / "opening.csv").write_text("单位代码,表,行,列,登记的数\n" + "".join(lines), encoding="utf-8")
    said: list[str] = []
    assert list(issue(workspace, (), said.append))
    told = [line for line in said if "拆分前" in line]
    whole = 5
    assert bool(told) is (len(parts) == 2 and sum(parts) != whole)
    for line in told:
        assert f"有 1 处：020 甲县建设局的结转下年度·自然人是 {whole}" in line
        assert f"甲县住建局、甲县城管局登记的相加是 {sum(parts)}" in line


@pytest.mark.long
def test_what_a_split_asks_for_stands_ready_to_be_filled_in(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "2023"
    workspace = year(folder, 2023, AFTER, SECOND, first)
    before = findings(workspace)
    said = ask_for_openings(workspace)
    assert said.startswith("甲县住建局、甲县城管局是机构拆分的单位")
    assert "已写出 opening.xlsx" in said
    assert findings(workspace) == before  # blank lines register nothing
    assert "opening.xlsx 里还没有写" in ask_for_openings(workspace)
    path = folder / "opening.xlsx"
    book = openpyxl.load_workbook(path)
    heads, *lines = book.active.iter_rows()
    at = {cell.value: i for i, cell in enumerate(heads)}
    assert {line[at["上年数"]].value for line in lines} >= {"结转下年度·自然人"}
    for line in lines:
        opened = line[at["上年数"]].value == "结转下年度·自然人"
        line[at["登记的数"]].value = {"021": 4, "022": 2}[line[at["单位代码"]].value] if opened else 0
    book.save(path)
    assert ask_for_openings(workspace) == ""
    broken = {f.line for f in findings(workspace)["021"] if f.level == "error"}
    assert broken == {"R05.natural_person", "R05.total"}
    assert not [f for f in findings(workspace)["022"] if f.level == "error"]


@pytest.mark.long
def test_split_parts_that_do_not_add_up_are_asked(first: Path, tmp_path: Path) -> None:
    workspace = year(tmp_path / "2023", 2023, AFTER, SECOND | {"022": values(carried_in=4, granted=4)}, first)
    for code in ("021", "022"):
        (asked,) = [f for f in findings(workspace)[code] if f.rule == "X07"]
        assert (asked.found, asked.expected) == (7, 5)


@pytest.mark.parametrize("source", ["folder", "units.csv", "county workbook", "filled workbooks"])
def test_last_year_is_read_from_whatever_was_kept(first: Path, tmp_path: Path, source: str) -> None:
    paths = {
        "folder": first,
        "units.csv": first / "summary" / "units.csv",
        "county workbook": first / "summary" / "甲县2022年汇总.xlsx",
        "filled workbooks": first / "inbox",
    }
    kept, expected = read_kept(FORM, paths[source]), read_kept(FORM, paths["units.csv"])
    assert kept.names == expected.names
    leftover = {code: {k: f for k, f in figures.items() if f} for code, figures in kept.figures.items()}
    wanted = {code: {k: f for k, f in figures.items() if f} for code, figures in expected.figures.items()}
    numbers = [
        {c: {k: f for k, f in v.items() if isinstance(f, int)} for c, v in x.items()}
        for x in (leftover, wanted)
    ]
    assert numbers[0] == numbers[1]


KEPT = {  # what `last_year` may point at, and whether it says its year where it lies by itself
    "the folder": ("", False),
    "its results": ("summary", False),
    "a published version": ("summary/已发布/第1次", False),
    "its data": ("summary/units.csv", False),
    "its workbook": ("summary/甲县2022年汇总.xlsx", True),
}


@pytest.mark.long
@pytest.mark.parametrize("what", KEPT)
def test_another_year_s_figures_are_not_taken_for_last_year_s(first: Path, tmp_path: Path, what: str) -> None:
    """A folder copied for the next year still points at the year before the last."""
    name, says = KEPT[what]
    places = {first / name: True}
    if (first / name).is_file():
        places[Path(shutil.copy(first / name, tmp_path))] = says
    for place, told in places.items():
        for number in (2023, 2024):
            folder = tmp_path / f"{number}{len(str(place))}"
            workspace = found_year(folder, county="甲县", year=number, roster=Roster(units=tuple(BEFORE)))
            settings = replace(workspace.settings, last_year=str(place))
            workspace = replace(workspace, settings=settings)
            if number == 2024 and told:
                with pytest.raises(UsageError, match="是 2022 年度的，不是上年（2023 年度）"):
                    history_of(workspace, workspace.roster)
            else:
                figures = history_of(workspace, workspace.roster).figures
                assert figures["020"][Key("applications", "carried_over", "natural_person")] == 5


@pytest.mark.parametrize("what", ["a unit taken out", "a figure changed"])
def test_the_sums_of_last_year_s_county_workbook_are_those_of_its_units(
    first: Path, tmp_path: Path, what: str
) -> None:
    book = openpyxl.load_workbook(first / "summary" / "甲县2022年汇总.xlsx", data_only=True)
    sheet = book["分单位明细"]
    (at,) = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "011"]
    if what == "a unit taken out":
        sheet.delete_rows(at)
    else:
        column = next(c for c in range(4, sheet.max_column) if sheet.cell(at, c).value == 0)
        sheet.cell(at, column).value = 1000
    book.save(tmp_path / "汇总.xlsx")
    with pytest.raises(UsageError, match="相加"):
        read_kept(FORM, tmp_path / "汇总.xlsx")


def test_units_that_last_year_s_figures_do_not_know_are_named(first: Path, tmp_path: Path) -> None:
    """Without last year's totals nobody can tell that two of the units were lost: it is told, not stopped."""
    text = (first / "summary" / "units.csv").read_text("utf-8-sig").splitlines(keepends=True)
    kept = tmp_path / "上年.csv"
    kept.write_text("".join(line for line in text if line[:4] not in {"001,", "050,"}), encoding="utf-8")
    told: list[str] = []
    workspace = year(tmp_path / "2023", 2023, AFTER, {}, kept)
    assert len(list(issue(workspace, (), told.append))) > 2
    (said,) = told
    assert "没有 2 个单位的数：001 甲县人民政府办公室、050 东镇。" in said
    assert "060" not in said  # new
    told.clear()
    list(issue(year(tmp_path / "again", 2023, AFTER, {}, first), (), told.append))
    assert told == []


@pytest.mark.parametrize("source", ["folder", "units.csv", "county workbook", "filled workbooks"])
def test_what_was_confirmed_to_be_0_last_year_is_carried_over_as_0(tmp_path: Path, source: str) -> None:
    """A nil year of confirmed blanks closes with 0: this year cannot open with anything else."""
    before = year(tmp_path / "2022", 2022, BEFORE[-1:], {"050": values()})
    assert write_summary(before, workers=0).complete
    kept = {
        "folder": before.folder,
        "units.csv": before.folder / "summary" / "units.csv",
        "county workbook": before.folder / "summary" / "甲县2022年汇总.xlsx",
        "filled workbooks": before.folder / "inbox",
    }
    after = year(tmp_path / "2023", 2023, BEFORE[-1:], {"050": values(carried_in=1, granted=1)}, kept[source])
    errors = [f for f in findings(after)["050"] if f.level == "error" and f.primary]
    assert [(f.rule, f.line, f.found, f.expected) for f in errors] == [("R05", "R05.natural_person", 1, 0)]


@pytest.mark.long
def test_an_exception_lets_a_finding_pass_and_is_printed(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "2023"
    workspace = year(folder, 2023, AFTER, SECOND | {"012": values(carried_in=2, granted=2)}, first)
    lines = [
        "unit,rule,year,reason,approver,expires",
        "012,R05.natural_person,2023,畜牧局上年报告有误已更正,张某,2024-12-31",
    ]
    (folder / "waivers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    collection = collect(workspace, workers=0)
    (standing,) = [s for s in collection.standings if s.unit.code == "012"]
    assert standing.status == "accepted"
    assert {f.rule for f in standing.findings if f.waived} == {"R05"}
    assert [use.state for use in collection.waivers] == ["生效"]
    result = write_summary(workspace, workers=0)
    assert openpyxl.load_workbook(result.written[0])["例外"]["A5"].value == "012"
    (folder / "waivers.csv").write_text(
        "\n".join([lines[0], lines[1].replace("2024-12-31", "2023-06-30")]), encoding="utf-8"
    )
    collection = collect(workspace, workers=0)
    assert [use.state for use in collection.waivers] == ["有效期没有到报送期限（2024-01-31）"]
    assert [s.status for s in collection.standings if s.unit.code == "012"] == ["returned"]


def test_mistakes_in_the_exceptions_are_named_by_line(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "2023"
    workspace = year(folder, 2023, AFTER, {}, first)
    text = (
        "单位代码,规则,年度,理由,批准人,有效期至\n999,R05,2023,理由,张某,2024-12-31\n012,R99,二〇二三,,"
        "张某,明年\n"
    )
    (folder / "waivers.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        collect(workspace, workers=0)
    said = str(error.value)
    assert said.count("第 3 行") == 4
    assert "第 2 行：单位代码“999”不在单位名录里" in said


@pytest.mark.long
def test_who_is_late_depends_on_the_day_and_the_kind(first: Path, tmp_path: Path) -> None:
    workspace = year(
        tmp_path / "2023", 2023, AFTER, {k: v for k, v in SECOND.items() if k not in {"050", "060"}}, first
    )
    standings = collect(workspace, workers=0).standings

    def states(day: date) -> dict[str, str]:
        return {
            s.standing.unit.code: s.state
            for s in situations_of(standings, workspace.settings, workspace.form.title, day)
        }

    assert states(date(2024, 1, 15))["050"] == states(date(2024, 1, 31))["060"] == "未报"
    assert states(date(2024, 1, 16))["050"] == states(date(2024, 2, 1))["060"] == "逾期"
    assert states(date(2024, 2, 1))["040"] == "不需报"
    run = CliRunner().invoke(app, ["status", str(workspace.folder), "--on", "2024-01-20", "--format", "json"])
    said = json.loads(run.stdout)
    assert said["counts"] == {"应报": 7, "已报": 5, "通过": 5, "退回": 0, "未报": 1, "逾期": 1}
    told = CliRunner().invoke(app, ["status", str(workspace.folder), "--on", "2024-01-20"]).stdout
    assert "应报 7　已报 5　通过 5　退回 0　未报（没到期） 1　逾期未报 1\n" in told
    (reminder,) = said["reminders"]
    assert (reminder["contact"], reminder["phone"]) == ("王某", "123")
    assert "应于 1 月 15 日前报送，至今没有收到，已逾期 5 天" in reminder["text"]


def test_a_changed_rule_is_tried_over_past_years(first: Path, tmp_path: Path) -> None:
    text = Path("workbook_templates/annual-report-2021.toml").read_text(encoding="utf-8")
    head, rule = text.split('id = "R09"\nlevel = "query"')
    changed = tmp_path / "changed.toml"
    rule = rule.replace("carried_over.total >= 3", "carried_over.total >= 2").replace(
        "carried_over.total <= new.total", "carried_over.total < 5", 1
    )
    changed.write_text(f'{head}id = "R09"\nlevel = "error"{rule}', encoding="utf-8")
    run = CliRunner().invoke(app, ["rules", "--try", str(changed), str(first)])
    assert run.exit_code == 0
    assert "新退回 1 个单位" in run.stdout
    assert "020 甲县建设局　【新退回】R09" in run.stdout


def test_the_roster_keeps_the_parent(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(
        roster_workbook(Roster(units=(Unit(code="1", name="甲", parent="2"), Unit(code="2", name="乙"))))
    )
    assert read_roster(path).units[0].parent == "2"
    assert open_workspace  # the folder is opened by every command


@pytest.mark.long
def test_the_unit_explains_a_query_about_its_prose_in_the_workbook(first: Path, tmp_path: Path) -> None:
    """核实说明 has a line for rules that only the office can see; the words come back with the workbook."""
    answer = SECOND["060"] + "narrative,overview_applications,value,全年收到政府信息公开申请7件。\n"
    explained = answer + "explanation,W01,value,另有7件是电话咨询转来的\n"
    for number, (text, waiting) in enumerate([(answer, 1), (explained, 0)]):
        workspace = year(tmp_path / str(number) / "2023", 2023, AFTER, SECOND | {"060": text}, first)
        said = json.loads(
            CliRunner().invoke(app, ["check", str(workspace.folder), "--format", "json"]).stdout
        )
        assert said["waiting"] == waiting
        (asked,) = [f for file in said["files"] for f in file["findings"] if f["rule"] == "W01"]
        assert asked["explained"] == (None if waiting else "另有7件是电话咨询转来的")
        assert {unit["status"] for unit in said["units"]} == {"accepted", "excused"}


COMPILED = [
    *(unit for unit in BEFORE if unit.code != "011"),
    Unit(code="011", name="甲县畜牧局", status="代编", parent="010", note="并入农业局一并编报"),
]


@pytest.mark.long
def test_figures_compiled_by_another_unit_count_once_and_both_sides_are_named(
    first: Path, tmp_path: Path
) -> None:
    """甲县农业局 compiles 甲县畜牧局: it opens with what both left (2 and 3).

    The other owes nothing, and may not report.
    """
    answers = {code: values() for code in ("001", "040", "050")} | {
        "010": values(carried_in=5, granted=5),
        "020": values(carried_in=5, granted=5),
        "030": values(carried_in=1, granted=1),
    }
    workspace = year(tmp_path / "2023", 2023, COMPILED, answers, first)
    assert not any(path.name.startswith("011") for path in workspace.path("issued").iterdir())
    assert {f.rule for f in findings(workspace)["010"]} == set()
    assert write_summary(workspace, workers=0).complete
    book = openpyxl.load_workbook(workspace.path("summary") / "甲县2023年汇总.xlsx")
    standing = {row[0].value: row for row in book["报送情况"].iter_rows(min_row=4)}
    assert standing["011"][13].value == "由 010 甲县农业局 代编；并入农业局一并编报"
    assert standing["010"][13].value == "代编 011 甲县畜牧局"
    assert book["单位变动"]["A3"].value == "上年 7 个 －代编 1 ＝ 今年 6 个（沿用 6 个）"
    changes = [[c.value for c in row] for row in book["单位变动"].iter_rows(min_row=5)]
    assert ["011", "甲县畜牧局", "代编", 1, 0, "由 010 甲县农业局 代编", "并入农业局一并编报"] in changes
    assert ["010", "甲县农业局", "代编", 1, 1, "代编 011 甲县畜牧局", None] in changes
    said = json.loads(CliRunner().invoke(app, ["status", str(workspace.folder), "--format", "json"]).stdout)
    (unit,) = [unit for unit in said["units"] if unit["unit_code"] == "011"]
    assert (unit["state"], unit["compiling"]) == ("不需报", "由 010 甲县农业局 代编")


def test_a_compiled_unit_that_reports_all_the_same_is_not_counted_twice(first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "2023"
    workspace = year(folder, 2023, COMPILED, {"010": values(carried_in=5, granted=5)}, first)
    (blank,) = issue(workspace, ["011"])
    (folder / "one.csv").write_text(values(carried_in=3, granted=3), encoding="utf-8")
    (folder / "inbox" / "畜牧局.xlsx").write_bytes(fill_workbook(blank, folder / "one.csv").workbook)
    collection = collect(workspace, workers=0)
    (result,) = [r for r in collection.files if "畜牧" in r.reading.file]
    assert (result.status, [f.rule for f in result.findings if f.level == "error"]) == ("foreign", ["U06"])
    assert {s.unit.code: s.status for s in collection.standings}["011"] == "excused"


def test_a_roster_must_say_who_compiles(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(
        "代码,名称,状态,主管单位代码\n1,甲局,代编,\n2,乙局,代编,9\n3,丙局,代编,4\n4,丁局,撤销,\n",
        encoding="utf-8",
    )
    with pytest.raises(UsageError) as error:
        read_roster(path)
    for part in (
        "（D2）：1 甲局 的状态是“代编”，请",
        "2 乙局 由 9 代编，名录里没有",
        "而它自己的状态是“撤销”",
    ):
        assert part in str(error.value)


def test_what_was_carried_over_stands_prefilled_and_a_blank_workbook_is_still_empty(
    first: Path, tmp_path: Path
) -> None:
    workspace = year(tmp_path / "2023", 2023, AFTER, {}, first)
    at = lay_out(FORM).places[Key("applications", "carried_in", "natural_person")]
    shown = {}
    for unit in AFTER:
        path = workspace.path("issued") / workbook_name(unit)
        if path.exists():
            shown[unit.code] = openpyxl.load_workbook(path)[at.sheet][at.a1].value
            (workspace.path("inbox") / path.name).write_bytes(path.read_bytes())
    assert shown == {"001": 0, "012": 5, "021": None, "022": None, "031": 1, "050": 0, "060": None}
    found = findings(workspace)
    assert all([f.rule for f in found[code] if f.level == "error"] == ["B02"] for code in shown)
