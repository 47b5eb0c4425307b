"""Whose report it is and of which year: its title, chosen by what agrees with it.

Its period in every writing.

The title is the one nearest above section 一 that the heading of the page, its preamble and its period agree
with. Breadcrumbs, menus of links and what a browser prints at the head of a page are no titles.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolkit.form.model import Form
from toolkit.published.labels import squeeze, wide_brackets
from toolkit.published.pages import Paragraph

MOST_TITLE_LINES = 3
LONGEST_TITLE = 80
LONGEST_UNIT = 40

_CHINESE = "〇○零Oo一二三四五六七八九"
_DIGITS = str.maketrans(_CHINESE, "00000123456789")
_YEAR = rf"(?P<year>2[0Oo]\d\d|二[{_CHINESE}]{{3}})年?度?"
# a year that is none (20244年), or two (2024-2025年)
_ODD_YEAR = re.compile(r"(?P<first>20\d\d)(?:\d+|年?[-—–~～至到]+(?:20)?\d\d(?!\d))年")
# what a report that is not of the whole year has behind it; 2024年1-6月 may be a day elsewhere
_PART_OF_YEAR = re.compile(
    rf"{_YEAR}(?P<part>[上下]半年度?|前?第?[一二三四1-4](?:至第?[一二三四1-4])?季度?"
    r"|(?:\d{1,2}|十?[一二三四五六七八九十])月?份?(?:[-—–~～至到]+(?:\d{1,2}|十?[一二三四五六七八九十]))?月份?$)"
)
_NO_TITLE = re.compile(
    r"[>»›。;!?]|首页|当前位置|您的位置|上一篇|下一篇|上一条|下一条|编制|公布|根据|按照|现将|\d{1,2}:\d\d|://"
)
# “发布机构：…”, “2022-01-10”, “名称” in a cell of its own, “民发〔2022〕3号”; and “名称：”, “附件1：” before
# a title
_OF_A_LIST = re.compile(
    r":|20\d\d[〕\])]第?\d+号$|20\d\d[-./年]\d|^.{0,4}(?:名称|标题|题名|文号|索引号|主题词|关键词|发布机构|日期|时间|分类|有效性|目录)$"
)
_TWO = re.compile(rf".(?:20\d\d|二[{_CHINESE}]{{3}})年.+(?:20\d\d|二[{_CHINESE}]{{3}})年")
_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]+[)\]】]")
_NAMED_AS = re.compile(r"[^:]{1,6}:|[【\[].{0,4}(?:年报|公开|公示|公告|图解|发布|转载)[】\]]")
_UNIT_AFTER = re.compile(r"(?:[—–]{2,}|--+)(?P<unit>[^-_|—–(\[]{3,30})")  # one dash is before a site's name
_ABOUT = re.compile(r"关于(?:公布|发布|印发)?|的$|年度?$|[《“\"']")
_NO_UNIT = re.compile(r"[:\d,。;>»/]|来源|浏览|字号|打印|分享|首页|信息公开|目录")
_PLACES = "省市县区州盟旗镇乡"
_PLACE = re.compile(rf".{{1,6}}[{_PLACES}]")
_NO_NAME = re.compile(r"文件$|网站?[—-]*$|附件\d*:?$|公开$|公开制度$|报告$|年报$|内容$|[)\]】〕\d]$")
# a name that is whole: it begins with a place (no 开发区) and ends as offices are called
_WHOLE = re.compile(
    r".{1,4}(?:[省市县州盟旗]|[^发园新景片社林矿港]区).*(?:局|委|会|府|办|处|院|室|部|中心|厅|公司|大队|分队)"
)
_GOES_ON = re.compile(rf"^(?:中共|共青团|国家|中国|国网)|[{_PLACES}会委府部院司、和与]$")  # 国家税务总局
# Other matters that a report tells of in one with these: “某局2024年法治政府建设与政府信息公开年度报告”.
_BESIDE = re.compile(r"[与和及暨并、]$")
_OFFICE = re.compile(
    rf".*(?:[局委会办处院室部厅{_PLACES}]|(?:人民|[{_PLACES}])政府|街道|中心|公司|大队|分队)"
)
_OF_PEOPLE = re.compile(rf"(?:{_OFFICE.pattern}|.*小组)")
# what the other pages of a site are called in the menu in which its reports stand too
_PAGES = re.compile("(?:信息|[政事村]务|主动|申请)公开")
_CONTACT = re.compile(
    r"(?:请与|请联系|由|[^年]编制单位:?|发布机构:?)(?P<unit>[^,。;:()\d]{3,30}?)(?:办公室|编制|联系)"
)

_Y, _MD = rf"20\d\d|二[{_CHINESE}]{{3}}", r"\d{1,2}|[一二三十]?[一二三四五六七八九十]{1,2}"
_TO = r"(?:起|开始)?,?(?:至|到|—|-|–|~|―|─)+"
_PERIODS = (
    re.compile(
        rf"(?P<y>{_Y})[年./-](?P<m>{_MD})[月./-](?P<d>{_MD})日?(?:[0零〇]+(?::00)?[时点]?)?{_TO}"
        rf"(?:同年|当年)?(?:(?P<y2>{_Y})[年./-])?(?P<m2>{_MD})[月./-](?P<d2>{_MD})日?"
    ),
    re.compile(rf"(?P<y>{_Y})年(?P<m>{_MD})月?份?{_TO}(?:(?P<y2>{_Y})年)?(?P<m2>{_MD})月份?(?!\d)"),
)
_ABOUT_PERIOD = re.compile(r"统计|期限|起止|本报告|本年报|年度报告")


@dataclass(frozen=True, kw_only=True)
class Titled:
    """The title: its unit and year (None if unsaid), and the ``others`` it was chosen from.

    ``told``: the unit that the report says to ask, where the title has something of no name before it.
    ``odd``: its year where that is none, or two; ``part``: the part of a year that it is about.
    """

    unit: str = ""
    year: int | None = None
    text: str = ""
    others: tuple[str, ...] = ()
    told: str = ""
    odd: str = ""
    part: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    unit: str
    year: int | None
    text: str
    at: int
    role: str
    borrowed: bool = False  # its unit stands on the line above it, where a site may have its own name


@dataclass(frozen=True, kw_only=True)
class Period:
    """The period of the figures as printed; ``whole``: from the first to the last day of one year."""

    text: str
    first: int
    last: int
    whole: bool


@lru_cache
def _titled(form: Form) -> re.Pattern[str]:
    """Give the pattern of a title: who reports, what such a report is called, and what may stand after it."""
    named = rf"(?:{form.titled or re.escape(form.title)})"
    loose = (
        rf"{named[:-1]}|(?:政府)?信息公开[^,。;:]{{0,14}}?(?:报告|年报))"
        if "信息公开" in form.title
        else named
    )
    return re.compile(
        rf"(?P<head>.*?)(?P<name>{loose})(?P<tail>$|[(\[].*|[-_|—–].*|(?:发布|来源|时间|日期|信息).*)"
    )


def read_title(form: Form, preamble: Sequence[Paragraph], period: Period | None) -> Titled:
    """Choose the title among the lines above section 一."""
    lines = [paragraph for paragraph in preamble if paragraph.text.strip()]
    found = list(_candidates(form, lines))
    own = [one for one in found if one.role != "link" and not _is_of_a_menu(one)] or found
    if not own:
        return Titled(unit=wide_brackets(_contact(lines)))
    names = {one.unit for one in own if one.borrowed}
    texts = (squeeze(line.text) for line in lines)
    prose = "".join(text for text in texts if text not in names and _parted(form, text) is None)

    roles: dict[tuple[str, int | None], set[str]] = {}
    for other in own:
        roles.setdefault((other.unit, other.year), set()).add(other.role)
    last = next((other for other in reversed(own) if other.role != "page"), None)

    def agreement(one: _Candidate) -> tuple[int, int]:
        same = roles[one.unit, one.year]
        nearest = last is not None and last.unit == one.unit and last.year == one.year
        score = 2 * nearest + 2 * ("heading" in same) + ("page" in same)
        told = len(one.unit) > 2 and one.unit in prose
        doubted = one.borrowed and not told
        score += 2 * told - (2 if _WHOLE.fullmatch(one.unit) else 3) * doubted
        return score + (period is not None and one.year == period.first), one.at

    best = max(own, key=agreement)
    unit = best.unit or next((one.unit for one in own if one.unit), "") or _contact(lines)
    others = dict.fromkeys(one.text for one in own if one.unit and unit and one.unit != unit)
    told = _told_without(unit, _contact(lines))
    odd = _ODD_YEAR.search(best.text)
    return Titled(
        unit=wide_brackets(unit),
        year=best.year,
        text=best.text,
        others=tuple(others),
        told=told,
        odd=odd[0] if odd else "",
        part=_part_of_year(form, best.text),
    )


def _is_of_a_menu(one: _Candidate) -> bool:
    """Whether a title of no year has the names of a site's other pages for a unit: 政务公开信息公开指南."""
    return one.year is None and bool(_PAGES.search(one.unit)) and not _OF_PEOPLE.fullmatch(one.unit)


