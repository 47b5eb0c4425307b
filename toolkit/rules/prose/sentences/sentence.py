"""One sentence of a passage: the words, numbers and times that stand in it, and where."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from toolkit.rules.prose.claim import Claim
from toolkit.rules.prose.even_text import HAN, Quantity, behind_marks, counted, seldom
from toolkit.rules.prose.growth import rises
from toolkit.rules.prose.limits import OTHER_BUSINESS, OUT_OF_TIME, limits, names_a_body
from toolkit.rules.prose.times import AHEAD, COMPARING, times
from toolkit.rules.prose.vocabulary import (
    AREA,
    PARTS,
    PERSONS,
    Family,
    Meaning,
    Part,
    Term,
    Vocabulary,
    Word,
    not_neutral,
)

_CARRIED_OVER = seldom("结转(?:至|到)?(?:下一?(?:个)?年度?|次年度?)(?:继续)?(?:办[理结]|答复)")
_STILL = seldom("[尚还仍]有|剩[余下]|[还尚仅]剩|余下")
_WITHIN_TIME = seldom("(?:申请)?(?:在法定期限内|正在|仍在|尚在)")
# Why the rest is left.
_WHY = re.compile(
    "(?:的?(?:政府)?(?:信息公开)?申请)?(?:(?:因|由于|系)(?!统)|[尚还正]?[需在]要?(?=征[求询]第三[方人]))"
)
_ASKED = re.compile("征[求询]第三[方人](?:的?意见)?")  # which limits nothing
_CHANNELS = re.compile(
    rf"{HAN}{{0,6}}?(?:渠道|平台|阵地|载体|媒介|媒体|端口|账号|窗口|途径|矩阵|方面|端(?![午正]))"
)
# “微信公众号1个”: accounts are counted; “短视频26个”: what was published.
_ACCOUNTS = re.compile(
    rf"(?:账号|账户|平台|主页|均|各|共|有|为|是|共有|现有|[由从]?\d+个{HAN}{{2,4}}[到至为成]|[由从])*"
)
_CONTENT = ("视频", "发博")
_ENDED_SO = frozenset({Family.OUTCOME, Family.CASE, Family.DOCUMENT})
_OF_KINDS = seldom("(?:行政|处理|决定|主体|申请人?|事项)*(?:合计|总计|一?共计?|均|都)")
_KINDS = frozenset({"项", "个"})
_START = attrgetter("start")
_SO_MANY_OF = seldom(r"的\d+[件起宗例]")
_TITLE = re.compile("《[^《》]*》")
_JOINTLY = ("联名", "共同", "联合", "同一")
_MATTER = seldom("涉及|有关|针对|类|方面|领域")
_SHARE = re.compile(",?约?占")
_ALL_BUT = seldom(r"除(?:有?\d+件[^,;。\d]{2,16}|[^,;。\d]{2,16}\d+件)外,?其余的?$")
_OVER_THE_YEAR = seldom(
    ",?(?:(?:全年|本年度?|年内)(?:共计?|合计|累计|总计)?|共计?|合计|累计)(?:组织|召开|举办|开展|举行)?了?"
)
_OF_LEVEL = seldom("(国|省|市|县|区|旗|乡|镇)家?级?$")
_ITSELF = re.compile("本级|本部(?!门)|不[含包]")
_SOME_OF_THEM = seldom("其中(?:涉及?|属于?|因)?(?:政府信息|信息|政务)公开")
_EACH = seldom("每(?:半年|个?季度?|个?月|周|年)?(?:召开|组织|举办|开展|举行)?")
_SHOWN = seldom("(?<!信息)(?<!政务)公[开示布]了?$")
_OWN_LEVEL = re.compile("[县区旗乡镇]级?$")
_JOINER = re.compile(r"”?(?:(?:及其?|和|或者?|与|、|以及|并)(?:本年度?|今年|当年)?)?“?")


def _outside_titles(text: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Leave out the words of titles: “依据《信息处理费管理办法》收取信息处理费1240元”."""
    titles = [found.span() for found in _TITLE.finditer(text)]
    return tuple(t for t in terms if not any(start < t.start < end for start, end in titles))


