"""The tables of a workbook: every typed figure judged, every total as the sheet shows it.

The line under a title says whose the sheet is (“单位：司法局　　2022 年度”): judged where its table is found.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.form.model import Form, Key, Mark, name_some
from toolkit.layout.layout import (
    CHECKS,
    COVER,
    COVER_LABEL,
    LAST_TITLE,
    LIST,
    MOST_SPANS,
    OURS,
    PASTE,
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
from toolkit.reading.beside.doubts import doubt_beside
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
    filled_out,
    is_number,
    locate,
    title_lines,
)
from toolkit.reading.opened import Opened
from toolkit.reading.sheet_xml import Sheet

_NUMBER = re.compile(r"(?=.*[1-9])[0-9][0-9,]*(\.[0-9]+)?")  # as text, not 0
# in a sentence: what is counted, and not 0 of it
_COUNTED = re.compile(r"(?<![0-9.第])(?=[0-9,.]*[1-9])[0-9][0-9,]*(?:\.[0-9]+)?\s*余?(?:[件条宗项起]|万?元)")
# sheets of words, and the column in which they name them
_HEADS = {COVER: COVER_LABEL, PROSE: PROSE_HEAD, REASONS: REASON_RULE}
SPOKEN_OF = 3  # labels of a table on a sheet of the unit's own: it is about the table
PUSHED = 2  # cells inserted or deleted push their neighbours this far at most


def read_tables(layout: Layout, book: Opened) -> Tables:
    """Read every table; one that cannot be found for sure is told and left unread, never half-read."""
    tables = Tables()
    for grid in layout.grids.values():
        _read_table(tables, layout.form, grid, book)
    return tables


def _read_table(tables: Tables, form: Form, grid: TableGrid, book: Opened) -> None:
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
    doubt = label_seen_otherwise(grid, book, name, rows)
    doubt = doubt or doubt_beside(form, grid, book, name, rows, moved)
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
    shifted = _shifted(form, grid, look, moved)
    if shifted is not None:
        _lose(tables, form, grid, shifted)
        return
    _say_how_found(tables, grid, rows, found, name)
    _copies(tables, form, grid, book, name, moved)
    tables.moved.update(moved)
    read_figures(tables, form, grid, book, name, rows, moved, look)


def copied_words(layout: Layout, book: Opened) -> Iterator[Finding]:
    """Name the sheets with the same headings as one of words, and other words: they are not read."""
    tables = {table.sheet for table in layout.form.tables}
    own = [name for name in book.names if name not in {*OURS, *tables}]
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


def left_elsewhere(layout: Layout, book: Opened, tables: Tables) -> Iterator[Finding]:
    """Name the tables of which all is blank while figures lie elsewhere: they may be no zeros.

    To be asked where blank cells are said to be 0. What was issued in a table is no answer.
    """
    form, blank = layout.form, Mark.BLANK
    for key, grid in layout.grids.items():
        mine = [cell for cell in figure_cells(form, key) if cell.typed and cell.key not in form.openings]
        if not mine or any(tables.figures.get(cell.key, blank) is not blank for cell in mine):
            continue
        first, sheet = mine[0], grid.table.sheet
        corner = _pasted_at(layout, key, book)
        if corner is not None:
            yield messages.NOT_COPIED.finding(at=first.place, key=first.key, sheet=sheet, corner=corner.a1)
        if not form.required(first.key):
            continue
        beside = _beside_blank(layout, grid, book, tables)
        told = [f"“{found[0].sheet}”的 {name_some(spans_of(found), MOST_SPANS)} " for found in beside]
        for where in filter(None, (*told, _said_above(tables.sheets.get(key, sheet), book))):
            yield messages.BESIDE_BLANK.finding(at=first.place, key=first.key, sheet=sheet, where=where)


def _said_above(sheet: str, book: Opened) -> str:
    """Say which comments and text boxes over a blank table's sheet count something; none that we made."""
    if LIST in book.names:
        return ""
    cells = [cell for cell, said in book.comments(sheet).items() if _some_number(said) or _counts_some(said)]
    if cells:
        return f"“{sheet}”{name_some(cells, MOST_SPANS)} 的批注里"
    boxes = [box for box in book.overlays(sheet) if _some_number(box.text) or _counts_some(box.text)]
    return f"“{sheet}”的{boxes[0].what}里" if boxes else ""


def _pasted_at(layout: Layout, table: str, book: Opened) -> Place | None:
    """Return the corner of a table's room on 粘贴区 where figures lie in it."""
    zone = layout.paste_zones.get(table)
    if zone is None or PASTE not in book.names:
        return None
    corner = zone.corner
    bottom, right = corner.row + zone.height, corner.column + zone.pasted_width
    lines = filled_out(book.rows(PASTE), bottom, right)
    pasted: set[object] = set().union(*(line[corner.column : right] for line in lines[corner.row : bottom]))
    return corner if any(map(_some_number, pasted)) else None


