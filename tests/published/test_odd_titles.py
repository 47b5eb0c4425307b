"""Titles that are not of one year: a part of a year is named, a year that is none is asked about."""

from itertools import product

import pytest

from tests.support.shipped_forms import FORM
from toolkit.published.pages import Paragraph
from toolkit.published.sections import Prose, read_prose

UNIT, YEAR = "青禾县水务局", 2024
NAMES = ("政府信息公开工作报告", "政府信息公开工作年度报告", "政府信息公开年度报告")
PARTS = ("上半年", "下半年", "第一季度", "第四季度", "第3季度", "1-6月", "1月至6月份", "前三季度")


def said(title: str, period: str = f"{YEAR}年1月1日起至{YEAR}年12月31日止") -> Prose:
    lines = (title, f"统计期限自{period}。请与{UNIT}办公室联系。", "一、总体情况", "一切如常。")
    return read_prose(FORM, [Paragraph(line, "") for line in lines])


def rules(prose: Prose) -> set[str]:
    return {finding.rule for finding in prose.findings} & {"P11", "P13", "P24", "P38"}


@pytest.mark.parametrize("part", PARTS)
def test_a_title_of_a_part_of_a_year_is_named_and_none_of_the_unit(part: str) -> None:
    for name in NAMES:
        prose = said(f"{UNIT}{YEAR}年{part}{name}")
        assert (prose.unit_name, prose.year, rules(prose)) == (UNIT, YEAR, {"P24"}), name
        assert [f.found for f in prose.findings if f.rule == "P24"] == [f"{YEAR}年{part}"]


def test_a_part_of_a_year_before_the_unit_is_named() -> None:
    prose = said(f"{YEAR}年上半年{UNIT}{NAMES[0]}")
    assert (prose.unit_name, prose.year, rules(prose)) == (UNIT, YEAR, {"P24"})


@pytest.mark.parametrize("odd", ["20244年", "202424年", "2024-2025年", "2023年至2024年", "2024—25年"])
def test_a_year_that_is_none_or_two_is_asked_about_and_none_of_the_unit(odd: str) -> None:
    for name in NAMES:
        prose = said(f"{UNIT}{odd}{name}")
        assert (prose.unit_name, prose.year, rules(prose)) == (UNIT, None, {"P11"}), name
        assert rules(said(f"{UNIT}{odd}{name}", "本年度")) == {"P13"}


UNITS = (UNIT, "青禾县第八中学", "青禾县半年湖镇人民政府", "青禾县四季青街道办事处", "上半坡乡人民政府")


@pytest.mark.parametrize("unit", UNITS)
def test_a_whole_years_title_is_not_asked_about(unit: str) -> None:
    for name, year in product(NAMES, (f"{YEAR}年", f"{YEAR}年度", "二〇二四年", "2O24年")):
        for title in (f"{unit}{year}{name}", f"{year}{unit}{name}", f"2025年1月{unit}{year}{name}"):
            prose = said(title)
            assert not rules(prose) & {"P13", "P24"}, title
            assert prose.unit_name == unit or title.startswith("2025"), title
