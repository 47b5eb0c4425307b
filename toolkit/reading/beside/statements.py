"""Statements beside a table: read of each text once, as most are those of the form and state nothing."""

from collections.abc import Callable
from typing import NamedTuple

from toolkit.layout.layout import Place


class Stated(NamedTuple):
    """What a text states of the figures of a table beside which it stands.

    The ``years`` that they are of, "" for a part of one; the ``unit`` whose they are; the ``measure``, a unit
    of money or of size, or so many at once, in which they are told and that the table does not print.
    """

    years: frozenset[str] = frozenset()
    unit: str = ""
    measure: str = ""

    def __bool__(self) -> bool:
        """Whether it states anything."""
        return any(self)


class Aside(NamedTuple):
    """What is stated beside a table: its place, ``where`` that is in words, and the text."""

    at: Place
    where: str
    text: str
    stated: Stated


_MANY = 4096  # texts that are known to state nothing, at the most


class Statements:
    """What texts state; those that state nothing are known from then on."""

    def __init__(self, read: Callable[[str], Stated]) -> None:
        """Take what a text states from `read`."""
        self._read = read
        self._silent: set[str] = set()

    def of(self, texts: frozenset[str]) -> dict[str, Stated]:
        """Give those of the `texts` that state something, and what."""
        told = {}
        for text in texts - self._silent:
            if stated := self._read(text):
                told[text] = stated
            elif len(self._silent) < _MANY:
                self._silent.add(text)
        return told
