"""Comparing what prose claims with the figures.

Right when any lawful reading fits, wrong only when none can.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate, takewhile
from typing import NamedTuple

from toolkit.rules.prose.amounts import Compared, amount_of, compare
from toolkit.rules.prose.claim import AT_LEAST, VERSUS, Claim, fits, is_share_of_several
from toolkit.rules.prose.claims import read_claims
from toolkit.rules.prose.growth import Growth, grew_so, read_growth, read_share
from toolkit.rules.prose.names import is_itself, is_own, may_be_its_account, speaks_for, tells_of_its_area
from toolkit.rules.prose.reckoned import Reckoned, read_reckoned
from toolkit.rules.prose.vocabulary import Family, Key, Meaning, Part, Vocabulary
from toolkit.rules.prose.wholes.lists import read_parts
from toolkit.rules.prose.wholes.parts import Parts


class Ruling(StrEnum):
    """How a claim stands against the figures."""

    RIGHT = "right"
    WRONG = "wrong"
    UNDECIDED = "undecided"


class Verdict(NamedTuple):
    """A claim judged. ``field`` and ``start``/``end`` are its place.

    ``why`` says why it was left undecided.
    """

    ruling: Ruling
    subject: str
    label: str
    claimed: Decimal
    unit: str
    field: str
    quote: str
    start: int
    end: int
    compared: tuple[Compared, ...]
    why: str = ""


def judge(
    narrative: Mapping[str, str],
    figures: Mapping[Key, int | Decimal],
    vocabulary: Vocabulary,
    *,
    year: int,
    unit_name: str,
    last: Mapping[Key, int | Decimal] | None = None,
) -> tuple[Verdict, ...]:
    """Judge every claim of a report's passages (by field key) against its `figures`.

    A missing key is unknown.

    Growth told beside a count is judged against `last` year's figures.

    `vocabulary` is that of the form: what a form does not count, no sentence can contradict. Claims about
    other years, other bodies or a part of the whole are left undecided, never called wrong.
    """
    verdicts: list[Verdict] = []
    last = {**_left_last_year(figures, vocabulary), **(last or {})}
    unit_name = speaks_for(unit_name, figures, vocabulary)
    of_area = tells_of_its_area(narrative.values(), unit_name)
    for field, text in narrative.items():
        claims = [claim for claim in read_claims(text, vocabulary, year) if claim.readings]
        if of_area:
            claims = [_of_itself(claim) for claim in claims]
        if not last:
            claims = [c for c in claims if c.grew is None or c.grew.then is not None]
        here = [_verdict(claim, field, figures, vocabulary, unit_name, last) for claim in claims]
        here = _told_once(_together(claims, here, vocabulary)) if here else []
        divided = read_parts(text, vocabulary, year)
        here = [_in_a_sum(v, divided) if vocabulary.family(v.subject) is Family.FACT else v for v in here]
        here += [_sum_verdict(parts, field) for parts in divided]
        here += _grown(text, claims, here, last, vocabulary.spoken.in_wanyuan, year)
        here += [_reckoned_verdict(one, field) for one in read_reckoned(text, year) if not _amiss(one, here)]
        verdicts += sorted(here, key=lambda verdict: verdict.start)
    return tuple(verdicts)


def _left_last_year(figures: Mapping[Key, int | Decimal], vocabulary: Vocabulary) -> dict[Key, int | Decimal]:
    """Give what was left last year, which is what was brought into this one."""
    left, brought = vocabulary.first(Part.LEFT), vocabulary.first(Part.BROUGHT)
    if left is None or brought is None or len(left.plus) != len(brought.plus):
        return {}
    pairs = zip(left.plus, brought.plus, strict=True)
    return {after: figures[before] for after, before in pairs if before in figures}


def _of_itself(claim: Claim) -> Claim:
    """Give what a government tells of itself as a part of its area: “全市收到2860件，市政府收到244件”."""
    if not (claim.scope and is_itself(claim.scope)):
        return claim
    counts = claim.amount and claim.unit != "%" and not claim.grew
    return claim._replace(scope="", about=AT_LEAST) if counts else claim._replace(scope=_SOME)


def _verdict(
    claim: Claim,
    field: str,
    figures: Mapping[Key, int | Decimal],
    vocabulary: Vocabulary,
    unit_name: str,
    last: Mapping[Key, int | Decimal],
) -> Verdict:
    compared = compare(claim, figures, vocabulary)
    if claim.account and any(c.amount for c in compared) and may_be_its_account(claim.scope, unit_name):
        claim = claim._replace(scope="", about=AT_LEAST)  # with none in the table it would be another's
    if claim.grew:
        in_wanyuan = vocabulary.spoken.in_wanyuan
        compared = tuple(
            c._replace(before=amount_of(r, last, claim.unit, in_wanyuan))
            for r, c in zip(claim.readings, compared, strict=True)
        )
    if claim.grew and (then := claim.grew.then):
        compared = tuple(c._replace(before=then.amount) if c.before is None else c for c in compared)
    why = _doubt(claim, vocabulary.spoken.passages.get(field, frozenset()), unit_name)
    if why:
        ruling = Ruling.UNDECIDED
    elif any(_says(claim, one) for one in compared):
        ruling = Ruling.RIGHT
    elif any(c.amount is None or (claim.grew and c.before is None) for c in compared):
        ruling, why = Ruling.UNDECIDED, "要对照的数还没有填"
    elif not claim.firm:
        ruling, why = Ruling.UNDECIDED, "这种说法对应哪个数不确定"
    else:
        ruling = Ruling.WRONG
    subject, label, amount, unit, *_ = claim
    return Verdict(
        ruling, subject, label, amount, unit, field, claim.quote, claim.start, claim.end, compared, why
    )


def _says(claim: Claim, one: Compared) -> bool:
    """Whether a claim says what one reading amounts to, or how that grew."""
    if one.amount is None:
        return False
    if claim.grew is None:
        return one.amount in (claim.amount, claim.alone) or fits(claim, one.amount)
    return one.before is not None and grew_so(claim.grew, one.amount, one.before)


_SOME = "其中"
_A_PART = "与同句的其他数合起来才是全部"


def _together(claims: Sequence[Claim], verdicts: Sequence[Verdict], vocabulary: Vocabulary) -> list[Verdict]:
    """Judge what one sentence says several times of one thing as parts, and all of it under one reading."""
    result = list(verdicts)
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    amounts: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for index, claim in enumerate(claims):
        amounts[claim.sentence, claim.subject].append(claim.amount)
        if claim.beside and result[index].ruling is Ruling.WRONG:
            result[index] = _within(claim.beside, result[:index], result[index])
        if not (result[index].why or claim.whole or claim.grew or claim.unit == "%"):
            groups[claim.sentence, claim.subject].append(index)
    for alike in groups.values():
        for i in alike if len(alike) > 1 else ():
            several = [j for j in alike if claims[j].readings == claims[i].readings]
            if len({claims[j].amount for j in several}) > 1:
                # “县政府网站320条，局门户网站1358条”: of two sites one is the unit's own
                own = vocabulary.family(claims[i].subject) is Family.FACT and any(
                    result[j].ruling is Ruling.RIGHT and claims[j].label != claims[i].label for j in several
                )
                first = i == several[0] and not own
                result[i] = _as_a_part([claims[j] for j in several], first, result[i])
    right: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        if result[index].ruling is Ruling.RIGHT:
            right[claim.sentence, claim.subject, claim.unit].append(index)
    for index, claim in enumerate(claims):
        if result[index].ruling is not Ruling.WRONG:
            continue
        # “县政府被复议4件，维持3件；部门被复议31件”: what is told behind a part is told of it
        behind_a_part = (
            index and result[index - 1].why == _A_PART and claims[index - 1].sentence == claim.sentence
        )
        told = (c.amount for v in result if v.ruling is Ruling.RIGHT for c in v.compared if c.amount)
        if (
            behind_a_part
            or _adds_up(claims, index, right[claim.sentence, claim.subject, claim.unit])
            or (claim.subject != "growth" and _all_but(amounts[claim.sentence, claim.subject], result[index]))
            or is_share_of_several(claim, claims[:index], told)
        ):
            result[index] = result[index]._replace(ruling=Ruling.UNDECIDED, why=_A_PART)
    return _same_basis(claims, result, vocabulary)


def _told_once(verdicts: list[Verdict]) -> list[Verdict]:
    """Of a thing said to stand first, leave that one of the others of which there is most."""
    apart: dict[tuple[int, int, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if (
            verdict.ruling is Ruling.WRONG
            and verdict.compared
            and all(VERSUS in c.label for c in verdict.compared)
        ):
            apart[verdict.start, verdict.end, verdict.label].append(verdict)
    least = {id(min(several, key=_least)) for several in apart.values()}
    told = {id(verdict) for several in apart.values() for verdict in several}
    return [v for v in verdicts if id(v) not in told or id(v) in least]


def _least(verdict: Verdict) -> Decimal:
    return min(c.amount for c in verdict.compared if c.amount is not None)


def _within(beside: Sequence[Decimal], before: Sequence[Verdict], verdict: Verdict) -> Verdict:
    """Judge the unit's own part of a wider count only where the tables hold nothing wider.

    “全系统收到11件，其中局机关6件”: they hold the 11 or the 6, or what the 6 is with parts behind it.
    """
    whole, *parts = beside
    wider = next((v for v in reversed(before) if v.claimed == whole), None)
    lawful = {whole, *accumulate(parts, initial=verdict.claimed)}
    if wider is not None and wider.why and all(c.amount not in lawful for c in verdict.compared):
        return verdict
    return verdict._replace(ruling=Ruling.UNDECIDED, why="说的可能不是本单位全年全部的数")


def _in_a_sum(verdict: Verdict, divided: Sequence[Parts]) -> Verdict:
    """Leave what is told to add up, with others beside it, to what the tables hold.

    “县政府网站9822条，部门子站18818条，合计28640条”.
    """
    if verdict.ruling is not Ruling.WRONG:
        return verdict
    told = {c.amount for c in verdict.compared}
    for parts in divided:
        inside = parts.start < verdict.end <= parts.end
        if inside and verdict.claimed in parts.parts and told & {*parts.wholes} and parts.agree:
            return verdict._replace(ruling=Ruling.UNDECIDED, why=_A_PART)
    return verdict


def _as_a_part(claims: Sequence[Claim], first: bool, verdict: Verdict) -> Verdict:
    """A number beside others of the same words is a part.

    Only their sum, or one that is too much, can be wrong.
    """
    if verdict.ruling is not Ruling.WRONG:
        return verdict
    most = max(c.amount for c in verdict.compared if c.amount is not None)
    if verdict.claimed > most or (first and sum(claim.amount for claim in claims) > most):
        return verdict
    return verdict._replace(ruling=Ruling.UNDECIDED, why=_A_PART)


def _adds_up(claims: Sequence[Claim], index: int, right: Sequence[int]) -> bool:
    """Whether a claim is one of several that add up to what is right, or what several right ones add up to.

    `right`: the claims of its sentence of the same thing that are right. “省规章4件、市规章7件，合计11件”,
    “复议纠正4件，诉讼纠正1件，合计纠正5件”.
    """
    claim = claims[index]
    told = [claims[i].amount for i in right if i < index]
    sums_up = claim.whole and len(told) > 1 and sum(told) == claim.amount
    return sums_up or any(i > index and claims[i].whole and claims[i].amount > claim.amount for i in right)


def _all_but(alike: Sequence[Decimal], verdict: Verdict) -> bool:
    """Whether a number is the whole together with what its sentence says of others of the same thing.

    “全县培训2期；各单位自行培训7期”.
    """
    return len(alike) > 1 and all(alike) and sum(alike) in [c.amount for c in verdict.compared]


def _same_basis(claims: Sequence[Claim], verdicts: list[Verdict], vocabulary: Vocabulary) -> list[Verdict]:
    """Where what came takes in last year's, what was concluded does too.

    “收到23件，办结18件” has no one reading.
    """
    part, newly, done = vocabulary.part, vocabulary.first(Part.NEWLY), vocabulary.first(Part.DONE)
    if newly is None or done is None:
        return verdicts
    first = 0  # where the claims of this sentence begin
    for index, (claim, verdict) in enumerate(zip(claims, verdicts, strict=True)):
        if claim.sentence != claims[first].sentence:
            first = index
        if part(claim.subject) is not Part.DONE or verdict.ruling is not Ruling.RIGHT:
            continue
        if claim.about == AT_LEAST:
            continue
        before = range(first, index)
        came = [
            verdicts[i]
            for i in before
            if part(claims[i].subject) in _CAME
            and verdicts[i].ruling is Ruling.RIGHT
            and claims[i].about != AT_LEAST
        ]
        if not came or came[-1].claimed in (_as(came[-1], newly), claim.amount):
            continue
        if any(part(claims[i].subject) in _CARRIED for i in before):
            continue
        if all(c.amount != claim.amount for c in verdict.compared if c.label != _of_newly(vocabulary, done)):
            one = tuple(c for c in verdict.compared if c.label == done.label)
            verdicts[index] = verdict._replace(ruling=Ruling.WRONG, compared=one)
    return verdicts


def _as(verdict: Verdict, reading: Meaning) -> Decimal | None:
    return next((c.amount for c in verdict.compared if c.label == reading.label), None)


_CAME = frozenset({Part.CAME, Part.BARE})
_CARRIED = frozenset({Part.BROUGHT, Part.EITHER, Part.NEWLY})


def _of_newly(vocabulary: Vocabulary, done: Meaning) -> str:
    """Name the reading of what was done of this year's alone: all that was done without what was brought."""
    brought = vocabulary.first(Part.BROUGHT)
    readings = (r for word in vocabulary.spoken.words if word.part is Part.DONE for r in word.readings)
    fitting = (r.label for r in readings if brought and r.plus == done.plus and r.minus == brought.plus)
    return next(fitting, "")


