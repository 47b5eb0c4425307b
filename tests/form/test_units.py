"""Units of measure: a figure stands in one only, and what cannot be added up is none of a form."""

import random

import pytest
from shipped_forms import shipped_text

from toolkit.errors import DefinitionError
from toolkit.form.definition import read_form
from toolkit.form.model import comparable_figures

START = shipped_text("start")
MORE = """
[kinds.yuan]
id = "K11"
label = "金额（元）"
decimals = 2
unit = "元"
says = "元。"
[kinds.percent]
id = "K12"
label = "百分比"
decimals = 1
maximum = 100
unit = "%"
says = "百分数。"
[kinds.tenths]
id = "K13"
label = "一位小数"
decimals = 1
says = "一位小数。"
[gate]"""
ROW = '{ key = "spent_money", label = "支出", unit = "万元" }'
CHECK = 'check = "spent_money.wan <= budgeted.wan"'


def refused(old: str, new: str) -> list[str]:
    """Give what is said of the form with this change, its paths and sentences."""
    assert old in START
    try:
        read_form(START.replace("[gate]", MORE).replace(old, new), "own.toml")
    except DefinitionError as refusal:
        return list(refusal.mistakes)
    return []


NOT_ADDED = [
    "建档率",
    "1.参合率",
    "女性占比",
    "合格率（%）",
    "平均年龄",
    "人均收入",
    "户均面积",
    "月平均在岗人数",
]
ADDED = [
    "效率低的单位数",
    "平均年龄45岁以下的支部数",
    "人均收入低于五千元的户数",
    "率先达标户",
    "统计员",
    "比武",
]


@pytest.mark.parametrize("label", NOT_ADDED)
@pytest.mark.parametrize("kind", ["", ', kind = "tenths"'])
def test_what_no_county_can_add_up_is_refused(label: str, kind: str) -> None:
    row = f'{{ key = "closed_cases", label = "{label}"{kind} }}'
    rules = refused('{ key = "closed_cases", label = "办结" }', row)
    assert [one for one in rules if one.startswith("tables.cases.closed_cases：") and "加不起来" in one], (
        rules
    )


@pytest.mark.parametrize("label", ADDED)
def test_what_only_speaks_of_a_rate_is_counted(label: str) -> None:
    assert not refused(
        '{ key = "closed_cases", label = "办结" }', f'{{ key = "closed_cases", label = "{label}" }}'
    )


def test_a_topic_called_like_a_rate_is_counted_in_its_unit() -> None:
    """Inspections of 入学率 are so many, where the form says 次."""
    topic = '{ key = "closed_cases", label = "入学率"'
    assert refused('{ key = "closed_cases", label = "办结" }', f"{topic} }}")
    assert not refused('{ key = "closed_cases", label = "办结" }', f'{topic}, unit = "次" }}')


def test_percent_is_refused_whatever_it_is_called() -> None:
    row = '{ key = "closed_cases", label = "完成情况", kind = "percent" }'
    assert any("加不起来" in one for one in refused('{ key = "closed_cases", label = "办结" }', row))


@pytest.mark.parametrize("seed", range(20))
def test_a_figure_stands_in_one_unit(seed: int) -> None:
    """The unit of the row, in the brackets of its label and of its kind are one, or it is refused."""
    dice = random.Random(seed)
    beside, bracketed, kind = (dice.choice(["元", "万元"]) for _ in range(3))
    label = dice.choice(["支出", f"支出（{bracketed}）", f"支出(单位：{bracketed})"])
    row = f'{{ key = "spent_money", label = "{label}", unit = "{beside}" }}'
    column = "yuan" if kind == "元" else "wanyuan"
    text = START.replace("[gate]", MORE).replace(ROW, row).replace("预算管理", "x")
    text = text.replace(
        '{ key = "wan", label = "金额（万元）", kind = "wanyuan" }',
        f'{{ key = "wan", label = "金额", kind = "{column}" }}',
    ).replace('label = "预算", unit = "万元"', f'label = "预算", unit = "{kind}"')
    right = {beside, kind, *([bracketed] if label != "支出" else [])} == {kind}
    if right:
        read_form(text, "own.toml")
        return
    with pytest.raises(DefinitionError, match=r"tables\.spending\.spent_money\.unit：写的单位是“(万?)元”"):
        read_form(text, "own.toml")


