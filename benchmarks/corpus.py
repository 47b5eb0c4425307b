"""The benchmark's counties: year's folders with a filled workbook from every unit, made up from fixed seeds.

One as our template writes them, and from it: the same saved anew by LibreOffice, the same unprotected and
saved anew by a program (openpyxl), the same with one model text for all.
"""

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

from benchmarks.passages import filler, narrative
from toolkit.answers.last_year import History
from toolkit.answers.submission import Submission
from toolkit.answers.units import Roster, Unit
from toolkit.county.consolidation import Consolidation
from toolkit.county.data_files import units_csv
from toolkit.form.definition import load_form
from toolkit.form.model import Figure, Key
from toolkit.layout.lock import Lock
from toolkit.layout.packing import pack, unpack
from toolkit.practice.sampling import sample_figures
from toolkit.template import render
from toolkit.template.content import blank_content
from toolkit.year.past_years import last_year_of, read_history
from toolkit.year.roster import roster_workbook
from toolkit.year.workspace import (
    ACCEPTED,
    SETTINGS,
    Settings,
    Standing,
    Workspace,
    open_workspace,
    settings_text,
    workbook_name,
)

FORM, COUNTY, YEAR = "annual-report-2021", "样本县", 2022
LAST = "last.csv"
NOTICE = "测速数据：所有数字都是虚构的"
KINDS = ("部门", "部门", "部门", "乡镇街道", "企事业单位")
PROCESSES = 2
STRINGS, SHEETS = "xl/sharedStrings.xml", "xl/worksheets/sheet"

_COUNTED = re.compile("(?<=已写 )\\d+(?= 字)".encode())  # what the formula beside a passage comes to


def make_folder(folder: Path, units: int) -> Path:
    """Found a year's folder of so many units, with last year's figures and an empty inbox."""
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "inbox").mkdir(parents=True)
    roster = Roster(units=tuple(_unit(number) for number in range(1, units + 1)))
    (folder / "roster.xlsx").write_bytes(roster_workbook(roster))
    (folder / LAST).write_text(_last_year(roster), encoding="utf-8")
    settings = Settings(
        county=COUNTY,
        year=YEAR,
        form=FORM,
        notice=NOTICE,
        last_year=LAST,
        deadlines={"default": date(2023, 1, 31)},
    )
    (folder / SETTINGS).write_text(settings_text(settings), encoding="utf-8")
    return folder


def make_filled(folder: Path, units: int) -> Path:
    """Found a folder whose inbox holds a filled workbook from every unit."""
    make_folder(folder, units)
    _history(folder / LAST)  # once for all processes
    shares = [range(first, units, PROCESSES) for first in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, get_context("fork")) as pool:
        for _ in pool.map(_fill, [folder] * PROCESSES, shares):
            pass
    return folder


def make_part(folder: Path, whole: Path, units: int) -> Path:
    """Found a folder with the first so many units of another, whose workbooks it shares."""
    make_folder(folder, units)
    for unit in open_workspace(folder).roster.units:
        name = workbook_name(unit)
        os.link(whole / "inbox" / name, folder / "inbox" / name)
    return folder


