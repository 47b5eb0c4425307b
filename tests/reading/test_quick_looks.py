"""The quick ways of reading say what the careful ones say, or nothing, however a sheet is written."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from toolkit.form.definition import load_form
from toolkit.layout.place import CHECKS, WORKING
from toolkit.reading.by_calamine import Frame, pack_for_calamine
from toolkit.reading.package import Package
from toolkit.reading.seen.xlsx_styles import Styles, odd_strings
from toolkit.reading.sheet_xml import Sheet, dissect, glance
from toolkit.reading.values import first_rows, rows_of, split_at_values
from toolkit.reading.xml_walk import OFFICE
from toolkit.template import Content, render

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _sheet(*cells: str) -> str:
    return f'{HEAD}<sheetData><row r="1">{"".join(cells)}</row></sheetData></worksheet>'


def test_the_rows_are_those_that_calamine_reads() -> None:
    """calamine is the oracle: every sheet of an issued workbook whole, two rows of it, and five."""
    data = render(
        Content(form=load_form("annual-report-2021"), unit_code="1", unit_name="甲<乙&丙", year=2022)
    )
    book, package = CalamineWorkbook.from_filelike(BytesIO(data)), Package(ZipFile(BytesIO(data)))
    texts, styles = package.texts, package.styles
    assert texts is not None
    for name in package.parts:
        xml = package.sheet(name)
        whole = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for height in (2, 5):
            rows = first_rows(xml, texts, height)
            assert rows is not None or (name, height) != (CHECKS, 2)  # the only ones that are asked for
            assert _filled(rows or []) == _filled(whole[:height] if rows else [])
        rows = rows_of(split_at_values(xml), texts, styles.ordinary, styles.days)
        assert rows == whole or (rows is None and name == WORKING)


def _filled(rows: list) -> list:  # type: ignore[type-arg]
    return [
        (i, j, cell) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell not in {"", None}
    ]


CELLS = (
    '<c r="B2"><v>12</v></c>',
    '<c r="B2" t="n"><v>-1.50</v></c>',
    '<c r="B2"><v>1E3</v></c>',
    '<c r="B2"><v>-0</v></c>',
    '<c r="B2"><v>0.1000000000000000055</v></c>',
    '<c r="B2"><v>123456789012345678901</v></c>',
    '<c r="B2"><v>1_0</v></c>',
    '<c r="B2"><v> 1</v></c>',
    '<c r="B2"><v>１</v></c>',
    '<c r="B2"><v>inf</v></c>',
    '<c r="B2"><v>12件</v></c>',
    '<c r="B2"><v></v></c>',
    '<c r="B2"><v/></c>',
    '<c r="B2" s="1"><v>44936</v></c>',
    '<c r="B2" s="1"><v>60</v></c>',
    '<c r="B2" s="1"><v>44936.5</v></c>',
    '<c r="B2" s="2"><v>44936</v></c>',
    '<c r="B2" s="9"><v>44936</v></c>',
    '<c r="B2" t="d"><v>2023-01-10</v></c>',
    '<c r="B2" t="b"><v>1</v></c>',
    '<c r="B2" t="e"><v>#N/A</v></c>',
    '<c r="B2" t="s"><v>0</v></c>',
    '<c r="B2" t="s"><v>99</v></c>',
    '<c r="B2" t="s"><v></v></c>',
    '<c r="B2" t="str"><v>12</v></c>',
    '<c r="B2" t="str"><f>A1</f><v> a  b </v></c>',
    '<c r="B2" t="str"><f>A1</f><v>a&amp;b&#10;c_x000D_d</v></c>',
    '<c r="B2" t="str"><f>A1</f><v/></c>',
    '<c r="B2" t="n"><f aca="false">A1</f><v>3</v></c>',
    '<c r="B2"><f t="shared" si="0">A1</f><v>3</v></c>',
    '<c r="B2"><f>A1</f></c>',
    '<c r="B2" t="inlineStr"><is><t> a </t></is></c>',
    '<c r="B2" t="inlineStr"><is><t xml:space="preserve"> a&#10;&#20108; </t></is></c>',
    '<c r="B2" t="inlineStr"><is><t></t></is></c>',
    '<c r="B2" t="inlineStr"><is><t>_x0041_</t></is></c>',
    '<c r="B2" t="inlineStr"><is><t>1&#50;</t></is></c>',
    '<c r="B2" t="inlineStr"><is><t>&#55555;</t></is></c>',
    '<c r="B2" t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r></is></c>',
    '<c r="B2" t="inlineStr"><is><t>1</t></is><v>2</v></c>',
    '<c r="B2"><is><t>1</t></is></c>',
    '<c r="B2"><v>3</v><is><t>2</t></is></c>',
    '<c r="B2"><v>3</v></c><c r="B2"><v>4</v></c>',
    '<c r="B2"><!-- --><v>3</v></c>',
    '<c t="n" r="B2"><v>3</v></c>',
    '<c r="b2"><v>3</v></c>',
    "<c><v>3</v></c>",
    '<x:c xmlns:x="a" r="B2"><v>3</v></x:c>',
    '<c r="B2" x=">"><v>3</v></c>',
)


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_is_read_as_by_calamine_or_left_to_it(cell: str) -> None:
    """Numbers, days, texts, results; whatever is written in any other way is not read here."""
    assert _read(cell) in (_by_calamine(cell), None)


def test_ordinary_cells_are_read_here() -> None:
    """Otherwise calamine reads them all, and nobody notices."""
    assert sum(_read(cell) is not None for cell in CELLS) == 18


@pytest.mark.parametrize(
    "item",
    [
        "<t> a </t>",
        '<t xml:space="preserve"> a\n\r\nb </t>',
        '<t xml:space="preserve"> a\nb </t>',
        "<t></t>",
        "<t/>",
        "<t>a&#13;&#10;b&amp;lt;</t>",
        '<r><t>a </t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r>',
        '<r><rPr><sz val="9"/></rPr><t>a</t></r><r><rPr/><t>b</t></r>',
        '<t>a</t><phoneticPr fontId="1" type="noConversion"/>',
        "<t>a</t><rPh><t>b</t></rPh>",
        "<t>a&nbsp;b</t>",
        "<t>_x000D_</t>",
        "<t>\u3000a</t>",
        "<t><![CDATA[a]]></t>",
        "<t>a</t></si><!-- <si><t>b</t></si> --><si><t>c</t>",
    ],
)
def test_a_shared_text_is_read_as_by_calamine_or_left_to_it(item: str) -> None:
    """Spaces at its ends, runs, how it is pronounced, references."""
    cell = '<c r="B2" t="s"><v>0</v></c>'
    assert _read(cell, item) in (_by_calamine(cell, item), None)


def _packed(cell: str, item: str) -> bytes:
    styles = (
        f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="165" formatCode="yyyy-mm-dd"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>'
    )
    book = f'<workbook {MAIN} xmlns:r="{OFFICE[0]}"><sheets><sheet name="A" r:id="a"/></sheets></workbook>'
    sheet = f'{HEAD}<sheetData><row r="2">{cell}</row></sheetData></worksheet>'
    strings = f"<sst {MAIN}><si>{item}</si></sst>"
    frame = Frame(book=book.encode(), styles=styles.encode(), sheets=("a",))
    return pack_for_calamine(frame, [sheet.encode()], strings.encode())


def _read(cell: str, item: str = "<t>a</t>") -> Sequence[Sequence[object]] | None:
    package = Package(ZipFile(BytesIO(_packed(cell, item))))
    split, styles = split_at_values(package.sheet("A")), package.styles
    sheet = glance(split.skeleton, styles)
    if sheet is None or not sheet.orderly or package.texts is None:
        return None
    return rows_of(split, package.texts, styles.ordinary, styles.days)


def _by_calamine(cell: str, item: str = "<t>a</t>") -> object:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(_packed(cell, item)))
        return book.get_sheet_by_name("A").to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 (its native code may panic)
        return error


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<c r="A1" s="1" t="s"><v>4</v></c>', '<c r="A1" s="1"/>'),
        ('<c r="A1" s="1" t="n"><v>4</v></c>', '<c r="A1" s="1" t="n"></c>'),
        ('<c r="A1" s="1" t="inlineStr"><is><t>&#20108;</t></is></c>', '<c r="A1" s="1" t="n"/>'),
        ('<c r="A1" s="1"><f>SUM(B1)</f><v></v></c>', '<c r="A1" s="1"><f>SUM(B1)</f><v /></c>'),
        (
            '<c r="A1"><f>IF(B1&lt;2,"&#20108;&amp;lt;")</f><v></v></c><c r="B1"><f>A2&amp;1</f><v>1</v></c>',
            '<c r="A1"><f>IF(B1&lt;2,"&#20108;&amp;lt;")</f><v>3</v></c><c r="B1"><f>A2&amp;1</f></c>',
        ),
    ],
)
def test_a_sheet_without_its_values_is_one_sheet_however_they_are_written(one: str, other: str) -> None:
    """What differs in values alone is looked at once, and seen as by the parser."""
    bare = split_at_values(_sheet(one).encode()).skeleton
    assert bare == split_at_values(_sheet(other).encode()).skeleton
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
    assert glance(split_at_values(_sheet(cell).encode()).skeleton, Styles()) is None


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


NINE = '<sheetData><row r="1"><c r="A1"><v>9</v></c></row></sheetData>'
REAL = NINE.replace(">9<", ">7<").replace("</sheetData>", "</sheetData >")


@pytest.mark.parametrize(
    "inside",
    [
        f"{REAL}<!--{NINE}-->",
        f"<!--{NINE}-->{REAL}",
        f"{REAL}<?p {NINE}?>",
        f"{REAL}<extLst><ext><![CDATA[{NINE}]]></ext></extLst>",
        f"{REAL}<extLst><ext>{NINE}</ext></extLst>",
        f'{REAL}<extLst><z xmlns="urn:z">{NINE}</z></extLst>',
        f"<sheetData/>{NINE}",
        f"{NINE}<sheetData/>",
    ],
)
def test_cells_are_taken_only_where_no_reader_can_take_others(inside: str) -> None:
    xml = f"{HEAD}{inside}</worksheet>".encode()
    assert glance(split_at_values(xml).skeleton, Styles()) is None
    assert first_rows(xml, (), 1) is None


@pytest.mark.parametrize(
    "tag", ['ref="A1:B1"', "ref='A1:B1'", '\tref="A1:B1"', 'x="1" ref="A1:B1"', 'ref = "A1:B1"']
)
def test_a_merged_span_is_seen_however_it_is_written(tag: str) -> None:
    xml = f"{HEAD}{NINE}<mergeCells><mergeCell {tag}/></mergeCells></worksheet>"
    assert _seen(xml).merged == {"A1:B1"}


@pytest.mark.parametrize(
    "row",
    [
        *(f'r="1"{gap}hidden{sign}{one}' for gap in " \t" for sign in ("=", "= ") for one in ('"1"', "'1'")),
        *(f'r="1" ht={height}' for height in ('"0"', "'0'", '"00"', '"+0"', '"1e-3"', '"-5"', '"&#48;"')),
        'r="1"\tht="0"',
        'r="1" ht ="0"',
    ],
)  # fmt: skip
def test_a_row_that_nobody_sees_is_known_however_it_is_written(row: str) -> None:
    cells = NINE.replace('r="1"', row, 1)
    assert _seen(f"{HEAD}{cells}</worksheet>").hidden_rows == (0,)


HEIGHTS = ["0", "2", "2.99", ".5", "0.0", "-15", "1e-3", "03", "3", "3.0", "9", "15", "84.5", "409.5", "1000"]
ORDINARY = {"3", "3.0", "9", "15", "84.5", "409.5"}


def _high(height: str) -> str:
    row = NINE.replace('<row r="1"', f'<row r="1" spans="1:9" ht="{height}" customHeight="1"')
    return f"{HEAD}{row}</worksheet>"


@pytest.mark.parametrize("height", HEIGHTS)
def test_a_row_is_hidden_by_a_height_of_less_than_three_points(height: str) -> None:
    """The number itself is the oracle."""
    assert _seen(_high(height)).hidden_rows == ((0,) if float(height) < 3 else ())


def test_sheets_whose_rows_are_of_other_heights_are_looked_at_once() -> None:
    skeletons = {height: split_at_values(_high(height).encode()).skeleton for height in HEIGHTS}
    assert len({skeletons[height] for height in ORDINARY}) == 1
    assert len(set(skeletons.values())) == 1 + len(HEIGHTS) - len(ORDINARY)


@pytest.mark.parametrize(
    "column", ['min="1" max="1" hidden="1"', 'min="1"\tmax="1"\thidden="1"', "min='1' max='1' hidden='1'",
               'x=">" min="1" max="1" hidden="1"', 'min="1" max="1" width="0.5"'],
)  # fmt: skip
@pytest.mark.parametrize("gap", [" ", "\t", "\n"])
def test_a_column_that_nobody_sees_is_known_however_it_is_written(column: str, gap: str) -> None:
    assert _seen(f"{HEAD}<cols><col{gap}{column}/></cols>{NINE}</worksheet>").hidden_columns == (0,)


@pytest.mark.parametrize(
    "zeros", ['showZeros="0"', "showZeros='0'", 'showZeros="&#48;"', 'showZeros="false"']
)
def test_zeros_that_are_left_blank_are_known_however_it_is_written(zeros: str) -> None:
    view = f"<sheetViews><sheetView {zeros}/></sheetViews>"
    assert not _seen(f"{HEAD}{view}{NINE}</worksheet>").shows_zeros


def _seen(xml: str) -> Sheet:
    """Look at a sheet as the reader does: quickly, and carefully where that says nothing."""
    seen = glance(split_at_values(xml.encode()).skeleton, Styles()) or dissect(xml, Styles())
    assert seen is not None
    return seen
