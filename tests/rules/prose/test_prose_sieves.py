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


@pytest.mark.parametrize("year", ["2021", "二〇二一", "二零二一"])
def test_a_period_is_seen_in_digits_and_in_words(year: str) -> None:
    assert period_remarks(f"统计期限为{year}年1月1日至{year}年12月31日。", 2022)


@pytest.mark.parametrize(("said", "word"), [("2021年", "上年"), ("２０２２年", "本年")])
def test_a_year_becomes_a_word_however_it_is_typed(said: str, word: str) -> None:
    assert script(f"{said}收到3件", 2022).text == f"{word}收到3件"
