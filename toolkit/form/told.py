"""What the official report says by itself: templates of sentences, declared with the form.

A template is a sentence with places in braces: ``{year}``, words that its user gives, and figures by their
names (``{applications.new.total}``), with ``:compared`` against last year's, with ``:shares`` part by part
of a group.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

PLACE = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
MANNERS = ("", "compared", "shares")


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A sentence of the county's draft.

    ``nil`` is said instead where the figure ``whole`` is 0; ``each`` names a table for each of whose kinds
    (rows, or groups of rows) the sentence is said, ``{part}`` being its figures.
    """

    says: str
    whole: str = ""
    nil: str = ""
    each: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The report as a document: its subject and keywords, and its first paragraphs.

    Paragraphs speak of ``{maker}``, ``{basis}``, ``{titles}`` and their ``{count}``, ``{year}``,
    ``{sources}`` (how many units were added up) and the fields of the cover.
    """

    subject: str = ""
    keywords: str = ""
    preamble: tuple[str, ...] = (
        "本报告由{maker}根据{basis}编制，包括{titles}{count}个部分。",
        "本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。{sources}",
    )


def figure_places(template: str) -> tuple[tuple[str, str], ...]:
    """Give the figures that a template names, and the manner in which each is told."""
    return tuple((m[1], m[2] or "") for m in PLACE.finditer(template) if "." in m[1])


def odd_places(template: str, known: Collection[str]) -> Iterator[str]:
    """Say what in a template would not be filled: names nobody gives, braces that do not close."""
    for place in PLACE.finditer(template):
        if "." not in place[1] and place[1] not in known:
            yield f"没有“{{{place[1]}}}”这一项，可用 {'、'.join(known)}"
    if set(PLACE.sub("", template)) & set("{}"):
        yield "花括号不成对"
