"""A sheet's XML split at the values of its cells: the values, and the skeleton that is left without them.

Workbooks of one form that one program wrote differ in their values only: what the skeleton shows is therefore
looked for once for all of them. Values are read here where every one of a sheet stands as office programs
write numbers and texts; where one does not, nothing is read here, and python-calamine reads the sheet.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import compress
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast
from xml.etree import ElementTree as ET

from toolkit.layout.place import column_of
from toolkit.reading.xml_walk import LARGE, remembered

R = TypeVar("R")
BOTH_ENDS = 2  # of a sheet's cells: “sheetData” anywhere else may be what a reader takes for them
LONGEST_TEXT = 16 * 2**20  # characters of a sheet's XML that are taken apart

_MOST, _START = 2**12, 2**10  # pieces that are remembered; bytes of a cell up to its value that are worth it
_ROOM, _LEAST = 2**23, 2**14  # bytes of sheets that are remembered, and as how many the smallest counts
LETTER = r"#(?:[1-9]\d{3,5}|[2-9]\d\d|1[6-9]\d);"  # refers to no digit, no sign: from the no-break space on
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NO_CHARACTERS = {*range(0xD800, 0xE000), 0xFFFE, 0xFFFF}  # in XML
_KNOWN = re.compile(rf"{LETTER}|#10;|(?:{'|'.join(_NAMED)});")  # what may be referred to
_RESULT = re.compile(rb'<c r="[A-Z]+\d+"(?: s="\d+")? t="str"><f(?: aca="false")?>[^<]*</f>\Z')
_VALUE = re.compile(rb'<(?:v>([^<]*)</v|v ?/|is><t(?=[ >])((?: xml:space="preserve")?>[^<]*)</t></is)></c>')
_CELL = re.compile(
    rb'<c r="([A-Z]{1,2})([1-9]\d{0,2})"(?: s="(\d+)")?(?: t="(n|s|str|inlineStr)")?>'
    rb'(?:<f(?: aca="false")?>[^<]*</f>)?'
)
_NOTHING = b"<v></v></c>"  # the end of a cell without its value
_BELOW_TITLE = b'<row r="3"'  # above stands what a sheet is called, and whose it is
_SEEN = re.compile(rb'(<row [^<>]*? ht=")(?:[3-9]|[1-9]\d{1,2})(?:\.\d+)?"')  # no row so high is hidden by it
_HEIGHT = rb'\g<1>15"'  # of all of them: they grow with the texts in them, and say nothing else
_SHEETS = 32  # whose rows are remembered, each as the last workbook had it
_KINDS = ("n", "s", "str", "inlineStr")
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

Content: TypeAlias = float | str | date


class _Cell(NamedTuple):
    """A cell with a value: where it stands, its style ("0": none is said), what kind of value it has."""

    row: int
    column: int
    style: str
    kind: str


class _Cells(NamedTuple):
    """The cells of one kind of value.

    Their numbers among all with values, their places in the sheet's rows laid end to end, their styles.
    """

    numbers: Sequence[int]
    places: Sequence[int]
    styles: Sequence[str]


class _Blank(NamedTuple):
    """A sheet without its values: its ``skeleton``, and the ``cells`` from which they were taken by kind.

    None where one is written otherwise than office programs do. ``height`` and ``width`` reach to the last;
    ``styles`` are those of the numbers.
    """

    skeleton: bytes
    cells: Mapping[str, _Cells] | None = None
    height: int = 0
    width: int = 0
    styles: frozenset[str] = frozenset()


class Split(NamedTuple):
    """A sheet's ``skeleton``, in which a cell is written alike with and without a value; and its values.

    Of each cell of the ``blank`` sheet what is written ``plain``; by their numbers the texts of cells that
    hold one of their ``own``.
    """

    skeleton: bytes
    blank: _Blank | None = None
    plain: Sequence[bytes | None] = ()
    own: Mapping[int, str] = MappingProxyType({})


def split_at_values(xml: bytes) -> Split:
    """Split a sheet's XML; the skeleton is all of it where that is not written as office programs do."""
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if start < 0 or end < start or len(xml) > LONGEST_TEXT:
        return Split(xml)
    pieces = _ROWS.split(xml, start, end)
    plain, words = pieces[1::3], pieces[2::3]
    texts = [*map(_OWN_TEXTS.__getitem__, filter(None, words))]
    if None in texts or _refers(pieces[:-1:3], plain):
        return Split(xml)
    blank = _BLANKS.of(b"".join((xml[:start], _NOTHING.join(pieces[::3]), xml[end:])))
    if blank is None:
        return Split(xml)
    own = zip(compress(range(len(words)), words), cast("list[str]", texts), strict=True)
    return Split(blank.skeleton, blank, plain, dict(own))


