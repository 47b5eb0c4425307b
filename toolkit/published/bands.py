"""表四 in bands of one table: each with heads of its own, one below the other."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from toolkit.published.pages import Cell, Grid
from toolkit.published.piece import Doubt, TablePiece
from toolkit.published.printed_amounts import looks_like_value
from toolkit.published.table_labels import Lexicon


def read_bands(grid: Grid, words: Lexicon, read: Callable[[Grid], TablePiece]) -> TablePiece:
    """Read each band of a table by itself; a figure that two of them print otherwise is doubtful.

    A band with figures of which none is the form's is told, like a row of that kind.
    """
    starts = [0, *_starts(grid, words)]
    if len(starts) == 1:
        return read(grid)
    whole = TablePiece()
    for first, end in pairwise((*starts, len(grid.rows))):
        own = {replace(cell, row=cell.row - first): cell for cell in grid.cells if first <= cell.row < end}
        band = read(Grid(tuple(own), grid.place))
        if not band.rows:
            whole.strange.append(grid.rows[first][0])
        for key, cell in band.cells.items():
            known = whole.cells.get(key)
            if known is not None and known.text.strip() != cell.text.strip():
                whole.doubt(
                    key, Doubt("这一栏印了两次，两处不一样", cell.place, f"{known.text}、{cell.text}")
                )
            else:
                whole.put(key, own[cell])
        for key, doubt in band.doubts.items():
            whole.doubt(key, doubt)
        whole.summed.update(band.summed)
    return whole


def _starts(grid: Grid, words: Lexicon) -> Iterator[int]:
    """Give where heads of the form stand right below figures, and no cell reaches over."""
    below = False  # below figures
    for number, cells in enumerate(grid.rows):
        if any(looks_like_value(cell.text) for cell in cells):
            below = True
        elif not all(cell.blank for cell in cells):
            if below and _is_head(cells, words) and all(cell.row == number for cell in cells):
                yield number
            below = False


def _is_head(cells: tuple[Cell, ...], words: Lexicon) -> bool:
    printed = [cell.text for cell in cells if not cell.blank]
    return all(words.row(one, (one,)) or words.group(one) or words.column(one, 0) for one in printed)
