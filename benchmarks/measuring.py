"""Measuring a command: processor time of all its processes, time by the clock, its largest process."""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MIB = 2**20
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
LIBRARIES = ("python-calamine", "openpyxl", "pandas", "polars", "numpy", "typer")


class FailedError(Exception):
    """A command that was measured did not do its work."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One command: seconds of all processors (user and system, children too), by the clock; bytes at most."""

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
        said = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in clean:
        raise FailedError(f"{' '.join(arguments)}: {process.returncode}\n{said.decode(errors='replace')}")
    return Measured(cpu=usage.ru_utime + usage.ru_stime, wall=wall, peak=usage.ru_maxrss * RSS_UNIT)


def best_of(
    rounds: int, commands: Mapping[str, Sequence[str]], before: Callable[[str], None] = lambda _: None
) -> dict[str, Measured]:
    """Measure several commands in turns, `before` each what it needs; the least processor time of each."""
    found: dict[str, list[Measured]] = {name: [] for name in commands}
    for number in range(1, rounds + 1):
        for name, arguments in commands.items():
            before(name)
            tell(f"{name} {number}/{rounds}")
            found[name].append(measure(arguments))
    return {name: min(several, key=lambda one: one.cpu) for name, several in found.items()}


def tell(text: str) -> None:
    """Say on standard error what is being done."""
    print(f"… {text}", file=sys.stderr, flush=True)


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
