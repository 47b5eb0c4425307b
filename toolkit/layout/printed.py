"""A table as the national form prints it: widths, heading and labels, the same in every workbook."""

from collections.abc import Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.layout.grids import TABLE_TOP, Box, Role, TableGrid
from toolkit.layout.look import Formats, look

NARROW = 70  # half characters: room for the longest names and a notice
_STYLES = {Role.GROUP: "label_centred", Role.LABEL: "label", Role.FIGURE: "label"}


def column_widths(grid: TableGrid) -> list[float]:
    """Return the widths of the printed columns, in characters.

    The labels are as wide together as the look says, in however many columns they stand; the last, with the
    names of the rows, has what the others leave.
    """
    wide = look()["widths"][grid.table.arrangement]
    figures = [wide["figure"]] * (grid.right + 1 - grid.labels)
    if not grid.labels:
        return figures
    *before, last = wide["labels"]
    groups = [(before or [last / 2])[min(i, max(len(before) - 1, 0))] for i in range(grid.labels - 1)]
    return [*groups, max(sum(wide["labels"]) - sum(groups), last), *figures]


def write_heading(sheet: Worksheet, formats: Formats, grid: TableGrid, whose: str, note: str) -> None:
    """Write the title, the line that says whose table it is, and a note; set widths and row heights."""
    wide = column_widths(grid)
    formats.set_widths(sheet, wide)
    write_line(sheet, 0, grid.right, grid.table.heading, formats["title"])
    write_whose(sheet, formats, grid, whose)
    write_line(sheet, 2, grid.right, note, formats["small"])
    sheet.set_row(0, 30)
    for row, height in _row_heights(formats, grid, wide).items():
        sheet.set_row(row, height)


def show_whole_note(sheet: Worksheet, formats: Formats, grid: TableGrid, note: str) -> None:
    """Make the row of a long note as high as it is."""
    sheet.set_row(2, 14 * formats.lines_of(note, sum(column_widths(grid))) + 4)


def _row_heights(formats: Formats, grid: TableGrid, wide: Sequence[float]) -> Mapping[int, float]:
    """Return how high each row is: no label is cut; one over several rows makes the last higher."""
    heights = {
        row: formats.heights["head" if row < TABLE_TOP + grid.heading_rows else "row"]
        for row in range(TABLE_TOP, grid.bottom + 1)
    }
    labels = [box for box in grid.boxes if box.role in {Role.LABEL, Role.HEAD}]
    for box in sorted(labels, key=lambda box: box.height):
        lines = formats.lines_of(box.text, sum(wide[box.left : box.right + 1]))
        others = sum(heights[row] for row in range(box.top, box.bottom))
        if lines > 1:
            heights[box.bottom] = max(heights[box.bottom], 15 * lines + 4 - others)
    return heights


def write_whose(sheet: Worksheet, formats: Formats, grid: TableGrid, whose: str) -> None:
    """Write the line that says whose table it is; smaller letters where a narrow table leaves little room."""
    narrow = sum(column_widths(grid)) < NARROW
    write_line(sheet, 1, grid.right, whose, formats["shrunk" if narrow else "plain"])


def write_line(sheet: Worksheet, row: int, right: int, text: str, style: Format) -> None:
    """Write a line over the whole width of a table, be it one column wide."""
    if right:
        sheet.merge_range(row, 0, row, right, text, style)
    else:
        sheet.write_string(row, 0, text, style)


def write_label(sheet: Worksheet, formats: Formats, box: Box) -> None:
    """Write one printed label, merged over its box."""
    write_box(sheet, box, box.text, formats[_STYLES.get(box.role, box.role.value)])


def write_box(sheet: Worksheet, box: Box, text: str, style: Format) -> None:
    """Write a text into a box, merged where it is larger than a cell."""
    if (box.top, box.left) == (box.bottom, box.right):
        sheet.write_string(box.top, box.left, text, style)
    else:
        sheet.merge_range(box.top, box.left, box.bottom, box.right, text, style)
