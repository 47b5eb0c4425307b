"""What stands beside a number and its words, and limits what they count."""

import re
from collections.abc import Sequence

from toolkit.rules.prose.even_text import IN_TURN, Quantity, seldom
from toolkit.rules.prose.limits import IN_TIME, NEAR, limits, names_a_body, passes_on
from toolkit.rules.prose.sentences.how_many import some_came, some_done, some_shown
from toolkit.rules.prose.sentences.joining import Joining
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.sentences.some import and_others, one_kind
from toolkit.rules.prose.vocabulary import DONE, OWN, PARTS, Family, Meaning, Part, Term, taken_together

# What such a word is limited to, limits the rest of its sentence: “县自然资源局收到20件，办结20件”.
_LEADING = frozenset({Family.FLOW, Family.CASE, Family.DOCUMENT})
_OF_WHICH = seldom("[,(:]?(?:其中|分别为|:)|[(]")
# “26件新收申请中网上15件”: what stands behind is told of the next number.
_OF_ALL_THESE = re.compile("(?:的?(?:政府)?信息公开)?申请(?:之|当)?[中里]")
# “属公开出版物或…的情形”: some kinds have no words.
_OR_ELSE = seldom(r"(?:[和及与或、]|以及|或者)(?![\d,;。]|等)")
_TAKEN_AS = ("按", "作", "作为", "视为", "视作")
_LOOKED_INTO = seldom("[^,;。]{0,4}(?:进行|提出|开展|组织|表示)")  # “对3件答复进行了复查”: some of them
_TAKES_IN = re.compile(r"[(,](?:其中)?(?:含|包括|包含)|[(,]其中")
_OF_THEM_ALL = seldom("(?:均|都|全部)(?=[为是由系来]|属)")
_NOTHING_ELSE = seldom(r"[\d件,;、:]*")
# Why documents are repealed says nothing of how many are.
_OUTDATED = seldom(
    r"(?:对|将|把)?[^,;。\d]{0,8}?(?:不(?:再|能|相|尽)?(?:适应|适用|符合?|一致|合时宜)|抵触|过期|过时|失效|期满)[^,;。\d]{0,16}$"
)


