"""What no projection could do with a definition is refused when it is read, by its key; never a traceback."""

import io
import random
import re
import zipfile

import pytest

from toolkit.answers.messages import MESSAGES
from toolkit.errors import DefinitionError
from toolkit.form.asked.legible import OWN_IDS
from toolkit.form.definition import load_form, read_form, start_text
from toolkit.form.model import with_totals
from toolkit.form.procedures import PROCEDURES
from toolkit.form.reserved_sheets import RESERVED_SHEETS
from toolkit.layout.place import WORKING
from toolkit.report import compose, docx_bytes

START = start_text()
CHECK = 'check = "spent_money.wan <= budgeted.wan"'
BASIS = 'basis = "预算管理"'
SUMMARY = 'says = "写一年的工作。"'
SPENDING = 'rows = [\n    { key = "budgeted", label = "预算", unit = "万元" },'
LIST = 'arrangement = "list"\n'
PROCEDURE = f'{CHECK}\nat = "spent_money.wan"'

CHART = """[[charts]]
key = "c"
title = "图"
shape = "bar"
table = "cases"
each = "unit"
row = "closed_cases"
column = "all_sources"
"""


def check(text: str) -> tuple[str, str]:
    return CHECK, f'check = "{text}"'


REFUSED = {
    "rules.Q02.check：永远不会成立": [
        check("spent_money.wan < 0"),
        check("spent_money.wan != spent_money.wan"),
        check("not (spent_money.wan >= 0)"),
        check("spent_money.wan < 0 or budgeted.wan < 0"),
        check("spent_money.wan > 5 and spent_money.wan < 3"),
        check("5 <= spent_money.wan and 5 > spent_money.wan"),
        check("spent_money.wan + budgeted.wan > 9 and budgeted.wan + spent_money.wan == 9"),
        (
            PROCEDURE,
            'check = "cases.closed_cases.all_sources < cases.closed_cases.from_firms"\nat = "budgeted.wan"',
        ),
        check("spent_money.wan > 999999999999999"),
    ],
    "rules.Q02.when：永远不会成立": [(BASIS, f'{BASIS}\nwhen = "spent_money.wan < 0"')],
    "rules.Q02.check：没有用到任何格": [check("1 <= 2")],
    "rules.Q02.check：太长或套得太深": [check(f"spent_money.wan <= {'budgeted.wan + ' * 25}1")],
    "rules.Q02：太长或套得太深": [
        check("not " * 200 + "spent_money.wan <= budgeted.wan"),
        check("-" * 900 + "spent_money.wan <= budgeted.wan"),
        check(f"spent_money.wan <= {'budgeted.wan + ' * 90}1"),
    ],
    "rules.Q02：表达式写法不对": [
        check("(" * 400 + "spent_money.wan" + ")" * 400),
        check("spent_money.wan <="),
    ],
    "rules.Q02.check：乘的数太大": [check("spent_money.wan * 99999999999 <= budgeted.wan")],
    "rules.Q02.at：要指今年的格": [('at = "spent_money.wan"', 'at = "last.spent_money.wan"')],
    "rules.Q02.example：没有“zzz”这一项": [(BASIS, f'{BASIS}\nexample = {{ zzz = "3" }}')],
    "rules.Q01.over：有重复的": [('each = "column"\nch', 'each = "column"\nover = ["wan", "wan"]\nch')],
    "rules.S02.id：B、C、F、S、T、U 加两位数字": [('id = "Q01"', 'id = "S02"')],
    "rules.甲.id：": [('id = "Q01"', 'id = "甲"')],
    "rules.Q.1.id：": [('id = "Q01"', 'id = "Q.1"')],
    "rules.Q02.says：700 字": [
        ('says = "支出 {left} 万元，预算是 {right} 万元。"', f'says = "{"长" * 700}"')
    ],
    "rules.Q02.over：split_opening 要写两格": [
        (PROCEDURE, 'procedure = "split_opening"\nasks = "x"\nover = ["spending.spent_money.wan"]')
    ],
    "rules.Q02.limits.percent：500 太小或太大": [
        (PROCEDURE, 'procedure = "same_prose"\nasks = "x"\nlimits = { percent = 500 }')
    ],
    "rules.Q02.procedure：prose_notice 要有 notices": [(PROCEDURE, 'procedure = "prose_notice"\nasks = "x"')],
    "rules.Q02.procedure：prose_fee 要用 over": [(PROCEDURE, 'procedure = "prose_fee"\nasks = "x"')],
    "rules.Q02.procedure：没有“look_at_it”这种校核": [(PROCEDURE, 'procedure = "look_at_it"\nasks = "x"')],
    "first_year：应写 2000 至 2099": [("first_year = 2025", "first_year = 25")],
    "last_year：2020 早于": [("first_year = 2025", "first_year = 2025\nlast_year = 2020")],
    "title：不能空着": [('title = "某项工作年度报表"', 'title = ""')],
    "title：500 字": [('title = "某项工作年度报表"', f'title = "{"长" * 500}"')],
    "title：里面有换行": [('title = "某项工作年度报表"', 'title = "某项\\n报表"')],
    "title：“a/b”也是报告的文件名": [('title = "某项工作年度报表"', 'title = "a/b"')],
    "edition：不能空着": [('edition = "1"', 'edition = ""')],
    "gate：": [("shortest = 6", "shortest = 0"), ("distinct = 4", "distinct = 400")],
    "gate.empty：不能空着": [("distinct = 4", 'distinct = 4\nempty = [""]')],
    "kinds.wanyuan：maximum 连小数": [("decimals = 2", "decimals = 6\nmaximum = 999999999999")],
    "tables.cases.received_cases.from_people：没有写 kind": [("[kinds.count]", "[kinds.other]")],
    "tables.cases.closed_cases.label：不能空着": [('label = "办结" }', 'label = "" }')],
    "tables.cases.closed_cases.label：里面有换行": [('label = "办结" }', 'label = "办\\n结" }')],
    **{
        f"tables.cases.closed_cases.label：“{name}”会当成数": [('label = "办结" }', f'label = "{name}" }}')]
        for name in ("—", "12", "2023", "-1", "１，２００", "（一）", "1.", "①", "√", "<&>")
    },
    **{
        f"tables.cases.closed_cases.label：“{name}”会当成格里填的": [
            ('label = "办结" }', f'label = "{name}" }}')
        ]
        for name in ("不适用", "N/A", "（一）不适用")
    },
    "tables.cases.corner：“12”会当成数": [('title = "办理情况"', 'title = "办理情况"\ncorner = "12"')],
    "tables.cases.corner：“总 计”也是": [('title = "办理情况"', 'title = "办理情况"\ncorner = "总 计"')],
    "identity.prepared_by.label：“2023”会当成数": [('label = "填报人"', 'label = "2023"')],
    "tables.cases.groups.sources.label：“2023”会当成数": [
        ('label = "来源", printed = false', 'label = "2023"')
    ],
    "tables.cases.closed_cases.says：200 字": [
        ('label = "办结" }', f'label = "办结", says = "{"长" * 200}" }}')
    ],
    "tables.cases.closed_cases.opens_with：不能是自己": [
        ('label = "办结" }', 'label = "办结", opens_with = "closed_cases" }')
    ],
    "tables.cases：有 2 行都叫“收到”": [('label = "办结" }', 'label = "收 到" }')],
    "tables.cases：有 2 栏都叫“个人”": [('label = "单位" }', 'label = "个人" }')],
    "tables.cases.received_cases.called：": [('called = "收到|受理"', 'called = "收到|"')],
    "tables.cases.all_sources.sum_of：组“sources”里有重复的": [
        ('members = ["from_people", "from_firms"]', 'members = ["from_people", "from_people"]')
    ],
    "tables.identity：表的键不能叫": [('key = "spending"\n', 'key = "identity"\n')],
    "tables.spending.blocks：list 只能有一块": [
        (
            "[[narrative]]",
            '[[tables.blocks]]\ncolumns = [{ key = "b", label = "乙" }]\nrows = []\n[[narrative]]',
        )
    ],
    "tables.spending：501 行 1 栏": [
        (
            SPENDING,
            "rows = [" + "".join(f'{{ key = "r{i}", label = "行{i}" }},' for i in range(499)) + SPENDING[8:],
        )
    ],
    "tables.cases.sheet：“ 表一”的前后": [('sheet = "表一"', 'sheet = " 表一"')],
    "tables.cases.sheet：“_底稿”是本工具自己用的": [('sheet = "表一"', 'sheet = "_底稿"')],
    "tables.cases.sheet：“表'一”里有": [('sheet = "表一"', 'sheet = "表\'一"')],
    "tables.spending.section：编号“一”有两个标题": [('section = "二"', 'section = "一"')],
    "identity.unit_code.fixed：": [('label = "单位代码"\nfixed = true', 'label = "单位代码"')],
    "identity：有 2 项都叫“单位名称”": [('label = "填报人"', 'label = "单位名称"')],
    "identity.zero_blanks.choices：要有“是”": [('choices = ["是", "否"]', 'choices = ["有", "没有"]')],
    "identity.zero_blanks.choices：各项连起来": [
        ('choices = ["是", "否"]', 'choices = ["是", "' + "甲" * 255 + '"]')
    ],
    "identity.zero_blanks.says：300 字": [
        ('says = "选“是”，表示没有填的格都是 0。"', f'says = "{"长" * 300}"')
    ],
    "narrative.summary_text.kind：": [(SUMMARY, f'{SUMMARY}\nkind = "date"')],
    "narrative：有 2 段都叫“三、工作总结·工作总结”": [
        (SUMMARY, f'{SUMMARY}\n[[narrative]]\nkey = "b"\nsection = "三、工作总结"\nlabel = "工作总结"')
    ],
    "narrative.summary_text.suggests：没有“{month}”": [(SUMMARY, f'{SUMMARY}\nsuggests = "{{month}}"')],
    "narrative.summary_text.suggests：花括号不成对": [(SUMMARY, f'{SUMMARY}\nsuggests = "{{year"')],
    "narrative.summary_text.suggests：太长": [(SUMMARY, f'{SUMMARY}\nsuggests = "{"长" * 300}"')],
    "narrative.summary_text.nil：没有“{what}”": [(SUMMARY, f'{SUMMARY}\nnil = "{{what}}"')],
    "narrative.summary_text.draft[0]：没有“{what}”": [
        (SUMMARY, f'{SUMMARY}\ndraft = [{{ says = "{{what}}" }}]')
    ],
    "document.preamble[0]：花括号不成对": [("[gate]", '[document]\npreamble = ["{year"]\n[gate]')],
    "charts.c.top：": [
        (
            "[[narrative]]",
            f"{CHART}\ntop = -4\n[[narrative]]",
        )
    ],
    "like：": [
        ('edition = "1"', 'edition = "1"\nlike = "nothing"'),
        ('edition = "1"', 'edition = "1"\nlike = "../annual-report-2021"'),
        ('edition = "1"', 'edition = "1"\nlike = 3'),
    ],
    "TOML 写法不对": [('edition = "1"', f'edition = "1"\nx = {"[" * 4000}{"]" * 4000}'), ("[gate]", "[gate")],
}
CASES = [(mistake, *change) for mistake, changes in REFUSED.items() for change in changes]


