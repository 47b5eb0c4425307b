"""By what the workbooks of one text of a form are known: what is asked, in which units, by which rules.

A form of one's own may be changed after its workbooks went out, and its edition forgotten. What stands
then in a cell was an answer to other words, or counted in 元 where 万元 is asked now.
"""

import hashlib
from collections.abc import Collection

from toolkit.form.model import Form, Key

_LENGTH, _OF_ONE = 12, 6  # hexadecimal digits
_BETWEEN = "-"


def stamp_of(form: Form) -> str:
    """Return the stamp: one of all cells in their order, one of the rules, and a short one of each cell."""
    cells = [cell_stamp(form, key) for key in form.cells]
    rules = [repr(one) for one in (*form.rules, form.gate)]
    return _BETWEEN.join((_digest(*cells), _digest(*rules), "".join(cells)))


def cell_stamp(form: Form, key: Key) -> str:
    """Return by what a cell is known: the words round it, and what is counted in it."""
    table, kind = form.table(key.table), form.kind(key)
    lines = (form.row(key), form.column(key))
    groups = [table.groups[one] for line in lines for one in table.ancestry(line.group)]
    words = [
        *(group.label for group in groups if group.printed),
        *("".join(one.label.split()) for one in lines),
    ]
    counted = (form.is_input(key), form.said_unit(key), kind.decimals, kind.signed)
    return _digest(*words, *map(str, counted))[:_OF_ONE]


def cells_in(stamp: str) -> Collection[str]:
    """Return the stamps of the cells of a form."""
    cells = stamp.rpartition(_BETWEEN)[2]
    return {cells[start : start + _OF_ONE] for start in range(0, len(cells), _OF_ONE)}


def same_cells(one: str, other: str) -> bool:
    """Whether by two stamps the same is asked, whatever the rules; where one is missing nobody knows."""
    return not (one and other) or one.partition(_BETWEEN)[0] == other.partition(_BETWEEN)[0]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\t".join(parts).encode()).hexdigest()[:_LENGTH]
