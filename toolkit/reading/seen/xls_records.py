"""The records of an .xls ([MS-XLS] 2.1): what its container holds, its stream followed record by record."""

import io
from collections.abc import Iterator
from struct import unpack_from

_STREAMS = ("Workbook", "Book")
BEGIN, END, _PASSWORD, _SHEET = 0x0809, 0x000A, 0x002F, 0x0085


def stream_names(data: bytes) -> frozenset[str]:
    """Return the names of what an OLE container holds; none when it is no container."""
    import olefile  # noqa: PLC0415 (loads logging; few send such files)

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return frozenset(path[0] for path in container.listdir())
    except Exception:  # noqa: BLE001 (whatever the library says of a broken container)
        return frozenset()


def is_encrypted(data: bytes) -> bool:
    """Whether a workbook is encrypted: a record near its beginning says so."""
    try:
        return any(kind == _PASSWORD for kind, _ in records_of(stream_of(data), 0))
    except ValueError:
        return False


def stream_of(data: bytes) -> bytes:
    """Return the stream of a workbook's records. Raises ValueError."""
    import olefile  # noqa: PLC0415

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            name = next(name for name in _STREAMS if container.exists(name))
            stream: bytes = container.openstream(name).read()
    except Exception as why:
        raise ValueError("no readable stream of records") from why
    return stream


def records_of(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Follow the records from `start` to the end of their run; runs inside it (charts) are passed over."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, start)
        start += 4
        depth += (kind == BEGIN) - (kind == END)
        if depth == 1:
            yield kind, stream[start : start + length]
        if kind == END and depth == 0:
            return
        start += length


def sheets_of(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name the sheets, and where the records of each begin."""
    for kind, content in records_of(stream, 0):
        if kind == _SHEET:
            start, letters, wide = unpack_from("<I2xBB", content)
            if wide & 1:
                yield content[8 : 8 + 2 * letters].decode("utf-16-le"), start
            else:
                yield content[8 : 8 + letters].decode("latin-1"), start
