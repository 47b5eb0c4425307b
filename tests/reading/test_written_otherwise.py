"""Cells whose XML no office program writes: of one file, programs show different figures."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
import recipes as r

from toolkit.answers.reading import Reading
from toolkit.form.model import Key, Mark
from toolkit.reading.opened import Opened

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
    assert refused(r.read(tmp_path, r.cell(CELL.sheet, CELL.a1, f"<v>{written}</v>", kind=kind)))


@pytest.mark.parametrize("written", NUMBERS)
def test_a_number_however_xml_may_write_it_is_read(written: str, tmp_path: Path) -> None:
    reading = r.read(tmp_path, r.cell(CELL.sheet, CELL.a1, f"<v>{written}</v>"))
    assert figure(reading) == NUMBERS[written]


@pytest.mark.parametrize(("inner", "kind"), TWO_VALUES)
def test_a_cell_with_a_value_and_a_text_is_refused(inner: str, kind: str, tmp_path: Path) -> None:
    assert refused(r.read(tmp_path, r.cell(CELL.sheet, CELL.a1, inner, kind=kind)))


@pytest.mark.parametrize("inner", ['<y:v xmlns:y="urn:y">31</y:v><v>12</v>', "<v>12</v><v>31</v>"])
def test_a_second_value_of_whatever_namespace_is_refused(inner: str, tmp_path: Path) -> None:
    reading = r.read(tmp_path, r.cell(CELL.sheet, CELL.a1, inner))
    assert figure(reading) is Mark.UNREADABLE


def test_a_number_that_stands_for_something_else_is_refused(tmp_path: Path) -> None:
    """A rich value (vm) shows what another part of the workbook says, in programs that know of it."""
    held = r.cell(CELL.sheet, CELL.a1, "<v>12</v>")
    assert refused(r.read(tmp_path, r.in_sheet(CELL.sheet, rf'<c r="{CELL.a1}"', r'\g<0> vm="1"', held)))


def test_an_empty_value_beside_a_text_is_none(tmp_path: Path) -> None:
    data = r.cell(CELL.sheet, CELL.a1, "<v></v><is><t>34</t></is>", kind="inlineStr")
    assert figure(r.read(tmp_path, data)) == 34


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
    submission = r.read(tmp_path, data).submission
    assert submission is not None
    (shown,) = office([tmp_path / "来件.xlsx"], CSV, tmp_path / "csv")
    lines = next(shown.parent.glob("来件*.csv")).read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader(lines))
    for written, key in asked.items():
        held, at = submission.figures[key], r.place(*key)
        assert held is Mark.UNREADABLE or str(held) == rows[at.row][at.column].strip(), written
        assert (held is Mark.UNREADABLE) == (written in NO_NUMBERS), written


# ------------------------------------------------------------------ .ods

BOX = "<draw:frame><draw:text-box><text:p>9</text:p></draw:text-box></draw:frame>"
GROUP = "<draw:g><draw:g><draw:rect><text:p>9</text:p></draw:rect></draw:g></draw:g>"
FLOAT, WORDS = 'office:value-type="float"', 'office:value-type="string"'
OTHERWISE = (
    f"{FLOAT}><text:p>34</text:p>",
    'office:value="12"><text:p>34</text:p>',
    'office:value="12">',
    "><text:p>34</text:p>",
    'office:string-value="12"><text:p>34</text:p>',
    f'{WORDS} office:value="12"><text:p>34</text:p>',
    'office:value-type="boolean" office:value="12"><text:p>12</text:p>',
    'office:value-type="date"><text:p>12</text:p>',
    f'{FLOAT} calcext:value-type="string" office:value="12"><text:p>34</text:p>',
    f'{WORDS} calcext:value-type="float" office:value="12"><text:p>34</text:p>',
    'office:value-type="void"><text:p>12</text:p>',
    'office:value-type="foo" office:value="12"><text:p>34</text:p>',
    f"{WORDS}>12",
    f"{WORDS}><text:h>12</text:h>",
    f"{WORDS}><text:list><text:list-item><text:p>12</text:p></text:list-item></text:list>",
    *(
        f"{WORDS}><text:p>1{inside}3</text:p>"
        for inside in (
            "<text:note>2</text:note>",
            "<text:date>2</text:date>",
            "<text:sheet-name>2</text:sheet-name>",
            "<text:title>2</text:title>",
            "<text:ruby><text:ruby-base>2</text:ruby-base><text:ruby-text>9</text:ruby-text></text:ruby>",
            "<text:tab/>",
            "<text:line-break/>",
        )
    ),
)
AS_USUAL = {
    f'{FLOAT} office:value="12"><text:p>12</text:p>': "12",
    f'{FLOAT} office:value="12"><text:p>34</text:p>': "12",
    f'{FLOAT} calcext:value-type="float" office:value="1e2"><text:p>100</text:p>': "100",
    f'{FLOAT} office:value="12" office:string-value="34"><text:p>34</text:p>': "12",
    f'{FLOAT} office:value="12"><table:detective/><text:p>12</text:p>': "12",
    'office:value-type="percentage" office:value="12"><text:p>1200%</text:p>': "12",
    f"{WORDS}><text:p>34</text:p>": "34",
    f'{WORDS} office:string-value="12"><text:p>34</text:p>': "12",
    f"{WORDS}><text:p>1<text:span>2</text:span></text:p>": "12",
    f'{WORDS}><text:p>1<text:a xlink:href="http://a">2</text:a></text:p>': "12",
    f"{WORDS}><text:p>1<text:bookmark/>2</text:p>": "12",
    f"{WORDS}><office:annotation><text:p>9</text:p></office:annotation><text:p>12</text:p>": "12",
    f"{WORDS}>{BOX}<text:p>12</text:p>": "12",
    f"{WORDS}><text:p>34</text:p>{GROUP}": "34",
}
SPACES = ["office", "style", "text", "table"]
MORE = (
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
)


def ods(*cells: str) -> bytes:
    """Cells below one another, each with a mark beside it."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{space}="{names}:{space}:1.0"' for space in SPACES)
    mark = f"<table:table-cell {WORDS}><text:p>|</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row><table:table-cell {cell}</table:table-cell>{mark}</table:table-row>"
        for cell in cells
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    files = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{of}"/>'
        for path, of in (("/", kind), ("content.xml", "text/xml"))
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{names}:manifest:1.0">{files}</m:manifest>'
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces} {MORE}><office:body><office:spreadsheet>"
            f'<table:table table:name="表">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


