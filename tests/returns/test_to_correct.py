"""请改正: what is said of the file itself, by no rule of the form, is corrected, never explained."""

from datetime import date
from pathlib import Path

import pytest
from command_line import run
from correspondence import check, county, figures, names, opened, send, statuses
from docx import Document

from toolkit.answers.waiver import Waiver
from toolkit.errors import UsageError
from toolkit.form.model import Form
from toolkit.layout.layout import LIST, lay_out
from toolkit.year.entering.decisions import add_waiver, register_explanation
from toolkit.year.entering.explained import Explained
from toolkit.year.workspace import Workspace

pytestmark = pytest.mark.long

UNIT = ("001,甲局,部门,王某,0537-1",)
TYPED = "26.1.5号"


@pytest.fixture
def dated(tmp_path: Path, form: Form) -> Workspace:
    """One unit, whose figures pass; its day is none."""
    workspace = county(tmp_path / "year", UNIT)
    send(workspace, "001", figures(form), date=TYPED)
    return workspace


def test_nobody_is_told_to_explain_where_no_explanation_has_a_place(dated: Workspace) -> None:
    said = run("check", dated.folder, code=None).stdout
    assert "待改正 1 处：请单位改正，不能用说明代替" in said
    told = run("status", dated.folder, "--on", "2023-01-10").stdout
    assert "通过（待改正 1 处）" in told
    assert "已通过，另有 1 处需要改正，请改正后发回" in told
    returned = dated.folder / "returned"
    assert "001_甲局_请说明.xlsx" in names(dated)
    chat = (returned / "001_甲局_微信.txt").read_text("utf-8-sig")
    assert chat.startswith("【请改正】甲局")
    letter = "\n".join(p.text for p in Document(returned / "001_甲局_请说明通知.docx").paragraphs)
    assert letter.startswith("请改正通知")
    book = opened(returned / "退回一览.xlsx")
    lines = [[c.value for c in row] for name in ("请说明单位", "电话单") for row in book[name].iter_rows()]
    assert any(line[:4] == ["001", "甲局", 0, 1] for line in lines)
    assert any("请改正后发回，不能用说明代替" in str(line) for line in lines)
    for text in (said, told, chat, letter, str(lines[1:])):
        assert "待说明" not in text
        assert "核实说明" not in text


def test_the_cover_that_goes_back_does_not_say_that_all_is_written(dated: Workspace, form: Form) -> None:
    check(dated)
    book = opened(next((dated.folder / "returned").glob("*_请说明.xlsx")))
    assert book["封面"][lay_out(form).identity["date"].a1].value is None
    assert any(TYPED in str(cell.value) for row in book[LIST].iter_rows() for cell in row)


@pytest.mark.parametrize("rule", ["C10", "T03", "C10.date"])
def test_it_can_be_neither_explained_nor_allowed(dated: Workspace, rule: str) -> None:
    (standing,) = check(dated).standings
    said = Explained(
        unit="001", rule=rule, file=standing.sha256[:16], text="本局习惯这样写日期", by="王某来电"
    )
    with pytest.raises(UsageError, match=f"{rule[:3]}（.*）不能用说明代替，请单位改正"):
        register_explanation(dated, said)
    allowed = Waiver(
        unit="001", rule=rule, year=2022, reason="情况特殊", approver="赵某", expires=date(2030, 1, 1)
    )
    with pytest.raises(UsageError, match=f"{rule[:3]}（.*）不能登记例外，请单位改正"):
        add_waiver(dated, allowed)
    assert statuses(check(dated)) == ["accepted"]
