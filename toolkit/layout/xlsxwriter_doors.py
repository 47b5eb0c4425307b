"""The private doors of XlsxWriter that we use: what it does not let us ask or choose by a public one.

`DOORS` names them all, those that our classes override too; a test holds that the library still has them.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from html import escape
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter.core import Core
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings, SharedStringTable
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellDatetimeTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

_NUMBERS = {int, float, Decimal}
SHORT = 16_000  # characters of a text that need not be counted


class QuickWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are not searched for functions newer than Excel 2010: we write none.

    xlsxwriter looks for some thirty of them in every formula, half the time of writing a workbook of rules.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 (xlsxwriter's signature)
        return formula.removeprefix("=")

    def __init__(self) -> None:
        """Begin a sheet."""
        super().__init__()
        self._links: dict[tuple[str, str | None, str | None], Url] = {}

    def write_url(
        self,
        row: int,
        col: int,
        url: str,
        cell_format: Format | None = None,
        string: str | None = None,
        tip: str | None = None,
    ) -> int:
        """Write a link; what leads to the same place again is not taken apart again."""
        link = self._links.get((url, string, tip))
        if link is None:
            link = self._links[url, string, tip] = Url(url)
            if string is not None:
                link.text = string
            if tip is not None:
                link.tip = tip
        return int(super().write_url(row, col, link, cell_format))

    def write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        """Write a text, as xlsxwriter does without asking whether the place is named otherwise."""
        if len(string) > SHORT or self._check_dimensions(row, col):
            return int(super().write_string(row, col, string, cell_format))
        self.table[row][col] = CellStringTuple(text_number(self, string), cell_format)
        return 0

    def write_number(
        self, row: int, col: int, number: float | Decimal, cell_format: Format | None = None
    ) -> int:
        """Write a number, likewise; a whole one is never what is no number."""
        if type(number) is not int or self._check_dimensions(row, col):
            return int(self._write_number(row, col, number, cell_format))
        self.table[row][col] = CellNumberTuple(number, cell_format)
        return 0

    def write_blank(self, row: int, col: int, blank: None, cell_format: Format | None = None) -> int:
        """Write a cell in which nothing stands, likewise."""
        return int(self._write_blank(row, col, blank, cell_format))

    def write_formula(
        self,
        row: int,
        col: int,
        formula: str,
        cell_format: Format | None = None,
        value: Any = 0,  # noqa: ANN401 (a text or a number)
    ) -> int:
        """Write a formula with its result; none of ours gives an array."""
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(self._prepare_formula(formula), cell_format, value)
        return 0

    def _write_rows(self) -> None:
        """Write rows and their cells; the library asks several times of every place whether one is there."""
        self._calculate_spans()
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info, span = self.table.get(row), self.row_info.get(row), self.row_spans.get(row // 16)
            if cells:
                self._write_row(row, span, info)
                for col in sorted(cells):
                    self._write_cell(row, col, cells[col])
                self._xml_end_tag("row")
            elif info is not None or row in self.comments:
                self._write_empty_row(row, span, info)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:  # noqa: ANN401 (one of many tuples)
        """Write a cell of the usual kinds, as the library does with more questions."""
        kind, rest = type(cell), None
        if kind is CellStringTuple:
            rest = f' t="s"><v>{cell.string}</v></c>'
        elif kind is CellBlankTuple:
            rest = "/>"
        elif kind is CellNumberTuple or kind is CellDatetimeTuple:
            rest = f"><v>{cell.number:.16G}</v></c>"
        elif kind is CellFormulaTuple:
            shown = cell.value
            if type(shown) in _NUMBERS or shown == "":
                rest = f"><f>{escape(cell.formula, quote=False)}</f><v>{shown}</v></c>"
            elif type(shown) is str and shown[0] != "#":
                formula, shown = escape(cell.formula, quote=False), escape(shown, quote=False)
                rest = f' t="str"><f>{formula}</f><v>{shown}</v></c>'
        if rest is None:
            super()._write_cell(row, col, cell)
            return
        style = cell.format or self.style_around(row, col)
        styled = f' s="{style.xf_index or style_number(style)}"' if style else ""
        self.fh.write(f'<c r="{xl_rowcol_to_cell_fast(row, col)}"{styled}{rest}')

    def style_around(self, row: int, col: int) -> Format | None:
        """Return the style of a cell that has none of its own: its row's, else its column's."""
        if row in self.row_info and self.row_info[row].row_format:
            return self.row_info[row].row_format
        return self.col_info[col].column_format if col in self.col_info else None

    def _calculate_spans(self) -> None:
        """Note from where to where the cells of sixteen rows reach; the library asks for every column."""
        if self.comments:
            super()._calculate_spans()
            return
        reached: dict[int, set[int]] = {}
        for row, cells in self.table.items():
            if cells:
                reached.setdefault(row // 16, set()).update((min(cells), max(cells)))
        self.row_spans = {block: f"{min(ends) + 1}:{max(ends) + 1}" for block, ends in reached.items()}

    growing: frozenset[int] = frozenset()

    def set_growing_row(self, row: int, height: float) -> None:
        """Set a row's height (points) for now.

        Office programs fit it anew to what is typed, as xlsxwriter's are not.
        """
        self.set_row(row, height)
        self.growing |= {row}

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, object]]) -> None:
        if tag == "row" and attributes[0][1] - 1 in self.growing:  # type: ignore[operator]
            attributes = [(name, value) for name, value in attributes if name != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


class _Unpacked(Packager):  # type: ignore[misc]
    """Leaves the parts with the workbook instead of handing them over to be zipped."""

    def _create_package(self) -> list[object]:
        self.workbook.made = super()._create_package()
        return []


class UnpackedWorkbook(Workbook):  # type: ignore[misc]  # xlsxwriter has no types
    """A workbook made in memory; once it is closed its parts are ``made``, each with its name."""

    def __init__(self) -> None:
        """Begin a workbook."""
        super().__init__(BytesIO(), OPTIONS)
        self.made: list[tuple[StringIO | BytesIO, str, bool]] = []

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Close the workbook and give its parts by name."""
        self.close()
        for target, name, _ in self.made:
            part = target.getvalue()
            yield name, part if isinstance(part, bytes) else part.encode()

    def _get_packager(self) -> Packager:
        return _Unpacked()


