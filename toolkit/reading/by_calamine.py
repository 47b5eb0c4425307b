"""What python-calamine reads of a workbook: its sheets and their rows.

It looks for the parts of a workbook under fixed names and in any letter case: where they may stand otherwise,
it is packed anew. Its native code tells of a broken file by exceptions of many kinds, and by panics: all of
them are one here.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from toolkit.reading.xml_walk import OFFICE, ORDINARY, RELATIONS

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


class BrokenError(Exception):
    """calamine cannot read a workbook, or a sheet of it."""


class LockedError(BrokenError):
    """A workbook that opens with a password only."""


@contextmanager
def _calamines_ways() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise BrokenError from error


def open_book(data: bytes) -> Any:  # noqa: ANN401 (calamine's workbook)
    """Open a workbook's bytes. Raises BrokenError, of them LockedError."""
    from python_calamine import CalamineWorkbook, PasswordError  # noqa: PLC0415 (only where a workbook is read)

    try:
        with _calamines_ways():
            return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except BrokenError as error:
        if isinstance(error.__cause__, PasswordError):
            raise LockedError from error
        raise


def rows_in(book: Any, name: str) -> list[list[Any]]:  # noqa: ANN401 (calamine's workbook and values)
    """Return the rows of a sheet, from A1 on. Raises BrokenError."""
    with _calamines_ways():
        rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def sheets_in(book: Any) -> Sequence[tuple[str, str]]:  # noqa: ANN401 (calamine's workbook)
    """Return the names of the sheets, and whether each is seen."""
    return tuple((sheet.name, str(sheet.visible)) for sheet in book.sheets_metadata)


def sheets_of(frame: Frame) -> Sequence[tuple[str, str]]:
    """Return the same of a workbook of which only the frame is looked at. Raises BrokenError."""
    small = len(frame.book) + len(frame.styles or b"") <= ORDINARY
    return _known_sheets(frame) if small else _known_sheets.__wrapped__(frame)


@lru_cache(maxsize=64)  # one and the same in many workbooks
def _known_sheets(frame: Frame) -> Sequence[tuple[str, str]]:
    return sheets_in(open_book(pack_for_calamine(frame)))
