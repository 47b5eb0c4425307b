"""What a roster corrected after issuing means for the workbooks that are out already."""

from dataclasses import replace
from random import Random

import pytest
import recipes as r
from correspondence import county, figures, send
from founding import UNITS, founded

from toolkit.answers.units import Roster
from toolkit.form.model import Key, Mark
from toolkit.returns.return_all import cases_of
from toolkit.year.collection import collect
from toolkit.year.issuing import issue
from toolkit.year.past_years import history_of
from toolkit.year.roster import roster_workbook
from toolkit.year.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path):
    return county(tmp_path / "c")


def corrected(workspace: Workspace, **changes: object) -> Workspace:
    """Change the first unit in the roster, as the office does in Excel."""
    first, *others = workspace.roster.units
    roster = Roster(units=(replace(first, **changes), *others))
    for path in workspace.folder.glob("roster.*"):
        path.unlink()
    (workspace.folder / "roster.xlsx").write_bytes(roster_workbook(roster))
    return open_workspace(workspace.folder)


@pytest.mark.parametrize("changes", [{"name": "甲教育局"}, {"code": "009"}, {"status": "撤销"}])
def test_workbooks_of_an_older_roster_are_named_when_it_is_issued_again(workspace, changes):
    (workspace.folder / "issued" / "~$001_甲局.xlsx").write_bytes(b"open in Excel")
    said: list[str] = []
    list(issue(workspace, (), said.append))
    assert said == []
    again = corrected(workspace, **changes)
    list(issue(again, (), said.append))
    (line,) = said
    assert "1 份不是按现在的名录下发的：001_甲局.xlsx。" in line


def test_a_name_corrected_after_issuing_is_said_to_the_office_with_the_way_out(workspace):
    """The unit did nothing wrong; nothing counts until the office says that it is the same one."""
    send(workspace, "001", figures(workspace.form))
    again = corrected(workspace, name="丁办")
    (file,) = collect(again, workers=0).files
    (finding,) = [f for f in file.findings if f.blocks]
    assert (file.status, finding.rule) == ("foreign", "S23")
    assert "借用" not in finding.message
    assert "状态写成“更名”，前身代码写 001" in finding.message
    as_told = corrected(again, status="更名", predecessors=("001",))
    (file,) = collect(as_told, workers=0).files
    assert file.status == "accepted"


def test_code_and_name_changed_after_issuing_are_not_asked_for_again(workspace):
    """The roster says already who it is; nothing in the workbook says the new name."""
    send(workspace, "001", figures(workspace.form))
    again = corrected(workspace, code="009", name="丁办", status="更名", predecessors=("001",))
    (file,) = collect(again, workers=0).files
    (finding,) = [f for f in file.findings if f.blocks]
    assert (file.status, finding.rule) == ("foreign", "S05")
    assert "“009 丁办”的前身就是 001" in finding.message
    assert "把状态写成" not in finding.message


def test_a_code_changed_after_issuing_is_taken_once_the_roster_says_so(workspace):
    send(workspace, "001", figures(workspace.form))
    again = corrected(workspace, code="009")
    (file,) = collect(again, workers=0).files
    (finding,) = [f for f in file.findings if f.blocks]
    assert (file.status, finding.rule) == ("foreign", "S05")
    assert "这个名称的代码是 009" in finding.message
    assert "前身代码写 001" in finding.message
    as_told = corrected(again, status="更名", predecessors=("001",))
    collection = collect(as_told, workers=0)
    (file,) = collection.files
    (notice,) = [f for f in file.findings if f.rule == "U05"]
    assert (file.status, file.unit.code) == ("accepted", "009")
    assert "发给“001 甲局”" in notice.message
    other = corrected(as_told, name="丙局")  # another code and another name: nobody knows
    (file,) = collect(other, workers=0).files
    assert (file.status, [f.rule for f in file.findings if f.blocks]) == ("foreign", ["S05"])


@pytest.mark.parametrize(
    ("code", "name", "taken"),
    [("1", "甲局", True), ("0001", "甲局", True), ("1", "丙局", False), ("10", "甲局", False)],
)
def test_a_code_that_excel_took_the_zeros_of_is_the_same_where_the_name_is(workspace, code, name, taken):
    """Where it is not, the office is told; the unit, whose workbook is right, is not written to."""
    send(workspace, "001", figures(workspace.form))
    again = corrected(workspace, code=code, name=name)
    collection = collect(again, workers=0)
    (file,) = collection.files
    assert (file.status, file.unit and file.unit.code) == (("accepted", code) if taken else ("foreign", None))
    assert ["U05"] * taken == [f.rule for f in file.findings if f.rule == "U05"]
    assert not cases_of(again, collection)


@pytest.mark.long
@pytest.mark.parametrize("typed", ["约3", "2000万", ""])
def test_gaps_in_last_year_s_workbooks_are_told_and_never_added_up_as_nothing(tmp_path, typed):
    """A workbook that was issued and never filled in says nothing, not even beside one that does."""
    past, key = tmp_path / "past", Key("applications", "carried_over", "natural_person")
    total = Key("applications", "carried_over", "total")
    one = {"unit_code": "004", "unit_name": "司法局", "year": r.YEAR - 1}
    other = {"unit_code": "005", "unit_name": "财政局", "year": r.YEAR - 1}
    at = r.place(*key)
    files = {
        "司法局.xlsx": r.text(at.sheet, at.a1, typed, r.good(**one)) if typed else r.good(**one, entries={}),
        "财政局.xlsx": r.good(**other),
        "财政局（下发）.xlsx": r.good(**other, entries={}),
    }
    past.mkdir()
    for name, data in files.items():
        (past / name).write_bytes(data)
    workspace = founded(tmp_path, UNITS[:2], last_year=past)
    history, said = history_of(workspace, workspace.roster), list[str]()
    list(issue(workspace, (), said.append))
    (line,) = said
    assert ("1 个单位的数不全：004 司法局（1 个）" if typed else "没有 1 个单位的数：004 司法局") in line
    assert history.of(UNITS[0]).get(total, Mark.BLANK) is Mark.BLANK
    assert history.of(UNITS[1])[total] == sum(
        figure for where, figure in r.figures().items() if where[:2] == key[:2] and where != total
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("wrong", [True, False])
def test_last_year_s_figures_that_contradict_themselves_are_told(tmp_path, seed, wrong):
    """One application more than were dealt with and carried over: the sum printed on the form is off."""
    old = tmp_path / "上年"
    old.mkdir()
    column = Random(seed).choice(["natural_person", "business", "other"])
    key = Key("applications", "new", column)
    for number, unit in enumerate(UNITS[:2]):
        entries = dict(r.figures(seed + number))
        if wrong and not number:
            entries[key] = int(entries[key]) + 1
        data = r.good(entries=entries, unit_code=unit.code, unit_name=unit.name, year=r.YEAR - 1)
        (old / f"{unit.name}.xlsx").write_bytes(data)
    said: list[str] = []
    assert len([*issue(founded(tmp_path, UNITS[:2], old), (), said.append)]) == 2
    told = [line for line in said if "自己对不上" in line]
    assert len(told) == wrong
    for line in told:
        assert "1 个单位" in line
        assert f"{UNITS[0].code} {UNITS[0].name}（表三 " in line
        assert UNITS[1].name not in line
