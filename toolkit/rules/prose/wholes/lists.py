"""Parts of a whole within the prose itself: “154条：1+14+…”, “其中当面72件，来信69件，网上35件”."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from toolkit.form.patterns import sieved
from toolkit.rules.prose.even_text import (
    Quantity,
    Script,
    behind_marks,
    clauses,
    counted,
    han_number,
    script,
    seldom,
)
from toolkit.rules.prose.vocabulary import CATCH_ALL, Family, Part, Vocabulary
from toolkit.rules.prose.wholes.divided import counts_what_came, divided, left_of_all
from toolkit.rules.prose.wholes.parts import Parts, parts_at, rounding
from toolkit.rules.prose.wholes.totals import (
    DIFFERENCE,
    FARTHEST,
    THE_REST,
    excepted,
    in_stretches,
    totalled,
    wholes_before,
)

_CHAIN = seldom(
    r"(?<![\d.+])(?P<whole>\d{1,12}(?:\.\d{1,8})?)(?![\d.])(?P<unit>[件条篇个份次起元])?[:(=]?(?:其中|分别为)"
    r"?:?(?P<chain>\d{1,12}(?:\.\d{1,8})?(?:[件条篇个份次起元]?\+\d{1,12}(?:\.\d{1,8})?)+)"
)
_LIST = sieved(
    r"(?P<among>其中|分别为|分[为成]|包括|(?<=[件条份起宗],)由(?=[^,;。]{2,80}[组构]成)|(?<=[\d一二两三四五六七八九十百千][件条份起宗])(?:申请)?中(?=,))[:,]?|:"
    r"|(?<=[件条份起宗])\((?=[^()。]{4,120}[、,]其他[^()\d,、]{0,6}\d{1,6}[件条份起宗]\))"
    # “9件（网络6件、信函3件）”, “7件（维持4件，撤销1件，其他2件）”: each is one of these and no other
    r"|(?<=[件起宗])\((?=(?:[^()\d,、;。:年]{0,6}(?:网|平台|信函|信件|来信|邮|当面|现场|窗口|传真|维持|纠正|撤销|驳回|终止|其他|审结)"
    r"[^()\d,、;。:]{0,8}\d{1,7}[件起宗][、,;]?){2,9}\))"
)
# What may stand between a whole and the colon before its parts: “20件，从申请方式看：”.
_SEEN_BY = seldom(r"(?:,(?:从|按|以)[^,;。\d]{1,16}(?:看|分|划分|区分|统计))?")
_TELLS_ALL = ("分别为", "由")
_IN_TIME_OR_NOT = ("按期", "按时", "如期", "延期", "逾期")
_OF_YEARS = seldom("(?<![半全今本])年")  # “2440件，近三年分别为”: years are no parts of one
# What was done to the same things is no further part of them: “建议5件，其中主办3件，公开3件”.
_ENDS_LIST = re.compile(
    r"^(?:其中|除(?![险尘草害名])|另|同时|此外|还|已|均|全部|公开|公示|备案|采纳|办结|满意|面商|答复|回复|合计|共|总计|"
    r"累计|包括|包含|含在|计入|目前|现有|现行有效|分别)(?!形式|方式|平台|栏|查阅)"
)
# What is told behind a list as one thing more: “其中维持2件，其他1件，还有1件未审结”.
_ONE_MORE = seldom(r"[,;](?:还有|另有|尚有|剩余|剩下|其余|余下)[^,;。\d]{0,8}(?=\d)")
_ABOUT = re.compile("涉及|关于|有关|针对")  # what some were about, beside by which road some came
_OF_ANOTHER_YEAR = seldom(r"(?:上一?年度?|去年|前年|往年|20\d\d年)(?!度?(?:未|没|转|结转|办))")
# What heads a list of its own is no part of the one before: “不予公开7件，其中…；无法提供的15件中，…”.
_HEADS_ITS_OWN = seldom(
    r"(?:的?(?:政府信息公开|信息公开)?申请)?(?:[之当]?[中里内]|[,(:]?(?:其中|分别[为是]|包括|包含|主要[为是有]))"
)
# “三个渠道共公开信息521条：…”
_SO_MANY = seldom(
    r"([2-9]|[两二三四五六七八九])(?:个|大|条)?(?:渠道|平台|载体|途径|账号|类别?|种)[^,;。\d]{0,6}[共计][^,;。\d]{0,12}$"
)


def read_parts(text: str, vocabulary: Vocabulary, year: int | None = None) -> tuple[Parts, ...]:
    """Read every list of parts in `text` together with the wholes that it may be about, in order."""
    passage = script(text, year)
    listed = [*_chains(passage), *_lists(passage, vocabulary), *divided(passage, vocabulary)]
    found = [
        *listed,
        *totalled(passage),
        *in_stretches(passage),
        *excepted(passage),
        *left_of_all(passage, vocabulary),
    ]
    return tuple(sorted(found, key=lambda parts: parts.start))


def _chains(passage: Script) -> Iterator[Parts]:
    for match in _CHAIN.finditer(passage.text) if "+" in passage.text else ():
        parts = tuple(Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", match["chain"]))
        yield parts_at(passage, (Decimal(match["whole"]),), parts, match.span(), complete=True)


def _lists(passage: Script, vocabulary: Vocabulary) -> Iterator[Parts]:
    text = passage.text
    for match in _LIST.finditer(text):
        colon = match["among"] is None
        wholes = wholes_before(text, match.start())
        if not wholes or (colon and not _SEEN_BY.fullmatch(text, wholes[-1].end, match.start())):
            continue
        if ";" in text[wholes[-1].end : match.start() - 1]:  # “收到94件；已办理的，其中办结96件”
            continue
        if match["among"] == "分别为" and _OF_YEARS.search(text, wholes[-1].end, match.start()):
            continue
        items = _items(text, match.end(), wholes[-1].unit, vocabulary, bare=colon)
        items = _all_told(text, wholes[-1], _no_larger(text, wholes[-1], items))
        row = any(text[before.end] == ":" for (_, before), _ in pairwise(items))  # of a pasted table
        if len(items) < 2 or row:
            continue
        if match["among"] == "分别为" and (
            _one_of_each(wholes[-1], items) or _beside(text, wholes[-1].start, match.start(), vocabulary)
        ):
            continue
        labels = [label for label, _ in items]
        one_more = _ONE_MORE.match(text, items[-1][1].end)
        complete = _complete(labels, vocabulary) and not (one_more or _some_left(text, items, vocabulary))
        told_of_it = not text[wholes[-1].end : match.start()].strip(",:(")  # not “提案17件，其中A类分别为”
        goes_on = text.startswith("、", items[-1][1].end)  # with what is no part: “…、答复规范2次”
        everything = (match["among"] in _TELLS_ALL and told_of_it and not goes_on) or complete
        everything = everything or (colon and _so_many_kinds(text, wholes[-1].start, len(items)))
        alike = tuple(q.amount for q in wholes if q.unit == wholes[-1].unit)
        # one item may be published on several channels, an application comes on one
        on_channels = not colon and not counts_what_came(text, wholes[-1].start, vocabulary)
        yield parts_at(
            passage,
            alike[-1:] if colon and wholes[-1].end == match.start() else alike,
            tuple(quantity.amount for _, quantity in items),
            (wholes[-1].start, items[-1][1].end),
            complete=everything,
            overlapping=(on_channels and any(_on_channel(vocabulary, label) for label in labels))
            or _mixed(labels, vocabulary)
            or any(quantity.about for _, quantity in items)
            or _several_ways(labels),
            slack=rounding((wholes[-1], *(quantity for _, quantity in items))),
        )


def _no_larger(text: str, whole: Quantity, items: list[tuple[str, Quantity]]) -> list[tuple[str, Quantity]]:
    """Give the items up to one behind a semicolon that alone is more: “9次，其中3次…；网站访问31万次”."""
    for told, ((_, before), (_, item)) in enumerate(pairwise(items), 1):
        if item.amount > whole.amount and ";" in text[before.end : item.start]:
            return items[:told]
    return items


def _all_told(text: str, whole: Quantity, items: list[tuple[str, Quantity]]) -> list[tuple[str, Quantity]]:
    """Give the items up to where they are the whole and another mark follows: “甲9件、乙5件，前者的9件…”."""
    between = [text[before.end] for (_, before), _ in pairwise(items)]
    for told, (mark, total) in enumerate(
        zip(between, accumulate(quantity.amount for _, quantity in items), strict=False), 1
    ):
        if told > 1 and total == whole.amount and mark == "," and set(between[: told - 1]) == {"、"}:
            return items[:told]
    return items


def _several_ways(labels: Sequence[str]) -> bool:
    """Whether some came by a road and others were about something: one may be both."""
    named = [label for label in labels if not (CATCH_ALL.match(label) or THE_REST.match(label))]
    return len({bool(_ABOUT.search(label)) for label in named}) > 1


def _so_many_kinds(text: str, place: int, parts: int) -> bool:
    """Whether it is said before a number that so many parts come to it: “三个渠道共公开信息521条：…”."""
    said = _SO_MANY.search(text, max(0, place - FARTHEST), place)
    return said is not None and parts == han_number(said[1])


def _one_of_each(whole: Quantity, items: Sequence[tuple[str, Quantity]]) -> bool:
    """Whether a number says how many things are counted: “四个季度分别为18个、14个、9个、6个”."""
    return whole.unit == "个" and whole.amount == len(items) and any(q.amount != 1 for _, q in items)


def _beside(text: str, place: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether the things told in turn up to `end` are others beside the one counted at `place`.

    “予以公开29件，部分公开14件，不予公开、无法提供分别为12件、15件”: no parts of the 14.
    """
    opening = behind_marks(text, place, ",;。!?\n", max(0, place - FARTHEST))
    counted_before = {t.subject.family for t in vocabulary.terms(text[opening:place])}
    return any(
        t.subject.key and t.subject.family in counted_before for t in vocabulary.terms(text[place:end])
    )


