"""Headings that run on into their text, in every way that people part the two, and those misnumbered."""

import random
from itertools import product

import pytest
from made_reports import TITLES

from tests.support.shipped_forms import FORM
from toolkit.published.headings import after_part
from toolkit.published.pages import Grid, Paragraph
from toolkit.published.sections import read_prose

PARTS = {
    "overview_disclosure": ("一", "主动公开"),
    "overview_applications": ("二", "依申请公开"),
    "overview_management": ("三", "政府信息管理"),
    "overview_platform": ("四", "政府信息公开平台建设"),
    "overview_safeguards": ("五", "监督保障"),
}
NUMBERS = ("（{}）", "（{}） ", "({})", "（{}）\u3000", "{}、")
ENDS = ("情况。", "情况：", "情况 ", "情况\u3000", "情况，", "情况", "工作情况。", "方面：", "。", "：", " ")
TEXTS = (
    "公开各类信息，内容准确及时。",
    "本年度没有有关情况需要另外说明。",
    "2024年，办理各项申请5件，均按期答复。",
)


@pytest.mark.parametrize("key", PARTS)
def test_what_follows_the_heading_of_a_part_is_its_text_and_nothing_else(key: str) -> None:
    number, words = PARTS[key]
    one = next(field for field in FORM.narrative if field.key == key)
    for numbered, end, text in product(NUMBERS, ENDS, TEXTS):
        line = f"{numbered.format(number)}{words}{end}{text}"
        assert after_part(line, one) == text, line


@pytest.mark.parametrize("key", PARTS)
def test_a_heading_alone_is_followed_by_nothing(key: str) -> None:
    number, words = PARTS[key]
    one = next(field for field in FORM.narrative if field.key == key)
    for numbered, end in product(NUMBERS, ("情况", "情况。", "情况：", "工作情况", "方面", "")):
        assert after_part(f"{numbered.format(number)}{words}{end}", one) == "", (numbered, end)


def test_a_sentence_about_another_part_is_no_heading() -> None:
    one = FORM.narrative[0]
    assert after_part("（二）依申请公开情况。办理申请。", one) is None
    assert after_part("全年公开各类信息，主动公开情况良好。", one) is None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("六、其他需要报告的事项：无", "无"),
        ("六、其他需要报告的事项 无。", "无。"),
        ("六、其他需要报告的事项（无）", "（无）"),
        ("六、其他需要报告的事项。本年度没有其他事项。", "本年度没有其他事项。"),
        ("六、其他事项：无", "无"),
        ("六、其他需要报告的事项——无", "无"),
    ],
)
def test_a_section_may_stand_in_the_line_of_its_title(line: str, says: str) -> None:
    lines = ("五、存在的主要问题及改进情况。主要问题是解读不够。", "下一步，将丰富解读。", line)
    said = read_prose(FORM, [Paragraph(text, f"第 {n} 段") for n, text in enumerate(lines, 1)])
    assert said.narrative == {
        "problems": "主要问题是解读不够。",
        "improvements": "下一步，将丰富解读。",
        "other_matters": says,
    }


WORDS = {
    "一": ("概况", "总体情况", "政府信息公开工作总体情况"),
    "二": ("主动公开情况", "信息主动公开"),
    "三": ("依申请公开情况", "办理申请情况"),
    "四": ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", "复议诉讼"),
    "五": ("政府信息公开工作存在的主要问题及改进情况", "存在问题和改进措施"),
    "六": ("其他事项", "其他需要报告的事项"),
}


@pytest.mark.parametrize("numbered", ["{}、", "第{}部分 ", "第{}部分、"])
@pytest.mark.parametrize("which", [0, -1])
def test_a_section_is_known_by_its_number_and_place_however_it_is_called(numbered: str, which: int) -> None:
    headings = {number: numbered.format(number) + several[which] for number, several in WORDS.items()}
    items: list[Paragraph | Grid] = []
    for number, heading in headings.items():
        items.append(Paragraph(heading, ""))
        items.append(Grid((), "") if number in "二三四" else Paragraph(f"这是第{number}部分的话。", ""))
    items.insert(-2, Paragraph("下一步，这样改进。", ""))
    said = read_prose(FORM, items)
    assert said.narrative == {
        "overview_disclosure": "这是第一部分的话。",
        "problems": "这是第五部分的话。",
        "improvements": "下一步，这样改进。",
        "other_matters": "这是第六部分的话。",
    }
    assert "P23" not in {one.rule for one in said.findings}


