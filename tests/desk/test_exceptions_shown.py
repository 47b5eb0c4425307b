"""What the desk says of what came: an exception as one; no form where what it asks for is refused."""

from datetime import date

import pytest
from correspondence import NEW, check, county, figures, send
from open_desk import ask, served, settle

from toolkit.answers.waiver import Waiver
from toolkit.year.entering.decisions import add_waiver

pytestmark = pytest.mark.long
UNIT = ("001,甲局,部门,王某,0537-1",)


def test_an_exception_is_shown_and_not_what_it_allows(form, tmp_path):
    workspace = county(tmp_path / "year", UNIT)
    right = figures(form)
    send(workspace, "001", {**right, NEW: right[NEW] + 1})
    (error,) = (f for f in check(workspace).standings[0].findings if f.blocks and f.primary)
    waiver = Waiver(
        unit="001",
        rule=error.rule,
        year=2022,
        reason="上年多报一件",
        approver="王主任",
        expires=date(2030, 1, 1),
    )
    add_waiver(workspace, waiver)
    with served(workspace.folder) as desk:
        ask(desk, "POST", "/do/check", b"")
        settle(desk)
        page = ask(desk, "GET", "/")[2]
    assert "例外：" in page
    assert "王主任" in page
    assert error.problem not in page


def test_there_is_no_form_for_what_can_only_be_corrected(form, tmp_path):
    workspace = county(tmp_path / "year", UNIT)
    send(workspace, "001", figures(form), date="26.1.5号")
    with served(workspace.folder) as desk:
        ask(desk, "POST", "/do/check", b"")
        settle(desk)
        page = ask(desk, "GET", "/unit/001")[2]
    assert "C10" in page
    assert 'action="/do/explain"' not in page
    assert '<option value="C10' not in page
