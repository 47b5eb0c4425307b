"""Statements beside a table: read of each text once, as most are those of the form and state nothing."""

from collections.abc import Callable
from typing import Generic, TypeVar

from toolkit.layout.layout import TableGrid
from toolkit.reading.locating import bare_label

T = TypeVar("T")
_MANY = 4096  # texts that are known to state nothing, at the most


class Statements(Generic[T]):
    """What texts state of some matter; those that state nothing are known from then on."""

    def __init__(self, read: Callable[[str], T]) -> None:
        """Take what a text states from `read`: something false where that is nothing."""
        self._read = read
        self._silent: set[str] = set()

    def of(self, texts: frozenset[str]) -> dict[str, T]:
        """Give those of the `texts` that state something, and what."""
        told = {text: said for text in texts - self._silent if (said := self._read(text))}
        if len(self._silent) + len(texts) <= _MANY:
            self._silent |= texts - told.keys()
        return told


def is_printed(grid: TableGrid, text: str) -> bool:
    """Whether a text is one that the form itself prints at the table."""
    return any(bare_label(text) == bare_label(box.text) for box in grid.captions)
