"""Exceptions hold to the end of their last day, and not a day longer; each use counts once."""

from datetime import date, timedelta

import pytest

from toolkit.answers.finding import Finding
from toolkit.answers.waiver import Waiver
from toolkit.form.elements import Level
from toolkit.year.waivers import count_uses, waive, waiver_refusal

LAST = date(2023, 1, 31)
WAIVER = Waiver(unit="001", rule="R08", year=2022, reason="机构合并", approver="张某", expires=LAST)


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (LAST - timedelta(days=1), ""),
        (LAST, ""),
        (LAST + timedelta(days=1), "有效期没有到报送期限（2023-02-01）"),
    ],
)
def test_the_last_day_is_a_valid_day(due: date, says: str) -> None:
    assert waiver_refusal(WAIVER, 2022, due) == says


def test_another_year_is_refused_whatever_the_day() -> None:
    assert waiver_refusal(WAIVER, 2023, LAST) == "是 2022 年度的"


@pytest.mark.parametrize(
    ("rule", "broken", "times"),
    [
        ("R08", [("R08.person", None), ("R08.total", "R08.person")], 1),
        ("R08", [("R08.person", None), ("R08.firm", None), ("R08.total", "R08.person")], 2),
        ("R08.total", [("R08.person", None), ("R08.total", "R08.person")], 1),
        ("R08.total", [("R08.person", None)], 0),
    ],
)
def test_what_only_follows_is_not_counted_beside_its_cause(
    rule: str, broken: list[tuple[str, str | None]], times: int
) -> None:
    """The cover counts in the same way; an exception that is used is never said to be unused."""
    waiver = Waiver(unit="001", rule=rule, year=2022, reason="机构合并", approver="张某", expires=LAST)
    found = [
        Finding(rule="R08", level=Level.ERROR, problem="不等。", line=line, cause=cause)
        for line, cause in broken
    ]
    (use,) = count_uses([waiver], {"001": waive(found, [waiver], 2022, LAST)}, 2022, {"001": LAST})
    assert (use.times, use.state) == (times, "生效" if times else "没有用到")
