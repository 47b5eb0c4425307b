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
