"""Chinese report prose as a reader needs it.

One kind of digits and punctuation, no line wraps, years as words.

Whoever copies prose out of a PDF gets full-width digits, spaces inside “3119 件” and lines broken in
mid-word. `Script` evens that out once and remembers where each character stood, so that a verdict quotes the
original.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple, cast

# A character of Chinese words: no letter or number of another kind, “Ⅱ” or “㈠”. Told by what it is not: of a
# range Python marks every character when a pattern is made, and these are 20,992.
HAN = r"[^\W\d\x00-\u052f\u2070-\u2793\u3000-\u33ff\uff00-\uffef]"
IN_QUOTES = r"“[^“”]*”|‘[^‘’]*’|\"[^\"]*\""


IN_TURN = re.compile("分别|依次")  # of several things, each has a number of its own


def seldom(words: str) -> re.Pattern[str]:
    """Give a pattern that is made where it is looked for first: most are never."""
    return cast("re.Pattern[str]", _Later(words))


class _Later:
    """What can be looked for by a pattern; ``re`` of a match is another."""

    def __init__(self, words: str) -> None:
        self.pattern = words

    def __getattr__(self, way: str) -> object:
        made = re.compile(self.pattern)
        ways = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")
        self.__dict__.update({each: getattr(made, each) for each in ways})
        return getattr(made, way)


def found_fast(words: str, openings: str) -> re.Pattern[str]:
    """Give a pattern whose words all begin with one of the characters `openings`.

    Where none stands, none is tried.
    """
    return seldom(f"(?=[{openings}])(?:{words})")


_SENTENCE_ENDS = "。!?"
_YEAR = found_fast(r"(?<!\d)(20\d\d)年", "2")
_YEAR_WORDS = {-1: "上年", 0: "本年", 1: "下年"}
_HALF = found_fast(r"(?<!\d)(1月?[至到~—-]{1,2}6|7月?[至到~—-]{1,2}12)月份?", "17")
_HALVES = {"1": "上半年", "7": "下半年"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """Evened-out ``text`` of a passage; ``places`` gives for each character where it stands in ``source``."""

    source: str
    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the stretch from `start` to `end` stands in the source."""
        if start >= end:
            return (0, 0)
        return (self.places[start], self.places[end - 1] + 1)


@lru_cache(maxsize=64)
def script(source: str, year: int | None = None) -> Script:
    """Even out `source`, “1至6月” becoming 上半年.

    With the report's `year`, “2022年” becomes 上年, 本年 or 下年 if it is one.
    """
    if year is None:
        passage = _evened(source)
        return _said(passage, _HALF, lambda half: _HALVES[half[1][0]]) if "月" in passage.text else passage
    passage = script(source)
    if "20" not in passage.text:  # as every year has it
        return passage
    return _said(passage, _YEAR, lambda found: _YEAR_WORDS.get(int(found[1]) - year, ""))


def _said(passage: Script, words: re.Pattern[str], otherwise: Callable[[re.Match[str]], str]) -> Script:
    """Give `passage` with what is found of `words` said otherwise; where that is empty it stays."""
    kept: list[str] = []
    places: list[int] = []
    here = 0
    for match in words.finditer(passage.text):
        if word := otherwise(match):
            start, end = match.span()
            kept += [passage.text[here:start], word]
            first, last = passage.places[start], passage.places[end - 1]
            places += [*passage.places[here:start], *[first] * (len(word) - 1), last]
            here = end
    if not kept:
        return passage
    kept.append(passage.text[here:])
    return Script(source=passage.source, text="".join(kept), places=(*places, *passage.places[here:]))


