"""The figures of many units as exact whole-number columns: the ground on which rules are judged.

Binary fractions never enter: each figure is kept in the smallest steps of its kind (件: 1, 万元: 0.000001),
however long it gets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from toolkit.answers.submission import Submission
from toolkit.form.model import Amount, Figure, Form, Key, Mark, Ref, exact_amount

Amounts: TypeAlias = Sequence[int]
_NONE = frozenset[int]()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One figure of all units: ``amounts`` in steps of its kind (0 for none).

    And the places of the units where it is ``blank``, or something ``unreadable`` stands.
    """

    amounts: Amounts
    blank: frozenset[int] = _NONE
    unreadable: frozenset[int] = _NONE


@dataclass(frozen=True, kw_only=True)
class UnitColumns:
    """All figures of all units, one `Column` for each.

    ``last`` for last year's, as far as rules need them.
    """

    form: Form
    units: int
    this: Mapping[Key, Column]
    last: Mapping[Key, Column]
    stated: Mapping[Key, Column]

    def amounts(self, ref: Ref, unit: int, *, stated: bool = False) -> Amounts:
        """Return a figure of all units in steps of 1/`unit`; ``stated`` as the sheet shows it."""
        source = self.last if ref.last else self.stated if stated and ref.key in self.stated else self.this
        amounts, steps = source[ref.key].amounts, unit // self.form.kind(ref.key).quantum
        return amounts if steps == 1 else [amount * steps for amount in amounts]


def gather_columns(
    form: Form, submissions: Sequence[Submission], last: Sequence[Mapping[Key, Figure]]
) -> UnitColumns:
    """Put the units' figures side by side, totals recomputed from typed cells.

    `last` runs beside `submissions`.
    """
    confirmed = frozenset(place for place, s in enumerate(submissions) if s.zero_blanks)
    this = {key: _column(form, key, [s.figures for s in submissions]) for key in form.inputs}
    this = {key: _settle(form, key, column, confirmed) for key, column in this.items()}
    for key in form.cells:
        if not form.is_input(key):
            this[key] = _total(form, key, this)
    before = {key: _column(form, key, last) for key in form.last_refs}
    stated = {}
    for key in form.parts:
        if any(key in s.stated for s in submissions):
            typed = _column(form, key, [s.stated for s in submissions])
            stated[key] = _instead(typed, this[key])
    return UnitColumns(form=form, units=len(submissions), this=this, last=before, stated=stated)


def amount_of(form: Form, key: Key, steps: int) -> Amount:
    """Turn whole steps of a figure's kind back into the amount."""
    return exact_amount(Decimal(steps) / form.kind(key).quantum)


def _column(form: Form, key: Key, sources: Sequence[Mapping[Key, Figure]]) -> Column:
    quantum = form.kind(key).quantum
    figures = [source.get(key, Mark.BLANK) for source in sources]
    numbers = [figure for figure in figures if isinstance(figure, int)]
    if quantum == 1 and len(numbers) == len(figures):  # as nearly every column
        return Column(amounts=numbers)
    return Column(
        amounts=[0 if isinstance(figure, Mark) else int(figure * quantum) for figure in figures],
        blank=frozenset(place for place, figure in enumerate(figures) if figure is Mark.BLANK),
        unreadable=frozenset(place for place, figure in enumerate(figures) if figure is Mark.UNREADABLE),
    )


def _settle(form: Form, key: Key, column: Column, confirmed: frozenset[int]) -> Column:
    """Blanks that the unit confirmed to be 0 are no longer blank."""
    if not column.blank or not form.required(key):
        return column
    return replace(column, blank=column.blank - confirmed)


def _total(form: Form, key: Key, this: Mapping[Key, Column]) -> Column:
    leaves = [this[leaf] for leaf in form.leaves[key]]
    return Column(
        amounts=[*map(sum, zip(*(leaf.amounts for leaf in leaves), strict=True))],
        blank=_NONE.union(*(leaf.blank for leaf in leaves)),
        unreadable=_NONE.union(*(leaf.unreadable for leaf in leaves)),
    )


def _instead(typed: Column, computed: Column) -> Column:
    """Take what the sheet states where it states something, our own sum elsewhere."""
    pairs = enumerate(zip(typed.amounts, computed.amounts, strict=True))
    return Column(
        amounts=[ours if place in typed.blank else stated for place, (stated, ours) in pairs],
        blank=typed.blank & computed.blank,
        unreadable=typed.unreadable,
    )
