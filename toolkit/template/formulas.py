"""The rules as live formulas: the Excel projection of the form, step by step on 底稿, and read off on 校核.

Only functions that Excel 2010, WPS, LibreOffice and Gnumeric all know, and no formula over whole arrays. The
words that a formula shows are those of `rules.states`; tests in two office programs hold formula and
check equal.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit.form.expression import excel_formula, sides_of
from toolkit.form.model import Compare, Form, Instance, Kind, Level, Multiple, Ref, Table
from toolkit.layout.layout import (
    CHECKS,
    WORKING,
    CheckColumns,
    Layout,
    Place,
    RuleSteps,
    States,
    join_ranges,
    lay_out,
    spans_of,
)
from toolkit.rules.states import (
    ASKED,
    BAD,
    BROKEN,
    GOOD,
    INFORMED,
    NO_LAST_WORD,
    NONE,
    PENDING,
    REASONED,
    level_of,
)

FLAGS = {BROKEN: 1, ASKED: 2}  # what stands beside a table of a rule with this result, for the colours
BOUNDS = {
    "=": "按规则应为",
    "<>": "按规则应不等于",
    "<=": "按规则应不大于",
    "<": "按规则应小于",
    ">=": "按规则应不小于",
    ">": "按规则应大于",
}
DIFFERENCE = 6  # decimals of 差额: the smallest step of any figure


def admits_formula(kind: Kind, cell: str) -> str:
    """Formula: the cell holds a number of this kind; a blank counts as one."""
    amount = f"ABS({cell})" if kind.signed else cell
    lower = "" if kind.signed else f"({cell}>=0)*"
    return f"{lower}({amount}<={kind.maximum})*(ROUND({cell},{kind.decimals})={cell})"


def first_wrong(layout: Layout, table: Table, seen_from: str) -> str:
    """Formula: the address of a table's first cell without a number of its kind, as 底稿 mirrors it."""
    mirrored = [(layout.working.state(Ref(key)), layout.places[key]) for key in table.cells]
    rows, columns = [state.row for state, _ in mirrored], [state.column for state, _ in mirrored]
    corners = Place(WORKING, min(rows), min(columns)), Place("", max(rows), max(columns))
    span = f"{corners[0].formula(seen_from)}:{corners[1].formula('')}"
    state, shown = mirrored[0]
    far = 10**7  # beyond every row times 1000 of ours
    first = f"{far}-SUMPRODUCT(MAX(({span}={States.WRONG})*({far}-ROW({span})*1000-COLUMN({span}))))"
    down, right = state.row - shown.row, state.column - shown.column
    return f"ADDRESS(INT(({first})/1000)-{down},MOD({first},1000)-{right},4)"


def refs_judged(form: Form, instance: Instance) -> tuple[tuple[Ref, ...], tuple[Ref, ...], tuple[Ref, ...]]:
    """Return the figures whose state decides whether a rule can be judged: required, optional, last year's.

    Of a total both the cell itself and everything that it adds up.
    """
    mine = dict.fromkeys(
        Ref(key) for ref in instance.refs if not ref.last for key in (ref.key, *form.leaves[ref.key])
    )
    required = tuple(ref for ref in mine if form.required(ref.key))
    optional = tuple(ref for ref in mine if not form.required(ref.key))
    return required, optional, tuple(ref for ref in instance.refs if ref.last)


def highest_state(layout: Layout, refs: Sequence[Ref]) -> str:
    """Formula: how several figures stand together (`States`)."""
    return f"=MAX({','.join(spans_of([layout.working.state(ref) for ref in refs]))})"


class LineFormulas(NamedTuple):
    """The formulas of a rule's line on 校核 (found, expected, result), and of its flag beside the table."""

    left: str
    right: str | None
    result: str
    flag: str


@lru_cache(maxsize=16)
def line_formulas(form: Form) -> dict[str, LineFormulas]:
    """Return the formulas of every rule's line on 校核: the same in all workbooks."""
    layout = lay_out(form)
    result = {}
    for instance in form.instances:
        left, right = sides_of(instance.check)
        result[instance.line] = LineFormulas(
            left=f"={project(layout, instance, left, '')}",
            right=None if right is None else f"={project(layout, instance, right, '')}",
            result=_result_formula(layout, instance),
            flag=_flag_formula(layout, instance),
        )
    return result


