"""A file that is to be read: its bytes and when it was saved, or why they cannot be had."""

import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toolkit.answers import messages
from toolkit.answers.reading import Reading, unread_file
from toolkit.errors import explain_error

CLOUD_SUFFIX = ".icloud"  # “.name.xlsx.icloud” stands for a file that was not fetched
LONGEST_FOLDER = 200  # characters of the path of a folder that cannot be opened
_BEGUN = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls
LARGEST = 40 * 2**20  # bytes of a file; a filled workbook has some 50 KB


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One file to read: where it is, and how messages call it."""

    path: Path
    name: str


def is_workbook(path: Path) -> bool:
    """Whether a file begins as workbooks do: no link, and no lock file, which is a name and blanks."""
    try:
        with path.open("rb") as file:
            return not path.is_symlink() and file.read(4) in _BEGUN
    except OSError:
        return False


def take_bytes(path: Path, name: str) -> tuple[bytes, datetime] | Reading:
    """Read a file's bytes and how it is dated; where that cannot be, the reading that says why."""
    try:
        status = path.stat()
        modified = datetime.fromtimestamp(status.st_mtime).replace(microsecond=0)  # noqa: DTZ006 (local time is what the office sees)
        if not stat.S_ISREG(status.st_mode):
            return unread_file(name, messages.UNREADABLE.finding(why="这不是普通文件"))
        if status.st_size > LARGEST:
            return unread_file(
                name, messages.TOO_LARGE.finding(why=f"文件有 {status.st_size // 2**20} MB"), modified
            )
        return path.read_bytes(), modified
    except (OSError, ValueError, OverflowError) as error:
        return unread_file(
            name,
            messages.UNREADABLE.finding(
                why=explain_error(error) if isinstance(error, OSError) else "文件的时间不对"
            ),
        )


def unread_folder(name: str, error: OSError) -> Reading:
    """Say why nothing in a folder was read."""
    shown = name if len(name) <= LONGEST_FOLDER else f"{name[:LONGEST_FOLDER]}……"
    return unread_file(f"{shown}/", messages.FOLDER_CLOSED.finding(why=explain_error(error)))
