"""Both years on the same units: every comparison recomputed from the units' own figures."""

from dataclasses import replace

import pytest

from toolkit.answers.last_year import History
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.county.same_units import PARTLY, SHARED, same_units
from toolkit.form.definition import load_form
from toolkit.form.model import Key, Mark
from toolkit.year.workspace import MISSING, Standing

FORM = load_form("annual-report-2021")
NEW = Key("applications", "new", "natural_person")
TOTAL = Key("applications", "new", "total")
FEE = Key("supplement", "information_fee", "value")
ZERO = {key: 0 for key in FORM.inputs if FORM.required(key)}


def accepted(unit: Unit, new: int, fee: int | None = None) -> Standing:
    figures = {**ZERO, NEW: new} | ({} if fee is None else {FEE: fee})
    submission = Submission(
        form=FORM.key, year=2023, unit_code=unit.code, unit_name=unit.name, figures=figures
    )
    return Standing(unit=unit, status="accepted", submission=submission)


def county(*standings: Standing) -> Consolidation:
    return Consolidation(form=FORM, county="某县", year=2023, notice="", standings=standings)


def history(**new: int) -> History:
    """Last year's figures: so many new applications of each unit, all else 0, every optional cell blank."""
    figures = {
        code: {
            key: amount
            if key in {NEW, TOTAL}
            else 0
            if FORM.required(key) or key in FORM.sums
            else Mark.BLANK
            for key in FORM.cells
        }
        for code, amount in new.items()
    }
    return History(source="上年", figures=figures, names={code: f"单位{code}" for code in new})


def unit(code: str, status: str = "正常", *predecessors: str, kind: str = "部门") -> Unit:
    return Unit(code=code, name=f"单位{code}", status=status, predecessors=predecessors, kind=kind)


def test_a_year_in_which_most_units_are_missing_is_not_a_fall() -> None:
    """The trial: last year 7,016 of 24 units.

    This year one unit of them has passed, with 14 more than last year.
    """
    last = history(**{f"u{n:02}": 300 for n in range(1, 24)}, u00=116)
    one = accepted(unit("u00"), 130)
    missing = tuple(Standing(unit=unit(f"u{n:02}"), status=MISSING) for n in range(1, 24))
    baseline = same_units(county(one, *missing), last)
    assert baseline is not None
    assert (baseline.county.last[TOTAL], baseline.county.this[TOTAL]) == (116, 130)
    assert baseline.whole
    assert len(baseline.gone) == 23
    assert "按今年已通过的 1 个单位同口径比较" in baseline.sentence
    assert "u01 单位u01" in baseline.sentence


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ((unit("g", "撤销"),), "撤销"),
        ((), "今年的名录里没有"),
        ((unit("g"),), "今年还没有计入"),
        ((unit("h", "合并", "g"),), "今年还没有计入"),
        ((unit("g", "撤销"), unit("h", "合并", "g")), "今年还没有计入"),
    ],
)
def test_who_is_no_more_is_not_called_late(who: tuple[Unit, ...], why: str) -> None:
    """The report that the public reads names the unit without the office's code."""
    one, waiting = accepted(unit("a"), 5), tuple(Standing(unit=u, status=MISSING) for u in who)
    baseline = same_units(county(one, *waiting), history(a=4, g=1))
    assert baseline is not None
    name = dict(history(g=1).names)["g"]
    assert f"上年数没有算进来的：g {name}（{why}）" in baseline.sentence
    assert f"上年数没有算进来的：{name}（{why}）" in baseline.public


def test_a_merger_is_compared_with_the_sum_of_what_it_was_and_a_new_unit_with_nothing() -> None:
    standings = (
        accepted(unit("m", "合并", "a", "b"), 9),
        accepted(unit("n", "新设", kind="乡镇"), 50),
        accepted(unit("c"), 4),
    )
    baseline = same_units(county(*standings), history(a=3, b=4, c=5))
    assert baseline is not None
    assert (baseline.county.last[TOTAL], baseline.county.this[TOTAL]) == (12, 13)
    assert baseline.left_out == {"n 单位n": "新设单位"}
    assert set(baseline.kinds) == {"部门"}
    assert not baseline.gone


def test_a_split_is_compared_only_as_far_as_it_was_registered() -> None:
    parts = (accepted(unit("x", "拆分", "a"), 2), accepted(unit("y", "拆分", "a"), 3), accepted(unit("c"), 4))
    last = replace(history(a=6, c=4), divided=frozenset("a"))
    baseline = same_units(county(*parts), last)
    assert baseline is not None
    assert set(baseline.left_out) == {"x 单位x", "y 单位y"}
    assert baseline.county.this[TOTAL] == 4
    some = replace(last, given={"x": {NEW: 2}, "y": dict(history(y=4).figures["y"])})
    baseline = same_units(county(*parts), some)
    assert baseline is not None
    assert baseline.left_out == {"x 单位x": PARTLY}
    assert (baseline.county.last[TOTAL], baseline.county.this[TOTAL]) == (8, 7)


def test_a_predecessor_that_two_units_claim_is_counted_for_neither() -> None:
    both = (accepted(unit("x", "更名", "a"), 2), accepted(unit("y", "更名", "a"), 3), accepted(unit("c"), 4))
    baseline = same_units(county(*both), history(a=6, c=4))
    assert baseline is not None
    assert set(baseline.left_out.values()) == {SHARED}
    assert baseline.county.last[TOTAL] == 4


def test_an_optional_figure_is_compared_only_where_the_same_units_state_it() -> None:
    now = county(accepted(unit("a"), 1, fee=30), accepted(unit("b"), 1))
    baseline = same_units(now, history(a=1, b=1))
    assert baseline is not None
    assert FEE not in baseline.county.last
    assert baseline.county.this[FEE] == 30
    stated = history(a=1, b=1)
    stated = replace(stated, figures={**stated.figures, "a": {**stated.figures["a"], FEE: 10}})
    baseline = same_units(now, stated)
    assert baseline is not None
    assert baseline.county.last[FEE] == 10
    assert now.silent[FEE] == 1


def test_without_any_base_there_is_no_comparison() -> None:
    assert same_units(county(accepted(unit("a"), 1)), History()) is None
    assert same_units(county(), history(a=1)) is None
