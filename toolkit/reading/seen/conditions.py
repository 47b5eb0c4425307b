"""When a conditional format applies: a cell's number, or that of another cell, compared with a number.

So are written most of the rules that people make; of any other nobody here can say whether it applies. Who
opens the file has it computed first, so that of a blank cell nobody can say what it holds, either.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from toolkit.layout.place import Place, parse_place
from toolkit.reading.seen.number_formats import Condition

ContentAt = Callable[[int, int], object]  # what stands in a cell of the sheet, "" where nothing does

_SIGNS = {  # 18.18.15
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
    "equal": "=",
    "notEqual": "<>",
}
_BETWEEN = "between"
_MOST_RANKED = 1000  # cells that are compared with each other
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SIGN, _LIMIT = "<=|>=|<>|<|>|=", r"-?(?:[0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})"
_REFERENCE = r"(?P<across>\$?)(?P<letters>[A-Z]{1,2})(?P<down>\$?)(?P<row>[1-9][0-9]{0,3})"


class First(NamedTuple):
    """That of the numbers of a rule's cells one is among the largest, or the smallest: so many of them."""

    rank: int
    smallest: bool
    cells: Sequence[Place]

    def may_hold(self, row: int, column: int, content_at: ContentAt) -> bool:
        """Whether the number of the cell there is one of them."""
        held = [content_at(*at[1:]) for at in self.cells]
        numbers = [Decimal(repr(raw)) for raw in held if _is_finite(raw)]
        raw = content_at(row, column)
        if not _is_finite(raw):
            return True
        here = Decimal(repr(raw))
        return sum(each < here if self.smallest else each > here for each in numbers) < self.rank


class Test(NamedTuple):
    """What a rule asks: all the conditions of a number, that of the cell itself or of another one.

    ``row`` and ``column`` of that one: how far it is from the cell where it moves with it.
    """

    conditions: Sequence[Condition]
    row: int = 0
    column: int = 0
    row_moves: bool = True
    column_moves: bool = True

    def may_hold(self, row: int, column: int, content_at: ContentAt) -> bool:
        """Whether the cell there may meet it: words, and what is no number, nobody compares here."""
        raw = content_at(row * self.row_moves + self.row, column * self.column_moves + self.column)
        return not _is_finite(raw) or all(
            condition.holds(Decimal(repr(raw))) for condition in self.conditions
        )


def _is_finite(raw: object) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool) and raw - raw == 0


def compared(operator: str, limits: Sequence[str]) -> Test | None:
    """Return what a rule asks that compares the cell with a number, or with two; None for any other."""
    signs = (">=", "<=") if operator == _BETWEEN else (_SIGNS.get(operator, operator),)
    if len(limits) != len(signs) or not all(re.fullmatch(_LIMIT, limit) for limit in limits):
        return None
    numbers = sorted(map(Decimal, limits))
    conditions = [Condition(sign, limit) for sign, limit in zip(signs, numbers, strict=True)]
    return Test(conditions) if all(re.fullmatch(_SIGN, sign) for sign in signs) else None


def first_of(rank: str, cells: Sequence[Place], *, smallest: bool) -> First | None:
    """Return what a rule asks for these `cells` that marks the first so many of them."""
    return First(int(rank), smallest, cells) if rank.isdecimal() and len(cells) <= _MOST_RANKED else None


@lru_cache(maxsize=1)
def _comparison() -> re.Pattern[str]:
    """Return how a formula compares a cell with a number; few workbooks have any."""
    turned = _REFERENCE.replace("?P<", "?P<other_")
    return re.compile(
        rf"=?(?:{_REFERENCE}(?P<sign>{_SIGN})(?P<limit>{_LIMIT})"
        rf"|(?P<first>{_LIMIT})(?P<turned>{_SIGN}){turned})"
    )


def stated(formula: str, cells: Sequence[Place]) -> Test | None:
    """Return what a formula asks, “B6=0”, as it stands for the first of `cells`; None for any other."""
    found, first = _comparison().fullmatch(re.sub(r"\s", "", formula)), next(iter(cells), None)
    if found is None or first is None or any(at.row < first.row or at.column < first.column for at in cells):
        return None  # of rectangles in no order programs take different cells for the first one
    turned = "" if found["sign"] else "other_"
    sign = found["sign"] or _TURNED.get(found["turned"], found["turned"])
    across, down = (not found[f"{turned}{name}"] for name in ("across", "down"))
    there = parse_place("", f"{found[f'{turned}letters']}{found[f'{turned}row']}")
    return Test(
        conditions=[Condition(sign, Decimal(found["limit"] or found["first"]))],
        row=there.row - first.row * down,
        column=there.column - first.column * across,
        row_moves=down,
        column_moves=across,
    )
