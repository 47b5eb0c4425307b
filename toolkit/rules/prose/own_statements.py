"""What a report says of itself: its period and year, the notice it follows, who made it, its sections, its fees.

These need no figures. Each function returns remarks, and an empty tuple when nothing is amiss.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolkit.rules.prose.claims import read_claims
from toolkit.rules.prose.even_text import Script, found_fast, script
from toolkit.rules.prose.judgement import is_own

FEE_STEP = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Something amiss in what the report says of itself. ``says`` is a whole sentence: what is wrong, what is right."""

    subject: str
    quote: str
    start: int
    end: int
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A notice that prescribes the form, for reports of the years from ``first`` to ``last``."""

    number: str
    title: str
    marks: str
    first: int
    last: int | None

    def governs(self, year: int) -> bool:
        """Whether reports of `year` follow it."""
        return self.first <= year and (self.last is None or year <= self.last)


NOTICES: Sequence[Notice] = (
    Notice(
        number="国办公开办函〔2021〕30号",
        title="《中华人民共和国政府信息公开工作年度报告格式》",
        marks=r"政府信息公开工作年度报告格式",
        first=2021,
        last=None,
    ),
    Notice(
        number="国办公开办函〔2019〕60号",
        title="《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》",
        marks=r"政府信息公开工作年度报告有关事项的通知",
        first=2019,
        last=2020,
    ),
)
_NUMBER = r"国办公开办函[〔\[(【{]?(?P<of>20\d\d)[〕\])】}]?第?(?P<number>\d+)号"
# A title stands next to its number: “《…》（国办…号）”, or behind it.
_CITED = re.compile(
    rf"《(?P<title>[^》]*(?:《[^》]*》[^》]*)?)》(?:的通知》?)?(?:\((?:以下简称[^)]*)?{_NUMBER})?|{_NUMBER.replace('?P<of>', '?P<of2>').replace('?P<number>', '?P<number2>')}"
)


def period_remarks(text: str, year: int) -> tuple[Remark, ...]:
    """Check the period a report states: it must run from 1 January to 31 December of its `year`."""
    passage = script(text)
    right = ((year, 1, 1), (year, 12, 31))
    return tuple(
        _remark(
            passage, match.span(), "period",
            f"统计期限写的是“{match[0]}”，应为{year}年1月1日至{year}年12月31日。",
        )
        for match in (_PERIOD.finditer(passage.text) if "日" in passage.text else ())
        if _period(match) != right
    )  # fmt: skip


_PERIOD = found_fast(
    r"(?:统计)?(?:期限|时限|期间|时间|数据)[^。;\d]{0,12}?(?P<y1>20\d\d)年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日起?"
    r"(?:至|到|-|—|–|~|―)+(?:(?P<y2>20\d\d)年)?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日",
    "统期时数",
)


def _period(match: re.Match[str]) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    y1, m1, d1, m2, d2 = (int(match[group]) for group in ("y1", "m1", "d1", "m2", "d2"))
    return ((y1, m1, d1), (int(match["y2"] or y1), m2, d2))


def year_remarks(text: str, year: int) -> tuple[Remark, ...]:
    """Check the years: the report's own title must bear its `year`; a passage that opens with another year was left from last time."""
    passage = script(text)
    named = [
        m
        for m in (_TITLE_YEAR.finditer(passage.text) if "年度报告" in passage.text else ())
        if "《" not in passage.text[max(0, m.start() - 25) : m.start()]
    ]
    found = [m for m in named[:1] if int(m["year"] or m["year2"]) != year]
    opening = _OPENING_YEAR.match(passage.text)
    if opening and int(opening["year"]) != year and f"{year}年" not in passage.text:
        found.append(opening)
    return tuple(
        _remark(passage, m.span(), "year", f"写的是“{m[0]}”，本报告是{year}年度的，是不是沿用了往年的文字？")
        for m in found
    )


