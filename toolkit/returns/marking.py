"""Marking a workbook in its own XML: cells coloured and commented, 问题清单 in front.

All parts that have nothing to do with it are taken over as they are packed, whoever wrote them.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from toolkit.layout.packing import Packed, pack, unpack
from toolkit.layout.place import COVER, LIST, Place
from toolkit.reading.container import is_plain
from toolkit.reading.xml_walk import OFFICE, RELATIONS, local_name
from toolkit.returns.cell_comments import CellComment, drawn_boxes, written_comments
from toolkit.returns.marked_parts import (
    MAIN,
    Element,
    SheetCells,
    StylesPart,
    UnmarkableError,
    only,
    style_of,
)

(_OFFICE, *_), (_RELATED,) = OFFICE, RELATIONS
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_KIND = "application/vnd.openxmlformats-officedocument.{}+xml"
_CONTENTS = "[Content_Types].xml"
_OURS = "xxgk"  # how the numbers of our relationships begin
_BEHIND_NOTES = frozenset(  # what stands behind the drawing of the comments in a sheet (CT_Worksheet)
    ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
)
_ODD = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    StopIteration,
    zipfile.BadZipFile,
    etree.LxmlError,
)
_LOWER_PANES = frozenset((None, "bottomLeft", "bottomRight"))


def with_marks(
    workbook: bytes,
    colours: Mapping[Place, str],
    comments: Mapping[Place, CellComment],
    listed: bytes,
    opens_at: Place | None,
) -> bytes:
    """Return the workbook with cells in other `colours` (RRGGBB), `comments`, and a list in front.

    The list is the first sheet of the workbook `listed`; cells that have to be made are. It opens at the list
    or at the cell `opens_at`. No sheet that gets comments may have any. The same inputs give the same bytes.
    Raises UnmarkableError.
    """
    try:
        return _with_marks(workbook, colours, comments, listed, opens_at)
    except _ODD as why:
        raise UnmarkableError(repr(why)) from why


def _with_marks(
    workbook: bytes,
    colours: Mapping[Place, str],
    comments: Mapping[Place, CellComment],
    listed: bytes,
    opens_at: Place | None,
) -> bytes:
    parts = _WorkbookParts(workbook)
    book = _BookPart(parts)
    styles = StylesPart(parts.xml(book.one("styles")))
    for name in dict.fromkeys(place.sheet for place in (*colours, *comments)):
        if name not in book.sheets:  # what is said of a sheet that is not there stands in the list
            continue
        cells = SheetCells(parts.xml(book.sheets[name]))
        for place, colour in colours.items():
            if place.sheet == name:
                cell = cells.at(place)
                cell.set("s", str(styles.shaded(style_of(cell), colour)))
        mine = {place: comment for place, comment in comments.items() if place.sheet == name}
        if mine:
            _attach(parts, book.sheets[name], mine)
    for name, part in book.shown:
        if b"tabSelected" in parts.read(part):
            for view in parts.xml(part).iter(f"{MAIN}sheetView"):
                view.attrib.pop("tabSelected", None)
        if opens_at is not None and name == opens_at.sheet:
            _open_at(parts.xml(part), opens_at)
    _put_in_front(parts, book, styles, listed, selected=opens_at is None)
    book.open_with(opens_at.sheet if opens_at is not None else LIST)
    return parts.packed()


class _WorkbookParts:
    """The parts of a workbook: those that are parsed are written anew."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = set(self._archive.namelist())
        plain = is_plain(data, self._archive)
        self._parts: dict[str, bytes | Packed] = dict(
            unpack(data) if plain else {name: self._archive.read(name) for name in self._archive.namelist()}
        )
        self._roots: dict[str, Element] = {}

    def read(self, part: str) -> bytes:
        """Return a part as it came."""
        try:
            return self._archive.read(part)
        except KeyError as why:
            raise UnmarkableError(part) from why

    def xml(self, part: str) -> Element:
        """Return a part to be changed."""
        if part not in self._roots:
            self._roots[part] = parsed(self.read(part))
        return self._roots[part]

    def add(self, part: str, root: Element) -> None:
        """Add a part."""
        self._roots[part] = root
        self.names.add(part)

    def related(self, part: str) -> Element:
        """Return the relationships of a part, to be added to."""
        folder, _, file = part.rpartition("/")
        where = f"{folder}/_rels/{file}.rels"
        if where not in self.names:
            self.add(where, etree.Element(f"{{{_RELATED}}}Relationships", nsmap={None: _RELATED}))
        return self.xml(where)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another; return the relationship's number."""
        related = self.related(part)
        taken = {each.get("Id") for each in related}
        number = next(name for n in range(1, 10_000) if (name := f"{_OURS}{n}") not in taken)
        etree.SubElement(
            related,
            f"{{{_RELATED}}}Relationship",
            Id=number,
            Type=f"{_OFFICE}/{kind}",
            Target=f"/{target}",
        )
        return number

    def declare(self, part: str, kind: str) -> None:
        """Say of what kind a new part is."""
        etree.SubElement(
            self.xml(_CONTENTS), f"{_TYPES}Override", PartName=f"/{part}", ContentType=_KIND.format(kind)
        )

    def free(self, pattern: str) -> str:
        """Return the first name of a pattern that no part has."""
        return next(name for n in range(1, 10_000) if (name := pattern.format(n)) not in self.names)

    def packed(self) -> bytes:
        """Zip all parts."""
        return pack({**self._parts, **{part: _written(root) for part, root in self._roots.items()}})