@pytest.mark.parametrize(
    ("mistake", "old", "new"), CASES, ids=[f"{m[:40]}{i}" for i, (m, *_) in enumerate(CASES)]
)
def test_it_is_refused_when_it_is_read(mistake: str, old: str, new: str) -> None:
    assert old in START
    with pytest.raises(DefinitionError) as refusal:
        read_form(START.replace(old, new, 1), "own.toml")
    assert any(one.startswith(mistake) for one in refusal.value.mistakes), refusal.value.mistakes


ANY_FACT = ("each", "left", "right", "difference", "now", "before", "passage", "quote", "compared", "sum",
            "remark", "found", "expected", "other", "sheets", "count", "absent")  # fmt: skip
SAID_OF_A_CHECK = {"each", "left", "right", "difference", "now"}


@pytest.mark.parametrize("fact", ANY_FACT)
def test_a_message_speaks_of_what_its_rule_knows(fact: str) -> None:
    """What only other rules can tell would stop the check of a whole batch, long after the form was read."""
    text = START.replace("收到只有 {right} 件", f"收到只有 {{{fact}}} 件")
    assert f"只有 {{{fact}}} 件" in text
    if fact in SAID_OF_A_CHECK:
        read_form(text, "own.toml")
        return
    with pytest.raises(DefinitionError, match=r"rules\.Q01\.says：这条规则没有“\{" + fact):
        read_form(text, "own.toml")


