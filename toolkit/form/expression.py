"""The closed expression language of the rule book.

An expression such as ``carried_in == last.carried_over`` is parsed once into a small tree and then
projected: into an Excel formula (`excel_formula`), into exact whole-number arithmetic over all units at once
(`toolkit.rules.evaluation`), and into words (`in_words`). The three projections are the same tree read three
ways; a test in LibreOffice holds them equal.

Grammar (a subset of Python's, parsed by `ast`): whole numbers, names of cells, ``last.`` before a name for
last year's figure, ``sum(group)``, ``+ - *``, comparisons, ``and or not``, ``multiple(x, 10)``.
"""

import ast
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from toolkit.form.elements import Arithmetic, Compare, FigureTerm, Logic, Multiple, Node, Number, Ref, Total

Resolve: TypeAlias = Callable[[tuple[str, ...]], tuple[Ref, ...]]

_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.LtE: "<=",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.Gt: ">",
}


LONGEST, DEEPEST = 1000, 60  # characters of an expression, and levels of its tree
_TOO_LONG = "太长或套得太深，Excel 的公式放不下，请拆成几条规则或用组"


_ON_PAPER = frozenset("（）＋－＝＜＞≥≤≠×÷，。；：“”０１２３４５６７８９")


class ExpressionError(ValueError):
    """The text is not an expression of this language, or names a cell that is not there."""


def _hint(text: str) -> str:
    """Say what was typed as one writes on paper."""
    if wide := "".join(dict.fromkeys(letter for letter in text if letter in _ON_PAPER)):
        return f"，里面的 {wide} 要换成英文的（≥ 写 >=，≤ 写 <=，≠ 写 !=，× 写 *）"
    return "，相等要写两个等号 ==" if re.search(r"(?<![=<>!])=(?!=)", text) else ""


def parse(text: str, resolve: Resolve) -> Node:
    """Parse `text`; `resolve` turns a dotted name into the figures it means (one, or a group's).

    Raises ExpressionError with a sentence in Chinese.
    """
    if len(text) > LONGEST:
        raise ExpressionError(_TOO_LONG)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"表达式写法不对：{text!r}{_hint(text)}") from error
    if _levels(tree) > DEEPEST:
        raise ExpressionError(_TOO_LONG)
    return _node(tree, resolve)


def _levels(tree: ast.AST) -> int:
    """Count how deep a tree is, level by level, so that no depth is too much to count."""
    levels, nodes = 0, [tree]
    while nodes:
        levels, nodes = levels + 1, [below for node in nodes for below in ast.iter_child_nodes(node)]
    return levels


def is_truth(node: Node) -> bool:
    """Whether the expression says yes or no (rather than an amount)."""
    return isinstance(node, Compare | Multiple | Logic)


def _node(tree: ast.AST, resolve: Resolve) -> Node:
    match tree:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return Number(value)
        case ast.Name() | ast.Attribute():
            refs = resolve(_path(tree))
            if len(refs) != 1:
                raise ExpressionError(f"“{'.'.join(_path(tree))}”是一组格，要写成 sum(…)")
            return FigureTerm(refs[0])
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Name() | ast.Attribute() as group], keywords=[]):
            return Total(resolve(_path(group)), ".".join(_path(group)))
        case ast.Call(
            func=ast.Name(id="multiple"), args=[part, ast.Constant(value=int(of))], keywords=[]
        ) if of > 0:
            return Multiple(_node(part, resolve), of)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as sign, right=right):
            node = Arithmetic(_SIGNS[type(sign)], _node(left, resolve), _node(right, resolve))
            if node.sign == "*" and not isinstance(node.left, Number) and not isinstance(node.right, Number):
                raise ExpressionError("乘法的一边必须是数")
            return _amounts(node, node.left, node.right)
        case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in _SIGNS:
            compare = Compare(_SIGNS[type(sign)], _node(left, resolve), _node(right, resolve))
            return _amounts(compare, compare.left, compare.right)
        case ast.BoolOp(op=sign, values=values):
            return _truths(
                Logic("and" if isinstance(sign, ast.And) else "or", tuple(_node(v, resolve) for v in values))
            )
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _truths(Logic("not", (_node(operand, resolve),)))
    raise ExpressionError(f"不认识的写法：{ast.unparse(tree)!r}{_way_out(tree)}")


