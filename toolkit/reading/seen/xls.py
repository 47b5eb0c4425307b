"""What an old .xls (or WPS .et) shows that calamine does not tell: error values, formats, letters, things over cells.

A workbook is one stream of records (kind, length, content) inside an OLE container; each sheet is a run of them
([MS-XLS]). xlrd reads the formats and fonts; errors, conditional formats and drawn things are in the records.
"""

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from struct import error, unpack_from
from typing import Any

import olefile
from xlsxwriter.utility import xl_rowcol_to_cell

from toolkit.reading.seen.look import BLACK, WHITE, CellLook, Colour, Letters, Overlay, SheetView, invisible
from toolkit.reading.seen.number_formats import parse

_STREAMS = ("Workbook", "Book")
_BEGIN, _END, _PASSWORD, _SHEET, _FORMULA, _CONSTANT = 0x0809, 0x000A, 0x002F, 0x0085, 0x0006, 0x0205
_RULES, _RULE, _OBJECT, _DRAWING, _LETTERS, _CONTINUE = 0x01B0, 0x01B1, 0x005D, 0x00EC, 0x01B6, 0x003C
_DATES = 0x0022
_NUMBER_RULE = 0x00080000  # in a rule's flags, when clear: the rule sets a number format
_NOTE, _TEXT_BOX, _PICTURE = 0x19, 0x06, 0x08
_SOLID = 1
_UNKNOWN = CellLook(formats=(parse("[]"),))
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def stream_names(data: bytes) -> frozenset[str]:
    """Return the names of what an OLE container holds; none when it is no container."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return frozenset(path[0] for path in container.listdir())
    except Exception:  # noqa: BLE001 (whatever the library says of a broken container)
        return frozenset()


def is_encrypted(data: bytes) -> bool:
    """Whether a workbook is encrypted: a record near its beginning says so."""
    try:
        return any(kind == _PASSWORD for kind, _ in _records(_stream(data), 0))
    except ValueError:
        return False


def since_1904(data: bytes) -> bool:
    """Whether days are counted from 1904 on ([MS-XLS] 2.4.77). Raises ValueError when the records cannot be found."""
    return any(kind == _DATES and content[:1] == b"\x01" for kind, content in _records(_stream(data), 0))


def read_views(data: bytes) -> Mapping[str, SheetView]:
    """Return what is seen of each sheet. Raises ValueError when the records cannot be followed."""
    stream = _stream(data)
    try:
        looks = _all_looks(data)
        views = {}
        for sheet, start in _sheets(stream):
            records = list(_records(stream, start))
            views[sheet] = SheetView(
                looks=_with_rules(looks.get(sheet, {}), records),
                formulas=dict(_formulas(records)),
                errors=dict(_errors(records)),
                overlays=tuple(_overlays(records)),
            )
    except (error, IndexError) as why:
        raise ValueError("the records are broken") from why
    return views


def _stream(data: bytes) -> bytes:
    """Return the stream of a workbook's records. Raises ValueError."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            name = next(name for name in _STREAMS if container.exists(name))
            stream: bytes = container.openstream(name).read()
    except Exception as why:
        raise ValueError("no readable stream of records") from why
    return stream


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Follow the records from `start` to the end of their run; runs inside it (charts) are passed over."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, start)
        start += 4
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1:
            yield kind, stream[start : start + length]
        if kind == _END and depth == 0:
            return
        start += length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, content in _records(stream, 0):
        if kind == _SHEET:
            start, letters, wide = unpack_from("<I2xBB", content)
            if wide & 1:
                yield content[8 : 8 + 2 * letters].decode("utf-16-le"), start
            else:
                yield content[8 : 8 + letters].decode("latin-1"), start


def _errors(records: Sequence[tuple[int, bytes]]) -> Iterator[tuple[str, str]]:
    for kind, content in records:
        code = _error(kind, content)
        if code is not None:
            row, column = unpack_from("<HH", content)
            yield str(xl_rowcol_to_cell(row, column)), _ERRORS.get(code, "#N/A")


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


