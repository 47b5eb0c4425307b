"""The figures of one table: every typed cell judged by the reader's own rules, as a person sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.answers.spelling import (
    Raw,
    Read,
    cell_content,
    certain_figure,
    read_figure,
    sheet_figure,
    written_content,
)
from toolkit.form.model import Amount, Figure, Form, Key, Kind, Mark, name_some, plain_digits, with_totals
from toolkit.layout.layout import (
    MOST_SPANS,
    Place,
    Role,
    TableGrid,
    lay_out,
    parse_place,
    spans_of,
)
from toolkit.reading.beside.corrections import correction_in
from toolkit.reading.formulas.judged import judge_formula
from toolkit.reading.locating import QUOTED, Rows, bare_label, content_at, filled_out, title_lines
from toolkit.reading.opened import Opened
from toolkit.reading.seen.judging import see, words_refusal
from toolkit.reading.seen.look import CellLook, Laid
from toolkit.reading.sheet_xml import Sheet
from toolkit.reading.totals import Shown

_ROOMY = 99.0  # digits: a column that is not narrow has room for any figure


@dataclass
class Tables:
    """What the tables of one workbook say; ``lost`` are the sheets that could not be read."""

    figures: dict[Key, Figure] = field(default_factory=dict)
    shown: dict[Key, Shown] = field(default_factory=dict)
    last: dict[Key, Figure] = field(default_factory=dict)
    moved: dict[Key, Place] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    sheets: dict[str, str] = field(default_factory=dict)  # where each table was found
    beside: dict[str, list[Place]] = field(default_factory=dict)  # in these, what is none of the form's
    findings: list[Finding] = field(default_factory=list)

    @property
    def moved_sheets(self) -> frozenset[str]:
        """The sheets on which something does not stand where it was issued."""
        return frozenset(place.sheet for place in self.moved.values()) | self.lost


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureCell:
    """One figure's cell as it was printed."""

    key: Key
    place: Place
    row: int
    column: int
    a1: str
    kind: Kind
    typed: bool
    last_row: int
    last_column: int


@lru_cache(maxsize=64)
def figure_cells(form: Form, table: str) -> tuple[FigureCell, ...]:
    """Return the cells of a table's figures, in printed order."""
    places, last = lay_out(form).places, lay_out(form).last_places
    return tuple(
        FigureCell(
            key=key,
            place=places[key],
            row=places[key].row,
            column=places[key].column,
            a1=places[key].a1,
            kind=form.kind(key),
            typed=form.is_input(key),
            last_row=last[key].row,
            last_column=last[key].column,
        )
        for key in form.table(table).cells
    )


@lru_cache(maxsize=64)
def _extent(form: Form, table: str) -> tuple[int, int]:
    """Return how many rows and columns hold the table's figures, last year's too."""
    cells = figure_cells(form, table)
    rows = [row for cell in cells for row in (cell.row, cell.last_row)]
    columns = [column for cell in cells for column in (cell.column, cell.last_column)]
    return max(rows) + 1, max(columns) + 1


@lru_cache(maxsize=64)
def _figure_columns(form: Form, table: str) -> frozenset[int]:
    """Return the columns that hold the table's figures, as printed."""
    boxes = lay_out(form).grids[table].figures.values()
    return frozenset(column for box in boxes for column in range(box.left, box.right + 1))


@lru_cache(maxsize=64)
def input_addresses(form: Form, table: str) -> frozenset[str]:
    """Return the addresses of a table's cells to be filled in, as printed."""
    return frozenset(cell.a1 for cell in figure_cells(form, table) if cell.typed)


@lru_cache(maxsize=64)
def total_addresses(form: Form, table: str) -> frozenset[str]:
    """Return the addresses of a table's totals, as printed."""
    return frozenset(cell.a1 for cell in figure_cells(form, table) if not cell.typed)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sheet:
    """The sheet that a table was found in.

    Its rows, errors written into them, and where figures have moved.
    """

    form: Form
    grid: TableGrid
    book: Opened
    name: str
    rows: Rows
    moved: Mapping[Key, Place]

    def place(self, cell: FigureCell) -> Place:
        """Return where a figure stands now."""
        return self.moved.get(cell.key, cell.place) if self.moved else cell.place

    def raw(self, cell: FigureCell) -> Raw:
        """Return what stands there."""
        here = self.place(cell)
        raw: Raw = content_at(self.rows, here.row, here.column)
        return raw

    def label(self, cell: FigureCell) -> str:
        """Return how the figure is called in messages."""
        return self.form.label(cell.key)