def _way_out(tree: ast.AST) -> str:
    """Say what to write instead of decimals and divisions, which have no exact result."""
    match tree:
        case ast.Constant(value=float()):
            return "，数只能是整数：两边同乘 10、100"
        case ast.BinOp(op=ast.Div() | ast.FloorDiv() | ast.Mod()):
            return "，不能用除法：改成另一边相乘；整数倍写 multiple(格, 整数)"
        case ast.Call(func=ast.Name(id="abs")):
            return "，绝对值写成两个比较：甲 - 乙 <= 1 and 乙 - 甲 <= 1"
        case ast.Call():
            return "，只有 sum(组) 和 multiple(格, 整数) 两种"
        case ast.Compare():
            return "，一次比两个，连着比的用 and 连起来：1 <= 甲 and 甲 <= 5"
        case ast.UnaryOp(op=ast.USub()):
            return "，负数写成 0 减：0 - 1"
        case ast.IfExp():
            return "，条件写在 when 里"
    return ""


def _amounts(node: Node, *parts: Node) -> Node:
    if any(is_truth(part) for part in parts):
        raise ExpressionError("加减乘和比较只能用在数上")
    return node


def _truths(node: Logic) -> Logic:
    if not all(is_truth(part) for part in node.parts):
        raise ExpressionError("and、or、not 只能连接比较式")
    return node


def _path(tree: ast.AST) -> tuple[str, ...]:
    match tree:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=value, attr=name):
            return (*_path(value), name)
    raise ExpressionError(f"不认识的名称：{ast.unparse(tree)!r}")


def sides_of(node: Node) -> tuple[Node, Node | None]:
    """What is shown as found and as expected: the two sides of a comparison, or the amount that is judged."""
    match node:
        case Compare(_, left, right):
            return left, right
        case Multiple(part):
            return part, None
        case Logic(_, parts):
            return sides_of(parts[0])
    return node, None


def sign_of(node: Node) -> str:
    """Return the sign between the two `sides_of`; empty where only one is judged."""
    match node:
        case Compare(sign=between):
            return between
        case Logic(_, parts):
            return sign_of(parts[0])
    return ""


def excel_formula(
    node: Node, address: Callable[[Ref], str], span: Callable[[Sequence[Ref]], str], decimals: int
) -> str:
    """Project into an Excel formula (without the equals sign) of functions that Excel 2010 and WPS know.

    `address` names a cell, `span` a list of cells as ranges. A blank counts as 0 in it, as it does on the
    sheet; whether it may is asked before. Amounts with `decimals` (money: two, 万元) are compared rounded,
    since the sheet calculates in binary fractions.
    """

    def amount(part: Node) -> str:
        return excel_formula(part, address, span, decimals)

    match node:
        case Number(value):
            return str(value)
        case FigureTerm(ref):
            return f"N({address(ref)})"
        case Total(several):
            return f"SUM({span(several)})"
        case Arithmetic(sign, left, right):
            a, b = (
                f"({amount(p)})" if isinstance(p, Arithmetic) and sign != "+" else amount(p)
                for p in (left, right)
            )
            return f"{a}{sign}{b}"
        case Compare(sign, left, right) if decimals:
            return f"ROUND({amount(left)}-({amount(right)}),{decimals}){sign}0"
        case Compare(sign, left, right):
            return f"{amount(left)}{sign}{amount(right)}"
        case Multiple(part, of):
            return f"MOD(ROUND({amount(part)},{decimals}),{of})=0"
        case Logic(word, parts):
            return f"{word.upper()}({','.join(amount(part) for part in parts)})"
    raise AssertionError(node)


_WORDS = {"+": "＋", "-": "－", "*": "×", "=": "＝", "<>": "≠", "<=": "≤", ">=": "≥", "<": "＜", ">": "＞"}


def in_words(node: Node, name: Callable[[Ref], str], group: Callable[[Total], str]) -> str:
    """Project into words: the formula as the printed rule book shows it."""

    def say(part: Node) -> str:
        return in_words(part, name, group)

    match node:
        case Number(value):
            return str(value)
        case FigureTerm(ref):
            return name(ref)
        case Total():
            return group(node)
        case Arithmetic(sign, left, right) | Compare(sign, left, right):
            a, b = (
                f"（{say(p)}）" if isinstance(p, Arithmetic) and sign == "*" else say(p)
                for p in (left, right)
            )
            return f"{a} {_WORDS[sign]} {b}"
        case Multiple(part, of):
            return f"{say(part)} 是 {of} 的整数倍"
        case Logic("not", (part,)):
            return f"不是（{say(part)}）"
        case Logic(word, parts):
            return ("，并且" if word == "and" else "，或者").join(say(part) for part in parts)
    raise AssertionError(node)
