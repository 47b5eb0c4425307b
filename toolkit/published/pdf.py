"""PDF files with a text layer: ruled tables with their merged cells, and prose lines joined into paragraphs."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber
from pdfplumber.utils.text import extract_text

from toolkit.answers.finding import Finding
from toolkit.form.model import Form
from toolkit.published.labels import label, squeeze
from toolkit.published.narrow_columns import Box, Char, padding, unbroken
from toolkit.published.notes import reading_note
from toolkit.published.pages import OBJECT, Cell, Grid, Item, Paragraph
from toolkit.published.text import is_page_number, read_lines
from toolkit.published.unreadable import UnreadableFileError

NEAR = 3.0  # points: rules closer than this are one
INDENT = 12.0  # points: a line that begins this far in begins a paragraph
MOST_PAGES = 300


def read_pdf(content: bytes, forms: Sequence[Form]) -> tuple[tuple[Item, ...], tuple[Finding, ...]]:
    """Give the paragraphs and tables of all pages, and the pages that are pictures."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    items: list[Grid | _Line] = []
    pictures: list[int] = []
    ruled = False
    lines: list[tuple[str, str]] = []
    try:
        with pdfplumber.open(BytesIO(content)) as pdf:
            for number, page in enumerate(pdf.pages[:MOST_PAGES], 1):
                if not page.chars:
                    pictures += [number] if page.images else []
                    continue
                parts = list(_page(page, number))
                ruled = ruled or any(isinstance(part, Grid) for part in parts)
                items += parts
                lines += [(line["text"], f"第 {number} 页") for line in page.extract_text_lines()]
                page.close()
    except Exception as error:  # the library raises anything on a broken or locked file
        raise UnreadableFileError("P03", "PDF 不完整、已损坏或加了密码") from error
    if not items:
        raise UnreadableFileError("P01")
    found = tuple(reading_note("P21", place=f"第 {number} 页") for number in pictures)
    return (tuple(_joined(items)) if ruled else read_lines(tuple(lines), forms)), found


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line of prose; ``begins``: indented, ``ends``: short of the right margin."""

    text: str
    place: str
    begins: bool
    ends: bool


def _page(page: Any, number: int) -> Iterator[Grid | _Line]:  # noqa: ANN401 (pdfplumber has no types)
    tables = [t for t in page.find_tables() if len({round(c[0]) for c in t.cells}) > 1]
    placed: list[tuple[float, Grid | _Line]] = [
        (t.bbox[1], _grid(t, f"第 {number} 页 表 {n}", page)) for n, t in enumerate(tables, 1)
    ]
    lines = [
        line
        for line in page.extract_text_lines()
        if not any(t.bbox[1] <= (line["top"] + line["bottom"]) / 2 <= t.bbox[3] for t in tables)
        and not is_page_number(line["text"])
    ]
    if lines:
        left = min(line["x0"] for line in lines)
        right = max((*(line["x1"] for line in lines), *(t.bbox[2] for t in tables)))
        for line in lines:
            begins, ends = line["x0"] > left + INDENT, line["x1"] < right - 2 * INDENT
            placed.append((line["top"], _Line(line["text"], f"第 {number} 页", begins, ends)))
    yield from (item for _, item in sorted(placed, key=lambda pair: pair[0]))


def _joined(items: Sequence[Grid | _Line]) -> Iterator[Item]:
    """Join printed lines into paragraphs, over page ends too."""
    held: list[_Line] = []
    for item in items:
        if held and (not isinstance(item, _Line) or _apart(held[-1], item)):
            yield Paragraph("".join(line.text for line in held), held[0].place)
            held = []
        if isinstance(item, _Line):
            held.append(item)
        else:
            yield item
    if held:
        yield Paragraph("".join(line.text for line in held), held[0].place)


def _apart(line: _Line, after: _Line) -> bool:
    """Whether a new paragraph begins; a numbered line after a full stop does, wherever the margin is."""
    return after.begins or line.ends or (line.text.endswith("。") and bool(label(after.text).number))


def _grid(table: Any, place: str, page: Any) -> Grid:  # noqa: ANN401
    lefts, tops = _edges(cell[0] for cell in table.cells), _edges(cell[1] for cell in table.cells)
    inside = {box: [c for c in page.chars if _within(c, box)] for box in table.cells}
    drawn = [*page.images, *page.curves]
    free = padding(inside.items())
    cells = []
    for box, chars in inside.items():
        x0, top, x1, bottom = box
        column, row = _index(lefts, x0), _index(tops, top)
        whole = unbroken(chars, box, free)
        cells.append(
            Cell(
                text=whole or _text(chars) or (OBJECT if any(_fits(one, box) for one in drawn) else ""),
                place=f"{place} 第 {row + 1} 行第 {column + 1} 列",
                row=row,
                column=column,
                width=max(1, sum(x0 - NEAR < left < x1 - NEAR for left in lefts)),
                height=max(1, sum(top - NEAR < edge < bottom - NEAR for edge in tops)),
                joined=whole is not None,
            )
        )
    return Grid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), place)


def _within(char: Char, box: Box) -> bool:
    x0, top, x1, bottom = box
    return bool(
        x0 <= (char["x0"] + char["x1"]) / 2 < x1 and top <= (char["top"] + char["bottom"]) / 2 < bottom
    )


def _fits(drawn: Char, box: Box) -> bool:
    """Whether a picture, or a letter drawn as a shape, stands in a cell (and is not one behind the whole table)."""
    wide, high = drawn["x1"] - drawn["x0"], drawn["bottom"] - drawn["top"]
    return _within(drawn, box) and 1 < wide <= box[2] - box[0] and 1 < high <= box[3] - box[1]


def _edges(values: Iterator[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > NEAR:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _text(chars: Sequence[Char]) -> str:
    if not chars:
        return ""
    text = str(extract_text(list(chars))).strip()
    sizes = [c["size"] for c in chars if c["text"].isdigit()]
    if squeeze(text).isdigit() and max(sizes) > 1.2 * min(sizes):
        return " ".join(text)  # a raised note mark is not a digit of the number before it
    return text
