"""Cells that were left blank, told table by table."""

from collections.abc import Sequence

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.form.model import Key, Table, name_some
from toolkit.layout.place import MOST_SPANS, Place, spans_of


def blanks_finding(table: Table, keys: Sequence[Key], places: Sequence[Place]) -> Finding:
    """Say that these cells of a table are blank."""
    cells = name_some(spans_of(places), MOST_SPANS)
    return messages.BLANKS.finding(
        at=places[0], key=keys[0], title=table.sheet, count=len(places), cells=cells
    )
