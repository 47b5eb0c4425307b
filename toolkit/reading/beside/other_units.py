"""Another unit than the printed one, beside a table, on its tab, in a reason: perhaps the figures'."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import chain

from toolkit.answers.spelling import COUNTERS
from toolkit.form.measures import UNIT, UNIT_ENDS, Measure, measure_of, units_in
from toolkit.form.model import Form, Key
from toolkit.layout.layout import REASONS, Place, Role, TableGrid, lay_out
from toolkit.reading.beside.statements import Aside
from toolkit.reading.locating import QUOTED, Rows, content_at, reason_places

_MAY_SAY = re.compile(f"[位{UNIT_ENDS}]")  # 单位, or a unit
_SOME = re.compile("[1-9１-９]")
_FILLED_IN = re.compile(rf"(?<![不没未非勿别])(?<![不没未非勿别]是)[按以]({UNIT})(?:为单位|填|计|统计|列)")
_COUNTED = re.compile(rf"(?<![0-9.])([0-9](?:[,，]?[0-9])*(?:\.[0-9]+)?)({UNIT})")
_MANY = "十百千万亿"
_MANY_OF = re.compile(rf"单位(?:[:：]|是|为|用)([{_MANY}]{{1,2}}(?:人次|[{COUNTERS}]))(?![一-鿿])")


def other_unit(
    form: Form,
    grid: TableGrid,
    name: str,
    rows: Rows,
    moved: Mapping[Key, Place],
    said: Sequence[Aside],
    rows_of: Callable[[str], Rows],
) -> tuple[Place, str, str] | None:
    """Find another unit than the printed one, `said` where it may be that of an amount in the table.

    Explanations are looked for in the rows of their sheet, `rows_of` its name. Give the place, what stands
    there, and what is unsure by it. Raises Refused.
    """
    table, places = grid.table.key, lay_out(form).places
    stated = [(at, where, text, what.measure) for at, where, text, what in said if what.measure]
    for at, where, text, unit in chain(stated, _told(form, grid, name, rows, moved, rows_of)):
        # 0 is 0 in every unit
        meant = (
            key for key in _figures_of(form, table, unit) if _is_some(rows, moved.get(key) or places[key])
        )
        for key in meant:
            usual = form.kind(key).unit or unit.lstrip(_MANY)
            what = f"{where}写着“{text.strip()[:QUOTED]}”，表里印的单位却是“{usual}”"
            return at, what, f"“{form.label(key)}”是按“{unit}”还是按“{usual}”填的"
    return None


@lru_cache(maxsize=64)
def _figures_of(form: Form, table: str, unit: str) -> tuple[Key, ...]:
    """Return the figures of a table that measure what a unit does; where it counts, those that count."""
    return tuple(key for key in form.inputs if key.table == table and _of(form.kind(key).unit) == _of(unit))


def _of(unit: str) -> str | None:
    measure = measure_of(unit)
    return measure.of if measure else None


@lru_cache(maxsize=64)
def _own(form: Form, table: str) -> frozenset[Measure]:
    """Return the units that a table prints, and those of its figures."""
    units = {form.kind(key).unit for key in form.inputs if key.table == table}
    for box in lay_out(form).grids[table].captions:
        units |= {box.text} if box.role is Role.UNIT else {*units_in(box.text)}
    return frozenset(filter(None, map(measure_of, units)))


def _is_some(rows: Rows, here: Place) -> bool:
    return _SOME.search(str(content_at(rows, here.row, here.column))) is not None


def _number_at(rows: Rows, here: Place) -> Decimal | None:
    return _number(str(content_at(rows, here.row, here.column)).strip())


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None


def _told(
    form: Form,
    grid: TableGrid,
    name: str,
    rows: Rows,
    moved: Mapping[Key, Place],
    rows_of: Callable[[str], Rows],
) -> Iterator[tuple[Place, str, str, str]]:
    """Give the explanations to what rules ask about the table's amounts, and the other unit that each says.

    The one in which they were filled in, or one behind the very number that stands in the cell.
    """
    layout, own = lay_out(form), _own(form, grid.table.key)
    places, asked = layout.places, _asked(form, grid.table.key)
    explained = rows_of(REASONS) if asked else []
    reasons = reason_places(layout, explained) if asked else {}
    for key, line in asked:
        at = reasons.get(line)
        if at is None:
            continue
        text = content_at(explained, at.row, at.column)
        if not text or not isinstance(text, str):
            continue
        bare, held = "".join(text.split()), _number_at(rows, moved.get(key) or places[key])
        units = [found[1] for found in _FILLED_IN.finditer(bare)]
        units += [found[2] for found in _COUNTED.finditer(bare) if _number(found[1]) == held]
        unit = next((unit for unit in units if _is_other(unit, own)), "")
        if unit:
            yield Place(name, -1, -1), f"“{at.sheet}”的 {at.a1} ", text, unit


@lru_cache(maxsize=64)
def _asked(form: Form, table: str) -> tuple[tuple[Key, str], ...]:
    """Return the amounts of a table that a rule asks about, and the line in which the unit explains them."""
    about = {(rule.id, name) for rule in form.rules for name in rule.over}
    return tuple(
        (key, line)
        for line in lay_out(form).reasons
        for key in form.inputs
        if key.table == table
        and measure_of(form.kind(key).unit)
        and (line.partition(".")[0], str(key)) in about
    )


def measure_stated(form: Form, table: str, text: str) -> str:
    """Give the first unit that a text says, where it is another than those of a table, or counts by many."""
    own = _own(form, table)
    return next((u for u in _measures_in(text) if measure_of(u) is None or _is_other(u, own)), "")


@lru_cache(maxsize=64)  # the title line is the same on all sheets
def _measures_in(text: str) -> tuple[str, ...]:
    """Give the units that a text says; where it counts by the hundred or so, that one alone."""
    if not _MAY_SAY.search(text):
        return ()
    bare = "".join(text.split())
    many = _MANY_OF.search(bare)
    return (many[1],) if many else tuple(unit for unit in (*units_in(bare), bare) if measure_of(unit))


def _is_other(unit: str, own: frozenset[Measure]) -> bool:
    measure = measure_of(unit)
    return measure is not None and measure not in own and any(measure.of == each.of for each in own)
