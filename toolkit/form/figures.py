"""What can stand in one cell of a form: a number, exactly; a blank; 不适用; or what could not be read.

Blank, zero and 不适用 are three. Whoever works with a form takes these from `toolkit.form.model`,
beside `Form`.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from itertools import repeat
from typing import TypeAlias, TypeVar

T = TypeVar("T")


class Mark(Enum):
    """What stands in a figure's cell when it is not a number."""

    BLANK = ""
    NOT_APPLICABLE = "/"
    UNREADABLE = "?"


NOT_APPLICABLE = frozenset({"/", "\\", "不适用", "N/A", "n/a"})  # how that is written

Amount: TypeAlias = int | Decimal
Figure: TypeAlias = Amount | Mark

SIGNIFICANT = 15  # digits that Excel keeps and shows; what lies behind them is the noise of binary fractions


def exact_amount(amount: Decimal) -> Amount:
    """Give a whole amount as int, any other as the shortest Decimal: equal amounts are written alike.

    12, 12.0 and 1.2E+1 are one amount, 12; 0.50 万元 is 0.5. Nothing is rounded.
    """
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()


def kept_figure(figure: Figure) -> Figure:
    """Return what a cell of a workbook keeps of a figure: fifteen digits."""
    return figure if isinstance(figure, Mark) else kept_amount(figure)


def kept_amount(amount: float | Decimal) -> Amount:
    """Return an amount to fifteen digits: what lies behind is the noise of binary fractions."""
    return exact_amount(Decimal(format(Decimal(amount), f".{SIGNIFICANT}g")))


def plain_digits(figure: Figure) -> str:
    """Write a figure as the data files do.

    Digits without exponent or separators, "" for blank, "/" for 不适用.

    Counts are whole numbers (件, 人, 份 …), money stands in the form's unit (万元 in the national forms) with
    as many decimals as were typed. What could not be read has a word of its own, which no number has.
    """
    if type(figure) is int:  # most are
        return str(figure)
    if isinstance(figure, Mark):
        return str(figure.value)
    return format(figure, "f") if isinstance(figure, Decimal) else str(figure)


def figure_in_words(written: str) -> str:
    """Say what a written figure is to a person.

    A blank and a text that could not be read have words of their own.
    """
    return {Mark.BLANK.value: "空白", Mark.UNREADABLE.value: "读不准"}.get(written, written)


def side_by_side(names: Sequence[T], units: Iterable[Mapping[T, Figure]]) -> dict[T, Sequence[Figure]]:
    """Return the figures of these names of all units, name by name; where a unit has none, a blank.

    Read unit by unit: those of thousands lie far apart in memory.
    """
    rows = [[*map(figures.get, names, repeat(Mark.BLANK))] for figures in units]
    return dict(zip(names, zip(*rows, strict=True) if rows else repeat(()), strict=False))


def added_amount(figures: Mapping[T, Figure], names: Iterable[T]) -> Amount | None:
    """Add the figures of these names up, exactly; None as soon as one of them is not a number."""
    amounts = [figures.get(name, Mark.BLANK) for name in names]
    if any(isinstance(amount, Mark) for amount in amounts):
        return None
    return exact_amount(sum((Decimal(amount) for amount in amounts), Decimal(0)))  # type: ignore[arg-type]


def sum_figures(figures: Sequence[Figure]) -> Figure:
    """Add figures up, exactly; without any number the sum is 不适用 where all are, and blank otherwise.

    Blanks and 不适用 beside a number count as nothing in the sum; how many units stated a figure is the
    business of whoever shows the sum.
    """
    try:
        total = sum(figures)  # type: ignore[arg-type]  # tried first: mostly there are numbers only
        amounts: Sequence[Figure] = figures
    except TypeError:
        amounts = [figure for figure in figures if not isinstance(figure, Mark)]
        total = sum(amounts)  # type: ignore[arg-type]
    if amounts:
        return exact_amount(total) if isinstance(total, Decimal) else total
    nothing = figures and all(figure is Mark.NOT_APPLICABLE for figure in figures)
    return Mark.NOT_APPLICABLE if nothing else Mark.BLANK
