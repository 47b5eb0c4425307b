"""What limits a number to a part: words before and among its own, and what the sentence said before."""

import re
from collections.abc import Sequence

from toolkit.rules.prose.even_text import HAN, Quantity, behind_marks, seldom
from toolkit.rules.prose.limits import (
    NEAR,
    OTHER_BUSINESS,
    SAYS_ALL,
    limits,
    names_a_body,
    passes_on,
    without_everybody,
)
from toolkit.rules.prose.readings import lawful_readings
from toolkit.rules.prose.sentences.applicants import (
    APART,
    among_theirs,
    cases_before,
    is_ones_own,
    of_those_before,
)
from toolkit.rules.prose.sentences.deeds import (
    APPLICATIONS,
    DOCUMENT_DEEDS,
    QUOTED,
    every_dispute,
    in_court,
    other_applications,
    other_deeds,
)
from toolkit.rules.prose.sentences.how_many import none_of, put_there, some_shown, such, which_news
from toolkit.rules.prose.sentences.leads import ABOUT, MOST, REASONS, SO_ENDED, led_in
from toolkit.rules.prose.sentences.sentence import Sentence
from toolkit.rules.prose.sentences.some import (
    another_event,
    came_at,
    no_others,
    some_trained,
)
from toolkit.rules.prose.vocabulary import (
    AREA,
    CAME,
    DONE,
    OTHER_DEEDS,
    Family,
    Meaning,
    Part,
    Term,
    Vocabulary,
    not_neutral,
)
from toolkit.rules.prose.vocabulary import Word as Subject

