"""Applications that are counted without a verb: “政府信息公开申请共计25件”, “共有25件申请”."""

import re

from toolkit.rules.prose.claim import AT_LEAST, Claim
from toolkit.rules.prose.even_text import Quantity, seldom
from toolkit.rules.prose.limits import NEAR, names_a_body, without_everybody
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.vocabulary import APPLICATION_NOUN, CASES, PERSONS, not_neutral

# “收到的申请中有5件涉及征地”, “复议案件中2件由同一人提起”, “4件规范性文件中仅3件配有图解”: a part of what is
# named.
_OUT_OF = re.compile(
    "(?:申请|案件|案|答复|复议|诉讼|件|事项|决定)(?:[当之]?中|[里内])(?:[共约仅只]?有|仅|只|的)?"
    r"|[^,;。\d其](?:之?中|里)(?:仅|[共约仅只]?有)"
)
_APPLIED = seldom(
    r"(?:群众|公民|村民|居民|市民|申请人|自然人)?(?:向[我本][^,;。\d]{1,4})?(?:提[出交]了?|申请|递交)(?:公开|获取)?"
    r"(?:政府信息|信息|依申请)公开(?:的?申请)?(?=[,;。]|$)"
)
_HOW_MANY = seldom("申请(?:总|件|数)*[量数]")
# What is told of all goes on so; “13件申请获得公开”, “20件申请经两次延期”: some of them.
_IN_GENERAL = seldom(
    "(?:的?(?:事项|件))?(?:$|[,;:。()、]|均|都|全|已|无一|没有一|未|按|依|及时|逐|之?中|里|当中|分别|共|占"
    "|[比较与同]|办|答|予|在|提[出交]|递|寄|送|来)"
)
_COMPARED = seldom("[增减比较多少升降]")


class Applying(Scoped):
    """A sentence that may count applications without a verb."""

    def _bare(self, quantity: Quantity, left: int, right: int) -> bool:
        """Whether applications are counted without a verb: “政府信息公开申请共计25件”, “共有25件申请”."""
        if self.vocabulary.spoken.bare is None:
            return False
        before, behind = self._plain(left, quantity.start), self.text[quantity.end : right]
        named = APPLICATION_NOUN.search(before) or APPLICATION_NOUN.match(behind)
        # what else is said of how many, changes nothing: “申请量持续走高，达25件”
        how_many = _HOW_MANY.search(before)
        if self._of_persons(quantity) and _APPLIED.match(self.text, quantity.end):
            return not any(t.subject.key for t in self.before(quantity.start))
        if not named or quantity.unit not in {*CASES, "人次"} or before.endswith("对"):
            return False
        if before.endswith("事项") and "涉及" in before:  # “76件申请共涉及信息公开事项112项”
            return False
        noun = APPLICATION_NOUN.match(self.text, quantity.end, right)
        if noun and not _IN_GENERAL.match(self.text, noun.end()):
            return False
        ends = noun.end() if noun else quantity.end  # “共29件信息公开申请，全部依法答复”
        if (
            named_out_of(before)
            or any(t.start < quantity.start for t in self._flows)
            or (self._flows and self.text[ends : ends + 1] not in (",", ";", ")"))
        ):
            return False
        more = not_neutral(without_everybody(before)).strip("(")
        counted_so = how_many is not None and not _COMPARED.search(before, how_many.end())
        if more and not counted_so and not names_a_body(more):
            return False
        limiting = self._limited(quantity, right)
        return (not limiting or names_a_body(limiting)) and not any(
            t.subject.key for t in self.before(quantity.start)
        )

    def _limited(self, quantity: Quantity, right: int) -> str:
        """Tell what limits applications that are counted without a verb."""
        return self._limits(max(0, quantity.start - NEAR), right)

    def _applications(self, quantity: Quantity, left: int, right: int) -> Claim:
        behind = APPLICATION_NOUN.match(self.text, quantity.end, right)
        persons = quantity.unit in PERSONS
        span = (left, behind.end() if behind else quantity.end)
        subject = self.vocabulary.spoken.bare
        assert subject is not None  # noqa: S101 (asked before)
        claim = self._stated(
            subject,
            quantity,
            subject.readings,
            scope=self.inherited or self._limited(quantity, quantity.start if persons else right),
            span=span,
            label="申请",
            about=AT_LEAST if persons else quantity.about,
        )
        # “申请量由上年的40件增至46件”: the time stands among the words
        return claim._replace(when=claim.when or self._when(quantity.start))


def named_out_of(words: str) -> bool:
    """Whether a number behind these words counts some of what they name: “收到的申请中有5件涉及征地”."""
    return any(match.end() == len(words) for match in _OUT_OF.finditer(words))
