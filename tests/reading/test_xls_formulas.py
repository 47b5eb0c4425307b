"""Formulas of an .xls: written out where they only reckon, so that they are judged as those of an .xlsx."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from random import Random
from struct import pack

import pytest
import recipes as r
from openpyxl.workbook.workbook import Workbook

from toolkit.form.model import Mark
from toolkit.reading.seen.xls_formulas import formula_text
from toolkit.reading.workbook import read_file

BINARY = {"+": 3, "-": 4, "*": 5, "/": 6}


def tree(rng: Random, depth: int) -> tuple[str, bytes]:
    """A formula as a person types it, and its tokens: operands first."""
    kind = rng.choice(["number", "cell", "span"]) if depth == 0 else rng.choice(["+-", "*/", "(", "-", "%"])
    if kind == "number":
        whole = rng.random() < 0.5
        number = rng.randint(0, 999) if whole else rng.randint(1, 999) + 0.5
        return str(number), b"\x1e" + pack("<H", number) if whole else b"\x1f" + pack("<d", number)
    if kind in {"cell", "span"}:
        row, column = rng.randint(0, 40), rng.randint(0, 9)
        address = f"{chr(65 + column)}{row + 1}"
        if kind == "cell":
            return address, bytes([rng.choice((0x24, 0x44, 0x64))]) + pack("<HH", row, column | 0xC000)
        cells = b"\x25" + pack("<4H", row, row + 3, column | 0xC000, column | 0xC000)
        below = f"{address}:{chr(65 + column)}{row + 4}"
        more, tokens = tree(rng, 0)
        if rng.random() < 0.5:
            return f"SUM({below})", cells + b"\x19\x10\x00\x00"
        return f"SUM({below},{more})", cells + tokens + b"\x42\x02\x04\x00"
    first, tokens = tree(rng, depth - 1)
    if kind == "(":
        return f"({first})", tokens + b"\x15"
    if kind in {"-", "%"}:
        return (f"-{first}", tokens + b"\x13") if kind == "-" else (f"{first}%", tokens + b"\x14")
    last, others = tree(rng, depth - 1)
    sign = rng.choice(kind)
    return f"{first}{sign}{last}", tokens + others + bytes([BINARY[sign]])


@pytest.mark.parametrize("seed", range(40))
def test_what_only_reckons_is_written_out(seed: int) -> None:
    rng = Random(seed)
    text, tokens = tree(rng, rng.randint(0, 4))
    assert formula_text(tokens) == text
    assert formula_text(b"\x19\x40\x00\x01" + tokens) == text  # a space before it


@pytest.mark.parametrize(
    "tokens",
    [
        b"",
        b"\x01\x00\x00\x00\x00",  # shared with other cells
        b"\x17\x01\x00a",  # words
        b"\x1e\x01\x00\x1e\x02\x00",
        b"\x1e\x01\x00\x1e\x02\x00\x08",  # words joined
        b"\x1e\x01\x00\x42\x01\x07\x00",
        b"\x5a\x00\x00\x00\x00\x00\xc0",  # of another sheet
        b"\x03",
        b"\x1f\x00",
    ],
)
def test_of_anything_else_nothing_is_said(tokens: bytes) -> None:
    assert formula_text(tokens) == ""


def filled(held: Mapping[str, object], book: Workbook) -> None:
    for address, value in held.items():
        book["表二"][address] = value


@pytest.mark.office
@pytest.mark.long
def test_formulas_of_an_old_workbook(
    office: Callable[[list[Path], str, Path], list[Path]], tmp_path: Path
) -> None:
    """Each as LibreOffice computes and saves it; then a result that is not its own."""
    told = {
        "=10+2": ("C05", 12),
        "=-(3-15)*100%": ("C05", 12),
        "=SUM(B6:B7,3)": ("C05", 7),
        "=B13+1": ("C14", Mark.UNREADABLE),
        '=SUBSTITUTE("12件","件","")': ("C06", Mark.UNREADABLE),
        '=TEXT(72700/10000,"0.00")': ("C06", Mark.UNREADABLE),
        "=IF(B14>0,12,13)": ("C06", Mark.UNREADABLE),
    }
    paths = []
    for number, formula in enumerate(told):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(r.edited(partial(filled, {"B6": 4, "B7": 0, "B13": formula})))
    key = next(
        key for key, at in r.lay_out(r.the_form()).places.items() if (at.sheet, at.a1) == ("表二", "B13")
    )
    for path, (rule, figure) in zip(office(paths, "xls", tmp_path / "xls"), told.values(), strict=True):
        reading = read_file(path, path.name, [r.FORM])
        assert rule in {f.rule for f in reading.findings if f.cell == "B13"}, path
        assert reading.submission.figures[key] == figure
    stale = tmp_path / "xls" / "0.xls"
    data = stale.read_bytes()
    at = data.rindex(pack("<d", 12.0), 0, data.index(b"\x1e\x0a\x00\x1e\x02\x00\x03"))
    stale.write_bytes(data[:at] + pack("<d", 15.0) + data[at + 8 :])
    assert "C07" in {f.rule for f in read_file(stale, stale.name, [r.FORM]).findings if f.cell == "B13"}
