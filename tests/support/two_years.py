"""Two years of a made-up county whose units were merged, split and renamed."""

import csv
from io import StringIO
from pathlib import Path

from toolkit.answers.units import Roster, Unit
from toolkit.returns.fill import fill_workbook
from toolkit.year.founding import found_year
from toolkit.year.issuing import issue
from toolkit.year.roster import roster_workbook
from toolkit.year.workspace import Workspace, workbook_name

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
    folder.parent.mkdir(parents=True, exist_ok=True)
    roster = folder.parent / f"roster{number}.xlsx"
    roster.write_bytes(roster_workbook(Roster(units=tuple(units))))
    workspace = found_year(folder, county=county, year=number, roster=roster, last_year=last)
    issued = {path.name: path for path in issue(workspace)}
    for unit in units:
        if unit.code in answers:
            text = folder / f"{unit.code}.csv"
            text.write_text(answers[unit.code], encoding="utf-8")
            (folder / "inbox" / workbook_name(unit)).write_bytes(
                fill_workbook(issued[workbook_name(unit)], text).workbook
            )
    return workspace
