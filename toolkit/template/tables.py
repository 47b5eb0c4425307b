"""The statistics tables as the national form prints them, their inputs unlocked, their totals live."""

from collections.abc import Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from toolkit.answers.spelling import SHEET_NOTHING, SHEET_ZEROS
from toolkit.form.model import Key, Kind, Level, Line, Mark, Table
from toolkit.layout.layout import FOOTER, Box, Place, TableGrid, spans_of
from toolkit.layout.printed import show_whole_note, write_box, write_heading, write_label, write_whose
from toolkit.template.book import TemplateBook, restrict, shade, write_words
from toolkit.template.formulas import FLAGS, admits_formula, line_formulas


def write_table(book: TemplateBook, table: Table) -> None:
    """Write one table's sheet."""
    grid = book.layout.grids[table.key]
    sheet = book.sheet(table.sheet)
    content = book.content
    whose = f"{book.whose}　　{content.notice}"
    if not book.whole:
        _write_what_differs(book, sheet, grid, whose)
        return
    book.formats.set_up(sheet, landscape=table.arrangement == "line", tall=grid.is_long)
    note = content.notes.get(table.key) or table.note or "浅黄色的格填数，灰色的格自动计算。"
    write_heading(sheet, book.formats, grid, whose, note)
    if table.key in content.notes:
        show_whole_note(sheet, book.formats, grid, note)
    _columns(book, sheet, grid)
    for box in grid.boxes:
        write_label(sheet, book.formats, box) if box.key is None else _figure(book, sheet, box, box.key)
    _last_year(book, sheet, grid)
    _validate(book, sheet, grid)
    _colour(book, sheet, grid)
    _flags(book, sheet, grid)
    _footer(book, sheet, grid)
    sheet.print_area(0, 0, grid.footer.row, grid.right)
    first = next((grid.figures[key] for key in table.cells if book.form.is_input(key)), None)
    if first is not None:
        sheet.set_selection(first.top, first.left, first.top, first.left)
    sheet.repeat_rows(
        0, min(box.top for box in grid.boxes if box.key) - 1 if table.arrangement != "blocks" else 2
    )
    sheet.freeze_panes(
        grid.heading_rows + 3 if table.arrangement == "matrix" else 3,
        grid.labels if table.arrangement != "line" else 0,
    )


def _write_what_differs(book: TemplateBook, sheet: Worksheet, grid: TableGrid, whose: str) -> None:
    """Write only what is not the same in all blank workbooks of a kind."""
    write_whose(sheet, book.formats, grid, whose)
    for key in grid.table.cells if book.opened else ():
        if key in book.moving:
            _figure(book, sheet, grid.figures[key], key)
    _last_year(book, sheet, grid)
    _flags(book, sheet, grid)
    _footer(book, sheet, grid)


def _footer(book: TemplateBook, sheet: Worksheet, grid: TableGrid) -> None:
    footer = f'="{FOOTER}"&{book.layout.working.step("digest").formula(grid.table.sheet)}'
    cached = f"{FOOTER}{book.digest_word}"
    sheet.write_formula(grid.footer.row, grid.footer.column, footer, book.formats["one_line"], cached)


def _columns(book: TemplateBook, sheet: Worksheet, grid: TableGrid) -> None:
    """Set the widths of last year's figures beside the table."""
    if grid.table.arrangement != "line":
        first = grid.right + 2
        sheet.set_column(grid.right + 1, grid.right + 1, 3)
        sheet.set_column(
            first, first + grid.right - grid.labels, book.formats.widths[grid.table.arrangement]["last"]
        )


def _figure(book: TemplateBook, sheet: Worksheet, box: Box, key: Key) -> None:
    kind = book.form.kind(key)
    if key in book.content.stated:
        sheet.write_number(box.top, box.left, book.content.stated[key], book.formats["computed"])
        return
    if not book.form.is_input(key):
        formula = f"={book.layout.sums[key]}"
        sheet.write_formula(box.top, box.left, formula, book.formats["computed"], book.totals[key])
        return
    style = book.formats["money" if kind.decimals else "count"]
    if (box.top, box.left) != (box.bottom, box.right):
        sheet.merge_range(box.top, box.left, box.bottom, box.right, "", style)
    entry = book.content.entries.get(key, Mark.BLANK)
    if isinstance(entry, Mark):
        text = entry.value if entry is Mark.NOT_APPLICABLE else ""
        write_words(sheet, box.top, box.left, text, style)
    elif isinstance(entry, str):
        sheet.write_string(box.top, box.left, entry, style)
    else:
        sheet.write_number(box.top, box.left, entry, style)


