"""A workbook packed anew for calamine, which looks for its parts under fixed names and in any letter case."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from toolkit.reading.xml_walk import OFFICE, RELATIONS

BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"  # where calamine looks
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_IN_LINE = {9: "&#9;", 10: "&#10;", 13: "&#13;"}  # a parser would read a space
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>"
)


class Frame(NamedTuple):
    """What tells which sheets a workbook has: its own part, its styles, the relations of its sheets."""

    book: bytes
    styles: bytes | None
    sheets: tuple[str, ...]


def pack_for_calamine(
    frame: Frame, sheets: Sequence[bytes | None] = (), strings: bytes | None = None
) -> bytes:
    """Pack the parts of a workbook under the names where calamine looks for them, as far as there are any."""
    places = [f"xl/worksheets/sheet{number}.xml" for number in range(len(frame.sheets))]
    relations = [
        (rid, "worksheet", place.removeprefix("xl/")) for rid, place in zip(frame.sheets, places, strict=True)
    ]
    others = [
        ("xxgkStyles", "styles", "styles.xml"),
        ("xxgkStrings", "sharedStrings", "sharedStrings.xml"),
    ]
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _written([("root", "officeDocument", BOOK)]).encode(),
        BOOK: frame.book,
        _BOOK_RELATIONS: _written(relations + others).encode(),
        STYLES: frame.styles,
        STRINGS: strings,
        **dict(zip(places, sheets, strict=False)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for place, part in parts.items():
            if part is not None:
                archive.writestr(place, part)
    return target.getvalue()


def _written(relations: Iterable[tuple[str, str, str]]) -> str:
    """Write relationships: number, kind, target."""
    each = "".join(
        f'<Relationship Id="{escape(rid).translate(_IN_LINE)}" Type="{OFFICE[0]}/{kind}" Target="{target}"/>'
        for rid, kind, target in relations
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONS[0]}">{each}</Relationships>'
    )
