"""The close look costs only the files that give reason to: the ordinary one is told at a glance."""

import io
import re
import zipfile
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import recipes as r
from openpyxl.styles import Protection
from openpyxl.workbook.workbook import Workbook

from toolkit.form.definition import load_form, sample_forms, shipped_forms
from toolkit.layout.layout import LIST, Place, lay_out
from toolkit.reading.opened import Opened
from toolkit.reading.tampering import issued_bytes, issued_workbook, seems_as_issued
from toolkit.reading.workbook import read_file
from toolkit.template import Content, render
from toolkit.year.inbox.loose import check_files

FIRST_LAYOUT = Path(__file__).parents[1] / "data" / "first_layout.xlsx"  # as the tool issued it then


@pytest.mark.parametrize("key", shipped_forms())
@pytest.mark.parametrize("kind", ["部门", "乡镇街道"])
def test_what_was_issued_is_told_at_a_glance(key: str, kind: str):
    form = load_form(key)
    data = render(Content(form=form, unit_code="001", unit_name="甲&乙局", year=form.first_year, kind=kind))
    assert seems_as_issued(lay_out(form), opened(data))


@pytest.mark.long
@pytest.mark.parametrize("key", [*shipped_forms(), *sample_forms()])
def test_the_blank_workbook_beside_a_form_is_what_is_issued(key: str):
    """Compared with it is the same as compared with one rendered, as for a form of one's own."""
    form = load_form(key)
    own = replace(form)
    sheets, names = issued_workbook(form)
    rendered, named = issued_workbook(own)
    assert issued_bytes(form) != issued_bytes(own)
    assert (list(sheets), names) == (list(rendered), named)
    for name in sheets:
        assert asdict(replace(sheets[name], written={})) == asdict(replace(rendered[name], written={})), name


def test_a_filled_workbook_is_told_at_a_glance():
    assert seems_as_issued(lay_out(load_form(r.FORM)), opened(r.good()))


def test_the_names_of_a_county_s_workbook_are_its_own(tmp_path: Path):
    """Also where something else was changed in it, so that it is looked at closely."""
    sums = {"made": "2023-01-20T01:00:00 002", "state": "草稿"}
    path = tmp_path / "上报.xlsx"
    path.write_bytes(
        r.rewritten("xl/workbook.xml", lambda x: re.sub("<workbookProtection[^>]*>", "", x), r.good(**sums))
    )
    findings = read_file(path, path.name, [r.FORM]).findings
    assert "S13" in {f.rule for f in findings}
    assert not [f.message for f in findings if f.rule == "S17"]


def test_in_a_workbook_of_the_first_layout_only_what_was_changed_is_told(tmp_path: Path):
    """Its cover hides columns, and no 校验码 stands below its tables, as it was issued then."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(r.in_sheet("表三", r"<sheetProtection[^>]*/>", "", FIRST_LAYOUT.read_bytes()))
    findings = read_file(path, path.name, [r.FORM]).findings
    assert {(f.rule, f.sheet) for f in findings if f.rule in {"S12", "S13"}} == {("S13", "表三")}


def test_of_sheets_that_were_unprotected_together_one_line_tells(tmp_path: Path) -> None:
    def lift(book: Workbook) -> None:
        for sheet in book.worksheets:
            sheet.protection.sheet = False

    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.edited(lift))
    (said,) = [f for f in read_file(path, path.name, [r.FORM]).findings if f.rule == "S13"]
    assert said.sheet is None
    assert all(f"“{name}”" in said.message for name in ("封面", "表二", "表三", "表四", "核实说明"))
    assert "_xxgk" not in said.message


def opened(data: bytes) -> Opened:
    return Opened(data, zipfile.ZipFile(io.BytesIO(data)))


@pytest.mark.parametrize("sent_back", [False, True])
def test_a_label_that_was_unlocked_is_named(sent_back: bool, tmp_path: Path):
    """In a returned workbook too, where only the title line and what was issued blank were opened."""
    label, path = (
        next(box for box in lay_out(r.the_form()).grids["disclosure"].captions if box.top > 8),
        tmp_path / "锁.xlsx",
    )
    at = Place("表二", label.top, label.left)

    def unlock(book: Workbook) -> None:
        for cell in (at.a1, "A2"):
            book["表二"][cell].protection = Protection(locked=False)
        if sent_back:
            book.create_sheet(LIST, 0)

    path.write_bytes(r.edited(unlock))
    (result,) = check_files([path], [r.FORM], workers=0).files
    (said,) = [f.message for f in result.findings if f.rule == "S13" and "锁定被解除" in f.message]
    assert at.a1 in said
    assert ("A2" in said) is not sent_back


def test_cells_that_were_split_are_told_so_and_not_as_locked(tmp_path: Path) -> None:
    """Split by a program that gives what is left of a merged cell no format: nobody locked it."""
    sheets = {table.sheet for table in r.the_form().tables}
    parted: set[str] = set()

    def split(book: Workbook) -> None:
        for sheet in (sheet for sheet in book.worksheets if sheet.title in sheets):
            for span in [*sheet.merged_cells.ranges]:
                first = sheet.cell(span.min_row, span.min_col)
                if not first.protection.locked:
                    sheet.unmerge_cells(str(span))
                    parted.add(sheet.title)

    said = [f for f in r.read(tmp_path, r.edited(split)).findings if f.rule == "S13"]
    assert parted and {f.sheet for f in said} == parted
    assert all("从合并的格里拆开了" in f.problem and "锁定" not in f.problem for f in said)
