"""期限和收到的日子: which deadline counts for a unit, on which day its report came, how late that is.

One rule for status, letters, reminders and the summary. What has come counts by the day on which it was
received (the register's; before it is on record, the day on which it was saved), so that nothing gets later
by itself. A unit that reported in time and was sent back has until the deadline for what was returned.
"""

from dataclasses import dataclass
from datetime import date

from toolkit.year.workspace import (
    ACCEPTED,
    AFTER_RETURN,
    MISSING,
    RETURNED,
    SETTINGS,
    Settings,
    Standing,
    Workspace,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """The deadline that counts for a unit, the day its report came, and by how many days it was late."""

    deadline: date | None
    came: date | None
    days_late: int


def return_deadline(settings: Settings, kind: str) -> date | None:
    """The day by which a returned workbook of such a unit comes back: that set for 退回, else its own."""
    return settings.deadlines.get(AFTER_RETURN) or settings.deadline(kind)


def passed_deadlines(workspace: Workspace, on: date) -> str:
    """Say which deadlines of units that report are over before anything is issued; "" when none is."""
    owing = {unit.kind for unit in workspace.roster.units if unit.owes}
    passed = {day for kind in owing if (day := workspace.settings.deadline(kind)) and day < on}
    if not passed:
        return ""
    days = "、".join(day.isoformat() for day in sorted(passed))
    return (
        f"报送期限 {days} 已经过了，收回的都会算逾期。不对的，请改 {SETTINGS} 的 [deadlines]"
        "（工作台：建立→联系人、期限）。"
    )


def deadline_of(settings: Settings, standing: Standing) -> date | None:
    """The deadline that counts for a unit as it stands: its own, or that for what was returned."""
    sent_back = standing.status == RETURNED or (standing.status == ACCEPTED and standing.sent_back)
    return (
        return_deadline(settings, standing.unit.kind) if sent_back else settings.deadline(standing.unit.kind)
    )


def day_received(standing: Standing) -> date | None:
    """The day on which the file that counts came.

    By the register, else as it was saved, else as the file is dated.
    """
    when = standing.received or standing.saved or standing.modified
    return when.date() if when is not None else None


def due_of(settings: Settings, standing: Standing, on: date) -> Due:
    """Say by when a unit had to report, and how late it is on the day `on`.

    What is owed counts to that day.
    """
    came, deadline = day_received(standing), deadline_of(settings, standing)
    if standing.status in {MISSING, RETURNED}:
        return Due(deadline=deadline, came=came, days_late=_late(on, deadline))
    if standing.status != ACCEPTED:
        return Due(deadline=deadline, came=came, days_late=0)
    own = settings.deadline(standing.unit.kind)
    first = standing.first.date() if standing.first is not None else came
    late, late_again = _late(first, own), _late(came, deadline)
    if late > late_again:
        return Due(deadline=own, came=first, days_late=late)
    return Due(deadline=deadline, came=came, days_late=late_again)


def came_late(settings: Settings, standing: Standing) -> int:
    """Say by how many days a report that has passed came late; it does not get later from day to day."""
    return due_of(settings, standing, date.max).days_late if standing.status == ACCEPTED else 0


def _late(day: date | None, deadline: date | None) -> int:
    return max((day - deadline).days, 0) if day is not None and deadline is not None else 0


def written_day(when: date | None) -> str:
    """Write a day as documents do: 2023年1月15日."""
    return f"{when.year}年{when.month}月{when.day}日" if when else ""
