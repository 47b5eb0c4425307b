"""The close look costs only the files that give reason to: the ordinary one is told at a glance."""

import io
import zipfile

import pytest
import recipes as r

from toolkit.form.definition import load_form, shipped_forms
from toolkit.layout.layout import lay_out
from toolkit.reading.opened import Opened
from toolkit.reading.tampering import as_issued
from toolkit.template import Content, render


@pytest.mark.parametrize("key", shipped_forms())
@pytest.mark.parametrize("kind", ["部门", "乡镇街道"])
def test_what_was_issued_is_told_at_a_glance(key: str, kind: str):
    form = load_form(key)
    data = render(Content(form=form, unit_code="001", unit_name="甲&乙局", year=form.first_year, kind=kind))
    assert as_issued(lay_out(form), opened(data))


def test_a_filled_workbook_is_told_at_a_glance():
    assert as_issued(lay_out(load_form(r.FORM)), opened(r.good()))


def opened(data: bytes) -> Opened:
    return Opened(data, zipfile.ZipFile(io.BytesIO(data)))
