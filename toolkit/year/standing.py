"""How each unit of the roster stands: passed, returned, missing, or not due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from toolkit.answers.finding import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.form.level import Level

ACCEPTED, RETURNED, MISSING, EXCUSED = "accepted", "returned", "missing", "excused"
UNCONFIRMED = "待确认零报告"
STATUS_LABELS = {ACCEPTED: "通过", RETURNED: "退回", MISSING: "未报", EXCUSED: "不需报"}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one unit of the roster stands: its status, the file that counts, and what was found in it.

    ``received`` is when the file was first on record here; ``saved`` when an office program last saved it;
    ``modified`` how the file is dated; ``first`` when any file of the unit was first on record;
    ``sent_back``: one was returned.
    """

    unit: Unit
    status: str
    file: str | None = None
    sha256: str | None = None
    received: datetime | None = None
    saved: datetime | None = None
    modified: datetime | None = None
    first: datetime | None = None
    sent_back: bool = False
    submission: Submission | None = None
    findings: tuple[Finding, ...] = ()

    def count(self, level: Level) -> int:
        """How many primary findings of this level there are."""
        return sum(f.level is level and f.primary and f.waived is None for f in self.findings)

    @property
    def waiting(self) -> int:
        """How many queries wait for the unit's explanation."""
        return sum(f.waiting for f in self.findings)

    @property
    def unconfirmed(self) -> bool:
        """Whether it waits for the unit to confirm that its zeros are a zero report."""
        return any(f.unconfirmed for f in self.findings)

    @property
    def named(self) -> str:
        """The unit's name, with what only it can settle where its report waits for that."""
        return f"{self.unit.name}（{UNCONFIRMED}）" if self.unconfirmed else self.unit.name

    @property
    def waived(self) -> int:
        """How many findings are allowed as exceptions."""
        return sum(f.waived is not None and f.primary for f in self.findings)


def standing_counts(standings: Sequence[Standing]) -> Mapping[str, int]:
    """Count the due units: 应报, 已报, 通过, 退回, 未报.

    Due is who owes a report and counts; 已报 are those that passed and those sent back. 应报 ＝ 已报 ＋ 未报.
    """
    due = [s for s in standings if s.unit.owes and s.unit.counted]
    by = {status: sum(s.status == status for s in due) for status in STATUS_LABELS}
    return {
        "应报": len(due),
        "已报": by[ACCEPTED] + by[RETURNED],
        "通过": by[ACCEPTED],
        "退回": by[RETURNED],
        "未报": by[MISSING],
    }