def _blank(xml: bytes) -> _Blank | None:
    """Take a sheet apart in which `_NOTHING` is written for every value; None where a cell has two."""
    if b"</is><v" in xml:
        return None
    start, end = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    *heads, tail = xml[start:end].split(_NOTHING)
    body = b"</c>".join((*heads, tail)).replace(b'"></c>', b'"/>')
    for kind in (b"s", b"n", b"inlineStr"):
        body = body.replace(b' t="%b"/>' % kind, b"/>")
    skeleton = b"".join((xml[:start], _SEEN.sub(_HEIGHT, body), xml[end:]))
    try:
        cells = [_BEGUN[head[max(0, head.rfind(b"<c ")) :]] for head in heads]
    except ValueError:
        return _Blank(skeleton)
    if len({(cell.row, cell.column) for cell in cells}) < len(cells):
        return _Blank(skeleton)
    height = max([cell.row for cell in cells], default=-1) + 1
    width = max([cell.column for cell in cells], default=-1) + 1
    by_kind = {kind: _cells(cells, kind, width) for kind in _KINDS}
    return _Blank(skeleton, by_kind, height, width, frozenset(by_kind["n"].styles))


class _Rows:
    """The rows of sheets split at their values: of many workbooks, the same below the title line."""

    def __init__(self) -> None:
        self._last: dict[bytes, tuple[bytes, list[Any]]] = {}  # by what stands above a sheet's rows

    def split(self, xml: bytes, start: int, end: int) -> list[Any]:
        """Split a sheet's rows; what is large as in the workbook before, where it is the same."""
        below = xml.find(_BELOW_TITLE, start, end)
        if not (below > 0 and _LEAST <= end - below <= LARGE):
            return _VALUE.split(xml[start:end])
        head, rows = xml[:start], xml[below:end]
        known = self._last.get(head)  # and no second look: another thread may have put others there
        if known is None or known[0] != rows:
            if len(self._last) >= _SHEETS:
                self._last.clear()
            known = self._last[head] = rows, _VALUE.split(rows)
        (first, *others), (*above, last) = known[1], _VALUE.split(xml[start:below])
        return [*above, last + first, *others]


_ROWS = _Rows()


class _Blanks:
    """Sheets without their values, taken apart: the same in many workbooks, whatever their cells hold.

    Found by their lengths, as to compare a sheet costs a tenth of what it costs to hash it.
    """

    def __init__(self) -> None:
        self._known: dict[int, list[tuple[bytes, _Blank | None]]] = {}
        self._room = _ROOM

    def of(self, xml: bytes) -> _Blank | None:
        """Take a sheet apart, or know it again."""
        for known, blank in self._known.get(len(xml), ()):
            if known == xml:
                return blank
        made, needed = _blank(xml), len(xml) + _LEAST
        if needed <= LARGE:
            if needed > self._room:
                self._known, self._room = {}, _ROOM
            self._known.setdefault(len(xml), []).append((xml, made))
            self._room -= needed
        return made


_BLANKS = _Blanks()


def _cells(cells: Sequence[_Cell], kind: str, width: int) -> _Cells:
    """Return the cells of one kind of value, in rows of this `width`."""
    numbers = [i for i, cell in enumerate(cells) if cell.kind == kind]
    places = [cells[i].row * width + cells[i].column for i in numbers]
    return _Cells(numbers, places, [cells[i].style for i in numbers])


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


