"""A long sheet packed in stretches of rows: whole for whoever unzips it, and small."""

import shutil
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from toolkit.layout import packing
from toolkit.layout.packing import LONG, in_tens, pack, unpack


def sheet(rng: Random, rows: int, first: int = 1) -> bytes:
    """Make up a sheet of so many rows that begins with row `first`, with words that look like rows."""
    words = (b"<v>%d</v>", b'<t>&lt;row r="%d0"</t>', b'<t>row r="%d"</t>', b"<f>SUM(A%d:B9)</f>")
    told = (
        b'<row r="%d"><c r="A%d">%b</c></row>' % (row, row, rng.choice(words) % rng.randrange(10**6))
        for row in range(first, first + rows)
    )
    return b"<sheetData>" + b"".join(told) + b"</sheetData>"


@pytest.mark.parametrize(("rows", "first"), [(3000, 1), (3000, 10), (2500, 9_999), (2600, 1_000_000)])
def test_whole(rows: int, first: int) -> None:
    long = sheet(Random(rows + first), rows, first)
    parts = {"xl/worksheets/sheet1.xml": long, "no rows": b"x" * LONG, "xl/workbook.xml": b"<workbook/>"}
    assert len(long) > LONG
    data = pack(parts)
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == parts
    assert pack(unpack(data)) == data
    assert pack({**parts, "xl/worksheets/sheet1.xml": in_tens(long)}) == data
    whole = len(zlib.compress(long, packing.LEVEL))
    assert len(data) < 1.15 * whole + 3 * LONG // 100


def test_stretches_shared() -> None:
    """Of two sheets that differ in one row, the second is deflated in one stretch only."""
    packing._deflated.cache_clear()
    one = sheet(Random(1), 620, 1).ljust(LONG)
    pack({"sheet": one})
    first = packing._deflated.cache_info().misses
    other = one.replace(b'<row r="315">', b'<row r="315" hidden="1">', 1)
    assert other != one
    with ZipFile(BytesIO(pack({"sheet": other}))) as archive:
        assert archive.read("sheet") == other
    assert packing._deflated.cache_info().misses == first + 1 > 6


@pytest.mark.skipif(shutil.which("unzip") is None, reason="no unzip here")
def test_unzip(tmp_path: Path) -> None:
    """A program that shares no code with ours finds no fault."""
    (tmp_path / "x.zip").write_bytes(pack({"sheet": sheet(Random(2), 5000)}))
    assert subprocess.run(["unzip", "-tq", tmp_path / "x.zip"], check=False).returncode == 0