class _Even(dict[int, str]):
    """One character of the same meaning for each, looked up once.

    What would become several stays as it is.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        as_is = character.isspace() or unicodedata.category(character) == "No"  # ① counts items, not things
        even = character if as_is else unicodedata.normalize("NFKC", character)
        self[code] = even if len(even) == 1 else character
        return self[code]


_EVEN = _Even()
_MARKS_WIDE = (
    ("，", ","),
    ("；", ";"),
    ("：", ":"),
    ("（", "("),
    ("）", ")"),
    ("！", "!"),
    ("？", "?"),
    ("％", "%"),
    ("｜", ":"),  # of a table that is pasted as words
    ("|", ":"),
)
# Words of one meaning and one length.
_SAME = (("清一色", "全部都"), ("悉数", "全部"), ("皆", "均"), ("县(市、区)", "各县、市、区"))


def _even(source: str) -> str:
    """Give every character its one form; prose as people type it is even but for its punctuation."""
    text = source
    for wide, even in _MARKS_WIDE:
        text = text.replace(wide, even)
    text = text if unicodedata.is_normalized("NFKC", text) else source.translate(_EVEN)
    for word, even in _SAME:
        text = text.replace(word, even)
    if "年" in text and any(begins in text for begins in _YEAR_BEGINS):
        text = _YEAR_WRITTEN.sub(lambda year: year[0].translate(_YEAR_DIGITS), text)
    return _CAPITAL.sub(_as_written, text) if "拾" in text or "佰" in text else text


def _as_written(capital: re.Match[str]) -> str:
    return capital[0].translate(_WRITTEN)


# “二〇二一年”, “二○二一年”, and “2O21年” with a letter.
_YEAR_WRITTEN = seldom("(?:二[〇零○Oo][〇零○Oo一二三四五六七八九]{2}|2[Oo〇○][0-9Oo]{2})(?=年)")
_YEAR_BEGINS = ("二〇", "二零", "二○", "二O", "二o", "2O", "2o", "2〇", "2○")
_YEAR_DIGITS = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")

# Numerals as in a bill: “贰拾肆件”; a number above nine has one of two of them.
_CAPITAL = seldom(
    "[零壹贰叁肆伍陆柒捌玖拾佰仟]{2,9}(?=点[零壹贰叁肆伍陆柒捌玖]|万|[件条份起宗次期场人名元])|[壹贰叁肆伍陆柒捌玖拾](?=[件条份宗元])"
)
_WRITTEN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")

# What says nothing: blanks, what cannot be seen, bullets of word processors, remainders of web pages and of
# Excel.
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"  # noqa: E501
_BULLETS = "\ue000-\uf8ff\u2022\u25cf\u25cb\u25a0\u25a1\u25aa\u25c6\u25c7\u2605\u2606\u25b2\u25b6\u27a2\u2713\u2714\u2460-\u249b\u24ea-\u24ff\u2776-\u277f\u3251-\u325f"  # noqa: E501
_MARKUP = (
    r"</?[A-Za-z][^<>\n]{0,200}>|&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|amp|quot|#160|#xa0);|_x000[0-9A-Fa-f]_"
)
_SAYS_NOTHING = found_fast(rf"(?:\s|[{_INVISIBLE}{_BULLETS}]|{_MARKUP})+", rf"\s{_INVISIBLE}{_BULLETS}<&_")
_SPACE = re.compile(r"\s")
_CIRCLED = seldom(f"[{_BULLETS}]")


def _evened(source: str) -> Script:
    """Even out every character, and take out the blanks that say nothing: those within a sentence."""
    text = _even(source)
    kept: list[str] = []
    places: list[int] = []
    here = 0
    last = "\n"
    for match in _SAYS_NOTHING.finditer(text):
        start, end = match.span()
        if start > here:
            kept.append(text[here:start])
            places += range(here, start)
            last = text[start - 1]
        blank = _blank(match[0], last, text[end : end + 1])
        if blank:
            kept.append(blank)
            places.append(start)
            last = blank
        here = end
    if here == 0:
        return Script(source=source, text=text, places=range(len(text)))
    kept.append(text[here:])
    places += range(here, len(text))
    return Script(source=source, text="".join(kept), places=tuple(places))


def _blank(found: str, last: str, following: str) -> str:
    """Say what stands for nothing between two characters means.

    A new paragraph, the next item, two numbers apart, or nothing.
    """
    if _CIRCLED.search(found):
        return "" if last in "\n。;,:" else ";"
    if "\n" in found:
        return "\n" if last in _SENTENCE_ENDS or found.count("\n") > 1 else ""
    apart = last.isdecimal() and following.isdecimal() and _SPACE.search(found)
    return " " if apart else ""


# ------------------------------------------------------------------ numbers

UNITS = (
    "件次",
    "人次",
    "元",
    "件",
    "条",
    "份",
    "起",
    "宗",
    "例",
    "次",
    "场",
    "期",
    "篇",
    "部",
    "个",
    "名",
    "人",
    "项",
    "%",
    "成",
)
_DIGITS = (
    r"(?<![\d.+第A-Za-z〔\[])(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,8})?(?!\.?\d|%)|\d{1,12}(?:\.\d{1,8})"
    r"?(?!\d))(?!\+)"
)
_HAN = (
    r"(?:(?<![唯第〇零一二两三四五六七八九十百千万廿卅])|(?<=唯一))[零〇一二两三四五六七八九十百千廿卅]{1,"
    r"12}(?![零〇一二两三四五六七八九十百千])"
)
_HAN_DECIMALS = "[零〇一二三四五六七八九]{1,6}(?![零〇一二两三四五六七八九十百千])"  # “三点六”
_HAN_REST = "[零〇一二两三四五六七八九十百千]{1,7}"  # “二百三十八万六千元”
NUMBERS_BEGIN = r"\d零〇一二两三四五六七八九十百千廿卅大约将接近超突逾不至"  # within “[…]”
_QUANTITY = found_fast(
    rf"(?P<before>大约|约|将近|接近|近|超过?|突破|逾|不足|不到|不满|至少)?(?:(?P<digits>{_DIGITS})|(?P<han>{_HAN}(?:点{_HAN_DECIMALS})?))"
    rf"(?P<about>余|多|来|几)?(?P<scale>千|万|亿)?(?P<rest>(?<=万)(?:\d{{1,4}}(?!\.)|{_HAN_REST})[千百]?(?=元))?(?P<vague>余|多)?"
    rf"(?P<unit>(?:{'|'.join(UNITS)})(?<!成(?=[立员为功果效就本绩长熟人交份都分]))(?<!部(?=分))(?!工作日|自然日|月|小时))?(?P<half>(?<=成)(?:半|[一二三四五六七八九](?=[,;。、)]|$)))?(?P<after>以上|左右|以内|以下|(?<=[成半])(?:多|有余))?",
    NUMBERS_BEGIN,
)
# The amount of nearly every number: its unit stands right behind its digits.
_PLAIN = re.compile(rf"\d{{1,12}}(?:\.\d{{1,8}})?(?=[{''.join(unit[0] for unit in UNITS if unit != '成')}])")
_ALL, _TENTH = 100, 10  # per cent of 全部 and 一成
_EXACT = Decimal(0)
_SCALES = {None: 1, "千": 1000, "万": 10_000, "亿": 100_000_000}
_HAN_DIGITS = {han: value for value, han in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}


class Quantity(NamedTuple):
    """A number with its unit. ``slack``: how far a rounded number may lie from the exact one.

    ``about``: 余, 左右.
    """

    amount: Decimal
    unit: str
    slack: Decimal
    about: str
    start: int
    end: int


def told_amount(words: str) -> Decimal:
    """Give what digits, with decimals or not, or a Chinese numeral say: 2.5, 两."""
    return Decimal(words) if words[0].isdecimal() else Decimal(han_number(words))


def none_at(start: int, end: int) -> Quantity:
    """Return what words say that tell of none without a number."""
    return Quantity(Decimal(0), "", Decimal(0), "", start, end)


# What a share is a share of, between a bound and it: “不到申请总数的一半”.
SHARE_OF = (
    "(?:了|已|全部|全年|当年)*(?:办[结理]|答复|受理|新?收到?|申请)+(?:总数|总量|总件数|件数|数量|数|量)?的"
)
# “过半”, “三分之一”, “百分之三十”: shares told without a unit.
_SHARE = found_fast(
    rf"(?:(?P<before>大约|约|将近|接近|近|超过?|逾|过|不足|不到|不满)(?:{SHARE_OF})?)?"
    r"(?:(?P<half>一半|半数|(?<=[近过超])半(?![数年月天日个]))"
    rf"|(?P<below>[二三四五六七八九十百])分之(?P<above>{_HAN}))(?P<after>以上|左右|多)?",
    "大约将接近超逾过不一半二三四五六七八九十百",
)


@lru_cache(maxsize=512)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of evened-out `text` that counts something.

    It has a unit, or the clause ends behind it.
    """
    found = [match for match in _QUANTITY.finditer(text) if _counts(match, text)]
    numbers = [Quantity(*_measured(match.groups()), *match.span()) for match in found]
    if "半" in text or "分之" in text:
        numbers = sorted([*numbers, *_shares(text)], key=attrgetter("start"))
    return tuple(numbers)


