"""Any form with no Python: shipped, sample and odd definitions go through the whole year, to the report."""

import random
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from command_line import run
from openpyxl import load_workbook
from places import SHARED
from shipped_forms import shipped_text

from toolkit.county.verification import verify_year
from toolkit.errors import DefinitionError
from toolkit.form.definition import load_form, read_form, sample_forms, shipped_forms
from toolkit.form.model import Key, Mark, comparable_figures, sum_figures, with_totals
from toolkit.form.reserved_sheets import RESERVED_SHEETS
from toolkit.layout import place
from toolkit.practice.demonstration import demonstrate_form
from toolkit.published.formats.web import read_html
from toolkit.published.tables_read import read_in_forms
from toolkit.report import compose, html_text
from toolkit.template import Content, render

MANUAL = Path(__file__).parents[2] / "docs" / "manual.zh-CN.md"
START = shipped_text("start")
ADDED = (
    '    { key = "other_other", label = "3.其他", in = "other_handling", says = "以上都不是的，'
    '例如申请人主动撤回。" },\n'
)
TWINS = """
    { key = "town_men", label = "男", in = "town" }, { key = "town_women", label = "女", in = "town" },
    { key = "land_men", label = "男", in = "country" }, { key = "land_women", label = "女", in = "country" },
"""
OTHERS = """
    { key = "in_one", label = "其他", in = "first" }, { key = "in_two", label = "其他", in = "second" },
"""
GROUPS = (
    '{ key = "town", label = "城镇" }, { key = "country", label = "农村" }, '
    '{ key = "first", label = "上半年" }, { key = "second", label = "下半年" }, '
)
NESTED = """
    { key = "theft", label = "盗窃", in = "crimes" }, { key = "fraud", label = "诈骗", in = "crimes" },
    { key = "crimes_in_all", label = "合计", sum_of = "crimes", in = "every_case" },
    { key = "other_cases", label = "其他", in = "every_case" },
    { key = "all_cases", label = "总计", sum_of = "every_case" },
"""
NESTED_GROUPS = (
    '{ key = "crimes", label = "刑事", in = "every_case" }, '
    '{ key = "every_case", label = "全部", printed = false }, '
)
NESTED_FORM = START.replace("rows = [\n", f"rows = [\n{NESTED}", 1).replace(
    "groups = [", f"groups = [{NESTED_GROUPS}"
)
CASES = START[START.index("[[tables]]") : START.index('[[tables]]\nkey = "spending"')]
ODD = {
    "subtotals within a group without a box": NESTED_FORM,
    "a total of rows called as that of columns": NESTED_FORM.replace('"总计"', '"合计"').replace(
        'key = "crimes_in_all", label = "合计"', 'key = "crimes_in_all", label = "小计"'
    ),
    "two tables of the same labels": START.replace(
        "[[narrative]]",
        CASES.replace('key = "cases"', 'key = "later_cases"')
        .replace('section = "一"', 'section = "五"')
        .replace('"表一"', '"表五"')
        .replace('"办理情况"', '"下半年情况"')
        + "[[narrative]]",
        1,
    ),
    "no prose": START[: START.index("[[narrative]]")] + START[START.index("# ---- 规则") - 1 :],
    "no total": START.replace(",   # 合计自动算", ",").replace(
        '    { key = "all_sources", label = "合计", sum_of = "sources" },\n', ""
    ),
    "no rules": START[: START.index("[[rules]]")],
    "in one line": START.replace('arrangement = "matrix"', 'arrangement = "line"'),
    "long names": START.replace('label = "收到"', f'label = "{"收到的各类申请事项" * 6}", short = "收到"'),
    "one name in two groups": START.replace("columns = [\n", f"columns = [\n{TWINS}", 1)
    .replace("rows = [\n", f"rows = [\n{OTHERS}", 1)
    .replace("groups = [", f"groups = [{GROUPS}"),
    "a year in a label": START.replace('label = "个人"', 'label = "2023年"').replace(
        'section = "一"', 'section = "十"'
    ),
    "one cell": START[: START.index("[[tables]]")]
    + '[[tables]]\nkey = "a"\nsection = "十"\nsheet = "x"\ntitle = "x"\narrangement = "line"\n'
    + '[[tables.blocks]]\ncolumns = [{ key = "v", label = "数" }]\nrows = [{ key = "r", label = "行" }]\n',
    "a total over blocks, the last called like it": START.replace(
        "[[narrative]]",
        '[[tables]]\nkey = "halves"\nsection = "五"\nsheet = "表五"\ntitle = "全年"\narrangement = "blocks"\n'
        'groups = [{ key = "year_round", label = "全年", printed = false, members = ["early", "late"] }]\n'
        '[[tables.blocks]]\narticle = "上半年"\ncolumns = [{ key = "n", label = "件" }]\n'
        'rows = [{ key = "early", label = "上半年办结" }]\n'
        '[[tables.blocks]]\narticle = "下半年"\ncolumns = [{ key = "n", label = "件" }]\n'
        'rows = [{ key = "late", label = "下半年办结" }]\n'
        '[[tables.blocks]]\narticle = "合计"\ncolumns = [{ key = "n", label = "件" }]\n'
        'rows = [{ key = "in_all", label = "总计", sum_of = "year_round" }]\n\n[[narrative]]',
        1,
    ),
    "a total of groups side by side, each with a total": START.replace(
        'arrangement = "matrix"', 'arrangement = "line"'
    )
    .replace("rows = [\n", 'rows = [\n{ key = "both_cases", label = "总计", sum_of = "cases_of_all" },\n', 1)
    .replace(
        "groups = [",
        'groups = [{ key = "cases_of_all", label = "全部", printed = false, members = ["received_cases", '
        '"closed_cases"] }, ',
    ),
    "a table outside the report": START.replace('section = "二"\n', ""),
    "of half a year, after last year": START.replace('"某项工作年度报表"', '"上半年统计报表"')
    .replace('"三、工作总结"', '"三、1—6月情况"')
    .replace('label = "填报人"', 'label = "上半年"')
    .replace('label = "工作总结"', 'label = "示例"')
    .replace("选“是”，表示没有填的格都是 0。", "截至6月底")
    .replace('"办理情况"', '"去年同期数"'),
    "an odd sheet": START.replace('sheet = "表一"', 'sheet = "甲 & <乙>（一）"'),
}


