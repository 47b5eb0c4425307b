"""Web pages (.html): what a reader sees, block by block; row and column spans, tables inside cells."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import count, islice
from operator import itemgetter

from lxml import etree, html

from toolkit.form.model import Form
from toolkit.published.formats.block_tables import rule_blocks
from toolkit.published.formats.styles import BLOCKS, DOUBT, OBJECTS, read_styles, show
from toolkit.published.formats.text import read_lines
from toolkit.published.pages import MOST_ITEMS, OBJECT, UNSURE, Cell, Grid, Item, Paragraph, unframed
from toolkit.published.unreadable import MOST_CHARACTERS, require_readable

_UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "title",
    "del",
    "s",
    "strike",
    "datalist",
    "noembed",
    "noframes",
    "rp",
}
_WIDEST = 200
_GROUPS = {"thead": -1, "tbody": 0, "tfoot": 1}  # the first head and foot are drawn first and last
_ROWS, _CELLS = {"tr", *_GROUPS}, {"td", "th"}
_FIGURE, _has_digit = re.compile(r"[\d,.]{2,20}"), re.compile(r"\d").search
_FIGURES = re.compile(r"[+\-]?[\d,.]{1,20}")
# attributes that tell a script which figure to count up to, and those by which a script fills in a text; the
# latter are gone, or told apart by a class, once it has
_COUNTS_TO = re.compile(
    r"data-(?:count(?:-?(?:up|to))?|end|final|num(?:ber)?|target|to(?:tal)?|val(?:ue)?)", re.IGNORECASE
)
_FILLED_BY, _FILLED = {"v-text", "v-html", "ng-bind", "x-text", "data-bind", ":text"}, "ng-binding"
# what a script of the page looks for by its id, or fills by its class
_SOUGHT = re.compile(
    r"""(?:getElementById\(\s*["']|(?:\$|jQuery|querySelector)\(\s*["']\#)([\w-]+)["']"""
    r"""|(?:\$|jQuery)\(\s*["']\.([\w-]+)["']\s*\)\.(?:text|html)\(\s*[^)\s]"""
)
_COUNT = re.compile(r"\s*\+?(\d{1,9})", re.ASCII)  # as browsers read colspan="5px"
# what LibreOffice leaves behind each content control, or before and behind one round whole paragraphs
_CONTROLS = "\x01\x04\x05"
# where a page ends for our parser; browsers show what follows, such as a second page in the same file
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)


def read_html(text: str, forms: Sequence[Form] = ()) -> tuple[Item, ...]:
    """Give the paragraphs and tables of a page in reading order.

    `forms` for text that is set as it was typed.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
    for control in _CONTROLS:
        text = text.replace(control, "")
    if not text.strip():
        return ()
    try:
        plain = _ENDS.sub("", text).encode("utf-8", errors="replace")
        root = html.document_fromstring(plain, parser=parser)
    except etree.ParserError:  # nothing in it
        return ()
    elements = [*root.iter()]  # held, or lxml would make each anew whenever it is come to
    if len(text) > MOST_CHARACTERS:  # pictures and scripts in a page are long too, and no text
        require_readable(
            sum(
                len(one)
                for element in root.iter()
                if element.tag not in _UNSEEN
                for one in (element.text, element.tail)
                if one
            )
        )
    styles = read_styles(root)
    show(root, styles)
    rule_blocks(root, styles)
    for shadow in root.iterfind(".//template[@shadowrootmode]"):  # shown in place of what holds it
        host = shadow.getparent()
        host.text = f"{OBJECT}{host.text or ''}"
    titles = root.xpath("//head/title | //head/meta[@name='ArticleTitle' or @property='og:title']")
    windows = [" ".join((one.get("content") or one.text_content()).split()) for one in titles]
    named = [Paragraph(window, "网页标题", "page") for window in windows if window]
    scripts = (script.text or "" for script in root.iter("script"))
    page = _Page(
        forms,
        frozenset(name for one in scripts for found in _SOUGHT.findall(one) for name in found if name),
        certain=not root.xpath(f"//@{DOUBT}"),
        final=not _has_fillers(elements),
        whole=not any(map(_is_elsewhere, root.iter("link", "style"))),
    )
    return (*named, *islice(page.items(root), MOST_ITEMS + 1))  # more is refused, however much


class _Page:
    """The counters of paragraphs and tables while a page is read from top to bottom.

    ``certain``: no style of the page makes any text doubtful; ``final``: no script fills anything in;
    ``whole``: no style sheet stands elsewhere; ``sought``: the ids and classes that its scripts fill in.
    """

    def __init__(
        self, forms: Sequence[Form], sought: frozenset[str], *, certain: bool, final: bool, whole: bool
    ) -> None:
        self.forms, self.sought = forms, sought
        self.certain, self.final, self.whole = certain, final, whole
        self.paragraphs = count(1)
        self.tables = count(1)

    def items(self, element: etree._Element) -> Iterator[Item]:
        """Blocks of text and tables inside `element`."""
        line: list[str] = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and _seen(child):
                if child.tag == "table":
                    yield from self._flush(line, element)
                    yield self._grid(child)
                elif child.tag == "pre":
                    yield from self._flush(line, element)
                    yield from self._typed(child)
                elif child.tag in OBJECTS:
                    line.append(OBJECT)
                elif not _block(child) and not any(map(_block, child.iterdescendants())):
                    line.append(_inline(child))
                elif child.tag == "br":
                    yield from self._flush(line, element)
                else:
                    yield from self._flush(line, element)
                    if child.tag == "li" and element.tag == "ol" and _is_figure(child):
                        child.text = f"{OBJECT}{child.text or ''}"  # “1.” is printed before it
                    yield from self.items(child)
            line.append(child.tail or "")
        yield from self._flush(line, element)

    def _flush(self, line: list[str], element: etree._Element) -> Iterator[Paragraph]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield Paragraph(text, f"第 {next(self.paragraphs)} 段", _role(element))

    def _typed(self, element: etree._Element) -> Iterator[Item]:
        """Text that is set as it was typed: its lines may be those of a table."""
        lines = "".join(_inline(element)).split("\n")
        yield from read_lines([(one, f"第 {next(self.paragraphs)} 段") for one in lines], self.forms)

    def _grid(self, table: etree._Element) -> Grid:
        place = f"表 {next(self.tables)}"
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        lines = [(line, len(group) - n) for group in _groups(table) for n, line in enumerate(group)]
        for row, (line, left) in enumerate(lines):
            column = 0
            for td in _within(line, _CELLS):
                while (row, column) in taken:
                    column += 1
                width = _span(td, "colspan", _WIDEST)
                height = _span(td, "rowspan", left)
                here = f"{place} 第 {row + 1} 行第 {column + 1} 列"
                cell = self._cell(td, here, row=row, column=column, height=height, width=width)
                if height > 1 or width > 1:  # its own square is behind
                    taken.update((row + i, column + j) for i in range(height) for j in range(width))
                cells.append(cell)
                column += width
        return Grid(tuple(cells), place, " ".join(_inline(one) for one in table.iterchildren("caption")))

    def _cell(
        self, td: etree._Element, place: str, *, row: int, column: int, height: int, width: int
    ) -> Cell:
        text, inside, role = self._held(td)
        doubtful = () if self.certain else td.iter(etree.Element)
        style = next((one.get(DOUBT) for one in doubtful if one.get(DOUBT)), None)
        if not style and not self.whole and len(td) and _FIGURE.fullmatch(text) and _is_pieced(td):
            style = "在另外的文件里，没有读"
        if not (inside or self.final) and _is_written_later(td, text, self.sought):
            text += OBJECT
        doubt = f"网页样式（{style}）可能让人看不见或看错这个数" if style else ""
        return Cell(
            text=(text.replace(OBJECT, "") if doubt else text).replace(UNSURE, ""),
            place=place,
            row=row,
            column=column,
            height=height,
            width=width,
            inside=inside,
            doubt=doubt,
            role=role,
        )

    def _held(self, td: etree._Element) -> tuple[str, tuple[Item, ...], str]:
        """Give the text of a cell, what it holds where there are tables in it, and the role of its lines."""
        if not len(td):  # most cells: nothing but a text
            if text := " ".join((td.text or "").split()):
                next(self.paragraphs)
            return text, (), ""
        items = tuple(self.items(td))
        lines = [item for item in items if isinstance(item, Paragraph)]
        roles = {line.role for line in lines}
        text, inside = unframed(items, "\n".join(line.text for line in lines))
        return text, inside, roles.pop() if len(roles) == 1 else ""


def _is_figure(element: etree._Element) -> bool:
    return _FIGURES.fullmatch("".join(element.itertext()).strip()) is not None


def _is_elsewhere(element: etree._Element) -> bool:
    """Whether an element names a style sheet in another file, which is not read."""
    return "stylesheet" in element.get("rel", "").lower() or "@import" in (element.text or "")


def _has_fillers(elements: Sequence[etree._Element]) -> bool:
    """Whether a page has a script, or an element that tells one what to fill in."""
    if any(element.tag == "script" for element in elements):
        return True
    names = {name for element in elements for name in element.keys()}  # noqa: SIM118 (lxml's)
    return not _FILLED_BY.isdisjoint(names) or any(map(_COUNTS_TO.fullmatch, names))


def _is_written_later(td: etree._Element, text: str, sought: frozenset[str]) -> bool:
    """Whether a script may write a figure in a cell, or another one, when the page is shown."""
    if not (len(td) or td.attrib) or not (not text or _FIGURES.fullmatch(text)):
        return False
    return any(
        one.tag == "script" or (one.attrib and _is_filled_in(one, text, sought))
        for one in td.iter(etree.Element)
    )


def _is_filled_in(element: etree._Element, text: str, sought: frozenset[str]) -> bool:
    """Whether an element, or a script, says that a figure comes where a nought, or nothing, is written."""
    names = (element.get("id", ""), *element.get("class", "").split())
    if sought and text in {"", "0"} and not sought.isdisjoint(names):
        return True
    if not _FILLED_BY.isdisjoint(element.attrib):
        return _FILLED not in (element.get("class") or "")
    told = (value for name, value in element.items() if _COUNTS_TO.fullmatch(name))
    return text in {"", "0"} and any(one.strip("0") and one.isdecimal() for one in told)


def _is_pieced(td: etree._Element) -> bool:
    """Whether some digits of a cell have another class than others: a style sheet may hide them alone."""
    if len([*filter(_has_digit, td.itertext())]) < 2:
        return False
    pieces = filter(_has_digit, td.xpath(".//text()"))
    holders = [text.getparent().getparent() if text.is_tail else text.getparent() for text in pieces]
    above = ((one, *one.iterancestors()) for one in holders)
    return len({tuple(each.get("class") for each in line if each.get("class")) for line in above}) > 1


def _seen(element: etree._Element) -> bool:
    return element.tag not in _UNSEEN and not _is_of_pages(element) and not _is_to_press(element)


def _is_to_press(element: etree._Element) -> bool:
    """Whether an element is a button that says no figure, as pages have them to copy or to print."""
    return element.tag == "button" and not any(map(_has_digit, element.itertext()))


def _is_of_pages(element: etree._Element) -> bool:
    """Whether an element is what LibreOffice prints at the head or foot of each page, once in a web page."""
    return element.get("title") in {"header", "footer"} and next(element.iter("table"), None) is None


def _role(element: etree._Element) -> str:
    """What a block is: a heading, or nothing but a link, as in menus and lists of other reports."""
    if element.tag in {"h1", "h2", "h3"}:
        return "heading"
    if element.tag in {"nav", "header", "footer", "aside"}:
        return "link"
    return "link" if _only_links(element) else ""


def _only_links(element: etree._Element) -> bool:
    """Whether all of its text stands in links.

    The first that does not answers, however much stands behind it.
    """
    within, linked = 0, False
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if node.tag == "a":
            within += 1 if event == "start" else -1
        text = node.text if event == "start" else node.tail if node is not element else None
        if text and not text.isspace():
            if not within:
                return False
            linked = True
    return linked


def _block(element: etree._Element) -> bool:
    return element.tag in BLOCKS


def _inline(element: etree._Element) -> str:
    if element.tag in OBJECTS:
        return OBJECT
    inner = (element.text or "") + "".join(
        (_inline(child) if isinstance(child.tag, str) and _seen(child) else "") + (child.tail or "")
        for child in element
    )
    # a note mark is not a digit of the number before it
    return f" {inner} " if element.tag in {"sup", "sub"} else inner


def _groups(table: etree._Element) -> list[list[etree._Element]]:
    """Give the rows of a table in the groups that it is drawn in: its head, its bodies, its foot.

    No cell reaches out of its group. Rows that stand in none are one together.
    """
    found: list[tuple[int, list[etree._Element]]] = []
    seen: set[str] = set()
    before = ""
    for child in _within(table, _ROWS):
        if child.tag in _GROUPS:
            rows = [*_within(child, {"tr"})]
            found.append((_GROUPS[child.tag] if child.tag not in seen else 0, rows))
            seen.add(child.tag)
        else:
            if before != "tr":
                found.append((0, []))
            found[-1][1].append(child)
        before = child.tag
    return [rows for _, rows in sorted(found, key=itemgetter(0))]


def _within(holder: etree._Element, wanted: Collection[str]) -> Iterator[etree._Element]:
    """Give what is wanted of a part of a table; a form or the like round some of it is no part of that."""
    for child in holder.iterchildren(etree.Element):
        if child.tag in wanted:
            yield child
        elif child.tag != "table":
            yield from _within(child, wanted)


def _span(td: etree._Element, name: str, most: int) -> int:
    given = td.get(name)
    found = _COUNT.match(given) if given else None
    # no rows stand for all that are left, no columns for one
    return min(int(found[1]) or (most if name == "rowspan" else 1), most) if found else 1
