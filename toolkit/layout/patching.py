"""A workbook made from another that differs in a few cells.

Only those are written, everything else is taken over as it is packed.

A `Sketch` notes what is written to a workbook of which only some cells are written. A `Pattern` is a whole
workbook with the sketch of those of its cells that may differ; `patched` makes another from a sketch, the
same bytes as if it were written whole, or nothing where the two differ in more than cells and words.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, wraps
from io import StringIO
from typing import Any, NamedTuple

from xlsxwriter.core import Core
from xlsxwriter.sharedstrings import SharedStrings, SharedStringTable
from xlsxwriter.worksheet import Worksheet

from toolkit.layout.lock import LockedWorkbook, LockedWorksheet
from toolkit.layout.packing import Packed, pack, unpack

WRITES = ("write", "merge_range")  # the methods that fill cells begin so; all others are noted
_PLAIN = {int, str, bool, float}  # values of these types that are equal are written alike
CORE, STRINGS = "docProps/core.xml", "xl/sharedStrings.xml"


class Spot(NamedTuple):
    """A cell's sheet, row and column (from 0)."""

    sheet: str
    row: int
    column: int


class SketchedSheet(LockedWorksheet):
    """A sheet that holds the cells written to it, and only notes whatever else is asked of it."""

    def __init__(self) -> None:
        """Begin without notes."""
        super().__init__()
        self.notes: list[object] = []


def _noted(name: str, method: Callable[..., object]) -> Callable[..., object]:
    @wraps(method)
    def note(sheet: SketchedSheet, *args: object, **kwargs: object) -> int:
        sheet.notes.append((name, args, kwargs))
        return 0

    return note


for _name in dir(Worksheet):
    if not _name.startswith(("_", *WRITES)) and callable(getattr(Worksheet, _name)):
        setattr(SketchedSheet, _name, _noted(_name, getattr(Worksheet, _name)))


class Sketch:
    """Stands in for a `LockedWorkbook` of which only some cells are written."""

    def __init__(self) -> None:
        """Begin without sheets."""
        self.sheets: dict[str, SketchedSheet] = {}
        self.properties: Mapping[str, object] = {}
        self.names: list[tuple[str, str]] = []
        self.texts = SharedStringTable()

    def locked_sheet(self, name: str) -> SketchedSheet:
        """Add a sheet."""
        self.sheets[name] = sheet = SketchedSheet()
        sheet.str_table = self.texts
        return sheet

    def get_worksheet_by_name(self, name: str) -> SketchedSheet:
        """Return a sheet."""
        return self.sheets[name]

    def set_properties(self, properties: Mapping[str, object]) -> None:
        """Keep what the workbook says of itself."""
        self.properties = properties

    def define_name(self, name: str, formula: str) -> None:
        """Note a defined name."""
        self.names.append((name, formula))

    @cached_property
    def cells(self) -> Mapping[Spot, Any]:
        """The cells written, in the order of the sheet, as xlsxwriter keeps them."""
        return {
            Spot(name, row, column): sheet.table[row][column]
            for name, sheet in self.sheets.items()
            for row in sorted(sheet.table)
            for column in sorted(sheet.table[row])
        }

    @cached_property
    def words(self) -> Mapping[Spot, str]:
        """The texts of cells, apart from results of formulas."""
        texts = list(self.texts.string_table)
        return {spot: texts[cell.string] for spot, cell in self.cells.items() if _is_text(cell)}

    @cached_property
    def shape(self) -> object:
        """What has to be the same in two workbooks for one to be made from the other."""
        return [
            self.names,
            [(name, sheet.notes, sheet.merge) for name, sheet in self.sheets.items()],
            [(spot, spot in self.words, cell.format) for spot, cell in self.cells.items()],
        ]