@pytest.mark.parametrize(
    "name",
    [
        *sample_forms(),
        *(pytest.param(n, marks=pytest.mark.long) for n in (*shipped_forms(), *ODD, "village")),
    ],
)
def test_a_form_goes_through_the_year(name: str, tmp_path: Path) -> None:
    """From init to report, of a made-up county; every output is read back and agrees with what units sent."""
    said: list[str] = []
    workspace = demonstrate_form(tmp_path / "year", definition(name, tmp_path), say=said.append)
    form, summary = workspace.form, workspace.folder / "summary"
    assert (summary / f"{workspace.stem}汇总.xlsx").is_file(), said
    assert (summary / f"{workspace.stem}{form.title}.docx").is_file(), said
    checked = verify_year(workspace, ())
    assert all(one.same for one in checked), checked
    assert {Path(one.name).suffix for one in checked} >= {".xlsx", ".csv", ".sqlite", ".docx", ".html"}
    page = (summary / f"{workspace.stem}{form.title}.html").read_text(encoding="utf-8")
    assert all(table.title in page for table in form.tables if table.section)
    if name not in shipped_forms():
        assert not [line for line in (*said, page) if "政府信息公开" in line]


def definition(name: str, folder: Path) -> str:
    """Give the name of a shipped form, or the path of a definition written into `folder`."""
    if name in {*shipped_forms(), *sample_forms()}:
        return name
    if name == "village":
        path = SHARED / "cases" / "forms" / "village.toml"
        if not path.exists():
            pytest.skip("cases/forms is not on this machine (set XXGK_SHARED)")
        return str(path)
    path = folder / "own.toml"
    path.write_text(ODD[name], encoding="utf-8")
    return str(path)