def read_figures(
    tables: Tables,
    form: Form,
    grid: TableGrid,
    book: Opened,
    name: str,
    rows: Rows,
    moved: Mapping[Key, Place],
    look: Sheet | None,
) -> None:
    """Read the figures of the table in the sheet `name`, totals as they are shown and last year's too."""
    formulas = look.formulas if look is not None else None
    cells = figure_cells(form, grid.table.key)
    looks, figures = book.looks(name), tables.figures
    printed = filled_out(rows, *_extent(form, grid.table.key))
    sheet = _Sheet(form=form, grid=grid, book=book, name=name, rows=rows, moved=moved)
    unseen: list[Place] = []
    zeros = book.shows_zeros(name)
    for cell in cells:
        here = moved.get(cell.key, cell.place) if moved else cell.place
        raw = content_at(rows, here.row, here.column) if moved else printed[cell.row][cell.column]
        if cell.typed:
            figure = certain_figure(raw, cell.kind)
            if figure is None or (looks and here.a1 in looks):
                figure = _figure(tables, sheet, cell, here, raw, unseen)
            figures[cell.key] = figure
            if figure == 0 and not zeros and not isinstance(raw, str):
                unseen.append(here)
        else:
            if looks and here.a1 in looks:
                _judge_total(tables, sheet, cell, here, raw)
            formula = None if formulas is None else formulas.get(here.a1 if moved else cell.a1, "")
            tables.shown[cell.key] = Shown(place=here, raw=raw, formula=formula, moved=bool(moved))
    narrow = book.narrow(name)
    if narrow and (moved or not _figure_columns(form, grid.table.key).isdisjoint(narrow)):
        _ask_of_narrow(tables, sheet, narrow)
    unseen_cells = book.covered(name)
    if unseen_cells and (moved or not input_addresses(form, grid.table.key).isdisjoint(unseen_cells)):
        _refuse_covered(tables, sheet, unseen_cells)
    typed = book.formulas(name)
    if typed and (moved or not input_addresses(form, grid.table.key).isdisjoint(typed)):
        _typed_formulas(tables, sheet, typed, unseen)
    if unseen:
        where = name_some(spans_of(sorted(unseen)), MOST_SPANS)
        tables.findings.append(
            messages.UNSEEN_ZEROS.finding(at=unseen[0], sheet=unseen[0].sheet, cells=where)
        )
    if look is not None and look.written:
        _refuse_ambiguous(tables, sheet, look)
    if notes := book.comments(name):
        _refuse_corrected(tables, sheet, notes)
    if not moved:
        _read_last(tables, cells, printed)


def label_seen_otherwise(
    grid: TableGrid, book: Opened, name: str, rows: Rows
) -> tuple[Place, str, str] | None:
    """Find a label, or the line that says whose the sheet is, of which a person reads only a part.

    Also one of which other words are read, and one that is struck out.

    One of which nothing is seen says nothing else. Give its cell, how it looks, and what is unsure by it.
    Raises Refused.
    """
    looks = book.looks(name)
    if not looks:
        return None
    printed = {bare_label(box.text): box.role for box in grid.captions}
    titles = {at for at, *_ in title_lines(name, rows, grid.figure_rows[0])}
    for address, look in looks.items():
        at = parse_place(name, address)
        text = content_at(rows, at.row, at.column)
        role = printed.get(bare_label(text)) if isinstance(text, str) else None
        if role is None and at not in titles:
            continue
        struck = look.struck and role is not Role.CORNER  # which a line parts from corner to corner
        why = words_refusal(text, CellLook(formats=look.formats, struck=struck, runs=look.runs))
        if why is not None:
            unsure = "填的是什么数" if role is not None else "是谁的、哪一年的数"
            return at, f" {address} 的“{text[:QUOTED]}”，{why}", unsure
    return None


def _judge_total(tables: Tables, sheet: _Sheet, cell: FigureCell, here: Place, raw: Raw) -> None:
    """Ask about a total that a person does not see as the sheet has computed it.

    The figures below it count anyway.
    """
    seen = see(raw, sheet.book.look(sheet.name, here.a1), cell.kind)
    why = seen.refusal or (f"显示成“{seen.rounded}”" if seen.rounded is not None else None)
    if why is not None:
        label = sheet.label(cell)
        tables.findings.append(
            messages.DISGUISED_TOTAL.finding(
                at=here, key=cell.key, label=label, found=cell_content(raw), why=why
            )
        )


