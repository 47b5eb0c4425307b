"""Tables that a web page draws without <table>: blocks in rows, by their structure.

Cells on a grid, by their styles.

They are written anew as tables in the page's own tree, so that they are read like any other. Blocks are a
table only when figures stand in them: menus and columns of text stay what they are.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from lxml import etree

from toolkit.published.formats.ink import Declared
from toolkit.published.formats.styles import Styles
from toolkit.published.labels import squeeze
from toolkit.published.printed_amounts import looks_like_value

LONGEST_CELL = 60
LEAST_ROWS, LEAST_FIGURES = 3, 4  # rows of two cells or more, and figures in them
MOST_SPAN = 60
_INLINE = {"span", "a", "b", "strong", "em", "i", "font", "label", "u"}
_ROWS = {"div", "ul", "ol", "dl", "section", "article", "span", "p", "li"}
_IN_A_ROW = ("flex", "inline-flex", "grid", "inline-grid", "table-row")
_SIDE_BY_SIDE = ("table-cell", "inline-block", "inline-flex", "block", "flex")
_NONE: Declared = {}
_LINE = re.compile(r"(?:(\d+)\s*/\s*)?(?:span\s+(\d+)|(\d+))?")


def rule_blocks(root: etree._Element, styles: Styles) -> None:
    """Make tables of the blocks that are drawn as tables."""
    for element in list(root.iter("div", "ul", "section", "article", "dl")):
        if "grid" in styles.get(element, _NONE).get("display", "") and _place(element, styles):
            element.tag = "table"
    holders = root.iter("body", "div", "section", "article", "td", "form", "main")
    for holder in [one for one in holders if len(one)]:
        for run in _runs(holder, styles):
            _as_table(run, styles)


# ------------------------------------------------------------------ rows of blocks


def _runs(holder: etree._Element, styles: Styles) -> Iterator[list[etree._Element]]:
    """Give the rows that stand one below the other and are a table together."""
    run: list[etree._Element] = []
    for child in [*_lines(holder, styles), None]:
        if child is not None and (not run or child.tag == run[0].tag) and _cells(child, styles):
            run.append(child)
            continue
        while run and len(_cells(run[-1], styles)) < 2:
            run.pop()
        if _is_table(run, styles):
            yield run
        run = []


def _lines(holder: etree._Element, styles: Styles) -> Iterator[etree._Element]:
    """Give the blocks of a holder, those of its groups of rows (heads and bodies) in their place."""
    for child in holder.iterchildren(etree.Element):
        group = child.get("role") == "rowgroup" or "row-group" in styles.get(child, _NONE).get("display", "")
        yield from child.iterchildren(etree.Element) if group else (child,)


def _is_table(run: Sequence[etree._Element], styles: Styles) -> bool:
    rows = [_cells(row, styles) for row in run]
    figures = sum(looks_like_value(_text(cell)) for row in rows if len(row) > 1 for cell in row)
    return sum(len(row) > 1 for row in rows) >= LEAST_ROWS and figures >= LEAST_FIGURES


def _cells(row: etree._Element, styles: Styles) -> list[etree._Element]:
    """Give the cells of a row; none when it is not one."""
    if row.tag not in _ROWS or (row.text or "").strip() or row.find(".//table") is not None:
        return []
    cells = list(row.iterchildren(etree.Element))
    beside = styles.get(row, _NONE).get("display") in _IN_A_ROW or row.get("role") == "row"
    for cell in cells:
        drawn = styles.get(cell, _NONE).get("display") in _SIDE_BY_SIDE or cell.get("role")
        if (
            (cell.tail or "").strip()
            or (cell.tag in _INLINE and not beside and not drawn)
            or cell.tag == "br"
        ):
            return []
        if len(_text(cell)) > LONGEST_CELL or any(
            len(one) > 1 for one in cell.iter("div", "ul", "p", "span")
        ):
            return []
    return cells


def _text(cell: etree._Element) -> str:
    return squeeze("".join(cell.itertext()))


def _as_table(run: Sequence[etree._Element], styles: Styles) -> None:
    """Put the rows into a table of their own."""
    table = etree.Element("table")
    run[0].addprevious(table)
    for row in run:
        for cell in _cells(row, styles):
            cell.tag = "td"
            _span(cell, "colspan", cell.get("aria-colspan") or _share(styles.get(cell, _NONE)))
            _span(cell, "rowspan", cell.get("aria-rowspan") or "1")
        table.append(row)
        row.tag = "tr"


def _share(own: Declared) -> str:
    """How many columns a block takes in its row, where it is so many times as wide as the others."""
    return (own.get("flex-grow") or own.get("flex") or "1").split(" ")[0]


def _span(cell: etree._Element, name: str, text: str) -> None:
    cell.set(name, text if text.isdecimal() and 0 < int(text) <= MOST_SPAN else "1")


# ------------------------------------------------------------------ cells on a grid


def _place(grid: etree._Element, styles: Styles) -> bool:
    """Put the cells of a grid into rows, where styles say their places; False when they do not."""
    cells = list(grid.iterchildren(etree.Element))
    width = _width(styles.get(grid, _NONE).get("grid-template-columns", ""))
    if not width or len(cells) < 2 * width or (grid.text or "").strip() or grid.find(".//table") is not None:
        return False
    taken: set[tuple[int, int]] = set()
    rows: dict[int, list[tuple[int, etree._Element]]] = {}
    at = 0  # where the next cell goes that says only how large it is
    for cell in cells:
        found = _area(styles.get(cell, _NONE))
        if found is None or len(_text(cell)) > LONGEST_CELL:
            return False
        row, column, height, wide = found
        if row is None or column is None:
            if row is not None or column is not None or wide > width:
                return False
            at = next(
                n
                for n in count(at)
                if n % width + wide <= width and not taken & _squares(n, width, height, wide)
            )
            row, column = divmod(at, width)
        squares = {(row + i, column + j) for i in range(height) for j in range(wide)}
        if taken & squares:
            return False
        taken |= squares
        cell.set("rowspan", str(height))
        cell.set("colspan", str(wide))
        rows.setdefault(row, []).append((column, cell))
    for number in range(max(rows) + 1):
        line = etree.SubElement(grid, "tr")
        for _, cell in sorted(rows.get(number, ()), key=lambda one: one[0]):
            cell.tag = "td"
            line.append(cell)
    return True


def _squares(at: int, width: int, height: int, wide: int) -> set[tuple[int, int]]:
    row, column = divmod(at, width)
    return {(row + i, column + j) for i in range(height) for j in range(wide)}


def _width(template: str) -> int:
    """How many columns a grid has: repeat(10, 1fr), or a width for each."""
    if found := re.fullmatch(r"repeat\(\s*(\d+)\s*,[^()]*(?:\([^()]*\))?[^()]*\)", template):
        return min(int(found[1]), MOST_SPAN)
    return len(template.split()) if template and "(" not in template else 0


def _area(own: Declared) -> tuple[int | None, int | None, int, int] | None:
    """Give row, column (None: wherever there is room), height and width of a cell.

    None when they are not plain.
    """
    rows, columns = own.get("grid-row", ""), own.get("grid-column", "")
    if area := own.get("grid-area", ""):
        parts = [part.strip() for part in area.split("/")]
        if len(parts) != 4:
            return None
        rows, columns = f"{parts[0]} / {parts[2]}", f"{parts[1]} / {parts[3]}"
    one, other = _track(rows), _track(columns)
    return (one[0], other[0], one[1], other[1]) if one and other else None


def _track(text: str) -> tuple[int | None, int] | None:
    """Read “2 / span 3”, “2 / 5”, “span 3”, “2”: where it begins (from 0) and how long it is."""
    if not text.strip():
        return None, 1
    first, _, last = (part.strip() for part in text.partition("/"))
    begins = int(first) - 1 if first.isdecimal() else None
    spans = [part.removeprefix("span").strip() for part in (first, last) if part.startswith("span")]
    if len(spans) == 1 and spans[0].isdecimal() and (begins is not None or not last):
        return begins, min(int(spans[0]), MOST_SPAN)
    if begins is None or begins < 0 or spans:
        return None
    if not last:
        return begins, 1
    return (
        (begins, int(last) - 1 - begins)
        if last.isdecimal() and 0 < int(last) - 1 - begins <= MOST_SPAN
        else None
    )
