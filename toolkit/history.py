"""Last year's figures of each unit, from last year's results; a merged unit has the sum of its predecessors'."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from io import StringIO
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.expression import Key
from toolkit.form import Form
from toolkit.roster import Unit
from toolkit.submission import Figure, Mark, exact

COLUMNS = ("unit_code", "table", "row", "column", "value")  # of units.csv


@dataclass(frozen=True, kw_only=True)
class History:
    """Last year's figures by unit code. ``source`` says where they come from, for the cover."""

    source: str = ""
    figures: Mapping[str, Mapping[Key, Figure]] = field(default_factory=dict)

    def of(self, unit: Unit) -> dict[Key, Figure]:
        """Return the opening figures of a unit: its own, or the sums of what it took over; {} when unknown.

        A unit with predecessors is known only when all of them are.
        """
        codes = unit.predecessors or (unit.code,)
        parts = [self.figures.get(code) for code in codes]
        known = [part for part in parts if part is not None]
        if len(known) != len(parts):
            return {}
        if len(known) == 1:
            return dict(known[0])
        return {key: _sum([part[key] for part in known]) for key in known[0] if all(key in part for part in known)}


    def county(self) -> dict[Key, Figure]:
        """Return the sums over all units of last year."""
        parts = list(self.figures.values())
        return {key: _sum([part[key] for part in parts]) for key in parts[0] if all(key in p for p in parts)} if parts else {}


def _sum(figures: list[Figure]) -> Figure:
    amounts = [figure for figure in figures if not isinstance(figure, Mark)]
    return exact(sum(amounts, Decimal(0))) if amounts else figures[0]


def read_history(form: Form, source: Path | None) -> History:
    """Read last year's figures from its folder, or from its units.csv. Raises UsageError when they are not there."""
    if source is None:
        return History()
    path = source / "summary" / "units.csv" if source.is_dir() else source
    if not path.is_file():
        raise UsageError(f"上年数 {source} 里没有 summary/units.csv。请先汇总上年，或写出 units.csv 的路径。")
    figures: dict[str, dict[Key, Figure]] = {}
    known: dict[tuple[str, str, str], Key] = {key: key for key in form.cells}
    try:
        lines = csv.reader(StringIO(path.read_text(encoding="utf-8-sig")))
        head = next(lines, [])
        code, table, row, column, value = (head.index(name) for name in COLUMNS)
        for line in filter(None, lines):
            key = known.get((line[table], line[row], line[column]))
            if key is not None:
                figures.setdefault(line[code], {})[key] = _figure(line[value])
    except (OSError, ValueError, IndexError, InvalidOperation) as error:
        raise UsageError(f"上年数 {path} 读不了：{error}") from error
    return History(source=source.name, figures=figures)


@lru_cache(maxsize=4096)  # most figures are small counts
def _figure(text: str) -> Figure:
    if text in {Mark.BLANK.value, Mark.NOT_APPLICABLE.value}:
        return Mark(text)
    return exact(Decimal(text))
