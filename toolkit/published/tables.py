"""Find the figures of a table in a grid as drawn: rows by their labels, columns by the headers above them.

Nothing is taken by position alone. A cell that could belong to two rows or two columns, a row with a figure
outside the columns, a label printed twice: left unread, with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from toolkit.form.elements import Key
from toolkit.published.bands import read_bands
from toolkit.published.labels import Match, squeeze
from toolkit.published.pages import Cell, Grid
from toolkit.published.piece import Doubt, TablePiece
from toolkit.published.printed_amounts import looks_like_value
from toolkit.published.table_labels import Lexicon, is_figure

_NUMBERS_OF_ROWS = frozenset({"行次", "行号", "序号", "栏次", "编号"})
_NOTE = re.compile(r"(?:备?注|说明)(?::|$)")
_SAYS_MORE = re.compile(r"[\d年]")  # than what the line is called (件数), before it
# characters that no figure has, in words either
_LETTERS = re.compile(r"[^\W\d_一二三四五六七八九十百千万零〇两件项个元]")
LEAST_WORDS, LEAST_ACROSS = 4, 2  # of them: 数据有误; where one cell is all of the row: 单位：百件
MOST_SPLIT = 3  # rows of the header over which one title may be split

Heads = dict[int, Cell]
Headings = Mapping[int, Match]  # the columns of a block that titles name, by where they stand


def read_grid(grid: Grid, words: Lexicon, before: TablePiece | None) -> TablePiece:
    """Read what a grid has of a table.

    `before` is the piece just above it, when the table may go on from there.
    """
    if words.table.arrangement == "line" and not _labelled_values(grid, words):
        return read_bands(grid, words, lambda band: _read_line(band, words, before))
    return _read_rows(grid, words, before)


# ------------------------------------------------------------------ rows by labels (表二, 表三)


def _read_rows(grid: Grid, words: Lexicon, before: TablePiece | None) -> TablePiece:
    reading = TablePiece()
    heads: Heads = {}
    headings: list[Headings] = [{} for _ in words.table.blocks]
    stacks: dict[int, list[Cell]] = {}
    aside = frozenset((*_gutters(grid), *_compared(grid, words), *_counting(grid)))
    seen: set[Cell] = set()
    below = True  # below the rows of a header: the next header begins anew
    title = headed = frozenset[int]()  # the blocks whose title, and whose columns, stand above
    for number, cells in enumerate(grid.rows):
        texts = [cell.text for cell in cells]
        title = (words.blocks_called(texts[0]) if len(cells) == 1 else None) or title
        figures = any(map(looks_like_value, texts))
        header = not figures and words.is_header(tuple(texts))
        within = title & headed or headed
        named = (
            None if header else find_row(words, cells, within) or _pushed_row(words, number, cells, within)
        )
        if header and below:
            heads, stacks, below = {}, {}, False
        if header or (not below and named is None and not figures):
            _stack(stacks, number, cells)
            heads = {c: cell for c, stack in stacks.items() if (cell := _title(stack, words)) is not None}
            headings = [_headings(heads, words, index) for index in range(len(words.table.blocks))]
            headed = words.blocks_headed({match.key for named in headings for match in named.values()})
            _note_orders(heads, headings, words, reading)
            continue
        if named is None:
            if figures and reading.rows:
                reading.strange.append(_name_of(cells))
        elif named[1] not in seen and (figures or named[1].width < grid.width):  # else the name of a block
            seen.add(named[1])
            below = True
            if not figures and words.in_part(named[1].text, named[0]):
                continue  # one half of a row that was broken over a page; its figures are in the other
            _read_row(
                grid,
                number,
                named,
                heads,
                headings[words.block(named[0])],
                words=words,
                before=before,
                reading=reading,
                aside=aside,
            )
    return reading


def _stack(stacks: dict[int, list[Cell]], number: int, cells: Sequence[Cell]) -> None:
    """Put the cells that begin in a row of the header below those above them."""
    for cell in cells:
        if cell.row == number and not cell.blank:
            for c in range(cell.column, cell.column + cell.width):
                stacks.setdefault(c, []).append(cell)


def _title(stack: Sequence[Cell], words: Lexicon) -> Cell | None:
    """Give the title of a column.

    Its lowest cell, or the two or three lowest where a title was split over them.
    """
    if len(stack) > 1 and words.needs_group(stack[-1].text):
        paths = ("".join(cell.text for cell in stack[-count:]) for count in range(2, len(stack) + 1))
        named = next((path for path in paths if words.column(path)), stack[-2].text + stack[-1].text)
        return replace(stack[-1], text=named)
    for count in range(1, min(MOST_SPLIT, len(stack)) + 1):
        text = "".join(cell.text for cell in stack[-count:])
        found = words.column(text)
        if found and not found.part and len({(one.column, one.width) for one in stack[-count:]}) == 1:
            return stack[-1] if count == 1 else replace(stack[-1], text=text)
    titled = [one for one in stack if one.width == 1 or words.column(one.text)]
    return titled[-1] if titled else None


def _gutters(grid: Grid) -> Iterator[int]:
    """The columns in which nothing is printed: drawn to keep others apart."""
    for column in range(grid.width):
        own = [cell for row in range(len(grid.rows)) if (cell := grid.squares.get((row, column)))]
        if any(cell.width == 1 for cell in own) and all(cell.blank or cell.width > 1 for cell in own):
            yield column


def _compared(grid: Grid, words: Lexicon) -> Iterator[int]:
    """The columns that are headed as last year's, or as what differs from it, and are none of the form."""
    for cell in grid.cells:
        if cell.width == 1 and words.is_compared(cell.text):
            yield cell.column


