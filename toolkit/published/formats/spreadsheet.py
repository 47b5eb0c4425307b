"""Workbooks of another make (.xlsx): each sheet as one table, its merged cells as they are.

Found by labels like any table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils.exceptions import InvalidFileException

from toolkit.layout.place import IDENTITY
from toolkit.published.pages import Cell, Grid, Item, Paragraph
from toolkit.published.unreadable import DAMAGED, UnreadableFileError
from toolkit.reading.seen.conditions import compared
from toolkit.reading.seen.format_codes import parse
from toolkit.reading.seen.look import BLACK, SMALLEST, WHITE, Colour, Overlay, colour_of, invisible
from toolkit.reading.seen.xlsx_drawings import read_overlays

_THEME: dict[int, Colour] = {0: WHITE, 1: BLACK, 2: (238, 236, 225)}  # the others are dark enough to be seen
_DASHES = {"-", "—", "－"}  # how formats of accounts show nothing
LONGEST_ROW_TITLE = 25
LONGEST_LABEL = 12  # of a row that stands alone in it
LEAST_HIGH, LEAST_WIDE = 4.0, 0.5  # points of a row, characters of a column: less is not seen
_SHOWN = re.compile(r"(?P<plus>\+?)(?P<digits>-?[\d,]*\.?\d+)(?P<unit>\D{0,4})")
# a program made it: what its formulas come to is asked when it is opened, and what is held was never seen
_RECKONED_LATER = re.compile(rb'\bfullCalcOnLoad="(?:1|true)"')
_SECTION = re.compile(r"\s*[一二三四五六]\s*、")
_OURS = "是填报工作簿，不是公布的报告（要作上年数的不用导入，把放它的文件夹写在 xxgk.toml 的 last_year 里）"
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 2000, 60, 100


def read_xlsx(content: bytes) -> tuple[Item, ...]:
    """Give every sheet's cells as a table, and single texts in a row of their own as paragraphs too."""
    try:
        with ZipFile(
            BytesIO(content)
        ) as package:  # many sheets may share one part: small to send, long to read
            named = package.read("xl/workbook.xml")
            sheets = named.count(b"sheetId=")
            drawn = any(name.startswith("xl/drawings/") for name in package.namelist())
            over = _overlays(package) if drawn and sheets <= MOST_SHEETS else {}
        if sheets > MOST_SHEETS:
            raise UnreadableFileError("P03", f"有 {sheets} 张工作表，不像年度报告")
        if f'"{IDENTITY}"'.encode() in named:
            raise UnreadableFileError("P03", _OURS)
        shown, held = (
            load_workbook(BytesIO(content), data_only=values, rich_text=True) for values in (True, False)
        )
    except (*DAMAGED, InvalidFileException, AttributeError, ValueError, TypeError, OSError) as error:
        raise UnreadableFileError("P03", "工作簿不完整或已损坏") from error
    if _RECKONED_LATER.search(named):
        _forget(shown, held)
    return tuple(
        item
        for sheet in shown.worksheets
        for item in _sheet(sheet, held[sheet.title], over.get(sheet.title, ()))
    )


def _forget(shown: Any, held: Any) -> None:  # noqa: ANN401
    """Leave what formulas came to out of a workbook."""
    for sheet in held.worksheets:
        rows = sheet.iter_rows(
            max_row=min(sheet.max_row, MOST_ROWS), max_col=min(sheet.max_column, MOST_COLUMNS)
        )
        for cell in (one for row in rows for one in row if one.data_type == "f"):
            shown[sheet.title][cell.coordinate].value = None


def _overlays(package: ZipFile) -> Mapping[str, Sequence[Overlay]]:
    """Give what is drawn over the cells of each sheet: text boxes, pictures, comments that are shown."""
    book = WorkbookParser(package, "xl/workbook.xml")
    book.parse()
    found: dict[str, list[Overlay]] = {}
    names = frozenset(package.namelist())
    for sheet, place in book.find_sheets():
        related = get_rels_path(place.target)
        for one in get_dependents(package, related) if related in names else ():
            if one.Type.endswith(("/drawing", "/vmlDrawing")) and one.target in names:
                found.setdefault(sheet.name, []).extend(read_overlays(package.read(one.target), None))
    return found


