"""底稿, the hidden sheet: what stands in every cell, how it is read, what each rule comes to."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from toolkit.answers.digest import DIGEST_NOT_YET, LETTERS, PRIMES, figure_share, seeds, weights
from toolkit.answers.spelling import SHEET_NOTHING, SHEET_SPACES, SHEET_ZEROS
from toolkit.form.model import ZERO_BLANKS_YES, Amount, Form, Instance, Key, Kind, Level, Mark, Ref
from toolkit.layout.layout import (
    CHECKS,
    WORKING,
    CheckColumns,
    Layout,
    Place,
    RuleSteps,
    States,
    TableSteps,
    lay_out,
)
from toolkit.rules.exact import holds_exactly
from toolkit.rules.states import ASKED, BROKEN, NONE
from toolkit.template.book import TOTAL_WRONG, TemplateBook, reached_by_openings
from toolkit.template.day_steps import day_formulas, day_results, is_day
from toolkit.template.formulas import (
    admits_formula,
    highest_state,
    is_told_apart,
    project,
    refs_judged,
    stop_formula,
)
from toolkit.template.reason_steps import write_reason_steps

NOT_READ = "?"
STEP_NAMES = {
    "zero": "读作 0 的字",
    "not_applicable": "读作不适用的字",
    "confirmed": "空白格按 0 计",
    "errors": "错误数",
    "asked": "待说明数",
    "blank": "待填格数",
    "nothing": "零报告待确认",
    "missing": "没有写的项数",
    "seed0": "校验码起点一",
    "seed1": "校验码起点二",
    "sum0": "校验码和一",
    "sum1": "校验码和二",
    "digest": "校验码",
}
TABLE_HEADS = ("表", "应填格数", "待填格数", "填错格数")
RULE_HEADS = ("规则", "必填的格", "可空的格", "上年的格", "适用条件", "不能判断", "成立", "说明算数")


def write_working_paper(book: TemplateBook) -> None:
    """Write 底稿, hidden like the identity."""
    sheet = book.sheet(WORKING)
    _single_steps(book, sheet)
    _table_steps(book, sheet)
    if book.whole:
        _heads(sheet, book.layout.working.rules_top, RULE_HEADS)
    for instance in book.instances:
        _rule_steps(book, sheet, instance)
    if book.whole:
        write_reason_steps(book.form, sheet, book.content.explanations, book.reasons)
    for cell in figure_steps(book.form) if book.whole else _varying_steps(book.form, opened=book.opened):
        for place, formula, value in zip(cell.places, cell.formulas, _cached(book, cell.ref), strict=True):
            sheet.write_formula(place.row, place.column, formula, None, value)
    sheet.very_hidden()


def _heads(sheet: Worksheet, row: int, heads: tuple[str, ...]) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head)


# ------------------------------------------------------------------ single steps and tables


def _single_steps(book: TemplateBook, sheet: Worksheet) -> None:
    working, counts = book.layout.working, book.counts
    for name, said in STEP_NAMES.items() if book.whole else ():
        sheet.write_string(working.step(name).row, 0, said)
    for name, words in (("zero", SHEET_ZEROS), ("not_applicable", SHEET_NOTHING)) if book.whole else ():
        place = working.step(name)
        sheet.write_string(place.row, place.column, f"·{'·'.join(words)}·")
    values = {
        "confirmed": book.zero_blanks,
        "errors": counts.errors,
        "asked": counts.asked,
        "blank": counts.blank,
        "nothing": counts.nothing,
        "missing": counts.missing,
    }
    for name, formula in _single_formulas(book.form).items():
        place = working.step(name)
        sheet.write_formula(place.row, place.column, f"={formula}", None, values[name])
    for key, steps in _days(book.layout).items():
        formulas = day_formulas(_looked_up(book.layout.identity[key]), steps[0])
        results = day_results(book.content.shown.get(key, ""))
        for place, formula, value in zip(steps, formulas, results, strict=True):
            sheet.write_formula(place.row, place.column, f"={formula}", None, value)
    _write_digest(book, sheet)


@lru_cache(maxsize=16)
def _single_formulas(form: Form) -> Mapping[str, str]:
    """Return the formulas of what is counted in the whole workbook."""
    layout, required = lay_out(form), [table.key for table in form.tables if table.required]
    working, (levels, results) = layout.working, _results(layout)
    sure, blank = working.step("confirmed").a1, working.step("blank").a1
    blanks = [working.tables[key]._replace(column=TableSteps.BLANK).a1 for key in required]
    sums = ",".join(working.read_ranges[key] for key in required)
    # a sum of 0 may hide amounts of both signs; blanks and words count for nothing in MAX and MIN
    zeros = f"MAX({sums})=0,MIN({sums})=0" if sums else "FALSE"
    return {
        "confirmed": _confirmed(layout),
        "errors": f'COUNTIFS({levels},"{Level.ERROR.label}",{results},"{BROKEN}")',
        "asked": f'COUNTIF({results},"{ASKED}")',
        "blank": f"IF({sure},0,{'+'.join(blanks) or 0})",
        "nothing": f"IF(AND(NOT({sure}),{blank}=0,{zeros}),1,0)",
        "missing": "+".join(_missing(layout)) or "0",
    }


def _results(layout: Layout) -> tuple[str, str]:
    """Return the ranges of 校核 with all levels and all results, for the counts on the cover."""
    first = layout.format_place(layout.form.tables[0]).row
    last = first + len(layout.form.tables) + len(layout.form.instances) - 1
    levels, results = (
        f"{Place(CHECKS, first, column).formula('')}:{Place(CHECKS, last, column).formula(CHECKS)}"
        for column in (CheckColumns.LEVEL, CheckColumns.RESULT)
    )
    return levels, results


def _confirmed(layout: Layout) -> str:
    """Formula: the unit confirmed on the cover that blanks are 0."""
    place = layout.identity.get("zero_blanks")
    return "FALSE" if place is None else f'TRIM({_looked_up(place)})="{ZERO_BLANKS_YES}"'


def _missing(layout: Layout) -> Iterator[str]:
    """Formulas: 1 for each field of the cover or passage that lacks what it must hold, or holds no answer."""
    days = _days(layout)
    for field in layout.form.identity:
        cell = _looked_up(layout.identity[field.key])
        lawful = [f'TRIM({cell})="{choice}"' for choice in field.choices]
        if field.key in days:
            lawful = [is_day(cell, *days[field.key])]
        blank = f"LEN(TRIM({cell}))=0"
        if lawful:
            yield f"IF(OR({','.join(lawful if field.required else [blank, *lawful])}),0,1)"
        elif field.required:
            yield f"({blank})"
    for field in layout.form.narrative:
        if field.required:
            first, last = (layout.passages[field.key][at] for at in (0, -1))
            span = f"{first.formula(WORKING)}:{last.formula(last.sheet)}"
            yield f'(COUNTIF({span},"?*")=0)'  # no array of texts, which Gnumeric does not take


def _days(layout: Layout) -> Mapping[str, tuple[Place, Place]]:
    """Return the steps of each day of the cover, by the field's key."""
    dated = [field.key for field in layout.form.identity if field.kind == "date"]
    return {key: layout.working.day_steps(number) for number, key in enumerate(dated)}