def _counting(grid: Grid) -> Iterator[int]:
    """The columns that are headed as the numbers of the rows, and only count these: 1, 2, 3, …."""
    for head in grid.cells:
        if head.width > 1 or squeeze(head.text) not in _NUMBERS_OF_ROWS:
            continue
        below = [cell for cell in grid.cells if cell.column == head.column and cell.row > head.row]
        told = [squeeze(cell.text) for cell in sorted(below, key=lambda cell: cell.row) if not cell.blank]
        if told == [str(n) for n in range(1, len(told) + 1)]:
            yield head.column


def _note_orders(heads: Heads, headings: Sequence[Headings], words: Lexicon, reading: TablePiece) -> None:
    """Remember the order of columns for rows that follow on the next page without a header.

    Only that of the form: in any other, titles may have been pushed aside, and no sum would tell.
    """
    for index, block in enumerate(words.table.blocks):
        named = headings[index]
        order = tuple(dict.fromkeys(named[c].key for c in sorted(heads) if c in named))
        if order == tuple(column.key for column in block.columns):
            reading.orders[index] = order


def is_header(words: Lexicon, texts: Sequence[str]) -> bool:
    """Whether a row of cells prints columns: two of them at least, or one beside no row label."""
    if any(looks_like_value(text) for text in texts):
        return False
    return words.is_header(tuple(texts))


def find_row(
    words: Lexicon, cells: Sequence[Cell], within: frozenset[int] = frozenset()
) -> tuple[str, Cell] | None:
    """Find the row that the labels among `cells` name; None when there is none, or more than one."""
    labels = [cell for cell in cells if not is_figure(cell.text)]
    found = words.named_row(tuple(cell.text for cell in labels), within)
    if found is None:
        return None
    row, text = found
    return row, next(cell for cell in reversed(labels) if cell.text == text)


def _pushed_row(
    words: Lexicon, number: int, cells: Sequence[Cell], within: frozenset[int]
) -> tuple[str, Cell] | None:
    """Find a row that stands in no group, where the cell of the group above it reaches down beside it."""
    found = find_row(words, [cell for cell in cells if cell.row == number], within)
    groups = {group.key for group in words.row_groups}
    return found if found and groups.isdisjoint(words.table.ancestry(words.line(found[0]).group)) else None


def _name_of(cells: Sequence[Cell]) -> Cell:
    texts = [cell for cell in cells if not cell.blank and not looks_like_value(cell.text)]
    return texts[-1] if texts else cells[0]


def _headings(heads: Heads, words: Lexicon, block: int) -> Headings:
    return {c: found for c, cell in heads.items() if (found := words.column(cell.text, block))}