class Pattern:
    """A whole workbook that was written, and the sketch of those of its cells that may differ."""

    def __init__(self, workbook: LockedWorkbook, parts: Mapping[str, bytes], sketch: Sketch) -> None:
        """Keep the written `workbook`, whose `parts` these are, in pieces."""
        self._packed: Mapping[str, Packed] = unpack(pack(parts))
        self._sketch = sketch
        sheets = {sheet.name: (i, sheet) for i, sheet in enumerate(workbook.worksheets(), 1)}
        self._cells = {spot: sheets[spot.sheet][1].table[spot.row][spot.column] for spot in sketch.cells}
        self._sheets = {
            name: _CutSheet(
                sheet,
                f"xl/worksheets/sheet{number}.xml",
                parts[f"xl/worksheets/sheet{number}.xml"].decode(),
                {
                    spot: self._cells[spot]
                    for spot in sketch.cells
                    if spot.sheet == name and spot not in sketch.words
                },
            )
            for name, (number, sheet) in sheets.items()
        }
        self._texts: list[str] = workbook.str_table.string_array
        self._numbers = {text: number for number, text in enumerate(self._texts)}
        uses = Counter(cell.string for _, sheet in sheets.values() for cell in _text_cells(sheet))
        mine = Counter(self._cells[spot].string for spot in sketch.words)
        self._owned = {number for number, count in mine.items() if uses[number] == count}
        strings = parts[STRINGS].decode()
        self._head = strings[: strings.index("<si>") if "<si>" in strings else None]
        self._items = [_item(text) for text in self._texts]

    def patched(self, sketch: Sketch) -> bytes | None:
        """Return the workbook of which `sketch` holds the cells that may differ.

        None where it is of another shape.
        """
        words = self._words(sketch)
        if words is None or sketch.shape != self._sketch.shape:
            return None
        parts: dict[str, bytes | Packed] = dict(self._packed)
        for sheet in self._sheets.values():
            fresh = {
                spot: cell for spot in sheet.spots if not _same(cell := sketch.cells[spot], self._cells[spot])
            }
            if fresh:
                parts[sheet.part] = sheet.with_cells(fresh)
        if words:
            items = list(self._items)
            for number, text in words.items():
                items[number] = _item(text)
            parts[STRINGS] = f"{self._head}{''.join(items)}</sst>".encode()
        if sketch.properties != self._sketch.properties:
            parts[CORE] = _core(sketch.properties)
        return pack(parts)

    def _words(self, sketch: Sketch) -> dict[int, str] | None:
        """Return the texts that change, by number; None where the list of texts would be in another order."""
        texts: dict[int, str] = {}
        for spot, text in sketch.words.items():
            cell = self._cells.get(spot)
            if cell is None or not _is_text(cell) or texts.setdefault(cell.string, text) != text:
                return None
        changed = {number: text for number, text in texts.items() if text != self._texts[number]}
        if not self._owned.issuperset(changed) or len(set(changed.values())) < len(changed):
            return None
        stays = any(self._numbers.get(text, number) not in changed for number, text in changed.items())
        return None if stays else changed


class _CutSheet:
    """A sheet's XML, cut where a cell may differ."""

    def __init__(self, sheet: Worksheet, part: str, xml: str, cells: Mapping[Spot, Any]) -> None:
        self.part, self.spots = part, tuple(cells)
        self._sheet = sheet
        self._pieces: list[bytes] = []
        done = 0
        for spot, cell in cells.items():
            text = self._xml(spot, cell)
            at = xml.index(text, done)
            self._pieces += [xml[done:at].encode(), text.encode()]
            done = at + len(text)
        self._rest = xml[done:].encode()
        self._places = {spot: 2 * number + 1 for number, spot in enumerate(self.spots)}

    def with_cells(self, cells: Mapping[Spot, Any]) -> bytes:
        """Return the XML with other cells in these spots."""
        pieces = list(self._pieces)
        for spot, cell in cells.items():
            pieces[self._places[spot]] = self._xml(spot, cell).encode()
        return b"".join((*pieces, self._rest))

    def _xml(self, spot: Spot, cell: Any) -> str:  # noqa: ANN401 (xlsxwriter's tuples)
        target = StringIO()
        self._sheet._set_xml_writer(target)  # noqa: SLF001
        self._sheet._write_cell(spot.row, spot.column, cell)  # noqa: SLF001
        return target.getvalue()


def _text_cells(sheet: Worksheet) -> Iterator[Any]:
    return (cell for row in sheet.table.values() for cell in row.values() if _is_text(cell))


def _is_text(cell: Any) -> bool:  # noqa: ANN401
    return type(cell).__name__ == "String"


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether two cells are certainly written alike: 1, True and 1.00 are equal, and written differently."""
    return type(one) is type(other) and all(
        mine is theirs or (type(mine) is type(theirs) and type(mine) in _PLAIN and mine == theirs)
        for mine, theirs in zip(one, other, strict=True)
    )


def _item(text: str) -> str:
    target, strings = StringIO(), SharedStrings()
    strings._set_xml_writer(target)  # noqa: SLF001
    strings._write_si(text)  # noqa: SLF001
    return target.getvalue()


def _core(properties: Mapping[str, object]) -> bytes:
    target, core = StringIO(), Core()
    core._set_properties(properties)  # noqa: SLF001
    core._set_xml_writer(target)  # noqa: SLF001
    core._assemble_xml_file()  # noqa: SLF001
    return target.getvalue().encode()
