"""The tables of a workbook: every typed figure judged by the reader's own rules, every total as the sheet shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from toolkit.answers import messages
from toolkit.answers.finding import Finding
from toolkit.answers.spelling import Raw, cell_content, certain_figure, read_figure, written_content
from toolkit.answers.submission import Figure, Mark
from toolkit.form.expression import Key
from toolkit.form.model import Form, Kind
from toolkit.layout.grids import Grid
from toolkit.layout.layout import Layout, join_ranges, lay_out
from toolkit.layout.place import Place, parse_place
from toolkit.reading.locating import ORDER, Found, Rows, content_at, copies_of, filled_out, locate, stands_in
from toolkit.reading.opened import Opened
from toolkit.reading.sheet_xml import Sheet
from toolkit.reading.tampering import OTHERS
from toolkit.reading.totals import Shown

PUSHED = 2  # cells inserted or deleted push their neighbours this far at most


@dataclass
class Tables:
    """What the tables of one workbook say; ``lost`` are the sheets that could not be read."""

    figures: dict[Key, Figure] = field(default_factory=dict)
    shown: dict[Key, Shown] = field(default_factory=dict)
    last: dict[Key, Figure] = field(default_factory=dict)
    moved: dict[Key, Place] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cell:
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
def _cells(form: Form, table: str) -> tuple[_Cell, ...]:
    places, last = lay_out(form).places, lay_out(form).last_places
    return tuple(
        _Cell(
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
    cells = _cells(form, table)
    rows = [row for cell in cells for row in (cell.row, cell.last_row)]
    columns = [column for cell in cells for column in (cell.column, cell.last_column)]
    return max(rows) + 1, max(columns) + 1


@lru_cache(maxsize=64)
def _inputs(form: Form, table: str) -> frozenset[str]:
    return frozenset(cell.a1 for cell in _cells(form, table) if cell.typed)


@lru_cache(maxsize=64)
def _totals(form: Form, table: str) -> frozenset[str]:
    return frozenset(cell.a1 for cell in _cells(form, table) if not cell.typed)


def read_tables(layout: Layout, book: Opened) -> Tables:
    """Read every table; one that cannot be found for sure is told and left unread, never half-read."""
    tables = Tables()
    for grid in layout.grids.values():
        _read_table(tables, layout.form, grid, book)
    return tables


def _read_table(tables: Tables, form: Form, grid: Grid, book: Opened) -> None:
    printed = grid.table.sheet
    name = printed if printed in book.names else _renamed(form, grid, book)
    if name is None:
        _lose(tables, form, grid, messages.NO_SHEET.finding(sheet=printed))
        return
    book.quick(name)  # first, as its rows are then read without looking for far cells
    rows = book.rows(name)
    found = locate(grid, rows)
    if found.lost:
        labels = "”“".join(found.lost[:3])
        what = (
            "各行的次序与下发时不一样（行名调换过）" if ORDER in found.lost else f"找不到“{labels}”这一行或列"
        )
        _lose(tables, form, grid, messages.LOST_LABELS.finding(at=Place(name, -1, -1), sheet=name, what=what))
        return
    moved = _moved(form, grid, found, name)
    look = book.quick(name) or book.sheet(name)
    if look is None and book.package is not None:
        _lose(tables, form, grid, messages.UNSEEN.finding(at=Place(name, -1, -1), sheet=name))
        return
    errors = book.errors(name)
    if errors:
        rows = _with_errors(rows, errors)
    shifted = _shifted(form, grid, look, moved)
    if shifted is not None:
        _lose(tables, form, grid, shifted)
        return
    _say_how_found(tables, grid, rows, found, name)
    _copies(tables, form, grid, book, name)
    tables.moved.update(moved)
    _read_cells(tables, form, grid, rows, moved, look)
    if look is not None and (look.written or look.disguised):
        _refuse_ambiguous(tables, form, grid, rows, look)


def _with_errors(rows: Rows, errors: Mapping[str, str]) -> Rows:
    """Put the errors that formulas came to into their cells: calamine leaves them blank."""
    result = [list(row) for row in rows]
    for address, error in errors.items():
        where = parse_place("", address)
        if where.row < len(result) and where.column < len(result[where.row]):
            result[where.row][where.column] = error or "#N/A"
    return result


def _lose(tables: Tables, form: Form, grid: Grid, finding: Finding) -> None:
    """Leave a table unread: its figures are unknown, not blank."""
    tables.findings.append(finding)
    tables.lost |= {finding.sheet or grid.table.sheet}
    tables.figures.update({key: Mark.UNREADABLE for key in grid.table.cells if form.is_input(key)})


def _renamed(form: Form, grid: Grid, book: Opened) -> str | None:
    """Find the only sheet that holds the table under another name."""
    known = {table.sheet for table in form.tables}
    spots = [name for name in book.names if name not in known and locate(grid, book.rows(name)) == Found()]
    return spots[0] if len(spots) == 1 else None


def _moved(form: Form, grid: Grid, found: Found, name: str) -> dict[Key, Place]:
    """Return the places of figures that are not where they were printed."""
    if name == grid.table.sheet:
        return dict(found.moved)
    return {cell.key: cell.place._replace(sheet=name) for cell in _cells(form, grid.table.key)}


def _say_how_found(tables: Tables, grid: Grid, rows: Rows, found: Found, name: str) -> None:
    here, whole = grid.table.sheet, Place(name, -1, -1)
    if name != here:
        tables.findings.append(messages.RENAMED.finding(at=whole, sheet=here, now=name))
    if found.moved:
        tables.findings.append(messages.MOVED.finding(at=whole, sheet=here))
    for box in found.reworded:
        now = str(content_at(rows, box.top, box.left))
        what = f"“{here}”{Place(here, box.top, box.left).a1} 的“{box.text}”改成了“{now[:40]}”"
        tables.findings.append(messages.CHANGED.finding(at=Place(name, box.top, box.left), what=what))
    if found.stray:
        cells = "、".join(span.replace("$", "") for span in join_ranges(sorted(found.stray), here)[:8])
        tables.findings.append(messages.STRAY.finding(at=found.stray[0], sheet=here, cells=cells))


def _copies(tables: Tables, form: Form, grid: Grid, book: Opened, here: str) -> None:
    """Judge copies of the table's sheet: harmless when they say the same, otherwise nobody knows which one is meant."""
    rows = book.rows(here)
    named = copies_of(here, book.names)
    known = {table.sheet for table in form.tables}
    strangers = (
        [name for name in book.names if name not in known and name != here]
        if len(book.names) > len(known) + OTHERS
        else []
    )
    copies = [name for name in strangers if name in named or stands_in(grid, book.rows(name))]
    for copy in copies:
        other = book.rows(copy)
        typed = [cell.place for cell in _cells(form, grid.table.key) if cell.typed]
        differ = [p for p in typed if content_at(other, p.row, p.column) != content_at(rows, p.row, p.column)]
        if differ and any(content_at(other, p.row, p.column) != "" for p in differ):
            cells = "、".join(span.replace("$", "") for span in join_ranges(sorted(differ), here)[:6])
            tables.findings.append(
                messages.TWO_SHEETS.finding(at=differ[0], sheet=here, copy=copy, cells=cells)
            )
            return
    if copies:
        tables.findings.append(
            messages.DOUBLE_SHEET.finding(at=Place(here, -1, -1), sheet=here, copies="、".join(copies))
        )


