"""A pattern that is tried only where it can begin finds what it finds without."""

import re

import pytest
from passages import FORM
from places import REPO

from toolkit.rules.prose.openings import openings, sieved

SENTENCES = [
    line.split("\t")[-1]
    for line in (REPO / "tests" / "data" / "prose_sentences_of_two.txt").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("(?:行政)?复议", "复行"),
        ("(?<!不)公开|[未没]收到", "公未没"),
        ("(?:a|b)+c", "ab"),
        ("x{0,2}y", "xy"),
        ("(?:行政)?", ""),
        (r"\d件", ""),
        ("[^件]", ""),
        (".件", ""),
        ("(?i:a)", ""),
        ("(?i)a", ""),
    ],
)
def test_what_a_pattern_can_begin_with(words: str, begins: str) -> None:
    assert openings(words) == "".join(sorted(begins))


def test_the_words_and_denials_of_the_form_are_found_as_without_a_sieve() -> None:
    any_word = "|".join(f"(?:{word.words})" for word in FORM.spoken.words)
    for words in (any_word, *(denial.words for denial in FORM.spoken.denials)):
        assert openings(words), words  # or nothing is won
        plain, fast = re.compile(words), sieved(words)
        for text in SENTENCES:
            assert [m.span() for m in plain.finditer(text)] == [m.span() for m in fast.finditer(text)]
