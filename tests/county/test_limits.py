"""Totals of a whole county, beyond what one unit's cell may hold: the next level takes them all the same."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import recipes as r

from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.county.outputs import write_summary
from toolkit.county.upward import county_words, shortened, upward_content
from toolkit.errors import OutputError
from toolkit.form.model import Form, Key, Level, Ref, at_tier, plain_digits
from toolkit.reading.workbook import read_file
from toolkit.returns.fill import fill_workbook
from toolkit.rules.columns import amount_of, gather_columns
from toolkit.year.collection import collect
from toolkit.year.founding import found_year
from toolkit.year.inbox.loose import check_files
from toolkit.year.issuing import issue
from toolkit.year.past_years import read_kept
from toolkit.year.workspace import ACCEPTED, Standing, Workspace, Written

MONEY, COUNT = Key("disclosure", "charges", "amount"), Key("disclosure", "licensing", "decisions")
MOST = {"money": "999999999", "count": "9999999999"}


def year(folder: Path, level: str, names: list[str]) -> Workspace:
    roster = folder.parent / f"{folder.name}.csv"
    lines = [f"{number:03},{name},部门" for number, name in enumerate(names, 1)]
    roster.write_text("\n".join(["code,name,kind", *lines]) + "\n", encoding="utf-8")
    workspace = found_year(folder, county=folder.name, year=2022, roster=roster, level=level)
    settings = replace(workspace.settings, code="001")
    return replace(workspace, settings=settings)


def typed(money: str, count: str) -> str:
    """Write values that break no rule: whatever is not given is a confirmed 0."""
    lines = ["table,row,column,value", "identity,zero_blanks,value,是"]
    lines += [
        f"{MONEY.table},{MONEY.row},{MONEY.column},{money}",
        f"{COUNT.table},{COUNT.row},{COUNT.column},{count}",
    ]
    return "\n".join(lines) + "\n"


def summed(workspace: Workspace, money: str, count: str) -> Written:
    """Fill every unit's workbook and add them up."""
    values = workspace.folder / "values.csv"
    values.write_text(typed(money, count), encoding="utf-8")
    for path in issue(workspace):
        filled = fill_workbook(path, values).workbook
        (workspace.folder / "inbox" / path.name).write_bytes(filled)
    return write_summary(workspace, workers=0)


@pytest.mark.long
def test_a_countys_totals_reach_the_province(tmp_path: Path) -> None:
    county = year(tmp_path / "甲县", "county", ["甲局", "乙局"])
    outputs = summed(county, MOST["money"], MOST["count"])
    assert outputs.complete
    assert not any("15 位" in line for line in outputs.lines)
    city = year(tmp_path / "乙市", "county", ["甲县"])  # as of a city that does not say that it is one
    upward = next(path for path in outputs.written if path.name.startswith("上报"))
    (city.folder / "inbox" / upward.name).write_bytes(upward.read_bytes())
    (file,) = collect(city, workers=0).files
    assert (file.status, [f.message for f in file.findings if f.rule.startswith("K")]) == (ACCEPTED, [])
    above = write_summary(city, workers=0)
    assert above.complete
    for written in outputs.written, above.written:
        totals = next(path for path in written if path.name == "totals.csv").read_text("utf-8-sig")
        assert f"{','.join(MONEY)},1999999998\n" in totals.replace("\r", "")
        assert f"{','.join(COUNT)},19999999998\n" in totals.replace("\r", "")
    assert read_kept(city.form, city.folder).totals[COUNT] == 2 * int(MOST["count"])  # next year's last year


def test_a_units_own_cell_is_as_small_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.good(entries={**r.figures(), MONEY: 10**9, COUNT: 10**10}))
    (file,) = check_files([path], [r.FORM], workers=0).files
    assert {f.rule for f in file.findings if f.rule in {"K01", "K02"}} == {"K01", "K02"}


def test_a_citys_own_workbooks_take_what_counties_have(tmp_path: Path) -> None:
    city = year(tmp_path / "乙市", "city", ["甲县"])
    (path,) = issue(city)
    assert read_file(path, path.name, [r.FORM]).tier == 1


def made(form: Form, money: str, count: str, units: int) -> Consolidation:
    """A year of many units that all passed, as the adding up sees it."""
    figures = {MONEY: Decimal(money), COUNT: int(count)}
    standings = []
    for number in range(units):
        unit = Unit(code=f"{number:03}", name=f"单位{number}")
        mine = Submission(form=form.key, year=2022, unit_code=unit.code, unit_name=unit.name, figures=figures)
        standings.append(Standing(unit=unit, status=ACCEPTED, submission=mine))
    return Consolidation(form=form, county="甲县", year=2022, notice="", standings=tuple(standings))


def test_fifty_units_with_every_decimal(form: Form, tmp_path: Path) -> None:
    """More digits than a cell keeps: what is left out is said, and the data files have it all."""
    fifty = made(form, "999999998.999999", MOST["count"], 50)
    workspace = year(tmp_path / "甲县", "county", ["甲局"])
    history = collect(workspace, workers=0).history
    content = upward_content(workspace, fifty, history, county_words(workspace))
    assert (content.form.tier, plain_digits(fifty.totals[MONEY])) == (1, "49999999949.99995")
    assert (content.entries[MONEY], content.entries[COUNT]) == (49_999_999_950, 499_999_999_950)
    (line,) = shortened(fifty)
    assert "49999999949.99995，" in line and "15 位" in line


def test_what_no_cell_holds_is_refused_by_name(form: Form, tmp_path: Path) -> None:
    workspace = year(tmp_path / "丙省", "province", ["甲市"])
    history, words = collect(workspace, workers=0).history, county_words(workspace)
    most = at_tier(form, 3).kind(COUNT).maximum
    assert upward_content(workspace, made(form, "1", str(most), 1), history, words).entries[COUNT] == most
    with pytest.raises(OutputError, match=r"行政许可各单位相加是 1999999999999998，.*15 位"):
        upward_content(workspace, made(form, "1", str(most), 2), history, words)


def test_no_sum_is_too_long_for_the_columns(form: Form) -> None:
    """Sums and rules over amounts beyond 64 bits, in steps of a millionth, come to the last digit."""
    most = at_tier(form, 3).kind(MONEY).maximum
    many = made(form, f"{most}", str(most), 20)
    assert (many.totals[MONEY], many.totals[COUNT]) == (20 * most, 20 * most)
    submissions = [s.submission for s in many.counted if s.submission]
    columns = gather_columns(form, submissions, [{}] * len(submissions))
    assert amount_of(form, MONEY, columns.this[MONEY].amounts[0]) == most
    assert columns.amounts(Ref(COUNT), 10**6)[0] == most * 10**6


def test_a_units_totals_may_be_more_than_its_cells(tmp_path: Path) -> None:
    """Six columns of lawful counts make a total beyond what one cell may hold."""
    figures = dict.fromkeys(r.figures(), 0) | {
        key: int(MOST["count"])
        for key in r.the_form().inputs
        if key.table == "applications" and key.row in {"new", "granted"}
    }
    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.good(entries=figures))
    (file,) = check_files([path], [r.FORM], workers=0).files
    assert [f.message for f in file.findings if f.level is Level.ERROR] == []
    assert file.reading.submission is not None
    assert not file.reading.submission.stated
