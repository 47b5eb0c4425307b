"""Last year's figures beside a table are this unit's.

Where most of them are not, the table was made for another one.
"""

from dataclasses import replace
from pathlib import Path

import recipes as r

from toolkit.answers.last_year import History
from toolkit.answers.units import Unit
from toolkit.form.model import Mark
from toolkit.layout.layout import lay_out
from toolkit.reading.workbook import read_file
from toolkit.year.inbox.judged import _opening

UNIT = Unit(code=r.CODE, name=r.NAME, kind=r.KIND)
MINE, THEIRS = r.figures(5), r.figures(6)


def said(tmp_path: Path, printed: dict, rule: str = "S22") -> list[tuple[str, str | None]]:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.good())
    submission = replace(read_file(path, path.name, [r.FORM]).submission, last=printed)
    return [
        (f.rule, f.sheet) for f in _opening(r.the_form(), submission, MINE, UNIT, History()) if f.rule == rule
    ]


def test_another_units_past_returns(tmp_path: Path):
    printed = {key: THEIRS[key] if key.table == "applications" else figure for key, figure in MINE.items()}
    assert said(tmp_path, printed) == [("S22", "表三")]
    assert said(tmp_path, printed, "T04") == []  # it is told once, not figure by figure


def test_a_figure_corrected_after_issuing_does_not(tmp_path: Path):
    first = [key for key in MINE if key.table == "applications"][:3]
    assert said(tmp_path, {**MINE, **dict.fromkeys(first, 77)}) == []
    assert said(tmp_path, {**MINE, **dict.fromkeys(first, 77)}, "T04") == [("T04", "表三")] * 3


def test_words_over_one_are_told(tmp_path: Path):
    """They are read as none of our figures, and last year's registered one counts."""
    key = next(key for key, figure in MINE.items() if figure)
    at = lay_out(r.the_form()).last_places[key]
    data = r.edited(lambda book: setattr(book[at.sheet][at.a1], "value", "应为别的数"), r.good(last=MINE))
    path = tmp_path / "来件.xlsx"
    path.write_bytes(data)
    printed = read_file(path, path.name, [r.FORM]).submission.last
    assert said(tmp_path, printed, "T04") == [("T04", at.sheet)]
    assert said(tmp_path, printed) == []


def test_a_workbook_issued_before_last_year_was_known_does_not(tmp_path: Path):
    assert said(tmp_path, dict.fromkeys(MINE, Mark.BLANK)) == []
