"""Numbers told of each of several things: “均为0件”, “各2件”, “分别为5件、4件”."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.rules.prose.even_text import Quantity, behind_marks, counted, none_at, seldom
from toolkit.rules.prose.readings import lawful_readings
from toolkit.rules.prose.scope import Scoped
from toolkit.rules.prose.vocabulary import Family, Meaning, Part, Term, Word, not_neutral

_NOUN = (
    "(?:政府信息公开|信息公开|的|申请|答复|案件|[处办]理|决定|件数|总[数量]|数?量|数|事项|结果|情况|数据|类|费|书"
    "|等)*"
)
_NOUN_ETC = f"{_NOUN[:-2]}|等)*"
_JOINER = seldom("(?:、|和|及其?|与|以及|或者?)(?:被?(?:提起|申请)|[零无])?")
_BESIDE = re.compile(rf"{_NOUN}(?:{_JOINER.pattern})?")
_NONE_BY_NUMBER = seldom(rf"{_NOUN_ETC}[共为是]?")  # “复议、诉讼等案件为0件”
_EACH = seldom(rf"{_NOUN}(?:分别)?(?:均|都|各)(?:为|是|有|计)?")
_DEED = (
    "(?:(?:发布|公开|推送|更新|提[出交]|新?收到?|受理|办理|发生|作出)"
    "(?:政府|政务|各类|信息|作品|公开|申请|量|数)*)?"
)
_IN_TURN = seldom(rf"{_NOUN}{_DEED}(?:占比|比例)?(?:依次|分别){_DEED}(?:为|是|有|达到?|占比?)?(?:约|为)?")
_NONE_OF_EACH = seldom(
    rf"{_NOUN_ETC}(?:全年|本年度?)?(?:(?:均|都|全部)(?:为|是|实现)?[“\"]?(?:零(?:发生|受理)?|0|(?:未|没有)(?:发生|产生|出现)|无)"
    r"|(?:实现|为|是)?[“\"]?零(?:发生|受理)|[为是](?:零|0))[”\"]?(?=[,;。!)]|$)"
)
_MORE = seldom("(?P<less>少于|低于|小于)|多于|高于|大于|超过了?")
_BY_FAR = seldom("(?:明显|显著|远远?|略|稍|大大?|均|都|要|也)*$")
_STOP = seldom("[,;。()!?:]")
_NARROWING = frozenset({Family.OUTCOME, Family.WHO, Family.FLOW})
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


def listed(sentence: Scoped) -> Iterator[NumberedList]:
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


def _side_by_side(sentence: Scoped) -> Iterator[list[ListedThing]]:
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


def _thing(sentence: Scoped, terms: Sequence[Term]) -> ListedThing:
    if terms[0].subject.family is Family.FLOW and terms[-1].subject.family is not Family.FLOW:
        terms = terms[1:]  # “未办理行政许可、行政处罚”
    if terms[0].subject.family is not Family.FLOW and terms[-1].subject.part is Part.DONE:
        terms = terms[:-1]  # “公开、不予公开的答复分别为10件、3件”
    return ListedThing(terms, _readings(sentence, terms))


def _readings(sentence: Scoped, terms: Sequence[Term]) -> tuple[Meaning, ...]:
    family = terms[-1].subject.family
    subjects = tuple([term.subject for term in terms if term.subject.key])
    if len(subjects) < len(terms) or any(subject.family is not family for subject in subjects):
        return ()
    earlier = sentence.of_which(family, sentence.before(terms[0].start))
    return lawful_readings(subjects, earlier, joined=False) or subjects[-1].readings


def _numbers(sentence: Scoped, count: int, end: int) -> list[Quantity]:
    """Give the number of each of so many things, told from `end` on; none where they are not."""
    none = _NONE_OF_EACH.match(sentence.text, end)
    if none:
        return [none_at(end, none.end())] * count
    behind = [number for number in sentence.numbers if number.start >= end][:count]
    if not behind:
        return []
    each = _EACH if behind[0].amount else _NONE_BY_NUMBER  # none of all is none of each
    if each.fullmatch(sentence.text, end, behind[0].start) or _EACH.fullmatch(
        sentence.text, end, behind[0].start
    ):
        return behind[:1] * count
    if len(behind) < count or not _IN_TURN.fullmatch(sentence.text, end, behind[0].start):
        return []
    apart = [_NEXT.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(behind)]
    return behind if all(apart) else []


class MoreThan(NamedTuple):
    """A thing of which there is said to be more than of another: by how much that is so, and where."""

    subject: Word
    readings: tuple[Meaning, ...]
    start: int
    end: int


def more_than(sentence: Scoped) -> Iterator[MoreThan]:
    """Give what is compared without numbers: “直接起诉的案件多于复议后起诉的”, “自然人少于企业”."""
    text = sentence.text
    for match in _MORE.finditer(text) if "于" in text or "超过" in text else ():
        opening = behind_marks(text, match.start(), ",;():")
        stop = _STOP.search(text, match.end())
        end = stop.start() if stop else len(text)
        one = [t for t in sentence.before(match.start()) if t.start >= opening]
        other = [t for t in sentence.before(end) if t.start >= match.end()]
        if (
            not (one and other and one[-1].subject.key)
            or len({term.subject.family for term in (*one, *other)}) > 1
            or counted(text, opening, end)
            or not_neutral(text[opening : one[0].start] + _BY_FAR.sub("", text[one[-1].end : match.start()]))
            or not_neutral(text[match.end() : other[0].start] + text[other[-1].end : end])
            or sentence.inherited
            or any(t.subject.family in _NARROWING for t in sentence.before(opening))
        ):
            continue
        sides = [_readings(sentence, group) for group in (one, other)]
        most, least = reversed(sides) if match["less"] else sides
        readings = tuple(
            Meaning(label=f"{a.label}－{b.label}", plus=a.plus, minus=b.plus)
            for a, b in zip(most, least, strict=False)
            if not (a.minus or b.minus)
        )
        yield MoreThan(one[-1].subject, readings, one[0].start, other[-1].end)