def test_a_cell_is_of_one_kind() -> None:
    said = refused(ROW, ROW.replace(" }", ', kind = "yuan" }'))
    assert any(one.startswith("tables.spending.spent_money.kind：") for one in said), said


def test_an_opening_is_counted_as_the_closing_it_comes_from() -> None:
    rows = (
        '{ key = "budgeted", label = "预算", unit = "万元" },',
        (
            '{ key = "budgeted", label = "年初", kind = "yuan", opens_with = "closing" },'
            '{ key = "closing", label = "年末", kind = "wanyuan" },'
        ),
    )
    text = START.replace("[gate]", MORE).replace(*rows).replace(', kind = "wanyuan" }]', " }]")
    text = text.replace(ROW, ROW.replace(" }", ', kind = "yuan" }').replace("万元", "元")).replace(
        "（万元）", ""
    )
    with pytest.raises(
        DefinitionError, match=r"tables\.spending\.budgeted\.opens_with：这一行按“金额（元）”填"
    ):
        read_form(text, "own.toml")
    read_form(text.replace('年末", kind = "wanyuan"', '年末", kind = "yuan"'), "own.toml")


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("spent_money.wan <= last.cost.wan + cost.wan", True),
        ("spent_money.wan == cost.wan or budgeted.wan > 3", True),
        ("10000 * spent_money.wan == cost.wan", False),
        ("cost.wan <= 3000 * cases.closed_cases.from_people", False),
    ],
)
def test_money_of_two_units_is_not_compared_as_it_stands(check: str, *, told: bool) -> None:
    text = START.replace("[gate]", MORE).replace('（万元）", kind = "wanyuan" }]', '" }]')
    text = text.replace('unit = "万元" }', 'unit = "万元", kind = "wanyuan" }').replace(
        ROW.replace(" }", ', kind = "wanyuan" }'),
        ROW.replace(" }", ', kind = "wanyuan" }') + ', { key = "cost", label = "成本", kind = "yuan" }',
    )
    text = text.replace(CHECK, f'check = "{check}"')
    if not told:
        read_form(text, "own.toml")
        return
    with pytest.raises(DefinitionError, match=r"rules\.Q02\.check：万元和元没有换算|元和万元没有换算"):
        read_form(text, "own.toml")


def test_a_figure_is_not_compared_with_itself() -> None:
    assert refused(CHECK, CHECK.replace("budgeted", "spent_money")) == [
        "rules.Q02.check：两边是同一个数，永远成立"
    ]


MONEY = """
[kinds.money]
id = "K14"
label = "金额"
decimals = 2
says = "填数。"
[gate]"""
HECTARES = """
[kinds.hectares]
id = "K15"
label = "面积（公顷）"
decimals = 4
unit = "公顷"
says = "填数。"
[gate]"""
ROWS = 'rows = [\n    { key = "budgeted", label = "预算", unit = "万元" },\n    ' + ROW
COLUMN = '{ key = "wan", label = "金额（万元）", kind = "wanyuan" }'


def with_total(one: str, other: str, kind: str) -> str:
    """Give the form with a table of two rows and their sum, whose labels (and units) these are."""
    rows = (
        f'{{ key = "budgeted", label = {one} }}, {{ key = "spent_money", label = {other} }}, '
        f'{{ key = "in_all", label = "合计", sum_of = "both" }}'
    )
    text = START.replace(ROWS, f"rows = [\n    {rows}")
    text = text.replace(COLUMN, f'{{ key = "wan", label = "数", kind = "{kind}" }}')
    group = 'groups = [{ key = "both", label = "两项", members = ["budgeted", "spent_money"] }]\n'
    return text.replace('arrangement = "list"\n', f'arrangement = "list"\n{group}')


