"""A form is data: what the shipped definition says, and how a definition with mistakes is refused."""

from dataclasses import replace
from importlib.resources import files

import pytest
from tiny_form import TINY

from toolkit.errors import DefinitionError, UsageError
from toolkit.form.definition import load_form, read_form, sample_forms, shipped_forms
from toolkit.form.model import Form, Key


def test_the_national_form_has_its_200_figures(form: Form) -> None:
    required = [key for key in form.cells if form.required(key)]
    assert [sum(key.table == t for key in required) for t in ("disclosure", "applications", "review")] == [
        10,
        175,
        15,
    ]
    assert len(required) == 200


def test_computed_figures_know_their_leaves(form: Form) -> None:
    concluded = Key("applications", "concluded", "total")
    assert not form.is_input(concluded)
    assert len(form.leaves[concluded]) == 21 * 6
    assert form.leaves[Key("review", "reconsideration", "total")] == tuple(
        Key("review", "reconsideration", column) for column in ("upheld", "corrected", "other", "pending")
    )


def test_rules_stand_for_every_column_or_row(form: Form) -> None:
    per_rule = {rule.id: sum(i.rule is rule for i in form.instances) for rule in form.rules}
    assert {k: per_rule[k] for k in ("R01", "R02", "R03", "R04", "R05")} == {
        "R01": 7,
        "R02": 7,
        "R03": 25,
        "R04": 3,
        "R05": 7,
    }


def test_another_form_is_another_file() -> None:
    tiny = read_form(TINY, "tiny.toml")
    assert [str(key) for key in tiny.inputs] == [
        "duty.planned.day",
        "duty.planned.night",
        "duty.held.day",
        "duty.held.night",
    ]


@pytest.mark.parametrize(
    ("old", "new", "mistakes"),
    [
        ("first_year = 2025", 'first_year = "2025"', ["first_year：'2025' 不是整数"]),
        ('title = "值班情况表"\n', "", ["title：缺少"]),
        ('edition = "3"', 'edition = "3"\ncolour = "red"', ["colour：没有这个键"]),
        ('basis = "', 'basic = "', ["basic：没有这个键，是不是 basis？"]),
        ("rows = [", "row = [", ["tables.duty.blocks[0].row：没有这个键，是不是 rows？"]),
        ("held <= planned", "held <= plan", ["rules.D01：没有“plan”这个格"]),
        ("held <= planned", "held + planned", ["rules.D01：check 和 when 要是一个比较式"]),
        ('sum_of = "all"', 'sum_of = "every"', ["tables.duty.total.sum_of：没有“every”这一组"]),
        (
            'members = ["day", "night"]',
            'members = ["day", "noon"]',
            ["tables.duty.groups.all.members：没有“noon”这一行或列"],
        ),
        ('each = "column"', 'each = "page"', ["rules.D01.each：'page' 不是"]),
        ('level = "error"', 'level = "fatal"', ["rules.D01.level：'fatal' 不是 error、query、notice"]),
        ('arrangement = "matrix"', 'arrangement = "spiral"', ["tables.duty.arrangement：'spiral' 不是"]),
        (
            '{ key = "held", label = "实到" }',
            '{ key = "planned", label = "实到" }',
            ["tables.duty：“duty.planned.day”出现了 2 次"],
        ),
        ('label = "计划"', f'label = "{"长" * 40}"', ["tables.duty.planned.short：名称 40 字"]),
        ("[gate]\n", '[kind_names]\n"市" = ["("]\n[gate]\n', ["kind_names.市：'(' 不是正则表达式"]),
        ("[gate]\nshortest = 4", "[gate]\nshortest = 'x'", ["gate.shortest：'x' 不是整数"]),
    ],
)
def test_mistakes_are_refused_with_their_place(old: str, new: str, mistakes: list[str]) -> None:
    assert old in TINY
    with pytest.raises(DefinitionError) as refusal:
        read_form(TINY.replace(old, new), "tiny.toml")
    for mistake in mistakes:
        assert any(m.startswith(mistake) for m in refusal.value.mistakes), refusal.value.mistakes


def test_all_mistakes_are_listed_at_once() -> None:
    text = (
        TINY.replace('label = "白班"', "label = 7")
        .replace('fix = "请核对。"', "")
        .replace('title = "值班情况表"', "title = 1")
    )
    with pytest.raises(DefinitionError) as refusal:
        read_form(text, "tiny.toml")
    assert len(refusal.value.mistakes) >= 2


def test_broken_toml_and_unknown_forms_are_said() -> None:
    with pytest.raises(DefinitionError, match="TOML 写法不对"):
        read_form("form = ", "x.toml")
    with pytest.raises(UsageError, match="没有“nothing”这张表样"):
        load_form("nothing")


@pytest.mark.parametrize("name", [*shipped_forms(), *sample_forms()])
def test_what_came_with_the_tool_answers_every_question(name: str) -> None:
    """`load_form` does not ask it again."""
    text = (files("workbook_templates") / f"{name}.toml").read_text(encoding="utf-8-sig")
    asked, proven = read_form(text, name), load_form(name)
    assert repr(replace(asked, stamp="")) == repr(proven)
