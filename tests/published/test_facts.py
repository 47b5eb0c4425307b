"""Figures in prose: read only where a sentence leaves no doubt whose, and of when, they are."""

import pytest

from tests.support.shipped_forms import FORM
from toolkit.published.facts import read_facts
from toolkit.published.pages import Paragraph

YEAR = 2024
DOUBTFUL = (
    "与2023年收取信息处理费500元相比，今年减少了。",
    "2023年，我局通过门户网站公开信息800条。",
    "通过政府网站、微信公众号共发布信息500条。",
    "通过网站和政务微信公众号发布信息500条。",
    "通过网站、微信等公开信息500条。",
    "网站及微博发布信息500条。",
    "配备专兼职工作人员7名。",
    "配备专职、兼职工作人员7名。",
    "截至2024年底，门户网站累计公开信息12000条。",
    "日均通过门户网站公开信息3条。",
    "每月通过微信公众号发布信息10条。",
    "要求各单位配备专职工作人员1名。",
    "减少专职工作人员1名。",
    "办结政协提案6件，尚在办理2件。",
    "办结人大代表建议6件，尚在办理2件。",
    "召开信息公开专题会议和保密会议3次。",
)
CERTAIN = (
    (
        "通过门户网站及时公开信息1256条，微信公众号发布信息320条。",
        {"website_items": "1256", "wechat_items": "320"},
    ),
    ("2024年，通过网站公开信息56条、公众号发布信息7条。", {"website_items": "56", "wechat_items": "7"}),
    ("截至2024年底，有专职工作人员2名、兼职工作人员5名。", {"full_time_staff": "2", "part_time_staff": "5"}),
    ("承办人大代表建议12件和政协提案8件。", {"suggestions": "12", "proposals": "8"}),
    ("本年度收取信息处理费3940元。", {"information_fee": "3940"}),
    ("组织参与信息公开工作的人员开展信息公开培训2次。", {"trainings": "2"}),
)


@pytest.mark.parametrize("sentence", DOUBTFUL)
def test_a_figure_of_another_time_or_of_several_things_is_not_read(sentence: str) -> None:
    facts, _ = read_facts(FORM, [Paragraph(sentence, "第 1 段")], YEAR)
    assert facts == {}


@pytest.mark.parametrize(("sentence", "read"), CERTAIN)
def test_a_figure_of_one_thing_is_read(sentence: str, read: dict[str, str]) -> None:
    facts, findings = read_facts(FORM, [Paragraph(sentence, "第 1 段")], YEAR)
    assert {key.row: figure for key, (figure, _) in facts.items()} == read
    assert findings == []


def test_suggestions_to_two_congresses_are_named_rather_than_one_of_them_read() -> None:
    said = Paragraph("共承办市级人大代表建议2件、县级人大代表建议10件。", "第 1 段")
    facts, findings = read_facts(FORM, [said], YEAR)
    assert facts == {}
    assert [finding.rule for finding in findings] == ["P19"]
