"""The quick ways of reading say what the careful ones say, or nothing, however a sheet is written."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from toolkit.form.definition import load_form
from toolkit.reading.package import Package
from toolkit.reading.seen.xlsx_styles import Styles, odd_strings
from toolkit.reading.sheet_xml import dissect, first_rows, glance, skeleton
from toolkit.template import Content, render

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _sheet(*cells: str) -> str:
    return f'{HEAD}<sheetData><row r="1">{"".join(cells)}</row></sheetData></worksheet>'


def test_the_first_rows_are_those_that_calamine_reads() -> None:
    """calamine is the oracle: every sheet of an issued workbook, two rows and five."""
    data = render(
        Content(form=load_form("annual-report-2021"), unit_code="1", unit_name="甲<乙&丙", year=2022)
    )
    book, package = CalamineWorkbook.from_filelike(BytesIO(data)), Package(ZipFile(BytesIO(data)))
    strings, told = package.strings, 0
    for name, part in package.parts.items():
        whole = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for height in (2, 5):
            rows = first_rows(package.text(part), strings, height)
            if rows is not None:
                told += 1
                assert _filled(rows) == _filled(whole[:height])
    assert told >= len(package.parts)


def _filled(rows: list) -> list:  # type: ignore[type-arg]
    return [
        (i, j, cell) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell not in {"", None}
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<c r="A1" s="1" t="s"><v>4</v></c>', '<c r="A1" s="1"/>'),
        ('<c r="A1" s="1" t="n"><v>4</v></c>', '<c r="A1" s="1" t="n"></c>'),
        ('<c r="A1" s="1" t="inlineStr"><is><t>&#20108;</t></is></c>', '<c r="A1" s="1" t="n"/>'),
        ('<c r="A1" s="1"><f>SUM(B1)</f><v></v></c>', '<c r="A1" s="1"><f>SUM(B1)</f><v /></c>'),
    ],
)
def test_a_sheet_without_its_values_is_one_sheet_however_they_are_written(one: str, other: str) -> None:
    """What differs in values alone is looked at once, and seen as by the parser."""
    bare = skeleton(_sheet(one).encode())
    assert bare == skeleton(_sheet(other).encode())
    styles = Styles(unlocking=frozenset({"1"}))
    quick, careful = glance(bare, styles), dissect(_sheet(one), styles)
    assert quick is not None
    assert careful is not None
    assert (quick.formulas, quick.unlocked) == (careful.formulas, careful.unlocked)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><v>2&#53;</v></c>',
        '<c r="A1" t="inlineStr"><is><t>2&#53;</t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>2&#00053;</t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>2</t></is><v>3</v></c>',
        '<c r="A1"><v>3</v><is><t>2</t></is></c>',
        '<c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>2</t></r></is></c>',
    ],
)
def test_what_two_readers_may_read_differently_is_left_to_the_careful_look(cell: str) -> None:
    """A reference to a digit, two contents, runs."""
    assert glance(skeleton(_sheet(cell).encode()), Styles()) is None


PLAIN = '<rPr><sz val="12"/><color rgb="FF000000"/><rFont val="宋体"/></rPr>'


@pytest.mark.parametrize(
    ("look", "odd"),
    [
        (PLAIN, False),
        (PLAIN.replace("<sz", "<strike/><sz"), True),
        (PLAIN.replace("<sz", '<strike val="0"/><sz'), False),
        (PLAIN.replace("<sz", '<vertAlign val="&#115;uperscript"/><sz'), True),
        (PLAIN.replace("FF000000", "FFFFFFFF"), True),
        (PLAIN.replace('"12"', '"1"'), True),
        (PLAIN.replace("<rPr>", "<rPr >").replace("<sz", "<strike/><sz"), True),
        (PLAIN.replace("rPr>", "x:rPr>").replace("<sz", "<x:strike/><sz"), True),
    ],
)
def test_runs_are_told_by_their_looks_as_by_reading_them_all(look: str, odd: bool) -> None:
    """Among many plain runs one of another look is found, however it is written."""
    each = "".join(f"<si><r>{PLAIN}<t>{i}</t></r></si>" for i in range(30))
    text = f"<si><r>{look}<t>15</t></r><r>{PLAIN}<t>12</t></r></si>"
    data = f"<sst {MAIN} xmlns:x={MAIN.partition('=')[2]}>{each}{text}</sst>".encode()
    found = odd_strings(data)
    assert (set(found) == {"30"}) is odd
    assert not odd or found["30"][0].text == "15"
