"""What an old .xls (or WPS .et) shows that calamine does not tell.

Error values, formats, letters, things over cells.

A workbook is one stream of records (kind, length, content) inside an OLE container; each sheet is a run of
them ([MS-XLS]). xlrd reads the formats and fonts; errors, conditional formats and drawn things are in the
records.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from struct import error, pack, unpack_from
from typing import Any

from toolkit.layout.place import Place
from toolkit.reading.seen.conditions import Test, compared, stated
from toolkit.reading.seen.format_codes import parse
from toolkit.reading.seen.look import (
    BLACK,
    SMALLEST,
    UNREAD,
    WHITE,
    CellLook,
    Colour,
    Grounds,
    Laid,
    Letters,
    Overlay,
    SheetView,
    hidden,
    patterned,
    pictures,
)
from toolkit.reading.seen.page_edges import edge_texts
from toolkit.reading.seen.xls_formulas import formula_text
from toolkit.reading.seen.xls_records import records_of, sheets_of, stream_of

_FORMULA, _CONSTANT = 0x0006, 0x0205
_TOKENS = 22  # where the tokens of a formula begin
_A_NUMBER, _SOMETHING = 2, "…"  # xlrd's kind of a cell; what stands for anything else
_COMPARES, _COMPUTES = 1, 2  # kinds of rules, and how they compare
_OPERATORS = ("", "between", "", "=", "<>", ">", "<", ">=", "<=")
_RULES, _RULE, _OBJECT, _DRAWING, _LETTERS, _CONTINUE = 0x01B0, 0x01B1, 0x005D, 0x00EC, 0x01B6, 0x003C
_ROW, _COLUMNS, _USED = 0x0208, 0x007D, 0x0200
_NO_HEIGHT, _NO_WIDTH = 0x20, 0x01  # in the flags of a row, of a column
_DIGIT = 256  # the parts of a digit in which columns are measured
# twips of a row, parts of a column's digit, below which nothing can be read; below which few digits have room
_LOW, _NARROW, _ROOMY = 60, _DIGIT, 8 * _DIGIT
_DATES, _RESULT, _WINDOW, _MERGED = 0x0022, 0x0207, 0x023E, 0x00E5
_SHOWS_ZEROS = 0x0010  # in the flags of a sheet's window
# a rule's flags ([MS-XLS] 2.5.91): what it sets; the first, when clear, that it sets a number format too
_NO_NUMBER, _NUMBER, _FONT, _ALIGNMENT, _BORDER, _PATTERN = (
    1 << 19,
    1 << 25,
    1 << 26,
    1 << 27,
    1 << 28,
    1 << 29,
)
_KEPT_PATTERN, _KEPT_FRONT, _KEPT_BEHIND = 1 << 16, 1 << 17, 1 << 18  # what it leaves of the cell's own
_FONT_LENGTH, _STRUCK, _AUTOMATIC = 118, 0x80, 64
# what is drawn ([MS-XLS] 2.5.143); the arrows of lists are left out
_OVER = {2: "图形", 3: "图形", 4: "图形", 5: "图表", 6: "文本框", 8: "图片", 9: "图形", 0x1E: "图形"}
_OVER |= {7: "控件", 11: "控件", 12: "控件", 13: "控件", 14: "控件", 18: "控件", 25: "批注"}
_ABOVE, _BELOW = 0x0014, 0x0015  # what is printed around a page
_NOTE, _COMMENT, _SHOWN = 0x001C, 25, 0x0002  # a comment, as a record and as a thing drawn
_SYSTEMS = {_AUTOMATIC: BLACK, _AUTOMATIC + 1: WHITE}  # colours of letters and ground as they come
_REPEATED, _ACROSS = 4, 6  # how letters are laid out
# how a ground is laid out ([MS-XLS] 2.5.129), by its number
_PATTERNS = ["none", "solid", "mediumGray", "darkGray", "lightGray", *["dark"] * 5, "darkTrellis"]
_PATTERNS += [*["light"] * 4, "lightGrid", "lightTrellis", "gray125", "gray0625"]
_TWIPS = 20  # of a point
_SYMBOLS = 2  # the set of characters of fonts that are no text ([MS-XLS] 2.4.122)
_BIFF8 = 0x0600
_UNKNOWN = CellLook(formats=(parse("[]"),))
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def since_1904(data: bytes) -> bool:
    """Whether days are counted from 1904 on ([MS-XLS] 2.4.77).

    Raises ValueError when the records cannot be found.
    """
    return any(kind == _DATES and content[:1] == b"\x01" for kind, content in records_of(stream_of(data), 0))


def read_views(data: bytes) -> Mapping[str, SheetView]:
    """Return what is seen of each sheet. Raises ValueError when the records cannot be followed."""
    stream = stream_of(data)
    try:
        book = _book(data, stream)
        looks = _all_looks(book)
        views = {}
        for sheet, start in sheets_of(stream):
            records = list(records_of(stream, start))
            hidden, narrow = _columns(records)
            views[sheet] = SheetView(
                looks=_with_rules(book, sheet, looks.get(sheet, {}), records),
                formulas=dict(_formulas(records)),
                errors=dict(_errors(records)),
                overlays=tuple(_overlays(records)),
                comments=dict(_comments(records)),
                around=tuple(_around(records)),
                merged=frozenset(_merged(records)),
                hidden_rows=tuple(_hidden_rows(records)),
                hidden_columns=hidden,
                narrow=narrow,
                shows_zeros=_shows_zeros(records),
            )
    except (error, IndexError) as why:
        raise ValueError("the records are broken") from why
    return views


def _errors(records: Sequence[tuple[int, bytes]]) -> Iterator[tuple[str, str]]:
    for kind, content in records:
        code = _error(kind, content)
        if code is not None:
            row, column = unpack_from("<HH", content)
            yield Place("", row, column).a1, _ERRORS.get(code, "#N/A")


def _error(kind: int, content: bytes) -> int | None:
    """Return the error that a cell's record holds, as a constant or as a formula's result."""
    try:
        if kind == _CONSTANT and content[7]:
            return content[6]
        if kind == _FORMULA and content[6] == 2 and content[12:14] == b"\xff\xff":
            return content[8]
    except (IndexError, error):
        return None
    return None


# ------------------------------------------------------------------ formats and letters


def _book(data: bytes, stream: bytes) -> Any:  # noqa: ANN401 (xlrd's workbook)
    """Let xlrd read the workbook. Raises ValueError."""
    import xlrd  # noqa: PLC0415 (only for old workbooks)

    version = unpack_from("<H", stream, 4)[0] if len(stream) > 6 else 0
    contents = _without_results(stream) if version == _BIFF8 else data
    try:
        with Path(os.devnull).open("w") as nowhere:
            return xlrd.open_workbook(file_contents=contents, formatting_info=True, logfile=nowhere)
    except MemoryError:
        raise
    except Exception as why:  # whatever the library says of broken records
        raise ValueError("the formats cannot be read") from why


def _without_results(stream: bytes) -> bytes:
    """Blank the texts that formulas came to: xlrd miscounts rare characters, and nobody asks it for them."""
    blanked, at = bytearray(stream), 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        if kind == _RESULT and length >= 3 and at + 4 + length <= len(stream):
            blanked[at + 4 : at + 4 + length] = pack("<HB", length - 3, 0) + bytes(length - 3)
        at += 4 + length
    return bytes(blanked)


def _all_looks(book: Any) -> dict[str, dict[str, CellLook]]:  # noqa: ANN401
    """Return the looks of all cells by sheet. Raises ValueError."""
    try:
        styles = [_style(book, number) for number in range(len(book.xf_list))]
        return {sheet.name: dict(_looks(book, sheet, styles)) for sheet in book.sheets()}
    except MemoryError:
        raise
    except Exception as why:  # whatever the library says of broken records
        raise ValueError("the formats cannot be read") from why


def _style(book: Any, number: int) -> CellLook:  # noqa: ANN401 (xlrd's workbook)
    style = book.xf_list[number]
    font = book.font_list[style.font_index]
    form = book.format_map.get(style.format_key)
    ground = style.background
    grounds = _grounds(
        ground.fill_pattern,
        _colour(book, ground.pattern_colour_index) or BLACK,
        _colour(book, ground.background_colour_index) or WHITE,
    )
    letters = _colour(book, font.colour_index) or BLACK
    return CellLook(
        formats=(parse(form.format_str if form is not None else "[]"),),
        struck=bool(font.struck_out) or _crosses(style.border),
        unseen=_tiny(font) or hidden(letters, grounds),
        laid=_laid(style.alignment),
        letters=letters,
        grounds=grounds,
        pictured=_pictures(font),
        shrunk=bool(style.alignment.shrink_to_fit) and not style.alignment.text_wrapped,
    )


def _laid(alignment: Any) -> Laid | None:  # noqa: ANN401 (xlrd's alignment)
    """Return how letters are laid out where that is not as usual."""
    if alignment.hor_align == _REPEATED:
        return Laid.REPEATED
    if alignment.rotation:
        return Laid.LEANING
    return Laid.ACROSS if alignment.hor_align == _ACROSS else None


def _crosses(border: Any) -> bool:  # noqa: ANN401 (xlrd's border)
    """Whether a border strikes its cells through from corner to corner."""
    return bool(border.diag_line_style and (border.diag_up or border.diag_down))


def _grounds(pattern: int, front: Colour, behind: Colour) -> Grounds:
    return patterned(_PATTERNS[pattern] if pattern < len(_PATTERNS) else "solid", front, behind)


def _colour(book: Any, number: int) -> Colour | None:  # noqa: ANN401
    return _SYSTEMS.get(number) or book.colour_map.get(number)


def _tiny(font: Any) -> bool:  # noqa: ANN401 (xlrd's font)
    return 0 < int(font.height) < SMALLEST * _TWIPS


def _pictures(font: Any) -> bool:  # noqa: ANN401 (xlrd's font)
    return pictures(font.name, symbols=font.character_set == _SYMBOLS)


def _looks(book: Any, sheet: Any, styles: Sequence[CellLook]) -> Iterator[tuple[str, CellLook]]:  # noqa: ANN401
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            look = styles[sheet.cell_xf_index(row, column)]
            runs = sheet.rich_text_runlist_map.get((row, column))
            if runs:
                look = look.with_runs(_runs(book, str(sheet.cell_value(row, column)), runs))
            yield Place("", row, column).a1, look


def _runs(book: Any, text: str, starts: Sequence[tuple[int, int]]) -> tuple[Letters, ...]:  # noqa: ANN401
    ends = [start for start, _ in starts[1:]] + [len(text)]
    runs = [Letters(text[: starts[0][0]])]
    for (start, number), end in zip(starts, ends, strict=True):
        font = book.font_list[number]
        runs.append(
            Letters(
                text[start:end],
                struck=bool(font.struck_out),
                raised=bool(font.escapement),
                unseen=_tiny(font),
                colour=_colour(book, font.colour_index) or BLACK,
                pictured=_pictures(font),
            )
        )
    return tuple(runs)


# ------------------------------------------------------------------ what the records say besides


def _with_rules(
    book: Any,  # noqa: ANN401
    sheet: str,
    looks: Mapping[str, CellLook],
    records: Sequence[tuple[int, bytes]],
) -> Mapping[str, CellLook]:
    """Add what conditional formats may change, but of those whose conditions do not hold for sure."""
    looks, cells = dict(looks), list[Place]()
    held = partial(_held, book.sheet_by_name(sheet) if sheet in book.sheet_names() else None)
    for kind, content in records:
        if kind == _RULES:
            spans = [
                unpack_from("<4H", content, 14 + 8 * i) for i in range(unpack_from("<H", content, 12)[0])
            ]
            cells = [
                Place("", row, column)
                for top, bottom, left, right in spans
                for row in range(top, min(bottom, 400) + 1)
                for column in range(left, min(right, 60) + 1)
            ]
        elif kind == _RULE and ((look := _rule_look(book, content)).odd or look.coloured):
            when = _when(content, cells)
            for at in cells:
                if when is None or when.may_hold(at.row, at.column, held):
                    looks[at.a1] = looks.get(at.a1, CellLook()).and_perhaps(look)
    return looks


def _when(rule: bytes, cells: Sequence[Place]) -> Test | None:
    """Return what a rule asks ([MS-XLS] 2.4.42): the cell compared with numbers, or a formula; else None."""
    kind, operator, first, second = unpack_from("<BBHH", rule)
    start, end = len(rule) - first - second, len(rule) - second
    limits = [text for text in (formula_text(rule[start:end]), formula_text(rule[end:])) if text]
    if kind == _COMPARES and operator < len(_OPERATORS):
        return compared(_OPERATORS[operator], limits)
    return stated(formula_text(rule[start:end], cells[0][1:]), cells) if kind == _COMPUTES and cells else None


def _held(sheet: Any, row: int, column: int) -> object:  # noqa: ANN401 (xlrd's sheet)
    """Return the number in a cell, of anything else only that it is something."""
    if row >= sheet.nrows or column >= sheet.row_len(row):
        return ""
    return sheet.cell_value(row, column) if sheet.cell_type(row, column) == _A_NUMBER else _SOMETHING


def _rule_look(book: Any, rule: bytes) -> CellLook:  # noqa: ANN401
    """Return what a conditional format changes of a cell's look; a number format that it sets is unknown."""
    flags = unpack_from("<I", rule, 6)[0]
    if flags & _NUMBER or not flags & _NO_NUMBER:
        return _UNKNOWN
    at, struck, tiny, letters = 12, False, False, None
    if flags & _FONT:
        height, marks = unpack_from("<iI", rule, at + 64)
        colour, kept = unpack_from("<i4xI", rule, at + 80)
        struck, tiny = bool(marks & _STRUCK and not kept & _STRUCK), 0 < height < SMALLEST * _TWIPS
        letters = _colour(book, colour) if 0 <= colour < _AUTOMATIC else None
        at += _FONT_LENGTH
    at += 8 * bool(flags & _ALIGNMENT) + 8 * bool(flags & _BORDER)
    grounds: Grounds = ()
    if flags & _PATTERN:
        pattern, both = unpack_from("<HH", rule, at)
        front = None if flags & _KEPT_FRONT else _colour(book, both & 0x7F)
        behind = None if flags & _KEPT_BEHIND else _colour(book, both >> 7 & 0x7F)
        kind = 1 if flags & _KEPT_PATTERN else pattern >> 10
        if kind == 1:  # a solid one's colour is that behind the pattern
            front = behind or front
        grounds = _grounds(kind, front or BLACK, behind or WHITE) or (WHITE,)
    return CellLook(struck=struck, unseen=tiny, letters=letters, grounds=grounds)


