"""Who has reported, as text with reminders, as JSON, as a workbook."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from toolkit.layout.row_sheets import Sheet, sheets_of_rows
from toolkit.reporter.findings import tally_findings
from toolkit.year.reminders import COUNTED_AS, PASSED, Situation, urgent_situations
from toolkit.year.workspace import UNCONFIRMED

Shown: TypeAlias = tuple[
    Sequence[Situation], Mapping[str, int]
]  # the units to show; how many of all stand how


def status_text(told: Shown) -> str:
    """Report who has reported, who was returned, who is late.

    Then whom to remind, in words ready to paste.
    """
    all_of_them, counts = told
    lines = ["代码\t单位\t状态\t期限\t收到日期\t文件"]
    for s in all_of_them:
        late = f"（{'迟报' if s.state == PASSED else '已过期'} {s.days_late} 天）" if s.days_late else ""
        unit, said = s.standing.unit, (s.compiling, tally_findings(s.standing.findings), s.standing.undecided)
        asked = f"（{s.standing.waiting_named}）" if s.asked else ""
        cells = (
            unit.code,
            unit.name,
            s.state + asked + late,
            _day(s.deadline),
            _day(s.received),
            s.standing.file or "",
            "　".join(part for part in said if part),
        )
        lines.append("\t".join(cells).rstrip())
    lines += ["", "　".join(f"{COUNTED_AS.get(label, label)} {n}" for label, n in counts.items())]
    if owing := urgent_situations(all_of_them):
        lines += ["", f"催报名单（{len(owing)} 个，可以直接复制）："]
        for number, s in enumerate(owing, 1):
            lines += [
                f"{number}. {s.state}　{s.standing.unit.contact}　{s.standing.unit.phone}".rstrip("　"),
                f"   {s.reminder}",
            ]
    return "\n".join(lines) + "\n"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _note(s: Situation) -> str:
    zeros = UNCONFIRMED if s.standing.unconfirmed else ""
    parts = (zeros, s.standing.undecided, s.compiling, s.standing.unit.note)
    return "；".join(part for part in parts if part)


def status_json(told: Shown) -> str:
    """Report the same as JSON."""
    all_of_them, counts = told
    units = [
        {
            "unit_code": s.standing.unit.code,
            "unit_name": s.standing.unit.name,
            "kind": s.standing.unit.kind,
            "status": s.standing.status,
            "state": s.state,
            "deadline": _day(s.deadline) or None,
            "saved": _day(s.saved) or None,
            "received": _day(s.received) or None,
            "days_late": s.days_late,
            "file": s.standing.file,
            "errors": s.standing.errors,
            "queries": s.standing.queries,
            "waiting": s.standing.waiting,
            "open_queries": s.standing.waiting,
            "contact": s.standing.unit.contact,
            "phone": s.standing.unit.phone,
            "compiling": s.compiling or None,
            "unconfirmed": s.standing.unconfirmed,
            "undecided": s.standing.undecided or None,
        }
        for s in all_of_them
    ]
    reminders = [
        {
            "unit_code": s.standing.unit.code,
            "contact": s.standing.unit.contact,
            "phone": s.standing.unit.phone,
            "text": s.reminder,
        }
        for s in urgent_situations(all_of_them)
    ]
    document = {"counts": counts, "units": units, "reminders": reminders}
    return json.dumps(document, ensure_ascii=False, indent=1)


def status_workbook(told: Shown) -> bytes:
    """Report the same as a workbook: 报送情况, and 催报 with the words to send."""
    all_of_them, _ = told
    return sheets_of_rows(
        [
            _sheet("报送情况", _REPORTED, all_of_them),
            _sheet("催报", _TO_URGE, urgent_situations(all_of_them)),
        ]
    )


# the columns of these sheets: the head, its width, and what of a unit's situation stands below it
_Columns: TypeAlias = Sequence[tuple[str, int, Callable[[Situation], object]]]
_REPORTED: _Columns = (
    ("代码", 9, lambda s: s.standing.unit.code),
    ("单位", 30, lambda s: s.standing.unit.name),
    ("类别", 12, lambda s: s.standing.unit.kind),
    ("状态", 8, lambda s: s.state),
    ("期限", 12, lambda s: _day(s.deadline)),
    ("收到日期", 12, lambda s: _day(s.received)),
    ("逾期天数", 9, lambda s: s.days_late),
    ("文件", 30, lambda s: s.standing.file or ""),
    ("强制", 7, lambda s: s.standing.errors),
    ("核实", 7, lambda s: s.standing.queries),
    ("待说明", 8, lambda s: s.standing.waiting),
    ("联系人", 10, lambda s: s.standing.unit.contact),
    ("电话", 16, lambda s: s.standing.unit.phone),
    ("备注", 30, _note),
)
_TO_URGE: _Columns = (
    *(column for column in _REPORTED if column[0] in {"代码", "单位", "状态", "逾期天数", "联系人", "电话"}),
    ("催报的话", 80, lambda s: s.reminder),
)


def _sheet(title: str, columns: _Columns, situations: Iterable[Situation]) -> Sheet:
    heads, widths, values = zip(*columns, strict=True)
    return title, heads, widths, [tuple(value(one) for value in values) for one in situations]