@pytest.mark.parametrize("fact", ANY_FACT)
@pytest.mark.parametrize("procedure", sorted(PROCEDURES))
def test_a_message_speaks_of_what_its_procedure_tells(procedure: str, fact: str) -> None:
    """As the shipped rules of the same procedure do, and of nothing else."""
    told = " ".join(
        rule.says for rule in load_form("annual-report-2021").rules if rule.procedure == procedure
    )
    knows = fact in PROCEDURES[procedure].facts
    assert knows or f"{{{fact}}}" not in told
    limits = ", ".join(f"{name} = 50" for name in PROCEDURES[procedure].limits)
    rule = (
        f'[[rules]]\nid = "Q07"\nlevel = "query"\ntitle = "x"\nprocedure = "{procedure}"\nasks = "x"\n'
        f'basis = "x"\nsays = "{{{fact}}}"\nfix = "x"\nlimits = {{ {limits} }}\n'
    )
    try:
        read_form(f"{START}\n{rule}", "own.toml")
        said = []
    except DefinitionError as refusal:
        said = [one for one in refusal.mistakes if one.startswith("rules.Q07.says")]
    assert bool(said) != knows


PEOPLE = '{ key = "from_people", label = "个人" }'


def people(more: str) -> tuple[str, str]:
    return PEOPLE, PEOPLE.replace(" }", f", {more} }}")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("decimals = 2", "decimals = 2\nminimum = 1", "kinds.wanyuan.minimum：没有这个键，最小是 0"),
        (
            "decimals = 2",
            'decimals = 2\nchoices = ["优", "良"]',
            "kinds.wanyuan.choices：没有这个键，格里只能填数",
        ),
        ("decimals = 2", 'decimals = 2\nformat = "0.0%"', "kinds.wanyuan.format：没有这个键，显示成什么样"),
        (*people('average_of = "sources"'), "from_people.average_of：没有这个键，平均数不能作一格"),
        (*people("repeat = 5"), "from_people.repeat：没有这个键，行和栏要一个个写明"),
        (*people('columns = ["x"]'), "from_people.columns：没有这个键，一块里每行都有全部的栏"),
        (*people("required = false"), "from_people.required：没有这个键，一行一栏不能单独写"),
        (*people('formula = "a+b"'), "from_people.formula：没有这个键，自动算的只有合计"),
        (
            'at = "spent_money.wan"',
            'at = "spent_money.wan"\ntolerance = 1',
            "rules.Q02.tolerance：没有这个键，允许的误差",
        ),
        (*check("abs(spent_money.wan - budgeted.wan) <= 1"), "绝对值写成两个比较"),
        (*check("0 <= spent_money.wan <= budgeted.wan"), "一次比两个"),
        (*check("spent_money.wan >= -1"), "负数写成 0 减"),
        (*check("max(spent_money.wan, 1) <= budgeted.wan"), "只有 sum(组) 和 multiple(格, 整数) 两种"),
        (*check("spent_money.wan <= 1 if budgeted.wan else 2"), "条件写在 when 里"),
    ],
)
def test_what_the_format_cannot_say_is_told_with_a_way_out(old: str, new: str, told: str) -> None:
    """Never half taken, and no other key is suggested that means something else."""
    assert old in START
    with pytest.raises(DefinitionError) as refusal:
        read_form(START.replace(old, new, 1), "own.toml")
    assert [one for one in refusal.value.mistakes if told in one and "是不是" not in one], (
        refusal.value.mistakes
    )


