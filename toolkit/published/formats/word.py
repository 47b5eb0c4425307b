"""Word files (.docx): paragraphs and tables in order, merged cells, nested tables, tracked changes.

Read from the XML itself: the text that a reader sees is what is not deleted, struck through or hidden,
whatever content control it stands in.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from io import BytesIO
from itertools import count
from posixpath import join, normpath, splitext
from zipfile import ZipFile

from lxml import etree

from toolkit.published.formats.word_marks import (
    COMPOSED,
    NO_STYLES,
    NONE,
    NUMBERED,
    TOLD,
    UNSEEN,
    USUAL,
    Marks,
    StyleMarks,
    W,
    ground_of,
    is_cut,
    is_flat,
    is_on,
    is_raised,
    is_seldom,
    is_tiny,
    is_unseen,
    read_styles,
)
from toolkit.published.pages import OBJECT, UNSURE, Cell, Grid, Item, Paragraph, as_label, unframed
from toolkit.published.unreadable import DAMAGED, UnreadableFileError


def _named(names: str) -> frozenset[str]:
    return frozenset(f"{W}{name}" for name in names.split())


_P, _R, _T, _TBL, _TR, _TC = (f"{W}{tag}" for tag in ("p", "r", "t", "tbl", "tr", "tc"))
_TRANSPARENT = _named("sdt sdtContent ins customXml smartTag moveTo hyperlink fldSimple dir bdo")
_LOOKS = _named("pPr rPr")
# what a run may hold and a paragraph beside its runs that prints nothing of its own
_SILENT = _named(
    """rPr pPr sdtPr sdtEndPr smartTagPr customXmlPr lastRenderedPageBreak softHyphen proofErr
    fldChar instrText fldData ffData footnoteReference endnoteReference commentReference annotationRef
    del delText delInstrText moveFrom bookmarkStart bookmarkEnd permStart permEnd commentRangeStart
    commentRangeEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd tcPr sectPr
    customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
    customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd"""
)
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"),
)
_NAMES = "word/_rels/document.xml.rels"  # what the parts are called that a document brings with it
_NOT_READ = (Paragraph(OBJECT, "插入的文件"),)
_CHUNK = f"{W}altChunk"
_NAMED_BY = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
_OWN_MARK = f"{W}customMarkFollows"  # the mark of a note that its writer typed stands behind it
_HEIGHT = f"{W}trHeight"
_FIELD, _ASKS = f"{W}fldChar", f"{W}instrText"
_FIELD_KIND = f"{W}fldCharType"
# draw what they ask for, a number of their own or a choice, and hold no result
_DRAWN_FIELDS = (
    "EQ",
    "SYMBOL",
    "FORMDROPDOWN",
    "MACROBUTTON",
    "GOTOBUTTON",
    "AUTONUM",
    "LISTNUM",
    "BIDIOUTLINE",
)
LEAST_HIGH = 80  # twentieths of a point of a row: less is not seen
_FIGURE = re.compile(r"[\d.,，．+\-－−%万千百]+")
_TELLS_OF_CELL = f"{W}tcPr"
_MERGED = _SPAN, _BESIDE, _ABOVE = (f"{W}gridSpan", f"{W}hMerge", f"{W}vMerge")
_BOX, _TURNED = f"{W}txbxContent", f"{W}bdo"
# what is looked for in the whole body before it is read
_HEEDED = (*_TRANSPARENT, *TOLD, *_MERGED, _BOX, _FIELD, NUMBERED)
_GONE = (f"{W}del", f"{W}hidden")  # marks of a row: deleted while changes were tracked, hidden


def read_docx(
    content: bytes, read_file: Callable[[bytes, str], Iterable[Item]] = lambda *_: _NOT_READ
) -> tuple[Item, ...]:
    """Give the paragraphs and tables of the body, those of files that are set into it too.

    `read_file` reads such a file: a web page, as programs of websites write a Word file, or another document.

    Raises UnreadableFileError, also where two parts could be meant or one brings definitions of its own.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            names = [name.casefold() for name in package.namelist()]
            if len(set(names)) < len(names):
                raise UnreadableFileError("P03", "Word 文件里有两份同名的内容，不知道该读哪一份")
            body = _xml(package.read("word/document.xml")).find(f"{W}body")
            styles = "word/styles.xml"
            told = _style_marks(package.read(styles)) if styles in package.namelist() else NO_STYLES
            chunks = _chunks(package) if body is not None and body.find(f".//{_CHUNK}") is not None else {}
    except DAMAGED as error:
        raise UnreadableFileError("P03", "Word 文件不完整或已损坏") from error
    if body is None:
        return ()
    return tuple(
        _Body(body, told, lambda name: read_file(*chunks[name]) if name in chunks else _NOT_READ).items(body)
    )


