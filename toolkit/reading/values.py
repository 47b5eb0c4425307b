"""A sheet's XML split at the values of its cells: the values, and the skeleton that is left without them.

Workbooks of one form that one program wrote differ in their values only: what the skeleton shows is therefore
looked for once for all of them. Values are read here where every one of a sheet stands as office programs
write numbers and texts; where one does not, nothing is read here, and python-calamine reads the sheet.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias, cast
from xml.etree import ElementTree as ET

from toolkit.layout.place import parse_place
from toolkit.reading.xml_walk import ORDINARY, remembered

BOTH_ENDS = 2  # of a sheet's cells: “sheetData” anywhere else may be what a reader takes for them
LONGEST_TEXT = 16 * 2**20  # characters of a sheet's XML that are taken apart

_ROW, _START = 2**14, 2**10  # bytes of a row, and of a cell up to its value, that are worth remembering
LETTER = r"#(?:1[6-9]|[2-9]\d|[1-9]\d{2,4})\d;"  # refers to no digit, no sign: from the no-break space on
_OUTSIDE = re.compile(rf"&(?!{LETTER}|#10;|(?:amp|lt|gt|quot|apos);)".encode())  # refers to anything else
_RESULT = re.compile(rb'<c r="[A-Z]+\d+"(?: s="\d+")? t="str"><f(?: aca="false")?>[^<]*</f>\Z')
_VALUE = re.compile(rb'<(?:v>([^<]*)</v|v ?/|is><t(?=[ >])((?: xml:space="preserve")?>[^<]*)</t></is)></c>')
_CELL = re.compile(
    rb'<c r="([A-Z]{1,2}[1-9]\d{0,2})"(?: s="(\d+)")?(?: t="(n|s|str|inlineStr)")?>'
    rb'(?:<f(?: aca="false")?>[^<]*</f>)?'
)
_ORDERLY = re.compile(
    rb"<sheetData>(?:\s*(?:<row(?: [^<>]*)?>|</row>|<c [^<>]*/>|"
    rb"<c [^<>]*>(?:<f(?: [^<>]*)?>[^<]*</f>)?</c>))*+\s*"
)
_DAY_0, _KNOWN_DAYS = date(1899, 12, 30), range(61, 2_958_466)  # before, some count a 29 February 1900
_NUMERALS = b"0123456789"
_DIGITS = _NUMERALS + b".eE+-"
_BEGINNING = re.compile(rb'(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"[^<>]*\?>\s*)?<sst [^<>]*>')
_RUN_LOOK = rb'(?:<rPr>(?:<\w+(?: \w+="[^"<>]*")*/>)*</rPr>)?'
_WORDS = rb'<t(?: xml:space="preserve")?>[^<]*</t>'
_ITEM = re.compile(rb"(?:%b|(?:<r>%b%b</r>)+)(?:<phoneticPr [^<>]*/>)?</si>" % (_WORDS, _RUN_LOOK, _WORDS))
_TEXT = re.compile(rb'<t((?: xml:space="preserve")?>[^<]*)</t>')
_WHOLE = (b"<worksheet>", b"</sheetData></worksheet>")  # around rows of a sheet
_PRESERVED = b' xml:space="preserve"'

Content: TypeAlias = float | str | date


class _Cell(NamedTuple):
    """A cell with a value: where it stands, its style ("0": none is said), what kind of value it has."""

    row: int
    column: int
    style: str
    kind: str


class _SplitRow(NamedTuple):
    """What is written up to the end of a row: without values, and what its ``cells`` hold.

    A whole number means the shared text of that number; numbers of the form are float. None where one is
    written otherwise than office programs do. ``height`` and ``width`` reach to the last.
    """

    skeleton: bytes
    cells: Sequence[tuple[_Cell, float | str | int]] | None
    height: int = 0
    width: int = 0


class Split(NamedTuple):
    """A sheet's ``skeleton``, in which a cell is written alike with and without a value; and its values."""

    skeleton: bytes
    lines: Sequence[_SplitRow] | None = None


def split_at_values(xml: bytes) -> Split:
    """Split a sheet's XML; the skeleton is all of it where that is not written as office programs do."""
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if start < 0 or end < start or len(xml) > LONGEST_TEXT or b"</is><v" in xml:
        return Split(xml)  # a cell with two contents keeps both
    lines = [_split_row(row) for row in xml[start:end].split(b"</row>")]
    known = [line for line in lines if line is not None]
    if len(known) < len(lines):
        return Split(xml)
    body = b"</row>".join([line.skeleton for line in known])
    return Split(b"".join((xml[:start], body, xml[end:])), known)