def _told_without(unit: str, told: str) -> str:
    """Give the unit that is `told` when the title's has more before it that begins no name: 部门, 教育局."""
    before = unit.removesuffix(told)
    if not told or before in {"", unit} or not _WHOLE.fullmatch(told):
        return ""
    begins = _PLACE.fullmatch(before) or _GOES_ON.search(before)
    return told if told.startswith(before) or not begins else ""


def _candidates(form: Form, lines: Sequence[Paragraph]) -> Iterator[_Candidate]:
    """Every title among the lines: on one of them, or on up to three, as a PDF breaks it."""
    texts = [squeeze(line.text) for line in lines]
    prose = "".join(text for text in texts if "。" in text)
    at = 0
    while at < len(texts):
        for count in range(1, MOST_TITLE_LINES + 1):
            text = "".join(texts[at : at + count])
            if texts[at].isdecimal() or len({line.role for line in lines[at : at + count]}) > 1:
                break  # a bare number is a page's, not the beginning of a title
            if any(map(_OF_A_LIST.search, texts[at : at + count - 1])):
                break  # nor is what a site says of the page above it
            if len(texts[at]) <= LONGEST_TITLE and (found := _parted(form, text)) is not None:
                unit, year = found
                rest = _parted(form, "".join(texts[at + 1 : at + count])) if count > 1 else None
                if rest is not None and rest[0] and _is_apart(texts[at], rest[0], prose):
                    break  # the title is whole without the line above it
                borrowed = not unit or (count > 1 and unit == texts[at])
                above = texts[at - 1] if at and not unit else ""
                if above and len(above) <= LONGEST_UNIT and not _NO_UNIT.search(above):
                    unit = above
                if year is None and at + count < len(texts):
                    year = _year_alone(texts[at + count])
                yield _Candidate(
                    unit=unit,
                    year=year,
                    text=text,
                    at=at,
                    role=lines[at].role,
                    borrowed=borrowed and bool(unit),
                )
                at += count - 1
                break
        at += 1


