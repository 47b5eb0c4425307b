"""谁报了、谁没报、谁逾期，和催报的话: each unit's standing against its deadline on a given day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from toolkit.answers.units import Roster
from toolkit.year.calendar import due_of
from toolkit.year.workspace import ACCEPTED, MISSING, RETURNED, Settings, Standing

NOT_YET, LATE, SENT_BACK, PASSED, NOT_DUE = "未报", "逾期", "退回", "通过", "不需报"
# what a person reads beside the numbers of `count_situations`: those who are late have not reported either
COUNTED_AS = {NOT_YET: "未报（没到期）", LATE: "逾期未报"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """How a unit stands on a day: its state in words, the days that matter, and what to send to it.

    ``compiling`` names the unit that compiles its report, or those that it compiles for.
    """

    standing: Standing
    state: str
    deadline: date | None
    saved: date | None
    received: date | None
    days_late: int
    compiling: str = ""
    reminder: str = ""

    @property
    def asked(self) -> bool:
        """Whether it passed and still owes an explanation."""
        return self.state == PASSED and self.standing.waiting > 0


def situations_of(
    standings: Sequence[Standing], settings: Settings, title: str, on: date
) -> tuple[Situation, ...]:
    """Say how every unit stands on the day `on`, and write the words that remind those who owe something.

    `title` is what is reported: the title of the form.
    """
    roster = Roster(units=tuple(standing.unit for standing in standings))
    return tuple(
        replace(_situation(standing, settings, title, on), compiling=roster.compiling(standing.unit))
        for standing in standings
    )


def _situation(standing: Standing, settings: Settings, title: str, on: date) -> Situation:
    due = due_of(settings, standing, on)
    deadline, late = due.deadline, due.days_late
    states = {ACCEPTED: PASSED, RETURNED: SENT_BACK, MISSING: LATE if late else NOT_YET}
    state = states.get(standing.status, NOT_DUE)
    return Situation(
        standing=standing,
        state=state,
        deadline=deadline,
        saved=standing.saved.date() if standing.saved else None,
        received=due.came,
        days_late=0 if state == NOT_DUE else late,
        reminder=_reminder(standing, settings, title, state, deadline, late),
    )


def _reminder(
    standing: Standing, settings: Settings, title: str, state: str, deadline: date | None, late: int
) -> str:
    """Write what to send to a unit that owes a report, ready to paste; empty for the others."""
    asked = _asked(standing) if state == PASSED else ""
    if state not in {NOT_YET, LATE, SENT_BACK} and not asked:
        return ""
    unit, office = standing.unit, settings.office
    report = f"{settings.year} 年{title}"
    until = f"{deadline.month} 月 {deadline.day} 日" if deadline is not None else ""
    useless = standing.useless.rsplit("/", 1)[-1]
    taken = standing.taken.rsplit("/", 1)[-1]
    got = f"收到的“{useless}”不能用（打不开，或者不是今年发给本单位的表）" if useless else ""
    got = got or (f"报过的“{taken}”没有留用" if taken else "")
    if state == LATE:
        how = f"{got}，已逾期 {late} 天，请今天重新" if got else f"至今没有收到，已逾期 {late} 天，请今天"
        what = f"{report}应于 {until}前报送，{how}报送。"
    elif state == PASSED:
        what = f"报来的 {report}已通过，另有 {asked}后发回。"
    elif state == SENT_BACK:
        errors = standing.errors
        what = f"报来的 {report}已退回" + (
            f"，有 {errors} 处必须改正"
            if errors
            else "，零报告要在封面确认"
            if standing.unconfirmed
            else "，有数字要先说明"
        )
        what += f"。请改好后{f'于 {until}前' if deadline is not None and not late else '尽快'}重新报送" + (
            f"（期限已过 {late} 天）。" if late else "。"
        )
    else:
        when = f"请{f'于 {until}前' if until else '尽快'}"
        what = f"{report}，{got}，{when}重新报送。" if got else f"{report}{when}报送。"
    sender = office.get("name") or f"{settings.county}人民政府办公室"
    phone = f"，联系电话 {office['phone']}" if office.get("phone") else ""
    return f"{unit.name}{f'（{unit.contact}）' if unit.contact else ''}：{what}（{sender}{phone}）"


def _asked(standing: Standing) -> str:
    """Say what a unit that passed still owes, and how it answers; only what a rule asks can be explained."""
    correct, explain = standing.to_correct, standing.waiting - standing.to_correct
    parts = [f"{correct} 处需要改正，请改正" if correct else ""]
    parts += [f"{explain} 处需要说明，请在“核实说明”里写明原因" if explain else ""]
    return "；".join(filter(None, parts))


def urgent_situations(all_of_them: Sequence[Situation]) -> tuple[Situation, ...]:
    """Return the 催报 list: overdue first, the longest first, then those sent back, then those asked."""
    owing = [s for s in all_of_them if s.state in {LATE, SENT_BACK} or s.asked]
    return tuple(sorted(owing, key=lambda s: (s.asked, s.state != LATE, -s.days_late)))


def count_situations(all_of_them: Sequence[Situation]) -> Mapping[str, int]:
    """Count the units: 应报, 已报 (passed or sent back), and by state."""
    by = Counter(s.state for s in all_of_them)
    due = sum(n for state, n in by.items() if state != NOT_DUE)
    reported = by[PASSED] + by[SENT_BACK]
    return {
        "应报": due,
        "已报": reported,
        PASSED: by[PASSED],
        SENT_BACK: by[SENT_BACK],
        NOT_YET: by[NOT_YET],
        LATE: by[LATE],
    }
