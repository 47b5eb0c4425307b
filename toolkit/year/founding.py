"""Founding a year's folder: settings, roster, sub-folders."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.answers.last_year import History
from toolkit.answers.lists import find_list
from toolkit.answers.units import UNSORTED, Roster, Unit
from toolkit.errors import OutputError, UsageError, explain_error
from toolkit.files import make_folder, sweep, unfinished_prefix, write_whole
from toolkit.form.definition import form_files, load_form
from toolkit.form.model import Form
from toolkit.year.codes_and_names import require_same_units, settled_roster
from toolkit.year.past_years import read_history
from toolkit.year.roster import read_roster, roster_workbook, sample_roster
from toolkit.year.workspace import (
    FOLDERS,
    LEVELS,
    SETTINGS,
    Settings,
    Workspace,
    open_workspace,
    settings_text,
)

TOWNS = "乡镇街道"
FORM = "annual-report-2021"


def found_year(
    folder: Path,
    *,
    county: str,
    year: int,
    roster: Path | Roster | None = None,
    last_year: Path | None = None,
    form: str | None = None,
    level: str | None = None,
    notice: str = "",
    county_before: str = "",
) -> Workspace:
    """Make the folder of a year, whole or not at all.

    Without a roster last year's is taken over, its changes settled; without that a sample, from which
    nothing can be issued. Of last year's folder its level, deadlines (a year on), office, code and password
    are taken over too. `county_before` is what the county was called last year, if otherwise. `last_year`
    is meant from where the user stands, or from the new folder. Raises UsageError when there is one already,
    or something given is wrong; OutputError when it cannot be written.
    """
    if (folder / SETTINGS).exists():
        raise UsageError(f"“{folder}”已经是年度文件夹，没有动它。要重新建立请换一个文件夹。")
    if not county.strip():
        raise UsageError("--county 没有写名称（县、市、省等，例：嘉祥县）。")
    if not county.strip().isprintable():
        raise UsageError("--county 里有看不见的字符，请重新写。")
    if level is not None and level not in LEVELS:
        meant = next((f"，是不是 {key}？" for key, all_of in LEVELS.items() if all_of[1:] in level), "。")
        raise UsageError(f"--level 不能写“{level}”，可以写 {'、'.join(LEVELS)}{meant}")
    before = _year_before(folder, last_year, year)
    name = form or (before.form_name if before and before.settings.form.endswith(".toml") else FORM)
    loaded = load_form(name)
    _require_year(loaded, year)
    source = before.folder if before else _standing(folder, last_year)
    history = (
        read_history(loaded, source, year=year - 1, county=county.strip(), before=county_before)
        if source
        else History()
    )
    units, own = _units(folder, roster, before, history, loaded)
    require_same_units(units, history.within(units))
    settings = _settings(before.settings if before else None, county.strip(), year, notice, level)
    towns = any(set(TOWNS) & set(unit.kind) for unit in units.units)  # else theirs would be nobody's deadline
    settings = replace(
        settings,
        deadlines={k: day for k, day in settings.deadlines.items() if before or towns or k != TOWNS},
        county_before=county_before or settings.county_before,
        form=Path(name).name if name.endswith(".toml") else name,
        last_year=_relative(source, folder) if source else "",
    )
    contents = {} if own else {"roster.xlsx": roster_workbook(units)}
    # a county's own form goes with the folder, so that the year stays whole when it is moved
    own_files = form_files(name)
    if clash := {SETTINGS, *contents} & set(own_files):
        raise UsageError(f"表样的文件名不能是 {'、'.join(clash)}：年度文件夹自己要用。请换一个文件名。")
    contents |= own_files
    contents[SETTINGS] = settings_text(settings).encode()  # last: with it the folder is a year's
    _put(folder, contents)
    return replace(open_workspace(folder), passed_over=units.unused)


def _require_year(form: Form, year: int) -> None:
    if year < form.first_year or (form.last_year is not None and year > form.last_year):
        until = f"至 {form.last_year} 年度" if form.last_year else "年度起"
        meant = f"是不是 {2000 + year}？" if 0 < year < 100 else ""
        raise UsageError(f"表样 {form.key} 用于 {form.first_year} {until}，不能用于 {year} 年度。{meant}")


def _standing(folder: Path, given: Path | None) -> Path | None:
    """Find last year's data: from where the user stands, or as seen from the new folder."""
    if given is None or given.exists() or given.is_absolute():
        return given
    inside = Path(os.path.normpath(folder / given))
    return inside if inside.exists() else given


