"""Measuring a command: processor time and memory of all its processes, time by the clock."""

import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
MIB = 2**20
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
LIBRARIES = ("python-calamine", "openpyxl", "pandas", "polars", "numpy", "typer")
LOOKS_APART = 0.05  # seconds between two looks at the memory
LOOKS_SHARE = 20  # and at least so many times as long as a look takes


class FailedError(Exception):
    """A command that was measured did not do its work."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One command: seconds of all processors (user and system, children too), by the clock; bytes at most.

    The bytes are those of all its processes together, each shared page once; seen every twentieth of a
    second, but never less than its largest process had.
    """

    cpu: float
    wall: float
    peak: int


def measure(arguments: Sequence[str], *, clean: Sequence[int] = (0,)) -> Measured:
    """Run `python ARGUMENTS` from its start to its end. Raises FailedError when it ends with another code."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), environment.get("PYTHONPATH"))))
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        memory = _Memory(process.pid)
        said = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    peak = max(memory.peak(), usage.ru_maxrss * RSS_UNIT)
    if process.returncode not in clean:
        raise FailedError(f"{' '.join(arguments)}: {process.returncode}\n{said.decode(errors='replace')}")
    return Measured(cpu=usage.ru_utime + usage.ru_stime, wall=wall, peak=peak)


class _Memory:
    """Looks at the memory of a process and of all that it started, until it is asked for the most."""

    def __init__(self, pid: int) -> None:
        self._first, self._most, self._end = psutil.Process(pid), 0, threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()

    def _look(self) -> None:
        pause = LOOKS_APART
        while not self._end.wait(pause):
            start = time.perf_counter()
            try:
                all_of_them = [self._first, *self._first.children(recursive=True)]
            except psutil.Error:
                return
            self._most = max(self._most, sum(map(_held, all_of_them)))
            pause = max(LOOKS_APART, LOOKS_SHARE * (time.perf_counter() - start))

    def peak(self) -> int:
        """Stop looking, and return the most bytes that were seen."""
        self._end.set()
        self._looking.join()
        return self._most


def _held(process: psutil.Process) -> int:
    """Return the bytes of a process, its part of what it shares with others; 0 for one that has ended."""
    try:
        held = process.memory_full_info()
    except (psutil.Error, OSError):
        return 0
    return int(getattr(held, "pss", held.uss))


def best_of(
    rounds: int,
    commands: Mapping[str, Sequence[str]],
    before: Callable[[str], None] = lambda _: None,
    *,
    clean: Sequence[int] = (0,),
    once: str = "",
) -> dict[str, Measured]:
    """Measure several commands in turns, `before` each what it needs; the least processor time of each.

    One of them only `once`, for it takes the longest and nothing is judged by it.
    """
    found: dict[str, list[Measured]] = {name: [] for name in commands}
    for number in range(1, rounds + 1):
        for name, arguments in commands.items():
            if name == once and number > 1:
                continue
            before(name)
            tell(f"{name} {number}/{rounds}")
            found[name].append(measure(arguments, clean=clean))
    return {name: min(several, key=lambda one: one.cpu) for name, several in found.items()}


BEGUN = time.perf_counter()


def tell(text: str) -> None:
    """Say on standard error what is being done, and after how many seconds."""
    print(f"{time.perf_counter() - BEGUN:6.0f} s … {text}", file=sys.stderr, flush=True)


def machine() -> str:
    """Describe the machine, and what runs on it, in a line."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        named = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        model = named[0] if named else model
    libraries = ", ".join(f"{name} {one}" for name in LIBRARIES if (one := _version(name)))
    return (
        f"{model}, {os.cpu_count()} processors; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}; {libraries}"
    )


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