@pytest.mark.parametrize("kind", ["float", "percentage", "currency"])
@pytest.mark.parametrize("written", [*NO_NUMBERS, "", " 12 ", "12,5", "1 200", "INF", "1e", "."])
def test_a_value_of_an_ods_that_is_no_number_costs_its_cell(written: str, kind: str) -> None:
    """The words of another cell may be the same."""
    bad = f'office:value-type="{kind}" office:value="{written}"><text:p>1,200</text:p>'
    words = '<table:table-cell office:value="1,200"/>'
    escaped = words.replace("<", "&lt;").replace(">", "&gt;")
    book = Opened(ods(bad, f"{WORDS}><text:p>{escaped}</text:p>", f'{FLOAT} office:value="12">{BOX}'))
    assert [row[0] for row in book.rows("表")][1:] == [words, 12]
    assert list(book.errors("表")) == ["A1"]
    assert "1,200" in book.errors("表")["A1"]


@pytest.mark.parametrize("written", [each for each in NUMBERS if each.strip() == each])
def test_a_value_of_an_ods_however_xml_may_write_it_is_read(written: str) -> None:
    book = Opened(ods(f'{FLOAT} office:value="{written}"><text:p>{NUMBERS[written]}</text:p>'))
    assert book.rows("表")[0][0] == NUMBERS[written]
    assert not book.errors("表")


@pytest.mark.parametrize("cell", OTHERWISE)
def test_a_cell_of_an_ods_that_programs_take_differently_is_refused(cell: str) -> None:
    assert "存的是" in Opened(ods(cell)).errors("表")["A1"]


