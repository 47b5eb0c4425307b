"""Some of the applications told by when they came: “办结52件，其中新收48件、上年结转4件”.

What was answered, or is left, came this year or the last: so many of it, and no more than came in all.
"""

import re
from collections.abc import Sequence

from toolkit.rules.prose.claim import AT_LEAST, Claim
from toolkit.rules.prose.even_text import seldom
from toolkit.rules.prose.vocabulary import CAME, CASES, DONE, PARTS, Part, Vocabulary, taken_together

_CAME_SOME_TIME = CAME | {Part.BROUGHT, Part.EITHER}
_TIME = "(?:[当本今上去]年度?|全年|年内|年度|由|从|为|是|系|有|属于?)*"
_NOUN = "(?:的?(?:政府信息公开|信息公开)?申请|件)?"
# What follows are some of those counted before.
_OF_WHICH = re.compile(
    rf"{_NOUN}(?P<said>[,(:]?(?:其?中|[之当][中里]|里|包括|包含|含)[:,]?(?:包括|包含|含)?|\()?[,、]?{_TIME}"
)
_AND = re.compile(rf"的?{_NOUN}(?:[、,和与]|以及|及其?){_TIME}")
_THOSE_THAT = re.compile("件|的")  # “新收的48件”, “48件新收”: so many of those that came
_WERE_ALL = seldom(f"的?{_NOUN}(?:已经?|全部|均|都|依法|按[期时])*")


def told_by_origin(text: str, found: Sequence[Claim], vocabulary: Vocabulary) -> Sequence[Claim]:
    """Read what of the claims `found` says when some of the applications came, as told of those alone.

    Two that do not add up to what they are said to be are left as they are.
    """
    told = [c for c in found if _is_origin(c, vocabulary)]
    for origin in told if len(told) < len(found) or len(told) > 1 else ():
        at = told.index(origin)
        both = [origin, *(o for o in told[at + 1 : at + 2] if _AND.fullmatch(text, origin.end, o.start))]
        if at and _AND.fullmatch(text, told[at - 1].end, origin.start):
            continue
        if whole := _counted_before(text, both, found, vocabulary):
            found = [_of(whole, c, vocabulary) if c in both else c for c in found]
        elif len(both) > 1 and (whole := _dealt_with(text, both, vocabulary)):
            found = [c for c in found if c not in both] + [*(c._replace(about=AT_LEAST) for c in both), whole]
    return found


def _is_origin(claim: Claim, vocabulary: Vocabulary) -> bool:
    part = vocabulary.part(claim.subject)
    return part in _CAME_SOME_TIME and claim.unit in CASES and not (claim.grew or claim.about)


def _counted_before(
    text: str, both: Sequence[Claim], found: Sequence[Claim], vocabulary: Vocabulary
) -> Claim | None:
    """Give what was answered, or is left, counted right before them, of which they are told as parts."""
    before = [c for c in found if c.end <= both[0].start and c.unit in CASES and not c.grew]
    whole = before[-1] if before else None
    if whole is None or not (
        vocabulary.family(whole.subject) in PARTS or vocabulary.part(whole.subject) in {DONE, Part.LEFT}
    ):
        return None
    if (
        len(both) == 1
        and vocabulary.part(whole.subject) is DONE
        and vocabulary.part(both[0].subject) not in CAME
    ):
        return None  # “办结52件，含上年结转4件”: all that was brought is answered first
    link = _OF_WHICH.fullmatch(text, whole.end, both[0].start)
    if link is None or max(c.amount for c in both) > whole.amount:
        return None
    of_it = sum(c.amount for c in both) == whole.amount if len(both) > 1 else link["said"] is not None
    return whole if of_it else None


def _of(whole: Claim, origin: Claim, vocabulary: Vocabulary) -> Claim:
    """Give those of the `whole` that came at some time; where it may be all that came, to the last."""
    came, brought = vocabulary.first(Part.NEWLY), vocabulary.first(Part.BROUGHT)
    if (
        came is None
        or brought is None
        or not any({*r.plus} == {*came.plus, *brought.plus} for r in whole.readings)
    ):
        return origin._replace(about=AT_LEAST)
    if vocabulary.part(origin.subject) not in CAME:
        return origin
    of_this_year = (r for r in whole.readings if r.minus == brought.plus)
    return origin._replace(readings=tuple(dict.fromkeys((*origin.readings, *of_this_year))))


def _dealt_with(text: str, both: Sequence[Claim], vocabulary: Vocabulary) -> Claim | None:
    """Give what it is said of two together that they were answered: “办结上年结转4件、本年新收48件”.

    Or that they are all that came: “办理上年结转4件、本年新收54件”.
    """
    first, second = both
    terms = vocabulary.terms(text)
    done = next((t for t in terms if t.start == first.start and t.subject.part is DONE), None)
    if done is None and all(_THOSE_THAT.search(text, c.start, c.end - 1) for c in both):
        behind = [t for t in terms if t.start >= second.end][:1]
        said = [t for t in behind if t.subject.part is DONE or t.subject.family in PARTS]
        done = next((t for t in said if _WERE_ALL.fullmatch(text, second.end, t.start)), None)
    came, brought = vocabulary.first(Part.NEWLY), vocabulary.first(Part.BROUGHT)
    if done is None or came is None or brought is None:
        return None
    return first._replace(
        subject="origins",
        label=text[done.start : done.end],
        amount=first.amount + second.amount,
        readings=(*done.subject.readings, taken_together((brought, came))),
        quote=text[first.start : second.end],
        end=second.end,
    )