def _doubt(claim: Claim, about: Container[str], unit_name: str) -> str:
    """Why the claim may not be about this unit's figures of this year; empty when it surely is."""
    if claim.when:
        return f"说的是“{claim.when}”"
    if claim.scope and not is_own(claim.scope, unit_name):
        return "说的可能不是本单位全年全部的数"
    if claim.topic and claim.topic not in about:
        return "句中没有写明说的是不是这项工作的数"
    return ""


# ------------------------------------------------------------------ growth since last year


def _grown(
    text: str,
    claims: Sequence[Claim],
    verdicts: Sequence[Verdict],
    last: Mapping[Key, int | Decimal],
    in_wanyuan: Container[Key],
    year: int,
) -> Iterator[Verdict]:
    """Judge the growth told behind a count that is right.

    Where last year's figure is unknown, by the one told beside it; else nothing is said.
    """
    counted = -1  # the sentence in which something was counted last
    for index, (claim, verdict) in enumerate(zip(claims, verdicts, strict=False)):  # sums stand behind these
        denied = not (claim.amount or claim.unit)
        of_another = denied and claim.sentence == counted  # “收到28件，无上年结转，去年是19件”
        counted = counted if denied else claim.sentence
        bound = claim.unit == "%" or claim.grew or claim.about == AT_LEAST
        if verdict.ruling is not Ruling.RIGHT or bound or of_another:
            continue
        share = read_share(text, claim.end, year)
        for growth in [share] if share else read_growth(text, claim.end, year):
            pairs = [
                c._replace(before=amount_of(reading, last, claim.unit, in_wanyuan))
                for reading, c in zip(claim.readings, verdict.compared, strict=True)
                if c.amount is not None and fits(claim, c.amount)
            ]
            if then := growth.then:  # last year's figure stands beside it
                pairs = [p._replace(before=then.amount) if share or p.before is None else p for p in pairs]
            told = growth.by or growth.before
            if (
                told is None
                or any(pair.before is None for pair in pairs)
                or told.unit not in ("", "%", claim.unit)
            ):
                continue
            right = any(
                grew_so(growth, p.amount, p.before)
                for p in pairs
                if p.amount is not None and p.before is not None
            )
            if not right and _grew_together(growth, claims, index, pairs):
                continue
            end = min(claim.end + len(growth.words), len(text))
            yield verdict._replace(
                ruling=Ruling.RIGHT if right else Ruling.WRONG,
                subject="growth",
                label=growth.words,
                claimed=told.amount,
                unit=told.unit,
                start=claim.end,
                end=end,
                compared=tuple(pairs),
            )


