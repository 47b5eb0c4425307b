"""The same bytes, the same verdict: under any hash seed, in any company, in any order."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
import recipes as r
from correspondence import county, figures, send
from hostile_xml import CASES

from toolkit.form.model import Form

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
