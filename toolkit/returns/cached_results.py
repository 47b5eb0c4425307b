"""Cached results of formulas: openpyxl drops them when it saves.

Here they are taken from another workbook and put back.

So a preview on a phone shows figures. The bytes depend on nothing but the inputs.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from toolkit.layout.packing import repack
from toolkit.reading.package import Package

_CORE, _STYLES = "docProps/core.xml", "xl/styles.xml"
_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*>[^<]*</f>|<f[^>]*/>)(?:<v>([^<]*)</v>|<v\s*/>|<v></v>)?</c>'
)
_FONT, _OF_FONT = re.compile(rb"<font>(.*?)</font>", re.DOTALL), re.compile(rb"<(\w+)[^>]*/>")
_FONT_ORDER = (  # as ECMA-376 has it (CT_Font); openpyxl writes another, which strict readers refuse
    b"b",
    b"i",
    b"strike",
    b"condense",
    b"extend",
    b"outline",
    b"shadow",
    b"u",
    b"vertAlign",
    b"sz",
    b"color",
    b"name",
    b"family",
    b"charset",
    b"scheme",
)
_KIND = re.compile(rb' t="(\w+)"')
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


class Cached(NamedTuple):
    """What a formula's cell holds besides the formula: a text, and of which kind it is.

    ``kind`` is ``str``, ``b``, ``e``, or empty for a number.
    """

    kind: bytes
    text: bytes


_FIXED = re.compile(rb'(<row [^>]*?) customHeight="(?:1|true)"')


def cached_results(workbook: bytes) -> dict[str, dict[str, Cached]]:
    """Return the cached result of each formula, by sheet and cell."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {
            name: {
                cell.decode(): Cached(_kind(attributes), text)
                for cell, attributes, _, text in _CELL.findall(archive.read(part))
            }
            for name, part in Package(archive).parts.items()
        }


def with_results(
    workbook: bytes, results: Mapping[str, Mapping[str, Cached]], saved: str | None, growing: str = ""
) -> bytes:
    """Return the workbook with these results in its formulas' cells, ``saved`` (ISO) as its time.

    In the sheet `growing` rows fit themselves to what is typed, which openpyxl cannot say.
    """
    stamp = rb"\g<1>%sZ\g<2>" % (saved or "2020-01-01T00:00:00").encode()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheets = {part: name for name, part in Package(archive).parts.items()}

    def changed(part: str, data: bytes) -> bytes:
        if part in sheets:
            data = _filled(data, results.get(sheets[part], {}))
            return _FIXED.sub(rb"\1", data) if sheets[part] == growing else data
        if part == _STYLES:
            return _FONT.sub(_in_order, data)
        return _MODIFIED.sub(stamp, data) if part == _CORE else data

    return repack(workbook, changed)


def _in_order(font: re.Match[bytes]) -> bytes:
    """Put the parts of a font into the order of the standard."""
    parts = sorted(_OF_FONT.finditer(font[1]), key=lambda part: _FONT_ORDER.index(part[1]))
    return b"<font>" + b"".join(part[0] for part in parts) + b"</font>"


def _filled(xml: bytes, results: Mapping[str, Cached]) -> bytes:
    def cell(found: re.Match[bytes]) -> bytes:
        at, attributes, formula = found[1], found[2], found[3]
        result = results.get(at.decode())
        if result is None:
            return found[0]
        kind = b' t="%s"' % result.kind if result.kind else b""
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (at, _KIND.sub(b"", attributes), kind, formula, result.text)

    return _CELL.sub(cell, xml)


def _kind(attributes: bytes) -> bytes:
    found = _KIND.search(attributes)
    return found[1] if found and found[1] != b"n" else b""
