"""The national tables with the county's totals, laid out and placed as in a unit's workbook."""

from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.book import DETAILS, STATED, TRACE, CountyBook, cached_value, cut_text, stated_by
from toolkit.form.model import Key, Table
from toolkit.layout.layout import TABLE_TOP, Box, TableGrid
from toolkit.layout.printed import show_whole_note, write_box, write_heading, write_label

STATED_WIDTH = 18  # of the column that says how many units stated a figure
COMMENT_WIDTH = 34  # half characters in a line of a comment


def write_table(book: CountyBook, table: Table) -> None:
    """Write one table's sheet."""
    grid = book.layout.grids[table.key]
    sheet = book.workbook.add_worksheet(table.sheet)
    book.formats.set_up(sheet, landscape=table.arrangement == "line", tall=grid.is_long)
    optional = book.form.optional
    listed = table.arrangement == "list" and any(key in optional for key in table.cells)
    listed = listed and len(table.blocks[0].columns) == 1  # else the note says it
    coverage = "" if listed else book.consolidation.coverage(table.cells)
    note = (
        f"每格是“{DETAILS}”中 {len(book.consolidation.counted)} 个单位同一栏之和，随明细自动计算。{coverage}"
    )
    write_heading(sheet, book.formats, grid, book.whose, note)
    if coverage:
        show_whole_note(sheet, book.formats, grid, note)
    for box in grid.boxes:
        if box.key is None:
            write_label(sheet, book.formats, box)
        else:
            _total(book, sheet, box, box.key)
    if listed:
        _stated(book, sheet, grid)
    sheet.print_area(0, 0, grid.bottom, grid.right + listed)
    head = grid.heading_rows if table.arrangement != "blocks" else 0
    sheet.repeat_rows(0, TABLE_TOP + head - 1)
    book.link_home(sheet, 0, grid.right + 1)
    first = book.layout.places[table.cells[0]]
    sheet.set_selection(first.row, first.column, first.row, first.column)
    sheet.freeze_panes(TABLE_TOP + head, 0 if table.arrangement == "line" else grid.labels)


def _stated(book: CountyBook, sheet: Worksheet, grid: TableGrid) -> None:
    """Write beside each total of how many units it is the sum, so that paper says it too."""
    column, counted = grid.right + 1, len(book.consolidation.counted)
    sheet.set_column(column, column, STATED_WIDTH)
    sheet.write_string(TABLE_TOP + grid.heading_rows - 1, column, STATED, book.formats["head"])
    for box in grid.boxes:
        if box.key in book.form.optional:
            said = stated_by(counted - book.consolidation.silent.get(box.key, 0), counted)
            formula = book.stated(box.key, grid.table.sheet)
            sheet.write_formula(box.top, column, formula, book.formats["cell_centred"], said)
        elif box.key is not None:
            sheet.write_blank(box.top, column, None, book.formats["cell_centred"])


def _total(book: CountyBook, sheet: Worksheet, box: Box, key: Key) -> None:
    figure = book.consolidation.totals[key]
    name = "figure" if book.form.is_input(key) else "figure_sum"
    style = book.formats[f"{name}_corrected" if key in book.corrected else name]
    write_box(sheet, box, "", style)
    if key in book.trace_links:
        tip = f"点开看由哪些单位的哪一格相加（{TRACE}）"
        sheet.write_url(box.top, box.left, book.trace_links[key], style, TRACE, tip)
    formula = book.details.total(key, figure, sheet.get_name())
    sheet.write_formula(box.top, box.left, formula, style, cached_value(figure))
    place = book.layout.places[key]
    book.workbook.define_name(f"合计_{key.table}_{key.row}_{key.column}", f"={place.formula('')}")
    if key in book.consolidation.silent and key not in book.corrected:
        total = len(book.consolidation.counted)
        text = f"{total} 个单位中 {total - book.consolidation.silent[key]} 个填了数，合计只含这些单位。"
        sheet.write_comment(box.top, box.left, text, {"x_scale": 1.6, "height": 48})
    if key in book.corrected:
        text = book.corrected[key]
        height = 20 + 16 * book.formats.lines_of(text, COMMENT_WIDTH)
        sheet.write_comment(
            box.top, box.left, cut_text(text), {"x_scale": 2, "height": min(height, book.formats.HIGHEST)}
        )