def _shows_zeros(records: Sequence[tuple[int, bytes]]) -> bool:
    flags = [
        unpack_from("<H", content)[0] for kind, content in records if kind == _WINDOW and len(content) > 1
    ]
    return all(each & _SHOWS_ZEROS for each in flags)


def _formulas(records: Sequence[tuple[int, bytes]]) -> Iterator[tuple[str, str]]:
    for kind, content in records:
        if kind == _FORMULA:
            row, column = unpack_from("<HH", content)
            length = unpack_from("<H", content, 20)[0] if len(content) > _TOKENS else 0
            yield Place("", row, column).a1, formula_text(content[_TOKENS : _TOKENS + length]) or UNREAD


def _merged(records: Sequence[tuple[int, bytes]]) -> Iterator[str]:
    for kind, content in records:
        for at in range(2, len(content) - 7, 8) if kind == _MERGED else ():
            top, bottom, left, right = unpack_from("<4H", content, at)
            yield f"{Place('', top, left).a1}:{Place('', bottom, right).a1}"


def _hidden_rows(records: Sequence[tuple[int, bytes]]) -> Iterator[int]:
    for kind, content in records:
        if kind == _ROW and len(content) > 13:
            number, height, flags = unpack_from("<H4xH4xH", content)
            if flags & _NO_HEIGHT or height < _LOW:  # one as it comes has its mark in the height
                yield number


