"""Forgiveness that is listed: one table of readings, the same in the manual and in the code."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from toolkit.answers.spelling import (
    REFUSED,
    SPELLINGS,
    Spelling,
    certain_figure,
    read_figure,
    written_content,
)
from toolkit.form.model import Mark, plain_digits
from toolkit.reporter.message_list import KINDS

COUNT, MONEY, CHANGE = KINDS["count"], KINDS["wanyuan"], KINDS["change"]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda s: s.example)
def test_the_manuals_examples_are_read_as_it_says(spelling: Spelling):
    read = read_figure(spelling.example, KINDS[spelling.kind])
    assert plain_digits(read.figure) == spelling.result
    assert read.normalised
    assert read.refusal is None


@pytest.mark.parametrize(("raw", "kind"), REFUSED, ids=lambda value: str(value))
def test_the_manuals_refusals_are_refused(raw, kind):
    read = read_figure(raw, KINDS[kind])
    assert read.figure is Mark.UNREADABLE
    assert read.refusal


@pytest.mark.parametrize(
    ("raw", "figure"),
    [
        (" 12 ", 12),
        ("１２", 12),
        ("12", 12),
        ("12.0", 12),
        ("007", 7),
        ("3,985,758", 3985758),
        ("１，２３４", 1234),
        ("12件", 12),
        ("12 件", 12),
        ("３人次", 3),
        ("1,234 件", 1234),
        ("12（件）", 12),
        ("1,234 (件)", 1234),
        ("5起", 5),
        ("0", 0),
        ("无", 0),
        ("零", 0),
        ("没有", 0),
        ("12\u00a0", 12),
        ("\u200b12\ufeff", 12),
        ("\t12\n", 12),
        ("　12　", 12),
    ],
)
def test_texts_that_certainly_are_counts(raw, figure):
    read = read_figure(raw, COUNT)
    assert (read.figure, read.normalised, read.refusal) == (figure, True, None)


@pytest.mark.parametrize(
    ("raw", "figure"),
    [
        ("113.96万元", "113.96"),
        ("251000元", "25.1"),
        ("２５１０００元", "25.1"),
        ("1,000元", "0.1"),
        ("59237.2449", "59237.2449"),
    ],
)
def test_texts_that_certainly_are_money(raw, figure):
    assert read_figure(raw, MONEY).figure == Decimal(figure)


@pytest.mark.parametrize(("raw", "figure"), [("+2", 2), ("减4", -4), ("增加3", 3), ("0/0", 0), ("-5", -5)])
def test_changes_only_where_the_form_asks_for_them(raw, figure):
    assert read_figure(raw, CHANGE).figure == figure
    assert read_figure(raw, COUNT).figure is Mark.UNREADABLE


@pytest.mark.parametrize("raw", ["/", "—", "——", "-", "－", "不适用", " / ", "N/A"])
def test_not_applicable_is_neither_blank_nor_zero(raw):
    assert read_figure(raw, COUNT).figure is Mark.NOT_APPLICABLE


@pytest.mark.parametrize("raw", ["", None, " ", "　", "\n", "\u200b", "\u00a0"])
def test_blank_is_blank(raw):
    assert read_figure(raw, COUNT).figure is Mark.BLANK


@pytest.mark.parametrize(
    "raw",
    [
        "1 2",
        "1\n2",
        "12 345",
        "½",
        "1²",
        "①",
        "٣",
        "1e5",
        "0x10",
        "12.",
        "1.000",
        "１．０００件",
        ".5",
        "1,2",
        "12,34",
        "12%",
        "￥12",
        "=3+4",
        "'12",
        "12?",
        "十二",
        "2000万件",
        "12件3",
        "12（一）",
        "12（3）",
        "12（万元）",
        "（件）",
        "12（件）（件）",
        "件",
        "NaN",
        "inf",
        "-",
        "--12",
        "12-13",
        "12～13",
        "9" * 40,
        "#DIV/0!",
        "2023年",
        "1月5日",
    ],
)
def test_what_is_not_certain_is_refused(raw):
    read = read_figure(raw, COUNT)
    assert read.figure in {Mark.UNREADABLE, Mark.NOT_APPLICABLE}
    assert read.refusal or raw == "-"


@pytest.mark.parametrize(
    "raw",
    [
        datetime(2023, 1, 5),
        date(2023, 1, 5),
        time(1, 2),
        True,
        False,
        float("nan"),
        float("inf"),
        -1,
        1.5,
        1e11,
    ],
)
def test_cells_that_are_no_counts(raw):
    assert read_figure(raw, COUNT).refusal


@pytest.mark.parametrize(
    ("raw", "figure"),
    [(0.1 + 0.2, "0.3"), (59237.2449, "59237.2449"), (0.000001, "0.000001"), (1e-05, "0.00001")],
)
def test_binary_noise_behind_what_excel_shows_is_no_fraction(raw, figure):
    assert read_figure(raw, MONEY).figure == Decimal(figure)


@pytest.mark.parametrize("raw", [0.0, -0.0, 3.0, 9_999_999_999.0, "", None])
def test_the_quick_reading_says_the_same(raw):
    assert certain_figure(raw, COUNT) == read_figure(raw, COUNT).figure


@pytest.mark.parametrize("raw", [-1.0, 1.5, 1e10, "3", True, float("nan"), date(2023, 1, 5)])
def test_the_quick_reading_leaves_the_rest(raw):
    assert certain_figure(raw, COUNT) is None


def test_written_is_what_the_clerk_sees():
    assert written_content(3.0) == "3"
    assert written_content(float("inf")) == "inf"
    assert written_content("长" * 50) == "长" * 40 + "…"
