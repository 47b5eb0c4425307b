"""A past year of the county, as far as it can be compared."""

from dataclasses import dataclass

from toolkit.answers.submission import Figures


@dataclass(frozen=True, kw_only=True)
class PastYear:
    """A past year: its form's basis, how many units it is the sum of, and the totals that can be compared."""

    year: int
    basis: str
    units: int
    totals: Figures
