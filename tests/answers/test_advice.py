"""Advice is written once and said to two readers; what a unit wrote is never taken for our own words."""

from toolkit.answers.explanations import Reason, with_answer
from toolkit.answers.messages import MESSAGES, OTHER_KIND, TYPED_OVER, Finding
from toolkit.form.definition import load_form, shipped_forms
from toolkit.form.elements import Advice, Level, advice
from toolkit.layout.layout import lay_out
from toolkit.returns.tasks import points_of


def test_one_text_for_two_readers() -> None:
    assert advice("请⟨让单位⟩与⟨县办|我们⟩联系。") == Advice("请让单位与县办联系。", "请与我们联系。")
    said = OTHER_KIND.finding(suffix=".xlsx", kind="照片", what=advice("请⟨让单位⟩重发。"))
    assert (said.advice.office, said.advice.unit) == ("请让单位重发。", "请重发。")
    assert said.message == "文件名是 .xlsx，内容是照片，不是填报的工作簿，没有计入。请让单位重发。"


def test_the_unit_is_never_spoken_of_as_the_unit() -> None:
    form = load_form("annual-report-2021")
    for one in (*MESSAGES.values(), *form.rules):
        assert not any(
            words in one.advice.unit for words in ("请让单位", "请单位", "建议单位", "与县办联系")
        ), one.id
        assert "⟨" not in one.advice.office + one.advice.unit


def test_nobody_is_told_to_type_a_formula_into_a_locked_cell() -> None:
    """The cell is locked, the office changes nothing that came; what goes back has its formulas again."""
    for name in shipped_forms():
        for rule in load_form(name).rules:
            assert "请恢复公式" not in rule.advice.office + rule.advice.unit, (name, rule.id)


def test_the_words_of_a_unit_stay_its_own() -> None:
    form = load_form("annual-report-2021")
    typed = "请单位核对⟨x⟩"
    said = TYPED_OVER.finding(label=typed, found=typed, compared="", issued="=A1")
    query = Finding(rule="R06", level=Level.QUERY, problem="相差 1。", advice=form.rule("R06").advice)
    points = points_of(lay_out(form), None, [said, with_answer(query, Reason(text=typed, refusal="太短"))])
    assert all(typed in point.problem for point in points)
    assert points[0].finding.message == f"{query.message}单位写的“{typed}”没有采纳：太短，请重新说明。"
