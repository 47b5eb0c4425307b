"""Word files (.docx): paragraphs and tables in order, merged cells, nested tables, tracked changes.

Read from the XML itself: the text that a reader sees is what is not deleted, struck through or hidden,
whatever content control it stands in.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import NamedTuple, TypeAlias
from zipfile import BadZipFile, ZipFile

from lxml import etree

from toolkit.published.pages import OBJECT, Cell, Grid, Item, Paragraph, unframed
from toolkit.published.unreadable import UnreadableFileError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _R, _T, _TBL, _TR, _TC = (f"{W}{tag}" for tag in ("p", "r", "t", "tbl", "tr", "tc"))
_TRANSPARENT = {
    f"{W}{tag}"
    for tag in (
        "sdt",
        "sdtContent",
        "ins",
        "customXml",
        "smartTag",
        "moveTo",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
    )
}
# what a run may hold and a paragraph beside its runs that prints nothing of its own
_SILENT = {
    f"{W}{tag}"
    for tag in (
        "rPr",
        "pPr",
        "lastRenderedPageBreak",
        "fldChar",
        "instrText",
        "softHyphen",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "annotationRef",
        "delText",
        "delInstrText",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "del",
        "moveFrom",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "fldData",
        "ffData",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
    )
}
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"),
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}
_UNSEEN = tuple(f"{W}{name}" for name in ("strike", "dstrike", "vanish"))
_COLOUR, _ALIGNED, _MOVED = f"{W}color", f"{W}vertAlign", f"{W}position"
_TOLD = frozenset({*_UNSEEN, _COLOUR, _ALIGNED, _MOVED})  # what a style may say that matters here
_TELLS_OF_CELL = f"{W}tcPr"
_MERGED = (f"{W}gridSpan", f"{W}hMerge", f"{W}vMerge")
_BOX, _TURNED = f"{W}txbxContent", f"{W}bdo"
_HEEDED = (*_TRANSPARENT, *_TOLD, *_MERGED, _BOX)  # what is looked for in the whole body before it is read
_GONE = (f"{W}del", f"{W}hidden")  # marks of a row: deleted while changes were tracked, hidden
_OFF = {"0", "false", "off"}

Marks: TypeAlias = Mapping[str, str | None]
"""What properties say: the value of each mark by its name, None where it is there without a value."""
_NONE: Marks = {}


def read_docx(content: bytes) -> tuple[Item, ...]:
    """Give the paragraphs and tables of the body.

    Raises UnreadableFileError, also where two parts could be meant or one brings definitions of its own.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            names = [name.casefold() for name in package.namelist()]
            if len(set(names)) < len(names):
                raise UnreadableFileError("P03", "Word 文件里有两份同名的内容，不知道该读哪一份")
            body = _xml(package.read("word/document.xml")).find(f"{W}body")
            styles = "word/styles.xml"
            told = _style_marks(package.read(styles)) if styles in package.namelist() else _NO_STYLES
    except (BadZipFile, etree.XMLSyntaxError, KeyError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError("P03", "Word 文件不完整或已损坏") from error
    return tuple(_Body(body, told).items(body)) if body is not None else ()


def _xml(content: bytes) -> etree._Element:
    for strict, usual in _STRICT:  # “Strict Open XML” has the same elements under other names
        content = content.replace(strict, usual)
    root = etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )
    if root.getroottree().docinfo.internalDTD is not None:  # Word writes none: words could be left out by it
        raise UnreadableFileError("P03", "Word 文件里有外来的定义（DTD）")
    return root


# ------------------------------------------------------------------ styles


class _Styles(NamedTuple):
    """What styles say that matters here; ``odd``: those by which letters are not seen as they are written."""

    told: Mapping[str | None, Marks]
    odd: frozenset[str | None]


_NO_STYLES = _Styles({}, frozenset())


@lru_cache(maxsize=4)
def _style_marks(content: bytes) -> _Styles:
    """Give what the styles say; many documents have the very same."""
    named = {one.get(f"{W}styleId"): one for one in _xml(content).iter(f"{W}style")}
    told = {name: marks for name in named if (marks := _marks_of_style(name, named))}
    odd = (name for name, one in told.items() if _is_on(one, _UNSEEN) or _is_raised(one) or _is_white(one))
    return _Styles(told, frozenset(odd))


