"""A published report whatever its file format.

Paragraphs and grids of cells, each with the place it stands at.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

OBJECT = "\ufffc"  # stands in a text where something is printed that is no text: a picture, a form field
UNSURE = "\ufffb"  # stands before letters of which it is not certain that anybody sees them as written
MOST_ITEMS = 100_000  # lines of a text, paragraphs and tables of a document; more is nobody's report
LONGEST_TEXT = 100_000  # characters of one paragraph or cell
# what stands between the halves of a table: that it goes on, or the number of the page that ended
GOES_ON = re.compile(
    r"[(（【\[]?\s*(?:(?:续|接)上?[表页]?|(?:上|下)[表页]续|转下页|下页续|未完待续)[)）】\]]?[:：]?"
    r"|续表\s*[一二三四\d]?[-—–.]?\s*\d?|表\s*[一二三四\d]\s*续"
    r"|[^。；;]{1,40}[(（]\s*(?:上[表页])?[接续][上前]?[表页]?\s*[)）]"
    r"|[-—–－·]*\s*\d{1,3}\s*[-—–－·]*|第\s*\d{1,3}\s*页(?:[,，/\s]*共\s*\d{1,3}\s*页)?"
)
LONGEST_TITLE = 45  # a longer line above a table is prose


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose; ``role``: what a page says it is: heading, link, page (its window's title).

    ``unseen``: where it has letters that may not be seen, or not as they are written, what begins with them.
    """

    text: str
    place: str
    role: str = ""
    unseen: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cell:
    """A cell of a grid at its first row and column.

    ``inside`` is what it holds when it holds tables of its own; ``joined``: its number was broken over lines;
    ``doubt``: why what it prints is not certain; ``role``: that of all of its lines, as a paragraph has it.
    """

    text: str
    place: str
    row: int = 0
    column: int = 0
    height: int = 1
    width: int = 1
    inside: tuple["Item", ...] = ()
    joined: bool = False
    doubt: str = ""
    role: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.text.strip() and not self.inside


