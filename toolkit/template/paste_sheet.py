"""粘贴区: takes a whole table as pasted from Word or a web page, and lays its figures out to be copied.

Formulas only. The sheet is not locked, as Excel pastes no merged cells into a locked one, and nothing in it
is read as an answer; the steps from what was pasted to the figures stand on 底稿, out of reach. A table is
laid out only when its size, its labels and its heads are those of the form; every figure as it stands.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from xlsxwriter.worksheet import Worksheet

from toolkit.layout.paste_zones import (
    HEAD_LINES,
    IGNORED,
    LABEL_COLUMNS,
    PastedColumn,
    PastedHead,
    PastedLine,
    PastedRow,
    PasteState,
    PasteSteps,
    PasteZone,
    bare_words,
)
from toolkit.layout.place import PASTE, WORKING, Place, join_ranges
from toolkit.template.book import TemplateBook, shade

HUGE = "9E+300"  # looked up among numbers: the last of them
WIDEST, LONGEST_LABEL = 44, 26  # breadth of the labels' column, and characters that fit in a line of it
ADVICE = (
    "这里的数不上报，只帮着核对、誊抄：复制 Word、网页或旧表里的整张表，点右边浅黄色的第一格，粘贴。",
    "认得出来的，数就排在左边，合计与各项相加不一样的标红；再把绿色的格复制，到要填的表里用“选择性粘贴→数值”。",
    "带不带行名、列名都可以。换一张表以前，先把浅黄色的地方清空。",
)
LAID_OUT = "认出来了，合计都对得上。"
NAMES = {
    PasteSteps.ROWS: "有数的行数",
    PasteSteps.FIRST: "第一行",
    PasteSteps.SPAN: "行数",
    PasteSteps.LEFT: "最左的列",
    PasteSteps.RIGHT: "最右的列",
    PasteSteps.UPRIGHT: "列是齐的",
    PasteSteps.SHORT: "数不够的行",
    PasteSteps.OTHER_ROW: "行名不同的行",
    PasteSteps.OTHER_HEAD: "列名不同的列",
    PasteSteps.STATE: "认得怎样",
    PasteSteps.DIFFERENT: "对不上的合计",
}


def write_paste_sheet(book: TemplateBook) -> None:
    """Write the sheet, and its steps on 底稿, which is written already."""
    sheet, formats, zones = book.workbook.open_sheet(PASTE), book.formats, book.layout.paste_zones
    formats.set_up(sheet)
    sheet.set_footer("")
    widest = max(zone.corner.column for zone in zones.values())
    sheet.print_area(0, widest, 0, widest)  # an empty cell: nothing of it is printed
    sheet.set_column(0, 0, WIDEST)
    sheet.write_string(0, 0, "粘贴区：整表粘贴、核对合计", formats["section"])
    for row, text in enumerate(ADVICE, 1):
        sheet.write_string(row, 0, text, formats["one_line"])
    for zone in zones.values():
        _zone(book, sheet, zone)
        _write_steps(book.workbook.get_worksheet_by_name(WORKING), zone)
    first = next(iter(zones.values())).corner
    sheet.set_selection(first.row, first.column, first.row, first.column)


def _zone(book: TemplateBook, sheet: Worksheet, zone: PasteZone) -> None:
    formats = book.formats
    sheet.write_string(zone.top, 0, zone.table.heading, formats["section"])
    sheet.write_formula(zone.top + 1, 0, _status(zone), formats["one_line"], _nothing_yet(zone))
    blocks = "；".join(f"{span} 到“{to.sheet}”{to.a1}" for span, to in zone.copied(book.layout.places))
    sheet.write_string(zone.top + 2, 0, f"复制 {blocks}（选择性粘贴→数值）", formats["one_line"])
    for column, head in enumerate(zone.heads, 1):
        sheet.write_string(zone.head_row, column, head.replace("\n", ""), formats["head_small"])
    for line, label in enumerate(zone.labels):
        row = zone.shown(line, 0).row
        if len(label) > LONGEST_LABEL:
            sheet.set_row(row, formats.heights["head"])
        sheet.write_string(row, 0, label, formats["corner" if len(label) > LONGEST_LABEL else "code"])
    for row, column, formula, style in figure_formulas(zone):
        sheet.write_formula(row, column, formula, formats[style], "")
    first, last = zone.shown(0, 0), zone.shown(len(zone.lines) - 1, zone.width - 1)
    differs = {"type": "text", "criteria": "containing", "value": "≠", "format": formats["broken"]}
    shade(sheet, first, last, differs)
    corner = zone.corner
    end = Place(PASTE, corner.row + zone.height - 1, corner.column + zone.pasted_width - 1)
    # no cells: they would weigh
    shade(sheet, corner, end, {"type": "formula", "criteria": "=TRUE", "format": formats["paste"]})


@lru_cache(maxsize=64)
def figure_formulas(zone: PasteZone) -> tuple[tuple[int, int, str, str], ...]:
    """Return row, column, formula and style of the cells that lay out figures: the same in all workbooks."""
    return tuple(
        (
            *zone.shown(line, column)[1:],
            _figure(zone, line, column),
            "ready" if zone.form.is_input(key) else "computed",
        )
        for line, keys in enumerate(zone.lines)
        for column, key in enumerate(keys)
    )


def _figure(zone: PasteZone, line: int, column: int) -> str:
    """Formula: a figure as it was pasted; of a total also what its parts come to, where that differs."""
    key = zone.lines[line][column]
    row, first = (zone.step(line, part).formula("") for part in (PastedLine.ROW, PastedLine.COLUMN))
    pasted = f"INDEX({zone.area},{row},{first}+{column})"
    taken = f"{zone.step(PasteSteps.STATE).formula('')}={PasteState.TAKEN}"
    if zone.form.is_input(key):
        return f'=IF({taken},IF({pasted}="","",{pasted}),"")'
    leaves = [zone.shown(*zone.position[leaf]) for leaf in zone.form.leaves[key]]
    added = f"ROUND(SUM({','.join(join_ranges(leaves, ''))}),6)"
    differs = f'IF({pasted}="","空",{pasted})&"≠"&{added}'
    return f'=IF({taken},IF({pasted}&""={added}&"",{pasted},{differs}),"")'


def _span(zone: PasteZone, first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return the cells that lay out a rectangle of figures (or, one further up or left, heads or labels)."""
    return f"{zone.shown(*first).formula('')}:{zone.shown(*last).formula(PASTE)}"


