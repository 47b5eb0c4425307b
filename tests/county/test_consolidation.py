"""Adding up: exact to the last digit, zero and blank kept apart, only what passed and counts."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.form.definition import load_form
from toolkit.form.model import Form, Key, Mark
from toolkit.year.workspace import Standing, standing_counts

CHARGES = Key("disclosure", "charges", "amount")
LICENSING = Key("disclosure", "licensing", "decisions")


def consolidation(form: Form, *units: dict, status: str = "accepted", **identity: str) -> Consolidation:
    standings = tuple(
        Standing(
            unit=Unit(code=str(i), name=f"单位{i}", kind="部门" if i % 2 else "乡镇街道"),
            status=status,
            submission=Submission(
                form=form.key,
                year=2022,
                unit_code=str(i),
                unit_name=f"单位{i}",
                figures=figures,
                identity=identity,
            ),
        )
        for i, figures in enumerate(units)
    )
    return Consolidation(form=form, county="某县", year=2022, notice="", standings=standings)


@pytest.mark.long
def test_ten_thousand_amounts_add_up_exactly(form: Form) -> None:
    amounts = [Decimal(n * 7919 % 10**10) / 10 ** (4 + n % 3) for n in range(10_000)]
    result = consolidation(form, *({CHARGES: amount} for amount in amounts))
    assert result.totals[CHARGES] == sum(amounts)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.decimals(min_value=0, max_value=10**8, places=6), min_size=1, max_size=30))
def test_any_amounts_add_up_exactly(amounts: list[Decimal]) -> None:
    form = load_form("annual-report-2021")
    result = consolidation(form, *({CHARGES: amount} for amount in amounts))
    assert result.totals[CHARGES] == sum(amounts)
    assert sum(
        Decimal(str(s[CHARGES])) for s in result.subtotals.values() if not isinstance(s[CHARGES], Mark)
    ) == sum(amounts)


def test_pandas_adds_up_to_the_same(form: Form) -> None:
    """The table for whoever analyses in Python is exact, whole numbers of any length and all."""
    result = consolidation(
        form,
        {CHARGES: Decimal("0.1"), LICENSING: 2**62},
        {CHARGES: Decimal("0.2"), LICENSING: 2**62},
        {LICENSING: 0},
    )
    sums = result.frame().sum()
    assert (sums[CHARGES], sums[LICENSING]) == (Decimal("0.3"), 2**63)
    assert (result.totals[CHARGES], result.totals[LICENSING]) == (Decimal("0.3"), 2**63)


def test_zero_stays_zero_and_blank_stays_blank(form: Form) -> None:
    result = consolidation(form, {CHARGES: 0}, {CHARGES: Mark.BLANK})
    assert result.totals[CHARGES] == 0
    assert result.totals[LICENSING] is Mark.BLANK
    assert [figures[CHARGES] for figures in result.figures] == [0, Mark.BLANK]


def test_beside_a_unit_that_states_nothing_the_others_keep_their_amounts(form: Form) -> None:
    """The lines of 数据 and 溯源 are made of them."""
    result = consolidation(form, {CHARGES: 5}, {CHARGES: Mark.BLANK}, {CHARGES: 7}, {CHARGES: 0})
    assert [*result.amounts[CHARGES]] == [5, 0, 7, 0]
    assert (result.lines[CHARGES], result.lines[LICENSING]) == (2, 0)


def test_a_confirmed_blank_counts_as_zero_in_the_totals(form: Form) -> None:
    result = consolidation(form, {CHARGES: Mark.BLANK}, zero_blanks="是")
    assert result.totals[CHARGES] == 0
    assert result.totals[Key("supplement", "meetings", "value")] is Mark.BLANK
    assert result.figures[0][CHARGES] == 0
    assert consolidation(form, {CHARGES: Mark.BLANK}).figures[0][CHARGES] is Mark.BLANK


def test_what_is_not_applicable_to_all_is_not_applicable_to_the_county(form: Form) -> None:
    """A total of nothing but “/” is “/”: of cells in a workbook, and of units in a county."""
    row = {key: Mark.NOT_APPLICABLE for key in form.inputs if key[:2] == ("applications", "new")}
    result = consolidation(form, row, row, zero_blanks="是")
    assert {result.totals[Key("applications", "new", c)] for c in ("business", "total")} == {
        Mark.NOT_APPLICABLE
    }
    assert result.subtotals["部门"][Key("applications", "new", "total")] is Mark.NOT_APPLICABLE
    assert consolidation(form, row, {}).totals[Key("applications", "new", "total")] is Mark.BLANK
    assert consolidation(form, row, dict.fromkeys(row, 2)).totals[Key("applications", "new", "total")] == 12


def test_only_what_passed_counts_and_the_rest_makes_a_draft(form: Form) -> None:
    returned = consolidation(form, {CHARGES: 5}, status="returned")
    assert returned.totals[CHARGES] is Mark.BLANK
    assert returned.draft
    assert standing_counts(returned.standings) == {"应报": 1, "已报": 1, "通过": 0, "退回": 1, "未报": 0}
    assert not consolidation(form, {CHARGES: 5}).draft


def test_a_unit_that_does_not_count_is_not_added_up(form: Form) -> None:
    """A vertically managed body passes, and its figures stay out of every sum of the county."""
    both = consolidation(form, {LICENSING: 5}, {LICENSING: 70})
    first, second = both.standings
    one = replace(both, standings=(first, replace(second, unit=replace(second.unit, counted=False))))
    assert both.totals[LICENSING] == 75
    assert one.totals[LICENSING] == 5
    assert [subtotal[LICENSING] for subtotal in one.subtotals.values()].count(5) == 1
    assert all(subtotal[LICENSING] in {5, Mark.BLANK} for subtotal in one.subtotals.values())
    assert len(one.figures) == 1