_OTHERS_ASK, _OURS_BEFORE = seldom(f"申请{HAN}{{0,4}}$"), ("信息公开申请", "依申请公开")
_OF_ONE = frozenset({Part.NEWLY, Part.DONE})  # what may be told of one applicant: “企业申请办结26件”
# Not all that came was an application.
_WAY_IN = seldom(
    r"(?:网站|微信|公众号|小程序|客户端|APP)[^,;。\d]{0,14}(?:入口|通道|功能|模块|专栏|系统)[^,;。\d]{0,4},$"
)
_NOT_COUNTED = seldom(
    r"其中(?:政府信息公开|信息公开|依申请公开)?的?申请(?=[共约有为]?\d)|(?:不属于|不是|不符合|非)(?:政府)?信息公开(?:申请|范围|条件)|不予受理|未予受理"
    r"|最[多大高少]的一[次批天件个]|实际(?:新收|收到|受理|办理)|(?:剔除|扣除|除去|减去|不含|不包括)"
)
# “现行有效213件，其中以本局名义印发的17件”, not “其中本年印发2件”
_SOME_IN_FORCE = seldom(r"有效[^,;。]{0,16}\d+[件份个],其中(?![^;。]{0,16}(?:年|新))[^;。]*$")
_EACH_PUT_ON = seldom(
    r"(?:建议|提案|文件)[^;。]*\d件(?:[已均都]|全部)*在(?:县|市|区|政府|门户)*$"
)  # “应公开的17件已在网站公开”
_PUT_AMONG = ("计入", "列入", "归入", "记入")  # “撤回申请3件，计入其他处理1件”
_TAKEN_OFF = seldom(r"(?:剔除|扣除|除去|减去|不含|不包括)[^;。\d]*\d")  # “扣除重复申请1件后，实际办理53件”
_OTHERS_SUM = re.compile("(?:主动公开|建议|提案|[、和])+")
_SIDE_BY_SIDE = seldom(r"(?:(?:案件)?\d+[件起宗例][、,和及与])?")  # “复议诉讼” too
_SUMMED = seldom(r"(?:案件)?(?:一?共计?|合计|总计|总共)\d+[件起宗],?\(?其中")
_ANSWERED_SO = seldom("(?:而|行为)?(?:被|引[发起]|导致|产生)[^,;。]{0,8}")  # “因信息公开答复被申请复议1件”
_NOT_THEIRS = "".join(f"(?<!{deed})(?<!{deed}决定)" for deed in OTHER_DEEDS)
_AGAINST = re.compile(
    rf"(?:(?:申请人|当事人|群众)?[对就][^,;。\d]{{2,12}}|(?:因|对|就)?(?:申请人|当事人)?){_NOT_THEIRS}(?:不服|不满)"
    rf"(?![^,;。]{{0,12}}(?:{'|'.join(OTHER_DEEDS)}))[^,;。]{{0,20}}(?:提起|申请|引发|引起|提出)?的?$"
    r"|(?<!的)(?:申请人|当事人|群众)$|向[^,;。\d]{2,12}(?:提起|申请|提出)的?$"
)
_ONLINE = ("线上", "网上", "网络")
_WITH = re.compile("(?:[与和]|(?<!连)同)(?:本年度?|今年|全年)?$")
_TOGETHER_WITH = seldom("(?:连同|加上|算上|计入|含|包括|包含)(?:了)?$")
_DEALT = ("办结", "办理", "答复", "处理", "回复")
_THIS_YEAR = re.compile("本年|全年")
_OF_THE_DONE = seldom(r"(?:办结|答复)[^;。\d]*\d+件[,(]?(?:其中|包?[括含])[^;。]*$")  # “其中今年收到30件”
# All are divided once more: “…，其他8件；从答复结果看，予以公开9件”.
_BY_RESULT = seldom(r";[^,;。\d]{0,5}[复理]结果|其他[^,;。\d]{0,6}\d+\w;")
# In some of the year's inspections: “开展安全检查326次，行政处罚12起”.
_CAMPAIGN = seldom(
    r"(?:(?<!行政)检查|抽查|巡查|排查)[^,;。\d]{0,8}\d|专项|整治|行动|赋权|事项清单|[权责]力?清单|可以?(?:依法)?实施|查[处办][^,;。\d]{2,24}等(?:案件|违法|行为)"
)
_AT_THE_COUNTER = seldom("即办|承诺件|网办")  # matters are counted, of which not all are decided
_HOW_MANY_STOOD = seldom(r"年初[^;。\d]{0,12}(?<!制定)(?<!出台)(?<!印发)(?<!计划)")
# Of all years: “截至年底，公众号累计发布1680条”, “自开通以来发布1680条”.
_EVER = seldom(
    r"截[至止][^;。]{1,24}?累计|累计(?:截?[至止]|到)|(?:建[站号]|开[通办设]|上线|创[办建]|运行)[^,;。\d]{0,4}以来|历年"
)
_EVER_SAYS = ("累计", "以来", "历年")
_AGAIN_THIS_YEAR = seldom(r"当年|今年|全年|年内|本年(?!度?[末底])")
# “6件隐去个人信息后部分公开”
_MASKED = seldom(
    r"(?:隐[去藏匿]|遮[去盖挡蔽]|删[去除]|去除|抹去|屏蔽|剔除)[^,;。\d]{1,12}后(?:予以|依法|再)*$"
)
_SO_MANY = seldom(r"[^,;。\d]{0,6}\d+余?[件次人条起]")  # “接待信访126件，不予处理8件”
# Who agrees or does not is the third party that was asked: “征求第三方意见5件，其中同意公开的2件”.
_THIRD_PARTY = seldom("征[求询][^,;。]{0,4}第三[方人][^。]*其中[^,;。]{0,4}$")
# “以市政府为复议机关的92件”, “58件由市政府办公室答复，由此被申请行政复议5件”
_HEARD_BY = seldom(r"以[^,;。\d]{1,12}为$|由此(?:被|引[发起]|产生|申请|提起)*的?$")
# Documents by whether they are made public: “主动公开211件、依申请公开167件、不予公开256件”.
_OF_DOCUMENTS = seldom(r"主动公开的?\d+[件份篇][、,;](?:属)?依申请公开的?\d+[件份篇][、,;][^,;。\d]{0,6}$")
_OF_ITSELF = "本级"  # beside what others of the area did
# “印发《清河县物业管理办法》等规范性文件3件”
_TITLES = seldom(r"(?:《[^《》]{1,60}》[、和及]?)+等")
_MATTERS_OF = seldom("(?:方面|工作|业务),")  # “行政许可方面，作出决定83件”
_ABOUT_CASES = seldom("方面,?")  # “行政复议方面，共4件”
_ASIDE = {
    Family.DOCUMENT: _TITLES,
    Family.DECISION: _MATTERS_OF,
    Family.CASE: _ABOUT_CASES,
    Family.OUTCOME: MOST,
    Family.WHO: MOST,
    Family.FACT: MOST,
}