@pytest.mark.parametrize(
    "line", ["三、这一句不是标题，是表下面的说明，有十几件。", "五、附表", "（三）附表", "3.附表"]
)
def test_a_line_below_a_table_is_no_title_without_the_next_number(line: str) -> None:
    items = [Paragraph("二、主动公开政府信息情况", ""), Grid((), ""), Paragraph(line, "")]
    said = read_prose(FORM, [*items, Paragraph("其余的话也不是标题下的。", "")])
    assert {one.found for one in said.findings if one.rule == "P23"} == {line[:30]}


@pytest.mark.parametrize("mark", ["——", "—", "● ", "•", ""])
def test_what_is_done_about_problems_may_stand_behind_a_mark(mark: str) -> None:
    lines = ("五、存在的主要问题及改进情况", f"{mark}主要问题：解读不够。", f"{mark}改进措施：丰富解读。")
    said = read_prose(FORM, [Paragraph(text, f"第 {n} 段") for n, text in enumerate(lines, 1)])
    assert said.narrative == {"problems": lines[1], "improvements": lines[2]}


FOOT = (
    "扫一扫在手机打开当前页",
    "【打印本页】 【关闭窗口】",
    "分享到：微信 微博",
    "相关信息",
    "历年年报",
    "推荐阅读：",
    "上一篇：青禾县教育局2024年政府信息公开工作年度报告",
    "主办单位：青禾县人民政府 承办单位：青禾县人民政府办公室",
    "鲁ICP备05000000号 鲁公网安备 37082902000001号",
    "责任编辑：张三",
    "信息来源：青禾县水务局",
    "稿件来源：青禾县水务局　　作者：办公室",
    "（此件公开发布）",
    "抄送：县政府办公室",
    "友情链接：中国政府网 省政府网",
    "收藏 打印 纠错",
    "适老化无障碍服务",
    "政务公开 解读回应 办事服务 互动交流",
    "青禾县水务局2023年政府信息公开工作年度报告 2024-01-23",
)


@pytest.mark.parametrize("first", range(len(FOOT)))
def test_what_the_site_prints_below_is_no_part_of_the_report_and_is_named(first: int) -> None:
    lines = ("六、其他需要报告的事项", "没有其他事项。", *FOOT[first:], "网站首页")
    said = read_prose(FORM, [Paragraph(text, f"第 {n} 段") for n, text in enumerate(lines, 1)])
    assert said.narrative["other_matters"] == "没有其他事项。"
    assert [one.found for one in said.findings if one.rule == "P33"] == [FOOT[first][:30]]


def test_a_line_like_that_of_a_site_stays_where_a_sentence_follows() -> None:
    lines = ("六、其他需要报告的事项", "主办单位：青禾县人民政府办公室", "共承办建议5件，均已办结。")
    said = read_prose(FORM, [Paragraph(text, f"第 {n} 段") for n, text in enumerate(lines, 1)])
    assert said.narrative["other_matters"] == "\n".join(lines[1:])
    assert "P33" not in {one.rule for one in said.findings}


UNIT = "青禾县水务局"
TITLE = f"{UNIT}2023年政府信息公开工作年度报告"


def _last(*lines: str) -> tuple[str, list[str]]:
    """The last passage of a report that ends with these lines, and which of them are named as below it."""
    texts = (TITLE, "一、总体情况", "全年平稳。", "六、其他需要报告的事项", *lines)
    said = read_prose(FORM, [Paragraph(text, f"第 {n} 段") for n, text in enumerate(texts, 1)])
    return said.narrative.get("other_matters", ""), [f.found for f in said.findings if f.rule == "P33"]


@pytest.mark.parametrize(
    "below",
    [
        (UNIT, "2024年1月15日"),
        (f"{UNIT}（盖章）", "2024 年 1 月 15 日"),
        (f"{UNIT} 2024年1月15日",),
        ("青 禾 县 水 务 局", "二〇二四年一月十五日"),
        ("2024-01-15",),
        (UNIT,),
        ("附件：1.2023年主动公开目录", "2.政府信息公开申请表"),
        ("附件：公开目录.docx", UNIT, "2024年1月15日"),
        (UNIT, "2024年1月15日", "【打印本页】 【关闭窗口】"),
    ],
)
def test_who_signed_and_what_is_attached_is_no_part_of_the_last_section(below: tuple[str, ...]) -> None:
    assert _last("没有其他事项。", *below) == ("没有其他事项。", [below[0]])
    assert _last(*below) == ("", [below[0]])


