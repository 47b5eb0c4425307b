"""Whole tables as they arrive from Word, put into the sheet 粘贴区 of a workbook."""

import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.form.elements import Key
from toolkit.layout.layout import PASTE, TABLE_TOP, TableGrid
from toolkit.layout.paste_zones import PasteZone

Cell = int | float | str | None


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """Rows of cells, and which of them were pasted as one: first row and column, last row and column."""

    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[int, int, int, int]] = field(default=())


def whole_table(grid: TableGrid, figures: Mapping[Key, Cell]) -> Pasted:
    """The table with its labels and heads, merged as it is printed."""
    rows: list[list[Cell]] = [[None] * (grid.right + 1) for _ in range(grid.bottom + 1 - TABLE_TOP)]
    for box in grid.boxes:
        rows[box.top - TABLE_TOP][box.left] = figures[box.key] if box.key is not None else box.text
    merged = [
        (b.top - TABLE_TOP, b.left, b.bottom - TABLE_TOP, b.right)
        for b in grid.boxes
        if (b.top, b.left) != (b.bottom, b.right)
    ]
    return Pasted(rows=rows, merged=merged)


def figures_only(zone: PasteZone, figures: Mapping[Key, Cell]) -> Pasted:
    """Only the cells that hold figures."""
    return Pasted(rows=[[figures[key] for key in line] for line in zone.lines])


def as_text(zone: PasteZone, grid: TableGrid, figures: Mapping[Key, Cell]) -> Pasted:
    """As plain text is pasted: a merged label takes one cell, so figures of some lines stand further left."""
    rows: list[list[Cell]] = []
    for number, line in enumerate(zone.lines):
        labels = [
            box.text
            for box in sorted(grid.boxes)
            if box.key is None and box.right < grid.labels and box.top == grid.figures[line[0]].top
        ]
        rows.append([*labels[-1 - number % 2 :], *(figures[key] for key in line)])
    return Pasted(rows=[["表的标题"], *rows])


def of_sheet(sheet: Worksheet) -> Pasted:
    """What an office program made of a document's table."""
    spans = sheet.merged_cells.ranges
    return Pasted(
        rows=[list(row) for row in sheet.iter_rows(values_only=True)],
        merged=[(s.min_row - 1, s.min_col - 1, s.max_row - 1, s.max_col - 1) for s in spans],
    )


def paste(workbook: bytes, pasted: Mapping[PasteZone, Pasted], to: Path) -> None:
    """Paste tables, each at the cell that the sheet names, and save the workbook without results."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book[PASTE]
    for zone, what in pasted.items():
        corner = zone.corner
        for i, row in enumerate(what.rows):
            for j, value in enumerate(row):
                if value is not None:
                    sheet.cell(corner.row + 1 + i, corner.column + 1 + j).value = value
        for top, left, bottom, right in what.merged:
            sheet.merge_cells(
                start_row=corner.row + 1 + top,
                start_column=corner.column + 1 + left,
                end_row=corner.row + 1 + bottom,
                end_column=corner.column + 1 + right,
            )
    book.save(to)
