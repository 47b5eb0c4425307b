"""Blank workbooks of many units.

For each kind of unit one is rendered, the others are patched from it, with the same bytes.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from toolkit.form.model import Mark
from toolkit.layout.packing import pack
from toolkit.layout.patching import Pattern, Sketch
from toolkit.template import Content, render, write_sheets
from toolkit.template.book import TemplateBook

SHAPES = 8  # models kept of a kind: with and without a note on last year, say


def render_alike(contents: Iterable[Content]) -> Iterator[bytes]:
    """Give the workbook of each content, as `render` makes it."""
    models: dict[object, list[_Model]] = {}
    for content in contents:
        kind = _kind(content)
        yield render(content) if kind is None else _made(models.setdefault(kind, []), content)


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


def _made(models: "list[_Model]", content: Content) -> bytes:
    for model in models:
        made = model.patched(content)
        if made is not None:
            return made
    models.insert(0, _Model(content))
    del models[SHAPES:]
    return pack(models[0].parts)


class _Model:
    """A blank workbook of one kind of unit, from which others are made."""

    def __init__(self, content: Content) -> None:
        self._book = TemplateBook.begun(content)
        write_sheets(self._book)
        self.parts = dict(self._book.workbook.parts())
        self._first = content

    @cached_property
    def _pattern(self) -> Pattern:
        """Only a second unit needs it."""
        return Pattern(self._book.workbook, self.parts, self._sketch(self._first))

    def patched(self, content: Content) -> bytes | None:
        return self._pattern.patched(self._sketch(content))

    def _sketch(self, content: Content) -> Sketch:
        sketch = Sketch()
        book = TemplateBook(
            workbook=cast("Any", sketch),  # takes what a workbook would be told
            formats=self._book.formats,
            content=content,
            like=self._book,
        )
        write_sheets(book)
        return sketch
