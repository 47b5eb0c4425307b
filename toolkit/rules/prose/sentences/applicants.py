"""Whose applications, or which of them, are told of: “自然人申请中，12件予以公开”."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.rules.prose.even_text import HAN, Quantity, seldom
from toolkit.rules.prose.limits import without_everybody
from toolkit.rules.prose.vocabulary import (
    ELSEWHERE,
    Family,
    Key,
    Meaning,
    Term,
)

_TOTAL = "total"
_BY = r"(?:代理|委托|代为|共同|书面|网上|当面|先后|依法|单独|直接)?"
_HANDED_IN = rf"(?:{_BY}(?:提出|提交|递交|寄来)|向[我本]{HAN}{{1,4}})*"
_NOUN = r"(?:政府信息公开|信息公开)?申请(?:公开)?(?:件|事项)?"
_AMONG = r"(?:之?[中里内])"
# Behind an applicant: what comes next is told of that one's applications alone.
_OWN = seldom(
    rf"(?:申请)?{_HANDED_IN}(?:的\d+[件宗条份起项](?:{_NOUN})?{_AMONG}?,?"
    rf"|(?:申请)?\d+[件宗条份起项](?:{_NOUN})?{_AMONG},?"
    rf"|:|的?{_NOUN}(?:(?:办理|答复|处理)*(?:情况|结果))?(?:{_AMONG},?|[,:]|(?=[^,;。\d]{{0,4}}公开|无法|不予|其他)))"
)
# “其中企业申请多涉及出让合同”: whose applications they are is said before what became of them.
_THEIRS = (
    r"(?<=企业|公司|个人|律师|学生|记者)(?:(?<![^,;].{2})|(?<=其中.{2}))(?:申请|最?关[心注])"
    r"(?![共计总件数量人书表\d]|[^,;。]{0,6}\d)(?=[^,;。\d]{4})"
)
_SOMEBODY = re.compile(
    r"(?:企业|公司|个人|公民|[村居市]民|律师事务所|律师|记者|学生|职工|业主|同一申请人|代理人|单位|组织)"
    rf"(?:{_THEIRS}|(?={_OWN.pattern}|申请(?:当年|年内|全年|共)*(?:[办完]结|办理|答复)\d+[件宗条份起项]"
    r"|[^,;。\d]{0,8}(?:主体|主力|大户),))"
)
# A new beginning: what follows may be told of all again.
_ANEW = seldom("唯一|仅有|只有|全年|全部|总体|总的|[我本全][局镇乡委办院]|合计|共计|;")
_COUNTERS = (*"件起宗份条项、以",)
_AMONG_THEIRS = seldom(rf"(?:申请)?{_HANDED_IN}的?(?:\d+[件宗条份起项])?(?:的?{_NOUN})?当?{_AMONG},?有?")
# Of those brought or left: “上年结转的5件中”, “结转申请中”.
_OF_THOSE = seldom(rf"的?(?:\d+[件宗条份起项])?(?:{_NOUN})?(?:{_AMONG}|,其中)")
_JOINER = seldom("[和及与、]|以及")

# “自然人申请公开4件”: so many applied, or so many were granted.
GRANTED_TO = re.compile(r"(?:的)?(?:申请|同意|予以)*公开")
GRANTED = "予以公开"
_GIVEN_TO = ("向", "对", "给", "予")
_ANEW_BEHIND_CASES = seldom("申请|;")
APART = seldom("[,;()。共]|件、")  # what stands behind is told of something else


class Owners(NamedTuple):
    """Whose applications an outcome is that of.

    ``columns`` of the form; ``alone``: of nobody else's; ``words``: how they are called.
    """

    columns: tuple[str, ...]
    alone: bool
    words: str


def owners(text: str, before: Sequence[Term], place: int) -> Owners | None:
    """Tell whose applications what stands at `place` may be told of; None where all of them are meant.

    `before` are the words of the sentence `text` that begin before `place`.
    """
    who = [term for term in before if term.subject.family is Family.WHO]
    here = who[-1].end if who else 0
    somebody = _SOMEBODY.search(without_everybody(text[here:place]))
    if somebody:
        return Owners((), alone=True, words=somebody[0])
    if not who:
        return None
    together = who[-1:]
    for term in reversed(who[:-1]):
        if not _JOINER.fullmatch(text[term.end : together[0].start]):
            break
        together.insert(0, term)
    columns = tuple(dict.fromkeys(key.column for t in together for key in t.subject.readings[0].plus))
    own = _OWN.match(text, here, place)
    if text.endswith(("和", "及", "与"), 0, together[0].start) and not text.endswith(
        _COUNTERS, 0, together[0].start - 1
    ):  # “企业和法律服务机构的7件”: not all are named by words
        return Owners((), alone=True, words=text[together[0].start : together[-1].end])
    alone = len(together) == 1 and own is not None and _ANEW.search(text, own.end(), place) is None
    return Owners(columns, alone=alone, words=text[together[0].start : together[-1].end])


def among_theirs(text: str, others: Sequence[Term], place: int) -> int:
    """Tell where it ends that what stands at `place` is among one applicant's; 0 where nothing says so."""
    own = None if len(others) > 1 or others[0].subject.family is not Family.WHO else others[0]
    found = _AMONG_THEIRS.match(text, own.end, place) if own else None
    return found.end() if found else 0


