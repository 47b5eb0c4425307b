"""Totals told behind their parts, and what is left of a whole without its exceptions."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, islice, pairwise

from toolkit.rules.prose.even_text import (
    IN_TURN,
    Quantity,
    Script,
    behind_marks,
    counted,
    han_number,
    number_at,
    seldom,
)
from toolkit.rules.prose.wholes.parts import Parts, parts_at, rounding

SHORT = 30  # characters of one item of a list
COMPARED = "比(?![例重])|较(?![为好大多平快高强稳])"
THE_REST = re.compile("其余|剩余|余下|剩下")
FARTHEST = 300  # characters between a list and its whole, or its last part
# How two of them differ is no part of them: “上半年71件，下半年95件，下半年比上半年多24件”.
DIFFERENCE = seldom(r"(?:比|较)[^,;。\d]*[多少增减升降高低][^,;。\d]{0,3}$|相差[^,;。\d]{0,3}$")

# A total behind its parts, and what may stand between two of these.
_MAY_TOTAL = ("计", "共", "加起来", "相加", "之和")
_TOTAL = seldom(  # behind a full stop only where it says how many parts it has
    r"(?:,|(?P<apart>。))(?:[上前]述|以上|这)?(?:(?:(?P<count>[二两三四五六七八九十]{1,2}|\d{1,2})(?:个?季度|[个项类者种大期次场])|上下半年)(?:平台|渠道|阵地|载体|方面)?)?"
    r"(?:相加|加起来)?(?:合计|总计|累计|相加|加起来|之和|(?(count)共计?|(?!)))(?(apart)(?(count)|(?!)))(?:一?共计?|[为是有达])*(?:发布|公开|推送|[承主]办|办[理结复]|新?收到?|受理|作出|发生|参训|培训)?"
    r"(?:政府|政务)?(?:信息|申请)?(?=\d)|,(?:一?共计?|总共)(?=\d)|,(?P<named>行政事业性收费)(?:合计|共计?|总计)(?=\d)"
)
_CAME = seldom("收到|新收|接到|受理|结转")
# A total of the year behind those of its halves or its quarters.
_TOTAL_OF_YEAR = seldom(
    r",全年(?:合计|总计|共计?)?(?:新?收到?|受理)?(?:(?:政府)?信息公开)?(?:申请)?(?:共计?)?(?=\d)"
)
_HALVES, _QUARTERS = ("上半年", "下半年"), ("一季度", "二季度", "三季度", "四季度")
_OF_WHOLE = seldom(
    "(?:政府信息公开|信息公开)?(?:申请)?(?:[,(]|(?=按季度))(?:(?:从时间(?:分布)?|按(?:季度|时间))(?:看|分布?[为是]?)[,:]?)?"
)
_IN_TURN = seldom("四个季度(?:分别|依次)")
_MOST = 12  # parts that anybody adds up in one sentence
_NEXT_PART = seldom(
    r"[,、](?!其中|其余|另|占|同比|比|较|增|减|含|包括)(?:\d{1,2}月?[至到~—-]\d{1,2}月)?"
    r"(?:[^,、;:()。\d]{1,8}、){0,4}[^,、;:()。\d]{2,20}|[^,、;:()。\d比较]{0,10}[,、]?加上?[^,、;:()。\d]{1,12}"
)
_BESIDE = ("、", ",", "和")  # between two numbers told in turn
_TAKEN_OUT = seldom(f"除此|此外|另外|其中|含|包括|{COMPARED}")
_FIRST_OF_ITS = seldom(r"[,(]其中[^,;。()]{2,16}")
_ONE_PERSON = {"名": "人", "人次": "人"}  # units that count the same, or more of the second
_ATTENDED = seldom(r"\)?(?:参加|参训|参会)?")  # between the last part and its total
# “32件，除2件结转外，其余30件”: the exceptions and the rest are all.
_EXCEPTED = seldom(r"除(?P<some>[^。;]{0,40}?\d[^。;]{0,30}?)(?:以|之)?外,?其余的?(?=\d)")
_WHOLES = 2  # numbers before an exception: of more it is not plain which it is an exception of
_BRACKETS = re.compile(r"\([^()]*\)")


def totalled(passage: Script) -> Iterator[Parts]:
    """Read parts whose total stands behind them: “网站20条、微信9条，合计29条”."""
    text = passage.text
    by_year = _TOTAL_OF_YEAR.finditer(text) if ",全年" in text else ()
    totals = [*_TOTAL.finditer(text)] if any(word in text for word in _MAY_TOTAL) else []
    for match in (*totals, *by_year):
        near = max(0, match.start() - FARTHEST)
        of_year = not match.groupdict()
        joins = "" if of_year or not match["apart"] else ";"
        opening = behind_marks(text, match.start(), "。!?\n" if joins else "。!?\n;", near)
        parts = _by_halves(text, match.start()) if of_year else counted(text, opening, match.start())
        parts = [q for q in parts if not text.startswith("季度", q.end)]
        total = number_at(text, match.end())
        if total is None or total.about or not 1 < len(parts) <= _MOST:
            continue
        if "办" in match[0] and _CAME.search(text, opening, match.start()):
            continue  # “新收18件，上年结转2件，总计办理18件”
        parts = _told_in_turn(text, opening, parts, total)
        first = parts[0].start
        if said := match.groupdict().get("count"):
            parts = [q for q in parts if q.unit == total.unit]
            if len(parts) == han_number(said) + 1 and _FIRST_OF_ITS.fullmatch(
                text, parts[0].end, parts[1].start
            ):
                parts = parts[1:]  # “1200件，其中街镇416件、部门562件、区政府222件，三者合计1200件”
            if len(parts) != han_number(said):
                continue  # “视频号58条，微信1846条，三者合计2431条”: another one stands before
        in_turn = IN_TURN.search(text, opening, parts[0].start) is not None
        bracketed = all(text[q.start - 1] + text[q.end : q.end + 1] == "()" for q in parts)
        listed = _ATTENDED.fullmatch(text, parts[-1].end, match.start()) is not None and all(
            (
                (in_turn and text[before.end : part.start] in _BESIDE)
                or _NEXT_PART.fullmatch(
                    text[before.end + bracketed : part.start - bracketed].replace(joins or ",", ",")
                )
            )
            and not DIFFERENCE.search(text, before.end, part.start)
            for before, part in pairwise(parts)
        )
        unit = _ONE_PERSON.get(total.unit, total.unit)
        alike = all(_ONE_PERSON.get(q.unit, q.unit) == unit not in ("", "%") and not q.about for q in parts)
        if not (listed and alike) or _TAKEN_OUT.search(text, opening, first):
            continue
        whole, *others = (q.amount for q in parts)  # “108件，公开类43件、部分公开类12件，合计55件”
        if sum(others) == total.amount <= whole and len(others) > 1:
            continue
        amounts = (whole, *others)
        if sum(apart := tuple(_without_their_parts(amounts))) == total.amount:
            amounts = apart
        if not _of_more(text, opening, parts, total):
            span, slack = (parts[0].start, total.end), rounding((*parts, total))
            # some of the fees may be told, and each may have come more than once
            complete = not match.groupdict().get("named") and (total.unit == "人次") == (
                parts[0].unit == "人次"
            )
            yield parts_at(passage, (total.amount,), amounts, span, complete=complete, slack=slack)


def _told_in_turn(text: str, opening: int, parts: Sequence[Quantity], total: Quantity) -> Sequence[Quantity]:
    """Leave out how many there were of which each has its part: “两期培训分别有60人、65人参加，共125人次”."""
    turn = IN_TURN.search(text, opening, parts[-1].start)
    later = [q for q in parts if turn and q.start >= turn.end()]
    return later if len(later) > 1 and all(q in later or q.unit != total.unit for q in parts) else parts


def _without_their_parts(amounts: Sequence[Decimal]) -> Iterator[Decimal]:
    """Give the amounts without those that are what the one before them is divided into.

    “收到44件，自然人39件、企业4件、法律服务机构1件，上年结转2件，合计46件”: 44 and 2.
    """
    here = 0
    while here < len(amounts):
        whole, behind = amounts[here], list(accumulate(amounts[here + 1 :]))
        yield whole
        here += behind.index(whole) + 2 if whole and whole in behind[1:] else 1


def _of_more(text: str, opening: int, parts: Sequence[Quantity], total: Quantity) -> bool:
    """Whether a total takes in what stands before the semicolon at `opening`: “甲20条；乙9条，合计29条”."""
    if text[opening - 1 : opening] != ";":
        return False
    before = counted(text, behind_marks(text, opening, "。!?\n", max(0, opening - FARTHEST)), opening)
    alike = [q.amount for q in reversed(before) if q.unit == total.unit]
    sums = accumulate(alike, initial=sum((q.amount for q in parts), Decimal(0)))
    return total.amount in islice(sums, 1, None)


def _by_halves(text: str, end: int) -> Sequence[Quantity]:
    """Give what the sentence up to `end` counts of both halves of a year, or of each of its quarters."""
    opening = behind_marks(text, end, "。!?\n;", max(0, end - FARTHEST))
    for names in (_HALVES, _QUARTERS):
        places = [text.rfind(name, opening, end) for name in names]
        each = [counted(text, *pair) for pair in pairwise((*places, end))] if min(places) >= 0 else []
        if each and all(len(one) == 1 for one in each):
            return [one[0] for one in each]
    in_turn = _IN_TURN.search(text, opening, end)
    told = counted(text, in_turn.end(), end) if in_turn else ()
    return told if len(told) == len(_QUARTERS) else ()


def in_stretches(passage: Script) -> Iterator[Parts]:
    """Read what a year's number is in its halves or quarters: “收到60件，上半年27件，下半年33件”."""
    text = passage.text
    for names in (_HALVES, _QUARTERS):
        for match in re.finditer(names[-1], text) if all(name in text for name in names) else ():
            end = match.end()
            told = number_at(text, end) or next(iter(counted(text, end, end + SHORT)), None)
            parts = _by_halves(text, told.end) if told else ()
            if len(parts) != len(names):
                continue
            opening = behind_marks(text, parts[0].start, "。!?\n;", max(0, parts[0].start - FARTHEST))
            whole = next(iter(counted(text, opening, parts[0].start)), None)
            if whole is None or whole.about or any(q.about or q.unit != whole.unit for q in parts):
                continue
            if _OF_WHOLE.fullmatch(text, whole.end, text.find(names[0], whole.end)):
                yield parts_at(
                    passage,
                    (whole.amount,),
                    tuple(q.amount for q in parts),
                    (whole.start, parts[-1].end),
                    complete=True,
                    slack=rounding((whole, *parts)),
                )


