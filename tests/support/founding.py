"""A year's folder with some units, and files put into its inbox."""

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import recipes as r

from toolkit.answers.units import Roster, Unit
from toolkit.year.founding import found_year
from toolkit.year.roster import roster_workbook
from toolkit.year.workspace import Workspace, open_workspace

UNITS = (
    Unit(code="004", name="司法局", kind="部门"),
    Unit(code="005", name="财政局", kind="部门"),
    Unit(code="019", name="旅游局", kind="部门", status="撤销"),
    Unit(code="031", name="税务局", kind="部门", counted=False),
)


def founded(folder: Path, units: tuple[Unit, ...] = UNITS, last_year: Path | None = None) -> Workspace:
    """Found a county's year; one without last year's figures that was founded for another test is copied."""
    if last_year is not None:
        return _found(folder, units, last_year)
    shutil.copytree(_once(units), folder, dirs_exist_ok=True)
    return open_workspace(folder / "county")


@lru_cache
def _once(units: tuple[Unit, ...]) -> Path:
    above = Path(tempfile.mkdtemp(prefix="founded-"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    _found(above, units, None)
    return above


def _found(folder: Path, units: tuple[Unit, ...], last_year: Path | None) -> Workspace:
    roster = folder / "roster-in.xlsx"
    roster.write_bytes(roster_workbook(Roster(units=units)))
    return found_year(folder / "county", county="某某县", year=r.YEAR, roster=roster, last_year=last_year)


def put(workspace: Workspace, name: str, data: bytes, age: float = 0) -> Path:
    path = workspace.path("inbox") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    return path