def _sheet(sheet: Any, formulas: Any, over: Sequence[Overlay]) -> Iterator[Item]:  # noqa: ANN401 (cells are of many classes)
    if sheet.sheet_state != "visible":
        return
    spans = {(m.min_row, m.min_col): (m.max_row, m.max_col) for m in sheet.merged_cells.ranges}
    rows, columns = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    covered = {
        (r, c)
        for (top, left), (bottom, right) in spans.items()
        for r in range(top, min(bottom, rows) + 1)
        for c in range(left, min(right, columns) + 1)
        if (r, c) != (top, left)
    }
    unseen, ruled = frozenset(_unseen_columns(sheet)), tuple(_hiding_rules(sheet))
    held: list[Cell] = []
    first, before = 1, 0  # how many texts the row above has
    for r in range(1, rows + 1):
        texts = [(c, _text(sheet.cell(r, c))) for c in range(1, columns + 1) if (r, c) not in covered]
        printed = [text for _, text in texts if text]
        lone = before > 1 and len(printed) == 1 and len(printed[0]) <= LONGEST_LABEL
        before = len(printed)
        merged = lone or any((r, c) in spans for c, text in texts if text)  # a label whose figures are blank
        if len(printed) == 1 and _is_prose(printed[0], merged=merged):
            yield from _closed(held, sheet.title)
            held, first = [], r + 1
            yield from (Paragraph(line, f"工作表 {sheet.title} 第 {r} 行") for line in printed[0].split("\n"))
            continue
        for c, text in texts:
            bottom, right = spans.get((r, c), (r, c))
            cell = formulas.cell(r, c)
            why = "这一格在隐藏的行或列里" if c in unseen and _tells(text) else ""
            why = why or (_covered(over, r - 1, c - 1) if over and _tells(text) else "")
            why = why or _doubt(sheet.cell(r, c), cell, text) or _ruled(sheet.cell(r, c), text, ruled)
            held.append(
                Cell(
                    text=text,
                    place=f"工作表 {sheet.title} {cell.coordinate}",
                    row=r - first,
                    column=c - 1,
                    height=bottom - r + 1,
                    width=min(right, columns) - c + 1,
                    doubt=why,
                )
            )
    yield from _closed(held, sheet.title)


def _covered(over: Sequence[Overlay], row: int, column: int) -> str:
    return next((f"这一格上面盖着{one.what}" for one in over if one.lies_over(row, column)), "")


def _tells(text: str) -> bool:
    return any(character.isdecimal() for character in text)


def _unseen_columns(sheet: Any) -> Iterator[int]:  # noqa: ANN401
    """Give the columns that are hidden, or too narrow; one record of the file is for several of them."""
    for one in sheet.column_dimensions.values():
        if one.hidden or one.width < LEAST_WIDE:
            yield from range(one.min or 1, min(one.max or 1, MOST_COLUMNS) + 1)


def _doubt(shown: Any, held: Any, text: str) -> str:  # noqa: ANN401
    """Say why what a cell shows may not be what it holds."""
    if isinstance(held.value, str) and held.data_type == "f" and not text:
        return "这一格的公式没有算过"
    if not _tells(text):
        return ""
    row = shown.parent.row_dimensions[shown.row]
    if row.hidden or (row.height is not None and row.height < LEAST_HIGH):
        return "这一格在隐藏的行或列里"
    font, fill = shown.font, shown.fill
    runs = [each.font for each in shown.value if isinstance(each, TextBlock)] if _is_rich(shown) else []
    if any(each.strike or each.vertAlign for each in (font, *runs)):
        return "数字划掉了，或是上标、下标"
    if any((each.sz or SMALLEST) < SMALLEST for each in (font, *runs)):
        return "有看不见的字（字号太小）"
    letters = [_colour(each.color) or BLACK for each in (font, *runs)]
    if any(invisible(each, ground) for ground in _grounds(fill) for each in letters):
        return "有看不见的字（颜色与底色相近）"
    return "" if _shows(shown) else "这一格显示的可能不是存的数"


