"""Digits in several colours within a cell against its own ground; conditional formats that hold together.

The oracle is LibreOffice: what it prints of a cell, dot by dot.
"""

import io
import re
import shutil
import zipfile
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
import recipes as r
from dots import HIDES, SHOWS, contrasts
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from toolkit.reading.opened import Opened

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PENALTIES = r.place("disclosure", "penalties", "decisions")
WHITE, BLACK, NAVY, GREY, CREAM = "FFFFFF", "000000", "1F4E78", "808080", "FFFFCC"


def said(tmp_path: Path, data: bytes) -> set[str]:
    return r.rules_said(tmp_path, data, PENALTIES)


def coloured(text: str, colour: str) -> TextBlock:
    return TextBlock(InlineFont(color=f"FF{colour}"), text)


def figure(ground: str | None, letters: str, *runs: str | TextBlock, inline: bool = False) -> bytes:
    def edit(book: Any) -> None:
        cell = book[PENALTIES.sheet][PENALTIES.a1]
        book[PENALTIES.sheet].conditional_formatting = ConditionalFormattingList()
        cell.value, cell.font = CellRichText(*runs), Font(color=f"FF{letters}")
        if ground:
            cell.fill = PatternFill("solid", fgColor=f"FF{ground}")

    data = r.edited(edit)
    return data if inline else shared(data)


def shared(data: bytes) -> bytes:
    """Write the figure's text into a table of texts, as office programs do, instead of its cell."""
    name = r.sheet_part(PENALTIES.sheet)
    parts = dict(r.parts(data))
    sheet, own = parts[name].decode(), ""
    found = re.search(rf'(<c r="{PENALTIES.a1}"[^>]*) t="inlineStr"><is>(.*?)</is>', sheet)
    assert found is not None
    own = found[2]
    parts[name] = sheet.replace(found[0], f'{found[1]} t="s"><v>0</v>').encode()
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si>{own}</si></sst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", listed.encode())
    related = f'<Relationship Id="rIdTexts" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{related}</Relationships>".encode())
    return r.packed(parts)


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize(
    ("ground", "letters", "last"),
    [(None, BLACK, WHITE), (NAVY, WHITE, NAVY), (GREY, BLACK, GREY), (BLACK, WHITE, BLACK)],
)
def test_digits_the_colour_of_their_ground(
    ground: str | None, letters: str, last: str, inline: bool, tmp_path: Path
) -> None:
    """“407” of which a person sees “40”."""
    data = figure(ground, letters, "40", coloured("7", last), inline=inline)
    assert "C11" in said(tmp_path, data)


@pytest.mark.long
@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize(
    ("ground", "letters", "last"),
    [(None, BLACK, NAVY), (NAVY, CREAM, WHITE), (NAVY, WHITE, GREY), (BLACK, WHITE, CREAM)],
)
def test_digits_of_all_colours_that_are_seen(
    ground: str | None, letters: str, last: str, inline: bool, tmp_path: Path
) -> None:
    """White digits on a ground of navy are seen."""
    data = figure(ground, letters, "40", coloured("7", last), inline=inline)
    assert said(tmp_path, data).isdisjoint({"C11"})


def ruled(*rules: dict[str, Any]) -> bytes:
    def edit(book: Any) -> None:
        sheet = book[PENALTIES.sheet]
        sheet[PENALTIES.a1].value = 407
        for number, given in enumerate(rules, start=1):
            dxf = DifferentialStyle(
                font=Font(color=f"FF{given['letters']}") if "letters" in given else None,
                fill=PatternFill(bgColor=f"FF{given['fill']}") if "fill" in given else None,
            )
            rule = Rule("expression", dxf=dxf, formula=["LEN($A$1)>0"], stopIfTrue=given.get("last"))
            sheet.conditional_formatting.add(PENALTIES.a1, rule)
            rule.priority = number

    return r.edited(edit)


@pytest.mark.parametrize("turned", [False, True])
def test_letters_of_one_rule_on_the_ground_of_another(turned: bool, tmp_path: Path) -> None:
    grey = {"letters": GREY}, {"fill": GREY}
    assert "C11" in said(tmp_path, ruled(*(grey[::-1] if turned else grey)))


@pytest.mark.long
@pytest.mark.parametrize(
    "rules",
    [
        ({"letters": GREY, "last": True}, {"fill": GREY}),
        ({"letters": GREY, "fill": WHITE}, {"fill": GREY}),
        ({"fill": GREY, "letters": BLACK}, {"letters": GREY}),
        ({"letters": NAVY}, {"fill": CREAM}),
    ],
    ids=["不再往下", "自己有底色", "自己有字色", "看得见"],
)
def test_rules_that_never_hide_a_figure_together(rules: Any, tmp_path: Path) -> None:
    assert said(tmp_path, ruled(*rules)) == set()


# ------------------------------------------------------------------ what LibreOffice prints

COLOURS = (WHITE, BLACK, NAVY, GREY, CREAM, "FF0000", "C00000", "DDEBF7")


def sheet_of(seed: int) -> tuple[bytes, list[tuple[str, str]]]:
    """Cells with two runs, on grounds of all colours: every letter the same block, so that all dots count."""
    pairs = list(product(COLOURS, COLOURS))
    Random(seed).shuffle(pairs)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title, sheet.column_dimensions["A"].width = "表", 60
    for side in ("left", "right", "top", "bottom", "header", "footer"):
        setattr(sheet.page_margins, side, 0)
    for row, (ground, last) in enumerate(pairs[:40], start=1):
        sheet.row_dimensions[row].height = 20
        cell = sheet.cell(row, 1)
        run = InlineFont(rFont="Liberation Sans", sz=16, b=True, color=f"FF{last}")
        cell.value = CellRichText(TextBlock(run, "8888888888"), TextBlock(run, "8888"))
        cell.font = Font(name="Liberation Sans", size=16, color="00B050")
        cell.fill, cell.alignment = PatternFill("solid", fgColor=f"FF{ground}"), Alignment(horizontal="left")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue(), pairs[:40]


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize(("kind", "seed"), [("xlsx", 0), ("ods", 1), ("xls", 2)])
def test_what_libreoffice_prints(kind: str, seed: int, office: Any, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("没有 pdftoppm，跳过")
    path = tmp_path / "色.xlsx"
    data, pairs = sheet_of(seed)
    path.write_bytes(data)
    (path,) = [path] if kind == "xlsx" else office([path], kind, tmp_path)
    (pdf,) = office([path], "pdf", tmp_path)
    data = path.read_bytes()
    book = Opened(data, zipfile.ZipFile(io.BytesIO(data)) if kind == "xlsx" else None)
    for row, (contrast, pair) in enumerate(zip(contrasts(pdf), pairs, strict=True), start=1):
        look = book.look("表", f"A{row}")
        odd = look.unseen or any(run.unseen for run in look.runs)
        assert odd or contrast > HIDES, f"{pair} {contrast}"
        assert not odd or contrast < SHOWS, f"{pair} {contrast}"
