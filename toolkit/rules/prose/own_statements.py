"""What a report says of itself.

Its period and year, the notice it follows, who made it, its fees.

These need no figures. Each function returns remarks, and an empty tuple when nothing is amiss.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache

from toolkit.rules.prose.claims import read_claims
from toolkit.rules.prose.even_text import HAN, behind_marks, found_fast, han_number, script, seldom
from toolkit.rules.prose.remark import Remark, remark
from toolkit.rules.prose.vocabulary import Key, Notice, Vocabulary

FEE_STEP = 10


def period_remarks(text: str, year: int) -> tuple[Remark, ...]:
    """Check the period a report states: it must run from 1 January to 31 December of its `year`."""
    passage = script(text)
    if not (("20" in passage.text or "二" in passage.text) and _DATED.search(passage.text)):
        return ()
    says = f"应为{year}年1月1日至{year}年12月31日。"
    told = [m for m in _PERIOD.finditer(passage.text) if _is_of_the_report(passage.text, m)]
    found = [m for m in told if _period(m) != ((year, 1, 1), (year, 12, 31))]
    found += [m for m in _UNTIL.finditer(passage.text) if _day(m, "") < (year, 12, 31)]
    return tuple(
        remark(passage, match.span(), "period", f"统计期限写的是“{match[0]}”，{says}") for match in found
    )


_YEAR = r"(?:20\d\d|二[〇零○oO][〇零○oO一二三四五六七八九]{2})"
_COUNT = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_TO = r"(?:起|开始|起算)?,?(?:至|到|-|—|–|~|―)+"
_DATED = found_fast(rf"{_YEAR}[年./-]{_COUNT}", "2二")  # a year and a month, which every period has
_PERIOD = found_fast(
    rf"(?:统计)?(?:期限|时限|期间|时间|时段|周期|数据|统计期|报告期|涵盖|反映)[^。"
    rf";\d二]{{0,12}}?(?P<y1>{_YEAR})[年./-](?P<m1>{_COUNT})"
    rf"(?:[月./-](?P<d1>{_COUNT})[日号]?|月(?:份)?){_TO}"
    rf"(?:(?P<y2>{_YEAR})[年./-])?(?P<m2>{_COUNT})(?:[月./-](?P<d2>{_COUNT})[日号]?|月)",
    "统期时数周报涵反",
)
_UNTIL = found_fast(
    rf"(?:统计|所列)(?:的)?(?:数据|时间|期限)(?:均)?(?:统计)?(?:截至|截止|截止到|截至到|截止至)"
    rf"(?:时间)?(?:为)?(?P<y>{_YEAR})[年./-](?P<m>{_COUNT})[月./-](?P<d>{_COUNT})日?",
    "统所",
)


# “第三方评议的周期为2023年10月至2024年9月”: that is another's.
_OF_THE_REPORT = re.compile(r"(?:^|报告|年报|报表|数据|公开|年度|\W)(?:工作|所列|中|内|的|反映|涉及|涵盖)*$")


def _is_of_the_report(text: str, period: re.Match[str]) -> bool:
    clause = text[behind_marks(text, period.start(), ",;。:") : period.start()]
    return period[0].startswith(("统计", "数据", "报告期")) or _OF_THE_REPORT.search(clause) is not None


def _period(match: re.Match[str]) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Give the first day and the last; a month without a day is meant from its first to its last."""
    y1, m1, d1, m2 = (_number(match[group]) for group in ("y1", "m1", "d1", "m2"))
    d2 = _number(match["d2"]) if match["d2"] else _LONGEST_MONTH
    return ((y1, m1, d1 or 1), (_number(match["y2"]) or y1, m2, d2))


_LONGEST_MONTH = 31


def _day(match: re.Match[str], which: str) -> tuple[int, int, int]:
    return (_number(match["y" + which]), _number(match["m" + which]), _number(match["d" + which]))


def _number(written: str | None) -> int:
    if not written:
        return 0
    return han_number(re.sub("[○oO]", "〇", written))


def year_remarks(text: str, year: int) -> tuple[Remark, ...]:
    """Check the years: title and work told must be of its `year`.

    What was done before or will be may be told of others.
    """
    passage = script(text)
    if "20" not in passage.text:  # no year is named
        return ()
    named = [
        m
        for m in (_TITLE_YEAR.finditer(passage.text) if "报" in passage.text else ())
        if _is_ones_own_title(passage.text, *m.span())
    ]
    found = [m for m in named[:1] if int(next(y for y in m.groups() if y)) != year]
    found += [m for m in _THIS_YEAR.finditer(passage.text) if not _lawful(passage.text, m, year)]
    found += [m for m in _HEADING.finditer(passage.text) if int(m["year"]) != year]
    found += _told_of_another(passage.text, year)
    return tuple(
        remark(passage, m.span(), "year", f"写的是“{m[0]}”，本报告是{year}年度的，是不是沿用了往年的文字？")
        for m in sorted(found, key=lambda m: m.start())[:1]  # one passage left over, one remark
    )