class Sentence:
    """One sentence of evened-out text while it is being read.

    ``terms`` are the words of the vocabulary, ``numbers`` what counts something, ``rises`` where it tells
    from what a figure rose or fell.
    """

    def __init__(self, text: str, vocabulary: Vocabulary, numbers: Sequence[Quantity]) -> None:
        """Find the words that stand beside its `numbers`."""
        self.text, self.vocabulary, self.numbers = text, vocabulary, numbers
        self.terms = _outside_titles(text, vocabulary.terms(text)) if "《" in text else vocabulary.terms(text)
        self.rises = tuple(rises(text, self.numbers))
        self._stops = [number.end for number in self.numbers]
        self._starts = [term.start for term in self.terms]
        self._ends = [term.end for term in self.terms]
        self._flows = [term for term in self.terms if term.subject.family is Family.FLOW]
        self._topics: dict[str, bool] = {}

    def _among(self, start: int, end: int) -> Sequence[Term]:
        """The words that stand whole between `start` and `end`."""
        return self.terms[bisect_left(self._starts, start) : bisect_right(self._ends, end)]

    def before(self, place: int) -> Sequence[Term]:
        """The words that begin before `place`."""
        return self.terms[: bisect_left(self._starts, place)]

    @staticmethod
    def _leading(terms: Sequence[Term], *, first: bool = False) -> list[Term]:
        """Pick the words that speak for a number: the nearest, and its companions of the same family."""
        nearest = (terms[0] if first else terms[-1]).subject if terms else None
        if nearest is None or not nearest.key:
            return []
        family = nearest.family
        group: list[Term] = []
        for term in terms if first else reversed(terms):
            if term.subject.family is not family or (family is Family.NONE and group):
                break
            group.append(term)
        return group if first else group[::-1]

    def _joined(self, group: Sequence[Term]) -> bool:
        """Whether the words of `group` are listed together, so that the number is their sum."""
        gaps = [self.text[a.end : b.start] for a, b in pairwise(group)]
        return bool(gaps) and all(gap and _JOINER.fullmatch(gap) for gap in gaps)

    def _limits(self, start: int, end: int) -> str:
        """Tell what in a stretch limits a number to a part."""
        return limits(self.text[start:end])

    def _speaks_of(self, topic: str) -> bool:
        if topic not in self._topics:
            self._topics[topic] = re.search(topic, self.text) is not None
        return self._topics[topic]

    def _is_topic(self, subject: Word, quantity: Quantity) -> bool:
        """Whether it speaks of a word's topic, or of what is left as the form does.

        “5件没办完，结转下年度继续办理”.
        """
        if self._speaks_of(subject.topic):
            return True
        if subject.part is not Part.LEFT or quantity.unit != "件" or not _CARRIED_OVER.search(self.text):
            return False
        alone = all(t.subject.family is Family.FLOW for t in self.terms if t.subject.key)
        return alone and not OTHER_BUSINESS.search(self.text)

    def _speaks_of_before(self, topic: str, place: int) -> bool:
        """Whether it speaks of a topic up to the semicolon behind: “诉求126件，办结124件；申请0件”."""
        spoken, stop = self._speaks_of(topic), self.text.find(";", place)
        return spoken if stop < 0 or not spoken else re.search(topic, self.text[:stop]) is not None

    @cached_property
    def times(self) -> list[tuple[int, int, bool]]:
        """The times it speaks of, from and to, and whether each lies within the report's year."""
        found = list(times(self.text))
        aside = [range(rise.start, rise.end) for rise in self.rises]
        told = [time for time in found if not self._is_term(time[0]) and not any(time[0] in a for a in aside)]
        ahead = False
        for time in told[:]:
            word = self.text[time[0] : time[1]]
            if ahead and word == "全年":  # “下一步，全年组织培训4次”
                told.remove(time)
            else:
                ahead = word.startswith(AHEAD)
        return told

    def _plain(self, start: int, end: int) -> str:
        """Give what stands between `start` and `end` without from what a figure rose or fell."""
        if not self.rises:
            return self.text[start:end]
        text, here = "", start
        for rise in self.rises:
            if here <= rise.start and rise.end <= end:
                text += self.text[here : rise.start]
                here = rise.end
        return text + self.text[here:end]

    @cached_property
    def _out_of_time(self) -> bool:
        """Whether the sentence also tells what was not done in time."""
        return OUT_OF_TIME.search(self.text) is not None

    def _is_term(self, place: int) -> bool:
        return any(term.start <= place < term.end for term in self.terms if term.subject.key)

    def _rest(self, start: int, end: int, group: Sequence[Term]) -> str:
        """Tell what a stretch says besides the words of `group` and neutral ones."""
        inside = [t for t in (*group, *self._carrying(group)) if start < t.end and t.start < end]
        text, here = "", start
        for term in sorted(inside, key=_START) if len(inside) > 1 else inside:
            if here < term.end:
                text += self._plain(here, max(here, term.start))
                here = term.end
        return not_neutral(text + self._plain(here, max(here, end)))

    def _without_terms(self, start: int, end: int) -> str:
        """Give what stands between `start` and `end` without the form's words."""
        lead = self.text[start:end]
        for term in self._among(start, end):
            lead = lead.replace(self.text[term.start : term.end], "")
        return lead

    def _carrying(self, group: Sequence[Term]) -> list[Term]:
        """Words of receiving and answering change nothing about an outcome: “答复予以公开3件”.

        Nor do those of answering about what else is dealt with: “政协提案办理2件”.
        """
        family = group[-1].subject.family if group else Family.NONE
        if family in PARTS:
            return self._flows
        return [term for term in self._flows if self._deals_with(group[-1], term)] if group else []

    def _deals_with(self, thing: Term, done: Term) -> bool:
        """Whether a word says that a thing was dealt with.

        Answers to it may be counted apart: “建议答复3件”.
        """
        if thing.subject.family not in {Family.FACT, Family.DECISION} or done.subject.part is not Part.DONE:
            return False
        return "复" not in self.text[done.start : done.end]

    def _when(self, place: int) -> str:
        for start, end, within in reversed(self.times):
            if start < place and not self._in_brackets(start, end, place):
                return "" if within else self.text[start:end]
        return ""

    def _in_brackets(self, start: int, end: int, place: int) -> bool:
        """Whether a stretch stands in brackets closed before a place: “收到26件（上年21件），办结28件”.

        Or its own brackets are: “与2021年（21件）相比，增加5件”.
        """
        alone = self.text[start - 1 : start] == "(" and self.text.startswith(")", end)
        if alone and not any(number.end == start - 1 for number in self.numbers):
            return False  # “招生季（6—8月）收到19件”, not “21件（上半年），办结52件”
        compared = self.text.startswith("(", end) and self.text.startswith(COMPARING, start)
        return (self._inside(start) or compared) and ")" in self.text[end:place]

    def _inside(self, place: int) -> bool:
        """Whether a place stands in brackets."""
        return self.text.rfind("(", 0, place) > self.text.rfind(")", 0, place)

    def _counts_kinds(self, quantity: Quantity, left: int) -> bool:
        """Whether a number counts the kinds named before it: “行政许可、处罚、强制三项共7110件”."""
        if quantity.unit not in _KINDS or not _OF_KINDS.match(self.text, quantity.end):
            return False
        group = self._leading(self._among(left, quantity.start))
        return self._joined(group) and group[-1].end == quantity.start

    def _carried_off(self, left: int, place: int) -> Sequence[Term]:
        """Leave out a word of answering that only carries what stands before it: “部分公开答复9件”.

        And other things in brackets: “行政许可（含变更登记）29件”.
        """
        terms = self._among(left, place)
        if "(" in self.text[left:place]:
            named = [t for t in terms if not self._in_brackets(t.start, t.end, place)]
            apart = named and terms[-1].subject.family is not named[-1].subject.family
            terms = named if apart else terms
        if len(terms) < 2 or terms[-1].subject.part is not Part.DONE or terms[-1].start != terms[-2].end:
            return terms
        carried = terms[-2].subject.family is Family.OUTCOME or self._deals_with(*terms[-2:])
        return terms[:-1] if carried else terms

    def _left_behind(self, quantity: Quantity, left: int, right: int) -> list[Term]:
        """Find what is said of a rest behind its number.

        “尚有4件在法定期限内，转入下年继续办理”, “2件因来件较晚结转下年度”.
        """
        still, why = _STILL.search(self.text, left, quantity.start), _WHY.match(self.text, quantity.end)
        near = self._leading(self._among(quantity.end, right), first=True)
        if near and _WITHIN_TIME.fullmatch(self.text, quantity.end, near[0].start):
            near = []  # “尚有1件在法定期限内办理，转到2023年”
        rests = sum(t.subject.part is Part.LEFT for t in self.terms)
        reasons = sum(_WHY.match(self.text, number.end) is not None for number in self.numbers)
        if (not why and (near or not still)) or rests > 1 or reasons > 1:
            return []
        following = next((n.start for n in self.numbers if n.start >= quantity.end), len(self.text))
        left_over = [t for t in self._among(quantity.end, following) if t.subject.part is Part.LEFT]
        reason = _ASKED.sub("", self.text[quantity.end : left_over[0].start]) if left_over else ""
        return left_over if not limits(reason) else []

    def _says_why(self, quantity: Quantity, group: Sequence[Term]) -> bool:
        """Whether words of receiving only tell why: “1件因年底收到”."""
        came = group[0].subject.part in {Part.CAME, Part.NEWLY}
        return came and _WHY.match(self.text, quantity.end, group[0].start) is not None

    def _matter(self, start: int, end: int) -> str:
        """Tell what some of the applications were about, if that is said here: “其中涉及征地类11件”."""
        return self._rest(start, end, ()) if _MATTER.search(self.text, start, end) else ""

    def _names_some(self, group: Sequence[Term], quantity: Quantity) -> bool:
        """Whether words name but some of what is counted, or the others of it are named beside.

        “信息不存在3件、本机关不掌握2件”.
        """
        family = group[-1].subject.family
        if family not in _ENDED_SO or (quantity.unit == "%" and family is not Family.CASE):
            return False
        meant = group[-1].subject.readings, group[-1].subject.columns
        return any(
            t.subject.some and (t in group or (t.subject.readings, t.subject.columns) == meant)
            for t in self.terms
        )

    def _told_behind(self, quantity: Quantity, right: int) -> Sequence[Term]:
        """Give the words behind a number; of a share those of the part: “三分之一的办结件予以公开”."""
        if self.text.endswith(("除", "除了", "除有"), 0, quantity.start):  # “除1件结转外均已办结”
            outside = self.text.find("外", quantity.end, right)
            right = outside if outside >= 0 else right
        last = bisect_left(self._starts, right)  # a word may go on: “逾期不补正，不再处理”
        behind = self._among(quantity.end, max(right, self._ends[last - 1]) if last else right)
        if quantity.unit != "%" or len(behind) < 2 or behind[0].subject.family is not Family.FLOW:
            return behind
        return behind[1:] if behind[1].subject.family in PARTS else behind

    def _thing_behind(self, group: Sequence[Term], quantity: Quantity, right: int) -> list[Term]:
        """Find the thing that follows the number of what was done: “制发5件规范性文件”."""
        if group[-1].subject.family is not Family.DOCUMENT or any(term.subject.rows for term in group):
            return []
        behind = [t for t in self._among(quantity.end, right) if t.subject.rows][:1]
        return [] if not behind or self._rest(quantity.end, behind[0].start, ()) else behind

    def _of_persons(self, quantity: Quantity) -> bool:
        """Whether those who applied are counted, each for himself; not “3名村民联名提交的申请1件”."""
        if quantity.unit not in PERSONS:
            return False
        clause = re.split("[,;。]", self.text[quantity.end :], maxsplit=1)[0]
        return not any(word in clause for word in _JOINTLY) and not counted(clause, 0, len(clause))

    def _of_its_kind(self, group: Sequence[Term]) -> str:
        """Tell that a thing was only shown, or is the own level's beside another's: “市建议4件、县5件”."""
        subject, own = group[-1].subject, _OWN_LEVEL.search(self.text, 0, group[0].start)
        if not subject.topic and "件" in subject.units:  # “公开人大代表建议3件、政协提案2件”
            alike = [
                t
                for t in self.terms
                if t.subject.family is subject.family and self.text[t.end : t.end + 1].isdecimal()
            ]
            if any(_SHOWN.search(self.text, 0, term.start) for term in alike):
                return "公开"
        if own is None:
            return ""
        before = [_OF_LEVEL.search(self.text, 0, t.start) for t in self.terms if t.subject is subject]
        return f"{own[0]}级" if len({level[1] for level in before if level}) > 1 else ""

    def _share_of_more(self, start: int, end: int, told: Sequence[Term]) -> bool:
        """Whether a share is said to be of what the words `told` count some of."""
        named = self._among(start, end) if told and _SHARE.match(self.text, start) else ()
        whole = {key for term in named for reading in term.subject.readings[:1] for key in reading.plus}
        return len(named) == 1 and any(whole > {*r.plus} for term in told for r in term.subject.readings[:1])

    def _over_the_year(
        self, each: Quantity, group: Sequence[Term], scope: str, quantity: Quantity, left: int
    ) -> bool:
        """Whether an event told of each month or quarter is told of the year: “每季度1次，全年共4次”."""
        alike = len(group) == 1 and group[0].subject.event and quantity.unit == each.unit
        if not alike or not _EACH.fullmatch(scope) or self.text.count("每", 0, quantity.start) > 1:
            return False
        return _OVER_THE_YEAR.fullmatch(self.text, left, quantity.start) is not None

    def _all_but_those_left(self, quantity: Quantity) -> bool:
        """Whether a number is said to be all but what is left: “除2件结转下年外，其余33件申请均已办结”."""
        ends = self.text.endswith(("其余", "其余的"), 0, quantity.start)
        ends = ends and ("申请" in self.text or not OTHER_BUSINESS.search(self.text))
        but = _ALL_BUT.search(self.text, 0, quantity.start) if ends else None
        if but is None or self.numbers[0].start < but.start():
            return False
        return any(t.subject.part is Part.LEFT for t in self._among(but.start(), but.end()))

    def _goes_on_about(self, start: int, end: int) -> bool:
        """Whether nothing else that may be narrowed begins there: “诉讼12件，败诉2件，其中信息公开类0件”."""
        anew = [t.subject for t in self._among(start, end)] if start < end else []
        return not any(s.part in {Part.CAME, Part.NEWLY} or (s.rows and not s.columns) for s in anew)

    def _of_several_kinds(self, group: Sequence[Term]) -> bool:
        """Whether a result may be that of several kinds of cases: “复议11件、诉讼7件，除2件未审结外”."""
        clause, subject = behind_marks(self.text, group[0].start, ",;"), group[-1].subject
        if subject.rows and subject.columns:  # “诉讼12件(其中信息公开4件)，败诉2件”
            return _SOME_OF_THEM.search(self.text, 0, clause) is not None
        if not subject.columns or not self.text.startswith("除", clause):
            return False
        return len({term.subject.rows for term in self.before(clause) if term.subject.rows}) > 1

    def _body_before_brackets(self, start: int, end: int) -> str:
        """Name the body of which more is told behind its brackets: “教育系统(含直属学校)共收到45件”."""
        opening = self.text.rfind("(", start, end)
        if itself := _ITSELF.search(self.text, start, end):  # “县教育局(本级)收到20件”
            return itself[0]
        limiting = self._limits(start, opening)
        return limiting if AREA.match(limiting) or names_a_body(limiting) else ""

    def without_court(self, named: Sequence[Term]) -> list[Term]:
        """Leave out the court, or the case in general, where its kind was named.

        “直接起诉7件，法院维持4件”, “未经复议直接起诉的20件行政诉讼中，维持11件”.
        """
        kinds = [t for t in self.terms if t.subject.rows and not self._is_court(t)]

        def is_named(term: Term) -> bool:
            narrower = [t for t in kinds if {*t.subject.rows} < {*term.subject.rows}]
            if self._is_court(term):
                return bool(narrower)
            return any(_SO_MANY_OF.fullmatch(self.text, t.end, term.start) for t in narrower)

        return [term for term in named if not is_named(term)]

    def _is_court(self, term: Term) -> bool:
        return self.text.startswith(("法院", "人民法院"), term.start)

    def _is_channel(self, term: Term) -> bool:
        """Whether a word names a channel of publication: 网站, 微信."""
        channels = self.vocabulary.spoken.channels
        fact = term.subject.family is Family.FACT and channels
        return bool(fact) and re.search(channels, self.text[term.start : term.end]) is not None

    def _counts_channels(self, quantity: Quantity, left: int) -> bool:
        """Whether a number counts the channels themselves: “网站、微信两个平台”, “微信公众号1个”."""
        behind = [
            term for term in self._among(quantity.end, len(self.text))[:1] if term.start == quantity.end
        ]
        if behind and quantity.unit == "个" and self._is_channel(behind[0]):  # “1个网站、1个微信公众号”
            return not self.text.endswith(_CONTENT, 0, behind[0].end)
        last = [term for term in self._among(left, quantity.start)[-1:] if self._is_channel(term)]
        if not last or _CHANNELS.match(self.text, quantity.end):
            return bool(last)
        accounts = quantity.unit == "个" and _ACCOUNTS.fullmatch(self.text, last[0].end, quantity.start)
        return bool(accounts) and not self.text.endswith(_CONTENT, 0, last[0].end)

    def _stated(
        self,
        subject: Word,
        quantity: Quantity,
        readings: tuple[Meaning, ...],
        *,
        scope: str,
        span: tuple[int, int],
        label: str,
        whole: bool = False,
        about: str = "",
    ) -> Claim:
        start, end = span
        return Claim(
            subject=subject.key,
            label=label,
            amount=quantity.amount,
            unit=quantity.unit,
            slack=quantity.slack,
            readings=readings,
            firm=subject.firm,
            topic="" if self._is_topic(subject, quantity) else subject.topic,
            scope=scope,
            when=self._when(span[0]),
            quote=self.text[start:end],
            start=start,
            end=end,
            whole=whole,
            about=about,
        )
