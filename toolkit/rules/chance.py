"""Whether equal figures of two units can be chance: few free cells, small numbers, many units make it likely.

A coincidence is weighed by the county's own reports: how many have figures in just these cells, and how
often each of the figures stands there. What the form's equations determine is not weighed again. With n
units there are n(n-1)/2 pairs; figures are copied when among all of them not even half a pair would be
expected to agree by chance.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from math import log

from toolkit.form.model import Amount, Form, Key
from toolkit.rules.causes import is_equality, leaves_of

EXPECTED_PAIRS = 0.5
_PRIOR = 3  # units of which a small number is expected before any has been seen


class Chance:
    """The figures that are not 0 in some tables of all units, against which a coincidence is weighed."""

    def __init__(self, form: Form, contents: Sequence[Mapping[Key, Amount]]) -> None:
        """Count in how many units each cell is not 0, and each amount stands in it."""
        self._equations = _equations(form)
        self._units = len(contents)
        self._cells = Counter(frozenset(content) for content in contents)
        self._stated = Counter(key for content in contents for key in content)
        self._amounts = Counter(item for content in contents for item in content.items())

    def explains(self, content: Mapping[Key, Amount], copies: int) -> bool:
        """Whether it is no wonder that `copies` of the units have just this content."""
        pairs = self._units * (self._units - 1) / 2
        return self._log_probability(content, copies) + log(pairs) > log(EXPECTED_PAIRS)

    def _log_probability(self, content: Mapping[Key, Amount], copies: int) -> float:
        """Give the logarithm of how likely another unit has the same, judged by all units but the copies."""
        others = self._units - copies
        same_cells = log((self._cells[frozenset(content)] - copies + 1) / (others + 2))
        weights = {key: self._log_amount(key, amount, copies) for key, amount in content.items()}
        for keys in self._equations:
            among = [key for key in keys if key in weights]
            if len(among) > 1:  # the last of them follows from the others
                del weights[min(among, key=weights.__getitem__)]
        return same_cells + sum(weights.values())

    def _log_amount(self, key: Key, amount: Amount, copies: int) -> float:
        seen = self._amounts[key, amount] - copies
        return log((seen + _PRIOR * _expected(amount)) / (self._stated[key] - copies + _PRIOR))


def _expected(amount: Amount) -> float:
    """Give the share of an amount among counts that are mostly small: 1 is a half, 2 a sixth, 3 a twelfth."""
    decimals = -int(amount.as_tuple().exponent) if isinstance(amount, Decimal) else 0
    steps = max(1, abs(int(amount * 10 ** max(decimals, 0))))
    return 1 / (steps * (steps + 1))


@lru_cache(maxsize=16)
def _equations(form: Form) -> Collection[frozenset[Key]]:
    """Return the typed cells of each equation of one column that is an error when broken."""
    leaves = leaves_of(form)
    columns = (leaves[i.line] for i in form.instances if is_equality(i) and not i.rule.stated)
    return tuple(
        dict.fromkeys(keys for keys in columns if len(keys) > 1 and len({key.column for key in keys}) == 1)
    )
