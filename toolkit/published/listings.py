"""Find the figures of a table in a listing, where only the order of cells is left.

A row is its label and, after it, just as many cells as the table has columns; the order of the columns is
that of their labels. One cell more or less, and the row is left unread.
"""

from collections.abc import Collection, Iterator, Sequence

from toolkit.form.elements import Key
from toolkit.published.formats.text import is_value
from toolkit.published.labels import label, squeeze
from toolkit.published.pages import Cell, Listing
from toolkit.published.piece import Doubt, TablePiece
from toolkit.published.table_labels import Lexicon
from toolkit.published.tables import is_header, read_in_order

LONGEST_SPLIT = 6  # lines over which one label may be broken


def read_listing(listing: Listing, words: Lexicon) -> TablePiece:
    """Read what a listing has of a table."""
    if words.table.arrangement == "line":
        reading = _read_line(listing, words)
        if reading.rows:
            return reading
    return _read_rows(listing, words)


def _read_rows(listing: Listing, words: Lexicon) -> TablePiece:
    reading = TablePiece()
    heads: list[str] = []
    head: Sequence[Cell] = ()
    wide = _wide(listing)
    for cells in listing.rows:
        texts, after = _split(cells)
        joined = _suffixes(texts)
        named = None
        if after or not is_header(words, [cell.text for cell in texts]):
            named = next(
                ((row, n) for n, text in joined if (row := words.row(text, [c.text for c in texts]))), None
            )
        if named is None:
            head = cells
            heads += [cell.text for cell in texts]
            if reading.rows and any(is_value(cell.text) for cell in after):
                reading.strange.append(texts[-1] if texts else cells[0])
            continue
        row, length = named
        index = words.block(row)
        heads += [cell.text for cell in texts[: len(texts) - length]]
        order = _order(heads, words, index)
        if order:
            reading.orders[index] = order
        heads = []
        keys = [Key(words.table.key, row, column.key) for column in words.table.blocks[index].columns]
        if listing.kept_rows:
            after = _without_covered(after, len(keys), cells, head, wide.get(len(keys)))
        read_in_order(reading, keys, after, reading.orders.get(index), texts[-1])
    if not listing.kept_rows:
        reading.strange[:] = [one for one in reading.strange if not _is_shred(one, words, reading.rows)]
    return reading


def _is_shred(cell: Cell, words: Lexicon, found: Collection[str]) -> bool:
    """Whether a label is a piece of that of a row that was not found, broken over lines: that is named."""
    missing = [entry for entry in words.rows if entry.key not in found]
    groups = words.row_groups if missing else ()
    printed, plain = label(cell.text).words, squeeze(cell.text)
    whole = {entry.label.words for entry in (*missing, *groups)} - {printed}
    return any(printed in one for one in whole) or any(
        plain in squeeze(words.line(entry.key).label) for entry in missing
    )


def _without_covered(
    after: list[Cell], columns: int, cells: Sequence[Cell], head: Sequence[Cell], wide: int | None
) -> list[Cell]:
    """Leave out of the cells behind a label the empty squares that merged cells cover.

    Those that the label covers, as labels in groups do in a row as wide as theirs (`wide`); those at the end,
    where the row of titles (`head`) is empty too.
    """
    surplus = len(after) - columns
    if surplus > 0 and len(cells) == wide and all(cell.blank for cell in after[:surplus]):
        return after[surplus:]
    ends = (*after[-surplus:], *head[-surplus:]) if surplus > 0 and len(head) == len(cells) else ()
    return after[:-surplus] if ends and all(cell.blank for cell in ends) else after


def _wide(listing: Listing) -> dict[int, int]:
    """Give how many cells a row has with its labels, by how many stand behind them, where rows were kept.

    Only where all rows with a label in the last square before their figures have as many.
    """
    found: dict[int, set[int]] = {}
    for cells in listing.rows if listing.kept_rows else ():
        texts, after = _split(cells)
        if texts and after and all(is_value(cell.text) for cell in after):
            found.setdefault(len(after), set()).add(len(cells))
    return {behind: max(whole) for behind, whole in found.items() if len(whole) == 1}