def _is_apart(above: str, unit: str, prose: str) -> bool:
    """Whether the line above a title is none of it: 附件1, the name of a site, a letterhead.

    Not where it is the first part of the unit's name, as the `prose` writes it, or a place.
    """
    if unit.startswith(above) or unit.endswith(above) or _NO_NAME.search(above):
        return True
    if above.endswith("、"):
        return False
    if _PLACE.fullmatch(above) or unit[0] in _PLACES or f"{above[-1:]}{unit}" in prose:
        return False
    if _WHOLE.fullmatch(unit) and not _GOES_ON.search(above):
        return True  # 内部资料, 信息公开科, 正式稿
    return above[:2] == unit[:2] or (len(unit) > 3 and unit in prose)


def _parted(form: Form, text: str) -> tuple[str, int | None] | None:
    """Part a title into unit and year; None when it is no title of a report."""
    named = _NAMED_AS.match(text)
    plain = text[named.end() if named else 0 :].strip("《》“”\"'")
    if len(plain) > LONGEST_TITLE or (found := _titled(form).fullmatch(plain)) is None:
        return None
    if _NO_TITLE.search(plain[: found.start("tail")]):
        return None
    years = [
        match
        for part in (found["head"], found["name"], found["tail"][:12])
        for match in re.finditer(_YEAR, part)
    ]
    after = _UNIT_AFTER.match(found["tail"])
    head = _ODD_YEAR.sub(r"\g<first>年", found["head"])
    if _TWO.search(head):
        return None  # the end of another title stands before it, as in the line of a menu beside it
    if part := _PART_OF_YEAR.search(head):
        head = head[: part.start("part")] + head[part.end() :]
    unit = re.sub(_YEAR, "", _without_matters(head)) or (after["unit"] if after else "")
    for _ in range(2):
        unit = _ABOUT.sub("", unit)
    if len(unit) > LONGEST_UNIT:
        return None
    if _BRACKETED.fullmatch(unit):
        unit = unit[1:-1]
    return unit.strip("-—_"), int(years[0]["year"].translate(_DIGITS)) if years else None


