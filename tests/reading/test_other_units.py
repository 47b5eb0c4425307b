"""A unit that is written beside a table, and a label of which only a part is seen."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import recipes as r
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook

from toolkit.form.model import Figure, Key, Mark
from toolkit.layout.layout import COVER

CHARGES, FEE = Key("disclosure", "charges", "amount"), Key("supplement", "information_fee", "value")
T2, MORE = r.place(*CHARGES).sheet, r.place(*FEE).sheet
PLACES: dict[str, Callable[[str, str, bytes], bytes]] = {
    "A1": lambda sheet, said, data: r.text(sheet, "A1", said, data),
    "A3": lambda sheet, said, data: r.in_sheet(sheet, r'<row r="4"', above(said), data, count=1),
    "A30": lambda sheet, said, data: r.with_cells(sheet, f'<row r="30">{inline("A30", said)}</row>', data),
    "None": lambda sheet, said, data: r.in_sheet(
        sheet, "<oddFooter>", f"<oddHeader>&amp;R{said}</oddHeader><oddFooter>", data
    ),
}


def noted(cell: str, said: str, data: bytes) -> bytes:
    """Beside a cell."""

    def note(book: Workbook) -> None:
        book[T2][cell].comment = Comment(f"张三:\n{said}", "张三")

    return r.edited(note, data)


@pytest.mark.parametrize(("said", "lost"), [("单位：元", True), ("单位：万元", False)])
def test_a_note_says_it_too(said: str, *, lost: bool, tmp_path: Path) -> None:
    data = noted("B17", said, r.good(entries={**r.figures(), CHARGES: 7270125}))
    assert read(tmp_path, CHARGES, data) == ((Mark.UNREADABLE, {"B17"}) if lost else (7270125, set()))


@pytest.mark.parametrize(("amount", "lost"), [(7270125, True), (0, False)])
def test_the_cover_says_it_for_the_tables_in_another_unit(amount: int, *, lost: bool, tmp_path: Path) -> None:
    data = r.good(entries={**r.figures(), CHARGES: amount, FEE: amount})
    data = r.text(COVER, "B1", "金额单位：元", data)
    assert read(tmp_path, CHARGES, data)[0] == (Mark.UNREADABLE if lost else amount)
    assert read(tmp_path, FEE, data)[0] == amount


def inline(address: str, said: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{said}</t></is></c>'


def above(said: str) -> str:
    return f'<row r="3">{inline("A3", said)}</row><row r="4"'


def read(tmp_path: Path, key: Key, data: bytes) -> tuple[Figure, set[str | None]]:
    """Return what a figure was read as, and the cells for which its table was not read."""
    reading = r.read(tmp_path, data)
    assert reading.submission is not None
    return reading.submission.figures[key], {str(f.cell) for f in reading.findings if f.rule == "S10"}


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize(
    "said", ["单位：元", "（元）", "单 位:件、元", "金额单位：人民币元", "元", "单位：千元"]
)
def test_another_unit_beside_an_amount_is_refused(where: str, said: str, tmp_path: Path) -> None:
    data = PLACES[where](T2, said, r.good(entries={**r.figures(), CHARGES: 7270125}))
    assert read(tmp_path, CHARGES, data) == (Mark.UNREADABLE, {where})


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "单位：元"), (727, "单位：万元"), (727, "单位：件"), (727, "其他单位：元谋县公安局")],
)
def test_what_says_nothing_else_is_let_be(where: str, amount: int, said: str, tmp_path: Path) -> None:
    data = PLACES[where](T2, said, r.good(entries={**r.figures(), CHARGES: amount}))
    assert read(tmp_path, CHARGES, data) == (amount, set())


def test_each_table_has_its_own_unit(tmp_path: Path) -> None:
    data = r.good(entries={**r.figures(), FEE: 30})
    assert read(tmp_path, FEE, PLACES["A3"](MORE, "单位：元", data)) == (30, set())
    assert read(tmp_path, FEE, PLACES["A3"](MORE, "单位：万元", data)) == (Mark.UNREADABLE, {"A3"})


@pytest.mark.parametrize(
    ("said", "other"), [("单位：万条", True), ("单位：百人次", True), ("单位：条", False)]
)
@pytest.mark.parametrize("count", [0, 12])
def test_counts_have_units_too(said: str, count: int, *, other: bool, tmp_path: Path) -> None:
    site = Key("supplement", "website_items", "value")
    none = dict.fromkeys((key for key in r.figures() if key.table == "supplement"), 0)
    data = PLACES["A3"](MORE, said, r.good(entries={**r.figures(), **none, site: count}))
    refused = other and count > 0
    assert read(tmp_path, site, data) == ((Mark.UNREADABLE, {"A3"}) if refused else (count, set()))


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("今年按元填报，没有换算", True),
        ("收费7,270,125元，已核实", True),
        ("收费 7270125 元，已核实", True),
        ("是按万元填的，不是按元填的", False),
        ("收费7270125万元，系土地出让", False),
        ("其中一笔17270125元，一笔727012元", False),
    ],
)
def test_a_reason_that_says_another_unit_is_refused(said: str, *, other: bool, tmp_path: Path) -> None:
    line = "R15.disclosure.charges.amount"
    data = r.good(entries={**r.figures(), CHARGES: 7270125, FEE: 7270125}, explanations={line: said})
    figure, refused = read(tmp_path, CHARGES, data)
    assert (figure is Mark.UNREADABLE, bool(refused)) == (other, other)
    assert read(tmp_path, FEE, data)[0] == 7270125


@pytest.mark.parametrize(
    ("look", "read_otherwise"),
    [
        ("<strike/>", True),
        ('<color rgb="FFFFFFFF"/>', True),
        ("<b/>", False),
        ('<color rgb="FFFF0000"/>', False),
    ],
)
def test_a_label_is_read_as_it_is_seen(look: str, *, read_otherwise: bool, tmp_path: Path) -> None:
    data = r.good()
    ((before, behind),) = {
        tuple(text.split("万"))
        for text in re.findall("本年收费金额（单位：万元）", r.parts(data)["xl/sharedStrings.xml"].decode())
    }
    runs = f"<r><t>{before}</t></r><r><rPr>{look}</rPr><t>万</t></r><r><t>{behind}</t></r>"
    data = r.cell(T2, "B16", f"<is>{runs}</is>", data, "inlineStr")
    figure, refused = read(tmp_path, CHARGES, data)
    assert (figure is Mark.UNREADABLE, refused) == (read_otherwise, {"B16"} if read_otherwise else set())
