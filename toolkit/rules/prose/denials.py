"""Claims of nothing, which name no number: “未收到申请”, “无复议诉讼”, “均已答复”."""

import re
from collections.abc import Iterator, Sequence

_NONE = r"(?:未|没有|无|未曾|并未|零)(?:发生|产生|出现|收到|引发|涉及|存在|有)?(?:因|被|涉及|关于)?(?:政府信息公开|信息公开|依申请公开)?(?:工作|申请)?(?:而)?(?:引发|引起|被|提起|申请|导致)?的?"
_CASE_WORDS = r"(?:案件|申请|情况)?"
_NOT = re.compile("[未没无零]|不收|均为自然人")
_OF_NOTHING: Sequence[tuple[str, tuple[str, ...]]] = (
    (
        (
            r"(?:未|没有|未曾|并未)(?:收到|接到|接收到?|受理)(?:任何|公民|、|法人|和|或|其他组织|的|关于|书面|和处理|通过任何形式|提出)*"
            r"(?:依申请公开(?:政府信息|事项|(?:的)?申请)?(?=[,。;.)\n]|$)|(?:依申请公开|政府信息公开|信息公开|公开政府信息)?(?:的)?申请(?!人))"
        ),
        ("received",),
    ),
    (
        rf"{_NONE}(?:行政)?复议{_CASE_WORDS}(?:、|和|或者?|及|与|以及|也?(?:未|无)?)?(?:被)?(?:提起|引发)?(?:行政)?诉讼",
        ("reconsideration", "litigation"),
    ),
    (rf"{_NONE}(?:行政)?复议{_CASE_WORDS}(?=[,。;)\n]|$)", ("reconsideration",)),
    (rf"{_NONE}(?:行政)?诉讼{_CASE_WORDS}(?=[,。;)\n]|$)", ("litigation",)),
    (
        r"(?:未|没有|不|未曾|并未)(?:收取|收)(?:任何|过)?(?:政府信息公开)?(?:信息处理)?费用?",
        ("information_fee",),
    ),
    (r"均为自然人(?![、和及与或])", ("organisations",)),
    (r"(?:无|没有)结转(?:至|到)?(?:下一?年度?|次年)", ("carried_over",)),
    (r"(?:未|没有)(?:收到|承办)人大代表建议(?=[,。;和及、]|$)", ("suggestions",)),
    (r"(?:未|没有)(?:收到|承办)(?:人大代表建议[和及、])?政协(?:委员)?提案", ("proposals",)),
)
_PATTERNS = tuple((re.compile(pattern), keys) for pattern, keys in _OF_NOTHING)

# All that came was answered; only where the year's end is meant does it say that nothing was carried over.
ALL_ANSWERED = re.compile(
    r"(?:年内)?(?:均|全部|都)(?:已|予以|按时|按期|如期|依法|及时|在|法定|规定|期限|时限|内|年内|全部|办理|和|并)*(?:办结|答复|回复|办理|办复)+(?!率)"
)
BY_YEAR_END = re.compile("年内|办结")


def denials(sentence: str) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    """What a `sentence` says there was none of: where, and the keys of the subjects."""
    for pattern, keys in _PATTERNS if _NOT.search(sentence) else ():
        for match in pattern.finditer(sentence):
            yield match, keys
