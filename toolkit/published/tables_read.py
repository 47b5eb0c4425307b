"""All figures of a report in one form.

The pieces of each table put together, read as amounts, and what was not read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from toolkit.form.model import Amount, Figure, Form, Key, Table
from toolkit.published.beside.asides import quote_asides
from toolkit.published.beside.distrust import words_asked
from toolkit.published.candidate import Candidate
from toolkit.published.captions import (
    Around,
    is_titled,
    many_at_once,
    other_unit,
    words_round,
    years_named,
)
from toolkit.published.listings import read_listing
from toolkit.published.notes import Finding, reading_note
from toolkit.published.pages import OBJECT, UNSURE, Cell, Grid, Item, Listing, tables
from toolkit.published.piece import Doubt, TablePiece
from toolkit.published.printed_amounts import is_in_smaller_unit, is_with_point, read_amount
from toolkit.published.table_labels import Lexicon, lexicons
from toolkit.published.tables import read_grid

LEAST_ROWS = 3  # a table with fewer rows of the form, and no figure, is another table
NOT_PRINTED = "没有找到这一行"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A report read in one form: by table the candidates found, those of another year ``set_aside``.

    ``within``: what the tables say beside labels and figures, each with its place.
    """

    form: Form
    candidates: Mapping[str, tuple[Candidate, ...]]
    set_aside: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    within: tuple[tuple[Table, str, str], ...] = ()

    def of_report(self, unit: str, year: int | None) -> "Figures":
        """Leave out what words in the tables and round them say is counted otherwise, or of another year."""
        kept = self._of_year(year)
        return replace(kept, within=tuple(words_asked(self.form, kept.candidates, unit, year)))

    def _of_year(self, year: int | None) -> "Figures":
        """Set the tables aside that say they are about other years than the report's."""
        if year is None:
            return self
        dated = {
            table: tuple(one.dated(year, self.form.table(table).title) for one in several)
            for table, several in self.candidates.items()
        }
        other = {
            table: tuple(one for one in several if one.years and year not in one.years)
            for table, several in dated.items()
        }
        kept = {
            table: tuple(one for one in several if one not in other[table])
            for table, several in dated.items()
        }
        return replace(self, candidates=kept, set_aside=other)

    @cached_property
    def national(self) -> tuple[Table, ...]:
        """The tables that a published report prints."""
        return tuple(table for table in self.form.tables if table.national)

    def found(self, table: str) -> int:
        """How many figures of the table stand under this form's labels."""
        return max((len(one.reading.cells) for one in self.candidates.get(table, ())), default=0)

    @property
    def seen(self) -> bool:
        """Whether any table of the form was found, of whatever year."""
        return any((*self.candidates.values(), *self.set_aside.values()))

    @property
    def score(self) -> int:
        """How many figures were found in all: by this the form is recognised."""
        return sum(self.found(table.key) for table in self.national)

    @cached_property
    def chosen(self) -> Mapping[str, TablePiece | None]:
        """For each table the reading to use.

        The only candidate, or the fullest when all of them say the same.
        """
        return {
            table.key: self._choose(_put_together(table, self.candidates[table.key]))
            for table in self.national
        }

    @staticmethod
    def _choose(candidates: Sequence[Candidate]) -> TablePiece | None:
        fullest = max((one.reading for one in candidates), key=lambda one: len(one.cells), default=None)
        for other in (one.reading.cells for one in candidates):
            for key, cell in other.items():
                if fullest is None or key not in fullest.cells or fullest.cells[key].text != cell.text:
                    return None
        return fullest

    @property
    def pieces(self) -> tuple[Grid | Listing, ...]:
        """The tables of the report that were taken for tables of the form."""
        return tuple(piece for several in self.candidates.values() for one in several for piece in one.pieces)

    @cached_property
    def cells(self) -> Mapping[Key, Cell]:
        """Where each figure stands."""
        return {
            key: cell for reading in self.chosen.values() if reading for key, cell in reading.cells.items()
        }

    @cached_property
    def amounts(self) -> Mapping[Key, Figure]:
        """The figures that were read for certain, blank cells included."""
        read = {
            key: None if cell.inside or cell.doubt else read_amount(cell.text, self.form.kind(key))
            for key, cell in self.cells.items()
        }
        return {key: read[key] for key in self.form.cells if read.get(key) is not None}  # type: ignore[misc]

    def findings(self) -> Iterator[Finding]:
        """Name what was not read, and sums that do not add up."""
        if not self.seen:
            yield reading_note("P04")
            return
        for table in self.national:
            reading = self.chosen[table.key]
            if reading is not None:
                yield from self._unread(table, reading)
                yield from self._sums(table)
                yield from self._all_blank(table, reading)
                yield from self._beside(table)
            elif self.candidates[table.key]:
                places = "、".join(one.places[0] for one in self.candidates[table.key])
                yield reading_note("P09", table=table.title, table_key=table.key, found=places)
            elif other := self.set_aside.get(table.key):
                yield reading_note(
                    "P27",
                    place=other[0].places[0],
                    table=table.title,
                    table_key=table.key,
                    found="、".join(map(str, sorted(other[0].years))),
                )
            else:
                yield reading_note("P05", table=table.title, table_key=table.key)

    def _all_blank(self, table: Table, reading: TablePiece) -> Iterator[Finding]:
        """Say that a table is empty: a script of its page may fill it in, or its figures be pictures."""
        if len(reading.cells) == len(table.cells) and all(cell.blank for cell in reading.cells.values()):
            place = next(iter(reading.cells.values())).place
            yield reading_note("P40", place=place, table=table.title, table_key=table.key)

    def _beside(self, table: Table) -> Iterator[Finding]:
        """Quote what a table says beside labels and figures."""
        said = [(text, place) for of, text, place in self.within if of is table]
        if said:
            texts = [text for text, _ in said]
            yield quote_asides(texts, said[0][1], line=table.heading, whole="\n".join(texts))

    def _unread(self, table: Table, reading: TablePiece) -> Iterator[Finding]:
        for cell in reading.strange:
            yield reading_note(
                "P15", place=cell.place, table_key=table.key, found=" ".join(cell.text.split())
            )
        for key in sorted(reading.unit_assumed & self.amounts.keys(), key=self.form.position.__getitem__):
            if self.form.kind(key).unit:
                place, unit = reading.cells[key].place, self.form.kind(key).unit
                yield reading_note("P20", place=place, key=key, line=self.form.label(key), expected=unit)
        read = [(key, cell) for key, cell in reading.cells.items() if key in self.amounts]
        for key, cell in read:
            if is_in_smaller_unit(cell.text, kind := self.form.kind(key)):
                told = {"line": self.form.label(key), "unit": kind.unit, "expected": str(self.amounts[key])}
                yield reading_note("P36", place=cell.place, key=key, found=cell.text.strip(), **told)
        if pointed := [(key, cell) for key, cell in read if is_with_point(cell.text, self.form.kind(key))]:
            (key, cell), many = pointed[0], f"等 {len(pointed)} 个数" if len(pointed) > 1 else ""
            line = self.form.label(key)
            yield reading_note("P34", place=cell.place, key=key, line=line, why=many, found=cell.text)
        for block in table.blocks:
            doubts = {
                Key(table.key, r.key, c.key): doubt
                for r in block.rows
                for c in block.columns
                if (doubt := self._doubt(Key(table.key, r.key, c.key), reading)) is not None
            }
            yield from self._grouped(
                table, [r.key for r in block.rows], [c.key for c in block.columns], doubts
            )

    def _doubt(self, key: Key, reading: TablePiece) -> Doubt | None:
        if key in self.amounts:
            return None
        if key in reading.cells:
            cell = reading.cells[key]
            plain = (cell.text or ("表中表" if cell.inside else "")).replace(OBJECT, "〔非文字内容〕")
            text = " ".join(plain.replace(UNSURE, "").split())
            why = "有看不见或看不准的字" if UNSURE in cell.text else "不能确定是什么数"
            return Doubt(cell.doubt or why, cell.place, text)
        return reading.doubts.get(key, Doubt(NOT_PRINTED))

    def _grouped(
        self, table: Table, rows: Sequence[str], columns: Sequence[str], doubts: dict[Key, Doubt]
    ) -> Iterator[Finding]:
        """One sentence for a whole row or column, one for each cell otherwise."""
        for row in rows:
            line = [Key(table.key, row, column) for column in columns]
            reasons = {doubts[key] for key in line if key in doubts}
            if (
                len(line) > 1
                and all(key in doubts for key in line)
                and len({doubt.why for doubt in reasons}) == 1
            ):
                first = doubts[line[0]]
                yield reading_note(
                    "P06",
                    place=first.place,
                    table_key=table.key,
                    row=row,
                    line=self.form.row(line[0]).name,
                    why=_why(first),
                    found=first.text or None,
                )
                for key in line:
                    del doubts[key]
        for column in columns:
            line = [key for key in doubts if key.column == column and "表头" in doubts[key].why]
            if len(line) > 1 and len(line) == sum(key.column == column for key in doubts):
                first = doubts[line[0]]
                yield reading_note(
                    "P07",
                    table_key=table.key,
                    column=column,
                    line=self.form.column(line[0]).name,
                    why=first.why,
                )
                for key in line:
                    del doubts[key]
        for key, doubt in doubts.items():
            yield reading_note(
                "P08",
                place=doubt.place,
                key=key,
                line=self.form.label(key),
                why=_why(doubt),
                found=doubt.text or None,
            )

    def _sums(self, table: Table) -> Iterator[Finding]:
        """Totals that are not the sum of their parts; where a part is unread or blank nothing is said."""
        for key, parts in self.form.parts.items():
            if key.table != table.key:
                continue
            stated = self.amounts.get(key)
            several = [self.amounts.get(part) for part in parts]
            numbers = [amount for amount in several if isinstance(amount, Amount)]
            if isinstance(stated, Amount) and len(numbers) == len(parts):
                total = sum(numbers)
                if total != stated:
                    yield reading_note(
                        "P10",
                        place=self.cells[key].place,
                        key=key,
                        line=self.form.label(key),
                        found=str(stated),
                        expected=str(total),
                    )


