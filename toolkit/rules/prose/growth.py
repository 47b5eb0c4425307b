"""Growth told beside a count, or of a thing itself: “46件，同比增长15%”, “申请量与上年持平”.

Read here, compared with last year's figures.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from toolkit.form.patterns import sieved
from toolkit.rules.prose.even_text import HAN, Quantity, none_at, quantities, script, seldom

_LOOKED_AT = 60  # characters behind a count; who tells more in between tells it of something else
_COMPARES = re.compile("同比|上一?年|去年|20[0-9]{2}年")
# What it is compared with, and how it went; “增至” and “减少到” give the new figure, “百分点” differ in
# shares.
_THAN_LAST = (
    r"(?:同比|(?:相)?(?:较|比|与|同|和)(?:上一?年度?|去年|年初)(?!的?[结转遗])(?:同期)?(?:相?比)?的?),?"
)
# The thing may stand between its number and how it grew: “收到的16件申请同比增长60%”.
_THAN = re.compile(
    rf"(?:(?:的?(?:政府)?信息公开)?申请|案件)?[,(、]?(?:且|并|数量|总量|[件总]数)?{_THAN_LAST}"
)
_OF_ITSELF = re.compile(_THAN_LAST)
# “去年为40件” gives last year's figure and no more.
_LAST = re.compile(
    r"[,(、](?:而)?(?:上一?年度?|去年)(?:同期|全年)?(?:新?收到?|受理|办结|作出)?(?:为|是|的|有)?(?=[约近\d])"
)
# “(上年54件)”, beside how much more there were
_LAST_ASIDE = seldom(
    r"\((?:而)?(?:上一?年度?|去年)(?:同期|全年)?(?:新?收到?|受理|办结)?(?:为|是|的|有)?(?=\d)"
)
_ITS_COUNT = seldom(r"(?:的?(?:申请|新收|收件))?(?:总?[量数]|件数)(?=\()")
_OUT_OF = seldom(r"[,(、]由(?:上一?年度?|去年)的?(?=[约近\d])")  # “48213件，由上年的45210件增长6.6%”
_WAY = seldom(
    r"件?(?:相比)?,?(?:数量)?(?:共|总体|略有|大幅|有所|明显|均)?(?P<way>增长|增加|上升|提高|提升|"
    r"上涨|[增涨]幅|[增多]|下降|减少|降低|下滑|回落|降幅|[减少])"
    r"(?:率|幅度|了|为|达|(?<=多)出)*(?:(?<=[增减多少])(?:收到?|受理|接收|办结|办理|答复))?(?![到至])"
)
_MUCH = sieved(
    "[数总]?量|[件总]数|(?:许可|处罚|强制|复议|诉讼|收费)(?=[增上下减])"
)  # “处罚数量下降30%”: it need not be said that this is since last year
# “与上年相比，收到的申请增加12件”: the thing stands behind what it is compared with.
_THING = seldom(
    r"(?:相比)?,?[^,;:。\d“”]{2,24}?(?=件?(?:数量)?(?:共|总体|略有|大幅|有所|明显|均)?"
    r"(?:增长|增加|上升|下降|减少|降低|下滑|回落)(?:了|约|近|为|达)*\d|翻了?[一两]?番)"
)
_NEXT_THING = seldom(f"[,、;]{_THING.pattern}")
# “为上年的1.5倍”, “增长1.5倍”.
_FOLD = seldom(r"(?P<before>约|近|超过?)?(?P<fold>\d{1,3}(?:\.\d{1,3})?|[一两二三])(?P<about>余|多)?倍")
_DOUBLED = {"翻番": 100, "翻了一番": 100, "翻一番": 100, "翻了两番": 300, "翻两番": 300}  # grown by, per cent
_HAN = {"一": 1, "两": 2, "二": 2, "三": 3}
# That a number went up or down, and not by how much: “申请数量较上年有所下降”.
_OF_A_NUMBER = seldom("(?<![质作问])量(?:总体|整体)?[,呈]?$|[件总]数$|数量?$")
_JUST_SO = seldom(r"(?:的?(?:趋势|态势))?(?=[,;。)]|$)")
_SOMEWHAT = "有所"
_OF_LAST = re.compile(
    r"[,(、]?(?:约?[为是达]到?|相当于)?(?:上一?年度?|去年)(?:同期|全年)?(?P<last>\(\d+[件条份起宗]\))?的"
)
_TIMES_OF = seldom(r"(?:[为是达]到?|相当于)(?:上一?年度?|去年)(?:同期|全年)?的(?=[约近超\d一两二三])")
_AGAIN = seldom(
    r"\)?[,(、](?:同比|(?:相)?[较比与](?:上一?年度?|去年)(?:同期)?(?:相比)?,?)?(?=增|上|提|下|减|降|回|多|少)"
)
_ABOUT_A_FOLD = 20  # per cent: who says “一倍” does not count them
_SAME = re.compile(r"(?<!基本)持平")
_GROWS = re.compile("[增减升降涨提下回多少持翻]")  # what every way begins with
_GROWS_OR_CHANGES = re.compile("[增升提扩长涨跃攀加降减落滑缩压并整精变调改少多]|至")
_AT_LEAST = seldom("超|突破|逾|余|多|以上|至少")
_AND_SOME, _TENTH = ("多", "有余"), 10  # per cent
_BELOW = re.compile("不足|不到|不满|以内|以下")
_LESS = "降减少下回"
_PAUSES, _WAYS = (
    ("，", ",", "（", "("),
    ("增", "减", "降", "下降", "下滑", "上升", "上涨", "涨幅", "同比", "翻"),
)
_BY_SHARE = seldom(
    r"[,(]?(?:同比)?(?P<way>[增降减上下涨])(?:[幅长加升少涨])?(?:幅度|率)?(?:达到?|了|为|约)?(?=[\d超近不约一二三四五六七八九])"
)
_JUST_AS_MANY = seldom("[,(](?:[件总]数|数量|总量|申请量)?(?:[均与和]|上年|去年|同期)*持平")
_SHORT = 14  # characters in which it is said that there were just as many
_OF_TWO_YEARS = seldom("[由从自][^,，。]{0,12}\\d|去年|上一?年|20\\d\\d年")
_LAST_TOLD = seldom("(?:上一?年度?|去年)[^,;。\\d]{0,16}$")
_NOW_TOLD = seldom("(?:相比)?,(?:而)?[^,;。\\d]{0,6}?(?:本年度?|今年)[^,;。\\d]{0,16}$")
# “由32件增加到40件”: the first figure is that of before, the second that of now.
_FROM = re.compile(r"[由从自](?:(?P<last>上一?年度?|去年)(?:同期|[末底])?的?)?(?:约|近)?$")
_BECAME = seldom(
    rf",?(?:{HAN}{{0,6}}?[增升提扩长涨跃攀加降减落滑缩压并整精变调改少多]{HAN}{{0,3}}?(?:到|至|为|成)|增|至)了?"
    r"(?:(?:本年度?|今年|目前|现在|当前)(?:[末底])?的?)?(?:约|近)?"
)
_SINCE_LAST = seldom("(?:与|同|和|较)(?:上一?年度?|去年)(?:同期)?(?:相比|比较)?,")
_PLANNED = seldom(r"将|拟|计划|打算|预计|力争|争取|确保|目标|下一步|(?<![转至到入])下年|今后|未来")
_FROM_AT = 10  # characters before a number in which it may be said to be that of before


class Rise(NamedTuple):
    """A figure that became another: where that is told up to the new one, and the old one.

    ``last``: it is said to be last year's.
    """

    start: int
    end: int
    before: Quantity
    last: bool


def rises(text: str, numbers: Sequence[Quantity]) -> Iterator[Rise]:
    """Tell where a sentence of evened-out `text` says from what a figure rose or fell: “由32件增加到40件”.

    What is only planned is none.
    """
    if len(numbers) < 2 or not _GROWS_OR_CHANGES.search(text):
        return
    for before, now in pairwise(numbers):
        opening = _FROM.search(text, max(0, before.start - _FROM_AT), before.start)
        if opening is None or not _BECAME.fullmatch(text, before.end, now.start):
            continue
        if now.unit in (before.unit, "") and not _PLANNED.search(text, 0, opening.start()):
            last = opening["last"] is not None or _SINCE_LAST.match(text) is not None
            yield Rise(opening.start(), now.start, before, last)


class Growth(NamedTuple):
    """What a sentence says of last year beside a count.

    ``by``: how much more (negative: less), a count or a percentage; ``before``: last year's figure itself.
    One of them is given. ``less``: a word says that it fell, and ``by`` has no sign. ``then``: last year's
    figure where that is told beside ``by``.
    """

    words: str
    by: Quantity | None
    before: Quantity | None
    less: bool
    then: Quantity | None = None


def read_growth(source: str, end: int, year: int) -> Iterator[Growth]:
    """Read what the passage `source` says of growth right behind a count that ends at `end`."""
    behind = source[end : end + _LOOKED_AT]
    if not _COMPARES.search(behind):
        return
    text = script(behind, year).text
    numbers = {number.start: number for number in quantities(text)}
    of_last = _OF_LAST.match(text)
    if of_last and (fold := _folds(text, of_last.end())):
        before = numbers.get(of_last.start("last") + 1) if of_last["last"] else None
        if before is not None:
            yield Growth(text[: before.end].lstrip(",("), None, before, less=False)
        more = fold._replace(amount=fold.amount - 100)
        yield Growth(text[: fold.end].lstrip(",("), more, None, less=False, then=_told(before))
        return
    than = _LAST.match(text) or _THAN.match(text) or (_OUT_OF.match(text) if "由" in text else None)
    if than is None:
        return
    before, here = _told_last(text, than.end(), numbers)
    if before is not None:
        yield Growth(text[than.start() : before.end].lstrip(",("), None, before, less=False)
    if same := _SAME.match(text, here):
        no_more = none_at(*same.span())
        yield Growth(text[: same.end()].lstrip(",("), no_more, None, less=False, then=_told(before))
    while way := _WAY.match(text, here):
        by = numbers.get(way.end()) or _folds(text, way.end()) or _somewhat(text, way)
        if by is None or text.startswith("百分点", by.end):
            return
        here = by.end
        if before is None and (aside := _LAST_ASIDE.match(text, here)):  # “比上年多6件（上年54件）”
            before = numbers.get(aside.end())
            if before is not None:
                yield Growth(text[aside.start() + 1 : before.end], None, before, less=False)
                here = before.end
        words, less = text[way.start() : by.end].lstrip("件,"), way["way"][0] in _LESS
        yield Growth(words, by, None, less=less, then=_told(before))
        again = _AGAIN.match(text, here)
        if again is None:
            return
        here = again.end()


def _told(before: Quantity | None) -> Quantity | None:
    """Give last year's figure where it is told to the last."""
    return None if before and before.about else before