def stop_formula(layout: Layout, instance: Instance, line: Place) -> str:
    """Formula: the word that stands in the way of a result (待改, 待填, 不适用, 无上年数), or nothing."""
    required, optional, last = refs_judged(layout.form, instance)

    def step(column: int) -> str:
        return line._replace(column=column).a1

    steps = []
    states = [
        step(column)
        for column, refs in ((RuleSteps.REQUIRED, required), (RuleSteps.OPTIONAL, optional))
        if refs
    ]
    if states:
        steps.append((f"MAX({','.join(states)})>{States.BLANK}", BAD))
    if required:
        sure = layout.working.step("confirmed").formula(WORKING)
        steps.append((f"AND(NOT({sure}),{step(RuleSteps.REQUIRED)}={States.BLANK})", PENDING))
    if optional:
        steps.append((f"{step(RuleSteps.OPTIONAL)}={States.BLANK}", NONE))
    if last:
        steps.append((f"{step(RuleSteps.LAST)}={States.BLANK}", NO_LAST_WORD))
    if instance.when is not None:
        steps.append((f"NOT({step(RuleSteps.WHEN)})", NONE))
    formula = '""'
    for condition, said in reversed(steps):
        formula = f'IF({condition},"{said}",{formula})'
    return f"={formula}"


def _result_formula(layout: Layout, instance: Instance) -> str:
    """Formula of a rule's result on 校核: what stands in its way, or else whether left and right agree."""
    row = layout.checks[instance.line].row
    line = layout.working.rule_lines[instance.line]
    stop = line._replace(column=RuleSteps.STOP).formula("")
    return (
        f'=IF({stop}<>"",{stop},IF({holds_formula(layout, instance, row)},"{GOOD}",'
        f"{_broken(layout, instance)}))"
    )


def _flag_formula(layout: Layout, instance: Instance) -> str:
    """Formula beside a rule's table: whether it is broken (1) or asks (2); nothing where it has no flag."""
    flag = layout.flags.get(instance.line)
    if flag is None:
        return ""
    result = layout.checks[instance.line]._replace(column=CheckColumns.RESULT).formula(flag.sheet)
    return f'=IF({result}="{BROKEN}",{FLAGS[BROKEN]},IF({result}="{ASKED}",{FLAGS[ASKED]},0))'


def holds_formula(layout: Layout, instance: Instance, row: int) -> str:
    """Formula: the rule holds, by left, right and difference of its line on 校核 where they can tell it."""
    match instance.check:
        case Compare(sign):
            return f"{Place(CHECKS, row, CheckColumns.DIFFERENCE).a1}{sign}0"
        case Multiple(_, of):
            return f"MOD(ROUND({Place(CHECKS, row, CheckColumns.LEFT).a1},{DIFFERENCE}),{of})=0"
    return layout.working.rule_lines[instance.line]._replace(column=RuleSteps.HOLDS).formula("")


def is_told_apart(instance: Instance) -> bool:
    """Whether left, right and difference do not tell whether the rule holds: it has a step of its own."""
    return not isinstance(instance.check, Compare | Multiple)


def _broken(layout: Layout, instance: Instance) -> str:
    level = level_of(instance.rule)
    if level is not Level.QUERY:
        return f'"{BROKEN if level is Level.ERROR else INFORMED}"'
    line = layout.working.rule_lines[instance.line]
    return f'IF({line._replace(column=RuleSteps.EXPLAINED).formula("")},"{REASONED}","{ASKED}")'


def project(layout: Layout, instance: Instance, node: object, sheet: str) -> str:
    """Project an expression of the rule into a formula (without the equals sign) over 底稿's figures."""
    form, working = layout.form, layout.working
    decimals = max(form.kind(ref.key).decimals for ref in instance.refs)

    def span(refs: Sequence[Ref]) -> str:
        return ",".join(join_ranges([working.read(ref) for ref in refs], sheet))

    return excel_formula(node, lambda ref: working.read(ref).formula(sheet), span, decimals)  # type: ignore[arg-type]