def _refers(heads: Sequence[bytes], plain: Sequence[bytes | None]) -> bool:
    """Whether a value that is no text refers to a character: it may be a digit or a sign of a figure."""
    return b"&" in b" ".join(filter(None, plain)) and not all(
        _RESULT.search(head)
        for head, value in zip(heads, plain, strict=True)
        if value is not None and b"&" in value
    )


class _Pieces(dict[bytes, R]):
    """What was read of short pieces of XML: mostly the same few. At `_MOST` it begins anew."""

    def __init__(self, read: Callable[[bytes], R]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, written: bytes) -> R:
        made = self._read(written)
        if len(written) <= _START:
            if len(self) >= _MOST:
                self.clear()
            self[written] = made
        return made


_NUMBERS, _INDICES = _Pieces(float), _Pieces(int)


# ------------------------------------------------------------------ the values


def _cell(begun: bytes) -> _Cell:
    """Return the cell that is `begun` up to its value; raises ValueError where it cannot be told."""
    found = _CELL.fullmatch(begun)
    if found is None:
        raise ValueError(begun)
    letters, row, style, kind = found.groups()
    return _Cell(int(row) - 1, column_of(letters.decode()), (style or b"0").decode(), (kind or b"n").decode())


_BEGUN = _Pieces(_cell)


def rows_of(
    split: Split, texts: Sequence[str], ordinary: Collection[str] = (), days: Collection[str] = ()
) -> list[list[Content]] | None:
    """Return the rows of a sheet, from A1 to its last value, blank cells as "", as calamine reads them.

    `texts` are the shared ones; a number is one in the styles `ordinary`, in `days` it is a day counted from
    1900 on. None where a value stands otherwise than office programs write numbers and texts.
    """
    blank = split.blank
    if blank is None or blank.cells is None:
        return None
    line: list[Content] = [""] * (blank.height * blank.width)  # all rows, end to end
    try:
        whole = _put_values(line, split, blank.cells, texts)
        if not blank.styles.issubset(ordinary):
            _put_days(line, blank.cells["n"], ordinary, days)
    except (ValueError, IndexError):
        return None
    rows = [line[i : i + blank.width] for i in range(0, len(line), blank.width or 1)]
    return rows if whole else _up_to_the_last(rows, split, blank)


def _put_values(line: list[Content], split: Split, cells: Mapping[str, _Cells], texts: Sequence[str]) -> bool:
    """Put what the cells hold into their places, and say whether none of them holds nothing.

    Raises ValueError where that cannot be told, IndexError where there is no such shared text.
    """
    numbers, shared, results, inline = (cells[kind] for kind in _KINDS)
    if [*split.own] != inline.numbers:
        raise ValueError(split.own)
    figures, indices = _only(_DIGITS, split, numbers), _only(_NUMERALS, split, shared)
    for place, figure in zip(numbers.places, figures, strict=True):
        if figure:
            line[place] = _NUMBERS[figure]
    for place, index in zip(shared.places, indices, strict=True):
        if index:
            line[place] = texts[_INDICES[index]]
    for place, i in zip(results.places, results.numbers, strict=True):
        line[place] = _RESULTS[split.plain[i] or b""]
    for place, text in zip(inline.places, split.own.values(), strict=True):
        line[place] = text
    return all(figures) and all(indices)


def _only(letters: bytes, split: Split, cells: _Cells) -> Sequence[bytes | None]:
    """Return what is written in the cells; raises ValueError where it is not all in these `letters`."""
    written = [split.plain[i] for i in cells.numbers]
    if b"".join(filter(None, written)).strip(letters):
        raise ValueError(written)
    return written


def _put_days(line: list[Content], numbers: _Cells, ordinary: Collection[str], days: Collection[str]) -> None:
    """Put a day for each number that is shown as one.

    Raises ValueError where a number is neither shown so nor in a style of `ordinary` numbers.
    """
    for place, style in zip(numbers.places, numbers.styles, strict=True):
        number = line[place]
        if style in ordinary or not isinstance(number, float):
            continue
        if style not in days or not number.is_integer() or int(number) not in _KNOWN_DAYS:
            raise ValueError(number)
        line[place] = _DAY_0 + timedelta(days=number)