def _lawful(text: str, named: re.Match[str], year: int) -> bool:
    """Whether “this year” may be the one named: the report's, or the next one, of what is planned."""
    told = int(named["year"])
    return told == year or (told == year + 1 and _PLANNED.match(text, named.end()) is not None)


def _is_ones_own_title(text: str, start: int, end: int) -> bool:
    """Whether a title is that of this report: no other report's, which stands in “《》” mostly."""
    if "《" in text[max(0, start - _TITLE) : start]:
        return _THIS_REPORT.match(text, end) is not None
    return _OLDER.search(text, max(0, start - 12), start) is None


def _told_of_another(text: str, year: int) -> Iterator[re.Match[str]]:
    """Yield the sentence that tells this year's work of another year, where this year is never said."""
    if f"{year}年" in text:
        return
    for match in (*_OPENING_YEAR.finditer(text), *_BY_ITS_END.finditer(text)):
        told = int(match["year"])
        sentence = re.split("[。!?\n]", text[match.start("year") : match.start("year") + 80], maxsplit=1)[0]
        if told == year or (told > year and _WILL.search(sentence)) or _OLDER.search(sentence):
            continue
        # “在2022年收到32件的基础上，今年收到40件”, “2021年收到5件，2020年收到3件”
        if not (_ANOTHER_THAN_THIS.search(sentence) or _YEARS_BACK.search(sentence)):
            yield match
            return


_MENDS = ("更正", "勘误", "订正", "有误", "错")
# “更正说明：表中“（一）予以公开”自然人一栏应为999”
_MENDED = seldom(
    r"(?:更正|勘误|订正)(?:说明|启事)?:[^。;\n]{0,60}?(?:应为|应是|应改为|更正为|改为|实为)\d+(?:\.\d+)?"
    r"|(?:表[一二三四中内里]|[本上附]表|表格)[^。;\n]{0,40}?(?:应为|应是|应改为|更正为|实为)\d+(?:\.\d+)?(?![\d.%])[^。;\n]{0,12}(?:更正|勘误|订正|有误|[填写报]错)"
)
_OF_OTHERS = seldom("上一?年|去年|往年|督促|责令|指导|要求|通知")  # was mended, or is for them to mend
_ANY_YEAR = seldom(r"20\d\d(?=年)")


def mended_remarks(text: str, year: int) -> tuple[Remark, ...]:
    """Find where the report of a `year` says that its own tables should hold another figure."""
    passage = script(text)
    if not any(words in passage.text for words in _MENDS):
        return ()
    found = []
    for match in _MENDED.finditer(passage.text):
        told = passage.text[behind_marks(passage.text, match.start(), "。;") : match.end()]
        if not _OF_OTHERS.search(told) and {*_ANY_YEAR.findall(told)} <= {str(year)}:
            found.append(remark(passage, match.span(), "mended", "说的是表里的数另有更正"))
    return tuple(found)


