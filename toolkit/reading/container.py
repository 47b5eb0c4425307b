"""The zip around a workbook: whether its directory and its entries tell every reader the same.

A zip says everything twice: before each entry and in the directory at its end. Readers differ in which they
believe, so a file whose two sayings disagree has two contents.
"""

import zipfile
from itertools import pairwise
from struct import unpack_from

from toolkit import deflate

_ENTRY, _END = b"PK\3\4", b"PK\5\6"
_HEAD, _TAIL = 30, 22  # bytes of an entry's own header, of the end of the directory without a comment
_LATER, _UTF8 = 0x8, 0x800  # flags: sizes follow behind the entry; the name is UTF-8
USUAL = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # how office programs pack
_WIDE = 0xFFFFFFFF  # a size that is written elsewhere (zip64)
_SMALL = 2**17  # bytes of a part that is worth remembering: one and the same in many workbooks
_KEPT = 32  # such parts, twice over


def disagreement(data: bytes, archive: zipfile.ZipFile) -> str | None:
    """Say where the directory of `archive` and the entries themselves disagree; None when they do not."""
    spans = []
    for entry in archive.infolist():
        at = entry.header_offset
        if at < 0 or data[at : at + 4] != _ENTRY or at + _HEAD > len(data):
            return f"目录里的 {entry.orig_filename} 不在它所说的地方"
        flags, method, crc, packed, size, letters, extra = unpack_from("<6xHH4xIIIHH", data, at)
        name = data[at + _HEAD : at + _HEAD + letters]
        if name != _raw(entry):
            return f"目录里写着 {entry.orig_filename}，文件里写的是另一个部件"
        told = (crc, packed, size)
        differs = told != (entry.CRC, entry.compress_size, entry.file_size) and _WIDE not in told
        if method != entry.compress_type or (flags ^ entry.flag_bits) & 1 or (differs and not flags & _LATER):
            return f"部件 {entry.orig_filename} 的大小和校验，目录里与文件里写的不一样"
        spans.append((at, at + _HEAD + letters + extra + entry.compress_size))
    for (_, end), (begin, _) in pairwise(sorted([*spans, (archive.start_dir, archive.start_dir)])):
        if begin < end:
            return "里面的部件互相重叠"
        if _ENTRY in data[end:begin]:
            return "里面有目录没有列出的部件"
    return None


def _raw(entry: zipfile.ZipInfo) -> bytes:
    if entry.orig_filename.isascii():  # as nearly always; and quicker than by a table of letters
        return entry.orig_filename.encode()
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437", "replace")


def is_plain(data: bytes, archive: zipfile.ZipFile) -> bool:
    """Whether the zip begins with its first entry and ends with its only directory.

    Nobody can find another.
    """
    first = min((entry.header_offset for entry in archive.infolist()), default=0)
    return first == 0 and data[-_TAIL:-18] == _END and data.count(_END) == 1 and data[-42:-38] != b"PK\6\7"


def unpacked(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a part that is packed as office programs do, without the detours of zipfile.

    Raises BadZipFile where they are broken, or not what the directory says.
    """
    letters, extra = unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + _HEAD + letters + extra
    packed = data[start : start + entry.compress_size]
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return _checked(packed, entry)
    if entry.file_size > _SMALL:
        return _checked(_inflated(packed, entry.file_size), entry)
    return _PARTS.of(packed, entry)


def _checked(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    if len(content) != entry.file_size or deflate.crc32(content) != entry.CRC:
        raise zipfile.BadZipFile(entry.filename)
    return content


def _inflated(packed: bytes, size: int) -> bytes:
    """Return what was packed, at most a byte more than this `size`. Raises BadZipFile where it is broken."""
    try:
        return deflate.decompressobj(deflate.BARE).decompress(packed, size + 1)
    except deflate.error as error:  # type: ignore[misc]  # a class, whatever its stub says
        raise zipfile.BadZipFile(str(error)) from error


class _PartsKnown:
    """The last small parts that were unpacked, by the checksum and the size that the directory says.

    As packed they are compared, which costs a tenth of what it costs to hash them. Those that were used since
    `_KEPT` others were are in ``_late``, the ones before in ``_early``: several threads may read.
    """

    def __init__(self) -> None:
        self._late: dict[tuple[int, int], tuple[bytes, bytes]] = {}
        self._early = self._late

    def of(self, packed: bytes, entry: zipfile.ZipInfo) -> bytes:
        """Unpack a part, or know it again. Raises BadZipFile."""
        said = entry.CRC, entry.file_size
        late = self._late.get(said)
        known = late or self._early.get(said)
        if known is None or known[0] != packed:
            known = packed, _checked(_inflated(packed, entry.file_size), entry)
        if known is not late:
            if len(self._late) >= _KEPT:
                self._early, self._late = self._late, {}
            self._late[said] = known
        return known[1]


_PARTS = _PartsKnown()
