"""What one file says, as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.form.model import TIERS


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one file says. ``submission`` is None when nothing could be read.

    ``form`` is the form it was taken for, ``issued`` its hidden identity. ``saved`` is when an office
    program last saved it, as the file itself says (ISO, UTC): the same in every copy.
    """

    file: str
    sha256: str
    modified: datetime
    saved: str | None = None
    form: str | None = None
    edition: str | None = None
    submission: Submission | None = None
    issued: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unreadable: bool = False

    @property
    def saved_at(self) -> datetime | None:
        """``saved`` as a time."""
        return datetime.fromisoformat(self.saved).replace(tzinfo=None) if self.saved else None

    @property
    def tier(self) -> int:
        """How many times over its figures are sums, as the hidden identity says: 0 for a unit's own."""
        return next((tier for tier in range(1, TIERS + 1) if self.issued.get("tier") == str(tier)), 0)


def unread_file(name: str, finding: Finding, modified: datetime = datetime.min) -> Reading:  # noqa: DTZ901 (long ago)
    """Say why a file was not read."""
    return Reading(file=name, sha256="", modified=modified, findings=(finding,), unreadable=True)
