"""The line above a title: a part of it where a long name was broken, and otherwise none of it."""

import pytest
from shipped_forms import both_forms

from toolkit.form.model import Form
from toolkit.published.pages import Paragraph
from toolkit.published.titles import Titled, read_title

UNIT = "测试县水务局"
ABOVE = (
    "测试县人民政府",
    "测试县人民政府网",
    "— 测试县人民政府门户网站 —",
    "测试政务公开",
    "测试县水务局文件",
    "政府信息公开",
    "政府信息公开年报",
    "年度报告",
    "（此件公开发布）",
    "附件1",
    "附件：",
    "部门年报",
    "法定主动公开内容",
    "测试县",
    "水务局",
    "测试县水务局",
)


def titled(form: Form, lines: list[str], called: str) -> Titled:
    contact = f"如对本报告有疑问，请与{called}联系（电话：0100-1234567）。"
    return read_title(form, [Paragraph(line, "") for line in (*lines, contact)], None)


@both_forms
@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("broken", [False, True])
def test_a_line_above_a_whole_title_is_none_of_it(form: Form, above: str, broken: bool) -> None:
    title = [UNIT, "2023年政府信息公开工作年度报告"] if broken else [f"{UNIT}2023年政府信息公开工作年度报告"]
    found = titled(form, [above, *title], f"{UNIT}办公室")
    assert (found.unit, found.year) == (UNIT, 2023)


@both_forms
def test_two_titles_in_one_line_make_no_name_of_their_words(form: Form) -> None:
    beside = f"测试县教育局2023年政府 {UNIT}2023年政府信息公开工作年度"
    for lines in ([beside, "报告"], [f"{beside}报告"]):
        found = titled(form, lines, f"{UNIT}办公室")
        assert (found.unit, found.others) == (UNIT, ())


@both_forms
@pytest.mark.parametrize(
    ("unit", "called"),
    [
        ("测试县发展和改革委员会", "测试县发展和改革委员会"),
        ("测试县发展和改革委员会", "县发展和改革委员会"),
        ("测试县人民政府办公室", "测试县人民政府办公室"),
        ("测试县测试街道办事处", "测试街道办事处"),
        ("测试县经济开发区管理委员会", "开发区管委会"),
        ("中共测试县委宣传部", "县委宣传部"),
        ("测试县水务局", "县水务局"),
    ],
)
def test_a_name_broken_over_two_lines_is_whole(form: Form, unit: str, called: str) -> None:
    for at in range(2, len(unit) + 1):
        found = titled(form, [unit[:at], f"{unit[at:]}2023年政府信息公开工作年度报告"], called)
        assert (found.unit, found.year) == (unit, 2023), at


@both_forms
@pytest.mark.parametrize(
    "above",
    [
        "内部资料",
        "正式稿",
        "信息公开科",
        "政务公开办公室",
        "局办公室",
        "水务局",
        "县水务局",
        "附件",
        "2024年1月20日",
    ],
)
@pytest.mark.parametrize("unit", ["测试县水务局", "测试市城区卫生健康委员会", "测试县人民政府办公室"])
def test_a_line_above_is_none_of_a_whole_name_that_the_prose_does_not_say(
    form: Form, above: str, unit: str
) -> None:
    """A line at the right of a print, above the title: the name below it is whole by itself."""
    found = titled(form, [above, f"{unit}2023年政府信息公开工作年度报告"], "本机关办公室")
    assert (found.unit, found.year) == (unit, 2023)


@both_forms
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("国家税务总局", "测试县税务局"),
        ("国家统计局", "测试县调查大队"),
        ("中共", "测试县委宣传部"),
        ("共青团", "测试县委员会"),
        ("测试市", "测试县水务局"),
        ("测试县水务局、", "测试县河长制办公室"),
        ("测试县人民政府", "办公室"),
        ("测试县经济", "开发区管理委员会"),
        ("测试县高新技术", "产业园区管理委员会"),
    ],
)
def test_a_name_of_two_lines_is_whole_though_the_prose_does_not_say_it(
    form: Form, above: str, below: str
) -> None:
    found = titled(form, [above, f"{below}2023年政府信息公开工作年度报告"], "本机关办公室")
    assert (found.unit, found.year) == (above + below, 2023)


