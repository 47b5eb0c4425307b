"""Speed and memory, side by side in one run, as ratios: `make bench`.

    python -m benchmarks.bench [--units 1000] [--rounds 3]

Every measurement is a process of its own (`benchmarks.jobs`), so that neither side warms up the other; the
two sides take turns, and the best of each counts. The plain script, which takes minutes, runs once. Peak
memory is that of the process itself and, for each worker it had, that of the largest worker: an upper bound
of the whole.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.jobs import ISSUED, quarter

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"
MIB = 2**20
START_ROUNDS = 10


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One measurement: seconds, bytes of the process itself and of its largest worker, number of workers."""

    seconds: float
    own: int
    child: int
    workers: int

    @property
    def peak(self) -> int:
        """Memory of the process and all its workers at most, in bytes."""
        return self.own + self.workers * self.child


# ------------------------------------------------------------------ measuring


def environment() -> dict[str, str]:
    """Let a child find this checkout before any other that is installed."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def measure(name: str, folder: Path) -> Measured:
    """Run a job in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.jobs", name, str(folder)]
    done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, check=True, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def take_turns(names: Sequence[str], folder: Path, rounds: int) -> list[Measured]:
    """Measure several jobs in turns; return the best of each."""
    measured: dict[str, list[Measured]] = {name: [] for name in names}
    for number in range(1, rounds + 1):
        for name in names:
            tell(f"{name} {number}/{rounds}")
            measured[name].append(measure(name, folder))
    return [min(several, key=lambda m: m.seconds) for several in measured.values()]


def start_up() -> tuple[float, float]:
    """Measure `xxgk --help` against importing typer alone, in turns; return the best of each."""
    sides = ([sys.executable, "-m", "toolkit", "--help"], [sys.executable, "-c", "import typer"])
    best = [float("inf")] * len(sides)
    for _ in range(START_ROUNDS):
        for i, command in enumerate(sides):
            start = time.perf_counter()
            subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=True)
            best[i] = min(best[i], time.perf_counter() - start)
    return best[0], best[1]


def size_of(folder: Path) -> float:
    """Return how many MiB of workbooks there are; all are read once, so that no side pays for the disk."""
    return sum(len(path.read_bytes()) for path in (folder / "inbox").iterdir()) / MIB


# ------------------------------------------------------------------ the table


def tell(text: str) -> None:
    """Say on standard error what is being done."""
    print(f"… {text}", file=sys.stderr, flush=True)


def show(what: str, took: str, memory: str = "", ratio: str = "", goal: str = "") -> None:
    """Print a line of the table."""
    print(f"{what:<60}{took:>10}{memory:>12}  {ratio:<10}{goal}".rstrip(), flush=True)


def line(what: str, measured: Measured, ratio: str = "", goal: str = "") -> None:
    """Print a measurement."""
    show(what, f"{measured.seconds:.2f} s", f"{measured.peak / MIB:,.0f} MiB", ratio, goal)


def report_reading(folder: Path, units: int, rounds: int) -> None:
    """(a) Reading and checking against bare calamine reading."""
    names = ("calamine", "check_sheets", "check", "check_alone")
    bare, sheets, ours, alone = take_turns(names, folder, rounds)
    line(f"(a) bare python-calamine, {units} workbooks, 1 process", bare, "1")
    said = f"    read, rules of the sheets, {sheets.workers} workers"
    line(said, sheets, f"{sheets.seconds / bare.seconds:.2f}", "≤ 2")
    said = f"    read, all rules, as `xxgk check` does, {ours.workers} workers"
    line(said, ours, f"{ours.seconds / bare.seconds:.2f}", "≤ 2 × 1.5")
    line("    read, all rules, 1 process", alone, f"{alone.seconds / bare.seconds:.2f}")
    added = f"{ours.seconds / sheets.seconds:.2f}"
    show("    rules of prose and across units: with them / without", "", "", added, "≤ 1.5")


def report_whole(folder: Path, units: int, rounds: int) -> None:
    """(b) The whole consolidation against the plain script; memory at a quarter of the units and at all."""
    ours, theirs = take_turns(("consolidate", "plain"), folder, 1)
    measure("compare", folder)
    ours = (
        min([ours, *take_turns(("consolidate",), folder, rounds - 1)], key=lambda m: m.seconds)
        if rounds > 1
        else ours
    )
    line(f"(b) plain pandas + openpyxl script, {units} units, 1 process", theirs, "1")
    said = f"    `xxgk consolidate`, {ours.workers} workers, same totals"
    line(said, ours, f"1/{theirs.seconds / ours.seconds:.1f}", "≤ 1/10")
    small = take_turns(("consolidate",), quarter(folder), 1)[0]
    for count, measured, size in (
        (units // 4, small, size_of(quarter(folder))),
        (units, ours, size_of(folder)),
    ):
        said = f"    memory, {count} units, {size:.0f} MiB of files"
        show(
            said,
            "",
            f"{measured.peak / MIB:,.0f} MiB",
            f"main {measured.own / MIB:.0f}, worker {measured.child / MIB:.0f}",
        )
    further = (ours.peak - small.peak) / (units - units // 4)
    show("    memory for each further unit (213 figures)", "", f"{further / 1024:,.0f} KiB")


def report_issuing(folder: Path, rounds: int) -> None:
    """(c) Issuing blank workbooks."""
    (issued,) = take_turns(("issue",), folder, rounds)
    line(f"(c) issue {ISSUED} workbooks, 1 process", issued, f"{issued.seconds / ISSUED * 1000:.0f} ms each")


def report_start() -> None:
    """(d) The start of the command."""
    ours, bare = start_up()
    show('(d) python -c "import typer"', f"{bare:.3f} s", "", "1")
    show("    xxgk --help", f"{ours:.3f} s", "", f"{ours / bare:.2f}", "≤ 1.5")


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description="Speed and memory, side by side, as ratios.")
    parser.add_argument("--units", type=int, default=1000, help="how many units the county has")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side is measured")
    given = parser.parse_args()
    folder = BUILD / f"units-{given.units}"
    tell(f"{given.units} filled workbooks in {folder} (made once, in a minute or two)")
    measure("prepare", folder)
    size_of(folder)
    show("", "best", "peak", "ratio", "goal")
    report_reading(folder, given.units, given.rounds)
    report_whole(folder, given.units, given.rounds)
    report_issuing(folder, given.rounds)
    report_start()


if __name__ == "__main__":
    main()
