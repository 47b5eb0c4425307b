"""A small county whose units send workbooks and get them back, for the tests of the conversation."""

import atexit
import io
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random

import openpyxl

from toolkit.files import fingerprint_of
from toolkit.form.model import Figure, Form, Key
from toolkit.layout.lock import lock_of
from toolkit.practice.sampling import sample_figures
from toolkit.reading.workbook import read_file
from toolkit.returns.check_year import check_year
from toolkit.returns.fill import content_of
from toolkit.template import render
from toolkit.year.founding import found_year
from toolkit.year.issuing import issue
from toolkit.year.workspace import Collection, Workspace, open_workspace

UNITS = ("001,甲局,部门,王某,0537-1", "002,乙局,部门,李某,0537-2", "003,丙镇,乡镇街道,张某,0537-3")
NEW = Key("applications", "new", "natural_person")
CHARGES = Key("disclosure", "charges", "amount")
_SENT: dict[tuple[object, ...], bytes] = {}  # by what was issued and is filled in


def county(
    folder: Path, units: tuple[str, ...] = UNITS, *, settings: Mapping[str, str] | None = None
) -> Workspace:
    """Found a county and issue its workbooks: one that was made for another test is copied."""
    shutil.copytree(_county(units, tuple((settings or {}).items())), folder)
    return open_workspace(folder)


@lru_cache
def _county(units: tuple[str, ...], settings: tuple[tuple[str, str], ...]) -> Path:
    above = tempfile.mkdtemp(prefix="county-")
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    folder, roster = Path(above, "c"), Path(above, "roster.csv")
    roster.write_text("单位代码,单位名称,单位类别,联系人,电话\n" + "\n".join(units) + "\n", encoding="utf-8")
    found_year(folder, county="某县", year=2022, roster=roster)
    path = folder / "xxgk.toml"
    text = (
        path.read_text(encoding="utf-8")
        .replace('contact = ""', 'contact = "赵某"')
        .replace('phone = ""', 'phone = "0537-0"')
    )
    for old, new in settings:
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    list(issue(open_workspace(folder)))
    return folder


def figures(form: Form, seed: int = 1) -> dict[Key, Figure | str]:
    return dict(sample_figures(form, Random(seed)))


def send(
    workspace: Workspace, code: str, entries: Mapping[Key, Figure | str], name: str = "", **identity: str
) -> Path:
    """Fill a unit's workbook and put it into the inbox: one that was filled for another test is taken."""
    issued = next((workspace.folder / "issued").glob(f"{code}_*.xlsx"))
    given = (fingerprint_of(issued), workspace.form_name, *entries.items(), *identity.items())
    if given not in _SENT:
        content = content_of(workspace.form, read_file(issued, issued.name, [workspace.form_name]))
        identity = {**content.identity, **identity}
        _SENT[given] = render(replace(content, entries=entries, identity=identity, lock=lock_of(issued)))
    target = workspace.path("inbox") / (name or issued.name)
    target.write_bytes(_SENT[given])
    return target


def check(workspace: Workspace) -> Collection:
    """Check the folder as the command does, in this process."""
    collection, _ = check_year(workspace, workers=0)
    return collection


def statuses(collection: Collection) -> list[str]:
    return [s.status for s in collection.standings]


def returned(workspace: Workspace, ending: str = "_退回.xlsx", code: str = "001") -> Path:
    (path,) = (workspace.folder / "returned").glob(f"{code}_*{ending}")
    return path


def names(workspace: Workspace) -> set[str]:
    """What stands in returned/, the acknowledgements of those that passed left out."""
    files = (workspace.folder / "returned").iterdir()
    return {path.name for path in files if not path.name.startswith(".") and "通过回执" not in path.name}


def opened(path: Path):
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
