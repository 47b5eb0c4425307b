"""Claims of none and of all: “未收到申请”, “均已答复”, “法院均维持”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache

from toolkit.rules.prose.claim import AT_LEAST, Claim
from toolkit.rules.prose.even_text import (
    Quantity,
    behind_marks,
    counted,
    found_fast,
    none_at,
    quantities,
    script,
    seldom,
)
from toolkit.rules.prose.limits import (
    OF_DISCLOSURE,
    SAID_OF_SOME,
    SO_FAR,
    limits,
)
from toolkit.rules.prose.readings import lawful_readings
from toolkit.rules.prose.sentences.deeds import CASE_DEEDS
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.sentences.whose import OfApplicants
from toolkit.rules.prose.vocabulary import (
    CAME,
    ITSELF,
    OF_ALL_APPLICANTS,
    OTHER_DEEDS,
    PARTS,
    Family,
    Meaning,
    Part,
    Spoken,
    Term,
    not_neutral,
    told_of_all,
)

_NOT = re.compile("[未没无零均全都]|不收|不存在")

# All that came was answered; only where the year's end is meant does it say that nothing was carried over.
_ALL_ANSWERED = re.compile(
    r"(?:年内)?(?:均|全部|都)(?:已|予以|按时|按期|如期|依法|及时|在|法定|规定|期限|时限|内|年内|全部|"
    r"办理|和|并)*(?:办结|答复|回复|办理|办复)+(?!率)"
)
_BY_YEAR_END = re.compile("年内|办结")

_pattern = lru_cache(maxsize=256)(re.compile)  # made where a sentence speaks of its thing, not before
_EXCEPT = re.compile("除[^。;]{1,20}?外")

_SOME_BODIES = seldom(
    r"(?:\d+|[一二两三四五六七八九十]+|部分|大?多数|个别|一些|少数|几|半数)[个家]?(?:县直|市直|区直|直属|基层)?"
    r"(?:单位|部门|乡镇|镇街|街道|行政机关|[镇乡](?!政府|人民)|[科股]室|站所)"
)
_ALL_NONE = re.compile(
    r"(?:无|没有)(?=[,;。!)]|$)|(?:的?(?:申请|案件|事项|数量|件数|总数|金额|率|方面,?))?(?:全年|本年度?|继续|连续|实现|保持|同样|[均亦也为是])*[“\"]?"
    r"(?:零(?:发生|受理|申请)?|(?<=[为是])0|(?<=[均都年度面,罚制可议讼])(?:未|没有)(?:发生|产生|出现)过?|(?<=[均都])无|情况[:为]无"
    r"|(?:未曾?|没有|从未|并未)(?:向[我本][^,。;\d]{1,4})?提[出交](?:过|任何|政府|信息|公开)*申请)[”\"]?(?=[,;。!)]|$)"
)
_APPLICATION_ENDS = seldom("申请$")  # “没有重复申请”
_HEARD_ALL = seldom("已?(?:均|全部|都)已?(?:审结|结案)")
_ENDS = seldom("[,;。)]|$")
_COUNTED_AS_NONE = PARTS | {Family.CASE, Family.DOCUMENT, Family.DECISION, Family.NONE}

_ALL_DONE = "all_answered"
_OPEN_FLOWS = frozenset({Part.BROUGHT, Part.LEFT})
_OF_A_KIND = PARTS | {Family.CASE}
_COUNTED = OF_ALL_APPLICANTS | {Family.NONE}  # of applications, with a verb or without
_JUDGES = "复议机关|(?:人民)?法院"
# “不予处理3件，均为信访件”: all that was counted is of one kind. What stands between changes nothing.
_ALL = found_fast(
    rf"均|全部|都|(?<=\d[件起宗],)(?=以|(?:{_JUDGES}))|(?<=[,(])(?:理由|原因|申请人)(?=[为是系])|(?:(?<=[,(])|(?<=\d[件起宗份]))[系为是由](?!此)",
    "均全都理原申系为是由以复法人",
)
_ALL_ARE = seldom(
    "(?:已|被|依法|经审[理查]|为|系|是|属于?|由|因|涉及?|来自|以|作出?|申请人|当事人|无正当理由|答复|在|法定|规定|期限|时限|内|按[时期]|及时)*"
)
_FREE = seldom("以[下内]|不超过")  # “10件以下的申请不收取费用”: what is free by its measure
_SO_MANY = "0123456789几数"  # “不予公开的几件均属过程性信息”
_ALL_BY = seldom(rf"{_ALL_ARE.pattern.removesuffix(')*')}|行政|{_JUDGES}|判决|裁定|予以?|得到|获得?)*")
_ALL_COUNTED = seldom(
    rf"(?:的|申请人?|案件|答复|结果|理由|原因|已|[,(]并?|,(?:{ITSELF}|[乡镇]政府|街道办?(?:事处)?|{_JUDGES}))*"
)
_ALL_ENDS = seldom(
    rf"(?:{ITSELF}|的|了|原|类|性|申请人?|所?提[出交]?|所?[作做]出?|情形|情况|事项|件|案件|而|不再|处理|决定|行政行为|答复|信息|政府|公开|范畴|范围|结案|告终|(?:无法|不能|未能)提供)*(?=[,;。!)]|$)"
)


def denials(sentence: str, spoken: Spoken) -> Iterator[tuple[re.Match[str], tuple[tuple[str, ...], ...]]]:
    """What a `sentence` says there was none of.

    Where, and the keys of the words (with the other half of a pair).
    """
    if not _NOT.search(sentence):
        return
    for denial in spoken.denials:
        if denial.speaks_of in sentence:
            for match in _pattern(denial.words).finditer(sentence):
                yield match, denial.of


def _of_some_bodies(lead: str) -> str:
    """Tell of how many bodies there was none: “有17个单位未收到申请”."""
    some = _SOME_BODIES.search(lead) if "单位" in lead or "门" in lead or "个" in lead else None
    return some[0] if some else ""


def _told_within(found: Sequence[Claim], start: int, end: int) -> bool:
    """Whether some of the stretch from `start` to `end` already makes a claim of all."""
    told = [claim for claim in found if not claim.scope and claim.subject != _ALL_DONE]
    return any(claim.start < end and start < claim.end for claim in told)


class Denying(OfApplicants, Scoped):
    """A sentence, what it says there was none of, and what it says of all that it counts."""

    def _nothing(self) -> Iterator[Claim]:
        """Claims of nothing without a number: “未收到申请”, “无复议诉讼”, “未收取任何费用”."""
        for match, keys in denials(self.text, self.vocabulary.spoken):
            start, end = match.span()
            opening = behind_marks(self.text, start)
            lead = self.text[opening:start]
            deeds, aside = CASE_DEEDS.findall(lead), CASE_DEEDS.sub("", lead.rpartition(":")[2])
            if self._of_money(keys) and not not_neutral(aside):
                deeds = []  # “办理依申请公开未收取信息处理费”
            limited = limits(lead) or (_FREE.findall(lead) and self._of_money(keys) and "免费") or ""
            limited += "".join((*deeds, *SAID_OF_SOME.findall(lead)))
            limited += _of_some_bodies(lead) + self.no_others(start)
            came = [t for t in self._among(opening, start) if t.subject.part in CAME]
            scope = self._rest(opening, start, came) if self._of_whom(keys) else limited
            if came and "中" not in lead:
                scope = scope.strip("0123456789")  # “新收的5件申请均来自自然人”
            scope = scope or self._excepted(start, of_whom=self._of_whom(keys))
            zero = none_at(start, end)
            for key in keys:
                several = tuple(self.vocabulary.by_key[one] for one in key)
                readings = lawful_readings(several, (), joined=False) or several[0].readings
                subject = replace(several[-1], topic="", firm=True)
                yield self._stated(subject, zero, readings, scope=scope, span=(start, end), label=match[0])

    def _none_counted(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims that there was none of what the form counts: “无废止文件”, “复议无一被纠正”, “收费为零”."""
        for group in self._side_by_side():
            start, end = group[0].start, group[-1].end
            opening = behind_marks(self.text, start)
            before, behind = self.none_of(start, end), _ALL_NONE.match(self.text, end)
            if before is not None:
                start = before
                scope = self._limits(self._behind_owner(opening, start, group), start)
                scope += _of_some_bodies(self.text[opening:start]) + self.no_others(start)
                scope += self._none_of_those(start) if group[-1].subject.family is Family.CASE else ""
            elif behind and not self._rest(opening, start, group):
                end, scope = behind.end(), ""
            else:
                continue
            if _told_within(found, start, end):  # but “没有一起被纠正”: not one
                continue
            subjects = tuple([term.subject for term in group])
            earlier = self.of_which(group[-1].subject.family, self.before(start))
            readings = self._lawful(group, earlier)
            readings = readings or subjects[-1].readings
            none, label = none_at(start, end), self.text[start:end]
            if readings and group[-1].subject.family in PARTS:
                readings, open_still = self._of_whose(readings, group, none)
                scope = scope or open_still
            if readings:
                of_applications = _APPLICATION_ENDS.search(label) is not None
                subject = told_of_all(subjects[-1], of_applications=of_applications)
                yield self._stated(subject, none, readings, scope=scope, span=(start, end), label=label)

    def _none_of_those(self, start: int) -> str:
        """Tell of which deeds it is said that none went before a court, where no number was told of them.

        “作出的行政处罚无一被申请复议，无一被提起诉讼”.
        """
        if not self.text.startswith("无一", start) or any(n.start < start for n in self.numbers):
            return ""
        return next((deed for deed in OTHER_DEEDS if deed in self.text[:start]), "")

    def _all_heard(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims that no case is pending: “诉讼案件全部审结”."""
        heard = "审结" in self.text or "结案" in self.text
        pending = self.vocabulary.pending if heard else None
        for term in self.terms if pending and _HEARD_ALL.search(self.text) else ():
            start, end = term.start, term.end
            if len(term.subject.columns) < 2 or not _HEARD_ALL.fullmatch(self.text, start, end):
                continue
            earlier = self.of_which(Family.CASE, self.before(start))
            opening = behind_marks(self.text, start)
            if ours := OF_DISCLOSURE.match(self.text, opening, start):  # “因信息公开引起的诉讼均已审结”
                opening = ours.end()
            if (
                pending is None
                or not any(earlier)
                or self.before(start)[-1].subject.columns  # “复议维持5件，均已审结”
                or not _ENDS.match(self.text, end)
                or any(c.start < end and opening < c.end and c.end > start for c in found)
                or self._rest(opening, start, [t for t in self._among(opening, start) if t.subject.rows])
            ):
                continue
            readings = lawful_readings((pending,), earlier, joined=False)
            scope = "".join(c.scope for c in found if c.end <= start)
            label = self.text[start:end]
            none = none_at(start, end)
            yield self._stated(
                told_of_all(pending), none, readings, scope=scope, span=(start, end), label=label
            )

    def _side_by_side(self) -> Iterator[list[Term]]:
        """Words of one family that can be counted as none, with nothing between them that says more."""
        group: list[Term] = []
        for term in self.terms:
            family = term.subject.family
            if group and family is group[-1].subject.family and not self._rest(group[-1].end, term.start, ()):
                group.append(term)
                continue
            if group:
                yield group
            none_of = family in _COUNTED_AS_NONE or term.subject.event
            group = [term] if term.subject.key and none_of else []
        if group:
            yield group

    @cached_property
    def _said_of_all(self) -> Sequence[re.Match[str]]:
        """Where something is said of all."""
        return tuple(_ALL.finditer(self.text))

    def _all_of_a_kind(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims that all that was just counted is of one kind: of that kind there are at least so many.

        More than one thing may be said of them: “诉讼3件，均为直接起诉，法院均维持”.
        """
        whole = [c for c in found if c.unit != "%" and c.amount]
        made: list[Claim] = []
        for match in self._said_of_all if whole else ():
            counted_before = [c for c in whole if c.end <= match.start()]
            told = [t for t in self._among(match.end(), len(self.text)) if t.subject.part is not Part.DONE]
            behind = self._leading([t for t in told if t.subject.key], first=True)
            if not counted_before or not behind:
                continue
            claim, term = counted_before[-1], behind[0]
            case = term.subject.columns and self.vocabulary.family(claim.subject) is Family.CASE
            results = self.of_which(Family.CASE, self.before(match.start())) if case else ()
            if (
                (term.subject.columns and not (any(results) and self._is_one_result(term)))
                or claim.about
                or not self._said_of(claim, match.start(), (*found, *made))
                or not _ALL_BY.fullmatch(self.text, match.end(), term.start)
                or not _ALL_ENDS.match(self.text, term.end)
                or _told_within(found, match.start(), term.end)
            ):
                continue
            theirs = self.of_applicant(term, claim.subject, claim.readings, claim.label)
            kinds = _OF_A_KIND if self.vocabulary.family(claim.subject) in _COUNTED else {Family.CASE}
            if not theirs and term.subject.family not in kinds:
                continue
            all_of_it = Quantity(claim.amount, claim.unit, Decimal(0), "", match.start(), term.end)
            made.append(
                self._stated(
                    term.subject,
                    all_of_it,
                    theirs or lawful_readings((term.subject,), results, joined=False),
                    scope=claim.scope,
                    span=(match.start(), term.end),
                    label=self.text[match.start() : term.end],
                    about=AT_LEAST,
                )
            )
        yield from made

    def _said_of(self, claim: Claim, place: int, told: Sequence[Claim]) -> bool:
        """Whether what is said of all at `place` is said of what a claim before counts.

        It may be named again: “行政诉讼3件，诉讼案件均为直接起诉”.
        """
        named = [t for t in self._among(claim.end, place) if t.subject.key == claim.subject]
        aside = [(t.start, t.end) for t in named]
        aside += [(max(c.start, claim.end), c.end) for c in told if claim.end < c.end <= place]
        between, here = "", claim.end
        for start, end in sorted(aside):
            between += self.text[here:start]
            here = max(here, end)
        return _ALL_COUNTED.fullmatch(between + self.text[here:place]) is not None

    @staticmethod
    def _is_one_result(term: Term) -> bool:
        return term.subject.family is Family.CASE and len(term.subject.columns) == 1 and not term.subject.rows

    def _all_of_theirs(self) -> Iterator[Claim]:
        """Claims that all that one applicant asked for ended in one way: “自然人申请均予以公开”."""
        done = self.vocabulary.first(Part.DONE)
        if done is None or not self.terms or self.terms[0].subject.family is not Family.WHO:
            return
        for match in self._said_of_all:
            before, opening = self.before(match.start()), behind_marks(self.text, match.start())
            told = [t for t in self._among(match.end(), len(self.text)) if t.subject.part is not Part.DONE]
            behind = told[:1]
            if (
                len(before) != 1
                or not behind
                or behind[0].subject.family is not Family.OUTCOME
                or counted(self.text, 0, behind[0].start)
                or not_neutral(self.text[opening : before[0].start])
                or not_neutral(self.text[before[0].end : match.start()])
                or not _ALL_ARE.fullmatch(self.text, match.end(), behind[0].start)
                or not _ALL_ENDS.match(self.text, behind[0].end)
            ):
                continue
            words = self.text[before[0].start : before[0].end]
            given = before[0].subject.readings
            ended = self.of_applicant(behind[0], before[0].subject.key, given, words)[:1]
            others = tuple(
                replace(all_of, label=f"{all_of.label}－{end.label}", minus=end.plus)
                for end in ended
                for all_of in self.of_applicant(before[0], "", (done,), words)
            )
            span = (before[0].start, behind[0].end)
            label = self.text[slice(*span)]
            if others:
                yield self._stated(
                    behind[0].subject, none_at(*span), others, scope=self.inherited, span=span, label=label
                )

    def _all_ended(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims that all cases that ended did so in one way: “行政复议均维持”, “法院均判决维持”.

        And that all that one outcome counts is of one kind: “无法提供的均系本机关不掌握”.
        """
        for match in self._said_of_all:
            opening = behind_marks(self.text, match.start(), ",;。")
            before, behind = self._among(opening, match.start()), self._among(match.end(), len(self.text))
            behind = [t for t in behind if not (t.subject.rows and before and before[0].subject.rows)][:1]
            if (
                not (before and behind)
                or not self._of_one_thing(before, behind[0])
                or not _ALL_BY.fullmatch(self.text, match.end(), behind[0].start)
                or not _ALL_ENDS.match(self.text, behind[0].end)
                or self._rest(opening, match.start(), before).strip(_SO_MANY)
                or _told_within(found, match.start(), behind[0].end)
            ):
                continue
            told = [c for c in found if c.end <= match.start()]
            counted_here = [
                any(c.start <= n.start < c.end for c in told) for n in self.numbers if n.end <= match.start()
            ]
            if behind[0].subject.family is Family.CASE and not all(counted_here):
                continue  # “对3件答复不满意，申请复议，复议机关均维持”
            span = (before[0].start, behind[0].end)
            for readings in self._other_than(behind[0], before):
                yield self._stated(
                    behind[0].subject,
                    none_at(*span),
                    readings,
                    scope=self.inherited or "".join(c.scope for c in told),
                    span=span,
                    label=self.text[slice(*span)],
                )

    def _of_one_thing(self, before: Sequence[Term], behind: Term) -> bool:
        """Whether the words `before` count what `behind` may be all of: “结转下年的均为自然人申请”.

        Not what came and what was brought together, nor what other business came to: “办理结果均已公开”.
        """
        part, family = before[0].subject.part, behind.subject.family
        if before[0].subject.family is Family.FLOW:
            whose = family is Family.WHO and part in _OPEN_FLOWS
            ours = self.text.find("申请", before[0].end, behind.start) >= 0
            ended = family is Family.OUTCOME and part is Part.DONE and ours
            return len(before) == 1 and (whose or ended)
        return all(t.subject.family is family for t in before)

    def _other_than(self, end: Term, before: Sequence[Term]) -> Iterator[tuple[Meaning, ...]]:
        """Give what there was beside `end` of what the words `before` count; of cases what ended."""
        ended, subject = self.vocabulary.ended, end.subject
        if ended and self._is_one_result(end):
            others = tuple(column for column in ended.columns if column not in subject.columns)
            word = replace(ended, columns=others, label=f"{subject.label}以外的结果")
            if set(subject.columns) <= set(ended.columns):
                yield lawful_readings((word,), self.of_which(Family.CASE, before), joined=False)
        if before[0].subject.family is Family.FLOW:
            whole, words = before[0].subject.readings[0], self.text[before[0].start : before[0].end]
            of_them = self.of_applicant(end, before[0].subject.key, (whole,), words)
            for part in of_them[:1] if subject.family is Family.WHO else subject.readings[:1]:
                yield (Meaning(label=f"{whole.label}－{part.label}", plus=whole.plus, minus=part.plus),)
        elif subject.family is Family.OUTCOME and len(before) == 1:
            whole, part = before[0].subject.readings[0], subject.readings[0]
            if {*part.plus} < {*whole.plus}:
                rest = tuple(key for key in whole.plus if key not in part.plus)
                yield (Meaning(label=f"{whole.label}中{part.label}以外的", plus=rest),)

    def _excepted(self, place: int, *, of_whom: bool) -> str:
        """Tell of which part a denial may be: “除7件结转外，均已办结”, “不予公开4件，均为自然人”."""
        if except_for := _EXCEPT.search(self.text, 0, place):
            return except_for[0]
        told = [t for t in self.before(place) if t.subject.family in OF_ALL_APPLICANTS] if of_whom else []
        part = bool(told) and told[-1].subject.part not in CAME
        return self.text[told[-1].start : told[-1].end] if part else ""

    def _of_money(self, keys: Sequence[Sequence[str]]) -> bool:
        return all("元" in self.vocabulary.by_key[key].units for pair in keys for key in pair)

    def _of_whom(self, keys: Sequence[Sequence[str]]) -> bool:
        return all(self.vocabulary.family(key) is Family.WHO for pair in keys for key in pair)

    def _of_one_applicant(self, last: Sequence[Claim], place: int) -> bool:
        """Whether it is told of the applicant counted just before: “收到15件，律所2件已全部办结”."""
        who = any(self.vocabulary.family(claim.subject) is Family.WHO for claim in last)
        return who and "," not in self.text[last[-1].end : place]

    def _all_that_came(self, claim: Claim) -> bool:
        """Whether a claim counts what came, or what came and was brought: “应办180件，已全部办结”."""
        both = [r for part in (Part.NEWLY, Part.BROUGHT) if (r := self.vocabulary.first(part))]
        due = {key for reading in both for key in reading.plus}
        counted = [{*reading.plus} for reading in claim.readings[:1]]
        return self.vocabulary.part(claim.subject) in CAME or counted == [due]

    def _all_answered(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """“均已答复” after a number received says that nothing was carried over.

        It may have been true only when the report was written, so it is firm only where it speaks of the
        year.
        """
        left = self.vocabulary.left
        if left is None:
            return
        for match in _ALL_ANSWERED.finditer(self.text):
            start = match.start()
            flows = [c for c in found if c.start < start and self.vocabulary.family(c.subject) is Family.FLOW]
            told = any(self.vocabulary.part(c.subject) in {Part.LEFT, Part.EITHER} for c in flows)
            if not flows or told or not self._all_that_came(flows[-1]):
                continue
            parts = [c for c in found if flows[-1].end <= c.start < start]
            between = quantities(script(self.text[flows[-1].end : start]).text)
            if len(between) > sum(self.vocabulary.family(c.subject) in PARTS for c in parts):
                continue  # something else was counted in between, and it may be that which was answered
            zero = none_at(*match.span())
            between_words = self.text[max(0, start - 12) : start]
            limited = (
                SO_FAR.search(between_words + match[0]) is not None
                or bool(limits(between_words.rpartition(",")[2]))
                or self._of_one_applicant(parts[-1:], start)
            )
            subject = replace(left, key=_ALL_DONE, firm=_BY_YEAR_END.search(match[0]) is not None)
            yield self._stated(
                subject,
                zero,
                left.readings[:1],
                scope=flows[-1].scope or ("部分" if limited else ""),
                span=match.span(),
                label=match[0],
            )