def _last_year(book: TemplateBook, sheet: Worksheet, grid: TableGrid) -> None:
    """Last year's figures beside the table, locked, outside the printed area."""
    for number, box in enumerate(grid.last_heads if book.whole else ()):
        text = f"{book.content.year - 1} 年{box.text}" if number == 0 else box.text
        write_box(sheet, box, text, book.formats["last_head"])
    last, style = book.content.last, book.formats["last"]
    for key, (_, row, column) in grid.last.items():
        figure = last.get(key, Mark.BLANK)
        if isinstance(figure, Mark):
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, figure, style)


# ------------------------------------------------------------------ validation and colours


def _validate(book: TemplateBook, sheet: Worksheet, grid: TableGrid) -> None:
    """Give every input its prompt and its stop message: one validation for each row of a block."""
    for block in grid.table.blocks:
        for row in block.rows:
            keys = [Key(grid.table.key, row.key, column.key) for column in block.columns]
            inputs = [key for key in keys if book.form.is_input(key)]
            for several in _same_kind(book, inputs):
                first, last = (_corner(grid.figures[several[at]]) for at in (0, -1))
                _restrict(sheet, first, last, book.form.kind(several[0]), row)


def _same_kind(book: TemplateBook, keys: Sequence[Key]) -> Iterator[list[Key]]:
    run: list[Key] = []
    for key in keys:
        if run and book.form.kind(key) is not book.form.kind(run[-1]):
            yield run
            run = []
        run.append(key)
    if run:
        yield run


def _corner(box: Box) -> Place:
    return Place("", box.top, box.left)


def _restrict(sheet: Worksheet, first: Place, last: Place, kind: Kind, row: Line) -> None:
    prompt = "\n".join(
        part for part in (row.says, f"（{row.article}）" if row.article else "", kind.says) if part
    )
    rule: dict[str, object] = (
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": -kind.maximum if kind.signed else 0,
            "maximum": kind.maximum,
        }
        if kind.decimals == 0
        else {"validate": "custom", "value": f"=AND(ISNUMBER({first.a1}),{admits_formula(kind, first.a1)})"}
    )
    refusal = (f"规则 {kind.id} {kind.label}", f"“{row.name}”填的不对。{kind.says}")
    restrict(sheet, first, last, rule, prompt=(row.name, prompt), refusal=refusal)


def _colour(book: TemplateBook, sheet: Worksheet, grid: TableGrid) -> None:
    """Pasted garbage and the cells of broken rules turn red, of open queries orange."""
    inputs = [key for key in grid.table.cells if book.form.is_input(key)]
    kinds = {book.form.kind(key).key: book.form.kind(key) for key in inputs}
    for kind in kinds.values():
        mine = [grid.figures[key] for key in inputs if book.form.kind(key) is kind]
        first = _corner(mine[0]).a1
        lawful = f"ISNUMBER(1/(ISNUMBER({first})*{admits_formula(kind, first)}))"
        taken = "·".join((*SHEET_ZEROS, *SHEET_NOTHING))
        words = f'FIND("·"&SUBSTITUTE({first}," ","")&"·","·{taken}··")'
        wrong = f"=AND(NOT(ISBLANK({first})),NOT({lawful}),NOT(ISNUMBER({words})))"
        _condition(sheet, mine, wrong, book.formats["broken"])
    for instance in book.instances:
        flag = book.layout.flags.get(instance.line)
        if flag is None or flag.sheet != grid.table.sheet:
            continue
        boxes = [
            grid.figures[key] for key in dict.fromkeys((*instance.marks, instance.at)) if key in grid.figures
        ]
        for state, style in ((1, "broken"), (2, "asked")):
            if state == 1 or instance.rule.level is Level.QUERY:
                _condition(sheet, boxes, f"={flag.formula(flag.sheet)}={state}", book.formats[style])
    flags = [flag for flag in book.layout.flags.values() if flag.sheet == grid.table.sheet]
    if flags:
        sheet.set_column(flags[0].column, flags[0].column, None, None, {"hidden": True})


def _flags(book: TemplateBook, sheet: Worksheet, grid: TableGrid) -> None:
    """Say beside the table of each of its rules whether it is broken (1) or asks (2), for the colours."""
    style, flags, formulas = book.formats["small"], book.layout.flags, line_formulas(book.form)
    for instance in book.instances:
        flag = flags.get(instance.line)
        if flag is not None and flag.sheet == grid.table.sheet:
            value = FLAGS.get(book.word(instance), 0)
            sheet.write_formula(flag.row, flag.column, formulas[instance.line].flag, style, value)


def _condition(sheet: Worksheet, boxes: Sequence[Box], formula: str, style: object) -> None:
    corners = [*map(_corner, boxes)]
    everywhere = " ".join(spans_of(corners))
    options = {"type": "formula", "criteria": formula, "format": style, "multi_range": everywhere}
    shade(sheet, corners[0], corners[0], options)
