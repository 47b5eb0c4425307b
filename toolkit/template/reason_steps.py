"""The gate on explanations, step by step on 底稿.

What is left of each without empty words, and whether it says something.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from toolkit.answers.explanations import LOOKED_AT, NO_WORD_SIGNS, PUNCTUATION, repeated_times
from toolkit.form.model import Form
from toolkit.layout.layout import EXPLAINED, REASON_COLUMN, REASONS, Place, lay_out

AT_ONCE = 12  # so many words one step takes out; Excel nests 64 at most
TEXT = EXPLAINED + 1


class Steps(NamedTuple):
    """The steps of one explanation: the words that each takes out, and the formulas of all of them."""

    line: str
    row: int
    text: str
    removals: tuple[str, ...]
    different: tuple[str, ...]
    times: str
    passes: str


@lru_cache(maxsize=16)
def _removed(form: Form) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """Return what is taken out step by step: first what says nothing, then what is neither word."""
    words = [*PUNCTUATION, *form.gate.empty]
    return _several(words), _several(list(NO_WORD_SIGNS)) if form.gate.distinct else ()


def _several(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words[start : start + AT_ONCE]) for start in range(0, len(words), AT_ONCE))


def _without(cell: str, words: Sequence[str]) -> str:
    for word in words:
        text = f"CHAR({ord(word)})" if word < " " else f'"{word}"'
        cell = f'SUBSTITUTE({cell},{text},"")'
    return cell


@lru_cache(maxsize=16)
def reason_steps(form: Form) -> tuple[Steps, ...]:
    """Return the steps of every explanation: the same in all workbooks of the form."""
    layout = lay_out(form)
    lines = layout.working.reason_lines
    empty, letters = _removed(form)
    core, last_letters = TEXT + len(empty), TEXT + len(empty) + len(letters)
    rows = [place.row for place in lines.values()]
    corner = Place(REASONS, max((p.row for p in layout.reasons.values()), default=0) + 1, REASON_COLUMN + 1)
    result = []
    for line, place in lines.items():
        written = layout.reasons[line]
        removals = []
        for column, words in enumerate((*empty, *letters), TEXT):
            before = Place("", place.row, column).a1
            looked_at = f"LEFT({before},{LOOKED_AT})" if column == core else before
            removals.append(f"={_without(looked_at, words)}")
        different = [
            f'=SUBSTITUTE({before},LEFT({before},1),"")'
            for before in (Place("", place.row, last_letters + i).a1 for i in range(form.gate.distinct - 1))
        ]
        mine = Place("", place.row, core).a1
        first, last = (Place(REASONS, row, core).formula(REASONS) for row in (min(rows), max(rows)))
        times = Place("", place.row, last_letters + len(different) + 1).a1
        tests = [f"LEN({mine})>={form.gate.shortest}", f"{times}<={form.gate.repeats}"]
        if form.gate.distinct:
            tests.append(f"LEN({Place('', place.row, last_letters + len(different)).a1})>0")
        result.append(
            Steps(
                line=line,
                row=place.row,
                text=f"=INDEX('{REASONS}'!$A$1:{corner.formula(REASONS)},{written.row + 1},"
                f'{written.column + 1})&""',
                removals=tuple(removals),
                different=tuple(different),
                times=f"=SUMPRODUCT(({first}:{last}={mine})*1)",
                passes=f"=AND({','.join(tests)})",
            )
        )
    return tuple(result)


def write_reason_steps(
    form: Form, sheet: Worksheet, explanations: Mapping[str, str], accepted: Collection[str]
) -> None:
    """Write the line of every explanation; of the lines `accepted` it passes the gate."""
    top = lay_out(form).working.reasons_top
    for column, head in enumerate(
        ("说明", "算数", "写的话", "逐步去掉套话、标点，再去掉数字、字母，最后数不同的字")
    ):
        sheet.write_string(top, column, head)
    empty, letters = _removed(form)
    steps = reason_steps(form)
    cores = {one.line: _taken_out(explanations.get(one.line, ""), empty)[-1] for one in steps}
    times = repeated_times(cores.values())
    for one in steps:
        text = explanations.get(one.line, "")
        core = cores[one.line]
        chain = [*_taken_out(text, empty), *_taken_out(core[:LOOKED_AT], letters)]
        for _ in one.different:
            before = chain[-1]
            chain.append(before.replace(before[0], "") if before else "")
        row = one.row
        sheet.write_string(row, 0, one.line)
        sheet.write_formula(row, EXPLAINED, one.passes, None, one.line in accepted)
        sheet.write_formula(row, TEXT, one.text, None, text)
        formulas = (*one.removals, *one.different)
        for column, (formula, value) in enumerate(zip(formulas, chain, strict=True), TEXT + 1):
            sheet.write_formula(row, column, formula, None, value)
        sheet.write_formula(row, TEXT + 1 + len(chain), one.times, None, times[core.casefold()])


def _taken_out(text: str, steps: Sequence[Sequence[str]]) -> list[str]:
    result = []
    for words in steps:
        for word in words:
            text = text.replace(word, "")
        result.append(text)
    return result
