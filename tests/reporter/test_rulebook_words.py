"""The printed rule book speaks of its own form: of no other's tables, rows and cover."""

import pytest
from shipped_forms import shipped_text

from toolkit.answers.messages import MESSAGES
from toolkit.form.definition import load_form, read_form
from toolkit.reporter.rulebook import printed_rules

ONE_TABLE = shipped_text("start")
ONE_TABLE = ONE_TABLE[: ONE_TABLE.index('[[tables]]\nkey = "spending"')].replace("表一", "报送")
NATIONAL = ("表三", "本年新收", "规章", "政府信息公开", "申请人")


@pytest.mark.parametrize("text", [ONE_TABLE, shipped_text("start"), shipped_text("sample-school-canteen")])
def test_examples_are_in_the_words_of_the_form(text: str) -> None:
    form = read_form(text, "own.toml")
    said = [cell for rule in printed_rules(form) for cell in rule.cells]
    assert not [cell for cell in said if any(word in cell for word in NATIONAL)]
    empty = next(rule for rule in printed_rules(form) if rule.id == "B02")
    assert empty.example.startswith(form.asked_tables)


def test_a_rule_of_at_most_is_shown_broken_by_more() -> None:
    form = load_form("sample-school-canteen")
    shown = next(rule for rule in printed_rules(form) if rule.id == "Q03").example
    assert "整改完毕 4 个，查出的问题只有 3 个" in shown


def test_each_blank_and_zero_has_what_is_asked_and_why() -> None:
    """Every message of blanks and zeros stands in the rule book, with a demand of its own."""
    about = [message for message in MESSAGES.values() if message.id.startswith("B")]
    printed = {rule.id: rule for rule in printed_rules(load_form("annual-report-2021"))}
    assert {message.id for message in about} == {key for key in printed if key.startswith("B")}
    assert len({printed[message.id].formula for message in about}) == len(about)
    assert len({printed[message.id].basis for message in about}) > 1
