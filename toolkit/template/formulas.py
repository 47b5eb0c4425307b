"""The rules as live formulas: the Excel projection of the form, seen from a sheet.

Only functions that Excel 2010, WPS and LibreOffice all know. The words that a formula shows are those of
`checks.result_word`, and a test in LibreOffice holds formula and check equal, rule by rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit.answers.explanations import LOOKED_AT, NO_WORDS, PUNCTUATION
from toolkit.form.expression import Key, Ref, excel_formula, sides_of
from toolkit.form.level import Level
from toolkit.form.model import Form, Instance, Kind
from toolkit.layout.layout import CHECKS, CORE_COLUMN, Layout, join_ranges, lay_out, line_tag
from toolkit.rules.checks import ASKED, BAD, BROKEN, GOOD, INFORMED, NO_LAST_WORD, NONE, PENDING, REASONED

ZERO_FLAG = "zero_blanks"


def admits_formula(kind: Kind, cell: str) -> str:
    """Formula: the cell (or each cell of the range) holds a number of this kind; a blank counts as one."""
    amount = f"ABS({cell})" if kind.signed else cell
    lower = "" if kind.signed else f"({cell}>=0)*"
    return f"{lower}({amount}<={kind.maximum})*(ROUND({cell},{kind.decimals})={cell})"


def count_lawful(form: Form, layout: Layout, keys: Iterable[Key], sheet: str) -> str:
    """Formula: how many of the cells are blank or hold a number of their kind.

    Anything else makes the inner fraction an error or a division by zero, which ISNUMBER counts as 0.
    """
    by_kind: dict[str, list[Key]] = {}
    for key in keys:
        by_kind.setdefault(form.kind(key).key, []).append(key)
    return "+".join(
        f"SUMPRODUCT(--ISNUMBER(1/({admits_formula(form.kinds[kind], span)})))"
        for kind, several in by_kind.items()
        for span in join_ranges([layout.places[k] for k in several], sheet)
    )


def count_numbers(layout: Layout, refs: Iterable[Ref], sheet: str) -> str:
    """Formula: how many of the cells hold a number."""
    return f"COUNT({','.join(join_ranges([layout.at(ref) for ref in refs], sheet))})"


def confirmed_formula(layout: Layout, sheet: str) -> str:
    """Formula: the unit confirmed on the cover that blanks are 0."""
    place = layout.identity.get(ZERO_FLAG)
    return f'{place.formula(sheet)}="是"' if place else "FALSE"


class RuleFormulas(NamedTuple):
    """A rule's line on 校核: what is found, what is expected, and the result."""

    left: str
    right: str | None
    result: str


@lru_cache(maxsize=16)
def rule_formulas(form: Form) -> Mapping[str, RuleFormulas]:
    """Formulas of every rule's line on 校核, by `line_tag`: the same in all workbooks of the form."""
    layout = lay_out(form)
    return {
        line_tag(i): RuleFormulas(
            *both_sides(form, layout, i, CHECKS), result_formula(form, layout, i, CHECKS)
        )
        for i in form.instances
    }


def result_formula(form: Form, layout: Layout, instance: Instance, sheet: str) -> str:
    """Formula of a rule's result: 待改, 待填, 无上年数, 不适用, 通过 or what its level says when it is broken."""
    this = [leaf for ref in instance.refs if not ref.last for leaf in form.leaves[ref.key]]
    this = list(dict.fromkeys(this))
    last = [ref for ref in instance.refs if ref.last]
    steps = [(f"{count_lawful(form, layout, this, sheet)}<{len(this)}", BAD)]
    asked = [Ref(key) for key in this if form.required(key)]
    if asked:
        blank = f"{count_numbers(layout, asked, sheet)}<{len(asked)}"
        steps.append((f"AND(NOT({confirmed_formula(layout, sheet)}),{blank})", PENDING))
    optional = [Ref(key) for key in this if not form.required(key)]
    if optional:
        steps.append((f"{count_numbers(layout, optional, sheet)}<{len(optional)}", NONE))
    if last:
        steps.append((f"{count_numbers(layout, last, sheet)}<{len(last)}", NO_LAST_WORD))
    if instance.when is not None:
        steps.append((f"NOT({project_formula(form, layout, instance, instance.when, sheet)})", NONE))
    holds = project_formula(form, layout, instance, instance.check, sheet)
    formula = f'IF({holds},"{GOOD}",{_broken(form, layout, instance, sheet)})'
    for condition, said in reversed(steps):
        formula = f'IF({condition},"{said}",{formula})'
    return f"={formula}"


def _broken(form: Form, layout: Layout, instance: Instance, sheet: str) -> str:
    rule = instance.rule
    if rule.trial or rule.level is Level.NOTICE:
        return f'"{INFORMED}"'
    if rule.level is Level.ERROR:
        return f'"{BROKEN}"'
    return f'IF({reasoned_formula(form, layout, line_tag(instance), sheet)},"{REASONED}","{ASKED}")'


def reasoned_formula(form: Form, layout: Layout, line: str, sheet: str) -> str:
    """Formula: the explanation of a query passes the gate (`reasons.weigh`)."""
    cores = {key: place._replace(column=CORE_COLUMN) for key, place in layout.reasons.items()}
    mine = cores[line].formula(sheet)
    (everywhere,) = join_ranges(list(cores.values()), sheet)
    gate = form.gate
    tests = [f"LEN({mine})>={gate.shortest}", f"SUMPRODUCT(--EXACT({everywhere},{mine}))<={gate.repeats}"]
    if gate.distinct:
        tests.insert(1, f"{distinct_formula(mine)}>={gate.distinct}")
    return f"AND({','.join(tests)})"


def distinct_formula(cell: str) -> str:
    """Formula: how many different characters of a cell are neither letters nor digits (`reasons.distinct`).

    A character counts where it is met first; what fills the text up to the length looked at is a digit.
    """
    text, lines = f'{cell}&REPT("0",{LOOKED_AT})', f"ROW($A$1:$A${LOOKED_AT})"
    first = f"FIND(MID({text},{lines},1),{text})={lines}"
    return f'SUMPRODUCT(({first})*ISERROR(FIND(MID({text},{lines},1),"{NO_WORDS}")))'


def core_formula(form: Form, cell: str) -> str:
    """Formula: the words of a cell without punctuation and words that say nothing (`reasons.core`)."""
    formula = cell
    for word in (*PUNCTUATION, *form.gate.empty):
        text = f"CHAR({ord(word)})" if word < " " else f'"{word}"'
        formula = f'SUBSTITUTE({formula},{text},"")'
    return formula


def project_formula(form: Form, layout: Layout, instance: Instance, node: object, sheet: str) -> str:
    """Project an expression of the rule into a formula on the sheet (without the equals sign)."""
    decimals = max(form.kind(ref.key).decimals for ref in instance.refs)

    def span(refs: Sequence[Ref]) -> str:
        return layout.span(refs, sheet)

    return excel_formula(node, lambda ref: layout.address(ref, sheet), span, decimals)  # type: ignore[arg-type]


def both_sides(form: Form, layout: Layout, instance: Instance, sheet: str) -> tuple[str, str | None]:
    """Formulas of what is found and what is expected."""
    left, right = sides_of(instance.check)
    return (
        f"={project_formula(form, layout, instance, left, sheet)}",
        None if right is None else f"={project_formula(form, layout, instance, right, sheet)}",
    )
