"""Sections in another order, numbers that stand by themselves or are of another kind, the foot of a page."""

import random
from itertools import pairwise
from pathlib import Path

import made_reports as made
import pytest
from publications import page

from toolkit.form.definition import load_form
from toolkit.published import read_published

FORM = load_form("annual-report-2021")
REPORT = made.report(FORM, 5)
HEADS = [f"{numeral}、{title}" for numeral, title in zip("一二三四五六", made.TITLES, strict=True)]
SAID = {
    "overview_disclosure": "这里写主动公开。",
    "overview_applications": "这里写依申请公开。",
    "overview_management": "这里写政府信息管理。",
    "overview_platform": "这里写政府信息公开平台建设。",
    "overview_safeguards": "这里写监督保障。",
    "problems": "这里写问题。",
    "improvements": "针对问题，这里写改进。",
    "other_matters": "没有其他事项。",
}


def read(change, tmp_path: Path):
    published = read_published(page(change)(REPORT, tmp_path), [FORM])
    assert not made.never_wrong(published, REPORT)
    return published


def in_order(order: list[int]):
    """The sections of the report in another order, each with its own heading."""

    def change(source: str) -> str:
        at = [source.index(f"<p>{head}</p>") for head in HEADS] + [source.index("</body>")]
        whole = [source[first:last] for first, last in pairwise(at)]
        return source[: at[0]] + "".join(whole[n] for n in order) + source[at[-1] :]

    return change


@pytest.mark.parametrize("seed", range(8))
def test_sections_are_read_in_whatever_order_they_are_printed(seed: int, tmp_path: Path) -> None:
    order = list(range(6))
    random.Random(seed).shuffle(order)
    published = read(in_order(order), tmp_path)
    assert published.narrative == SAID, order


def test_the_foot_stands_below_what_is_printed_last(tmp_path: Path) -> None:
    def change(source: str) -> str:
        return in_order([0, 1, 2, 3, 5, 4])(source).replace("</body>", "<p>打印本页</p></body>")

    assert read(change, tmp_path).narrative == SAID


@pytest.mark.parametrize("seed", range(4))
def test_parts_moved_and_numbered_anew(seed: int, tmp_path: Path) -> None:
    """The numbers run on, the parts have changed their places: their very words tell them."""
    parts = [*made.PARTS]
    random.Random(seed).shuffle(parts)

    def change(source: str) -> str:
        first, last = source.index("<p>（一）"), source.index(f"<p>{HEADS[1]}")
        moved = (
            f"<p>（{numeral}）{part}</p><p>这里写{part}。</p>"
            for numeral, part in zip(made.NUMERALS, parts, strict=True)
        )
        return source[:first] + "".join(moved) + source[last:]

    assert read(change, tmp_path).narrative == SAID, parts


NUMBERS = {
    "01": ["01", "02", "03", "04", "05", "06"],
    "1": [*"123456"],
    "一": [*"一二三四五六"],
    "PART 01": [f"PART 0{n}" for n in range(1, 7)],
    "第一部分": [f"第{n}部分" for n in "一二三四五六"],
    "壹、": [f"{n}、" for n in "壹贰叁肆伍陆"],
    "Ⅰ.": [f"{n}." for n in "ⅠⅡⅢⅣⅤⅥ"],
    "第一条": [f"第{n}条" for n in "一二三四五六"],
}


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("between", [" ", "</p><p>", "</div><div>"])
def test_numbers_of_another_kind_or_in_a_line_of_their_own(
    numbers: list[str], between: str, tmp_path: Path
) -> None:
    def change(source: str) -> str:
        for head, number in zip(HEADS, numbers, strict=True):
            source = source.replace(f"<p>{head}</p>", f"<div><p>{number}{between}{head[2:]}</p></div>")
        return source

    assert read(change, tmp_path).narrative == SAID


@pytest.mark.parametrize("number", ["3", "12", "99", "1,234", "0", "-", "—", "十二", "（十一）"])
def test_a_number_above_another_line_is_kept(number: str, tmp_path: Path) -> None:
    published = read(
        lambda source: source.replace("<p>这里写主动", f"<p>{number}</p><p>这里写主动"), tmp_path
    )
    assert published.narrative["overview_disclosure"] == f"{number}\n这里写主动公开。"
    published = read(lambda source: source.replace("<p>二、", f"<p>{number}</p><p>二、"), tmp_path)
    assert published.narrative["overview_safeguards"] == f"这里写监督保障。\n{number}"


def test_a_name_that_is_a_numeral_too_begins_no_section(tmp_path: Path) -> None:
    published = read(lambda source: source.replace("<p>五、", "<p>伍某某</p><p>五、"), tmp_path)
    assert published.narrative == SAID


FEET = (
    "上一页 1 2 3 下一页",
    "首页 | 上一页 | 1 | 下一页 | 尾页",
    "共3页 第1页",
    "1 2 3",
    "&lt; 1 2 &gt;",
    "第1/3页",
    "阅读量：123",
    "访问次数：3",
    "您是第1234位访客",
    "扫码浏览",
    "手机版",
    "朗读",
    "语音播报",
    "【字号：大 中 小】【打印】",
    "您对本页内容是否满意？",
    "这篇文章对您有帮助吗",
    "满意 一般 不满意",
    "找错",
    "建议使用1024*768分辨率浏览",
    "联系人：张三",
    "联系电话：0100-7654321",
    "地址：测试县一路9号 邮编：123456",
    "本网站由测试县人民政府主办。未经授权，禁止转载。",
)
OWN = (
    "本年度收取信息处理费0元",
    "（一）建议提案办理情况",
    "无",
    "3",
    "2021年共召开会议1次",
    "本站没有收取信息处理费。",
    "提案 5 件",
    "满意度测评居全县前列",
    "第1项工作已完成",
    "未经申请人许可的3件未公开。",
    "本网站所公开的信息均经审查。",
    "10页" * 39 + "又",
)


@pytest.mark.parametrize("foot", FEET)
def test_what_a_site_prints_below_is_said_and_not_read(foot: str, tmp_path: Path) -> None:
    below = read(lambda source: source.replace("</body>", f"<p>{foot}</p><p>某某</p></body>"), tmp_path)
    assert below.narrative == SAID
    assert "P33" in {finding.rule for finding in below.findings}


@pytest.mark.parametrize("line", OWN)
def test_what_the_report_says_itself_is_read(line: str, tmp_path: Path) -> None:
    own = read(lambda source: source.replace("</body>", f"<p>{line}</p></body>"), tmp_path)
    assert own.narrative["other_matters"] == f"没有其他事项。\n{line}"
