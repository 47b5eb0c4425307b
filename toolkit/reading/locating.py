"""Finding a table's cells, and those of explanations, in a sheet as it came back.

By position when every label stands where it was printed, otherwise by the labels; refused when neither is
sure.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias

from toolkit.answers.characters import ordinary_text
from toolkit.answers.spelling import COUNTERS
from toolkit.form.model import Form, Key
from toolkit.layout.layout import (
    FOOTER,
    LAST_TITLE,
    REASON_RULE,
    REASONS_FIRST,
    Box,
    Layout,
    Place,
    Role,
    TableGrid,
    lay_out,
)
from toolkit.layout.title_line import TITLED, read_title_line

Rows: TypeAlias = Sequence[Sequence[Any]]
FAR = 1000  # rows beyond this are nobody's table
NOTE = "的批注"  # behind the address of the cell whose comment it is
QUOTED = 40  # letters of what stands in a cell or beside it that a message quotes

_PUNCTUATION = str.maketrans(
    {"（": "(", "）": ")", "、": ".", "．": ".", "。": ".", "“": '"', "”": '"', "：": ":"}
)


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """Reduce a label to what identifies it: no spaces or line breaks, one kind of punctuation and width."""
    text = ordinary_text(text.translate(_PUNCTUATION))
    return re.sub(r"\s+", "", text).translate(_PUNCTUATION).rstrip(".")


def content_at(rows: Rows, row: int, column: int) -> Any:  # noqa: ANN401 (whatever stands in the cell)
    """Return what stands in a cell; "" outside the used area."""
    if row < len(rows):
        line = rows[row]
        return line[column] if column < len(line) else ""
    return ""


def filled_out(rows: Rows, height: int, width: int) -> Rows:
    """Return the rows filled out with "" to at least this height and width, so that cells need no bounds."""
    if len(rows) >= height and min(map(len, rows), default=0) >= width:
        return rows
    lines = [[*line, *[""] * (width - len(line))] for line in rows]
    return lines + [[""] * width] * (height - len(lines))


# what a person writes before the figure that should stand in a cell instead, and the figure
CORRECTS = "(?:(?:应当?该?|实际?|现?更?改|更正|订正|纠正|修[改正]|调整)(?:[为是成]|[填写]为?)|应[当该]|实际)"
FIGURE = rf"[0-9][0-9,.]*(?:人次|[万亿]?元|[{COUNTERS}])?"
_FIGURE = re.compile(rf"[←→↑]*(?:{CORRECTS})?[-+]?{FIGURE}←?")
ORDER = "各行的次序"  # is lost where every label is there, but not in its place
_FURTHEST = 40  # columns in which the title line is looked for
HEAD_ROOM = 20  # so many rows above the figures a head is looked for
# so many labels of a table may be reworded while all the others prove that it stands where it was
RELABELLED = 2


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where the figures stand: ``moved`` those not at their printed place, ``lost`` labels when unsure.

    ``reworded`` labels stand in their place with words that say no more; ``changed`` ones may say that other
    figures are meant; ``stray`` numbers stand where no label tells what they are.
    """

    moved: Mapping[Key, Place] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    reworded: tuple[Box, ...] = ()
    changed: tuple[Box, ...] = ()
    stray: tuple[Place, ...] = ()


def locate(grid: TableGrid, rows: Rows) -> Found:
    """Find the figures of a table in the sheet's `rows`."""
    other = [box for box in grid.captions if not _same(rows, box)]
    wrong = tuple(box for box in other if box.role is not Role.UNIT)
    units = tuple(box for box in other if box.role is Role.UNIT and content_at(rows, box.top, box.left) != "")
    if not wrong:
        return Found(stray=tuple(_beside(grid, rows)), changed=units)
    found = _by_labels(grid, rows)
    if found.moved:
        return replace(found, changed=tuple(_nowhere(grid, rows)))
    if found.lost and not _only_reworded(grid, rows, wrong):
        return found
    worded = [box for box in (*wrong, *units) if str(content_at(rows, box.top, box.left)).strip()]
    more = [box for box in worded if not _says_no_more(rows, box)]
    return replace(
        found, lost=(), reworded=tuple(box for box in worded if box not in more), changed=tuple(more)
    )


