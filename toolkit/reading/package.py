"""The parts of a zipped workbook, found as office programs find them.

From the root along the relationships, by exact names.

Values and checks see the same parts: python-calamine, which looks under fixed names and in any letter case,
is given the workbook as it came only where that comes to the same, otherwise one packed anew from the parts
found here.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from html import unescape

from toolkit.reading.by_calamine import BOOK, STRINGS, STYLES, Frame, pack_for_calamine
from toolkit.reading.container import USUAL, is_plain, unpacked
from toolkit.reading.seen.page_edges import edge_texts
from toolkit.reading.seen.xlsx_styles import NO_STYLES, OddTexts, Styles, odd_strings, read_styles
from toolkit.reading.values import shared_texts, tree_of
from toolkit.reading.xml_walk import (
    MAIN,
    OFFICE,
    RELATIONS,
    BrokenXMLError,
    SchemedError,
    local_name,
    remembered,
    schemed,
    walk,
)

# what zipfile raises of a part that is missing, broken, or packed in a way it does not know
ODD = (KeyError, OSError, ValueError, RuntimeError, EOFError, struct.error, zlib.error, zipfile.BadZipFile)

_SAVED = re.compile(rb"<dcterms:modified[^>]*>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")
_TRUE = {"1", "true", "on"}
_AROUND = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]*)<")
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class PackageError(ValueError):
    """The parts of a workbook cannot be told for sure; the text says why, in Chinese."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """Where a relationship of a part leads: its ``kind`` is the last word of its type."""

    id: str
    kind: str
    target: str
    winding: bool = False  # written with “..” or “.”, which calamine takes as names


@dataclass(frozen=True, kw_only=True, slots=True)
class _Book:
    """What the workbook's own part says: sheets (name, relation), names, protection."""

    sheets: tuple[tuple[str, str], ...]
    defined: Mapping[str, str] = field(default_factory=dict)
    locked: bool = False
    linked: bool = False
    since_1904: bool = False


def _count_texts(data: bytes) -> int:
    """Count the shared texts, however they are written."""
    root = tree_of(data)
    return 0 if root is None else sum(local_name(item) == "si" for item in root)


def is_wide(part: bytes) -> bool:
    """Whether a part is in UTF-16, which not every reader takes for text."""
    return part[:2] in _WIDE


def text_in(part: bytes) -> str:
    """Return the text of a part; "" where it is in no encoding of office programs."""
    try:
        return part.decode(_WIDE.get(part[:2], "utf-8"))
    except UnicodeDecodeError:
        return ""


@remembered(64, larger=4)  # most sheets print the same
def printed_around(sheet: bytes) -> tuple[str, ...]:
    """Return what a sheet prints above and below its pages: left, middle and right, each by itself."""
    _, _, behind = text_in(sheet).partition("headerFooter")
    return tuple(each for text in _AROUND.findall(behind) for each in edge_texts(unescape(text)))


