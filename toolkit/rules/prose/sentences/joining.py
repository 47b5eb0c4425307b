"""Which clauses are read together: a number whose words stand in the clause before, or behind a heading."""

import re
from collections.abc import Sequence
from itertools import takewhile

from toolkit.rules.prose.even_text import Quantity, seldom
from toolkit.rules.prose.limits import OTHER_BUSINESS, SAID_OF_SOME
from toolkit.rules.prose.sentences.leads import SO_ENDED
from toolkit.rules.prose.sentences.sentence import Sentence
from toolkit.rules.prose.vocabulary import APPLICATION_NOUN, Family, Term

_HEADING = seldom(
    r"(?![^,;。:]{0,12}(?:滞留|积压|在办|超期|逾期|延期))(?:[一二三四五六七八九]是|[(][一二三四五六七八九][)]|\d{1,2}[.、])?"
    r"(?:[均都](?:为|是|系|由|来自)[^,;。:\d]{2,10}|(?:行政)?复议[、和及与]*(?:行政)?诉讼|关于[^,;。:\d]{1,16}|[^,;。:\d]{1,20}(?:情况|方面|工作|事项|管理)(?:如下)?"
    r"|(?:各[类项种]|答复|办理|处理|申请人?|结果|情况|类型|[其当]中|的)*占比(?:情况)?(?:分别|依次|如下|为|是)*|[^,;。:\d]{1,12}占[^,;。:\d]{1,8}的(?:比重|比例)(?:分别|依次)?[为是]?):"
)
_ALL_ARE = ("均", "都")
_JOINS_BACK = re.compile(r"(?::|高?达到?|共计?|总计|合计|总共|数量为|均?为)")
# “办理演出、网吧等行政许可，本年作出决定88件”
_DECIDED = seldom(
    "(?:本年度?|全年|年内|共计?|累计|合计|依法)*[作做]出(?:许可|处罚|强制)?决定书?(?:共计?|合计|累计)*"
)
_OF_THAT = seldom("(?:事项|案件|方面|工作|业务)*,")
# “企业次之，31件”: a rank stands between the thing and its number.
_RANKS = ("次之", "最多", "最少", "最高", "最大", "居首", "首位", "居多", "多数", "部分")
# “行政许可（含变更、注销登记）29件”
_WITH_THOSE = seldom(r"\((?:(?:含|包括|包含|主要[为是有])[^()\d]*|[^()\d,;]*(?:等|在内))\)$")
_SHARE_OF_THAT = re.compile("约?占比?(?:约|达到?|为|到|了)?")  # “以自然人为主,占比71.1%”
# “5件涉及个人隐私，依法不予公开”
_OF_CASES = frozenset({"件", "宗", "份", "起"})
_TOUCHES = seldom("牵?涉及?到?")
_ABOUT_SOME = seldom(r"[^,;。()、\d]{2,24}(?=,)")


def _is_outcome(term: Term) -> bool:
    return term.subject.family is Family.OUTCOME


class Joining(Sentence):
    """A sentence whose clauses may need one another."""

    def _joins_back(self, before: int, start: int, quantity: Quantity) -> bool:
        """Whether a clause needs the one before it: “申请，共5件”, “公开（5件）”, “公开（含部分公开）5件”."""
        own = self.text[start : quantity.start]
        if before < start and _WITH_THOSE.search(self.text, before, start):
            return not self._among(start, quantity.start)
        if before < start and self.text.endswith(_RANKS, before, start - 1) and not own.strip("共有达为计约"):
            return True
        if own and before < start and _DECIDED.fullmatch(own):
            return self._ends_with_decision(before, start)
        if own or before >= start:
            share = quantity.unit == "%" and before < start - 1 and _SHARE_OF_THAT.fullmatch(own)
            return before < start and (share or _JOINS_BACK.fullmatch(own)) is not None
        bracketed = self.text[start - 1] + self.text[quantity.end : quantity.end + 1] == "()"
        if not bracketed or not quantity.unit:
            alone = self.text[quantity.end : quantity.end + 1] in ("", *",;。")
            itself = start - 2 if alone and self.text.endswith("的,", 0, start) else start
            return itself in self._ends  # “1.予以公开的，13件”
        named = [term.start for term in self._among(before, start) if term.subject.key][:1]
        named += [noun.start() for noun in APPLICATION_NOUN.finditer(self.text, before, start)][:1]
        return bool(named) and SAID_OF_SOME.search(self.text, before, min(named)) is None

    def _ends_with_decision(self, start: int, end: int) -> bool:
        """Whether a clause names what was decided of which the next counts: “行政许可方面，作出决定83件”."""
        named = self._among(start, end)
        decided = bool(named) and named[-1].subject.family is Family.DECISION
        return decided and _OF_THAT.fullmatch(self.text, named[-1].end, end) is not None

    def _ended_in(self, quantity: Quantity) -> list[Term]:
        """Find in the next clause what became of some of the applications: “5件涉及个人隐私，不予公开”."""
        about = _ABOUT_SOME.match(self.text, quantity.end) if quantity.unit in _OF_CASES else None
        if about is None or OTHER_BUSINESS.search(about[0]):
            return []
        ended = list(takewhile(_is_outcome, self._among(quantity.end, len(self.text))))
        together = [t for i, t in enumerate(ended) if t.start == ended[max(i - 1, 0)].end or i == 0]
        if not together or not SO_ENDED.fullmatch(self.text, about.end(), together[0].start):
            return []
        return together if self.text[together[-1].end : together[-1].end + 1] in ("", *",;。)") else []

    def _heads_outcomes(self, quantity: Quantity, group: Sequence[Term]) -> bool:
        """Whether a matter is told, and how many of it ended how: “4件涉及第三方权益，不予公开2件”."""
        if not _is_outcome(group[-1]) or not _TOUCHES.fullmatch(self.text, quantity.end, group[0].start):
            return False
        ended = [t for t in self._among(group[-1].end, len(self.text))[:1] if _is_outcome(t)]
        return any(
            self.text[group[-1].end : t.start] == "," and self.text[t.end : t.end + 1].isdecimal()
            for t in ended
        )

    def _behind_heading(self, quantity: Quantity, left: int) -> int:
        """Where a clause begins behind its heading, if its words stand there: “诉讼情况：引发复议8件”."""
        heading = _HEADING.match(self.text, left, quantity.start)
        if heading is None:
            return left
        if self.text.startswith(_ALL_ARE, left):  # “均为自然人：2件属馆藏档案”
            return heading.end()
        named = self._among(heading.end(), quantity.start)
        return heading.end() if named or quantity.end in self._starts else left