def _nothing_yet(zone: PasteZone) -> str:
    return f"还没有粘贴。点 {zone.corner.a1} 这一格，把整张表粘贴进来。"


def _status(zone: PasteZone) -> str:
    """Formula: how the pasted table stands, and what to do."""

    def step(row: int) -> str:
        return zone.step(row).formula("")

    labels = _span(zone, (0, -1), (len(zone.lines) - 1, -1))
    heads = _span(zone, (-1, 0), (-1, zone.width - 1))
    figures = f"应有 {zone.width} 个数" if zone.upright else "数的个数不对"
    named = f'（"&INDEX({labels},{{}})&"）' if any(zone.labels) else ""
    short, other, head = (
        step(row) for row in (PasteSteps.SHORT, PasteSteps.OTHER_ROW, PasteSteps.OTHER_HEAD)
    )
    said = {
        PasteState.NOTHING: f'"{_nothing_yet(zone)}"',
        PasteState.OTHER_SIZE: (
            f'"认出 "&{step(PasteSteps.SPAN)}&" 行数，应当是 {len(zone.lines)} 行：'
            f'请看有没有漏选、多选，清空再贴；还不行就只选有数的格来贴。"'
        ),
        PasteState.SHORT_ROW: (
            f'"第 "&{short}&" 行数{named.format(short)}没有认全，{figures}（含合计）：'
            f'请查对；列没有对齐的，清空以后用“选择性粘贴→文本”再贴。"'
        ),
        PasteState.OTHER_ROW: (
            f'"第 "&{other}&" 行数的行名不是“"&INDEX({labels},{other})&"”，请查对是不是同一张表；'
            f'是同一张、次序也一样的，清空以后只选有数的格来贴。"'
        ),
        PasteState.OTHER_HEAD: (
            f'"第 "&{head}&" 列数的列名不是“"&INDEX({heads},1,{head})&"”，请查对是不是同一张表；'
            f'是同一张、次序也一样的，清空以后只选有数的格来贴。"'
        ),
    }
    different = step(PasteSteps.DIFFERENT)
    formula = (
        f'IF({different}=0,"{LAID_OUT}","认出来了，有 "&{different}&" 处合计与各项相加不一样'
        f'（红色的格，≠ 前面是贴的，后面是各项相加），请先查对。")'
    )
    for state, words in reversed(said.items()):
        formula = f"IF({step(PasteSteps.STATE)}={state},{words},{formula})"
    return f"={formula}"


