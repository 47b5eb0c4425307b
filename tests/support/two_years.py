"""Two years of a made-up county whose units were merged, split and renamed."""

import atexit
import csv
import shutil
import tempfile
from functools import lru_cache
from io import StringIO
from pathlib import Path

from toolkit.answers.units import Roster, Unit
from toolkit.files import fingerprint_of
from toolkit.returns.fill import fill_workbook
from toolkit.year.founding import found_year
from toolkit.year.issuing import issue
from toolkit.year.roster import roster_workbook
from toolkit.year.workspace import Workspace, open_workspace, workbook_name

BEFORE = [
    Unit(code="001", name="甲县人民政府办公室", kind="政府"),
    Unit(code="010", name="甲县农业局"),
    Unit(code="011", name="甲县畜牧局"),
    Unit(code="020", name="甲县建设局"),
    Unit(code="030", name="甲县文化局"),
    Unit(code="040", name="甲县旅游局"),
    Unit(code="050", name="东镇", kind="乡镇街道"),
]


AFTER = [
    Unit(code="001", name="甲县人民政府办公室", kind="政府"),
    Unit(code="012", name="甲县农业农村局", status="合并", predecessors=("010", "011"), note="机构改革"),
    Unit(code="021", name="甲县住建局", status="拆分", predecessors=("020",)),
    Unit(code="022", name="甲县城管局", status="拆分", predecessors=("020",)),
    Unit(code="031", name="甲县文旅局", status="更名", predecessors=("030",)),
    Unit(code="040", name="甲县旅游局", status="撤销", note="职能划入文旅局"),
    Unit(code="050", name="东镇", kind="乡镇街道", contact="王某", phone="123"),
    Unit(code="060", name="甲县数据局", status="新设"),
]


def values(**rows: int) -> str:
    """Write figures of natural persons in 表三; every other cell is a confirmed 0."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("table", "row", "column", "value"))
    writer.writerow(("identity", "zero_blanks", "value", "是"))
    for row, n in rows.items():
        writer.writerow(("applications", row, "natural_person", n))
    return target.getvalue()


def year(
    folder: Path,
    number: int,
    units: list[Unit],
    answers: dict[str, str],
    last: Path | None = None,
    county: str = "甲县",
) -> Workspace:
    """Found a year into which units sent their answers, by their codes.

    A first year that was made for another test is copied.
    """
    if last is not None:
        return _made(folder, number, units, answers, last, county)
    shutil.copytree(_first_year(number, tuple(units), tuple(answers.items()), county), folder)
    return open_workspace(folder)


@lru_cache
def _first_year(
    number: int, units: tuple[Unit, ...], answers: tuple[tuple[str, str], ...], county: str
) -> Path:
    above = tempfile.mkdtemp(prefix="year-")
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    return _made(Path(above, "y"), number, [*units], dict(answers), None, county).folder


def _made(
    folder: Path, number: int, units: list[Unit], answers: dict[str, str], last: Path | None, county: str
) -> Workspace:
    folder.parent.mkdir(parents=True, exist_ok=True)
    roster = folder.parent / f"roster{number}.xlsx"
    roster.write_bytes(roster_workbook(Roster(units=tuple(units))))
    workspace = found_year(folder, county=county, year=number, roster=roster, last_year=last)
    issued = {path.name: path for path in issue(workspace)}
    for unit in units:
        if unit.code in answers:
            path = issued[workbook_name(unit)]
            (folder / "inbox" / path.name).write_bytes(_filled(path, answers[unit.code]))
    return workspace


_FILLED: dict[tuple[str, str], bytes] = {}  # by what was issued and is filled in


def _filled(issued: Path, answers: str) -> bytes:
    """Fill a unit's workbook in: one that was filled for another test is taken."""
    given = fingerprint_of(issued), answers
    if given not in _FILLED:
        with tempfile.TemporaryDirectory() as folder:
            text = Path(folder, "values.csv")
            text.write_text(answers, encoding="utf-8")
            _FILLED[given] = fill_workbook(issued, text).workbook
    return _FILLED[given]