@remembered(2**12, ordinary=_ROW)  # labels, blank cells, the working paper: the same in many workbooks
def _split_row(row: bytes) -> _SplitRow | None:
    """Split a row; None where a reference in it can be to a digit or a sign of a figure."""
    pieces = _VALUE.split(row)
    heads, plain, words = tuple(pieces[:-1:3]), pieces[1::3], pieces[2::3]
    if b"&" in row and not _referring(heads, plain, words):
        return None
    bare = _without_values if len(row) <= _ROW else _without_values.__wrapped__
    skeleton, cells, height, width = bare(heads, pieces[-1])
    if cells is None:
        return _SplitRow(skeleton, None)
    try:
        contents = list(map(_content, cells, plain, words))
    except ValueError:
        return _SplitRow(skeleton, None)
    if None in contents:  # what is empty reaches nowhere
        return _holding(skeleton, cells, contents)
    return _SplitRow(skeleton, list(zip(cells, contents, strict=True)), height, width)  # type: ignore[arg-type]


@lru_cache(maxsize=2**11)  # the same cells in many workbooks, whatever they hold
def _without_values(heads: Sequence[bytes], tail: bytes) -> tuple[bytes, Sequence[_Cell] | None, int, int]:
    """Return a row's skeleton, its cells with values, and how far they reach; None for cells not told."""
    skeleton = b"</c>".join((*heads, tail)).replace(b'"></c>', b'"/>')
    for kind in (b"s", b"n", b"inlineStr"):
        skeleton = skeleton.replace(b' t="%b"/>' % kind, b"/>")
    try:
        cells = [_cell(head[max(0, head.rfind(b"<c ")) :]) for head in heads]
    except ValueError:
        return skeleton, None, 0, 0
    return skeleton, cells, *_reach(cells)


def _reach(cells: Collection[_Cell]) -> tuple[int, int]:
    """Return the rows and columns from A1 to the last of these cells."""
    height = max([cell.row for cell in cells], default=-1) + 1
    return height, max([cell.column for cell in cells], default=-1) + 1


def _holding(
    skeleton: bytes, cells: Sequence[_Cell], contents: Sequence[float | str | int | None]
) -> _SplitRow:
    """Return a row of which some cells hold nothing."""
    held = [(cell, content) for cell, content in zip(cells, contents, strict=True) if content is not None]
    return _SplitRow(skeleton, held, *_reach([cell for cell, _ in held]))


def orderly(skeleton: bytes) -> bool:
    """Whether nothing but formulas is left in the cells of a skeleton, and no others stand in it."""
    start, end = skeleton.find(b"<sheetData>"), skeleton.rfind(b"</sheetData>")
    return skeleton.count(b"sheetData") == BOTH_ENDS and bool(_ORDERLY.fullmatch(skeleton, start, end))


def tree_of(skeleton: bytes) -> ET.Element | None:
    """Parse a skeleton; None where it is no XML."""
    try:
        return ET.fromstring(skeleton)
    except (ET.ParseError, ValueError, LookupError):
        return None


def _referring(heads: Sequence[bytes], plain: Sequence[bytes | None], words: Sequence[bytes | None]) -> bool:
    """Whether references to characters stand only where none can be a digit or a sign of a figure."""
    texts = b" ".join(filter(None, words))
    if b"&" in texts and _OUTSIDE.search(texts):
        return False
    return b"&" not in b" ".join(filter(None, plain)) or all(
        _RESULT.search(head)
        for head, value in zip(heads, plain, strict=True)
        if value is not None and b"&" in value
    )


# ------------------------------------------------------------------ the values


@remembered(2**12, ordinary=_START)
def _cell(begun: bytes) -> _Cell:
    """Return the cell that is `begun` up to its value; raises ValueError where it cannot be told."""
    found = _CELL.fullmatch(begun)
    if found is None:
        raise ValueError(begun)
    place = parse_place("", found[1].decode())
    return _Cell(place.row, place.column, (found[2] or b"0").decode(), (found[3] or b"n").decode())