_TITLE_YEAR = re.compile(
    r"(?P<year>20\d\d)年(?:度)?(?:的)?政府信息公开(?:工作)?年度报告|政府信息公开(?:工作)?(?P<year2>20\d\d)年度报告"
)
_OPENING_YEAR = re.compile(
    r"\s*(?:[(（][一二三四五][)）])?(?P<year>20\d\d)年度?(?=,|我|本|全|[^\d]{2,20}?(?:局|委|办|镇|乡|街道|政府))"
)


def notice_remarks(text: str, year: int) -> tuple[Remark, ...]:
    """Check the notice cited: it must be the one in force for reports of `year`, its title and its number belonging together."""
    passage = script(text)
    lawful = next((notice for notice in NOTICES if notice.governs(year)), None)
    if lawful is None:
        return ()
    return tuple(
        _remark(passage, match.span(), "notice", says)
        for match in _CITED.finditer(passage.text)
        for says in _notice_faults(match, lawful)
    )


def _notice_faults(match: re.Match[str], lawful: Notice) -> Iterator[str]:
    should = f"{lawful.first}年度起的报告应依据{lawful.title}（{lawful.number}）。"
    titled = next((n for n in NOTICES if match["title"] and re.search(n.marks, match["title"])), None)
    of, serial = match["of"] or match["of2"], match["number"] or match["number2"]
    numbered = f"国办公开办函〔{of}〕{serial}号" if of else None
    known = {notice.number for notice in NOTICES}
    if titled and numbered and titled.number != numbered:
        yield f"文件名和文号对不上：{titled.title}的文号是{titled.number}，写的是{numbered}。{should}"
    elif (titled and titled is not lawful) or (numbered in known and numbered != lawful.number):
        yield f"引用的“{match[0]}”不适用于本年度。{should}"


def name_remarks(text: str, unit_name: str, others: Iterable[str] = ()) -> tuple[Remark, ...]:
    """Check the names: where the report says who made it, it must say `unit_name`; full names of `others` there are copied ones."""
    passage = script(text)
    if not _SPEAKS_OF_MAKER.search(passage.text):
        return ()
    strangers: set[str] | None = None  # a county has many units, and few reports say who made them
    found = []
    for match in _MADE_BY.finditer(passage.text):
        name = next(name for name in match.groups() if name)
        if strangers is None:
            strangers = {other for other in others if other not in unit_name and unit_name not in other}
        copied = next((other for other in strangers if other in name), None)
        own = (
            unit_name in name or is_own(name, unit_name) or re.fullmatch(r"[我本][\u4e00-\u9fff]{1,8}", name)
        )
        if copied or not own:
            found.append(
                _remark(
                    passage,
                    match.span(),
                    "unit_name",
                    f"这里写的单位是“{copied or name}”，本单位是“{unit_name}”。",
                )
            )
    return tuple(found)


_BODY = r"([\u4e00-\u9fff]{2,30}?(?:局|委员会|委|办公室|办|厅|政府|镇|乡|街道|街道办事处|中心|管委会|分局|大队|支队))"
_SPEAKS_OF_MAKER = re.compile(r"报告|[请可接]与")
_MADE_BY = re.compile(
    rf"(?:本(?:年度)?报告)(?:是)?由{_BODY}(?:根据|按照|依据|依照|编制|负责)|(?:请|可|直接)与{_BODY}(?:办公室)?(?:联系|\()|"
    rf"(?:^|\n){_BODY}(?:20\d\d年度?)?政府信息公开(?:工作)?(?:20\d\d年度?)?年度报告"
)