OPTIONS = {  # of every workbook of ours: made in memory, and no text becomes anything else
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

DOORS: Mapping[type, tuple[str, ...]] = {
    Core: ("_set_properties", "_set_xml_writer", "_assemble_xml_file"),
    Format: ("_get_xf_index",),
    Packager: ("_create_package",),
    SharedStrings: ("_set_xml_writer", "_write_si"),
    SharedStringTable: ("_get_shared_string_index",),
    Workbook: ("_get_packager", "_write_book_views", "_xml_empty_tag"),
    Worksheet: (
        "_prepare_formula",
        "_initialize",
        "_set_xml_writer",
        "_write_number",
        "_write_blank",
        "_write_cell",
        "_write_rows",
        "_write_row",
        "_write_empty_row",
        "_xml_end_tag",
        "_calculate_spans",
        "_write_sheet_protection",
        "_check_dimensions",
        "_xml_empty_tag",
        "_xml_start_tag_unencoded",
    ),
}


def style_number(style: Format) -> int:
    """Return the number of a style in the workbook's list (from 0), as cells name it."""
    number: int = style._get_xf_index()  # noqa: SLF001
    return number


def text_number(sheet: Worksheet, text: str) -> int:
    """Return the number of a text among the shared strings (from 0), entering it where it is new."""
    number: int = sheet.str_table._get_shared_string_index(text)  # noqa: SLF001
    return number
