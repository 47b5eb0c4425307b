"""Two years on the same units: what this year's figures may be compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from toolkit.form.model import Amount, Figure, Key, Mark, exact_amount, name_some

NAMED = 12  # so many units are named in a sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class BothYears:
    """The sums of the same units in both years.

    ``last`` lacks the figures that cannot be compared: some unit states a number in only one of the years.
    """

    last: Mapping[Key, Figure]
    this: Mapping[Key, Figure]

    def change(self, key: Key) -> Amount | None:
        """Return this year's figure less last year's; None when one of the two is no number."""
        last, this = self.last.get(key, Mark.BLANK), self.this[key]
        if isinstance(last, Mark) or isinstance(this, Mark):
            return None
        return exact_amount(Decimal(this) - Decimal(last))


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """What a county's year is compared with.

    Only units that count this year, last year's with their predecessors.

    ``codes`` are the units compared, ``left_out`` counted units without a base and why (“003 丙镇”:
    “新设单位”); ``gone`` are last year's units whose figures are on neither side; ``kinds`` holds the sums
    by kind of unit.
    """

    codes: frozenset[str]
    county: BothYears
    kinds: Mapping[str, BothYears] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every counted unit is compared: this year's side is then the county's total."""
        return not self.left_out

    @property
    def sentence(self) -> str:
        """Say on which units the comparison stands, and who is not in it."""
        said = f"按今年已通过的 {len(self.codes)} 个单位同口径比较（上年数含它们的前身）"
        if self.left_out:
            said += (
                f"；没有上年数、不参加比较的：{_named([f'{u}（{why}）' for u, why in self.left_out.items()])}"
            )
        if self.gone:
            said += f"；今年还没有计入、上年数也没有算进来的：{_named(self.gone)}"
        return said


def _named(units: list[str] | tuple[str, ...]) -> str:
    return name_some(units, NAMED, f"等 {len(units)} 个单位")
