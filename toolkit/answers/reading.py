"""What one file says, as it was read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.form.model import TIERS

_MADE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d( \d{1,6})?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one file says. ``submission`` is None when nothing could be read.

    ``form`` is the form it was taken for, ``issued`` its hidden identity. ``dated`` is when an office
    program last saved it, as the file itself says (ISO, UTC): the same in every copy.
    """

    file: str
    sha256: str
    modified: datetime
    dated: str | None = None
    form: str | None = None
    edition: str | None = None
    submission: Submission | None = None
    issued: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unreadable: bool = False

    @property
    def saved(self) -> str | None:
        """``dated``, where that can be: not what a wrong clock put into the future, as of now."""
        return self.dated if self.saved_at else None

    @property
    def saved_at(self) -> datetime | None:
        """``saved`` as a time."""
        when = datetime.fromisoformat(self.dated) if self.dated else None
        tomorrow = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
        return None if when is None or when > tomorrow else when

    @property
    def of_moment(self) -> str:
        """Of what moment its figures are, "" where it does not tell: ``saved``, or when sums were added up.

        Saving a county's workbook makes its sums no newer.
        """
        made = self.issued.get("made", "")
        return made if _MADE.fullmatch(made) else self.saved or ""

    @property
    def tier(self) -> int:
        """How many times over its figures are sums, as the hidden identity says: 0 for a unit's own."""
        return next((tier for tier in range(1, TIERS + 1) if self.issued.get("tier") == str(tier)), 0)


def unread_file(name: str, finding: Finding, modified: datetime = datetime.min) -> Reading:  # noqa: DTZ901 (long ago)
    """Say why a file was not read."""
    return Reading(file=name, sha256="", modified=modified, findings=(finding,), unreadable=True)