def _looked_up(place: Place) -> str:
    """Formula: what stands in a cell, looked up by its place, whatever was cut or dragged there."""
    corner = Place(place.sheet, place.row + 1, place.column + 1).formula(place.sheet)
    return f"INDEX('{place.sheet}'!$A$1:{corner},{place.row + 1},{place.column + 1})"


def _table_steps(book: TemplateBook, sheet: Worksheet) -> None:
    working = book.layout.working
    if book.whole:
        _heads(sheet, min(place.row for place in working.tables.values()) - 1, TABLE_HEADS)
    for table in book.form.tables if book.whole or book.opened else ():
        row, states = working.tables[table.key].row, working.state_ranges[table.key]
        count = book.table_counts[table.key]
        sheet.write_string(row, TableSteps.NAME, table.sheet)
        sheet.write_number(row, TableSteps.ASKED, count.asked)
        for column, state, value in (
            (TableSteps.BLANK, States.BLANK, count.blank),
            (TableSteps.WRONG, States.WRONG, count.wrong),
        ):
            sheet.write_formula(row, column, f"=COUNTIF({states},{state})", None, value)


# ------------------------------------------------------------------ figures


class FigureSteps(NamedTuple):
    """The three steps of a figure: what stands in its cell, how it is read, how it stands."""

    ref: Ref
    places: tuple[Place, Place, Place]
    formulas: tuple[str, str, str]


@lru_cache(maxsize=16)
def figure_steps(form: Form) -> tuple[FigureSteps, ...]:
    """Return the steps of every figure that is typed or that a rule speaks of: the same in all workbooks."""
    return tuple(_figure_steps(lay_out(form)))


@lru_cache(maxsize=16)
def _varying_steps(form: Form, *, opened: bool) -> tuple[FigureSteps, ...]:
    moving = reached_by_openings(form) if opened else frozenset()
    return tuple(cell for cell in figure_steps(form) if cell.ref.last or cell.ref.key in moving)


