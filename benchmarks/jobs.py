"""What only the benchmark asks of the tool: `python -m benchmarks.jobs NAME FOLDER`."""
# ruff: noqa: PLC0415 (a job imports only what it measures)

import csv
import gc
import sys
from collections.abc import Callable
from pathlib import Path

from toolkit.garbage import SELDOM


def check_alone(folder: Path) -> None:
    """Read and check a folder's inbox in this one process; only what is remembered is written."""
    check_two(folder, workers=0)


def check_two(folder: Path, workers: int | None = 2) -> None:
    """Do the same with two workers."""
    from toolkit.year.collection import collect
    from toolkit.year.workspace import open_workspace

    collection = collect(open_workspace(folder), workers=workers)
    other = [file.reading.file for file in collection.files if file.status != "accepted"]
    if other:
        raise SystemExit(f"not accepted: {other[:5]}")


def check_recorded(folder: Path) -> None:
    """Do all that `xxgk check` does but for what goes back."""
    from toolkit.year.collection import collect
    from toolkit.year.journal import record_receipts
    from toolkit.year.workspace import open_workspace

    workspace = open_workspace(folder)
    record_receipts(workspace, collect(workspace), None)


def compare(folder: Path) -> None:
    """Make sure that the tool and the script with pandas came to the same totals."""
    with (folder / "summary" / "totals.csv").open(encoding="utf-8-sig") as lines:
        ours = [float(line["value"]) for line in csv.DictReader(lines)]
    with (folder / "pandas-totals.csv").open(encoding="utf-8") as lines:
        theirs = [round(float(line[1]), 6) for line in list(csv.reader(lines))[1:]]
    if ours != theirs:
        raise SystemExit(f"the totals differ: {sum(ours)} {sum(theirs)} ({len(ours)} {len(theirs)})")


JOBS: dict[str, Callable[[Path], None]] = {
    job.__name__: job for job in (check_alone, check_two, check_recorded, compare)
}

if __name__ == "__main__":
    gc.set_threshold(SELDOM)  # as the command begins
    JOBS[sys.argv[1]](Path(sys.argv[2]))
    gc.freeze()  # as the command ends, and the competitors: tidying up at the end is nobody's work
