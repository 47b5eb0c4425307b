"""A table that stands once more on its own sheet with other figures: nobody knows which of the two counts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from toolkit.form.model import Figure, Form, Key, Mark, with_totals
from toolkit.layout.layout import Place, Role, TableGrid, lay_out
from toolkit.reading.locating import HEAD_ROOM, Rows, bare_label, content_at, holds_figure, title_lines

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_YEAR = re.compile(r"20[0-9]{2}(?=年)")
_SHARE = 2  # with less than half of a table's labels it is no second table


def said_again(
    form: Form, grid: TableGrid, name: str, rows: Rows, spots: Sequence[Place], figures: Mapping[Key, Figure]
) -> tuple[Place, Sequence[Key]] | None:
    """Find a table again beside or below itself, with other figures than its own, `figures`.

    At `spots` something stands in the sheet `name` that is none of the form's. Give where the second one
    begins, and the figures of the lines that differ. One that says of itself that it is another year's is
    passed over, and a blank one.
    """
    texts = {at: text for at in spots if isinstance(text := content_at(rows, at.row, at.column), str)}
    called = {at: bare_label(text) for at, text in texts.items()}
    printed = _labels(form, grid.table.key)
    again = [at for at in called if called[at] in printed]
    if len({called[at] for at in again}) * _SHARE < len(printed):
        return None
    if _of_another_year(name, rows, texts.values()):
        return None
    whole = with_totals(form, figures)
    held = [at for at in spots if holds_figure(content_at(rows, at.row, at.column))]
    differ: dict[Key, None] = {}
    for keys, cells in _lines(form, grid, called, held):
        said = _some(_number(content_at(rows, at.row, at.column)) for at in cells)
        typed, all_of = (
            _some(whole[key] for key in keys if form.is_input(key) or totals) for totals in (False, True)
        )
        if said not in ([], typed, all_of):
            differ.update(dict.fromkeys(keys))
    return (again[0], [*differ]) if differ else None


@lru_cache(maxsize=64)
def _labels(form: Form, table: str) -> frozenset[str]:
    """Return the labels that a table prints."""
    boxes = lay_out(form).grids[table].captions
    return frozenset(filter(None, (bare_label(box.text) for box in boxes)))


@lru_cache(maxsize=64)
def _keys_by_label(form: Form, table: str) -> Mapping[str, Sequence[Key]]:
    """Return the figures of each row of a table, by its label; none where rows have no labels."""
    grid = lay_out(form).grids[table]
    named = {box.top: bare_label(box.text) for box in grid.captions if box.role is Role.LABEL}
    lines: dict[str, list[Key]] = {}
    for key, box in grid.figures.items():
        if box.top in named:
            lines.setdefault(named[box.top], []).append(key)
    return lines


def _lines(
    form: Form, grid: TableGrid, called: Mapping[Place, str], held: Sequence[Place]
) -> Iterator[tuple[Sequence[Key], Sequence[Place]]]:
    """Give the figures of each row of the table, and the cells that stand for them in the second one."""
    known = _keys_by_label(form, grid.table.key)
    for label in (at for at in called if called[at] in known):
        yield known[called[label]], [at for at in held if at.row == label.row and at.column > label.column]
    if not known:
        rows = groupby(held, key=lambda at: at.row)
        for top, (_, cells) in zip(grid.figure_rows, rows, strict=False):
            yield [key for key, box in grid.figures.items() if box.top == top], [*cells]


def _some(amounts: Iterable[Figure]) -> Sequence[Figure]:
    """Return those that are known and not 0."""
    return [amount for amount in amounts if amount and not isinstance(amount, Mark)]


def _number(raw: object) -> Decimal:
    found = _NUMBER.search(bare_label(str(raw)))
    return Decimal(found[0].replace(",", "")) if found else Decimal(0)


def _of_another_year(name: str, rows: Rows, texts: Iterable[str]) -> bool:
    """Whether what stands beside a table speaks of other years than that of the table, and not of this."""
    own = {year for _, _, year in title_lines(name, rows, HEAD_ROOM)}
    years = {year for text in texts for year in _YEAR.findall(bare_label(text))}
    return bool(years and own) and years.isdisjoint(own)