def _content(cell: _Cell, plain: bytes | None, words: bytes | None) -> float | str | int | None:
    """Return what a cell holds, which is written `plain`, or as the `words` of the cell itself.

    None for nothing. Raises ValueError where it cannot be told.
    """
    kind = cell.kind
    if kind == "n" and words is None:
        if plain and plain.strip(_DIGITS):
            raise ValueError(plain)
        return float(plain) if plain else None
    if kind == "inlineStr" and words is not None:
        return _text_of(words)
    if words is not None or kind == "inlineStr":
        raise ValueError(words)
    if kind == "str":  # what a formula came to
        if plain and b"&" in plain and _OUTSIDE.search(plain):
            raise ValueError(plain)
        return _characters(plain or b"")
    if plain and plain.strip(_NUMERALS):
        raise ValueError(plain)
    return int(plain) if plain else None


def rows_of(
    split: Split, texts: Sequence[str], ordinary: Collection[str] = (), days: Collection[str] = ()
) -> list[list[Content]] | None:
    """Return the rows of a sheet, from A1 to its last value, blank cells as "", as calamine reads them.

    `texts` are the shared ones; a number is one in the styles `ordinary`, in `days` it is a day counted from
    1900 on. None where a value stands otherwise than office programs write numbers and texts.
    """
    lines = split.lines or ()
    height = max([line.height for line in lines], default=0)
    width = max([line.width for line in lines], default=0)
    rows: list[list[Content]] = [[""] * width for _ in range(height)]
    for line in lines:
        if line.cells is None:
            return None
        for (row, column, style, _), content in line.cells:
            if isinstance(content, int):
                if content >= len(texts):
                    return None
                rows[row][column] = texts[content]
            elif isinstance(content, str) or style in ordinary:
                rows[row][column] = content
            elif style in days and content.is_integer() and int(content) in _KNOWN_DAYS:
                rows[row][column] = _DAY_0 + timedelta(days=content)
            else:
                return None
    return rows


# ------------------------------------------------------------------ the texts


@remembered(2)
def shared_texts(data: bytes) -> tuple[str, ...] | None:
    """Read the part of the shared texts; None where one is not written as office programs do."""
    beginning, *items = data.split(b"<si>")
    if not data:
        return ()
    if not _BEGINNING.fullmatch(beginning) or not items or not items[-1].rstrip().endswith(b"</si></sst>"):
        return None
    items[-1] = items[-1].rstrip().removesuffix(b"</sst>")
    texts = tuple(map(_shared if len(data) <= ORDINARY else _shared.__wrapped__, items))
    return None if None in texts else cast("tuple[str, ...]", texts)


@lru_cache(maxsize=2**12)  # most are those of the form
def _shared(item: bytes) -> str | None:
    """Return a shared text, of its runs; None where more than texts and looks is in it."""
    if not _ITEM.fullmatch(item) or (b"&" in item and _OUTSIDE.search(item)):
        return None
    try:
        return "".join(map(_text_of, _TEXT.findall(item)))
    except ValueError:
        return None


def _text_of(words: bytes) -> str:
    """Return a text by what follows on its “<t”. Raises ValueError where readers may take it otherwise."""
    preserved, _, written = words.partition(b">")
    text = _characters(written)
    if preserved != _PRESERVED and text.strip() != text:
        raise ValueError(text)
    return text


def _characters(written: bytes) -> str:
    """Return characters in which every reference is one that is known."""
    if b"\r" in written or b"_x" in written:
        raise ValueError(written)
    if b"&" not in written:
        return written.decode()
    try:
        return ET.fromstring(b"<t>%b</t>" % written).text or ""
    except ET.ParseError as why:
        raise ValueError(str(why)) from why


# ------------------------------------------------------------------ the first rows alone


def first_rows(xml: bytes, texts: Sequence[str], height: int) -> list[list[Content]] | None:
    """Return a sheet's first rows, without reading the others; None where they cannot be told here."""
    start, end = xml.find(b"<sheetData>"), xml.find(b'<row r="%d"' % (height + 1))
    if not 0 <= start < end or xml.count(b"sheetData") != BOTH_ENDS:
        return None
    split = split_at_values(b"".join((_WHOLE[0], xml[start:end], _WHOLE[1])))
    whole = orderly(split.skeleton) and tree_of(split.skeleton) is not None
    rows = rows_of(split, texts) if whole and split.lines else None
    return rows if rows is None or len(rows) <= height else None