def _some_left(text: str, items: Sequence[tuple[str, Quantity]], vocabulary: Vocabulary) -> bool:
    """Whether a sentence tells behind the outcomes in it what is left: they are not all that came."""
    end = items[-1][1].end
    stop = min((at for at in (text.find(mark, end) for mark in "。!?\n") if at >= 0), default=len(text))
    left = any(t.subject.part is Part.LEFT for t in vocabulary.terms(text[end : min(stop, end + FARTHEST)]))
    return left and any(t.subject.family is Family.OUTCOME for t in vocabulary.terms(items[-1][0]))


def _items(
    text: str, start: int, unit: str, vocabulary: Vocabulary, *, bare: bool
) -> list[tuple[str, Quantity]]:
    """Labels and amounts of the list that begins at `start`; words in brackets are asides."""
    end = min((at for at in (text.find(mark, start) for mark in "。!?\n") if at >= 0), default=len(text))
    bracketed = text[start - 1] == "("
    end = text.find(")", start) if bracketed else min(end, start + FARTHEST)
    items: list[tuple[str, Quantity]] = []
    depth = -1 if bracketed else 0
    parted: list[str] = []  # by which marks the items are
    numbers = counted(text, start, end)
    for begin, stop in clauses(text, start, end, numbers):
        depth += text[max(begin - 1, 0)] == "("
        here = [number for number in numbers if begin <= number.start < stop]
        if depth == 0:
            label = text[begin : here[0].start] if here else ""
            fits = len(here) == 1 and (here[0].unit == unit or (bare and not here[0].unit))
            first = items[0][0] if items else label
            behind = text[here[0].end : stop] if fits and not label else ""
            if not fits or _begins_anew(label, vocabulary, first) or _came_in(behind, vocabulary):
                break
            after = text[begin - 1]
            if items and (
                (after == ";" and parted and ";" not in parted)
                or _has_its_own(text, here[0].end, items[0][1].end, after=after)
            ):
                break  # “不予处理8件：信访3件，重复5件；其他处理3件：…”
            if ";" in parted and after != ";":  # “政策解读39条；视频号58条，微信1846条”: one alone was told
                return items[: parted.index(";") + 1]
            parted += [after] if items else []
            items.append((label or text[here[0].end : stop], here[0]))
        depth -= text[stop : stop + 1] == ")"
        if depth < 0:  # the list began in brackets: “不予公开(10件:国家秘密4件、过程性信息6件);其他(12件)”
            break
    return items