# ------------------------------------------------------------------ the steps on 底稿


def _write_steps(sheet: Worksheet, zone: PasteZone) -> None:
    for row, name in NAMES.items():
        sheet.write_string(zone.step(row).row, PasteSteps.NAME, name)
    for row, column, formula, value in paste_steps(zone):
        sheet.write_formula(row, column, formula, None, value)


@lru_cache(maxsize=64)
def paste_steps(zone: PasteZone) -> tuple["Step", ...]:
    """Return the steps of a zone: row, column, formula, and the result while nothing is pasted."""
    steps = chain(_rows(zone), _columns(zone), _lines(zone), _heads(zone), _whole(zone))
    return tuple((zone.steps + row, column, f"={formula}", value) for row, column, formula, value in steps)


Step = tuple[int, int, str, object]


def _rows(zone: PasteZone) -> Iterator[Step]:
    """Of every pasted row, how many numbers, rows with numbers so far, and the column of the last number."""
    for row in range(zone.height):
        cells = zone.pasted_row(row)
        yield from _so_far(zone, row, cells, PastedRow.NUMBERS, PastedRow.SO_FAR)
        yield row, PastedRow.LAST, f"IFERROR(MATCH({HUGE},{cells},1),0)", 0


def _columns(zone: PasteZone) -> Iterator[Step]:
    """Of every pasted column, how many numbers, and columns with numbers so far."""
    for column in range(zone.pasted_width):
        cells = zone.pasted_column(column)
        yield from _so_far(zone, column, cells, PastedColumn.NUMBERS, PastedColumn.SO_FAR)


def _so_far(zone: PasteZone, row: int, cells: str, numbers: int, so_far: int) -> Iterator[Step]:
    before = f"{zone.step(row - 1, so_far).a1}+" if row else ""
    yield row, numbers, f"COUNT({cells})", 0
    yield row, so_far, f"{before}IF({zone.step(row, numbers).a1}>0,1,0)", 0


def _lines(zone: PasteZone) -> Iterator[Step]:
    """Of every line of the table: its pasted row, its first column, what is written before its figures."""
    so_far = zone.steps_of(PastedRow.SO_FAR, zone.height)
    rows, first, upright, left = (
        zone.step(row).formula(WORKING)
        for row in (PasteSteps.ROWS, PasteSteps.FIRST, PasteSteps.UPRIGHT, PasteSteps.LEFT)
    )
    for number, keys in enumerate(zone.lines):
        row, column, text = (
            zone.step(number, part).a1 for part in (PastedLine.ROW, PastedLine.COLUMN, PastedLine.LABEL)
        )
        numbers, last = (
            f"INDEX({zone.steps_of(part, zone.height)},{row})" for part in (PastedRow.NUMBERS, PastedRow.LAST)
        )
        counted = f"MATCH({number + 1},{so_far},0)"
        here = f"IF({rows}={len(zone.lines)},{counted},MIN({first}+{number},{zone.height}))"
        yield number, PastedLine.ROW, here, number + 1
        begins = f"MAX({last}-{len(keys) - 1},1)"
        yield number, PastedLine.COLUMN, f"IF({upright},{left},{begins})", 1
        each = ",".join(f"INDEX({zone.area},{row},{column}+{i})" for i in range(len(keys)))
        whole = f"AND({numbers}={len(keys)},COUNT({each})={len(keys)})"
        yield number, PastedLine.SHORT, f"IF({upright},0,IF({whole},0,1))", 1
        label = bare_words(zone.labels[number])
        if label:
            cells = (
                f'IF({column}>{i},T(INDEX({zone.area},{row},{i})),"")' for i in range(1, LABEL_COLUMNS + 1)
            )
            yield number, PastedLine.LABEL, "&".join(cells), ""
            yield number, PastedLine.OTHER, _other(text, label), 0


