"""The same bytes, the same verdict: under any hash seed, in any company, in any order."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

import cell_mutants
import fuzzing
import pytest
import recipes as r
from correspondence import county, figures, send
from founding import founded, put
from hostile_xml import CASES

from toolkit.answers.units import Unit
from toolkit.form.model import Form
from toolkit.year.workspace import Workspace

READ = """
import random, sys
from pathlib import Path
from toolkit.reading.workbook import read_file
folder, seed = Path(sys.argv[1]), int(sys.argv[2])
names = sorted(path.name for path in folder.iterdir())
said = {}
order = names * 2  # what was read before must not matter either
random.Random(seed).shuffle(order)
for name in order:
    reading = read_file(folder / name, name, ["annual-report-2021"])
    told = repr([(f.rule, f.message, f.sheet, f.cell, f.found) for f in reading.findings])
    held = reading.submission and sorted((tuple(k), str(v)) for k, v in reading.submission.figures.items())
    if said.setdefault(name, (told, held)) != (told, held):
        print("another verdict the second time:", name)
print("\\n".join(f"{name} {said[name]}" for name in names))
"""
EARNEST = bool(os.environ.get("XXGK_COMPANY"))  # in `make fuzz`
SEEDS, HOSTILE, MUTANTS, COMPANY = (10, 44, 14, 20) if EARNEST else (2, 3, 2, 3)
CHOSEN = 5  # hostile files of the list, chosen by a seed


def run(*command: object, seed: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_a_file_is_judged_alike_in_any_company(tmp_path: Path) -> None:
    cheap = [case for case in CASES if case.row not in {7, 10, 22}]
    for number, case in enumerate(Random(20).sample(cheap, CHOSEN)):
        (tmp_path / f"{number:02}{case.suffix}").write_bytes(case.make())
    (tmp_path / "好.xlsx").write_bytes(r.good())
    said = [run("-c", READ, tmp_path, seed, seed=seed) for seed in ("0", "1", "4294967295")]
    assert "another verdict" not in said[0]
    assert said[0] == said[1] == said[2]


@pytest.mark.long
def test_a_folder_is_judged_alike_whatever_order_its_files_came_in(form: Form, tmp_path: Path) -> None:
    said = []
    for seed, turned in (("0", False), ("7", True)):
        (tmp_path / seed).mkdir()
        workspace = county(tmp_path / seed / "year")
        made = [
            ("001", "甲局.xlsx", figures(form, 1)),
            ("001", "甲局(2).xlsx", figures(form, 2)),
            ("002", "a/乙局.xlsx", figures(form, 1)),
            ("003", "丙镇.xlsx", figures(form, 3)),
        ]
        (workspace.folder / "inbox" / "a").mkdir()
        for code, name, entries in reversed(made) if turned else made:
            os.utime(send(workspace, code, entries, name), (1_700_000_000, 1_700_000_000))
        told = run("-m", "toolkit", "check", workspace.folder, "--format", "json", seed=seed)
        said.append(told.replace(str(workspace.folder), ""))
    assert said[0] == said[1]


def crowd() -> tuple[dict[str, bytes], dict[str, bytes], tuple[Unit, ...]]:
    """Hostile and mutated files of one unit; good files of others; all their units."""
    cheap = [case for case in CASES if case.row not in {7, 10, 22}]
    chosen = {f"坏/{n:02}{c.suffix}": c.make() for n, c in enumerate(Random(920).sample(cheap, HOSTILE))}
    chosen |= {f"变/{n}.xlsx": fuzzing.mutant(5000 + n).data for n in range(MUTANTS)}
    chosen |= {f"义/{n}.xlsx": cell_mutants.mutant(9000 + n).data for n in range(MUTANTS)}
    units = [Unit(code=f"{n:03}", name=f"第{n:03}单位", kind=r.KIND) for n in range(100, 100 + COMPANY)]
    good = {
        f"{unit.code}.xlsx": r.good(50 + n, unit_code=unit.code, unit_name=unit.name)  # no copies
        for n, unit in enumerate(units)
    }
    return chosen, good, (*units, Unit(code="004", name="司法局", kind=r.KIND))


def year_of(folder: Path, files: Mapping[str, bytes], units: tuple[Unit, ...], seed: int) -> Workspace:
    """A year with these files, put there in an order of its own."""
    folder.mkdir()
    workspace = founded(folder, units)
    names = sorted(files)
    Random(seed).shuffle(names)
    for name in names:
        put(workspace, name, files[name])
    return workspace


def checked(workspace: Workspace, seed: int) -> str:
    told = run("-m", "toolkit", "check", workspace.folder, "--format", "json", seed=str(seed))
    return told.replace(str(workspace.folder), "")


@pytest.mark.long
def test_hostile_files_under_any_seed_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    chosen, good, units = crowd()
    said = set()
    for seed in range(SEEDS):
        workspace = year_of(tmp_path / str(seed), chosen | good, units, seed)
        told = checked(workspace, seed)
        run("-m", "toolkit", "consolidate", workspace.folder, "--draft", seed=str(seed))
        written = [(workspace.path("summary") / name).read_bytes() for name in ("units.csv", "totals.csv")]
        said.add((told, *written))
        assert len(json.loads(told)["files"]) == len(chosen) + len(good)
    assert len(said) == 1


@pytest.mark.long
def test_hostile_files_are_judged_alone_as_they_are_in_company(tmp_path: Path) -> None:
    chosen, good, units = crowd()
    for number, name in enumerate(sorted(chosen)):
        alone, among = (
            [
                file
                for file in json.loads(checked(workspace, number % 10 + at))["files"]
                if file["file"] == f"inbox/{name}"
            ]
            for at, files in enumerate(({}, good))
            for workspace in [
                year_of(tmp_path / f"{number}-{at}", {name: chosen[name]} | files, units, number)
            ]
        )
        assert alone == among, name
        assert len(alone) == 1, name
