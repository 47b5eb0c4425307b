"""Mutants of what a workbook means.

No figure is taken that its own bytes do not say, and nothing goes by chance.

Run many: make fuzz, or XXGK_MUTANTS=2000 pytest tests/reading/test_mutants.py
"""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import cell_mutants as cm
import cell_oracle
import pytest
import recipes as r
from shares import in_shares

from toolkit.form.model import Level, Mark
from toolkit.year.inbox.loose import check_files
from toolkit.year.workspace import FileResult

MUTANTS = int(os.environ.get("XXGK_MUTANTS", "64"))
OLD = max(12, MUTANTS * 3 // 20)  # of each of .xls and .ods
SHARES = 4


def wrong(mutant: cm.Mutant, path: Path) -> list[str]:
    """What of a mutant is taken though its bytes do not say it."""
    path.write_bytes(mutant.data)
    (result,) = check_files([path], [r.FORM], workers=0).files
    errors = [f for f in result.findings if f.level is Level.ERROR]
    if mutant.refused and not errors:
        return ["counted"]
    if result.reading.submission is None:
        return [] if errors else ["nothing read and nothing said"]
    return figures_wrong(mutant, result)


def figures_wrong(mutant: cm.Mutant, result: FileResult) -> list[str]:
    submission = result.reading.submission
    assert submission is not None
    named = {(f.sheet, f.row, f.column) for f in result.findings if f.row is not None}
    told = {(f.table, f.row, f.column) for f in result.findings}
    stands = cell_oracle.cells(mutant.data)
    moved = bool(submission.moved) or any(f.rule in {"S07", "S08"} for f in result.findings)
    found = []
    for key in cm.INPUTS:
        figure, place = submission.figures[key], cm.PLACES[key]
        content = stands.get((place.sheet, place.row, place.column), "")
        if figure is Mark.UNREADABLE or tuple(key) in told or (place.sheet, place.row, place.column) in named:
            if key in mutant.odd and not isinstance(figure, Mark):
                rules = {f.rule for f in result.findings if tuple(key) == (f.table, f.row, f.column)}
                if not rules & {"C01", "C08", "C11", "C12", "C13"}:
                    found.append(f"{key} shown otherwise, read {figure}, {rules}")
            continue
        if key in mutant.odd:
            found.append(f"{key} shown otherwise, read {figure}")
        elif isinstance(figure, Mark):
            if content.strip():
                found.append(f"{key} holds {content!r}, read {figure}")
        elif cell_oracle.number(content) is None or not _same(cell_oracle.number(content), figure):
            found.append(f"{key} holds {content!r}, read {figure}")
    return [] if moved else found


def _same(held: Decimal | None, figure: Decimal | int) -> bool:
    return held is not None and Decimal(format(held, ".15g")) == figure


@pytest.mark.parametrize("share", in_shares(range(SHARES)))
def test_meaning_is_not_changed_unsaid(share: int, tmp_path: Path):
    for number in range(share, MUTANTS, SHARES):
        mutant = cm.mutant(number)
        assert not wrong(mutant, tmp_path / "来件.xlsx"), f"{number}: {mutant.how}"


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_meaning_is_not_changed_unsaid_in_older_formats(kind: str, office, tmp_path: Path):
    source = tmp_path / "来件.xlsx"
    source.write_bytes(r.good(0))
    (saved,) = (path.read_bytes() for path in office([source], kind, tmp_path / kind))
    make = cm.mutant_xls if kind == "xls" else cm.mutant_ods
    for number in range(OLD):
        mutant = make(number, saved)
        assert not wrong(mutant, tmp_path / f"来件.{kind}"), f"{number}: {mutant.how}"


VERDICTS = """
import sys
from pathlib import Path
from toolkit.year.inbox.loose import check_files
paths = [Path(each) for each in sys.argv[1:]]
for file in sorted(check_files(paths, ["annual-report-2021"], workers=0).files, key=lambda f: f.reading.file):
    figures = file.reading.submission.figures if file.reading.submission else {}
    said = [(f.rule, f.cell, f.message) for f in file.findings]
    print(file.reading.file, sorted(map(str, figures.items())), said)
"""


@pytest.mark.long
def test_nothing_goes_by_chance(tmp_path: Path):
    """The same bytes, the same verdict: under any hash seed, in any order and company."""
    paths = []
    for number in range(100, 100 + max(10, MUTANTS // 20)):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(cm.mutant(number).data)
    said = set()
    for seed, order in (("0", 1), ("1", -1), ("77", 1)):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", VERDICTS, *map(str, paths[::order])]
        run = subprocess.run(command, check=True, capture_output=True, env=environment, timeout=500)
        said.add(run.stdout)
    assert len(said) == 1
    assert said.pop().count(b"\n") == len(paths)