def test_what_is_odd_but_possible_is_read() -> None:
    for old, new in (
        ('label = "办结" }', 'label = "=1+1" }'),
        ('sheet = "表一"', 'sheet = "2024"'),
        ('sheet = "表一"', 'sheet = "A1"'),
        ("distinct = 4", "distinct = 4\nempty = ['说\"']"),
        ('section = "二"\n', ""),
        check("spent_money.wan >= 0"),
        check("multiple(spent_money.wan, 5)"),
        check("spent_money.wan == 5 or not budgeted.wan > 3"),
    ):
        assert old in START
        read_form(START.replace(old, new, 1), "own.toml")


def test_every_mistake_is_told_at_once() -> None:
    text = START.replace('sheet = "表一"', 'sheet = "封面"').replace("first_year = 2025", "first_year = 25")
    with pytest.raises(DefinitionError) as refusal:
        read_form(text.replace('label = "办结" }', 'label = "" }'), "own.toml")
    assert {one.split("：")[0] for one in refusal.value.mistakes} >= {
        "tables.cases.sheet",
        "first_year",
        "tables.cases.closed_cases.label",
    }


def test_the_first_lines_hide_no_other_mistake() -> None:
    """A word mistyped at the top, a section without numeral, two rules that are amiss: all are told."""
    text = START.replace("basis =", "bais =", 1).replace('section = "二"', 'section = "2"')
    text = text.replace("closed_cases <= received_cases", "closed <= received_cases")
    text = text.replace(
        'check = "spent_money.wan <= budgeted.wan"', 'check = "spent_money.wan = budgeted.wan"'
    )
    with pytest.raises(DefinitionError) as refusal:
        read_form(text, "own.toml")
    told = refusal.value.mistakes
    assert [one.split("：")[0] for one in told] == [
        "bais",
        "tables.spending.section",
        "rules.Q01",
        "rules.Q02",
    ]
    assert told[-1].endswith("相等要写两个等号 ==")