@pytest.mark.parametrize(
    "lines",
    [
        (UNIT, "本年度没有收取信息处理费"),
        ("2024年1月15日", "本年度没有收取信息处理费。"),
        ("没有其他事项", "附件：无"),
        ("另一家单位", "没有其他事项"),
        ("青禾县水务局办公室负责", "没有其他事项"),
    ],
)
def test_a_name_or_a_day_above_what_is_reported_stays(lines: tuple[str, ...]) -> None:
    assert _last(*lines) == ("\n".join(lines), [])


NUMERALS = "一二三四五六七八九"


@pytest.mark.parametrize("seed", range(40))
def test_sections_are_told_by_their_words_where_their_numbers_are_wrong(seed: int) -> None:
    """Titles left out, a number twice, or one left out: the passages stay where their titles say."""
    rng = random.Random(seed)
    numbers, number = [], 0
    for n in range(len(TITLES)):
        number += rng.choice((1, 1, 1, 0, 2)) if n else 1
        numbers.append(NUMERALS[number - 1] if number else "一")
    left_out = rng.choice((None, 1, 2, 3))
    passages = {"总": "公开了信息。", "问": "解读不够丰富。", "其": "没有其他事项。"}
    items: list[Paragraph | Grid] = []
    for n, title in enumerate(TITLES):
        if n != left_out:
            items.append(Paragraph(f"{numbers[n]}、{title}", "段"))
        if 1 <= n <= 3:
            items.append(Grid((), f"表 {n}"))
        elif n == 0:
            items += [Paragraph("（一）主动公开情况", "段"), Paragraph(passages["总"], "段")]
        else:
            items.append(Paragraph(passages[title[0] if n == 5 else "问"], "段"))
    said = read_prose(FORM, items).narrative
    assert said == {
        "overview_disclosure": passages["总"],
        "problems": passages["问"],
        "other_matters": passages["其"],
    }, (numbers, left_out)


def test_a_part_that_sounds_like_a_section_is_none() -> None:
    lines = ("一、总体情况", "一、主动公开政府信息情况", "公开了信息。", "二、依申请公开情况", "办理了申请。")
    said = read_prose(FORM, [Paragraph(text, "段") for text in lines]).narrative
    assert said == {"overview_disclosure": "公开了信息。", "overview_applications": "办理了申请。"}


PROBLEMS = ("（一）存在的主要问题", "（一）存在问题", "1.主要问题", "一、存在的不足", "(一) 存在的问题和不足")
IMPROVEMENTS = ("（二）改进情况", "（二）改进措施", "2.下一步工作打算", "二、整改情况", "(二) 下步工作安排")


@pytest.mark.parametrize("end", ["。", "：", " ", "\u3000", "\n"])
def test_the_headings_of_problems_and_improvements_are_no_part_of_them(end: str) -> None:
    for problem, improvement in product(PROBLEMS, IMPROVEMENTS):
        text = f"{problem}{end}解读不够丰富。\n{improvement}{end}加强培训。"
        lines = ("五、存在的主要问题及改进情况", *text.split("\n"))
        said = read_prose(FORM, [Paragraph(line, "段") for line in lines]).narrative
        assert said == {"problems": "解读不够丰富。", "improvements": "加强培训。"}, lines


def test_what_was_mended_since_last_year_stands_above_the_problems_it_is_told_with() -> None:
    lines = (
        "五、存在的主要问题及改进情况",
        "（一）整改情况。上年的问题已经整改。",
        "（二）存在的问题。解读少。",
    )
    said = read_prose(
        FORM, [Paragraph(line, "段") for line in (*lines, "（三）改进措施。加强培训。")]
    ).narrative
    assert said == {"problems": "上年的问题已经整改。\n解读少。", "improvements": "加强培训。"}


def test_the_title_of_a_table_is_no_prose_wherever_the_table_stands() -> None:
    items = [
        Paragraph("六、其他需要报告的事项", "段"),
        Paragraph("没有其他事项。", "段"),
        Paragraph("附表1：主动公开政府信息情况", "段"),
        Grid((), "表 1"),
    ]
    assert read_prose(FORM, items).narrative == {"other_matters": "没有其他事项。"}


@pytest.mark.parametrize("before", ["", "电子邮箱：office-1@qinghe.gov.cn，", "（邮箱a.b@163.com）"])
def test_a_website_is_read_beside_a_mail_address(before: str) -> None:
    text = f"{before}本报告可在本机关网站（www.qinghe.gov.cn）下载，{before}地址：清河路8号。"
    said = read_prose(FORM, [Paragraph(text, "段"), Paragraph("一、总体情况", "段")])
    assert said.identity["website"] == "www.qinghe.gov.cn"
