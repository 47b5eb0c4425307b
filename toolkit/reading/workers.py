"""Reading many files in worker processes: a crash or a hang of a parser inside one file costs that file only.

Each worker reads one file at a time and answers before it takes the next, so it is always known which file
it is at. A folder can be shared out over any `concurrent.futures.Executor` too: whoever does a share reads
it in the same way, and what a machine could not do, because it is gone or sees no such file, is done here.
"""

import multiprocessing
import os
import pickle
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from toolkit.answers import messages
from toolkit.answers.reading import Reading, unread_file
from toolkit.files import fingerprint_of
from toolkit.process_limits import LIMITS, MIB, begin_file, begin_held, end_held, enter, why_it_ended
from toolkit.reading.taken_file import Job

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future  # which load logging

CHUNK = 16  # files handed to a worker at once
SECONDS_FOR_ONE = LIMITS.waiting  # by the clock; what works instead of waiting is stopped far sooner
ANSWER = 16 * MIB  # bytes of what is made of one file; of an ordinary one some 50 KB
TOO_MUCH = "里面的内容异常多"
BEAT = 0.1  # seconds between two looks at how far the workers are


Read: TypeAlias = Callable[[Path, str, Sequence[str]], Reading]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Task(Generic[T]):
    """What is done with each file, wherever: it is read, as one of `forms`, and something is made of that.

    What `then` makes of a reading can be sent to another process.
    """

    read: Read
    forms: Sequence[str]
    then: Callable[[Reading], T]

    def __call__(self, job: Job) -> T:
        """Do it."""
        return self.then(self.read(job.path, job.name, self.forms))


class Batch(Generic[T]):
    """Files being read, and what is made of each reading where it was read.

    The workers begin at once, so that others may do something else before they ask for the results.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        task: Task[T],
        *,
        workers: int | None = None,
        seconds: float = SECONDS_FOR_ONE,
    ) -> None:
        """Begin with the `jobs`; `workers` 0 reads in this process, later; `seconds` are for each file."""
        self.jobs, self.task, self.seconds = jobs, task, seconds
        self._waiting = deque(range(len(jobs)))
        self._made: dict[int, T] = {}
        count = min(os.cpu_count() or 1 if workers is None else workers, -(-len(jobs) // CHUNK))
        self._crew = [_Worker(self.task) for _ in range(count)]
        self._hand_out()
        self._failure: BaseException | None = None
        self._leaving = False
        self._listener = threading.Thread(target=self._attend, daemon=True)
        if self._crew:
            self._listener.start()

    def __enter__(self) -> "Batch[T]":
        """Stop the workers when the block is left."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the workers."""
        self._leaving = True
        for worker in self._crew:
            worker.process.kill()
        if self._crew:
            self._listener.join()
        for worker in self._crew:
            worker.stop()

    def results(self, done: Callable[[int], None] | None = None) -> list[T]:
        """Wait for all files; the result runs beside the jobs. `done` hears how many are done."""
        if not self._crew:
            return [self.task(job) for job in self.jobs]
        told = 0
        while self._listener.is_alive():
            self._listener.join(BEAT)
            if done is not None and len(self._made) > told:
                told = len(self._made)
                done(told)
        if self._failure is not None:
            raise self._failure
        return [self._made[i] for i in range(len(self.jobs))]

    def _attend(self) -> None:
        """Keep the workers busy, whatever the rest of the program is doing."""
        try:
            while len(self._made) < len(self.jobs) and not self._leaving:
                self._listen()
                self._hand_out()
        except BaseException as failure:  # noqa: BLE001 (told to whoever asks for the results)
            self._failure = failure

    def _hand_out(self) -> None:
        for worker in self._crew:
            worker.take(self.jobs, self._waiting)

    def _listen(self) -> None:
        """Hear what the workers say, and find out which of them died or hangs."""
        busy = {worker.pipe: worker for worker in self._crew if worker.at}
        patience = max(0.0, min(worker.since for worker in busy.values()) + self.seconds - time.monotonic())
        for pipe in wait(list(busy), timeout=patience + 0.01):
            worker = busy[pipe]  # type: ignore[index]
            try:
                answer = pickle.loads(worker.pipe.recv_bytes(ANSWER))  # noqa: S301 (from our own process)
            except MemoryError:
                self._blame(worker, TOO_MUCH)
                continue
            except (EOFError, OSError) as error:
                if self._leaving:
                    return
                worker.process.join(timeout=10 if isinstance(error, EOFError | ConnectionError) else BEAT)
                code = worker.process.exitcode
                # one that lives on has sent more than it may
                self._blame(worker, TOO_MUCH if code is None else why_it_ended(code))
                continue
            self._made[worker.at.popleft()] = answer
            worker.since = time.monotonic()
        for worker in busy.values():
            if worker.at and time.monotonic() - worker.since > self.seconds and not worker.pipe.poll():
                self._blame(worker, f"{self.seconds:g} 秒还没有读完")

    def _blame(self, worker: "_Worker", why: str) -> None:
        """Give up the file a worker was at, start another, and go on with the files behind it."""
        culprit = worker.at.popleft()
        self._made[culprit] = self.task.then(_crashed(self.jobs[culprit], why))
        worker.restart(self.jobs)