class Package:
    """The parts of a zipped workbook. A part that is missing or broken reads as empty."""

    def __init__(self, archive: zipfile.ZipFile, data: bytes = b"") -> None:
        """Follow the relationships in `archive`, which was opened from `data`.

        Raises PackageError, and SchemedError where a part declares a DTD.
        """
        self._archive, self._data = archive, data
        self.names = frozenset(archive.namelist())
        roots = [r.target for r in self._relations("") if r.kind == "officeDocument"]
        self._book_part = self._only(roots, "工作簿") or ""
        if not self._book_part:
            raise PackageError("找不到工作簿的部件")
        self._related = self._relations(self._book_part)
        self._winding = any(relation.winding for relation in self._related)
        try:
            self._book = _book(self.read(self._book_part))
        except BrokenXMLError as why:
            if schemed(self.read(self._book_part)):
                raise
            raise PackageError("工作簿的部件已损坏") from why
        self.styles_part = self._only([r.target for r in self._related if r.kind == "styles"], "样式")
        self._theme = next((r.target for r in self._related if r.kind == "theme"), "")
        self.strings_part = self._only([r.target for r in self._related if r.kind == "sharedStrings"], "文字")

    def _only(self, targets: list[str], what: str) -> str | None:
        """Return the only part of its kind.

        Raises PackageError where there are two, or it is written otherwise.
        """
        if len(set(targets)) > 1:
            raise PackageError(f"里面有两份{what}，不知道以哪个为准")
        return self._exact(targets[0]) if targets else None

    def _exact(self, part: str) -> str | None:
        """Return the part if it is there; raises PackageError where only its letters' case differs."""
        if part in self.names:
            return part
        other = next((n for n in sorted(self.names) if n.casefold() == part.casefold()), None)
        if other is not None:
            raise PackageError(f"里面要找的部件是 {part}，有的却是 {other}，大小写不一样")
        return None

    def _relations(self, part: str) -> tuple[Relation, ...]:
        folder, _, file = part.rpartition("/")
        where = self._exact(posixpath.join(folder, "_rels", f"{file}.rels"))
        try:
            return _relations(self.read(where or ""), folder)
        except BrokenXMLError as why:
            if where and schemed(self.read(where)):
                raise
            raise PackageError("里面的部件关系表缺失或已损坏") from why

    def read(self, part: str) -> bytes:
        """Return a part's bytes; b"" when it is not there or broken."""
        try:
            if part not in self.names:
                return b""
            entry = self._archive.getinfo(part)
            usual = self._data and entry.compress_type in USUAL
            return unpacked(self._data, entry) if usual else self._archive.read(part)
        except ODD:
            return b""

    def text(self, part: str) -> str:
        """Return a part as text; "" when it is missing, broken, or in no encoding of office programs."""
        return text_in(self.read(part))

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The part of each sheet of cells by the sheet's name.

        Raises PackageError where two sheets are one part.
        """
        targets = {r.id: r.target for r in self._related if r.kind == "worksheet"}
        named = {name: self._exact(targets[rid]) for name, rid in self._book.sheets if rid in targets}
        found = {name: part for name, part in named.items() if part is not None}
        if len(set(found.values())) < len(found):
            raise PackageError("里面有两张工作表用同一份内容")
        return found

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets' names in their order, whatever kind they are."""
        return tuple(name for name, _ in self._book.sheets)

    def sheet(self, name: str) -> bytes:
        """Return the bytes of a sheet's part; b"" when there is none."""
        return self.read(self.parts.get(name, ""))

    def drawings(self, name: str, kinds: Container[str] = ("drawing", "vmlDrawing")) -> Sequence[str]:
        """Return the parts of what is drawn over a sheet's cells, comments too.

        What these say is of another of the `kinds`. A damaged list of them costs nothing else.
        """
        part = self.parts.get(name, "")
        folder, _, file = part.rpartition("/")
        if f"{folder}/_rels/{file}.rels".lstrip("/") not in self.names:  # as nearly always
            return ()
        try:
            return [r.target for r in self._relations(part) if r.kind in kinds]
        except (PackageError, SchemedError):
            return ()

    @property
    def defined(self) -> Mapping[str, str]:
        """The workbook's defined names and what they stand for."""
        return self._book.defined

    @property
    def locked(self) -> bool:
        """Whether the workbook's structure is protected.

        LibreOffice keeps the protection's place, but drops its word.
        """
        return self._book.locked

    @property
    def linked(self) -> bool:
        """Whether the workbook refers to others."""
        return self._book.linked

    @property
    def since_1904(self) -> bool:
        """Whether days are counted from 1904 on instead of 1900."""
        return self._book.since_1904

    @property
    def styled(self) -> bool:
        """Whether the workbook has its styles: without them dates cannot be told from numbers."""
        return bool(self.styles.every)

    @cached_property
    def styles(self) -> Styles:
        """How the workbook's styles make cells look.

        None where they are missing or broken. Raises SchemedError.
        """
        data = self.read(self.styles_part or "")
        try:
            return read_styles(data, self.read(self._theme)) if data else NO_STYLES
        except BrokenXMLError:
            if schemed(data):
                raise
            return NO_STYLES

    @cached_property
    def strings(self) -> bytes:
        """The part of the shared texts; b"" where there is none."""
        return self.read(self.strings_part or "")

    @cached_property
    def texts(self) -> Sequence[str] | None:
        """The shared texts; None where one is not written as office programs write it."""
        return shared_texts(self.strings)

    @cached_property
    def text_count(self) -> int:
        """How many shared texts there are."""
        return len(self.texts) if self.texts is not None else _count_texts(self.strings)

    @cached_property
    def odd_strings(self) -> OddTexts:
        """The shared texts that hold letters struck out, raised or not to be seen, by their numbers."""
        return odd_strings(self.strings, self.styles.palette, self.styles.grounds)

    @cached_property
    def saved(self) -> str | None:
        """When an office program last saved the workbook, as its own properties say.

        None when that is no time.
        """
        found = _SAVED.search(self.read("docProps/core.xml"))
        if found is None:
            return None
        said = found[1].decode()
        try:
            datetime.fromisoformat(said)
        except ValueError:
            return None
        return said

    def schemed(self, part: str | None) -> bool:
        """Whether a part declares a DTD: no office program writes one."""
        whole = self.strings if part == self.strings_part else b""
        if whole:
            return schemed(whole)
        try:
            with self._archive.open(part or "") as stream:
                return schemed(stream)
        except ODD:
            return False

    # -------------------------------------------------------------- for calamine

    def as_came(self, data: bytes) -> bool:
        """Whether calamine finds the same parts in the workbook's own bytes `data` as are found here."""
        folded = Counter(name.casefold() for name in self.names)
        mine = {STYLES: self.styles_part, STRINGS: self.strings_part}
        return (
            self._book_part == BOOK
            and all(
                part == where or (part is None and where.casefold() not in folded)
                for where, part in mine.items()
            )
            and all(part.startswith("xl/") for part in self.parts.values())
            and max(folded.values()) == 1
            and not self._winding
            and is_plain(data, self._archive)
        )

    @property
    def usual(self) -> bool:
        """Whether all parts are packed as office programs do: others calamine cannot unpack."""
        return all(entry.compress_type in USUAL for entry in self._archive.infolist())

    @property
    def frame(self) -> Frame:
        """What tells which sheets there are."""
        return Frame(
            book=self.read(self._book_part),
            styles=self.read(self.styles_part) if self.styles_part is not None else None,
            sheets=tuple(rid for _, rid in self._book.sheets),
        )

    def packed_anew(self, instead: Mapping[str, str] | None = None) -> bytes:
        """Return a workbook of the parts found here, under the names where calamine looks.

        The sheets `instead` with other XML.

        Where some are given, the others are left out.
        """
        if instead is None:
            sheets = [self.sheet(name) if name in self.parts else None for name in self.sheet_names]
        else:
            sheets = [instead[name].encode() if name in instead else None for name in self.sheet_names]
        return pack_for_calamine(self.frame, sheets, self.strings if self.strings_part is not None else None)


