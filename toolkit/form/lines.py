"""The rows and columns of a form's tables, and what may stand in their cells.

Whoever works with a form takes these from `toolkit.form.model`, beside `Form`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

_ADDED = 1000  # bodies whose figures one of the next tier adds up, at most
_EXACT = 999_999_999_999_999  # fifteen digits: the largest that every office program keeps as it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What may stand in a figure's cell: 0 ≤ amount ≤ ``maximum`` with at most ``decimals`` decimals.

    ``signed`` kinds also take negative amounts (本年增/减 of the 2019 form). ``id`` is the stable rule id.
    """

    key: str
    id: str
    label: str
    says: str
    decimals: int = 0
    maximum: int = 9_999_999_999
    unit: str = ""
    signed: bool = False

    @property
    def quantum(self) -> int:
        """How many of the smallest allowed steps make 1: amounts are kept as whole numbers of them."""
        return int(10**self.decimals)

    def admits(self, amount: Decimal) -> bool:
        """Whether the amount may stand in such a cell."""
        return self.refusal(amount) is None

    def refusal(self, amount: Decimal) -> str | None:
        """Say why the amount may not stand in such a cell; None when it may."""
        if amount < 0 and not self.signed:
            return "不能是负数"
        if abs(amount) > self.maximum:
            return f"超过了 {self.maximum}"
        if amount * self.quantum != int(amount * self.quantum):
            return "必须是整数" if self.decimals == 0 else f"最多 {self.decimals} 位小数"
        return None

    @lru_cache(maxsize=64)  # noqa: B019 (a form has a few kinds)
    def at_tier(self, tier: int) -> "Kind":
        """Return the kind where the amounts are sums over units, `tier` times over."""
        return replace(self, maximum=max(self.maximum, min(self.maximum * _ADDED**tier, _EXACT)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Rows or columns under one printed label (``printed``) or named together for sums (``members``).

    ``called``: how prose calls them together, a pattern.
    """

    key: str
    label: str
    within: str | None = None
    printed: bool = True
    members: tuple[str, ...] = ()
    called: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row or a column: its key, official label, and what it is filled with.

    ``sum_of`` names the group whose members it adds up; such a line is computed, never typed.
    ``short`` is the name used in messages and prompts, ``called`` a pattern of how prose calls it;
    ``opens_with`` the row of last year's figures with which this one begins.
    """

    key: str
    label: str
    short: str = ""
    group: str | None = None
    sum_of: str | None = None
    kind: str | None = None
    unit: str = ""
    article: str = ""
    says: str = ""
    called: str = ""
    opens_with: str = ""

    @property
    def name(self) -> str:
        """The label as messages use it."""
        return self.short or self.label


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A rectangle of figures: rows and columns that share a heading (table 二 has four, the others one)."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    article: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its rows, then its columns."""
        return (*self.rows, *self.columns)

    def across(self, fixed: str, by_row: bool) -> tuple[Line, ...]:
        """Its rows, where it has a column `fixed`; by columns, its columns, where it has such a row."""
        here, there = (self.columns, self.rows) if by_row else (self.rows, self.columns)
        return there if any(line.key == fixed for line in here) else ()


def names_apart(named: Sequence[tuple[str, str]]) -> list[str]:
    """Give names, each with what it stands within, so that no two are alike: those that are say where."""
    names = [name for name, _ in named]
    apart = [f"{at}·{name}" if at and names.count(name) > 1 else name for name, at in named]
    return [name + "′" * apart[:i].count(name) for i, name in enumerate(apart)]