def _told_last(text: str, here: int, numbers: Mapping[int, Quantity]) -> tuple[Quantity | None, int]:
    """Give last year's figure told from `here` on, and where it goes on: “较上年的50件增加10件”.

    It may stand in brackets: “比上年（320件）增长25%”.
    """
    if thing := _ITS_COUNT.match(text, here):  # “较上年申请量（50件）增加10件”
        here = thing.end()
    bracketed = text.startswith("(", here)
    before = numbers.get(here + bracketed)
    if before is None or (bracketed and not text.startswith(")", before.end)):
        return None, here
    if bracketed:
        return before, before.end + 1
    again = _AGAIN.match(text, before.end)
    return before, again.end() if again else before.end


def read_share(source: str, end: int, year: int) -> Growth | None:
    """Read the share by which a count that ends at `end` grew from one told before it.

    “由上年的60件下降至48件，降幅20%”, “上年收到340件，本年收到374件，增长10%”.
    """
    paused = source[end : end + 1] in _PAUSES
    if not (source.startswith(_WAYS, end + paused) or "持平" in source[end : end + _SHORT]):
        return None
    lead = source[max(0, end - 2 * _LOOKED_AT) : end]
    if not _OF_TWO_YEARS.search(lead):
        return None
    behind, lead = script(source[end : end + _LOOKED_AT], year).text, _sentence_of(lead, year)
    way, numbers = _BY_SHARE.match(behind), quantities(lead)
    by = next((n for n in quantities(behind) if way and n.start == way.end()), None) or _folds(behind, paused)
    by = none_at(paused, same.end()) if (same := _JUST_AS_MANY.match(behind)) else by
    if by is None or len(numbers) < 2 or numbers[-1].end != len(lead):
        return None
    before, now = numbers[-2:]
    opening = lead[numbers[-3].end if len(numbers) > 2 else 0 : before.start]
    between = lead[before.end : now.start]
    in_turn = _LAST_TOLD.search(opening) and _NOW_TOLD.match(between) and "其中" not in between
    last = any(rise.before is before for rise in rises(lead, numbers)) or in_turn
    if (
        not last
        or before.unit not in (now.unit, "")
        or by.unit not in ("%", now.unit, "")
        or before.about
        or now.about
    ):
        return None
    words = behind[paused : by.end]
    return Growth(words, by, None, less=way is not None and way["way"] in _LESS, then=before)


