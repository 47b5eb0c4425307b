"""期限: one rule which deadline and which day count; what has passed does not get later by itself."""

from datetime import date, datetime
from pathlib import Path

import pytest

from toolkit.answers.units import Unit
from toolkit.year.calendar import Due, due_of, passed_deadlines
from toolkit.year.issuing import told_of_issuing
from toolkit.year.workspace import Settings, Standing, open_workspace

DAY = {name: date(2023, *day) for name, day in (("own", (1, 15)), ("first", (1, 31)), ("again", (2, 10)))}
SETTINGS = Settings(
    county="某县",
    year=2022,
    form="f",
    deadlines={"default": DAY["first"], "乡镇街道": DAY["own"], "退回": DAY["again"]},
)


def due(on: date, status: str, kind: str = "部门", **days: datetime | bool) -> Due:
    standing = Standing(unit=Unit(code="1", name="甲", kind=kind), status=status, **days)  # type: ignore[arg-type]
    return due_of(SETTINGS, standing, on)


def at(month: int, day: int) -> datetime:
    return datetime(2023, month, day, 9)


@pytest.mark.parametrize("on", [date(2023, 1, 20), date(2023, 6, 1)])
def test_what_has_passed_does_not_get_later(on: date) -> None:
    assert due(on, "accepted", received=at(2, 3), saved=at(1, 5)) == Due(
        deadline=DAY["first"], came=date(2023, 2, 3), days_late=3
    )
    assert (
        due(on, "accepted", saved=at(2, 2)).days_late == due(on, "accepted", modified=at(2, 2)).days_late == 2
    )
    assert due(on, "accepted", received=at(1, 31)).days_late == 0  # the last day is in time
    assert due(on, "accepted", kind="乡镇街道", received=at(1, 31)).days_late == 16


def test_a_unit_that_was_sent_back_has_until_the_second_deadline() -> None:
    on = date(2023, 3, 1)
    again = due(on, "accepted", first=at(1, 30), received=at(2, 10), sent_back=True)
    assert again == Due(deadline=DAY["again"], came=date(2023, 2, 10), days_late=0)
    assert due(on, "accepted", first=at(1, 30), received=at(2, 12), sent_back=True).days_late == 2
    late = due(on, "accepted", first=at(2, 5), received=at(2, 9), sent_back=True)
    assert late == Due(deadline=DAY["first"], came=date(2023, 2, 5), days_late=5)
    assert due(date(2023, 2, 11), "returned", received=at(1, 30)) == Due(
        deadline=DAY["again"], came=date(2023, 1, 30), days_late=1
    )


def test_what_is_owed_counts_to_the_day_asked_for() -> None:
    assert due(date(2023, 2, 2), "missing").days_late == 2
    assert due(date(2023, 2, 2), "excused").days_late == 0


def test_a_deadline_that_is_over_when_workbooks_go_out_is_told(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("代码,名称,类别\n1,甲局,部门\n2,东镇,乡镇街道\n", encoding="utf-8")
    (tmp_path / "xxgk.toml").write_text(
        "county = '某县'\nyear = 2022\nform = 'annual-report-2021'\n[deadlines]\ndefault = 2023-01-31\n"
        "'乡镇街道' = 2023-01-15\n'开发区' = 2022-12-01\n",  # of no unit
        encoding="utf-8",
    )
    workspace = open_workspace(tmp_path)
    assert passed_deadlines(workspace, date(2023, 1, 15)) == ""  # the last day is in time
    assert "2023-01-15 已经过了" in passed_deadlines(workspace, date(2023, 1, 16))
    assert "2023-01-15、2023-01-31" in passed_deadlines(workspace, date(2023, 2, 1))
    unused, told = told_of_issuing(workspace, date(2023, 1, 16))
    assert "“开发区”的期限没有用到" in unused
    assert "2023-01-15 已经过了" in told
    assert told_of_issuing(workspace, date(2023, 1, 15)) == (unused,)
