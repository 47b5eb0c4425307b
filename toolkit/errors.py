"""What makes the tool stop: each exception owns the sentence that a user reads.

What is wrong *inside* what a unit sent is never an exception; it is a `finding.Finding`.
"""

from collections.abc import Sequence


class XxgkError(Exception):
    """The work cannot go on; the message says in Chinese why and what to do. Exit code 2."""


class DefinitionError(XxgkError):
    """A form definition contradicts itself; every mistake is listed with its key path."""

    def __init__(self, source: str, mistakes: Sequence[str]) -> None:
        """Say all `mistakes` found in the definition named `source`."""
        self.mistakes = tuple(mistakes)
        super().__init__(
            f"表样定义 {source} 有 {len(self.mistakes)} 处错误：\n"
            + "\n".join(f"  {m}" for m in self.mistakes)
        )


class UsageError(XxgkError):
    """A command was given something that it cannot use."""


class OutputError(XxgkError):
    """A result cannot be written; what stood there before is untouched."""
