"""Patterns that are made where they are looked for first find what others find, and all can be made."""

import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from importlib import import_module

import pytest

from toolkit.rules import prose
from toolkit.rules.prose import instruction_remarks
from toolkit.rules.prose.even_text import HAN, found_fast, seldom


def patterns() -> Iterator[tuple[str, str]]:
    for module in pkgutil.iter_modules(prose.__path__, f"{prose.__name__}."):
        for name, value in vars(import_module(module.name)).items():
            if type(value) is type(seldom("")):
                yield f"{module.name.rpartition('.')[2]}.{name}", value.pattern


def test_every_pattern_can_be_made() -> None:
    """One that cannot would be noticed only where a report first calls for it."""
    every = dict(patterns())
    assert len(every) > 50
    assert {name for name, words in every.items() if re.compile(words).pattern != words} == set()


@pytest.mark.parametrize("way", ["search", "match", "fullmatch", "finditer", "findall", "sub", "split"])
def test_it_is_looked_for_in_every_way(way: str) -> None:
    def told(pattern: re.Pattern[str], text: str) -> object:
        found = getattr(pattern, way)(*(["-", text] if way == "sub" else [text]))
        return (
            [match.span() for match in found]
            if way == "finditer"
            else getattr(found, "span", lambda: found)()
        )

    words = "收到(\\d+)件"
    for text in ("", "收到3件", "共收到3件、收到12件申请"):
        for later in (seldom(words), found_fast(words, "收")):
            assert told(later, text) == told(later, text) == told(re.compile(words), text)


def test_of_all_that_a_chinese_keyboard_types_only_ideographs_make_words() -> None:
    typed = [chr(code) for code in range(0x10000) if chr(code).encode("gbk", "ignore")]
    ideographs = {c for c in typed if unicodedata.name(c, "").startswith("CJK UNIFIED IDEOGRAPH")}
    compatible = {c for c in typed if unicodedata.name(c, "").startswith("CJK COMPATIBILITY IDEOGRAPH")}
    assert len(ideographs) == 20902
    assert {c for c in typed if re.fullmatch(HAN, c)} == ideographs | compatible


@pytest.mark.parametrize("number", ["Ⅱ", "㈢", "①", "⑵", "Ａ", "２", "〇", "β"])
def test_a_number_of_any_kind_leaves_no_hole(number: str) -> None:
    assert instruction_remarks(f"公开安置房{number} 期，及其进度。") == ()
    assert instruction_remarks("公开安置房 期，及其进度。") != ()
