"""A past year of the county, as far as it can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.form.model import Figures, Key


@dataclass(frozen=True, kw_only=True)
class PastYear:
    """A past year: its form's basis, how many units it is the sum of, and the totals that can be compared.

    ``draft``: some of the units that owed a report are not in them. ``stated`` is how many of the units
    stated a figure that they might leave out, where that is known.
    """

    year: int
    basis: str
    units: int
    totals: Figures
    draft: bool = False
    stated: Mapping[Key, int] = field(default_factory=dict)
