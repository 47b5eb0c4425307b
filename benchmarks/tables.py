"""The tables of the benchmark: what is measured against what, and the goals it is judged by."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measuring import FailedError, Measured, best_of, measure
from benchmarks.page import Goal, Page

LEFT = (".remembered", "returned", "summary", "issued", "imported", "receipts.jsonl", "收件登记.csv")
START_ROUNDS = 8
IMPORTED = 200  # documents
ALONE, FIRST = "read and judged by all rules, 1 process", "the same, 2 workers"
SECOND = "the second time, nothing changed, to the first"
OPENPYXL = "openpyxl read-only, 1 process"
PANDAS, CONSOLIDATE = "calamine + pandas, 2 processes", "`xxgk consolidate`, after a check"
STATUS = "`xxgk status`, all remembered"
BASE = 1000  # units whose cost each is what a larger number is compared with
PROVINCE, COUNTRY = 10_000, 180_000
GIB = 2**30


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


def report_start(page: Page, empty: Path) -> None:
    """Measure the start of the command, on a folder into which nothing came."""
    bare = "import typer"
    sides = {
        bare: ["-c", bare],
        "`xxgk --help`": xxgk("--help"),
        "`xxgk status`": xxgk("status", empty),
        "`xxgk check`": xxgk("check", empty),
    }
    best = best_of(START_ROUNDS, sides, clean=(0, 1))
    page.table("Start", "A folder of 24 units into which nothing came, against importing typer.")
    most = {"`xxgk --help`": 1.3, "`xxgk status`": 5, "`xxgk check`": 5}
    for name, one in best.items():
        ratio = one.cpu / best[bare].cpu
        goals = [Goal(what=f"{name} on an empty folder, to {bare}", most=most[name])] if name in most else []
        page.row(name, one, f"{ratio:.2f}", [(goal, ratio) for goal in goals])
    page.quoted["start"] = f"{best['`xxgk status`'].cpu / best[bare].cpu:.1f}"


def report_reading(page: Page, name: str, folder: Path, files: int, most: float | None, rounds: int) -> None:
    """Measure the first reading in one process and in two against others, and the second."""
    one_calamine, two_calamine = "python-calamine, 1 process", "python-calamine, 2 processes"
    sides = {
        "floor: unzip and scan": other("floor", folder),
        one_calamine: other("calamine", folder),
        OPENPYXL: other("read_only", folder),
        ALONE: ours("check_alone", folder),
        two_calamine: other("calamine_two", folder),
        FIRST: ours("check_two", folder),
        SECOND: ours("check_two", folder),
    }
    best = best_of(rounds, sides, fresh(folder, ALONE, FIRST), once=OPENPYXL)
    page.table(
        f"Reading, {name}", f"{files} workbooks; ratios of CPU to python-calamine with as many processes."
    )
    goals = {SECOND: Goal(what=f"second check, {name}, to the first", most=0.25)}
    if most:
        goals[ALONE] = Goal(what=f"first reading, {name}, to bare calamine, one process each", most=most)
    for what, measured in best.items():
        against = FIRST if what == SECOND else two_calamine if "2" in what else one_calamine
        ratio = measured.cpu / best[against].cpu
        page.row(what, measured, f"{ratio:.2f}", [(goals[what], ratio)] if what in goals else [])
    page.quoted[f"first {name}"] = f"{best[ALONE].cpu / best[one_calamine].cpu:.1f}"
    page.quoted[f"second {name}"] = f"{best[SECOND].cpu / best[FIRST].cpu:.2f}"


def report_whole(page: Page, folder: Path, units: int, rounds: int) -> None:
    """Measure the whole: status and consolidate, new and remembered, against scripts that check nothing."""
    sides = {"calamine + pandas, 1 process": other("pandas_alone", folder), PANDAS: other("pandas", folder)}
    if find_spec("polars"):
        sides["calamine + polars, 2 processes"] = other("polars", folder)
    first = "`xxgk consolidate`, nothing remembered"
    sides |= {
        first: xxgk("consolidate", folder),
        STATUS: xxgk("status", folder),
        CONSOLIDATE: xxgk("consolidate", folder),
    }

    def before(name: str) -> None:
        """Nothing is there; or what a check leaves, but for what goes back."""
        if name in (first, STATUS):
            forget(folder)
        if name == STATUS:
            measure(ours("check_recorded", folder))

    best = best_of(rounds, sides, before)
    measure(ours("compare", folder))
    page.table(
        "The whole",
        f"{units} units, the same totals; ratios of CPU to the script with pandas in two processes, "
        "which checks nothing.",
    )
    script = best[PANDAS].cpu
    judged = {
        CONSOLIDATE: (
            Goal(what="consolidate after check, to calamine + pandas in two processes", most=1.2),
            best[CONSOLIDATE].cpu / script,
        ),
        STATUS: (Goal(what=f"status on {units} known files", most=1, unit="s"), best[STATUS].cpu),
    }
    for what, measured in best.items():
        page.row(what, measured, f"{measured.cpu / script:.2f}", [judged[what]] if what in judged else [])
    page.quoted["whole"] = f"{best[CONSOLIDATE].cpu / script:.1f}"
    page.quoted["status"] = f"{best[STATUS].cpu:.1f}"
    page.quoted["files"] = str(units)


def report_back(page: Page, folder: Path, units: int) -> None:
    """Measure a check that writes what goes back: all these units have something to explain."""
    first = "`xxgk check`, nothing remembered"
    sides = {first: xxgk("check", folder), "`xxgk check`, nothing changed": xxgk("check", folder)}
    best = best_of(1, sides, fresh(folder, first))
    page.table(
        "What goes back", f"{units} units that all have to explain: workbook, notice and message.", "ms each"
    )
    for what, one in best.items():
        page.row(what, one, f"{one.cpu / units * 1000:.0f}")


def report_writing(page: Page, folder: Path, units: int, rounds: int) -> None:
    """Measure issuing, the units' reports, reading them back, and importing published ones."""
    reports = folder / "summary" / "单位报告"
    most = {"issue": 12, "report --units": 50, "verify": 50}
    page.table(
        "Writing, and reading documents",
        f"{units} units, everything remembered; the whole command, divided by its units or files.",
        "ms each",
    )
    measure(ours("check_recorded", folder))
    for name in (*most, "import"):
        several = sorted(reports.iterdir())[:IMPORTED] if name == "import" else []
        command = xxgk(name, *several, "-o", folder / "imported") if several else xxgk(*name.split(), folder)
        times = rounds if name == "issue" else min(rounds, 2)  # the others take long
        one = best_of(times, {name: command}, clean=(0, 1))[name]
        count = len(several) or units
        each = one.cpu / count * 1000
        goals = [(Goal(what=f"{name}, each", most=most[name], unit="ms"), each)] if name in most else []
        page.row(f"`xxgk {name}` ({count})", one, f"{each:.0f}", goals)
        page.quoted[name] = f"{each:.0f}"


