"""Comparing with last year on the same units.

Each counted unit with what it was, its predecessors included.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from toolkit.answers.baseline import Baseline, BothYears
from toolkit.answers.units import History, Unit
from toolkit.county.consolidation import Consolidation
from toolkit.form.model import Figure, Key, Mark, side_by_side, sum_figures

PARTLY = "上年数只登记了一部分"
SHARED = "前身同时列在别的单位名下"
NO_BASE = "没有上年数"

Pair = tuple[Mapping[Key, Figure], Mapping[Key, Figure]]


def same_units(consolidation: Consolidation, history: History) -> Baseline | None:
    """Put both years of the counted units side by side; None where no counted unit has a last year.

    A unit is left out when last year is not known of it, only in part, or when another unit claims the same
    predecessor: its figures of one year alone would be taken for a change.
    """
    units = {
        standing.unit: figures
        for standing, figures in zip(consolidation.counted, consolidation.figures, strict=True)
    }
    opening = {unit: history.of(unit) for unit in units}
    known = {key for figures in opening.values() for key in figures}
    claims = Counter(code for unit in units for code in set(history.origins(unit)))
    left_out: dict[str, str] = {}
    for unit, figures in opening.items():
        if why := _without_base(unit, figures, known, claims, history):
            left_out[f"{unit.code} {unit.name}"] = why
    pairs = {
        unit: (opening[unit], figures)
        for unit, figures in units.items()
        if f"{unit.code} {unit.name}" not in left_out
    }
    if not pairs:
        return None
    kinds = {
        kind: _both([pair for unit, pair in pairs.items() if unit.kind == kind])
        for kind in consolidation.kinds
        if any(unit.kind == kind for unit in pairs)
    }
    return Baseline(
        codes=frozenset(unit.code for unit in pairs),
        county=_both(list(pairs.values())),
        kinds=kinds,
        left_out=left_out,
        gone=_gone(list(pairs), history),
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


def _both(pairs: Sequence[Pair]) -> BothYears:
    """Add both sides up; last year's only where the same units state a number in both years."""
    keys = [*pairs[0][1]]
    before = side_by_side(keys, [opening for opening, _ in pairs])
    now = side_by_side(keys, [figures for _, figures in pairs])
    last = {key: sum_figures(before[key]) for key in keys if _stated(before[key]) == _stated(now[key])}
    return BothYears(last=last, this={key: sum_figures(column) for key, column in now.items()})


def _stated(figures: Sequence[Figure]) -> Sequence[bool]:
    """Say of each unit whether it states a number."""
    return () if Mark not in {*map(type, figures)} else [type(figure) is not Mark for figure in figures]


def _gone(compared: Sequence[Unit], history: History) -> tuple[str, ...]:
    """Name last year's units that no compared unit is, or was."""
    used = {code for unit in compared for code in (unit.code, *history.origins(unit))}
    return tuple(
        f"{code} {history.names.get(code, '')}".strip() for code in history.figures if code not in used
    )
