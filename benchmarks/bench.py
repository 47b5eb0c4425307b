"""Speed and memory, side by side in one run: `make bench`, or `make bench QUICK=1` for a share of it.

    python -m benchmarks.bench [--quick] [--rounds 2] [--write]

Every measurement is a process of its own from its start to its end, so that neither side warms up the other;
the sides take turns, and the least of each counts. Processor time is that of all processes (user and system);
ratios are of processor time, one process against one, two against two. With --write the tables go to
docs/speed.md, and what the READMEs quote between their marks is written anew.
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks.measuring import MIB, ROOT, FailedError, Measured, best_of, machine, measure, tell

BUILD = ROOT / "build" / "bench"
LEFT = (".remembered", "returned", "summary", "issued", "imported", "receipts.jsonl", "收件登记.csv")
START_ROUNDS = 8
ALONE, FIRST = "read and judged by all rules, 1 process", "the same, 2 workers"
SECOND = "the second time, nothing changed, to the first"
PROVINCE, COUNTRY = 10_000, 180_000
MARKS = ("<!-- speed -->", "<!-- /speed -->")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured: units of the county, files that other programs saved, counties of the growth."""

    units: int
    saved: int
    growth: tuple[int, ...]
    alike: tuple[int, ...]
    rounds: int


QUICK = Size(units=60, saved=20, growth=(60, 240), alike=(240,), rounds=1)
FULL = Size(units=250, saved=60, growth=(250, 1000, 4000), alike=(1000, 4000), rounds=2)


@dataclass
class Page:
    """The tables as they are measured, and the few figures that the READMEs quote."""

    lines: list[str] = field(default_factory=list)
    quoted: dict[str, str] = field(default_factory=dict)

    def say(self, *lines: str) -> None:
        """Add lines, and show them."""
        self.lines += lines
        print(*lines, sep="\n", flush=True)

    def table(self, title: str, note: str) -> None:
        """Begin a table."""
        self.say("", f"## {title}", "", note, "", "| what | CPU, s | clock, s | peak, MiB | ratio | goal |")
        self.say("|---|--:|--:|--:|--:|--:|")

    def row(self, what: str, one: Measured, ratio: float | None = None, goal: str = "") -> None:
        """Add a measurement."""
        shown = "" if ratio is None else f"{ratio:.2f}"
        self.say(f"| {what} | {one.cpu:.2f} | {one.wall:.2f} | {one.peak / MIB:.0f} | {shown} | {goal} |")


def xxgk(*arguments: object) -> list[str]:
    """Return a command of ours."""
    return ["-m", "toolkit", *map(str, arguments)]


def other(name: str, folder: Path) -> list[str]:
    """Return a competitor."""
    return ["-m", "benchmarks.competitors", name, str(folder)]


def ours(name: str, folder: Path) -> list[str]:
    """Return a job that only the benchmark asks for."""
    return ["-m", "benchmarks.jobs", name, str(folder)]


def forget(folder: Path) -> None:
    """Take away all that commands left in a folder."""
    for name in LEFT:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def fresh(folder: Path, *names: str) -> Callable[[str], None]:
    """Make the folder as new before the measurements of these names."""
    return lambda name: forget(folder) if name in names else None


# ------------------------------------------------------------------ the tables


def report_start(page: Page, empty: Path) -> None:
    """Measure the start of the command, on a folder into which nothing came."""
    sides = {
        "import typer": ["-c", "import typer"],
        "xxgk --help": xxgk("--help"),
        "xxgk status": xxgk("status", empty),
        "xxgk check": xxgk("check", empty),
    }
    found: dict[str, list[Measured]] = {name: [] for name in sides}
    for _ in range(START_ROUNDS):
        for name, arguments in sides.items():
            found[name].append(measure(arguments, clean=(0, 1)))
    best = {name: min(several, key=lambda one: one.cpu) for name, several in found.items()}
    page.table(
        "Start", "A folder of 24 units into which nothing came, against importing the command-line library."
    )
    bare = best["import typer"]
    for name, goal in zip(sides, ("", "≤ 1.3", "≤ 5", "≤ 5"), strict=True):
        page.row(name, best[name], best[name].cpu / bare.cpu, goal)
    page.quoted["start"] = f"{best['xxgk status'].cpu / bare.cpu:.1f}"


