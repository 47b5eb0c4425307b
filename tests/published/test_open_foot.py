"""A table whose rules end at the foot of a page, where its text goes on."""

from dataclasses import replace
from itertools import product

import pytest

from toolkit.form.definition import load_form
from toolkit.published.pdf.drawing import Stroke
from toolkit.published.pdf.joins import join_tables
from toolkit.published.pdf.page import Char, Page
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


def test_what_hangs_out_of_a_group_belongs_to_it_and_ends_no_row() -> None:
    """The row beside it is ruled below: only the column of the group goes on."""
    page = _page([*HEAD, *_words("人", 5, 30), *_words("34", 105, 30)], foot=False)
    (table,) = ruled_tables(replace(page, across=(*page.across, Stroke(30, 100, 200))))
    assert [cell.text for cell in table.grid.cells] == ["甲", "乙", "自然", "12"]  # 34 is the page's own
    page = _page([*HEAD, *_words("人", 5, 30)], foot=False)
    (table,) = ruled_tables(replace(page, across=(*page.across, Stroke(30, 100, 200))))
    assert [cell.text for cell in table.grid.cells] == ["甲", "乙", "自然\n人", "12"]


@pytest.mark.parametrize("first", [0.0, 8.0])
def test_a_rule_that_meets_none_is_the_side_of_a_group_where_it_is_as_high_as_the_table(first: float) -> None:
    """A group that fills its page: no rule across reaches the side of the table."""
    page = _page([*HEAD, *_words("组", -35, 12)], foot=True)
    (table,) = ruled_tables(replace(page, down=(*page.down, Stroke(-40, first, 30))))
    group = [(cell.text, cell.height) for cell in table.grid.cells if cell.text == "组"]
    assert (group, len(table.lefts)) == (([("组", 2)], 4) if not first else ([], 3))


def test_a_table_that_is_ruled_below_ends_there() -> None:
    assert _cells(_words("34", 105, 32), foot=True)[-1] == "12"


def _of_line(number: int, rows: list[list[str]], top: float = 0.0) -> Page:
    """A page whose table has columns of forty points, ruled above and below."""
    wide, high = 40.0 * len(rows[0]), top + 15.0 * len(rows)
    chars = [
        c
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
        for c in _words(text, 40 * j + 3, top + 15 * i + 2)
    ]
    return Page(
        number=number,
        width=wide,
        height=800,
        chars=tuple(chars),
        across=tuple(Stroke(top + 15.0 * i, 0, wide) for i in range(len(rows) + 1)),
        down=tuple(Stroke(40.0 * j, top, high) for j in range(len(rows[0]) + 1)),
        drawn=(),
        pictures=False,
    )


def test_figures_on_the_next_page_are_a_row_of_their_own_under_a_header() -> None:
    above = ruled_tables(_of_line(1, [["维持", "纠正", "其他", "总计"]]))
    below = ruled_tables(_of_line(2, [["10", "6", "3", "19"]]))
    (joined,) = join_tables([*above, *below], lambda _: False, [load_form("annual-report-2021")])
    assert [[cell.text for cell in row] for row in joined.grid.rows] == [
        ["维持", "纠正", "其他", "总计"],
        ["10", "6", "3", "19"],
    ]
    above = ruled_tables(_of_line(1, [["第一行", "", "", ""]]))
    (joined,) = join_tables([*above, *below], lambda _: False, [load_form("annual-report-2021")])
    assert len(joined.grid.rows) == 1  # figures that belong to the label above them


HEADED = [["项目", "总计"], ["本年新收", "3"], ["上年结转", "4"]]


@pytest.mark.parametrize(
    ("rows", "tables"),
    [
        ([["项目", "总计"], ["国家秘密", "5"]], 1),  # the header again, and rows that go on
        ([["国家秘密", "5"]], 1),
        ([["项目", "总计"], ["本年新收", "7"], ["上年结转", "8"]], 2),  # of last year, below its heading
    ],
)
def test_a_table_that_begins_anew_on_the_next_page_is_another(rows: list[list[str]], tables: int) -> None:
    parts = [*ruled_tables(_of_line(1, HEADED)), *ruled_tables(_of_line(2, rows))]
    joined = join_tables(parts, lambda _: False, [load_form("annual-report-2021")])
    assert len(joined) == tables
    assert [cell.text for cell in joined[-1].grid.cells][-2:] == rows[-1]


def test_a_table_goes_on_from_the_page_on_which_the_one_above_ends() -> None:
    """Page two holds the end of one table and, below, the whole of another that is ruled alike."""
    first, rest = _of_line(1, HEADED), _of_line(2, [["国家秘密", "5"]])
    other = _of_line(2, [["甲", "6"], ["乙", "7"]], top=400)
    second = replace(
        rest,
        chars=rest.chars + other.chars,
        across=rest.across + other.across,
        down=rest.down + other.down,
    )
    parts = [*ruled_tables(first), *ruled_tables(second)]
    joined = join_tables(parts, lambda _: False, [load_form("annual-report-2021")])
    assert [len(table.grid.rows) for table in joined] == [4, 2]


@pytest.mark.parametrize(
    ("x", "doubted"), [(105, False), (186, True), (192, True), (202, True), (215, False)]
)
def test_a_digit_on_or_beyond_the_edge_of_a_table_is_doubted(x: float, doubted: bool) -> None:
    (table,) = ruled_tables(
        _page([*_words("甲", 5, 2), *_words("乙", 105, 2), *_words("126", x, 17)], foot=True)
    )
    assert bool(table.grid.squares[1, 1].doubt) == doubted


@pytest.mark.parametrize(("shift", "doubted"), [(0, False), (-1.4, True), (-3, True)])
def test_a_digit_that_came_close_to_a_number_is_not_one_of_it(shift: float, doubted: bool) -> None:
    chars = [
        *_words("甲", 5, 2),
        *_words("乙", 105, 2),
        *_words("78", 120, 17),
        *_words("0", 132 + shift, 17),
    ]
    (table,) = ruled_tables(_page(chars, foot=True))
    assert bool(table.grid.squares[1, 1].doubt) == doubted
    condensed = [char for n, c in enumerate("780") for char in _words(c, 120 + 5 * n, 17)]
    (table,) = ruled_tables(_page([*chars[:2], *condensed], foot=True))
    assert not table.grid.squares[1, 1].doubt


@pytest.mark.parametrize(
    ("sides", "doubted"),
    [((0.0, 100.0, 200.0), False), ((0.0, 100.0), True), ((100.0,), False), ((100.0, 200.0), False)],
)
def test_a_number_at_a_side_that_is_not_ruled_is_doubted_where_the_other_is(
    sides: tuple[float, ...], doubted: bool
) -> None:
    """A table wider than the paper is cut off at its right, and its numbers with it: 146 for 1463."""
    whole = _page([*HEAD, *_words("146", 180, 17)], foot=True)
    middle = Stroke(60.0, 0, 30)  # a table has two rules at least
    down = (*(Stroke(at, 0, 30) for at in sides), middle)
    (table,) = ruled_tables(replace(whole, down=down))
    last = table.grid.squares[1, max(column for _, column in table.grid.squares)]
    assert bool(last.doubt) == doubted
