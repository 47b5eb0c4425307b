"""Another unit than the printed one, written beside a table, above it or on its tab: perhaps the figures'."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape

from toolkit.form.measures import Measure, measure_of, units_in
from toolkit.form.model import Form, Key
from toolkit.layout.layout import Place, Role, TableGrid, lay_out
from toolkit.reading.locating import FAR, Rows, bare_label, content_at
from toolkit.reading.opened import Opened

_LONGEST = 40  # letters of what was found that are quoted
_SOME = re.compile("[1-9１-９]")
_HEADER = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]*)<")


def other_unit(
    form: Form, grid: TableGrid, book: Opened, name: str, rows: Rows, moved: Mapping[Key, Place]
) -> tuple[Place, str, str] | None:
    """Find another unit than the printed one where it may be that of an amount in the table.

    Give the place, what stands there, and what is unsure by it. Raises Refused.
    """
    places = lay_out(form).places
    measured = [key for key in form.inputs if key.table == grid.table.key and measure_of(form.kind(key).unit)]
    amounts = [key for key in measured if _is_some(rows, moved.get(key) or places[key])]
    if not amounts:  # 0 is 0 in every unit
        return None
    usual = form.kind(amounts[0]).unit
    own = frozenset(filter(None, map(measure_of, _units(form, grid, measured))))
    printed = {bare_label(box.text) for box in grid.captions}
    for at, where, text in _written(book, name, rows):
        unit = _other_of(text, own)
        if unit and bare_label(text) not in printed:
            what = f"{where}写着“{text.strip()[:_LONGEST]}”，表里印的单位却是“{usual}”"
            return at, what, f"“{form.label(amounts[0])}”是按“{unit}”还是按“{usual}”填的"
    return None


def _is_some(rows: Rows, here: Place) -> bool:
    return _SOME.search(str(content_at(rows, here.row, here.column))) is not None


def _units(form: Form, grid: TableGrid, measured: Iterable[Key]) -> Iterator[str]:
    """Give the units that a table prints, and those of its figures."""
    yield from (form.kind(key).unit for key in measured)
    for box in grid.captions:
        yield from (box.text,) if box.role is Role.UNIT else units_in(box.text)


def _written(book: Opened, name: str, rows: Rows) -> Iterator[tuple[Place, str, str]]:
    """Give what is written on a sheet and printed with it, and where; comments are not."""
    whole = Place(name, -1, -1)
    yield whole, "工作表的名称", name
    for row, line in enumerate(rows[:FAR]):
        for column, cell in enumerate(line):
            if cell and isinstance(cell, str):
                at = Place(name, row, column)
                yield at, f" {at.a1} ", cell
    for overlay in book.overlays(name):
        yield Place(name, overlay.top, overlay.left), overlay.what, overlay.text
    for text in _HEADER.findall(book.text(name)):
        yield whole, "页眉或页脚", unescape(text)


@lru_cache(maxsize=4096)  # most texts are those of the form
def _other_of(text: str, own: frozenset[Measure]) -> str:
    """Give the unit that a text says, where it measures what the `own` units do, and is none of them."""
    bare = "".join(text.split())
    for unit in (*units_in(bare), bare):
        measure = measure_of(unit)
        if measure is not None and measure not in own and any(measure.of == each.of for each in own):
            return unit
    return ""
