"""What a bound rule can be, whatever is filled in.

Never true, about no figure, too long for a cell of a sheet, too large to be counted exactly.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from toolkit.form.measures import measure_of, unlike_in
from toolkit.form.model import (
    Arithmetic,
    Compare,
    FigureTerm,
    Form,
    Instance,
    Key,
    Logic,
    Multiple,
    Node,
    Number,
    Total,
    refs_of,
)

# Of a bare rule: with the steps of its cells it stays below Excel's 8,192 characters and 64 levels.
FORMULA_LIMIT, NESTING_LIMIT, MOST_REFS = 2000, 20, 200
COUNTABLE = 2**62  # steps that a whole number of the machine holds, with room for a difference
_THOUSANDTHS = 1000  # 千分之三 of an amount is written as 1000 on the other side
_TURNED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Typed(NamedTuple):
    """A typed figure, of this year or of last: what an amount is made of in the end."""

    key: Key
    last: bool


class Linear(NamedTuple):
    """An amount as so many times each typed figure, and a number."""

    times: Mapping[Typed, int]
    number: int


def rule_troubles(form: Form, instances: Sequence[Instance]) -> Iterator[str]:
    """Name the rules that can never hold, speak of no figure, or are too long or too large for a cell."""
    said: set[str] = set()
    for instance in instances:
        for what in _instance_troubles(form, instance):
            trouble = f"rules.{instance.rule.id}{what}"
            if trouble not in said:
                said.add(trouble)
                yield trouble


def always_holds(form: Form, instance: Instance) -> bool:
    """Whether a bound rule can find nothing, whatever is filled in."""
    return False not in _truths(form, instance.check)


def _instance_troubles(form: Form, instance: Instance) -> Iterator[str]:
    nodes = [("check", instance.check), *([("when", instance.when)] if instance.when is not None else [])]
    for name, node in nodes:
        refs = list(refs_of(node))
        if len(refs) > MOST_REFS or _length(node) > FORMULA_LIMIT or _depth(node) > NESTING_LIMIT:
            yield f".{name}：太长或套得太深，Excel 的公式放不下，请拆成几条规则或用组"
            continue
        if not refs:
            yield f".{name}：没有用到任何格"
        elif not instance.rule.stated and True not in _truths(form, node):
            yield f".{name}：永远不会成立"
        elif isinstance(node, Compare) and node.left == node.right:
            yield f".{name}：两边是同一个数，永远成立"
        yield from (f".{name}{told}" for told in _unlike_measures(form, node))
        steps = 10 ** max((form.kind(ref.key).decimals for ref in refs), default=0)
        if any(max(map(abs, _range(form, _linear(form, side)))) * steps > COUNTABLE for side in _sides(node)):
            yield f".{name}：乘的数太大，算出来的数放不下"


def _unlike_measures(form: Form, node: Node) -> Iterator[str]:
    """Name the amounts of money, or of size, in different units that a comparison takes as they stand.

    Converted is what is multiplied so that the larger unit counts for more than the smaller.
    """
    match node:
        case Compare(_, left, right):
            apart = _plus(_linear(form, left), _linear(form, right), -1)
            times: dict[str, list[int]] = {}
            for typed, n in apart.times.items():
                times.setdefault(form.stated_unit(typed.key), []).append(abs(n))
            units = unlike_in(times)
            if any(_unconverted(times, small, large) for small, large in pairwise(units)):
                yield f"：{'和'.join(units)}没有换算就放在一起比，请把大的单位乘上倍数{_conversion(units)}"
        case Logic(_, parts):
            for part in parts:
                yield from _unlike_measures(form, part)


def _unconverted(times: Mapping[str, Sequence[int]], small: str, large: str) -> bool:
    """Whether the larger unit is multiplied by far too little, beside thousandths, to be the smaller one."""
    counts = Fraction(min(times[large]), max(times[small]))
    return counts <= 1 or counts * _THOUSANDTHS < _ratio(small, large)


def _ratio(small: str, large: str) -> Fraction:
    ours, theirs = measure_of(large), measure_of(small)
    assert ours is not None  # noqa: S101 (both measure the same thing)
    assert theirs is not None  # noqa: S101
    return ours.size / theirs.size


def _conversion(units: Sequence[str]) -> str:
    """Give an example of how amounts of the smallest and the largest of these units are compared."""
    ratio = _ratio(units[0], units[-1])
    beside = f"、{ratio.denominator} * {units[0]}的格" if ratio.denominator > 1 else ""
    return f"，例如 {ratio.numerator} * {units[-1]}的格{beside}"


def _length(node: Node) -> int:
    match node:
        case Number(value):
            return len(str(value))
        case FigureTerm():
            return 16
        case Total(refs, _):
            return 8 + 12 * min(len(refs), 60)
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return 8 + _length(left) + _length(right)
        case Multiple(part, _):
            return 20 + _length(part)
        case Logic(_, parts):
            return 6 + sum(_length(part) + 1 for part in parts)


def _depth(node: Node) -> int:
    match node:
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return 1 + max(_depth(left), _depth(right))
        case Multiple(part, _):
            return 1 + _depth(part)
        case Logic(_, parts):
            return 1 + max(_depth(part) for part in parts)
        case _:
            return 0


def _sides(node: Node) -> Iterator[Node]:
    """Give every amount that is compared in an expression."""
    match node:
        case Compare(_, left, right):
            yield from (left, right)
        case Multiple(part, _):
            yield part
        case Logic(_, parts):
            for part in parts:
                yield from _sides(part)


# ------------------------------------------------------------------ what an amount can be


def _linear(form: Form, node: Node) -> Linear:
    match node:
        case Number(value):
            return Linear({}, value)
        case FigureTerm(ref):
            return Linear(dict.fromkeys((Typed(leaf, ref.last) for leaf in form.leaves[ref.key]), 1), 0)
        case Total(refs, _):
            whole = Linear({}, 0)
            for ref in refs:
                whole = _plus(whole, _linear(form, FigureTerm(ref)), 1)
            return whole
        case Arithmetic("*", left, right):
            a, b = _linear(form, left), _linear(form, right)
            number, other = (a.number, b) if isinstance(left, Number) else (b.number, a)
            return _plus(Linear({}, 0), other, number)
        case Arithmetic(sign, left, right):
            return _plus(_linear(form, left), _linear(form, right), 1 if sign == "+" else -1)
    raise AssertionError(node)


def _plus(a: Linear, b: Linear, times: int) -> Linear:
    both = {typed: a.times.get(typed, 0) + times * b.times.get(typed, 0) for typed in {**a.times, **b.times}}
    return Linear({typed: n for typed, n in both.items() if n}, a.number + times * b.number)


def _range(form: Form, amount: Linear) -> tuple[int, int]:
    """Between which amounts it must lie, by what its cells admit."""
    low = high = amount.number
    for typed, n in amount.times.items():
        kind = form.kind(typed.key)
        ends = [n * (-kind.maximum if kind.signed else 0), n * kind.maximum]
        low, high = low + min(ends), high + max(ends)
    return low, high


def _truths(form: Form, node: Node) -> frozenset[bool]:
    """Which truths an expression can have."""
    match node:
        case Compare(sign, left, right):
            low, high = _range(form, _plus(_linear(form, left), _linear(form, right), -1))
            can, must = {
                "=": (low <= 0 <= high, low == high == 0),
                "<>": (not low == high == 0, low > 0 or high < 0),
                "<": (low < 0, high < 0),
                "<=": (low <= 0, high <= 0),
                ">": (high > 0, low > 0),
                ">=": (high >= 0, low >= 0),
            }[sign]
            return frozenset(truth for truth, there in ((True, can), (False, not must)) if there)
        case Logic("not", (part,)):
            return frozenset(not truth for truth in _truths(form, part))
        case Logic("and", parts):
            several = [_truths(form, part) for part in parts]
            if any(True not in one for one in several) or _excluded(form, parts):
                return frozenset({False})
            return frozenset({True}) if all(False not in one for one in several) else frozenset({True, False})
        case Logic("or", parts):
            several = [_truths(form, part) for part in parts]
            if any(False not in one for one in several):
                return frozenset({True})
            return frozenset({True, False}) if any(True in one for one in several) else frozenset({False})
    return frozenset({True, False})


def _excluded(form: Form, parts: Sequence[Node]) -> bool:
    """Whether comparisons of one amount with numbers leave it no value: more than 5 and less than 3."""
    least: dict[frozenset[tuple[Typed, Fraction]], tuple[Fraction, bool]] = {}
    most: dict[frozenset[tuple[Typed, Fraction]], tuple[Fraction, bool]] = {}
    for part in parts:
        if not isinstance(part, Compare):
            continue
        apart = _plus(_linear(form, part.left), _linear(form, part.right), -1)
        if not apart.times:
            continue
        unit = apart.times[min(apart.times)]
        amount = frozenset((typed, Fraction(n, unit)) for typed, n in apart.times.items())
        sign, bound = part.sign if unit > 0 else _TURNED[part.sign], Fraction(-apart.number, unit)
        open_end = sign in {"<", ">"}
        if sign in {"=", ">", ">="}:
            least[amount] = max(least.get(amount, (bound, open_end)), (bound, open_end))
        if sign in {"=", "<", "<="}:
            ends = [most.get(amount, (bound, open_end)), (bound, open_end)]
            most[amount] = min(ends, key=lambda end: (end[0], not end[1]))
    return any(
        least[amount][0] > most[amount][0]
        or (least[amount][0] == most[amount][0] and (least[amount][1] or most[amount][1]))
        for amount in least.keys() & most.keys()
    )
