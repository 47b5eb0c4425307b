"""Numbers that a sentence reckons from others it tells before: averages, multiples, differences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise, permutations, product
from typing import NamedTuple

from toolkit.rules.prose.even_text import (
    SHARE_OF,
    Quantity,
    Script,
    behind_marks,
    counted,
    han_number,
    number_at,
    quantities,
    script,
    seldom,
    told_amount,
)

_MAY_RECKON = ("均", "倍", "相差", "每", "占", "半", "比", "较", "百分点", "净增", "净减")
_SENTENCE_ENDS = "。!?\n"
_LONGEST = 800  # characters of a sentence

# “平均每期36人次”, “月均3.4件”; not “每次均有40人参加”.
_PERIODS = "期|次|场|月|季度|季|周|日|天|人|名|件"
_AVERAGE = seldom(
    rf"(?P<lead>[^,;。:()]*?)(?:平均每个?(?P<per>{_PERIODS})|每个?(?P<each>{_PERIODS})平均"
    rf"|(?<![\d每各两几本此该多一二三四五六七八九十])(?P<short>{_PERIODS})均)"
    r"(?:收到?|新收|受理|办[理结]|答复|参训|参加|参与|培训|发布|推送|公开|更新|申请|信息|为|达到?|有)*"
)
_GOES_ON = seldom("(?:全年|总体|即|也就是|相当于|折合|折算|大约)*")
_PER = {"季": "季度", "天": "日", "名": "人"}
_TIMES_HELD = frozenset({"期", "次", "场"})
_PERSONS = frozenset({"人", "名", "人次"})
_IN_A_YEAR = {"月": (12, 12), "季度": (4, 4), "周": (52, 53), "日": (240, 366)}  # of days those of work too
_SOME_MONTHS = seldom(r"上半年|下半年|[一二三四1-4]季度|\d月|\d+个月|以来|截[至止]")

_EACH_TIME = seldom(r"每(?P<per>[期次场笔件人名])(?:培训|参训|参加|约)*")
_IN_ALL = seldom(",(?:(?:全年|累计|总共|一?共计?|合计|总计)(?:培训|参训|参加|收取)?)+")
# “两项占办结总数的53.5%”; “处罚占5.3%”
_SO_MANY = "(?P<count>[两二三四五])(?:项|类|者|种|个渠道|个平台)"
_SEVERAL_ARE = seldom(
    rf"(?:以上|上述|前|这)?{_SO_MANY}(?:合计|一?共计?|总计|相加|加起来)?"
    r"(?:占(?:比|到|了)?(?P<whole>[^,;。:()\d]{0,12}?)的?(?:比例|比重)?(?:为|约为|达)?|[已就也]?)"
)
_SOME = seldom(_SO_MANY)
_ONE_IS = seldom(r"(?:其中)?(?P<one>[^,;。:()\d占]{2,12})占比?(?:约|为|达|到|了)*")
_OF_WHAT = seldom(SHARE_OF)
_TOTAL = re.compile("合计|共|总|累计")
# “约为处罚决定（41件）的22倍”
_FOLD = seldom(
    r"(?:(?:约|近|超过?)?(?:为|是|相当于|达到?)(?:约|近|超过?)?|(?P<bound>不到|不足|超过))(?P<other>[^,;。:()\d]{2,14})"
    r"(?P<told>\(?\d[\d,.]*[件条份起宗次人元]*\)?)?(?:数量)?的(?P<before>约|近|将近|超过?)?"
    r"(?P<fold>\d{1,4}(?:\.\d{1,3})?|[两二三四五六七八九十]{1,3})(?P<after>余|多)?倍"
)
_DIFFERS = seldom(
    r"(?P<one>[^,;。:()\d]{2,16}?)[比较](?P<other>[^,;。:()\d]{2,16}?)(?P<way>[多少]|高出?|低|超出)[了出]?(?:约|近)?$"
)
_DIFFERS_TOLD = seldom(  # “结转下年的3件比上年结转的5件少2件”
    r"[^,;。:()\d]{0,16}\d+[件条份起宗次期人名个项](?:申请)?[比较][^,;。:()\d]{0,16}\d+[件条份起宗次期人名个项]"
    r"(?:申请)?(?P<way>[多少]|高出?|低|超出)[了出]?(?:约|近)?"
)
_APART = seldom(r"(?:[两二]者|[两二]项|[两二]类)?(?:仅|只|数量)*相差(?:仅|只|约)?$")
# “新出台11件，废止6件，净增5件”
_NET = seldom("(?:一增一减|增减相抵|相抵|全年|年内|因此|所以|即|后)*净(?:增加?|减少?)了?$")
_LESSENS = seldom("废止|失效|减少|取消|关停|注销|下线|撤销|退出")
_SHARE_TOLD = r"\d{1,3}(?:\.\d{1,2})?"
_THAN_THEN = r"(?:较|比)(?:上一?年度?|去年|20\d\d年|同期)*的?"
_WENT = "(?:提高|上升|增加|增长|提升|下降|降低|减少|回落|下滑)了?"
_POINTS = seldom(
    rf"(?:(?P<now>{_SHARE_TOLD})%[^;。\d]{{0,16}}?{_THAN_THEN}(?P<before>{_SHARE_TOLD})%[^;。\d]{{0,6}}?"
    rf"|[由从][^;。\d]{{0,10}}(?P<before_then>{_SHARE_TOLD})%[^;。\d]{{0,8}}[到至为](?P<now_then>{_SHARE_TOLD})%,[^;。\d]{{0,12}}?)"
    rf"{_WENT}(?P<about>约|近)?(?P<by>{_SHARE_TOLD})个百分点"
)
# What is told of another time, or of what is not counted here, stands to nothing that is told.
_ANOTHER_TIME = seldom(
    r"上一?年|去年|前年|往年|同期|上个?月|上个?季|计划|目标|预期|20\d\d|法定|规定|平均|要求"
)
_SAYS_LITTLE = seldom(
    "(?:的|申请|提[交出]|数量?|量|件数|总|决定|渠道|方式|途径|信息|发布|公开|类|案件|处理|办理|[作做]出|明显|略)+$"
)
_BEFORE_IT = seldom("^(?:其中|全年|本年度?|今年|而且?|且|所以|因此|可见)+")
_AT_LEAST, _AT_MOST = re.compile("超|突破|逾|余|多|以上|至少"), re.compile("不足|不到|不满|以内|以下")
_ROUGHLY = Decimal("0.1")
_OF_TWO = {"前者": slice(-2, -1), "后者": slice(-1, None)}
_BOTH = 2  # numbers of which the difference is told
_SHORTEST = 2  # characters of a name


class Way(NamedTuple):
    """How a number may be reckoned and what comes out: ``least`` to ``most`` where days are not counted."""

    words: str
    least: Decimal
    most: Decimal


def _way(words: str, amount: Decimal) -> Way:
    return Way(words, amount, amount)


class Reckoned(NamedTuple):
    """A number told as what others told before come to: how that may be reckoned, and what comes out."""

    words: str
    told: Quantity
    ways: tuple[Way, ...]
    start: int
    end: int

    @property
    def right(self) -> bool:
        """Whether the number is what comes out one way or another, rounded or cut off."""
        return any(_comes_to(self.told, way.least, way.most) for way in self.ways)


def read_reckoned(text: str, year: int | None = None) -> tuple[Reckoned, ...]:
    """Read every number of `text` that is reckoned from others told before it in its sentence, in order."""
    passage = script(text, year)
    if not any(word in passage.text for word in _MAY_RECKON):
        return ()
    found = [
        *_averages(passage),
        *_products(passage),
        *_shares(passage),
        *_folds(passage),
        *_differences(passage),
        *_points(passage),
    ]
    return tuple(sorted((one for one in found if one.ways), key=lambda one: one.start))


def _comes_to(told: Quantity, least: Decimal, most: Decimal) -> bool:
    step = max(Decimal(1).scaleb(int(told.amount.as_tuple().exponent)), told.slack)
    if _AT_LEAST.search(told.about):
        return most >= told.amount
    if _AT_MOST.search(told.about):
        return least <= told.amount
    slack = max(step, told.amount * _ROUGHLY) if told.about else step
    return least - slack < told.amount < most + slack


def _told_before(text: str, place: int) -> Sequence[Quantity]:
    """Give the numbers told before `place` in its sentence, as far back as one goes."""
    return counted(text, behind_marks(text, place, _SENTENCE_ENDS, max(0, place - _LONGEST)), place)


def _at(passage: Script, span: tuple[int, int], told: Quantity, ways: Iterable[Way]) -> Reckoned:
    start, end = passage.span(*span)
    return Reckoned(passage.source[start:end], told, tuple(ways), start, end)


# ------------------------------------------------------------------ averages


def _averages(passage: Script) -> Iterator[Reckoned]:
    """Read averages: “培训2期、参训72人次，平均每期36人次”."""
    text = passage.text
    for match in _AVERAGE.finditer(text) if "均" in text else ():
        told = number_at(text, match.end())
        if told is None or not _GOES_ON.fullmatch(match["lead"]):
            continue
        before = _told_before(text, match.start())
        per = match["per"] or match["each"] or match["short"]
        opening = behind_marks(text, match.start(), _SENTENCE_ENDS)
        some_months = _SOME_MONTHS.search(text, opening, match.start())
        if before and text[before[-1].end : match.start()] in _ALONE and not some_months:
            start = match.end("lead")
            yield _at(passage, (start, told.end), told, _means(before, told.unit, _PER.get(per, per)))


_ALONE = (",", "(", ";", "、", "参加,", "参训,", "培训,", "信息,", "申请,")


def _means(before: Sequence[Quantity], unit: str, per: str) -> Iterator[Way]:
    units = _PERSONS if unit in _PERSONS else {unit}
    all_told = [q.amount for q in before if q.unit in units and not q.about]
    sums = dict.fromkeys((*all_told, *accumulate(all_told)))
    if per in _IN_A_YEAR:
        least, most = _IN_A_YEAR[per]
        yield from (Way(f"{told}÷{most}", told / most, told / least) for told in sums)
        return
    by = _TIMES_HELD if per in _TIMES_HELD else {per} if per == "件" else _PERSONS - {"人次"}
    times = [q.amount for q in before if q.unit in by and q.amount and not q.about]
    for told, divided in product(sums, dict.fromkeys((*times, *accumulate(times)))):
        yield _way(f"{told}÷{divided}", told / divided)


def _products(passage: Script) -> Iterator[Reckoned]:
    """Read totals of what was held several times: “培训2期，每期40人次，共80人次”."""
    text = passage.text
    for match in _EACH_TIME.finditer(text) if "每" in text else ():
        each = number_at(text, match.end())
        total = _IN_ALL.match(text, each.end) if each else None
        told = number_at(text, total.end()) if total else None
        if each is None or total is None or told is None or each.about:
            continue
        units = _TIMES_HELD if match["per"] in _TIMES_HELD else {match["per"]}
        times = [q for q in _told_before(text, match.start()) if q.unit in units and not q.about]
        if each.unit == told.unit and times:
            ways = [_way(f"{q.amount}×{each.amount}", q.amount * each.amount) for q in times]
            yield _at(passage, (times[-1].start, told.end), told, ways)


# ------------------------------------------------------------------ shares of what is told


def _shares(passage: Script) -> Iterator[Reckoned]:
    """Read shares of told totals: “…，两项占办结总数的53.5%”, “合计897条，网站占71.3%”."""
    text = passage.text
    numbers = quantities(text) if "占" in text or ("半" in text and _SOME.search(text)) else ()
    for share in [number for number in numbers if number.unit == "%"]:
        opening = behind_marks(text, share.start, ",;:()。!?\n")
        several = _SEVERAL_ARE.fullmatch(text, opening, share.start)
        match = several or _ONE_IS.fullmatch(text, opening, share.start)
        before = [q for q in _told_before(text, opening) if q.unit not in ("", "%")] if match else []
        alike = [q for q in before if q.unit == before[-1].unit and not q.about]
        totals = _totals(text, alike)
        of = _OF_WHAT.search(text, share.start, share.end)  # “两项合计超过办结总数的一半”
        named = (of[0] if of else several["whole"]) if several else ""
        if match is None or named is None or not (several or totals):
            continue
        if several:
            parts = [
                sum((q.amount for q in run), Decimal(0)) for run in _runs(alike, han_number(match["count"]))
            ]
            totals = [*_told_of(text, alike, named), *totals]
        else:
            parts = [q.amount for q in _told_of(text, alike, match["one"])]
        ways = [
            _way(f"{part}÷{whole.amount}", part * 100 / whole.amount)
            for part, whole in product(parts, totals)
            if 0 < part <= whole.amount
        ]
        yield _at(passage, (opening, share.end), share, ways)


def _runs(numbers: Sequence[Quantity], many: int) -> Iterator[Sequence[Quantity]]:
    """Give so many numbers one behind the other, wherever they begin: “前三类”, “两项”."""
    return (numbers[start : start + many] for start in range(len(numbers) - many + 1))


def _totals(text: str, numbers: Sequence[Quantity]) -> list[Quantity]:
    """Give the numbers that are said to be totals."""
    return [
        q
        for q in numbers
        if _TOTAL.search(text, behind_marks(text, q.start, ",;:()、。", max(0, q.start - _LONGEST)), q.start)
    ]


# ------------------------------------------------------------------ multiples and differences


def _folds(passage: Script) -> Iterator[Reckoned]:
    """Read how many times as many there are of one thing as of another: “90件，约为处罚（41件）的2倍”."""
    text = passage.text
    for match in _FOLD.finditer(text) if "倍" in text else ():
        before = _told_before(text, match.start())
        if not before or _ANOTHER_TIME.search(match["other"]):
            continue
        wholes: Sequence[Quantity] = before[-1:]
        if not _follows(text, before[-1], match.start()):  # “处罚决定数量约为行政强制的5倍”
            named = text[behind_marks(text, match.start(), ",;:()") : match.start()]
            wholes = _told_as(text, before, named)
        if match["told"]:
            others: Sequence[Quantity] = [
                q for q in counted(text, *match.span("told")) if q.start >= match.start("told")
            ]
        else:
            others = _told_as(text, before, match["other"])
        about = "".join(match[words] or "" for words in ("bound", "before", "after"))
        ways = [
            _way(f"{whole.amount}÷{q.amount}", whole.amount / q.amount)
            for whole, q in product(wholes, others)
            if whole is not q and q.amount and q.unit == whole.unit and not (q.about or whole.about)
        ]
        told = Quantity(told_amount(match["fold"]), "倍", Decimal(0), about, match.start("fold"), match.end())
        yield _at(passage, match.span(), told, ways)


def _follows(text: str, number: Quantity, place: int) -> bool:
    """Whether a clause at `place` goes on about the number before it."""
    return text[number.end : place] in (",", "(", "")


def _differences(passage: Script) -> Iterator[Reckoned]:
    """Read by how much two numbers differ: “企业12件，自然人8件，企业比自然人多4件”, “两者相差4件”."""
    text = passage.text
    for number in counted(text, 0, len(text)) if any(word in text for word in _MAY_DIFFER) else ():
        if number.unit in ("", "%") or text[number.start - 1 : number.start] not in _WAYS:
            continue
        opening = behind_marks(text, number.start, ",;:()。!?\n")
        before = [q for q in _told_before(text, opening) if q.unit == number.unit and not q.about]
        if match := _DIFFERS.fullmatch(text, opening, number.start):
            if _ANOTHER_TIME.search(match["one"] + match["other"]):
                continue
            one, other = (_told_of(text, before, match[side]) for side in ("one", "other"))
            sides = [pair for pair in product(one, other) if pair[0] is not pair[1]]
            sides = [(b, a) for a, b in sides] if match["way"][0] in "少低" else sides
        elif match := _DIFFERS_TOLD.fullmatch(text, opening, number.start):
            pair = [q for q in counted(text, opening, number.start - 1) if q.unit == number.unit]
            sides = list(pairwise(pair)) if len(pair) == _BOTH else []
            sides = [(b, a) for a, b in sides] if match["way"][0] in "少低" else sides
        elif _APART.fullmatch(text, opening, number.start):
            sides = [pair for pair in permutations(before, 2) if pair[0].amount >= pair[1].amount]
        elif _NET.fullmatch(text, opening, number.start):
            sides = _lessened(text, _told_before(text, opening)[-2:], number.unit)
        else:
            continue
        ways = [_way(f"{a.amount}－{b.amount}", a.amount - b.amount) for a, b in sides]
        yield _at(passage, (opening, number.end), number, ways)


_MAY_DIFFER = ("比", "较", "相差", "净增", "净减")
_WAYS = tuple("多少出低了差仅只约增加减")


def _lessened(text: str, pair: Sequence[Quantity], unit: str) -> list[tuple[Quantity, Quantity]]:
    """Give two numbers of which one was taken away, the greater first: “新出台11件，废止6件”."""
    if len(pair) < _BOTH or any(q.unit != unit or q.about for q in pair):
        return []
    first, second = pair
    if not _LESSENS.search(text, first.end, second.start):
        return []
    return [(first, second) if first.amount >= second.amount else (second, first)]


def _points(passage: Script) -> Iterator[Reckoned]:
    """Read by how many points two told shares differ: “占44.0%，较上年的40.2%提高3.8个百分点”."""
    text = passage.text
    for match in _POINTS.finditer(text) if "百分点" in text else ():
        now, before = (Decimal(match[side] or match[f"{side}_then"]) for side in ("now", "before"))
        by = Decimal(match["by"])
        told = Quantity(by, "", Decimal(0), match["about"] or "", match.start("by"), match.end())
        yield _at(
            passage, match.span(), told, [_way(f"{max(now, before)}－{min(now, before)}", abs(now - before))]
        )


def _told_as(text: str, before: Sequence[Quantity], words: str) -> Sequence[Quantity]:
    """Find the numbers that are told of what is named so, or called the former or the latter of two."""
    return before[_OF_TWO[words]] if words in _OF_TWO else _told_of(text, before, words)


def _told_of(text: str, before: Sequence[Quantity], words: str) -> list[Quantity]:
    """Find the numbers that are told of what is named so, whatever it is."""
    name = _SAYS_LITTLE.sub("", _BEFORE_IT.sub("", words))
    if len(name) < _SHORTEST:
        return []
    return [
        q
        for q in before
        if name in text[behind_marks(text, q.start, ",;:()、。", max(0, q.start - _LONGEST)) : q.start]
    ]
