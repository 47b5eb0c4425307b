"""Marks of direction in a publication: what changes nothing is dropped, what may turn a number is kept."""

import random
import re
import unicodedata
from pathlib import Path

import made_reports as made
import pytest
from publications import outcome, report_of
from shipped_forms import FORM, FORMS

from toolkit.published import read_published
from toolkit.published.characters import compatible, ordinary

LRE, RLE, POP, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"


@pytest.mark.parametrize(
    "text", [f"{LRO}25{POP}", f"{LRO}25", f"25{POP}", f"{LRE}2{POP}5", "\u206625\u2069", "\u200e25"]
)
def test_marks_from_left_to_right_are_dropped(text: str) -> None:
    assert ordinary(text) == "25"


@pytest.mark.parametrize(
    "text", [f"{RLO}25{POP}", f"{LRO}2{RLO}5", f"{RLE}25", "\u206725\u2069", f"25{POP}\u200f"]
)
def test_marks_that_may_turn_a_number_round_are_kept(text: str) -> None:
    assert ordinary(text) == text


@pytest.mark.parametrize(("before", "after"), [(LRO, POP), (LRO, ""), ("", POP), (LRE, POP)])
def test_figures_copied_from_a_calculator_are_read(before: str, after: str, tmp_path: Path) -> None:
    report = report_of(FORM, 3)
    path = made.write_html(report, tmp_path / "r.html")
    page = re.sub(r">([\d.]+)<", rf">{before}\1{after}<", path.read_text("utf-8"))
    path.write_text(page, encoding="utf-8")
    assert outcome(read_published(path, FORMS), report).word == "全"


def test_compatible_characters_are_those_of_unicode() -> None:
    assert all(
        unicodedata.normalize("NFKC", one) == one and not unicodedata.combining(one)
        for one in map(chr, range(0x4E00, 0xA000))
    )
    chance = random.Random(4)
    kinds = [
        (0x20, 0x7F),
        (0x300, 0x370),
        (0x1100, 0x1200),
        (0x2E80, 0x3100),
        (0x4E00, 0xA000),
        (0xAC00, 0xAD00),
        (0xF900, 0xFFF0),
    ]
    for _ in range(20_000):
        text = "".join(chr(chance.randrange(*chance.choice(kinds))) for _ in range(chance.randrange(9)))
        assert compatible(text) == unicodedata.normalize("NFKC", text), ascii(text)
