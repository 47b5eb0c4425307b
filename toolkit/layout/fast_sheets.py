"""The private doors of XlsxWriter that we use: what it does not let us ask or choose by a public one.

`DOORS` names them all, those that our classes override too; a test holds that the library still has them.
"""

from collections.abc import Mapping

from xlsxwriter.core import Core
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings, SharedStringTable
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet


class QuickWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are not searched for functions newer than Excel 2010: we write none.

    xlsxwriter looks for some thirty of them in every formula, half the time of writing a workbook of rules.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 (xlsxwriter's signature)
        return formula.removeprefix("=")

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
    Workbook: ("_get_packager", "_store_workbook", "_write_book_views", "_xml_empty_tag"),
    Worksheet: (
        "_prepare_formula",
        "_initialize",
        "_set_xml_writer",
        "_write_cell",
        "_write_rows",
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
