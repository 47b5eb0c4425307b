"""What was written earlier and is no longer so is named by the command that could have written it anew."""

import shutil
from dataclasses import replace

import pytest
from correspondence import NEW, check, county, figures, send

from toolkit.county.outputs import write_summary
from toolkit.county.reports import write_reports
from toolkit.form.model import Key
from toolkit.year.workspace import Workspace

OUTCOME = Key("applications", "granted", "natural_person")


def said(lines: tuple[str, ...], words: str) -> list[str]:
    return [line for line in lines if words in line]


def more(workspace: Workspace, by: int) -> None:
    """Let a unit send its workbook again with some more applications, all granted."""
    entries = figures(workspace.form)
    changed = {key: int(entries[key]) + by for key in (NEW, OUTCOME)}
    send(workspace, "001", entries | changed, phone="0537-1")


@pytest.fixture
def workspace(tmp_path):
    workspace = county(tmp_path / "c")
    more(workspace, 0)
    check(workspace)
    return workspace


@pytest.mark.long
def test_a_report_of_newer_figures_says_that_the_summary_is_older(workspace):
    assert not said(write_reports(workspace).lines, "xxgk consolidate")  # there is none yet
    write_summary(workspace, workers=0)
    assert not said(write_reports(workspace).lines, "xxgk consolidate")
    more(workspace, 2)
    assert len(said(write_reports(workspace).lines, "xxgk consolidate")) == 1
    write_summary(workspace, workers=0)
    assert not said(write_reports(workspace).lines, "xxgk consolidate")


@pytest.mark.long
@pytest.mark.parametrize(("units", "how"), [(False, "xxgk report。"), (True, "xxgk report --units。")])
def test_a_summary_of_newer_figures_says_that_reports_may_be_older(workspace, units, how):
    write_summary(workspace, workers=0)
    more(workspace, 2)
    assert not said(write_summary(workspace, workers=0).lines, "xxgk report")  # there are none
    write_reports(workspace, units=units)
    assert not said(write_summary(workspace, workers=0).lines, "xxgk report")
    more(workspace, 5)
    assert said(write_summary(workspace, workers=0).lines, "xxgk report")[0].endswith(how)
    assert not said(write_summary(workspace, workers=0).lines, "xxgk report")


@pytest.mark.long
def test_outputs_under_another_name_are_named(workspace):
    write_summary(workspace, workers=0)
    write_reports(workspace)
    summary = workspace.folder / "summary"
    (summary / "~$某县2022年汇总.xlsx").write_bytes(b"open in Excel")
    (summary / "局长的批示.xlsx").write_bytes(b"somebody's own")
    assert not said(write_summary(workspace, workers=0).lines, "以前写的、")
    renamed = replace(workspace, settings=replace(workspace.settings, county="某市"))
    (line,) = said(write_summary(renamed, workers=0).lines, "以前写的、")
    title = workspace.form.title
    for name in ("汇总.xlsx", ".sqlite", f"{title}.docx", f"{title}.html"):
        assert f"某县2022年{name}" in line
    assert "上报_某县2022年.xlsx" in line
    assert "~$" not in line
    assert "局长" not in line
    for path in (workspace.folder / "summary").glob("*某县*"):
        path.unlink()
    assert not said(write_summary(renamed, workers=0).lines, "以前写的、")


@pytest.mark.long
def test_the_report_of_a_unit_that_does_not_pass_any_more_is_named(workspace):
    write_reports(workspace, units=True)
    shutil.rmtree(workspace.folder / "inbox")
    (line,) = said(write_reports(workspace, units=True).lines, "不要公布")
    assert "001_甲局.docx、001_甲局.html" in line
    more(workspace, 0)
    assert not said(write_reports(workspace, units=True).lines, "不要公布")