def _figure_steps(layout: Layout) -> Iterator[FigureSteps]:
    form, working = layout.form, layout.working
    extents = {table.sheet: working.extent(table) for table in form.tables}
    zero, nothing = (working.step(name).formula(WORKING) for name in ("zero", "not_applicable"))
    for ref, place in working.figures.items():
        height, width = extents[place.sheet]
        corner = Place(place.sheet, height - 1, width - 1).formula(place.sheet)
        cell = f"INDEX('{place.sheet}'!$A$1:{corner},{place.row + 1},{place.column + 1})"
        places = (working.typed(ref), working.read(ref), working.state(ref))
        typed, read = places[0].a1, places[1].a1
        if ref.last or not form.is_input(ref.key):
            formulas = (
                f'=IF(ISNUMBER({cell}),{cell},"")',
                f"={typed}",
                f"=IF(ISNUMBER({read}),{States.FILLED},{States.BLANK if ref.last else TOTAL_WRONG})",
            )
        else:
            formulas = (
                (
                    f'=IF(ISNUMBER({cell}),{cell},IF(ISTEXT({cell}),{_bare(cell)},IF(ISBLANK({cell}),"",'
                    f'"{NOT_READ}")))'
                ),
                _read_formula(typed, zero, nothing),
                _state_formula(read, form.kind(ref.key)),
            )
        yield FigureSteps(ref, places, formulas)


def _read_formula(typed: str, zero: str, nothing: str) -> str:
    """Formula: what a cell is read as; 无 as 0, — as 不适用, any other word as “?”."""
    words = f'IF(ISNUMBER(FIND("·"&{typed}&"·",{nothing})),"{Mark.NOT_APPLICABLE.value}","{NOT_READ}")'
    words = f'IF(ISNUMBER(FIND("·"&{typed}&"·",{zero})),0,{words})'
    return f'=IF(ISNUMBER({typed}),{typed},IF({typed}="","",{words}))'


def _state_formula(read: str, kind: Kind) -> str:
    """Formula: whether a cell is filled with a number of its kind, blank, or wrong."""
    lawful = admits_formula(kind, read).replace(")*(", "),(")
    words = f'IF({read}="{Mark.NOT_APPLICABLE.value}",{States.FILLED},{States.WRONG})'
    words = f'IF({read}="",{States.BLANK},{words})'
    return f"=IF(ISNUMBER({read}),IF(AND({lawful}),{States.FILLED},{States.WRONG}),{words})"


def _bare(cell: str) -> str:
    """Formula: a text without spaces and line breaks."""
    for space in SHEET_SPACES:
        cell = (
            f'SUBSTITUTE({cell},{f"CHAR({ord(space)})" if space < " " else f"{chr(34)}{space}{chr(34)}"},"")'
        )
    return cell


def _cached(book: TemplateBook, ref: Ref) -> tuple[Amount | str, Amount | str, int]:
    typed, read = book.typed(ref), book.read(ref)
    return typed, read, book.state(ref)


# ------------------------------------------------------------------ rules


Judged = tuple[int, tuple[Ref, ...], str]  # a column, the figures whose states it looks at, its formula


class RuleFormulas(NamedTuple):
    """The steps of a rule: what looks at states, and the other formulas."""

    judged: tuple[Judged, ...]
    when: str
    stop: str
    holds: str
    explained: str


@lru_cache(maxsize=16)
def rule_steps(form: Form) -> Mapping[str, RuleFormulas]:
    """Return the steps of every rule, by its line: the same in all workbooks."""
    layout = lay_out(form)
    return {instance.line: _rule_formulas(layout, instance) for instance in form.instances}


def _rule_formulas(layout: Layout, instance: Instance) -> RuleFormulas:
    line, working = instance.line, layout.working
    columns = (RuleSteps.REQUIRED, RuleSteps.OPTIONAL, RuleSteps.LAST)
    judged = tuple(
        (column, refs, highest_state(layout, refs))
        for column, refs in zip(columns, refs_judged(layout.form, instance), strict=True)
        if refs
    )
    check, when = instance.check, instance.when
    return RuleFormulas(
        judged=judged,
        when="" if when is None else f"={project(layout, instance, when, WORKING)}",
        stop=stop_formula(layout, instance, working.rule_lines[line]),
        holds=f"={project(layout, instance, check, WORKING)}" if is_told_apart(instance) else "",
        explained=f"={working.explained(line).a1}" if line in working.reason_lines else "",
    )


@lru_cache(maxsize=16)
def _varying_judged(form: Form, *, opened: bool) -> Mapping[str, tuple[Judged, ...]]:
    """Return of every rule's `judged` what looks at figures that differ between blank workbooks of a kind."""
    moving = reached_by_openings(form) if opened else frozenset()
    return {
        line: tuple(one for one in steps.judged if any(ref.last or ref.key in moving for ref in one[1]))
        for line, steps in rule_steps(form).items()
    }


