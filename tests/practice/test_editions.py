"""From one edition of a form to the next: last year's figures, what was filled in before, rules tried."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from command_line import run

from toolkit.year.workspace import open_workspace

ROSTER = "单位代码,单位名称,单位类别\n001,甲县农业局,部门\n002,甲县文化局,部门\n"
NEXT = """
form = "annual-report-next"
like = "{base}"
edition = "1"
first_year = 2022

[[tables]]
key = "applications"
[[tables.blocks]]
rows = [{{ key = "other_moved", label = "4.移送", in = "other_handling", below = "other_other" }}]

[[rules]]
id = "R09"
level = "error"
when = "carried_over.total >= 1"
check = "carried_over.total <= 3"
"""
BASE = 'form = "annual-report-base"\nlike = "annual-report-2021"\nedition = "1"\nfirst_year = 2022\n'
COVER = {"zero_blanks": "是", "address": "某路", "phone": "123", "prepared_by": "张", "reviewed_by": "李"}
COVER |= {"head": "王", "date": "2023-01-05"}
# by the form of last year and this year's: which last year's figures must come, and which must not
OLD = {
    "annual-report-2019": {
        "applications.new.natural_person": 9,
        "applications.other_handling.natural_person": 2,
        "applications.granted.natural_person": 3,
        "applications.carried_over.natural_person": 4,
        "disclosure.licensing.decisions": 100,
        "disclosure.charges.items_last_year": 7,
    },
    "annual-report-2021": {
        "applications.new.natural_person": 9,
        "applications.other_other.natural_person": 2,
        "applications.granted.natural_person": 3,
        "applications.carried_over.natural_person": 4,
        "disclosure.licensing.decisions": 100,
        "disclosure.normative_documents.in_force": 7,
    },
}


def values(path: Path, figures: dict[str, int], **narrative: str) -> Path:
    """Write a values file; what is not given is a confirmed 0."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("table", "row", "column", "value"))
    writer.writerows((*key.split("."), n) for key, n in figures.items())
    writer.writerows(("identity", key, "value", text) for key, text in COVER.items())
    writer.writerows(("narrative", key, "value", text) for key, text in narrative.items())
    path.write_text(target.getvalue(), encoding="utf-8")
    return path


def begun(folder: Path, year: int, *more: object) -> dict[str, Path]:
    """Found a year and issue its workbooks; give them by unit."""
    run("init", folder, "--county", "甲县", "--year", year, *more)
    run("issue", folder)
    return {path.name[:3]: path for path in (folder / "issued").iterdir()}


def sent(folder: Path, issued: Path, data: Path, name: str = "") -> str:
    """Fill a workbook into the inbox; give what the tool remarked."""
    return run("fill", issued, "--values", data, "-o", folder / "inbox" / (name or issued.name)).stderr


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.fixture
def next_form(tmp_path: Path) -> Path:
    """An edition with one more row and one changed rule.

    Like another of one's own, which is like the shipped one.
    """
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")
    path = tmp_path / "next.toml"
    path.write_text(NEXT.format(base="base.toml"), encoding="utf-8")
    return path


def old_year(folder: Path, form: str, year: int, roster: Path) -> dict[str, Path]:
    """A whole year on the old form, consolidated."""
    issued = begun(folder, year, "--roster", roster, "--form", form)
    for path in issued.values():
        sent(
            folder,
            path,
            values(folder / "v.csv", OLD[form], problems="还有不足。", improvements="今后改进。"),
        )
    run("consolidate", folder)
    return issued


def last_figures(folder: Path) -> dict[str, int]:
    """What the year's own check knows of last year, as its workbooks print it."""
    from toolkit.reading.workbook import read_file

    form = open_workspace(folder).form_name
    path = next((folder / "issued").glob("001_*.xlsx"))
    submission = read_file(path, path.name, [form]).submission
    assert submission is not None
    return {str(key): int(f) for key, f in submission.last.items() if isinstance(f, int) and f}