def _sentence_of(lead: str, year: int) -> str:
    text = script(lead, year).text
    return text[max(text.rfind(mark) for mark in "。;!?\n") + 1 :]


def growth_itself(text: str, numbers: Sequence[Quantity]) -> Iterator[tuple[int, int, Growth]]:
    """Read what a sentence of evened-out `text` says of how a thing grew, without counting it.

    “新收申请同比上升35%”, “申请量与上年持平”: from where to where it is told, and what.
    """
    for of_last in _TIMES_OF.finditer(text) if "倍" in text else ():
        if fold := _folds(text, of_last.end()):  # “申请数是上年的2倍”
            more = fold._replace(amount=fold.amount - 100)
            yield of_last.start(), fold.end, Growth(text[of_last.start() : fold.end], more, None, less=False)
    if not _GROWS.search(text):
        return
    places = [*_OF_ITSELF.finditer(text), *_MUCH.finditer(text)]
    by_place = {number.start: number for number in numbers}
    told: set[int] = set()  # “与上年相比，申请量增长12%” is told once
    for than in sorted(places, key=lambda place: place.start()):
        bare = than.re is _MUCH
        before, here = (None, than.end()) if bare else _told_last(text, than.end(), by_place)
        if before is not None:
            yield than.start(), before.end, Growth(text[than.start() : before.end], None, before, less=False)
        then = _told(before)
        way = (None if bare else _SAME.match(text, here)) or _WAY.match(text, here)
        opening, thing = than.end() if bare else than.start(), None
        if way is None and not bare and (thing := _THING.match(text, here)):
            here = opening = thing.end()
            way = _WAY.match(text, here)
        if way is None and not bare and (by := _folds(text, here)):  # “较上年翻了一番”
            yield opening, by.end, Growth(text[opening : by.end], by, None, less=False, then=then)
        if way is None:
            continue
        by = (
            none_at(*way.span())
            if way.re is _SAME
            else next((n for n in numbers if n.start == way.end()), None)
        )
        by = by or _folds(text, way.end())
        if by is None and not bare and _OF_A_NUMBER.search(text, 0, than.start()):
            by = _somewhat(text, way)
        if by is None or text.startswith("百分点", by.end) or (bare and by.unit != "%") or by.end in told:
            continue
        told.add(by.end)
        words, less = text[opening : by.end], way.re is not _SAME and way["way"][0] in _LESS
        yield opening, by.end, Growth(words, by, None, less=less, then=then)
        here = by.end
        again = _AGAIN.match(text, here)  # “比上年增加8件，增长25%”
        way = _WAY.match(text, again.end()) if again else None
        by = next((n for n in numbers if way and n.start == way.end()), None)
        if way and by and not text.startswith("百分点", by.end):
            less = way["way"][0] in _LESS
            words = text[way.start() : by.end]
            yield than.start(), by.end, Growth(words, by, None, less=less, then=then)
            here = by.end
        if thing is not None:
            yield from _more_things(text, here, by_place)