def _shifted(form: Form, grid: Grid, look: Sheet | None, moved: Mapping[Key, Place]) -> Finding | None:
    """Tell whether cells were pushed aside: a total without its formula, and a sum in its row or column beside it."""
    if look is None:
        return None
    totals = _totals(form, grid.table.key)
    if moved:
        totals = frozenset(moved.get(c.key, c.place).a1 for c in _cells(form, grid.table.key) if not c.typed)
    bare = totals - look.formulas.keys()
    if not bare:
        return None
    sums = {address for address, text in look.formulas.items() if text.startswith("SUM(")}
    strangers = [parse_place(grid.table.sheet, address) for address in sorted(sums - totals)]
    for address in sorted(bare) if strangers else ():
        here = parse_place(grid.table.sheet, address)
        for there in strangers:
            down, across = abs(there.row - here.row), abs(there.column - here.column)
            if min(down, across) == 0 and down + across <= PUSHED:
                return messages.SHIFTED.finding(at=here, sheet=grid.table.sheet, old=address, new=there.a1)
    return None


# ------------------------------------------------------------------ cells


def _refuse_ambiguous(tables: Tables, form: Form, grid: Grid, rows: Rows, look: Sheet) -> None:
    """Refuse figures of which the file itself says two things: two contents, or another number shown than is held."""
    for cell in _cells(form, grid.table.key):
        here = tables.moved.get(cell.key, cell.place)
        figure = tables.figures.get(cell.key)
        raw = content_at(rows, here.row, here.column)
        if not cell.typed or (figure is Mark.UNREADABLE and raw != ""):
            continue
        label = form.label(cell.key)
        if here.a1 in look.twice or _otherwise(raw, look.written.get(here.a1, "")):
            other = look.twice.get(here.a1, look.written.get(here.a1, "")) or "空白"
            refusal = messages.TWO_CONTENTS.finding(
                at=here, key=cell.key, label=label, found=written_content(raw) or "空白", other=other[:40]
            )
        elif here.a1 in look.disguised and raw not in {"", 0}:
            refusal = messages.DISGUISED.finding(at=here, key=cell.key, label=label, found=cell_content(raw))
        else:
            continue
        tables.findings.append(refusal)
        tables.figures[cell.key] = Mark.UNREADABLE


