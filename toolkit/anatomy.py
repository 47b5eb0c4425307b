"""A glance at the XML of a workbook's sheets: enough to know whether a closer look is owed, without parsing it.

The glance is by regular expressions over the raw parts; it decides nothing about figures.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FAR_ROW = 3000  # a used row beyond this is nobody's table
_FAR_COLUMN = re.compile(rb'"([A-Z]{3}\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?r="(\d+)"')
_SAVED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_SHEET = re.compile(r"<(?:\w+:)?sheet [^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship [^>]*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Glance:
    """What one sheet's XML shows at a glance; ``far`` is a used cell far from any table."""

    formulas: int
    protected: bool
    hidden: int
    validated: bool
    far: str | None


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by its name, as the workbook's relations say; {} when they are odd."""
    names = set(archive.namelist())
    book = next((n for n in names if n.lower().endswith("xl/workbook.xml")), None)
    if book is None:
        return {}
    folder, _, file = book.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in names:
        return {}
    targets = {}
    for tag in _RELATION.findall(archive.read(relations).decode("utf-8", "replace")):
        given = _attributes(tag)
        target = given.get("Target", "")
        targets[given.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
    parts = {}
    for tag in _SHEET.findall(archive.read(book).decode("utf-8", "replace")):
        given = _attributes(tag)
        part = targets.get(next((v for k, v in given.items() if k.endswith(":id")), ""), "")
        if part in names:
            parts[_plain_text(given.get("name", ""))] = part
    return parts


def _attributes(tag: str) -> dict[str, str]:
    return dict(re.findall(r'([\w:]+)="([^"]*)"', tag))


def _plain_text(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def glance(data: bytes, sheets: Sequence[str]) -> Mapping[str, Glance]:
    """Glance at the named sheets of a zipped workbook; sheets that cannot be found are left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = sheet_parts(archive)
        return {name: _look(archive.read(parts[name])) for name in sheets if name in parts}


def saved_time(data: bytes) -> str | None:
    """Return when an office program last saved the workbook, as its own properties say."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _SAVED.search(archive.read("docProps/core.xml"))
    except (KeyError, OSError, ValueError, RuntimeError, zipfile.BadZipFile, NotImplementedError):
        return None
    return found[1].decode() if found else None


def _look(xml: bytes) -> Glance:
    far_column = _FAR_COLUMN.search(xml)
    row = _ROW.match(xml, max(xml.rfind(b"<row "), xml.rfind(b"<x:row "), 0))
    far = far_column[1].decode() if far_column else None
    if far is None and row is not None and int(row[1]) > FAR_ROW:
        far = f"第 {int(row[1])} 行"
    return Glance(
        formulas=sum(xml.count(tag) for tag in (b"<f>", b"<f ", b"<f/>", b"<x:f>", b"<x:f ")),
        protected=b"sheetProtection" in xml,
        hidden=xml.count(b'hidden="1"') + xml.count(b'hidden="true"'),
        validated=b"dataValidation " in xml,
        far=far,
    )