def _read_last(tables: Tables, cells: Sequence[FigureCell], rows: Rows) -> None:
    """Read last year's figures as they are printed beside the table."""
    for cell in cells:
        raw = rows[cell.last_row][cell.last_column]
        if raw != "":
            figure = certain_figure(raw, cell.kind)
            figure = read_figure(raw, cell.kind).figure if figure is None else figure
            if not isinstance(figure, Mark) or figure is Mark.UNREADABLE:
                tables.last[cell.key] = figure


def _look(sheet: _Sheet, here: Place) -> CellLook:
    """Return how a figure's cell looks; laid out across others only where these leave it room."""
    look = sheet.book.look(sheet.name, here.a1)
    if look.laid is Laid.ACROSS:
        beside = here._replace(column=here.column + 1)
        blank = content_at(sheet.rows, beside.row, beside.column) == ""
        if not (blank and sheet.book.look(sheet.name, beside.a1).laid is Laid.ACROSS):
            return look._replace(laid=None)
    return look


def _figure(
    tables: Tables, sheet: _Sheet, cell: FigureCell, here: Place, held: Raw, unseen: list[Place]
) -> Figure:
    """Judge one typed cell by the reader's own rules, and list what was normalised."""
    seen = see(held, _look(sheet, here), cell.kind)
    label, key = sheet.label(cell), cell.key
    if seen.refusal is not None:
        said = messages.MARKED if seen.odd else messages.DISGUISED
        tables.findings.append(
            said.finding(at=here, key=key, found=cell_content(held), label=label, why=seen.refusal)
        )
        return Mark.UNREADABLE
    read = read_figure(seen.raw, cell.kind)
    found = cell_content(seen.raw)
    if read.refusal is not None:
        doubtful = messages.DOUBTFUL if isinstance(seen.raw, str) else messages.OUT_OF_KIND
        facts = {"label": label, "why": read.refusal, "rule": cell.kind.says}
        finding = doubtful.finding(at=here, key=key, found=found, **facts)
        number = not isinstance(finding.found, str)  # a number, but none of its kind
        tables.findings.append(replace(finding, rule=cell.kind.id) if number else finding)
    elif read.figure is Mark.NOT_APPLICABLE:
        tables.findings.append(messages.NOT_APPLICABLE.finding(at=here, key=key, found=found, label=label))
    elif read.normalised and not isinstance(read.figure, Mark):
        tables.findings.append(
            messages.READ_AS.finding(
                at=here, key=key, found=found, expected=read.figure, label=label, retype=_retype(found, read)
            )
        )
    elif seen.rounded is not None:
        tables.findings.append(
            messages.HIDDEN_DIGITS.finding(at=here, key=key, found=found, label=label, shown=seen.rounded)
        )
    elif seen.unseen_zero:
        unseen.append(here)
    return read.figure


def _ask_of_narrow(tables: Tables, sheet: _Sheet, narrow: Mapping[int, float]) -> None:
    """Ask about figures that have no room in their columns: a part of them is seen, or “####”."""
    boxes = sheet.grid.figures
    for cell in figure_cells(sheet.form, sheet.grid.table.key):
        here, box, raw = sheet.place(cell), boxes[cell.key], sheet.raw(cell)
        wide = range(here.column, here.column + 1 + box.right - box.left)
        room = sum(narrow.get(column, _ROOMY) for column in wide)
        figure = tables.figures.get(cell.key)
        if isinstance(figure, Mark) or figure is None or len(written_content(raw).strip()) <= room:
            continue
        if sheet.book.look(sheet.name, here.a1).shrunk:  # “缩小字体填充”: all of it is seen
            continue
        shown = f"“{'#' * int(room)}”或者只有其中几位（这一列太窄，放不下）"
        tables.findings.append(
            messages.HIDDEN_DIGITS.finding(
                at=here, key=cell.key, found=cell_content(raw), label=sheet.label(cell), shown=shown
            )
        )


def _retype(found: Amount | str, read: Read) -> str:
    """Ask for a number in place of words of which the sheet makes none."""
    if sheet_figure(str(found)) is not Mark.UNREADABLE or isinstance(read.figure, Mark):
        return ""
    return f"请在这一格里重新输入，只写数字 {plain_digits(read.figure)}。"


