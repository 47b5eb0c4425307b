"""A county's first act: its published years, in whatever files, become last year and those before."""

from pathlib import Path

import made_reports as made
import openpyxl
import pytest
from publications import KINDS
from two_years import values, year

from toolkit.answers.units import Unit
from toolkit.county.outputs import publish
from toolkit.form.definition import load_form
from toolkit.form.expression import Key
from toolkit.form.model import Form
from toolkit.published.importing import import_reports, reports_within
from toolkit.year.collection import collect

OLD, NEW = load_form("annual-report-2019"), load_form("annual-report-2021")
UNITS = [
    Unit(code="001", name="测试县民政局"),
    Unit(code="003", name="东镇", kind="乡镇街道"),
]
YEARS = range(2019, 2025)
FILES = (
    "网页",
    "Word，横向旧式合并",
    "别处的工作簿",
    "文字，空格对齐",
    "网页存成 mhtml",
    "ODT",
    "div，flex",
    "文字，竖线",
)
NEW_ONES, LEFT = Key("applications", "new", "total"), Key("applications", "carried_over", "natural_person")


def form_of(number: int) -> Form:
    return OLD if number < NEW.first_year else NEW


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[int, str], made.Report]]:
    """Six years of two units, each in a file of another kind, in a folder for each year."""
    folder = tmp_path_factory.mktemp("published")
    printed = {}
    for turn, (number, unit) in enumerate((number, unit) for number in YEARS for unit in UNITS):
        report = made.report(form_of(number), 80 + turn, year=number, most=900)
        flow = [(kind, text.replace("测试县民政局", unit.name)) for kind, text in made._flow(report)]
        printed[number, unit.name] = report = made.replace(report, flow=flow)
        place = folder / f"{number}年" / unit.name
        place.mkdir(parents=True)
        KINDS[FILES[turn % len(FILES)]](report, place)
    for scrap in folder.rglob("x.html"):  # what the writers began with
        scrap.unlink()
    for scrap in folder.rglob("plain.docx"):
        scrap.unlink()
    return folder, printed


@pytest.mark.long
def test_six_published_years_become_last_year_and_the_years_before(published, tmp_path: Path) -> None:
    folder, printed = published
    paths = reports_within([folder], tmp_path / "imported")
    done = list(import_reports(paths, tmp_path / "imported", [OLD.key, NEW.key]))
    assert len(done) == len(printed)
    assert [one.source for one in done if len(one.written) != 3 or one.read < 198] == []
    answers = {unit.code: values(new=3, granted=3) for unit in UNITS}
    here = year(tmp_path / "2025", 2025, UNITS, answers, tmp_path / "imported")
    publish(here, workers=0, draft=True)
    book = openpyxl.load_workbook(next((here.folder / "summary").glob("*汇总.xlsx")), data_only=True)
    lines = [[cell.value for cell in row] for row in book["历年"].iter_rows()]
    head = next(n for n, line in enumerate(lines) if line[0] == "表")
    assert lines[head][3:10] == [*(f"{number} 年" for number in YEARS), "2025 年（草稿）"]
    of = dict(zip(NEW.cells, (line[3:10] for line in lines[head + 3 :]), strict=False))
    sums = [sum(printed[number, unit.name].expected[NEW_ONES] for unit in UNITS) for number in YEARS]
    assert of[NEW_ONES][:6] == sums
    for standing in collect(here, workers=0).standings:  # what was left in 2024 stood there, from its page
        opened = standing.submission.figures[LEFT._replace(row="carried_in")]
        assert opened == printed[2024, standing.unit.name].expected[LEFT]