_TITLE_YEAR = seldom(
    r"(20\d\d)年(?:度)?(?:的)?(?:政府信息公开|信息公开)(?:工作)?(?:年度报告|年报)|"
    r"政府信息公开(?:工作)?(20\d\d)年度报告"
    r"|(?:现将|现就)[^。\d]{0,20}(20\d\d)年度?[^。\d]{0,24}(?:报告|公布|汇报|公开)如下"
)
_TITLE = 25  # characters of a title before its year
# “编制《…2021年…年度报告》，即本报告”
_THIS_REPORT = seldom(
    r"》(?:已(?:编制|撰写|起草)完[成毕])?,?[(“]*(?:即[为是]?本(?:年度)?报告|(?:以?下)?简?称?[“\"]?本(?:年度)?报告|现(?:将|予以?|向社会|面向社会)[^,;。]{0,8}(?:公[布开]|发布)|特此(?:公[布开告]|发布))"
)
_THIS_YEAR = re.compile(
    r"(?:(?:今年|本年度?|报告期内?|本报告年度)[(为:是]|本(?:年度)?报告(?:反映|总结|汇总|涵盖|记载)(?=[^,。;]{0,20}年度)"
    r"[^,。;\d《]{0,10})(?P<year>20\d\d)(?=年)"
)
_PLANNED = seldom("年?[)]?,?[^,;。]{0,8}?(?:计划|拟|将|力争|预计|打算|要)")  # “今年（2023年）计划增至4次”
_HEADING = seldom(
    r"(?:^|\n)\s*[(（]?[一二三四五六七八九十]{1,2}[)）、.]\s*(?P<year>20\d\d)年度?"
    r"(?:工作|政府|信息公开|政务公开|主动公开|依申请公开)*(?:总体|基本|工作)*情况"
)
_OPENING_YEAR = seldom(
    r"(?:^|[。!?\n])\s*(?:[(（]?[一二三四五六七八九十]{1,2}[)）、"
    r"])?(?:在)?(?P<year>20\d\d)年度?(?:以来(?!,?[^,。]{0,3}(?:共|累计))|全年|期间)?"
    r"(?=,?(?:我|本|全)(?:局|镇|乡|街道|办|委|院|中心|单位|机关|部门|区|县|市|年|校|所|站)|,?(?:共|"
    rf"累计|主动公开|收到|受理)|,?{HAN}{{2,12}}?(?:局|委|办|镇|乡|街道|政府|中心)(?:[^，,。"
    r"]{0,4}(?:认真|高度|积极|严格|坚持|主动公开|共|全年|始终|深入|依法|切实|不断|按照|根据|"
    r"政府信息公开)))"
)
# “截至2021年底，主动公开信息2156条”; not what stood then: “截至2021年底尚有4件未办结”.
_BY_ITS_END = seldom(
    r"(?:^|[。!?\n])\s*(?:[(（]?[一二三四五六七八九十]{1,2}[)）、])?截[至止]到?(?P<year>20\d\d)年"
    r"(?:年?[底末]|12月(?:31[日号]|底))(?![^。!?\n]{0,60}(?:累计|未|尚|仍|还有|在办|结转|结余|现有|现行|有效|存))"
    r",?(?:[我本全](?:局|镇|乡|街道|办|委|院|中心|单位|机关|部门|区|县|市|校|所|站))?(?:[总一]?共|(?:(?:政府|政务|门户|官方)*(?:网站|微信公众号|公众号))?(?:主动公开|公开|发布|推送)|新?收到|受理|办结|答复)"
)
_WILL = seldom(r"将|拟|计划|继续|要|进一步|力争|下一步|加强|重点")
_ANOTHER_THAN_THIS = re.compile(r"[,，][而与和同较比]?(?:今年|本年度?)")
_YEARS_BACK = seldom(r"[,;、](?:而)?20\d\d年度?(?:共)?(?:为|收到?|受理|办结|[^,;。\d]{0,6}\d)")
_OLDER = seldom(
    r"已[于在]20\d\d年|查找|指出|反馈|上年|上一?年度|整改|印发的|建成|去年|[于,]当年|问题|针对|根据|按照"
)


@lru_cache(maxsize=16)
def _number_of(letters: tuple[str, ...], which: str = "") -> str:
    """Pattern: the number of a notice with one of these letters, in whatever brackets."""
    return (
        rf"(?P<letters{which}>{'|'.join(map(re.escape, letters))})"
        rf"[〔\[(【{{]?(?P<of{which}>20\d\d)[〕\])】}}]?第?(?P<number{which}>\d+)号"
    )


@lru_cache(maxsize=16)
def _cited(letters: tuple[str, ...]) -> re.Pattern[str]:
    """Pattern: a title with its number next to it, “《…》（国办…号）”, or behind it; or the number alone."""
    return re.compile(
        r"《(?P<title>[^《》]{0,120}(?:《[^《》]{0,120}》[^《》]{0,120})?)》(?:的通知》?)"
        rf"?(?:\((?:以下简称[^)]{{0,60}})?{_number_of(letters)})?|{_number_of(letters, '2')}"
    )


@lru_cache(maxsize=16)
def _nearly(letters: tuple[str, ...]) -> re.Pattern[str]:
    """Pattern: a number that is almost that of a notice: letters left out, doubled, exchanged."""
    alike = "|".join(
        rf"{re.escape(one[:2])}[{re.escape(one)}发政务信息〕]{{0,{len(one) - 1}}}" for one in letters
    )
    return re.compile(
        rf"(?P<letters>{alike})[〔\[(【{{]?(?P<of>20\d\d)[〕\])】}}]?年?第?(?P<number>\d{{1,3}})号"
    )


