"""The printed list of messages and the printed rules.

Everything the tool can say stands there once, filled in.
"""

import re

import pytest

from toolkit.answers.messages import MESSAGES
from toolkit.form.definition import load_form, shipped_forms
from toolkit.published.notes import CATALOGUE
from toolkit.reporter.message_list import message_catalogue
from toolkit.reporter.rulebook import as_markdown


def test_every_message_stands_in_the_list_once_and_is_filled_in():
    lines = message_catalogue().splitlines()
    for known in (*MESSAGES, *CATALOGUE):
        (line,) = (each for each in lines if each.startswith(f"| {known} |"))
        assert not re.search(r"\{\w+\}|⟨|⟩", line), line


@pytest.mark.parametrize("name", shipped_forms())
def test_every_rule_stands_in_the_rule_book(name: str):
    form = load_form(name)
    book = as_markdown(form)
    for rule in form.rules:
        assert re.search(rf"\b{rule.id}\b", book), rule.id
        assert rule.level.label in book