def _same(rows: Rows, box: Box) -> bool:
    cell = content_at(rows, box.top, box.left)
    return cell == box.text or bare_label(str(cell)) == bare_label(box.text)


# What a clerk writes behind a label that changes nothing about what is to be filled in.
_NO_MORE = re.compile(
    r"的?\(?(?:本(?:单位|机关|部门|局|镇|乡|街道|办|年度?)|[此该]项|均?无|没有|不涉及|未发生|[/-])*\)?"
)
_NUMBER = re.compile(r"\(?[一二三四五六七八九十\d]+[).]+")


def _says_no_more(rows: Rows, box: Box) -> bool:
    """Whether a label says what was printed, at most that there was none: “属于国家秘密的（本单位无）”."""
    cell = content_at(rows, box.top, box.left)
    now, printed = (_NUMBER.sub("", bare_label(str(text)), count=1) for text in (cell, box.text))
    return now.startswith(printed) and _NO_MORE.fullmatch(now, len(printed)) is not None


def _nowhere(grid: TableGrid, rows: Rows) -> Iterator[Box]:
    """Labels of a moved table that stand nowhere in the sheet, or not as often as they were printed."""
    there = Counter(bare_label(cell) for row in rows[:FAR] for cell in row if isinstance(cell, str) and cell)
    for box in grid.captions:
        label = bare_label(box.text)
        there[label] -= 1
        if label and there[label] < 0:  # a corner may say nothing
            yield box


def _only_reworded(grid: TableGrid, rows: Rows, wrong: Sequence[Box]) -> bool:
    """Whether a few labels were only given other words.

    None of them the words of another row or column, nor the line below.
    """
    printed = {bare_label(box.text) for box in grid.captions}
    below = bare_label(FOOTER)
    words = [bare_label(str(content_at(rows, box.top, box.left))) for box in wrong]
    return len(wrong) <= RELABELLED and all(
        word and word not in printed and not word.startswith(below) for word in words
    )


def _beside(grid: TableGrid, rows: Rows) -> Iterator[Place]:
    """Numbers in the empty column right of the table: cells that were pushed aside."""
    column = grid.right + 1
    for top in grid.figure_rows:
        if is_beside(grid, top, column, content_at(rows, top, column)):
            yield Place(grid.table.sheet, top, column)


def is_beside(grid: TableGrid, row: int, column: int, raw: object) -> bool:
    """Whether what stands in a cell is a figure right beside those of a table."""
    return column == grid.right + 1 and row in grid.figure_rows and holds_figure(raw)


def is_number(raw: object) -> bool:
    """Whether a cell holds a number."""
    return isinstance(raw, int | float) and not isinstance(raw, bool)


def holds_figure(raw: object) -> bool:
    """Whether a cell holds a figure: a number, or a text that is one, with its unit or without."""
    return is_number(raw) or (isinstance(raw, str) and bool(raw) and _is_figure(raw))


@lru_cache(maxsize=4096)
def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(bare_label(text)) is not None


def _by_labels(grid: TableGrid, rows: Rows) -> Found:
    """Find every row by its label, in order, and every column by its head, in order."""
    figures = grid.figures.values()
    row_boxes = sorted({box.top: box for box in grid.captions if box.role is Role.LABEL}.values())
    heads = [box for box in grid.captions if box.role in {Role.HEAD, Role.CORNER}]
    columns = sorted({box.left for box in figures})
    lost: list[str] = []
    if grid.labels == 0:  # one long line: everything stands under the head
        rows_at = _line_row(grid, rows, heads, lost)
    else:
        rows_at = _rows(rows, row_boxes, grid.labels, lost)
    shift = _column_shift(grid, rows, heads, rows_at, lost)
    if lost:
        return Found(lost=tuple(dict.fromkeys(lost)))
    moved = {}
    for key, box in grid.figures.items():
        where = Place(grid.table.sheet, rows_at[box.top], box.left + shift[columns.index(box.left)])
        if (where.row, where.column) != (box.top, box.left):
            moved[key] = where
    return Found(moved=moved, stray=tuple(_unlabelled(grid, rows, moved)))