def notice_remarks(
    text: str, year: int, notices: Sequence[Notice], outdated: Mapping[str, str] | None = None
) -> tuple[Remark, ...]:
    """Check the notice cited: the one in force for `year`, its title and its number belonging together.

    `notices` are all that the form knows of; `outdated` are words for what holds no more (patterns), each
    with what to say.
    """
    passage = script(text)
    lawful = next((notice for notice in notices if notice.governs(year)), None)
    if lawful is None:
        return ()
    letters = tuple(dict.fromkeys(notice.letters for notice in notices))
    changed = _NOTICE_CHANGED.search(passage.text) is not None and lawful.number in passage.text
    found = [
        (match, says)
        for match in (_cited(letters).finditer(passage.text) if _may_cite(passage.text) else ())
        for says in _notice_faults(match, lawful, notices, changed=changed)
    ]
    found += [
        (match, says)
        for match in (_nearly(letters).finditer(passage.text) if "号" in passage.text else ())
        for says in _number_faults(match, lawful, notices, passage.text[match.end() : match.end() + _NEAR])
    ]
    found += [
        (match, f"写的是“{match[0]}”。{says}")
        for words, says in (outdated or {}).items()
        for match in re.finditer(words, passage.text)
    ]
    return tuple(remark(passage, match.span(), "notice", says) for match, says in found)


def _may_cite(text: str) -> bool:
    """Whether there can be a notice in a text: every title has the one mark, every number the other."""
    return "《" in text or "号" in text


_NEAR = 40  # characters behind a number that may say what was made by it
_MADE_BY_IT = seldom(
    r"[^。;]{0,24}(?:编制|撰写|起草)[^。;]{0,8}(?:本|年度)?报告|[^。;]{0,24}编制(?:而成)?(?=[,。;]|$)"
)


def _number_faults(
    match: re.Match[str], lawful: Notice, notices: Sequence[Notice], behind: str
) -> Iterator[str]:
    letters, of, serial = match["letters"].rstrip("〔[(【{"), match["of"], match["number"]
    for notice in notices:
        if (of, serial) == (notice.of, notice.serial) and letters != notice.letters:
            yield f"文号写的是“{match[0]}”，应为{notice.number}。"
        elif letters == notice.letters and serial == notice.serial and of != notice.of:
            yield f"文号写的是“{match[0]}”，没有这个文号，{lawful.first}年度起的报告应依据{lawful.number}。"
    if not any((of, serial) == (n.of, n.serial) or serial == n.serial for n in notices) and (
        _MADE_BY_IT.match(behind) and letters in {n.letters for n in notices}
    ):
        yield f"文号写的是“{match[0]}”，{lawful.first}年度起的报告应依据{lawful.number}。"


# “以前的报告依据〔2019〕60号编制，自2021年度起改用〔2021〕30号”
_NOTICE_CHANGED = seldom(
    r"不再(?:使用|执行|适用|施行)|停止(?:使用|执行)|改用|改按|改为|改由|改依|起(?:执行|适用|按照?|依据)|(?:替|取)代|同时废止"
)


def _notice_faults(
    match: re.Match[str], lawful: Notice, notices: Sequence[Notice], *, changed: bool
) -> Iterator[str]:
    """Tell what is wrong with a notice; an older one may be named where it is told how it `changed`."""
    should = f"{lawful.first}年度起的报告应依据{lawful.title}（{lawful.number}）。"
    titled = next((n for n in notices if match["title"] and re.search(n.marks, match["title"])), None)
    letters = match["letters"] or match["letters2"]
    of, serial = match["of"] or match["of2"], match["number"] or match["number2"]
    numbered = f"{letters}〔{of}〕{serial}号" if of else None
    known = {notice.number for notice in notices}
    if titled and numbered and titled.number != numbered:
        yield f"文件名和文号对不上：{titled.title}的文号是{titled.number}，写的是{numbered}。{should}"
    elif not changed and (
        (titled and titled is not lawful) or (numbered in known and numbered != lawful.number)
    ):
        yield f"引用的“{match[0]}”不适用于本年度。{should}"


def fee_remarks(
    text: str, vocabulary: Vocabulary, of: Container[Key], year: int | None = None
) -> tuple[Remark, ...]:
    """Check that a fee, one of the figures `of`, is stated in whole tens of 元.

    Every step of a lawful scale is a multiple of 10 元.
    """
    found = []
    name = next((fact.name for fact in vocabulary.spoken.facts if fact.of in of and fact.name), "这项收费")
    for claim in read_claims(text, vocabulary, year) if "费" in text else ():
        if (
            not any(key in of for reading in claim.readings for key in reading.plus)
            or claim.grew
            or claim.scope
            or claim.when
        ):
            continue
        says = ""
        if "万元" in claim.quote:
            says = f"{name}写的是“{claim.quote}”，单位应是元（不是万元，也不与以万元计的金额相加）。"
        elif claim.amount % FEE_STEP:
            says = f"{name}写的是 {claim.amount} 元，应收金额都是 {FEE_STEP} 元的整数倍。"
        if says:
            found.append(
                Remark(subject="fee", quote=claim.quote, start=claim.start, end=claim.end, says=says)
            )
    return tuple(found)
