"""PDF files with a text layer.

Ruled tables joined over their pages, and prose lines joined into paragraphs.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import inf

import pypdfium2

from toolkit.form.model import Form
from toolkit.published.formats.text import is_page_number, read_lines
from toolkit.published.labels import label, squeeze
from toolkit.published.notes import Finding, reading_note
from toolkit.published.pages import UNSURE, Item, Paragraph
from toolkit.published.pdf.joins import join_tables
from toolkit.published.pdf.leaves import leaves, once
from toolkit.published.pdf.narrow_columns import text_lines
from toolkit.published.pdf.page import Char, Page, read_page
from toolkit.published.pdf.ruled import Ruled, line_text, ruled_tables
from toolkit.published.pdf.side_column import Columns, columns
from toolkit.published.unreadable import UnreadableFileError

INDENT = 12.0  # points: a line that begins this far in begins a paragraph
LOOSE = 1.4  # of what parts the nearest lines: what stands farther below a full stop is a paragraph
SMALLER = 0.8  # of the letters above: those of a title are larger than of the text below it
MARGIN = (
    0.12  # of the page's height: what stands there, above or below a table that goes on, is not of the report
)
MOST_PAGES = 300
LEAST_LETTERS = 200  # of a text; less is the number of a page, or the name of a scanner
_GARBLED = "里面没有一个汉字：不是报告，或者字没有编码，复制出来是乱码"
_is_chinese = re.compile("[㐀-鿿]").match
_STOPS = set("。！？；：!?;:")
_FURNITURE = re.compile(
    r"(?:file|https?)://\S*.*|\d{1,4}(?:/\d{1,4})?|page\d+(?:of\d+)?|[(（]?(?:续表|续|接上页|转下页|"
    r"下页续)[)）]?",
    re.IGNORECASE,
)


def read_pdf(content: bytes, forms: Sequence[Form]) -> tuple[tuple[Item, ...], tuple[Finding, ...]]:
    """Give the paragraphs and tables of all pages, and the pages that are pictures."""
    try:
        document = pypdfium2.PdfDocument(content)
        sheets = (read_page(document[n], n + 1) for n in range(min(len(document), MOST_PAGES)))
        pages = [*leaves(sheets)]
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError("P03", "PDF 不完整、已损坏或加了密码") from error
    pictures = [page.place for page in pages if not page.chars and page.pictures]
    printed = [*once(page for page in pages if page.chars)]
    if not printed:
        raise UnreadableFileError("P01")
    _require_chinese([char.text for page in printed for char in page.chars])
    found = tuple(reading_note("P21", place=place) for place in pictures)
    tables = {page.number: tuple(ruled_tables(page)) for page in printed}
    right: dict[float, float] = {}
    for page in printed:
        right[page.width] = max(right.get(page.width, 0.0), *(c.x1 for c in page.chars))
    parted = _parted(printed, tables)
    reach = max((char.x1 for one in parted.values() for char in one.column), default=0.0)
    lines = {
        page.number: tuple(_lines(page, parted[page.number], right[page.width], reach)) for page in printed
    }
    found += tuple(_beside(printed, parted))
    if not any(tables.values()):
        texts = ((line.text, line.place) for page in printed for line in _own(lines, page))
        return read_lines(tuple(texts), forms), found
    parts = [part for page in printed for part in _parts(tables[page.number], _own(lines, page))]
    return tuple(_joined(join_tables(parts, _is_beside, forms))), found


def _require_chinese(letters: Sequence[str]) -> None:
    """Refuse many letters without a single one of ours: it is no report, or nobody can tell what they are."""
    if len(letters) >= LEAST_LETTERS and not any(map(_is_chinese, letters)):
        raise UnreadableFileError("P03", _GARBLED)


@dataclass(frozen=True, kw_only=True, slots=True)
class TextLine:
    """A printed line of prose.

    ``begins``: indented, ``ends``: short of the right margin, with room for what the line below begins with,
    or after a full stop farther above the next line than lines stand; ``margin``: at the page's edge.
    """

    text: str
    place: str
    top: float
    size: float = 0.0
    begins: bool = False
    ends: bool = False
    margin: bool = False


def _parted(pages: Sequence[Page], tables: Mapping[int, Sequence[Ruled]]) -> dict[int, Columns]:
    """Part the text of each page that stands outside its tables from a menu beside it.

    Without any table the lines are all there is to tell what stands in which column.
    """
    found: dict[int, Columns] = {}
    before = Columns(groups=())
    for page in pages:
        boxes = [table.box for table in tables[page.number]]
        outside = page.chars
        for box in boxes:
            outside = tuple(char for char in outside if not char.within(box))
        found[page.number] = (
            columns(outside, boxes, page.width, before)
            if any(tables.values())
            else Columns(groups=(outside,))
        )
        before = found[page.number]
    return found


def _beside(pages: Sequence[Page], parted: Mapping[int, Columns]) -> Iterator[Finding]:
    for page in pages:
        if menu := parted[page.number].beside:
            text = squeeze("".join(map(line_text, text_lines(menu))))
            yield reading_note("P35", place=page.place, found=text[:30])


def _lines(page: Page, parted: Columns, right: float, reach: float) -> Iterator[TextLine]:
    """The lines of a page outside its tables.

    `right`: how far those of all pages reach, `reach`: those in a column beside a menu.
    """
    for group in parted.groups:
        half = any(group is one for one in parted.halves)
        ends = max(char.x1 for char in group) if half else reach if group is parted.column else right
        yield from _of_group(page, text_lines(group), ends)


def _of_group(page: Page, lines: Sequence[list[Char]], right: float) -> Iterator[TextLine]:
    """The lines of one column; `right`: how far it reaches."""
    left = min((line[0].x0 for line in lines), default=0)
    following: list[list[Char]] = [*lines[1:], []]
    steps = (below[0].top - line[0].top for line, below in pairwise(lines))
    pitch = min(
        (step for step, line in zip(steps, lines, strict=False) if step > SMALLER * line[0].size), default=inf
    )
    for line, below in zip(lines, following, strict=False):  # where a page has no line, nothing follows
        top = line[0].top
        parted = bool(below) and line[-1].text in _STOPS and below[0].top - top > LOOSE * pitch
        room = 0.0 if line[-1].text in _STOPS else sum(c.x1 - c.x0 for c in takewhile(_is_whole, below))
        yield TextLine(
            text=line_text(line if not any(char.unseen for char in line) else [*map(_signed, line)]),
            place=page.place,
            top=top,
            size=line[0].size,
            begins=line[0].x0 > left + INDENT,
            ends=parted or line[-1].x1 < right - max(2 * INDENT, room),
            margin=not MARGIN * page.height < top < (1 - MARGIN) * page.height,
        )


def _is_whole(char: Char) -> bool:
    """Whether a character is not parted from the one beside it at the end of a line: 2023, www.gov.cn."""
    return char.text.isascii()


def _signed(char: Char) -> Char:
    """Put a sign before a letter that nobody sees, so that it is no part of a figure."""
    return char._replace(text=f"{UNSURE}{char.text}") if char.unseen else char


def _own(lines: dict[int, tuple[TextLine, ...]], page: Page) -> list[TextLine]:
    """The lines of a page without what stands at its head and foot.

    Page numbers, and what other pages have there too.
    """
    seen = Counter(
        shape for number in lines for shape in {_shape(line) for line in lines[number] if line.margin}
    )
    return [
        line
        for line in lines[page.number]
        if not is_page_number(line.text)
        and not (line.margin and (_FURNITURE.fullmatch(squeeze(line.text)) or seen[_shape(line)] > 1))
    ]


def _shape(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+", "0", squeeze(line.text)), round(line.top / 4)


def _parts(tables: Sequence[Ruled], lines: Sequence[TextLine]) -> list[Ruled | TextLine]:
    """Tables and lines from the top down; what stands beside a table is no line between it and the next.

    Lines stay in their order: those of the right column below those of the left one.
    """
    placed: list[tuple[float, Ruled | TextLine]] = []
    down = 0.0
    for line in lines:
        beside = (table.box.top for table in tables if table.box.top <= line.top <= table.box.bottom)
        down = max(down, next(beside, line.top))
        placed.append((down, line))
    placed += [(table.box.top, table) for table in tables]
    return [part for _, part in sorted(placed, key=lambda pair: pair[0])]


def _is_beside(part: Ruled | TextLine) -> bool:
    """Whether a line between the halves of a table is not of the report.

    Short, at the edge of its page, no title.
    """
    return isinstance(part, TextLine) and part.margin and not label(part.text).number and len(part.text) <= 60


def _joined(items: Sequence[Ruled | TextLine]) -> Iterator[Item]:
    """Join printed lines into paragraphs, over page ends too."""
    held: list[TextLine] = []
    for item in items:
        if held and (not isinstance(item, TextLine) or _apart(held[-1], item)):
            yield Paragraph("".join(line.text for line in held), held[0].place)
            held = []
        if isinstance(item, TextLine):
            held.append(item)
        else:
            yield item.grid
    if held:
        yield Paragraph("".join(line.text for line in held), held[0].place)


def _apart(line: TextLine, after: TextLine) -> bool:
    """Whether a new paragraph begins; a numbered line after a full stop does, wherever the margin is."""
    smaller = after.size < SMALLER * line.size
    return (
        after.begins or line.ends or smaller or (line.text.endswith("。") and bool(label(after.text).number))
    )
