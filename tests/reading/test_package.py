"""One view of a workbook's parts: found along the relationships, whatever their names.

What has two readings is refused.
"""

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import recipes as r
from recipes import read

from toolkit.reading.package import Package
from toolkit.reading.sheet_xml import expand

BOOK, RELS, STYLES, STRINGS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)
T3 = r.sheet_part("表三")
WRONG = r.number("表三", "D7", 99)  # another workbook's sheet: what a decoy says


def moved(part: str, to: str, decoy: bytes | None = None) -> bytes:
    """A part under another name, as its relationship says; perhaps something else where it used to stand."""
    entries = r.parts(r.good())
    entries[to] = entries.pop(part)
    folder, target = ("", part) if part == BOOK else ("xl/", part.removeprefix("xl/"))
    relations = "_rels/.rels" if part == BOOK else RELS
    now = to.removeprefix(folder) if to.startswith(folder) else f"/{to}"
    entries[relations] = entries[relations].replace(f'"{target}"'.encode(), f'"{now}"'.encode())
    if part == BOOK:
        entries[to.replace("book/", "book/_rels/") + ".rels"] = entries.pop(RELS).replace(
            b'Target="', b'Target="/xl/'
        )
    if decoy is not None:
        entries[part] = decoy
    return r.packed(entries)


def no_lock() -> bytes:
    """Styles that unlock every cell."""
    return r.parts(r.good())[STYLES].replace(b'locked="1"', b'locked="0"')


SAME: dict[str, Callable[[], bytes]] = {
    "sheet elsewhere": lambda: moved(T3, "xl/tables/third.xml"),
    "sheet elsewhere, a decoy in its place": lambda: moved(T3, "xl/tables/third.xml", r.parts(WRONG)[T3]),
    "sheet outside xl": lambda: moved(T3, "third.xml", r.parts(WRONG)[T3]),
    "styles elsewhere": lambda: moved(STYLES, "xl/look.xml"),
    "styles elsewhere, a decoy in their place": lambda: moved(STYLES, "xl/look.xml", no_lock()),
    "texts elsewhere": lambda: moved(STRINGS, "xl/words.xml"),
    "texts elsewhere, a decoy in their place": lambda: moved(STRINGS, "xl/words.xml", b"<sst/>"),
    "book elsewhere": lambda: moved(BOOK, "book/b.xml"),
    "book elsewhere, a decoy in its place": lambda: moved(BOOK, "book/b.xml", r.parts(r.good())[BOOK]),
    "absolute targets": lambda: r.rewritten(RELS, lambda x: x.replace('Target="', 'Target="/xl/')),
    "winding targets": lambda: r.rewritten(RELS, lambda x: x.replace('Target="', 'Target="../xl/./')),
    "single quotes, spread over lines": lambda: r.rewritten(
        RELS, lambda x: x.replace('"', "'").replace(" Id", "\n  Id")
    ),
    "bytes behind": lambda: r.good() + b"\0" * 64,
}


def doubled_relation(kind: str) -> bytes:
    return r.rewritten(
        RELS,
        lambda x: re.sub(
            rf'<Relationship Id="rId\d+" (Type="[^"]*/{kind}") Target="[^"]*"/>',
            r'\g<0><Relationship Id="other" \1 Target="other.xml"/>',
            x,
        ),
    )


def other_case(part: str) -> bytes:
    entries = r.parts(r.good())
    entries[part.upper()] = entries.pop(part)
    return r.packed(entries)


def without_directory_entry() -> bytes:
    """Another sheet in the file that the directory does not list, in front of the one that it lists."""
    good, hidden = r.good(), BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr(zipfile.ZipInfo(T3), r.parts(WRONG)[T3])
    entry = hidden.getvalue()[: hidden.getvalue().index(b"PK\1\2")]
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, (name, content) in enumerate(r.parts(good).items()):
            archive.writestr(zipfile.ZipInfo(name), content)
            if number == 1:
                target.write(entry)
                archive.start_dir = target.tell()
    return target.getvalue()


def renamed_inside() -> bytes:
    """An entry whose own header says another name than the directory."""
    data = r.good()
    at = data.index(b"PK\3\4")
    start = data.index(b"xl/worksheets/sheet3.xml", at)
    return data[:start] + b"xl/worksheets/sheet4.xml" + data[start + 24 :]


def resized_inside() -> bytes:
    data = bytearray(r.good())
    struct.pack_into("<I", data, data.index(b"PK\3\4") + 22, 5)
    return bytes(data)


