"""Word files (.docx): paragraphs and tables in order, merged cells, nested tables, tracked changes.

Read from the XML itself: the text that a reader sees is what is not deleted, struck through or hidden,
whatever content control it stands in.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from itertools import count
from zipfile import BadZipFile, ZipFile

from lxml import etree

from toolkit.published.pages import OBJECT, Cell, Grid, Item, Paragraph
from toolkit.published.unreadable import UnreadableFileError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
_UNSEEN = ("strike", "dstrike", "vanish")
_TOLD = {f"{W}{name}" for name in (*_UNSEEN, "color", "vertAlign", "position")}
_GONE = ("del", "hidden")  # marks of a row: deleted while changes were tracked, hidden


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
            if body is not None and styles in package.namelist():
                _put_styles(body, _xml(package.read(styles)))
    except (BadZipFile, etree.XMLSyntaxError, KeyError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFileError("P03", "Word 文件不完整或已损坏") from error
    return tuple(_items(body, count(1), count(1))) if body is not None else ()


def _xml(content: bytes) -> etree._Element:
    for strict, usual in _STRICT:  # “Strict Open XML” has the same elements under other names
        content = content.replace(strict, usual)
    root = etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )
    if root.getroottree().docinfo.internalDTD is not None:  # Word writes none: words could be left out by it
        raise UnreadableFileError("P03", "Word 文件里有外来的定义（DTD）")
    return root


def _put_styles(body: etree._Element, styles: etree._Element) -> None:
    """Write on each run what its styles say that matters here, where it does not say itself."""
    named = {one.get(f"{W}styleId"): one for one in styles.iter(f"{W}style")}
    told = {name: found for name in named if (found := dict(_marks(name, named)))}
    if not told:
        return
    for run in body.iter(f"{W}r"):
        styled = [run.find(f"{W}rPr/{W}rStyle"), run.getparent().find(f"{W}pPr/{W}pStyle")]
        for style in (one for one in styled if one is not None):
            for mark in told.get(style.get(f"{W}val"), {}).values():
                own = run.find(f"{W}rPr")
                own = etree.SubElement(run, f"{W}rPr") if own is None else own
                if own.find(mark.tag) is None:
                    own.append(deepcopy(mark))


def _marks(
    name: str | None, named: Mapping[str | None, etree._Element]
) -> Iterator[tuple[str, etree._Element]]:
    """Give the marks of a style, those of the style it is based on first."""
    chain: list[etree._Element] = []
    while (style := named.get(name)) is not None and style not in chain:
        chain.append(style)
        based = style.find(f"{W}basedOn")
        name = based.get(f"{W}val") if based is not None else None
    for style in reversed(chain):
        for mark in style.iterfind(f"{W}rPr/*"):
            if mark.tag in _TOLD:
                yield mark.tag, mark


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """Child elements, those inside content controls and tracked insertions included."""
    for child in element:
        if child.tag in _TRANSPARENT:
            yield from _children(child)
        else:
            yield child


def _items(holder: etree._Element, paragraphs: "count[int]", tables: "count[int]") -> Iterator[Item]:
    for child in _children(holder):
        if child.tag == f"{W}p":
            yield Paragraph(_text(child), f"第 {next(paragraphs)} 段")
            for box in _boxes(child):
                yield from _items(box, paragraphs, tables)
        elif child.tag == f"{W}tbl":
            yield _grid(child, paragraphs, tables)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes that hang on a paragraph, each once though it is written twice for older programs."""
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(above.tag in {_FALLBACK, f"{W}txbxContent"} for above in box.iterancestors()):
            yield box


def _text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for run in _children(paragraph):
        if run.tag != f"{W}r":
            parts.append(_printed(run))
        elif not _unseen(run):
            if _raised(run):
                parts.append(" ")  # a note mark is not a digit of the number before it
            printed = "".join(_printed(piece) for piece in run)
            odd = _white(run) or any(
                above.tag == f"{W}bdo" for above in run.iterancestors(f"{W}bdo", f"{W}p")
            )
            parts.append(f"{OBJECT}{printed}" if odd and printed.strip().isdecimal() else printed)
    return "".join(parts)