@pytest.mark.long
def test_from_the_national_form_of_2019_to_that_of_2021(roster: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "2020", tmp_path / "2021"
    begun(old, 2020, "--roster", roster, "--form", "annual-report-2019")
    old_year(tmp_path / "old", "annual-report-2019", 2020, roster)
    issued = begun(new, 2021, "--last-year", tmp_path / "old")
    printed = last_figures(new)
    assert printed["applications.carried_over.natural_person"] == 4
    assert printed["disclosure.licensing.decisions"] == 100
    assert not any("other_other" in key or "charges" in key for key in printed)
    filled_old = next((tmp_path / "old" / "inbox").glob("001_*.xlsx"))
    said = sent(new, issued["001"], filled_old)
    assert "表三“（六）其他处理·自然人”是 2：新的表样没有这一格" in said
    assert "表二“行政事业性收费·上一年项目数量”是 7：新的表样没有这一格" in said
    assert "2020 年度" in said
    mine = {"applications.carried_in.natural_person": 4, "applications.granted.natural_person": 4}
    for path in issued.values():
        sent(new, path, values(new / "v.csv", mine, problems="还有短板。", improvements="逐项改。"))
    run("consolidate", new)
    run("report", new)
    said = run("verify", new).stdout
    assert "【不一致】" not in said
    assert "甲县2021年汇总.xlsx" in said
    tried = run("rules", "--try", "annual-report-2021.toml", tmp_path / "old", code=2)
    assert "没有“annual-report-2021.toml”" in tried.stderr


@pytest.mark.long
def test_an_edition_with_one_more_row(roster: Path, next_form: Path, tmp_path: Path) -> None:
    old, new, by_mistake = tmp_path / "2021", tmp_path / "2022", tmp_path / "2022-old"
    old_year(old, "annual-report-2021", 2021, roster)
    issued = begun(new, 2022, "--last-year", old, "--form", next_form)
    assert {path.name for path in new.glob("*.toml")} == {"xxgk.toml", "next.toml", "base.toml"}
    assert last_figures(new)["applications.carried_over.natural_person"] == 4
    assert last_figures(new)["disclosure.normative_documents.in_force"] == 7

    # a unit filled this year's figures into the form of last year: they come back in the new one
    figures = {"carried_in": 4, "new": 6, "granted": 5, "other_other": 2, "carried_over": 3}
    data = {f"applications.{row}.natural_person": n for row, n in figures.items()}
    data |= {"disclosure.normative_documents.in_force": 7, "disclosure.licensing.decisions": 90}
    prose = "2022年，本单位新收政府信息公开申请6件，上年结转4件，其他处理2件，结转下年度3件。"
    old_blank = begun(by_mistake, 2022, "--last-year", old)
    sent(new, old_blank["001"], values(tmp_path / "v.csv", data, overview_applications=prose), "某某表.xlsx")
    assert "annual-report-2021，本次要的是 annual-report-next" in run("check", new, code=1).stdout
    refill = next((new / "returned").glob("001_*_重填.xlsx"))
    given = {"applications.other_moved.natural_person": 0}
    sent(new, refill, values(tmp_path / "more.csv", given), "001.xlsx")
    (new / "inbox" / "某某表.xlsx").unlink()

    # another carries them itself, and has moved one application elsewhere
    moved = data | {
        "applications.other_other.natural_person": 1,
        "applications.other_moved.natural_person": 1,
    }
    told = prose.replace("其他处理2件", "其他处理2件（其中移送1件）")
    sent(new, issued["002"], values(tmp_path / "v2.csv", moved, overview_applications=told))
    checked = json.loads(run("check", new, "--format", "json").stdout)
    assert [unit["status"] for unit in checked["units"]] == ["accepted", "accepted"]
    broken = {f["rule"] for file in checked["files"] for f in file["findings"] if f["rule"][0] in "RW"}
    assert broken <= {"W09"}, checked  # prose agrees with the tables, the groups' sums too
    told = run("consolidate", new, code=1).stderr  # each unit keeps to the new limit, both together do not
    assert "合计有 1 处不合规则，上报后会被退回" in told
    run("report", new, "--units")
    assert "【不一致】" not in run("verify", new).stdout
    html = next((new / "summary").glob("*.html")).read_text(encoding="utf-8")
    assert "4.移送" in html

    # a loose file of one's own form is known by the definition in its year's folder
    loose = json.loads(run("check", new / "inbox" / issued["002"].name, "--format", "json").stdout)
    assert loose["files"][0]["status"] == "accepted"
    # and the published report, by its form
    pages = run("import", new / "summary" / "单位报告", "-o", tmp_path / "in", "--form", next_form).stdout
    assert "甲县文化局" in pages
    said = run("verify", new, next((new / "summary" / "单位报告").glob("002_*.html")), "--unit", "002").stdout
    assert "【不一致】" not in said

    # the new rules over the old year: R09 says otherwise now, the new row was not asked then
    tried = run("rules", "--try", next_form, old).stdout
    assert "新退回 2 个单位" in tried
    assert "【新退回】R09" in tried
    assert "没有试的规则：R02（2 份）、R03（2 份）、R11（2 份）" in tried


def test_rules_of_another_subject_cannot_be_tried(roster: Path, tmp_path: Path) -> None:
    begun(tmp_path / "year", 2022, "--roster", roster)
    run("form", "new", tmp_path / "own.toml")
    said = run("rules", "--try", tmp_path / "own.toml", tmp_path / "year", code=2).stderr
    assert "没有一格意思相同" in said