def _otherwise(raw: Raw, text: str) -> bool:
    """Whether the XML of a cell says something else than was read: another number, or anything where nothing was read."""
    if raw is None or raw == "":
        return bool(text.strip())
    if type(raw) is not float:
        return False
    try:
        return bool(text) and float(text) != raw
    except ValueError:
        return True


def _read_cells(
    tables: Tables, form: Form, grid: Grid, rows: Rows, moved: Mapping[Key, Place], look: Sheet | None
) -> None:
    formulas = look.formulas if look is not None else None
    cells = _cells(form, grid.table.key)
    figures = tables.figures
    printed = filled_out(rows, *_extent(form, grid.table.key))
    for cell in cells:
        here = moved.get(cell.key, cell.place) if moved else cell.place
        raw = content_at(rows, here.row, here.column) if moved else printed[cell.row][cell.column]
        if cell.typed:
            figure = certain_figure(raw, cell.kind)
            figures[cell.key] = _figure(tables, form, cell, here, raw) if figure is None else figure
        else:
            formula = None if formulas is None else formulas.get(here.a1 if moved else cell.a1, "")
            tables.shown[cell.key] = Shown(place=here, raw=raw, formula=formula, moved=bool(moved))
    if formulas and (moved or not _inputs(form, grid.table.key).isdisjoint(formulas)):
        _typed_formulas(tables, form, grid, rows, moved, formulas)
    if not moved:
        _read_last(tables, cells, printed)


def _read_last(tables: Tables, cells: Sequence[_Cell], rows: Rows) -> None:
    """Read last year's figures as they are printed beside the table."""
    for cell in cells:
        raw = rows[cell.last_row][cell.last_column]
        if raw != "":
            figure = certain_figure(raw, cell.kind)
            figure = read_figure(raw, cell.kind).figure if figure is None else figure
            if not isinstance(figure, Mark):
                tables.last[cell.key] = figure


def _figure(tables: Tables, form: Form, cell: _Cell, here: Place, raw: Raw) -> Figure:
    """Judge one typed cell by the reader's own rules, with a receipt for what was normalised."""
    read = read_figure(raw, cell.kind)
    label, key = form.label(cell.key), cell.key
    if read.refusal is not None:
        doubtful = messages.DOUBTFUL if isinstance(raw, str) else messages.OUT_OF_KIND
        facts = {"label": label, "why": read.refusal, "rule": cell.kind.says}
        finding = doubtful.finding(at=here, key=key, found=cell_content(raw), **facts)
        number = not isinstance(finding.found, str)  # a number, but none of its kind
        tables.findings.append(replace(finding, rule=cell.kind.id) if number else finding)
    elif read.figure is Mark.NOT_APPLICABLE:
        tables.findings.append(
            messages.NOT_APPLICABLE.finding(at=here, key=key, found=cell_content(raw), label=label)
        )
    elif read.receipt and not isinstance(read.figure, Mark):
        tables.findings.append(
            messages.READ_AS.finding(
                at=here, key=key, found=cell_content(raw), expected=read.figure, label=label
            )
        )
    return read.figure


def _typed_formulas(
    tables: Tables,
    form: Form,
    grid: Grid,
    rows: Rows,
    moved: Mapping[Key, Place],
    formulas: Mapping[str, str],
) -> None:
    """Formulas typed into cells for figures: their results are read; where there is none, the figure is unknown."""
    for cell in _cells(form, grid.table.key):
        here = moved.get(cell.key, cell.place)
        if not cell.typed or here.a1 not in formulas:
            continue
        facts = {"label": form.label(cell.key), "formula": f"={formulas[here.a1]}"[:60]}
        raw = content_at(rows, here.row, here.column)
        if raw == "" or raw is None:
            tables.figures[cell.key] = Mark.UNREADABLE
            tables.findings.append(messages.FORMULA_EMPTY.finding(at=here, key=cell.key, **facts))
        else:
            tables.findings.append(
                messages.FORMULA_TYPED.finding(at=here, key=cell.key, found=cell_content(raw), **facts)
            )