def _xml(content: bytes) -> etree._Element:
    for strict, usual in _STRICT:  # “Strict Open XML” has the same elements under other names
        content = content.replace(strict, usual)
    root = etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )
    if root.getroottree().docinfo.internalDTD is not None:  # Word writes none: words could be left out by it
        raise UnreadableFileError("P03", "Word 文件里有外来的定义（DTD）")
    return root


def _chunks(package: ZipFile) -> dict[str, tuple[bytes, str]]:
    """Give the files that are set into a document, each with the ending of its name, by their names in it."""
    names = package.namelist()
    named = _xml(package.read(_NAMES)) if _NAMES in names else ()
    parts = {
        one.get("Id", ""): normpath(join("/word", one.get("Target", ""))).lstrip("/")
        for one in named
        if one.get("Type", "").endswith("/aFChunk") and one.get("TargetMode") != "External"
    }
    return {
        name: (package.read(part), splitext(part)[1].lower()) for name, part in parts.items() if part in names
    }


@lru_cache(maxsize=4)
def _style_marks(content: bytes) -> StyleMarks:
    """Give what the styles say; many documents have the very same."""
    return read_styles(_xml(content))


def _properties(element: etree._Element, kind: str) -> Marks:
    """Give what the properties of an element say; of a mark that stands twice, the first."""
    found: dict[str, str | None] = {}
    for properties in element.iterchildren(kind):
        for mark in properties:
            found.setdefault(mark.tag, mark.get(f"{W}val"))
    return found


# ------------------------------------------------------------------ text and tables


def _within(element: etree._Element) -> Sequence[etree._Element]:
    """Child elements, those inside content controls and tracked insertions included."""
    found: list[etree._Element] = []
    for child in element:
        if child.tag in _TRANSPARENT:
            found += _within(child)
        else:
            found.append(child)
    return found


