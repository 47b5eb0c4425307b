"""Words that tell that only some are counted: what came when, who was trained, one kind of what was decided.

And that none but those told before there were.
"""

import re
from collections.abc import Sequence

from toolkit.rules.prose.even_text import Quantity, seldom
from toolkit.rules.prose.vocabulary import PERSONS, Family, Term

# Who came to what was held: “参训民警、辅警126人次”.
_TRAINED = seldom("(?:员|警|士|干部|职工|骨干|医生?|师|负责人|同志)(?:共|累计|合计|达|约|等)*$")
_OF_OTHERS = seldom("全|[县市区省]|各(?![股科站所])|单位|系统|企业|村民")
_LISTED = seldom("[、和及与]")
_LONG = 30  # more characters than tell who came
_PERSONS = seldom(r"[约近]?\d+余?(?:人次?|名)")
_AND_OTHERS = seldom(r"[、和及与][^,;。\d]{1,12}\d+余?(?:人次?|名)")
# An event that others held: “县里统一安排的培训，我局参训11人次”.
_ANOTHERS_EVENT = seldom(
    r"(?:(?<![社园地小城辖全我本])[省市县区州]里|上级|[省市][厅局]|县政府办)[^,;。\d]{0,12}培训[^,;。\d]{0,6},"
)
_OF_ONE_KIND = seldom(
    "(?:注册|登记|经营|生产|施工|建设|建房|用地|运输|使用|占用|安装|采[矿砂伐]|取水|排[污水]|占道|广告|卫生|食品|药品|消防|燃气"
    "|办学|印刷|出版|捕捞|驾驶|烟草|户外|安全|环评|环保|交通|治安|城管|规划|林业|水利|农业|文化|旅游|医疗|人防)类?(?:方面)?的?$"
)
# When in the year some came: “1件在年底收到”; not “截至年底收到12件”.
_DAY = r"(?:年[初中底末]|岁[末尾]|\d+月|月[初中底末]|[上中下]旬|\d+[日号]|季度|半年)[前后]?(?:才|方|新|集中)*"
_CAME_AT = seldom(
    rf"[件宗份起]申?请?[^,;。\d至截]{{0,4}}(?:本年)?[^,;。至截]{{0,6}}{_DAY}$"
    r"|(?:^|[,;:(])[于在]?(?:临近|接近|本)?(?:年[初底末]|岁[末尾])(?:才|方|新|集中)*$"
)
# Of others than those told before there were none: “此外再无申请”.
_NO_OTHERS = seldom("(?:再|别|另)也?$|(?:^|[,;])(?:除[^,;。]{0,8}|此|[之以])外$")


def came_at(text: str, place: int) -> re.Match[str] | None:
    """Find when in the year some came of which it is told at `place`."""
    return _CAME_AT.search(text, 0, place)


def no_others(text: str, place: int) -> str:
    """Tell that it is said at `place` of others than those told before that there were none."""
    others = _NO_OTHERS.search(text, 0, place)
    return others[0] if others else ""


def some_trained(text: str, term: Term, place: int) -> bool:
    """Whether it is told who was trained, up to the number at `place`: there may have been others too."""
    if not (term.subject.event and term.end < place < term.end + _LONG and _PERSONS.match(text, place)):
        return False
    who = text[term.end : place]
    return not _OF_OTHERS.search(who) and all(_TRAINED.search(each) for each in _LISTED.split(who))


def and_others(text: str, term: Term, quantity: Quantity) -> bool:
    """Whether others are told beside those who came to what was held: “培训干部85人次、信息员75人次”."""
    came = term.subject.event and quantity.unit in PERSONS
    return bool(came) and _AND_OTHERS.match(text, quantity.end) is not None


def another_event(text: str, place: int) -> re.Match[str] | None:
    """Find that others held the event of which it is told at `place`."""
    return _ANOTHERS_EVENT.search(text, 0, place)


def one_kind(text: str, group: Sequence[Term]) -> bool:
    """Whether but one kind of what was decided is named: “护士注册行政许可30件”."""
    decision = group[-1].subject.family is Family.DECISION
    return decision and _OF_ONE_KIND.search(text, 0, group[0].start) is not None