@remembered(64)
def _relations(data: bytes, folder: str) -> tuple[Relation, ...]:
    """Read where the relationships of a part in `folder` lead. Raises BrokenXMLError, PackageError."""
    found: list[Relation] = []

    def visit(path: str, given: Mapping[str, str], _: str) -> None:
        if path == "Relationships/Relationship" and given.get("TargetMode") != "External":
            target, kind = given.get("Target", ""), given.get("Type", "")
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            known = kind.rpartition("/")[0] in OFFICE
            found.append(
                Relation(
                    id=given.get("Id", ""),
                    kind=kind.rpartition("/")[2] if known else kind,
                    target=whole,
                    winding="./" in target,
                )
            )

    walk(data, RELATIONS, visit, only_there=("Relationship",))
    if len({relation.id for relation in found}) < len(found):
        raise PackageError("里面有两条同号的部件关系，不知道以哪条为准")
    return tuple(found)


@remembered(64)
def _book(data: bytes) -> _Book:
    """Read a workbook's own part. Raises BrokenXMLError."""
    sheets: list[tuple[str, str]] = []
    defined: dict[str, str] = {}
    said: dict[str, Mapping[str, str]] = {}

    def visit(path: str, given: Mapping[str, str], text: str) -> None:
        match path.split("/")[1:]:
            case ["sheets", "sheet"]:
                sheets.append((given.get("name", ""), next(_relation_ids(given), "")))
            case ["definedNames", "definedName"]:
                defined[given.get("name", "")] = text
            case [("workbookProtection" | "externalReferences" | "workbookPr") as name]:
                said[name] = given
            case _:
                pass

    walk(data, MAIN, visit, only_there=("sheets", "sheet", "workbookPr"))
    protection = said.get("workbookProtection")
    return _Book(
        sheets=tuple(sheets),
        defined=defined,
        locked=protection is not None and (not protection or protection.get("lockStructure", "0") in _TRUE),
        linked="externalReferences" in said,
        since_1904=said.get("workbookPr", {}).get("date1904", "0") in _TRUE,
    )


def _relation_ids(given: Mapping[str, str]) -> Iterator[str]:
    yield from (given[f"{space} id"] for space in OFFICE if f"{space} id" in given)
