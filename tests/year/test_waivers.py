"""Exceptions hold to the end of their last day, and not a day longer."""

from datetime import date, timedelta

import pytest

from toolkit.answers.waiver import Waiver
from toolkit.year.waivers import waiver_refusal

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
