"""Last year's figures pass to this year's units whole or not at all."""

from dataclasses import replace

import pytest

from toolkit.answers.last_year import History
from toolkit.answers.units import Unit
from toolkit.form.elements import Key

NEW = Key("applications", "new", "total")
OLD = Key("applications", "carried_over", "total")


def history(**units: dict[Key, int]) -> History:
    return History(source="上年", figures=units)


def test_a_merged_unit_opens_with_the_sum_of_all_its_predecessors() -> None:
    merged = Unit(code="c", name="丙局", status="合并", predecessors=("a", "b"))
    assert history(a={NEW: 2}, b={NEW: 3}).of(merged) == {NEW: 5}


@pytest.mark.parametrize("known", ["a", "b"])
def test_one_unknown_predecessor_makes_the_sum_unknown(known: str) -> None:
    """The rest is not the sum: the unit opens with nothing, and the note says whose figures are missing."""
    merged = Unit(code="c", name="丙局", status="合并", predecessors=("a", "b"))
    one = history(**{known: {NEW: 2}})
    assert one.of(merged) == {}
    assert one.note(merged) == f"上年数里没有 {'b' if known == 'a' else 'a'}"


def test_a_figure_that_one_predecessor_lacks_is_unknown() -> None:
    merged = Unit(code="c", name="丙局", status="合并", predecessors=("a", "b"))
    assert history(a={NEW: 2, OLD: 1}, b={NEW: 3}).of(merged) == {NEW: 5}


def test_last_years_units_are_named_by_code_and_name() -> None:
    merged = Unit(code="c", name="丙局", status="合并", predecessors=("a", "b"))
    named = replace(history(a={NEW: 2}, b={NEW: 3}), names={"a": "甲局", "b": "b"})
    assert named.note(merged) == "a 甲局、b 相加"
