"""A rule worked out by plain recursion, for one unit in decimals: no code shared with the product."""

from collections.abc import Mapping
from decimal import Decimal

from toolkit.form.model import (
    Arithmetic,
    Compare,
    Figure,
    FigureTerm,
    Form,
    Key,
    Logic,
    Mark,
    Multiple,
    Node,
    Number,
    Ref,
    Total,
)


def plainly(form: Form, node: Node, this: Mapping[Key, Figure], last: Mapping[Key, Figure]) -> Decimal | bool:
    """Return what a node is worth, or whether it holds; blanks count as 0."""

    def worth(part: Node) -> Decimal:
        return Decimal(plainly(form, part, this, last))

    def figure(ref: Ref) -> Decimal:
        found = (
            [last.get(ref.key)] if ref.last else [this.get(leaf, Mark.BLANK) for leaf in form.leaves[ref.key]]
        )
        return sum((Decimal(one) for one in found if isinstance(one, int | Decimal)), Decimal(0))

    match node:
        case Number(number):
            return Decimal(number)
        case FigureTerm(ref):
            return figure(ref)
        case Total(several):
            return sum(map(figure, several), Decimal(0))
        case Arithmetic("+", left, right):
            return worth(left) + worth(right)
        case Arithmetic("-", left, right):
            return worth(left) - worth(right)
        case Arithmetic("*", left, right):
            return worth(left) * worth(right)
        case Multiple(part, of):
            return worth(part) % of == 0
        case Compare(sign, left, right):
            a, b = worth(left), worth(right)
            return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]
        case Logic("not", (part,)):
            return not plainly(form, part, this, last)
        case Logic("and", parts):
            return all(plainly(form, part, this, last) for part in parts)
        case Logic("or", parts):
            return any(plainly(form, part, this, last) for part in parts)
    raise AssertionError(node)
