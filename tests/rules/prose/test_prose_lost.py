"""Letters lost on the way, and words read in another encoding than written, are asked about."""

from pathlib import Path
from random import Random

import pytest

from toolkit.rules.prose.leftovers import instruction_remarks

HONEST = [
    line.rpartition("\t")[2]
    for line in (Path(__file__).parents[2] / "data/prose_honest.txt").read_text(encoding="utf-8").splitlines()
    if len(line) > 20 and not line.startswith("#")
]
ENCODINGS = [
    ("utf-8", "gbk"),
    ("utf-8", "gb18030"),
    ("utf-8", "latin-1"),
    ("utf-8", "cp1252"),
    ("gbk", "utf-8"),
]
ENCODINGS += [("gbk", "latin-1")]


def lost(text: str) -> bool:
    return any("乱码" in remark.says for remark in instruction_remarks(text))


WAYS = [(*way, errors) for way in ENCODINGS for errors in ("replace", "ignore")]


@pytest.mark.parametrize(
    ("written", "read", "errors"), [way for way in WAYS if way[1:] != ("utf-8", "ignore")]
)
def test_words_read_in_another_encoding(written: str, read: str, errors: str) -> None:
    for text in Random(f"{written}{read}").sample(HONEST, 20):
        for part in (text, text[:12]) if errors == "replace" else (f"{text}{text}",):
            assert lost(part.encode(written, "ignore").decode(read, errors)), part


@pytest.mark.parametrize("mark", ["\ufffd", "\ufffd\ufffd", "??", "????", "？？？", "####", "锟斤拷"])
def test_letters_that_were_replaced(mark: str) -> None:
    for text in Random(mark).sample(HONEST, 10):
        assert lost(f"本年公{mark}开信息。{text}")
    assert lost(f"本年公{mark}开")


@pytest.mark.parametrize("passage", ["12", " 12 ", "３５", "1,200.5", "98%", "????????", "####"])
def test_a_passage_that_is_no_words(passage: str) -> None:
    assert instruction_remarks(passage)


def test_honest_words_are_none() -> None:
    assert not any(map(lost, HONEST))
    for text in (
        "公开了吗？",
        "怎么办？？",
        "泗洪、沭阳、涟水、洙泗、涪陵、洮河",
        "C#、1#楼",
        "长×宽×高",
        "±5℃",
        "Müller",
    ):
        assert not lost(text), text
    assert not instruction_remarks("无。")
