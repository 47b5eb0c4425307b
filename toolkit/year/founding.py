"""Founding a year's folder: settings, roster, sub-folders."""

import os
from datetime import date
from importlib.resources import files
from pathlib import Path

from toolkit.answers.units import Roster, Unit
from toolkit.errors import UsageError
from toolkit.files import make_folder, write_whole
from toolkit.form.definition import load_form
from toolkit.year.last_year import read_history
from toolkit.year.roster import read_roster, roster_workbook
from toolkit.year.workspace import FOLDERS, SETTINGS, Settings, Workspace, open_workspace, settings_text

TOWNS = "乡镇街道"


def found_year(
    folder: Path,
    *,
    county: str,
    year: int,
    roster: Path | None = None,
    last_year: Path | None = None,
    form: str = "annual-report-2021",
    notice: str = "",
) -> Workspace:
    """Make the folder of a year. Raises UsageError when there is one already, or when something given is wrong."""
    if (folder / SETTINGS).exists():
        raise UsageError(f"“{folder}”已经是年度文件夹，没有动它。要重新建立请换一个文件夹。")
    loaded = load_form(form)
    if year < loaded.first_year or (loaded.last_year is not None and year > loaded.last_year):
        until = f"至 {loaded.last_year} 年度" if loaded.last_year else "年度起"
        raise UsageError(f"表样 {loaded.key} 用于 {loaded.first_year} {until}，不能用于 {year} 年度。")
    units = read_roster(roster) if roster else sample_roster()
    if last_year is not None:
        if (last_year / SETTINGS).is_file() and (
            before := open_workspace(last_year).settings.year
        ) != year - 1:
            raise UsageError(f"“{last_year}”是 {before} 年度的，不是上年（{year - 1} 年度）的。")
        read_history(loaded, last_year, year=year - 1)
    make_folder(folder)
    settings = Settings(
        county=county, year=year, form=_form_in(folder, form), notice=notice,
        last_year=_relative(last_year, folder) if last_year else "",
        deadlines={"default": date(year + 1, 1, 31), TOWNS: date(year + 1, 1, 15)},
        office={"name": f"{county}人民政府办公室"},
    )  # fmt: skip
    for name in FOLDERS:
        make_folder(folder / name)
    write_whole(folder / "roster.xlsx", roster_workbook(units))
    write_whole(folder / SETTINGS, settings_text(settings).encode())
    return open_workspace(folder)


def _form_in(folder: Path, form: str) -> str:
    """A county's own form is copied into the folder, so that the year stays whole when it is moved."""
    if not form.endswith(".toml"):
        return form
    source = Path(form)
    write_whole(folder / source.name, source.read_bytes())
    return source.name


def _relative(path: Path, folder: Path) -> str:
    """Write a path as seen from the folder, so that both can be moved together."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return path.resolve().as_posix()


def sample_roster() -> Roster:
    """Return a short roster for a county to edit."""
    text = (files("toolkit.year") / "sample_roster.csv").read_text(encoding="utf-8")
    lines = [line.split(",") for line in text.splitlines()[1:]]
    return Roster(units=tuple(Unit(code=code, name=name, kind=kind) for code, name, kind in lines))
