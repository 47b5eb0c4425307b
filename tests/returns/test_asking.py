"""请说明: a unit that passed with open queries hears of them.

Of some rules its figures wait for the answer.
"""

import csv
import json
from pathlib import Path

import pytest
from command_line import run
from correspondence import CHARGES, check, county, figures, names, opened, send, statuses
from docx import Document

from toolkit.county.outputs import write_summary
from toolkit.form.model import Form, Key, plain_digits
from toolkit.layout.place import PROSE, REASONS
from toolkit.year.workspace import Workspace

REGULATIONS = Key("disclosure", "regulations", "in_force")
UNIT = ("001,甲局,部门,王某,0537-1",)
ANSWER = "本年代县政府起草并由市政府公布一件规章，按要求填报在本单位"


@pytest.fixture
def asked(tmp_path: Path, form: Form) -> Workspace:
    """One unit, whose figures pass with one query: a county body has no 规章."""
    workspace = county(tmp_path / "year", UNIT)
    send(workspace, "001", {**figures(form), REGULATIONS: 1})
    return workspace


def test_a_unit_that_passed_gets_its_packet(asked: Workspace) -> None:
    collection = check(asked)
    assert statuses(collection) == ["accepted"]
    assert {"001_甲局_请说明.xlsx", "001_甲局_请说明通知.docx", "001_甲局_微信.txt"} <= names(asked)
    returned = asked.folder / "returned"
    book = opened(returned / "001_甲局_请说明.xlsx")
    assert book.active.title == REASONS
    row = book.active[book.active.sheet_view.selection[-1].activeCell].row
    assert any("规章" in str(cell.value) for cell in book.active[row])
    letter = "\n".join(p.text for p in Document(returned / "001_甲局_请说明通知.docx").paragraphs)
    assert "已通过校核，另有 1 处需要说明" in letter
    assert "退回" not in letter
    text = (returned / "001_甲局_微信.txt").read_text("utf-8-sig")
    assert text.startswith("【请说明】甲局")
    lines = [[c.value for c in row] for row in opened(returned / "退回一览.xlsx")["请说明单位"].iter_rows()]
    assert any(line[:3] == ["001", "甲局", 1] for line in lines)


def test_status_and_json_say_that_it_waits(asked: Workspace) -> None:
    check(asked)
    said = run("status", asked.folder, "--on", "2023-01-10").stdout
    assert "通过（待说明 1 处）" in said
    assert "另有 1 处需要说明" in said
    units = json.loads(run("check", asked.folder, "--format", "json").stdout)["units"]
    assert [(u["status"], u["open_queries"]) for u in units] == [("accepted", 1)]


def test_the_answer_ends_the_asking(asked: Workspace, form: Form) -> None:
    check(asked)
    (path,) = (asked.folder / "returned").glob("*_请说明.xlsx")
    book = opened(path)
    book.active[book.active.sheet_view.selection[-1].activeCell].value = ANSWER
    book.save(asked.folder / "inbox" / path.name)
    collection = check(asked)
    assert statuses(collection) == ["accepted"]
    assert [f.explained for s in collection.standings for f in s.findings if f.level.value == "query"] == [
        ANSWER
    ]
    assert not any("请说明" in name for name in names(asked))


def opening(workspace: Workspace, form: Form, charges: str) -> None:
    """Register last year's charges of the one unit; everything else was 0."""
    with (workspace.folder / "opening.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("unit_code", "unit_name", "kind", "table", "row", "column", "value"))
        writer.writerows(
            ("001", "甲局", "部门", *key, charges if key == CHARGES else 0)
            for key in form.inputs
            if form.required(key)
        )


def test_a_thousand_times_last_year_waits_for_its_unit(tmp_path: Path, form: Form) -> None:
    """3,441,894 typed in 元 as 万元.

    The unit does not count until it has explained, and the summary stays a draft.
    """
    workspace = county(tmp_path / "year", UNIT)
    opening(workspace, form, "344.1894")
    zero = dict.fromkeys(form.asked, 0)
    send(workspace, "001", {**zero, CHARGES: 3441894})
    collection = check(workspace)
    assert statuses(collection) == ["returned"]
    assert any(
        f.rule == "R15" and f.keeps_back and not f.blocks for s in collection.standings for f in s.findings
    )
    result = write_summary(workspace, workers=0)
    assert not result.complete
    assert any("甲局" in line and "退回" in line for line in result.lines)
    assert any(line.startswith("待说明 1 处") and "说明后才计入" in line for line in result.lines)
    assert "不影响通过" not in "".join(result.lines) + run("check", workspace.folder, code=1).stdout
    totals = (workspace.folder / "summary" / "totals.csv").read_text("utf-8-sig")
    assert f"{','.join(CHARGES)},{plain_digits(3441894)}" not in totals


def test_a_sentence_under_query_is_marked_in_the_units_report(tmp_path: Path, form: Form) -> None:
    workspace = county(tmp_path / "year", UNIT)
    zero = dict.fromkeys(form.asked, 0)
    path = send(workspace, "001", zero, zero_blanks="是")
    book = opened(path)
    for row in book[PROSE].iter_rows():
        for cell in row:
            if not cell.protection.locked and cell.value is None:
                cell.value = "全年收到政府信息公开申请987件。其他工作正常开展。"
    book.save(path)
    assert any(f.rule.startswith("W") and f.waiting for s in check(workspace).standings for f in s.findings)
    said = run("report", workspace.folder, "--units", code=None).stderr
    assert "甲局的报告里没有写的（工作簿里是空的）：地址" in said
    page = (workspace.folder / "summary" / "单位报告" / "001_甲局.html").read_text("utf-8")
    assert "【待核】" in page