def _part_of_year(form: Form, text: str) -> str:
    """Give the part of a year that a title says it is about, with its year; nothing for a whole year."""
    found = _titled(form).fullmatch(text.strip("《》“”\"'"))
    part = _PART_OF_YEAR.search(found["head"]) if found else None
    return part[0] if part else ""


def _without_matters(head: str) -> str:
    """Give what stands in a title before its name without the other matters that the report tells of."""
    if not _BESIDE.search(head):
        return head
    year = re.search(_YEAR, head)
    before, behind = (head[: year.start()], head[year.end() :]) if year else ("", head)
    office = None if before else _OFFICE.match(behind)
    return f"{before}{year[0] if year else ''}{office[0] if office else ''}"


def _year_alone(text: str) -> int | None:
    found = re.fullmatch(rf"[(\[]?{_YEAR}[)\]]?", text)
    return int(found["year"].translate(_DIGITS)) if found else None


def _contact(lines: Sequence[Paragraph]) -> str:
    """Give the unit that the preamble says is asked or wrote the report; only when there is just one."""
    found = {match["unit"] for line in lines for match in _CONTACT.finditer(squeeze(line.text))}
    units = {
        one
        for one in found
        if re.search(r"(?:局|委|会|府|办|处|院|镇|乡|中心|厅|街道)$", one) and not one.startswith("本")
    }
    return units.pop() if len(units) == 1 else ""


# ------------------------------------------------------------------ the period


def read_period(preamble: Sequence[Paragraph], first_section: Sequence[Paragraph]) -> Period | None:
    """Find the period of the figures, in the preamble or, where a sentence speaks of it, in section 一."""
    texts = [squeeze(p.text) for p in preamble]
    texts += [text for p in first_section if _ABOUT_PERIOD.search(text := squeeze(p.text))]
    return next((found for text in texts if (found := _period(text)) is not None), None)


def _period(text: str) -> Period | None:
    for pattern in _PERIODS:
        if (found := pattern.search(text)) is not None:
            parts = found.groupdict()
            first = int(parts["y"].translate(_DIGITS))
            last = int(parts["y2"].translate(_DIGITS)) if parts["y2"] else first
            days = [
                _number(parts.get(name) or whole)
                for name, whole in (("m", "1"), ("d", "1"), ("m2", "12"), ("d2", "31"))
            ]
            return Period(
                text=found[0], first=first, last=last, whole=days == [1, 1, 12, 31] and first == last
            )
    return None


def _number(text: str) -> int:
    """Read 12 or 十二 or 三十一."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    many = "一二三四五六七八九".index(tens) + 1 if tens in tuple("一二三") else 1
    return (10 * many if ten else 0) + ("一二三四五六七八九".index(ones) + 1 if ones else 0)