# ------------------------------------------------------------------ sums within the prose


def _grew_together(growth: Growth, claims: Sequence[Claim], index: int, pairs: Sequence[Compared]) -> bool:
    """Whether it is told how one of some counts grew with those before it.

    “建议9件、提案12件，较上年17件增加4件”.
    """
    claim = claims[index]
    before = takewhile(lambda i: claims[i].sentence == claim.sentence, range(index - 1, -1, -1))
    alike = [claims[i].amount for i in before if claims[i].unit == claim.unit and not claims[i].grew]
    sums = [*accumulate(alike, initial=claim.amount)][1:]
    return any(grew_so(growth, now, p.before) for now in sums for p in pairs if p.before is not None)


def _sum_verdict(parts: Parts, field: str) -> Verdict:
    ruling = Ruling.RIGHT if parts.agree else Ruling.WRONG if parts.contradict else Ruling.UNDECIDED
    return Verdict(
        ruling=ruling,
        subject="parts",
        label="分项相加",
        claimed=parts.wholes[-1],
        unit="",
        field=field,
        quote=parts.quote,
        start=parts.start,
        end=parts.end,
        compared=(Compared(_sum(parts.parts), (), sum(parts.parts, Decimal(0))),),
        why="" if ruling is not Ruling.UNDECIDED else "列出的可能只是一部分",
    )


def _amiss(one: Reckoned, verdicts: Sequence[Verdict]) -> bool:
    """Whether one of the `verdicts` finds fault with the same words already."""
    return any(v.ruling is Ruling.WRONG and v.start < one.end and one.start < v.end for v in verdicts)


def _reckoned_verdict(one: Reckoned, field: str) -> Verdict:
    return Verdict(
        ruling=Ruling.RIGHT if one.right else Ruling.WRONG,
        subject="reckoned",
        label=one.words,
        claimed=one.told.amount,
        unit=one.told.unit,
        field=field,
        quote=one.words,
        start=one.start,
        end=one.end,
        compared=tuple(Compared(f"文中的{way.words}", (), way.least) for way in one.ways),
    )


def _sum(parts: Sequence[Decimal]) -> str:
    return "＋".join(format(part, "f") for part in parts)
