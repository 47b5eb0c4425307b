"""Protection of sheets and of the workbook's structure, with Excel's modern hash of a password.

xlsxwriter writes only the old 16-bit password hash and no protection of the structure; the two classes here
add them (ECMA-376 Part 1, 18.2.29 workbookProtection and 18.3.1.85 sheetProtection).
"""

import hashlib
import re
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path

from xlsxwriter.packager import Packager
from xlsxwriter.workbook import Workbook

from toolkit.layout.fast_sheets import OPTIONS, QuickWorksheet

SPINS = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """A password as Excel keeps it: salted, hashed `spins` times with SHA-512.

    Base64 texts. Empty: no password.
    """

    value: str = ""
    salt: str = ""
    spins: int = SPINS

    def attributes(self, prefix: str = "") -> list[tuple[str, object]]:
        """Return the XML attributes that state the hash."""
        if not self.value:
            return []
        names = {
            "algorithmName": "SHA-512",
            "hashValue": self.value,
            "saltValue": self.salt,
            "spinCount": self.spins,
        }
        return [
            (f"{prefix}{name[0].upper() + name[1:]}" if prefix else name, value)
            for name, value in names.items()
        ]


UNLOCKED = Lock()


@lru_cache(maxsize=8)
def lock_with(password: str, salt_of: str) -> Lock:
    """Hash a `password` as Excel locks sheets with it: SHA-512, `SPINS` rounds (ECMA-376, sheetProtection).

    The salt comes from `salt_of` (county and year), so that the same inputs give the same bytes. An empty
    password locks without one: courtesy against slips, no secret.
    """
    if not password:
        return Lock()
    salt = hashlib.sha256(salt_of.encode()).digest()[:16]
    value = hashlib.sha512(salt + password.encode("utf-16-le")).digest()
    for spin in range(SPINS):
        value = hashlib.sha512(value + spin.to_bytes(4, "little")).digest()
    return Lock(value=b64encode(value).decode(), salt=b64encode(salt).decode())


def lock_of(path: Path) -> Lock:
    """Read the lock of an issued workbook, so that a filled copy keeps the county's password."""
    with zipfile.ZipFile(path) as archive:
        head = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    found = re.search(r"<workbookProtection[^>]*>", head)
    if not found:
        return Lock()
    given = dict(re.findall(r'workbook(\w+Value|SpinCount)="([^"]*)"', found[0]))
    return Lock(
        value=given.get("HashValue", ""),
        salt=given.get("SaltValue", ""),
        spins=int(spins) if (spins := given.get("SpinCount", "")).isdecimal() and len(spins) < 8 else SPINS,
    )


class LockedWorksheet(QuickWorksheet):
    """A sheet in which only unlocked cells can be typed; widths and heights stay the clerk's business."""

    lock: Lock = Lock()

    def _write_sheet_protection(self) -> None:
        fixed = [("sheet", 1), ("objects", 1), ("scenarios", 1), ("formatColumns", 0), ("formatRows", 0)]
        self._xml_empty_tag("sheetProtection", [*self.lock.attributes(), *fixed])


class _Unpacked(Packager):  # type: ignore[misc]
    """Leaves the parts with the workbook instead of handing them over to be zipped."""

    def _create_package(self) -> list[object]:
        self.workbook.made = super()._create_package()
        return []


class LockedWorkbook(Workbook):  # type: ignore[misc]  # xlsxwriter has no types
    """A workbook whose sheets cannot be added, removed, renamed or unhidden; it is made in memory."""

    def __init__(self, lock: Lock = UNLOCKED) -> None:
        """Begin a workbook locked with `lock`."""
        super().__init__(BytesIO(), OPTIONS)
        self.lock = lock
        self.made: list[tuple[StringIO | BytesIO, str, bool]] = []

    def parts(self) -> Mapping[str, bytes]:
        """Close the workbook and return its parts by name."""
        self.close()
        return {
            name: part if isinstance(part := target.getvalue(), bytes) else part.encode()
            for target, name, _ in self.made
        }

    def _get_packager(self) -> Packager:
        return _Unpacked()

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
