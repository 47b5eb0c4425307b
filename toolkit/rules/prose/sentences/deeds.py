"""What else is told beside what the form counts: other deeds with the same thing, others' applications."""

import re

from toolkit.rules.prose.even_text import HAN, IN_QUOTES, seldom
from toolkit.rules.prose.limits import OTHER_APPLICATIONS
from toolkit.rules.prose.vocabulary import OTHER_DEEDS, Family, Word, not_neutral

CASE_DEEDS = re.compile(
    r"新发生|新增|新收|新立|办理|审理|受理|审结|承办|应诉|纠错|化解|调解|接待|提供|案卷|评查|法治|执法|第三人|原告"
    r"|政府为(?:共同)?被|作为$"
)
# “因拆除违建引起的复议1件”, “因工伤认定被起诉11件”
_OF_ANOTHER_CAUSE = seldom(
    r"[因由](?:(?!公开|申请|答复|信息|不服|不满|此)[^,;。\d]){2,24}?(?:(?:引起|引发|导致|产生)的?"
    rf"|(?:{'|'.join(OTHER_DEEDS)})(?:决定)?(?:被(?:申请|提起|诉)?|提起|申请)?)$"
)
# “不服处罚的复议13件”, “审计决定引发的复议1件”
_AGAINST_ANOTHER = seldom(rf"(?:不服|针对|对|就)[^,;。\d]{{0,8}}(?:{'|'.join(OTHER_DEEDS)})[^,;。\d]{{0,6}}$")
_LED_TO = seldom(
    r"^(?P<cause>(?:(?!公开|申请|答复|信息|不服|不满|此)[^,;。\d]){2,12}?)(?:引发|引起|导致|产生)的?$"
)
_OF_EVERY_MATTER = seldom("各[类种]|所有|全部$")  # “各类行政复议案件312件”: of disclosure or not
# “把各类执法争议都算上，复议57件”
_EVERY_DISPUTE = seldom(r"(?:各类|所有|全部)(?:(?!公开)[^,;。\d]){0,6}(?:争议|纠纷|案件)")
# “全年被复议39件、被诉31件，信息公开类占三成”
_SOME_ABOUT_DISCLOSURE = seldom(
    "[,;](?:以上|上述|其中)?(?:政府)?信息公开(?:类|案件|领域)?(?:占比|(?:分别)?(?:约|仅|只)?占)"
)
DOCUMENT_DEEDS = seldom(
    r"清理(?!后)|审查|审核|备案|起草(?!并)|代拟|拟|公开|公示|解读|修改|修订|报|转发|学习|[省市]级|征求|政策解读"
)
_CASES_DEALT_WITH = seldom("办理|查办|审结|立案")  # “办理行政处罚案件60件” need not have ended in a decision
_DECISION_DEEDS = seldom(
    r"受理|送达|公示|公开|公布|发布|归集|录入|上传|报送|申请|推送|事项|清单|目录|信息|"
    r"梳理|认领|承接|下放|划转|取消|精简|压减|调整|委托"
)
_MADE_TOO = seldom(
    r"[作做]出(?:并|且|、|和|及)*(?:及时|依法|同步|对外|按时|主动)*(?:公示|公开|公布|送达)"
)  # “作出并公示”
_AS_HELD = seldom("集中|集体|全员|系统")
_DEEDS = seldom(r"组织|(?<![公展])开了?(?![展放])|办了?(?![公理])|举办|开展|召开|举行|安排|共|累计")
_ABOUT_DISCLOSURE = re.compile(
    r"(?:政府信息|政务|信息)公开(?:业务|专题|专项|知识|能力|工作|条例|骨干|[和及与、暨]?保密审查)*"
)
_CHANGED = re.compile("新增|增[配加设派]|补充|更换|调[整入出]|轮换|招录|选派")  # how it came to be so many
_IN_COURT = seldom("出庭|应诉|胜诉|(?<![无零未])(?<!没有)(?<!发生)(?<!无一)败诉")
_ENDED_SO = ("胜诉", "败诉")
_ALL_IN_COURT = seldom(rf",(?:[我本]{HAN}{{1,3}}|机关)?(?:均|全部|都)[^,;。\d]{{0,8}}$")
QUOTED = re.compile(rf"{IN_QUOTES}|[“‘\"]")
# “‘爱国卫生月’期间，微信公众号发布12条”: no account is called so.
_OCCASION = seldom('[“‘"][^“”‘’"]*[”’"][^,;。]{0,6}(?:期间|之际|活动|主题|专[题栏]|栏目|系列)')
_LEVEL = re.compile(r"(?:[省市县区]|国家|上级)(?:人民)?(?:政府|级(?:及?以上)?)$|[省市]$")
APPLICATIONS = seldom("的?(?:(?:政府)?信息公开(?:的)?申请|依申请公开)(?!人|书|表|(?:政府)?信息)")
# “住房保障申请收到35件”: but for what is called ours, it is an application for something else.
_NAMED_SO = seldom(rf"(?P<what>{HAN}{{2,12}}?)的?申请{HAN}{{0,4}}$")
_OURS = seldom(
    "(?:公开|信息|依|申请|公民|群众|公众|法人|组织|企业|个人|自然人|居民|村民|机构|新收|收到|各类|全部|所有|有效|本年|全年"
    "|书面|网上|网络|现场|当面|信函|局|镇|乡|政府|街道|办|委|中心|单位|部门|县|市|区)$"
)
_OTHER_BODIES = seldom(r"(?:另外|其余|其他|剩余)\d+[个家]$")  # “另外8个合计收到37件”


