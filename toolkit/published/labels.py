"""Labels as people print them: spaces, line breaks, “1、” for “1.”, full-width, short forms.

Matched, never guessed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from toolkit.published.characters import compatible, ordinary

_NUMBER = re.compile(r"^\(?([一二三四五六七八九十]{1,3}|\d{1,2})(?:[)、.．﹒,:]+)")
_CIRCLED = re.compile(r"^\s*[①-⑨]")  # a number without a point, which would melt into the words
LAST_YEAR = "上一?年(?!度?结转)|去年"  # said of figures; 上年结转 is of this year's
_UNIT = re.compile(r"单位[::]?|\((?:件|项|个|请(?:注明|说明|写明|列明))\)")
_SAME = (  # written for one another
    ("合计", "总计"),
    ("上一年", "上年"),
    ("下一年", "下年"),
    ("年度", "年"),
    ("其它", "其他"),
    ("法律服务组织", "法律服务机构"),
    ("科研单位", "科研机构"),
    ("尚未结案", "尚未审结"),
)
_WIDE = str.maketrans("()", "（）")
_PLAIN = str.maketrans(dict(zip("一二三四五六七八九", "123456789", strict=True)) | {"十": "10"})
_SHORT = {
    "维持": "结果维持",
    "纠正": "结果纠正",
    "未审结": "尚未审结",
    **dict.fromkeys(("个人", "公民"), "自然人"),
    **dict.fromkeys(("概述", "概况", "基本情况", "基本概况", "总体概况", "工作概况"), "总体情况"),
}
SHORTEST_PART = 4  # a shorter piece of a label (“其他”, “总计”) may belong to several


class Label(NamedTuple):
    """A label without what does not matter: its number, and its words without punctuation and spaces."""

    number: str
    words: str


class Entry(NamedTuple):
    """An official label (or one of its lawful short forms) and the key it stands for."""

    key: str
    label: Label
    whole: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The key that a printed label means; ``part``: only a part of the official label is printed."""

    key: str
    part: bool


def wide_brackets(name: str) -> str:
    """Write a unit's name with the brackets that rosters have: 建设局（人民防空办公室）."""
    return name.translate(_WIDE)


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Bring full-width letters and digits to plain ones, and take all white space out, seen or not."""
    return "".join(compatible(ordinary(text)).split())


@lru_cache(maxsize=4096)
def label(text: str) -> Label:
    """Read a label off a cell or a heading."""
    plain = squeeze(_CIRCLED.sub(lambda one: f"{unicodedata.digit(one[0].strip())}.", text))
    number = _NUMBER.match(plain)
    after = plain[number.end() :] if number else plain
    for written, official in _SAME:
        after = after.replace(written, official)
    rest = _UNIT.sub("", after) or after  # a label may be just “单位”
    words = "".join(c for c in rest if c.isalnum())
    return Label(number[1] if number else "", _SHORT.get(words, words))


def label_entries(key: str, texts: Iterable[str], joined: Iterable[str] = ()) -> tuple[Entry, ...]:
    """Give the forms in which a label may stand.

    Itself, its short name, and `joined` to its groups in one cell.
    """
    whole = (Entry(key, label(text), whole=True) for text in texts if text)
    return tuple(dict.fromkeys((*whole, *(Entry(key, label(text), whole=False) for text in joined))))


@lru_cache(maxsize=256)
def _are_same(one: str, other: str) -> bool:
    """Whether two numbers are the same, however written: （一） and 1."""
    return one.translate(_PLAIN) == other.translate(_PLAIN)


def match(printed: Label, official: Sequence[Entry]) -> Match | None:
    """Find the one official label that is printed here, or a part of it that no other label has.

    Else None.
    """
    words, number = printed.words, printed.number
    if not words:
        return None
    fitting = [
        e
        for e in official
        if words in e.label.words and (not (number and e.label.number) or _are_same(e.label.number, number))
    ]
    exact = {e.key for e in fitting if e.label.words == words}
    if exact:
        return Match(exact.pop(), part=False) if len(exact) == 1 else None
    if len(words) < SHORTEST_PART:
        return None
    parts = {e.key for e in fitting if e.whole}
    return Match(parts.pop(), part=True) if len(parts) == 1 else None
