"""What is to be looked at in the words of a published report: they are not those that were submitted."""

from collections.abc import Iterator, Mapping, Sequence

from toolkit.county.passages import Reworded, altered_numbers, letters, reworded
from toolkit.errors import one_line
from toolkit.form.model import Figure, Form, Key, plain_digits

LONGEST_SAID = 40  # characters of a sentence that is quoted


def altered_sentences(
    labels: Mapping[str, str], own: Mapping[str, str], printed: Mapping[str, str]
) -> Iterator[str]:
    """Say which sentences have another number than the same ones that were submitted."""
    for one in altered_numbers(own, printed):
        yield f"“{labels[one.passage]}”写的是“{one.printed}”，报送的是“{one.own}”"


def word_doubts(
    labels: Mapping[str, str], own: Mapping[str, str], printed: Mapping[str, str]
) -> Iterator[str]:
    """Say which passages do not say what was submitted, each in one line."""
    for one in reworded(own, printed, labels.values()):
        yield _told(labels[one.passage], one, whole=not printed.get(one.passage, "").strip())


def _told(label: str, one: Reworded, *, whole: bool) -> str:
    if whole:
        return f"报送的“{label}”没有找到：{_quoted(one.own)}"
    if not one.own:
        return f"“{label}”里多出报送的没有的文字：{_quoted(one.printed)}"
    if not one.printed:
        return f"“{label}”里缺报送的文字：{_quoted(one.own)}"
    return f"“{label}”的文字与报送的不同：写的是{_quoted(one.printed)}，报送的是{_quoted(one.own)}"


def _quoted(sentences: Sequence[str]) -> str:
    many = f"（共 {len(sentences)} 句）" if len(sentences) > 1 else ""
    return f"“{one_line(sentences[0], LONGEST_SAID)}”{many}"


def contact_doubts(form: Form, own: Mapping[str, str], printed: Mapping[str, str]) -> Iterator[str]:
    """Say which address, telephone or website is another than the one submitted; a part of it is the same."""
    labels = {one.key: one.label for one in form.identity}
    for key, said in printed.items():
        ours, theirs = _plain(own.get(key, "")), _plain(said)
        if ours and theirs and ours not in theirs and theirs not in ours:
            yield f"{labels.get(key, key)}写的是{_quoted([said])}，报送的是{_quoted([own[key]])}"


def _plain(text: str) -> str:
    return letters(text).lower()


def is_of_charts(form: Form, wanted: Mapping[Key, Figure], text: str) -> bool:
    """Whether a text beside a table is but what the charts say that `report` draws there, when printed."""
    from toolkit.report.content import charts_of  # noqa: PLC0415 (only where there is such a text)

    left = letters(text)
    for chart in (one for table in form.tables for one in charts_of(form, wanted, table.key) if left):
        bars = "".join(f"{bar.label}{plain_digits(bar.amount)}" for bar in chart.bars)
        for piece in (letters(f"{chart.title}{chart.description}"), letters(bars)):
            left = left.replace(piece, "", 1)
    return bool(text) and not left
