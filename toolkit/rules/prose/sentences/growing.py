"""How things grew that a sentence does not count, and what it tells of several years in turn."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from toolkit.rules.prose.claim import Claim
from toolkit.rules.prose.even_text import Quantity, behind_marks, counted, seldom
from toolkit.rules.prose.growth import Growth, growth_itself
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.vocabulary import (
    APPLICATION_NOUN,
    AREA,
    Part,
    Term,
    Word,
    not_neutral,
)

_LAST_YEAR = re.compile("(?:上一?年度?|去年)(?:全年)?")
# What is told of last year's count is how this year's stands to it, or nothing more.
_AND_NOW = seldom(r"$|[,;](?!均|已|都|全部|其中)[^,;。\d]{0,10}?(?:本年|今年|增|减|多|少|升|降|持平)")
_YEARS = seldom(
    r"(?P<span>(?:20\d\d年?|上年)度?(?:至|到|-|—|~)+本年度?)|(?:(?:20\d\d年?|上年|本年)度?[、和及与,]?){2,}"
)
_YEAR = seldom(r"20\d\d|上年|本年")
_IN_TURN = seldom("[、,和及与]|以及")
# “较上年减少行政强制3件”: what is told of the thing behind is how many more or fewer there were.
_MORE_OF = seldom(
    r"(?:^|[,;、:(]|同比|环比|同期|上年|去年|年初|相比,?)(?:又|还|共|再|分别)?"
    r"(?P<way>增加|增长|减少|下降|[多少])了?"
    r"(?:办理|作出|做出|受理|收到|接收|发布|推送|公开|更新|制发|组织|召开|举办|开展|实施|采取|收取)*"
    r"(?:政府信息公开|信息公开)?$"
)
_DEEDS = (*"办作做受收接发推公更答制组召举开实采结",)
_SO_MANY = seldom("[到至为]了?(?:约|近)?$")
_LESS = "减下少"
_COMPARED = seldom("同比|环比|(?:相?较|比|与|和|同)(?:上一?年|去年|年初)")


class Growing(Scoped):
    """A sentence that may tell how things stand to last year's."""

    @cached_property
    def _growths(self) -> list[tuple[int, int, int, Growth]]:
        """Where it is told how things grew that are not counted: the clause, from where to where, and how."""
        found = []
        for start, end, growth in growth_itself(self.text, self.numbers):
            left = behind_marks(self.text, start)
            if left == start > 0:  # “申请量呈下降趋势，比上年减少8件”
                left = behind_marks(self.text, start - 1)
            if left < start and not counted(self.text, left, start):
                found.append((left, start, end, growth))
        for rise in self.rises:  # “由上年的32件增加到40件”
            left = behind_marks(self.text, rise.start)
            if left == rise.start > 0:  # “受理量持续攀升，由上年的40件增至52件”
                left = behind_marks(self.text, rise.start - 1)
            if rise.last and left < rise.start and not counted(self.text, left, rise.start):
                words = self.text[rise.start : rise.before.end]
                found.append(
                    (left, rise.start, rise.before.end, Growth(words, None, rise.before, less=False))
                )
        return found

    def _grown(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims of how a thing grew that do not count it: “新收申请同比上升35%”, “申请量与上年持平”.

        Or of which it was `found` that there was none: “未收到申请，较上年减少2件”.
        """
        for left, start, end, growth in self._growths:
            told = growth.by or growth.before
            if told is None:
                continue
            group = self._leading(self._carried_off(left, start) or self._among(start, told.start))
            bare = self.vocabulary.spoken.bare
            if group:
                subject, readings = self._left_at_last(group[-1]), self._lawful(group)
                readings = subject.readings if subject is not group[-1].subject else readings
                scope = self._scope(left, start, group) or self._passed_on(group) or self._aside(group)
                none = [c for c in found if not c.amount and c.start <= group[0].start < c.end <= start]
                scope = none[0].scope if none else scope
            elif bare and APPLICATION_NOUN.search(self.text, left, start):
                done = self.vocabulary.first(Part.DONE)
                subject, readings = bare, tuple([reading for reading in bare.readings if reading != done])
                scope = self.inherited or self._limits(left, start)
            else:
                continue
            yield self._stated(
                replace(subject, key="growth"),
                told,
                readings,
                scope=scope,
                span=(group[0].start if group else left, end),
                label=growth.words,
            )._replace(grew=growth)

    def _grew_by(self, claim: Claim) -> Claim:
        """Read how many more or fewer there were, where that stands before the thing: “多办理许可186件”.

        Where it is not said since when, it is left open.
        """
        start = behind_marks(self.text, claim.start, ",;()、:")
        way = _MORE_OF.search(self.text, max(0, start - 1), claim.start)
        if way is None or claim.grew or claim.unit == "%":
            return claim
        number = next((n for n in self.numbers if claim.start < n.start and n.end == claim.end), None)
        if number is None or _SO_MANY.search(self.text, claim.start, number.start):
            return claim
        if len(way["way"]) == 1 and not self.text.startswith(_DEEDS, way.end("way")):  # “多渠道公开”
            return claim
        if not _COMPARED.search(self.text):
            return claim._replace(scope=claim.scope or way["way"])
        words = self.text[way.start("way") : claim.end]
        grew = Growth(words, number, None, less=way["way"][0] in _LESS)
        return claim._replace(subject="growth", label=words, grew=grew)

    def _left_at_last(self, term: Term) -> Word:
        """Give what is left for next year where “结转” alone grew from what was brought, told before."""
        told = {each.subject.part for each in self.terms}
        left = {Part.BROUGHT, Part.LEFT} <= told or self.text.endswith(("年末", "年底"), 0, term.start)
        either = term.subject.part is Part.EITHER
        return (self.vocabulary.left if left and either else None) or term.subject

    def _of_last_year(self, claim: Claim) -> Claim:
        """Hold a count against last year's figure where it plainly gives that: “上年收到申请32件”."""
        if claim.grew or claim.scope or claim.unit == "%" or not _LAST_YEAR.fullmatch(claim.when):
            return claim
        led_in = [time for time in self.times if time[1] <= claim.start]
        if not led_in:  # “申请量去年为32件”: the time stands among the words
            return claim
        first = next((n.end for n in self.numbers if claim.start <= n.start), claim.end)
        if any(within and first <= start < claim.end for start, _, within in self.times):
            return claim._replace(when="")  # “2021年收到申请40件，2022年为52件”
        start, end, _ = led_in[-1]
        opening = behind_marks(self.text, start, ",;(")
        between = self.text[end : claim.start]
        plain = not_neutral(self.text[opening:start] + between) == ""
        compared = _AND_NOW.match(self.text, claim.end)
        if not plain or compared is None or "的" in self.text[end : claim.end]:
            return claim
        before = Quantity(claim.amount, claim.unit, claim.slack, claim.about, claim.start, claim.end)
        words = self.text[start : claim.end]
        return claim._replace(subject="growth", when="", grew=Growth(words, None, before, less=False))

    def _by_years(self) -> Iterator[Claim]:
        """Claims of this year's and of last year's of the numbers told of several years in turn."""
        for start, group, number, of_last in self._told_by_years():
            subject = group[-1].subject
            readings = self._lawful(group)
            if number.unit not in subject.units or not readings:
                continue
            claim = self._stated(
                subject,
                number,
                readings,
                scope=self._limits(behind_marks(self.text, start), start)
                or "".join(AREA.findall(self.text, start, group[0].start)),
                span=(number.start, number.end),
                label=self.text[group[0].start : group[-1].end],
            )._replace(when="")
            if of_last:
                grew = Growth(self.text[number.start : number.end], None, number, less=False)
                claim = claim._replace(subject="growth", grew=grew)
            yield claim

    def _told_by_years(self) -> Iterator[tuple[int, Sequence[Term], Quantity, bool]]:
        """Give what is told in turn of years up to this one: “上年、本年分别收到申请25件、32件”.

        Where the years stand, the thing, its number, and whether that is last year's.
        """
        for years in _YEARS.finditer(self.text) if "分别" in self.text or "依次" in self.text else ():
            named = _YEAR.findall(years[0])
            behind = [number for number in self.numbers if number.start >= years.end()]
            run = behind[:1]
            for before, number in pairwise(behind):
                if not _IN_TURN.fullmatch(self.text, before.end, number.start):
                    break
                run.append(number)
            if named[-1] != "本年" or (len(run) < 2 if years["span"] else len(run) != len(named)):
                continue
            between = self.text[years.end() : run[0].start]
            group = self._leading(self._among(years.end(), run[0].start))
            rest = self._rest(years.end(), run[0].start, group)
            rest = AREA.sub("", rest)
            if group and rest in {"分别", "依次", ",分别", ",依次"} and not re.search(r"\d", between):
                yield years.start(), group, run[-1], False
                if years["span"] or named[-2] == "上年":
                    yield years.start(), group, run[-2], True
