"""What a sentence itself says that the report does not count, and of whom it says that it tells.

“…，均与政府信息公开无关”, “…，不计为申请”, “就县本级而言，…”.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from toolkit.rules.prose.claim import Claim
from toolkit.rules.prose.even_text import behind_marks, quantities, seldom
from toolkit.rules.prose.vocabulary import AREA, CAME, CASES, DONE, OTHER_DEEDS, Family, Part, Vocabulary

# Business of which the sentence says that the report does not count it.
_NOT_COUNTED = re.compile(
    "与(?:政府)?信息公开(?:工作)?(?:无关|没有关系)|[含均都]非(?:政府)?信息公开|(?:不|未)限于(?:政府)?信息公开"
    "|[均都]以[^,;。]{1,12}为被申请人|(?:本|这张?)表[里中内]?(?:没有|不含)"
    "|(?:不属于?|不含|不涉及)(?:政府)?信息公开(?:范围|范畴|统计|内容|类|案件|,|$)|不是[我本].{1,2}[收作办]的"
    "|[均都](?:属于?|为|是)(?:政务服务|业务)[^,;。]{0,2}(?=[,;。]|$)"
    f"|(?:均|都)(?:为|系|因|是)?不服[^,;。\\d]{{0,4}}(?:{'|'.join(OTHER_DEEDS)})"
    "|(?:扣除|剔除|除去)(?:政府)?(?:信息)?公开(?:类|案件)"
    r"|[由在][^,;。\d]{0,14}(?:其|各自的?|他们的)(?:上级[^,;。\d]{0,8}|年度?报告?[中里]?)(?:另行)?(?:统计|反映|公[布开]|编[报制]|报告|体现|列[示入])"
    "|(?:无一|没有一)件?(?:涉及|属于?|关于|因)(?:政府)?信息公开"
    "|(?:不|未|没有)(?:计|纳|列)入(?:本(?:年度?)?报告|本表|(?:[我本][^,;。]{1,4})?统计|上表|上述|第?[一二三四]表|表[一二三四])"
)
_APART = ("另", "同期", "此外", ";")  # what follows is told apart
# “接待登记39人次,不计为申请”, “收到申请表28份,同一人的4份合并为1件”
_NO_APPLICATIONS = seldom(
    r"[,;(][^,;。]{0,30}(?:合并[为成]\d+件|(?:最终|实际)登记)|"
    "[,;(](?:均|都|也)?[不未](?:计|算|列|视|当)(?:作|为|入)*(?:政府)?(?:信息公开|依申请公开)?申请(?=[,;)]|$)"
)
# “每百件申请对应复议12.5件”
_PER_SO_MANY = seldom(r"每(?:[一十百千万]|\d+)+[件人名条次]")
# “企业提交20件，连同上年转来的1件，办结20件”, “其余21件连同上年结转1件，办结21件”, “剩的10件里，个人6件”.
_THE_REST = seldom(
    r"[^,;。\d]{2,8}新?(?:提[交出]|申请|收到?)的?(?=\d+件,(?:连同|加上)[^;]*办[结理])"
    r"|(?:其余|剩余)的?(?=\d+件(?:连同|加上)[^;]*办[结理])|剩[下余]?的?\d+件[里中内],"
)
_IS_A_BODY = seldom("本级$|[局委办镇乡]$|街道$|部门$|单位$")
_AS_FOR = seldom(
    r"就(?P<whom>[^,;。()\d]{1,12})(?:而言|来[说看])|(?<![^,;。])(?P<level>[^,;。()\d]{2,10})层面(?=,)"
    r"|作为(?P<judge>[^,;。()\d]{0,10}复议(?:机关|机构))(?=,)"
)
# “投诉举报类申请较多，全年收到42件”: of whom, or of which, the clause before speaks, which counts nothing.
_MUCH_OF = seldom(
    r"(?:^|(?<=;))(?P<whose>[^,;。:\d]{2,24}?)的?(?:申请|收件|受理)(?:人|事项)?(?:数量|总量|件数|[数总]?量)?"
    r"[仍依旧然继续持也均都呈总体]*(?:占比|增[长加幅多]|较[多大高集]|最[多大]|明显|突出|集中|成为|居[多首]|上升|高发|频发)"
    r"[^,;。:()\d]{0,10},(?:全年|年内|本年度?|当年|今年|一?共计?|累计|合计|总共)*(?=收到|接收|受理|新收|办[理结])"
)
_MAY_SAY_WHOM = ("而言", "来说", "来看", "层面", "复议机")
_COUNTERS = CASES - {""}
_ALL_THAT = CAME | {DONE, Part.BARE}  # came, or was done
# “申请量前三位的是城东区412件、江岸区377件”
_RANKED = seldom(
    r"前(?:[一二三四五六七八九十]|\d+)[位名]的?(?:分别|依次)?[是为有][^;。]{0,80}?[省市县区旗镇乡道局委]$"
)


def not_counted(text: str) -> str:
    """Tell by what a whole sentence is limited; "" where something is told apart in it before."""
    said = _NOT_COUNTED.search(text)
    return said[0] if said and not any(words in text[: said.start()] for words in _APART) else ""


def counted_elsewhere(
    text: str, found: Sequence[Claim], is_of_what_came: Callable[[Claim], bool]
) -> list[Claim]:
    """Limit the claims before what is said not to be counted, since something was told apart."""
    limited = [*found]
    for match in _NOT_COUNTED.finditer(text):
        apart = max(text.rfind(words, 0, match.start()) for words in _APART)
        limited = [
            c._replace(scope=match[0]) if apart <= c.start and c.end <= match.start() else c for c in limited
        ]
    if none := _NO_APPLICATIONS.search(text):
        limited = [
            c._replace(scope=none[0]) if is_of_what_came(c) and c.end <= none.start() else c for c in limited
        ]
    return limited


def of_each(text: str, place: int) -> bool:
    """Whether a number at `place` is told of each so many others, or of one of those that stand first."""
    per = _PER_SO_MANY.search(text, behind_marks(text, place), place)
    return per is not None or _RANKED.search(text, 0, place) is not None


def told_of_the_rest(text: str) -> str:
    """Give the words with which a sentence begins that tells of what is left from the one before."""
    rest = _THE_REST.match(text)
    return rest[0] if rest else ""


def told_of_whom(text: str, found: Sequence[Claim], limits_at: Callable[[int, int], str]) -> list[Claim]:
    """Limit what is told to those of whom it is said to be told: “就县本级而言，…；就全县而言，…”.

    Or to what is done for others: “作为县政府复议机构，我局收到复议申请16件”; or to some of all that came.
    """
    some = [(limits_at(*m.span("whose")), m.end()) for m in _MUCH_OF.finditer(text)] if found else []
    if not some and not any(words in text for words in _MAY_SAY_WHOM):
        return [*found]
    named = [(match[match.lastgroup or 0], match.lastgroup, match.end()) for match in _AS_FOR.finditer(text)]
    whose = [
        (words, end)
        for words, of, end in named
        if of == "judge" or AREA.fullmatch(words) or _IS_A_BODY.search(words)
    ] + some

    def limited(claim: Claim) -> Claim:
        above = [words for words, end in whose if end <= claim.start]
        return claim._replace(scope=above[-1]) if above and not claim.scope else claim

    return [limited(claim) for claim in found]


def told_of_some(text: str, found: Sequence[Claim], vocabulary: Vocabulary) -> Sequence[Claim]:
    """Limit outcomes that are no more than some of the applications, counted right before them.

    “收到9件，4件涉及征地，公开2件、部分公开1件”: so many of the 4, or of all.
    """

    def is_outcome(claim: Claim) -> bool:
        return vocabulary.family(claim.subject) is Family.OUTCOME and claim.unit not in ("%", "")

    if not any(map(is_outcome, found)):
        return found
    limited = [*found]
    sure = [c for c in found if not (c.scope or c.when)]
    for some, following in pairwise(quantities(text)):
        if some.unit not in _COUNTERS or any(c.start < some.end and some.start < c.end for c in sure):
            continue
        lead = text[behind_marks(text, some.start) : some.start]
        if "公开" in lead or text.startswith(")", some.end):
            continue
        stop = text.find(";", some.end)
        behind = [c for c in found if c.end >= following.end and (stop < 0 or c.start < stop)]
        told = [*takewhile(is_outcome, behind)]
        if not told or told[0].start > following.end or sum(c.amount for c in told) > some.amount:
            continue
        before = (c for c in sure if c.end <= some.start and c.amount > some.amount)
        if any(vocabulary.part(c.subject) in _ALL_THAT for c in before):
            limited = [c._replace(scope=c.scope or "其中") if c in told else c for c in limited]
    return limited
