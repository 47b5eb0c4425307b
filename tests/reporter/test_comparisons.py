"""What `verify` shows on the screen: what differs first, how all ended last."""

import re
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from toolkit.county.rereading import ComparedOutput, Difference
from toolkit.form.model import Key
from toolkit.reporter.comparisons import differences_text

ONE = Difference(
    key=Key("t", "r", "c"), label="新收", wanted="1", wanted_at="工作簿", found="2", found_at="网页"
)
SAME = ComparedOutput(name="甲", against="工作簿", figures=3)
OTHER = ComparedOutput(name="乙", against="工作簿", figures=3, differences=(ONE,))
UNKNOWN = ComparedOutput(name="丙", against="", problem="不在名录里")
DOUBTED = ComparedOutput(name="丁", against="工作簿", figures=3, doubts=("年度不清楚",))


@pytest.mark.parametrize("compared", [*permutations([SAME, OTHER, UNKNOWN, DOUBTED])])
def test_what_differs_comes_first_and_the_count_last(compared: tuple[ComparedOutput, ...]) -> None:
    *lines, last = differences_text(compared).splitlines()
    names = [found[1] for line in lines if (found := re.match(r"【\w+】(\w)", line))]
    assert names == ["乙", "丙", "丁", "甲"]
    assert last == "看了 4 份：1 份不一致，1 份没有比较，1 份要核对，1 份一致。"


def test_those_alike_stay_in_their_order() -> None:
    many = [ComparedOutput(name=name, against="工作簿", figures=1) for name in "戊己庚"]
    said = differences_text([*many, OTHER])
    assert re.findall(r"【一致】(\w)", said) == [*"戊己庚"]
    assert differences_text(many).endswith("看了 3 份：3 份一致。\n")


def test_what_is_folded_is_shown_by_the_options_as_printed() -> None:
    """A workbook cannot be shown on the screen: the options that are told name a file, too."""
    said = differences_text([ComparedOutput(name="乙", against="工作簿", differences=(ONE,) * 30)])
    (told,) = re.findall(r"另有 10 处不同，全部的请加 (.*)", said)
    options = told.split()
    assert options[:3] == ["--format", "xlsx", "-o"]
    assert Path(options[3]).suffix == ".xlsx"


def test_another_figure_is_told_before_none_that_is_shown_in_another_way() -> None:
    none = replace(ONE, wanted="0", found="/")
    told = ComparedOutput(name="乙", against="工作簿", differences=(*(none,) * 30, ONE, none))
    first, second, *_ = differences_text([told]).splitlines()
    assert first.endswith("32 处不同（其中 31 处是 0、“/”、空白之间的不同）")
    assert second.endswith("是 1，乙 网页 是 2")
    only = differences_text([replace(told, differences=(none,))])
    assert "1 处不同（都是 0、“/”、空白之间的不同）" in only
    assert "（" not in differences_text([replace(told, differences=(ONE,))])
