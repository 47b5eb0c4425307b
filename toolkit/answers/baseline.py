"""Two years on the same units: what this year's figures may be compared with."""

from collections.abc import Callable, Mapping
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
    “新设单位”); ``gone`` are last year's units whose figures are on neither side, and why; ``kinds`` holds
    the sums by kind of unit.
    """

    codes: frozenset[str]
    county: BothYears
    kinds: Mapping[str, BothYears] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether every counted unit is compared: this year's side is then the county's total."""
        return not self.left_out

    @property
    def sentence(self) -> str:
        """Say on which units the comparison stands, and who is not in it, each with its code."""
        return self._told(str)

    @property
    def public(self) -> str:
        """Say the same as a published report may: no reader knows the office's codes."""
        return self._told(_without_code)

    def _told(self, name: Callable[[str], str]) -> str:
        said = f"按今年已通过的 {len(self.codes)} 个单位同口径比较（上年数含它们的前身）"
        for what, units in (
            ("没有上年数、不参加比较的", self.left_out),
            ("上年数没有算进来的", self.gone),
        ):
            if units:
                said += f"；{what}：{_named([f'{name(unit)}（{why}）' for unit, why in units.items()])}"
        return said


def _without_code(label: str) -> str:
    return label.partition(" ")[2] or label


def _named(units: list[str]) -> str:
    return name_some(units, NAMED, f"等 {len(units)} 个单位")
