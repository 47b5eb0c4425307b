"""Made-up figures that satisfy a form's rules: for the sample county, the tests and the benchmarks."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from toolkit.form.model import (
    Compare,
    Figure,
    FigureTerm,
    Form,
    Instance,
    Key,
    Level,
    Mark,
    Multiple,
    Node,
    exact_amount,
    refs_of,
)
from toolkit.rules.exact import exact_worth, holds_exactly

ROUNDS = 20
DRAWS = 20  # of figures to begin with: from some no way leads to any that all rules accept


def sample_figures(
    form: Form,
    rng: Random,
    *,
    size: int = 6,
    density: float = 0.3,
    last: Mapping[Key, Figure] | None = None,
    kind: str = "",
) -> dict[Key, Figure]:
    """Make up the typed figures of one unit: about `density` of the cells hold 1 to `size`, all rules hold.

    `last` are last year's figures that this year's must join on to.
    """
    for _ in range(DRAWS - 1):
        try:
            return settle_figures(form, _drawn(form, rng, size, density), last or {}, kind)
        except AssertionError:
            continue
    return settle_figures(form, dict.fromkeys(form.inputs, 0), last or {}, kind)


def _drawn(form: Form, rng: Random, size: int, density: float) -> dict[Key, Figure]:
    figures: dict[Key, Figure] = {}
    for key in form.inputs:
        decimals = form.kind(key).decimals
        amount = rng.randint(1, size) if rng.random() < density else 0
        figures[key] = (
            exact_amount(Decimal(amount) + Decimal(rng.randint(0, 10**decimals)) / 10**decimals)
            if decimals and amount
            else amount
        )
    return figures


def settle_figures(
    form: Form, figures: Mapping[Key, Figure], last: Mapping[Key, Figure], kind: str
) -> dict[Key, Figure]:
    """Change as few figures as needed until every rule that joins figures holds."""
    result = dict(figures)
    joins = sorted(
        (
            i
            for i in form.instances
            if not i.rule.stated and i.rule.level is not Level.NOTICE and i.rule.applies_to(kind)
        ),
        key=lambda i: (not isinstance(_left(i), FigureTerm), i.at in form.parts),
    )
    fixed = {node.ref.key for i in joins if isinstance(node := _left(i), FigureTerm)}
    for turn in range(ROUNDS):
        # halfway the first figure of a side has had its chance: two rules may push it up in turn for ever
        other = max(0, turn - ROUNDS // 2)
        mended = [_mend(form, result, last, instance, fixed, other) for instance in joins]
        if not any(mended):
            return result
    raise AssertionError(f"规则互相矛盾，{ROUNDS} 轮仍不能都满足")


def _left(instance: Instance) -> Node:
    return instance.check.left if isinstance(instance.check, Compare) else instance.check


def _mend(
    form: Form,
    figures: dict[Key, Figure],
    last: Mapping[Key, Figure],
    instance: Instance,
    fixed: set[Key],
    other: int,
) -> bool:
    """Mend one rule where it is broken; say whether anything was changed."""
    if any(ref.last and isinstance(last.get(ref.key, Mark.BLANK), Mark) for ref in instance.refs):
        return False

    def value(node: Node) -> Decimal:
        return exact_worth(form, node, figures, last)

    if instance.when is not None and not holds_exactly(form, instance.when, figures, last):
        return False
    match instance.check:
        case Multiple(FigureTerm(ref), of) if value(FigureTerm(ref)) % of:
            figures[ref.key] = exact_amount(value(FigureTerm(ref)) // of * of)
            return True
        case Compare("=", FigureTerm(ref), right) if form.is_input(ref.key):
            wanted = value(right)
            if value(FigureTerm(ref)) == wanted:
                return False
            if wanted < 0:
                free = any(leaf not in fixed for r in refs_of(right) for leaf in form.leaves[r.key])
                _raise(form, figures, right, -wanted, fixed if free else set(), other)
            else:
                figures[ref.key] = exact_amount(wanted)
            return True
        case Compare("=", left, right) if gap := value(left) - value(right):
            _raise(form, figures, right if gap > 0 else left, abs(gap), fixed, other)
            return True
        case Compare("<" | "<=" | ">" | ">=", left, right) as check if not holds_exactly(
            form, check, figures, last
        ):
            by = abs(value(left) - value(right)) + (len(check.sign) == 1)
            return _keep_apart(form, figures, check, by, other)
    return False


def _keep_apart(form: Form, figures: dict[Key, Figure], check: Compare, by: Decimal, other: int) -> bool:
    """Mend an inequality: lower the one figure that is too large, or raise the side that is too small."""
    large, small = (check.left, check.right) if "<" in check.sign else (check.right, check.left)
    if isinstance(large, FigureTerm) and form.is_input(large.ref.key):
        before = figures[large.ref.key]
        figures[large.ref.key] = exact_amount(
            (Decimal(0) if isinstance(before, Mark) else Decimal(before)) - by
        )
    else:
        _raise(form, figures, small, by, set(), other)
    return True


def _raise(
    form: Form, figures: dict[Key, Figure], side: Node, by: Decimal, fixed: set[Key], other: int
) -> None:
    """Raise a free typed figure of a side by the amount: the first, or another in turn from the last on."""
    free = [leaf for r in refs_of(side) if not r.last for leaf in form.leaves[r.key] if leaf not in fixed]
    if not free:  # another rule has to give way first, in a later turn
        return
    leaf = free[-other % len(free)]
    before = figures[leaf]
    figures[leaf] = exact_amount((Decimal(0) if isinstance(before, Mark) else Decimal(before)) + by)
