"""The lines of a long text are those that a file of it would give."""

import random
from io import BytesIO, TextIOWrapper

import pytest

from toolkit.answers import csv_files


@pytest.mark.parametrize("newline", [None, ""])
def test_lines_are_those_of_a_file_wherever_a_text_is_cut(
    monkeypatch: pytest.MonkeyPatch, newline: str | None
) -> None:
    monkeypatch.setattr(csv_files, "_AT_ONCE", 3)
    random_ = random.Random(19)
    for _ in range(300):
        text = "".join(
            random_.choices(["\r", "\n", "\r\n", "字", ",", "\u2028", "\x0b"], k=random_.randrange(30))
        )
        file = TextIOWrapper(BytesIO(text.encode()), "utf-8", newline=newline)
        assert list(csv_files.csv_lines(text, newline)) == list(file)
