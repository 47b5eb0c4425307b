"""文字报告: the report's passages in words, one paragraph a row, each heading beside its first row.

So a page never ends between a heading and its text, rows grow with what is typed, and paragraphs pasted from
Word fall into rows of their own. Beside a passage stand sentences for the clerk to copy, made live from the
tables.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from toolkit.form.calling import figures_named
from toolkit.form.model import Amount, Field, Form, Key, Ref, plain_digits
from toolkit.form.told import PLACE
from toolkit.layout.layout import (
    PASSAGE_ROWS,
    PROSE,
    PROSE_COUNT,
    PROSE_HEAD,
    PROSE_HINTS,
    PROSE_TEXT,
    Layout,
    States,
    TableSteps,
    lay_out,
)
from toolkit.layout.passages import (
    CONTINUES,
    LINE_HEIGHT,
    MOST_LINES,
    PER_LINE,
    heading_of,
    row_height,
    spread,
)
from toolkit.template.book import TemplateBook, restrict, shade

FIRST = 3 * LINE_HEIGHT  # points of the first row, so that the heading beside it is whole on its page
CUT = (
    f"超过 {MOST_LINES} 行，打印会被截断：请在句号处分开，写在两格里（前一格末尾写“{CONTINUES}”的，仍是一段）"
)
TOO_LONG = (
    f"这一格超过 {MOST_LINES} 行（约 {MOST_LINES * PER_LINE} 字），打印会被截断。请按“重试”，在句号处分开，"
    f"写在两格里；前一格末尾写“{CONTINUES}”的，仍是一段。"
)
MAY_BE_COPIED = "可以照抄（复制到左边，选择性粘贴→数值），数随各表变：\n"
NOT_FILLED_YET = "各表填好以后，这里有可以照抄的句子。"
YEAR = "xxgk_year"  # the name of the cell that holds it: the formula is the same every year


def write_prose(book: TemplateBook) -> None:
    """Write the sheet of prose."""
    sheet, formats = book.sheet(PROSE), book.formats
    whose = f"{book.whose}　　{book.content.notice}"
    if not book.whole:
        sheet.merge_range(1, PROSE_HEAD, 1, PROSE_TEXT, whose, formats["plain"])
        for field in book.form.narrative if book.opened else ():
            _hint(book, sheet, field)
        return
    formats.set_up(sheet, tall=True)
    formats.set_widths(sheet, formats.widths["prose"]["columns"])
    how = (
        f"在浅黄色的格里写文字，一格写一段（每段 {PASSAGE_ROWS} 格，用不完的空着）。文字里的数要与各表一致。"
    )
    for row, (text, style) in enumerate((("文字报告", "title"), (whose, "plain"), (how, "small"))):
        sheet.merge_range(row, PROSE_HEAD, row, PROSE_TEXT, text, formats[style])
    sheet.set_row(0, 30)
    for field in book.form.narrative:
        _passage(book, sheet, field)
    first, last = min(book.layout.narrative.values()), max(p[-1] for p in book.layout.passages.values())
    sheet.set_selection(first.row, first.column, first.row, first.column)
    sheet.print_area(0, PROSE_HEAD, last.row, PROSE_TEXT)
    sheet.repeat_rows(1)


def _passage(book: TemplateBook, sheet: Worksheet, field: Field) -> None:
    places = book.layout.passages[field.key]
    first, last, formats = places[0], places[-1], book.formats
    text = book.content.narrative.get(field.key, "")
    sheet.merge_range(
        first.row,
        PROSE_HEAD,
        last.row,
        PROSE_HEAD,
        heading_of(field.section, field.label),
        formats["passage_head"],
    )
    cells = spread(text, len(places))
    for place, said in zip(places, [*cells, *[""] * (len(places) - len(cells))], strict=True):
        if said or place == first:
            sheet.set_growing_row(place.row, max(row_height(said), FIRST if place == first else 0))
            sheet.write_string(place.row, place.column, said, formats["prose"])
        else:
            sheet.write_blank(place.row, place.column, None, formats["prose"])
    formula, shown = _count([place.a1 for place in places], text, cells, field.says)
    sheet.merge_range(first.row, PROSE_COUNT, last.row, PROSE_COUNT, "", formats["beside"])
    sheet.write_formula(first.row, PROSE_COUNT, formula, formats["beside"], shown)
    sheet.merge_range(first.row, PROSE_HINTS, last.row, PROSE_HINTS, "", formats["beside"])
    _hint(book, sheet, field)
    over = _too_high(first.a1)
    rule = {"validate": "custom", "value": f"=NOT({over})"}
    restrict(sheet, first, last, rule, prompt=(field.label, field.says), refusal=(field.label, TOO_LONG))
    # what was pasted is not asked: red, on paper too
    shade(sheet, first, last, {"type": "formula", "criteria": f"={over}", "format": formats["broken"]})


def _hint(book: TemplateBook, sheet: Worksheet, field: Field) -> None:
    formula, told = _suggestion(book, field.suggests)
    if formula:
        row = book.layout.passages[field.key][0].row
        sheet.write_formula(row, PROSE_HINTS, formula, book.formats["beside"], told)


def _count(places: Sequence[str], text: str, cells: Sequence[str], says: str) -> tuple[str, str]:
    """Formula and cached words: how much is written, counted live, and a warning before paper cuts it."""
    span = f"{places[0]}:{places[-1]}"
    length, row = f"SUMPRODUCT(LEN({span}))", f"SUMPRODUCT(MAX(({_too_high(span)})*ROW({span})))"
    column = places[0].rstrip("0123456789")
    waiting = f"还没有写。\n{says}"
    cut = f'IF({row}>0,"{_quoted(chr(10))}{column}"&{row}&" {CUT}","")'
    formula = f'=IF({length}=0,"{_quoted(waiting)}","已写 "&{length}&" 字"&{cut})'
    if not text:
        return formula, waiting
    about = [-(-len(cell) // PER_LINE) + cell.count("\n") for cell in cells]
    over = [place for place, lines in zip(places, about, strict=False) if lines > MOST_LINES]
    said = f"已写 {sum(map(len, cells))} 字"
    return formula, f"{said}\n{over[-1]} {CUT}" if over else said


def _too_high(span: str) -> str:
    """Formula: whether a cell, or each of several, is higher than a row can be."""
    breaks = f'LEN({span})-LEN(SUBSTITUTE({span},CHAR(10),""))'
    return f"INT((LEN({span})+{PER_LINE - 1})/{PER_LINE})+{breaks}>{MOST_LINES}"


def _quoted(text: str) -> str:
    return text.replace('"', '""').replace("\n", '"&CHAR(10)&"')


# ------------------------------------------------------------------ sentences to copy


class Suggestion(NamedTuple):
    """A passage's suggestion: words, each with the figures that follow (none: the year), and the formula."""

    said: tuple[tuple[str, tuple[Key, ...]], ...]
    end: str
    formula: str

    @property
    def used(self) -> list[Key]:
        """The figures that it tells."""
        return [key for _, keys in self.said for key in keys]


