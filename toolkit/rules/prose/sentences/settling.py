"""What the whole of a sentence makes of its claims: which are told of a part, and which are but bounds."""

import re
from collections.abc import Sequence
from functools import cached_property

from toolkit.rules.prose.claim import AT_LEAST, Claim
from toolkit.rules.prose.even_text import IN_QUOTES, Quantity, behind_marks, seldom
from toolkit.rules.prose.limits import SAYS_ALL, limits, names_a_part
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.vocabulary import CAME, CASES, DONE, OWN, PARTS, Family, Part, Term, not_neutral

_OF_PARTS = PARTS | {Family.FLOW}  # what may be told of some of the applications
_OF_APPLICATIONS = frozenset({Family.FLOW, Family.NONE})
_ALL_AGAIN = seldom(f"{SAYS_ALL.pattern}|{OWN.pattern}")  # all are meant again
_THEMSELVES = ("申请人", "申请主体", "申请者")
_FEWEST_ROADS = 2
_ROAD_BEHIND = seldom(r"[^,;。()\d]{2,8}(?=申请,)")
_COUNTED_ITSELF = seldom(r"(?:窗口|渠道|平台|途径|信箱|邮箱|电话)$")  # “设置受理窗口1个”
_DESCRIBED = seldom(
    r"的\d+[件宗份](?:申请)?[当之]?中,|有\d+[件宗份]申请[^,;。、\d共均都]{3,}[^;。\d]{0,20},其中"
    r"|其中\d+[件宗份](?:系|为|是|涉及|要求)[^,;。、\d]{3,}[^;。\d]{0,20},(?:最终|最后|经审查)"
)
_APPLIED = seldom("(?:所|共|提[出交]|申请)*")
# What may be said of some of one's own applications: “未能满足需求的6件中”.
_OF_ONES_OWN = frozenset({"未", "没有", "不", "无", "疑难", "重大", "复杂", "延期", "延长", "补正", "重复"})
# A month, a quarter or a half of this year; what was done in it, was done in the year.
_STRETCH = seldom(r"上半年|下半年|[一二三四1-4]季度|(?:1[0-2]|[1-9])(?:-\d+)?月")
# “累计（2019年至2022年）收到申请178件”, “178件（2019—2022年）”: of more years than one.
_MORE_YEARS = seldom(
    r"\([自从]?(?:20\d\d年?|[上本]年)度?(?:(?:[至到—–~―]|-)+(?:20\d\d年?|[上本]年)度?[底末]?|[起以][来]?)\)"
)
_NO_MARKS = seldom(r"[^,;:()\d]*")
_UP_TO_THEN = seldom("将[于在]|拟[于在]?|计划|打算|争取|至今|目前|同期|历[年次]|以来|每|[月季]均|平均")
_ADDED_UP = seldom("截[至止]|累计")  # since ever, where the whole year is not told beside: “截至6月累计99件”
_WHOLE_YEAR = seldom("全年|年内|年底前|截[至止](?:本年)?(?:年底|年末|12月)")
_DONE_IN_THE_YEAR = frozenset({*CAME, Part.BARE, DONE})
_DECIDED = frozenset({Family.OUTCOME, Family.DECISION})
# By, or beside, an account that may be another's: “依托‘美丽临溪’公众号”.
_ANOTHERS = seldom("(?:通过|利用|依托|借助|借力|[在向经由被从与和及、])$")
_RUNS = seldom("开[通办设]|运[营行维]|建[立设好]|维护|管理|[用办管]好")
# A “短视频” may be but one of them.
_AN_ACCOUNT = seldom("[^,;。]{0,8}(?:号|平台|抖音)|政务微博|微博(?:发|推|更新|编)")
_EVER = seldom("累计|以来|截[至止]|历年|至今")
_NAMED = seldom(IN_QUOTES)
_SHARED = seldom(
    r"由[^,;。\d]{2,16}(?:主[办管]|运[营维]|管理|负责|承办|制作)|[共合]用|[共合]建|共有|联[办合]|托管|代运营"
)
_SOME_OF_IT = (",其中", "(其中", ";其中", "。其中", ",包括", "(含", "(包括", ",含")


def _counts(claim: Claim) -> bool:
    """Whether a claim tells how many there are, to the last or at least, and not that there are none."""
    return bool(claim.amount) and claim.unit != "%" and not claim.grew and claim.about in ("", AT_LEAST)