@dataclass(frozen=True)
class Grid:
    """A table as drawn: merged cells cover several squares."""

    cells: tuple[Cell, ...]
    place: str
    caption: str = ""

    @cached_property
    def squares(self) -> dict[tuple[int, int], Cell]:
        """The cell that covers each square."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.height)
            for column in range(cell.column, cell.column + cell.width)
        }

    @cached_property
    def width(self) -> int:
        """How many squares its widest row has."""
        return max((column + 1 for _, column in self.squares), default=0)

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """Where each row ends: the first column beyond its last square."""
        return tuple(max((cell.column + cell.width for cell in row), default=0) for row in self.rows)

    @cached_property
    def usual_edge(self) -> int:
        """Where most rows end: an odd row has a cell too many or too few."""
        edges = Counter(self.edges)
        return max(edges, key=lambda edge: (edges[edge], edge), default=0)

    def alone_above(self, row: int, column: int) -> Cell | None:
        """Give the one cell that is printed in the row above, from a column on; None of several."""
        above = [c for c in self.rows[row - 1] if c.column >= column and not c.blank] if row else []
        return above[0] if len(above) == 1 else None

    def repeats(self, columns: Collection[int], rows: Collection[int]) -> bool:
        """Whether each of these rows prints the same in every one of the columns, each in its own cell."""
        for row in rows:
            own = [self.squares.get((row, column)) for column in columns if row >= 0]
            if any(one is None or one.width > 1 or one.height > 1 or one.inside or one.doubt for one in own):
                return False
            if len({one.text for one in own if one}) > 1:
                return False
        return True

    def is_blank_beyond(self, row: int, columns: Collection[int]) -> bool:
        """Whether a row has only blank cells too many, at its end.

        With something printed in every one of the `columns`, the last of the table, none can have moved.
        """
        end = self.usual_edge
        filled = all(not (cell := self.squares[row, c]).blank and cell.width == 1 for c in columns)
        beyond = [cell for cell in self.rows[row] if cell.column + cell.width > end]
        return max(columns) == end - 1 and filled and all(one.column >= end and one.blank for one in beyond)

    @cached_property
    def shape(self) -> tuple[tuple[object, ...], ...] | None:
        """The table without its figures: where its cells stand and what they say, any whole number as a 0.

        None where more has to be known of a cell.
        """
        if any(cell.inside or cell.joined or cell.doubt for cell in self.cells):
            return None
        return tuple(
            (c.row, c.column, c.height, c.width, "0" if c.text.isdecimal() and c.text.isascii() else c.text)
            for c in self.cells
        )

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """For each row the cells that cover it, left to right."""
        lines: dict[int, dict[Cell, None]] = {}
        for square in sorted(self.squares):
            lines.setdefault(square[0], {})[self.squares[square]] = None
        return tuple(tuple(lines.get(row, ())) for row in range(max(lines, default=-1) + 1))


@dataclass(frozen=True)
class Listing:
    """A table of which only the order of its cells is left (a text extractor's output).

    Row by row when the extractor kept rows (``kept_rows``); otherwise a row is a run of texts and the run of
    values after it, and blank cells are lost.
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: str
    kept_rows: bool


Item: TypeAlias = Paragraph | Grid | Listing


def as_label(text: str) -> str:
    """Give the text of a cell: whether letters are seen is told of its figures only."""
    return text if any(map(str.isdecimal, text)) else text.replace(UNSURE, "")


def unframed(items: tuple[Item, ...], text: str) -> tuple[str, tuple[Item, ...]]:
    """Return the `text` of a cell that holds these items, and the items where there are tables among them.

    A table of one cell without a word beside it is a frame drawn round a text, or round other tables.
    """
    grids = [item for item in items if isinstance(item, Grid)]
    if len(grids) == 1 and len(grids[0].cells) == 1 and not text:
        return grids[0].cells[0].text, grids[0].cells[0].inside
    return text, items if grids else ()


class Lines(NamedTuple):
    """The lines round a table: short ones right ``above`` it, all since the one before it, and ``below`` it.

    Where it is the ``first``, those ``between`` are all since the beginning; where it is the ``last``, those
    below are all to the end, else up to the next table.
    """

    above: str
    between: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    first: bool = True
    last: bool = False


class Drawn(NamedTuple):
    """A table where it stands, with the ``lines`` round it.

    Only one that ``follows`` another table can be the other half of one that was broken over a page.
    """

    piece: "Grid | Listing"
    follows: bool
    lines: Lines


def tables(items: Sequence[Item], above: str = "") -> Iterator[Drawn]:
    """Every table, outer ones before those inside them; `above` is what stands above all of them."""
    follows, lines = False, [above]
    between: list[str] = []
    last: list[Drawn] = []  # the table before, and those inside it: what is below them is not known yet
    for item in items:
        if isinstance(item, Paragraph):
            text = item.text.strip()
            follows = follows and (not text or bool(GOES_ON.fullmatch(text)))
            if text and len(text) <= LONGEST_TITLE and "。" not in text:
                lines.append(text)
            elif text:
                lines = [""]
            if text:
                between.append(text)
            continue
        yield from _with_below(last, between)
        above = "\n".join(lines)
        last = [Drawn(item, follows, Lines(above, tuple(between), first=not last))]
        for cell in item.cells if isinstance(item, Grid) else ():
            if cell.inside:
                last += tables(cell.inside, above)
        follows, lines, between = True, [""], []
    yield from _with_below(last, between, last=True)


def _with_below(drawn: Sequence[Drawn], lines: Sequence[str], *, last: bool = False) -> Iterator[Drawn]:
    """Give a table, and those inside it, with the lines below it."""
    for one in drawn:
        within = one.lines.below or not (one is drawn[0] or one.lines.last)
        yield one if within else one._replace(lines=one.lines._replace(below=tuple(lines), last=last))


def prose(items: Sequence[Item], read: Sequence[Grid | Listing]) -> Iterator[Paragraph | Grid | Listing]:
    """Give the paragraphs in reading order.

    A table that was `read` stays as a mark of its place, any other is prose too.
    """
    for item in items:
        if isinstance(item, Paragraph):
            yield _words(item.text, item.place, item.role)
        elif any(item is table for table in read):
            yield item
        elif isinstance(item, Listing):
            yield from (_words(cell.text, cell.place) for row in item.rows for cell in row)
        else:
            for cell in item.cells:
                if cell.inside:
                    yield from prose(cell.inside, read)
                else:
                    yield from (_words(line, cell.place, cell.role) for line in cell.text.split("\n"))


def _words(text: str, place: str, role: str = "") -> Paragraph:
    plain = text.replace(OBJECT, "").replace(UNSURE, "")
    return Paragraph(plain, place, role, unseen=text.partition(UNSURE)[2].replace(UNSURE, "").strip())
