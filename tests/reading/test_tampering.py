"""The close look costs only the files that give reason to: the ordinary one is told at a glance."""

import io
import zipfile
from pathlib import Path

import pytest
import recipes as r

from toolkit.form.definition import load_form, shipped_forms
from toolkit.layout.layout import lay_out
from toolkit.reading.opened import Opened
from toolkit.reading.tampering import as_issued
from toolkit.reading.workbook import read_file
from toolkit.template import Content, render

FIRST_LAYOUT = Path(__file__).parents[1] / "data" / "first_layout.xlsx"  # as the tool issued it then


@pytest.mark.parametrize("key", shipped_forms())
@pytest.mark.parametrize("kind", ["部门", "乡镇街道"])
def test_what_was_issued_is_told_at_a_glance(key: str, kind: str):
    form = load_form(key)
    data = render(Content(form=form, unit_code="001", unit_name="甲&乙局", year=form.first_year, kind=kind))
    assert as_issued(lay_out(form), opened(data))


def test_a_filled_workbook_is_told_at_a_glance():
    assert as_issued(lay_out(load_form(r.FORM)), opened(r.good()))


def test_in_a_workbook_of_the_first_layout_only_what_was_changed_is_told(tmp_path: Path):
    """Its cover hides columns, and no 校验码 stands below its tables, as it was issued then."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(r.in_sheet("表三", r"<sheetProtection[^>]*/>", "", FIRST_LAYOUT.read_bytes()))
    findings = read_file(path, path.name, [r.FORM]).findings
    assert {(f.rule, f.sheet) for f in findings if f.rule in {"S12", "S13"}} == {("S13", "表三")}


def opened(data: bytes) -> Opened:
    return Opened(data, zipfile.ZipFile(io.BytesIO(data)))
