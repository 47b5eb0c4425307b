"""Reading prose: which numbers it claims, of what, about whom and when. Nothing is compared here."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from toolkit.rules.prose.claim import AT_LEAST, Claim
from toolkit.rules.prose.even_text import (
    Quantity,
    behind_marks,
    clauses,
    counted,
    found_fast,
    number_at,
    script,
    seldom,
)
from toolkit.rules.prose.limits import (
    NEAR,
    SAYS_ALL,
    SO_FAR,
    WIDER,
    body_in,
    limits,
    names_a_body,
    passes_on,
)
from toolkit.rules.prose.outlines import read_once
from toolkit.rules.prose.sentences.applications import Applying, named_out_of
from toolkit.rules.prose.sentences.beside import Beside
from toolkit.rules.prose.sentences.comparing import Comparing
from toolkit.rules.prose.sentences.disputes import OfDisputes
from toolkit.rules.prose.sentences.elsewhere import (
    counted_elsewhere,
    not_counted,
    of_each,
    told_of_some,
    told_of_the_rest,
    told_of_whom,
)
from toolkit.rules.prose.sentences.folds import Folding
from toolkit.rules.prose.sentences.growing import Growing
from toolkit.rules.prose.sentences.listed import Listed
from toolkit.rules.prose.sentences.nothing import Denying
from toolkit.rules.prose.sentences.portions import RESULT_RATE, Portions
from toolkit.rules.prose.sentences.ranking import Ranking
from toolkit.rules.prose.sentences.settling import Settling
from toolkit.rules.prose.vocabulary import (
    APPLICATION_NOUN,
    AREA,
    CAME,
    DONE,
    ELSEWHERE,
    PARTS,
    Family,
    Part,
    Term,
    Vocabulary,
)
from toolkit.rules.prose.vocabulary import Word as Subject
from toolkit.rules.prose.wholes.kinds_behind import told_by_kinds
from toolkit.rules.prose.wholes.origins import told_by_origin

# A sentence without any of these claims nothing.
_MAY_CLAIM = found_fast(
    r"\d|[零〇一二两三四五六七八九十百千][余多万]?[元件条份起宗例次场期篇部个名人项成]|(?<=[一过近超])半|半数|[二三四五六七八九十百]分之|未|没有|无|不收|不存在|不涉及|"
    r"均|都|全部|持平|(?:有所|略有|明显|大幅)[增上下减升降]|一番|零[“”\"]?(?:发生|受理|申请|复议|诉讼|行政)|[为是]零|(?<=[多少大高低小])于|超过|最[多大高主]|居首|居[各所]|首位|为主(?:[,;。]|$)|前[两二三]位|多数|大部分",
    r"\d零〇一二两三四五六七八九十百千半未没无不均都全持为是有略明大于超最居首为前多",
)
# “上述14件中,自然人12件”: what is told is told of those.
_OF_THESE = re.compile(r"(?:在|对)?(?:上述|以上|前述|这)[^,;。]{0,12}?中,")
_PAIRED = frozenset({Family.CASE, Family.DOCUMENT})  # a kind of case or document, and what became of it
# Longer than any sentence: what has no end is read in pieces, so that time grows with length alone.
# A piece ends behind a comma where it can, so that no number is cut in two.
_SENTENCE = re.compile(
    r"[^。!?\n]{1,800}(?=[。!?\n]|\Z)|[^。!?\n]{1,799}[,;](?!\d)|[^。!?\n]{1,800}(?<!\d)|[^。!?\n]{1,800}"
)
_BOUNDS = ("以上", "以下", "以内", "超过", "超", "不足", "不到")  # “收到超过20件的单位有3个”
_SO_MANY_EACH = seldom("(?:的?(?:政府信息公开|信息公开)?申请)?的(?:有|共|单位|部门|乡|镇|街道|县)")
# “延期答复的申请中，法律服务机构4件”
_AMONG_SOME = seldom(r"(?:在|对)?[^,;。\d]{2,20}的(?:政府信息公开)?申请[当之]?中,")
_NO_COUNT = seldom(r"\.\d+(?:件|条|份|起|宗|例|项|个)")  # “平均用时9.3个工作日，公开类15.8个”
_OF_THOSE = re.compile("[当之]?[中里],")
_AMONG_SO_MANY = re.compile(r"\d+件(?:申请)?[当之]?[中里],")
# “县政府本级答复35件。答复件中，予以公开19件”
_OF_WHAT_WAS_DONE = seldom("(?:答复|办结|办理)(?:件|事项|的?申请)[当之]?中")
_IN_A_CASE = seldom(
    "[在于][^,;。]{0,6}(?:复议|诉讼)|(?:文书|决定)?被|(?:文书|书)?(?:同时|一并)|(?:引起|引发|导致|产生)的?(?:行政)?(?:复议|诉讼)"
)
_JOINS_ON = seldom("[和及与、]$")  # “1件重复申请和2件信访事项”: words belong to the number before
# “应办315件（含上年结转11件）”
_WITH_BROUGHT = seldom(r"(?:的?(?:政府信息公开)?申请)?\((?:其中)?(?:含|包括|包含)(?:上一?年度?|去年)")
_APPLICATIONS_OF = re.compile(r"([^,;。()\d]{2,8})申请")
_ITS_SHARE = seldom(r"\d[件起宗]?[,(]?(?:约|所)?占比?(?:约|为|达)?$")
# “21个单位收到申请”, “网站主动公开的29个栏目”: bodies, or columns of a site, are counted.
_COUNTS_BODIES = seldom(
    "个(?:单位|部门|行政机关|乡镇|镇街|镇|乡|街道|县|区|市|(?:[一二三]级)?(?:栏目|专栏|专题|板块|版块|频道|模块))"
)
# “推送的5个作品阅读量超10万”, “推送120期642条”: some of what was published, or in how many issues.
_WORKS = ("个", "篇", "部", "期")
_SOME_WORKS = seldom(
    r"(?:短?视频|作品|信息|推文|文章|稿件)?的?(?:阅读|播放|浏览|点击|点赞|获|入选|被(?:采用|转载|评))"
    r"|(?<=期)[,、]?(?:一?共计?|累计|合计)?\d+余?[条篇]"
)
_SOME_OF_ITS = (",其中", "(", "中,", ",公开")
_BY_NOW = frozenset({Part.DONE, Part.LEFT, Part.EITHER})
_ALL_OF = ("全", "各")
# “我局按一件登记”, “答复内容达67项”, “高于全市平均水平（6.1%）”, “公开率（公开+部分公开）为63.2%”
_SO_COUNTED = seldom(
    r"(?:按|作为|合并为|并作|答复内容[达共有为]?|[高低多少大小]于[^,;。\d()]{1,16}\(|平均(?:水平|数|值)?\("
    r"|率\([^()]*[+和及与][^()]*\)[为达是约]*|[成半%]的?(?:政府信息公开|信息公开)?申请\()$"
)
_MAY_BE_SO = tuple("按为作容达共有()是约")  # what such words end with
_AT_ITS_START = seldom(r"年初|(?:上一?年|去年|20\d\d年)(?:年?[末底])")
_AS_DATA = seldom("归集|双公示|数据")


@lru_cache(maxsize=64)
def read_claims(text: str, vocabulary: Vocabulary, year: int | None = None) -> tuple[Claim, ...]:
    """Read every count, percentage and amount of money in `text` that the form can answer, in order.

    With the report's `year`, other years in the text are recognised as such.
    """
    passage = script(text, year)
    found: list[Claim] = []
    for sentence in _SENTENCE.finditer(passage.text) if _MAY_CLAIM.search(passage.text) else ():
        words, here = sentence[0], sentence.start()
        if not _MAY_CLAIM.search(words):
            continue
        inherited, most = _handed_on(found, passage.text, here, vocabulary)
        claims = read_once(_read, words, vocabulary, inherited)
        if inherited and any(claim.amount > most for claim in claims):  # no part of so few
            claims = read_once(_read, words, vocabulary, "")
        claims = told_by_origin(words, told_of_some(words, claims, vocabulary), vocabulary)
        for claim in told_by_kinds(words, claims):
            start, end = passage.span(here + claim.start, here + claim.end)
            found.append(claim.placed(passage.source[start:end], start, end, here))
    return tuple(found)


def _handed_on(found: Sequence[Claim], text: str, here: int, vocabulary: Vocabulary) -> tuple[str, Decimal]:
    """Tell what the sentence at `here` is limited to that goes on about what was `found`, and how many.

    “结转下年度7件。其中，自然人6件”, “不掌握的520件。520件中，个人提出420件”.
    """
    if found and text.startswith("其中", here):
        last = found[-1]
        return last.scope or (last.label if vocabulary.part(last.subject) in ELSEWHERE else ""), last.amount
    whose = found[-1].scope if found else ""
    if whose and _OF_WHAT_WAS_DONE.match(text, here):
        return whose, max(c.amount for c in found if c.sentence == found[-1].sentence)
    among = _AMONG_SO_MANY.match(text, here)
    many = number_at(text, here) if among else None
    if among is None or many is None:
        return "", Decimal(0)
    flows = [c for c in found if vocabulary.family(c.subject) is Family.FLOW and not c.scope]
    of_all = any(c.amount == many.amount and vocabulary.part(c.subject) not in ELSEWHERE for c in flows)
    told = not of_all and any(number.amount == many.amount for number in counted(text, 0, here))
    return (among[0] if told else ""), many.amount


def _read(sentence: str, vocabulary: Vocabulary, numbers: Sequence[Quantity], inherited: str) -> list[Claim]:
    """Read one evened-out sentence; places are within it. ``inherited``: what limits it from before."""
    return _Claiming(sentence, vocabulary, numbers).claims(inherited)


class _Claiming(
    Denying, Listed, Portions, Beside, OfDisputes, Growing, Comparing, Ranking, Folding, Applying, Settling
):
    """A sentence and every number that it claims."""

    def claims(self, inherited: str) -> list[Claim]:
        """Every claim of the sentence, in order; `inherited` is what limits it from the sentence before."""
        of_these = _OF_THESE.match(self.text)
        limited = of_these[0] if of_these else not_counted(self.text) or told_of_the_rest(self.text)
        self.inherited = limited or inherited or self._among_some()
        found = list(self._nothing())
        denied = len(found)
        if not self.terms and not APPLICATION_NOUN.search(self.text):
            return found
        before, here = 0, 0
        for start, end in clauses(self.text, 0, len(self.text), self.numbers):
            first, here = here, bisect_right(self._stops, end)
            numbers = self.numbers[first:here]
            left = before if numbers and self._joins_back(before, start, numbers[0]) else start
            if numbers and before < start == left and self.text[start - 1] == ")":
                self.inherited = self._body_before_brackets(before, start) or self.inherited
            if numbers and self.text.startswith("即", start) and not any(c.end >= before for c in found):
                self.inherited = "即"  # “未审结的共3件，即复议2件、起诉1件”
            for quantity, following in zip_longest(numbers, numbers[1:]):
                right = end if following is None else following.start
                claim, left = self._claim(quantity, left, right)
                found += [claim] if claim is not None else []
            if numbers or not self._inside(start):  # what stands in brackets parts nothing
                before = end if numbers else start
                if numbers and claim is None and self.text.startswith("(", end):
                    before = left  # “20件来自科研机构（3件）”: its words stand behind the number before
        found[:denied] = [self._of_those_counted(claim, found[denied:]) for claim in found[:denied]]
        if each := [*self._each(found), *self._by_years()]:
            found = [c for c in found if not any(one.start <= c.start < one.end for one in each)] + each
        found = self._shares_in_turn(found)
        found += [*self._all_answered(found), *self._grown(found)]
        found += self._none_counted(found)
        found += self._all_heard(found)
        found += [*self._all_of_a_kind(found), *self._all_of_theirs()]
        found += self._all_ended(found)
        found += [*self._compared(found), *self._ranked(), *self._folds()]
        found = [self._settled(self._grew_by(claim)) for claim in found]
        found = counted_elsewhere(self.text, found, self._is_of_what_came)
        found = told_of_whom(self.text, found, self._limits)
        return sorted(map(self._of_last_year, found), key=lambda claim: claim.start)

    def _among_some(self) -> str:
        """Tell of which applications the sentence begins to tell, where no words of the form name them."""
        some = _AMONG_SOME.match(self.text) if "申请" in self.text and "中," in self.text else None
        if some is None or any(t.subject.family in PARTS for t in self._among(0, some.end())):
            return ""
        return self._limits(0, some.end())

    def _claim(self, quantity: Quantity, left: int, right: int) -> tuple[Claim | None, int]:
        """Give the claim that `quantity` makes, and where the next one may begin to look for its words."""
        if self._counts_something_else(quantity, left):
            self._of_many(quantity, left)
            return None, left
        if self._growths and any(quantity in (growth.by, growth.before) for *_, growth in self._growths):
            return None, quantity.end
        left = self._behind_heading(quantity, left)
        place = self._whose_share(quantity, left)
        group, among = self._words_before(quantity, left, place)
        after = quantity.end
        rate = self._rate(quantity, left) or self._share_of_several(quantity, left)
        if rate is not None:
            return rate, after
        counted_in: Quantity | None = None
        counted_before = self.last[0] if self.last and self.last[0].unit != "%" else None
        if group:
            counted_before = None
            scope = self._scope(left, place, group) or self._of_that_event(group)
            scope = scope or self._of_the_same(left, group)
            if not scope or names_a_body(scope):
                scope += self._each_its_own(quantity, left, group, right)
            if self._hands_on(quantity, left, group, scope):
                self.inherited = scope
            group = group + (
                self._result_behind(group, quantity, right) or self._thing_behind(group, quantity, right)
            )
        elif portion := self._portion(quantity, left):
            group, scope, counted_in = portion
        else:
            left_over = self._left_behind(quantity, left, right)
            group = left_over or self._without_reasons(
                self._leading(self._told_behind(quantity, right), first=True)
            )
            if not group and not among and self._bare(quantity, left, right):
                return self._applications(quantity, left, right), after
            group = group or self._ended_in(quantity)
            if group and (
                _IN_A_CASE.match(self.text, group[-1].end, right) or self._says_why(quantity, group)
            ):
                group = []  # “有一宗答复在复议中被纠正”, “2件答复被纠正”
            if not group or self._counted_next(group, right):
                self._pass_over(quantity, left)
                return None, after
            after = group[-1].end
            group = group + self._result_behind(group, quantity, right)
            scope = self._scope_before(left, quantity, group)
            if not left_over:
                scope += self._counted_behind(quantity, group, right) or self._of_that_event(group)
            if scope and passes_on(scope) and _OF_THOSE.match(self.text, after):
                self.inherited = scope  # “县本级51件答复中，公开23件”
        self.last = (quantity, group, scope)
        claim = self._made(quantity, group, scope or self._passed_on(group) or self._aside(group))
        if claim and claim.unit == "%" and counted_before and not counted_before.about:
            claim = claim._replace(part=counted_before.amount)
        if claim and counted_in:
            claim = claim._replace(beside=self._beside(counted_in, quantity))
        self.inherited = self._ended_alike(quantity, group) or self.inherited
        return claim, after

    def _pass_over(self, quantity: Quantity, left: int) -> None:
        """Keep of a number that claims nothing what it means for those behind it."""
        self.matter = self._matter(left, quantity.start) or self.matter
        self.last = None if quantity.unit != "%" else self.last
        self._of_many(quantity, left)

    def _of_many(self, quantity: Quantity, left: int) -> None:
        """Keep whose a number is that claims nothing: “县公安局31件，其中企业17件”, “全县58家单位…”."""
        if quantity.unit in ("", "%"):
            return
        right = quantity.start
        if self._inside(right):  # “全县（含29个乡镇街道、37个部门）”
            right = self.text.rfind("(", 0, right)
            left = behind_marks(self.text, right, ",;")
        body = self._limits(left, right)
        some = names_a_body(body) or AREA.match(body) is not None
        some = some and self.text.startswith(_SOME_OF_ITS, quantity.end)
        if self.text.startswith("、", quantity.end) and (named := body_in(self.text[left:right])):
            some, body = True, named  # “县市场监管局许可15332件、处罚2417件”
        if some or body.startswith(_ALL_OF) or "系统" in body:
            self.inherited = body

    def _words_before(self, quantity: Quantity, left: int, place: int) -> tuple[list[Term], bool]:
        """Give the words up to `place` that speak for a number, and whether it counts some of theirs."""
        group = self._without_reasons(self._leading(self._carried_off(left, place)))
        among = bool(group) and self._is_part_of(group, quantity)
        of_all = quantity.unit == "%" and self.last and self._of_all(quantity, left)
        return ([] if among or of_all or self._heads_a_list(group, quantity) else group), among

    def _counts_something_else(self, quantity: Quantity, left: int) -> bool:
        """Whether a number is one from which something rose, or counts channels or bodies."""
        return (
            any(rise.before is quantity for rise in self.rises)
            or self._counts_channels(quantity, left)
            or self._counts_kinds(quantity, left)
            or (quantity.about in _BOUNDS and _SO_MANY_EACH.match(self.text, quantity.end) is not None)
            or _NO_COUNT.search(self.text, quantity.start, quantity.end) is not None
            or of_each(self.text, quantity.start)
            or (
                self.text.endswith(_MAY_BE_SO, 0, quantity.start)
                and _SO_COUNTED.search(self.text, 0, quantity.start) is not None
            )
            or (quantity.unit in _WORKS and _SOME_WORKS.match(self.text, quantity.end) is not None)
            or (quantity.unit == "个" and _COUNTS_BODIES.match(self.text, quantity.end - 1) is not None)
        )

    def _of_the_same(self, left: int, group: Sequence[Term]) -> str:
        """Tell that a number is a part of the one before: “本机关不掌握5件，其中信息不存在1件”."""
        if self.last is None or self.last[1][-1].subject is not group[-1].subject:
            return ""
        return (
            "其中" if "其中" in self.text[left : group[0].start] and not self._narrowed(self.last[0]) else ""
        )

    def _is_part_of(self, group: Sequence[Term], quantity: Quantity) -> bool:
        """Whether a number counts some of what its words name: “收到的申请中有5件涉及征地”."""
        named = self.text[group[-1].start : quantity.start]
        if named.endswith("的申请有"):  # “办结的申请有3件延期答复”
            return self.text[quantity.end : quantity.end + 1] not in ("", *",;。)")
        return quantity.unit != "%" and named_out_of(named)

    def _counted_next(self, group: Sequence[Term], right: int) -> bool:
        """Whether words behind a number speak for the one that follows: “20件申请办结18件”."""
        following = any(number.start == right and number.unit != "%" for number in self.numbers)
        between = self.text[group[-1].end : right]
        if not between and self.text.startswith("(", right):  # “20件由科研机构（3件）、公益组织（17件）提出”
            return any(number.start == right + 1 and number.unit != "%" for number in self.numbers)
        return following and not _JOINS_ON.search(between) and not self._rest(group[-1].end, right, ())

    def _made(self, quantity: Quantity, group: Sequence[Term], scope: str) -> Claim | None:
        lead = group[-1].subject
        if "元" in lead.units and not quantity.unit and self.text.endswith("万", 0, quantity.end):
            quantity = quantity._replace(unit="元")  # “行政事业性收费238.6万”
        earlier: tuple[tuple[Subject, ...], ...] = ()
        family = lead.family
        if family in _PAIRED:
            group = self.without_court(group) or group
            lead = next((t.subject for t in group if t.subject.columns), lead)
            earlier = self.of_which(family, self.before(quantity.start))
        rest = (family in PARTS or lead.columns) and self._all_the_rest(scope, group, quantity)
        if rest:
            scope = self._passed_on(group) or self._aside(group)
        by_persons = lead.part in CAME and self._speaks_of(lead.topic) and self._of_persons(quantity)
        first = quantity.unit == "%" and quantity.end <= group[0].start  # “近九成的申请已办结”
        rate = family is Family.CASE and (
            (first and lead.columns)
            or RESULT_RATE.fullmatch(self.text, group[-1].end, quantity.start)
            or (lead.columns and quantity.unit == "%" and _ITS_SHARE.search(self.text, 0, quantity.start))
        )
        done = first and lead.part in {DONE, Part.LEFT}
        if quantity.unit not in (("%",) if rate or done else lead.units) and not by_persons:
            return None
        if (
            family is Family.CASE
            and quantity.unit == "%"
            and not lead.columns
            and self._of_all_cases(quantity.start)
        ):
            return None
        readings = self._lawful(group, earlier)
        if result := self._of_one_result(group):
            readings += self._lawful([*group, *result])
        if not readings and family is Family.DOCUMENT and self._beside_decisions(group, quantity):
            readings = lead.readings
        if not readings:
            return None
        if family is Family.OUTCOME:
            readings += self._included(group, quantity)
        elif family is Family.FLOW and lead.part is not DONE and _WITH_BROUGHT.match(self.text, quantity.end):
            brought = self.vocabulary.first(Part.BROUGHT)
            both = [r for r in readings if brought and {*brought.plus} < {*r.plus}]
            readings = tuple(both) or readings
        readings, limited = self._of_whose(readings, group, quantity)
        scope, start = scope or limited, min(quantity.start, group[0].start)
        scope += self._limited_beside(lead, group, quantity, start)
        claim = self._stated(
            lead,
            quantity,
            readings,
            scope=scope,
            whole=SAYS_ALL.search(self.text, start, quantity.start) is not None
            or SAYS_ALL.search(self.text, max(0, start - 3), start) is not None,
            about=AT_LEAST if rest or by_persons or self._is_of_some(group, quantity) else quantity.about,
            span=(start, max(quantity.end, group[-1].end)),
            label="、".join(dict.fromkeys([self.text[t.start : t.end] for t in group])),
        )
        if quantity.unit != "%":
            return claim
        return claim._replace(wholes=self._wholes(quantity, group, readings))

    def _is_of_some(self, group: Sequence[Term], quantity: Quantity) -> bool:
        """Whether no more is told than of some: there may be as many as that, or more."""
        return (
            self._names_some(group, quantity)
            or self._counts_some(group, quantity)
            or self._of_a_part(group[-1], quantity)
        )

    def _limited_beside(self, lead: Subject, group: Sequence[Term], quantity: Quantity, start: int) -> str:
        """Tell what beside a number and its words, which begin at `start`, limits what they count."""
        limiting = ""
        if self._may_be_narrowed(group) and (
            self._narrowed(quantity) or WIDER.match(self.text, quantity.end)
        ):
            limiting += "其中这项工作的"
        if lead.part in CAME and (whose := _APPLICATIONS_OF.match(self.text, quantity.end)):
            limiting += limits(whose[1])  # “收到的6件律所申请”
        left = lead.part is Part.LEFT or any(t.subject is self.vocabulary.pending for t in group)
        near = behind_marks(self.text, start) if left else max(0, start - NEAR)
        if left and (then := _AT_ITS_START.search(self.text, near, start)):
            limiting += then[0]  # “年初有1件未办结”, “连同上年末未办结的9件”, “年初未审结复议2件”
        if lead.family is Family.DECISION and quantity.unit == "条" and _AS_DATA.search(self.text, 0, start):
            limiting += "数据"  # “归集‘双公示’数据（行政许可13.9万条、行政处罚4.7万条）”
        if lead.part in _BY_NOW and SO_FAR.search(self.text, near, start):
            limiting += "目前"
        return limiting
