"""Working a rule's formula out: over all units at once, exactly."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from toolkit.form.elements import Arithmetic, Compare, FigureTerm, Logic, Multiple, Node, Number, Ref, Total

Amounts: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]


def evaluate(node: Node, look_up: Callable[[Ref], Amounts], unit: int) -> Any:  # noqa: ANN401 (amounts or truths)
    """Evaluate over all units at once, exactly.

    `look_up` gives the amounts of a figure, one for each unit, as whole numbers in units of 1/`unit`
    (a blank is 0 here: whether it may count as 0 is decided before). Returns whole numbers in the same
    units for an amount, booleans for a truth.
    """
    match node:
        case Number(value):
            return value * unit
        case FigureTerm(ref):
            return look_up(ref)
        case Total(several):
            return sum(look_up(ref) for ref in several)
        case Arithmetic("*", left, right):
            number, other = (left, right) if isinstance(left, Number) else (right, left)
            return evaluate(other, look_up, unit) * (number.value if isinstance(number, Number) else 1)
        case Arithmetic(sign, left, right):
            a, b = evaluate(left, look_up, unit), evaluate(right, look_up, unit)
            return a + b if sign == "+" else a - b
        case Compare(sign, left, right):
            return _COMPARE[sign](evaluate(left, look_up, unit), evaluate(right, look_up, unit))
        case Multiple(part, of):
            return evaluate(part, look_up, unit) % (of * unit) == 0
        case Logic("not", (part,)):
            return np.logical_not(evaluate(part, look_up, unit))
        case Logic(word, parts):
            return _LOGIC[word].reduce([evaluate(part, look_up, unit) for part in parts])
    raise AssertionError(node)


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
_LOGIC = {"and": np.logical_and, "or": np.logical_or}