def _unlabelled(grid: TableGrid, rows: Rows, moved: Mapping[Key, Place]) -> Iterator[Place]:
    """Numbers inside the moved table, or right beside it, that stand in no row or column of the form."""
    sheet = grid.table.sheet
    places = {moved.get(key) or Place(sheet, box.top, box.left) for key, box in grid.figures.items()}
    lines, columns = [place.row for place in places], [place.column for place in places]
    printed = {bare_label(box.text) for box in grid.captions}
    for row in range(min(lines) - 1, max(lines) + 2):
        for column in range(max(min(columns) - 1, 0), max(columns) + 2):
            raw = content_at(rows, row, column)
            if (
                holds_figure(raw)
                and Place(sheet, row, column) not in places
                and bare_label(str(raw)) not in printed
            ):
                yield Place(sheet, row, column)


def _rows(rows: Rows, boxes: Sequence[Box], labels: int, lost: list[str]) -> dict[int, int]:
    """Find each row label exactly once, in printed order; looked for in the label columns and one beyond."""
    found: dict[int, int] = {}
    where: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for cell in row[: labels + 2]:
            if isinstance(cell, str) and cell:
                where.setdefault(bare_label(cell), []).append(number)
    for box in boxes:
        places = where.get(bare_label(box.text), [])
        if len(places) == 1:
            found[box.top] = places[0]
        else:
            lost.append(box.text)
    order = [found[top] for top in sorted(found)]
    if not lost and (order != sorted(order) or len(set(order)) != len(order)):
        lost.append(ORDER)
    return found


def _line_row(grid: TableGrid, rows: Rows, heads: Sequence[Box], lost: list[str]) -> dict[int, int]:
    """Find how far the head of a one-line table has moved down, by its first label."""
    first = heads[0]
    for number, row in enumerate(rows):
        if any(isinstance(cell, str) and bare_label(cell) == bare_label(first.text) for cell in row):
            shift = number - first.top
            return {box.top: box.top + shift for box in grid.figures.values()}
    lost.append(first.text)
    return {}


def _column_shift(
    grid: TableGrid, rows: Rows, heads: Sequence[Box], rows_at: Mapping[int, int], lost: list[str]
) -> list[int]:
    """Find how far each column of figures has moved to the right, by the heads above it."""
    columns = sorted({box.left for box in grid.figures.values()})
    if not rows_at:
        return [0] * len(columns)
    shifts = []
    previous = -1
    limit = _last_year_begins(grid, rows)
    for column in columns:
        above = [box for box in heads if box.left == column and box.role is Role.HEAD]
        lowest = max(above, key=lambda box: box.top, default=None)
        line = _moved_line(rows, rows_at, lowest) if lowest else ()
        spots = [
            i
            for i, cell in enumerate(line)
            if lowest
            and previous < i < limit
            and isinstance(cell, str)
            and bare_label(cell) == bare_label(lowest.text)
        ]
        if lowest is None or not spots:
            lost.append(lowest.text if lowest else "列名")
            return [0] * len(columns)
        previous = spots[0]
        shifts.append(spots[0] - column)
    lost += _copied(grid, rows, columns, shifts)
    return shifts


def _last_year_begins(grid: TableGrid, rows: Rows) -> int:
    """Return the first column of last year's figures, whose heads repeat those of the table."""
    if grid.labels == 0:
        return FAR
    found = [
        i
        for line in rows[:FAR]
        for i, cell in enumerate(line)
        if isinstance(cell, str) and cell.endswith(LAST_TITLE)
    ]
    return min(found, default=FAR)


def _copied(grid: TableGrid, rows: Rows, columns: Sequence[int], shifts: Sequence[int]) -> list[str]:
    """Heads that stand more than once in the moved table: nobody knows which column is meant."""
    first, last = columns[0] + shifts[0], columns[-1] + shifts[-1]
    printed = Counter(bare_label(box.text) for box in grid.captions if box.role is Role.HEAD)
    heads = {box.text for box in grid.captions if box.role is Role.HEAD and box.left in columns}
    width = range(first, last + 1)
    seen = Counter(
        bare_label(str(cell))
        for line in rows[:FAR]
        for i, cell in enumerate(line)
        if i in width and isinstance(cell, str)
    )
    return [text for text in sorted(heads) if seen[bare_label(text)] > printed[bare_label(text)]]


