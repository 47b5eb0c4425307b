"""Lawsuits that were won, numbers nobody has, applications for something else, what was agreed to.

What is true of a table of lawsuits is reckoned here, by itself.
"""

from fractions import Fraction
from itertools import product

import pytest
from prose_cases import Key, messages_of

from toolkit.rules.prose import instruction_remarks

# how many ended so: upheld, corrected, otherwise; not yet
TABLES = [(2, 0, 0, 0), (1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1), (0, 2, 0, 0), (2, 1, 0, 1), (3, 1, 1, 2)]
COUNTED = [
    "政府信息公开行政诉讼胜诉{}件。",
    "因政府信息公开引发的诉讼{all}件，胜诉{}件。",
    "因政府信息公开被提起行政诉讼{all}件，其中胜诉{}件。",
]
RATED = [
    "信息公开行政诉讼胜诉率为{}%。",
    "因政府信息公开引发的行政诉讼{all}件，胜诉率{}%。",
    "政府信息公开诉讼胜诉率{}%。",
]
RATES = [0, 20, 40, 50, Fraction(200, 3), 75, 80, 100]


def lawsuits(upheld: int, corrected: int, other: int, pending: int) -> dict[Key, object]:
    ended = {"upheld": upheld, "corrected": corrected, "other": other, "pending": pending}
    return {Key("review", "direct_litigation", column): amount for column, amount in ended.items()}


@pytest.mark.parametrize("table", TABLES)
def test_no_more_are_won_than_were_not_lost(table: tuple[int, int, int, int]) -> None:
    for told, sentence in product(range(sum(table) + 3), COUNTED):
        text = sentence.format(told, all=sum(table))
        wrong = told > table[0] + table[2]
        assert bool(messages_of(text, lawsuits(*table))) is wrong, text


@pytest.mark.parametrize("table", TABLES)
def test_no_greater_share_is_won_than_of_those_that_ended(table: tuple[int, int, int, int]) -> None:
    best = 100 * Fraction(table[0] + table[2], sum(table[:3]))
    for told, sentence in product(RATES, RATED):
        text = sentence.format(f"{float(told):.4g}", all=sum(table))
        assert bool(messages_of(text, lawsuits(*table))) is (told > best), text


@pytest.mark.parametrize("sentence", ["行政诉讼33件，胜诉30件。", "诉讼案件胜诉率98%。", "民事诉讼胜诉4件。"])
def test_lawsuits_of_whatever_matter_are_not_those_of_the_table(sentence: str) -> None:
    assert not messages_of(sentence, lawsuits(1, 1, 0, 0))


@pytest.mark.parametrize(
    ("number", "example"),
    [
        ("0537-1234567", True),
        ("010-12345678", True),
        ("05371234567", True),
        ("1234567", True),
        ("13812345678", False),
        ("010-61234567", False),
        ("01061234567", False),
        ("021 61234567", False),
        ("61234567", False),
        ("0537-2212345", False),
        ("400-1234567", False),
        ("4001234567", False),
        ("12345", False),
    ],
)
def test_only_a_number_that_nobody_has_is_an_example(number: str, example: bool) -> None:
    for lead in ("联系电话：", "电话", "咨询电话:"):
        said = [remark.says for remark in instruction_remarks(f"{lead}{number}，地址在县政府。")]
        assert len(said) == example, (lead, number)
        assert all("示例里的号码" in each for each in said)


MATTERS = ("许可", "行政许可", "临时救助", "工伤认定", "购房补贴", "裁决", "人才资助", "产品备案", "低保")
OTHERS = (
    "{}申请320件，办结308件。",
    "收到{}申请320件，办结308件，12件未办结。",
    "{}申请320件，已答复308件，12件未办结。",
)


@pytest.mark.parametrize("matter", MATTERS)
def test_applications_for_something_else_are_not_those_of_the_table(matter: str) -> None:
    """Neither they nor what was done with them; what is said of ours behind them is."""
    none = {
        Key("applications", "new", "natural_person"): 2,
        Key("applications", "granted", "natural_person"): 2,
    }
    for sentence in OTHERS:
        said = sentence.format(matter)
        assert not messages_of(said, none), said
        assert messages_of(f"{said}收到政府信息公开申请3件。", none), said


def test_what_was_agreed_to_is_an_outcome() -> None:
    granted = {"granted": 10, "partly_granted": 4, "denied_deliberative": 2}
    table = {Key("applications", row, "natural_person"): amount for row, amount in granted.items()}
    for ours, part, denied in product((10, 11), (4, 5), (2, 3)):
        said = messages_of(f"申请中同意公开{ours}件，部分同意{part}件，不同意公开{denied}件。", table)
        assert len(said) == (ours != 10) + (part != 4) + (denied != 2)
    for sentence in ("建议7件，部分同意3件。", "征求意见后，第三方不同意公开9件。"):
        assert not messages_of(sentence, table)
