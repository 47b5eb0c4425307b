"""Words in a table that are none of its labels and no figure: notes in a row of their own, more in a label.

A reader takes the labels that it knows, and what else is printed there would be lost: “以上为估算数” in the
last row, “（百件）” behind the name of a group. Each with the figures that it may be said of.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, takewhile
from typing import NamedTuple

from toolkit.published.pages import Cell, Grid, Listing
from toolkit.published.piece import TablePiece
from toolkit.published.table_labels import Lexicon, is_figure

# what labels are made of beside those of the form: a title “表三 申请情况统计表”, a corner “项目”
_OF_TABLES = re.compile(
    r"(?:统计|一览|情况|明细)?表|[附一二三四1-4]|项目|类别|序号|[行栏]次|行号|编号|名称|单位|指标|内容|备注|小计|本年|情况|其中|政府信息(?:公开)?"
    r"|件?数量?|[件项个的和及与]"
)


class WordsWithin(NamedTuple):
    """A text in a table that says more than labels do, and the figures that it is said of.

    ``whole``: it is a line for itself, or a remark, and part of no label.
    """

    text: str
    place: str
    of: frozenset[Cell]
    whole: bool


def words_within(
    piece: Grid | Listing, words: Sequence[Lexicon], readings: Sequence[TablePiece], own: Sequence[str]
) -> Iterator[WordsWithin]:
    """Give what a table says beside its labels, from its caption on.

    `readings`: what each of the `words` gave of it; `own`: the unit that reports and its year, which may
    stand in any title.
    """
    cells = frozenset(cell for row in piece.rows for cell in row)
    figures = {one: key.row for reading in readings for key, one in reading.cells.items() if one in cells}
    told = {*figures, *(cell for reading in readings for cell in reading.strange)}
    places = {doubt.place for reading in readings for doubt in reading.doubts.values()}
    if isinstance(piece, Grid) and (text := _beyond(piece.caption, words, own)):
        yield WordsWithin(text, piece.place, frozenset(figures), whole=True)
    for cell in dict.fromkeys(cell for row in piece.rows for cell in row):
        if cell in told or cell.inside or is_figure(cell.text) or cell.place in places:
            continue
        if text := _beyond(cell.text, words, own):
            if isinstance(piece, Listing):
                yield WordsWithin(text, cell.place, frozenset(figures), whole=True)
            elif not _heads_others(piece, cell, words):
                yield _said_of(piece, cell, text, words, figures)


def _beyond(text: str, words: Sequence[Lexicon], own: Sequence[str]) -> str:
    """Give a text without the long label that it begins with; nothing where it has nothing but labels."""
    if not text.strip():
        return ""
    rest = words[0].beyond(text)
    for others in words[1:]:
        rest = others.beyond(rest) if rest else ""
    for name in ("".join(filter(str.isalnum, one)) for one in own):
        rest = rest.replace(name, "") if name else rest
    if not re.sub(r"^年", "", _OF_TABLES.sub("", rest)):
        return ""
    return next((after for one in words if (after := one.after_label(text))), text.strip())


def _heads_others(grid: Grid, cell: Cell, words: Sequence[Lexicon]) -> bool:
    """Whether a cell is the title of a column of other figures: last year's, the difference."""
    below = [one for one in grid.cells if one.column == cell.column and one.row > cell.row and not one.blank]
    return (
        cell.width == 1
        and any(one.is_compared(cell.text) for one in words)
        and any(is_figure(one.text) for one in below)
    )


def _said_of(
    grid: Grid, cell: Cell, text: str, words: Sequence[Lexicon], figures: Mapping[Cell, str]
) -> WordsWithin:
    """Tell which of the `figures`, each with its row's key, a cell is said of.

    Those beside it; those of the parts of the table that it names; those below it, as the title of a column;
    else those of the whole table, or of what is left of it: 以下为….
    """
    rows = {*range(cell.row, cell.row + cell.height)}
    columns = range(cell.column, cell.column + cell.width)
    valued = [any(not one.blank and is_figure(one.text) for one in cells) for cells in grid.rows]
    if any(valued[row] for row in rows):
        of = frozenset(one for one in figures if one.row in rows)
        remark = all(one.column < cell.column for one in of)  # right of them
        return WordsWithin(text, cell.place, of, whole=remark)
    named = {row for one in words for row in one.rows_named(cell.text)}
    if named:
        of = frozenset(one for one, row in figures.items() if row in named)
        return WordsWithin(text, cell.place, of, whole=False)
    after = enumerate(valued[cell.row :], cell.row)
    headed = {row for row, _ in takewhile(lambda one: one[1], dropwhile(lambda one: not one[1], after))}
    under = any(one.row in headed and one.column in columns and is_figure(one.text) for one in grid.cells)
    if under and any(one is not cell and not one.blank for one in grid.rows[cell.row]):
        of = frozenset(one for one in figures if one.row in headed and one.column in columns)
        return WordsWithin(text, cell.place, of, whole=False)
    below = frozenset(one for one in figures if one.row > cell.row) if text.startswith("以下") else None
    return WordsWithin(text, cell.place, below or frozenset(figures), whole=True)
