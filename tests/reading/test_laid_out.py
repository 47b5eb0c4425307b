"""Figures that are turned aside, or laid across blank cells: a part of them is seen, or in another column."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import recipes as r
from openpyxl.styles import Alignment

from toolkit.form.model import Mark
from toolkit.layout.layout import lay_out

KEYS = [key for key in r.the_form().inputs if key.table == "applications" and key.column == "natural_person"]
FOR = dict(zip((*range(15, 181, 15), 255), KEYS, strict=False))  # an angle for each cell of a column
ACROSS = Alignment(horizontal="centerContinuous")
HELD = 48151
OLDER = [pytest.mark.office, pytest.mark.long]


def turned(book: Any) -> None:
    for angle, key in FOR.items():
        cell = book[r.place(*key).sheet][r.place(*key).a1]
        cell.value, cell.alignment = HELD, Alignment(textRotation=angle)


@pytest.mark.parametrize("kind", ["xlsx", *(pytest.param(kind, marks=OLDER) for kind in ("xls", "ods"))])
def test_a_figure_that_is_turned_is_refused(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """LibreOffice prints “151” of 48151 turned by 180 degrees, “5” and “1” of its digits one upon another."""
    path = tmp_path / "转.xlsx"
    path.write_bytes(r.edited(turned))
    if kind != "xlsx":
        (path,) = request.getfixturevalue("office")([path], kind, tmp_path / kind)
    reading = r.read(tmp_path, path.read_bytes())
    assert reading.submission is not None
    assert {reading.submission.figures[key] for key in FOR.values()} == {Mark.UNREADABLE}
    said = {finding.cell for finding in reading.findings if finding.rule == "C11"}
    assert said == {r.place(*key).a1 for key in FOR.values()}


@pytest.mark.parametrize("beside", [None, 7])
@pytest.mark.parametrize("kind", ["xlsx", pytest.param("xls", marks=OLDER)])
def test_a_figure_is_seen_elsewhere_only_where_it_has_room(
    kind: str, beside: int | None, tmp_path: Path
) -> None:
    at = r.place(*KEYS[0])

    def change(book: Any) -> None:
        row = book[at.sheet][at.row + 1]
        for cell in row[at.column : at.column + 3]:
            cell.value, cell.alignment = None, ACROSS
        row[at.column].value, row[at.column + 1].value = HELD, beside

    path = tmp_path / "跨.xlsx"
    path.write_bytes(r.edited(change))
    if kind != "xlsx":  # LibreOffice merges such cells when it saves them
        path = gnumeric(path, "xls")
    submission = r.read(tmp_path, path.read_bytes()).submission
    assert submission is not None
    assert submission.figures[KEYS[0]] == (HELD if beside else Mark.UNREADABLE)


def gnumeric(path: Path, kind: str) -> Path:
    program = shutil.which("ssconvert")
    if program is None:
        pytest.skip("没有 Gnumeric，跳过")
    saved = path.with_suffix(f".{kind}")
    subprocess.run([program, str(path), str(saved)], check=True, capture_output=True, timeout=60)
    return saved


def test_turned_words_are_read(tmp_path: Path) -> None:
    field, at = next(iter(lay_out(r.the_form()).narrative.items()))

    def change(book: Any) -> None:
        cell = book[at.sheet][at.a1]
        cell.value, cell.alignment = "全年没有收到申请。", Alignment(textRotation=90)

    submission = r.read(tmp_path, r.edited(change)).submission
    assert submission is not None
    assert submission.narrative[field] == "全年没有收到申请。"


BLANKS = {
    " " * 8: True,
    " " * 9: False,
    "\u3000" * 5: False,
    "\n": True,
    "\n\n": False,
    " \n ": True,
    "\t": True,
}


@pytest.mark.parametrize("blanks", BLANKS)
@pytest.mark.parametrize("before", [True, False])
def test_a_figure_among_many_blanks_is_refused(before: bool, blanks: str, tmp_path: Path) -> None:
    """LibreOffice prints “1” of 48151 with fourteen spaces behind it, aligned to the right."""
    at, text = r.place(*KEYS[0]), f"{blanks}{HELD}" if before else f"{HELD}{blanks}"
    submission = r.read(tmp_path, r.text(at.sheet, at.a1, text)).submission
    assert submission is not None
    assert submission.figures[KEYS[0]] == (HELD if BLANKS[blanks] else Mark.UNREADABLE)


def test_blanks_alone_are_blank(tmp_path: Path) -> None:
    at = r.place(*KEYS[0])
    submission = r.read(tmp_path, r.text(at.sheet, at.a1, " " * 40)).submission
    assert submission is not None
    assert submission.figures[KEYS[0]] is Mark.BLANK
