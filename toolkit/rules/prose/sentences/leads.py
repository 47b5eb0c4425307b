"""What leads in a number and limits nothing there: a reason, a judge, an example."""

import re
from collections.abc import Sequence

from toolkit.rules.prose.even_text import HAN, seldom
from toolkit.rules.prose.vocabulary import ITSELF, PARTS, Family, Term

_CLEARED = seldom("(?:根据|经|按照?|结合)?清理(?:结果|情况|[时中后])?$")
_BECAUSE = re.compile(r"(?:[由因]于?|属于?|以)(?:本机关)?$")
# Whom cases are against: “针对本局的行政诉讼3件”.
_AGAINST_ITSELF = seldom(
    rf"(?:针对|对|以|涉及?){ITSELF}(?:为被[告申请人]+)?的?(?:政府信息公开|信息公开)?(?:答复|行为)?(?:的|提起)?$"
)
_JUDGED_BY = re.compile(r"[被经由][^,;。\d]{0,10}(?:政府|法院)(?:依法)?$")
# Whoever does it, it is the unit's: “镇综合执法队以镇政府名义作出行政处罚决定11件”.
_IN_ITS_NAME = seldom(rf"{HAN}*以[本我]?(?:局|镇|乡|街道|委|办)(?:人民)?(?:政府|办事处)?(?:的)?名义")
# Several reasons of one outcome: “因涉及第三方权益、过程性信息等原因不予公开4件”.
REASONS = re.compile(
    r"(?:因|由于)[^,;。\d]{2,20}[、和或及][^,;。\d]{2,20}等(?:原因|理由|情形|情况)?(?:而|被|依法)*$"
)
ABOUT = re.compile(r"(?:因|由于|以)?牵?涉及?$")  # in a reason, not in a matter: “因涉及过程性信息不予公开1件”
# How what was counted in the clause before ended: “，征求意见后依法”.
SO_ENDED = seldom(
    r"[^,;。\d]{0,8},(?:均|都|已|按|以|作为|属于?|依法|依规|按规定|分别|故|因此|予|决定|作出|(?:征求|经)[^,;。\d]{2,10}后)*"
)
# “占比最大的是予以公开，共9件”: which of the outcomes that is, changes nothing.
MOST = re.compile(
    "(?:类|的?申请)?(?:占比|比例|数量)?最[多大高](?:的是|的为|的)?|占?绝?大(?:多数|部分(?!公开))|居首位?|次之"
)
# By examples of its kinds: “作出建设、消防等行政许可31件”, “消防许可证等收费3万元”.
SUCH_AS = seldom(
    r"(?:[^,;。、和\d]{2,4}许可证?[、和]?)+等$|(?:[^,;。、和\d]{2,10}(?:审批|核准|费)[、和]?)+等$"
    r"|(?<=[作做]出|办理|办结|核发|实施|采取|全年|年内|本年)(?:[^,;。、\d涉对向在因由为从被]{2,12}[、和]){1,6}[^,;。、\d涉对向在因由为从被]{2,12}等(?:各类|各项)?$"
)


def led_in(group: Sequence[Term], lead: str, *, several: bool) -> str:
    """Give what leads in a number without what limits nothing there.

    `several`: a word before counts of which the words `group` count some.
    """
    family = group[-1].subject.family
    if family in PARTS:
        lead = REASONS.sub("", lead)
        lead = MOST.sub("", _BECAUSE.sub("", ABOUT.sub("", lead) if several or len(group) > 1 else lead))
    elif family is Family.CASE:
        lead = _JUDGED_BY.sub("", lead)
        lead = _AGAINST_ITSELF.sub("", lead) if any(word in lead for word in "对以涉") else lead
    elif family is Family.DECISION or "元" in group[-1].subject.units:
        lead = SUCH_AS.sub("", lead) if "等" in lead else lead
        lead = _IN_ITS_NAME.sub("", lead) if "名义" in lead else lead
    elif family is Family.DOCUMENT and any(term.subject.columns for term in group):
        lead = _CLEARED.sub("", REASONS.sub("", lead))  # “清理废止规范性文件2件”
    return lead
