"""Characters as people mean them: a radical that a PDF has for a character, and what takes no room on paper.

A browser's PDF gives ⻘ (a radical) where 青 was printed; an editor leaves zero-width spaces in cells. Both
look right and compare wrong. Marks that turn the order of characters round are kept: what they do to a
number is not certain. Those that set it from left to right (as calculators put them round what is copied),
or end that, turn nothing round where none of the others is: digits and our characters run so anyway.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from toolkit.answers.characters import RADICALS
from toolkit.published.pages import Cell, Item, Listing, Paragraph

# radicals that only a PDF has, most of them parts of characters: Unicode's EquivalentUnifiedIdeograph of the
# CJK Radicals Supplement, which takes ⺷, ⻃ and ⻡ for parts too
_PARTS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺞⺡⺢⺣⺤⺥⺦⺧⺨⺪⺫⺬⺭⺮⺯⺰⺱⺲"
    "⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻂⻃⻇⻈⻊⻌⻍⻎⻏⻐⻒⻕⻖⻞⻟⻠⻡⻫⻭⻯⻱⻲",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日歺氵氺灬爫爫丬牛犭𤴔目示礻𥫗糹纟罓罒"
    "㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹衤覀𧢲讠𧾷辶辶辶邑钅镸𨸏阝𩙿飠饣𩠐斉歯竜龜亀",
)
_KANGXI = {n: unicodedata.normalize("NFKC", chr(n)) for n in range(0x2F00, 0x2FD6)}
# zero-width spaces and joiners, left-to-right marks, soft hyphens, byte order marks, variation selectors
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u2060\u2061\u2062\u2063\u2064"
    "\ufe0e\ufe0f\ufeff"
)
_LEFT_TO_RIGHT = "\u202a\u202c\u202d\u2066\u2069"
_TURNS = re.compile("[\u200f\u202b\u202e\u2067\u2068]")
_ORDINARY = {**RADICALS, **_PARTS, **_KANGXI, **dict.fromkeys(map(ord, _INVISIBLE))}
_UNTURNED = {**_ORDINARY, **dict.fromkeys(map(ord, _LEFT_TO_RIGHT))}
_BETWEEN = re.compile("[^\u4e00-\u9fff]+")  # what stands between ordinary Chinese characters
_ODD = re.compile(f"[{_INVISIBLE}{_LEFT_TO_RIGHT}\u2e80-\u2fd5]")


def ordinary(text: str) -> str:
    """Give a text in ordinary characters, without those that nobody sees."""
    if not _ODD.search(text):
        return text
    return text.translate(_ORDINARY if _TURNS.search(text) else _UNTURNED)


def compatible(text: str) -> str:
    """Give a text in Unicode's form NFKC: full-width signs as plain ones.

    Chinese characters are themselves in it, and no mark joins them: only what stands between is looked at.
    """
    return _BETWEEN.sub(lambda between: _signs(between[0]), text)


@lru_cache(maxsize=4096)
def _signs(written: str) -> str:
    return unicodedata.normalize("NFKC", written)


def in_ordinary(items: Sequence[Item]) -> tuple[Item, ...]:
    """Give a report with every text in ordinary characters."""
    return tuple(_in_ordinary(item) for item in items)


def _in_ordinary(item: Item) -> Item:
    if isinstance(item, Paragraph):
        return replace(item, text=ordinary(item.text)) if _ODD.search(item.text) else item
    if isinstance(item, Listing):
        return replace(item, rows=tuple(tuple(_cell(cell) for cell in row) for row in item.rows))
    return replace(item, cells=tuple(_cell(cell) for cell in item.cells), caption=ordinary(item.caption))


def _cell(cell: Cell) -> Cell:
    if cell.inside:
        return replace(cell, text=ordinary(cell.text), inside=in_ordinary(cell.inside))
    return replace(cell, text=ordinary(cell.text)) if _ODD.search(cell.text) else cell
