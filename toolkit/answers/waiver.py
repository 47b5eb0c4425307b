"""例外: a finding that somebody in charge allowed, and what became of the exception."""

from dataclasses import dataclass
from datetime import date

from toolkit.answers.messages import Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """One 例外: which unit, which rule or line of it, which year, why, who allowed it, until when."""

    unit: str
    rule: str
    year: int
    reason: str
    approver: str
    expires: date

    @property
    def words(self) -> str:
        """The waiver as findings show it."""
        return f"{self.reason}（{self.approver}批准，有效期至 {self.expires.isoformat()}）"

    def meets(self, finding: Finding) -> bool:
        """Whether the finding is of this rule, or of this line of it."""
        return self.rule in {finding.rule, finding.line}


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """A waiver and to how many findings it was applied; ``state`` says why it was not."""

    waiver: Waiver
    times: int
    state: str
