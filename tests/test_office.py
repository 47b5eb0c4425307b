"""The sheet and the checks must agree: LibreOffice calculates the workbook, Python judges the same figures."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from fillings import Filling, filling, without_caches

from toolkit.checks import State, judge, word
from toolkit.figures import gather
from toolkit.form import Form
from toolkit.layout import CHECKS, COVER, COVER_VALUE, CheckColumns, lay_out, tag
from toolkit.reasons import accepted_reasons
from toolkit.submission import plain
from toolkit.template import Content, render
from toolkit.template.book import Book
from toolkit.template.cover import STATUS_ROW

ALL_SHEETS_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
FILLINGS = 200


def content(form: Form, made: Filling) -> Content:
    return Content(
        form=form, unit_code="001", unit_name="甲局", year=2022, kind=made.kind,
        entries=made.entries, last=made.last, identity=made.identity, explanations=made.explanations,
    )  # fmt: skip


def sheet(folder: Path, stem: str, name: str) -> list[list[str]]:
    with (folder / f"{stem}-{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.office
def test_libreoffice_agrees_with_the_checks_rule_by_rule(form: Form, office, tmp_path: Path) -> None:
    made = [filling(form, seed) for seed in range(FILLINGS)]
    contents = [content(form, one) for one in made]
    paths = [tmp_path / f"{i}.xlsx" for i in range(FILLINGS)]
    for path, one in zip(paths, contents, strict=True):
        path.write_bytes(without_caches(render(one)))
    office(paths, ALL_SHEETS_AS_CSV, tmp_path / "out")
    seen = {
        "不通过": 0,
        "通过": 0,
        "待填": 0,
        "待改": 0,
        "无上年数": 0,
        "不适用": 0,
        "待说明": 0,
        "已说明": 0,
    }
    for i, one in enumerate(contents):
        for said in compare(form, one, tmp_path / "out", str(i)):
            seen[said] += 1
    assert all(seen.values()), seen  # every word of a result was met


def compare(form: Form, one: Content, folder: Path, stem: str) -> list[str]:
    """Compare one calculated workbook with the checks; return the words of its results."""
    layout = lay_out(form)
    figures = gather(form, [one.submission], [one.last])
    reasons = accepted_reasons(form, one.explanations)
    lines = sheet(folder, stem, CHECKS)
    words = []
    for outcome in judge(form, figures, [one.kind]):
        line = lines[layout.checks[tag(outcome.instance)].row]
        state = State(int(outcome.states[0]))
        expected = word(outcome.instance.rule, state, explained=tag(outcome.instance) in reasons)
        assert line[CheckColumns.RESULT] == expected, (stem, tag(outcome.instance), line)
        if state in {State.HOLDS, State.BROKEN}:
            left, right = outcome.amounts(0)
            assert Decimal(line[CheckColumns.LEFT]) == left
            assert right is None or Decimal(line[CheckColumns.RIGHT]) == right
        words.append(expected)
    book = Book(workbook=None, formats=None, content=one)  # type: ignore[arg-type] (only its figures are asked)
    for key, amount in book.totals.items():
        place = layout.places[key]
        assert sheet(folder, stem, place.sheet)[place.row][place.column] == plain(amount), (stem, key)
    return words


@pytest.mark.office
def test_cached_results_are_those_that_libreoffice_calculates(form: Form, office, tmp_path: Path) -> None:
    """Previews on a phone show caches: every formula of the whole workbook, the cover's too, is cached rightly."""
    for i in range(12):
        data = render(content(form, filling(form, 1000 + i)))
        (tmp_path / f"cached{i}.xlsx").write_bytes(data)
        (tmp_path / f"fresh{i}.xlsx").write_bytes(without_caches(data))
    paths = sorted(tmp_path.glob("*.xlsx"))
    office(paths, ALL_SHEETS_AS_CSV, tmp_path / "out")
    for i in range(12):
        for fresh in sorted((tmp_path / "out").glob(f"fresh{i}-*.csv")):
            cached = fresh.with_name(fresh.name.replace("fresh", "cached"))
            assert cached.read_text() == fresh.read_text(), fresh.name


@pytest.mark.office
def test_the_cover_says_how_the_workbook_stands(form: Form, office, tmp_path: Path) -> None:
    blank = Content(form=form, unit_code="001", unit_name="甲局", year=2022)
    zeros = {key: 0 for key in form.inputs if form.required(key)}
    cases = {
        "blank": (blank, "还有 166 格待填"),
        "zeros": (
            Content(form=form, unit_code="001", unit_name="甲局", year=2022, entries=zeros),
            "零报告待确认",
        ),
        "sure": (
            Content(
                form=form,
                unit_code="001",
                unit_name="甲局",
                year=2022,
                entries=zeros,
                identity={"zero_blanks": "是"},
            ),
            "可以上报",
        ),
    }
    for name, (one, _) in cases.items():
        (tmp_path / f"{name}.xlsx").write_bytes(without_caches(render(one)))
    office([tmp_path / f"{name}.xlsx" for name in cases], ALL_SHEETS_AS_CSV, tmp_path / "out")
    for name, (_, said) in cases.items():
        assert sheet(tmp_path / "out", name, COVER)[STATUS_ROW][COVER_VALUE] == said