class _Body:
    """The counters of paragraphs and tables while a document is read from top to bottom; its styles.

    ``plain``: nothing in it keeps letters from being seen as they are written, so that no run is looked at.
    """

    def __init__(
        self, body: etree._Element, styles: StyleMarks, chunks: Callable[[str], Iterable[Item]]
    ) -> None:
        self.styles, self.usual = styles.told, styles.usual
        self.chunks = chunks  # what the files say that are set into it, by the name of their place
        self.merged: dict[etree._Element, dict[str, str | None]] = {}  # what merged cells say of themselves
        heeded: set[str] = set()
        self.flat = False  # whether some paragraph has lines that are too low for letters
        for mark in body.iter(*_HEEDED):
            if mark.tag in USUAL and not is_seldom(mark.tag, mark.get(f"{W}val")):
                self.flat = self.flat or is_cut(mark)
                continue  # nearly every run says its size
            if composed := COMPOSED.get(mark.tag):
                mark.set(f"{W}val", composed(mark))  # as other marks say what they do
            heeded.add(mark.tag)
            if mark.tag in _MERGED and (properties := mark.getparent()).tag == _TELLS_OF_CELL:
                own = self.merged.setdefault(properties.getparent(), {})
                own.setdefault(mark.tag, mark.get(f"{W}val"))
        # where nothing is transparent, an element's children are its own
        self.children = list if heeded.isdisjoint(_TRANSPARENT) else _within
        self.plain = heeded.isdisjoint((*TOLD, _TURNED, _FIELD)) and not self._uses(body, styles.odd)
        self.signed = NUMBERED in heeded or self.flat or not self.plain
        self.fields: list[str] = []  # how far each field is that has begun and not ended, outer ones first
        self.fielded = _FIELD in heeded and _is_balanced(body)
        self.boxed = _BOX in heeded
        self.paragraphs = count(1)
        self.tables = count(1)

    @staticmethod
    def _uses(body: etree._Element, styles: frozenset[str | None]) -> bool:
        """Whether the body names one of these styles."""
        return None in styles or any(
            one.get(f"{W}val") in styles for one in body.iter(f"{W}pStyle", f"{W}rStyle") if styles
        )

    def items(self, holder: etree._Element) -> Iterator[Item]:
        """Paragraphs and tables inside an element."""
        for child in self.children(holder):
            if child.tag == _P:
                yield Paragraph(self._text(child), f"第 {next(self.paragraphs)} 段")
                for box in _boxes(child) if self.boxed else ():
                    yield from self.items(box)
            elif child.tag == _TBL:
                yield self._grid(child)
            elif child.tag == _CHUNK:
                yield from self.chunks(child.get(_NAMED_BY, ""))
            elif child.tag not in _SILENT and isinstance(child.tag, str):
                yield Paragraph(OBJECT, f"第 {next(self.paragraphs)} 段")  # another file, a formula, a choice

    def _text(self, paragraph: etree._Element) -> str:
        parts: list[str] = []
        style: Marks = NONE
        if not self.plain:
            named = _properties(paragraph, f"{W}pPr").get(f"{W}pStyle")
            style = self.usual if named is None else self.styles.get(named, NONE)
        for piece in self.children(paragraph):
            if piece.tag in _LOOKS:
                continue
            if piece.tag != _R:
                parts.append(_printed(piece))
            elif self.plain:
                parts += [(one.text or "") if one.tag == _T else _printed(one) for one in piece]
            else:
                pieces = self._pieces(piece) if self.fielded else map(_printed, piece)
                parts.append(_as_seen("".join(pieces), piece, self._marks(piece, style)))
        text = "".join(parts)
        return f"{OBJECT}{text}" if self.signed and _prints_otherwise(paragraph, text, style) else text

    def _pieces(self, run: etree._Element) -> Iterator[str]:
        """Give what a run prints; what a field asks for is not printed, only what it results in."""
        for piece in run:
            if piece.tag == _FIELD:
                if self._step(piece.get(_FIELD_KIND)):
                    yield OBJECT
            elif all(field == "separate" for field in self.fields):
                yield _printed(piece)
            elif piece.tag == _ASKS and (piece.text or "").strip().upper().startswith(_DRAWN_FIELDS):
                yield OBJECT
            elif piece.tag == _ASKS and (piece.text or "").lstrip().startswith("="):
                self.fields[-1] = "formula"

    def _step(self, mark: str | None) -> bool:
        """Go on in a field: it begins, comes to its result, or ends.

        Whether it ends as a formula that was never worked out: it prints a figure once somebody asks for it.
        """
        if mark == "begin":
            self.fields.append(mark)
        elif mark == "separate" and self.fields:
            self.fields[-1] = mark
        elif mark == "end" and self.fields:
            return self.fields.pop() == "formula"
        return False

    def _marks(self, run: etree._Element, style: Marks) -> Marks:
        """Give what is said of a run: by itself, else by the style of its own, else by its paragraph's."""
        own = _properties(run, f"{W}rPr")
        named = self.styles.get(own.get(f"{W}rStyle"), NONE)
        return {**style, **named, **own} if style or named else own

    def _grid(self, table: etree._Element) -> Grid:
        place = f"表 {next(self.tables)}"
        cells: list[dict[str, object]] = []
        above: dict[int, dict[str, object]] = {}
        lines = ((one, _properties(one, f"{W}trPr")) for one in self.children(table) if one.tag == _TR)
        for row, (line, told) in enumerate(one for one in lines if not is_on(one[1], _GONE)):
            column = _number(told.get(f"{W}gridBefore"), 0)
            low = _number(told.get(_HEIGHT), LEAST_HIGH) < LEAST_HIGH and _is_exact(line)
            last: dict[str, object] | None = None  # the cell before, in this row
            for tc in (child for child in self.children(line) if child.tag == _TC):
                own = self.merged.get(tc, NONE)  # most cells are not merged
                width = _number(own.get(_SPAN), 1) if own else 1
                if own and _continues(own, _BESIDE) and last is not None:
                    last["width"] = max(column + width - int(str(last["column"])), int(str(last["width"])))
                elif own and _continues(own, _ABOVE) and column in above:
                    last = above[column]
                    last["height"] = row - int(str(last["row"])) + 1
                else:
                    text, inside = self._held(tc)
                    last = {
                        "text": text,
                        "place": f"{place} 第 {row + 1} 行第 {column + 1} 列",
                        "inside": inside,
                        "doubt": "这一行压得太低，看不见字" if low else "",
                        "row": row,
                        "column": column,
                        "width": width,
                        "height": 1,
                    }
                    above[column] = last
                    cells.append(last)
                column += width
        return Grid(tuple(Cell(**cell) for cell in cells), place)  # type: ignore[arg-type]

    def _held(self, tc: etree._Element) -> tuple[str, tuple[Item, ...]]:
        """Give the text of a cell, and what it holds where there are tables in it."""
        held = [child for child in self.children(tc) if child.tag != _TELLS_OF_CELL]
        if len(held) == 1 and held[0].tag == _P and not self.boxed:  # most cells: nothing but a paragraph
            next(self.paragraphs)
            return as_label(self._text(held[0]).strip()), ()
        items = tuple(self.items(tc))
        text = "\n".join(item.text for item in items if isinstance(item, Paragraph)).strip()
        text, inside = unframed(items, text)
        return as_label(text), inside


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes that hang on a paragraph, each once though it is written twice for older programs."""
    for box in paragraph.iter(_BOX):
        if not any(above.tag in {_FALLBACK, _BOX} for above in box.iterancestors()):
            yield box


def _as_seen(printed: str, run: etree._Element, marks: Marks) -> str:
    """Give what is seen of what a run prints; a sign stands before what is not seen as written."""
    if is_on(marks, UNSEEN):
        return ""
    if printed.strip() and (
        is_tiny(marks) or _is_turned(run) or is_unseen(marks, partial(ground_of, run, marks))
    ):
        printed = f"{UNSURE}{printed}"
    return f" {printed} " if is_raised(marks) else printed  # a note mark is no digit of the number beside it


def _printed(piece: etree._Element) -> str:
    """Give what a piece of a run prints; a picture, a formula and the like stand as one sign."""
    if piece.tag == _T:
        return piece.text or ""
    if piece.get(_OWN_MARK) is not None:
        return " "
    return _SIGNS.get(piece.tag, "" if piece.tag in _SILENT or not isinstance(piece.tag, str) else OBJECT)


def _prints_otherwise(paragraph: etree._Element, text: str, style: Marks) -> bool:
    """Whether a figure is the text of a numbered paragraph: “1.” stands before it, and is no part of it.

    Or of one with lines that are too low to show it.
    """
    if not _FIGURE.fullmatch(text.strip()):
        return False
    if is_flat(paragraph):
        return True
    number = paragraph.find(f"{W}pPr/{NUMBERED}/{W}numId")
    return (style.get(NUMBERED, "0") if number is None else number.get(f"{W}val")) != "0"


def _is_exact(line: etree._Element) -> bool:
    """Whether a row is as high as it says, however high its text is."""
    height = line.find(f"{W}trPr/{_HEIGHT}")
    return height is not None and height.get(f"{W}hRule") == "exact"


def _is_balanced(body: etree._Element) -> bool:
    """Whether each field of a text that ends has begun; else it is not known what is its result."""
    gone = {f"{W}del", f"{W}moveFrom"}
    kinds = Counter(
        mark.get(_FIELD_KIND)
        for mark in body.iter(_FIELD)
        if gone.isdisjoint(above.tag for above in mark.iterancestors())
    )
    return kinds["begin"] == kinds["end"]


def _is_turned(run: etree._Element) -> bool:
    return any(above.tag == f"{W}bdo" for above in run.iterancestors(f"{W}bdo", f"{W}p"))


def _continues(own: Marks, merge: str) -> bool:
    """Whether a cell goes on from the one beside it (hMerge, of old programs) or above it (vMerge)."""
    return merge in own and own[merge] in {None, "continue"}


def _number(value: str | None, otherwise: int) -> int:
    return min(int(value), 200) if value and value.isdigit() else otherwise