def report_reading(page: Page, name: str, folder: Path, files: int, goal: str, rounds: int) -> None:
    """Measure the first reading in one process and in two against others, and the second."""
    sides = {
        "floor: unzip and scan": other("floor", folder),
        "python-calamine, 1 process": other("calamine", folder),
        "openpyxl read-only, 1 process": other("read_only", folder),
        ALONE: ours("check_alone", folder),
        "python-calamine, 2 processes": other("calamine_two", folder),
        FIRST: ours("check_two", folder),
        SECOND: ours("check_two", folder),
    }
    best = best_of(rounds, sides, fresh(folder, ALONE, FIRST))
    page.table(f"Reading, {name}", f"{files} workbooks; ratios to python-calamine with as many processes.")
    one, two = best["python-calamine, 1 process"], best["python-calamine, 2 processes"]
    for what, measured in best.items():
        against = best[FIRST] if what == SECOND else two if "2" in what else one
        page.row(what, measured, measured.cpu / against.cpu, {ALONE: goal, SECOND: "≤ 0.25"}.get(what, ""))
    page.quoted[f"first {name}"] = f"{best[ALONE].cpu / one.cpu:.1f}"
    page.quoted[f"second {name}"] = f"{best[SECOND].cpu / best[FIRST].cpu:.2f}"


def report_whole(page: Page, folder: Path, units: int, rounds: int) -> None:
    """Measure the whole: status and consolidate, new and remembered, against scripts that check nothing."""
    scripts = {"calamine + pandas, 2 processes": other("pandas", folder)}
    if _has("polars"):
        scripts["calamine + polars, 2 processes"] = other("polars", folder)
    first = {  # the check last: what it writes to go back is still there when it is measured again
        "`xxgk consolidate`, nothing remembered": xxgk("consolidate", folder),
        "`xxgk check`, nothing remembered, writes what goes back": xxgk("check", folder),
    }
    after = {
        "`xxgk check`, all remembered, what goes back is there": xxgk("check", folder),
        "`xxgk status`, all remembered": xxgk("status", folder),
        "`xxgk consolidate`, all remembered": xxgk("consolidate", folder),
    }
    once = best_of(1, first, fresh(folder, *first))  # of each unit's packet a second: not twice
    again = best_of(rounds, {**scripts, **after})
    best = {what: (once | again)[what] for what in (*scripts, *first, *after)}
    measure(ours("compare", folder))
    page.table(
        "The whole",
        f"{units} units, the same totals; ratios to the script with pandas, which checks nothing.",
    )
    script = best["calamine + pandas, 2 processes"]
    goals = {"`xxgk consolidate`, all remembered": "≤ 1.2", "`xxgk status`, all remembered": "1 s for 300"}
    for what, measured in best.items():
        page.row(what, measured, measured.cpu / script.cpu, goals.get(what, ""))
    page.quoted["whole"] = f"{best['`xxgk consolidate`, all remembered'].cpu / script.cpu:.1f}"
    page.quoted["status"] = f"{best['`xxgk status`, all remembered'].cpu:.1f}"


def report_writing(page: Page, folder: Path, units: int, rounds: int) -> None:
    """Measure issuing, the units' reports, reading them back, and importing published ones."""
    base = measure(xxgk("status", folder))
    reports = folder / "summary" / "单位报告"
    steps = {
        "issue": xxgk("issue", folder),
        "report --units": xxgk("report", folder, "--units"),
        "verify": xxgk("verify", folder),
        "import": xxgk("import", reports, "-o", folder / "imported"),
    }
    page.say("", "## Writing, and reading documents", "")
    page.say(
        f"{units} units, everything remembered; each unit's share of what the command takes beyond `status`.",
        "",
    )
    page.say("| what | CPU, s | clock, s | peak, MiB | ms each | goal |", "|---|--:|--:|--:|--:|--:|")
    goals = {"issue": "≤ 12", "report --units": "≤ 50", "verify": "≤ 50"}
    for name, arguments in steps.items():
        several = []
        for _ in range(rounds):
            shutil.rmtree(folder / "imported", ignore_errors=True)
            tell(name)
            several.append(measure(arguments, clean=(0, 1)))
        one = min(several, key=lambda each: each.cpu)
        count = len([*reports.iterdir()]) if name == "import" else units
        each = (one.cpu - (0.3 if name == "issue" else base.cpu)) / count * 1000
        page.say(
            f"| {name} ({count}) | {one.cpu:.2f} | {one.wall:.2f} | {one.peak / MIB:.0f} | {each:.0f} "
            f"| {goals.get(name, '')} |"
        )
        page.quoted[name] = f"{each:.0f}"


