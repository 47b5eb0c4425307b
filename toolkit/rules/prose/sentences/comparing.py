"""Comparisons: two things that are counted, or two numbers told side by side and the share of one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from toolkit.rules.prose.claim import AT_LEAST, Claim
from toolkit.rules.prose.even_text import Quantity, behind_marks, counted, seldom
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.vocabulary import Family, Meaning, not_neutral
from toolkit.rules.prose.vocabulary import Word as Subject

_TOLD = Subject(key="told", family=Family.NONE, words="", readings=(Meaning(label="文中的", plus=()),))
_MORE = seldom("(?P<less>少于|低于|小于)|多于|高于|大于|超过了?")
_BY_FAR = seldom("(?:明显|显著|远远?|略|稍|大大?|均|都|要|也)*$")
_STOP = seldom("[,;。()!?:]")
_NARROWING = frozenset({Family.OUTCOME, Family.WHO, Family.FLOW})
_OUT_OF_TOLD = seldom(r"[,(、]?(?:约|共|仅|只)?占(?!地)[^,;。\d]{0,14}")
_GREW = seldom("[增减升降多少]")
_IS_SO_MUCH = seldom(
    r"(?:的?(?:政府信息公开|信息公开)?(?:申请|信息|案件)?)?的?(?:比例|比重)?(?:约|近|为|是|达到?)*"
)


class Comparing(Scoped):
    """A sentence that may compare."""

    def _compared(self, found: Sequence[Claim]) -> Iterator[Claim]:
        """Claims that compare two things that are counted, or two numbers told side by side."""
        yield from self._more_than()
        for part, whole, share in self._shares_of_told() if "占" in self.text else ():
            if not any(c.unit == "%" and c.start <= share.start < c.end and not c.scope for c in found):
                span = (part.end + 1, share.end)
                stated = self._stated(
                    _TOLD, share, _TOLD.readings, scope="", span=span, label="占比", about=share.about
                )
                yield stated._replace(when="", part=part.amount, out_of=whole.amount)

    def _more_than(self) -> Iterator[Claim]:
        """Claims that there is at least one more: “直接起诉的案件多于复议后起诉的”, “自然人少于企业”."""
        text = self.text
        for match in _MORE.finditer(text) if "于" in text or "超过" in text else ():
            opening = behind_marks(text, match.start(), ",;():")
            stop = _STOP.search(text, match.end())
            end = stop.start() if stop else len(text)
            one = [t for t in self.before(match.start()) if t.start >= opening]
            other = [t for t in self.before(end) if t.start >= match.end()]
            if (
                not (one and other and one[-1].subject.key)
                or len({term.subject.family for term in (*one, *other)}) > 1
                or counted(text, opening, end)
                or not_neutral(
                    text[opening : one[0].start] + _BY_FAR.sub("", text[one[-1].end : match.start()])
                )
                or not_neutral(text[match.end() : other[0].start] + text[other[-1].end : end])
                or self.inherited
                or any(t.subject.family in _NARROWING for t in self.before(opening))
            ):
                continue
            sides = [self.meanings(group) for group in (one, other)]
            most, least = reversed(sides) if match["less"] else sides
            readings = tuple(
                Meaning(label=f"{a.label}－{b.label}", plus=a.plus, minus=b.plus)
                for a, b in zip(most, least, strict=False)
                if not (a.minus or b.minus)
            )
            span = (one[0].start, other[-1].end)
            yield self._stated(
                one[-1].subject,
                Quantity(Decimal(1), "", Decimal(0), "", *span),
                readings,
                scope="",
                span=span,
                label=text[slice(*span)],
                about=AT_LEAST,
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
