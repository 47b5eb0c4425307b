"""Figures that stand in the prose of a report: read only when the wording leaves no doubt.

Each fact is one pattern over one clause, declared with the form (`form.spoken`). Not read: about so many
(余、多、近), parts (其中), other periods (上半年、 累计 since some year), what was added (新增), and a fact
that the report gives with two different figures.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.form.model import Fact, Form, Key
from toolkit.published.labels import squeeze
from toolkit.published.notes import Finding, reading_note
from toolkit.published.pages import Paragraph

_OTHER = re.compile(
    r"其中|以来|上年|去年|往年|同比|上半年|下半年|季度|\d月|增加|新增|增配|计划|拟|将|违规|乱收|历年"
)
LONGEST_CLAUSE = 300  # characters; in a longer one nobody says how many of what there were
_SENTENCE = re.compile(r"[^。；;]+")
_CLAUSE = re.compile(r"[^,:!?]+")
_DIGIT = re.compile(r"\d")


def read_facts(form: Form, prose: Sequence[Paragraph]) -> tuple[dict[Key, tuple[str, str]], list[Finding]]:
    """Give for each fact its figure and the sentence it stands in; and name those with several figures."""
    found: dict[Key, tuple[str, str]] = {}
    findings: list[Finding] = []
    clauses = list(_clauses(prose))
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


def _clauses(prose: Sequence[Paragraph]) -> Iterator[Clause]:
    for paragraph in prose:
        for sentence in _SENTENCE.findall(paragraph.text):
            plain, stands = squeeze(sentence), f"{paragraph.place}：{sentence.strip()}"
            for clause in _CLAUSE.findall(plain):
                if len(clause) <= LONGEST_CLAUSE and not _OTHER.search(clause):
                    yield Clause(clause, bool(_DIGIT.search(clause)), stands)


def _values(fact: Fact, clauses: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """Give the figures of a fact, each with its sentence; 0 where a clause says that it did not happen."""
    figure, none = re.compile(fact.figure), re.compile(fact.none)
    for text, counts, sentence in clauses:
        if counts:
            for match in figure.finditer(text) if fact.figure else ():
                yield next(group for group in match.groups() if group is not None), sentence
        elif fact.none and none.search(text):
            yield "0", sentence
