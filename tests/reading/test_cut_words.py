"""A passage that a program cut off where it keeps no more is not printed as it is (C21)."""

from pathlib import Path
from random import Random
from string import ascii_letters

import pytest
import recipes as r

from toolkit.layout.layout import lay_out

SENTENCES = (
    "本机关主动公开规范性文件",
    "及时回应社会关切，",
    "　　组织培训２次。",
    "受理申请 12 件，",
    "办结12件；",
)


def passage(seed: int, length: int, end: str) -> str:
    """Words of exactly this length, so ended."""
    dice, text = Random(seed), ""
    while len(text) < length:
        text += dice.choice(SENTENCES)
    return text[: length - len(end)] + end


def cut(folder: Path, text: str, key: str) -> list[tuple[str | None, str]]:
    at = lay_out(r.the_form()).narrative[key]
    data = r.edited(lambda book: setattr(book[at.sheet][at.a1], "value", text))
    return [(f.cell, f.message) for f in r.read(folder, data).findings if f.rule == "C21" and f.blocks]


@pytest.mark.parametrize("seed", range(4))
def test_a_passage_that_breaks_off_at_255_letters_is_told(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    key = dice.choice([*lay_out(r.the_form()).narrative])
    text = passage(seed, 255, dice.choice([*ascii_letters, "了", "，", "2", "、"]))
    ((cell, message),) = cut(tmp_path, text, key)
    assert cell == lay_out(r.the_form()).narrative[key].a1
    assert "255" in message and text[-6:] in message


@pytest.mark.parametrize(
    ("length", "end"), [(255, "。"), (255, "（接下格）"), (255, "”"), (254, "了"), (256, "了"), (127, "件")]
)
def test_other_passages_are_whole(tmp_path: Path, length: int, end: str) -> None:
    key = next(iter(lay_out(r.the_form()).narrative))
    assert cut(tmp_path, passage(length, length, end), key) == []