def _put_together(table: Table, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Make one of pieces that hold every figure of a table once: 表二 under its four paragraphs."""
    held = [key for one in candidates for key in one.reading.cells]
    if len(candidates) < 2 or len(set(held)) < len(held) or set(held) != set(table.cells):
        return candidates
    whole = candidates[0]
    for one in candidates[1:]:
        whole = whole.joined(one.reading, one.pieces[0], one.around.notes)
    return (whole,)


def _why(doubt: Doubt) -> str:
    return f"{doubt.why}（印的是“{doubt.text}”）" if doubt.text else doubt.why


def read_in_forms(items: Sequence[Item], forms: Sequence[Form]) -> list[Figures]:
    """Read every table of the report in each of the forms."""
    drawn = [(one.piece, one.follows, words_round(one.piece, one.lines, forms)) for one in tables(items)]
    return [_read_figures(drawn, form) for form in forms]


def _read_figures(drawn: Sequence[tuple[Grid | Listing, bool, Around]], form: Form) -> Figures:
    found: dict[str, tuple[Candidate, ...]] = {}
    for words in lexicons(form):
        several: list[Candidate] = []
        before: TablePiece | None = None
        for piece, follows, around in drawn:
            above = before if follows else None
            reading = (
                read_listing(piece, words) if isinstance(piece, Listing) else _read_grid(piece, words, above)
            )
            _distrust(form, reading, piece, around.words)
            last = several[-1].reading if several else None
            goes_on = above is not None and above is last
            other_rows = bool(reading.rows) and not (last and reading.rows & last.rows)
            if goes_on and (other_rows or (last and last.slots and not _told_twice(last, reading))):
                several[-1] = several[-1].joined(reading, piece, around.notes)
            elif reading.cells or reading.orders or reading.slots or len(reading.rows) > 1:
                years = years_named(around.words) - years_named(_own_labels(words.table))
                several.append(
                    Candidate(
                        reading=reading, places=(piece.place,), years=years, around=around, pieces=(piece,)
                    )
                )
            else:
                before = None
                continue
            before = several[-1].reading
        found[words.table.key] = tuple(one for one in several if one.reading.cells) or _doubtful(several)
    return Figures(form=form, candidates=_by_title(form, found))


def _by_title(form: Form, found: Mapping[str, tuple[Candidate, ...]]) -> Mapping[str, tuple[Candidate, ...]]:
    """Leave out what has the labels of a table and bears the title of another that has them too."""

    def of_another(key: str, one: Candidate) -> bool:
        return not is_titled(one.around.words, form.table(key).title) and any(
            is_titled(one.around.words, form.table(other).title)
            and any(each.pieces[0] is one.pieces[0] for each in several)
            for other, several in found.items()
            if other != key
        )

    return {key: tuple(one for one in several if not of_another(key, one)) for key, several in found.items()}


def _told_twice(one: TablePiece, other: TablePiece) -> bool:
    """Whether some figure stands in both: the second table is another one, of another year."""
    return any(key in one.cells and not one.cells[key].blank for key in other.cells)


class _Found(NamedTuple):
    """Where the figures of a table stand among its cells, and what else was found, all without doubt."""

    cells: tuple[tuple[Key, int], ...]
    unit_assumed: frozenset[Key]
    orders: tuple[tuple[int, tuple[str, ...]], ...]
    slots: tuple[Key, ...]


def _read_grid(grid: Grid, words: Lexicon, before: TablePiece | None) -> TablePiece:
    """Read a grid; in one that differs from another in its whole numbers only figures stand where they did.

    Not where there was a doubt, or where the numbers themselves told which is which.
    """
    if before is not None or grid.shape is None:
        return read_grid(grid, words, before)
    if (found := words.shapes.get(grid.shape)) is not None:
        assert isinstance(found, _Found)  # noqa: S101 (nothing else is put there)
        return TablePiece(
            cells={key: grid.cells[number] for key, number in found.cells},
            unit_assumed={*found.unit_assumed},
            orders=dict(found.orders),
            slots=found.slots,
        )
    reading = read_grid(grid, words, None)
    if not (reading.doubts or reading.strange or reading.summed):
        numbers = {cell: number for number, cell in enumerate(grid.cells)}
        words.shapes[grid.shape] = _Found(
            cells=tuple((key, numbers[cell]) for key, cell in reading.cells.items()),
            unit_assumed=frozenset(reading.unit_assumed),
            orders=tuple(reading.orders.items()),
            slots=reading.slots,
        )
    return reading


def _own_labels(table: Table) -> str:
    """Give the labels of a table, one beneath the other: a year in them is a heading, not the report's."""
    lines = (line.label for line in table.lines)
    return "\n".join((table.title, *(group.label for group in table.groups.values()), *lines))


def _doubtful(several: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Keep a table that is there and gave no figure.

    Its rows are named with the reason, not the table as missing.
    """
    fullest = max(several, key=lambda one: len(one.reading.rows), default=None)
    return (fullest,) if fullest is not None and len(fullest.reading.rows) >= LEAST_ROWS else ()


def _distrust(form: Form, reading: TablePiece, piece: Grid | Listing, words: str) -> None:
    """Leave unread what the words round a table, or its arithmetic, put in doubt."""
    for key, why in _in_other_units(form, reading, words):
        reading.doubt(key, Doubt(why, reading.cells[key].place, reading.cells[key].text))
    # blank cells are lost in some listings: a row with one lost and a stray number (of the page) has the
    # right length
    lossy = isinstance(piece, Listing) and not piece.kept_rows
    if not lossy and not any(cell.joined for cell in reading.cells.values()):
        return
    for total, parts in form.parts.items():
        line = [key for key in (*parts, total) if key in reading.cells]
        if len(line) <= len(parts) or _adds_up(form, reading, line):
            continue
        for key in line:
            cell = reading.cells[key]
            if cell.joined:
                reading.doubt(key, Doubt("这个数断成几行，连起来与各项之和不符", cell.place, cell.text))
            elif lossy and parts[0].row == total.row:
                reading.doubt(key, Doubt("这一行各项相加与总计不符，可能错位", cell.place))


def _in_other_units(form: Form, reading: TablePiece, words: str) -> Iterator[tuple[Key, str]]:
    """Give the figures that the words round a table say are counted in another unit than the form's.

    Also where the title of their column has the form's unit: nobody knows which of the two was left standing.
    """
    many = many_at_once(words)
    for key in tuple(reading.cells):
        kind = form.kind(key)
        if unit := other_unit(words, kind):
            own = "" if key in reading.unit_assumed else f"，表头写的是“{kind.unit}”"
            yield key, f"表上写的单位是“{unit}”{own}"
        elif many and not kind.unit:
            yield key, f"表上写的单位是“{many}”"


def _adds_up(form: Form, reading: TablePiece, line: Sequence[Key]) -> bool:
    *parts, total = (read_amount(reading.cells[key].text, form.kind(key)) for key in line)
    numbers = [part for part in parts if isinstance(part, Amount)]
    return not isinstance(total, Amount) or len(numbers) < len(parts) or sum(numbers) == total


def mixed(best: Figures, all_forms: Sequence[Figures]) -> Iterator[Finding]:
    """Tables that fit another form better than the one recognised."""
    for table in best.national:
        for other in all_forms:
            if other.found(table.key) > best.found(table.key):
                yield reading_note("P22", table=table.title, table_key=table.key, found=other.form.basis)