class Settling(Scoped):
    """A sentence all of whose numbers have been read."""

    def _is_of_what_came(self, claim: Claim) -> bool:
        return self.vocabulary.part(claim.subject) in CAME

    def _settled(self, claim: Claim) -> Claim:
        """Give a claim as what it is once the whole of its sentence was read."""
        claim = self._of_more_years(self._of_the_part_before(claim))
        return self._of_an_account(self._in_a_stretch(claim))

    def _of_more_years(self, claim: Claim) -> Claim:
        """Give a claim as one of the times that are told in brackets before or behind it: “21件（1—6月）”."""
        if claim.when or "(" not in self.text:
            return claim
        for start, end, within in self.times:
            if not within and self.text[claim.end : start] == "(" and self.text.startswith(")", end):
                return claim._replace(when=self.text[start:end])
        for years in _MORE_YEARS.finditer(self.text):
            before = _NO_MARKS.fullmatch(self.text, years.end(), max(claim.start, years.end()))
            if years.start() == claim.end or (before and years.end() <= claim.start):
                return claim._replace(when=years[0].strip("()"))
        return claim

    def _of_the_part_before(self, claim: Claim) -> Claim:
        """Limit what is told of a part of the applications to that part."""
        if claim.scope or self.vocabulary.family(claim.subject) not in _OF_PARTS:
            return claim
        part = self._part_before(claim.start, claim.end)
        told = [t for t in self._among(claim.start, claim.end) if t.subject.family is Family.OUTCOME][:1]
        described = self._of_those_described(told[0]) if told and not part else None
        if described is None:
            return claim._replace(scope=part)
        limiting = limits(self._led_in(described.start()))
        own = not limiting or limiting in _OF_ONES_OWN or names_a_part(limiting)
        if own and described[0].startswith("的") and _counts(claim):
            return claim._replace(about=AT_LEAST)  # no more of some of them than of all
        return claim._replace(scope=described[0])

    def _of_those_counted(self, denial: Claim, found: Sequence[Claim]) -> Claim:
        """Limit who it was that applied to what was just counted: “查询类申请4件，均由自然人提出”."""
        number = next((n for n in reversed(self.numbers) if n.end <= denial.start), None)
        if denial.scope or number is None or self.vocabulary.family(denial.subject) is not Family.WHO:
            return denial
        if number.unit not in CASES or ";" in self.text[number.end : denial.start]:
            return denial
        if self._by_all_roads(number, denial.start, found):
            return denial
        told = [claim.scope for claim in found if claim.start <= number.start < claim.end]
        return denial._replace(scope=told[-1] if told else limits(self._led_in(number.start)))

    def _led_in(self, place: int) -> str:
        """Give what stands before `place` in its clause."""
        return self.text[behind_marks(self.text, place) : place]

    def _by_all_roads(self, last: Quantity, place: int, found: Sequence[Claim]) -> bool:
        """Whether all applicants are meant behind the roads by which all that came did.

        “收到16件，网络渠道10件，邮寄渠道6件，申请人均为自然人”; not where only some were counted before.
        """
        first, *roads = self.numbers
        if not self.text.endswith(_THEMSELVES, 0, place) or last is not self.numbers[-1]:
            return False
        came = any(c.start <= first.start < c.end and not c.scope and self._is_of_what_came(c) for c in found)
        leads = [self.text[behind_marks(self.text, r.start, ",;、:") : r.start] for r in roads]
        return came and len(roads) >= _FEWEST_ROADS and all(names_a_part(limits(lead)) for lead in leads)

    @cached_property
    def _parts_first(self) -> list[tuple[Quantity, str]]:
        """Counts of some of the applications with which a sentence begins, and what limits each.

        “网上申请15件，办结14件”, “征收类12件，均为自然人；物业类6件”. None where no more is told.
        """
        found = list[tuple[Quantity, str]]()
        counts = [
            number
            for number in self.numbers
            if number.unit in CASES
            and number.unit
            and not (number.unit == "个" and _COUNTED_ITSELF.search(self.text, 0, number.start))
        ]
        for number in counts:
            start = behind_marks(self.text, number.start, ",;():")
            other = any(t.subject.family not in _OF_APPLICATIONS for t in self._among(start, number.start))
            limiting = "" if other else self._limits(start, number.start)
            if not (other or limiting) and (road := _ROAD_BEHIND.match(self.text, number.end)):
                limiting = limits(road[0])  # “30件网上申请，均已答复”
            if names_a_part(limiting):
                found.append((number, limiting))
            elif not found:
                return []
        together = len(found) > 1 and counts.index(found[-1][0]) - counts.index(found[0][0]) < len(found)
        if together and any(
            t.subject.family in PARTS for t in self._among(found[0][0].end, found[-1][0].start)
        ):
            together = False  # “征收类12件，均为自然人；物业类6件，其中自然人5件”
        return [] if together else found

    def _part_before(self, start: int, end: int) -> str:
        """Tell of which part of the applications counted before a claim from `start` to `end` may be."""
        before = [(number, words) for number, words in self._parts_first if number.end <= start]
        if not before or ";" in self.text[before[-1][0].end : start]:
            return ""
        number, words = before[-1]
        return "" if _ALL_AGAIN.search(self.text, number.end, end) else words

    def _of_those_described(self, term: Term) -> re.Match[str] | None:
        """Tell among which applications an outcome is counted that were told by what they were about.

        “涉及第三方权益的4件中，2件不予公开”, “有6件申请内容较多，其中5件部分公开”.
        """
        start = behind_marks(self.text, term.start, ";")
        described = _DESCRIBED.search(self.text, start, term.start) if "中" in self.text else None
        if described is None:
            return None
        before = self._among(start, described.start())
        lead = self._led_in(described.start())
        if described[0].startswith("的") and (
            any(t.subject.family is Family.FLOW for t in before) or not (before or not_neutral(lead))
        ):
            return None  # “办结的51件申请中，予以公开17件”
        whose = before and before[-1].subject.family is Family.WHO
        if whose and _APPLIED.fullmatch(self.text, before[-1].end, described.start()):
            return None  # “自然人申请的48件中，予以公开24件”
        named = [t for t in self._among(start, described.end()) if t.subject.family is Family.OUTCOME]
        within = {key for r in term.subject.readings[:1] for key in r.plus}
        wider = any(not {*r.plus} < within for t in named for r in t.subject.readings[:1])
        return None if wider else described

    @cached_property
    def _of_this_year_alone(self) -> bool:
        """Whether no time but those of the report's year is spoken of, and nothing that adds up to then."""
        spoken = (within or _STRETCH.fullmatch(self.text, start, end) for start, end, within in self.times)
        return all(spoken) and _UP_TO_THEN.search(self.text) is None

    def _in_a_stretch(self, claim: Claim) -> Claim:
        """Give what was done in some months of this year as what there is at least of it in the whole."""
        word = self.vocabulary.by_key.get(claim.subject) if claim.when and _counts(claim) else None
        if word is None or not _STRETCH.fullmatch(claim.when) or not self._of_this_year_alone:
            return claim
        came = word.part in _DONE_IN_THE_YEAR
        if _ADDED_UP.search(self.text) and not (came and _WHOLE_YEAR.search(self.text)):
            return claim
        done = came or word.family in _DECIDED or word.event
        return claim._replace(when="", about=AT_LEAST) if done else claim

    def _of_an_account(self, claim: Claim) -> Claim:
        """Mark what a named account published, that is told as one of the unit's own."""
        if not _NAMED.fullmatch(claim.scope) or not _counts(claim):
            return claim
        terms = [t for t in self.terms if t.start == claim.start and self._is_channel(t)]
        term = terms[0] if terms else None
        if term is None or not _AN_ACCOUNT.match(self.text, term.start):
            return claim
        behind = self.text.startswith(claim.scope, term.end)  # “微信公众号‘健康临溪’发布526条”
        opening = term.start if behind else self.text.rfind(claim.scope, 0, term.start)
        lead = self.text[behind_marks(self.text, opening, ",;():") : opening]
        if not_neutral(_RUNS.sub("", lead)) or _ANOTHERS.search(lead) or limits(lead):
            return claim
        some = self.text.startswith(_SOME_OF_IT, claim.end) or _EVER.search(self.text, 0, claim.end)
        near = behind or not not_neutral(self.text[opening + len(claim.scope) : term.start])
        some = some or _SHARED.search(self.text)
        return claim._replace(account=True) if near and not some else claim
