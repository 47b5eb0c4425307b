"""How much a finding weighs."""

from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: 强制 blocks, 核实 asks for an explanation, 提示 informs."""

    ERROR = "error"
    QUERY = "query"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        """The level in the words of the form."""
        return _LABELS[self]

    @property
    def order(self) -> int:
        """Errors come first."""
        return list(Level).index(self)


_LABELS = {Level.ERROR: "强制", Level.QUERY: "核实", Level.NOTICE: "提示"}