def parsed(data: bytes) -> Element:
    """Parse a part. Raises UnmarkableError."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as why:
        raise UnmarkableError(str(why)) from why


def _written(root: Element) -> bytes:
    for result in root.iter(f"{MAIN}v"):
        result.text = result.text or ""  # <v></v>: a result without letters, not none
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


# ------------------------------------------------------------------ the workbook's own part


class _BookPart:
    """The workbook's own part: its sheets and names."""

    def __init__(self, parts: _WorkbookParts) -> None:
        roots = parsed(parts.read("_rels/.rels"))
        self.part = next(_targets(roots, "", "officeDocument"), "")
        self._root = parts.xml(self.part)
        self._related = parts.related(self.part)
        by_number = {each.get("Id"): _target(each, self._folder) for each in self._related}
        self._tags = list(only(self._root, "sheets"))
        self.sheets = {tag.get("name"): by_number[tag.get(f"{{{_OFFICE}}}id")] for tag in self._tags}

    @property
    def _folder(self) -> str:
        return self.part.rpartition("/")[0]

    def one(self, kind: str) -> str:
        """Return the part of a kind. Raises UnmarkableError where there is none."""
        found = next(_targets(self._related, self._folder, kind), None)
        if found is None:
            raise UnmarkableError(kind)
        return found

    @property
    def shown(self) -> Iterator[tuple[str, str]]:
        """The sheets that can be seen, with their parts."""
        for tag in self._tags:
            if tag.get("state", "visible") == "visible":
                yield tag.get("name"), self.sheets[tag.get("name")]

    def put_in_front(self, number: str, names: Element) -> None:
        """Put a sheet in front, with its defined `names`; `number` is that of its relationship."""
        largest = max(int(tag.get("sheetId", "0")) for tag in self._tags)
        first = etree.Element(f"{MAIN}sheet", name=LIST, sheetId=str(largest + 1))
        first.set(f"{{{_OFFICE}}}id", number)
        only(self._root, "sheets").insert(0, first)
        defined = only(self._root, "definedNames")
        for name in defined:
            if (sheet := name.get("localSheetId")) is not None:
                name.set("localSheetId", str(int(sheet) + 1))
        defined.extend(deepcopy(name) for name in names)

    def open_with(self, name: str) -> None:
        """Let the workbook open with a sheet."""
        order = [tag.get("name") for tag in only(self._root, "sheets")]
        for view in self._root.iter(f"{MAIN}workbookView"):
            view.set("activeTab", str(order.index(name)))
            view.set("firstSheet", "0")