class Scoped(Sentence):
    """A sentence read from left to right: what was counted before may limit what is counted next."""

    def __init__(self, text: str, vocabulary: Vocabulary, numbers: Sequence[Quantity]) -> None:
        """Begin to read it; ``last`` is the number read before, with its words and its scope."""
        super().__init__(text, vocabulary, numbers)
        self.inherited = ""
        self.matter = ""
        self.last: tuple[Quantity, list[Term], str] | None = None

    def _scope(self, left: int, place: int, group: Sequence[Term]) -> str:
        """Tell what limits a number at `place` whose words are `group`.

        What leads them in is harmless unless it limits; what stands among them and before the number is the
        thing counted, and has to be known.
        """
        family, first = group[-1].subject.family, group[0].start
        if told := such(self.text, group, left, first):
            first = max(left, told.start())  # “全年土地登记、规划核实等行政许可31件”
        lead = led_in(group, self.text[left:first], several=bool(self._ones_before(group[-1])))
        against = _AGAINST.search(lead) if family is Family.CASE else None
        if against:  # why somebody went to court says nothing about how many did
            lead, first = lead[: against.start()], left + against.start()
        carrying = self._carrying(group)
        others = [t for t in self._among(left, first) if t.subject.family is not family and t not in carrying]
        if family is Family.CASE:  # “收到因政府信息公开提起的行政复议申请1件”
            others = [
                t
                for t in others
                if not (t.subject.part in CAME and "公开" in self.text[t.end : first])
                and not (t.subject.part is DONE and _ANSWERED_SO.fullmatch(self.text, t.end, first))
            ]
        others = [t for t in others if t.subject.key or not self.text.startswith("内", t.end)]  # “答复期限内”
        if others and group[-1].subject.part in _OF_ONE and is_ones_own(self.text, others[-1], first):
            return ""
        if others and family is Family.OUTCOME and (theirs := among_theirs(self.text, others, first)):
            others, lead = [], self.text[theirs:first]  # “企业申请中予以公开9件”: `owners` says whose
        if others:
            return self.text[others[-1].start : others[-1].end]
        counted_here, tail = self._counted_here(group, place), self.text[group[-1].end : place]
        if family is Family.OUTCOME and _OF_DOCUMENTS.search(self.text, 0, group[0].start):
            return "主动公开"
        if family is Family.CASE and (heard := _HEARD_BY.search(self.text, 0, first)):
            return heard[0]
        if family is Family.FLOW:
            whose = not_neutral(without_everybody(tail)) if len(group) == 1 else counted_here
            counted_here = whose if counted_here else limits(tail)
        if family is Family.FLOW and not self._speaks_of_before(group[-1].subject.topic, place):
            counted_here += self._whose_business(max(0, first - NEAR), left)
        elif family is Family.FLOW:
            counted_here += other_applications(self.text, max(0, first - NEAR), left, first, place)
        if _WITH.search(lead) and (both := SAYS_ALL.search(tail)):
            return both[0]  # “行政强制3件，与行政处罚合计71件”
        limiting = limits(lead) + other_deeds(group[-1].subject, lead, tail) + counted_here
        if family is Family.DOCUMENT and counted_here.endswith("政府"):  # “印发县政府规范性文件5件”
            limiting += "名义"
        if limiting == "业务" and group[-1].subject.event and "公开" in self.text[:first]:
            return ""  # “召开政务公开会议6次，组织业务培训3次”
        if limiting in _ONLINE and self._is_channel(group[-1]):
            return ""
        if limiting and family is Family.FACT:  # of a town too “镇人大代表建议11件” are but its own level's
            limiting += self._of_its_kind(group)
        return limiting + _OF_ITSELF if limiting and _OF_ITSELF in self.text else limiting

    def _behind_owner(self, left: int, place: int, group: Sequence[Term]) -> int:
        """Where begins what leads in an outcome behind whose it is: “企业申请中有9件予以公开”."""
        others = self._among(left, place) if group[-1].subject.family is Family.OUTCOME else ()
        return (among_theirs(self.text, others, place) if others else 0) or left

    def _without_reasons(self, group: list[Term]) -> list[Term]:
        """Leave out the words that only tell why something ended as the last one says."""
        if len(group) < 2 or group[-1].subject.family is not Family.OUTCOME:
            return group
        return group[-1:] if REASONS.search(self.text, 0, group[-1].start) else group

    def _reason(self, start: int, group: Sequence[Term]) -> int:
        """Tell where the reason begins that stands before these words; where they begin, if there is none."""
        place = group[0].start
        if group[-1].subject.family is not Family.OUTCOME:
            return place
        of_one = self._ones_before(group[-1]) or self._ended_above(group[-1])
        within = ABOUT.search(self.text, start, place) if of_one else None
        reason = within or _MASKED.search(self.text, start, place) or REASONS.search(self.text, start, place)
        return reason.start() if reason else place

    def _counted_here(self, group: Sequence[Term], place: int) -> str:
        """Tell what stands among the words of a number and before it, and is none of the thing counted."""
        if self._is_channel(group[-1]) and (account := QUOTED.match(self.text, group[-1].end, place)):
            return account[0] + self._rest(account.end(), place, ())
        if self._is_channel(group[-1]) and (
            some_shown(self.text, group[-1], place) or put_there(self.text, group[-1], place)
        ):
            return ""
        if self._some_trained(group[-1], place):
            return ""
        # “收到申请，共29件”, “予以公开（5件）”
        counted = self._rest(group[0].start, place, group).strip(",()")
        aside = _ASIDE.get(group[-1].subject.family)
        if not counted or aside is None:
            return counted
        ends = [*(term.start for term in group[1:]), place]
        gaps = [self.text[term.end : end] for term, end in zip(group, ends, strict=True)]
        return (
            not_neutral(aside.sub("", "".join(gaps))).strip(",()") if aside.search("".join(gaps)) else counted
        )

    def _ones_before(self, term: Term) -> list[Meaning]:
        """Give what a word before counts of which this one is some: “不予公开3件，其中涉及过程性信息1件”."""
        within = {key for reading in term.subject.readings[:1] for key in reading.plus}
        above = [t for t in self.before(term.start) if t.subject.family is term.subject.family]
        return [r for t in above for r in t.subject.readings[:1] if within < set(r.plus)]

    def _ended_above(self, term: Term) -> bool:
        """Whether the next clause says how what is one row's ended: “4件涉及第三方权益，不予公开”."""
        within = {key for reading in term.subject.readings[:1] for key in reading.plus}
        following = self._among(term.end, len(self.text))[:1]
        ended = [t for t in following if SO_ENDED.fullmatch(self.text, term.end, t.start)]
        ended = [t for t in ended if self.text[t.end : t.end + 1] in ("", *",;。)")]
        return any(within < {*r.plus} for t in ended for r in t.subject.readings[:1])

    def _whose_business(self, start: int, end: int) -> str:
        """Tell what business, or whose, was counted before in a sentence without applications.

        “服务中心接件326件，办结325件”.
        """
        if other := self._other_business(start, end):
            return other[0]
        uncounted = self.last is None and any(n.end <= end and n.unit == "件" for n in self.numbers)
        limiting = self._limits(start, end) if uncounted else ""
        return limiting if passes_on(limiting) else ""

    def _other_business(self, start: int, end: int) -> re.Match[str] | None:
        """Find other business, in words that are not those of an outcome: “信访类不予处理1件”."""
        outcomes = [t for t in self._among(start, end) if t.subject.family is Family.OUTCOME]
        found = OTHER_BUSINESS.finditer(self.text, start, end)
        return next((o for o in found if not any(t.start <= o.start() < t.end for t in outcomes)), None)

    def _passed_on(self, group: Sequence[Term]) -> str:
        """Tell what limits these words from before.

        A figure of its own is no part of what was made public, or of other business.
        """
        subject = group[-1].subject
        if subject.family is Family.FACT and (
            _OTHERS_SUM.fullmatch(self.inherited)
            or ("元" in subject.units and not names_a_body(self.inherited))
        ):
            return ""
        if self.inherited and (self._in_full(group) or self._told_anew(group)):
            self.inherited = ""
        return self.inherited

    def _in_full(self, group: Sequence[Term]) -> bool:
        """Whether words name what they count in full, so that no other business before them limits it.

        “办理工单1286件，收到政府信息公开申请29件”, “公开规范性文件3件；制发规范性文件4件”.
        """
        subject = group[-1].subject
        if subject.family is Family.DOCUMENT:
            both = any(t.subject.rows for t in group) and any(t.subject.columns for t in group)
            return both and not DOCUMENT_DEEDS.sub("", self.inherited.replace("主动公开", ""))
        if subject.family is Family.DECISION and self.inherited in self.text[: group[0].start]:
            before = self.vocabulary.terms(self.inherited)
            if before and all(term.subject.family is Family.DECISION for term in before):
                return True  # “受理行政许可申请870件，作出行政许可决定826件”
        if _OTHERS_ASK.search(self.inherited) and self.text.endswith(_OURS_BEFORE, 0, group[0].start):
            return True  # “住房保障申请收到35件；信息公开申请收到18件”
        other = OTHER_BUSINESS.search(self.inherited) and not AREA.search(self.inherited)
        named = (subject.part in CAME or subject.part is DONE) and APPLICATIONS.match(
            self.text, group[-1].end
        )
        return bool(other and named) and not names_a_body(self.inherited)

    def _told_anew(self, group: Sequence[Term]) -> bool:
        """Whether what is left is told for itself: “办结103件，其中延期9件；年末结转下年4件”."""
        apart = self.text.rfind(";", 0, group[0].start)
        left = group[-1].subject.part is Part.LEFT
        return left and not passes_on(self.inherited) and self.text.rfind("其中", 0, group[0].start) < apart

    def _some_trained(self, term: Term, place: int) -> bool:
        """Whether it is told who came to the event counted before, or to those of the year."""
        known = self.last is not None or not any(n.end <= term.start for n in self.numbers)
        return known and some_trained(self.text, term, place)

    def _of_that_event(self, group: Sequence[Term]) -> str:
        """Tell what the event counted just before was about: “组织法治培训6次，参训430人次”."""
        if not group[-1].subject.event:
            return ""
        if self.last is None:
            others = another_event(self.text, group[0].start)
            return others[0] if others else ""
        quantity, before, scope = self.last
        follows = ";" not in self.text[quantity.end : group[0].start]
        return scope if before[-1].subject.event and follows else ""

    def _aside(self, group: Sequence[Term]) -> str:
        """Tell why an outcome may be that of a part.

        “其中涉及征地11件，予以公开5件”, “主动公开9条，其中不予公开8件”.
        """
        family = group[-1].subject.family
        if self.text.find("某", 0, group[0].start) >= 0:  # “申请人王某先后提起复议3件”
            return "某"
        if family is Family.FLOW:
            return self._of_others(group, self.before(group[0].start))
        if family is Family.DOCUMENT:
            if _SOME_IN_FORCE.search(self.text, 0, group[-1].end):
                return "其中"
            first = self.text.rfind("年初", 0, group[0].start)  # “年初现行有效17件，制发4件，年末19件”
            return (
                "年初" if first >= 0 and _HOW_MANY_STOOD.fullmatch(self.text, first, group[0].start) else ""
            )
        if family is Family.CASE and (every := every_dispute(self.text, group[0].start, group[-1].end)):
            return every
        if family is Family.CASE and self._of_several_kinds(group):
            return "除"
        if family is Family.CASE and "公开" not in self.text:
            members = self.vocabulary.spoken.members
            kinds = any(term.subject.key in members for term in self.terms)
            return in_court(self.text, group[-1].end, of_the_form=kinds)
        if family is Family.DECISION and "决定" not in self.text[group[0].start : group[-1].end]:
            campaign = _CAMPAIGN.search(self.text, 0, group[0].start) or _AT_THE_COUNTER.search(self.text)
            return campaign[0] if campaign else ""
        if family is Family.FACT:
            ever = _EVER.search(self.text) if any(word in self.text for word in _EVER_SAYS) else None
            if ever and not _AGAIN_THIS_YEAR.search(self.text, ever.end(), max(ever.end(), group[-1].end)):
                return ever[0]
            if _EACH_PUT_ON.search(self.text, 0, group[0].start):
                return "其中"
            news = which_news(self.text, group[0].start) if self._is_channel(group[-1]) else ""
            return self._of_its_kind(group) or news
        if family is not Family.OUTCOME:
            return ""
        other = None if "申请" in self.text else self._other_business(0, group[0].start)
        if other and _SO_MANY.match(self.text, other.end(), group[0].start):
            return other[0]
        if self.text.endswith(_PUT_AMONG, 0, group[0].start):
            return _PUT_AMONG[0]
        if self.text.startswith("同意", group[0].start) and _THIRD_PARTY.search(self.text, 0, group[0].start):
            return "第三方"
        if cases := cases_before(self.text, self.before(group[0].start), group[0].start):
            return cases
        if self.matter and _BY_RESULT.search(self.text, 0, group[0].start):
            self.matter = ""
        flows = [t for t in self._flows if t.start < group[0].start]
        place = self.text.find("主动公开", flows[-1].end if flows else 0, group[0].start)
        before = self.before(group[0].start)
        return self.matter or of_those_before(self.text, before) or ("主动公开" if place >= 0 else "")

    def _of_others(self, group: Sequence[Term], before: Sequence[Term]) -> str:
        """Tell which cases or which of the applications a flow is limited to.

        “行政诉讼2件，其中上年结转1件”, “上年结转的3件办结3件”, “收到22件，其中2件不属于政府信息公开申请”.
        """
        cases = [t for t in before if t.subject.family in {Family.CASE, Family.DECISION}]
        if cases and "申请" not in self.text[cases[-1].end : group[0].start]:
            return self.text[cases[-1].start : cases[-1].end]
        carried = [
            t
            for t in before
            if t.subject.part is Part.BROUGHT and not _TOGETHER_WITH.search(self.text, 0, t.start)
        ]
        if carried and group[-1].subject.part is DONE and carried[-1] not in group:
            between = self.text[carried[-1].end : group[0].start]
            alone = not any(t.subject.part in CAME for t in self.terms)
            if _THIS_YEAR.search(between) and any(t.subject.part is Part.LEFT for t in self.terms):
                alone = False  # “上年结转2件，全年办结17件，结转下年2件”
            if alone or not APART.search(between):
                return self.text[carried[-1].start : carried[-1].end]
        if group[-1].subject.part is Part.BROUGHT and self.text.endswith(_DEALT, 0, group[-1].end):
            with_it = _TOGETHER_WITH.search(self.text, 0, group[0].start)
            return with_it[0] if with_it else ""  # “连同上年结转办结34件”
        if group[-1].subject.part is Part.CAME and _OF_THE_DONE.search(self.text, 0, group[0].start):
            return "其中"
        clause = behind_marks(self.text, group[0].start, ",;")
        excepted = carried and group[-1].subject.part is Part.LEFT and self.text.startswith("除", clause)
        if excepted and not self._beside_what_came(carried[-1], clause):
            return self.text[carried[-1].start : carried[-1].end]
        if group[-1].subject.part in CAME and (way_in := _WAY_IN.search(self.text, 0, clause)):
            return way_in[0]
        if group[-1].subject.part not in CAME:
            off = _TAKEN_OFF.search(self.text, 0, group[0].start)
            return off[0] if off else ""
        found = came_at(self.text, group[0].start) or _NOT_COUNTED.search(self.text)
        return found[0] if found else ""

    def _beside_what_came(self, brought: Term, place: int) -> bool:
        """Whether what was brought was but told with what came, all of which is meant again at `place`.

        “应办35件（新收31件、上年结转4件），除2件结转外”, “新收31件、上年结转4件，共35件，除2件结转外”.
        """
        number = next((n for n in self.numbers if n.start >= brought.end), None)
        if number is None or not any(t.subject.part in CAME for t in self.before(brought.start)):
            return False
        return any(number.end < n.start < place for n in self.numbers) or self._in_brackets(
            brought.start, number.end, place
        )

    def of_which(self, family: Family, named: Sequence[Term]) -> tuple[tuple[Subject, ...], ...]:
        """Give the kinds of cases or documents that a result may be that of.

        The one named last, all that were named as one with it or counted beside it (“行政复议及行政诉讼6件”,
        “复议5件、诉讼1件”), or what it is a part of (“行政诉讼8件，其中复议后起诉3件，2件尚未审结”).
        """
        rows = self.without_court([t for t in named if t.subject.family is family and t.subject.rows])
        together = rows[-1:]
        for term in reversed(rows[:-1]):
            if not self._joined((term, together[0])) and not _SIDE_BY_SIDE.fullmatch(
                self.text, term.end, together[0].start
            ):
                break
            together.insert(0, term)
        last = [term.subject for term in together]
        if len(last) > 1 and _SUMMED.match(self.text, together[-1].end):  # “复议、诉讼共9件，其中2件未审结”
            return (tuple(last),)
        above = [t.subject for t in rows if last and set(t.subject.rows) > set(last[-1].rows)]
        return tuple(dict.fromkeys((tuple(last[-1:]), tuple(last), *((one,) for one in above[-1:]))))

    def _lawful(
        self,
        group: Sequence[Term],
        earlier: tuple[tuple[Subject, ...], ...] = (),
        *,
        together: bool = False,
    ) -> tuple[Meaning, ...]:
        """Give what a number beside these words may mean; a result may be that of each of the `earlier`.

        `together`: the number is their sum, however they are told.
        """
        joined = together or self._joined(group)
        return lawful_readings(tuple([t.subject for t in group]), earlier, joined=joined)

    def meanings(self, terms: Sequence[Term]) -> tuple[Meaning, ...]:
        """Give what a thing may mean by itself that these words name: “复议纠正”."""
        family = terms[-1].subject.family
        subjects = tuple([term.subject for term in terms if term.subject.key])
        if len(subjects) < len(terms) or any(subject.family is not family for subject in subjects):
            return ()
        earlier = self.of_which(family, self.before(terms[0].start))
        return lawful_readings(subjects, earlier, joined=False) or subjects[-1].readings

    def none_of(self, start: int, end: int) -> int | None:
        """Where it begins that there was none of what stands there; None where it is not said."""
        return none_of(self.text, start, end)

    def no_others(self, place: int) -> str:
        """Tell that it is said at `place` of others than those told before that there were none."""
        return no_others(self.text, place)
