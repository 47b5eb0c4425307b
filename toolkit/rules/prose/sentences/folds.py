"""Multiples: how many times as many there are of one thing as of another, as the tables have both."""

from collections.abc import Iterator
from decimal import Decimal

from toolkit.rules.prose.claim import Claim
from toolkit.rules.prose.even_text import Quantity, behind_marks, seldom, told_amount
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.vocabulary import not_neutral

_FOLD = seldom(
    r"(?P<roughly>约|近|超过?|)(?:是|为|相当于|达到?)(?P<before>约|近|超过?|)(?P<other>[^,;。:()\d]{2,14})"
    r"的(?P<again>约|近|超过?|)(?P<fold>\d{1,4}(?:\.\d{1,3})?|[两二三四五六七八九十]{1,3})(?P<after>余|多|)倍(?P<more>以上|多|)"
)
_BOUNDS = ("roughly", "before", "again", "after", "more")
_HOW_MANY = seldom(r"数量|总量|申请量|发布量|量|\d+[件条份起宗]?|,")
_MARKS = ",;():"
_BOTH = 2  # things of which one is told to be a multiple


class Folding(Scoped):
    """A sentence that may tell multiples."""

    def _folds(self) -> Iterator[Claim]:
        """Claims of multiples: “自然人申请是企业申请的3倍多”, “网站640条，约为微信的3倍”."""
        for match in _FOLD.finditer(self.text) if "倍" in self.text and not self.inherited else ():
            opening = behind_marks(self.text, match.start(), _MARKS)
            if opening == match.start():
                opening = behind_marks(self.text, opening - 1, _MARKS)
            other = match.span("other")
            terms = [*self._among(opening, match.start()), *self._among(*other)]
            lead = self._without_terms(opening, match.start()) + self._without_terms(*other)
            if len(terms) != _BOTH or not_neutral(_HOW_MANY.sub("", lead)):
                continue
            one, another = terms
            if one.subject.family is not another.subject.family or one.end > match.start() > another.start:
                continue
            decimals = match["fold"].partition(".")[2]
            told = Quantity(
                told_amount(match["fold"]) * 100,
                "%",
                Decimal(99).scaleb(-len(decimals)),
                "".join(match.group(*_BOUNDS)).replace("多", "余"),
                match.start("fold"),
                match.end(),
            )
            yield self._stated(
                one.subject,
                told,
                self.meanings([one]),
                scope="",
                span=(one.start, match.end()),
                label=self.text[one.start : one.end],
                about=told.about,
            )._replace(wholes=self.meanings([another]))
