"""One figure of the county workbook is changed as a person would; LibreOffice recalculates every sheet.

What it then shows in every cell with a formula is what we write for the county in which the unit had said so:
one of the two was calculated by LibreOffice, the other by us, and neither knows of the other.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from toolkit.answers.last_year import History
from toolkit.answers.past_year import PastYear
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.county.same_units import same_units
from toolkit.county.workbook import render
from toolkit.county.workbook.book import Details
from toolkit.form.definition import load_form
from toolkit.form.model import Figure, Key
from toolkit.year.workspace import ACCEPTED, Standing

FORM = load_form("annual-report-2021")
NEW = Key("applications", "new", "natural_person")
GRANTED = Key("applications", "granted", "natural_person")
UNITS = (
    Unit(code="001", name="甲局", kind="部门"),
    Unit(code="002", name="乙局", kind="部门"),
    Unit(code="003", name="丙镇", kind="乡镇街道"),
)
LIVE = {"封面", "送签稿", "表三", "勾稽", "图表", "同比", "历年", "分单位明细", "查数"}


def county(new: int) -> Consolidation:
    """Three units, of which 乙局 received the most: `new` applications, nine of them granted."""
    figures = dict.fromkeys(FORM.inputs, 0)
    others = {NEW: 4, GRANTED: 4}
    return Consolidation(
        form=FORM,
        county="甲县",
        year=2022,
        notice="",
        standings=tuple(
            _accepted(unit, figures | ({NEW: new, GRANTED: 9} if unit.code == "002" else others))
            for unit in UNITS
        ),
    )


def _accepted(unit: Unit, figures: Mapping[Key, Figure]) -> Standing:
    submission = Submission(
        form=FORM.key, year=2022, unit_code=unit.code, unit_name=unit.name, figures=figures
    )
    return Standing(unit=unit, status=ACCEPTED, file=f"inbox/{unit.code}.xlsx", submission=submission)


def workbook(c: Consolidation) -> bytes:
    """The county's workbook with 同比 and 历年; last year every unit had one of everything that is a part."""
    before = {key: len(FORM.leaves[key]) for key in FORM.cells}
    history = History(figures=dict.fromkeys((unit.code for unit in UNITS), before))
    totals = {key: 3 * number for key, number in before.items()}
    past = [PastYear(year=year, basis=FORM.basis, units=3, totals=totals) for year in (2020, 2021)]
    return render(c, baseline=same_units(c, history), past=past)


def retyped(data: bytes, number: int) -> bytes:
    """Type another figure for 乙局: on 分单位明细, and on its line of 数据, from which 查数 adds up."""
    book = openpyxl.load_workbook(BytesIO(data))
    details = Details(form=FORM, kinds=("部门", "乡镇街道"), units=len(UNITS))
    cell = details.cell(NEW, details.first + 1)
    assert book[cell.sheet][cell.a1].value == 9
    book[cell.sheet][cell.a1].value = number
    heads, *lines = book["数据"].iter_rows()
    at = {head.value: i for i, head in enumerate(heads)}
    (line,) = [
        line
        for line in lines
        if line[at["单位名称"]].value == "乙局" and line[at["栏次"]].value == FORM.position[NEW] + 1
    ]
    line[at["数值"]].value = number
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.long
@pytest.mark.office
@pytest.mark.slow
def test_every_sheet_follows_a_changed_figure_and_the_strip_says_what_breaks(
    office: Callable[..., list[Path]], tmp_path: Path
) -> None:
    whole, other = workbook(county(9)), workbook(county(10))
    source = tmp_path / "county.xlsx"
    source.write_bytes(retyped(whole, 10))
    (path,) = office([source], "xlsx:Calc MS Excel 2007 XML", tmp_path / "out")
    live = openpyxl.load_workbook(BytesIO(whole))
    before, expected, shown = (
        openpyxl.load_workbook(book, data_only=True) for book in (BytesIO(whole), BytesIO(other), path)
    )
    moved: dict[str, int] = {}
    for sheet in live:
        for row in sheet.iter_rows():
            for one in row:
                if one.data_type != "f":
                    continue
                was, ours, theirs = (
                    book[sheet.title][one.coordinate].value for book in (before, expected, shown)
                )
                assert theirs == (pytest.approx(ours) if isinstance(ours, int | float) else ours), (
                    f"{sheet.title} {one.coordinate} {one.value}"
                )
                moved[sheet.title] = moved.get(sheet.title, 0) + (was != ours)
    assert {sheet for sheet, number in moved.items() if number} == LIVE
    broken = {row[0].value for row in shown["勾稽"].iter_rows(min_row=5) if row[5].value == "不通过"}
    assert broken == {"R01"}
    assert "条强制规则不通过" in str([cell.value for row in shown["封面"].iter_rows() for cell in row])