def report_growth(page: Page, folders: dict[int, Path], same: dict[int, Path]) -> None:
    """Measure how the whole grows with the units, and what it costs where all wrote the same."""
    page.say("", "## Growth", "", "`xxgk consolidate`, nothing remembered; once each.", "")
    page.say("| units | prose | CPU, s | clock, s | peak, MiB | ms each | ratio | goal |")
    page.say("|--:|---|--:|--:|--:|--:|--:|--:|")
    known: dict[int, Measured] = {}
    for count, folder in folders.items():
        known[count] = one = _consolidated(folder)
        base = 1000 if 1000 in known else min(known)
        ratio = one.cpu / count / (known[base].cpu / base)
        per = one.cpu / count * 1000
        goal = "≤ 1.15; 600 MiB" if count > 1000 else ""
        page.say(f"| {count} | distinct | {_figures(one)} | {per:.1f} | {ratio:.2f} | {goal} |")
    for count, folder in same.items():
        one = _consolidated(folder)
        ratio, per = one.cpu / known[count].cpu, one.cpu / count * 1000
        page.say(f"| {count} | the same | {_figures(one)} | {per:.1f} | {ratio:.2f} to distinct | ≤ 1.2 |")
    page.say(*_beyond(known))


def _consolidated(folder: Path) -> Measured:
    forget(folder)
    tell(f"consolidate {folder.name}")
    return measure(xxgk("consolidate", folder), clean=(0, 1))


def _figures(one: Measured) -> str:
    return f"{one.cpu:.1f} | {one.wall:.1f} | {one.peak / MIB:.0f}"


def _beyond(known: dict[int, Measured]) -> Iterator[str]:
    """Say what a province and the country would cost, straight on from the two largest that were measured."""
    (small, one), (large, two) = sorted(known.items())[-2:]
    each, held = (two.cpu - one.cpu) / (large - small), (two.peak - one.peak) / (large - small)
    yield ""
    yield (
        f"From {small} to {large} units each further one cost {each * 1000:.1f} ms of processor time and "
        f"{max(0, held) / 1024:.0f} KiB. Straight on from there, on this machine and not measured:"
    )
    yield ""
    for what, units in (("a province", PROVINCE), ("the whole country at once", COUNTRY)):
        cpu, peak = two.cpu + each * (units - large), two.peak + max(0, held) * (units - large)
        yield (
            f"- {what}, {units:,} units: {cpu / 60:.0f} minutes of processor time, half of that by the clock "
            f"with two workers, {peak / MIB / 1024:.1f} GiB"
        )
    yield ""
    yield (
        "A second run reads only what is new, and a county sends a city one workbook, not its units': the "
        "country is read in some 3,000 counties of some 60 units each, on as many machines. A cluster "
        "(`xxgk check FOLDER --cluster ADDRESS`, with the extra `cluster`) shares out the reading alone, and "
        "is worth it only where one office reads ten thousand workbooks at once: its machines must see the "
        "folder under the same path, and what they read is remembered, so that other commands run as ever."
    )


def _has(library: str) -> bool:
    return (
        subprocess.run(
            [sys.executable, "-c", f"import {library}"], capture_output=True, check=False
        ).returncode
        == 0
    )


# ------------------------------------------------------------------ all of it


@dataclass(frozen=True, kw_only=True)
class Made:
    """The folders that are measured: the county, one into which nothing came, and what is read."""

    folder: Path
    empty: Path
    kinds: dict[str, tuple[Path, int, str]]
    grown: dict[int, Path]
    same: dict[int, Path]


