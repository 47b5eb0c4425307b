"""A document instead of the workbook, or beside it: what is told of it can be done as it is said."""

import re
from pathlib import Path

from command_line import run
from correspondence import check, county, figures, names, returned, send
from docx import Document

from toolkit.form.model import Form
from toolkit.year.workspace import Workspace

UNIT = ("001,甲局,部门,王某,0537-1",)


def written(workspace: Workspace, name: str) -> None:
    document = Document()
    document.add_paragraph("甲局2022年政府信息公开工作年度报告")
    document.save(str(workspace.path("inbox") / name))


def test_who_sent_only_a_document_is_asked_for_the_workbook(tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", UNIT)
    written(workspace, "甲局.docx")
    (result,) = check(workspace).files
    (finding,) = result.findings
    assert "xxgk import 这个文件 -o 导入" in finding.advice.office
    assert "xxgk" not in finding.advice.unit
    chat = returned(workspace, "_微信.txt").read_text("utf-8-sig")
    letter = "\n".join(p.text for p in Document(returned(workspace, "_退回修改通知.docx")).paragraphs)
    assert "001_甲局_重填.xlsx" in names(workspace)
    for text in (chat, letter):
        assert "不是填报的工作簿" in text
        assert "填好的工作簿原件" in text
        assert "原来的工作簿" not in text


def test_a_document_beside_the_workbook_is_compared_as_it_is_said(
    form: Form, tmp_path: Path, monkeypatch
) -> None:
    workspace = county(tmp_path / "year", UNIT)
    written(workspace, "甲局 年报.docx")
    send(workspace, "001", figures(form))
    (annex,) = (f for f in check(workspace).files if f.annex)
    typed = re.search(r"请在年度文件夹里运行 xxgk verify \. \"(.+?)\"", annex.findings[0].message)
    monkeypatch.chdir(workspace.folder)
    said = run("verify", ".", typed[1], code=None)
    assert "甲局 年报.docx" in said.stdout + said.stderr