def _split(cells: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Part a row into its label cells and the cells after the last of them."""
    first = next((i for i, cell in enumerate(cells) if is_value(cell.text)), len(cells))
    texts = [i for i, cell in enumerate(cells[:first]) if not cell.blank]
    end = texts[-1] + 1 if texts else 0
    return [cells[i] for i in texts], list(cells[end:])


def _suffixes(texts: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Give the last text, also joined to those before it (labels break over lines), longest first."""
    for length in range(min(LONGEST_SPLIT, len(texts)), 0, -1):
        yield length, "".join(cell.text for cell in texts[-length:])


def _pieces(texts: Sequence[str], known: set[str]) -> Iterator[str]:
    """Find the known labels among texts, in order, joining the pieces of broken ones."""
    at = 0
    while at < len(texts):
        for length in range(min(LONGEST_SPLIT, len(texts) - at), 0, -1):
            words = label("".join(texts[at : at + length])).words
            if words in known:
                yield words
                at += length
                break
        else:
            at += 1


def _order(heads: Sequence[str], words: Lexicon, index: int) -> tuple[str, ...] | None:
    """Give the columns from left to right: members of a group stand where the group's label stands."""
    block = words.table.blocks[index]
    keys = {entry.label.words: entry.key for entry in words.columns[index]}
    groups = {entry.label.words: entry.key for entry in words.groups}
    found = [keys.get(text) or groups[text] for text in _pieces(heads, keys.keys() | groups.keys())]
    under = {column.key: column.group for column in block.columns}
    order: list[str] = []
    for name in found:
        if name in under and not (under[name] and under[name] in found):
            order.append(name)
        elif name not in under:
            order += [key for key in found if under.get(key) == name]
    if sorted(order) != sorted(under):
        return None
    # without the group's label 总计 may have stood on either side of its members: only the official order is
    # sure
    grouped = all(group is None or group in found for group in under.values())
    return tuple(order) if grouped or order == list(under) else None


# ------------------------------------------------------------------ one line under a header of groups (表四)


def _read_line(listing: Listing, words: Lexicon) -> TablePiece:
    """Fifteen figures after the three groups and their leaf labels, all in the official order of groups.

    Where the groups stand in another order the listing no longer shows which figures are whose.
    """
    reading = TablePiece()
    block, table = words.table.blocks[0], words.table.key
    texts: list[str] = []
    values: list[Cell] = []
    for cells in listing.rows:
        labels, after = _split(cells)
        found = any(is_value(cell.text) for cell in after)
        if labels:
            texts += [cell.text for cell in labels]
        if found or (not labels and listing.kept_rows and len(cells) == len(block.rows) * len(block.columns)):
            values += after
    columns = {entry.label.words: entry.key for entry in words.columns[0]}
    rows = {entry.label.words: entry.key for entry in words.rows if entry.whole}
    groups = {entry.label.words for entry in words.groups}
    found_labels = list(_pieces(texts, columns.keys() | rows.keys() | groups))
    leaves = [columns[text] for text in found_labels if text in columns]
    if len(leaves) != len(block.rows) * len(block.columns):
        return reading
    official = [row.key for row in block.rows]
    order = [rows[text] for text in found_labels if text in rows]
    leading = [text for text in found_labels if text in groups or text in rows]
    width = len(block.columns)
    chunks = [leaves[at : at + width] for at in range(0, len(leaves), width)]
    regular = (
        order == official
        and leading[0] not in groups
        and all(sorted(chunk) == sorted(columns.values()) for chunk in chunks)
    )
    for row, chunk in zip(official, chunks, strict=True):
        for at, column in enumerate(chunk):
            key = Key(table, row, column)
            if not regular or chunk != chunks[0]:
                reading.doubt(key, Doubt("表头的次序与表样不同，看不出各个数属于哪一栏", listing.place))
            elif len(values) != len(leaves):
                reading.doubt(key, Doubt(f"应有 {len(leaves)} 个数，有 {len(values)} 个", listing.place))
            else:
                reading.put(key, values[official.index(row) * width + at])
    return reading
