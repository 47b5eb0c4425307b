"""Sentences beside a passage, made live from the tables, for the clerk to copy."""

from collections.abc import Iterator, Sequence

from toolkit.answers.submission import Amount, plain_digits
from toolkit.form.calling import figures_named
from toolkit.form.elements import Key, Ref
from toolkit.form.told import PLACE
from toolkit.layout.working_paper import States, TableSteps
from toolkit.template.book import TemplateBook

FIRST = "可以照抄（复制到左边，选择性粘贴→数值），数随各表变：\n"
YEAR = "xxgk_year"  # the name of the cell that holds it: the formula is the same every year
NOT_YET = "各表填好以后，这里有可以照抄的句子。"


def suggestion(book: TemplateBook, suggests: str) -> tuple[str, str]:
    """Formula and cached words of a passage's suggestion; both empty where the form suggests nothing."""
    if not suggests:
        return "", ""
    used: list[Key] = []
    pieces, told = [f'"{_quoted(FIRST)}"'], FIRST
    end = 0
    for place in PLACE.finditer(suggests):
        before, end = suggests[end : place.start()], place.end()
        keys = () if place[1] == "year" else figures_named(book.form, place[1])
        used += keys
        pieces += [f'"{_quoted(before)}"', _added(book, keys) if keys else YEAR]
        told += before + (_figure(book, keys) if keys else str(book.content.year))
    pieces.append(f'"{_quoted(suggests[end:])}"')
    conditions = list(_ready(book, used))
    ready = ",".join(formula for formula, _ in conditions)
    formula = f'=IF(AND({ready}),{"&".join(pieces)},"{NOT_YET}")'
    return formula, told + suggests[end:] if all(holds for _, holds in conditions) else NOT_YET


def _added(book: TemplateBook, keys: Sequence[Key]) -> str:
    """Formula: figures added up as 底稿 reads them; a cell that holds words that mean 0 counts for 0."""
    return "(" + "+".join(f"N({book.layout.working.read(Ref(key)).formula('')})" for key in keys) + ")"


def _figure(book: TemplateBook, keys: Sequence[Key]) -> str:
    amounts: list[Amount] = [a for key in keys if not isinstance(a := book.typed(Ref(key)), str)]
    return plain_digits(sum(amounts))


def _ready(book: TemplateBook, keys: Sequence[Key]) -> Iterator[tuple[str, bool]]:
    """Formulas, and whether they hold: the tables spoken of are filled in.

    Of a table that may stay blank, the figures.
    """
    sure = book.layout.working.step("confirmed").formula("")
    for name in dict.fromkeys(key.table for key in keys):
        table, count = book.form.table(name), book.table_counts[name]
        blank, wrong = (
            book.layout.working.tables[name]._replace(column=column).formula("")
            for column in (TableSteps.BLANK, TableSteps.WRONG)
        )
        if table.required:
            confirmed = book.content.submission.zero_blanks
            yield f"OR({blank}=0,{sure}),{wrong}=0", (not count.blank or confirmed) and not count.wrong
            continue
        for key in keys:
            if key.table == name:
                state = book.layout.working.state(Ref(key)).formula("")
                yield f"{state}={States.FILLED}", book.state(Ref(key)) == States.FILLED


def _quoted(text: str) -> str:
    return text.replace('"', '""').replace("\n", '"&CHAR(10)&"')