def _year_before(folder: Path, given: Path | None, year: int) -> Workspace | None:
    """Open last year's folder, where what is given is one. Raises UsageError when it is of another year."""
    source = _standing(folder, given)
    if source is None or not (source / SETTINGS).is_file():
        return None
    before = open_workspace(source)
    if before.settings.year != year - 1:
        raise UsageError(f"“{source}”是 {before.settings.year} 年度的，不是上年（{year - 1} 年度）的。")
    return before


def _units(
    folder: Path, given: Path | Roster | None, before: Workspace | None, history: History, form: Form
) -> tuple[Roster, bool]:
    """Find the roster to begin with, and whether it lies in the folder already: it is never written over."""
    there = find_list(folder, "roster")
    if there is not None:
        if given is None or (isinstance(given, Path) and given.resolve() == there.resolve()):
            return read_roster(there), True
        raise UsageError(f"“{folder}”里已经有 {there.name}，没有动它。要用 --roster 的，请先移走它。")
    if isinstance(given, Roster):
        return given, False
    if given is not None:
        return read_roster(given), False
    if before is not None:
        return settled_roster(before.roster), False
    return (_roster_of(history, form) if history.names else sample_roster()), False


def _roster_of(history: History, form: Form) -> Roster:
    """Make a roster of the units whose figures of last year are known.

    Those without a code get a running number.
    """
    coded = all(code != name for code, name in history.names.items())
    return Roster(
        units=tuple(
            Unit(
                code=code if coded else f"{number:03}",
                name=name or code,
                kind=form.kind_of_unit(name) or UNSORTED,
            )
            for number, (code, name) in enumerate(history.names.items(), 1)
        )
    )


def _settings(before: Settings | None, county: str, year: int, notice: str, level: str | None) -> Settings:
    """Begin with last year's settings, its deadlines a year on."""
    if before is None:
        deadlines = {"default": date(year + 1, 1, 31), TOWNS: date(year + 1, 1, 15)}
        office = {"name": f"{county}人民政府办公室"}
        return Settings(
            county=county,
            year=year,
            form="",
            level=level or "county",
            notice=notice,
            deadlines=deadlines,
            office=office,
        )
    return replace(
        before,
        county=county,
        year=year,
        notice=notice,
        level=level or before.level,
        deadlines={kind: _year_on(day) for kind, day in before.deadlines.items()},
    )


def _year_on(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _put(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the folder whole or not at all.

    A new one takes its place when it is complete, one that is there is tidied up.
    """
    if folder.exists():
        _put_into(folder, contents)
        return
    make_folder(folder.parent)
    try:
        sweep(folder.parent)
        with TemporaryDirectory("", unfinished_prefix(), folder.parent, ignore_cleanup_errors=True) as made:
            unfinished = Path(made)
            unfinished.chmod(0o755)
            _put_into(unfinished, contents)
            unfinished.rename(folder)
    except OSError as error:
        raise OutputError(f"不能建立文件夹 {folder}：{explain_error(error)}。") from error


def _put_into(folder: Path, contents: Mapping[str, bytes]) -> None:
    made = [folder / name for name in FOLDERS if not (folder / name).exists()]
    written = [folder / name for name in contents if not (folder / name).exists()]
    try:
        for path in made:
            make_folder(path)
        for name, data in contents.items():
            write_whole(folder / name, data)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        for path in made:
            with suppress(OSError):
                path.rmdir()
        raise


def _relative(path: Path, folder: Path) -> str:
    """Write a path as seen from the folder, so that both can be moved together."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return path.resolve().as_posix()