REFUSED: dict[str, Callable[[], bytes]] = {
    "two workbooks": lambda: r.rewritten(
        "_rels/.rels",
        lambda x: x.replace(
            "</Relationships>",
            '<Relationship Id="z" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="b.xml"/></Relationships>',
        ),
    ),
    "two styles": lambda: doubled_relation("styles"),
    "two tables of texts": lambda: doubled_relation("sharedStrings"),
    "one number for two relations": lambda: r.rewritten(RELS, lambda x: x.replace('Id="rId5"', 'Id="rId4"')),
    "two sheets, one part": lambda: r.rewritten(RELS, lambda x: x.replace("sheet3.xml", "sheet4.xml")),
    "a relation of another namespace": lambda: r.rewritten(
        RELS,
        lambda x: x.replace(
            "</Relationships>",
            '<Relationship xmlns="urn:x" Id="rId4" Target="worksheets/sheet3.xml"/></Relationships>',
        ),
    ),
    "sheets of another namespace": lambda: r.rewritten(
        BOOK, lambda x: x.replace("<sheets>", '<sheets xmlns="urn:x"><sheet name="表三"/></sheets><sheets>')
    ),
    "no relations": lambda: r.packed({n: c for n, c in r.parts(r.good()).items() if n != RELS}),
    "broken relations": lambda: r.rewritten(RELS, lambda x: x[:-20]),
    "a DTD behind a long comment": lambda: r.rewritten(
        T3, lambda x: re.sub(r"(<\?xml[^>]*>)", rf"\1<!--{'x' * 100_000}--><!DOCTYPE a>", x)
    ),
    "book in other letters": lambda: other_case(BOOK),
    "relations in other letters": lambda: other_case(RELS),
    "styles in other letters": lambda: other_case(STYLES),
    "texts in other letters": lambda: other_case(STRINGS),
    "sheet in other letters": lambda: other_case(T3),
    "an entry that no directory lists": without_directory_entry,
    "an entry of another name": renamed_inside,
    "an entry of another size": resized_inside,
}


@pytest.mark.parametrize("name", SAME)
def test_parts_are_found_by_their_relations(name: str, tmp_path: Path):
    reading = read(tmp_path, SAME[name]())
    assert reading.submission is not None, reading.findings
    assert {k: reading.submission.figures[k] for k in r.the_form().inputs} == r.figures()
    assert not [f.message for f in reading.findings]


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_two_readings_is_refused(name: str, tmp_path: Path):
    reading = read(tmp_path, REFUSED[name]())
    assert reading.submission is None
    (finding,) = reading.findings
    assert finding.rule in {"F01", "F12"}, finding.message


def test_the_styles_are_those_of_the_parser():
    """Compared with openpyxl's: lock and strike of every style in a workbook."""
    from openpyxl import load_workbook
    from openpyxl.styles import Font, Protection

    def change(book):
        sheet = book["表三"]
        sheet["D9"].font = Font(strike=True)
        sheet["D12"].protection = Protection(locked=False)
        sheet["D13"].protection = Protection(locked=True)

    data = r.edited(change)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        package = Package(archive)
        styles = package.styles
        numbers = dict(re.findall(r'<c r="(\w+)" s="(\d+)"', package.text(package.parts["表三"])))
    for row in load_workbook(BytesIO(data))["表三"].iter_rows():
        for cell in row:
            number = numbers.get(cell.coordinate, "0")
            assert (number not in styles.unlocking) == cell.protection.locked
            assert styles.look(number).struck == bool(cell.font.strike)


def test_runs_of_shared_texts():
    text = (
        "<si><r><rPr><strike/></rPr><t>15</t></r><r><t>12</t></r><r><rPr><vertAlign "
        "val='superscript'/></rPr><t>①</t></r></si>"
    )
    data = r.rewritten(STRINGS, lambda x: x.replace("</sst>", f"{text}</sst>"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        (runs,) = Package(archive).odd_strings.values()
    assert [(run.text, run.struck, run.raised) for run in runs] == [
        ("15", True, False),
        ("12", False, False),
        ("①", False, True),
    ]


def test_a_span_that_ends_beyond_every_sheet_covers_what_is_near() -> None:
    assert {"D7", "E7", "BI401"} <= set(expand("$D$7:$BFRG$30"))
    assert expand("BFRG30 D7:D8 #REF!") == ("D7", "D8")


@pytest.mark.parametrize("encoding", ["GB18030", "GBK", "Big5"])
@pytest.mark.parametrize(
    "part",
    [
        *("xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"),
        *(r.sheet_part(name) for name in ("表二", "文字报告", "_xxgk")),
    ],
)
def test_letters_in_an_encoding_of_no_office_program_are_told(
    encoding: str, part: str, tmp_path: Path
) -> None:
    entries = r.parts(r.good())
    xml = re.sub(r'encoding="[^"]*"', f'encoding="{encoding}"', entries[part].decode(), count=1)
    data = r.packed({**entries, part: xml.encode(encoding, "replace")})
    (finding,) = r.read(tmp_path, data).findings
    assert finding.rule == "F01"
    assert "不是按 UTF-8 写的" in finding.message