SECTIONS: Sequence[str] = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
# How headings are really written: what each must at least say.
_SECTION_WORDS: Mapping[str, str] = dict(
    zip(
        SECTIONS,
        (
            r"总体情况|概述",
            r"主动公开(?:政府信息)?(?:的)?情况",
            r"(?:收到|处理)[^\n]{0,6}政府信息公开申请(?:的)?情况",
            r"行政复议[^\n]{0,6}(?:行政)?诉讼[^\n]{0,4}情况",
            r"存在(?:的)?(?:主要)?问题",
            r"(?:其他|其它)(?:需要|应当)?报告(?:的)?(?:事项|情况)",
        ),
        strict=True,
    )
)
_HEADING = (
    r"(?m)^\s*(?:[一二三四五六七八]\s*[、.．]\s*)?[^\n。，：:；]{{0,14}}(?:{words})[^\n。，：:；]{{0,10}}$"
)
_ANNOUNCED = re.compile(r"(?P<count>[一二三四五六七八九\d])(?:个)?(?:部分|方面)(?:内容|组成)?")


def section_remarks(text: str) -> tuple[Remark, ...]:
    """Check a whole report: it must hold the six sections of the form, each under its heading on a line of its own."""
    absent = [s for s in SECTIONS if not re.search(_HEADING.format(words=_SECTION_WORDS[s]), text)]
    if not absent:
        return ()
    announced = _ANNOUNCED.search(text)
    quote = announced[0] if announced else ""
    start = announced.start() if announced else 0
    said = f"报告里说有“{quote}”，" if quote else ""
    says = f"{said}应有的六个部分中没有找到：{'；'.join(absent)}。"
    return (Remark(subject="sections", quote=quote, start=start, end=start + len(quote), says=says),)


_LEFT_IN = found_fast(
    r"[(（【\[](?:文字描述|此处填写|请填写|请输入|单位名称|填写[^)）】\]]{0,20}|示例[^)）】\]]{0,20}|说明[:：][^)）】\]]{0,40})[)）】\]]"
    r"|[Xx×○]{2,}|_{3,}|此处(?:填写|输入|插入)|请在此处?|(?:该|这)部分以表格形式报告|以下(?:为)?填写说明|填写时(?:请)?删除",
    "(（【\\[Xx×○_此请该这以填",
)


def instruction_remarks(text: str, instructions: Iterable[str] = ()) -> tuple[Remark, ...]:
    """Check that nothing was left in: placeholders and sentences of the form's own `instructions` must not be left in the prose."""
    passage = script(text)
    spans = [match.span() for match in _LEFT_IN.finditer(passage.text)]
    for even in map(_instruction, instructions):
        place = passage.text.find(even) if even else -1
        spans += [(place, place + len(even))] if place >= 0 else []
    return tuple(
        _remark(
            passage,
            span,
            "instruction",
            f"“{passage.text[slice(*span)]}”是填写说明或占位文字。",
        )
        for span in sorted(spans)
    )


@lru_cache
def _instruction(sentence: str) -> str:
    return script(sentence).text.rstrip("。")


def fee_remarks(text: str, year: int | None = None) -> tuple[Remark, ...]:
    """Check that a 信息处理费 is stated in whole tens of 元: every step of the lawful scale is a multiple of 10 元."""
    found = []
    for claim in read_claims(text, year) if "费" in text else ():
        if claim.subject != "information_fee" or claim.scope or claim.when:
            continue
        says = ""
        if "万元" in claim.quote:
            says = (
                f"信息处理费写的是“{claim.quote}”，单位应是元（表二的行政事业性收费才用万元，两者不相加）。"
            )
        elif claim.amount % FEE_STEP:
            says = f"信息处理费写的是 {claim.amount} 元。按国办函〔2020〕109号的标准，应收金额都是 10 元的整数倍。"
        if says:
            found.append(
                Remark(subject="fee", quote=claim.quote, start=claim.start, end=claim.end, says=says)
            )
    return tuple(found)


def _remark(passage: Script, span: tuple[int, int], subject: str, says: str) -> Remark:
    start, end = passage.span(*span)
    return Remark(subject=subject, quote=passage.source[start:end], start=start, end=end, says=says)
