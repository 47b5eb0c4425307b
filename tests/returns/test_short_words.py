"""The short words of a point: both numbers of a sentence are said, a lost formula once."""

from pathlib import Path

import pytest
from correspondence import check, county, figures, names, opened, returned, send

from toolkit.answers.messages import Finding
from toolkit.form.elements import Level
from toolkit.form.model import Form, Key
from toolkit.layout.layout import LIST, lay_out
from toolkit.returns.letter import Letter, letter_text
from toolkit.returns.tasks import points_of

UNIT = ("001,甲局,部门,王某,0537-1",)
TOTAL = Key("applications", "new", "total")
LONG = (
    "今年以来本局认真贯彻落实条例和上级部署要求持续完善依申请公开工作机制畅通受理渠道规范办理流程"
    "全年新收政府信息公开申请25件"
)

pytestmark = pytest.mark.long


def test_a_long_sentence_is_quoted_less_and_both_numbers_are_said(form: Form) -> None:
    compared = "其中“新收”说的是 25 件，表里“本年新收”是 11 件（表三 J7），对不上"
    said = Finding(
        rule="W01",
        level=Level.QUERY,
        problem=f"“（二）依申请公开”写的是“{LONG}”，{compared}。",
        facts={"quote": LONG},
        line="W01",
        sheet="文字报告",
        cell="B9",
    )
    letter = Letter(
        unit="甲局",
        year=2022,
        title=form.title,
        until=None,
        points=points_of(lay_out(form), None, [said]),
        workbook="001_甲局_退回.xlsx",
    )
    (line,) = [line for line in letter_text(letter).splitlines() if line.startswith("1. ")]
    assert line.endswith(f"……”，{compared}。")
    assert LONG not in line


def test_a_total_typed_over_is_one_point_that_says_the_formula_is_back(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", UNIT)
    path, place = send(workspace, "001", figures(form)), lay_out(form).places[TOTAL]
    book = opened(path)
    book[place.sheet][place.a1] = 9999
    book.save(path)
    (result,) = check(workspace).files
    assert {f.rule for f in result.findings if f.place == f"{place.sheet} {place.a1}"} >= {"R03", "T01"}
    rows = [[str(c.value) for c in row] for row in opened(returned(workspace))[LIST].iter_rows()]
    mine = [row for row in rows if row[2] == f"{place.sheet} {place.a1}"]
    assert [row[3] for row in mine] == ["R03"]
    assert "公式已经恢复" in mine[0][7]
    assert f"（{place.sheet} {place.a1}）" not in mine[0][7]
    chat = returned(workspace, "_微信.txt").read_text("utf-8-sig")
    assert "公式已经恢复，总计对的，发回即可" in chat
    assert not any("重新输入公式" in f.message for f in result.findings)
    assert "001_甲局_退回.xlsx" in names(workspace)
