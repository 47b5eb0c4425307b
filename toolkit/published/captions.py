"""What is printed round the figures of a table: its title, the year and the unit that it names."""

import re

from toolkit.form.model import Kind
from toolkit.published.labels import squeeze
from toolkit.published.pages import Grid, Listing
from toolkit.published.printed_amounts import looks_like_value

_YEAR = re.compile(r"(20\d\d)年")
# A day on which it was filled in, a law of that year, what came over from it, a sentence that compares with
# it (not a table that does): not what a table is about.
_ASIDE = re.compile(
    r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?+(?![至到—~-])|修[订正]|施行|以[来前]|结转|转入)"
    r"|[与同较比]20\d\d年度?(?:相比|比较|相较|同期)?,(?!.*(?:增减|变化|变动|对比|对照|差))"
)
_UNIT = re.compile(r"单位[:]?([^\s)]{1,12})")


def words_round(piece: Grid | Listing, above: str) -> str:
    """Give what a table says before its first figure, and the lines `above` it."""
    lines = [above, piece.caption if isinstance(piece, Grid) else ""]
    for cells in piece.rows:
        if any(looks_like_value(cell.text) for cell in cells):
            break
        lines += [cell.text for cell in cells]
    return "\n".join(squeeze(line) for line in lines)


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
    named = _UNIT.findall(words)
    money = [one for one in named if kind.unit and kind.unit[-1] in one]
    return money[0] if money and not any(kind.unit in one for one in money) else None
