"""Claims of nothing, which name no number: “未收到申请”, “无复议诉讼”, “均已答复”."""

import re
from collections.abc import Iterator, Sequence

_NO = r"(?:未曾?|没有|无|并未|从未|不存在|零)"
_HAPPENED = r"(?:发生|产生|出现|收到|引发|涉及|存在|有|被)?"
_BECAUSE = r"(?:因|被|涉及|关于)?(?:政府信息公开|信息公开|依申请公开|政务公开)?(?:工作|申请|事项|类)?(?:而)?(?:引发|引起|被|提起|申请|导致|产生)?的?"
_NONE = _NO + _HAPPENED + _BECAUSE
_CASE_WORDS = r"(?:案件|申请|情况|情形)?"
_END = r"(?=[,。;!)\n]|$)"
_GOES_ON = r"(?=[,。;!)\n、和及或与]|$)"
_NOT = re.compile("[未没无零]|不收|不存在|均为自然人")
_WHOSE = (
    r"(?:任何|过|公民|法人|社会公众|公众|群众|单位|组织|个人|、|和|或者?|其他|的|关于|有关|书面|处理|通过任何形式|提出|提交|要求(?:公开|获取)(?:相关)?政府信息"
    r"|向(?:我|本)(?:局|镇|乡|街道|办|委|院|中心|单位|机关|部门))*"
)
_OTHER_DECISIONS = r"(?:(?:行政)?(?:许可|处罚|强制|检查)(?:决定|事项|行为)?[、和及或与])*"


def _no_decision(kind: str) -> str:
    return (
        rf"{_NO}(?:发生|作出|做出|实施|产生|开展|办理|涉及|有)?(?:任何|过)?{_OTHER_DECISIONS}"
        rf"行政{kind}(?:处理)?(?:决定|行为|案件|措施|事项|情况)?{_GOES_ON}"
    )


_OF_NOTHING: Sequence[tuple[str, tuple[str, ...]]] = (
    (
        (
            rf"(?:未曾?|没有|并未|从未|无)(?:收到|接到|接收到?|受理|有)?{_WHOSE}"
            rf"(?:依申请公开(?:政府信息|事项|的?申请|件)?{_END}"
            rf"|(?:依申请公开|政府信息公开|信息公开|公开政府信息|政府信息)?的?申请(?!人)(?:公开)?(?:政府)?(?:信息)?(?:公开)?的?(?:情形|情况|事项|案件|件)?{_GOES_ON})"
        ),
        ("received",),
    ),
    (
        rf"{_NONE}(?:行政)?复议{_CASE_WORDS}(?:、|和|或者?|及|与|以及|,?也?(?:未|无|没有)?(?:发生)?)?(?:被)?(?:提起|引发)?(?:行政)?诉讼",
        ("reconsideration", "litigation"),
    ),
    (rf"{_NONE}(?:行政)?复议{_CASE_WORDS}{_END}", ("reconsideration",)),
    (rf"{_NONE}(?:行政)?诉讼{_CASE_WORDS}{_END}", ("litigation",)),
    (
        r"(?:未|没有|不|未曾|并未)(?:收取|收)(?:任何|过)?(?:政府信息公开)?(?:信息处理)?费用?",
        ("information_fee",),
    ),
    (r"均为自然人(?![、和及与或])", ("organisations",)),
    (rf"{_NO}(?:申请)?结转(?:至|到)?(?:下一?年度?|次年)", ("carried_over",)),
    (rf"{_NO}(?:上一?年度?|去年)(?:的)?结转(?:的)?(?:申请|情况|事项|件|办理)*{_END}", ("carried_in",)),
    (r"(?:未|没有)(?:收到|承办)人大代表建议(?=[,。;和及、]|$)", ("suggestions",)),
    (r"(?:未|没有)(?:收到|承办)(?:人大代表建议[和及、])?政协(?:委员)?提案", ("proposals",)),
    (
        rf"{_NO}(?:新)?(?:制发|制定|出台|印发|发布|制定出台|制定印发|制定发布)(?:过|任何|新的?)?(?:行政)?规范性文件{_GOES_ON}",
        ("normative_documents issued",),
    ),
    (rf"{_NO}废止(?:过|任何)?(?:行政)?规范性文件{_GOES_ON}", ("normative_documents repealed",)),
    (_no_decision("许可"), ("licensing",)),
    (_no_decision("处罚"), ("penalties",)),
    (_no_decision("强制"), ("compulsion",)),
    (
        rf"(?:{_NO}|不)(?:收取|征收|产生|发生|涉及|有)?(?:任何|过)?行政事业性收费(?:项目|情况|收入|事项)?{_GOES_ON}",
        ("charges",),
    ),
    (rf"{_NO}(?:有|作出|发生)?(?:任何)?不予公开的?(?:情形|情况|申请|决定)?{_END}", ("denied",)),
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
