"""Sentences call cells by their colour: each colour is the one that they say."""

import colorsys
from pathlib import Path

import pytest

from toolkit.layout.look import look

REPO = Path(__file__).parents[2]
WORDS = {
    "浅黄色": ("input",),
    "灰色": ("computed",),
    "红色": ("must", "broken"),
    "橙色": ("explain", "corrected"),
    "绿色": ("good",),
}
HUES = {"红色": (-20, 20), "橙色": (25, 45), "浅黄色": (45, 65), "绿色": (80, 160)}  # degrees
GREY = 0.05  # the parts of a grey differ by less, of 1


def called(colour: str) -> str:
    """Give what RRGGBB is called."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    hue, _, _ = colorsys.rgb_to_hls(*parts)
    if max(parts) - min(parts) < GREY:
        return "灰色"
    degrees = (hue * 360 + 180) % 360 - 180
    return next((word for word, (least, most) in HUES.items() if least <= degrees <= most), "?")


@pytest.mark.parametrize("word", WORDS)
def test_a_colour_is_the_one_that_sentences_say(word: str) -> None:
    said = [path.name for path in (REPO / "toolkit").rglob("*.py") if f"{word}的" in path.read_text("utf-8")]
    assert said, "no sentence says this colour: take it from here"
    for key in WORDS[word]:
        assert called(look()["colours"][key]) == word, f"{key} has another colour: see {', '.join(said)}"
