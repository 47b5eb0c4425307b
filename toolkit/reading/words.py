"""The words of a workbook: the cover's fields, the passages of prose, the explanations."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from toolkit.answers import messages
from toolkit.answers.finding import Finding
from toolkit.answers.spelling import Raw
from toolkit.form.days import day_numbered
from toolkit.form.model import Field
from toolkit.layout.layout import COVER, Layout
from toolkit.layout.place import Place
from toolkit.reading.locating import Rows, bare_label, content_at
from toolkit.reading.opened import Opened


def read_cover(layout: Layout, book: Opened) -> tuple[dict[str, str], list[Finding]]:
    """Read the cover, and tell what stands in its fields and is none of their choices, or no date.

    A field is found beside its label, also when rows were inserted above it.
    """
    rows = book.rows(COVER)
    cover, doubts = {}, []
    for field, place in _fields(layout, rows):
        text = _field_text(field, content_at(rows, place.row, place.column))
        if text:
            cover[field.key] = text
        why = field.refusal(text)
        if why is not None:
            said = messages.NO_CHOICE if field.kind == "choice" else messages.NO_DATE
            doubts.append(said.finding(at=place, label=field.label, found=text, why=why))
    return cover, doubts


def _fields(layout: Layout, rows: Rows) -> Iterator[tuple[Field, Place]]:
    """Find the cell of every field; one whose label stands nowhere, or more than once, is left out."""
    for field in layout.form.identity:
        place = layout.identity[field.key]
        row = place.row
        if content_at(rows, row, place.column - 1) != field.label:
            spots = [
                i
                for i, line in enumerate(rows)
                if any(bare_label(str(cell)) == bare_label(field.label) for cell in line[: place.column])
            ]
            if len(spots) != 1:
                continue
            row = spots[0]
        yield field, place if row == place.row else place._replace(row=row)


def _field_text(field: Field, raw: Raw) -> str:
    """Write a field's content as text; a day that lost its format is a number to Excel."""
    day = day_numbered(raw) if field.kind == "date" and isinstance(raw, float) else None
    return text_of(day or raw)


def read_texts(book: Opened, places: Mapping[str, Place]) -> dict[str, str]:
    """Read cells of words."""
    texts = {
        key: text_of(content_at(book.rows(place.sheet), place.row, place.column))
        for key, place in places.items()
    }
    return {key: text for key, text in texts.items() if text}


def text_of(raw: Raw) -> str:
    """Write a cell's content as text."""
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw).strip()
