"""What stands in a workbook's printed cells, read by a small reader that shares no code with ours.

.xlsx and .ods by zipfile and ElementTree; .xls by olefile and its records ([MS-XLS] 2.4). Only what is
plainly a number is one: a float, or a text that is digits once what nobody sees is left out.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from struct import pack, unpack, unpack_from
from xml.etree import ElementTree as ET

import olefile

Cells = Mapping[tuple[str, int, int], str]  # sheet, row and column from 0; a number is written as Python does
_COUNTED = re.compile(r"(\d+|[1-9]\d{0,2}(?:,\d{3})+)(\.\d+)?(件|条|次|人|项|个|份|人次)?")


def cells(data: bytes) -> Cells:
    """The contents of all cells near A1. Raises whatever the libraries raise of broken files."""
    if data[:4] != b"PK\3\4":
        return dict(_xls(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return dict(_ods(archive) if "content.xml" in archive.namelist() else _xlsx(archive))


def number(content: str) -> Decimal | None:
    """The number that a content certainly is; None for anything else, blank too."""
    kept = "".join(c for c in content if unicodedata.category(c) != "Cf" and not 0xFE00 <= ord(c) < 0xFE10)
    found = _COUNTED.fullmatch(unicodedata.normalize("NFKC", kept).strip())
    if found:
        return Decimal(found[1].replace(",", "") + (found[2] or ""))
    try:
        return Decimal(repr(float(content))) if content else None
    except ValueError:
        return None


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _get(element: ET.Element, name: str, default: str = "") -> str:
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), default)


# ------------------------------------------------------------------ .xlsx


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    folder, _, file = part.rpartition("/")
    root = ET.fromstring(archive.read(f"{folder}/_rels/{file}.rels".lstrip("/")))
    for each in root:
        target = each.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        yield each.get("Id", ""), each.get("Type", "").rpartition("/")[2], whole


def _xlsx(archive: zipfile.ZipFile) -> Iterator[tuple[tuple[str, int, int], str]]:
    (book,) = [target for _, kind, target in _relations(archive, "") if kind == "officeDocument"]
    related = list(_relations(archive, book))
    texts = [
        "".join(t.text or "" for t in item.iter() if _tag(t) == "t")
        for _, kind, target in related
        if kind == "sharedStrings"
        for item in ET.fromstring(archive.read(target))
    ]
    targets = {rid: target for rid, kind, target in related if kind == "worksheet"}
    for sheet in (e for e in ET.fromstring(archive.read(book)).iter() if _tag(e) == "sheet"):
        root = ET.fromstring(archive.read(targets[_get(sheet, "id")]))
        for cell in (e for e in root.iter() if _tag(e) == "c"):
            letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", "")).groups()  # type: ignore[union-attr]
            column = sum((ord(x) - 64) * 26**i for i, x in enumerate(reversed(letters))) - 1
            value = next((e.text or "" for e in cell if _tag(e) == "v"), "")
            if cell.get("t") == "s":
                value = texts[int(value)] if value else ""
            elif cell.get("t") == "inlineStr":
                value = "".join(t.text or "" for t in cell.iter() if _tag(t) == "t")
            elif cell.get("t") in {"b", "e", "d"}:
                value = f"{cell.get('t')}:{value}"
            yield (sheet.get("name", ""), int(row) - 1, column), value


# ------------------------------------------------------------------ .ods


def _ods(archive: zipfile.ZipFile) -> Iterator[tuple[tuple[str, int, int], str]]:
    root = ET.fromstring(archive.read("content.xml"))
    for table in (e for e in root.iter() if _tag(e) == "table"):
        row = 0
        for line in (e for e in table.iter() if _tag(e) == "table-row"):
            again = int(_get(line, "number-rows-repeated", "1"))
            column = 0
            for cell in line:
                beside = int(_get(cell, "number-columns-repeated", "1"))
                kind = _get(cell, "value-type")
                text = "\n".join("".join(p.itertext()) for p in cell if _tag(p) == "p")
                content = (
                    _get(cell, "value") if kind == "float" else f"{kind}:" if kind == "boolean" else text
                )
                if content:
                    for below in range(min(again, 200)):
                        for right in range(min(beside, 60)):
                            yield (_get(table, "name"), row + below, column + right), content
                column += beside
            row += again


# ------------------------------------------------------------------ .xls

SHEET, SHARED, CONTINUE, TEXT, REAL, SHORT, SHORTS = 0x85, 0xFC, 0x3C, 0xFD, 0x203, 0x27E, 0xBD


def stream_of(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        stream: bytes = container.openstream("Workbook").read()
    return stream


def records(stream: bytes, at: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Kind, offset of the content, content."""
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        yield kind, at + 4, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _short(raw: bytes) -> float:
    """An RK number: 30 bits of an integer or of a double, perhaps a hundredfold."""
    (bits,) = unpack("<i", raw)
    value = float(bits >> 2) if bits & 2 else unpack("<d", pack("<Q", (bits & 0xFFFFFFFC) << 32))[0]
    return value / 100 if bits & 1 else value


def _xls(data: bytes) -> Iterator[tuple[tuple[str, int, int], str]]:
    stream = stream_of(data)
    sheets = []
    for kind, _, content in records(stream):
        if kind == SHEET:
            letters, wide = content[6], content[7] & 1
            name = content[8 : 8 + letters * (1 + wide)].decode("utf-16-le" if wide else "latin-1")
            sheets.append((unpack_from("<I", content)[0], name))
    for start, name in sheets:
        depth = 0
        for kind, _, content in records(stream, start):
            depth += (kind == 0x809) - (kind == 0x0A)
            if depth == 0:
                break
            if kind in {REAL, SHORT, SHORTS, TEXT} and depth == 1:
                row, column = unpack_from("<HH", content)
                if kind == REAL:
                    yield (name, row, column), repr(unpack_from("<d", content, 6)[0])
                elif kind == SHORT:
                    yield (name, row, column), repr(_short(content[6:10]))
                elif kind == TEXT:
                    yield (name, row, column), f"text:{unpack_from('<I', content, 6)[0]}"
                else:
                    for beside in range((len(content) - 6) // 6):
                        raw = content[6 + 6 * beside : 10 + 6 * beside]
                        yield (name, row, column + beside), repr(_short(raw))
