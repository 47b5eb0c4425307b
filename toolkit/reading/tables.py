"""The tables of a workbook: every typed figure judged, every total as the sheet shows it.

The line under a title says whose the sheet is (“单位：司法局　　2022 年度”): judged where its table is found.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.form.model import Form, Key, Mark, name_some
from toolkit.layout.layout import (
    CHECKS,
    COVER,
    COVER_LABEL,
    MOST_SPANS,
    PROSE,
    PROSE_HEAD,
    REASON_RULE,
    REASONS,
    Box,
    Layout,
    Place,
    TableGrid,
    lay_out,
    parse_place,
    spans_of,
)
from toolkit.reading.beside.doubts import doubt_beside, taken_back_elsewhere, taking_back
from toolkit.reading.beside.own_sheets import own_sheets, taken_back_by
from toolkit.reading.beside.second_tables import said_again
from toolkit.reading.figures import Tables, figure_cells, label_seen_otherwise, read_figures, total_addresses
from toolkit.reading.locating import (
    FAR,
    HEAD_ROOM,
    ORDER,
    QUOTED,
    Found,
    Rows,
    bare_label,
    content_at,
    copies_of,
    is_number,
    locate,
    title_lines,
)
from toolkit.reading.opened import Opened
from toolkit.reading.outside import Apart, outside, parted, quoted

# why figures are of no cell of the form, and what to do: in a row or column of no name, in a split cell
_UNNAMED: Mapping[str, Any] = {
    "why": "但所在的行或列没有行名、列名，不知道属于哪一项",
    "where": "有行名、列名的格里",
    "away": "删去多出来的行或列（右键→删除）",
}
_SPLIT: Mapping[str, Any] = {
    "why": "但下发时与旁边的格是合并在一起的一格，不知道算哪一格的数",
    "where": "合并起来的第一格里",
    "away": "清空这几格（选中，按 Delete），不要删去行和列",
}
# sheets of words, and the column in which they name them
_HEADS = {COVER: COVER_LABEL, PROSE: PROSE_HEAD, REASONS: REASON_RULE}
PUSHED = 2  # cells inserted or deleted push their neighbours this far at most


def read_tables(layout: Layout, book: Opened, notice: str) -> Tables:
    """Read every table; one that cannot be found for sure is told and left unread, never half-read.

    `notice` is the office's own, with which the workbook was issued.
    """
    tables = Tables()
    elsewhere = [*taken_back_elsewhere(layout.form, book)]
    for name in own_sheets(layout.form, book.names, book.hidden, book.rows):
        elsewhere += taken_back_by(layout.form, name, book.rows(name), taking_back(layout.form))
    for grid in layout.grids.values():
        _read_table(tables, layout.form, grid, book, notice, elsewhere)
    return tables


def _read_table(
    tables: Tables,
    form: Form,
    grid: TableGrid,
    book: Opened,
    notice: str,
    elsewhere: Sequence[tuple[str, str]],
) -> None:
    printed = grid.table.sheet
    name = printed if printed in book.names else _renamed(form, grid, book)
    if name is None:
        _lose(tables, form, grid, messages.NO_SHEET.finding(sheet=printed))
        return
    tables.sheets[grid.table.key] = name
    book.quick(name)  # first, as its rows are then read without looking for far cells
    rows = book.rows(name)
    found = locate(grid, rows)
    if found.lost:
        labels = "”“".join(found.lost[:3])
        what = (
            "各行的次序与下发时不一样（行名调换过）" if ORDER in found.lost else f"找不到“{labels}”这一行或列"
        )
        _lose(tables, form, grid, _lost_labels(Place(name, -1, -1), what))
        return
    if found.changed:
        first = Place(name, found.changed[0].top, found.changed[0].left)
        what = " " + "、".join(_now_called(rows, box, name) for box in found.changed[:3])
        _lose(tables, form, grid, _lost_labels(first, what))
        return
    moved = _moved(form, grid, found, name)
    apart = _beside(form, grid, book, name, rows, found)
    if apart.heads:
        first, words = apart.heads[0]._replace(sheet=name), quoted(apart.heads[0], rows)
        _lose(tables, form, grid, _lost_labels(first, f"列名的合并单元格被拆开，另写了 {words}"))
        return
    doubt = label_seen_otherwise(grid, book, name, rows)
    doubt = doubt or doubt_beside(form, grid, book, name, moved, notice, elsewhere)
    if doubt is not None:
        _lose(tables, form, grid, _lost_labels(*doubt))
        return
    look = book.seen(name)
    if look is None and book.package is not None:
        _lose(tables, form, grid, messages.UNSEEN.finding(at=Place(name, -1, -1), sheet=name))
        return
    errors = book.errors(name)
    if errors:
        rows = _with_errors(rows, errors)
    shifted = _shifted(form, grid, look.formulas, moved) if look is not None else None
    if shifted is not None:
        _lose(tables, form, grid, shifted)
        return
    _say_how_found(tables, grid, rows, found, name)
    _copies(tables, form, grid, book, name, moved)
    tables.moved.update(moved)
    read_figures(tables, form, grid, book, name, rows, moved, look)
    if not found.moved:
        _refuse_parted(tables, apart)
        tables.beside[name] = [*apart.words]
        _second(tables, form, grid, name, rows)


def _beside(form: Form, grid: TableGrid, book: Opened, name: str, rows: Rows, found: Found) -> Apart:
    """Find what stands on the sheet of a table and is none of it; in one that has moved nobody can say."""
    spots = [] if found.moved else [*outside(grid, form, rows)]
    return parted(grid, form, rows, spots, book.covered(name)) if spots else Apart()


def _refuse_parted(tables: Tables, apart: Apart) -> None:
    """Refuse figures in cells that were issued merged into others: of those nobody knows which one counts."""
    if apart.stray:
        tables.figures.update({box.key: Mark.UNREADABLE for box in apart.stray.values() if box.key})
        cells, first = name_some(spans_of(sorted(apart.stray)), MOST_SPANS), next(iter(apart.stray))
        tables.findings.append(messages.STRAY.finding(at=first, sheet=first.sheet, cells=cells, **_SPLIT))


def copied_words(layout: Layout, book: Opened) -> Iterator[Finding]:
    """Name the sheets with the same headings as one of words, and other words: they are not read."""
    own = [name for name in book.names if name not in layout.sheets]
    for sheet, column in _HEADS.items() if own else ():
        rows = book.rows(sheet)
        heads = _column(rows, column)
        copies = [
            name
            for name in own
            if heads and heads <= _column(book.rows(name), column) and book.rows(name) != rows
        ]
        if copies:
            at, named = Place(sheet, -1, -1), name_some(copies, MOST_SPANS)
            yield messages.DOUBLE_SHEET.finding(at=at, sheet=sheet, copies=named)


def _column(rows: Rows, column: int) -> frozenset[object]:
    """Return what stands in a column."""
    return frozenset(cell for row in rows[:FAR] for cell in row[column : column + 1] if cell)


def _with_errors(rows: Rows, errors: Mapping[str, str]) -> Rows:
    """Put the errors that formulas came to into their cells: calamine leaves them blank."""
    result = [list(row) for row in rows]
    for address, error in errors.items():
        where = parse_place("", address)
        if where.row < len(result) and where.column < len(result[where.row]):
            result[where.row][where.column] = error or "#N/A"
    return result


def _lost_labels(at: Place, what: str, unsure: str = "数填在哪里") -> Finding:
    return messages.LOST_LABELS.finding(at=at, sheet=at.sheet, what=what, unsure=unsure)


def _lose(tables: Tables, form: Form, grid: TableGrid, finding: Finding) -> None:
    """Leave a table unread: its figures are unknown, not blank."""
    tables.findings.append(finding)
    tables.lost |= {finding.sheet or grid.table.sheet}
    tables.figures.update({key: Mark.UNREADABLE for key in grid.table.cells if form.is_input(key)})


def _renamed(form: Form, grid: TableGrid, book: Opened) -> str | None:
    """Find the only sheet that holds the table under another name."""
    known = lay_out(form).sheets
    spots = [name for name in book.names if name not in known and locate(grid, book.rows(name)) == Found()]
    return spots[0] if len(spots) == 1 else None


def _moved(form: Form, grid: TableGrid, found: Found, name: str) -> dict[Key, Place]:
    """Return the places of figures that are not where they were printed."""
    if name == grid.table.sheet:
        return dict(found.moved)
    return {cell.key: cell.place._replace(sheet=name) for cell in figure_cells(form, grid.table.key)}


def _say_how_found(tables: Tables, grid: TableGrid, rows: Rows, found: Found, name: str) -> None:
    here, whole = grid.table.sheet, Place(name, -1, -1)
    if name != here:
        tables.findings.append(messages.RENAMED.finding(at=whole, sheet=here, now=name))
    if found.moved:
        tables.findings.append(messages.MOVED.finding(at=whole, sheet=here))
    for box in found.reworded:
        what = f"“{here}”{_now_called(rows, box, here)}"
        tables.findings.append(
            messages.CHANGED.finding(
                at=Place(name, box.top, box.left), what=what, then="请不要改行名、列名。"
            )
        )
    if found.stray:
        cells = name_some(spans_of(sorted(found.stray)), MOST_SPANS)
        tables.findings.append(messages.STRAY.finding(at=found.stray[0], sheet=here, cells=cells, **_UNNAMED))


def _now_called(rows: Rows, box: Box, sheet: str) -> str:
    raw = content_at(rows, box.top, box.left)
    now = format(raw, ".15g") if is_number(raw) else str(raw)
    return f"{Place(sheet, box.top, box.left).a1} 的“{box.text}”改成了“{now[:QUOTED]}”"


def _held(grid: TableGrid, book: Opened, name: str) -> Mapping[Key, Place] | None:
    """Return the places of figures that stand elsewhere than printed in a sheet that holds the whole table.

    None where it does not.
    """
    found = locate(grid, book.rows(name)[:FAR])
    return None if found.lost else found.moved


def _copies(
    tables: Tables, form: Form, grid: TableGrid, book: Opened, here: str, moved: Mapping[Key, Place]
) -> None:
    """Judge copies of the table's sheet.

    Harmless when they say the same, otherwise nobody knows which one is meant.
    """
    rows = book.rows(here)
    known = lay_out(form).sheets | {here}
    held = {name: _held(grid, book, name) for name in book.names if name not in known}
    held |= {name: held.get(name) or {} for name in copies_of(here, book.names)}
    copies = {name: there for name, there in held.items() if there is not None}
    typed = [cell for cell in figure_cells(form, grid.table.key) if cell.typed]
    told = False
    for copy, there in copies.items():
        other = book.rows(copy)
        pairs = [(c, moved.get(c.key, c.place), there.get(c.key, c.place)) for c in typed]
        differ = {
            cell.key: (p._replace(sheet=here), found)
            for cell, p, q in pairs
            if (found := content_at(other, q.row, q.column)) != content_at(rows, p.row, p.column)
        }
        if any(found != "" for _, found in differ.values()) and not _of_another_year(copy, other, here, rows):
            places = {key: at for key, (at, _) in differ.items()}
            _say_two(tables, places, copy, "右键工作表标签→删除")
            told = True
    if copies and not told:
        tables.findings.append(
            messages.DOUBLE_SHEET.finding(at=Place(here, -1, -1), sheet=here, copies="、".join(copies))
        )


def _second(tables: Tables, form: Form, grid: TableGrid, name: str, rows: Rows) -> None:
    """Judge a table that stands once more on its own sheet: with other figures nobody knows which counts."""
    again = said_again(form, grid, name, rows, tables.beside[name], tables.figures)
    if again is not None:
        at, keys = again
        places = {key: lay_out(form).places[key]._replace(sheet=name) for key in keys}
        _say_two(tables, places, f"{name} {at.a1} 起", "选中那些行或列，右键→删除")


def _say_two(tables: Tables, differ: Mapping[Key, Place], copy: str, how: str) -> None:
    """Say that a table and its copy differ in some figures, and how the copy is deleted."""
    at = next(iter(differ.values()))
    cells, figures = name_some(spans_of(sorted(differ.values())), MOST_SPANS), " ".join(map(str, differ))
    finding = messages.TWO_SHEETS.finding(
        at=at, sheet=at.sheet, copy=copy, cells=cells, how=how, figures=figures
    )
    tables.findings.append(finding)


def _of_another_year(copy: str, other: Rows, here: str, rows: Rows) -> bool:
    """Whether a copy of a table's sheet says by its title line that its figures are another year's."""
    years, own = (
        {year for _, _, year in title_lines(name, lines, HEAD_ROOM)}
        for name, lines in ((copy, other), (here, rows))
    )
    return bool(years and own) and years.isdisjoint(own)


def _shifted(
    form: Form, grid: TableGrid, formulas: Mapping[str, str], moved: Mapping[Key, Place]
) -> Finding | None:
    """Tell whether cells were pushed aside.

    A total without its formula, and a sum in its row or column beside it.
    """
    totals = total_addresses(form, grid.table.key)
    if moved:
        totals = frozenset(
            moved.get(c.key, c.place).a1 for c in figure_cells(form, grid.table.key) if not c.typed
        )
    bare = totals - formulas.keys()
    if not bare:
        return None
    sums = {address for address, text in formulas.items() if text.startswith("SUM(")}
    strangers = [parse_place(grid.table.sheet, address) for address in sorted(sums - totals)]
    for address in sorted(bare) if strangers else ():
        here = parse_place(grid.table.sheet, address)
        for there in strangers:
            down, across = abs(there.row - here.row), abs(there.column - here.column)
            if min(down, across) == 0 and down + across <= PUSHED:
                return messages.SHIFTED.finding(at=here, sheet=grid.table.sheet, old=address, new=there.a1)
    return None


def title_doubts(layout: Layout, book: Opened, tables: Tables, issued: Sequence[str]) -> Iterator[Finding]:
    """Name the sheets whose title line is another unit's or year's, or is no longer there.

    `issued` is code, name and year of the unit as the workbook says elsewhere. A table that was not read is
    only named where it is another's.
    """
    for sheet, (bottom, whole) in _sheets(layout, tables).items():
        if sheet not in book.names:
            continue
        rows = book.first_rows(sheet, bottom) if sheet == CHECKS else book.rows(sheet)
        lines = list(title_lines(sheet, rows, bottom))
        other = next((line for line in lines if not _same(line[1:], issued)), None)
        if other is not None:
            place, unit, year = other
            yield messages.UNIT_MISMATCH.finding(
                at=place, issued=" ".join(issued), where=f"“{sheet}”的标题下", shown=f"{unit} {year} 年度"
            )
        elif not lines and whole:
            yield messages.NO_TITLE.finding(
                at=Place(sheet, 1, 0), sheet=sheet, unit=f"{issued[1]}　　{issued[2]}"
            )


def _sheets(layout: Layout, tables: Tables) -> Mapping[str, tuple[int, bool]]:
    """Return the sheets that must say whose they are: down to which row, and whether they were read."""
    found = {}
    for grid in layout.grids.values():
        sheet = tables.sheets.get(grid.table.key, grid.table.sheet)
        top = grid.figure_rows[0]
        if tables.moved:
            moved = tables.moved
            top = min(moved[key].row if key in moved else box.top for key, box in grid.figures.items())
        found[sheet] = (top, sheet not in tables.lost)
    for sheet, places in ((PROSE, layout.narrative), (REASONS, layout.reasons)):
        rows = [place.row for place in places.values() if place.sheet == sheet]
        found[sheet] = (min(rows, default=2), True)
    found[CHECKS] = (2, False)  # nothing is read of it, but it is printed with the others
    return found


def _same(shown: Sequence[str], issued: Sequence[str]) -> bool:
    return bare_label(shown[0]) == bare_label(issued[1]) and shown[1] == issued[2]
