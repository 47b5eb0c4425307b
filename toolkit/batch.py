"""Reading many files in worker processes: a crash or a hang of a parser inside one file costs that file only."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toolkit import remark
from toolkit.reading import Reading, read_file

CHUNK = 16  # files handed to a worker at once
SECONDS_FOR_ONE = 60
MEMORY = 3 * 2**30  # address space of a worker, where the system can limit it


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One file to read: where it is, and how messages call it."""

    path: Path
    name: str


def read_files(
    jobs: Sequence[Job], forms: Sequence[str], *, workers: int | None = None, done: Callable[[int], None] | None = None
) -> list[Reading]:
    """Read all files; the result runs beside `jobs`. `workers` 0 reads in this process; `done` hears of progress."""
    if workers == 0:
        return [read_file(job.path, job.name, forms) for job in jobs]
    readings: dict[str, Reading] = {}
    chunks = [jobs[i : i + CHUNK] for i in range(0, len(jobs), CHUNK)]
    for chunk, result in _run(chunks, forms, min(workers or os.cpu_count() or 1, len(chunks))):
        readings.update(zip((job.name for job in chunk), result, strict=True))
        if done is not None:
            done(len(readings))
    for job in jobs:  # whatever a broken pool left over is read alone, each in a process of its own
        if job.name not in readings:
            readings[job.name] = _alone(job, forms)
    return [readings[job.name] for job in jobs]


def _run(
    chunks: Sequence[Sequence[Job]], forms: Sequence[str], workers: int
) -> Iterator[tuple[Sequence[Job], list[Reading]]]:
    if not chunks:
        return
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_bound_memory)
    futures: dict[Future[list[Reading]], Sequence[Job]] = {pool.submit(_read_chunk, c, forms): c for c in chunks}
    try:
        for future in as_completed(futures, timeout=SECONDS_FOR_ONE + 2 * len(chunks)):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                continue
    except Late:
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 (the pool offers no way to stop a hung worker)
            process.kill()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read_chunk(chunk: Sequence[Job], forms: Sequence[str]) -> list[Reading]:
    return [read_file(job.path, job.name, forms) for job in chunk]


def _alone(job: Job, forms: Sequence[str]) -> Reading:
    """Read one file in a process of its own; a crash or a hang becomes a finding."""
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_bound_memory)
    future = pool.submit(read_file, job.path, job.name, forms)
    try:
        return future.result(timeout=SECONDS_FOR_ONE)
    except BrokenProcessPool:
        why = "读取程序崩溃，多半是文件内部损坏或异常庞大"
    except Late:
        why = f"{SECONDS_FOR_ONE} 秒还没有读完"
        for process in list((pool._processes or {}).values()):  # noqa: SLF001
            process.kill()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    finding = remark.CRASHED.finding(why=why)
    modified = datetime.fromtimestamp(job.path.stat().st_mtime)  # noqa: DTZ006
    return Reading(file=job.name, sha256="", modified=modified, findings=(finding,), unreadable=True)


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (not there on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
