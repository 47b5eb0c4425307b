"""What the benchmark measures, each job in a process of its own: `python -m benchmarks.jobs NAME FOLDER`.

It prints as JSON how long the job took, from its first import on, and how much memory it came to.
"""
# ruff: noqa: PLC0415 (a job imports only what it measures)

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

ISSUED = 200
SHEETS = (
    "_xxgk",
    "封面",
    "表二",
    "表三",
    "表四",
    "补充情况",
    "文字报告",
    "核实说明",
)  # those that a check reads
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


class Disagreement(Exception):  # noqa: N818 (what it is, said plainly)
    """The two sides did not do the same work."""


def quarter(folder: Path) -> Path:
    """Return the folder with a quarter of the units of `folder`."""
    return folder.with_name(f"quarter-of-{folder.name}")


def to_issue(folder: Path) -> Path:
    """Return the folder whose workbooks are issued."""
    return folder.with_name("issue")


def prepare(folder: Path) -> None:
    """Make the folders of the benchmark: all units, a quarter of them, and one to issue."""
    from benchmarks.corpus import make_filled, make_folder, make_part

    units = int(folder.name.rpartition("-")[2])
    make_filled(folder, units)
    write_sheet_rules(folder)
    make_part(quarter(folder), folder, units // 4)
    make_folder(to_issue(folder), ISSUED)


def calamine(folder: Path) -> None:
    """Read the sheets that a check reads, with python-calamine alone, one file after the other."""
    from python_calamine import CalamineWorkbook

    for path in sorted((folder / "inbox").iterdir()):
        workbook = CalamineWorkbook.from_path(str(path))
        for name in SHEETS:
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def sheet_rules(folder: Path) -> Path:
    """Return where the rule book without the rules of prose and across units lies."""
    return folder / "sheet-rules.toml"


def write_sheet_rules(folder: Path) -> None:
    """Write the form with only those rules that live in its sheets: those that no procedure judges."""
    import re
    from importlib.resources import files

    whole = (files("workbook_templates") / "annual-report-2021.toml").read_text(encoding="utf-8")
    kept = [part for part in re.split(r"(?m)^(?=\[)", whole) if not re.search("(?m)^procedure = ", part)]
    sheet_rules(folder).write_text("".join(kept), encoding="utf-8")


def check(folder: Path, workers: int | None = None, rules: str | None = None) -> None:
    """Read and check a folder's inbox as `xxgk check` does."""
    from toolkit.year.collection import collect
    from toolkit.year.workspace import open_workspace

    collection = collect(open_workspace(folder), workers=workers, rules=rules)
    if any(file.status != "accepted" for file in collection.files):
        raise Disagreement("not every workbook was accepted")


def check_alone(folder: Path) -> None:
    """Read and check a folder's inbox in this one process."""
    check(folder, workers=0)


def check_sheets(folder: Path) -> None:
    """Read and check a folder's inbox by the rules that live in the sheets: neither prose nor other units."""
    check(folder, rules=str(sheet_rules(folder)))


def consolidate(folder: Path) -> None:
    """Do all that `xxgk consolidate` does."""
    from toolkit.county.outputs import publish
    from toolkit.year.workspace import open_workspace

    if not publish(open_workspace(folder)).complete:
        raise Disagreement("not every unit was added up")


def plain(folder: Path) -> None:
    """Do what the plain script does."""
    from benchmarks.plain_script import main

    main(folder / "inbox", folder / "plain.xlsx")


def compare(folder: Path) -> None:
    """Make sure that both sides came to the same totals."""
    import csv

    import openpyxl

    with (folder / "summary" / "totals.csv").open(encoding="utf-8") as lines:
        ours = [float(line["value"]) for line in csv.DictReader(lines)]
    sheet = openpyxl.load_workbook(folder / "plain.xlsx")["合计"]
    if ours != [line[1] for line in sheet.iter_rows(min_row=2, values_only=True)]:
        raise Disagreement("the totals differ")


def issue(folder: Path) -> None:
    """Issue the workbooks of all units as `xxgk issue` does."""
    from toolkit.year.issuing import issue as issue_all
    from toolkit.year.workspace import open_workspace

    for _ in issue_all(open_workspace(to_issue(folder))):
        pass


JOBS: dict[str, Callable[[Path], None]] = {
    job.__name__: job
    for job in (prepare, calamine, check_sheets, check, check_alone, consolidate, plain, compare, issue)
}


def main(name: str, folder: Path) -> None:
    """Run a job and print what it took.

    Seconds, bytes of this process, of its largest child, how many children.
    """
    start = time.perf_counter()
    JOBS[name](folder)
    seconds = time.perf_counter() - start
    own, child = (
        resource.getrusage(who).ru_maxrss * RSS_UNIT
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    workers = (os.cpu_count() or 1) if child else 0
    print(json.dumps({"seconds": seconds, "own": own, "child": child, "workers": workers}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
