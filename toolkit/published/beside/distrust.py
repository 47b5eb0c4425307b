"""Figures that words in a table, or round it, say are counted otherwise or of another year: left unread."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from toolkit.form.model import Form, Table
from toolkit.published.beside.asides import LONGEST_QUOTED, says_nothing
from toolkit.published.beside.words_within import WordsWithin, words_within
from toolkit.published.candidate import Candidate
from toolkit.published.captions import is_of_another_year, told_unit, told_year
from toolkit.published.pages import Cell
from toolkit.published.piece import Doubt, TablePiece
from toolkit.published.table_labels import lexicons


def words_asked(
    form: Form, candidates: Mapping[str, Sequence[Candidate]], unit: str, year: int | None
) -> Iterator[tuple[Table, str, str]]:
    """Leave unread what words in a table or round it say is counted otherwise, or of another year.

    Give those in it that are not known to change nothing, with their table and place.
    """
    held: dict[int, list[tuple[str, Candidate]]] = {}
    for key, several in candidates.items():
        for one in several:
            for note in one.around.notes:
                _doubt_by_words(form, one.reading, note, one.places[0])
            for piece in one.pieces:
                held.setdefault(id(piece), []).append((key, one))
    for number, holding in held.items():
        table, readings = form.table(holding[0][0]), [one.reading for _, one in holding]
        piece = next(piece for piece in holding[0][1].pieces if id(piece) == number)
        for said in words_within(piece, lexicons(form), readings, (unit, str(year))):
            other = year is not None and _is_of_another(said, year)
            for reading in readings:
                at = "表上" if said.whole else "表头"
                _doubt_by_words(form, reading, said.text, said.place, said.of, at=at, other_year=other)
            if not says_nothing(said.text, table.heading, unit):
                yield table, said.text, said.place


def _is_of_another(said: WordsWithin, year: int) -> bool:
    """Whether words in a table say that figures are of another year: a line outright, a label naming it."""
    told = told_year(said.text, year) if said.whole else None
    return told not in {None, year} if said.whole else is_of_another_year(said.text, year)


def _doubt_by_words(
    form: Form,
    reading: TablePiece,
    text: str,
    place: str,
    of: Collection[Cell] | None = None,
    *,
    at: str = "表上",
    other_year: bool = False,
) -> None:
    """Leave unread what a text says is counted in another unit, or of another year; `of`: of these only."""
    for key, cell in tuple(reading.cells.items()):
        if (of is None or cell in of) and (other_year or told_unit(text, form.kind(key))):
            reading.doubt(key, Doubt(f"{at}写的是“{text[:LONGEST_QUOTED]}”", place, cell.text))