class Beside(Joining, Scoped):
    """A sentence with what stands beside the words of its numbers."""

    def _each_its_own(self, quantity: Quantity, left: int, group: Sequence[Term], right: int) -> str:
        """Tell that each of several has a number of its own, of which `listed` reads those that have words.

        “三个单位分别收到76件、61件、48件”, “四个季度分别收到8件、11件、10件、12件”.
        """
        alone = len(group) == 1
        several = any(number.start == quantity.end + 1 for number in self.numbers)
        if alone and not several and right != quantity.end + 1:
            return ""
        start = left if alone else group[-1].end
        in_turn = IN_TURN.search(self.text, start, quantity.start)
        return in_turn[0] if in_turn else ""

    def _ended_alike(self, quantity: Quantity, group: Sequence[Term]) -> str:
        """Tell how cases ended of which the kinds are told next: “未审结的案件10件，其中复议6件”."""
        ended = any(term.subject.columns for term in group) or not any(term.subject.rows for term in group)
        if group[-1].subject.family is not Family.CASE or not ended:
            return ""
        kinds = any(t.subject.rows for t in self._among(quantity.end, len(self.text))[:1])
        of_which = kinds and _OF_WHICH.match(self.text, quantity.end)
        return self.text[group[0].start : group[-1].end] if of_which else ""

    def _hands_on(self, quantity: Quantity, left: int, group: Sequence[Term], scope: str) -> bool:
        """Whether what limits a number, or that nothing does, holds for the rest of its sentence."""
        lead = group[-1].subject
        told = lead.family in _LEADING or (lead.family is Family.DECISION and names_a_body(scope))
        if quantity.unit == "%" or not told:
            return False
        if lead.family is Family.DOCUMENT and quantity.unit not in lead.units:
            return False  # “对印发的文件作了一次清理，制发规范性文件2件”
        if scope:
            return passes_on(scope) or "其中" in self.text[left : quantity.start]
        return OWN.search(self.text, left, quantity.start) is not None

    def _counted_behind(self, quantity: Quantity, group: Sequence[Term], right: int) -> str:
        """Tell what limits a number by what stands behind it, up to its words and beyond."""
        after = group[-1].end
        if _OF_ALL_THESE.match(self.text, after):
            return self._rest(quantity.end, min(after, right), group)
        reason = self._reason(quantity.end, group)
        if self._heads_outcomes(quantity, group):
            self.matter = self.text[quantity.end : after]
            return self.matter
        limiting = self._rest(quantity.end, reason, group) + self._rest(group[0].start, after, group)
        said_of_all = _OF_THEM_ALL.search(self.text, after, right)  # “8件新收申请全部由企业提出”
        limiting += self._limits(after, said_of_all.start() if said_of_all else right)
        if limiting == "业务" and group[-1].subject.event and "公开" in self.text[quantity.end : after]:
            limiting = ""  # “举办12场政务公开业务培训”
        if group[-1].subject.family in PARTS and (more := _OR_ELSE.match(self.text, after)):
            limiting += more[0]
        into = self.text.endswith("对", 0, quantity.start) and _LOOKED_INTO.match(self.text, after)
        of_them = self.text.endswith(("对其中", "对其中的"), 0, quantity.start)
        if of_them and not self.text.startswith(("作出", "予以"), quantity.end):
            return "其中"  # “对其中1件答复，申请人申请复议”
        if limiting in _TAKEN_AS and group[-1].subject.family is Family.OUTCOME:
            limiting = ""  # “2件按信访举报投诉类申请不予处理”
        return limiting or (into[0] if into else "")

    def _beside_decisions(self, group: Sequence[Term], quantity: Quantity) -> bool:
        """Whether the table is told over: “规章0件，规范性文件1件，行政许可0件”."""
        if quantity.unit != "件" or group[-1].end != quantity.start:
            return False
        before = self.text[: group[0].start]
        for term in reversed(self.before(group[0].start)):
            before = before[: term.start] + before[term.end :]
        decisions = any(term.subject.family is Family.DECISION for term in self.terms)
        return decisions and _NOTHING_ELSE.fullmatch(before) is not None

    def _of_a_part(self, term: Term, quantity: Quantity) -> bool:
        """Whether what was done may be done to a part.

        “办结21件，其中按期办结19件”, “新收20件，办结19件；结转3件，办结2件”.
        """
        if term.subject.part is not DONE or quantity.about or quantity.unit == "%":
            return False
        if IN_TIME.search(self.text, max(0, term.start - 8), term.start) and self._out_of_time:
            return True
        if any(t.end + 1 == term.start and not t.subject.key for t in self.before(term.start)):
            return True  # “答复时限内办结50件”
        same = [t for t in self.terms if t.subject is term.subject and self.text[t.end : t.end + 1] != "率"]
        if len(same) < 2:
            return False
        carried = any(t.subject.part is Part.BROUGHT for t in self.terms)
        return carried or "其中" in self.text[same[0].end : term.start]

    def _included(self, group: Sequence[Term], quantity: Quantity) -> tuple[Meaning, ...]:
        """Give the reading of an outcome that takes in the next one: “予以公开14件（含部分公开4件）”."""
        inside = _TAKES_IN.match(self.text, quantity.end)
        named = [] if inside is None else [t for t in self.terms if t.start == inside.end()]
        taken = [t for t in named if t.subject.family is Family.OUTCOME and t.subject.readings]
        if not taken:
            return ()
        return (taken_together((group[-1].subject.readings[0], taken[0].subject.readings[0])),)

    def _scope_before(self, left: int, quantity: Quantity, group: Sequence[Term]) -> str:
        """Tell what limits a number whose words stand behind it, by what leads it in."""
        if self._all_but_those_left(quantity) or some_came(self.text, group, quantity):
            return ""
        lead = self.text[self._behind_owner(left, quantity.start, group) : quantity.start]
        if group[-1].subject.family is Family.DOCUMENT and group[-1].subject.columns:
            lead = _OUTDATED.sub("", lead)
        subject = group[-1].subject
        if subject.family is Family.FLOW and not self._speaks_of_before(subject.topic, quantity.start):
            return limits(lead) or self._whose_business(max(0, quantity.start - NEAR), left)
        return limits(lead)

    def _counts_some(self, group: Sequence[Term], quantity: Quantity) -> bool:
        """Whether words tell which some of one's own are counted, so that there may be more."""
        if quantity.about or quantity.unit == "%":
            return False
        if self._is_channel(group[-1]) and some_shown(self.text, group[-1], quantity.start):
            return True
        if self._some_trained(group[-1], quantity.start):
            return True
        if group[0].subject.family is Family.OUTCOME and "," in self.text[quantity.end : group[0].start]:
            return True  # “5件涉及个人隐私，不予公开”
        if and_others(self.text, group[-1], quantity) or one_kind(self.text, group):
            return True
        return some_came(self.text, group, quantity) or some_done(self.text, group) is not None
