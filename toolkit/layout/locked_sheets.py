"""Sheets in which only unlocked cells can be typed, and the workbook whose structure is locked.

xlsxwriter writes only the old 16-bit password hash and no protection of the structure; the two classes here
add them (ECMA-376 Part 1, 18.2.29 workbookProtection and 18.3.1.85 sheetProtection).
"""

from toolkit.layout.lock import UNLOCKED, Lock
from toolkit.layout.xlsxwriter_doors import QuickWorksheet, UnpackedWorkbook


class LockedWorksheet(QuickWorksheet):
    """A sheet in which only unlocked cells can be typed; widths and heights stay the clerk's business."""

    lock: Lock = Lock()

    def _write_sheet_protection(self) -> None:
        fixed = [("sheet", 1), ("objects", 1), ("scenarios", 1), ("formatColumns", 0), ("formatRows", 0)]
        self._xml_empty_tag("sheetProtection", [*self.lock.attributes(), *fixed])


class LockedWorkbook(UnpackedWorkbook):
    """A workbook whose sheets cannot be added, removed, renamed or unhidden; it is made in memory."""

    def __init__(self, lock: Lock = UNLOCKED) -> None:
        """Begin a workbook locked with `lock`."""
        super().__init__()
        self.lock = lock

    def _write_book_views(self) -> None:
        self._xml_empty_tag("workbookProtection", [*self.lock.attributes("workbook"), ("lockStructure", 1)])
        super()._write_book_views()

    def locked_sheet(self, name: str) -> LockedWorksheet:
        """Add a locked sheet."""
        sheet: LockedWorksheet = self.add_worksheet(name, worksheet_class=LockedWorksheet)
        sheet.lock = self.lock
        return sheet

    def open_sheet(self, name: str) -> QuickWorksheet:
        """Add a sheet in which everything can be typed and pasted."""
        sheet: QuickWorksheet = self.add_worksheet(name, worksheet_class=QuickWorksheet)
        return sheet