def _read_row(
    grid: Grid,
    number: int,
    named: tuple[str, Cell],
    heads: Heads,
    headings: Headings,
    *,
    words: Lexicon,
    before: TablePiece | None,
    reading: TablePiece,
    aside: frozenset[int],
) -> None:
    row, name = named
    table, index = words.table, words.block(row)
    keys = [Key(table.key, row, column.key) for column in table.blocks[index].columns]
    own = range(name.column, name.column + name.width)
    headed_by = {c: found for c, found in headings.items() if c not in own}
    columns = {key: [c for c, found in headed_by.items() if found.key == key.column] for key in keys}
    if not any(columns.values()):
        after = [cell for cell in grid.rows[number] if cell.column >= own.stop]
        order = before.orders.get(index) if before else None
        head = grid.alone_above(number, own.stop) if len(keys) == 1 and order is None else None
        if head and not is_figure(head.text):
            official = table.blocks[index].columns[0].label
            reading.doubt(keys[0], _headed_otherwise(head, official, name, after))
        else:
            read_in_order(reading, keys, after, order, name)
        return
    lines = range(number, name.row + name.height)
    across = [cell for line in lines for cell in grid.rows[line] if cell.column not in own]
    headed = {c for squares in columns.values() for c in squares}
    outside = [
        cell
        for cell in across
        if looks_like_value(cell.text)
        and headed.isdisjoint(range(cell.column, cell.column + cell.width))
        and not (cell.width == 1 and cell.column in aside)
    ]
    # 表三 is printed in whole rows: a square or a title that is not there means that others have moved
    whole = (
        set(range(min(headed), grid.usual_edge)) - aside if words.table.arrangement == "matrix" else headed
    )
    short = any(c not in heads or (number, c) not in grid.squares for c in whole)
    if len(keys) > 1:
        blocks = words.table.arrangement == "blocks"
        odd = any(grid.edges[heads[c].row] != grid.edges[number] for c in headed)
        short = short or (odd and not (blocks and grid.is_blank_beyond(number, headed)))
        short = short or any(c in headings for c in own)
        short = short or (blocks and not all(columns.values()))
    if (outside or short) and (values := _in_order(grid, number, named, words, reading)):
        for key in keys:
            reading.put(key, values[key.column])
        return
    for key in keys:
        if outside:
            reading.doubt(key, Doubt("这一行有数字在各列之外，可能错位", outside[0].place, outside[0].text))
        elif short:
            reading.doubt(key, Doubt("这一行的格子与表头对不齐，可能错位", name.place))
        else:
            if _is_taken_apart(grid, number, [heads[c].row for c in columns[key]], columns[key]):
                columns[key] = columns[key][:1]
                reading.summed.add(name.text)
            _read_square(grid, key, columns, lines, name=name, reading=reading)
    reading.unit_assumed.update(key for key in keys if any(headings[c].part for c in columns[key]))


