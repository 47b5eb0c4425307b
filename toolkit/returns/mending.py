"""Mending a unit's own workbook before it goes back; what the unit typed stays as it is.

What was issued locked is locked again; formulas, prompts and names are as issued; last round's marks are
gone.
"""

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from copy import copy, deepcopy
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias

from toolkit.form.model import Figure, Key, Mark, exact_amount
from toolkit.layout.layout import (
    IDENTITY,
    LIST,
    OUR_NOTES,
    PROSE,
    PROSE_FIRST,
    PROSE_HEAD,
    Layout,
    Place,
    parse_place,
)
from toolkit.layout.look import look
from toolkit.reading.locating import content_at
from toolkit.reading.opened import Opened

Openpyxl: TypeAlias = Any  # its books, sheets and cells
STILL_BLANK = "待填"  # stands where a figure is to be filled in and a blank cell would mean 0
PARTED = "\n——————\n"  # between our comment and the one that stood there before
LARGEST_UNPACKED = 4 * 2**20  # bytes of all XML; openpyxl needs fifty times as much memory, and seconds a MB
_XML = (".xml", ".rels", ".vml")
_REFUSALS = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    zipfile.BadZipFile,
    SyntaxError,
)


def is_bounded(data: bytes) -> bool:
    """Whether a workbook is zipped XML that can be taken apart in bounded memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = [e.file_size for e in archive.infolist() if e.filename.endswith(_XML)]
    except _REFUSALS:
        return False
    return sum(sizes) <= LARGEST_UNPACKED


def load_bounded(data: bytes) -> Openpyxl | None:
    """Open a workbook to be mended; None when it is none that openpyxl can open in bounded memory."""
    import openpyxl  # noqa: PLC0415 (only where a workbook is mended)

    if not is_bounded(data):
        return None
    try:
        return openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    except _REFUSALS:
        return None


def typed_cells(layout: Layout, book: Opened) -> dict[Key, Figure | str]:
    """Return what stands in each typed cell as it stands there: numbers exactly, anything else as text."""
    result: dict[Key, Figure | str] = {}
    for key in layout.form.inputs:
        where = layout.places[key]
        result[key] = as_it_stands(content_at(book.rows(where.sheet), where.row, where.column))
    return result


def as_it_stands(raw: object) -> Figure | str:
    """Return what stands in a cell: a number exactly, anything else as text."""
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool) and isfinite(raw):
        return exact_amount(Decimal(str(raw)))
    return Mark.BLANK if raw in ("", None) else str(raw)


def opened(data: bytes) -> Opened:
    """Open a workbook as the reader does, in bounded memory; a sheet is read when it is asked for.

    Raises Refused, or what the parser raises.
    """
    return Opened(data, zipfile.ZipFile(io.BytesIO(data)) if zipfile.is_zipfile(io.BytesIO(data)) else None)


def opened_if_it_can(path: Path) -> Opened | None:
    """Open a workbook as the reader does, with all its sheets; None where one cannot be read."""
    try:
        book = opened(path.read_bytes())
        for name in book.names:
            book.rows(name)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 (calamine's panics are no Exception; then there is nothing to carry)
        return None
    return book


def _cells(sheet: Openpyxl) -> list[Openpyxl]:
    """Return the cells that exist; a sheet may claim to reach to XFD1048576."""
    return list(sheet._cells.values())  # noqa: SLF001 (openpyxl's own iteration makes every cell up to the last)


def issued_cell(sheet: Openpyxl, a1: str) -> Openpyxl:
    """Return a cell of a sheet as it was issued, a blank one where there is none.

    None is made in the sheet: it serves many units, and tells which of its cells were issued.
    """
    from openpyxl.cell.cell import Cell  # noqa: PLC0415

    place = parse_place("", a1)
    row, column = place.row + 1, place.column + 1
    found = sheet._cells.get((row, column))  # noqa: SLF001 (asking openpyxl for a cell makes it)
    return Cell(sheet, row=row, column=column) if found is None else found


def mend(
    own: Openpyxl,
    issued: Openpyxl,
    layout: Layout,
    book: Opened,
    last: Mapping[Key, Figure],
    identity: Mapping[str, str],
) -> None:
    """Give the unit's workbook `own` back all that it was `issued` with, `last` year and identity too.

    `issued` serves other units too, and stays as it is; `book` is `own` as the reader sees it.
    """
    _forget_last_round(own, issued)
    _still_formulas(own, issued, book)
    if IDENTITY in own.sheetnames:
        del own[IDENTITY]
    sheet = own.create_sheet(IDENTITY, issued.sheetnames.index(IDENTITY))
    for row, pair in enumerate(identity.items(), 1):
        for column, text in enumerate(pair, 1):
            cell = sheet.cell(row, column)
            cell.value = text
            cell.data_type = "s"
    for sheet in issued.worksheets:
        _relock(own[sheet.title], sheet)
        _show_again(own[sheet.title], sheet)
        _open_strays(own[sheet.title], sheet)
    for where in _open_cells(layout):
        own[where.sheet][where.a1].protection = copy(issued_cell(issued[where.sheet], where.a1).protection)
    for key, where in layout.last_places.items():
        figure = last.get(key, Mark.BLANK)
        own[where.sheet][where.a1].value = None if isinstance(figure, Mark) else figure
    for name, defined in issued.defined_names.items():
        own.defined_names[name] = copy(defined)
    own.security = copy(issued.security)


def _forget_last_round(own: Openpyxl, issued: Openpyxl) -> None:
    """Take away the list, the colours and the comments of an earlier round."""
    if LIST in own.sheetnames:
        del own[LIST]
    marks = {f"FF{look()['colours'][name]}" for name in ("must", "explain")}
    for sheet in own.worksheets:
        for cell in _cells(sheet):
            if cell.comment is not None and cell.comment.text.startswith(OUR_NOTES):
                _, parted, before = cell.comment.text.partition(PARTED)
                cell.comment = _comment(before) if parted else None
            if sheet.title in issued.sheetnames and cell.has_style and cell.fill.fgColor.rgb in marks:
                cell.fill = copy(issued_cell(issued[sheet.title], cell.coordinate).fill)


def _comment(text: str) -> Openpyxl:
    from openpyxl.comments import Comment  # noqa: PLC0415

    return Comment(text, "", height=120, width=260)


def _still_formulas(own: Openpyxl, issued: Openpyxl, book: Opened) -> None:
    """Put back the formulas as issued; one that the unit typed elsewhere becomes the value that it shows."""
    for sheet in own.worksheets:
        model = issued[sheet.title] if sheet.title in issued.sheetnames else None
        for cell in _cells(sheet):
            if cell.data_type == "f" and (
                model is None or issued_cell(model, cell.coordinate).data_type != "f"
            ):
                _show(cell, book)
        if model is None:
            continue
        formulas = [cell for cell in _cells(model) if cell.data_type == "f"]
        _part_cells(sheet, model, [c for c in _cells(model) if c.data_type == "f" or not c.protection.locked])
        for cell in formulas:
            sheet[cell.coordinate].value = cell.value


def _part_cells(sheet: Openpyxl, model: Openpyxl, needed: Collection[Openpyxl]) -> None:
    """Part cells that the unit joined over such as hold formulas or are to be filled in."""
    issued = {str(span) for span in model.merged_cells.ranges}
    for span in [span for span in sheet.merged_cells.ranges if str(span) not in issued]:
        under = [cell for cell in needed if cell.coordinate in span]
        if not under:
            continue
        sheet.unmerge_cells(str(span))
        for cell in under:
            for part in ("font", "fill", "border", "alignment", "number_format", "protection"):
                setattr(sheet[cell.coordinate], part, copy(getattr(cell, part)))


def cell_parted(sheet: Openpyxl, a1: str) -> Openpyxl:
    """Return a cell to be written into: one that was joined with others, if only as issued, is parted."""
    from openpyxl.cell.cell import MergedCell  # noqa: PLC0415

    if isinstance(sheet[a1], MergedCell):
        for span in [span for span in sheet.merged_cells.ranges if a1 in span]:
            sheet.unmerge_cells(str(span))
    return sheet[a1]


def _show(cell: Openpyxl, book: Opened) -> None:
    shown = content_at(book.rows(cell.parent.title), cell.row - 1, cell.column - 1)
    cell.value = None if shown == "" else shown
    if isinstance(shown, str) and shown:
        cell.data_type = "s"


def _relock(sheet: Openpyxl, issued: Openpyxl) -> None:
    """Protection, prompts, live colours and visibility are those of the issued sheet."""
    sheet.protection = copy(issued.protection)
    sheet.data_validations = deepcopy(issued.data_validations)
    sheet.conditional_formatting = deepcopy(issued.conditional_formatting)
    sheet.sheet_state = issued.sheet_state


def _show_again(sheet: Openpyxl, issued: Openpyxl) -> None:
    """Show what the unit hid and take away what it laid over the cells."""
    from openpyxl.utils.units import DEFAULT_COLUMN_WIDTH  # noqa: PLC0415

    sheet._images, sheet._charts = [], []  # noqa: SLF001 (openpyxl keeps no other list of them)
    sheet.auto_filter.ref = None
    sheet.sheet_format.zeroHeight = None
    for here, before, size, usual in (
        (sheet.row_dimensions, issued.row_dimensions, "height", None),
        (sheet.column_dimensions, issued.column_dimensions, "width", DEFAULT_COLUMN_WIDTH),
    ):
        for name, line in here.items():
            model = before.get(name)  # asking for it in brackets would make it
            line.hidden = getattr(model, "hidden", False)
            if getattr(line, size) == 0:
                setattr(line, size, getattr(model, size, usual))


def _open_strays(sheet: Openpyxl, issued: Openpyxl) -> None:
    """Let the unit clear what it wrote into cells that were issued empty."""
    from openpyxl.styles import Protection  # noqa: PLC0415

    for cell in _cells(sheet):
        if cell.value is not None and issued._cells.get((cell.row, cell.column)) is None:  # noqa: SLF001
            cell.protection = Protection(locked=False)


def _open_cells(layout: Layout) -> Iterator[Place]:
    """Give the cells that a unit fills in and the totals between them."""
    yield from layout.places.values()
    for places in layout.passages.values():
        yield from places
    yield from layout.reasons.values()
    yield from (layout.identity[field.key] for field in layout.form.identity if not field.fixed)


def is_whole(own: Openpyxl, issued: Openpyxl) -> bool:
    """Whether every sheet that was issued is there, passages where they are issued today.

    Only the identity can be put back.
    """
    return set(issued.sheetnames) - {IDENTITY} <= set(own.sheetnames) and _headings(own) == _headings(issued)


def _headings(book: Openpyxl) -> list[object]:
    """Return what stands in front of the passages, row by row."""
    rows = range(PROSE_FIRST, book[PROSE].max_row) if PROSE in book.sheetnames else ()
    cells = [issued_cell(book[PROSE], Place(PROSE, row, PROSE_HEAD).a1).value for row in rows]
    return [(number, text) for number, text in enumerate(cells) if text]
