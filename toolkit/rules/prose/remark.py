"""What is remarked on a report's own words, and where it stands."""

from dataclasses import dataclass

from toolkit.rules.prose.even_text import Script


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Something amiss in what the report says of itself.

    ``says`` is a whole sentence: what is wrong, what is right.
    """

    subject: str
    quote: str
    start: int
    end: int
    says: str


def remark(passage: Script, span: tuple[int, int], subject: str, says: str) -> Remark:
    """Remark on a stretch of the evened-out passage, quoting the original."""
    start, end = passage.span(*span)
    return Remark(subject=subject, quote=passage.source[start:end], start=start, end=end, says=says)