def _more_things(text: str, here: int, numbers: Mapping[int, Quantity]) -> Iterator[tuple[int, int, Growth]]:
    """Read how other things grew, told in turn: “与上年相比，申请增加12件，网站信息增加253条”."""
    while (thing := _NEXT_THING.match(text, here)) and (way := _WAY.match(text, thing.end())):
        by = numbers.get(way.end())
        if by is None or text.startswith("百分点", by.end):
            return
        here = by.end
        yield thing.end(), here, Growth(text[way.start() : here], by, None, less=way["way"][0] in _LESS)


def _folds(text: str, place: int) -> Quantity | None:
    """Read how many times as many there are as a percentage: “1.5倍” is 150."""
    for doubled, grown in _DOUBLED.items():
        if text.startswith(doubled, place):
            end = place + len(doubled)
            return Quantity(Decimal(grown), "%", Decimal(_ABOUT_A_FOLD), "", place, end)
    match = _FOLD.match(text, place)
    if match is None:
        return None
    fold = Decimal(_HAN.get(match["fold"]) or match["fold"])
    # less than one more or one fewer of the last digit: “2倍” is neither once nor three times as many
    step = (
        Decimal(99).scaleb(int(fold.as_tuple().exponent))
        if match["fold"] not in _HAN
        else Decimal(_ABOUT_A_FOLD)
    )
    about = (match["before"] or "") + (match["about"] or "")
    return Quantity(fold * 100, "%", step, about, *match.span())