def _columns(records: Sequence[tuple[int, bytes]]) -> tuple[tuple[int, ...], Mapping[int, float]]:
    """Return the columns that cannot be seen, and how many digits have room in the narrow ones."""
    used = max((unpack_from("<10xH", content)[0] for kind, content in records if kind == _USED), default=0)
    hidden: list[int] = []
    narrow: dict[int, float] = {}
    for kind, content in records:
        if kind == _COLUMNS and len(content) > 9:
            first, last, width, flags = unpack_from("<3H2xH", content)
            columns = range(first, min(last + 1, used))
            if flags & _NO_WIDTH or width < _NARROW:
                hidden += columns
            elif width < _ROOMY:
                narrow |= dict.fromkeys(columns, width / _DIGIT)
    return tuple(hidden), narrow


def _overlays(records: Sequence[tuple[int, bytes]]) -> Iterator[Overlay]:
    """Find pictures, text boxes, shapes.

    An anchor in a drawing's record, then the object's record, then its letters.
    """
    notes = [unpack_from("<4xHH", each) for kind, each in records if kind == _NOTE and len(each) > 7]
    shown = {number for flags, number in notes if flags & _SHOWN}
    anchor: tuple[int, ...] | None = None
    for at, (kind, content) in enumerate(records):
        if kind == _DRAWING:
            anchor = _anchor(content) or anchor
        elif kind == _OBJECT and len(content) > 7:
            thing, number = unpack_from("<HH", content, 4)
            what = _OVER.get(thing)
            if anchor is not None and what is not None and (thing != _COMMENT or number in shown):
                left, top, right, bottom = anchor
                text = _object_text(records[at + 1 : at + 4])
                what = "文本框" if text and thing != _COMMENT else what
                yield Overlay(what=what, top=top, left=left, bottom=bottom, right=right, text=text)
            anchor = None


