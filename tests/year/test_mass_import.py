"""A county's first act: its published years, in whatever files, become last year and those before."""

from decimal import Decimal
from pathlib import Path

import made_reports as made
import openpyxl
import pytest
from publications import KINDS
from two_years import year

from toolkit.answers.units import Unit
from toolkit.county.outputs import write_summary
from toolkit.form.definition import load_form
from toolkit.form.model import Form, Key, comparable_figures
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
LEFT = Key("applications", "carried_over", "natural_person")


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


def summed(printed: dict[tuple[int, str], made.Report], number: int, key: Key) -> Decimal:
    """Add up what the pages of a year print, in the test's own arithmetic."""
    return sum((Decimal(printed[number, unit.name].expected[key]) for unit in UNITS), Decimal(0))


def below(sheet, word: str, first: int) -> dict[Key, list[object]]:
    """The figures of each line below the line that begins with `word`, from the column `first` on."""
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = max(n for n, line in enumerate(lines) if line[0] == word)
    body = lines[head + 1 :]
    while body[0][0] not in {table.sheet for table in NEW.tables}:  # the rest of a head of several rows
        del body[0]
    body = body[: len(NEW.cells)]  # below the table stands how many units each sum is of
    assert {line[0] for line in body} == {table.sheet for table in NEW.tables}
    return {key: line[first:] for key, line in zip(NEW.cells, body, strict=True)}


def answered(last: made.Report) -> str:
    """A true year after `last`: what was left is answered, and three new applications beside it."""
    lines = ["table,row,column,value", "identity,zero_blanks,value,是"]
    columns = [c.key for c in NEW.table("applications").blocks[0].columns if c.sum_of is None]
    for column in columns:
        left, new = int(last.expected[LEFT._replace(column=column)]), 3 * (column == "natural_person")
        lines += [f"applications,carried_in,{column},{left}", f"applications,new,{column},{new}"]
        lines.append(f"applications,granted,{column},{left + new}")
    lines += [
        f"disclosure,{row},in_force,{last.expected[Key('disclosure', row, 'in_force')]}"
        for row in ("regulations", "normative_documents")
    ]
    return "\n".join(lines)


def check_years(sheet, printed: dict[tuple[int, str], made.Report]) -> None:
    """Every figure of every year is the sum of what that year's pages print."""
    titles = next([c.value for c in row] for row in sheet.iter_rows() if row[0].value == "表")
    assert titles[3:10] == [*(f"{number} 年" for number in YEARS), "2025 年（草稿）"]
    compared = 0
    for key, figures in below(sheet, "表", 3).items():
        for number, figure in zip(YEARS, figures, strict=False):
            same = key if form_of(number) is NEW else comparable_figures(NEW, OLD).get(key)
            if same is not None and same in printed[number, UNITS[0].name].expected:
                assert Decimal(str(figure)) == summed(printed, number, same), (number, key)
                compared += 1
            else:
                assert not isinstance(figure, int | float), (number, key, figure)
    assert compared > 4 * 198 + 2 * 150


def check_comparison(sheet, printed: dict[tuple[int, str], made.Report], new: dict[str, int]) -> None:
    """Last year is the sum of its pages, and the change is this year's new applications less that."""
    for key, (last, this, change, *_) in below(sheet, "表", 3).items():
        if key in printed[2024, UNITS[0].name].expected:
            before = summed(printed, 2024, key)
            assert Decimal(str(last)) == before, key
            assert Decimal(str(change)) == Decimal(str(this)) - before, key
            if key.row == "new" and key.table == "applications":
                assert this == new.get(key.column, 0)


@pytest.mark.long
def test_six_published_years_become_last_year_and_the_years_before(published, tmp_path: Path) -> None:
    folder, printed = published
    paths = reports_within([folder], tmp_path / "imported")
    done = list(import_reports(paths, tmp_path / "imported", [OLD.key, NEW.key]))
    assert len(done) == len(printed)
    assert [one.source for one in done if len(one.written) != 3 or one.read < 198] == []
    answers = {unit.code: answered(printed[2024, unit.name]) for unit in UNITS}
    here = year(tmp_path / "2025", 2025, UNITS, answers, tmp_path / "imported")
    write_summary(here, workers=0, draft=True)
    book = openpyxl.load_workbook(next((here.folder / "summary").glob("*汇总.xlsx")), data_only=True)
    check_years(book["历年"], printed)
    check_comparison(book["同比"], printed, {"natural_person": 3 * len(UNITS), "total": 3 * len(UNITS)})
    for standing in collect(here, workers=0).standings:  # what was left in 2024 stood there, from its page
        opened = standing.submission.figures[LEFT._replace(row="carried_in")]
        assert opened == printed[2024, standing.unit.name].expected[LEFT]
