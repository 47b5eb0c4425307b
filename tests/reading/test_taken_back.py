"""Words beside a table that take its figures back, made of what is said and of what it is said of."""

from itertools import product

import pytest
from beside_tables import refused

from toolkit.reading.beside.taken_back import takes_back

OF_IT = ("", "数据", "本表数据", "表中数字", "以上统计")
ELSE = ("网站栏目", "办公地址", "公开指南", "许可目录")
NOT_ENDED = (
    *("不全", "不完整", "还没统计完", "未统计完", "尚未汇总全", "未完成汇总", "待财务核实", "待各科室补报"),
    *("为初步统计", "后续再更新", "年底再改", "等财务核实后再报", "与台账不一致", "与系统有出入"),
)
# a part of the year is missing; the same of what is no part of it, or with all of it
MONTHS = ("3月", "12月", "十一月份", "四季度", "第四季度", "下半年")
LACKS = ("缺{}数据", "不含{}", "没算{}的", "{}数据未统计", "{}的还没报", "未统计{}")
HOLDS = (
    "{}受理",
    "{}办结",
    "{}未收到申请",
    "{}无申请",
    "{}没有申请",
    "{}已统计",
    "含{}受理的",
    "{}起停止收费",
)
ONLY = ("只统计到{}", "仅为{}数据", "只有{}的", "仅含{}数")
COUNTS = ("3件", "三件", "12项", "２件")
MISSED = (
    "漏了{}",
    "遗漏{}",
    "落了{}",
    "还差{}没填",
    "有{}漏了",
    "未计入网上{}",
    "{}还没有录入",
    "暂按{}填",
    "先填{}",
)
DONE = (
    "已补上{}",
    "未办结{}",
    "未答复{}",
    "减免{}",
    "撤诉{}",
    "复议纠正：{}",
    "应公开{}",
    "实际公开{}",
    "退回{}",
)
OTHERWISE = (
    "更正：{}",
    "应为：{}",
    "D7错了，是{}",
    "D7应写{}",
    "应该{}",
    "由10件改为{}",
    "此数由10项调整为{}",
)
HARMLESS = (
    *(
        "由10项调整为{}",
        "许可事项由120项调整为{}",
        "收费标准由5元变更为4元",
        "例：应为{}",
        "如：应为{}",
        "（示例：应为{}）",
    ),
    *("空格应填为0", "空白格应填0", "没有的填0"),
)


@pytest.mark.parametrize("of_it", OF_IT)
def test_figures_that_are_not_ended_do_not_count(of_it: str) -> None:
    assert [says for says in NOT_ENDED if not takes_back(f"注：{of_it}{says}。")] == []
    assert [(what, says) for what, says in product(ELSE, NOT_ENDED) if takes_back(what + says)] == []


def test_a_part_of_the_year_that_is_missing_takes_a_table_back() -> None:
    said = [lacks.format(part) for lacks, part in product(LACKS, MONTHS)]
    said += [only.format(part) for only, part in product(ONLY, ("6月", "11月", "十一月", "三季度", "上半年"))]
    assert [text for text in said if not takes_back(text)] == []
    holds = [text.format(part) for text, part in product(HOLDS, MONTHS)]
    holds += [only.format(month) for only, month in product(ONLY, ("12月", "十二月"))]
    assert [text for text in holds if takes_back(text)] == []


def test_figures_said_to_be_missing_or_others_take_it_back() -> None:
    said = [text.format(count) for text, count in product((*MISSED, *OTHERWISE), COUNTS)]
    assert [text for text in said if not takes_back(text)] == []
    other = [text.format(count) for text, count in product((*DONE, *HARMLESS), COUNTS)]
    assert [text for text in other if takes_back(text)] == []


@pytest.mark.parametrize("said", ["数据不全", "缺四季度数据", "还差3件没填", "更正：12", "与台账不一致"])
def test_such_a_table_is_refused(said: str, tmp_path) -> None:
    assert refused(tmp_path, "A34", said)


@pytest.mark.parametrize("said", ["由10项调整为12项", "空格应填为0", "例：应为12"])
@pytest.mark.parametrize("where", ["A34", "note", "cover"])
def test_a_table_beside_harmless_words_is_read(where: str, said: str, tmp_path) -> None:
    assert not refused(tmp_path, where, said)
