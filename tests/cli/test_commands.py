"""The contract with users' scripts: commands, files, data formats, exit codes."""

import csv
import json
import re
import shutil
import sys
from decimal import Decimal
from importlib import metadata
from io import BytesIO, TextIOWrapper
from pathlib import Path
from random import Random

import openpyxl
import pytest
from command_line import ROSTER, fill, run, values
from tiny_form import TINY

from toolkit.cli.chinese import run as run_as_typed
from toolkit.cli.commands import app
from toolkit.form.definition import load_form, start_text
from toolkit.form.model import Form, Key, Mark
from toolkit.layout.layout import lay_out
from toolkit.practice.demonstration import REAL_SUPPLEMENT
from toolkit.practice.sampling import sample_figures

pytestmark = pytest.mark.caged  # as users run them


def begin(above: Path) -> Path:
    (above / "roster.csv").write_text(ROSTER, encoding="utf-8")
    run("init", above / "year", "--county", "某县", "--year", 2022, "--roster", above / "roster.csv")
    return above / "year"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    year = begin(tmp_path_factory.mktemp("issued"))
    run("issue", year)
    return year


@pytest.fixture
def folder(tmp_path: Path, issued: Path) -> Path:
    """A year whose workbooks are issued, beside its roster as it was given."""
    shutil.copytree(issued.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "year"


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def checked(folder: Path, code: int) -> dict:
    return json.loads(run("check", folder, "--format", "json", code=code).stdout)


def test_a_year_from_init_to_consolidate(tmp_path: Path, form: Form) -> None:
    folder = begin(tmp_path)
    run("issue", folder)
    assert sorted(p.name for p in (folder / "issued").iterdir()) == [
        "001_甲局.xlsx",
        "002_乙局.xlsx",
        "003_丙镇.xlsx",
    ]
    figures = [sample_figures(form, Random(n)) for n in range(3)]
    for n, code in enumerate(("001", "002", "003")):
        fill(folder, code, figures[n])
    document = checked(folder, code=0)
    assert [f["status"] for f in document["files"]] == ["accepted"] * 3
    assert set(document["files"][0]) == {"file", "sha256", "unit_code", "unit_name", "status", "findings"}
    run("consolidate", folder)
    names = {path.name for path in (folder / "summary").iterdir()}
    assert {"某县2022年汇总.xlsx", "units.csv", "totals.csv", "上报_某县2022年.xlsx"} <= names
    totals = {
        Key(r["table"], r["row"], r["column"]): r["value"] for r in lines(folder / "summary" / "totals.csv")
    }
    for key in form.cells:
        assert Decimal(totals[key]) == sum(
            Decimal(str(f[leaf])) for f in figures for leaf in form.leaves[key]
        )


def test_a_broken_rule_is_found_by_its_id_and_cell(folder: Path, form: Form) -> None:
    figures = sample_figures(form, Random(5))
    key = Key("applications", "new", "business")
    figures[key] += 1
    fill(folder, "001", figures)
    document = checked(folder, code=1)
    (file,) = document["files"]
    assert file["status"] == "returned"
    errors = [f for f in file["findings"] if f["level"] == "error" and f["cause"] is None]
    assert [(f["rule"], f["table"], f["row"], f["column"], f["sheet"], f["cell"]) for f in errors] == [
        ("R01", "applications", "concluded", "business", "表三", "E30")
    ]
    assert errors[0]["expected"] - errors[0]["found"] == 1
    assert [u["status"] for u in document["units"]] == ["returned", "missing", "missing"]


def test_a_typed_over_total_is_an_error_with_found_and_expected(folder: Path, form: Form) -> None:
    path = fill(folder, "001", sample_figures(form, Random(5)))
    place = lay_out(form).places[Key("applications", "new", "total")]
    book = openpyxl.load_workbook(path)
    book[place.sheet][place.a1] = 9999
    book.save(path)
    (file,) = checked(folder, code=1)["files"]
    (error,) = [f for f in file["findings"] if f["level"] == "error"]
    assert (error["rule"], error["row"], error["column"], error["cell"]) == ("R03", "new", "total", place.a1)
    assert error["found"] == 9999
    assert error["expected"] == sum(
        sample_figures(form, Random(5))[leaf] for leaf in form.leaves[Key("applications", "new", "total")]
    )


def test_blank_zero_and_confirmed_zero_differ(folder: Path, form: Form) -> None:
    zeros = dict.fromkeys(form.asked, 0)
    shutil.copy(folder / "issued" / "001_甲局.xlsx", folder / "inbox" / "空白.xlsx")
    fill(folder, "002", zeros)
    fill(folder, "003", zeros, zero_blanks="是")
    document = checked(folder, code=1)
    by_unit = {f["unit_code"]: f for f in document["files"]}
    assert [f["rule"] for f in by_unit["001"]["findings"]] == ["B02"]
    assert [(f["rule"], f["level"]) for f in by_unit["002"]["findings"]] == [("B03", "query")]
    assert [by_unit[code]["status"] for code in ("001", "002", "003")] == ["returned", "returned", "accepted"]
    run("consolidate", folder, code=1)
    rows = lines(folder / "summary" / "units.csv")
    assert {row["unit_code"] for row in rows} == {"003"}
    assert {row["value"] for row in rows if row["table"] != "supplement"} == {"0"}
    assert {row["value"] for row in rows if row["table"] == "supplement"} == {""}


def test_a_zero_report_that_nobody_confirmed_is_named_as_such_everywhere(folder: Path, form: Form) -> None:
    """It is returned until it is confirmed; nothing says that it passes, or that an explanation would do."""
    for code in ("001", "002", "003"):
        nil = dict.fromkeys(form.asked, 0)
        fill(folder, code, nil, zero_blanks="" if code == "001" else "是")
    assert checked(folder, code=1)["waiting"] == 0
    said = [
        run("check", folder, code=1).stdout,
        run("status", folder, code=1).stdout,
        run("consolidate", folder, code=1).stderr,
    ]
    assert all("待确认零报告" in text and "待说明" not in text for text in said)
    assert "甲局（待确认零报告）" in said[0]
    assert "甲局（待确认零报告）" in said[2]
    told = run("status", folder, "--format", "json", code=1).stdout
    assert json.loads(told)["units"][0]["unconfirmed"] is True
    book = openpyxl.load_workbook(folder / "summary" / "某县2022年汇总.xlsx")
    (line,) = [row for row in book["报送情况"].iter_rows(values_only=True) if row[0] == "001"]
    assert line[4] == "退回"
    assert line[10] == 0
    assert "待确认零报告" in line[13]


def test_real_sheets_pass_and_come_out_to_the_digit(tmp_path: Path, real: Path, form: Form) -> None:
    (tmp_path / "roster.csv").write_text("code,name,kind\n01,淮安市,设区的市\n", encoding="utf-8")
    run("init", tmp_path / "y", "--county", "江苏", "--year", 2024, "--roster", tmp_path / "roster.csv")
    run("issue", tmp_path / "y")
    template = tmp_path / "y" / "issued" / "01_淮安市.xlsx"
    run("fill", template, "--values", real / "huaian-2024.csv", "-o", tmp_path / "y" / "inbox" / "a.xlsx")
    assert checked(tmp_path / "y", code=0)["files"][0]["findings"] == []
    run("consolidate", tmp_path / "y")
    wanted = lines(real / "huaian-2024.csv")
    found = lines(tmp_path / "y" / "summary" / "totals.csv")
    assert [line for line in found if line["table"] != "supplement"] == wanted


def test_the_real_zero_report_has_no_error(tmp_path: Path, folder: Path, real: Path) -> None:
    path = tmp_path / "filled.xlsx"
    run("fill", folder / "issued" / "001_甲局.xlsx", "--values", real / "jiaxiang-sfj-2022.csv", "-o", path)
    document = json.loads(run("check", path, "--format", "json").stdout)
    assert not [f for f in document["files"][0]["findings"] if f["level"] == "error"]


def county_year(folder: Path, answers: dict[str, dict[Key, object]], **identity: str) -> None:
    """A county's year from `init` to `report`, with one answer a unit."""
    roster = folder.with_suffix(".csv")
    roster.write_text("code,name\n" + "".join(f"{code},单位{code}\n" for code in answers), encoding="utf-8")
    run("init", folder, "--county", folder.name, "--year", 2022, "--roster", roster)
    run("issue", folder)
    for code, figures in answers.items():
        fill(folder, code, figures, **identity)
    run("consolidate", folder)
    run("report", folder)


def test_the_countys_summary_is_a_submission_of_the_next_level(tmp_path: Path, form: Form) -> None:
    """Counties of two units each, one where something applies to nobody, one all nil.

    The city adds them up.
    """
    nowhere = Key("disclosure", "regulations", "in_force")
    east = {code: sample_figures(form, Random(code)) | {nowhere: Mark.NOT_APPLICABLE} for code in ("1", "2")}
    counties = {
        "东县": (east, ""),
        "西县": ({code: sample_figures(form, Random(code)) for code in ("3", "4")}, ""),
    }
    nil = dict.fromkeys(form.asked, 0)
    counties["北县"] = (
        {"5": {}, "6": nil},
        "是",
    )  # a nil year: one unit left its cells blank, one typed zeros
    (tmp_path / "city.csv").write_text(
        "code,name\n" + "".join(f"{n},{name}\n" for n, name in enumerate(counties)), encoding="utf-8"
    )
    city = tmp_path / "city"
    run("init", city, "--county", "某市", "--year", 2022, "--roster", tmp_path / "city.csv")
    for name, (answers, confirmed) in counties.items():
        county_year(tmp_path / name, answers, zero_blanks=confirmed)
        shutil.copy(tmp_path / name / "summary" / f"上报_{name}2022年.xlsx", city / "inbox")
    document = checked(city, code=0)
    assert {f["unit_name"]: f["status"] for f in document["files"]} == dict.fromkeys(counties, "accepted")
    totals = {name: lines(tmp_path / name / "summary" / "totals.csv") for name in counties}
    assert {row["value"] for row in totals["北县"] if row["table"] != "supplement"} == {"0"}
    assert {row["value"] for row in totals["东县"] if row["row"] == "regulations"} >= {"/"}
    run("consolidate", city)
    everything = [f for answers, _ in counties.values() for f in answers.values()]
    for row in lines(city / "summary" / "totals.csv"):
        key = Key(row["table"], row["row"], row["column"])
        parts = [f.get(leaf, 0) for f in everything for leaf in form.leaves[key]]
        assert Decimal(row["value"]) == sum(Decimal(str(p)) for p in parts if not isinstance(p, Mark)), key


def test_a_draft_is_sent_back_by_the_next_level(tmp_path: Path, folder: Path, form: Form) -> None:
    fill(folder, "001", sample_figures(form, Random(1)))
    run("consolidate", folder, code=1)
    upward = folder / "summary" / "上报_某县2022年.xlsx"
    (file,) = json.loads(run("check", upward, "--format", "json", code=1).stdout)["files"]
    (said,) = [f for f in file["findings"] if f["rule"] == "S19"]
    assert (file["status"], said["level"]) == ("returned", "error")
    assert "草稿，还有 2 个单位没有报送" in said["message"]
    more = values(tmp_path / "more.csv", {}, head="某人")
    run("fill", upward, "--values", more, "-o", tmp_path / "filled.xlsx")
    assert "S19" in run("check", tmp_path / "filled.xlsx", code=1).stdout


def test_a_summary_sent_in_place_of_the_upward_workbook_is_called_one(folder: Path, form: Form) -> None:
    fill(folder, "001", sample_figures(form, Random(1)))
    run("consolidate", folder, code=1)
    sent = folder.parent / "某县.xlsx"
    shutil.copy(folder / "summary" / "某县2022年汇总.xlsx", sent)
    (file,) = json.loads(run("check", sent, "--format", "json", code=1).stdout)["files"]
    assert [(f["rule"], f["level"]) for f in file["findings"]] == [("S24", "error")]
    assert "上报_" in file["findings"][0]["message"]


def test_a_unit_may_keep_a_sheet_of_details_beside_its_own(folder: Path, form: Form) -> None:
    path = fill(folder, "001", sample_figures(form, Random(1)))
    book = openpyxl.load_workbook(path)
    book.create_sheet("分单位明细").append(["合计", 3])
    book.save(path)
    assert "S24" not in run("check", path, code=None).stdout


def test_the_same_inputs_give_the_same_bytes(folder: Path, form: Form) -> None:
    fill(folder, "001", sample_figures(form, Random(1)))
    run("consolidate", folder, code=1)
    first = {p.name: p.read_bytes() for p in (folder / "summary").iterdir() if p.is_file()}
    run("consolidate", folder, code=1)
    assert {p.name: p.read_bytes() for p in (folder / "summary").iterdir() if p.is_file()} == first
    (receipt,) = map(json.loads, (folder / "receipts.jsonl").read_text(encoding="utf-8").splitlines())
    shown = openpyxl.load_workbook(BytesIO(first["某县2022年汇总.xlsx"]))["来源文件"]["D5"].value
    assert shown.date().isoformat() == receipt["time"][:10]


def test_loose_files_of_several_years_are_told_apart(folder: Path, form: Form) -> None:
    this, other = fill(folder, "001", sample_figures(form, Random(1))), folder.parent / "earlier"
    run("init", other, "--county", "某县", "--year", 2021, "--roster", folder.parent / "roster.csv")
    run("issue", other)
    last = fill(other, "001", sample_figures(form, Random(2)))
    assert "2021、2022 几个年度" in run("check", this, last, code=None).stderr
    assert "几个年度" not in run("check", this, code=None).stderr


def test_the_county_report_is_made_by_the_office(folder: Path, form: Form) -> None:
    fill(folder, "001", sample_figures(form, Random(1)))
    settings = folder / "xxgk.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub('(?m)^phone = ""', 'phone = "0537-1234567"', text), encoding="utf-8")
    run("report", folder, code=1)
    (page,) = (folder / "summary").glob("*.html")
    said = page.read_text(encoding="utf-8")
    assert "本报告由某县人民政府办公室根据" in said
    assert "请与某县人民政府办公室联系" in said
    assert "联系电话：0537-1234567" in said


def test_a_year_without_a_roster_says_that_its_units_are_an_example(tmp_path: Path, folder: Path) -> None:
    said = run("init", tmp_path / "new", "--county", "某县", "--year", 2022).stderr
    assert "没有给单位名录，放的是样例" in said
    roster = folder / "roster.xlsx"
    given = run("init", tmp_path / "own", "--county", "某县", "--year", 2022, "--roster", roster).stderr
    assert "样例" not in given


def test_wrong_use_is_told_in_a_sentence(tmp_path: Path, folder: Path) -> None:
    assert "找不到" in run("check", tmp_path / "nothing", code=2).stderr
    (tmp_path / "empty").mkdir()
    assert "请先运行 xxgk init" in run("check", tmp_path / "empty", code=2).stderr
    assert f"请写明是哪一个：{folder.name}。" in run("check", folder.parent, code=2).stderr
    assert "没有代码 999" in run("issue", folder, "--unit", "999", code=2).stderr
    assert "已经是年度文件夹" in run("init", folder, "--county", "某县", "--year", 2022, code=2).stderr
    assert "不能用于 2018" in run("init", tmp_path / "old", "--county", "某县", "--year", 2018, code=2).stderr
    (folder / "xxgk.toml").write_text("county = 3\nyears = 1\n", encoding="utf-8")
    said = run("check", folder, code=2).stderr
    assert "county：应写名称" in said
    assert "years：没有这一项" in said


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"xxgk-toolkit {metadata.version('xxgk-toolkit')}\n"
    assert "下发锁定的填报工作簿" in run("--help").stdout


ENGLISH = re.compile(r"(?i)possible|did you|such|codec|directory|invalid|statement|error|missing|'")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("chek", "没有“chek”这个命令，是不是 check？"),
        ("check --foo", "没有“--foo”这个选项，是不是 --format？"),
        ("import x.pdf", "缺少“-o / --output”。"),
        ("import {none} -o {out}", "找不到文件：{none}"),
        ("fill {none} --values {csv} -o {out}", "找不到下发的工作簿“{none}”"),
        ("fill {blank} --values {none} -o {out}", "找不到数据文件“{none}”"),
        ("fill {blank} --values {here} -o {out}", "这是一个文件夹"),
        ("fill {blank} --values {gb} -o {out}", "第 2 行：单位.. 不是这张表样的格"),
        ("fill {blank} --values {csv} -o {blank}", "就是下发的工作簿"),
        ("fill {blank} --values {csv} -o {csv}", "就是数据文件"),
        ("fill {blank} --values {csv} -o {here}", "这是一个文件夹"),
        ("check {odd}", "第 1 行第 1 个字处写错了"),
        ("rules --form {gb}.toml", "不是 UTF-8 编码"),
        ("init {new} --county 甲县 --year 2022 --last-year {totals}", "缺少 unit_code"),
        ("init {new} --county 甲县 --year 2022 --level 县级", "是不是 county？"),
        ("init {new} --county 甲县 --year 2022 --roster {here}", "没有单位名录"),
    ],
)
def test_wrong_use_is_told_without_a_word_of_english(
    line: str, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {name: folder / "往来" / name for name in ("none", "csv", "gb", "gb.toml", "totals", "odd")}
    (folder / "往来").mkdir()
    values(paths["csv"], {})
    paths["gb"].write_bytes("table,row,column,value\n单位".encode("gb18030"))
    paths["gb.toml"].write_bytes("# 表样\n甲 = 1".encode() + b"\xff")
    paths["totals"].write_text("table,row,column,value\na,b,c,1\n", encoding="utf-8")
    paths["odd"].mkdir()
    (paths["odd"] / "xxgk.toml").write_text("「」", encoding="utf-8")
    blank = next((folder / "issued").iterdir())
    paths |= {"blank": blank, "here": folder, "out": folder / "out.xlsx", "new": folder / "new"}
    before = blank.read_bytes()
    out, told = TextIOWrapper(BytesIO()), TextIOWrapper(BytesIO())
    monkeypatch.setattr(sys, "argv", ["xxgk", *line.format(**paths).split()])
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", told)
    with pytest.raises(SystemExit) as ended:
        run_as_typed(app)
    words = told.buffer.getvalue().decode("utf-8")
    assert ended.value.code == 2, words
    assert said.format(**paths) in words
    assert not ENGLISH.search(words.replace(str(folder), "")), words
    assert not re.search("[。？！][。？]", words)
    assert blank.read_bytes() == before


def test_a_values_file_that_does_not_fit_is_refused_whole(tmp_path: Path, folder: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "table,row,column,value\napplications,nothing,total,1\ndisclosure,regulations,issued,1\n"
        "disclosure,regulations,issued,2\n",
        encoding="utf-8",
    )
    said = run(
        "fill", folder / "issued" / "001_甲局.xlsx", "--values", bad, "-o", tmp_path / "x.xlsx", code=2
    ).stderr
    assert "第 2 行" in said
    assert "第 4 行" in said
    assert not (tmp_path / "x.xlsx").exists()


def test_totals_in_the_data_that_do_not_add_up_are_said(tmp_path: Path, folder: Path, form: Form) -> None:
    figures = dict.fromkeys(form.asked, 1) | {Key("applications", "new", "total"): 7}
    said = run(
        "fill",
        folder / "issued" / "001_甲局.xlsx",
        "--values",
        values(tmp_path / "v.csv", figures),
        "-o",
        tmp_path / "x.xlsx",
    ).stderr
    assert "数据给的总计是 7，分项相加是 6" in said


def test_a_workbook_is_written_for_each_rule_that_breaks_it_alone(tmp_path: Path) -> None:
    form = tmp_path / "mine.toml"
    form.write_text(start_text(), encoding="utf-8")
    run("rules", "--form", form, "--examples", tmp_path / "examples")
    made = sorted((tmp_path / "examples").iterdir())
    rules = {rule.id for rule in load_form(str(form)).rules if rule.check}
    assert {path.stem for path in made} == rules
    report = json.loads(run("check", *made, "--format", "json", code=1).stdout)
    found = {
        (Path(file["file"]).stem, finding["rule"]) for file in report["files"] for finding in file["findings"]
    }
    assert found == {(rule, rule) for rule in rules}
    assert report["form"] == load_form(str(form)).key


def test_rules_are_printed_in_three_formats(tmp_path: Path) -> None:
    assert "R01" in run("rules").stdout
    assert "| R01 |" in run("rules", "--format", "md").stdout
    run("rules", "--format", "xlsx", "-o", tmp_path / "r.xlsx")
    assert openpyxl.load_workbook(tmp_path / "r.xlsx")["规则一览"]["A1"].value == "编号"
    assert "用 -o" in run("rules", "--format", "xlsx", code=2).stderr


def test_a_countys_own_form_works_end_to_end(tmp_path: Path) -> None:
    (tmp_path / "tiny.toml").write_text(TINY, encoding="utf-8")
    (tmp_path / "r.csv").write_text("code,name\n1,甲\n2,乙\n", encoding="utf-8")
    year = tmp_path / "y"
    run(
        "init",
        year,
        "--county",
        "某县",
        "--year",
        2025,
        "--roster",
        tmp_path / "r.csv",
        "--form",
        tmp_path / "tiny.toml",
    )
    run("issue", year)
    planned, held = Key("duty", "planned", "day"), Key("duty", "held", "day")
    nights = {Key("duty", row, "night"): 0 for row in ("planned", "held")}
    fill(year, "1", {planned: 3, held: 3, **nights})
    fill(year, "2", {planned: 3, held: 4, **nights})
    document = checked(year, code=1)
    assert [[f["rule"] for f in file["findings"] if f["cause"] is None] for file in document["files"]] == [
        [],
        ["D01"],
    ]
    run("consolidate", year, code=1)


@pytest.mark.long  # tests/practice/test_examples.py makes the same county
def test_the_demo_shows_a_whole_year(tmp_path: Path) -> None:
    run("demo", tmp_path / "demo")
    document = checked(tmp_path / "demo", code=1)
    assert [u["status"] for u in document["units"]].count("missing") == 1
    assert [u["status"] for u in document["units"]].count("returned") == 1
    assert [u["status"] for u in document["units"] if u["unit_code"] == "011"] == [
        "accepted"
    ]  # returned, corrected, accepted
    assert "改了 1 处" in run("status", tmp_path / "demo", "--unit", "011").stdout
    assert [u["status"] for u in document["units"]].count("accepted") >= 20
    real = [r for r in lines(tmp_path / "demo" / "summary" / "units.csv") if r["unit_code"] == "007"]
    assert {r["value"] for r in real if r["table"] != "supplement"} == {"0"}
    assert {r["row"]: r["value"] for r in real if r["table"] == "supplement" and r["value"]} == {
        k: str(v) for k, v in REAL_SUPPLEMENT.items()
    }


def test_the_years_folder_is_found_upwards(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "inbox")
    assert "甲局" in run("status", code=1).stdout
    assert "甲局" in run("check", "--format", "json", code=1).stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("init {t}/n --county 某县 --year 22", "是不是 2022？"),
        ("init {t}/n --county 某县 --year 去年", "四位年份"),
        ("init {t}/n --county 某县 --year 2022 --level town", "county、city、province"),
        ("status {y} --on 23-2-1", "是不是 2023-02-01？"),
        ("status {y} --on 昨天", "不是日期"),
        ("issue {y} --unit 1", "是不是 001 甲局？"),
    ],
)
def test_years_days_and_codes_are_refused_with_what_was_meant(folder: Path, line: str, said: str) -> None:
    result = run(*line.format(t=folder.parent, y=folder).split(), code=2)
    assert said in result.stderr