@pytest.mark.parametrize("sign", ["≤", "＜", "（"])
def test_signs_of_paper_are_named(sign: str) -> None:
    with pytest.raises(DefinitionError, match=rf"rules\.Q01：表达式写法不对.*里面的 {sign} 要换成英文的"):
        read_form(START.replace("closed_cases <= rec", f"closed_cases {sign} rec"), "own.toml")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "某项', 'title = "某\n项', "引号没有合上"),
        ('[[rules]]\nid = "Q01"', '[rules]\nid = "Q01"', "前面写成了一个方括号"),
        ('edition = "1"', 'edition: "1"', "键和值的中间写等号 ="),
        ('edition = "1"', 'edition = "1";', "行末不写分号"),
        ('edition = "1"', "edition = '1", r"第 \d+ 行的引号没有合上（edition = '1"),
        ("first_year = 2025", "first_year = 02025", "数的前面不能有 0"),
        ("fixed = true", "fixed = True", "要写小写的 true、false"),
        ('key = "from_people"', "key = from_people", "文字的两边要加英文的引号"),
        ('label = "个人" },', 'label = "个人" }', "上一行的末尾少了逗号"),
        ('label = "个人" },', 'label = "个人",', "少了右花括号 }"),
        ('label = "个人" },', 'label = "个人",, },', "多了一个逗号"),
        ("合计自动算\n]\n", "合计自动算\n", "上面的一列少了右方括号 ]"),
        (START[:40], f"PK\x03\x04{START[:40]}", "这不是文本文件"),
    ],
)
def test_what_is_not_toml_is_told_in_words(old: str, new: str, told: str) -> None:
    assert old in START
    with pytest.raises(DefinitionError, match=told):
        read_form(START.replace(old, new), "own.toml")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("first_year = 2025", "first_year = 2025-01-01", "first_year：2025-01-01 不是整数"),
        ('title = "某项工作年度报表"', "title = true", "title：true 不是文字"),
        ("decimals = 2", 'decimals = "2"', "kinds.wanyuan.decimals：'2' 不是整数"),
    ],
)
def test_a_value_is_said_as_it_was_typed(old: str, new: str, told: str) -> None:
    assert old in START
    with pytest.raises(DefinitionError, match=told):
        read_form(START.replace(old, new), "own.toml")


def test_the_reserved_names_are_those_of_the_tool() -> None:
    assert WORKING in RESERVED_SHEETS
    # V: versions of a file, said only of those that do not count
    assert {known[0] for known in MESSAGES} - {"V"} == set(OWN_IDS)


