"""Comparing with last year on the same units.

Each counted unit with what it was, its predecessors included.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import compress
from typing import TypeAlias

from toolkit.answers.baseline import Baseline, BothYears
from toolkit.answers.last_year import History
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.form.model import Figure, Key, Mark, side_by_side, sum_figures

PARTLY = "上年数只登记了一部分"
SHARED = "前身同时列在别的单位名下"
NO_BASE = "没有上年数"
NOT_THERE, NOT_COUNTED, NOT_YET = "今年的名录里没有", "今年不计入", "今年还没有计入"
NOT_COMPARED = "今年的单位没有上年数可比"

Columns: TypeAlias = Mapping[Key, Sequence[Figure]]  # each figure of the same units, in their order


def same_units(consolidation: Consolidation, history: History) -> Baseline | None:
    """Put both years of the counted units side by side; None where no counted unit has a last year.

    A unit is left out when last year is not known of it, only in part, or when another unit claims the same
    predecessor: its figures of one year alone would be taken for a change.
    """
    opening = {standing.unit: history.of(standing.unit) for standing in consolidation.counted}
    known = {key for figures in opening.values() for key in figures}
    claims = Counter(code for unit in opening for code in set(history.origins(unit)))
    left_out: dict[str, str] = {}
    for unit, figures in opening.items():
        if why := _without_base(unit, figures, known, claims, history):
            left_out[unit.label] = why
    compared = [unit for unit in opening if unit.label not in left_out]
    if not compared:
        return None
    codes = frozenset(unit.code for unit in compared)
    c, now = consolidation, consolidation.columns
    if left_out:
        now = _only(now, [s.unit.code in codes for s in c.counted])
    before = side_by_side([*now], [opening[unit] for unit in compared])
    alike = {key for key in now if _stated(before[key]) == _stated(now[key])}
    of = {kind: [unit.kind == kind for unit in compared] for kind in c.kinds}
    # where all are compared, this year's sums are the county's own
    kinds = {
        kind: _both(_only(before, mine), _only(now, mine), alike, None if left_out else c.subtotals[kind])
        for kind, mine in of.items()
        if any(mine)
    }
    return Baseline(
        codes=codes,
        county=_both(before, now, alike, None if left_out else c.totals),
        kinds=kinds,
        left_out=left_out,
        gone=_gone(consolidation, compared, history),
    )


def _without_base(
    unit: Unit, opening: Mapping[Key, Figure], known: set[Key], claims: Mapping[str, int], history: History
) -> str:
    """Say why a unit cannot be compared; empty when it can."""
    if not opening:
        return history.note(unit) or NO_BASE
    if known - opening.keys():
        return PARTLY
    registered = unit.code in history.given
    return SHARED if not registered and any(claims[code] > 1 for code in history.origins(unit)) else ""


def _only(columns: Columns, mine: Sequence[bool]) -> Columns:
    """Choose the figures of some of the units."""
    return {key: [*compress(column, mine)] for key, column in columns.items()}


def _both(
    before: Columns, now: Columns, alike: Collection[Key], this: Mapping[Key, Figure] | None
) -> BothYears:
    """Add both sides up, unless `this` year's sums are known.

    Last year's only where the same units state a number in both years, as they do of the figures `alike`.
    """
    last = {
        key: sum_figures(before[key])
        for key in now
        if key in alike or _stated(before[key]) == _stated(now[key])
    }
    return BothYears(last=last, this=this or {key: sum_figures(column) for key, column in now.items()})


def _stated(figures: Sequence[Figure]) -> Sequence[bool]:
    """Say of each unit whether it states a number."""
    return () if Mark not in {*map(type, figures)} else [type(figure) is not Mark for figure in figures]


def _gone(consolidation: Consolidation, compared: Sequence[Unit], history: History) -> Mapping[str, str]:
    """Name last year's units that no compared unit is, or was, and why: who is no more is not merely late."""
    used = _origins(compared, history)
    counted = _origins([standing.unit for standing in consolidation.counted], history)
    due = _origins(consolidation.roster.due, history)

    def why(code: str) -> str:
        if code in counted:
            return NOT_COMPARED
        if code in due:
            return NOT_YET
        unit = consolidation.roster.find(code)
        return NOT_THERE if unit is None else NOT_COUNTED if unit.owes else unit.status

    return {history.label(code): why(code) for code in history.figures if code not in used}


def _origins(units: Sequence[Unit], history: History) -> Collection[str]:
    """Return the codes of units, and last year's of what they were."""
    return {code for unit in units for code in (unit.code, *history.origins(unit))}
