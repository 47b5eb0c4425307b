"""What a number may mean where applicants were spoken of: all that came, or those of some."""

from collections.abc import Sequence

from toolkit.rules.prose.even_text import Quantity, seldom
from toolkit.rules.prose.sentences.applicants import APART, GRANTED, GRANTED_TO, given_to, narrowed, owners
from toolkit.rules.prose.sentences.sentence import Sentence
from toolkit.rules.prose.vocabulary import CAME, OF_ALL_APPLICANTS, Family, Meaning, Part, Term

_THE_REST = seldom("(?:剩余?|其余|余下|另有?|尚有)的?$")
_PUBLISHED = frozenset({"条", "篇", "期", "部"})
# Roads by which applications come.
_APPLYING = seldom(
    r"申请(?:公开)?(?:平台|系统|渠道|方式|途径)|(?:受理|接收|接件|收件|提交|来件)(?:渠道|方式|途径)|信函|信件|邮寄|寄送|当面|来[信人]"
    r"|现场(?:递交|提交|申请)|传真|电子邮|邮[件箱]|提交(?=\d)"
)


class OfApplicants(Sentence):
    """A sentence and whose applications its numbers count."""

    def _of_whose(
        self, readings: tuple[Meaning, ...], group: Sequence[Term], quantity: Quantity
    ) -> tuple[tuple[Meaning, ...], str]:
        """Add what may be meant where some applicants were spoken of before, and tell what leaves it open."""
        family, start = group[-1].subject.family, min(quantity.start, group[0].start)
        before = self.before(start)
        if road := self._by_what_road(group, quantity):
            return readings, road
        if family is Family.WHO:
            open_still = given_to(self.text, self.terms, group, quantity)
            columns = _columns(readings)
            label = self.text[group[0].start : group[-1].end]
            all_told = [t for t in before if t.subject.family in OF_ALL_APPLICANTS]
            whole = [r for t in all_told for r in t.subject.readings]
            outcomes = [t for t in all_told if t.subject.family is Family.OUTCOME]
            if outcomes and outcomes == all_told[-1:] and "其中" in self.text[outcomes[0].end : start]:
                return narrowed(outcomes[0].subject.readings, columns, label), open_still
            if GRANTED_TO.fullmatch(self.text, group[-1].end, quantity.start):
                whole += [r for t in self.vocabulary.terms(GRANTED) for r in t.subject.readings]
            if self.vocabulary.left and _THE_REST.search(self.text, 0, quantity.start):
                whole += self.vocabulary.left.readings  # “剩余1件为自然人申请”
            whole += self._what_became_of_them(quantity)
            return tuple(dict.fromkeys((*readings, *narrowed(whole, columns, label)))), open_still
        owned = owners(self.text, before, start) if family in OF_ALL_APPLICANTS else None
        if owned is None or not owned.columns:
            return readings, owned.words if owned else ""
        some = narrowed(readings, owned.columns, owned.words)
        if not some or quantity.unit == "%":
            return readings, owned.words if owned.alone or some else ""
        return (some if owned.alone else (*readings, *some)), ""

    def _what_became_of_them(self, quantity: Quantity) -> list[Meaning]:
        """Give what is said right behind a number of applications: “企业1件转到下年”, “企业5件予以公开”."""
        behind = self._among(quantity.end, len(self.text))[:1]
        told = [t for t in behind if t.subject.family in OF_ALL_APPLICANTS]
        return [
            r for t in told if not APART.search(self.text, quantity.end, t.start) for r in t.subject.readings
        ]

    def of_applicant(
        self, term: Term, counted_as: str, readings: Sequence[Meaning], words: str
    ) -> tuple[Meaning, ...]:
        """Give what a word means that is told of all that was counted, where that or it is one applicant's.

        “予以公开3件，均为自然人申请”, “企业5件，均予以公开”.
        """
        part, result = self.vocabulary.part(counted_as), term.subject
        if self.vocabulary.family(counted_as) is Family.WHO:
            told = result.family is Family.OUTCOME or result.part is Part.LEFT
            return narrowed(result.readings, _columns(readings), words) if told else ()
        if result.family is not Family.WHO or part in CAME or part in {Part.BARE, Part.DONE}:
            return ()
        return narrowed(readings, _columns(result.readings), self.text[term.start : term.end])

    def _by_what_road(self, group: Sequence[Term], quantity: Quantity) -> str:
        """Tell that applications are counted that came by a channel: “网站27件，信函11件”."""
        if quantity.unit in _PUBLISHED or not self._is_channel(group[-1]):
            return ""
        road = _APPLYING.search(self.text)
        return road[0] if road else ""


def _columns(readings: Sequence[Meaning]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key.column for reading in readings[:1] for key in reading.plus))
