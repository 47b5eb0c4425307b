"""Reading many files in worker processes: a crash or a hang of a parser inside one file costs that file only.

Each worker reads one file at a time and answers before it takes the next, so it is always known which file it is at.
"""

import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TypeAlias

from toolkit import remark
from toolkit.reading import Reading, read_file, unread

CHUNK = 16  # files handed to a worker at once
SECONDS_FOR_ONE = 60.0
MEMORY = 3 * 2**30  # address space of a worker, where the system can limit it


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One file to read: where it is, and how messages call it."""

    path: Path
    name: str


Read: TypeAlias = Callable[[Path, str, Sequence[str]], Reading]


def read_files(
    jobs: Sequence[Job],
    forms: Sequence[str],
    *,
    workers: int | None = None,
    done: Callable[[int], None] | None = None,
    read: Read = read_file,
    seconds: float = SECONDS_FOR_ONE,
) -> list[Reading]:
    """Read all files; the result runs beside `jobs`. `workers` 0 reads in this process; `done` hears of progress.

    `read` is what a worker does with a file, and `seconds` how long it may take.
    """
    if workers == 0:
        return [read(job.path, job.name, forms) for job in jobs]
    waiting = deque(range(len(jobs)))
    readings: dict[int, Reading] = {}
    crew = [_Worker(read, forms) for _ in range(min(workers or os.cpu_count() or 1, -(-len(jobs) // CHUNK)))]
    try:
        while len(readings) < len(jobs):
            for worker in crew:
                worker.take(jobs, waiting)
            told = len(readings)
            _listen(crew, jobs, readings, seconds)
            if done is not None and len(readings) > told:
                done(len(readings))
    finally:
        for worker in crew:
            worker.stop()
    return [readings[i] for i in range(len(jobs))]


def _listen(
    crew: Sequence["_Worker"], jobs: Sequence[Job], readings: dict[int, Reading], seconds: float
) -> None:
    """Hear what the workers say, and find out which of them died or hangs."""
    busy = {worker.pipe: worker for worker in crew if worker.at}
    patience = max(0.0, min(worker.since for worker in busy.values()) + seconds - time.monotonic())
    for pipe in wait(list(busy), timeout=patience + 0.01):
        worker = busy[pipe]  # type: ignore[index]
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            worker.blame(jobs, readings, "读取程序崩溃，多半是文件内部损坏或异常庞大")
            continue
        readings[worker.at.popleft()] = answer
        worker.since = time.monotonic()
    for worker in busy.values():
        if worker.at and time.monotonic() - worker.since > seconds and not worker.pipe.poll():
            worker.blame(jobs, readings, f"{seconds:g} 秒还没有读完")


@contextmanager
def _no_main() -> Iterator[None]:
    """Hide the running program from a process being started, which would load it again and needs only us.

    It may be a script without the guard that multiprocessing asks for; or large; or standard input.
    """
    main = sys.modules["__main__"]
    hidden: dict[str, object] = {
        n: main.__dict__.pop(n) for n in ("__file__", "__spec__") if n in main.__dict__
    }
    main.__spec__ = None
    try:
        yield
    finally:
        main.__dict__.update(hidden)


@dataclass
class _Worker:
    """A process that reads; ``at`` are the files it was handed, the one it is at first, ``since`` when it began."""

    read: Read
    forms: Sequence[str]
    at: deque[int] = field(default_factory=deque)
    since: float = 0.0

    def __post_init__(self) -> None:
        """Start the process."""
        context = multiprocessing.get_context("spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self.read, self.forms), daemon=True)
        with _no_main():
            self.process.start()
        theirs.close()

    def take(self, jobs: Sequence[Job], waiting: deque[int]) -> None:
        """Hand over the next files when there is nothing left to do."""
        if self.at or not waiting:
            return
        self.at.extend(waiting.popleft() for _ in range(min(CHUNK, len(waiting))))
        self.since = time.monotonic()
        try:
            self.pipe.send([jobs[i] for i in self.at])
        except OSError:  # it died before: what it is handed again is told by the next `recv`
            return

    def blame(self, jobs: Sequence[Job], readings: dict[int, Reading], why: str) -> None:
        """Give up the file it was at, start again, and go on with the files behind it."""
        culprit = self.at.popleft()
        readings[culprit] = _crashed(jobs[culprit], why)
        self.stop()
        rest = self.at
        self.at = deque()
        self.__post_init__()
        self.take(jobs, rest)

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _crashed(job: Job, why: str) -> Reading:
    try:
        modified = datetime.fromtimestamp(job.path.stat().st_mtime)  # noqa: DTZ006
    except OSError:
        modified = datetime.min  # noqa: DTZ901 (gone meanwhile)
    return unread(job.name, remark.CRASHED.finding(why=why), modified)


def _work(pipe: Connection, read: Read, forms: Sequence[str]) -> None:
    """Read what comes through the pipe until it closes."""
    _bound_memory()
    try:
        while True:
            for job in pipe.recv():
                pipe.send(read(job.path, job.name, forms))
    except EOFError:
        return


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (not there on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
