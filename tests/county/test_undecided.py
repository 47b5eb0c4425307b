"""What the office decided of a unit's files and does not hold: the year is a 草稿, and everybody is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import recipes as r
from founding import UNITS, founded, put

from toolkit.answers.units import Roster
from toolkit.county.consolidation import consolidate, coverage_lines
from toolkit.reporter.findings import as_text
from toolkit.reporter.status import status_text
from toolkit.year.collection import collect
from toolkit.year.journal import record_receipts
from toolkit.year.reminders import situations_of
from toolkit.year.roster import roster_workbook
from toolkit.year.workspace import Collection, Workspace, open_workspace

ONE = UNITS[:1]


def seen(workspace: Workspace) -> tuple[Collection, str, str]:
    """Give what is in the folder now, and what `check` and `status` show of it."""
    workspace = open_workspace(workspace.folder)
    collection = collect(workspace, workers=0)
    record_receipts(workspace, collection)
    standing = situations_of(collection.standings, workspace.settings, "年报", date(2023, 1, 5))
    return collection, as_text(collection), status_text((standing, {}))


def pin(workspace: Workspace, file: str) -> None:
    text = f"单位代码,文件,理由\n004,{file},局长签字的是这一份\n"
    (workspace.folder / "pinned.csv").write_text(text, encoding="utf-8")


def lost(workspace: Workspace) -> None:
    pin(workspace, "没有的.xlsx")


def unclear(workspace: Workspace) -> None:
    put(workspace, "甲/一.xlsx", r.good(3))
    pin(workspace, "一.xlsx")
    (workspace.path("inbox") / "一.xlsx").rename(workspace.path("inbox") / "甲" / "二.xlsx")
    put(workspace, "乙/一.xlsx", r.good(4))


def changed(workspace: Workspace) -> None:
    pin(workspace, "一.xlsx")
    seen(workspace)
    put(workspace, "一.xlsx", r.good(5))


@pytest.mark.parametrize(("rule", "become"), [("V03", lost), ("V07", unclear), ("V10", changed)])
def test_a_decision_that_does_not_hold_makes_a_draft(
    tmp_path: Path, rule: str, become: Callable[[Workspace], None]
) -> None:
    workspace = founded(tmp_path, ONE)
    put(workspace, "一.xlsx", r.good())
    collection, checked, status = seen(workspace)
    assert collection.clean and consolidate(workspace, collection).complete
    assert "pinned" not in checked + status
    become(workspace)
    collection, checked, status = seen(workspace)
    (finding,) = collection.findings
    assert finding.rule == rule
    assert not consolidate(workspace, collection).complete
    assert finding.message in checked
    assert finding.problem.rstrip("。") in status
    assert any(finding.problem.rstrip("。") in said for said in collection.open_matters)


@pytest.mark.parametrize("change", [{"counted": False}, {"status": "撤销"}, {}])
def test_a_year_in_which_nobody_counts_is_no_clean_one(tmp_path: Path, change: dict[str, object]) -> None:
    workspace = founded(tmp_path, ONE)
    (workspace.folder / "roster.xlsx").write_bytes(
        roster_workbook(Roster(units=tuple(replace(unit, **change) for unit in ONE)))  # type: ignore[arg-type]
    )
    collection, checked, _ = seen(workspace)
    assert ("U07" in {f.rule for f in collection.findings}) is bool(change)
    assert ("U07" in checked) is bool(change)
    assert not collection.clean
    assert not consolidate(workspace, collection).complete


def test_a_later_word_that_does_not_count_is_told_beside_its_unit(tmp_path: Path) -> None:
    workspace = founded(tmp_path, ONE)
    put(workspace, "一.xlsx", r.good())
    seen(workspace)
    put(workspace, "二.xlsx", r.number("表三", "D7", 99_999), age=-60)
    collection, _, status = seen(workspace)
    assert not consolidate(workspace, collection).complete
    (line,) = (line for line in status.splitlines() if line.startswith("004"))
    assert line.endswith("另有一份“inbox/二.xlsx”，以哪一份为准还没有定，现在计的是“inbox/一.xlsx”")


def test_a_unit_that_reported_and_is_not_on_the_roster_leaves_a_draft(tmp_path: Path) -> None:
    """A line of the roster that was lost when all had reported: the sums lack a unit, and say so."""
    workspace = founded(tmp_path)
    put(workspace, "a.xlsx", r.good())
    put(workspace, "b.xlsx", r.good(seed=2, unit_code="005", unit_name="财政局"))
    assert consolidate(workspace, collect(workspace, workers=0)).complete
    (workspace.folder / "roster.xlsx").write_bytes(roster_workbook(Roster(units=ONE)))
    again = open_workspace(workspace.folder)
    sums = consolidate(again, collect(again, workers=0))
    assert not sums.complete
    assert sums.unlisted == ("005 财政局",)
    assert any("005 财政局" in line for line in coverage_lines(sums))


@pytest.mark.parametrize("change", [{"status": "撤销"}, {"status": "代编", "parent": "004"}])
def test_a_unit_that_reported_and_is_said_to_send_none_leaves_a_draft(
    tmp_path: Path, change: dict[str, str]
) -> None:
    """Whether its figures are in another report is asked, until the office takes it out of the inbox."""
    workspace = founded(tmp_path)
    put(workspace, "a.xlsx", r.good())
    path = put(workspace, "b.xlsx", r.good(seed=2, unit_code="005", unit_name="财政局"))
    assert consolidate(workspace, collect(workspace, workers=0)).complete
    units = (*ONE, replace(UNITS[1], **change))  # type: ignore[arg-type]
    (workspace.folder / "roster.xlsx").write_bytes(roster_workbook(Roster(units=units)))
    again = open_workspace(workspace.folder)
    collection = collect(again, workers=0)
    sums = consolidate(again, collection)
    assert (sums.complete, sums.uncalled) == (False, ("005 财政局",))
    assert "报来了" in sums.why_draft
    assert ["移出 inbox" in one.message for file in collection.files for one in file.findings] == [True]
    path.unlink()
    assert consolidate(again, collect(again, workers=0)).complete
