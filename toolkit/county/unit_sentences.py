"""摘录: the units' own sentences on a passage, for the county's draft. None is reworded, none is added."""

import re
from collections.abc import Iterator, Mapping, Sequence

from toolkit.answers.messages import Finding
from toolkit.county.consolidation import Consolidation
from toolkit.form.model import Form, name_some
from toolkit.report.sentences import mark_doubted

NAMED = 6  # units that are named behind a sentence
_ENDS = re.compile(r"(?<=[。！？])(?!【待核】|[。！？”’」』）)】])|(?<=【待核】)|\n")
_NUMBER = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d))\s*"
)
_NOTHING = re.compile(r"(?:暂?无|没有|略|同上)?[。.]?")


def quoted_sentences(consolidation: Consolidation) -> Mapping[str, tuple[str, ...]]:
    """Give what the counted units wrote in the passages that are to be quoted, sentence by sentence.

    A sentence that several units wrote stands once; behind each stands whose it is. Those of most units come
    first. A sentence that waits for an explanation is marked 【待核】.
    """
    form = consolidation.form
    whose: dict[str, dict[str, tuple[str, list[str]]]] = {
        field.key: {} for field in form.narrative if field.quoted
    }
    for standing in consolidation.counted if whose else ():
        assert standing.submission is not None  # noqa: S101 (it passed)
        passages = doubted_passages(form, standing.submission.narrative, standing.findings)
        for key, found in whose.items():
            for sentence in _sentences(passages.get(key, "")):
                _, units = found.setdefault(_bare(sentence), (sentence, []))
                if standing.unit.name not in units:
                    units.append(standing.unit.name)
    return {
        key: tuple(
            f"{sentence}（{name_some(units, NAMED, f'等 {len(units)} 个单位')}）"
            for sentence, units in sorted(found.values(), key=lambda one: -len(one[1]))
        )
        for key, found in whose.items()
    }


def doubted_passages(
    form: Form, narrative: Mapping[str, str], findings: Sequence[Finding]
) -> Mapping[str, str]:
    """Mark the sentences of which a query waits for an explanation."""
    marked = dict(narrative)
    labels = {field.label: field.key for field in form.narrative}
    for finding in findings:
        quote, label = str(finding.facts.get("quote", "")), str(finding.facts.get("passage", ""))
        if finding.waiting and label in labels:
            passage = labels[label]
            if marked.get(passage):
                marked[passage] = mark_doubted(marked[passage], quote)
    return marked


def _sentences(text: str) -> Iterator[str]:
    for part in _ENDS.split(text):
        sentence = _NUMBER.sub("", part, count=1).strip() if _NUMBER.match(part) else part.strip()
        if not _NOTHING.fullmatch(sentence):
            yield sentence


def _bare(sentence: str) -> str:
    """Reduce a sentence to what makes it the same as another: no spaces, no end."""
    return re.sub(r"\s+", "", sentence).rstrip("。！？.!?；;")
