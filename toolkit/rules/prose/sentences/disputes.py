"""How cases of review and lawsuits ended that are counted before."""

import re
from collections.abc import Sequence

from toolkit.rules.prose.even_text import Quantity, counted, seldom
from toolkit.rules.prose.sentences.sentence import Sentence
from toolkit.rules.prose.vocabulary import Family, Term

_RESULT = re.compile(
    r"(?:(?:政府信息公开|信息公开)?(?:行政)?(?:诉讼|复议)(?:案件)?)?,?(?:[我本](?:局|镇|乡|街道|单位|机关))?(?:(?:复议)?结果(?=被))?(?:法院|复议机[关构])?(?:均|全部|审理|已|最终|于\d{1,2}月(?:\d{1,2}日)?)*(?:法院)?(?:判决|裁定)?(?:为|是|结果为|被(?:复议机关|法院|依法)?)?"
)
_ENDED = seldom(
    r",(?:(?!请求|要求|诉请|未(?!经)|不予|拟)[^;。\d]){0,40}?(?:(?:复议机关|法院|复议机构|县政府|人民政府)(?:经?审[理查]后?|依法|已|最终|作出)*|结果)"
    r"(?:判决|裁定|决定|予以|为|是)*"
)
# From a result that is counted to one of the kinds of cases that ended so: “维持13件，复议8件、诉讼5件”.
_BY_KINDS = seldom(
    r"(?:类|的|共|计|为|有|结果|案件|:)*[\d一二两三四五六七八九十]+[件起宗](?:[^,;。()\d]{0,4}[当之]?中)?[,:(](?:分别[是为])?"
    r"(?:[^,;。()\d]{0,10}[\d一二两三四五六七八九十]+[件起宗][、,])*[^,;。()\d]{0,6}"
)


class OfDisputes(Sentence):
    """A sentence that may tell how cases ended."""

    def _result_behind(self, group: Sequence[Term], quantity: Quantity, right: int) -> list[Term]:
        """Find the result that follows the number: “复议1起尚未审结”, “行政复议1件，为其他结果”."""
        if group[-1].subject.family is not Family.CASE or any(term.subject.columns for term in group):
            return []
        behind = [t for t in self._among(quantity.end, len(self.text)) if t.subject.columns][:1]
        if not behind or behind[0].subject.family is not Family.CASE:
            return []
        between = self.text[quantity.end : behind[0].start]
        comma = _RESULT.fullmatch(between) or self._ended_so(quantity, behind[0])
        follows = self.text[behind[0].end : behind[0].end + 1]  # “尚未审结的1件”, “已审结的均维持”
        near = behind[0].end <= right or comma
        listed = follows in ("的", *"、和及与或各率")  # “行政复议2件，维持、纠正各1件”, “复议2件，维持率50%”
        with_number = any(number.start == behind[0].end for number in self.numbers)  # “复议九件，纠正两件”
        return behind if comma and near and not listed and not with_number else []

    def _of_one_result(self, group: Sequence[Term]) -> list[Term]:
        """Find the result, counted before, of which it is told in which kinds of cases it was."""
        results = [t for t in self.before(group[0].start) if t.subject.columns]
        if (
            not results
            or group[-1].subject.family is not Family.CASE
            or any(t.subject.columns for t in group)
        ):
            return []
        kinds = {t.subject for t in self.before(results[-1].start) if t.subject.rows}
        if kinds and not kinds.issuperset(t.subject for t in group):  # “复议14件，维持8件，诉讼8件”
            return []
        return results[-1:] if _BY_KINDS.fullmatch(self.text, results[-1].end, group[0].start) else []

    def _ended_so(self, quantity: Quantity, result: Term) -> bool:
        """Whether the sentence ends with what became of the cases: “复议1件，复议机关予以纠正”."""
        stop = self.text.find(";", quantity.end)
        end = stop if stop >= 0 else len(self.text)
        if counted(self.text, quantity.end, end):
            return False
        told = [t for t in self.before(end) if t.start > quantity.start]
        alone = sum(bool(t.subject.columns) for t in told) == 1 and not quantity.about
        ends = self.text[result.end : result.end + 1] in ("", *",;。")
        return alone and ends and _ENDED.fullmatch(self.text, quantity.end, result.start) is not None