def _is_taken_apart(grid: Grid, number: int, headed_in: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether a program took a merged cell of a row apart, and its head, in these rows, alike."""
    return len(columns) > 1 and grid.repeats(columns, {number, *headed_in, min(headed_in) - 1})


def _headed_otherwise(head: Cell, official: str, name: Cell, after: Sequence[Cell]) -> Doubt:
    """Say that a figure stands below another head than the form's, in 元 perhaps and not in 万元."""
    why = f"上面的表头是“{head.text.strip()}”，不是表样里的“{official}”"
    return Doubt(why, name.place, " ".join(cell.text for cell in after if not cell.blank))


def _in_order(
    grid: Grid, number: int, named: tuple[str, Cell], words: Lexicon, reading: TablePiece
) -> dict[str, Cell] | None:
    """Give the figures of a row that has a blank cell too many, or was pushed aside by the cell above it.

    Only where there are just as many figures as columns and they add up to their total, so that no order but
    the printed one is possible.
    """
    row, name = named
    index = words.block(row)
    order = reading.orders.get(index)
    printed = [c for c in grid.rows[number] if c.row == number and c.column > name.column and not c.blank]
    if (
        order is None
        or len(printed) != len(order)
        or not all(c.text.strip().isdecimal() and not c.doubt for c in printed)
    ):
        return None
    values = dict(zip(order, printed, strict=True))
    reading.summed.add(name.text)
    return values if words.sums_up(index, {key: int(cell.text) for key, cell in values.items()}) else None


def _read_square(
    grid: Grid, key: Key, columns: Mapping[Key, list[int]], lines: range, *, name: Cell, reading: TablePiece
) -> None:
    if not columns[key]:
        reading.doubt(key, Doubt("没有这一列的表头", name.place))
        return
    found = dict.fromkeys(cell for r in lines for c in columns[key] if (cell := grid.squares.get((r, c))))
    printed = [cell for cell in found if not cell.blank]
    if not found:
        reading.doubt(key, Doubt("这一行的格子与表头对不齐，可能错位", name.place))
    elif len(printed) > 1:
        texts = "、".join(cell.text for cell in printed)
        reading.doubt(key, Doubt("这一格里有几个数", printed[0].place, texts))
    elif printed and _is_under_others(printed[0], key, columns):
        reading.doubt(key, Doubt("这个数合并在几列里", printed[0].place, printed[0].text))
    elif printed and (printed[0].row < lines.start or printed[0].row + printed[0].height > lines.stop):
        reading.doubt(key, Doubt("这个数合并在几行里", printed[0].place, printed[0].text))
    else:
        reading.put(key, (printed or list(found))[0])


def _is_under_others(cell: Cell, key: Key, columns: Mapping[Key, list[int]]) -> bool:
    """Whether a cell also stands under a column that is not its figure's."""
    own = columns[key]
    over = [c for c in range(cell.column, cell.column + cell.width) if c not in own]
    return bool(over) and any(c in squares for squares in columns.values() for c in over)


def read_in_order(
    reading: TablePiece, keys: Sequence[Key], cells: Sequence[Cell], order: tuple[str, ...] | None, name: Cell
) -> None:
    """Read a row that has no header of its own.

    The cells after its label must be just as many as the columns.
    """
    printed = [cell for cell in cells if not cell.blank]
    if len(keys) == 1 and len(printed) == 1:
        cells = printed  # the one column is printed as wide as several
    if order is None:
        why = "没有表头，不知道各列的次序"
    elif len(cells) != len(order):
        why = f"应有 {len(order)} 格，有 {len(cells)} 格"
    else:
        for column, cell in zip(order, cells, strict=True):
            reading.put(keys[0]._replace(column=column), cell)
        return
    for key in keys:
        reading.doubt(key, Doubt(why, name.place, " ".join(cell.text for cell in printed)))


# ------------------------------------------------------------------ one line under a header of groups (表四)


def _labelled_values(grid: Grid, words: Lexicon) -> bool:
    """Whether the line is printed as a table with one row for each group instead."""
    return any(
        find_row(words, cells) and any(looks_like_value(cell.text) for cell in cells) for cells in grid.rows
    )


def _read_line(grid: Grid, words: Lexicon, before: TablePiece | None) -> TablePiece:
    keys = [*words.table.cells]
    slots, body, stray = _slots(grid, words)
    order = tuple(dict.fromkeys(slots.values()))
    reading = TablePiece(slots=order if order == tuple(keys) else ())
    # where each group has a table of its own
    keys = [key for key in keys if key.row in {one.row for one in order}] or keys
    if not slots and before and before.slots and grid.rows and len(grid.rows[0]) == len(before.slots):
        if all(cell.blank or looks_like_value(cell.text) for cell in grid.rows[0]):
            for key, cell in zip(before.slots, grid.rows[0], strict=True):
                reading.put(key, cell)
        return reading
    if not slots or not body:
        return reading
    printed = [
        row
        for row in body
        if any(not c.blank and c.row == row for c in grid.rows[row]) and not _is_note(grid.rows[row])
    ]
    printed = [row for n, row in enumerate(printed) if n == 0 or not _is_words(grid.rows[row])]
    columns = {key: [c for c, slot in slots.items() if slot == key] for key in keys}
    line = (printed or body)[0]
    covered = {
        c
        for (row, c), cell in grid.squares.items()
        if row == line and not cell.blank and (c > min(slots) or _SAYS_MORE.search(cell.text))
    }
    known = not stray and sorted(order) == sorted(keys)
    whole = known and all((line, c) in grid.squares for c in slots) and covered <= slots.keys()
    if not whole and len(printed) == 1 and _line_in_order(grid.rows[line], words, reading):
        return reading
    name = next(iter(grid.rows[line]), Cell(text="", place=grid.place))
    for key in keys:
        if len(printed) > 1:
            reading.doubt(key, Doubt("表头下面不止一行数字", grid.rows[printed[1]][0].place))
        elif not whole:
            reading.doubt(key, Doubt("表头不全，或数字与表头对不齐", name.place))
        else:
            _read_square(grid, key, columns, range(line, line + 1), name=name, reading=reading)
    return reading


def _is_note(cells: Sequence[Cell]) -> bool:
    """Whether a row begins with 备注 or 注： and holds no figure."""
    begins = bool(cells) and _NOTE.match(squeeze(cells[0].text))
    return bool(begins) and not any(looks_like_value(cell.text) for cell in cells)


def _is_words(cells: Sequence[Cell]) -> bool:
    """Whether a row holds words only, no figure nor what may be one (无, 三件): 数据来源：某县统计局."""
    printed = [cell for cell in cells if not cell.blank]
    least = LEAST_WORDS if len(cells) > 1 else LEAST_ACROSS
    return all(len(_LETTERS.findall(cell.text)) >= least and not cell.inside for cell in printed)


def _line_in_order(cells: Sequence[Cell], words: Lexicon, reading: TablePiece) -> bool:
    """Read the line where it has a blank cell too many.

    Just as many figures, each group adding up to its total.
    """
    block = words.table.blocks[0]
    values = [cell for cell in cells if not cell.blank]
    if len(values) != len(reading.slots) or not all(
        cell.text.strip().isdecimal() and not cell.doubt for cell in values
    ):
        return False
    read = dict(zip(reading.slots, values, strict=True))
    reading.summed.update(row.key for row in block.rows)
    for row in block.rows:
        numbers = {key.column: int(cell.text) for key, cell in read.items() if key.row == row.key}
        if not words.sums_up(0, numbers):
            return False
    for key, cell in read.items():
        reading.put(key, cell)
    return True


def _reach(cell: Cell, cells: Sequence[Cell], words: Lexicon) -> int:
    """Give over how many columns a cell of the header stands: the blank ones after it, if it was not merged.

    Only where it then has just as many columns as a group has; a title in the middle of blank cells has not.
    """
    after = [one for one in cells if one.column >= cell.column + cell.width]
    blank = list(takewhile(lambda one: one.blank and one.width == 1 and one.row == cell.row, after))
    whole = cell.width == 1 and len(blank) == len(words.table.blocks[0].columns) - 1
    return 1 + len(blank) if whole and not cell.blank else cell.width


def _slots(grid: Grid, words: Lexicon) -> tuple[dict[int, Key], list[int], bool]:
    """Which figure each column holds, by the group and the leaf label above it; the rows below the header.

    And whether a leaf stands below no group.
    """
    groups: dict[int, str] = {}
    leaves: dict[int, tuple[str, Cell]] = {}
    stacks: dict[int, list[Cell]] = {}
    last = -1
    for number, cells in enumerate(grid.rows):
        if any(looks_like_value(cell.text) for cell in cells):
            break
        _stack(stacks, number, cells)
        for cell in cells:
            # 总计 over several leaves is a group, though one of the leaves is called 合计 too
            row = words.row(cell.text, (cell.text,) if cell.width > 1 else ())
            columns = range(cell.column, cell.column + _reach(cell, cells, words))
            leaf = {c: title for c in columns if (title := _title(stacks.get(c, ()), words)) is not None}
            groups |= {c: row for c in columns if row}
            named = {
                c: (found.key, title) for c, title in leaf.items() if (found := words.column(title.text, 0))
            }
            leaves |= named
            if (row or named) and cell.row == number and not cell.blank:
                last = number
    slots: dict[int, Key] = {}
    for c, (column_key, cell) in sorted(leaves.items()):
        # where a border was dragged, a leaf is drawn a sliver wider than its group
        over = {groups[at] for at in range(cell.column, cell.column + cell.width) if at in groups}
        if len(over) == 1:
            slots[c] = Key(words.table.key, over.pop(), column_key)
    return slots, list(range(last + 1, len(grid.rows))), leaves.keys() != slots.keys()
