"""One unit whose file goes back, and what it is told."""

from dataclasses import dataclass
from datetime import date

from toolkit.answers import messages
from toolkit.answers.units import Unit
from toolkit.returns.tasks import Point
from toolkit.year.workspace import ACCEPTED, FileResult, unit_stem

DAMAGED = {r.id for r in (messages.NO_SHEET, messages.LOST_LABELS, messages.TWO_SHEETS, messages.SHIFTED)}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One unit whose file goes back, and the points it is told."""

    unit: Unit
    result: FileResult
    points: tuple[Point, ...]
    until: date | None

    @property
    def stem(self) -> str:
        """How its files' names begin: CODE_NAME."""
        return unit_stem(self.unit)

    @property
    def passed(self) -> bool:
        """Whether its figures count: only explanations are asked for."""
        return self.result.status == ACCEPTED

    @property
    def no_workbook(self) -> bool:
        """Whether what came is something else: a document, a picture."""
        return any(f.rule == messages.OTHER_KIND.id for f in self.result.findings)

    @property
    def readable(self) -> bool:
        """Whether every figure of its file was found for certain."""
        damaged = any(f.rule in DAMAGED for f in self.result.findings)
        return self.result.judged and self.result.reading.submission is not None and not damaged
