"""Words that were refused stand in the file: nobody is asked to write what is there."""

import re
from pathlib import Path
from random import Random

import openpyxl
import pytest
import recipes as r
from openpyxl.styles import Font

from toolkit.answers.units import Unit
from toolkit.layout.layout import lay_out
from toolkit.reading.seen.format_codes import parse
from toolkit.reading.seen.judging import words_refusal
from toolkit.reading.seen.look import CellLook
from toolkit.reading.workbook import read_file
from toolkit.rules.checks import check
from toolkit.rules.prose_checks import prose_findings
from toolkit.rules.unit_report import UnitReport

FORM = r.the_form()
LAYOUT = lay_out(FORM)
STRUCK, LEFT_OUT = FORM.narrative[0], FORM.narrative[-1]
REQUIRED = [field for field in FORM.identity if field.required]


def struck_and_hidden(book: openpyxl.Workbook) -> None:
    """Strike a passage and a field of the cover through, and hide a table."""
    for place in (LAYOUT.passages[STRUCK.key][0], LAYOUT.identity[REQUIRED[0].key]):
        book[place.sheet][place.a1].font = Font(strike=True)
    book[FORM.tables[0].sheet].sheet_state = "hidden"


def test_what_is_refused_is_not_called_unwritten_and_what_comes_back_shown_is_not_asked_for(
    tmp_path: Path,
) -> None:
    written = {field.key: "按要求做了工作。" for field in FORM.narrative if field != LEFT_OUT}
    cover = {field.key: "2023-01-10" for field in REQUIRED[:-1]}
    path = tmp_path / "甲局.xlsx"
    path.write_bytes(r.edited(struck_and_hidden, r.good(narrative=written, identity=cover)))
    reading = read_file(path, path.name, [FORM.key])
    submission = reading.submission
    assert submission is not None
    assert [f.rule for f in reading.findings].count("C16") == 2
    unit = Unit(code=submission.unit_code, name=submission.unit_name)
    found = prose_findings(FORM, UnitReport(unit=unit, submission=submission))
    (missing,) = (f.message for f in found if f.rule == "W09")
    assert f"写了 {len(FORM.narrative) - 1} 段" in missing
    assert LEFT_OUT.label in missing
    assert STRUCK.label not in missing
    (blank,) = (f.message for f in check(FORM, [submission], [{}], [""])[0] if f.rule == "B06")
    assert REQUIRED[-1].label in blank
    assert REQUIRED[0].label not in blank
    (hidden,) = (f for f in reading.findings if f.rule == "S13" and "隐藏" in f.problem)
    assert "取消隐藏" in hidden.message
    assert "取消隐藏" not in hidden.problem + hidden.advice.unit


@pytest.mark.parametrize("seed", range(30))
def test_words_shown_otherwise_are_quoted_where_they_differ(seed: int) -> None:
    rng = Random(seed)
    words = "".join(rng.choice("我局主动公开信息") for _ in range(rng.randint(1, 60)))
    before, behind = rng.choice([("样", ""), ("", "稿"), ("样", "稿")])
    said = str(words_refusal(words, CellLook(formats=(parse(f'"{before}"@"{behind}"'),))))
    held, shown = re.findall("“([^”]*)”", said)
    assert held != shown
    assert held.strip("…") in words
    assert shown.strip("…") in before + words + behind
