"""A past year of the county, as far as it can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.answers.submission import Figure
from toolkit.form.expression import Key


@dataclass(frozen=True, kw_only=True)
class PastYear:
    """A past year: its form's basis, how many units it is the sum of, and the totals that can be compared."""

    year: int
    basis: str
    units: int
    totals: Mapping[Key, Figure]