def _all_looks(data: bytes) -> dict[str, dict[str, CellLook]]:
    """Return the looks of all cells whose format is not General, by sheet. Raises ValueError."""
    import xlrd  # noqa: PLC0415 (only for old workbooks)

    try:
        with Path(os.devnull).open("w") as nowhere:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=nowhere)
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
    ground = WHITE
    if style.background.fill_pattern == _SOLID:
        ground = _colour(book, style.background.pattern_colour_index) or (128, 128, 128)
    return CellLook(
        formats=(parse(form.format_str if form is not None else "[]"),),
        struck=bool(font.struck_out),
        unseen=_unseen(book, font, ground),
    )


def _colour(book: Any, number: int) -> Colour | None:  # noqa: ANN401
    return {9: WHITE, 1: WHITE, 8: BLACK, 0: BLACK}.get(number) or book.colour_map.get(number)


def _unseen(book: Any, font: Any, ground: Colour) -> bool:  # noqa: ANN401
    letters = _colour(book, font.colour_index)
    return letters is not None and invisible(letters, ground)


def _looks(book: Any, sheet: Any, styles: Sequence[CellLook]) -> Iterator[tuple[str, CellLook]]:  # noqa: ANN401
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            look = styles[sheet.cell_xf_index(row, column)]
            runs = sheet.rich_text_runlist_map.get((row, column))
            if runs:
                look = look._replace(runs=_runs(book, str(sheet.cell_value(row, column)), runs))
            yield str(xl_rowcol_to_cell(row, column)), look


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
                unseen=_unseen(book, font, WHITE),
            )
        )
    return tuple(runs)


# ------------------------------------------------------------------ what the records say besides


def _with_rules(
    looks: Mapping[str, CellLook], records: Sequence[tuple[int, bytes]]
) -> Mapping[str, CellLook]:
    """Add what conditional formats may change: one that sets a number format makes it unknown."""
    looks = dict(looks)
    spans: list[tuple[int, int, int, int]] = []
    for kind, content in records:
        if kind == _RULES:
            spans = [
                unpack_from("<4H", content, 14 + 8 * i) for i in range(unpack_from("<H", content, 12)[0])
            ]
        elif kind == _RULE and not unpack_from("<I", content, 6)[0] & _NUMBER_RULE:
            for top, bottom, left, right in spans:
                for row in range(top, min(bottom, 400) + 1):
                    for column in range(left, min(right, 60) + 1):
                        address = str(xl_rowcol_to_cell(row, column))
                        looks[address] = looks.get(address, CellLook()).and_perhaps(_UNKNOWN)
    return looks


def _formulas(records: Sequence[tuple[int, bytes]]) -> Iterator[tuple[str, str]]:
    for kind, content in records:
        if kind == _FORMULA:
            row, column = unpack_from("<HH", content)
            yield str(xl_rowcol_to_cell(row, column)), "…"


def _overlays(records: Sequence[tuple[int, bytes]]) -> Iterator[Overlay]:
    """Find pictures and text boxes: an anchor in a drawing's record, then the object's record, then its letters."""
    anchor: tuple[int, ...] | None = None
    for kind, content in records:
        if kind == _DRAWING:
            anchor = _anchor(content) or anchor
        elif kind == _OBJECT and len(content) > 6:
            what = unpack_from("<H", content, 4)[0]
            if anchor is not None and what in {_TEXT_BOX, _PICTURE}:
                left, top, right, bottom = anchor
                yield Overlay(
                    what="文本框" if what == _TEXT_BOX else "图片",
                    top=top,
                    left=left,
                    bottom=bottom,
                    right=right,
                )
            anchor = None


def _anchor(drawing: bytes) -> tuple[int, ...] | None:
    """Find the cells that a drawn thing is fixed to ([MS-XLS] 2.5.193)."""
    at = drawing.rfind(b"\x10\xf0\x12\x00\x00\x00")
    if at < 0 or at + 24 > len(drawing):
        return None
    left, _, top, _, right, _, bottom, _ = unpack_from("<8H", drawing, at + 8)
    return left, top, right, bottom
