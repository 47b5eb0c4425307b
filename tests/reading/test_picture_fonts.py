"""Digits in a font that has pictures in their places: of “407” in Wingdings a person sees folders."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import recipes as r
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from toolkit.answers.reading import Reading
from toolkit.form.model import Key, Mark
from toolkit.reading.seen.judging import set_apart, words_refusal
from toolkit.reading.seen.look import CellLook, Letters
from toolkit.reading.workbook import read_file

PENALTIES = Key("disclosure", "penalties", "decisions")
CELL = r.place(*PENALTIES)
PICTURES = ("Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "ZapfDingbats", "WINGDINGS", "Marlett")
PICTURES += ("MT Extra", "MS Outlook", "Bookshelf Symbol 7", "Code 39", "Free 3 of 9", "Libre Barcode 128")
LETTERS = ("Symbol", "宋体", "Arial", "Cambria Math", "Segoe UI Symbol", "方正小标宋_GBK", "仿宋_GB2312")
OFTEN = ("Wingdings", "Code 39")
SYMBOLS = 2  # the set of characters that a font of symbols names
Values = dict[str, Callable[[str], Any]]
VALUES: Values = {
    "数": lambda _: 407,
    "文字": lambda _: "407",
    "一位": lambda font: CellRichText("40", TextBlock(InlineFont(rFont=font, color="FF000000"), "7")),
}


def sent(font: str, value: Any) -> bytes:
    def edit(book: Any) -> None:
        cell = book[CELL.sheet][CELL.a1]
        cell.value = value
        if not isinstance(value, CellRichText):
            cell.font = Font(name=font)

    return r.edited(edit)


def read(path: Path) -> Reading:
    return read_file(path, path.name, [r.FORM])


def figure(reading: Reading) -> object:
    assert reading.submission is not None
    return reading.submission.figures[PENALTIES]


def refused(reading: Reading) -> bool:
    said = [f.message for f in reading.findings if (f.sheet, f.cell, f.rule) == (CELL.sheet, CELL.a1, "C11")]
    return figure(reading) is Mark.UNREADABLE and any("符号字体" in message for message in said)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "font", [pytest.param(font, marks=[] if font in OFTEN else pytest.mark.long) for font in PICTURES]
)
def test_digits_that_are_shown_as_pictures(font: str, value: str, tmp_path: Path) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(sent(font, VALUES[value](font)))
    assert refused(read(path))


@pytest.mark.long
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("font", LETTERS)
def test_digits_that_are_shown_as_digits(font: str, value: str, tmp_path: Path) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(sent(font, VALUES[value](font)))
    assert figure(read(path)) == 407


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_pictures_in_other_formats(kind: str, office: Any, tmp_path: Path) -> None:
    each = [(font, value) for font in ("Wingdings", "Webdings", "Symbol", "Arial") for value in VALUES]
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(each))]
    for path, (font, value) in zip(paths, each, strict=True):
        path.write_bytes(sent(font, VALUES[value](font)))
    for path, case in zip(office(paths, kind, tmp_path), each, strict=True):
        assert refused(read(path)) is ("ing" in case[0]), case


def marked(font: str, charset: int, *, part: bool) -> bytes:
    """A figure, or a digit of it, in a font of a set of characters."""

    def edit(book: Any) -> None:
        cell = book[CELL.sheet][CELL.a1]
        if part:
            run = TextBlock(InlineFont(rFont=font, color="FF000000", charset=charset), "7")
            cell.value = CellRichText("40", run)
        else:
            cell.value, cell.font = 407, Font(name=font, charset=charset)

    return r.edited(edit)


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize(
    ("font", "charset", "pictured"),
    [("某某图标", SYMBOLS, True), ("某某图标", 134, False), ("Symbol", SYMBOLS, False)],
)
def test_a_font_that_says_it_is_no_text(
    font: str, charset: int, *, pictured: bool, part: bool, tmp_path: Path
) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(marked(font, charset, part=part))
    assert (refused(read(path)), figure(read(path)) == 407) == (pictured, not pictured)


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_fonts_of_symbols_in_other_formats(kind: str, office: Any, tmp_path: Path) -> None:
    """As LibreOffice says of a font in each format that it is of symbols."""
    each = [("某某图标", SYMBOLS), ("某某图标", 134), ("Symbol", SYMBOLS)]
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(each))]
    for path, (font, charset) in zip(paths, each, strict=True):
        path.write_bytes(marked(font, charset, part=False))
    told = [refused(read(path)) for path in office(paths, kind, tmp_path)]
    assert told == [True, False, False]


def test_words_of_other_fonts() -> None:
    """Chinese letters come from another font; a tick or a bullet of this one is none of the words."""
    whole = CellLook(pictured=True)
    assert words_refusal("制定规章，逐件公开。", whole) is None
    assert "符号字体" in str(words_refusal("制定规章 3 件。", whole))
    assert set_apart("制定规章 3 件。", whole) == "【显示成图形的：制定规章 3 件。】"
    bullet = CellLook(runs=(Letters("Ø", pictured=True), Letters("制定规章 3 件。")))
    assert "“Ø”用了符号字体" in str(words_refusal("Ø制定规章 3 件。", bullet))
    assert set_apart("Ø制定规章 3 件。", bullet) == "【显示成图形的：Ø】制定规章 3 件。"
    assert "符号字体" not in str(
        words_refusal("制定规章", CellLook(runs=(Letters("制定", pictured=True), Letters("规章"))))
    )
    assert words_refusal("【显示成图形的：Ø】制定规章", CellLook()) is not None
