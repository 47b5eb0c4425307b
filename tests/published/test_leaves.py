"""Two pages on one sheet are read one after the other; what only looks so stays one page."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from toolkit.published.pdf.drawing import Rectangle, Stroke
from toolkit.published.pdf.leaves import leaves, once
from toolkit.published.pdf.narrow_columns import text_lines
from toolkit.published.pdf.page import Char, Page

WIDTH, HEIGHT, SIZE = 1190.0, 842.0, 14.0


def chars(text: str, left: float, top: float) -> Iterator[Char]:
    for n, letter in enumerate(text):
        yield Char(letter, left + n * SIZE, left + (n + 1) * SIZE, top, top + SIZE, SIZE)


def sheet(*lines: tuple[str, float, float], across: tuple[Stroke, ...] = ()) -> Page:
    letters = tuple(char for line in lines for char in chars(*line))
    return Page(
        number=1,
        width=WIDTH,
        height=HEIGHT,
        chars=letters,
        across=across,
        down=(),
        drawn=(),
        pictures=False,
    )


def read(pages: Iterator[Page]) -> list[str]:
    return ["".join(c.text for c in line) for page in pages for line in text_lines(page.chars)]


def halves(rng: random.Random) -> tuple[list[tuple[str, float, float]], list[tuple[str, float, float]]]:
    def half(name: str, left: float) -> list[tuple[str, float, float]]:
        return [
            (f"{name}{n}".ljust(rng.randint(20, 36), "字"), left, 60 + 20 * n)
            for n in range(rng.randint(3, 30))
        ]

    return half("左", rng.uniform(30, 60)), half("右", rng.uniform(620, 650))


@pytest.mark.parametrize("seed", range(20))
def test_a_sheet_with_two_pages_is_read_page_by_page(seed: int) -> None:
    left, right = halves(random.Random(seed))
    pages = [*leaves([sheet(*left, *right)])]
    assert read(iter(pages)) == [text for text, *_ in (*left, *right)]
    assert [(page.number, page.place) for page in pages] == [(1, "第 1 页左半"), (2, "第 1 页右半")]
    assert all(char.x0 >= 0 and char.x1 <= WIDTH / 2 + SIZE for page in pages for char in page.chars)


@pytest.mark.parametrize("seed", range(20))
def test_a_line_across_the_middle_keeps_a_page_whole(seed: int) -> None:
    rng = random.Random(seed)
    left, right = halves(rng)
    whole = sheet(*left, *right)
    crossing = chars("横贯左右的一行" * 6, 300, rng.choice((20, 700)))
    for one in (
        replace(whole, chars=(*whole.chars, *crossing)),
        replace(whole, across=(Stroke(400, 100, 1000),)),
    ):
        assert [page.place for page in leaves([one])] == ["第 1 页"]


def test_a_menu_beside_a_report_is_no_page() -> None:
    left = [("报告的一行字" * 6, 40, 60 + 20 * n) for n in range(20)]
    menu = [("栏目", 900, 60 + 20 * n) for n in range(20)]
    assert [page.place for page in leaves([sheet(*left, *menu)])] == ["第 1 页"]


def test_pages_after_a_sheet_of_two_are_numbered_on_and_called_as_printed() -> None:
    left, right = halves(random.Random(1))
    two, one = sheet(*left, *right), replace(sheet(*left), number=2)
    assert [(page.number, page.place) for page in leaves([two, one])] == [
        (1, "第 1 页左半"),
        (2, "第 1 页右半"),
        (3, "第 2 页"),
    ]


def page(number: int, text: str, **drawn: object) -> Page:
    lines = [(text[at : at + 40], 30.0, 60 + 20.0 * at) for at in range(0, len(text), 40)]
    return replace(sheet(*lines), number=number, **drawn)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", [(0, 0, 1, 2), (0, 1, 2, 0, 1, 2), (0, 1, 1, 1, 2), (0, 1, 2, 2)])
def test_a_page_that_was_put_in_twice_is_read_once(order: tuple[int, ...]) -> None:
    pages = [page(number, "甲乙丙"[kind] * 120) for number, kind in enumerate(order, 1)]
    assert [one.chars[0].text for one in once(pages)] == [*"甲乙丙"]


@pytest.mark.parametrize(
    "other",
    [
        page(2, "字" * 119 + "5"),
        page(2, "字" * 120, noted=(Rectangle(30, 60, 44, 74),)),
        page(2, "字" * 120, slanted=(Rectangle(30, 60, 44, 74),)),
        replace(page(2, "字" * 120), chars=(*chars("字" * 120, 31, 60),)),
    ],
)
def test_a_page_that_differs_in_anything_is_another(other: Page) -> None:
    assert [*once([page(1, "字" * 120), other])] == [page(1, "字" * 120), other]


def test_parts_of_a_table_with_the_same_figures_are_two() -> None:
    pages = [page(1, "0" * 300), page(2, "0" * 300)]
    assert [*once(pages)] == pages
