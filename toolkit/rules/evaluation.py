"""Working a rule's formula out: over all units at once, exactly."""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from operator import add, eq, ge, gt, le, lt, ne, not_, sub
from typing import Any

from toolkit.form.model import (
    Amount,
    Arithmetic,
    Compare,
    FigureTerm,
    Logic,
    Multiple,
    Node,
    Number,
    Ref,
    Total,
)


def evaluate(node: Node, look_up: Callable[[Ref], Sequence[Amount]], unit: int) -> Iterable[Any]:
    """Evaluate over all units at once, exactly: what comes is an amount, or a truth, for each.

    `look_up` gives the amounts of a figure, one for each unit, as whole numbers in units of 1/`unit`
    (a blank is 0 here: whether it may count as 0 is decided before). Gives whole numbers in the same
    units for an amount, booleans for a truth; a number by itself comes without end. With 1 as `unit` the
    amounts may be decimals.
    """
    match node:
        case Number(value):
            return repeat(value * unit)
        case FigureTerm(ref):
            return look_up(ref)
        case Total(several):
            return map(sum, zip(*map(look_up, several), strict=True))
        case Arithmetic("*", left, right):
            number, other = (left, right) if isinstance(left, Number) else (right, left)
            times = number.value if isinstance(number, Number) else 1
            return (amount * times for amount in evaluate(other, look_up, unit))
        case Arithmetic(sign, left, right):
            a, b = evaluate(left, look_up, unit), evaluate(right, look_up, unit)
            return map(add if sign == "+" else sub, a, b)
        case Compare(sign, left, right):
            return map(_COMPARE[sign], evaluate(left, look_up, unit), evaluate(right, look_up, unit))
        case Multiple(part, of):
            return (amount % (of * unit) == 0 for amount in evaluate(part, look_up, unit))
        case Logic("not", (part,)):
            return map(not_, evaluate(part, look_up, unit))
        case Logic(word, parts):
            truths = [evaluate(part, look_up, unit) for part in parts]
            return map(_LOGIC[word], zip(*truths, strict=False))
    raise AssertionError(node)


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "<>": ne, "<=": le, ">=": ge, "<": lt, ">": gt}
_LOGIC: dict[str, Callable[[Iterable[bool]], bool]] = {"and": all, "or": any}
