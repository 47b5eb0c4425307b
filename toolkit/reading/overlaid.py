"""What lies over the cells to be filled in: a person reads it, the reader does not, so it is asked about."""

from collections.abc import Iterator, Mapping

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.form.elements import Key, name_some
from toolkit.layout.layout import MOST_SPANS, Layout, Place, spans_of
from toolkit.reading.opened import Opened

_WORDS = 40  # letters of a text box that are quoted


def overlaid(layout: Layout, book: Opened, moved: Mapping[Key, Place]) -> Iterator[Finding]:
    """Name each picture, text box or object that lies over figures or words of the form. Raises Refused."""
    drawn = [(name, overlay) for name in book.names for overlay in book.overlays(name)]
    if not drawn:  # as nearly always
        return
    figures = [moved.get(key, at) for key, at in layout.places.items() if layout.form.is_input(key)]
    prose = [place for places in layout.passages.values() for place in places]
    words = [*layout.identity.values(), *prose, *layout.reasons.values()]
    wide = set(prose)  # a passage takes up the rest of its row
    for name, overlay in drawn:
        under = sorted(
            place
            for place in {*figures, *words}
            if place.sheet == name and overlay.lies_over(place.row, place.column, to_the_right=place in wide)
        )
        if under:
            cells = name_some(spans_of(under), MOST_SPANS)
            text = f"（写着“{overlay.text[:_WORDS]}”）" if overlay.text else ""
            yield messages.OVERLAID.finding(at=under[0], what=overlay.what, cells=cells, text=text)