def _up_to_the_last(rows: list[list[Content]], split: Split, blank: _Blank) -> list[list[Content]]:
    """Cut rows behind the last cell that holds anything: what is empty reaches nowhere."""
    kinds = cast("Mapping[str, _Cells]", blank.cells)
    held = [*kinds["str"].places, *kinds["inlineStr"].places]
    for kind in ("n", "s"):
        held += compress(kinds[kind].places, map(split.plain.__getitem__, kinds[kind].numbers))
    height = max(held, default=-1) // blank.width + 1
    width = max([place % blank.width for place in held], default=-1) + 1
    return [row[:width] for row in rows[:height]]


# ------------------------------------------------------------------ the texts


def shared_texts(data: bytes) -> tuple[str, ...] | None:
    """Read the part of the shared texts; None where one is not written as office programs do."""
    beginning, *items = data.split(b"<si>")
    if not data:
        return ()
    if not _BEGINNING.fullmatch(beginning) or not items or not items[-1].rstrip().endswith(b"</si></sst>"):
        return None
    items[-1] = items[-1].rstrip().removesuffix(b"</sst>")
    texts = tuple(map(_TEXTS.__getitem__, items))
    return None if None in texts else cast("tuple[str, ...]", texts)


def _shared(item: bytes) -> str | None:
    """Return a shared text, of its runs; None where more than texts and looks is in it."""
    texts = [*map(_text_of, _TEXT.findall(item))] if _ITEM.fullmatch(item) else [None]
    return None if None in texts else "".join(cast("list[str]", texts))


_TEXTS = _Pieces(_shared)  # most are those of the form


def _text_of(words: bytes) -> str | None:
    """Return a text by what follows on its “<t”; None where readers may take it otherwise."""
    preserved, _, written = words.partition(b">")
    try:
        text = _characters(written)
    except ValueError:
        return None
    return text if preserved == b' xml:space="preserve"' or text.strip() == text else None


_OWN_TEXTS = _Pieces(_text_of)  # of cells; shared ones are known as items


def _characters(written: bytes) -> str:
    """Return characters of which some are referred to. Raises ValueError where one may be another."""
    if b"\r" in written or b"_x" in written:
        raise ValueError(written)
    if b"&" not in written:
        return written.decode()
    *pieces, last = written.split(b";")
    if b"&" in last:
        raise ValueError(last)
    return "".join((*map(_REFERRED.__getitem__, pieces), last.decode()))


def _referred(piece: bytes) -> str:
    """Return what a piece of a text says up to its semicolon, which may end a reference.

    Raises ValueError where that may be a digit or a sign of a figure, or is no character.
    """
    before, sign, name = piece.decode().rpartition("&")
    if not sign:
        return f"{name};"
    if "&" in before or not _KNOWN.fullmatch(f"{name};"):
        raise ValueError(piece)
    number = int(name[1:]) if name.startswith("#") else ord(_NAMED[name])
    if number in _NO_CHARACTERS:
        raise ValueError(piece)
    return before + chr(number)


_REFERRED = _Pieces(_referred)  # mostly one Chinese character and the next
_RESULTS = _Pieces(_characters)  # of formulas


# ------------------------------------------------------------------ the first rows alone


def first_rows(xml: bytes, texts: Sequence[str], height: int) -> list[list[Content]] | None:
    """Return a sheet's first rows, without reading the others; None where they cannot be told here."""
    start, end = xml.find(b"<sheetData>"), xml.find(b'<row r="%d"' % (height + 1))
    if not 0 <= start < end or xml.count(b"sheetData") != BOTH_ENDS:
        return None
    split = split_at_values(b"<worksheet>%b</sheetData></worksheet>" % xml[start:end])
    rows = rows_of(split, texts) if split.blank is not None and _sound(split.skeleton) else None
    return rows if rows is None or len(rows) <= height else None


@remembered(64)
def _sound(skeleton: bytes) -> bool:
    """Whether a skeleton is orderly and XML."""
    return orderly(skeleton) and tree_of(skeleton) is not None
