"""Random number formats and values, judged against LibreOffice's own rendering, in .xlsx, .xls and .ods.

Run many: make fuzz, or XXGK_FORMATS=20000 pytest tests/reading/test_shown_formats.py
"""

import io
import os
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import format_fuzzing as ff
import pytest

from toolkit.answers.spelling import read_figure
from toolkit.form.model import Kind
from toolkit.reading.opened import Opened
from toolkit.reading.seen.format_codes import parse
from toolkit.reading.seen.judging import see
from toolkit.reading.seen.look import CellLook

COUNT = int(os.environ.get("XXGK_FORMATS", "200"))
SHEET = "表"
SHARE = 800  # cases in one sheet: rows beyond the thousandth are nobody's table
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true"
KINDS = {
    "count": Kind(key="count", id="K01", label="件数", says=""),
    "wanyuan": Kind(
        key="wanyuan", id="K02", label="金额", says="", decimals=6, maximum=999_999_999, unit="万元"
    ),
}


def opened(data: bytes, kind: str) -> Opened:
    return Opened(data, zipfile.ZipFile(io.BytesIO(data)) if kind == "xlsx" else None)


def outcome(book: Opened, row: int, kind: Kind) -> tuple[str, object]:
    """What the reader makes of a cell: refused, asked, read as shown, or read as held."""
    raw = book.rows(SHEET)[row][0]
    seen = see(raw, book.look(SHEET, f"A{row + 1}"), kind)
    if seen.refusal is not None:
        return "refused", seen.refusal
    if seen.rounded is not None:
        return "asked", seen.rounded
    read = read_figure(seen.raw, kind)
    if read.refusal:
        return "refused", read.refusal
    return "normalised" if read.normalised else "read", read.figure


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("share", range(-(-COUNT // SHARE)))
def test_what_libreoffice_shows_is_what_counts(share: int, office, tmp_path: Path):
    given = [*ff.honest_cases(), *ff.cases(share, min(SHARE, COUNT))]
    source = tmp_path / "formats.xlsx"
    source.write_bytes(ff.workbook(given))
    seen = {}
    for kind in ("xls", "ods"):
        (seen[kind],) = office([source], kind, tmp_path / kind)
    seen["xlsx"] = source
    counts = {}
    for kind, path in seen.items():
        (shown,) = office([path], CSV, tmp_path / f"{kind}-csv")
        texts = list(ff.shown(shown.read_text(encoding="utf-8")))
        book = opened(path.read_bytes(), kind)
        counts[kind] = judge(kind, given, texts, book)
    sys.stdout.write(f"{counts}\n")  # seen with -s


TEXTS = [
    before + text + behind
    for before in (
        "",
        "0;",
        "0;-0;0;",
        ";;;",
        "[Red]",
        "[DBNum1]",
        "[$-804]",
        '"约"',
        "_ ",
        "0%;0%;0%;[Blue]",
    )
    for text in ("@", "@@", "#@", '"25"', '"@"', "\\\\@", "[@]", "General", "0", "#,##0")
    for behind in ("", '"件"', '"0"', " ", "* ", "*.")
]


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_what_is_taken_of_a_text_is_what_libreoffice_shows(kind: str, office, tmp_path: Path):
    path = tmp_path / "texts.xlsx"
    path.write_bytes(ff.workbook([ff.Case(code=code, value="37") for code in TEXTS]))
    (path,) = [path] if kind == "xlsx" else office([path], kind, tmp_path / kind)
    (shown,) = office([path], CSV, tmp_path / "csv")
    book, taken = opened(path.read_bytes(), kind), 0
    for row, text in enumerate(ff.shown(shown.read_text(encoding="utf-8"))):
        what = see(book.rows(SHEET)[row][0], book.look(SHEET, f"A{row + 1}"), KINDS["count"])
        assert what.refusal or str(what.raw).strip() == text.strip(), TEXTS[row]
        taken += not what.refusal
    assert taken > len(TEXTS) / 3


@pytest.mark.parametrize(
    "code",
    ["0;0;0;0", "0;0;0;General", "[White]@", "0;0;0;[White]@", "0;[白色]@", "@@", '[White]@"件"', "b2@"],
)
def test_a_text_in_a_format_of_which_nothing_is_known_is_refused(code: str):
    assert see("37", CellLook(formats=(parse(code),)), KINDS["count"]).refusal


@pytest.mark.parametrize("code", ['0;0;0;"—"', '"25";"25";"25";"25"', ';;;"无"'])
def test_a_text_in_place_of_which_a_format_shows_another_is_refused(code: str):
    refusal = see("37", CellLook(formats=(parse(code),)), KINDS["count"]).refusal
    assert refusal is not None
    assert code.rpartition(";")[2].strip('"') in refusal


def judge(kind: str, given: list[ff.Case], texts: list[str], book: Opened) -> dict[str, int]:
    counts = {"otherwise": 0, "caught": 0, "honest": 0, "passed": 0, "rounded": 0}
    wrong = []
    for row, case in enumerate(given):
        number, held = ff.number_in(texts[row]), Decimal(repr(case.value))
        answers = {key: outcome(book, row, each) for key, each in KINDS.items()}
        what, figure = answers["count" if float(case.value).is_integer() else "wanyuan"]
        described = f"{kind} {case.code!r} holds {held}, shows {texts[row]!r}: {what} {figure}"
        if number == held:
            counts["honest"] += 1
            counts["passed"] += what in {"read", "normalised"} and figure == held
            if row < len(ff.honest_cases()) and not (what in {"read", "normalised"} and figure == held):
                wrong.append(described)
        elif case.value == 0 and number is None:
            continue  # a zero that is not shown is no other number
        else:
            counts["otherwise"] += 1
            rounded = number is not None and any(
                round(held, places) == number or f"{held:.{places}f}" == str(number) for places in range(7)
            )
            counts["rounded"] += rounded
            as_shown = what == "normalised" and str(case.value) and number is None
            if what == "refused" or (what == "asked" and (rounded or number is not None)) or as_shown:
                counts["caught"] += 1
            else:
                wrong.append(described)
    assert not wrong, "\n".join(wrong[:40])
    return counts
