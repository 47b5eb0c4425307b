"""How far the work has come, on a terminal: drawn by rich, nothing in pipes and files."""

import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

APART = 0.1  # seconds between two drawings


class _Line:
    """The line that is being drawn, by no thread of its own: with a second one the work could not fork."""

    def __init__(self) -> None:
        self._what, self._drawn = "", 0.0
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def show(self, what: str, done: int, total: int) -> None:
        """Draw the line anew, unless it was a moment ago."""
        if what != self._what:
            self.end()
            self._begin(what, total)
        if self._bar is None or self._task is None:
            return
        whole = done >= total
        self._bar.update(self._task, completed=done, total=total)
        if whole or monotonic() - self._drawn >= APART:
            self._bar.refresh()
            self._drawn = monotonic()
        if whole:
            self.end()

    def _begin(self, what: str, total: int) -> None:
        from rich.console import Console  # noqa: PLC0415 (a tenth of a second, on terminals only)
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        console = Console(file=sys.__stderr__)  # past the stream that lets nothing steer the terminal
        self._bar = Progress(
            *columns, console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        self._what, self._task = what, self._bar.add_task(what, total=total)
        self._bar.start()

    def end(self) -> None:
        """Leave the line as it is, and give the cursor back."""
        if self._bar is not None:
            self._bar.stop()
        self._what, self._bar, self._task = "", None, None


_line = _Line()


def show_progress(what: str, done: int, total: int) -> None:
    """Show on a terminal how far the work has come."""
    if total and sys.stderr.isatty() and sys.__stderr__ is not None:
        sys.stderr.flush()
        _line.show(what, done, total)


def end_progress() -> None:
    """Leave what is drawn, before anything else is said."""
    _line.end()