# mistakes that a person makes, each of which can be told whatever else is amiss, with the path that is told
APART = [
    ("bais =", "basis =", "bais"),
    ('first_year = "2025"', "first_year = 2025 ", "first_year"),
    ('lable = "个人"', 'label = "个人"', "tables.cases.blocks[0].columns.from_people.lable"),
    ("label = 12", 'label = "预算"', "tables.spending.blocks[0].rows.budgeted.label"),
    ('kind = "wanyuans"', 'kind = "wanyuan"', "tables.spending.wan.kind"),
    ('sum_of = "source"', 'sum_of = "sources"', "tables.cases.all_sources.sum_of"),
    ('label = "办结", in = "endings"', 'label = "办结"', "tables.cases.closed_cases.in"),
    ('section = "2"', 'section = "二"', "tables.spending.section"),
    ('arangement = "list"', 'arrangement = "list"', "tables.spending.arangement"),
    ("decimal = 2", "decimals = 2", "kinds.wanyuan.decimal"),
    ("shortest = 'x'", "shortest = 6", "gate.shortest"),
    ('choices = "是"', 'choices = ["是", "否"]', "identity.zero_blanks.choices"),
    ('fixed = "true"', "fixed = true", "identity.unit_code.fixed"),
    ('section = "工作总结"', 'section = "三、工作总结"', "narrative.summary_text.section"),
    ('basiss = "办结的都是收到的"', 'basis = "办结的都是收到的"', "rules.Q01.basiss"),
    ('fixx = "请核对。"', 'fix = "请核对。"', "rules.Q01.fixx"),
    ("closed_case <= received_cases", "closed_cases <= received_cases", "rules.Q01"),
    ('level = "fatal"', 'level = "query"', "rules.Q02.level"),
    ('says = "支出 {lef} 万元', 'says = "支出 {left} 万元', "rules.Q02.says"),
    ("spent_money.wan <= last.budget.wan", "spent_money.wan <= budgeted.wan", "rules.Q02"),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_no_mistake_hides_another(seed: int) -> None:
    """Any mistakes at once are all told, each at its place, and nothing else is accused."""
    dice = random.Random(seed)
    text, expected = START, set[str]()
    for wrong, right, path in dice.sample(APART, dice.randint(1, len(APART))):
        assert right in text
        text, expected = text.replace(right, wrong, 1), expected | {path}
    with pytest.raises(DefinitionError) as refusal:
        read_form(text, "own.toml")
    assert {one.partition("：")[0] for one in refusal.value.mistakes} == expected, refusal.value.mistakes


@pytest.mark.parametrize("path", [path for _, _, path in APART])
def test_each_mistake_is_told_once(path: str) -> None:
    """One mistake gives one sentence."""
    wrong, right, _ = next(one for one in APART if one[2] == path)
    with pytest.raises(DefinitionError) as refusal:
        read_form(START.replace(right, wrong, 1), "own.toml")
    assert [one.partition("：")[0] for one in refusal.value.mistakes] == [path]


def test_what_others_stand_on_hides_no_heading_and_no_text() -> None:
    """With a kind or a key that is not known no name is looked up; sheets, sections and texts are asked."""
    text = START.replace("decimals = 2", 'decimals = "两位"').replace('section = "二"', 'section = "2"')
    text = text.replace('sheet = "表一"', 'sheet = "表/一"').replace('label = "办结"', 'label = ""')
    with pytest.raises(DefinitionError) as refusal:
        read_form(text, "own.toml")
    assert {one.partition("：")[0] for one in refusal.value.mistakes} == {
        "kinds.wanyuan.decimals",
        "tables.spending.section",
        "tables.cases.sheet",
        "tables.cases.closed_cases.label",
    }


@pytest.mark.parametrize(("columns", "printed"), [(16, True), (17, True), (17, False)])
def test_a_table_is_no_wider_than_a_page_of_the_report(columns: int, printed: bool) -> None:
    """One with a section is printed there, in letters that can be read."""
    keys = [f"from_{n}" for n in range(columns - 3)]
    more = "".join(f'    {{ key = "{key}", label = "来源{n}" }},\n' for n, key in enumerate(keys))
    firms, members = '    { key = "from_firms"', 'members = ["from_people",'
    text = START.replace(firms, more + firms)
    text = text.replace(members, members + "".join(f' "{key}",' for key in keys))
    text = text if printed else text.replace('section = "一"\n', "", 1)
    if columns > 16 and printed:
        with pytest.raises(DefinitionError, match=f"tables.cases：{columns} 栏"):
            read_form(text, "x.toml")
        return
    form = read_form(text, "x.toml")
    assert len(form.tables[0].blocks[0].columns) == columns
    if printed:
        figures = with_totals(form, dict.fromkeys(form.inputs, 6_000_000))
        report = compose(form, year=2025, unit_name="甲县", figures=figures, narrative={}, identity={})
        sizes = [int(found) for found in re.findall(r'<w:sz w:val="(\d+)"/>', text_of(docx_bytes(report)))]
        assert min(sizes) >= 8  # half points


def text_of(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read("word/document.xml").decode()