@both_forms
@pytest.mark.parametrize("brackets", ["（）", "()"])
def test_a_name_has_the_brackets_of_the_roster(form: Form, brackets: str) -> None:
    left, right = brackets
    unit = f"测试县建设局{left}测试县人防办{right}"
    assert (
        titled(form, [f"{unit}2023年政府信息公开工作年度报告"], unit).unit == "测试县建设局（测试县人防办）"
    )


@both_forms
def test_a_title_in_two_lines_below_links_to_those_of_others(form: Form) -> None:
    """Nothing in the prose says whose report it is; a PDF does not tell that the lines above are links."""
    others = [f"测试县{name}局2023年政府信息公开工作年度报告" for name in ("教育", "财政", "民政")]
    lines = [*others, UNIT, "2023年政府信息公开工作年度报告", "编制本年度报告。"]
    found = read_title(form, [Paragraph(line, "") for line in lines], None)
    assert (found.unit, found.year) == (UNIT, 2023)


@both_forms
@pytest.mark.parametrize("before", ["部门", "教育局", "教育局财政局", "乡镇年报", "测试县"])
def test_what_stands_before_a_name_in_its_line_is_asked_about(form: Form, before: str) -> None:
    found = titled(form, [f"{before}{UNIT}2023年政府信息公开工作年度报告"], f"{UNIT}办公室")
    assert (found.unit, found.told) == (f"{before}{UNIT}", UNIT)


@both_forms
@pytest.mark.parametrize("before", ["测试市", "甲省测试市", "国家税务总局", "中共", ""])
def test_how_a_name_begins_is_not_asked_about(form: Form, before: str) -> None:
    found = titled(form, [f"{before}{UNIT}2023年政府信息公开工作年度报告"], f"{UNIT}办公室")
    assert (found.unit, found.told) == (f"{before}{UNIT}", "")


@both_forms
@pytest.mark.parametrize(
    "name", [f"{UNIT}2O23年", f"（{UNIT}）2023年", f"【年报】{UNIT}2o23年度", f"[公示]{UNIT}2023年"]
)
def test_slips_in_a_title_are_no_part_of_a_name(form: Form, name: str) -> None:
    found = titled(form, [f"{name}政府信息公开工作年度报告"], f"{UNIT}办公室")
    assert (found.unit, found.year) == (UNIT, 2023)


@both_forms
@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("测试县水务局2023年法治政府建设与政府信息公开工作年度报告", UNIT),
        ("测试县水务局2023年度依法行政暨政府信息公开年度报告", UNIT),
        ("2023年测试县水务局法治建设和政府信息公开年度报告", UNIT),
        ("2023年法治政府建设及政府信息公开工作年度报告", ""),
        ("测试县工业和信息化局2023年政府信息公开工作年度报告", "测试县工业和信息化局"),
    ],
)
def test_other_matters_that_a_report_tells_of_are_no_part_of_a_name(form: Form, title: str, unit: str):
    found = read_title(form, [Paragraph(title, "")], None)
    assert (found.unit, found.year) == (unit, 2023)


MENUS = [
    ["政务公开", "政府信息公开指南"],
    ["信息公开指南", "信息公开制度", "法定主动公开内容"],
    ["政府信息公开", "政府信息公开指南 政府信息公开制度"],
    ["政务公开", "领导分工 依申请公开"],
]


@both_forms
@pytest.mark.parametrize("menu", MENUS)
@pytest.mark.parametrize("last", ["政府信息公开年报", "信息公开年度报告", "政府信息公开工作年度报告"])
@pytest.mark.parametrize("between", [[], ["当前位置：首页 > 年报"]])
def test_the_entries_of_a_menu_are_no_other_title(
    form: Form, menu: list[str], last: str, between: list[str]
) -> None:
    title = f"{UNIT}2023年政府信息公开工作年度报告"
    for lines in ([*menu, last, *between, title], [title, *between, *menu, last]):
        found = titled(form, lines, f"{UNIT}办公室")
        assert (found.unit, found.year, found.others) == (UNIT, 2023, ())


@both_forms
@pytest.mark.parametrize(
    "other", ["测试县教育局", "测试县第一中学", "测试县政务公开办公室", "测试县政务公开领导小组"]
)
def test_the_name_of_another_unit_in_a_menu_is_told(form: Form, other: str) -> None:
    lines = [other, "政府信息公开年报", f"{UNIT}2023年政府信息公开工作年度报告"]
    found = titled(form, lines, f"{UNIT}办公室")
    assert (found.unit, found.others) == (UNIT, (f"{other}政府信息公开年报",))
