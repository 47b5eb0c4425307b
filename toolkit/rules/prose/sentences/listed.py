"""Numbers told of each of several things: “均为0件”, “各2件”, “分别为5件、4件”."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.rules.prose.claim import Claim
from toolkit.rules.prose.even_text import Quantity, behind_marks, none_at, seldom
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.sentences.whose import OfApplicants
from toolkit.rules.prose.vocabulary import Family, Meaning, Part, Term, Word, told_of_all

_NOUN = (
    "(?:政府信息公开|信息公开|的|申请|答复|案件|[处办]理|决定|件数|总[数量]|数?量|数|事项|结果|情况|数据|类|费|书"
    "|等)*"
)
_NOUN_ETC = f"{_NOUN[:-2]}|等)*"
_JOINER = seldom("(?:、|和|及其?|与|以及|或者?)(?:被?(?:提起|申请)|[零无])?")
_BESIDE = re.compile(rf"{_NOUN}(?:{_JOINER.pattern})?")
_NONE_BY_NUMBER = seldom(rf"{_NOUN_ETC}[共为是]?")  # “复议、诉讼等案件为0件”
_OF_KINDS = "(?:[二两三四五六七八九十][类种项大])?"
_EACH = seldom(rf"{_OF_KINDS}{_NOUN}(?:所?提[出交]的?(?:申请)?)?,?(?:分别)?(?:均|都|各)(?:为|是|有|计|占)?")
_DEED = (
    "(?:(?:发布|公开|推送|更新|提[出交]|新?收到?|受理|办理|发生|作出)"
    "(?:政府|政务|各类|信息|作品|公开|申请|量|数)*)?"
)
_IN_TURN = seldom(
    rf"{_OF_KINDS}{_NOUN}{_DEED}(?:占比|比例)?(?:依次|分别){_DEED}(?:为|是|有|达到?|占比?)?(?:约|为)?"
)
_NONE_OF_EACH = seldom(
    rf"{_NOUN_ETC}(?:全年|本年度?)?(?:(?:均|都|全部)(?:为|是|实现)?[“\"]?(?:零(?:发生|受理)?|0|(?:未|没有)(?:发生|产生|出现)|无)"
    r"|(?:实现|为|是)?[“\"]?零(?:发生|受理)|[为是](?:零|0))[”\"]?(?=[,;。!)]|$)"
)
_AND_OTHERS = seldom(r"[、和及与](?:其他|其它)(?:申请人|主体|类别|类型|组织|类)?(?=依次|分别)")
_IN_THEIR_ORDER = seldom("(?:[二两三四五六七八九十][类种项大])?(?:分别|依次|各|均)?")
_NEXT = seldom("[、,和及与]|以及")


class ListedThing(NamedTuple):
    """A thing of a list: its words (“复议纠正” is one thing), and what it may mean by itself."""

    terms: Sequence[Term]
    readings: tuple[Meaning, ...]

    @property
    def subject(self) -> Word:
        """The word that speaks for it."""
        return next((t.subject for t in self.terms if t.subject.columns), self.terms[-1].subject)


class NumberedList(NamedTuple):
    """Things of a list, the number of each, and from where to where the list goes with its numbers."""

    items: Sequence[ListedThing]
    numbers: Sequence[Quantity]
    start: int
    end: int


def listed(sentence: "Listed") -> Iterator[NumberedList]:
    """Give the lists of a sentence with a number of each of their things; of one without a deed, none is."""
    for items in _side_by_side(sentence):
        told = [item for item in items if item.readings]
        if len(told) < 2:
            continue
        start, end = items[0].terms[0].start, items[-1].terms[-1].end
        none = sentence.none_of(start, end)
        if none is not None:
            apart = [item for item in told if item.subject.family is not Family.OUTCOME]
            told = apart or told  # “未引发信访、复议、诉讼”: no outcome of an application is meant
            yield NumberedList(told, [none_at(start, end)] * len(told), none, end)
        elif numbers := _numbers(sentence, len(told), end):
            yield NumberedList(told, numbers, start, numbers[-1].end)


def _side_by_side(sentence: "Listed") -> Iterator[list[ListedThing]]:
    run: list[list[Term]] = []
    for term in (*sentence.terms, None):
        gap = sentence.text[run[-1][-1].end : term.start] if run and term else None
        if term and gap is not None and _BESIDE.fullmatch(gap):
            both = term.subject.rows and run[-1][-1].subject.rows and not term.subject.columns
            if _JOINER.search(gap) or both:  # “无复议诉讼”
                run.append([term])
            else:
                run[-1].append(term)
            continue
        if len(run) > 1:
            yield [_thing(sentence, terms) for terms in run]
        run = [[term]] if term else []


def _thing(sentence: "Listed", terms: Sequence[Term]) -> ListedThing:
    if terms[0].subject.family is Family.FLOW and terms[-1].subject.family is not Family.FLOW:
        terms = terms[1:]  # “未办理行政许可、行政处罚”
    if terms[0].subject.family is not Family.FLOW and terms[-1].subject.part is Part.DONE:
        terms = terms[:-1]  # “公开、不予公开的答复分别为10件、3件”
    return ListedThing(terms, sentence.meanings(terms))


def _numbers(sentence: "Listed", count: int, end: int) -> list[Quantity]:
    """Give the number of each of so many things, told from `end` on; none where they are not."""
    none = _NONE_OF_EACH.match(sentence.text, end)
    if none:
        return [none_at(end, none.end())] * count
    others = _AND_OTHERS.match(sentence.text, end)  # whose number is the last one, and nobody's
    end, told = (others.end(), count + 1) if others else (end, count)
    behind = [number for number in sentence.numbers if number.start >= end][:told]
    if not behind:
        return []
    each = _EACH if behind[0].amount else _NONE_BY_NUMBER  # none of all is none of each
    if each.fullmatch(sentence.text, end, behind[0].start) or _EACH.fullmatch(
        sentence.text, end, behind[0].start
    ):
        return behind[:1] * count
    if len(behind) < told or not _IN_TURN.fullmatch(sentence.text, end, behind[0].start):
        return []
    apart = [_NEXT.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(behind)]
    return behind[:count] if all(apart) else []


class Listed(OfApplicants, Scoped):
    """A sentence that may tell the numbers of several things at once."""

    def _each(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims of each of the things of a list: one that is so lets none of the others off.

        What `found` holds of the same numbers tells what limits them.
        """
        for items, numbers, start, end in listed(self):
            if self._counts_channels(numbers[-1], start):
                continue
            known = [claim.scope for claim in found if start <= claim.start < end]
            own = [w for w in known if w not in self.text[start:end] and not _IN_THEIR_ORDER.fullmatch(w)]
            scope = "".join(own[:1]) if known else self._limits(behind_marks(self.text, start), start)
            for item, number in zip(items, numbers, strict=True):
                if number.unit in item.subject.units or not number.amount:
                    first, terms = item.terms[0].start, item.terms
                    readings, limited = self._of_whose(item.readings, terms, number)
                    yield self._stated(
                        item.subject if number.amount else told_of_all(item.subject),
                        number,
                        readings,
                        scope=scope or limited or self._aside(terms),
                        span=(first, number.end),
                        label=self.text[first : terms[-1].end],
                        about=number.about,
                    )
