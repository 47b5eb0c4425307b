"""Figures of the county's supplement that stand in the prose: read only when the wording leaves no doubt.

Each fact is one pattern over one clause. Not read: about so many (余、多、近), parts (其中), other periods (上半年、
累计 since some year), what was added (新增), and a fact that the report gives with two different figures.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.answers.finding import Finding
from toolkit.form.expression import Key
from toolkit.form.model import Form
from toolkit.published.labels import squeeze
from toolkit.published.notes import reading_note
from toolkit.published.pages import Paragraph

TABLE = "supplement"
_OTHER = re.compile(
    r"其中|以来|上年|去年|往年|同比|上半年|下半年|季度|\d月|增加|新增|增配|计划|拟|将|违规|乱收|历年"
)
_SENTENCE = re.compile(r"[^。；;]+")
_CLAUSE = re.compile(r"[^,:!?]+")
_ITEMS = (
    r"(?:公开|发布|推送)(?:各类|政府|政务|公开)*(?:信息|文章|消息|动态|视频|短视频|作品)(\d+)(?:条|个|篇)"
)
_ABOUT_IT = r"[^\d]*?(?:政府|政务)?信息公开[^\d]*?"
_NONE = r"(?:未|没有|无)[^不]*?"


class Fact(NamedTuple):
    """How a row of the supplement is worded: with its figure, or as not having happened at all."""

    row: str
    figure: str
    none: str = ""


FACTS = (
    Fact("website_items", rf"(?:网站|门户网)[^\d]*?{_ITEMS}"),
    Fact("wechat_items", rf"公众号[^\d]*?{_ITEMS}"),
    Fact("short_video_items", rf"(?:抖音|短视频|快手|视频号)[^\d]*?{_ITEMS}"),
    Fact("weibo_items", rf"微博[^\d]*?{_ITEMS}"),
    Fact("meetings", rf"召开{_ABOUT_IT}会议?(\d+)次"),
    Fact("trainings", rf"(?:进行|开展|组织|举办|举行){_ABOUT_IT}培训[班会]?(\d+)[次期场]"),
    Fact("trainees", r"培训人次(?:达到?|为|共)?(\d+)人?次?|培训(?:人员|干部)?(\d+)人次"),
    Fact("full_time_staff", r"专职(?:工作)?人员(\d+)[人名]"),
    Fact("part_time_staff", r"兼职(?:工作)?人员(\d+)[人名]"),
    Fact(
        "information_fee",
        r"收取[^\d]*?信息处理费(?:共|共计)?(\d+(?:\.\d+)?)元",
        rf"{_NONE}收取[^,]*?信息处理费",
    ),
    Fact(
        "suggestions",
        r"(?:承办|办理|办结|收到)[^\d]*?人大(?:代表)?建议(\d+)件",
        rf"{_NONE}(?:承办|办理|收到)[^,]*?人大(?:代表)?(?:建议|议案)",
    ),
    Fact(
        "proposals",
        r"(?:(?:承办|办理|办结|收到)[^\d建]*?|建议\d+件(?:和|以及|及|与|、)?)政协(?:委员)?提案(\d+)件",
        rf"{_NONE}(?:承办|办理|收到)[^,]*?政协(?:委员)?提案",
    ),
)


def read_facts(form: Form, prose: Sequence[Paragraph]) -> tuple[dict[Key, tuple[str, str]], list[Finding]]:
    """Give for each fact its figure and the sentence it stands in; and name those with several figures."""
    found: dict[Key, tuple[str, str]] = {}
    findings: list[Finding] = []
    clauses = list(_clauses(prose))
    for fact in FACTS:
        key = Key(TABLE, fact.row, "value")
        if key not in form.position:
            continue
        seen: dict[str, str] = {}
        for clause, sentence in clauses:
            for value in _values(fact, clause):
                seen.setdefault(value, sentence)
        if len(seen) == 1:
            found[key] = next(iter(seen.items()))
        elif seen:
            findings.append(reading_note("P19", key=key, line=form.label(key), found="、".join(seen)))
    return found, findings


def _clauses(prose: Sequence[Paragraph]) -> Iterator[tuple[str, str]]:
    for paragraph in prose:
        for sentence in _SENTENCE.findall(paragraph.text):
            plain = squeeze(sentence)
            for clause in _CLAUSE.findall(plain):
                if not _OTHER.search(clause):
                    yield clause, f"{paragraph.place}：{sentence.strip()}"


def _values(fact: Fact, clause: str) -> Iterator[str]:
    for match in re.finditer(fact.figure, clause):
        yield next(group for group in match.groups() if group is not None)
    if fact.none and re.search(fact.none, clause) and not re.search(r"\d", clause):
        yield "0"