def narrowed(readings: Sequence[Meaning], columns: Sequence[str], words: str) -> tuple[Meaning, ...]:
    """Give readings of all applicants as those of some `columns`, called `words`."""

    def some(keys: Sequence[Key]) -> tuple[Key, ...]:
        return tuple(key._replace(column=column) for key in keys for column in columns)

    whole = [r for r in readings if all(k.column == _TOTAL for k in (*r.plus, *r.minus))]
    return tuple(Meaning(label=f"{r.label}·{words}", plus=some(r.plus), minus=some(r.minus)) for r in whole)


def of_those_before(text: str, before: Sequence[Term]) -> str:
    """Tell which of the applications an outcome is that of where only those brought or left were spoken of.

    “上年结转的5件中，3件予以公开”.
    """
    flows = [term for term in before if term.subject.family is Family.FLOW]
    if not flows or flows[-1].subject.part not in ELSEWHERE:
        return ""
    alone = all(term.subject.part in ELSEWHERE for term in flows)
    if alone or _OF_THOSE.match(text, flows[-1].end):
        return text[flows[-1].start : flows[-1].end]
    return ""


def cases_before(text: str, before: Sequence[Term], place: int) -> str:
    """Tell that what is told at `place` is how cases ended, not applications: “复议4件，作其他处理1件”."""
    last = next((term for term in reversed(before) if term.subject.key), None)
    if last is None or last.subject.family is not Family.CASE:
        return ""
    anew = _ANEW_BEHIND_CASES.search(text, last.end, place)
    return "" if anew else text[last.start : last.end]


def is_ones_own(text: str, applicant: Term, place: int) -> bool:
    """Whether what is new or done at `place` is an applicant's: “自然人申请新收10件”."""
    alone = not text[: applicant.start].strip(",") or text[applicant.start - 1] in ",;、"
    return alone and applicant.subject.family is Family.WHO and text[applicant.end : place] in ("", "申请")


def given_to(text: str, terms: Sequence[Term], group: Sequence[Term], quantity: Quantity) -> str:
    """Tell what leaves open what is counted of an applicant: “向自然人公开12件”."""
    if text[: group[0].start].endswith(_GIVEN_TO):
        return text[group[0].start - 1 : group[0].end]
    granted = GRANTED_TO.fullmatch(text, group[-1].end, quantity.start)
    others = granted and any(t.subject.family is Family.OUTCOME and t.start > quantity.end for t in terms)
    return granted[0] if granted and others else ""