def _rule_steps(book: TemplateBook, sheet: Worksheet, instance: Instance) -> None:
    line, form = instance.line, book.form
    row, steps = book.layout.working.rule_lines[line].row, rule_steps(form)[line]
    if book.whole:
        sheet.write_string(row, RuleSteps.NAME, line)
    for column, refs, formula in (
        steps.judged if book.whole else _varying_judged(form, opened=book.opened)[line]
    ):
        sheet.write_formula(row, column, formula, None, max(map(book.state, refs)))
    for column, formula, node in (
        (RuleSteps.WHEN, steps.when, instance.when),
        (RuleSteps.HOLDS, steps.holds, instance.check),
    ):
        if formula and node is not None:
            holds = holds_exactly(form, node, book.numbers, book.content.last)
            sheet.write_formula(row, column, formula, None, holds)
    if instance.rule.applies_to(book.content.kind):
        sheet.write_formula(row, RuleSteps.STOP, steps.stop, None, book.stop_word(instance))
    else:
        sheet.write_string(row, RuleSteps.STOP, NONE)
    if steps.explained:
        sheet.write_formula(row, RuleSteps.EXPLAINED, steps.explained, None, line in book.reasons)


# ------------------------------------------------------------------ 校验码


@lru_cache(maxsize=16)
def _product_formulas(form: Form) -> tuple[tuple[Key, int, Place, str], ...]:
    """Return for each typed figure its cells and formulas in the two sums of 校验码: its share of each."""
    working, result = lay_out(form).working, []
    for key in form.inputs:
        cell, quantum = working.read(Ref(key)).a1, form.kind(key).quantum
        for half, (prime, weight) in enumerate(zip(PRIMES, weights(form), strict=True)):
            if quantum == 1:
                amount = f"MOD({cell},{prime})"
            else:  # whole part and fraction apart, so that no product grows beyond what a double holds
                fraction = f"ROUND(({cell}-INT({cell}))*{quantum},0)"
                amount = f"MOD(MOD(INT({cell}),{prime})*{quantum % prime}+{fraction},{prime})"
            state = working.state(Ref(key)).a1
            token = f'IF({state}={States.WRONG},3,IF(ISNUMBER({cell}),4*{amount},IF({cell}="",1,2)))'
            result.append(
                (key, half, working.product(Ref(key), half), f"=MOD({token}*{weight[key]},{prime})")
            )
    return tuple(result)


@lru_cache(maxsize=16)
def _opened_products(form: Form) -> tuple[tuple[Key, int, Place, str], ...]:
    """Return those of the figures that are filled in with openings."""
    moving = reached_by_openings(form)
    return tuple(product for product in _product_formulas(form) if product[0] in moving)


@lru_cache(maxsize=16)
def _digest_formulas(form: Form) -> tuple[tuple[str, ...], str]:
    """Return the formulas of both sums of 校验码, and of its characters."""
    working = lay_out(form).working
    sums = [working.step(f"sum{half}").a1 for half in range(len(PRIMES))]
    wrong = ",".join(working.tables[t.key]._replace(column=TableSteps.WRONG).a1 for t in form.tables)
    letters = "&".join(
        f'MID("{LETTERS}",MOD(INT({total}/{32**place}),32)+1,1)'
        for total in sums
        for place in reversed(range(4))
    )
    return tuple(
        f"=MOD(SUM({working.shares[half]},{working.step(f'seed{half}').a1}),{prime})"
        for half, prime in enumerate(PRIMES)
    ), f'=IF(SUM({wrong})>0,"{DIGEST_NOT_YET}",{letters})'


def _write_digest(book: TemplateBook, sheet: Worksheet) -> None:
    """Write the steps of 校验码, which come to the same eight characters as the reader's."""
    form, working, content = book.form, book.layout.working, book.content
    products = _product_formulas(form) if book.whole else _opened_products(form) if book.opened else ()
    for key, half, place, formula in products:
        share = figure_share(form, key, content.submission.figures[key], half)
        sheet.write_formula(place.row, place.column, formula, None, share)
    sums, letters = _digest_formulas(form)
    starts = seeds(form, content.unit_code, content.year)
    for half, (start, formula, total) in enumerate(zip(starts, sums, book.digest_sums, strict=True)):
        seed, place = working.step(f"seed{half}"), working.step(f"sum{half}")
        sheet.write_number(seed.row, seed.column, start)
        sheet.write_formula(place.row, place.column, formula, None, total)
    place = working.step("digest")
    sheet.write_formula(place.row, place.column, letters, None, book.digest_word)
