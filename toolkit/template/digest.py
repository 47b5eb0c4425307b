"""校验码 in the workbook: the steps on 底稿 that come to the same eight characters as the reader's."""

from functools import lru_cache

from toolkit.answers.digest import LETTERS, PRIMES, figure_share, seeds, weights, written_digest
from toolkit.form.model import Form, Key, Ref
from toolkit.layout.layout import lay_out
from toolkit.layout.lock import LockedWorksheet
from toolkit.layout.place import Place
from toolkit.layout.working_paper import States
from toolkit.template.book import TemplateBook

NOT_YET = "改正后显示"  # a cell holds no figure: there is nothing to compare yet


@lru_cache(maxsize=16)
def product_formulas(form: Form) -> tuple[tuple[Key, int, Place, str], ...]:
    """Return for each typed figure and each of the two sums its cell and formula.

    The figure's figure_share of the sum.
    """
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


def digest_word(book: TemplateBook) -> str:
    """Return the cached digest."""
    return written_digest(book.digest_sums) if book.all_read else NOT_YET


def write_digest(book: TemplateBook, sheet: LockedWorksheet, wrong: str) -> None:
    """Write the steps; `wrong` is the formula that counts the cells that hold no figure."""
    form, working, content = book.form, book.layout.working, book.content
    for key, half, place, formula in product_formulas(form) if book.whole or book.opened else ():
        if book.whole or key in book.moving:
            share = figure_share(form, key, content.submission.figures[key], half)
            sheet.write_formula(place.row, place.column, formula, None, share)
    totals = book.digest_sums
    parts = []
    for half, (start, prime) in enumerate(
        zip(seeds(form, content.unit_code, content.year), PRIMES, strict=True)
    ):
        seed, total = working.step(f"seed{half}"), working.step(f"sum{half}")
        sheet.write_number(seed.row, seed.column, start)
        sheet.write_formula(
            total.row,
            total.column,
            f"=MOD(SUM({working.shares[half]},{seed.a1}),{prime})",
            None,
            totals[half],
        )
        parts += [f'MID("{LETTERS}",MOD(INT({total.a1}/{32**place}),32)+1,1)' for place in reversed(range(4))]
    place = working.step("digest")
    formula = f'=IF({wrong}>0,"{NOT_YET}",{"&".join(parts)})'
    sheet.write_formula(place.row, place.column, formula, None, digest_word(book))
