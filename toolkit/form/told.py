"""What the official report says by itself: templates of sentences, declared with the form.

A template is a sentence with places in braces: ``{year}``, words that its user gives, and figures by their
names (``{applications.new.total}``), with ``:compared`` against last year's, with ``:shares`` part by part
of a group.
"""

import re
from collections.abc import Collection, Iterator

PLACE = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
MANNERS = ("", "compared", "shares")


def figure_places(template: str) -> tuple[tuple[str, str], ...]:
    """Give the figures that a template names, and the manner in which each is told."""
    return tuple((m[1], m[2] or "") for m in PLACE.finditer(template) if "." in m[1])


def followed_places(template: str) -> tuple[tuple[str, str], ...]:
    """Give the figures that a template names, each with the words up to the next place."""
    ends = [*(place.start() for place in PLACE.finditer(template)), len(template)][1:]
    return tuple(
        (place[1], template[place.end() : end])
        for place, end in zip(PLACE.finditer(template), ends, strict=False)
        if "." in place[1]
    )


def odd_places(template: str, known: Collection[str]) -> Iterator[str]:
    """Say what in a template would not be filled: names nobody gives, braces that do not close."""
    for place in PLACE.finditer(template):
        if "." not in place[1] and place[1] not in known:
            yield f"没有“{{{place[1]}}}”这一项，可用 {'、'.join(known)}"
    if set(PLACE.sub("", template)) & set("{}"):
        yield "花括号不成对"
