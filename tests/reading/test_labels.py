"""Labels with other words: what a row, column or unit is called says what its figures are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import recipes as r
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Font, Side
from openpyxl.workbook.workbook import Workbook
from recipes import read

from toolkit.answers.reading import Reading
from toolkit.form.model import Mark
from toolkit.layout.layout import Box, Place, Role, lay_out

GRIDS = lay_out(r.the_form()).grids


def renamed(table: str, box: Box, text: str, data: bytes | None = None) -> bytes:
    sheet = GRIDS[table].table.sheet
    return r.text(sheet, Place(sheet, box.top, box.left).a1, text, data)


def labels(share: int) -> Iterator[tuple[str, Box]]:
    every = [(table, box) for table, grid in GRIDS.items() for box in grid.captions if box.text]
    yield from every[share::9]


def unread(reading: Reading, table: str) -> bool:
    figures = reading.submission.figures if reading.submission is not None else {}
    form = r.the_form()
    typed = [key for key in form.cells if key.table == table and form.is_input(key)]
    return reading.submission is None or all(figures[key] is Mark.UNREADABLE for key in typed)


def said_of(reading: Reading, sheet: str) -> set[str]:
    return {finding.rule for finding in reading.findings if finding.sheet == sheet}


@pytest.mark.parametrize("share", range(9))
def test_a_label_with_other_words_leaves_its_table_unread(share: int, tmp_path: Path) -> None:
    """Whatever is called otherwise: row, column, group, article, unit."""
    for table, box in labels(share):
        for text in (f"{box.text}（上年）", f"{box.text}（单位：百件）"):
            reading = read(tmp_path, renamed(table, box, text))
            assert unread(reading, table), (table, box.text, text)
            assert "S10" in said_of(reading, GRIDS[table].table.sheet), (table, box.text, text)


def test_heads_of_blocks_exchanged(tmp_path: Path) -> None:
    """“未经复议直接起诉” above the figures of “复议后起诉”, each still with the same heads below it."""
    heads = [b for b in GRIDS["review"].captions if b.role is Role.HEAD and b.text.endswith("起诉")]
    assert len(heads) == 2

    exchanged = renamed("review", heads[1], heads[0].text, renamed("review", heads[0], heads[1].text))
    assert unread(read(tmp_path, exchanged), "review")


def test_labels_that_say_the_same_are_read(tmp_path: Path) -> None:
    table, box = next(one for one in labels(0) if one[1].role is Role.LABEL)
    for text in (
        f"{box.text}（本单位无）",
        box.text.replace("、", "，"),
        f" {box.text[:3]}\n{box.text[3:]} ",
    ):
        assert not unread(read(tmp_path, renamed(table, box, text)), table), text


@pytest.mark.parametrize("share", [0, 4])
def test_a_label_that_is_struck_out_is_asked_about(share: int, tmp_path: Path) -> None:
    """The whole cell, by its font; but a corner through which a line is drawn is only parted."""
    for table, box in [*labels(share)][::5]:
        at = Place(GRIDS[table].table.sheet, box.top, box.left)
        data = r.edited(lambda book, at=at: setattr(book[at.sheet][at.a1], "font", Font(strike=True)))
        reading = read(tmp_path, data)
        assert unread(reading, table) == (box.role is not Role.CORNER), box.text


@pytest.mark.parametrize("table", GRIDS)
def test_a_corner_with_a_line_through_it_is_as_ever(table: str, tmp_path: Path) -> None:
    for box in (box for box in GRIDS[table].captions if box.role is Role.CORNER):
        at = Place(GRIDS[table].table.sheet, box.top, box.left)
        border = Border(diagonal=Side(style="thin"), diagonalDown=True)
        data = r.edited(lambda book, at=at, border=border: setattr(book[at.sheet][at.a1], "border", border))
        assert "S10" not in said_of(read(tmp_path, data), at.sheet)


@pytest.mark.parametrize("struck", ["2022", "司法局", "单位"])
def test_a_line_that_says_whose_a_sheet_is_and_is_struck_out_is_asked_about(
    struck: str, tmp_path: Path
) -> None:
    def change(book: Workbook, *, strike: bool) -> None:
        cell = book["表三"]["A2"]
        before, _, behind = str(cell.value).partition(struck)
        font = InlineFont(strike=strike, color="FF0000")
        cell.value = CellRichText(before, TextBlock(font, struck), behind)

    assert "S10" in said_of(read(tmp_path, r.edited(lambda book: change(book, strike=True))), "表三")
    assert "S10" not in said_of(read(tmp_path, r.edited(lambda book: change(book, strike=False))), "表三")