@pytest.mark.parametrize(
    ("one", "other", "kind", "said"),
    [
        (
            '"收入", unit = "元"',
            '"支出", unit = "万元"',
            "money",
            "in_all.kind：合计与相加的各项不是一样的数（元、万元）",
        ),
        ('"收入（元）"', '"支出（万元）"', "money", "in_all.kind：合计与相加的各项不是一样的数（元、万元）"),
        ('"林地（亩）"', '"草地"', "hectares", "budgeted.unit：写的单位是“亩”，这一格却按“公顷”填"),
        (
            '"粮食", unit = "吨"',
            '"户数", unit = "户"',
            "money",
            "in_all.kind：合计与相加的各项不是一样的数（吨、户）",
        ),
        ('"收入（元）"', '"支出（元）"', "money", ""),
        ('"林地（公顷）"', '"草地", says = "单位：公顷（1公顷＝15亩）。"', "hectares", ""),
        ('"幼儿园", unit = "所"', '"托管班", unit = "家"', "count", ""),
    ],
)
def test_a_total_adds_up_one_unit(one: str, other: str, kind: str, said: str) -> None:
    text = with_total(one, other, kind).replace("[gate]", MONEY).replace("[gate]", HECTARES)
    text = text.replace("支出 {left} 万元，预算是 {right} 万元", "支出 {left}，预算是 {right}")
    if not said:
        read_form(text, "own.toml")
        return
    with pytest.raises(DefinitionError) as refusal:
        read_form(text, "own.toml")
    assert any(one.startswith(f"tables.spending.{said}") for one in refusal.value.mistakes), refusal.value


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('label = "金额（万元）"\ndecimals', 'label = "金额（元）"\ndecimals', "kinds.wanyuan.label"),
        ("单位是万元，", "单位是元，", "kinds.wanyuan.says"),
        ('title = "经费"', 'title = "经费（单位：元）"', "tables.spending.title"),
        ('title = "经费"', 'title = "经费"\nnote = "计量单位：千元"', "tables.spending.note"),
        ('label = "预算", unit', 'label = "预算", says = "单位：元", unit', "tables.spending.budgeted.says"),
        (
            "[[tables.blocks]]\ncolumns = [{ key",
            '[[tables.blocks]]\narticle = "（元）"\ncolumns = [{ key',
            "tables.spending.blocks",
        ),
    ],
)
def test_no_words_round_a_figure_say_another_unit(old: str, new: str, path: str) -> None:
    said = refused(old, new)
    assert len(said) == 1, said
    assert said[0].startswith(path), said
    assert "这一格却按“万元”填" in said[0]


def test_words_that_say_several_units_need_only_say_the_right_one() -> None:
    assert not refused('title = "经费"', 'title = "经费"\nnote = "单位：人、万元"')
    assert not refused('title = "经费"', 'title = "经费（万元）"\nnote = "超过 5 万元的另报；单位不是元。"')


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("2 * spent_money.wan <= cost.wan", True),
        ("spent_money.wan <= 20 * cost.wan", True),
        ("20000 * spent_money.wan <= cost.wan", False),
    ],
)
def test_a_conversion_multiplies_the_larger_unit(check: str, *, told: bool) -> None:
    cost = '{ key = "cost", label = "成本", kind = "yuan" }'
    rows = ROW.replace(" }", ', kind = "wanyuan" }, ') + cost
    text = START.replace("[gate]", MORE).replace(COLUMN, '{ key = "wan", label = "金额" }').replace(ROW, rows)
    text = text.replace('unit = "万元" },', 'unit = "万元", kind = "wanyuan" },').replace(
        CHECK, f'check = "{check}"'
    )
    try:
        read_form(text, "own.toml")
        said = []
    except DefinitionError as refusal:
        said = list(refusal.mistakes)
    assert [one for one in said if "没有换算" in one and "10000 * 万元的格" in one] == said
    assert bool(said) == told


