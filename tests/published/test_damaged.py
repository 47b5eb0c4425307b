"""Files that were damaged on their way, or whose letters nobody can tell: named, and the others are read."""

import random
from base64 import encodebytes
from collections.abc import Iterator
from gzip import compress
from pathlib import Path
from quopri import encodestring
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import made_reports as made
import publications
import pytest
from shipped_forms import FORMS

from toolkit.published import read_all_published, read_published
from toolkit.published.pdf import _require_chinese
from toolkit.published.unreadable import UnreadableFileError

REPORT = made.report(FORMS[1], 5)
MAKERS = {
    ending: publications.KINDS[kind]
    for ending, kind in {"xlsx": "别处的工作簿", "docx": "Word", "odt": "ODT"}.items()
}


def repacked(path: Path, name: str, change: bytes | None, compression: int = ZIP_DEFLATED) -> Path:
    """The package with another text for one of its parts, or cut short."""
    with ZipFile(path) as package:
        held = {one: package.read(one) for one in package.namelist()}
    held[name] = held[name][: len(held[name]) // 2] if change is None else change
    with ZipFile(path, "w", compression) as package:
        for one, content in held.items():
            package.writestr(one, content)
    return path


def damaged(path: Path) -> Iterator[Path]:
    """The package with each of its parts cut short, and with bytes that were changed on the way."""
    whole = path.read_bytes()
    with ZipFile(path) as package:
        parts = [one for one in package.namelist() if one.endswith((".xml", ".rels"))]
    for part in parts:
        path.write_bytes(whole)
        yield repacked(path, part, None)
    rng = random.Random(3)
    for _ in range(10):
        spoilt = bytearray(whole)
        for at in rng.sample(range(len(spoilt)), 9):
            spoilt[at] = rng.randrange(256)
        path.write_bytes(spoilt)
        yield path


@pytest.mark.parametrize("kind", ["xlsx", "odt", pytest.param("docx", marks=pytest.mark.long)])
def test_a_damaged_file_costs_that_file_only(kind: str, tmp_path: Path) -> None:
    for path in damaged(MAKERS[kind](REPORT, tmp_path)):
        read = read_published(path, FORMS)
        assert read.form or read.findings


def test_the_files_beside_a_damaged_one_are_read(tmp_path: Path) -> None:
    broken = repacked(MAKERS["xlsx"](REPORT, tmp_path), "xl/worksheets/sheet1.xml", None, ZIP_STORED)
    whole = made.write_html(REPORT, tmp_path / "r.html")
    one, other = read_all_published([broken, whole], FORMS)
    assert "不完整或已损坏" in one.findings[0].message
    assert not made.never_wrong(other, REPORT)


FLAT = {
    "Word 的 XML": '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
    "Excel 的 XML": '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
}


@pytest.mark.parametrize("what", FLAT)
def test_an_office_file_of_one_xml_is_named(what: str, tmp_path: Path) -> None:
    path = tmp_path / "年报.doc"
    path.write_text(f'<?xml version="1.0"?>\n{FLAT[what]}', "utf-8")
    (finding,) = read_published(path, FORMS).findings
    assert what in finding.message


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("above", ["", "\r\n"])
def test_a_saved_page_of_one_part_is_read(encoding: str, above: str, tmp_path: Path) -> None:
    """As browsers save a page without pictures."""
    page = made.write_html(REPORT, tmp_path / "r.html").read_bytes()
    body = encodebytes(page) if encoding == "base64" else encodestring(page)
    head = f"From: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: {encoding}"
    (tmp_path / "r.mht").write_bytes(f"{above}{head}\r\n\r\n".encode() + body)
    assert not made.never_wrong(read_published(tmp_path / "r.mht", FORMS), REPORT)


def test_a_page_as_it_was_sent_packed_is_named(tmp_path: Path) -> None:
    path = made.write_html(REPORT, tmp_path / "r.html")
    path.write_bytes(compress(path.read_bytes()))
    (finding,) = read_published(path, FORMS).findings
    assert "是压缩包" in finding.message


def test_letters_without_a_code_are_named() -> None:
    """As in a PDF whose fonts do not say which letters they draw: it is copied as signs of another script."""
    _require_chinese([*"!#$%&()*+" * 30, "年"])
    _require_chinese([*"CamScanner 1"])
    with pytest.raises(UnreadableFileError) as raised:
        _require_chinese([*"!#$%&()*+" * 30])
    assert "乱码" in raised.value.finding.message
