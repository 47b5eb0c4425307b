"""A workbook made from another that differs in a few cells.

Only those are written, everything else is taken over as it is packed.

A `Sketch` notes what is written to a workbook of which only some cells are written. A `Pattern` is a whole
workbook with the sketch of those of its cells that may differ; `patched` makes another from a sketch, the
same bytes as if it were written whole, or nothing where the two differ in more than cells and words.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from html import escape
from io import StringIO
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from xlsxwriter.core import Core
from xlsxwriter.format import Format
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

from toolkit.layout.locked_sheets import LockedWorkbook, LockedWorksheet
from toolkit.layout.packing import LONG, Packed, in_tens, pack, unpack

CellTuple: TypeAlias = Any  # as xlsxwriter holds a cell
WRITES = ("write", "merge_range")  # the methods that fill cells begin so; all others are noted
_PLAIN = {int, str, bool, float}  # values of these types that are equal are written alike
_VALUE_AT = {CellNumberTuple: 0, CellFormulaTuple: 2}
END = "</v></c>"  # of a cell's XML, after its value
LONGEST = 16_000  # characters of a text that xlsxwriter certainly takes whole
CORE, STRINGS = "docProps/core.xml", "xl/sharedStrings.xml"


Spot = tuple[int, int]  # a cell's row and column in its sheet (from 0)


class SketchedSheet:
    """Stands in for a `LockedWorksheet`: holds the cells written to it, only notes what else is asked of it.

    Cells are kept as xlsxwriter keeps them, but for texts, which stand in the cell itself. What it does for
    a cell beside that (bounds, addresses in letters, overlaps) was done for the sheet that this one is like.
    """

    def __init__(self) -> None:
        """Begin without cells and notes."""
        self.cells: dict[Spot, CellTuple] = {}
        self.notes: list[object] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Return a method that notes how it was called; those that fill cells stand below."""
        if name.startswith(("_", *WRITES)) or not hasattr(LockedWorksheet, name):
            raise AttributeError(name)

        def note(*args: object, **kwargs: object) -> None:
            self.notes.append((name, args, kwargs))

        return note

    def write_number(self, row: int, column: int, number: object, style: Format | None = None) -> None:
        """Keep a number."""
        self.cells[row, column] = CellNumberTuple(number, style)

    def write_string(self, row: int, column: int, text: str, style: Format | None = None) -> None:
        """Keep a text."""
        self.cells[row, column] = CellStringTuple(text, style)
        if len(text) > LONGEST:
            self.notes.append(object())  # xlsxwriter may cut it: like no other

    def write_blank(self, row: int, column: int, _: object, style: Format | None = None) -> None:
        """Keep an empty cell, which is none without a style."""
        if style is not None:
            self.cells[row, column] = CellBlankTuple(style)

    def write_formula(
        self, row: int, column: int, formula: str, style: Format | None = None, value: object = 0
    ) -> None:
        """Keep a formula with its result."""
        self.cells[row, column] = CellFormulaTuple(formula.removeprefix("="), style, value)

    def merge_range(self, top: int, left: int, bottom: int, right: int, text: str, style: Format) -> None:
        """Keep the first cell of those that are merged; the others hold nothing but its style."""
        self.notes.append((top, left, bottom, right))
        if text:
            self.write_string(top, left, text, style)
        else:
            self.write_blank(top, left, None, style)


class Sketch:
    """Stands in for a `LockedWorkbook` of which only some cells are written."""

    def __init__(self) -> None:
        """Begin without sheets."""
        self.sheets: dict[str, SketchedSheet] = {}
        self.properties: Mapping[str, object] = {}
        self.names: list[tuple[str, str]] = []

    def locked_sheet(self, name: str) -> SketchedSheet:
        """Add a sheet."""
        self.sheets[name] = sheet = SketchedSheet()
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

    @property
    def shape(self) -> object:
        """What is the same in two workbooks of which one can be made from the other: all but what cells hold.

        The cells stand in the order in which they were written.
        """
        return self.names, [(name, sheet.notes, [*sheet.cells]) for name, sheet in self.sheets.items()]


