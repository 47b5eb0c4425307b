"""Long work beside the pages: one piece at a time, with progress.

It can be stopped, and says what came of it.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from toolkit.errors import XxgkError


class StoppedError(Exception):
    """The person at the desk stopped the work."""


@dataclass
class Work:
    """What is being done, or was done last: how far it is, what it said, and why it failed."""

    title: str = ""
    done: int = 0
    total: int = 0
    lines: tuple[str, ...] = ()
    error: str = ""
    running: bool = False
    number: int = 0
    _asked_to_stop: threading.Event = field(default_factory=threading.Event, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    def start(self, title: str, task: Callable[[], Sequence[str]]) -> bool:
        """Begin a piece of work; False when another is not done yet. `task` returns the lines to show."""
        with self._lock:
            if self.running:
                return False
            self.title, self.done, self.total, self.lines, self.error = title, 0, 0, (), ""
            self.running, self.number = True, self.number + 1
            self._asked_to_stop.clear()
        self._thread = threading.Thread(target=self._run, args=(task,), name=title)
        self._thread.start()
        return True

    def _run(self, task: Callable[[], Sequence[str]]) -> None:
        try:
            self.lines = tuple(task())
        except StoppedError:
            self.error = "已停止。做完的都在，没有做完的没有写。"
        except XxgkError as error:
            self.error = str(error)
        except Exception as error:
            self.error = (
                f"程序出错了（{type(error).__name__}），文件没有动。请把这句话和当时的文件交给维护的人。"
            )
            raise
        finally:
            self.running = False

    def tell(self, done: int, total: int) -> None:
        """Hear how far the work is. Raises StoppedError when it was asked to stop."""
        self.done, self.total = done, total
        if self._asked_to_stop.is_set():
            raise StoppedError

    def wait_for_others(self) -> None:
        """Hear that another run is at work on the folder."""
        self.lines = ("另一个人正在对这个文件夹运行，等他做完就接着做。",)

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._asked_to_stop.set()

    def finish(self) -> None:
        """Wait for the work to end."""
        if self._thread is not None:
            self._thread.join()
