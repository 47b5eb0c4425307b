"""Words that tell of how many it is told: of none, or of some, of which there may be more.

“无废止文件”, “微博发布警情通报等信息654条”, “各股室业务骨干27人次参加”.
"""

import re
from collections.abc import Sequence

from toolkit.rules.prose.even_text import Quantity, behind_marks, seldom
from toolkit.rules.prose.limits import OF_DISCLOSURE, SAID_OF_SOME, limits
from toolkit.rules.prose.sentences.leads import SUCH_AS
from toolkit.rules.prose.vocabulary import (
    AREA,
    ITSELF,
    PERSONS,
    Family,
    Term,
    not_neutral,
)

# Some of what a channel published, of an account of one's own: “微博发布警情通报、防范提示等信息654条”.
_SOME_SHOWN = seldom(
    r"(?:全年|共|累计|主动|及时)*(?:发布|推送|公开|编发|制作|刊发)(?![^,;。\d]*(?:新闻|动态|要闻|资讯|转))[^,;。\d]{2,30}?"
    r"(?:信息|作品|视频|内容|稿件)(?:合计|累计|总计|共计?|达)*"
)
# “网站新增信息2156条”: what was put there this year.
_PUT_THERE = seldom(
    r"(?:全年|本年度?|今年|年内|共|累计|主动)*新增?了?(?:公开|发布|推送|更新|政府|政务|各类)*"
    r"(?:信息|推文|图文|文章|稿件|作品|内容)?(?:合计|累计|总计|共计?|达)*"
)
_NEWS = seldom(r"(?:发布|公开|推送|编发)(?P<what>[^,;。\d“”]{2,12})\d+[条篇部个期][,(]其中[^;]*$")
# By whom, or against whom, some of one's own deeds were done: “由主要负责人主持召开专题会议3次”.
_SOME_DONE = seldom(
    r"围绕[^,;。\d]{2,40}?(?:组织|召开|举办|开展)(?:政府|政务|信息|公开|工作|专题|业务|了)*$"
    r"|由[^,;。\d]{2,16}(?:主持|主讲|授课|牵头|带队)(?:组织|召开|举办|开展|政府|政务|信息|公开|工作|的|了)*$"
    r"|(?<!针)对[^,;。\d]{2,40}?(?:作出|实施|采取|下达|依法)*$"
)
_TOOK_PART = ("参加", "参与", "接受")
_THOSE = seldom(r"[^,;。\d全县市]{2,16}(?:干部|人员|骨干|职工|负责人|[联信]\w员)(?:共|累计|先后)*..$")
# None of a thing that the form counts is said before it: “无废止文件”, “未收到因信息公开提起的复议、诉讼”.
_DEED = (
    "召开|举[办行]|组织|发生|产生|出现|存在|[作做]出|收到|接到|受理|涉及|实施|办理|开展|采取|收取|征收|引发|引起|导致|形成|因|被|有(?!关)"
    "|新?制[定发]|新?出台|印发|发布|废止"
)
_OWN_DEED = re.compile("[作做]出|新?制[定发]|新?出台|印发|发布|废止")  # with which a word itself begins
_NONE_OF = re.compile(
    rf"(?:(?:未曾?|并未|从未)(?={_DEED})|没有|无(?!论)|不存在|不涉及|零|不(?=收取))(?:{_DEED}|过|任何|一[件起例宗]?|{OF_DISCLOSURE.pattern}"
    rf"|(?:针对|对){ITSELF}的?|提起|申请|属于|列为|法院|判决|一?(?:为|是|由|来自)|(?:投诉|举报|信访|申诉)[、和及或]"
    r"|(?:人|当事人|申请人|群众)(?:(?:因为?|就|对)(?:这[个些]?|此|该)(?:答复|申请)?)?(?:申请|提起|提出)"
    r"|(?:申请人|公民|法人|其他组织|群众|企业|单位|个人|[、或和])+(?=[因就对])|[“\"])*$"
)
_NONE_ENDS = seldom(
    '[”"]?(?:的|类|等|申请|提[出交]|情形|情况|事项|决定|答复|文件|信息|公开|政府|项目|措施|行为|发生|[、及和](?:投诉|举报|信访|申诉)|[、及和与或]者?(?:(?:其他|社会)?(?:公益)?组织|科研机构|企业|单位)(?=的|提|申)|件|案件|案|现象|内容|权限|职能|职权|业务|办理|而|不再处理)*(?=[,;。!)]|$)'
)


def some_shown(text: str, channel: Term, place: int) -> bool:
    """Whether it is said what a channel published, up to its number at `place`: of that there may be more."""
    shown = _SOME_SHOWN.fullmatch(text, channel.end, place)
    return shown is not None and bool(not_neutral(shown[0]))


def put_there(text: str, channel: Term, place: int) -> bool:
    """Whether no more is said up to a number at `place` than that so much was put on a channel."""
    return _PUT_THERE.fullmatch(text, channel.end, place) is not None


def which_news(text: str, place: int) -> str:
    """Tell which news were counted before those of a channel: “发布路况信息120条，其中网站20条”."""
    news = _NEWS.search(text, 0, place) if "其中" in text else None
    return not_neutral(news["what"]) if news else ""


def some_came(text: str, group: Sequence[Term], quantity: Quantity) -> bool:
    """Whether it is said of whom so many took part: “培训4场，各股室业务骨干27人次参加”."""
    if not (group[-1].subject.event and quantity.unit in PERSONS and group[0].start >= quantity.end):
        return False
    who = limits(text[behind_marks(text, quantity.start, ",;()") : quantity.start])
    return bool(who) and not AREA.search(who)


def some_done(text: str, group: Sequence[Term]) -> re.Match[str] | None:
    """Find by whom, or against whom, some of one's own deeds were done; that limits nothing else."""
    if not (group[-1].subject.event or group[-1].subject.family is Family.DECISION):
        return None
    start = behind_marks(text, group[0].start, ",;()")
    if text.endswith(_TOOK_PART, start, group[0].start):  # “各股室骨干参加培训83人次”
        return _THOSE.search(text, start, group[0].start)
    return _SOME_DONE.search(text, start, group[0].start)


def such(text: str, group: Sequence[Term], left: int, first: int) -> re.Match[str] | None:
    """Find by which kinds, or by whom and about what, one's own deeds are told of: that limits nothing."""
    some = some_done(text, group)
    if some or group[-1].subject.family is not Family.DECISION or text.find("等", left, first) < 0:
        return some
    return SUCH_AS.search(text, left, first)


def none_of(text: str, start: int, end: int) -> int | None:
    """Where it begins that there was none of what stands from `start` to `end`: “无复议、诉讼”."""
    opening = behind_marks(text, start)
    deed = _OWN_DEED.match(text, start, end)
    said = _NONE_OF.search(text[opening : deed.end() if deed else start])
    if said is None or not _NONE_ENDS.match(text, end):
        return None
    none = opening + said.start()
    return None if SAID_OF_SOME.search(text[opening:none]) else none