def _has_its_own(text: str, place: int, first: int, *, after: str) -> bool:
    """Whether a number that ends at `place` heads a list, as the first one of this list does not."""
    if text.startswith(":", place):
        return not text.startswith(":", first)
    return (
        after == ";"
        and _HEADS_ITS_OWN.match(text, place) is not None
        and not _HEADS_ITS_OWN.match(text, first)
    )


def _begins_anew(label: str, vocabulary: Vocabulary, first: str) -> bool:
    """Whether this clause is no part any more: “…，答复7件”, “…，另有3件”."""
    if label.startswith(_IN_TIME_OR_NOT):
        return False  # “26件，其中延期答复3件，按期答复23件”
    differs = ("比" in label or "较" in label or "相差" in label) and DIFFERENCE.search(label)
    if differs or _OF_ANOTHER_YEAR.search(label):
        return True
    lead = next((t.subject for t in reversed(vocabulary.terms(label)) if t.subject.key), None)
    if _ENDS_LIST.search(label) or lead is None:
        return _ENDS_LIST.search(label) is not None
    members = vocabulary.spoken.members  # “起诉8件，其中复议后起诉3件”, not “维持3件；复议后起诉3件”
    if lead.family is Family.CASE and (lead.rows or lead.columns):
        inside = any(t.subject.key in members for t in vocabulary.terms(first))
        return inside != (lead.key in members) or (not inside and bool(lead.rows))
    return lead.family is Family.FLOW


def _came_in(behind: str, vocabulary: Vocabulary) -> bool:
    """Whether words behind a number tell how some came, not what they are: “1件经补正后受理”."""
    return any(term.subject.part is Part.CAME for term in vocabulary.terms(behind))


def _complete(labels: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether the labels leave nothing out: they end in 其他, or are all the kinds there are."""
    if CATCH_ALL.match(labels[-1]) or THE_REST.match(labels[-1]):
        return True
    return any(
        all(any(kind in label for label in labels) for kind in partition)
        for partition in vocabulary.spoken.partitions
    )


def _on_channel(vocabulary: Vocabulary, label: str) -> bool:
    channels = vocabulary.spoken.channels
    return bool(channels) and re.search(channels, label) is not None


def _mixed(labels: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether all the kinds there are stand among other labels.

    “规范性文件3件，主动公开90件，依申请公开20件，不予公开10件”.
    """
    return any(
        all(any(kind in label for label in labels) for kind in partition)
        and not all(
            any(kind in label for kind in partition) for label in labels if not CATCH_ALL.match(label)
        )
        for partition in vocabulary.spoken.partitions
    )