@lru_cache(maxsize=64)
def _suggested(form: Form, suggests: str) -> Suggestion:
    said, end = [], 0
    for place in PLACE.finditer(suggests):
        keys = () if place[1] == "year" else figures_named(form, place[1])
        said.append((suggests[end : place.start()], keys))
        end = place.end()
    plain = Suggestion(tuple(said), suggests[end:], "")
    layout, pieces = lay_out(form), [f'"{_quoted(MAY_BE_COPIED)}"']
    for before, keys in said:
        pieces += [f'"{_quoted(before)}"', _added(layout, keys) if keys else YEAR]
    pieces.append(f'"{_quoted(plain.end)}"')
    ready = ",".join(_ready_formulas(layout, plain.used))
    return plain._replace(formula=f'=IF(AND({ready}),{"&".join(pieces)},"{NOT_FILLED_YET}")')


def _suggestion(book: TemplateBook, suggests: str) -> tuple[str, str]:
    """Formula and cached words of a passage's suggestion; both empty where the form suggests nothing."""
    if not suggests:
        return "", ""
    suggested = _suggested(book.form, suggests)
    if not _ready(book, suggested.used):
        return suggested.formula, NOT_FILLED_YET
    told = (
        before + (_figure(book, keys) if keys else str(book.content.year)) for before, keys in suggested.said
    )
    return suggested.formula, f"{MAY_BE_COPIED}{''.join(told)}{suggested.end}"


def _added(layout: Layout, keys: Sequence[Key]) -> str:
    """Formula: figures added up as 底稿 reads them; a cell that holds words that mean 0 counts for 0."""
    return "(" + "+".join(f"N({layout.working.read(Ref(key)).formula('')})" for key in keys) + ")"


def _figure(book: TemplateBook, keys: Sequence[Key]) -> str:
    amounts: list[Amount] = [a for key in keys if not isinstance(a := book.typed(Ref(key)), str)]
    return plain_digits(sum(amounts))


def _ready_formulas(layout: Layout, keys: Sequence[Key]) -> Iterator[str]:
    """Formulas: the tables spoken of are filled in; of a table that may stay blank, the figures."""
    sure = layout.working.step("confirmed").formula("")
    for name in dict.fromkeys(key.table for key in keys):
        if not layout.form.table(name).required:
            for key in keys:
                if key.table == name:
                    yield f"{layout.working.state(Ref(key)).formula('')}={States.FILLED}"
            continue
        blank, wrong = (
            layout.working.tables[name]._replace(column=column).formula("")
            for column in (TableSteps.BLANK, TableSteps.WRONG)
        )
        yield f"OR({blank}=0,{sure}),{wrong}=0"


def _ready(book: TemplateBook, keys: Sequence[Key]) -> bool:
    """Whether all `_ready_formulas` hold."""
    confirmed = book.content.submission.zero_blanks
    for name in dict.fromkeys(key.table for key in keys):
        count = book.table_counts[name]
        if not book.form.table(name).required:
            if any(key.table == name and book.state(Ref(key)) != States.FILLED for key in keys):
                return False
        elif count.wrong or (count.blank and not confirmed):
            return False
    return True
