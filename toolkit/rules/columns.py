"""The figures of many units as exact whole-number columns: the ground on which rules are judged.

Binary fractions never enter: each figure is kept in the smallest steps of its kind (件: 1, 万元: 0.000001).
A column with an amount of which sums might not fit into 64 bits holds numbers of any length instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from toolkit.answers.units import Submission
from toolkit.form.model import Amount, Figure, Form, Key, Mark, Ref, exact_amount
from toolkit.rules.evaluation import Amounts, Truths

_SUMMED_IN_64_BITS = 10**10  # in steps of a millionth, hundreds of such amounts


@dataclass(frozen=True, kw_only=True)
class Column:
    """One figure of all units: ``amounts`` in steps of its kind (0 for none) and what stands there."""

    amounts: Amounts
    blank: Truths
    unreadable: Truths


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
        return source[ref.key].amounts * (unit // self.form.kind(ref.key).quantum)


def gather_columns(
    form: Form, submissions: Sequence[Submission], last: Sequence[Mapping[Key, Figure]]
) -> UnitColumns:
    """Put the units' figures side by side, totals recomputed from typed cells.

    `last` runs beside `submissions`.
    """
    confirmed = np.array([submission.zero_blanks for submission in submissions], dtype=bool)
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
    if quantum == 1 and {*map(type, figures)} == {int}:  # as nearly every column
        known = np.zeros(len(sources), dtype=bool)
        return Column(amounts=np.array(figures, dtype=_width(figures)), blank=known, unreadable=known)
    amounts = np.zeros(len(sources), dtype=_width([f for f in figures if not isinstance(f, Mark)]))
    blank = np.zeros(len(sources), dtype=bool)
    unreadable = np.zeros(len(sources), dtype=bool)
    for i, figure in enumerate(figures):
        if not isinstance(figure, Mark):
            if figure:
                amounts[i] = int(figure * quantum)
        elif figure is Mark.BLANK:
            blank[i] = True
        elif figure is Mark.UNREADABLE:
            unreadable[i] = True
    return Column(amounts=amounts, blank=blank, unreadable=unreadable)


def _width(amounts: Sequence[Any]) -> type[np.int64] | type[object]:
    """Return what holds the amounts, and whatever a form adds up of them, without losing a digit."""
    return object if amounts and max(map(abs, amounts)) > _SUMMED_IN_64_BITS else np.int64


def _settle(form: Form, key: Key, column: Column, confirmed: Truths) -> Column:
    """Blanks that the unit confirmed to be 0 are no longer blank."""
    if not form.required(key):
        return column
    return Column(amounts=column.amounts, blank=column.blank & ~confirmed, unreadable=column.unreadable)


def _total(form: Form, key: Key, this: Mapping[Key, Column]) -> Column:
    leaves = [this[leaf] for leaf in form.leaves[key]]
    return Column(
        amounts=np.sum([leaf.amounts for leaf in leaves], axis=0),
        blank=np.logical_or.reduce([leaf.blank for leaf in leaves]),
        unreadable=np.logical_or.reduce([leaf.unreadable for leaf in leaves]),
    )


def _instead(typed: Column, computed: Column) -> Column:
    """Take what the sheet states where it states something, our own sum elsewhere."""
    return Column(
        amounts=np.where(typed.blank, computed.amounts, typed.amounts),
        blank=typed.blank & computed.blank,
        unreadable=typed.unreadable,
    )
