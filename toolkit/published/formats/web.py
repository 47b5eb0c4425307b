"""Web pages (.html): what a reader sees, block by block; row and column spans, tables inside cells."""

import re
from collections.abc import Iterator
from itertools import count

from lxml import etree, html

from toolkit.published.pages import OBJECT, Cell, Grid, Item, Paragraph

_UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "del",
    "s",
    "strike",
    "select",
    "textarea",
    "button",
}
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "label", "mark", "o:p",
           "q", "small", "span", "strong", "sub", "sup", "u", "var", "wbr", "time", "st1:chsdate"}  # fmt: skip
_OBJECTS = {"img", "svg", "picture", "object", "embed", "canvas", "math", "input"}  # print what is no text
_WIDEST = 200
_PALE = re.compile(
    r"(?:^|;)color:(?:white|#fff(?:fff)?|transparent|rgba?\(255,255,255)|font-size:0(?:px|pt|em|;|$)|(?:^|;)opacity:0(?:;|$|\.0)"
    r"|visibility:hidden"
)


def read_html(text: str) -> tuple[Item, ...]:
    """Give the paragraphs and tables of a page in reading order."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
    if not text.strip():
        return ()
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:  # nothing in it
        return ()
    titles = root.xpath("//head/title | //head/meta[@name='ArticleTitle' or @property='og:title']")
    windows = [" ".join((one.get("content") or one.text_content()).split()) for one in titles]
    named = [Paragraph(window, "网页标题", "page") for window in windows if window]
    return (*named, *_Page().items(root))


class _Page:
    """The counters of paragraphs and tables while a page is read from top to bottom."""

    def __init__(self) -> None:
        self.paragraphs = count(1)
        self.tables = count(1)

    def items(self, element: etree._Element) -> Iterator[Item]:
        """Blocks of text and tables inside `element`."""
        line: list[str] = [element.text or ""]
        role = _role(element)
        for child in element:
            if isinstance(child.tag, str) and _seen(child):
                if child.tag == "table":
                    yield from self._flush(line, role)
                    yield self._grid(child)
                elif child.tag in _OBJECTS:
                    line.append(OBJECT)
                elif child.tag in _INLINE and not any(_block(d) for d in child.iterdescendants()):
                    line.append(_inline(child))
                elif child.tag == "br":
                    yield from self._flush(line, role)
                else:
                    yield from self._flush(line, role)
                    yield from self.items(child)
            line.append(child.tail or "")
        yield from self._flush(line, role)

    def _flush(self, line: list[str], role: str) -> Iterator[Paragraph]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield Paragraph(text, f"第 {next(self.paragraphs)} 段", role)

    def _grid(self, table: etree._Element) -> Grid:
        place = f"表 {next(self.tables)}"
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        rows = list(_rows(table))
        for row, line in enumerate(rows):
            column = 0
            for td in (c for c in line if c.tag in {"td", "th"} and _seen(c)):
                while (row, column) in taken:
                    column += 1
                width = _span(td, "colspan", _WIDEST)
                height = _span(td, "rowspan", len(rows) - row)
                here = f"{place} 第 {row + 1} 行第 {column + 1} 列"
                cell = self._cell(td, here, row=row, column=column, height=height, width=width)
                taken.update((row + i, column + j) for i in range(height) for j in range(width))
                cells.append(cell)
                column += width
        return Grid(tuple(cells), place, " ".join(_inline(one) for one in table.iterchildren("caption")))

    def _cell(
        self, td: etree._Element, place: str, *, row: int, column: int, height: int, width: int
    ) -> Cell:
        items = tuple(self.items(td))
        text = "\n".join(item.text for item in items if isinstance(item, Paragraph))
        grids = [item for item in items if isinstance(item, Grid)]
        if len(grids) == 1 and len(grids[0].cells) == 1 and not text:
            text, grids = grids[0].cells[0].text, []  # a frame drawn round one text
        inside = items if grids else ()
        if text.strip().isdecimal() and _pale(td):
            text = f"{OBJECT}{text}"
        return Cell(text=text, place=place, row=row, column=column, height=height, width=width, inside=inside)


def _seen(element: etree._Element) -> bool:
    style = "".join((element.get("style") or "").lower().split())
    hidden = (
        element.get("hidden") is not None
        or element.get("type") == "hidden"
        or element.get("data-xxgk") is not None  # what our own pages say to readers on a small screen
        or "display:none" in style
        or "line-through" in style
    )
    return element.tag not in _UNSEEN and not hidden


def _role(element: etree._Element) -> str:
    """What a block is: a heading, or nothing but a link, as in menus and lists of other reports."""
    if element.tag in {"h1", "h2", "h3"}:
        return "heading"
    if element.tag in {"nav", "header", "footer", "aside"}:
        return "link"
    links = [element] if element.tag == "a" else element.findall(".//a")
    whole = "".join("".join(element.itertext()).split()) if links else ""
    linked = "".join("".join("".join(one.itertext()) for one in links).split())
    return "link" if linked and linked == whole else ""


def _pale(element: etree._Element) -> bool:
    """Whether what is printed in it cannot be seen: white, transparent, of no size."""
    style = "".join((element.get("style") or "").lower().split())
    colour = (element.get("color") or "").lower()
    return bool(_PALE.search(style)) or colour in {"white", "#fff", "#ffffff"}


def _block(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag not in _INLINE | _OBJECTS


def _inline(element: etree._Element) -> str:
    if element.tag in _OBJECTS:
        return OBJECT
    inner = (element.text or "") + "".join(
        (_inline(child) if isinstance(child.tag, str) and _seen(child) else "") + (child.tail or "")
        for child in element
    )
    if inner.strip().isdecimal() and _pale(element):
        return f"{OBJECT}{inner}"
    # a note mark is not a digit of the number before it
    return f" {inner} " if element.tag in {"sup", "sub"} else inner


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (line for line in child if line.tag == "tr")


def _span(td: etree._Element, name: str, most: int) -> int:
    value = (td.get(name) or "1").strip()
    number = int(value) if value.isdecimal() else 1
    return max(1, min(number or most, most))
