"""Ranks: of what there was most, what stood first, second or among the first three, what most of it was."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from toolkit.rules.prose.claim import AT_LEAST, VERSUS, Claim
from toolkit.rules.prose.even_text import behind_marks, found_fast, han_number, none_at, seldom
from toolkit.rules.prose.readings import lawful_readings
from toolkit.rules.prose.sentences.scope import Scoped
from toolkit.rules.prose.vocabulary import ELSEWHERE, IS_MAIN, PARTS, Family, Meaning, Part, Term, not_neutral

_MAY_RANK = found_fast(
    "最[多大高主]|[从由][高多大][到至]|居首|居[各所]|首位|第一|为主|居多|多数|大部分|前[两二三四五23]|次之|[其再]次",
    "最从由居首第为多大前次其再",
)
_NOUN = "(?:类|的|提[出交]|申请|案件|答复|结果|决定|情形|事项|理由|渠道|平台|发布|公开|信息|作品)*"
_COUNT = "(?:数量?|量|件数|占比|比例|所占比[例重])?"
_FIRST = (
    r"(?:最[多高大]|[居位排]{1,2}(?:在|名|列)*(?:首位?|第一位?|榜首)"
    r"|居(?:各|所有)[^,;。\d]{1,6}(?:之首|首位|第一)|居多|占(?:绝?大)?多数|(?P<mainly>为主))"
)
# “企业申请最多”, “以无法提供的最多”
_SO_MANY = r"(?:的?[有共为]?\d+[件起宗份条],)?"  # “予以公开24件，位居第一”
_IS_MOST = seldom(rf"{_SO_MANY}{_NOUN}{_COUNT}{_FIRST}(?=[,;。()]|$)")
_IS_NEXT = seldom(
    rf"{_SO_MANY}{_NOUN}{_COUNT}(?:次之|再次之?|[居排位列]+(?:在|名)?第(?:二|(?P<third>三))位?)(?=[,;。()]|$)"
)
# “数量最多的是行政查询事项”, “排在前三位的是行政执法案卷20件、…”
_MOST_IS = seldom(
    rf"{_COUNT}(?:最[多大高]|[居排位列]+(?:在|名)?首位?|占比最[大高]|最主要)的?(?:申请)?(?:一[类项种]|结果|理由|情形|原因|申请人?|群体|主体|来源)?(?:是|为|系|当属|属)(?:属于?|因|由于|以)?"
    r"|[居排位列]+(?:在|名)?前(?P<count>[两二三四五2345])(?:位|名|类|项)?的?(?:结果|理由|情形|原因|申请人?)?(?:依次|分别)?(?:是|为|系|有)(?:属于?|因|由于|以)?"
)
_IN_ORDER = seldom("(?:从|由)[高多大](?:到|至)[低少小](?:依次|分别)*(?:是|为)?")
_NEXT_IS = seldom("(?:其次|(?P<third>再次|第三))(?:是|为)(?:属于?|因|由于|以)?")
_ORDERS = seldom(f"{_NEXT_IS.pattern}|(?:占比|比例|数量)?{_IN_ORDER.pattern}")
_NEXT_ONE = seldom(
    r"(?:的|类|申请|情形|事项|信息)*(?:\(?\d+[件起宗份条个项]?\)?)?(?:[、,]|和|及|与|以及)(?:属于?|因|由于)?"
)
_ENDS = seldom(r"(?:类|的|申请|情形|事项|信息|理由|案件)*(?:[,;。():]|$|(?:[共有达计占为约]|合计)*\d)")
_MOST_ARE = seldom(
    r"(?:绝?大多数|多数|(?P<part>绝?大部分))(?:的?(?:政府信息公开|信息公开)?申请(?:人|者|件)?)?(?:均|都|已|依法)*"
    r"(?:(?:[为是系由]|来自|属于?)(?:因|由)?|(?(part)(?!)|(?:获得|得到)?))"
)
_KINDS_OF = seldom(
    "主体|群体|类型|身份|构成|来源|各类|办理|答复|处理|理由|情形|原因|看|排名|中|以|从|不予公开的|[,:]"
)
# “组织类申请人中商业企业最多”: all others are ranked apart
_AMONG_SOME = seldom("(?:组织|法人|单位|机构)[^,;。]{0,8}中")
_NARROWING = frozenset(
    {Family.OUTCOME, Family.WHO, Family.CASE, Family.DECISION, Family.FACT, Family.DOCUMENT}
)
_RANKED = frozenset({Family.OUTCOME, Family.WHO, Family.DECISION, Family.CASE, Family.FACT})
_TOTAL = "total"


class Ranking(Scoped):
    """A sentence that may rank what is counted."""

    def _ranked(self) -> Iterator[Claim]:
        """Claims that of some things there were more than of all others of their kind."""
        if not _MAY_RANK.search(self.text) or self.inherited:
            return
        standing: list[list[Term]] = []  # what stands first, second, third
        for told, place, mainly in self._told_in_order():
            above = [term for group in standing[:place] for term in group]
            known = len(standing) >= place
            standing = [*standing[:place], told]
            if known and self._ranked_among_all(told[0], above):
                yield from self._above_others(told, above, mainly=mainly)
        for match in _IN_ORDER.finditer(self.text):
            told = self._named_from(match.end())
            if len(told) > 1 and told[0].subject.family in _RANKED and self._ranked_among_all(told[0], ()):
                for one, following in pairwise(told):
                    yield from self._above_others([one], [], mainly=False, only=following)
        for match in _MOST_ARE.finditer(self.text):
            told = self._named_from(match.end())[:1]
            if told and told[0].subject.family in _RANKED and _ENDS.match(self.text, told[0].end):
                yield from self._most_are(told[0], match.start())

    def _told_in_order(self) -> Iterator[tuple[list[Term], int, bool]]:
        """Give the things said to stand first, second or third (0, 1, 2), and whether as the main ones."""
        text = self.text
        found: list[tuple[int, list[Term], int, bool]] = []
        for term in self.terms:
            if term.subject.family not in _RANKED:
                continue
            if match := _IS_MOST.match(text, term.end):
                group = self._ending_with(term)
                found.append((term.start, group, 0, match["mainly"] is not None))
            elif (match := IS_MAIN.match(text, term.end)) and match["most"]:
                found.append((term.start, [term], 0, True))
            elif match := _IS_NEXT.match(text, term.end):
                found.append((term.start, [term], 2 if match["third"] else 1, False))
        for match in _MOST_IS.finditer(text):
            group = self._named_from(match.end())
            count = match["count"]
            many = han_number(count) if count else 0
            if group and (not many or len(group) == many) and _ENDS.match(text, group[-1].end):
                found.append((match.start(), group, 0, False))
        for match in _NEXT_IS.finditer(text):
            group = self._named_from(match.end())
            if len(group) > 1 and text.startswith(",", group[0].end):
                group = group[:1]  # “其次是律所，企业排在第三”
            if len(group) == 1 and _ENDS.match(text, group[0].end):
                found.append((match.start(), group, 2 if match["third"] else 1, False))
        for _, group, place, mainly in sorted(found, key=lambda one: one[0]):
            channel = not mainly and self._is_channel(group[0])
            if group[0].subject.family in _RANKED and (channel or group[0].subject.family is not Family.FACT):
                yield group, place, mainly

    def _named_from(self, place: int) -> list[Term]:
        """Give the words of one family listed from `place` on: “行政执法案卷20件、行政查询事项17件”."""
        group: list[Term] = []
        for term in self._among(place, len(self.text)):
            here = group[-1].end if group else place
            gap = self.text[here : term.start]
            if gap and not (group and _NEXT_ONE.fullmatch(gap)):
                break
            if group and (not gap or term.subject.family is not group[0].subject.family):
                break
            group.append(term)
        return group

    def _ending_with(self, term: Term) -> list[Term]:
        """Give the words listed up to `term`: “以自然人和企业为主”."""
        group = [term]
        for before in reversed(self.before(term.start)):
            gap = self.text[before.end : group[0].start]
            if before.subject.family is not term.subject.family or gap not in ("、", "和", "及", "与"):
                break
            group.insert(0, before)
        return group

    def _ranked_among_all(self, first: Term, above: Sequence[Term]) -> bool:
        """Whether what is ranked from `first` on, behind what is `above`, is ranked among all of its kind."""
        opening = behind_marks(self.text, first.start, ",;。")
        lead = _MOST_IS.sub("", _ORDERS.sub("", self._without_terms(opening, first.start)))
        here = behind_marks(self.text, first.start, ";")
        among_some = _AMONG_SOME.search(self.text, here, first.start)
        some = self._wider_before(first) if among_some else []
        if among_some and not some:
            return False
        before = [t for t in self._among(here, first.start) if t not in (*above, *some)]
        if (
            self.vocabulary.kind_of(first.subject) or first.subject.columns
        ):  # “不予公开中以…居首”, “复议以维持为主”
            before = [t for t in before if t.subject.family is not first.subject.family]
        narrowed = any(t.subject.family in _NARROWING or t.subject.part in ELSEWHERE for t in before)
        return not narrowed and not not_neutral(_KINDS_OF.sub("", lead))

    def _wider_before(self, first: Term) -> list[Term]:
        """Give the words before that name several applicants, `first` among them: 法人和其他组织."""
        own = {key for r in first.subject.readings[:1] for key in r.plus}
        who = [t for t in self.before(first.start) if t.subject.family is first.subject.family is Family.WHO]
        return [t for t in who if own < {*t.subject.readings[0].plus}]

    def _others(self, first: Term) -> Iterator[tuple[Meaning, ...]]:
        """Give what each thing of the kind of the word `first` may amount to, itself included."""
        word, named = (
            first.subject,
            {w.readings[0].plus: w for w in self.vocabulary.spoken.words if w.readings},
        )
        kind = self.vocabulary.kind_of(word)
        if word.family is Family.CASE:
            earlier = self.of_which(Family.CASE, self.before(first.start))
            ended = [
                w for w in self.vocabulary.spoken.words if w.family is Family.CASE and len(w.columns) == 1
            ]
            ended = [w for w in ended if w is not self.vocabulary.pending and not w.rows]
            yield from (lawful_readings((w,), earlier, joined=False) for w in ended)
        elif word.family is not Family.OUTCOME:
            alike = [w for plus, w in named.items() if w.family is word.family and len(plus) == 1]
            for wider in self._wider_before(first)[-1:]:
                alike = [w for w in alike if {*w.readings[0].plus} <= {*wider.subject.readings[0].plus}]
            of_one_unit = word.family is not Family.FACT  # of the facts, those published: 网站, 微信
            yield from (w.readings for w in alike if of_one_unit or w.units == word.units)
        elif kind is None:
            yield from (other.readings[:1] for other in self.vocabulary.outcomes)
        else:
            told = {key for t in self.before(first.start) for r in t.subject.readings[:1] for key in r.plus}
            told &= {*kind.readings[0].plus}
            some = told and told < {*kind.readings[0].plus} and "等" not in self.text[: first.start]
            for key in kind.readings[0].plus:
                label = (
                    named[key,].readings[0].label if (key,) in named else f"{kind.readings[0].label}的另一种"
                )
                if not some or key in told:
                    yield (Meaning(label=label, plus=(key,)),)

    def _meant(self, term: Term) -> tuple[Meaning, ...]:
        """Give what a ranked word may amount to: 公开 may take in 部分公开."""
        word = term.subject
        if word.family is Family.CASE:
            return self.meanings([term]) if word.columns and not word.rows else ()
        if word.family is not Family.OUTCOME:
            return word.readings
        own = word.readings[:1]
        if self.vocabulary.kind_of(word):
            return own
        words = self.vocabulary.spoken.words
        outcomes = [w.readings[0] for w in words if w.family is Family.OUTCOME and w.readings]
        wider = [r for r in outcomes if {*own[0].plus} < {*r.plus} and r.plus[0] == own[0].plus[0]]
        apart = {k for t in self.terms if t is not term for r in t.subject.readings[:1] for k in r.plus}
        wider = [r for r in wider if not apart & {*r.plus} - {*own[0].plus}]  # “…，其后是部分公开”
        return (*own, *dict.fromkeys(wider))

    def _above_others(
        self, told: Sequence[Term], above: Sequence[Term], *, mainly: bool, only: Term | None = None
    ) -> Iterator[Claim]:
        """Claim of each of the things `told` that there are no more of any but those and what is `above`.

        Or of `only` one that is told to come next.
        """
        left_out = {k for t in (*told, *above) for r in t.subject.readings[:1] for k in r.plus}
        said = "为主" if mainly else "居前" if above or len(told) > 1 else "最多"
        for term in told:
            own = self._meant(term)
            for theirs in [only.subject.readings[:1]] if only else self._others(term):
                if not (own and theirs) or left_out & {*theirs[0].plus} or theirs == own:
                    continue
                others = theirs if len(theirs) == len(own) else theirs[:1] * len(own)
                readings = tuple(
                    Meaning(label=f"{a.label}{VERSUS}{b.label}", plus=a.plus, minus=b.plus)
                    for a, b in zip(own, others, strict=True)
                )
                yield self._rank(term, readings, f"{self.text[term.start : term.end]}{said}")

    def _most_are(self, term: Term, start: int) -> Iterator[Claim]:
        """Claim that there are more of a thing than of all others together: “大部分申请来自自然人”."""
        opening, done = behind_marks(self.text, start, ",;。"), self.vocabulary.first(Part.DONE)
        if not_neutral(self._without_terms(opening, start)) or any(
            t.subject.family in _NARROWING or t.subject.part in ELSEWHERE for t in self.before(start)
        ):
            return
        own = self._meant(term)
        wholes = [replace(r, plus=tuple(key._replace(column=_TOTAL) for key in r.plus)) for r in own]
        if term.subject.family is Family.OUTCOME:
            wholes = [done] * len(own) if done and not self.vocabulary.kind_of(term.subject) else []
        readings = tuple(
            Meaning(
                label=f"{part.label}{VERSUS}其余的",
                plus=part.plus * 2,
                minus=tuple(dict.fromkeys(whole.plus)),
            )
            for part, whole in zip(own, wholes, strict=False)
        )
        if readings and term.subject.family in PARTS:
            yield self._rank(term, readings, f"大部分{self.text[term.start : term.end]}")

    def _rank(self, term: Term, readings: tuple[Meaning, ...], label: str) -> Claim:
        return self._stated(
            term.subject,
            none_at(term.start, term.end),
            readings,
            scope="",
            span=(term.start, term.end),
            label=label,
            about=AT_LEAST,
        )
