"""Zipping the parts of a workbook or a document, the same bytes every time.

A part that is packed already is taken over as it is; of a long sheet each stretch of rows is deflated by
itself, so that one which many workbooks share is deflated once.
"""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LEVEL = 2  # less than half the time of zlib's usual, for a seventh more bytes
USUAL = 6
NO_TIME = (1980, 1, 1, 0, 0, 0)
LONG, STRETCH = 100_000, 6_000  # bytes: of a part that is deflated in stretches, the least of one of these
NO_MORE = b"\x03\x00"  # the last block of a deflated part, empty

_TENTH_ROW = re.compile(rb'<row r="\d*0"')


class Packed(NamedTuple):
    """A part as it stands in a zip: its entry, and the bytes from its header on."""

    entry: ZipInfo
    data: bytes


def pack(
    parts: Mapping[str, bytes | list[bytes] | Packed],
    *,
    level: int = LEVEL,
    system: int = ZipInfo("").create_system,
) -> bytes:
    """Zip the parts in their order, sheets whole or cut `in_tens`, with the same bytes.

    `system` is what the zip says of where it was made.
    """
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if isinstance(part, Packed):
                _take_over(archive, part)
                continue
            entry = ZipInfo(name, NO_TIME)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, system
            stretches = _stretches(part)
            if len(stretches) > 1:
                _take_over(archive, _packed(entry, stretches, level))
            else:
                archive.writestr(entry, stretches[0], compresslevel=level)
    return target.getvalue()


def in_tens(sheet: bytes) -> list[bytes]:
    """Cut a sheet's XML before tenth rows."""
    cuts = [found.start() for found in _TENTH_ROW.finditer(sheet)]
    return [sheet[start:end] for start, end in pairwise((0, *cuts, len(sheet)))]


def repack(data: bytes, changed: Callable[[str, bytes], bytes] = lambda _name, part: part) -> bytes:
    """Zip again what another library zipped, each part as `changed` gives it for its name.

    The same bytes wherever and whenever.
    """
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: changed(name, archive.read(name)) for name in archive.namelist()}
    return pack(parts, level=USUAL, system=0)


def unpack(data: bytes) -> dict[str, Packed]:
    """Return the parts of a zip by name, without unzipping them, in the order in which they stand.

    One that begins with its first part and holds nothing else, as those that `pack` makes.
    """
    with ZipFile(BytesIO(data)) as archive:
        entries, end = sorted(archive.infolist(), key=attrgetter("header_offset")), archive.start_dir
    ends = [*(entry.header_offset for entry in entries[1:]), end]
    return {
        entry.filename: Packed(entry, data[entry.header_offset : after])
        for entry, after in zip(entries, ends, strict=True)
    }


def _stretches(part: bytes | list[bytes]) -> list[bytes]:
    """Cut a part where it is long: before tenth rows that stand far enough apart."""
    if (len(part) if isinstance(part, bytes) else sum(map(len, part))) < LONG:
        return [part if isinstance(part, bytes) else b"".join(part)]
    stretches = list[bytes]()
    several = list[bytes]()
    for ten in in_tens(part) if isinstance(part, bytes) else part:
        if sum(map(len, several)) >= STRETCH:
            stretches.append(b"".join(several))
            several = []
        several.append(ten)
    return [*stretches, b"".join(several)]


def _packed(entry: ZipInfo, stretches: Sequence[bytes], level: int) -> Packed:
    """Pack a long part that is cut."""
    data = b"".join((*(_deflated(stretch, level) for stretch in stretches), NO_MORE))
    check = 0
    for stretch in stretches:
        check = zlib.crc32(stretch, check)
    entry.CRC, entry.file_size, entry.compress_size = check, sum(map(len, stretches)), len(data)
    return Packed(entry, entry.FileHeader() + data)


@lru_cache(maxsize=64)  # those that the next workbook shares; 底稿 has two dozen
def _deflated(stretch: bytes, level: int) -> bytes:
    """Deflate a stretch that does not look back and ends on a whole byte, so that others can follow it."""
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(stretch) + deflater.flush(zlib.Z_FULL_FLUSH)


def _take_over(archive: ZipFile, part: Packed) -> None:
    entry, file = copy(part.entry), archive.fp
    assert file is not None  # noqa: S101 (it is open)
    entry.header_offset = archive.start_dir
    file.seek(archive.start_dir)
    file.write(part.data)
    archive.start_dir = file.tell()
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
