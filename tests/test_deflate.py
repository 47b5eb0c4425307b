"""Unpacking by isal: the same as by zlib, which shares no code with it; and without isal."""

import subprocess
import sys
import zlib
from contextlib import suppress
from random import Random
from types import SimpleNamespace
from zipfile import ZIP_DEFLATED, BadZipFile, ZipInfo

import pytest
from places import REPO

from toolkit import deflate
from toolkit.reading import container


def content(rng: Random) -> bytes:
    """Make up a part: lines of a sheet, zeros, or noise."""
    lines = (b'<c r="A%d"><v>%d</v></c>' % (row, rng.randrange(10**6)) for row in range(rng.randrange(900)))
    return rng.choice((b"".join(lines), bytes(rng.randrange(200_000)), rng.randbytes(rng.randrange(5000))))


def entry_of(packed: bytes, whole: bytes) -> tuple[bytes, ZipInfo]:
    """Let a part stand in a zip, as its directory tells of it."""
    entry = ZipInfo("part")
    entry.compress_type, entry.header_offset = ZIP_DEFLATED, 0
    entry.CRC, entry.compress_size, entry.file_size = zlib.crc32(whole), len(packed), len(whole)
    return entry.FileHeader() + packed, entry


def zlib_packed(whole: bytes, level: int) -> bytes:
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
    return deflater.compress(whole) + deflater.flush()


@pytest.mark.parametrize("seed", range(12))
def test_what_zlib_packed(seed: int) -> None:
    rng = Random(seed)
    whole = content(rng)
    assert container.unpacked(*entry_of(zlib_packed(whole, rng.randrange(1, 10)), whole)) == whole
    assert deflate.crc32(whole, 7) == zlib.crc32(whole, 7)


@pytest.mark.parametrize("by", [deflate, SimpleNamespace(**vars(zlib), BARE=-15)], ids=["isal", "zlib"])
@pytest.mark.parametrize("seed", range(40))
def test_what_is_broken_is_refused_or_whole(seed: int, by: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is damaged, nothing is read that is not exactly what was packed."""
    monkeypatch.setattr(container, "deflate", by)
    monkeypatch.setattr(container, "_PARTS", container._PartsKnown())
    rng = Random(seed)
    whole = content(rng) or b"x"
    packed = bytearray(zlib_packed(whole, 6))
    if seed % 4:
        for _ in range(rng.randrange(1, 4)):
            packed[rng.randrange(len(packed))] ^= 1 << rng.randrange(8)
    else:
        del packed[rng.randrange(len(packed)) :]
    try:
        assert container.unpacked(*entry_of(bytes(packed), whole)) == whole
    except BadZipFile:
        with suppress(zlib.error):
            same = zlib.decompressobj(-15).decompress(packed) == whole
            assert not same  # told apart outside the assertion, which would print 200,000 bytes side by side


def test_no_more_is_unpacked_than_was_told() -> None:
    data, entry = entry_of(zlib_packed(bytes(50_000_000), 9), bytes(1000))
    with pytest.raises(BadZipFile):
        container.unpacked(data, entry)
    assert len(container._inflated(data[entry.header_offset + 34 :], 1000)) == 1001


def test_without_isal() -> None:
    """Where it is not made for the processor zlib takes its place."""
    told = (
        "import sys, zlib; sys.modules['isal'] = None\n"
        "from toolkit import deflate\n"
        "assert deflate.decompressobj is zlib.decompressobj and deflate.error is zlib.error"
    )
    assert subprocess.run([sys.executable, "-c", told], check=False, cwd=REPO).returncode == 0
