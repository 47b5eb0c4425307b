"""Rules evaluated for one unit in exact decimals, whatever numbers stand there."""

from collections.abc import Mapping
from decimal import Decimal

from toolkit.answers.submission import Figure, Mark
from toolkit.form.model import (
    Arithmetic,
    Compare,
    FigureTerm,
    Form,
    Key,
    Logic,
    Multiple,
    Node,
    Number,
    Ref,
    Total,
)


def holds_exactly(form: Form, node: Node, this: Mapping[Key, Figure], last: Mapping[Key, Figure]) -> bool:
    """Say whether a comparison holds for one unit, in exact decimals; blanks count as 0.

    The second, plain implementation of what `rules.checks` judges for all units at once; a test holds the two
    equal.
    """
    match node:
        case Multiple(part, of):
            return exact_worth(form, part, this, last) % of == 0
        case Compare(sign, left, right):
            a, b = exact_worth(form, left, this, last), exact_worth(form, right, this, last)
            return {"=": a == b, "<>": a != b, "<=": a <= b, ">=": a >= b, "<": a < b, ">": a > b}[sign]
        case Logic("not", (part,)):
            return not holds_exactly(form, part, this, last)
        case Logic(word, parts):
            return (all if word == "and" else any)(holds_exactly(form, part, this, last) for part in parts)
    raise AssertionError(node)


def exact_worth(form: Form, node: Node, this: Mapping[Key, Figure], last: Mapping[Key, Figure]) -> Decimal:
    """Evaluate an amount for one unit in exact decimals, whatever numbers stand there, lawful or not.

    The second, plain implementation of `expression.evaluate`; a test holds the two equal.
    """

    def amount(figure: Figure) -> Decimal:
        return Decimal(0) if isinstance(figure, Mark) else Decimal(figure)

    def value(ref: Ref) -> Decimal:
        if ref.last:
            return amount(last.get(ref.key, Mark.BLANK))
        return sum((amount(this.get(leaf, Mark.BLANK)) for leaf in form.leaves[ref.key]), Decimal(0))

    match node:
        case Number(number):
            return Decimal(number)
        case FigureTerm(ref):
            return value(ref)
        case Total(several):
            return sum((value(ref) for ref in several), Decimal(0))
        case Arithmetic(sign, left, right):
            a, b = exact_worth(form, left, this, last), exact_worth(form, right, this, last)
            return {"+": a + b, "-": a - b, "*": a * b}[sign]
    raise AssertionError(node)
