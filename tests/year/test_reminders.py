"""What a unit is reminded of is true of it: who sent something is not told that nothing came."""

from datetime import date

import pytest
import recipes as r
from founding import UNITS, founded, put

from toolkit.year.collection import collect
from toolkit.year.reminders import situations_of

BEFORE, AFTER = date(2023, 1, 20), date(2023, 2, 5)  # the deadline is 31 January
SENT = {  # what came under which name, and whether it tells that the unit sent something
    "nothing": ("", b"", False),
    "a broken workbook": ("司法局.xlsx", b"PK\x03\x04", True),
    "a scan": ("县司法局 盖章.pdf", b"%PDF-1.4 scan", True),
    "last year's workbook": ("年报.xlsx", r.good(year=r.YEAR - 1), True),
    "a broken workbook of nobody": ("年报.xlsx", b"PK\x03\x04", False),
    "another unit's": ("财政局.xlsx", b"PK\x03\x04", False),
}


@pytest.mark.parametrize("on", [BEFORE, AFTER])
@pytest.mark.parametrize("what", SENT)
def test_who_sent_what_cannot_be_used_is_told_so(tmp_path, what, on):
    workspace = founded(tmp_path, UNITS[:2])
    name, data, told = SENT[what]
    if name:
        put(workspace, name, data)
    standings = collect(workspace, workers=0).standings
    (mine,) = [
        one
        for one in situations_of(standings, workspace.settings, workspace.form.title, on)
        if one.standing.unit.code == "004"
    ]
    assert mine.state == ("逾期" if on == AFTER else "未报")
    assert (f"收到的“{name}”不能用" in mine.reminder) is told
    assert ("至今没有收到" in mine.reminder) is (on == AFTER and not told)
    assert ("重新报送" in mine.reminder) is told


def test_what_counts_is_not_overshadowed_by_what_cannot(tmp_path):
    workspace = founded(tmp_path, UNITS[:2])
    put(workspace, "司法局.xlsx", r.good())
    put(workspace, "司法局 旧.xlsx", b"PK\x03\x04")
    standings = collect(workspace, workers=0).standings
    first, *_ = situations_of(standings, workspace.settings, workspace.form.title, BEFORE)
    assert (first.standing.unit.code, first.reminder) == ("004", "")