def resaved(folder: Path, whole: Path, units: int) -> Path:
    """Found a folder with the first units of another, saved anew by LibreOffice."""
    make_part(folder, whole, units)
    paths = sorted((folder / "inbox").iterdir())
    shares = [paths[first::PROCESSES] for first in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        for saved in pool.map(_saved_by_libreoffice, shares):
            _put(folder, saved)
    return folder


def unprotected(folder: Path, whole: Path, units: int) -> Path:
    """Found a folder with the first units of another, unprotected and saved anew by openpyxl."""
    make_part(folder, whole, units)
    paths = sorted((folder / "inbox").iterdir())
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        _put(
            folder, dict(zip([path.name for path in paths], pool.map(_saved_by_program, paths), strict=True))
        )
    return folder


def alike(folder: Path, whole: Path, units: int) -> Path:
    """Found a folder with the first units of another, whose passages are the first unit's but for figures."""
    make_part(folder, whole, units)
    workspace = open_workspace(folder)
    fields = [field.key for field in workspace.form.narrative]
    model = filler(workspace.roster.units[0].code, len(fields))
    work = [
        (folder / "inbox" / workbook_name(unit), filler(unit.code, len(fields)))
        for unit in workspace.roster.units
    ]
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        for _ in pool.map(partial(_retell, model), work, chunksize=16):
            pass
    return folder


def _retell(model: list[str], work: tuple[Path, list[str]]) -> None:
    """Write the model's sentences in place of a unit's own."""
    path, mine = work
    data = _with_texts(path, dict(zip(mine, model, strict=True)))
    path.unlink()  # it is shared with the other folder
    path.write_bytes(data)


def _put(folder: Path, files: dict[str, bytes]) -> None:
    """Put files in place of those of an inbox, which are shared with another folder."""
    for name, data in files.items():
        (folder / "inbox" / name).unlink()
        (folder / "inbox" / name).write_bytes(data)


def _saved_by_libreoffice(paths: list[Path]) -> dict[str, bytes]:
    """Open and save files one after the other in one LibreOffice."""
    with tempfile.TemporaryDirectory() as place:
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", f"{place}/out"]
        subprocess.run([*convert, *map(str, paths)], check=True, capture_output=True)
        return {path.name: path.read_bytes() for path in Path(place, "out").iterdir()}


def _saved_by_program(path: Path) -> bytes:
    from io import BytesIO  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415

    book, target = load_workbook(path), BytesIO()
    for sheet in book.worksheets:
        sheet.protection.sheet = False
    book.security = None
    book.save(target)
    return target.getvalue()


def _with_texts(path: Path, texts: dict[str, str]) -> bytes:
    """Return a workbook of ours with other texts, and how long they are where the sheet says so."""
    with zipfile.ZipFile(path) as archive:
        said = archive.read(STRINGS).decode()
        sheets = {name: archive.read(name) for name in archive.namelist() if name.startswith(SHEETS)}
    for old, new in texts.items():
        said = said.replace(old, new)
    longer = iter([len(new) - len(old) for old, new in texts.items()])
    counted = {
        name: _COUNTED.sub(lambda found: b"%d" % (int(found[0]) + next(longer)), sheet)
        for name, sheet in sheets.items()
        if _COUNTED.search(sheet)
    }
    return pack({**unpack(path.read_bytes()), STRINGS: said.encode(), **counted})


def _fill(folder: Path, share: range) -> None:
    workspace = open_workspace(folder)
    units = workspace.roster.units
    for number in share:
        (folder / "inbox" / workbook_name(units[number])).write_bytes(_workbook(workspace, units[number]))


def _unit(number: int) -> Unit:
    kind = KINDS[number % len(KINDS)]
    return Unit(
        code=f"{number:04d}", name=f"样本县第{number}{kind}", kind=kind, contact="张某", phone="0537-0000000"
    )


def _figures(unit: Unit, year: int, last: Mapping[Key, Figure] | None = None) -> dict[Key, Figure]:
    town = unit.kind == "乡镇街道"
    rng = Random(f"{unit.code}-{year}")
    return sample_figures(
        load_form(FORM), rng, size=9, density=0.1 if town else 0.3, last=last, kind=unit.kind
    )


def _last_year(roster: Roster) -> str:
    standings = tuple(map(_standing, roster.units))
    return units_csv(
        Consolidation(form=load_form(FORM), county=COUNTY, year=YEAR - 1, notice=NOTICE, standings=standings)
    )


@cache  # several folders have the same units
def _standing(unit: Unit) -> Standing:
    submission = Submission(
        form=FORM,
        year=YEAR - 1,
        unit_code=unit.code,
        unit_name=unit.name,
        figures=_figures(unit, YEAR - 1),
    )
    return Standing(unit=unit, status=ACCEPTED, submission=submission)


@cache
def _history(source: Path) -> History:
    return read_history(load_form(FORM), source)


def _workbook(workspace: Workspace, unit: Unit) -> bytes:
    source = last_year_of(workspace)
    history = _history(source) if source else History()
    told = workspace.settings
    blank = blank_content(
        workspace.form, unit, history, year=told.year, county=told.county, notice=told.notice, lock=Lock()
    )
    figures = _figures(unit, YEAR, history.of(unit))
    return render(
        replace(
            blank,
            entries=figures,
            identity={
                "address": f"样本县某路 {unit.code} 号（虚构）",
                "phone": unit.phone,
                "website": "www.example.invalid",
                "prepared_by": "张某",
                "reviewed_by": "李某",
                "head": "王某",
                "date": "2023-01-10",
            },
            narrative=narrative(workspace.form, unit, figures, YEAR),
        )
    )