def test_form_new_and_form_check(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    run("form", "new", path)
    assert "没有错误" in run("form", "check", path).stdout
    assert "已经有了" in run("form", "new", path, code=2).stderr
    path.write_text(
        START.replace('sheet = "表一"', 'sheet = "封面"').replace('id = "Q02"', 'id = "Q01"'),
        encoding="utf-8",
    )
    said = run("form", "check", path, code=2).stderr
    assert "tables.cases.sheet：“封面”是本工具自己用的" in said
    assert "rules：“Q01”出现了 2 次" in said


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ('sheet = "表二"', 'sheet = "表一"', "tables.spending.sheet：“表一”与 cases 的表名相同"),
        ('sheet = "表二"', 'sheet = "表/二"', "tables.spending.sheet：“表/二”里有工作表名不能用的字符"),
        ('sheet = "表二"', f'sheet = "{"长" * 32}"', "tables.spending.sheet：“"),
        ('section = "二"', 'section = "2"', "tables.spending.section：“2”要是一至十中的一个字"),
        (
            'section = "三、工作总结"',
            'section = "工作总结"',
            "narrative.summary_text.section：“工作总结”要以编号开头",
        ),
        ('section = "三、工作总结"', 'section = "二、工作总结"', "：编号“二”有两个标题"),
        (
            'members = ["from_people", "from_firms"]',
            "members = []",
            "tables.cases.all_sources.sum_of：组“sources”里没有可以相加的",
        ),
        (
            'members = ["from_people", "from_firms"]',
            'members = ["all_sources"]',
            "tables.cases.columns：合计绕了一圈",
        ),
        (
            'printed = false, members = ["from_people", "from_firms"]',
            'in = "sources"',
            "tables.cases.groups：组的 in 绕了一圈",
        ),
        ("closed_cases <= received_cases", "closed_cases < 0", "rules.Q01.check：永远不会成立"),
        ("closed_cases <= received_cases", "1 <= 2", "rules.Q01.check：没有用到任何格"),
        (
            "closed_cases <= received_cases",
            "closed_cases <= " + " + ".join(["received_cases"] * 200),
            "rules.Q01：太长或套得太深",
        ),
        ("{left} 件，收到", "{left 件，收到", "rules.Q01：says、asks 里的花括号不成对"),
        (
            'label = "预算"',
            'label = "预算", called = "("',
            "tables.spending.budgeted.called：'(' 不是正则表达式",
        ),
        ('key = "unit_code"', 'key = "code"', "identity：缺少 unit_code"),
        ("decimals = 2", "decimals = 20", "kinds.wanyuan：decimals 要在 0 至 6 之间"),
    ],
)
def test_what_no_projection_can_do_is_refused_when_read(old: str, new: str, mistake: str) -> None:
    assert old in START
    with pytest.raises(DefinitionError) as refusal:
        read_form(START.replace(old, new), "own.toml")
    assert any(mistake in one for one in refusal.value.mistakes), refusal.value.mistakes


def test_an_edition_takes_last_year_s_figures_over() -> None:
    text = shipped_text("annual-report-2021").replace(
        ADDED, ADDED + ADDED.replace("other_other", "other_moved").replace("3.其他", "4.移送")
    )
    text = text.replace('form = "annual-report-2021"', 'form = "annual-report-next"')
    edition, before = read_form(text, "next.toml"), load_form("annual-report-2021")
    assert set(comparable_figures(edition, before)) == set(before.cells)
    assert Key("applications", "other_moved", "total") not in comparable_figures(edition, before)


def test_the_reserved_names_are_those_of_the_tool_s_sheets() -> None:
    assert place.OURS <= RESERVED_SHEETS


@pytest.mark.long
def test_the_definition_in_the_manual_is_whole(tmp_path: Path) -> None:
    """A newcomer types it into an empty file: it is read, issued, and its rule is judged."""
    chapter = MANUAL.read_text(encoding="utf-8").partition("## 自己做一张表样")[2]
    path = tmp_path / "own.toml"
    path.write_text(chapter.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert "没有错误" in run("form", "check", path).stdout
    (tmp_path / "units.csv").write_text(
        "单位代码,单位名称,单位类别\n001,甲村,村\n002,乙村,村\n", encoding="utf-8"
    )
    year = tmp_path / "year"
    run("init", year, "--county", "甲县", "--year", 2025, "--form", path, "--roster", tmp_path / "units.csv")
    run("issue", year)
    for blank, tested in zip(sorted((year / "issued").iterdir()), (2, 5), strict=True):
        data = tmp_path / "values.csv"
        figures = "".join(
            f"wells,{row},{column},{n}\n"
            for row, n in (("standing", 3), ("tested", tested))
            for column in ("public", "private")
        )
        data.write_text(f"table,row,column,value\n{figures}identity,zero_blanks,value,是\n", encoding="utf-8")
        run("fill", blank, "--values", data, "-o", year / "inbox" / blank.name)
    said = run("check", year, code=1).stdout
    assert "“集体”一栏已检测 5 眼，现有只有 3 眼" in said
    run("consolidate", year, code=1)
    assert (year / "summary" / "甲县2025年汇总.xlsx").is_file()


ONE_PART = START[: START.index("[[rules]]")].replace('"from_people", "from_firms"]', '"from_people"]')


def test_totals_are_those_of_their_typed_figures_whatever_stands_there() -> None:
    """All at once, with marks among them, one part or many: as each total by itself, in the form's order."""
    rng, form = random.Random(7), read_form(ONE_PART, "one.toml")
    stand = (0, 1, 12_345, Decimal("0.25"), *Mark)
    for _ in range(200):
        figures = {key: rng.choice(stand) for key in form.cells if rng.random() < 0.9}
        typed = {key: figures.get(key, Mark.BLANK) for key in form.cells}
        wanted = {
            key: sum_figures([figures.get(leaf, Mark.BLANK) for leaf in form.sums[key]])
            if key in form.sums
            else typed[key]
            for key in form.cells
        }
        assert [*with_totals(form, figures).items()] == [*wanted.items()]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        (', in = "every_case" },\n    { key = "other', ' },\n    { key = "other', ""),
        (
            ', in = "every_case" }, { key = "every',
            ' }, { key = "every',
            "“合计”是另一组“crimes”的合计，不会加进去",
        ),
        (
            'label = "全部", ',
            'label = "全部", members = ["theft", "fraud", "crimes_in_all", "other_cases"], ',
            "“盗窃、诈骗”加了两遍",
        ),
    ],
    ids=["a subtotal in no group", "a subtotal left out", "a subtotal and its parts"],
)
def test_a_total_adds_everything_once(old: str, new: str, mistake: str) -> None:
    """What stands in the group of a total and would not be in it, or twice, is refused when it is read."""
    text = NESTED_FORM.replace(old, new)
    assert text != NESTED_FORM
    if not mistake:
        form = read_form(text, "own.toml")
        assert len(form.leaves[Key("cases", "all_cases", "from_people")]) == 3
        return
    with pytest.raises(DefinitionError, match=r"tables\.cases\.all_cases\.sum_of") as refused:
        read_form(text, "own.toml")
    assert mistake in str(refused.value)


