"""A sum that a unit may leave out says of how many units it is, wherever it is shown."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from toolkit.answers.last_year import History
from toolkit.answers.past_year import PastYear
from toolkit.answers.submission import Submission, settled_figures
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.county.same_units import same_units
from toolkit.county.upward import county_words, upward_content
from toolkit.county.workbook import render
from toolkit.desk.drawn import county_tables
from toolkit.form.definition import load_form
from toolkit.form.model import Key, Mark
from toolkit.reading.workbook import read_file
from toolkit.report.content import compose
from toolkit.template import render as render_template
from toolkit.year.workspace import ACCEPTED, Standing, open_workspace

FORM = load_form("annual-report-2021")
FEE, MEETINGS = (Key("supplement", row, "value") for row in ("information_fee", "meetings"))
UNITS = (
    Unit(code="001", name="甲局", kind="部门"),
    Unit(code="002", name="乙局", kind="部门"),
    Unit(code="003", name="丙镇", kind="乡镇街道"),
)
FEES = {"001": 7, "003": 2}  # 乙局 leaves it blank


@pytest.fixture(scope="module")
def county() -> Consolidation:
    """Three units, of which two state a fee; everybody states all else."""
    standings = []
    for unit in UNITS:
        figures = dict.fromkeys(FORM.inputs, 0) | {FEE: FEES.get(unit.code, Mark.BLANK)}
        submission = Submission(
            form=FORM.key, year=2022, unit_code=unit.code, unit_name=unit.name, figures=figures
        )
        standings.append(
            Standing(unit=unit, status=ACCEPTED, file=f"inbox/{unit.code}.xlsx", submission=submission)
        )
    return Consolidation(form=FORM, county="甲县", year=2022, notice="", standings=tuple(standings))


def shown_beside(book: openpyxl.Workbook, sheet: str, label: str) -> list[list[object]]:
    """Give what stands right of a label, line by line."""
    lines = book[sheet].iter_rows(values_only=True)
    return [[cell for cell in line if cell is not None] for line in lines if label in map(str, line)]


def test_every_sheet_of_the_county_workbook_says_it(county: Consolidation) -> None:
    before = dict.fromkeys(FORM.cells, 1)
    known = {unit.code: before if unit.code != "002" else before | {FEE: Mark.BLANK} for unit in UNITS[:2]}
    past = [
        PastYear(year=year, basis=FORM.basis, units=4, totals=before, stated={FEE: year - 2019})
        for year in (2020, 2021)
    ]
    data = render(county, baseline=same_units(county, History(figures=known)), past=past)
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    fee, meetings = FORM.row(FEE).name, FORM.row(MEETINGS).name
    (listed,) = shown_beside(book, "补充情况", FORM.row(FEE).label)
    assert listed[-1] == "2 个（共 3 个）"
    column = 4 + FORM.position[FEE]
    rows = {str(line[0].value): line[column - 1].value for line in book["分单位明细"].iter_rows()}
    assert rows["填了的单位"] == 2
    assert [rows[f"填了的单位：{kind}"] for kind in ("部门", "乡镇街道")] == [1, 1]
    named = f"{fee}（{FORM.row(FEE).unit}）"
    assert shown_beside(book, "同比", named)[-1][3:] == ["1 个（共 2 个）"] * 2
    assert shown_beside(book, "历年", named)[-1][3:] == [
        "1 个（共 4 个）",
        "2 个（共 4 个）",
        "2 个（共 3 个）",
    ]
    beside = f"{meetings}（{FORM.row(MEETINGS).unit}）"
    assert shown_beside(book, "历年", beside)[-1][3:] == ["—", "—", "3 个（共 3 个）"]


def test_the_upward_submission_says_it_and_is_read_as_any_other(
    county: Consolidation, tmp_path: Path
) -> None:
    settings = f'county = "甲县"\nyear = 2022\nform = "{FORM.key}"\n'
    (tmp_path / "xxgk.toml").write_text(settings, encoding="utf-8")
    workspace = open_workspace(tmp_path)
    content = upward_content(workspace, county, History(), county_words(workspace))
    path = tmp_path / "上报.xlsx"
    path.write_bytes(render_template(content))
    note = str(openpyxl.load_workbook(path)["补充情况"]["A3"].value)
    assert f"（共 3 个单位）：{FORM.label(FEE)} 2 个" in note
    assert FORM.label(MEETINGS) not in note
    reading = read_file(path, path.name, [FORM.key])
    assert reading.submission is not None
    assert settled_figures(FORM, reading.submission)[FEE] == sum(FEES.values())
    blank = tmp_path / "空白.xlsx"
    blank.write_bytes(render_template(replace(content, notes={})))
    assert reading.findings == read_file(blank, path.name, [FORM.key]).findings


def test_the_desk_and_the_report_say_it(county: Consolidation) -> None:
    notes = {table.key: table.note for table in county_tables(county)}
    assert f"{FORM.label(FEE)} 2 个" in notes.pop("supplement")
    assert not any(notes.values())
    national = Key("applications", "new", "total")
    report = compose(
        FORM,
        year=2022,
        unit_name="甲县",
        figures=county.totals,
        narrative={},
        identity={},
        summary_of=3,
        silent={national: 1},
    )
    said = [part.text for section in report.sections for part in section.parts if hasattr(part, "text")]
    assert f"{FORM.label(national)} 2 个" in next(text for text in said if text.startswith("注："))
