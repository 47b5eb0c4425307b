"""Applications divided by how they came, or else, without 其中: “网站提交的12件，当面提交的8件”."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import TypeAlias

from toolkit.rules.prose.even_text import (
    NUMBERS_BEGIN,
    Quantity,
    Script,
    behind_marks,
    counted,
    found_fast,
    number_at,
    quantities,
    seldom,
)
from toolkit.rules.prose.vocabulary import CASES, PARTS, Family, Term, Vocabulary
from toolkit.rules.prose.wholes.parts import Parts, parts_at
from toolkit.rules.prose.wholes.totals import COMPARED, FARTHEST, SHORT, THE_REST, wholes_before

# The same words before each number make a list without any such word.
_ALIKE_WORDS = "(?:提交|提出|申请|寄来)的?"
_ALIKE_BEFORE = re.compile(rf"{_ALIKE_WORDS}[{NUMBERS_BEGIN}]")
_ROADS = (
    *("网络", "网上", "互联网", "线上", "在线", "网站", "平台", "邮箱", "电子邮件", "微信", "窗口", "大厅"),
    *("信函", "信件", "来信", "邮寄", "邮政", "快递", "当面", "现场", "上门", "传真"),
)
_ANY_ROAD = "|".join(_ROADS)
_ROAD = seldom(_ANY_ROAD)
_ROAD_OF_SOME = found_fast(
    rf"(?:{_ANY_ROAD})[^,;。:()\d]{{0,8}}?[{NUMBERS_BEGIN}]", "".join({road[0] for road in _ROADS})
)
_ON_PAPER = ("函", "邮", "当面", "现场", "窗口", "信件", "来信")  # of the roads one is such
_BY_KINDS = ("分,", "分:", "分类,", "分类:")
_FEWEST = 2  # parts of a division
_MOST = 12  # numbers of one division
# “31件。按提交方式分，网络提交19件”, “4件，均为村民提出。按渠道统计，网上提交2件”
_BY = (
    r"(?:,(?:均|都|全部)[^,;。\d]{2,16})?[,;。]"
    r"(?:(?:分|按照?|从|以)[^,;。:\d]{1,12}(?:划?分|分类|区分|看|统计)[,:])?"
)
_NOUN = "(?:的?(?:政府信息公开|信息公开)?申请)?"
_FIRST = seldom(rf"{_NOUN}{_BY}(?:通过|经由?|以|由)?(?:{_ANY_ROAD})[^,;。:()\d]{{0,8}}")
_NEXT = seldom(rf"[,、;](?:通过|经由?|以|由)?(?:{_ANY_ROAD})[^,;。:()\d]{{0,8}}")
_FIRST_ALIKE = seldom(rf"{_NOUN},[^,;。]*{_ALIKE_WORDS}")
_NEXT_ALIKE = seldom(rf"[,、][^;。]*{_ALIKE_WORDS}")
# “41件。按内容分，征地类18件、社保类15件”: whatever they are called, each is of one kind.
_FIRST_KIND = seldom(rf"{_NOUN}[,;。]按照?[^,;。:\d]{{1,12}}(?:划?分|分类|区分)[,:][^,;。:()、\d]{{1,12}}类")
_NEXT_KIND = seldom(r"[,、;][^,;。:()、\d]{1,12}类")
# “8件，仅1件由企业提出，其余7件”
_THE_REST = seldom(rf"[,;、](?:{THE_REST.pattern})的?(?=\d)")
_OF_SO_MANY = seldom("(?:政府信息公开|信息公开)?申请[之当]?[中里],")  # “40件申请里，自然人31件，其余9件”
_OTHERWISE = seldom(rf"其中|除(?![险尘草害名])|{COMPARED}|上一?年|去年")
_MOST_BEFORE_REST = 6

Way: TypeAlias = tuple[re.Pattern[str], re.Pattern[str]]


def counts_what_came(text: str, place: int, vocabulary: Vocabulary) -> bool:
    """Whether a number at `place` counts what came in."""
    near = max(0, place - FARTHEST)
    opening = behind_marks(text, place, ",;。!?\n", near)
    return any(t.subject.family is Family.FLOW for t in vocabulary.terms(text[opening:place]))


def _counts_all_that_came(text: str, place: int, vocabulary: Vocabulary) -> bool:
    """Whether a number counts what came by whatever road, not “通过互联网渠道收到申请18件，信函20件”."""
    opening = behind_marks(text, place, ",;。!?\n", max(0, place - FARTHEST))
    return not _ROAD.search(text, opening, place) and counts_what_came(text, place, vocabulary)


def divided(passage: Script, vocabulary: Vocabulary) -> Iterator[Parts]:
    """Read what came by several roads, or is of several kinds, told without 其中 behind what came."""
    text = passage.text
    ways = _ways(text)
    numbers = quantities(text) if ways else ()
    here = 0
    for index, (whole, following) in enumerate(pairwise(numbers)):
        if (
            following.start - whole.end > SHORT
            or whole.start < here
            or whole.unit not in CASES
            or whole.about
        ):
            continue
        parts = _parts_behind(text, numbers[index : index + _MOST], ways)
        alike = len(parts) > 1 and all(number.unit == whole.unit and not number.about for number in parts)
        if alike and _counts_all_that_came(text, whole.start, vocabulary):
            here = parts[-1].end
            wholes = [q.amount for q in wholes_before(text, whole.end) if q.unit == whole.unit]
            amounts = tuple(number.amount for number in parts)
            yield parts_at(passage, tuple(wholes), amounts, (whole.start, here), complete=False)


def _ways(text: str) -> list[Way]:
    """Give the ways in which a text may divide what came: what stands before the first part, and the next."""
    on_paper = any(words in text for words in _ON_PAPER)
    ways = [(_FIRST, _NEXT)] if on_paper and len(_ROAD_OF_SOME.findall(text)) >= _FEWEST else []
    ways += [(_FIRST_KIND, _NEXT_KIND)] if any(words in text for words in _BY_KINDS) else []
    return ways + (
        [(_FIRST_ALIKE, _NEXT_ALIKE)] if "的" in text and len(_ALIKE_BEFORE.findall(text)) >= _FEWEST else []
    )


def _parts_behind(text: str, numbers: Sequence[Quantity], ways: Sequence[Way]) -> list[Quantity]:
    """Give the numbers behind the first that are told of a road, or of a kind, each; none if it is none."""
    parts: list[Quantity] = []
    for before, number in pairwise(numbers):
        gap = text[before.end : number.start]
        ways = [way for way in ways if way[bool(parts)].fullmatch(gap)] if len(gap) <= SHORT else []
        if not ways or "其中" in gap:
            break
        parts.append(number)
    return parts


def left_of_all(passage: Script, vocabulary: Vocabulary) -> Iterator[Parts]:
    """Read a rest that is none of what came, whichever of the counts before it are parts of that."""
    text = passage.text
    for match in _THE_REST.finditer(text) if "余" in text or "剩下" in text else ():
        opening = behind_marks(text, match.start(), "。!?\n", max(0, match.start() - FARTHEST))
        whole, *some = counted(text, opening, match.start()) or (None,)
        rest = number_at(text, match.end())
        if not whole or not rest or not 1 <= len(some) <= _MOST_BEFORE_REST:
            continue
        alike = all(q.unit == whole.unit and not q.about for q in (whole, *some, rest))
        if not alike or whole.unit not in CASES or _OTHERWISE.search(text, opening, match.start()):
            continue
        told = tuple(q.amount for q in (whole, *some))
        named = vocabulary.terms(text[behind_marks(text, whole.start, ",;。!?\n", opening) : whole.start])
        of_all = all(t.subject.family not in PARTS for t in named)  # not “新收企业申请9件，其余40件”
        of_all = of_all and (
            _OF_SO_MANY.match(text, whole.end) is not None
            or _counts_all_that_came(text, whole.start, vocabulary)
        )
        of_all = of_all or bool(named and _of_its_kinds(text, named[-1], some, vocabulary))
        if of_all and not _may_be_rest(told, rest.amount):
            parts = (*told[1:], rest.amount)
            yield parts_at(passage, told[:1], parts, (whole.start, rest.end), complete=True)


def _of_its_kinds(text: str, kind: Term, some: Sequence[Quantity], vocabulary: Vocabulary) -> bool:
    """Whether numbers behind that of an outcome are of its kinds: “不予处理9件，信访类5件，其余4件”."""
    keys = {key for r in kind.subject.readings[:1] for key in r.plus}
    for number in some:
        own = vocabulary.terms(text[behind_marks(text, number.start, ",;:()、。") : number.start])
        if not own or not all({*r.plus} < keys for r in own[-1].subject.readings[:1]):
            return False
    return kind.subject.family is Family.OUTCOME


def _may_be_rest(told: Sequence[Decimal], rest: Decimal) -> bool:
    """Whether a rest and some of the numbers told before it come to another of these, or to two."""
    wholes = {*told, *(a + b for a, b in pairwise(told))}
    chosen = (some for count in range(1, len(told)) for some in combinations(told, count))
    return any(sum(some, rest) in wholes for some in chosen)
