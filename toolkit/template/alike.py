"""Blank workbooks of many units.

For each kind of unit one is rendered, the others are patched from it, with the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import cast

from toolkit.answers.submission import Mark
from toolkit.layout.lock import LockedWorkbook
from toolkit.layout.look import Formats
from toolkit.layout.packing import pack
from toolkit.layout.patching import Pattern, Sketch
from toolkit.rules.checks import Outcome
from toolkit.template import render, write_sheets
from toolkit.template.book import TemplateBook, judge_blanks
from toolkit.template.content import Content

AT_ONCE = 64  # contents whose rules are judged together
SHAPES = 8  # models kept of a kind: with and without a note on last year, say


def render_alike(contents: Iterable[Content]) -> Iterator[bytes]:
    """Give the workbook of each content, as `render` makes it."""
    waiting = iter(contents)
    models: dict[object, list[_Model]] = {}
    while several := list(islice(waiting, AT_ONCE)):
        kinds: dict[object, list[Content]] = {}
        for content in several:
            kinds.setdefault(_kind(content), []).append(content)
        judged = {kind: judge_blanks(alike) for kind, alike in kinds.items() if kind is not None}
        numbers = dict.fromkeys(kinds, 0)
        for content in several:
            kind = _kind(content)
            if kind is None:
                yield render(content)
                continue
            yield _made(models.setdefault(kind, []), content, judged[kind], numbers[kind])
            numbers[kind] += 1


def _kind(content: Content) -> object:
    """Return what contents have in common that can be made from each other.

    None for one that is filled in with more than openings, each a number of its kind.
    """
    if content.identity or content.narrative or content.explanations or content.stated or content.notes:
        return None
    form = content.form
    for key, entry in content.entries.items():
        if key not in form.openings or isinstance(entry, str | Mark):
            return None
        if not form.kind(key).admits(Decimal(entry)):
            return None
    return (
        bool(content.entries),
        content.form,
        content.kind,
        content.year,
        content.county,
        content.notice,
        content.state,
        content.lock,
    )


def _made(models: "list[_Model]", content: Content, judged: Mapping[str, Outcome], number: int) -> bytes:
    for model in models:
        made = model.patched(content, judged, number)
        if made is not None:
            return made
    models.insert(0, _Model(content, judged, number))
    del models[SHAPES:]
    return pack(models[0].parts)


class _Model:
    """A blank workbook of one kind of unit, from which others are made."""

    def __init__(self, content: Content, judged: Mapping[str, Outcome], number: int) -> None:
        self._workbook = LockedWorkbook(content.lock)
        self._book = TemplateBook(workbook=self._workbook, formats=Formats(self._workbook), content=content)
        write_sheets(self._book)
        self.parts = self._workbook.parts()
        self._first = (content, judged, number)

    @cached_property
    def _pattern(self) -> Pattern:
        """Only a second unit needs it."""
        return Pattern(self._workbook, self.parts, self._sketch(*self._first))

    def patched(self, content: Content, judged: Mapping[str, Outcome], number: int) -> bytes | None:
        return self._pattern.patched(self._sketch(content, judged, number))

    def _sketch(self, content: Content, judged: Mapping[str, Outcome], number: int) -> Sketch:
        sketch = Sketch()
        book = TemplateBook(
            workbook=cast("LockedWorkbook", sketch),
            formats=self._book.formats,
            content=content,
            like=self._book,
            judged=judged,
            number=number,
        )
        write_sheets(book)
        return sketch