def _grounds(fill: Any) -> Sequence[Colour]:  # noqa: ANN401
    """Give the colours behind a text where they are known: one, or those that a gradient goes through."""
    if fill.fill_type is None:
        return (WHITE,)
    gradient = fill.fill_type in {"linear", "path"}
    stops = [one.color for one in fill.stop] if gradient else [fill.fgColor]
    plain = gradient or fill.fill_type == "solid"
    return [ground for stop in stops if (ground := _colour(stop))] if plain else ()


def _is_rich(cell: Any) -> bool:  # noqa: ANN401
    return isinstance(cell.value, CellRichText)


def _colour(colour: Any) -> Colour | None:  # noqa: ANN401
    """Give a colour of letters or of a ground; None where it is the usual one, or surely a dark one."""
    if colour is None:
        return None
    if colour.type == "theme":
        return _THEME.get(colour.theme)
    named = (
        COLOR_INDEX[colour.indexed] if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX) else ""
    )
    return colour_of(named or str(colour.rgb)) if colour.type in ("rgb", "indexed") else None


def _shows(cell: Any) -> bool:  # noqa: ANN401
    """Whether the format of a number or a text shows what is held."""
    if cell.data_type != "n":
        text = str(cell.value).strip()
        return cell.data_type != "s" or (parse(cell.number_format).seen_text(text) or "").strip() == text
    held = Decimal(repr(cell.value))
    return all(
        text is not None and ((not held and text.strip() in _DASHES) or _equals(text, held))
        for text in parse(cell.number_format).seen(held)
    )


def _equals(text: str, held: Decimal) -> bool:
    found = _SHOWN.fullmatch(text.strip())
    return found is not None and Decimal(found["digits"].replace(",", "")) == held


Ruled: TypeAlias = tuple[Any, Any]  # a rule that may hide what stands in its cells, and those


def _hiding_rules(sheet: Any) -> Iterator[Ruled]:  # noqa: ANN401
    """Give the conditional formats that show a figure otherwise than it is held, where they hold."""
    for cells in sheet.conditional_formatting:
        for rule in cells.rules:
            look, bars = rule.dxf, rule.dataBar or rule.iconSet
            font = look.font if look else None
            ground = _colour(look.fill.bgColor) if look and look.fill else WHITE
            if (
                (bars is not None and bars.showValue is False)
                or (look and look.numFmt and not parse(look.numFmt.formatCode).plain)
                or (font and (font.strike or invisible(_colour(font.color) or BLACK, ground)))
            ):
                yield rule, cells


def _ruled(cell: Any, text: str, rules: Sequence[Ruled]) -> str:  # noqa: ANN401
    """Say which conditional format may hide the figure of a cell."""
    if not rules or not _tells(text):
        return ""
    hides = any(cell.coordinate in cells and _may_hold(rule, cell) for rule, cells in rules)
    return "条件格式可能让人看不见或看错这个数" if hides else ""


def _may_hold(rule: Any, cell: Any) -> bool:  # noqa: ANN401
    """Whether the condition of a rule may be so: a comparison with a number is computed, nothing else."""
    if rule.type != "cellIs" or cell.data_type != "n":
        return True
    when = compared(rule.operator or "", rule.formula)
    return when is None or when.may_hold(cell.row, cell.column, lambda *_: cell.value)


def _is_prose(text: str, *, merged: bool) -> bool:
    """Whether the only text of a row is not of a table.

    A title of a section, a sentence, or what no column covers.
    """
    short = len(text) < 2 or text.replace(".", "").isdecimal()
    return not short and (not merged or bool(_SECTION.match(text)) or len(text) > LONGEST_ROW_TITLE)


def _closed(cells: list[Cell], title: str) -> Iterator[Item]:
    if any(not cell.blank for cell in cells):
        yield Grid(tuple(cells), f"工作表 {title}")


def _text(cell: Any) -> str:  # noqa: ANN401
    """Give what a cell says; a number with the unit that its format shows: “12万” is not 12."""
    value = cell.value
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "" if value is None else str(value).strip()
    held = Decimal(repr(value))
    plus, unit = "", ""
    seen = () if cell.number_format == "General" else parse(cell.number_format).seen(held)
    if len(seen) == 1 and seen[0] and _equals(seen[0], held) and (found := _SHOWN.fullmatch(seen[0].strip())):
        plus, unit = found["plus"], found["unit"]
    return f"{plus}{held.normalize():f}{unit}"
