"""Figures that stand in the prose of a report: read only when the wording leaves no doubt.

Each fact is one pattern over one clause, declared with the form (`form.spoken`). Not read: about so many
(余、多、近), parts (其中), other periods (上半年、每月, 累计 since some year, a sentence that names another
year), what was added (新增) or asked for (要求), a figure that two things share (网站、公众号共发布), and a
fact that the report gives with two different figures.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.form.model import Fact, Form, Key
from toolkit.published.labels import squeeze
from toolkit.published.notes import Finding, reading_note
from toolkit.published.pages import Paragraph

_OTHER = re.compile(
    r"其中|以来|上年|去年|往年|同比|上半年|下半年|季度|\d月|增加|减少|新增|增配|计划|拟|将|违规|乱收|历年"
    r"|每[日天周月季年人个件]|[日月年]均|平均|要求|应当|至少|不少于|目标"
)
_SINCE = re.compile(r"截[至止]|至今|以来|历年")  # with 累计 in the clause: of more than a year, perhaps
_YEAR = re.compile(r"(20\d\d)年")
_SHARED = re.compile(r"[、和]|(?<!参)与|(?<![普涉])及(?!时)|等")
_GOES_ON = re.compile(r"\D{1,2}(?:、|和|以?及|与)")  # “12件和” before what the next figure is of
LONGEST_CLAUSE = 300  # characters; in a longer one nobody says how many of what there were
_SENTENCE = re.compile(r"[^。；;]+")
_CLAUSE = re.compile(r"[^,:!?]+")
_DIGIT = re.compile(r"\d")


def read_facts(
    form: Form, prose: Sequence[Paragraph], year: int | None = None
) -> tuple[dict[Key, tuple[str, str]], list[Finding]]:
    """Give for each fact its figure and the sentence it stands in; and name those with several figures.

    `year`: of the report, where it is known.
    """
    found: dict[Key, tuple[str, str]] = {}
    findings: list[Finding] = []
    clauses = list(_clauses(prose, year))
    for fact in form.spoken.facts:
        key = fact.of
        seen: dict[str, str] = {}
        for value, sentence in _values(fact, clauses):
            seen.setdefault(value, sentence)
        if len(seen) == 1:
            found[key] = next(iter(seen.items()))
        elif seen:
            findings.append(reading_note("P19", key=key, line=form.label(key), found="、".join(seen)))
    return found, findings


class Clause(NamedTuple):
    """What stands between two commas, without spaces; whether it has a digit; its sentence and place."""

    text: str
    counts: bool
    sentence: str


def _clauses(prose: Sequence[Paragraph], year: int | None) -> Iterator[Clause]:
    for paragraph in prose:
        for sentence in _SENTENCE.findall(paragraph.text):
            plain, stands = squeeze(sentence), f"{paragraph.place}：{sentence.strip()}"
            if year and any(int(other) != year for other in _YEAR.findall(plain)):
                continue
            since = _SINCE.search(plain) is not None
            for clause in _CLAUSE.findall(plain):
                if since and "累计" in clause:
                    continue
                if len(clause) <= LONGEST_CLAUSE and not _OTHER.search(clause):
                    yield Clause(clause, bool(_DIGIT.search(clause)), stands)


def _values(fact: Fact, clauses: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """Give the figures of a fact, each with its sentence; 0 where a clause says that it did not happen."""
    figure, none = re.compile(fact.figure), re.compile(fact.none)
    for text, counts, sentence in clauses:
        if counts:
            for match in figure.finditer(text) if fact.figure else ():
                group = next(n for n, group in enumerate(match.groups(), 1) if group is not None)
                if not _is_shared(text[: match.start(group)]):
                    yield match[group], sentence
        elif fact.none and none.search(text):
            yield "0", sentence


def _is_shared(before: str) -> bool:
    """Whether several things are named before a figure, since the last one."""
    digits = [match.end() for match in _DIGIT.finditer(before)]
    words = before[digits[-1] :] if digits else before
    goes_on = _GOES_ON.match(words) if digits else None
    return _SHARED.search(words, goes_on.end() if goes_on else 0) is not None