def _printed(piece: etree._Element) -> str:
    """Give what a piece of a run prints; a picture, a formula and the like stand as one sign."""
    if piece.tag == f"{W}t":
        return piece.text or ""
    return _SIGNS.get(piece.tag, "" if piece.tag in _SILENT or not isinstance(piece.tag, str) else OBJECT)


def _unseen(run: etree._Element) -> bool:
    marks = (run.find(f"{W}rPr/{W}{name}") for name in _UNSEEN)
    return any(mark is not None and mark.get(f"{W}val") not in {"0", "false", "off"} for mark in marks)


def _raised(run: etree._Element) -> bool:
    raised, moved = run.find(f"{W}rPr/{W}vertAlign"), run.find(f"{W}rPr/{W}position")
    return (raised is not None and raised.get(f"{W}val") in {"superscript", "subscript"}) or (
        moved is not None and moved.get(f"{W}val") != "0"
    )


def _white(run: etree._Element) -> bool:
    """Whether its letters are white: on paper nobody sees them."""
    colour = run.find(f"{W}rPr/{W}color")
    return colour is not None and (colour.get(f"{W}val") or "").upper() in {"FFFFFF", "FEFEFE"}


def _grid(table: etree._Element, paragraphs: "count[int]", tables: "count[int]") -> Grid:
    place = f"表 {next(tables)}"
    cells: list[dict[str, object]] = []
    above: dict[int, dict[str, object]] = {}
    for row, line in enumerate(one for one in _children(table) if one.tag == f"{W}tr" and not _gone(one)):
        column = _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
        last: dict[str, object] | None = None  # the cell before, in this row
        for tc in (child for child in _children(line) if child.tag == f"{W}tc"):
            width = _number(tc.find(f"{W}tcPr/{W}gridSpan"), 1)
            if _continues(tc, "hMerge") and last is not None:
                last["width"] = max(column + width - int(str(last["column"])), int(str(last["width"])))
            elif _continues(tc, "vMerge") and column in above:
                last = above[column]
                last["height"] = row - int(str(last["row"])) + 1
            else:
                last = {
                    **_cell(tc, f"{place} 第 {row + 1} 行第 {column + 1} 列", paragraphs, tables),
                    "row": row,
                    "column": column,
                    "width": width,
                    "height": 1,
                }
                above[column] = last
                cells.append(last)
            column += width
    return Grid(tuple(Cell(**cell) for cell in cells), place)  # type: ignore[arg-type]


def _continues(tc: etree._Element, merge: str) -> bool:
    """Whether a cell goes on from the one beside it (hMerge, of old programs) or above it (vMerge)."""
    mark = tc.find(f"{W}tcPr/{W}{merge}")
    return mark is not None and mark.get(f"{W}val", "continue") == "continue"


def _gone(line: etree._Element) -> bool:
    marks = (line.find(f"{W}trPr/{W}{name}") for name in _GONE)
    return any(mark is not None and mark.get(f"{W}val") not in {"0", "false", "off"} for mark in marks)


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), 200) if value.isdigit() else otherwise


def _cell(
    tc: etree._Element, place: str, paragraphs: "count[int]", tables: "count[int]"
) -> dict[str, object]:
    items = tuple(_items(tc, paragraphs, tables))
    text = "\n".join(item.text for item in items if isinstance(item, Paragraph)).strip()
    grids = [item for item in items if isinstance(item, Grid)]
    if len(grids) == 1 and len(grids[0].cells) == 1 and not text:
        return {"text": grids[0].cells[0].text, "place": place}  # a frame drawn round one text
    return {"text": text, "place": place, "inside": items if grids else ()}
