"""Names of figures as they are written and read, and several names said in a sentence."""

from decimal import Decimal

import pytest

from toolkit.form.model import Form, Key, Mark, added_amount, kept_amount, kept_figure, name_some


def test_a_key_is_read_as_it_is_written(form: Form) -> None:
    for key in form.cells:
        line = {"table": key.table, "row": key.row, "column": key.column, "value": "1"}
        assert Key.read(str(key)) == Key.of(line) == key


@pytest.mark.parametrize("name", ["", ".", "..", "applications", "applications.new", "a.b.c.d", "a..b.c"])
def test_what_has_no_three_parts_names_no_figure(name: str, form: Form) -> None:
    assert Key.read(name) not in form.position


@pytest.mark.parametrize(
    ("count", "said"), [(0, ""), (1, "甲"), (2, "甲、乙"), (3, "甲、乙 等 3 个"), (4, "甲、乙 等 4 个")]
)
def test_only_those_not_named_are_hinted_at(count: int, said: str) -> None:
    assert name_some("甲乙丙丁"[:count], 2, f" 等 {count} 个") == said


def test_a_sum_of_named_figures_is_whole_or_none() -> None:
    figures = {"a": 1, "b": Decimal("0.10"), "c": Mark.NOT_APPLICABLE, "d": Mark.BLANK}
    assert added_amount(figures, "ab") == Decimal("1.1")
    assert added_amount(figures, "") == 0
    assert [added_amount(figures, names) for names in ("ac", "ad", "ax")] == [None] * 3


def test_a_cell_keeps_fifteen_digits() -> None:
    assert kept_amount(0.1 + 0.2) == Decimal("0.3")
    assert kept_amount(12.0) == kept_figure(Decimal("12.00")) == 12
    assert kept_figure(Mark.BLANK) is Mark.BLANK