# ------------------------------------------------------------------ growth


def report_growth(page: Page, folders: Mapping[int, Path], same: Mapping[int, Path], rounds: int) -> None:
    """Measure how the whole grows with the units, and what it costs where all wrote the same."""
    known = _consolidated(page, folders, rounds)
    if not known:
        return
    twins = _consolidated(page, {count: same[count] for count in same if count in known}, rounds)
    page.table(
        "Growth",
        "`xxgk consolidate`, nothing remembered, 2 workers. Ratios: of CPU a unit to that of 1,000 units; "
        "with the same prose in all workbooks, of CPU and of memory to distinct prose.",
        "ms each | ratio | of memory",
    )
    base = BASE if BASE in known else min(known)
    each = {count: one.cpu / count * 1000 for count, one in known.items()}
    for count, one in known.items():
        ratio = each[count] / each[base]
        goals = [
            (Goal(what=f"CPU a unit at {count:,} to that at {base:,}", most=1.15), ratio),
            (Goal(what=f"consolidate of {count:,}, memory", most=600, unit="MB"), one.peak / 10**6),
        ]
        page.row(
            f"{count:,} units", one, f"{each[count]:.1f} | {ratio:.2f} | ", goals if count > base else []
        )
    for count, one in twins.items():
        ratio, memory = one.cpu / known[count].cpu, one.peak / known[count].peak
        goals = [
            (Goal(what=f"the same prose for {count:,} to distinct prose, CPU", most=1.2), ratio),
            (Goal(what=f"the same prose for {count:,} to distinct prose, memory", most=1.2), memory),
        ]
        figures = f"{one.cpu / count * 1000:.1f} | {ratio:.2f} | {memory:.2f}"
        page.row(f"{count:,} units, the same prose", one, figures, goals)
    if len(known) > 1:
        page.say(*_beyond(known))


def _consolidated(page: Page, folders: Mapping[int, Path], rounds: int) -> dict[int, Measured]:
    """Measure consolidations from nothing, the least of several, of more than a thousand of two.

    Say which failed.
    """
    made = {}
    for count, folder in folders.items():
        command = {f"consolidate {folder.name}": xxgk("consolidate", folder)}
        try:
            best = best_of(rounds if count <= BASE else min(rounds, 2), command, fresh(folder, *command))
        except FailedError as error:
            page.fail(f"consolidate {folder.name}", str(error)[-600:])
        else:
            (made[count],) = best.values()
    return made


def _beyond(known: Mapping[int, Measured]) -> Iterator[str]:
    """Say what a province and the country would cost, straight on from the two largest that were measured."""
    (small, one), (large, two) = sorted(known.items())[-2:]
    each, held = (two.cpu - one.cpu) / (large - small), max(0, two.peak - one.peak) / (large - small)
    yield ""
    yield (
        f"From {small:,} to {large:,} units each further one cost {each * 1000:.1f} ms of processor time and "
        f"{held / 1024:.0f} KiB. Straight on from there, on this machine and not measured:"
    )
    yield ""
    for what, units in (("a province", PROVINCE), ("the whole country at once", COUNTRY)):
        cpu, peak = two.cpu + each * (units - large), two.peak + held * (units - large)
        yield (
            f"- {what}, {units:,} units: {cpu / 60:.0f} minutes of processor time, half of that by the clock "
            f"with two workers, {peak / GIB:.1f} GiB"
        )
    county, measured = min(known.items())
    counties = COUNTRY // county
    yield (
        f"- the country as it reports, {counties:,} counties of {county:,} units each: "
        f"{measured.cpu * counties / 60:.0f} minutes of processor time, {measured.peak / GIB:.2f} GiB at a "
        "time, on as many machines as there are counties"
    )
    yield ""
    yield (
        "A second run reads only what is new, and a county sends a city one workbook, not its units'. A "
        "cluster (`xxgk check FOLDER --cluster ADDRESS`, with the extra `cluster`) shares out the reading "
        "alone, and is worth it only where one office reads ten thousand workbooks at once: its machines "
        "must see the folder under the same path, and what they read is remembered, so that other commands "
        "run as ever."
    )