def _targets(related: Element, folder: str, kind: str) -> Iterator[str]:
    for each in related:
        if each.get("Type", "") == f"{_OFFICE}/{kind}":
            yield _target(each, folder)


def _target(relation: Element, folder: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")


# ------------------------------------------------------------------ cells and comments


def _attach(parts: _WorkbookParts, sheet: str, comments: Mapping[Place, CellComment]) -> None:
    """Attach comments to a sheet: what they say, and the drawing of their boxes."""
    if any(
        each.get("Type", "").endswith(("/comments", "/vmlDrawing", "/threadedComment"))
        for each in parts.related(sheet)
    ):
        raise UnmarkableError("comments")
    said, drawn = parts.free("xl/comments{}.xml"), parts.free("xl/drawings/vmlDrawing{}.vml")
    parts.add(said, etree.fromstring(written_comments(comments)))
    parts.add(drawn, etree.fromstring(drawn_boxes(comments)))
    parts.declare(said, "spreadsheetml.comments")
    contents = parts.xml(_CONTENTS)
    if not any(each.get("Extension", "").lower() == "vml" for each in contents):
        kind = etree.Element(
            f"{_TYPES}Default",
            Extension="vml",
            ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing",
        )
        contents.insert(0, kind)
    parts.relate(sheet, "comments", said)
    root, drawing = parts.xml(sheet), etree.Element(f"{MAIN}legacyDrawing")
    drawing.set(f"{{{_OFFICE}}}id", parts.relate(sheet, "vmlDrawing", drawn))
    behind = next((n for n, each in enumerate(root) if local_name(each) in _BEHIND_NOTES), len(root))
    root.insert(behind, drawing)


def _open_at(root: Element, place: Place) -> None:
    """Let a sheet be the one that is seen first, at a cell."""
    view = next(root.iter(f"{MAIN}sheetView"), None)
    if view is None:
        raise UnmarkableError("sheetView")
    view.set("tabSelected", "1")
    selections = [each for each in view if local_name(each) == "selection"]
    lower = [each for each in selections if each.get("pane") in _LOWER_PANES]
    chosen = (lower or selections or [etree.SubElement(view, f"{MAIN}selection")])[-1]
    chosen.set("activeCell", place.a1)
    chosen.set("sqref", place.a1)


# ------------------------------------------------------------------ the list


def _write_text(cell: Element, text: str) -> None:
    """Write a text into the cell itself, which names one of another workbook."""
    cell.set("t", "inlineStr")
    del cell[:]
    said = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _put_in_front(
    parts: _WorkbookParts, book: _BookPart, styles: StylesPart, listed: bytes, *, selected: bool
) -> None:
    """Put the first sheet of another workbook in front, locked as the cover is."""
    others = _WorkbookParts(listed)
    other = _BookPart(others)
    numbers = styles.adopt(others.xml(other.one("styles")))
    (sheet,) = other.sheets.values()
    root = others.xml(sheet)
    texts = ["".join(item.itertext()) for item in parsed(others.read(other.one("sharedStrings")))]
    for cell in root.iter(f"{MAIN}c"):
        cell.set("s", str(numbers[int(cell.get("s", "0"))]))
        if cell.get("t") == "s":
            _write_text(cell, texts[int(cell[0].text)])
    for view in root.iter(f"{MAIN}sheetView"):
        view.set("tabSelected", str(int(selected)))
    protection = parsed(parts.read(book.sheets[COVER])).find(f"{MAIN}sheetProtection")
    if protection is not None:
        only(root, "sheetData").addnext(protection)
    part = parts.free(f"{posixpath.dirname(book.sheets[COVER])}/sheet{{}}.xml")
    parts.add(part, root)
    parts.declare(part, "spreadsheetml.worksheet")
    book.put_in_front(
        parts.relate(book.part, "worksheet", part), only(others.xml(other.part), "definedNames")
    )