@pytest.mark.parametrize("mixed", [True, False], ids=["件 and 万元", "a total of another kind"])
def test_a_total_is_of_the_kind_of_its_parts(*, mixed: bool) -> None:
    """万元 are not added to 件, and a total of 万元 has room for their decimals."""
    text = START.replace('label = "个人"', 'label = "个人", kind = "wanyuan"')
    if not mixed:
        text = text.replace('label = "单位" }', 'label = "单位", kind = "wanyuan" }')
    with pytest.raises(DefinitionError, match=r"tables\.cases\.all_sources\.kind"):
        read_form(text, "own.toml")
    whole = text.replace('label = "单位" }', 'label = "单位", kind = "wanyuan" }')
    assert read_form(whole.replace('label = "合计"', 'label = "合计", kind = "wanyuan"'), "own.toml")


def test_a_rule_adds_no_group_that_lacks_a_subtotal() -> None:
    """A rule's sum(…) over such a group, where no total does, is refused as well."""
    text = NESTED_FORM.replace(', in = "every_case" }, { key = "every', ' }, { key = "every')
    text = text.replace('    { key = "all_cases", label = "总计", sum_of = "every_case" },\n', "")
    assert read_form(text, "own.toml")
    with pytest.raises(DefinitionError, match=r"rules\.Q01：.*不会加进去"):
        read_form(text.replace("closed_cases <= received", "sum(every_case) <= received"), "own.toml")


def test_a_published_table_is_the_one_whose_title_it_bears() -> None:
    """Of two tables with the same labels only one is printed: its figures are never those of the other."""
    form = read_form(ODD["two tables of the same labels"], "own.toml")
    shown = with_totals(form, {key: n for n, key in enumerate(form.inputs, 1)})
    page = html_text(
        compose(form, year=form.first_year, unit_name="某局", figures=shown, narrative={}, identity={})
    )
    read = read_in_forms(read_html(page, [form]), [form])[0].amounts
    assert read == shown
    start = page.index("<table", page.index("办理情况</h2>"))
    one = page[:start] + page[page.index("</table>", start) + len("</table>") :]
    read = read_in_forms(read_html(one, [form]), [form])[0].amounts
    assert read == {key: figure for key, figure in shown.items() if key.table != "cases"}


def test_a_long_name_over_two_rows_of_the_head_is_not_cut() -> None:
    """A column without a group beside columns with one: the head is as high as its name needs."""
    name = "其他需要说明的情况以及不便归入上述各类的事项"
    text = START.replace(
        'label = "单位" }', f'label = "单位", in = "firms" }}, {{ key = "more", label = "{name}" }}'
    )
    text = text.replace("groups = [", 'groups = [{ key = "firms", label = "企业" }, ', 1)
    form = read_form(text, "own.toml")
    book = load_workbook(BytesIO(render(Content(form=form, unit_code="1", unit_name="甲", year=2025))))
    sheet = book["表一"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == name)
    (box,) = (r for r in sheet.merged_cells.ranges if cell.coordinate in r)
    room = sum(sheet.row_dimensions[row].height for row in range(box.min_row, box.max_row + 1))
    width = sheet.column_dimensions[cell.column_letter].width
    assert room >= 14 * -(-2 * len(name) // width)
