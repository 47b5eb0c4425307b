"""What is looked for before the dear patterns stands in all that they find."""

import pytest

from toolkit.rules.prose import name_remarks, period_remarks
from toolkit.rules.prose.even_text import script

UNIT = "青禾县水务局"


@pytest.mark.parametrize(
    "text",
    [
        "本报告由白石县司法局编制。",
        "如有疑问，请与白石县司法局联系。",
        "可与白石县司法局办公室联系。",
        "直接与白石县司法局联系。",
        "白石县司法局2022年度政府信息公开工作年度报告",
        "现予公布白石县司法局政府信息公开工作年度报告",
    ],
)
def test_a_foreign_maker_is_seen_however_it_is_said(text: str) -> None:
    assert name_remarks(text, UNIT, ["白石县司法局"])


@pytest.mark.parametrize(
    "line", ["联系单位：", "编制单位为", "编制机关：", "填报单位：", "联系方式：", "如有疑问，请联系"]
)
@pytest.mark.parametrize("office", ["", "办公室", "政务公开办公室（电话：0531-8123）"])
def test_who_may_be_asked_is_the_unit_or_one_above_it(line: str, office: str) -> None:
    for name in ("白石县司法局", "青禾县司法局"):
        assert name_remarks(f"{line}{name}{office}。", UNIT)
    for name in (UNIT, "我局", "县水务局", "青禾县人民政府"):
        assert not name_remarks(f"{line}{name}{office}。", UNIT), name
    for name, town in (("白石镇人民政府", True), ("青禾镇人民政府", False), ("白石县司法局", True)):
        assert bool(name_remarks(f"{line}{name}{office}。", "青禾镇人民政府")) is town, name


@pytest.mark.parametrize("text", ["申请人对登记有疑问的，可咨询白石县司法局。", "监督单位：青禾县纪委监委。"])
def test_others_may_be_named_for_other_matters(text: str) -> None:
    assert not name_remarks(text, UNIT)


@pytest.mark.parametrize("year", ["2021", "二〇二一", "二零二一"])
def test_a_period_is_seen_in_digits_and_in_words(year: str) -> None:
    assert period_remarks(f"统计期限为{year}年1月1日至{year}年12月31日。", 2022)


@pytest.mark.parametrize(("said", "word"), [("2021年", "上年"), ("２０２２年", "本年")])
def test_a_year_becomes_a_word_however_it_is_typed(said: str, word: str) -> None:
    assert script(f"{said}收到3件", 2022).text == f"{word}收到3件"