def _moved_line(rows: Rows, rows_at: Mapping[int, int], head: Box) -> Sequence[Any]:
    """Return the line where a head now stands.

    As far above the figures below it as printed, or else the nearest.
    """
    below = min((top for top in rows_at if top > head.top), default=None)
    if below is None:  # every row below it was lost
        return ()
    start, text = rows_at[below], bare_label(head.text)
    for line in (head.top + start - below, *range(start - 1, max(start - HEAD_ROOM, 0) - 1, -1)):
        if 0 <= line < len(rows) and any(
            isinstance(cell, str) and bare_label(cell) == text for cell in rows[line]
        ):
            return rows[line]
    return ()


def reason_places(layout: Layout, rows: Rows) -> Mapping[str, Place]:
    """Find the cell of each explanation: in the row that names its rule, wherever that stands.

    One whose row is gone, or is there more than once, is left out.
    """
    head, issued = slice(REASON_RULE, REASON_RULE + 2), explained_matters(layout.form)
    here = [row[head] for row in rows[REASONS_FIRST : REASONS_FIRST + len(issued)]]
    if not rows or here == [*issued.values()]:
        return layout.reasons  # as nearly always
    stands: dict[str, dict[int, str]] = {}
    for number, row in enumerate(rows[:FAR]):
        rule, matter = [*map(bare_label, map(str, row[head])), "", ""][:2]
        stands.setdefault(rule, {})[number] = matter
    found = {}
    for line, (rule, matter) in issued.items():
        spots = stands.get(bare_label(rule), {})
        ours = [each for each, (of, _) in issued.items() if of == rule]
        same = [row for row, text in spots.items() if text == bare_label(matter)]
        if len(same) == 1 or len(spots) == len(ours):  # in their order where they were called otherwise
            there = same[0] if len(same) == 1 else [*spots][ours.index(line)]
            found[line] = layout.reasons[line]._replace(row=there)
    return found


@lru_cache(maxsize=64)
def explained_matters(form: Form) -> Mapping[str, list[str]]:
    """Return what stands beside each explanation: the rule, and the matter that it asks about."""
    rules = {rule.id: [rule.id, rule.title] for rule in form.rules}
    live = {one.line: [one.rule.id, f"{one.rule.title}：{one.label}"] for one in form.instances}
    return {line: live.get(line) or rules[line] for line in lay_out(form).reasons}


_COPY = re.compile(r"[ _-]*(\(\d+\)|（\d+）|副本|\d+|备份|copy)*[ )）]*", re.IGNORECASE)


def copies_of(name: str, names: Collection[str]) -> list[str]:
    """Return the sheets that look like copies of a sheet: “表三 (2)”, “表三副本”."""
    return [
        other
        for other in names
        if other != name and other.startswith(name) and _COPY.fullmatch(other[len(name) :])
    ]


def texts_in(rows: Rows) -> frozenset[str]:
    """Return the different texts that stand in a sheet."""
    held: set[object] = set().union(*rows[:FAR])
    return frozenset(text for text in held if isinstance(text, str) and text)


def cells_of(name: str, rows: Rows, texts: Collection[str]) -> Iterator[tuple[Place, str]]:
    """Give the cells of a sheet in which one of the texts stands; seldom there are any."""
    for row, line in enumerate(rows[:FAR] if texts else ()):
        for column, cell in enumerate(line):
            if isinstance(cell, str) and cell in texts:
                yield Place(name, row, column), cell


def title_lines(sheet: str, rows: Rows, bottom: int) -> Iterator[tuple[Place, str, str]]:
    """Find the lines above a table, or above the first passage, that say whose a sheet is."""
    for row, line in enumerate(rows[:bottom]):
        for column, cell in enumerate(line[:_FURTHEST]):
            if cell and isinstance(cell, str) and TITLED in cell and (found := read_title_line(cell)):
                yield Place(sheet, row, column), *found
