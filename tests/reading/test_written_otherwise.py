"""Cells whose XML no office program writes: of one file, programs show different figures."""

import csv
from pathlib import Path

import pytest
import recipes as r

from toolkit.answers.reading import Reading
from toolkit.form.model import Key, Mark
from toolkit.reading.workbook import read_file

PENALTIES = Key("disclosure", "penalties", "decisions")
CELL = r.place(*PENALTIES)
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,4"  # a sheet
NO_NUMBERS = ("1,200", "１２", "1_2", "0x12", "12件", "12%", "(12)", "NaN", "12-", "一")
NUMBERS = {"12": 12, " 12 ": 12, "+12": 12, "12.": 12, ".5e1": 5, "1E2": 100, "012": 12, "12.00": 12}
TWO_VALUES = [
    ("<v>12</v><is><t>34</t></is>", ""),
    ("<v>12</v><is><t>34</t></is>", "n"),
    ("<v>12</v><is><t>34</t></is>", "str"),
    ("<v>12</v><is><t>34</t></is>", "inlineStr"),
    ("<is><t>34</t></is><v>12</v>", ""),
    ("<v>0</v><is><t>34</t></is>", "s"),
    ("<is><t>34</t></is>", ""),
]


def read(tmp_path: Path, data: bytes) -> Reading:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(data)
    return read_file(path, path.name, [r.FORM])


def figure(reading: Reading) -> object:
    assert reading.submission is not None
    return reading.submission.figures[PENALTIES]


def refused(reading: Reading) -> bool:
    said = [f for f in reading.findings if f.cell == CELL.a1 and f.sheet == CELL.sheet]
    return figure(reading) is Mark.UNREADABLE and any("不合规范" in f.message for f in said)


@pytest.mark.parametrize("kind", ["", "n"])
@pytest.mark.parametrize("written", NO_NUMBERS)
def test_a_number_that_is_none_is_refused(written: str, kind: str, tmp_path: Path) -> None:
    """Of “1,200” LibreOffice shows 1; a lenient reader takes 1200."""
    assert refused(read(tmp_path, r.cell(CELL.sheet, CELL.a1, f"<v>{written}</v>", kind=kind)))


@pytest.mark.parametrize("written", NUMBERS)
def test_a_number_however_xml_may_write_it_is_read(written: str, tmp_path: Path) -> None:
    reading = read(tmp_path, r.cell(CELL.sheet, CELL.a1, f"<v>{written}</v>"))
    assert figure(reading) == NUMBERS[written]


@pytest.mark.parametrize(("inner", "kind"), TWO_VALUES)
def test_a_cell_with_a_value_and_a_text_is_refused(inner: str, kind: str, tmp_path: Path) -> None:
    assert refused(read(tmp_path, r.cell(CELL.sheet, CELL.a1, inner, kind=kind)))


def test_an_empty_value_beside_a_text_is_none(tmp_path: Path) -> None:
    data = r.cell(CELL.sheet, CELL.a1, "<v></v><is><t>34</t></is>", kind="inlineStr")
    assert figure(read(tmp_path, data)) == 34


@pytest.mark.long
@pytest.mark.office
def test_libreoffice_shows_what_is_read(office, tmp_path: Path) -> None:
    """What is read and not refused is what the oracle shows."""
    keys = [key for key in r.the_form().inputs if key.table == "applications"]
    asked = dict(zip([*NO_NUMBERS, *NUMBERS], keys, strict=False))
    data = r.good()
    for written, key in asked.items():
        at = r.place(*key)
        data = r.cell(at.sheet, at.a1, f"<v>{written}</v>", data)
    submission = read(tmp_path, data).submission
    assert submission is not None
    (shown,) = office([tmp_path / "来件.xlsx"], CSV, tmp_path / "csv")
    lines = next(shown.parent.glob("来件*.csv")).read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader(lines))
    for written, key in asked.items():
        held, at = submission.figures[key], r.place(*key)
        assert held is Mark.UNREADABLE or str(held) == rows[at.row][at.column].strip(), written
        assert (held is Mark.UNREADABLE) == (written in NO_NUMBERS), written