def _beside_blank(layout: Layout, grid: TableGrid, book: Opened, tables: Tables) -> Iterator[Sequence[Place]]:
    """Find the numbers outside the cells of a blank table, sheet by sheet.

    On its own sheet, also those that a sentence counts something by, and on the sheets of the unit's own that
    name several of its rows or columns. Last year's figures are none of them.
    """
    here = tables.sheets.get(grid.table.key)
    if here is not None and here not in tables.moved_sheets:
        ours, columns = _ours(layout.form, grid.table.key)
        found = [
            at
            for at in _numbers(here, book.rows(here), counted=True)
            if (at.row, at.column) not in ours and at.column not in columns
        ]
        if found:
            yield found
    issued = {*OURS, *(other.table.sheet for other in layout.grids.values()), *tables.sheets.values()}
    issued.update(copies_of(here or grid.table.sheet, book.names))  # they are told otherwise
    own = [name for name in book.names if name not in issued and name not in book.hidden]
    for name in own:
        rows = book.rows(name)[:FAR]
        texts = {bare_label(cell) for line in rows for cell in line if isinstance(cell, str) and cell}
        if len(texts & {bare_label(box.text) for box in grid.captions}) >= SPOKEN_OF:
            past = [
                (row, column)
                for row, line in enumerate(rows)
                for column, cell in enumerate(line)
                if isinstance(cell, str) and cell.endswith(LAST_TITLE)
            ]
            found = [
                at
                for at in _numbers(name, rows)
                if not any(row <= at.row and column <= at.column for row, column in past)
            ]
            if found:
                yield found


def _numbers(sheet: str, rows: Rows, *, counted: bool = False) -> Iterator[Place]:
    told = {  # few are told apart
        raw for raw in set().union(*rows) if raw and (_some_number(raw) or (counted and _counts_some(raw)))
    }
    return (
        Place(sheet, row, column)
        for row, line in enumerate(rows)
        if not told.isdisjoint(line)
        for column, raw in enumerate(line)
        if raw in told and raw is not True
    )


@lru_cache(maxsize=64)
def _ours(form: Form, table: str) -> tuple[frozenset[tuple[int, int]], frozenset[int]]:
    """Return where numbers of ours may stand on a table's sheet: cells, and whole columns."""
    layout = lay_out(form)
    grid, cells = layout.grids[table], figure_cells(form, table)
    ours = {at for cell in cells for at in ((cell.row, cell.column), (cell.last_row, cell.last_column))}
    columns = frozenset(at.column for at in layout.flags.values() if at.sheet == grid.table.sheet)
    return frozenset({*ours, (grid.footer.row, grid.footer.column)}), columns


def _some_number(raw: object) -> bool:
    """Whether a number that is not 0 stands in a cell; a label with one in it is none."""
    if isinstance(raw, str):
        return _NUMBER.fullmatch(raw.strip()) is not None
    return is_number(raw) and raw != 0


def _counts_some(raw: object) -> bool:
    """Whether a sentence says how many there were of something, as “受理12件” does."""
    return isinstance(raw, str) and _COUNTED.search(raw) is not None


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
    known = {*OURS, *(table.sheet for table in form.tables)}
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
        tables.findings.append(messages.STRAY.finding(at=found.stray[0], sheet=here, cells=cells))


def _now_called(rows: Rows, box: Box, sheet: str) -> str:
    now = str(content_at(rows, box.top, box.left))
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
    known = {*OURS, *(table.sheet for table in form.tables), here}
    held = {name: _held(grid, book, name) for name in book.names if name not in known}
    held |= {name: held.get(name) or {} for name in copies_of(here, book.names)}
    copies = {name: there for name, there in held.items() if there is not None}
    typed = [cell for cell in figure_cells(form, grid.table.key) if cell.typed]
    told = False
    for copy, there in copies.items():
        other = book.rows(copy)
        pairs = [(moved.get(cell.key, cell.place), there.get(cell.key, cell.place)) for cell in typed]
        differ = {
            p._replace(sheet=here): found
            for p, q in pairs
            if (found := content_at(other, q.row, q.column)) != content_at(rows, p.row, p.column)
        }
        if any(found != "" for found in differ.values()) and not _of_another_year(copy, other, here, rows):
            first, cells = next(iter(differ)), name_some(spans_of(sorted(differ)), MOST_SPANS)
            tables.findings.append(messages.TWO_SHEETS.finding(at=first, sheet=here, copy=copy, cells=cells))
            told = True
    if copies and not told:
        tables.findings.append(
            messages.DOUBLE_SHEET.finding(at=Place(here, -1, -1), sheet=here, copies="、".join(copies))
        )


def _of_another_year(copy: str, other: Rows, here: str, rows: Rows) -> bool:
    """Whether a copy of a table's sheet says by its title line that its figures are another year's."""
    years, own = (
        {year for _, _, year in title_lines(name, lines, HEAD_ROOM)}
        for name, lines in ((copy, other), (here, rows))
    )
    return bool(years and own) and years.isdisjoint(own)


def _shifted(form: Form, grid: TableGrid, look: Sheet | None, moved: Mapping[Key, Place]) -> Finding | None:
    """Tell whether cells were pushed aside.

    A total without its formula, and a sum in its row or column beside it.
    """
    if look is None:
        return None
    totals = total_addresses(form, grid.table.key)
    if moved:
        totals = frozenset(
            moved.get(c.key, c.place).a1 for c in figure_cells(form, grid.table.key) if not c.typed
        )
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
