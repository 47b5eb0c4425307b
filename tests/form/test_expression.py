"""The expression language: what it takes, what it refuses, and that its projections agree."""

from itertools import islice

import pytest
from plain_rules import plainly

from toolkit.form.expression import ExpressionError, excel_formula, in_words, parse
from toolkit.form.model import Form, Key, Ref, refs_of
from toolkit.rules.evaluation import evaluate
from toolkit.rules.exact import exact_worth, holds_exactly

NAMES = {"a": ("a",), "b": ("b",), "c": ("c",), "several": ("a", "b", "c")}


def resolve(path: tuple[str, ...]) -> tuple[Ref, ...]:
    last = path[0] == "last"
    if path[-1] not in NAMES:
        raise ExpressionError(f"没有“{'.'.join(path)}”这个格")
    return tuple(Ref(Key("t", name, "v"), last) for name in NAMES[path[-1]])


def value(text: str, **amounts: int) -> object:
    """Evaluate over two units: the amounts, and all of them plus one."""

    def look_up(ref: Ref):
        first = amounts[ref.key.row]
        return [amount * (10 if ref.last else 1) for amount in (first, first + 1)]

    return [*islice(evaluate(parse(text, resolve), look_up, 1), 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b", [3, 5]),
        ("a - b * 2", [-3, -4]),
        ("sum(several)", [6, 9]),
        ("last.a", [10, 20]),
        ("a + b == c", [True, False]),
        ("a < 2 and not b == 3", [True, False]),
        ("a > 1 or c > 3", [False, True]),
        ("multiple(c, 3)", [True, False]),
        ("a != b", [True, True]),
    ],
)
def test_evaluates_over_all_units_at_once(text: str, expected: list) -> None:
    assert value(text, a=1, b=2, c=3) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a +",
        "a ** 2",
        "a / b",
        "open('x')",
        "a.b.c.d",
        "nothing",
        "several",
        "a == b == c",
        "a and b",
        "(a == b) + 1",
        "1.5",
        "a * b",
        "sum(a + b)",
        "lambda: 0",
        "[a]",
        "a if b else c",
        "'x'",
        "True",
        "multiple(a, 0)",
        "__import__('os')",
    ],
)
def test_refuses_everything_else(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text, resolve)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("a + b == c", "N(A!a)+N(A!b)=N(A!c)"),
        ("a - (b + c) >= 0", "N(A!a)-(N(A!b)+N(A!c))>=0"),
        ("sum(several) == last.a", "SUM(A!a;A!b;A!c)=N(L!a)"),
        ("a > 0 and not b > 0", "AND(N(A!a)>0,NOT(N(A!b)>0))"),
        ("multiple(a, 10)", "MOD(ROUND(N(A!a),0),10)=0"),
    ],
)
def test_projects_into_excel(text: str, formula: str) -> None:
    def address(ref: Ref) -> str:
        return f"{'L' if ref.last else 'A'}!{ref.key.row}"

    assert (
        excel_formula(parse(text, resolve), address, lambda several: ";".join(map(address, several)), 0)
        == formula
    )


def test_amounts_with_decimals_are_compared_rounded() -> None:
    formula = excel_formula(parse("a == b", resolve), lambda ref: ref.key.row, lambda _: "", 6)
    assert formula == "ROUND(N(a)-(N(b)),6)=0"


def test_projects_into_words() -> None:
    node = parse("a + b == sum(several) or not a > 0", resolve)
    assert (
        in_words(node, lambda ref: ref.key.row, lambda total: f"{total.name}合计")
        == "a ＋ b ＝ several合计，或者不是（a ＞ 0）"
    )


def test_the_evaluation_agrees_with_plain_recursion_on_every_rule(form: Form) -> None:
    """What is worked out over all units at once, and for one unit, is what a second program makes of it."""
    from random import Random

    from toolkit.answers.submission import Submission
    from toolkit.practice.sampling import sample_figures
    from toolkit.rules.checks import judge
    from toolkit.rules.columns import gather_columns

    for seed in range(20):
        figures = sample_figures(form, Random(seed))
        if seed % 2:  # and some that break rules
            figures |= dict.fromkeys(Random(seed).sample(form.inputs, 20), seed)
        last = dict.fromkeys(form.last_refs, seed % 5)
        one = Submission(form=form.key, year=2022, unit_code="1", unit_name="甲", figures=figures)
        for outcome in judge(form, gather_columns(form, [one], [last]), ["部门"]):
            left, right = outcome.amounts(0)
            check = outcome.instance.check
            assert holds_exactly(form, check, figures, last) == plainly(form, check, figures, last)
            if hasattr(check, "left") and hasattr(check, "sign"):
                for side, amount in ((check.left, left), (check.right, right)):
                    assert plainly(form, side, figures, last) == amount
                    assert exact_worth(form, side, figures, last) == amount


@pytest.mark.parametrize(
    ("text", "held"), [("not a > 0", {0}), ("a < 2 and not a == 1", {0}), ("not a < 2", {2})]
)
def test_both_know_not(form: Form, text: str, held: set[int]) -> None:
    key = form.inputs[0]
    node = parse(text, lambda _path: (Ref(key, last=False),))
    for holds in (holds_exactly, plainly):
        assert {amount for amount in (0, 1, 2) if holds(form, node, {key: amount}, {})} == held


def test_every_rule_names_its_figures_once(form: Form) -> None:
    for instance in form.instances:
        assert len(instance.refs) == len(set(instance.refs))
        assert set(refs_of(instance.check)) <= set(instance.refs)