def test_what_is_declared_to_mean_the_same_is_not_carried_into_another_unit() -> None:
    """251000 元 of last year's form would be 251000 万元 of this year's."""
    before = read_form(START.replace("[gate]", MORE).replace("万元", "元"), "before.toml")
    text = START.replace('form = "my-form"', 'form = "my-new-form"').replace(
        'title = "某项', 'title = "另一项'
    )
    after = read_form(f'{text}\n[comparable]\nmy-form = ["*.*.*"]\n', "after.toml")
    same = comparable_figures(after, before)
    assert {key.table for key in same} == {"cases"}


TOLD = 'says = "写一年的工作。"'
WRITTEN = [
    (
        'draft = [{ says = "支出{spending.spent_money.wan}元。" }]',
        "draft[0]：“spending.spent_money.wan”后面的“元”请去掉",
    ),
    (
        'draft = [{ says = "支出{spending.spent_money.wan}万元，" }]',
        "draft[0]：“spending.spent_money.wan”后面的“万元”请去掉",
    ),
    (
        'draft = [{ says = "办结{cases.closed_cases.all_sources:compared}件。" }]',
        "draft[0]：“cases.closed_cases.all_sources”后面的“件”",
    ),
    ('draft = [{ says = "支出{spending.spent_money.wan}，预算{spending.budgeted.wan:compared}。" }]', ""),
    (
        'suggests = "{year}年支出{spending.spent_money.wan}元。"',
        "suggests：“spending.spent_money.wan”后面写的是“元”，这一格按“万元”填",
    ),
    ('suggests = "{year}年支出{spending.spent_money.wan}万元。"', ""),
    ('suggests = "{year}年办结{cases.closed_cases.all_sources}起。"', ""),
]


@pytest.mark.parametrize(("sentence", "said"), WRITTEN)
def test_a_sentence_tells_a_figure_in_its_unit(sentence: str, said: str) -> None:
    """A draft writes the unit itself; the sentence that a clerk copies has it written out."""
    told = refused(TOLD, f"{TOLD}\n{sentence}")
    assert bool(told) == bool(said), told
    assert all(one.startswith(f"narrative.summary_text.{said}") for one in told), told


UNLIKE = '{ key = "spent_money", label = "支出", unit = "元" }'
CHART = """[[charts]]
key = "c"
title = "图"
shape = "bar"
table = "spending"
each = "row"
column = "wan"
"""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (f"{TOLD}\n{CHART}", "charts.c：图里把万元和元画在一起"),
        (f'{TOLD}\n{CHART}over = ["budgeted"]', ""),
        (
            f'{TOLD}\ndraft = [{{ says = "{{spending.both.wan}}。" }}]',
            "narrative.summary_text.draft[0]：“spending.both.wan”把万元和元加在一起",
        ),
        (
            f'{TOLD}\nsuggests = "{{spending.both.wan}}。"',
            "narrative.summary_text.suggests：“spending.both.wan”把万元和元加在一起",
        ),
    ],
)
def test_no_sentence_and_no_chart_takes_two_units_together(more: str, said: str) -> None:
    group = 'groups = [{ key = "both", label = "两项", members = ["budgeted", "spent_money"] }]\n'
    text = START.replace("[gate]", MONEY).replace(ROW, UNLIKE).replace(TOLD, more)
    text = text.replace(COLUMN, '{ key = "wan", label = "数", kind = "money" }')
    text = text.replace('arrangement = "list"\n', f'arrangement = "list"\n{group}')
    text = text.replace(CHECK, 'check = "spent_money.wan <= 10000 * budgeted.wan"')
    if not said:
        read_form(text, "own.toml")
        return
    with pytest.raises(DefinitionError) as refusal:
        read_form(text, "own.toml")
    assert all(one.startswith(said) for one in refusal.value.mistakes), refusal.value