def _somewhat(text: str, way: re.Match[str]) -> Quantity | None:
    """Read that there were more or less, and not by how much: “有所下降”."""
    some = _JUST_SO.match(text, way.end())
    return Quantity(Decimal(0), "", Decimal(0), _SOMEWHAT, way.start(), way.end()) if some else None


def grew_so(growth: Growth, now: Decimal, before: Decimal) -> bool:
    """Whether a figure of `now` and one of last year's are as told.

    True where nothing can be said: a share of nothing.
    """
    if growth.before is not None:
        return abs(growth.before.amount - before) <= _slack(growth.before)
    assert growth.by is not None  # noqa: S101 (one of the two is given)
    told, more = growth.by, before - now if growth.less else now - before
    if told.unit == "%":
        return before == 0 or _about(told, more * 100 / before)
    return _about(told, more)


def _about(told: Quantity, amount: Decimal) -> bool:
    """Whether a number tells an amount, or bounds it: “增长超过20%”, “减少不足5件”."""
    if told.about == _SOMEWHAT:
        return amount > 0
    if told.about in _AND_SOME and told.unit == "%":  # “三成多” are not five
        return told.amount <= amount < told.amount + _TENTH
    if _AT_LEAST.search(told.about):
        return amount >= told.amount - told.slack
    if _BELOW.search(told.about):
        return 0 < amount <= told.amount
    return abs(told.amount - amount) <= _slack(told)


def _slack(told: Quantity) -> Decimal:
    """How far off a number may be: a tenth, and two at least, where it is said to be about so much."""
    return max(told.slack, told.amount / 10, Decimal(2)) if told.about else told.slack
