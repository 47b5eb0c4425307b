"""What may be one table of a form: the pieces of which it was put together, and what is said of it."""

from dataclasses import dataclass, replace

from toolkit.published.captions import Around, told_year
from toolkit.published.pages import Grid, Listing
from toolkit.published.piece import TablePiece


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What may be one table of the form: its pieces, one after the other, as one reading."""

    reading: TablePiece
    places: tuple[str, ...]
    years: frozenset[int]
    around: Around
    pieces: tuple[Grid | Listing, ...]

    def dated(self, year: int, title: str) -> "Candidate":
        """Give it, of a table with this `title`, with the year that it names as the one before: 上年度.

        And where a line says outright of which year its figures are, whatever stands above, with that.
        """
        told = frozenset(said for note in self.around.notes if (said := told_year(note, year)))
        if told:
            return replace(self, years=told)
        last = not self.years and self.around.names_last_year(title)
        return replace(self, years=frozenset({year - 1})) if last else self

    def joined(self, reading: TablePiece, piece: Grid | Listing, notes: tuple[str, ...]) -> "Candidate":
        """Go on with another piece of the table, and with the `notes` round that."""
        return Candidate(
            reading=TablePiece(
                cells={**self.reading.cells, **reading.cells},
                doubts={**self.reading.doubts, **reading.doubts},
                unit_assumed=self.reading.unit_assumed | reading.unit_assumed,
                strange=[*self.reading.strange, *reading.strange],
                orders={**self.reading.orders, **reading.orders},
                slots=self.reading.slots or reading.slots,
            ),
            places=(*self.places, piece.place),
            years=self.years,
            around=self.around._replace(notes=(*self.around.notes, *notes)),
            pieces=(*self.pieces, piece),
        )
