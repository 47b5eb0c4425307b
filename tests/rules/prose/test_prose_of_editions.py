"""Prose asks the form: a row added to a group, words of another subject, words that a row declares itself."""

from importlib.resources import files

from passages import rulings
from tiny_form import TINY

from toolkit.form.definition import read_form
from toolkit.form.elements import Key

ROW = (
    '    { key = "other_other", label = "3.其他", in = "other_handling", says = "以上都不是的，'
    '例如申请人主动撤回。" },\n'
)


def test_a_row_added_to_a_group_counts_where_prose_speaks_of_the_group() -> None:
    text = (files("workbook_templates") / "annual-report-2021.toml").read_text(encoding="utf-8")
    added = '    { key = "other_moved", label = "4.移送其他机关", in = "other_handling" },\n'
    form = read_form(text.replace(ROW, ROW + added), "next.toml")
    figures = dict.fromkeys(form.cells, 0)
    amounts = {"new": 9, "concluded": 9, "granted": 3, "other_not_paid": 1, "other_moved": 5}
    figures |= {Key("applications", row, "total"): amount for row, amount in amounts.items()}
    true = "收到政府信息公开申请9件，予以公开3件，其他处理6件，答复9件。"
    assert {ruling for _, ruling in rulings(true, figures, form=form)} == {"right"}
    false = "收到政府信息公开申请9件，其他处理1件。"
    assert ("other_handling", "wrong") in rulings(false, figures, form=form)


def test_a_form_of_another_subject_is_read_by_its_labels() -> None:
    form = read_form(TINY, "tiny.toml")
    figures = {**dict.fromkeys(form.cells, 0), Key("duty", "held", "total"): 4}
    assert rulings("全年实到4次。", figures, form=form) == [("duty.held", "right")]
    assert rulings("全年实到5次。", figures, form=form) == [("duty.held", "wrong")]
    assert rulings("收到申请7件，无行政复议，受理3件。", figures, form=form) == []


def test_a_row_says_itself_how_prose_calls_it() -> None:
    called = '{ key = "held", label = "实到", called = "到岗|在岗" }'
    form = read_form(TINY.replace('{ key = "held", label = "实到" }', called), "tiny.toml")
    figures = {**dict.fromkeys(form.cells, 0), Key("duty", "held", "total"): 4}
    assert rulings("全年在岗5次。", figures, form=form) == [("duty.held", "wrong")]
    assert rulings("全年实到5次。", figures, form=form) == []