def excepted(passage: Script) -> Iterator[Parts]:
    """Read what is left of a whole without the exceptions: “32件，除2件结转外，其余30件均已办结”."""
    text = passage.text
    for match in _EXCEPTED.finditer(text) if "其余" in text else ():
        rest = number_at(text, match.end())
        some = counted(text, match.start(), match.end("some"))
        if rest is None or rest.about or any(q.about for q in some):
            continue
        wholes = tuple(q.amount for q in wholes_before(text, match.start()) if q.unit == rest.unit)
        if 0 < len(wholes) <= _WHOLES and some and all(q.unit == rest.unit for q in some):
            parts = (*(q.amount for q in some), rest.amount)
            yield parts_at(passage, wholes, parts, (match.start(), rest.end), complete=True)


def wholes_before(text: str, place: int) -> list[Quantity]:
    """Find the numbers before `place` in its sentence, or, when 其中 opens a sentence, in the one before."""
    opening = max(max(text.rfind(mark, 0, place) for mark in "。!?\n") + 1, place - FARTHEST)
    if not text[opening:place].strip() and opening:
        opening = max(text.rfind(mark, 0, opening - 1) for mark in "。!?\n") + 1
    asides = [match.span() for match in _BRACKETS.finditer(text, opening, place)]
    return [
        q
        for q in counted(text, opening, place)
        if q.unit not in ("", "%") and not q.about and not any(start < q.start < end for start, end in asides)
    ]
