"""Sentences beside the passages.

They say the tables' figures, the checks find nothing amiss in them, the office agrees.
"""

import io
from pathlib import Path

import openpyxl
import pytest
import recipes as r
from engines import calculate, sheet_lines
from fillings import without_caches

from toolkit.answers.units import Unit
from toolkit.form.definition import load_form
from toolkit.layout.layout import PROSE, PROSE_HINTS, lay_out
from toolkit.reading.workbook import read_file
from toolkit.rules.prose_checks import prose_contradictions
from toolkit.rules.unit_report import UnitReport
from toolkit.template.prose import MAY_BE_COPIED, NOT_FILLED_YET

FORM = r.the_form()
SUGGESTED = [field.key for field in FORM.narrative if field.suggests]


def beside(data: bytes) -> dict[str, str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[PROSE]
    places = lay_out(FORM).narrative
    return {key: sheet.cell(places[key].row + 1, PROSE_HINTS + 1).value for key in SUGGESTED}


@pytest.mark.parametrize("seed", range(5))
def test_a_copied_sentence_is_not_doubted(seed: int, tmp_path: Path) -> None:
    said = {key: text.removeprefix(MAY_BE_COPIED) for key, text in beside(r.good(seed)).items()}
    path = tmp_path / "a.xlsx"
    path.write_bytes(r.good(seed, narrative=said))
    submission = read_file(path, path.name, [FORM.key]).submission
    assert submission is not None
    assert submission.narrative == said
    report = UnitReport(submission=submission, unit=Unit(code=r.CODE, name=r.NAME, kind=r.KIND))
    found = [one.finding for one in prose_contradictions(FORM, report)]
    assert [f.message for f in found if f.rule != "W09"] == []


def test_nothing_is_suggested_from_tables_that_are_not_filled_in() -> None:
    assert set(beside(r.good(entries={})).values()) == {NOT_FILLED_YET}
    sure = beside(r.good(entries={}, identity={"zero_blanks": "是"}))
    assert "新收政府信息公开申请0件" in sure["overview_applications"]
    words = beside(r.good(entries={**r.figures(1), FORM.inputs[20]: "29件"}))
    assert words["overview_applications"] == NOT_FILLED_YET


def test_the_edition_before_suggests_what_it_has() -> None:
    assert load_form("annual-report-2019").narrative[0].suggests.count("{") == 4


@pytest.mark.office
@pytest.mark.long
def test_the_office_says_the_same(office, tmp_path: Path) -> None:
    made = {
        "some": r.good(2),
        "blank": r.good(entries={}),
        "sure": r.good(entries={}, identity={"zero_blanks": "是"}),
    }
    for name, data in made.items():
        (tmp_path / f"{name}.xlsx").write_bytes(without_caches(data))
    calculate("LibreOffice", [tmp_path / f"{name}.xlsx" for name in made], tmp_path / "out", office)
    for name, data in made.items():
        lines = sheet_lines(tmp_path / "out", name, PROSE)
        shown = {key: lines[lay_out(FORM).narrative[key].row][PROSE_HINTS] for key in SUGGESTED}
        assert shown == beside(data), name
