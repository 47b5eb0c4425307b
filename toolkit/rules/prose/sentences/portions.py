"""Numbers that are portions of one before: shares and rates, what is narrowed, one's own part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile

from toolkit.rules.prose.claim import EVERY, Claim
from toolkit.rules.prose.even_text import HAN, Quantity, behind_marks, counted, han_number, seldom
from toolkit.rules.prose.limits import NARROWED, body_in, names_a_body
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.vocabulary import (
    APPLICATION_NOUN,
    AREA,
    CAME,
    CASES,
    DONE,
    IS_MAIN,
    ITSELF,
    OF_ALL_APPLICANTS,
    PARTS,
    Family,
    Key,
    Meaning,
    Term,
)

_WHOLES = frozenset({Family.FLOW, Family.OUTCOME})  # what a share may be a share of
_OUT_OF_THESE = seldom(r"[^,;。:\d]{0,16}的\d+件(?:(?:政府)?信息公开)?(?:申请)?[当之]?中,")
_WHO = seldom("法人|自然人|公民|组织|公众|群众")
# Who hears cases, or what one does with them who hears them or is reported.
_HEARD = seldom(
    r"代(?:理|表)?[省市县区]?(?:人民)?政府|(?<![向被经由])复议(?:机关|机构|应诉|委员会|局|办)|司法局"
    r"|(?P<deed>(?:收到|接收|受理|办理|审理|新收|登记)[^,;。\d]{0,6}复议)"
)
# Shares of the counts before, in their order.
_SHARES = seldom(
    r"[,;](?:[^,;。\d]{0,12}占[^,;。\d]{0,8}(?:分别|依次)|(?:分别|依次)(?:占|[同环较比增下上减提升降]))"
    r"[^,;。\d]{0,12}(?=\d)"
)
_ITSELF_IN = seldom(
    rf"[,(;]其中[:,]?(?P<body>{HAN}{{0,12}}?(?:[局委办厅院镇乡]|街道|中心|办公室))(?:机关|本级|本部)?"
)
_APPLICATIONS = seldom("[,;](?:政府信息公开|信息公开|依申请公开)申请")
_REST = frozenset({"其余", "剩余", "余下"})
_SUMMED = seldom("(?:合计|总计|之和|相加)(?:为|是|约|占比?)*$")  # “因四舍五入，合计为99.99%”
_MOST_OF_THEM = seldom("多|主要|大部|基本|等$|分别|各")
_SHORT = 24  # characters of what a share is said to be of
_ENDED_OR_NOUN = seldom(r"[,;。()]|$|的?(?:政府信息公开|信息公开)?申请")
_ENDED = seldom("[,;。()]|$")
_NEWS = frozenset({"条", "篇"})
# What a channel did that need not be named again; “发布” may be said of all of them.
_PUT_OUT = seldom(
    r"(?:全年|本年度?|今年|年内|当年|累计|[总合]?共计?|先后|及时|已)*(?:(?P<alone>推送|编发|推文|刊发)|发布|更新|推出)了?"
    r"(?:各类|政府|政务|公开|信息|图文|推文|内容|作品|消息|文章|稿件|[总合]?共计?|累计|合计|达|约)*"
)
_AND_OTHERS = seldom("等|渠道|平台|矩阵|为主|新媒体|小程序|客户端|APP")
_OF_THESE_SOME = seldom("[,;(]?(?:其中|分别|包括|含)")
_SPEAKS = seldom(rf"(?:(?:{ITSELF}|县|政府|政务|官方|的)*(?:“[^“”]+”)?(?:政务|官方)?)")
_ACCOUNT = seldom("“[^“”]+”$")
_IN_ALL = seldom("次?[,、(]?(?:总?共计?|累计|合计|总计|计|覆盖|惠及|约)*")
# “2021年收到申请40件，2022年增至52件”
_AND_THIS_YEAR = seldom(
    "[,;]而?(?:本年度?|今年)(?:全年|度)?则?(?:(?:已|略|大幅|明显|快速)*(?:增|升|降|减|增加|增长|上升|提高|减少|下降|回落)了?[至到]了?|[为达是]到?|共|有)*"
)
_THAT_IS = seldom(r"[,(](?:即|合|折合|也就是)(?:人民币)?")  # “126.8万元（即1268000元）”
_IN_FULL = seldom("(?:政府信息公开|信息公开|依申请公开)申请(?:件|事项)?共?")
# What a share is said to be of; which of the wholes it is, the figures tell.
_OF_ALL = re.compile(
    r",?(?:约|分别)?占(?:已|全部|全年|当年|本年度?)?(?:办结|答复|办理|受理|新?收到?|申请|答复办理|依申请公开)"
    r"*(?:件)?(?:总数|总量|总件数|数量|件数|数|量)?的?(?:比例)?(?:约|为|达)*"
)
# “予以公开4件，部分公开2件，两者相加占办结总数的60%”
_SEVERAL_ARE = seldom(
    r",?(?:以上|上述|这)?(?P<count>[两二三四])(?:项|类|者)(?:合计|一?共计?|总计|相加|加起来)?(?=,?(?:约|分别)?占)"
)
_RATE = re.compile(r",?(?:总体|综合|当年|全年|年度)?(?P<what>(?:办结|答复|办复)率)(?:为|是|达到?|约)*")
RESULT_RATE = re.compile("率(?:为|是|达到?|约)*")  # “行政复议维持率为50%”
_IN_TURN = tuple("、和及与")  # “上年建议6件、提案10件，今年为9件、14件”


def _wholes_of(part: Meaning, results: Sequence[Sequence[str]]) -> Iterator[Meaning]:
    """Give what the share of a result may be of: of all, or of what ended with it or some of the `results`.

    “维持率” may leave out what is pending, or what ended otherwise; of what ended so, all did.
    """
    rows = dict.fromkeys((key.table, key.row) for key in part.plus)
    own = frozenset(key.column for key in part.plus)
    ended = max((frozenset(columns) for columns in results if own <= {*columns}), key=len, default=own)
    wider = (own.union(columns) for columns in results if ended.issuperset(columns))
    some = [columns for columns in wider if columns != own]
    for columns in dict.fromkeys((frozenset({"total"}), *some)):
        keys = tuple(Key(table, row, column) for table, row in rows for column in sorted(columns))
        yield Meaning(label=part.label.split("·")[0] + ("" if "total" in columns else "·已审结"), plus=keys)


class Portions(Scoped):
    """A sentence whose numbers may be shares or parts of those before them."""

    def _portion(self, quantity: Quantity, left: int) -> tuple[list[Term], str, Quantity | None] | None:
        """Give the words before of which this is a portion, what limits it, and the wider count."""
        if channel := self._channel_before(quantity, left):
            return channel, self._whose_account(channel[0]), None
        if risen := self._risen(quantity):
            return risen, self._limits(behind_marks(self.text, risen[0].start), risen[0].start), None
        if main := self._main_before(quantity, left):
            return main, self._limits(behind_marks(self.text, main[0].start), main[0].start), None
        if self.last is None:
            return None
        before, group, scope = self.last
        if self._narrows(quantity) or self._goes_on(quantity, left):
            by_matter = "公开" in self.text[before.end : quantity.start]  # not by whose they are
            came = group[-1].subject.family is Family.FLOW
            whose = body_in(scope) if by_matter and came else ""  # “县法院受理286件，其中信息公开类33件”
            self.inherited = self._heard_as_judge(group, before.start) or whose
            return group, self.inherited, None
        if itself := self._of_which_itself(quantity):
            return group, itself["body"], before
        if (
            quantity.unit == "%"
            and self._follows(quantity, left)
            and not _SUMMED.search(self.text, left, quantity.start)
        ):
            return group, scope, None
        if attended := self._attended(quantity):
            return attended, scope, None
        if before.unit == quantity.unit == "元" and _THAT_IS.fullmatch(self.text, before.end, quantity.start):
            return group, scope, None
        if self._of_this_year(quantity):
            return group, scope, None
        if scope.startswith("每") and self._over_the_year(before, group, scope, quantity, left):
            return group, "", None
        return None

    def _channel_before(self, quantity: Quantity, left: int) -> list[Term]:
        """Find the channel of which the clause before spoke: “公众号每日更新，全年发布信息242条”."""
        if quantity.unit not in _NEWS or self.text[left - 1 : left] != ",":
            return []
        deed = _PUT_OUT.fullmatch(self.text, left, quantity.start)
        start = behind_marks(self.text, left - 1)
        named = self._among(start, left) if deed else ()
        if len(named) != 1 or not self._is_channel(named[0]) or counted(self.text, start, left):
            return []
        if _AND_OTHERS.search(self.text, start, left) or _OF_THESE_SOME.match(self.text, quantity.end):
            return []
        subject = deed and (deed["alone"] or _SPEAKS.fullmatch(self.text, start, named[0].start))
        return [*named] if subject else []

    def _risen(self, quantity: Quantity) -> list[Term]:
        """Find of what the clause before spoke that rose to this: “受理量持续攀升，由上年的40件增至52件”."""
        for rise in self.rises:
            if rise.end == quantity.start and self.text[rise.start - 1 : rise.start] == ",":
                start = behind_marks(self.text, rise.start - 1)
                if not counted(self.text, start, rise.start):
                    return self._leading(self._among(start, rise.start))
        return []

    def _main_before(self, quantity: Quantity, left: int) -> list[Term]:
        """Find who the clause before a share was about: “自然人是主要申请群体，占全部申请的六成以上”."""
        if quantity.unit != "%" or not self._of_all(quantity, left):
            return []
        start = behind_marks(self.text, left - 1)
        named = [t for t in self._among(start, left) if t.subject.family is Family.WHO]
        main = IS_MAIN.match(self.text, named[0].end) if len(named) == 1 else None
        return named if main and main.end() == left - 1 else []

    def _whose_account(self, channel: Term) -> str:
        """Name the account of a channel, which may be another's."""
        account = _ACCOUNT.search(self.text, 0, channel.start)
        return account[0] if account else self._limits(behind_marks(self.text, channel.start), channel.start)

    def _attended(self, quantity: Quantity) -> list[Term]:
        """Find who came to the event counted just before: “培训5次，共240人次” is “培训240人次”."""
        assert self.last is not None  # noqa: S101 (asked before)
        before, group, _ = self.last
        event = group[-1]
        if not event.subject.event or quantity.unit != "人次" or before.unit == quantity.unit:
            return []
        if not _IN_ALL.fullmatch(self.text, before.end, quantity.start):
            return []
        words = self.text[event.start : event.end] + self.text[quantity.start : quantity.end]
        named = [t for t in self.vocabulary.terms(words)[:1] if t.subject.event and not t.start]
        if not named or not _ENDED.match(self.text, quantity.end):
            return []
        return [Term(named[0].subject, event.start, event.end)]

    def _of_this_year(self, quantity: Quantity) -> bool:
        """Whether it is this year's count of what last year's was told of just before."""
        assert self.last is not None  # noqa: S101 (asked before)
        before, group, _ = self.last
        last_year = next((end for _, end, within in self.times if end <= group[0].start and not within), None)
        if last_year is None or quantity.unit != before.unit or self.text.startswith(_IN_TURN, quantity.end):
            return False
        alone = not any(last_year <= number.start < before.start for number in self.numbers)
        return alone and _AND_THIS_YEAR.fullmatch(self.text, before.end, quantity.start) is not None

    def _follows(self, quantity: Quantity, left: int) -> bool:
        """Whether a percentage belongs to the count before it: “966件66.48%”, “67件，占4.61%”."""
        if self._of_all(quantity, left):
            return True
        alone = self.text[quantity.end : quantity.end + 1] in ("", *",;、()")
        if not alone and "占" not in self.text[left : quantity.start]:
            return False  # “不予公开4件,半数属于过程性信息”
        return not self._rest(left, quantity.start, ()) and not _WHO.search(self.text, left, quantity.start)

    def _of_all(self, quantity: Quantity, left: int) -> bool:
        """Whether it is said what the count before is a share of: “占办结总数的36%”, “占不予公开的60%”."""
        whole = _OF_ALL.fullmatch(self.text, left, quantity.start)
        return whole is not None or self._share_of_more(
            left, quantity.start, self.last[1] if self.last else ()
        )

    def _whose_share(self, quantity: Quantity, left: int) -> int:
        """Where the words end that name the part: before “占办结总数的25%”, else at the number."""
        if quantity.unit != "%":
            return quantity.start
        last = self._among(left, quantity.start)[-1:]
        if last and last[0].subject.columns and RESULT_RATE.fullmatch(self.text, last[0].end, quantity.start):
            return last[0].end
        left = behind_marks(self.text, quantity.start, ":", left)  # “各类结果占比：予以公开59.4%”
        place = self.text.find("占", left, quantity.start)
        return place if place >= 0 and self._among(left, place) else quantity.start

    def _wholes_before(self, group: Sequence[Term]) -> tuple[Meaning, ...]:
        """Give what a share of an applicant's or of an outcome may be of of parts told before; else ()."""
        told = list[Meaning]()
        if group[-1].subject.family is Family.WHO:
            before = [t for t in self.before(group[0].start) if t.subject.family in OF_ALL_APPLICANTS]
            told = [r for t in before if t.subject.part not in CAME for r in t.subject.readings]
        elif group[-1].subject.family is Family.OUTCOME:
            told = self._ones_before(group[-1])
        return (*self.vocabulary.spoken.wholes, *told) if told else ()

    def _share_of(self, quantity: Quantity) -> tuple[Meaning, ...]:
        """Give what a share says it is a share of: “占办结总数的36%”, “占全部申请的80%”.

        () where it does not say.
        """
        place = self.text.rfind("占", max(0, quantity.start - _SHORT), quantity.start)
        if place < 0 or re.search(r"[,;。:\d]", self.text[place : quantity.start]):
            return ()
        named = [t.subject for t in self._among(place, quantity.start) if t.subject.family in _WHOLES]
        bare = self.vocabulary.spoken.bare
        if not named and bare and APPLICATION_NOUN.search(self.text, place, quantity.start):
            named = [bare]
        return tuple(dict.fromkeys(reading for subject in named for reading in subject.readings))

    def _out_of_these(self, group: Sequence[Term]) -> tuple[Meaning, ...]:
        """Give of which it is said before that all shares are: “在办结的171件申请中，予以公开占38.7%”."""
        if self._ones_before(group[-1]):  # “…，无法提供占两成，其中85%系本机关不掌握”
            return ()
        these = _OUT_OF_THESE.search(self.text, 0, group[0].start)
        named = self._among(*these.span()) if these and group[-1].subject.family in PARTS else ()
        flows = [t.subject for t in named if t.subject.family is Family.FLOW]
        return flows[-1].readings if flows and len(flows) == len(named) else ()

    def _wholes(
        self, quantity: Quantity, group: Sequence[Term], readings: Sequence[Meaning]
    ) -> tuple[Meaning, ...]:
        """Give what the share `quantity` may be of; () where it may be of all that was done or came."""
        named, family = self._share_of(quantity) or self._out_of_these(group), group[-1].subject.family
        if named or family is not Family.CASE:
            return named or self._wholes_before(group)
        heard = [w.columns for w in self.vocabulary.spoken.words if w.columns and w.family is family]
        return tuple([whole for r in readings for whole in _wholes_of(r, heard)])

    def _of_all_cases(self, place: int) -> bool:
        """Whether a share at `place` is of cases on whatever matter: “复议18件，占全部复议案件的18.6%”."""
        start = self.text.rfind("占", max(0, place - _SHORT), place)
        named = self._among(start, place) if start >= 0 else ()
        return any(t.subject.family is Family.CASE and t.subject.rows for t in named)

    def _shares_in_turn(self, found: list[Claim]) -> list[Claim]:
        """Read each share as that of its own count: “自然人27件、企业5件，分别占84.4%、15.6%”."""
        if "%" not in self.text or ("分别" not in self.text and "依次" not in self.text):
            return found
        for match in _SHARES.finditer(self.text):
            shares = list(
                takewhile(lambda n: n.unit == "%", (n for n in self.numbers if n.start >= match.end()))
            )
            counts = [n for n in self.numbers if n.end <= match.start()][-len(shares) :]
            if not shares or shares[0].start != match.end():
                continue
            if any(t.subject.family in PARTS for t in self._among(match.start(), match.end())):
                continue  # “占比分别为:予以公开42.3%、部分公开11.9%”
            found = [c for c in found if c.unit != "%" or not match.start() < c.end <= shares[-1].end]
            if "占" not in match[0] or self._of_all_cases(match.end()):  # “分别增长20%、10%”
                continue
            told = {c.end: c for c in found if c.unit != "%" and not c.grew}
            for count, share in zip(counts, shares, strict=len(counts) == len(shares)):
                if claim := told.get(count.end):
                    group = [t for t in self._among(claim.start, claim.end) if t.subject.key]
                    wholes = self._wholes(shares[0], group, claim.readings) if group else ()
                    start, end = share.start, share.end
                    found.append(
                        claim._replace(
                            amount=share.amount,
                            unit="%",
                            slack=share.slack,
                            about=share.about,
                            part=count.amount,
                            wholes=wholes,
                            start=start,
                            end=end,
                            quote=self.text[start:end],
                        )
                    )
        return found

    def _of_which_itself(self, quantity: Quantity) -> re.Match[str] | None:
        """Find the body whose part of a wider count this is: “全系统收到11件，其中局机关6件”."""
        assert self.last is not None  # noqa: S101 (asked before)
        before, group, scope = self.last
        lead, whose = group[-1].subject.part, AREA.sub("", scope).removesuffix("本级")
        if not scope or (whose and not names_a_body(whose)) or not (lead is DONE or lead in CAME):
            return None
        return _ITSELF_IN.fullmatch(self.text, before.end, quantity.start)

    def _beside(self, whole: Quantity, own: Quantity) -> tuple[Decimal, ...]:
        """Give a wider count and the parts of it that are told behind one's own."""
        behind = takewhile(lambda n: n.unit == own.unit, (n for n in self.numbers if n.start > own.start))
        return (whole.amount, *[n.amount for n in behind])

    def _heard_as_judge(self, group: Sequence[Term], place: int) -> str:
        """Tell that the cases counted at `place` are those that a body hears, not those against it.

        “县司法局办理行政复议203件，其中涉及信息公开38件”. Who only takes in so many may be either.
        """
        if group[-1].subject.family is Family.FLOW:  # “收到行政复议申请263件，受理231件，其中信息公开类39件”
            cases = [t for t in self.before(place) if t.subject.family is Family.CASE]
            return self.text[cases[0].start : cases[0].end] if cases else ""
        if group[-1].subject.family is not Family.CASE:
            return ""
        heard = _HEARD.search(self.text, 0, place)
        return "" if heard is None else heard[0] if heard["deed"] else f"{heard[0]}复议"

    def _narrows(self, quantity: Quantity) -> bool:
        """Whether this is the part of the number before it that is about disclosure.

        “复议15件，其中涉信息公开4件”.
        """
        if self.last is None or self.last[0].unit != quantity.unit:
            return False
        return self._may_be_narrowed(self.last[1]) and self._narrowed(self.last[0]) == quantity.start

    def _goes_on(self, quantity: Quantity, left: int) -> bool:
        """Whether applications are counted behind other things that came: “信访86件、信息公开申请26件”."""
        came = self.last is not None and self.last[1][-1].subject.part in CAME and bool(self.last[2])
        return came and quantity.unit in CASES and bool(_IN_FULL.fullmatch(self.text, left, quantity.start))

    def _may_be_narrowed(self, group: Sequence[Term]) -> bool:
        """Whether words may count other business too: “收到来件34件，其中信息公开申请26件”."""
        subject = group[-1].subject
        counts_more = subject.family is Family.CASE or subject.event or subject.part in CAME
        return counts_more or self._is_channel(group[-1])

    def _narrowed(self, quantity: Quantity) -> int:
        """Give the place of the number that narrows `quantity` behind it; 0 where none does."""
        behind = [n for n in self.numbers if n.start >= quantity.end][:2]
        for before, number in pairwise((quantity, *behind)):
            named = self.before(before.start)[-1:]
            cases = bool(named) and named[0].subject.family is Family.CASE
            if cases and _APPLICATIONS.fullmatch(self.text, before.end, number.start):
                return 0  # “诉讼4件，信息公开申请54件”
            if NARROWED.match(self.text, before.end, number.start):
                return number.start if self._goes_on_about(quantity.end, before.start) else 0
        return 0

    def _all_the_rest(self, scope: str, group: Sequence[Term], quantity: Quantity) -> bool:
        """Whether all that is left of a count is of one kind: of that there are at least so many.

        “企业申请9件，其余35件为自然人申请”; not “其余12件多为企业、律所等”.
        """
        if scope not in _REST or quantity.unit == "%" or quantity.about:
            return False
        start, end = sorted((quantity.end, group[0].start))
        said = self.text[start:end] + self.text[group[0].start : group[-1].end + 1]
        return _MOST_OF_THEM.search(said) is None

    def _all_done(self, quantity: Quantity) -> tuple[Quantity, list[Term], str]:
        """Give what a rate without a count is that of; that of 100 may leave out what is not due yet."""
        done = [t for t in self._among(0, quantity.start) if t.subject.part is DONE][-1:]
        return (
            quantity,
            [] if quantity.amount == EVERY else done,
            self._limits(0, quantity.start),
        )

    def _heads_a_list(self, group: Sequence[Term], quantity: Quantity) -> bool:
        """Whether words stand before a list of what was done: “7件全部办结：公开4件，不予公开3件”."""
        if not group or group[-1].subject.part is not DONE:
            return False
        _, colon, behind = self.text[group[-1].end : quantity.start].rpartition(":")
        if not colon or behind.strip("共计总合约为达"):
            return bool(colon)
        return not _ENDED_OR_NOUN.match(self.text, quantity.end)  # “三份申请均已答复：一份予以公开，…”

    def _share_of_several(self, quantity: Quantity, left: int) -> Claim | None:
        """Read the share that several outcomes or applicants counted before are together."""
        several = _SEVERAL_ARE.match(self.text, left, quantity.start) if quantity.unit == "%" else None
        if several is None or not _OF_ALL.fullmatch(self.text, several.end(), quantity.start):
            return None
        many = han_number(several["count"])
        counts = [n for n in self.numbers if n.end <= left][-many:]
        named = [self._among(behind_marks(self.text, n.start, ",;:()、"), n.start)[-1:] for n in counts]
        group = [term for terms in named for term in terms if term.subject.family in PARTS]
        if len(group) < many or len({term.subject.family for term in group}) > 1:
            return None
        readings = self._lawful(group, together=True)
        claim = self._stated(
            group[-1].subject,
            quantity,
            readings,
            scope=self.last[2] if self.last else self.inherited,
            span=(group[0].start, quantity.end),
            label="、".join([self.text[term.start : term.end] for term in group]),
            about=quantity.about,
        )
        return claim._replace(wholes=self._wholes(quantity, group, readings))

    def _rate(self, quantity: Quantity, left: int) -> Claim | None:
        """Read a rate of what was done, behind the counts that it is made of.

        “收到申请20件，办结18件，办结率90%”.
        """
        rate = _RATE.fullmatch(self.text, left, quantity.start) if quantity.unit == "%" else None
        if rate is None:
            return None
        done = self.last if self.last and self.last[1][-1].subject.part is DONE else None
        _, group, scope = done or self._all_done(quantity)
        if not group or group[-1].subject.part is not DONE:
            return None
        span = (rate.start("what"), quantity.end)
        subject = replace(group[-1].subject, key="rate")
        scope = scope or self._passed_on(group) or self._aside(group)
        return self._stated(
            subject,
            quantity,
            subject.readings,
            scope=scope,
            span=span,
            label=rate["what"],
            about=quantity.about,
        )