def other_deeds(subject: Word, lead: str, tail: str) -> str:
    """Tell what else was done before the words for a thing that has one deed of its own."""
    if subject.family is Family.CASE:
        found = CASE_DEEDS.search(lead) or _OF_EVERY_MATTER.search(lead) or _of_another_cause(lead)
    elif subject.family is Family.DOCUMENT:
        found = DOCUMENT_DEEDS.search(lead)
    elif subject.family is Family.DECISION:
        lead = _MADE_TOO.sub("", lead) if "出" in lead else lead
        found = _DECISION_DEEDS.search(lead) or (_CASES_DEALT_WITH.search(lead) if "案" in tail else None)
    elif subject.event:
        return not_neutral(_AS_HELD.sub("", _ABOUT_DISCLOSURE.sub("", _DEEDS.split(lead)[-1])))
    elif subject.family is Family.FACT:
        found = _OCCASION.search(lead) or QUOTED.search(lead) or _LEVEL.search(lead) or _CHANGED.search(lead)
    else:
        return ""
    return found[0] if found else ""


def _of_another_cause(lead: str) -> re.Match[str] | None:
    """Find what cases are about that are not about disclosure, in what leads them in."""
    named = _OF_ANOTHER_CAUSE.search(lead) or _AGAINST_ANOTHER.search(lead)
    led_to = None if named else _LED_TO.search(lead)
    return named or (led_to if led_to and not_neutral(led_to["cause"]) else None)


def every_dispute(text: str, start: int, end: int) -> str:
    """Tell that the cases named from `start` to `end` are those of every matter."""
    found = _EVERY_DISPUTE.search(text, 0, start) or _SOME_ABOUT_DISCLOSURE.search(text, end)
    return found[0] if found else ""


def other_applications(text: str, start: int, end: int, first: int, place: int) -> str:
    """Tell that other applications were spoken of last, or other bodies: “文物捐赠申请5人，接收15件”.

    The words of a number at `place` begin at `first`, the clause at `end`; `start`: from where to look.
    """
    if text.endswith(("个", "家"), 0, end) and (bodies := _OTHER_BODIES.search(text, 0, end)):
        return bodies[0]
    named = _NAMED_SO.search(text, end, first)
    if named and not _OURS.search(named["what"]):
        return named[0]
    other = OTHER_APPLICATIONS.search(text, start, end) if "申请" in text[start:end] else None
    return other[0] if other and not APPLICATIONS.search(text, other.end(), place) else ""


def in_court(text: str, end: int, *, of_the_form: bool) -> str:
    """Tell by what word cases counted up to `end` are those that one attends, on whatever matter.

    ``of_the_form``: the kinds of the form are told: “直接起诉2件、复议后起诉1件，败诉1件”.
    """
    court = _IN_COURT.search(text)
    if court is None or (of_the_form and court[0] in _ENDED_SO):
        return ""
    if court.end() <= end and text.endswith(("均", "都", "全部"), 0, court.start()):
        return ""  # “诉讼4件，均胜诉”
    return "" if _ALL_IN_COURT.search(text, end, court.start()) else court[0]