@dataclass
class _Worker:
    """A process that reads; ``at`` are the files handed to it, its present one first, ``since`` when."""

    task: Task[Any]
    at: deque[int] = field(default_factory=deque)
    since: float = 0.0

    def __post_init__(self) -> None:
        """Start the process."""
        self.process, self.pipe = begin_held(_work, self.task)

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

    def restart(self, jobs: Sequence[Job]) -> None:
        """Begin anew with the files that are left."""
        self.stop()
        rest, self.at = self.at, deque()
        self.__post_init__()
        self.take(jobs, rest)

    def stop(self) -> None:
        """End the process."""
        end_held(self.process, self.pipe)


def _crashed(job: Job, why: str) -> Reading:
    try:
        modified = datetime.fromtimestamp(job.path.stat().st_mtime)  # noqa: DTZ006
    except OSError:
        modified = datetime.min  # noqa: DTZ901 (gone meanwhile)
    return unread_file(job.name, messages.CRASHED.finding(why=why), modified)


def _work(pipe: Connection, task: Task[Any], forked: bool) -> None:
    """Read what comes through the pipe until it closes."""
    enter(pipe, LIMITS, forked=forked)
    try:
        while True:
            for job in pipe.recv():
                begin_file(LIMITS)
                pipe.send(task(job))
    except EOFError:
        return


# ------------------------------------------------------------------ by any executor, here or elsewhere


def share_out(executor: "Executor", jobs: Sequence[Job], task: Task[T]) -> "list[Future[list[T]]]":
    """Hand all files to an executor, `CHUNK` at a time; see `gather`.

    Its workers see the files under the paths that they have here: the same bytes, or the share is read
    here. It is for who starts them that they run the same version of the tool.
    """
    known = [(replace(job, path=job.path.absolute()), _digest(job)) for job in jobs]
    shares = [known[first : first + CHUNK] for first in range(0, len(known), CHUNK)]
    return [executor.submit(read_share, share, task) for share in shares]


def _digest(job: Job) -> str:
    try:
        return fingerprint_of(job.path)
    except OSError:
        return ""  # gone meanwhile: whoever reads it says so


def gather(
    shares: "Sequence[Future[list[T]]]",
    jobs: Sequence[Job],
    task: Task[T],
    done: Callable[[int], None] | None = None,
) -> list[T]:
    """Wait for what was shared out; the result runs beside `jobs`. `done` hears how many are read so far."""
    from concurrent.futures import as_completed  # noqa: PLC0415 (loads logging; only where others read)

    read = 0
    for share in as_completed(shares):
        read += len(_made(share) or ())
        if done is not None:
            done(read)
    parts = [jobs[first : first + CHUNK] for first in range(0, len(jobs), CHUNK)]
    made = [_made(share) for share in shares]
    whole = [
        one if one is not None and len(one) == len(part) else None
        for one, part in zip(made, parts, strict=True)
    ]
    left = [job for one, part in zip(whole, parts, strict=True) if one is None for job in part]
    with Batch(left, task) as batch:
        again = iter(batch.results((lambda more: done(read + more)) if done is not None else None))
    result = list[T]()
    for one, part in zip(whole, parts, strict=True):
        result += islice(again, len(part)) if one is None else one
    return result


def _made(share: "Future[list[T]]") -> list[T] | None:
    """Return what a share came to; None where whoever had it is gone, or failed."""
    try:
        return share.result()
    except Exception:  # noqa: BLE001 (whatever another machine says: it is read here, where a mistake shows)
        return None


def read_share(known: Sequence[tuple[Job, str]], task: Task[T]) -> list[T]:
    """Read some files, each with its SHA-256, where this is called.

    In a process of its own, unless the caller is one that must not have any: then a file that brings it down
    takes the share with it, which is read again by whoever handed it out. Raises OSError when a file that is
    seen from here is another one, or none.
    """
    jobs = [job for job, _ in known]
    if any(fingerprint_of(job.path) != digest for job, digest in known):
        raise OSError("what is seen from here is not what was handed out")
    workers = 0 if multiprocessing.current_process().daemon else 1
    with Batch(jobs, task, workers=workers) as batch:
        return batch.results()