def _heads(zone: PasteZone) -> Iterator[Step]:
    """Of every column of the table: what is written above it, where the columns are even."""
    first, upright, left = (
        zone.step(row).formula(WORKING) for row in (PasteSteps.FIRST, PasteSteps.UPRIGHT, PasteSteps.LEFT)
    )
    for number, head in enumerate(zone.heads):
        text = zone.step(number, PastedHead.TEXT).a1
        cells = (
            f'IF({first}>{up},T(INDEX({zone.area},{first}-{up},{left}+{number})),"")'
            for up in range(HEAD_LINES, 0, -1)
        )
        yield number, PastedHead.TEXT, f'IF({upright},{"&".join(cells)},"")', ""
        yield number, PastedHead.OTHER, _other(text, bare_words(head)), 0


def _other(text: str, label: str) -> str:
    """Formula: 1 where something else is written than the label; nothing at all is as good."""
    bare = text
    for character in IGNORED:
        word = f"CHAR({ord(character)})" if character in '\n"' else f'"{character}"'
        bare = f'SUBSTITUTE({bare},{word},"")'
    return f'IF({text}="",0,IF(ISNUMBER(FIND("{label}",{bare})),0,1))'


def _whole(zone: PasteZone) -> Iterator[Step]:
    """Of the whole table: its size, and the first thing that is not as it should be."""

    def step(row: int) -> str:
        return zone.step(row).a1

    so_far = zone.steps_of(PastedRow.SO_FAR, zone.height)
    lines, column = len(zone.lines), PasteSteps.VALUE
    rows, first = step(PasteSteps.ROWS), step(PasteSteps.FIRST)
    yield PasteSteps.ROWS, column, f"MAX({so_far})", 0
    yield PasteSteps.FIRST, column, f"IF({rows}=0,1,MATCH(1,{so_far},0))", 1
    span = f"MATCH({rows},{so_far},0)-{first}+1"
    yield PasteSteps.SPAN, column, f"IF({rows}=0,0,IF({rows}={lines},{rows},{span}))", 0
    across = zone.steps_of(PastedColumn.SO_FAR, zone.pasted_width)
    yield PasteSteps.LEFT, column, f"IF({rows}=0,0,MATCH(1,{across},0))", 0
    yield PasteSteps.RIGHT, column, f"IF({rows}=0,0,MATCH(MAX({across}),{across},0))", 0
    even = f"{step(PasteSteps.RIGHT)}-{step(PasteSteps.LEFT)}={zone.width - 1}"
    nothing = zone.upright and zone.width == 1  # of nothing pasted, left and right are both 0
    yield PasteSteps.UPRIGHT, column, even if zone.upright else "FALSE", nothing
    for found, part, count in (
        (PasteSteps.SHORT, PastedLine.SHORT, lines),
        (PasteSteps.OTHER_ROW, PastedLine.OTHER, lines),
        (PasteSteps.OTHER_HEAD, PastedHead.OTHER, max(len(zone.heads), 1)),
    ):
        wrong = 1 if found == PasteSteps.SHORT else 0  # of nothing pasted, the first line is short
        yield found, column, f"IFERROR(MATCH(1,{zone.steps_of(part, count)},0),0)", wrong
    short, other, head = map(step, (PasteSteps.SHORT, PasteSteps.OTHER_ROW, PasteSteps.OTHER_HEAD))
    state = PasteState
    how = (
        f"IF({rows}=0,{state.NOTHING},IF({step(PasteSteps.SPAN)}<>{lines},{state.OTHER_SIZE},"
        f"IF({short}>0,{state.SHORT_ROW},IF({other}>0,{state.OTHER_ROW},"
        f"IF({head}>0,{state.OTHER_HEAD},{state.TAKEN})))))"
    )
    yield PasteSteps.STATE, column, how, state.NOTHING
    shown = _span(zone, (0, 0), (lines - 1, zone.width - 1))
    yield PasteSteps.DIFFERENT, column, f'COUNTIF({shown},"*≠*")', 0