def _comments(records: Sequence[tuple[int, bytes]]) -> Iterator[tuple[str, str]]:
    """Return what the comments say, by their cells: a record of the cell, an object of the same number."""
    said = {
        unpack_from("<H", content, 6)[0]: _object_text(records[at + 1 : at + 4])
        for at, (kind, content) in enumerate(records)
        if kind == _OBJECT and len(content) > 7
    }
    for kind, content in records:
        if kind == _NOTE and len(content) > 7:
            row, column, _, number = unpack_from("<4H", content)
            yield Place("", row, column).a1, said.get(number, "")


def _around(records: Sequence[tuple[int, bytes]]) -> Iterator[str]:
    """Return what is printed above and below the pages ([MS-XLS] 2.4.136)."""
    for kind, content in records:
        if kind in {_ABOVE, _BELOW} and len(content) > 3:
            number, wide = unpack_from("<HB", content)
            letters = content[3 : 3 + number * (1 + (wide & 1))]
            yield from edge_texts(letters.decode("utf-16-le" if wide & 1 else "latin-1", "replace"))


def _object_text(records: Sequence[tuple[int, bytes]]) -> str:
    """Read the letters of a drawn thing: their number in one record, they themselves in the next."""
    for (kind, content), (beyond, letters) in pairwise(records):
        if kind == _LETTERS and beyond == _CONTINUE and letters:
            number = unpack_from("<H", content, 10)[0]
            wide = letters[0] & 1
            return letters[1 : 1 + number * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
    return ""


def _anchor(drawing: bytes) -> tuple[int, ...] | None:
    """Find the cells that a drawn thing is fixed to ([MS-XLS] 2.5.193)."""
    at = drawing.rfind(b"\x10\xf0\x12\x00\x00\x00")
    if at < 0 or at + 24 > len(drawing):
        return None
    left, _, top, _, right, _, bottom, _ = unpack_from("<8H", drawing, at + 8)
    return left, top, right, bottom
