"""A published file that cannot be read."""

import struct
import zlib
from zipfile import BadZipFile

from toolkit.published.notes import reading_note

MOST_CHARACTERS = 2_000_000  # of a document: a hundred times the longest report
# what the libraries raise of a file that was damaged on its way; of XML that is broken a SyntaxError
DAMAGED = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    struct.error,
    zlib.error,
)


class UnreadableFileError(Exception):
    """A file that cannot be read at all; owns the catalogue id and what was found."""

    def __init__(self, rule: str, found: str = "") -> None:
        """Say why, by catalogue id."""
        self.finding = reading_note(rule, found=found)
        super().__init__(self.finding.message)


def require_readable(characters: int) -> None:
    """Refuse a document of more text than anybody would read, seen or not, before anything is looked for."""
    if characters > MOST_CHARACTERS:
        raise UnreadableFileError("P03", f"有 {characters} 个字，不像年度报告")
