"""通过回执: what a unit that passed is told, on one page; gone when its report no longer passes."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from correspondence import NEW, check, county, figures, send
from docx import Document

from toolkit.answers.digest import digest_of
from toolkit.form.model import Form
from toolkit.returns.acknowledgement import main_totals

NAME = "001_甲局_通过回执.docx"


def test_a_unit_that_passed_gets_an_acknowledgement_with_hash_and_totals(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", ("001,甲局,部门,王某,0537-1",))
    path = send(workspace, "001", figures(form))
    (standing,) = check(workspace).standings
    assert standing.submission is not None
    said = "\n".join(p.text for p in Document(workspace.folder / "returned" / NAME).paragraphs)
    assert hashlib.sha256(path.read_bytes()).hexdigest() in "".join(said.split())
    assert "已通过校核，计入汇总" in said
    assert digest_of(form, standing.submission) in said
    line = (workspace.folder / "receipts.jsonl").read_text("utf-8").splitlines()[0]
    came = datetime.fromisoformat(json.loads(line)["time"])
    assert f"收到时间：{came.year}年{came.month}月{came.day}日 {came:%H:%M}" in said
    totals = main_totals(form)
    assert {key.table for key in totals} >= {"applications", "review"}
    for key in totals:
        assert form.label(key) in said
    (marks,) = (p for p in Document(workspace.folder / "returned" / NAME).paragraphs if "\n" in p.text)
    assert marks.paragraph_format.first_line_indent == 0  # both lines of the hash begin at the margin
    before = (workspace.folder / "returned" / NAME).read_bytes()
    check(workspace)
    assert (workspace.folder / "returned" / NAME).read_bytes() == before


def test_it_is_taken_away_when_the_report_no_longer_passes(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", ("001,甲局,部门,王某,0537-1",))
    send(workspace, "001", figures(form))
    check(workspace)
    wrong = figures(form)
    send(workspace, "001", {**wrong, NEW: wrong[NEW] + 1})
    check(workspace)
    assert not (workspace.folder / "returned" / NAME).exists()
    assert (workspace.folder / "returned" / "001_甲局_退回.xlsx").is_file()
