"""What is printed round the figures of a table: its title, the year and the unit that it names."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.form.model import Form, Kind
from toolkit.published.headings import NUMERALS, heading_of, is_title
from toolkit.published.labels import LAST_YEAR, Label, label, squeeze
from toolkit.published.pages import Grid, Item, Lines, Listing, Paragraph
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
# said outright, in whatever sentence: 本表收费金额的单位为元。 （百件） 行政事业性收费以元计。
_MEASURE = "[十百千万亿]*(?:美?元|件|项|个|份|条|宗|次|起)"
_MEASURES = rf"(?:{_MEASURE})(?:[、,/和及]{_MEASURE})*"
_COUNTED = re.compile(
    rf"(?:单位|金额|收费|费用|人民币|数据|数量|数字|件数)(?:均|都|皆)?(?::|应?该?当?(?:为|是|系)|应?以|按)?:?"
    rf"[“”\"‘’'「《(]*(?P<of>{_MEASURES})(?=[”\"’'」》)]*(?:\W|$|计|为单位|填报|统计))"
    rf"|[以按][“\"]?(?P<by>{_MEASURE})[”\"]?(?:为单位|为计量单位|计算?|填报|统计)"
    rf"|(?:^|[(\[【])(?P<alone>{_MEASURES})(?:[)\]】]|$)"
)
# a line that says of which year the figures are, and nothing else: 上表为2023年度数据 注：上述为上年数
_TOLD_YEAR = re.compile(
    r"(?:(?:备?注|说明|附注):?)?(?:(?:以[上下]|[上下前]述|[上下本此该]表|[上所]列|表[中内])(?:各项|所列|中|内)?的?"
    r"(?:数据|数字|数|内容|情况)?(?:均|都|全|皆)?(?:系|为|是|属于?)?)?"
    r"(?:(?P<year>20\d\d)年|上一?年|去年)度?(?:全年)?的?(?:统计)?(?:数据?|数字|情况|报表)"
)
_PUNCTUATION = re.compile(r"[()\[\]【】。.;,“”]")
_OF_LAST_YEAR = re.compile(LAST_YEAR)
_MANY = re.compile(r"[十百千万亿]+(?:件|项|个|份|条|宗|次|起)")


class Around(NamedTuple):
    """What is printed round the figures of a table: the lines above it, its own caption and ``header``.

    ``notes``: the lines that say something of it and are no title: those below it, and sentences above it.
    """

    above: tuple[str, ...]
    caption: str
    header: str
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of it; the lines above are one, as a title may be broken over them."""
        return "\n".join(("".join(self.above), self.caption, self.header))

    def names_last_year(self, title: str) -> bool:
        """Whether a line above it, not its `title`, says that it is about last year, without its number."""
        own = label(title).words
        lines = (line for line in (*self.above, self.caption) if _LAST_YEAR.fullmatch(line))
        return any(label(line).words != own for line in lines)


def words_round(piece: Grid | Listing, round_it: Lines, forms: Sequence[Form]) -> Around:
    """Give what a table says before its first figure, and the lines round it.

    What stands between two tables, above the next heading, belongs to the first of them.
    """
    titles = _titles(forms)
    lines: list[str] = []
    for cells in piece.rows:
        if any(looks_like_value(cell.text) for cell in cells):
            break
        lines += [cell.text for cell in cells]
    heads = [n for n, text in enumerate(round_it.between) if _is_heading(text, titles)]
    below = next((n for n, text in enumerate(round_it.below) if _is_heading(text, titles)), None)
    own = round_it.between[heads[-1] :] if heads else ()
    above = round_it.above.split("\n")
    if heads and not round_it.first:
        above = above[-len(own) :]
    return Around(
        above=tuple(map(squeeze, above)),
        caption=squeeze(piece.caption if isinstance(piece, Grid) else ""),
        header="\n".join(map(squeeze, lines)),
        notes=(*own, *(round_it.below[:below] if below is not None or round_it.last else ())),
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


def told_unit(text: str, kind: Kind) -> str | None:
    """Give the unit in which a text says outright that such figures are counted, where it is not theirs."""
    said = _measures(text)
    if not kind.unit:
        return next((found[0] for one in said if (found := _MANY.search(one))), None)
    money = [one for one in said if kind.unit[-1] in one]
    own = re.compile(rf"(?<![十百千]){kind.unit}")
    return None if not money or any(map(own.search, money)) else money[0]


@lru_cache(maxsize=64)  # asked of every figure of a table
def _measures(text: str) -> Sequence[str]:
    found = _COUNTED.finditer(squeeze(text))
    return tuple(next(filter(None, one.groups()), "") for one in found)


def told_year(text: str, year: int) -> int | None:
    """Give the year of which a line says that the figures are; the one before `year` for last year's."""
    found = _TOLD_YEAR.fullmatch(_PUNCTUATION.sub("", squeeze(text)))
    return int(found["year"] or year - 1) if found else None


def is_of_another_year(text: str, year: int) -> bool:
    """Whether a label names other years than that of the report: （三）不予公开（上年数）."""
    named = years_named(squeeze(text))
    return year not in named if named else bool(_OF_LAST_YEAR.search(text))


@lru_cache(maxsize=64)  # asked of every figure of a table
def _units(words: str) -> Sequence[str]:
    return tuple(next(filter(None, found.groups()), "") for found in _UNIT.finditer(words))


def taken_apart(items: Sequence[Item], forms: Sequence[Form]) -> Iterator[Item]:
    """Take tables apart that are drawn as one: a row that is but a title is a line between two of them.

    As where a sheet was saved as a page: all of a report is one table there, its prose too.
    """
    titles = _titles(forms)
    for item in items:
        if isinstance(item, Grid):
            yield from _apart(item, titles)
        else:
            yield item


def _titles(forms: Sequence[Form]) -> frozenset[str]:
    """Give the titles of all sections, in their words."""
    titles = {label(table.title).words for form in forms for table in form.tables if table.national}
    return frozenset(titles | {label(field.section).words for form in forms for field in form.narrative})


def _is_heading(text: str, titles: Collection[str]) -> bool:
    """Whether a line begins a section: it has the number of one, text too perhaps, or a title's words."""
    printed, heading = label(text), heading_of(text)
    if heading is not None and (heading.number in {*NUMERALS} or heading.words in titles):
        return True
    return printed.number in {*NUMERALS} and not squeeze(text).startswith("(")


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
