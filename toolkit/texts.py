"""The words of a workbook: the cover's fields, the passages of prose, the explanations."""

from collections.abc import Mapping
from datetime import date, datetime

from toolkit.layout import COVER, Layout, Place
from toolkit.opened import Opened
from toolkit.sheets import at, bare
from toolkit.spelling import Raw


def read_cover(layout: Layout, book: Opened) -> dict[str, str]:
    """Read the cover; a field is found beside its label, also when rows were inserted above it."""
    rows, texts = book.rows(COVER), {}
    for field in layout.form.identity:
        place = layout.identity[field.key]
        row = place.row
        if at(rows, row, place.column - 1) != field.label:
            spots = [
                i
                for i, line in enumerate(rows)
                if any(bare(str(cell)) == bare(field.label) for cell in line[: place.column])
            ]
            if len(spots) != 1:
                continue
            row = spots[0]
        text = text_of(at(rows, row, place.column))
        if text:
            texts[field.key] = text
    return texts


def read_texts(book: Opened, places: Mapping[str, Place]) -> dict[str, str]:
    """Read cells of words."""
    texts = {
        key: text_of(at(book.rows(place.sheet), place.row, place.column)) for key, place in places.items()
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