def make(size: Size) -> Made:
    """Make the counties; to be called in a process of its own, for what measures has to stay small."""
    from benchmarks import corpus  # noqa: PLC0415

    folder, largest = BUILD / f"units-{size.units}", max(size.growth)
    tell(f"{largest} filled workbooks in {BUILD} (kept for the next run)")
    whole = corpus.make_filled(BUILD / f"whole-{largest}", largest)
    corpus.make_part(folder, whole, size.units)
    kinds = {"pristine": (folder, size.units, "≤ 3")}
    if shutil.which("soffice"):
        tell("saving anew by LibreOffice")
        kinds["saved by LibreOffice"] = (
            corpus.resaved(BUILD / "resaved", folder, size.saved),
            size.saved,
            "≤ 4",
        )
    tell("saving anew by openpyxl, unprotected")
    program = corpus.unprotected(BUILD / "unprotected", folder, size.saved)
    kinds["unprotected, saved by a program"] = (program, size.saved, "≤ 4")
    tell("the same prose for all")
    kinds["the same prose for all"] = (corpus.alike(BUILD / "alike", folder, size.units), size.units, "≤ 3")
    return Made(
        folder=folder,
        empty=corpus.make_folder(BUILD / "empty", 24),
        kinds=kinds,
        grown={n: corpus.make_part(BUILD / f"grown-{n}", whole, n) for n in size.growth},
        same={n: corpus.alike(BUILD / f"alike-{n}", whole, n) for n in size.alike},
    )


def run(page: Page, size: Size) -> None:
    """Make the counties, and measure everything."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        made = pool.submit(make, size).result()
    parts: dict[str, Callable[[], None]] = {"start": partial(report_start, page, made.empty)}
    for name, (place, files, goal) in made.kinds.items():
        parts[name] = partial(report_reading, page, name, place, files, goal, size.rounds)
    parts["the whole"] = partial(report_whole, page, made.folder, size.units, size.rounds)
    parts["writing"] = partial(report_writing, page, made.folder, size.units, size.rounds)
    parts["growth"] = partial(report_growth, page, made.grown, made.same)
    for name, part in parts.items():
        try:
            part()
        except FailedError as error:
            page.say("", f"**{name}: not measured.** {str(error)[-600:]}")


def quote(page: Page, readme: Path, sentence: str) -> None:
    """Write what was measured between the marks of a README."""
    begin, end = MARKS
    text = readme.read_text(encoding="utf-8")
    made = f"{begin}\n{sentence.format_map(page.quoted)}\n{end}"
    readme.write_text(re.sub(f"{begin}.*?{end}", lambda _: made, text, flags=re.DOTALL), encoding="utf-8")


ENGLISH = (
    "Measured by `make bench` ([all of it](docs/speed.md)), in processor time: reading and judging "
    "workbooks for the first\ntime takes {first pristine} × bare python-calamine on one process, the second "
    "`check` {second pristine} of the first;\n`consolidate` after it {whole} × a calamine + pandas script "
    "that checks nothing; a workbook is issued in {issue} ms,\na unit's report written in {report --units} "
    "ms, `status` on an empty folder takes {start} × `import typer`."
)
CHINESE = (
    "`make bench` 量出来的（[全文](docs/speed.md)，按处理器时间）：第一次读、判全部规则，是单用 "
    "python-calamine 读一遍的\n{first pristine} 倍；第二次 `check` 是第一次的 {second pristine}；接着 "
    "`consolidate` 是什么也不校核的 calamine + pandas\n脚本的 {whole} 倍；下发一份 {issue} 毫秒，写一个单位的"
    "报告 {report --units} 毫秒；空文件夹上 `status` 是 `import typer` 的\n{start} 倍。"
)


def main(given: Sequence[str] | None = None) -> None:
    """Measure everything, print the tables and, when asked, write them down."""
    parser = argparse.ArgumentParser(description="Speed and memory, side by side.")
    parser.add_argument("--quick", action="store_true", help="a share of it, in some minutes")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md and what the READMEs quote")
    parser.add_argument("--rounds", type=int, help="how often each side is measured")
    asked = parser.parse_args(given)
    size, page = QUICK if asked.quick else FULL, Page()
    if asked.rounds:
        size = Size(**{**vars(size), "rounds": asked.rounds})
    page.say(
        "# Speed",
        "",
        "Written by `make bench`: every measurement is a process of its own, from start to end;",
    )
    page.say(
        "CPU is user and system time of all its processes, the least of the rounds; ratios are of CPU.", ""
    )
    page.say(f"{machine()}; {'a quick run' if asked.quick else 'the full run'}, {size.rounds} rounds.")
    run(page, size)
    if asked.write:
        (ROOT / "docs" / "speed.md").write_text("\n".join(page.lines) + "\n", encoding="utf-8")
        quote(page, ROOT / "README.md", ENGLISH)
        quote(page, ROOT / "README.zh-CN.md", CHINESE)


if __name__ == "__main__":
    main()
