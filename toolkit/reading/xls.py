"""What the records of an old .xls (or WPS .et) show that calamine does not tell: cells that hold an error value.

A workbook is one stream of records (kind, length, content) inside an OLE container; each sheet is a run of them.
"""

import io
from collections.abc import Iterator, Mapping
from struct import error, unpack_from

import olefile
from xlsxwriter.utility import xl_rowcol_to_cell

_STREAMS = ("Workbook", "Book")
_BEGIN, _END, _PASSWORD, _SHEET, _FORMULA, _CONSTANT = 0x0809, 0x000A, 0x002F, 0x0085, 0x0006, 0x0205
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


def error_cells(data: bytes) -> Mapping[str, Mapping[str, str]]:
    """Return the cells that hold an error value, by sheet. Raises ValueError when the records cannot be followed."""
    stream = _stream(data)
    try:
        return {sheet: dict(_errors(stream, start)) for sheet, start in _sheets(stream)}
    except (error, IndexError) as why:
        raise ValueError("the records are broken") from why


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


def _errors(stream: bytes, start: int) -> Iterator[tuple[str, str]]:
    for kind, content in _records(stream, start):
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