class Pattern:
    """A whole workbook that was written, and the sketch of those of its cells that may differ."""

    def __init__(self, workbook: LockedWorkbook, parts: Mapping[str, bytes], sketch: Sketch) -> None:
        """Keep the written `workbook`, whose `parts` these are, in pieces."""
        self._packed: Mapping[str, Packed] = unpack(pack(parts))
        self._shape, self._properties = sketch.shape, sketch.properties
        sheets = {sheet.name: (i, sheet) for i, sheet in enumerate(workbook.worksheets(), 1)}
        self._cells = {
            name: {(row, column): sheets[name][1].table[row][column] for row, column in sketched.cells}
            for name, sketched in sketch.sheets.items()
        }
        self._sheets = {
            name: _CutSheet(
                sheets[name][1],
                f"xl/worksheets/sheet{sheets[name][0]}.xml",
                parts[f"xl/worksheets/sheet{sheets[name][0]}.xml"],
                {spot: cell for spot, cell in written.items() if not _is_text(cell)},
            )
            for name, written in self._cells.items()
        }
        self._texts: list[str] = workbook.str_table.string_array
        self._numbers = {text: number for number, text in enumerate(self._texts)}
        uses = Counter(cell.string for _, sheet in sheets.values() for cell in _text_cells(sheet))
        written = chain.from_iterable(cells.values() for cells in self._cells.values())
        mine = Counter(cell.string for cell in written if _is_text(cell))
        self._owned = {number for number, count in mine.items() if uses[number] == count}
        strings = parts[STRINGS].decode()
        self._head = strings[: strings.index("<si>") if "<si>" in strings else None]
        self._items = [_item(text) for text in self._texts]

    def patched(self, sketch: Sketch) -> bytes | None:
        """Return the workbook of which `sketch` holds all texts and other cells that differ.

        None where it is of another shape.
        """
        if sketch.shape != self._shape:
            return None
        texts: dict[int, str] = {}
        fresh: dict[str, dict[Spot, CellTuple]] = {}
        for name, sheet in sketch.sheets.items():
            other: dict[Spot, CellTuple] = {}
            for (spot, cell), mine in zip(sheet.cells.items(), self._cells[name].values(), strict=True):
                if cell.format is not mine.format:
                    return None
                if type(cell) is CellStringTuple or type(mine) is CellStringTuple:
                    if (
                        type(cell) is not type(mine)
                        or texts.setdefault(mine.string, cell.string) != cell.string
                    ):
                        return None  # the list of texts would be in another order
                elif not _same(cell, mine):
                    other[spot] = cell
            if other:
                fresh[name] = other
        words = self._words(texts)
        if words is None:
            return None
        parts: dict[str, bytes | list[bytes] | Packed] = dict(self._packed)
        for name, cells in fresh.items():
            parts[self._sheets[name].part] = self._sheets[name].with_cells(cells)
        if words:
            items = list(self._items)
            for number, text in words.items():
                items[number] = _item(text)
            parts[STRINGS] = f"{self._head}{''.join(items)}</sst>".encode()
        if sketch.properties != self._properties:
            parts[CORE] = _core(sketch.properties)
        return pack(parts)

    def _words(self, texts: Mapping[int, str]) -> dict[int, str] | None:
        """Return the texts that change, by number; None where the list of texts would be in another order."""
        changed = {number: text for number, text in texts.items() if text != self._texts[number]}
        if not self._owned.issuperset(changed) or len(set(changed.values())) < len(changed):
            return None
        stays = any(self._numbers.get(text, number) not in changed for number, text in changed.items())
        return None if stays else changed


class _CutSheet:
    """A sheet's XML, cut where a cell may differ."""

    def __init__(self, sheet: Worksheet, part: str, xml: bytes, cells: Mapping[Spot, CellTuple]) -> None:
        self.part = part
        self._sheet = sheet
        self._tens = in_tens(xml) if len(xml) >= LONG else [xml]
        self._pieces: list[list[bytes]] = [[] for _ in self._tens]
        self._cut: dict[Spot, _CutCell] = {}
        ten = done = 0
        for spot in sorted(cells):
            cell = cells[spot]
            text = self._xml(spot, cell)
            written = text.encode()
            while (at := self._tens[ten].find(written, done)) < 0:
                self._pieces[ten].append(self._tens[ten][done:])
                ten, done = ten + 1, 0
            self._pieces[ten] += [self._tens[ten][done:at], written]
            self._cut[spot] = _CutCell(ten, len(self._pieces[ten]) - 1, *_up_to_value(cell, text))
            done = at + len(written)
        self._pieces[ten].append(self._tens[ten][done:])

    def with_cells(self, cells: Mapping[Spot, CellTuple]) -> bytes | list[bytes]:
        """Return the XML with other cells in these spots, cut as `pack` takes it."""
        changed: dict[int, list[bytes]] = {}
        for spot, cell in cells.items():
            ten, place, like, head = self._cut[spot]
            mine, value = _value(cell)
            text = f"{head}{value}{END}" if mine and mine == like else self._xml(spot, cell)
            if ten not in changed:
                changed[ten] = list(self._pieces[ten])
            changed[ten][place] = text.encode()
        tens = list(self._tens)
        for ten, pieces in changed.items():
            tens[ten] = b"".join(pieces)
        return tens if len(tens) > 1 else tens[0]

    def _xml(self, spot: Spot, cell: CellTuple) -> str:
        target = StringIO()
        self._sheet._set_xml_writer(target)  # noqa: SLF001
        self._sheet._write_cell(*spot, cell)  # noqa: SLF001
        return target.getvalue()


class _CutCell(NamedTuple):
    """A cell's ten rows, its place among their pieces, what makes one like it, its XML before the value."""

    ten: int
    place: int
    like: object
    head: str


def _up_to_value(cell: CellTuple, xml: str) -> tuple[object, str]:
    """Return what a cell is like, and its XML up to its value; nothing where others are written whole."""
    like, value = _value(cell)
    end = f"{value}{END}"
    return (like, xml.removesuffix(end)) if like and xml.endswith(end) else (None, "")


def _value(cell: CellTuple) -> tuple[object, str]:
    """Return what decides how a number or a formula is written, and its value in XML; nothing for others."""
    if type(cell) is CellNumberTuple:
        return cell.format, f"{cell.number:.16G}"
    if type(cell) is not CellFormulaTuple:
        return None, ""
    value = cell.value
    if type(value) is str and not value.startswith("#"):
        return (cell.formula, cell.format, "words" if value else ""), escape(value, quote=False)
    return ((cell.formula, cell.format), str(value)) if type(value) in {int, Decimal} else (None, "")


def _text_cells(sheet: Worksheet) -> Iterator[CellTuple]:
    return (cell for row in sheet.table.values() for cell in row.values() if _is_text(cell))


def _is_text(cell: CellTuple) -> bool:
    return type(cell) is CellStringTuple


def _same(one: CellTuple, other: CellTuple) -> bool:
    """Whether two cells are certainly written alike: 1, True and 1.00 are equal, and written differently."""
    if type(one) is not type(other) or one != other:
        return False
    if type(one) is CellBlankTuple:
        return True
    at = _VALUE_AT.get(type(one))
    return at is not None and type(one[at]) is type(other[at]) and type(one[at]) in _PLAIN


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
