"""The parts of a zipped workbook: its sheets, names, styles, and when it was saved. No DTD is followed."""

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from html import unescape
from typing import NamedTuple

# what zipfile raises of a part that is missing, broken, or packed in a way it does not know
ODD = (KeyError, OSError, ValueError, RuntimeError, EOFError, struct.error, zlib.error, zipfile.BadZipFile)

_HEAD = 4000  # characters of a part in which a DTD would stand
_SAVED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship|definedName) ([^>]*)>")


class Styles(NamedTuple):
    """The numbers of the styles that unlock a cell, and of those that disguise its number."""

    unlocking: frozenset[str] = frozenset()
    disguising: frozenset[str] = frozenset()


class Package:
    """The parts of a zipped workbook. Whatever is missing or odd in it reads as empty."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Look at the table of contents of `archive`."""
        self._archive = archive
        self.names = frozenset(archive.namelist())
        book = next((n for n in self.names if n.lower().endswith("xl/workbook.xml")), "")
        self._folder, _, file = book.rpartition("/")
        self.book = self.text(book)
        self._relations = self.text(f"{self._folder}/_rels/{file}.rels")

    def read(self, part: str) -> bytes:
        """Return a part's bytes; b"" when it is not there or broken."""
        try:
            return self._archive.read(part) if part in self.names else b""
        except ODD:
            return b""

    def text(self, part: str) -> str:
        """Return a part as text."""
        data = self.read(part)
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return data.decode("utf-16" if wide else "utf-8", "replace")

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The part of each sheet by the sheet's name, as the workbook's relations say."""
        targets = _targets(self._relations, self._folder)
        named = {name: targets.get(relation, "") for name, relation in _sheets(self.book)}
        return {name: part for name, part in named.items() if part in self.names}

    @cached_property
    def defined(self) -> Mapping[str, str]:
        """The workbook's defined names and what they stand for."""
        return _defined(self.book)

    @cached_property
    def _styles(self) -> str:
        return self.text(f"{self._folder}/styles.xml")

    @property
    def locked(self) -> bool:
        """Whether the workbook's structure is protected; LibreOffice keeps the protection's place, but drops its word."""
        return "lockStructure" in self.book or "<workbookProtection/>" in self.book

    @property
    def styled(self) -> bool:
        """Whether the workbook has its styles: without them dates cannot be told from numbers."""
        return "cellXfs" in self._styles

    @cached_property
    def styles(self) -> Styles:
        """What the workbook's styles do to cells."""
        return _styles(self._styles)

    @cached_property
    def saved(self) -> str | None:
        """When an office program last saved the workbook, as its own properties say; None when that cannot be."""
        found = _SAVED.search(self.read("docProps/core.xml"))
        try:
            when = datetime.fromisoformat(found[1].decode() + "Z") if found else None
        except ValueError:
            return None
        if found is None or when is None or when > datetime.now(UTC) + timedelta(days=1):
            return None
        return found[1].decode()

    def schemed(self) -> bool:
        """Whether a part that belongs to no sheet declares a DTD: no office program writes one."""
        return any(map(schemed, (self._styles, self.book, self._head(f"{self._folder}/sharedStrings.xml"))))

    def _head(self, part: str) -> str:
        try:
            with self._archive.open(part) as stream:
                return stream.read(2000).replace(b"\0", b"").decode("utf-8", "replace")
        except ODD:
            return ""


def schemed(xml: str) -> bool:
    """Whether an XML text declares a DTD or entities."""
    return xml.find("<!DOCTYPE", 0, _HEAD) >= 0 or xml.find("<!ENTITY", 0, _HEAD) >= 0


def attributes(inside: str) -> dict[str, str]:
    """Return the attributes of a tag, by their names."""
    pairs = re.findall(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", inside)
    return {name: plain_text(double or single) for name, double, single in pairs}


def plain_text(text: str) -> str:
    """Return a text with its entities resolved."""
    return unescape(text) if "&" in text else text


@lru_cache(maxsize=64)
def _styles(styles: str) -> Styles:
    formats = {"9": "0%", "10": "0.00%"}
    for tag in re.findall(r"<(?:\w+:)?numFmt [^>]*>", styles):
        given = attributes(tag)
        formats[given.get("numFmtId", "")] = given.get("formatCode", "")
    odd = {number for number, code in formats.items() if disguises(code)}
    _, _, inside = styles.partition("cellXfs")
    inside, _, _ = inside.partition("cellXfs>")
    each = re.split(r"<(?:\w+:)?xf[ >/]", inside)[1:]
    return Styles(
        unlocking=frozenset(
            str(i) for i, xf in enumerate(each) if re.search(r"""locked=["'](?:0|false)["']""", xf)
        ),
        disguising=frozenset(
            str(i)
            for i, xf in enumerate(each)
            if (found := re.search(r"""numFmtId=["'](\d+)""", xf)) and found[1] in odd
        ),
    )


_SAID = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')  # a number format's literals; colours and conditions
_DATES = re.compile(r"[ymdhse]|am|pm|上午|下午|general|通用格式|@", re.IGNORECASE)


def disguises(code: str) -> bool:
    """Whether a number format shows another number than the cell holds: hidden, scaled, as a percentage, with digits of its own.

    Dates are not meant: they are read as dates, and refused.
    """
    first = re.match(r'(?:"[^"]*"|\\.|[^;"\\])*', code)
    shown = first[0] if first else ""
    literals = "".join(quoted + escaped for quoted, escaped in _SAID.findall(shown))
    bare = _SAID.sub("", shown)
    if re.search(r"[0-9０-９百千万亿%]", literals) or "%" in bare or re.search(r"[0#?],+(?![0#?,])", bare):
        return True
    return not re.search(r"[0#?]", bare) and not _DATES.search(bare)


@lru_cache(maxsize=64)
def _targets(relations: str, folder: str) -> Mapping[str, str]:
    """Return the part that each of the workbook's relations leads to."""
    targets = {}
    for kind, inside in _TAG.findall(relations):
        if kind == "Relationship":
            given = attributes(inside)
            target = given.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            targets[given.get("Id", "")] = whole
    return targets


@lru_cache(maxsize=64)
def _sheets(book: str) -> tuple[tuple[str, str], ...]:
    """Return the name and the relation of each sheet of the workbook."""
    tags = [attributes(inside) for kind, inside in _TAG.findall(book) if kind == "sheet"]
    relation = [next((v for k, v in given.items() if k.endswith(":id")), "") for given in tags]
    return tuple(zip([given.get("name", "") for given in tags], relation, strict=True))


@lru_cache(maxsize=64)
def _defined(book: str) -> Mapping[str, str]:
    found = re.findall(r'<(?:\w+:)?definedName [^>]*?name="([^"]*)"[^>]*>([^<]*)<', book)
    return {plain_text(name): plain_text(what) for name, what in found}