def _refuse_covered(tables: Tables, sheet: _Sheet, unseen: Mapping[str, str]) -> None:
    """Refuse figures that stand in cells merged into others: nobody sees them.

    Those that are blank, too, where the cell that is seen holds another figure: it may be that of both.
    """
    cells = [cell for cell in figure_cells(sheet.form, sheet.grid.table.key) if cell.typed]
    figures = {sheet.place(cell).a1: tables.figures.get(cell.key, Mark.BLANK) for cell in cells}
    for cell in cells:
        here, raw = sheet.place(cell), sheet.raw(cell)
        if here.a1 not in unseen:
            continue
        seen = figures.get(unseen[here.a1], Mark.BLANK)
        if raw not in {"", None}:
            said, found = messages.COVERED, cell_content(raw)
        elif seen not in {0, Mark.BLANK}:
            said, found = messages.SHARED, None
        else:
            continue
        tables.figures[cell.key] = Mark.UNREADABLE
        tables.findings.append(
            said.finding(at=here, key=cell.key, label=sheet.label(cell), found=found, into=unseen[here.a1])
        )


def _typed_formulas(tables: Tables, sheet: _Sheet, formulas: Mapping[str, str], unseen: list[Place]) -> None:
    """Formulas typed into cells for figures: their results are read, or computed where the file has none.

    Where neither can be, the figure is unknown.
    """
    for cell in figure_cells(sheet.form, sheet.grid.table.key):
        here, key = sheet.place(cell), cell.key
        if not cell.typed or here.a1 not in formulas:
            continue
        raw = sheet.raw(cell)
        said = judge_formula(sheet.book, here._replace(sheet=sheet.name), formulas[here.a1], raw)
        if said.counts:
            raw = said.result if said.result is not None else raw
            if said.result is not None:
                tables.figures[key] = _figure(tables, sheet, cell, here, raw, unseen)
            said.facts["found"] = cell_content(raw)
        else:
            tables.figures[key] = Mark.UNREADABLE
        facts = {"label": sheet.label(cell), **said.facts}
        tables.findings.append(said.message.finding(at=here, key=key, **facts))  # type: ignore[arg-type]


def _refuse_corrected(tables: Tables, sheet: _Sheet, notes: Mapping[str, str]) -> None:
    """Refuse figures of which the comment of their cell says another one; of a total it is asked."""
    said = {address: told for address, note in notes.items() if (told := correction_in(note))}
    whole = with_totals(sheet.form, tables.figures) if said else {}
    for cell in figure_cells(sheet.form, sheet.grid.table.key) if said else ():
        here, key = sheet.place(cell), cell.key
        other = said.get(here.a1)
        if other is None or read_figure(other.figure, cell.kind).figure == whole[key]:
            continue
        if cell.typed:
            facts = {
                "found": written_content(sheet.raw(cell)) or "空白",
                "other": f"批注里写着“{other.words}”",
            }
            finding = messages.TWO_CONTENTS.finding(at=here, key=key, label=sheet.label(cell), **facts)
            tables.figures[key] = Mark.UNREADABLE
        else:
            text = f"（写着“{other.words}”）"
            finding = messages.OVERLAID.finding(at=here, what="批注", cells=here.a1, text=text)
        tables.findings.append(finding)


def _refuse_ambiguous(tables: Tables, sheet: _Sheet, look: Sheet) -> None:
    """Refuse figures of which the file itself says two things."""
    for cell in figure_cells(sheet.form, sheet.grid.table.key):
        here, raw = sheet.place(cell), sheet.raw(cell)
        if not cell.typed or (tables.figures.get(cell.key) is Mark.UNREADABLE and raw != ""):
            continue
        if here.a1 in look.twice or _otherwise(raw, look.written.get(here.a1, "")):
            other = look.twice.get(here.a1, look.written.get(here.a1, "")) or "空白"
            found = written_content(raw) or "空白"
            tables.findings.append(
                messages.TWO_CONTENTS.finding(
                    at=here, key=cell.key, label=sheet.label(cell), found=found, other=other[:QUOTED]
                )
            )
            tables.figures[cell.key] = Mark.UNREADABLE


def _otherwise(raw: Raw, text: str) -> bool:
    """Whether the XML of a cell says something else than was read.

    Another number, or anything where nothing was read.
    """
    if raw is None or raw == "":
        return bool(text.strip())
    if type(raw) is not float:
        return False
    try:
        return bool(text) and float(text) != raw
    except ValueError:
        return True