def _shares(text: str) -> Iterator[Quantity]:
    """Read shares told in words alone, which are rounded ones where no bound is told."""
    for match in _SHARE.finditer(text):
        share = Decimal(_ALL)
        share = (
            share / 2 if match["half"] else share * han_number(match["above"]) / han_number(match["below"])
        )
        bound = (match["before"] or "").replace("过", "超") + (match["after"] or "")
        slack = _EXACT if bound else Decimal(1) if match["below"] == "百" else Decimal(_TENTH) / 2
        yield Quantity(round(share, 2), "%", slack, bound, *match.span())


def amount_at(text: str, start: int) -> Decimal:
    """Give the amount of the number of evened-out `text` that begins at `start`, as `quantities` tells it."""
    if plain := _PLAIN.match(text, start):
        return Decimal(plain[0])
    match = _QUANTITY.match(text, start)
    assert match is not None  # noqa: S101 (a number stands there)
    return _measured(match.groups())[0]


# What was just counted, taken together, or none of it: “两项合计占57.9%”, “一项多达128件”, “一件都没有”.
_BOTH = seldom(
    r"合计|之和|相加|总和|加起来|[都也](?:没|未|无)|(?:就|便)?(?:多达|高达|达到?|就有|占到?)(?=\d)"
)


def _counts(match: re.Match[str], text: str) -> bool:
    if match["unit"]:
        return match["han"] is None or not _BOTH.match(text, match.end())
    return match["digits"] is not None and text[match.end() : match.end() + 1] in ("", *",。;、)\n")


