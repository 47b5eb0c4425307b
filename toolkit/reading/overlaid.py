"""What lies over the cells to be filled in: a person reads it, the reader does not, so it is asked about.

Over a label only what says something: it may be another label, while a seal or a line leaves it as it is.
"""

from collections.abc import Callable, Iterator, Mapping

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.form.elements import Key, name_some
from toolkit.layout.layout import MOST_SPANS, Layout, Place, spans_of
from toolkit.reading.opened import Opened

_WORDS = 40  # letters of a text box that are quoted


def overlaid(layout: Layout, book: Opened, moved: Mapping[Key, Place]) -> Iterator[Finding]:
    """Name what lies over figures or words of the form, and what is written over anything else.

    Raises Refused.
    """
    drawn = [(name, overlay) for name in book.names for overlay in book.overlays(name)]
    if not drawn:  # as nearly always
        return
    figures = [moved.get(key, at) for key, at in layout.places.items() if layout.form.is_input(key)]
    prose = [place for places in layout.passages.values() for place in places]
    words = [*layout.identity.values(), *prose, *layout.reasons.values()]
    wide = set(prose)  # a passage takes up the rest of its row
    beside: list[str] = []
    for name, overlay in drawn:
        under = sorted(
            place
            for place in {*figures, *words}
            if place.sheet == name and overlay.lies_over(place.row, place.column, to_the_right=place in wide)
        )
        if not under and overlay.text:
            under = sorted(_labels_under(layout, name, overlay.lies_over))
        if under:
            cells = name_some(spans_of(under), MOST_SPANS)
            text = f"（写着“{overlay.text[:_WORDS]}”）" if overlay.text else ""
            yield messages.OVERLAID.finding(at=under[0], what=overlay.what, cells=cells, text=text)
        elif overlay.text:
            beside.append(f"“{name}”上的{overlay.what}（写着“{overlay.text[:_WORDS]}”）")
    if beside:
        yield messages.ATTACHED.finding(what=name_some(beside, MOST_SPANS))


def _labels_under(layout: Layout, name: str, lies_over: Callable[[int, int], bool]) -> Iterator[Place]:
    """Give the labels of a table of which something lies over a part."""
    for box in (box for grid in layout.grids.values() if grid.table.sheet == name for box in grid.captions):
        rows, columns = range(box.top, box.bottom + 1), range(box.left, box.right + 1)
        if any(lies_over(row, column) for row in rows for column in columns):
            yield Place(name, box.top, box.left)
