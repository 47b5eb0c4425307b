"""What is said to be parts of a whole within the prose itself, and whether it can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from toolkit.rules.prose.even_text import Quantity, Script


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """Amounts that the prose presents as parts of a whole.

    ``wholes``: every number before the list that it may be about. ``complete``: the list says or implies
    that it leaves nothing out. ``overlapping``: one item may be counted in several parts. ``slack``: how far
    off the sum may be where a whole or parts are rounded, “38.6万件”.
    """

    wholes: tuple[Decimal, ...]
    parts: tuple[Decimal, ...]
    complete: bool
    overlapping: bool
    slack: Decimal
    quote: str
    start: int
    end: int

    @property
    def agree(self) -> bool:
        """Whether the parts add up to a whole they may be about, once or for each way of dividing it."""
        if self.slack and any(abs(sum(self.parts) - whole) <= self.slack for whole in self.wholes):
            return True
        return Decimal(0) in self._left_over

    @property
    def contradict(self) -> bool:
        """Whether no whole fits under any reading: too much, or too little of what must be everything."""
        if self.agree:
            return False
        if self.overlapping:
            return max(self.parts) > max(*self.wholes, sum(self.wholes))
        return self.complete or all(left is None for left in self._left_over)

    @property
    def _left_over(self) -> tuple[Decimal | None, ...]:
        """What is left of the parts for each whole that they may be about; None where they go beyond it.

        A whole may be divided more than once: “20件，其中网上12件，信函8件，自然人18件，企业2件”.
        """
        wholes = (*self.wholes, sum(self.wholes, Decimal(0)))
        return tuple(_left_over(self.parts, whole, self.slack) for whole in wholes)


def rounding(told: Iterable[Quantity]) -> Decimal:
    """Tell how far off the sum of several numbers may be; 0 where all are told to the last."""
    return sum((quantity.slack for quantity in told), Decimal(0))


def _left_over(parts: Sequence[Decimal], whole: Decimal, slack: Decimal) -> Decimal | None:
    running = Decimal(0)
    for part in parts:
        running += part
        if running > whole + slack:
            return None
        if running == whole:
            running = Decimal(0)
    return running


def parts_at(
    passage: Script,
    wholes: tuple[Decimal, ...],
    parts: tuple[Decimal, ...],
    span: tuple[int, int],
    *,
    complete: bool,
    overlapping: bool = False,
    slack: Decimal = Decimal(0),
) -> Parts:
    """Give parts of the `wholes` that stand in the evened-out `passage` at `span`."""
    start, end = passage.span(*span)
    return Parts(
        wholes=wholes,
        parts=parts,
        complete=complete,
        overlapping=overlapping,
        slack=slack,
        quote=passage.source[start:end],
        start=start,
        end=end,
    )
