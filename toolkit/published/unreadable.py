"""A published file that cannot be read."""

from toolkit.published.notes import reading_note


class UnreadableFileError(Exception):
    """A file that cannot be read at all; owns the catalogue id and what was found."""

    def __init__(self, rule: str, found: str = "") -> None:
        """Say why, by catalogue id."""
        self.finding = reading_note(rule, found=found)
        super().__init__(self.finding.message)