def _marks_of_style(name: str | None, named: Mapping[str | None, etree._Element]) -> Marks:
    """Give the marks of a style, over those of the style it is based on."""
    chain: list[etree._Element] = []
    while (style := named.get(name)) is not None and style not in chain:
        chain.append(style)
        based = style.find(f"{W}basedOn")
        name = based.get(f"{W}val") if based is not None else None
    marks = (mark for style in reversed(chain) for mark in style.iterfind(f"{W}rPr/*"))
    return {mark.tag: mark.get(f"{W}val") for mark in marks if mark.tag in _TOLD}


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

    def __init__(self, body: etree._Element, styles: _Styles) -> None:
        self.styles = styles.told
        self.merged: dict[etree._Element, dict[str, str | None]] = {}  # what merged cells say of themselves
        heeded: set[str] = set()
        for mark in body.iter(*_HEEDED):
            heeded.add(mark.tag)
            if mark.tag in _MERGED and (properties := mark.getparent()).tag == _TELLS_OF_CELL:
                own = self.merged.setdefault(properties.getparent(), {})
                own.setdefault(mark.tag, mark.get(f"{W}val"))
        # where nothing is transparent, an element's children are its own
        self.children = list if heeded.isdisjoint(_TRANSPARENT) else _within
        self.plain = heeded.isdisjoint((*_TOLD, _TURNED)) and not self._uses(body, styles.odd)
        self.boxed = _BOX in heeded
        self.paragraphs = count(1)
        self.tables = count(1)

    @staticmethod
    def _uses(body: etree._Element, styles: frozenset[str | None]) -> bool:
        """Whether the body names one of these styles."""
        return bool(styles) and any(
            one.get(f"{W}val") in styles for one in body.iter(f"{W}pStyle", f"{W}rStyle")
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

    def _text(self, paragraph: etree._Element) -> str:
        parts: list[str] = []
        style: Marks = _NONE
        if not self.plain:
            style = self.styles.get(_properties(paragraph, f"{W}pPr").get(f"{W}pStyle"), _NONE)
        for piece in self.children(paragraph):
            if piece.tag != _R:
                parts.append(_printed(piece))
            elif self.plain:
                parts += [(one.text or "") if one.tag == _T else _printed(one) for one in piece]
            else:
                parts.append(_run(piece, self._marks(piece, style)))
        return "".join(parts)

    def _marks(self, run: etree._Element, style: Marks) -> Marks:
        """Give what is said of a run: by itself, else by the style of its own, else by its paragraph's."""
        own = _properties(run, f"{W}rPr")
        named = self.styles.get(own.get(f"{W}rStyle"), _NONE)
        return {**style, **named, **own} if style or named else own

    def _grid(self, table: etree._Element) -> Grid:
        place = f"表 {next(self.tables)}"
        cells: list[dict[str, object]] = []
        above: dict[int, dict[str, object]] = {}
        lines = ((one, _properties(one, f"{W}trPr")) for one in self.children(table) if one.tag == _TR)
        for row, (line, told) in enumerate(one for one in lines if not _is_on(one[1], _GONE)):
            column = _number(told.get(f"{W}gridBefore"), 0)
            last: dict[str, object] | None = None  # the cell before, in this row
            for tc in (child for child in self.children(line) if child.tag == _TC):
                own = self.merged.get(tc, _NONE)
                width = _number(own.get(f"{W}gridSpan"), 1)
                if _continues(own, f"{W}hMerge") and last is not None:
                    last["width"] = max(column + width - int(str(last["column"])), int(str(last["width"])))
                elif _continues(own, f"{W}vMerge") and column in above:
                    last = above[column]
                    last["height"] = row - int(str(last["row"])) + 1
                else:
                    last = {
                        **self._cell(tc, f"{place} 第 {row + 1} 行第 {column + 1} 列"),
                        "row": row,
                        "column": column,
                        "width": width,
                        "height": 1,
                    }
                    above[column] = last
                    cells.append(last)
                column += width
        return Grid(tuple(Cell(**cell) for cell in cells), place)  # type: ignore[arg-type]

    def _cell(self, tc: etree._Element, place: str) -> dict[str, object]:
        held = [child for child in self.children(tc) if child.tag != _TELLS_OF_CELL]
        if len(held) == 1 and held[0].tag == _P and not self.boxed:  # most cells: nothing but a paragraph
            next(self.paragraphs)
            return {"text": self._text(held[0]).strip(), "place": place, "inside": ()}
        items = tuple(self.items(tc))
        text = "\n".join(item.text for item in items if isinstance(item, Paragraph)).strip()
        text, inside = unframed(items, text)
        return {"text": text, "place": place, "inside": inside}


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes that hang on a paragraph, each once though it is written twice for older programs."""
    for box in paragraph.iter(_BOX):
        if not any(above.tag in {_FALLBACK, _BOX} for above in box.iterancestors()):
            yield box


def _run(run: etree._Element, marks: Marks) -> str:
    """Give what a run prints; a sign stands before digits that are not seen as they are written."""
    if _is_on(marks, _UNSEEN):
        return ""
    printed = "".join(_printed(piece) for piece in run)
    if printed.strip().isdecimal() and (_is_white(marks) or _is_turned(run)):
        printed = f"{OBJECT}{printed}"
    return f" {printed}" if _is_raised(marks) else printed  # a note mark is no digit of the number before it


def _printed(piece: etree._Element) -> str:
    """Give what a piece of a run prints; a picture, a formula and the like stand as one sign."""
    if piece.tag == _T:
        return piece.text or ""
    return _SIGNS.get(piece.tag, "" if piece.tag in _SILENT or not isinstance(piece.tag, str) else OBJECT)


def _is_on(marks: Marks, names: tuple[str, ...]) -> bool:
    """Whether one of these marks is there and not switched off."""
    return any(name in marks and marks[name] not in _OFF for name in names)


def _is_raised(marks: Marks) -> bool:
    return marks.get(_ALIGNED) in {"superscript", "subscript"} or marks.get(_MOVED, "0") != "0"


def _is_white(marks: Marks) -> bool:
    """Whether letters are white: on paper nobody sees them."""
    return (marks.get(_COLOUR) or "").upper() in {"FFFFFF", "FEFEFE"}


def _is_turned(run: etree._Element) -> bool:
    return any(above.tag == f"{W}bdo" for above in run.iterancestors(f"{W}bdo", f"{W}p"))


def _continues(own: Marks, merge: str) -> bool:
    """Whether a cell goes on from the one beside it (hMerge, of old programs) or above it (vMerge)."""
    return merge in own and own[merge] in {None, "continue"}


def _number(value: str | None, otherwise: int) -> int:
    return min(int(value), 200) if value and value.isdigit() else otherwise
