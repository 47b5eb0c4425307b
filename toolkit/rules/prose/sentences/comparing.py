"""Comparisons: two things that are counted, or two numbers told side by side and the share of one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from toolkit.rules.prose.claim import AT_LEAST, VERSUS, Claim
from toolkit.rules.prose.even_text import Quantity, behind_marks, counted, seldom
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.vocabulary import CAME, CASES, Family, Meaning, Term, not_neutral
from toolkit.rules.prose.vocabulary import Word as Subject

_TOLD = Subject(key="told", family=Family.NONE, words="", readings=(Meaning(label="文中的", plus=()),))
_MORE = seldom("(?P<less>少于|低于|小于)|多于|高于|大于|超过了?")
_BY_FAR = seldom("(?:已|明显|显著|远远?|略|稍|大大?|均|都|要|也)*$")
_DIFFERS = seldom(r"(?P<than>[比较])[^,;。]+?(?P<way>[多少]|高出|超出|低)了?$")
_BY, _LESS = "多少出低了", "少低"
_HOW_MANY = seldom(r"^(?:类|的|申请|案件)*(?:数量?|量|件数)?(?:的?\d+[件起宗])?$")
_STOP = seldom("[,;。()!?:]")
_NARROWING = frozenset({Family.OUTCOME, Family.WHO, Family.FLOW})
_OUT_OF_TOLD = seldom(r"[,(、]?(?:约|共|仅|只)?占(?!地)[^,;。\d]{0,14}")
_OF_THE_YEAR = seldom("(?:全年|年度|全部|总)*(?:总[数量]|申请总?[量数]|新?收[件到]?总?[量数]|的)*")
_ALL_THAT_CAME = ("申请", "收")
_OUT_OF_NAMED = seldom(
    r"[,(、]?(?:约|共|仅|只)?(?:占(?!地)(?:了|到)?|(?P<bound>超过|不足|不到|接近))"
    r"(?P<whole>[^,;。\d]{2,16}?)的?"
)
_COUNTED = seldom("总|件|数|量|申请|的")
_HOW_IT_ENDED = ("结果", "情况")  # “从办理结果看”
_JUST_COUNTED = seldom(r"(?:提[出交]|申请|的|共|有|为)*\d+[件起宗份][,;]")
_WHOLES = frozenset({Family.FLOW, Family.OUTCOME})
_GREW = seldom("[增减升降多少]")
_IS_SO_MUCH = seldom(
    r"(?:的?(?:政府信息公开|信息公开)?(?:申请|信息|案件)?)?的?(?:比例|比重)?(?:约|近|为|是|达到?)*"
)


class Comparing(Scoped):
    """A sentence that may compare."""

    def _compared(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims that compare two things that are counted, or two numbers told side by side."""
        yield from self._more_than(found)
        if "%" not in {number.unit for number in self.numbers}:
            return
        yield from self._shares_of_named(found)
        for part, whole, share in self._shares_of_told():
            if not any(c.unit == "%" and c.start <= share.start < c.end and not c.scope for c in found):
                span = (part.end + 1, share.end)
                stated = self._stated(
                    _TOLD, share, _TOLD.readings, scope="", span=span, label="占比", about=share.about
                )
                yield stated._replace(when="", part=part.amount, out_of=whole.amount)

    def _more_than(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims that there is more of one thing: “直接起诉的案件多于复议后起诉的”, “自然人少于企业”.

        Or by how much: “自然人132件，比企业多111件”.
        """
        text = self.text
        for match in _MORE.finditer(text) if "于" in text or "超过" in text else ():
            stop = _STOP.search(text, match.end())
            end = stop.start() if stop else len(text)
            yield from self._both_sides(found, match.span(), end, less=match["less"] is not None, by=None)
        for number in self.numbers if "比" in text or "较" in text else ():
            opening = behind_marks(text, number.start, ",;():")
            if text[number.start - 1] not in _BY or number.unit == "%":
                continue
            if than := _DIFFERS.search(text, opening, number.start):
                less = than["way"][0] in _LESS
                yield from self._both_sides(found, than.span("than"), than.start("way"), less=less, by=number)

    def _both_sides(
        self, found: Sequence[Claim], than: tuple[int, int], end: int, *, less: bool, by: Quantity | None
    ) -> Iterator[Claim]:
        """Compare what stands before `than` with what stands behind it up to `end`."""
        text = self.text
        opening = behind_marks(text, than[0], ",;():")
        one = [t for t in self.before(than[0]) if t.start >= opening]
        before = text[one[-1].end : than[0]] if one else ""
        if not one and _BY_FAR.fullmatch(text, opening, than[0]):  # “不予公开71件，少于部分公开的61件”
            counts = [c for c in found if c.end == opening - 1 and text[opening - 1] in ",(" and not c.scope]
            one = [t for t in self._among(counts[-1].start, opening) if t.subject.key] if counts else []
            opening = one[0].start if one else opening
        elif counted(text, opening, than[0]):
            return
        if any(number.unit == "%" for number in counted(text, than[1], end)):
            return  # “占22.2%，高于各类复议案件14.8%的平均纠错率”
        other = [t for t in self.before(end) if t.start >= than[1]]
        if not (one and other and one[-1].subject.key) or self._joined(one) or self._joined(other):
            return
        behind = text[other[-1].end : end]
        if (
            len({term.subject.family for term in (*one, *other)}) > 1
            or not_neutral(text[opening : one[0].start] + _HOW_MANY.sub("", _BY_FAR.sub("", before)))
            or not_neutral(text[than[1] : other[0].start] + _HOW_MANY.sub("", behind))
            or self.inherited
            or self._narrowed_before(opening, one[-1])
        ):
            return
        sides = [self.meanings(group) for group in (one, other)]
        most, least = reversed(sides) if less else sides
        readings = tuple(
            Meaning(label=f"{a.label}{VERSUS}{b.label}", plus=a.plus, minus=b.plus)
            for a, b in zip(most, least, strict=False)
            if not (a.minus or b.minus)
        )
        span = (one[0].start, by.end if by else other[-1].end)
        yield self._stated(
            one[-1].subject,
            by or Quantity(Decimal(1), "", Decimal(0), "", *span),
            readings,
            scope="",
            span=span,
            label=text[slice(*span)],
            about=by.about if by else AT_LEAST,
        )

    def _narrowed_before(self, place: int, one: Term) -> bool:
        """Whether it is said before `place` what part it is told of.

        One with `one` as a row is none, nor is what was just counted: its like, or all that came.
        """
        before = [
            t
            for t in self.before(place)
            if t.subject.family in _NARROWING
            and not self.text.startswith(_HOW_IT_ENDED, t.end)
            and not (
                (t.subject.family is one.subject.family or t.subject.part in CAME)
                and _JUST_COUNTED.match(self.text, t.end, place)
            )
        ]
        kind = self.vocabulary.kind_of(one.subject) if one.subject.family is Family.OUTCOME else None
        return any(t.subject is not kind for t in before)

    def _shares_of_named(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims of the share of a number, whatever it counts, in what the tables hold.

        “涉及征地的12件，占新收申请总数的29.3%”, “三项合计51件，占不予公开总数的六成”.
        """
        for part, share in pairwise(self.numbers):
            of = _OUT_OF_NAMED.fullmatch(self.text, part.end, share.start) if share.unit == "%" else None
            known = any(c.unit == "%" and c.start <= share.start < c.end and not c.scope for c in found)
            if of is None or known or part.about or part.unit not in CASES:
                continue
            named = [t for t in self._among(*of.span("whole")) if t.subject.family in _WHOLES]
            if of_year := _OF_THE_YEAR.fullmatch(of["whole"]):  # “上半年收到18件，占全年的43.9%”
                told = [c for c in found if c.start <= part.start < c.end and not c.scope]
                named = [t for c in told for t in self._among(c.start, c.end) if t.subject.part in CAME][:1]
            rest = "" if of_year else self._rest(*of.span("whole"), named)
            wholes = tuple(dict.fromkeys(r for t in named for r in t.subject.readings))
            if of_year and not named and self._of_all_that_came(of["whole"], part, found):
                wholes = self.vocabulary.spoken.wholes
            elif len(named) != 1 or not wholes or not_neutral(_COUNTED.sub("", rest)):
                continue
            yield self._stated(
                _TOLD,
                share,
                _TOLD.readings,
                scope=self.inherited,
                span=(part.start, share.end),
                label="占比",
                about=(of["bound"] or "") + share.about,
            )._replace(part=part.amount, wholes=wholes, when="" if of_year else self._when(part.start))

    def _of_all_that_came(self, whole: str, part: Quantity, found: Sequence[Claim]) -> bool:
        """Whether a share of `part` is one of all applications: “涉及征地23件，占申请总量的44.2%”.

        Where other things, or more of something else, were counted before, it may be of those.
        """
        others = any(t.subject.family not in _NARROWING for t in self.before(part.start))
        if others or not any(words in whole for words in _ALL_THAT_CAME) or self._other_business(0, part.end):
            return False
        came = [
            c for c in found if self.vocabulary.part(c.subject) in CAME and c.unit in CASES and not c.scope
        ]
        return all(
            q.amount <= part.amount or any(c.start <= q.start < c.end for c in came)
            for q in self.numbers
            if q.end <= part.start and q.unit in CASES
        )

    def _shares_of_told(self) -> Iterator[tuple[Quantity, Quantity, Quantity]]:
        """Give shares with both their numbers beside them: “742条，占全年公开总数1346条的55.1%”."""
        for part, whole, share in zip(self.numbers, self.numbers[1:], self.numbers[2:], strict=False):
            if (
                share.unit == "%" != part.unit == whole.unit
                and whole.amount
                and not (part.about or whole.about)
                and not _GREW.search(self.text, behind_marks(self.text, part.start), part.start)
                and _OUT_OF_TOLD.fullmatch(self.text, part.end, whole.start)
                and _IS_SO_MUCH.fullmatch(self.text, whole.end, share.start)
            ):
                yield part, whole, share