def test_what_is_drawn_in_a_cell_of_an_ods_is_none_of_its_words() -> None:
    """Nor is a comment; whatever else stands in a cell as office programs write it is read."""
    book = Opened(ods(*AS_USUAL))
    assert [str(row[0]).removesuffix(".0") for row in book.rows("表")] == list(AS_USUAL.values())


@pytest.mark.long
@pytest.mark.office
def test_libreoffice_shows_what_is_read_of_an_ods(office, tmp_path: Path) -> None:
    path = tmp_path / "格.ods"
    path.write_bytes(ods(*AS_USUAL))
    (shown,) = office([path], CSV.rpartition(",")[0] + ",1", tmp_path / "csv")
    shown = next(shown.parent.glob("格*.csv"))
    rows = list(csv.reader(shown.read_text(encoding="utf-8").splitlines()))
    book = Opened(path.read_bytes())
    assert not book.errors("表")
    for (cell, held), read, row in zip(AS_USUAL.items(), book.rows("表"), rows, strict=True):
        assert (str(read[0]).removesuffix(".0"), row[0]) == (held, held), cell


def test_a_table_of_trials_is_named_as_it_is_shown(tmp_path: Path) -> None:
    inner = f'<f t="dataTable" ref="{CELL.a1}" dt2D="1" dtr="1" r1="B1" r2="C2"/><v>25</v>'
    reading = r.read(tmp_path, r.cell(CELL.sheet, CELL.a1, inner))
    assert figure(reading) == 25
    assert any("=TABLE(B1,C2)" in f.message for f in reading.findings if f.rule == "C05")


def first_text(text: str, data: bytes) -> bytes:
    """Make a workbook of which the first shared text is this one, and no cell's."""
    more = f'<sst xmlns="{r.MAIN}"><si><t>{text}</t></si>'
    entries = r.parts(data)
    strings = re.sub(r"<sst[^>]*>", more, entries["xl/sharedStrings.xml"].decode(), count=1)
    moved = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")? t="s"><v>)(\d+)(?=</v>)')
    for part in (part for part in entries if part.startswith("xl/worksheets/sheet")):
        entries[part] = moved.sub(lambda found: b"%b%d" % (found[1], int(found[2]) + 1), entries[part])
    return r.packed({**entries, "xl/sharedStrings.xml": strings.encode()})


@pytest.mark.parametrize("written", ["<si>", "<si >"])
@pytest.mark.parametrize("number", ["99999", "-1", "abc", "1.0", "１", "1e1"])
def test_a_shared_text_that_is_not_there_costs_its_cell(number: str, written: str, tmp_path: Path) -> None:
    """Some readers take the first text for it, whatever that is: here a figure."""
    data = first_text("34", r.good())
    data = r.rewritten("xl/sharedStrings.xml", lambda xml: xml.replace("<si>", written), data)
    assert r.read(tmp_path, data).findings == r.read(tmp_path, r.good()).findings
    reading = r.read(tmp_path, r.cell(CELL.sheet, CELL.a1, f"<v>{number}</v>", data, "s"))
    assert refused(reading)
    assert [f.cell for f in reading.findings if f.cell] == [CELL.a1]
    known = r.oracle()
    lost = {key for key, held in reading.submission.figures.items() if held != known[key]}
    assert lost == {PENALTIES}


@pytest.mark.parametrize("name", [CELL.sheet, "封面", "文字报告", "_xxgk"])
def test_a_sheet_in_utf_16_is_read(name: str, tmp_path: Path) -> None:
    """Each one too in which no text stands beside its markup."""
    part = r.sheet_part(name)
    entries = r.parts(r.good())
    xml = entries[part].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    usual = r.read(tmp_path, r.good())
    wide = r.read(tmp_path, r.packed({**entries, part: xml.encode("utf-16")}))
    assert wide.submission == usual.submission
    assert not [f for f in wide.findings if f not in usual.findings]
    unmarked = r.read(tmp_path, r.packed({**entries, part: xml.encode("utf-16-le")}))
    assert unmarked.submission is None
    assert name in unmarked.findings[0].problem