@lru_cache(maxsize=1024)  # “0件”, “5.6%”: the same in many sentences
def _measured(groups: tuple[str | None, ...]) -> tuple[Decimal, str, Decimal, str]:
    """Give amount, unit, slack and bounding words of what `_QUANTITY` found in its `groups`."""
    before, digits, han, about, scale, rest, vague, unit, half, after = groups
    number = Decimal(digits.replace(",", "")) if digits else _han_amount(han or "")
    if rest:  # “238万6千元”
        return number * _SCALES[scale] + _rest(rest), unit or "", _EXACT, (before or "") + (after or "")
    bound = (before or "") + (about or "") + (vague or "") + (after or "")
    if unit == "成":
        if half and half != "半":  # “六成八”
            return number * _TENTH + han_number(half), "%", Decimal(1), bound
        tenths = number + Decimal("0.5") if half else number
        return tenths * _TENTH, "%", _EXACT if bound else Decimal(_TENTH) / 2, bound
    return (
        number * _SCALES[scale] if scale else number,
        unit or "",
        _slack(number, _SCALES[scale], unit) if scale or unit == "%" else _EXACT,
        bound,
    )


def _han_amount(numeral: str) -> Decimal:
    """Give the value of a Chinese numeral, which may have decimals: 二百三十八点六."""
    whole, point, decimals = numeral.partition("点")
    behind = "".join(str(_HAN_DIGITS[digit]) for digit in decimals)
    return Decimal(f"{han_number(whole)}{'.' if point else ''}{behind}")


def _rest(numeral: str) -> int:
    """Give what stands behind 万: 6千, 六千, 六千五百."""
    digits = numeral.rstrip("千百")
    if digits.isdecimal() and digits != numeral:
        return int(digits) * _HAN_SCALES[numeral[-1]]
    return han_number(numeral)


def _slack(number: Decimal, scale: int, unit: str | None) -> Decimal:
    """How far off a rounded number may be.

    One with decimals of 万, and a percentage, may also have been cut off.
    """
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * scale
    return step if unit == "%" or step < scale else step / 2


def han_number(numeral: str) -> int:
    """Give the value of a Chinese numeral below ten thousand, or of digits: 十二, 一百零五, 二〇, 3."""
    if numeral.isdecimal():
        return int(numeral)
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if not any(character in _HAN_SCALES for character in numeral):
        return int("".join(str(_HAN_DIGITS[character]) for character in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in _HAN_SCALES:
            total += (digit or 1) * _HAN_SCALES[character]
            digit = 0
        else:
            digit = _HAN_DIGITS[character]
    return total + digit


# ------------------------------------------------------------------ sentences and clauses


_MARKS = re.compile("[,;()、:]")
_LONGEST = 30  # characters of a number


def counted(text: str, start: int, end: int) -> Sequence[Quantity]:
    """Every number between `start` and `end` that counts something."""
    numbers = quantities(text)
    first = bisect_left(numbers, start, key=attrgetter("start"))
    return numbers[first : bisect_right(numbers, end, key=attrgetter("end"))]


def number_at(text: str, start: int) -> Quantity | None:
    """Give the number that begins at `start`, if one does that counts something."""
    found = counted(text, start, start + _LONGEST)
    return found[0] if found and found[0].start == start else None


def behind_marks(text: str, place: int, marks: str = ",;()", start: int = 0) -> int:
    """Return where what stands before `place` begins: behind the last of these marks, or at `start`."""
    return max(start, *[text.rfind(mark, start, place) + 1 for mark in marks])


def clauses(text: str, start: int, end: int, numbers: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a sentence with these `numbers`.

    Beside one of them “、” and “：” part clauses too.

    So “30件、不予处理3件” are two, “公开、部分公开5件” is one.
    """
    after, before = {number.end for number in numbers}, {number.start for number in numbers}
    here = start
    for match in _MARKS.finditer(text, start, end):
        mark, place = match[0], match.start()
        parts = mark in ",;()" or place in after or (mark == "、" and place + 1 in before)
        within = mark == "," and text[place + 1 : place + 2].isdecimal()  # 1,234
        if parts and not (within and any(n.start < place < n.end for n in numbers)):
            if place > here:
                yield here, place
            here = place + 1
    if end > here:
        yield here, end
