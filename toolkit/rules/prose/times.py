"""The times that a sentence speaks of."""

from collections.abc import Iterator, Mapping

from toolkit.rules.prose.even_text import found_fast

# The time a sentence speaks of; the last one named before a number governs it.
# None: a comparison, which changes nothing.
TIMES: Mapping[str, bool | None] = {
    r"与(?:上一?年度?|去年)(?=[^,;。\d]{2,16}\d+[件起条个份]相比)": False,
    r"(?:较|比|与|同|和)(?:上一?年度?|去年|20\d\d年)(?:同期|的|申请|新收|收件|总?[量数]|件数)*(?=\()": False,
    r"(?:较|比)(?:上一?年度?|去年|20\d\d年)(?=(?:全年)?(?:新?收到?|受理|办结|申请)的\d+[件起条份],)": False,
    r"(?:较|比|与|同|和)(?:上一?年度?|去年|20\d\d年)(?:同期)?(?:相比)?": None,
    r"(?:较|比|与|同|和)(?:往年|以往|近年来?|历年)(?:同期|相比)?": None,
    r"(?:上一?年度?|去年)(?:全年|年内|度内)": False,
    r"[自从]20\d\d年[^,;。]{0,14}?[至到](?:20\d\d年|本年)?(?:12月)?[底末]?": False,  # “自2008年施行起至年底”
    r"(?:本年|今年)(?:度)?以来": True,
    r"[由从](?:上一?年度?|去年)(?=的?\d)": False,
    r"(?:本年)?1月1日起?(?:至|到|-|—|~)+(?:本年)?12月31日": True,
    r"(?:本年)?1(?:月|月份)?(?:至|到|-|—|~)+12月份?(?:底)?": True,
    r"(?:上一?年度?|去年|20\d\d年)12月(?:31日|底)": False,
    r"(?:截至|截止|至|到)?(?:本年)?(?:12月31日|12月底|年底|年末)": True,
    r"(?:20\d\d年?|上年)度?(?:至|到|-|—|~|、|和|与)+(?:20\d\d年?|[本上下]年)": False,
    r"上半年|下半年|[一二三四1-4]季度": False,
    r"(?<!\d)(?:1[0-2]|[1-9])(?:[-—~至到]+\d+)?月": False,
    r"近年来?|(?:近|过去|连续)?[两二三四五六七八九十几]年(?:来|间)?|历年|以来|往年|上一?届|"
    r"“?十[三四五]五”?": False,
    r"(?<![告计定办理审限日年度底月])期间": False,  # “防汛期间，公众号发布12条”
    r"(?:国庆|春节|[两双]节|节)?(?:假期|长假|假日|黄金周)|汛期|春运|[暑寒]假": False,
    r"(?<=[日节周月”])(?:当[天日]|之际)": False,
    r"本年度?|全年|今年|年内": True,
    r"上一?年度?|去年|前年|下一?年度?|明年|次年|20\d\d年": False,
    r"下一步|下一?阶段|今后(?!年)|接下来|力争|预计": False,
}
AHEAD = ("下一", "下年", "下阶", "明", "次", "今后", "接", "力", "预")  # what begins so, is yet to come

COMPARING = ("较", "比", "与", "同", "和")  # what begins so, compares

# What they can begin with.
OPENINGS = (
    "123456789“一七三上下与两九二五今从自以全八六几到前十历去同和四年往截接明本次比由至较过近连力预期"
    "国春双节假长黄汛暑寒当之"
)

_WORDS = found_fast("|".join(f"(?P<t{i}>{words})" for i, words in enumerate(TIMES)), OPENINGS)


def times(sentence: str) -> Iterator[tuple[int, int, bool]]:
    """Where times stand in a `sentence`, from and to, and whether each lies within the report's year."""
    lawful = tuple(TIMES.values())
    for match in _WORDS.finditer(sentence):
        within = lawful[int(str(match.lastgroup)[1:])]
        if within is not None:
            yield *match.span(), within
