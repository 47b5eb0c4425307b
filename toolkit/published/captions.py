"""What is printed round the figures of a table: its title, the year and the unit that it names."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.form.model import Form, Kind
from toolkit.published.headings import heading_of, is_title
from toolkit.published.labels import Label, label, squeeze
from toolkit.published.pages import Grid, Item, Listing, Paragraph
from toolkit.published.printed_amounts import looks_like_value

_YEAR = re.compile(r"(20\d\d)年")
# A day on which it was filled in, a law of that year, what came over from it, a sentence that compares with
# it (not a table that does): not what a table is about.
_ASIDE = re.compile(
    r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?+(?![至到—~-])|修[订正]|施行|以[来前]|结转|转入)"
    r"|[与同较比]20\d\d年度?(?:相比|比较|相较|同期)?,(?!.*(?:增减|变化|变动|对比|对照|差))"
)
# a line of its own that says so, as pages have them that print two years: (上年度数据), (一)去年同期情况如下:
_LAST_YEAR = re.compile(
    r"[(【\[]?(?:附[件表]?\d?[:]?|(?:\(?[一二三四五六1-6][)、.])+)?"
    r"(?:上一?年度?|去年)(?!结转|以来|同比|[与较比和])[^\d,;。!?]{0,20}"
)
_UNIT = re.compile(
    r"单位[:]?(?P<named>[^\s)]{1,12})|(?:金额|人民币):(?P<money>[^\s)]{1,6})"
    r"|以(?P<before>[^\s,。)]{1,6}?)为单位|以(?P<counted>[百千万亿]*元)计"
)
_MANY = re.compile(r"[十百千万亿]+(?:件|项|个|份|条|宗|次|起)")


class Around(NamedTuple):
    """What is printed round the figures of a table: the lines above it, its own caption and ``header``."""

    above: tuple[str, ...]
    caption: str
    header: str

    @property
    def words(self) -> str:
        """All of it; the lines above are one, as a title may be broken over them."""
        return "\n".join(("".join(self.above), self.caption, self.header))

    def names_last_year(self, title: str) -> bool:
        """Whether a line above it, not its `title`, says that it is about last year, without its number."""
        own = label(title).words
        lines = (line for line in (*self.above, self.caption) if _LAST_YEAR.fullmatch(line))
        return any(label(line).words != own for line in lines)


def words_round(piece: Grid | Listing, above: str) -> Around:
    """Give what a table says before its first figure, and the lines `above` it."""
    lines: list[str] = []
    for cells in piece.rows:
        if any(looks_like_value(cell.text) for cell in cells):
            break
        lines += [cell.text for cell in cells]
    return Around(
        above=tuple(map(squeeze, above.split("\n"))),
        caption=squeeze(piece.caption if isinstance(piece, Grid) else ""),
        header="\n".join(map(squeeze, lines)),
    )


def is_titled(words: str, title: str) -> bool:
    """Whether the words round a table hold a title."""
    return squeeze(title) in words


def years_named(words: str) -> frozenset[int]:
    """Give the years that a table says it is about."""
    return frozenset(int(year) for year in _YEAR.findall(_ASIDE.sub("", words)))


def other_unit(words: str, kind: Kind) -> str | None:
    """Give the unit that is printed where money is not in this kind's unit (元, not 万元).

    None when none is.
    """
    money = [one for one in _units(words) if kind.unit and kind.unit[-1] in one]
    if not money:
        return None
    own = re.compile(rf"(?<![十百千]){kind.unit}")
    return None if any(map(own.search, money)) else money[0]


def many_at_once(words: str) -> str | None:
    """Give the unit that is printed where a table counts in hundreds or more (百件); None where none is."""
    return next((found[0] for one in _units(words) if (found := _MANY.search(one))), None)


@lru_cache(maxsize=64)  # asked of every figure of a table
def _units(words: str) -> Sequence[str]:
    return tuple(next(filter(None, found.groups()), "") for found in _UNIT.finditer(words))


def taken_apart(items: Sequence[Item], forms: Sequence[Form]) -> Iterator[Item]:
    """Take tables apart that are drawn as one: a row that is but a title is a line between two of them.

    As where a sheet was saved as a page: all of a report is one table there, its prose too.
    """
    titles = {label(table.title).words for form in forms for table in form.tables if table.national}
    titles |= {label(field.section).words for form in forms for field in form.narrative}
    for item in items:
        if isinstance(item, Grid):
            yield from _apart(item, titles)
        else:
            yield item


def _apart(grid: Grid, titles: Collection[str]) -> Iterator[Item]:
    # a cell with tables in it is more than a title, as where a page sets each section in a row of its own
    titled = [
        cell
        for cell in grid.cells
        if cell.height == 1
        and not (looks_like_value(cell.text) or cell.inside)
        and (
            label(cell.text).words in titles
            or (cell.width == grid.width and _is_title_of_any(cell.text, titles))
        )
    ]
    printed = Counter(cell.row for cell in grid.cells if not cell.blank) if titled else {}
    lines = {cell.row: cell for cell in titled if printed[cell.row] == 1}
    across = any(cell.row < row < cell.row + cell.height for row in lines for cell in grid.cells)
    if len(lines) < 2 or across:  # one is the title of the whole
        yield grid
        return
    for start, end in pairwise(sorted({0, *lines, len(grid.rows)})):
        if (line := lines.get(start)) is not None:
            yield Paragraph(line.text, line.place)
        first = start + (line is not None)
        cells = tuple(replace(cell, row=cell.row - first) for cell in grid.cells if first <= cell.row < end)
        if cells:
            yield Grid(cells, grid.place)


def _is_title_of_any(text: str, titles: Collection[str]) -> bool:
    printed = heading_of(text)
    return printed is not None and any(is_title(printed, Label(printed.number, words)) for words in titles)
