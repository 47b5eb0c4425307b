"""Speed and memory, side by side in one run: `make bench`, or `make bench QUICK=1` for a share of it.

    python -m benchmarks.bench [--quick] [--rounds 2] [--only PART]… [--write]

Every measurement is a process of its own from its start to its end, so that neither side warms up the other;
the sides take turns, and the least of each counts. Processor time is that of all processes (user and system),
memory that of all of them together; ratios are of processor time, one process against one, two against two.
What is read is made anew each time. With --write the tables go to docs/speed.md, and what the READMEs quote
between their marks is written anew.
"""

import argparse
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks.measuring import BEGUN, ROOT, FailedError, machine, tell
from benchmarks.page import Page
from benchmarks.tables import (
    report_back,
    report_growth,
    report_reading,
    report_start,
    report_whole,
    report_writing,
)

BUILD = ROOT / "build" / "bench"


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured.

    Units of the county, files that other programs saved, units that have to explain, counties of the growth
    and those of them that have a twin with the same prose for all.
    """

    units: int
    saved: int
    asked: int
    growth: tuple[int, ...]
    alike: tuple[int, ...]
    rounds: int


QUICK = Size(units=60, saved=20, asked=20, growth=(60, 240), alike=(240,), rounds=1)
FULL = Size(units=300, saved=300, asked=60, growth=(250, 1000, 4000), alike=(1000, 4000), rounds=5)
PRISTINE, LIBREOFFICE, PROGRAM, ALIKE = (
    "pristine",
    "saved by LibreOffice",
    "unprotected, saved by a program",
    "the same prose for all",
)


@dataclass(frozen=True, kw_only=True)
class Made:
    """The folders that are measured: the county, one into which nothing came, and what is read."""

    folder: Path
    empty: Path
    asked: Path
    kinds: dict[str, Path]
    grown: dict[int, Path]
    same: dict[int, Path]


def make(size: Size) -> Made:
    """Make the counties; to be called in a process of its own, for what measures has to stay small."""
    from benchmarks import corpus  # noqa: PLC0415

    shutil.rmtree(BUILD, ignore_errors=True)
    largest = max(size.growth)
    tell(f"{largest} filled workbooks in {BUILD}")
    whole = corpus.make_filled(BUILD / f"grown-{largest}", largest)
    folder = corpus.make_part(BUILD / "county", whole, size.units)
    tell(f"{max(size.alike)} with the same prose")
    twin = corpus.alike(BUILD / f"alike-{max(size.alike)}", whole, max(size.alike))
    kinds = {PRISTINE: folder, ALIKE: corpus.make_part(BUILD / "alike", twin, size.units)}
    tell(f"{size.saved} saved anew by openpyxl, unprotected")
    kinds[PROGRAM] = corpus.unprotected(BUILD / "unprotected", folder, size.saved)
    if shutil.which("soffice"):
        tell(f"{size.saved} saved anew by LibreOffice")
        kinds[LIBREOFFICE] = corpus.resaved(BUILD / "resaved", folder, size.saved)

    def part(name: str, of: Path, units: int) -> Path:
        there = BUILD / f"{name}-{units}"
        return of if there == of else corpus.make_part(there, of, units)

    return Made(
        folder=folder,
        empty=corpus.make_folder(BUILD / "empty", 24),
        asked=corpus.make_part(BUILD / "asked", twin, size.asked),  # what all wrote alike has to be explained
        kinds=kinds,
        grown={n: part("grown", whole, n) for n in size.growth},
        same={n: part("alike", twin, n) for n in size.alike},
    )


def run(page: Page, size: Size, only: Sequence[str]) -> None:
    """Make the counties, and measure everything, or `only` the parts of these names."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        made = pool.submit(make, size).result()
    parts: dict[str, Callable[[], None]] = {"start": partial(report_start, page, made.empty)}
    for name, files, most in (
        (PRISTINE, size.units, 3),
        (LIBREOFFICE, size.saved, 4),
        (PROGRAM, size.saved, 4),
        (ALIKE, size.units, None),
    ):
        place = made.kinds.get(name)
        if place is None:
            page.fail(name, "There is no `soffice` here.")
        else:
            parts[name] = partial(report_reading, page, name, place, files, most, size.rounds)
    parts["the whole"] = partial(report_whole, page, made.folder, size.units, size.rounds)
    parts["what goes back"] = partial(report_back, page, made.asked, size.asked)
    parts["writing"] = partial(report_writing, page, made.folder, size.units, size.rounds)
    parts["growth"] = partial(report_growth, page, made.grown, made.same, size.rounds)
    for name, part in parts.items():
        if only and name not in only:
            continue
        try:
            part()
        except (FailedError, OSError) as error:
            page.fail(name, str(error)[-600:])


ENGLISH = (
    "Measured by `make bench` ([all of it](docs/speed.md)), in processor time: reading and judging "
    "workbooks for the first\ntime takes {first pristine} × bare python-calamine on one process, the second "
    "`check` {second pristine} of the first;\n`consolidate` after it {whole} × a calamine + pandas script "
    "that checks nothing; a workbook is issued in {issue} ms,\na unit's report written in {report --units} "
    "ms; `status` takes {status} s on {files} known files,\n{start} × `import typer` on an empty folder."
)
CHINESE = (
    "`make bench` 量出来的（[全文](docs/speed.md)，按处理器时间）：第一次读、判全部规则，是单用 "
    "python-calamine 读一遍的\n{first pristine} 倍；第二次 `check` 是第一次的 {second pristine}；接着 "
    "`consolidate` 是什么也不校核的 calamine + pandas\n脚本的 {whole} 倍；下发一份 {issue} 毫秒，写一个单位的"
    "报告 {report --units} 毫秒；`status` 看 {files} 份读过的文件用 {status} 秒，\n"
    "空文件夹上是 `import typer` 的 {start} 倍。"
)
HEAD = """# Speed

Written by `make bench`: every measurement is a process of its own, from its start to its end. CPU is
user and system time of all its processes, the least of the rounds; peak is the memory of all of them
together; ratios are of CPU. Python's compiled code is there for all sides, and none of them looks for
garbage while it ends.

{machine}; {kind}, {rounds} rounds, {minutes:.0f} minutes with making the {units:,} workbooks."""


def main(given: Sequence[str] | None = None) -> None:
    """Measure everything, print the tables and, when asked, write them down."""
    parser = argparse.ArgumentParser(description="Speed and memory, side by side.")
    parser.add_argument("--quick", action="store_true", help="a share of it, in some minutes")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md and what the READMEs quote")
    parser.add_argument("--rounds", type=int, help="how often each side is measured")
    parser.add_argument("--only", action="append", default=[], help="one part, by its name")
    asked = parser.parse_args(given)
    size, page = QUICK if asked.quick else FULL, Page()
    if asked.rounds:
        size = replace(size, rounds=asked.rounds)
    run(page, size, asked.only)
    page.head = HEAD.format(
        machine=machine(),
        kind="a quick run" if asked.quick else "the full run",
        rounds=size.rounds,
        minutes=(time.perf_counter() - BEGUN) / 60,
        units=max(size.growth),
    )
    print(page.text())
    if asked.write:
        (ROOT / "docs" / "speed.md").write_text(page.text(), encoding="utf-8")
        page.quote(ROOT / "README.md", ENGLISH)
        page.quote(ROOT / "README.zh-CN.md", CHINESE)
    if page.failed:
        raise SystemExit(f"not measured: {', '.join(page.failed)}")


if __name__ == "__main__":
    main()
