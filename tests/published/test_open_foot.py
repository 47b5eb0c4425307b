"""A table whose rules end at the foot of a page, where its text goes on."""

from itertools import product

from toolkit.published.pdf.page import Char, Page, Stroke
from toolkit.published.pdf.ruled import ruled_tables


def _words(text: str, x: float, top: float) -> list[Char]:
    return [Char(c, x + 6 * n, x + 6 * n + 6, top, top + 10, 10) for n, c in enumerate(text)]


def _page(chars: list[Char], foot: bool) -> Page:
    """Two columns of a hundred points and two rows of fifteen, ruled at the foot or not."""
    lines = [0.0, 15.0, *([30.0] if foot else [])]
    return Page(
        number=1,
        width=300,
        height=100,
        chars=tuple(chars),
        across=tuple(Stroke(at, 0, 200) for at in lines),
        down=tuple(Stroke(at, 0, 30) for at in (0.0, 100.0, 200.0)),
        drawn=(),
        pictures=False,
    )


HEAD = [*_words("甲", 5, 2), *_words("乙", 105, 2), *_words("自然", 5, 17), *_words("12", 105, 17)]


def _cells(chars: list[Char], *, foot: bool = False) -> list[str]:
    (table,) = ruled_tables(_page([*HEAD, *chars], foot))
    return [table.grid.squares[row, column].text for row, column in product((0, 1), (0, 1))]


def test_a_line_that_hangs_out_belongs_to_its_cell() -> None:
    assert _cells(_words("人", 5, 30)) == ["甲", "乙", "自然\n人", "12"]


def test_a_number_that_goes_on_is_not_read_by_its_first_line() -> None:
    assert _cells(_words("34", 105, 30))[-1] == "12\n34"  # no number: the cell is named


def test_what_stands_farther_below_or_beside_is_the_pages_own() -> None:
    assert _cells(_words("3", 105, 45))[-1] == "12"
    assert _cells([*_words("2", 105, 32), *_words("/3", 205, 32)])[-1] == "12"


def test_a_table_that_is_ruled_below_ends_there() -> None:
    assert _cells(_words("34", 105, 32), foot=True)[-1] == "12"
