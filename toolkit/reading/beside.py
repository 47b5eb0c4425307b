"""Another unit than the printed one, beside a table, on its tab, in a reason: perhaps the figures'."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from html import unescape
from itertools import chain

from toolkit.form.measures import UNIT, Measure, measure_of, units_in
from toolkit.form.model import Form, Key
from toolkit.layout.layout import REASONS, Place, Role, TableGrid, lay_out
from toolkit.reading.locating import FAR, Rows, bare_label, content_at
from toolkit.reading.opened import Opened

_LONGEST = 40  # letters of what was found that are quoted
_SOME = re.compile("[1-9１-９]")
_FILLED_IN = re.compile(rf"(?<![不没未非勿别])(?<![不没未非勿别]是)[按以]({UNIT})(?:为单位|填|计|统计|列)")
_COUNTED = re.compile(rf"(?<![0-9.])([0-9](?:[,，]?[0-9])*(?:\.[0-9]+)?)({UNIT})")
_HEADER = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]*)<")


def other_unit(
    form: Form, grid: TableGrid, book: Opened, name: str, rows: Rows, moved: Mapping[Key, Place]
) -> tuple[Place, str, str] | None:
    """Find another unit than the printed one where it may be that of an amount in the table.

    Give the place, what stands there, and what is unsure by it. Raises Refused.
    """
    places = lay_out(form).places
    measured = _measured(form, grid.table.key)
    amounts = [key for key in measured if _is_some(rows, moved.get(key) or places[key])]
    if not amounts:  # 0 is 0 in every unit
        return None
    usual = form.kind(amounts[0]).unit
    own = _own(form, grid.table.key)
    printed = {bare_label(box.text) for box in grid.captions}
    held = {_number_at(rows, moved.get(key) or places[key]) for key in amounts}
    said = ((at, f" {at.a1} ", text, _other_of(text, own)) for at, text in _cells(name, rows))
    around = ((at, where, text, _other_of(text, own)) for at, where, text in _around(book, name))
    reasons = (
        (Place(name, -1, -1), f"“{REASONS}”的 {at.a1} ", text, _told(text, own, held))
        for at, text in _reasons(form, book, amounts)
    )
    for at, where, text, unit in chain(said, around, reasons):
        if unit and bare_label(text) not in printed:
            what = f"{where}写着“{text.strip()[:_LONGEST]}”，表里印的单位却是“{usual}”"
            return at, what, f"“{form.label(amounts[0])}”是按“{unit}”还是按“{usual}”填的"
    return None


@lru_cache(maxsize=64)
def _measured(form: Form, table: str) -> tuple[Key, ...]:
    """Return the figures of a table that are amounts of a unit."""
    return tuple(key for key in form.inputs if key.table == table and measure_of(form.kind(key).unit))


@lru_cache(maxsize=64)
def _own(form: Form, table: str) -> frozenset[Measure]:
    """Return the units that a table prints, and those of its figures."""
    units = {form.kind(key).unit for key in _measured(form, table)}
    for box in lay_out(form).grids[table].captions:
        units |= {box.text} if box.role is Role.UNIT else {*units_in(box.text)}
    return frozenset(filter(None, map(measure_of, units)))


def _is_some(rows: Rows, here: Place) -> bool:
    return _SOME.search(str(content_at(rows, here.row, here.column))) is not None


def _number_at(rows: Rows, here: Place) -> Decimal | None:
    try:
        return Decimal(str(content_at(rows, here.row, here.column)).strip())
    except InvalidOperation:
        return None


def _cells(name: str, rows: Rows) -> Iterator[tuple[Place, str]]:
    """Give the texts of a sheet's cells."""
    for row, line in enumerate(rows[:FAR]):
        for column, cell in enumerate(line):
            if cell and isinstance(cell, str):
                yield Place(name, row, column), cell


def _around(book: Opened, name: str) -> Iterator[tuple[Place, str, str]]:
    """Give what else is printed with a sheet, and where; comments are not."""
    whole = Place(name, -1, -1)
    yield whole, "工作表的名称", name
    for overlay in book.overlays(name):
        yield Place(name, overlay.top, overlay.left), overlay.what, overlay.text
    for text in _HEADER.findall(book.text(name)):
        yield whole, "页眉或页脚", unescape(text)


def _reasons(form: Form, book: Opened, amounts: Iterable[Key]) -> Iterator[tuple[Place, str]]:
    """Give the explanations that the unit has written to what rules ask about the amounts."""
    named = {*map(str, amounts)}
    asking = {rule.id for rule in form.rules if named.intersection(rule.over)}
    for line, at in lay_out(form).reasons.items():
        if line.partition(".")[0] not in asking:
            continue
        text = content_at(book.rows(at.sheet), at.row, at.column)
        if text and isinstance(text, str):
            yield at, text


@lru_cache(maxsize=4096)  # most texts are those of the form
def _other_of(text: str, own: frozenset[Measure]) -> str:
    """Give the unit that a text says, where it measures what the `own` units do, and is none of them."""
    bare = "".join(text.split())
    return next((unit for unit in (*units_in(bare), bare) if _is_other(unit, own)), "")


def _told(text: str, own: frozenset[Measure], held: Collection[Decimal | None]) -> str:
    """Give the unit in which an explanation says the amounts were filled in, or one of the `held` itself."""
    bare = "".join(text.split())
    filled = (found[1] for found in _FILLED_IN.finditer(bare))
    counted = (
        found[2]
        for found in _COUNTED.finditer(bare)
        if Decimal(found[1].replace(",", "").replace("，", "")) in held
    )
    return next((unit for unit in chain(filled, counted) if _is_other(unit, own)), "")


def _is_other(unit: str, own: frozenset[Measure]) -> bool:
    measure = measure_of(unit)
    return measure is not None and measure not in own and any(measure.of == each.of for each in own)
