"""Writing files whole or not at all, under names that are safe on every system."""

import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from toolkit.deflate import crc32
from toolkit.errors import LinkError, OutputError, UsageError, explain_error

_NUMBERS = re.compile("([0-9]+)")
_UNSAFE = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb<>:"/\\|?*]'
)
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
YEAR_FILE = "xxgk.toml"  # the file that makes a folder a year's
FINALS = "已发布"  # in summary/: each final version whole, in a folder of its own
ROUND = "第{}次"
_ROUND = re.compile(r"第([1-9][0-9]{0,3})次")
UNITS_CSV, TOTALS_CSV, TEXTS_CSV = "units.csv", "totals.csv", "texts.csv"  # what is added up, for programs
UNFINISHED = ".xxgk-"  # how the names of files and folders begin that are being written; then whose they are
FORGOTTEN = 86400  # seconds after which something unfinished is nobody's, whoever began it
_swept: set[Path] = set()  # folders looked through for what a killed run left
MOST_DOTS = 200  # in one line of such a text, outside quotation marks
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")
SETTINGS_BYTES = 2**20  # of a text that a person keeps in TOML
OUTPUT_BYTES = 100 * 2**20  # of a text that we wrote
RECORD_BYTES = 32 * 2**20  # of a record of ours
NAME_BYTES = 180  # of a name in a file name (60 Chinese characters): with its ending it fits on every system


def safe_name(name: str) -> str:
    """Make a name safe in a file name on Windows and Linux: it never leaves the folder nor is too long.

    Separators, control and reserved characters become "_", the names of devices (CON, NUL …) get one before
    them; at most `NAME_BYTES` bytes of UTF-8 are kept, no character in halves.
    """
    safe = _UNSAFE.sub("_", name).strip(" .")
    safe = safe.encode("utf-8", "replace")[:NAME_BYTES].decode("utf-8", "ignore").rstrip(" .")
    return f"_{safe}" if not safe or _RESERVED.match(safe) else safe


def natural_order(name: object) -> tuple[Sequence[tuple[int, str]], str]:
    """Order names, codes and paths as people count: 2.xlsx before 10.xlsx."""
    text = str(name)
    parts = _NUMBERS.split(text)  # text, number, text, …
    return [
        (len(bare := part.lstrip("0")), bare) if i % 2 else (0, part) for i, part in enumerate(parts)
    ], text


def make_folder(path: Path) -> None:
    """Make a folder. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"不能建立文件夹 {path}：{explain_error(error)}。") from error


def read_bounded(path: Path, most: int) -> bytes:
    """Read a file that the program itself takes apart, not a process in the cage: no more than `most` bytes.

    Raises UsageError for a larger one, and for what is no file but something to wait at; OSError.
    """
    require_bounded(path, most)
    return path.read_bytes()


def require_bounded(path: Path, most: int) -> None:
    """Make sure that a file has no more than `most` bytes. Raises as `read_bounded` does."""
    if (size := size_of(path)) > most:
        raise UsageError(
            f"{path.name} 有 {size >> 20} MB，超过 {most >> 20} MB，没有读。请核对是不是放错了文件。"
        )


def size_of(path: Path) -> int:
    """Say how many bytes a file has. Raises UsageError for something to wait at that is none; OSError."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise UsageError(f"{path.name} 不是普通文件，没有读。请把它移走。")
    return status.st_size


def read_toml(path: Path) -> str:
    """Read the text of a TOML file that a person keeps.

    Raises UsageError for one that is larger than any, or names something in more parts than anybody: taking
    in such a name costs memory and time by the square of its parts. OSError, UnicodeDecodeError.
    """
    text = _typed(read_bounded(path, SETTINGS_BYTES))
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS and _QUOTED.sub("", line).count(".") > MOST_DOTS:
            raise UsageError(f"{path.name} 第 {number} 行里的点多得不像设置，没有读。请改正或删去这一行。")
    return text


def _typed(data: bytes) -> str:
    """Decode what an editor saved: UTF-8, UTF-16 with its mark, or GBK as older ones do.

    UTF-8 with some broken bytes is refused: as GBK it would be other words. Raises UnicodeDecodeError.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        seen = data.decode("utf-8-sig", "replace")
        if seen.count("\ufffd") <= sum("一" <= letter <= "鿿" for letter in seen):
            raise
        return data.decode("gb18030")


def same_content(one: Path, other: Path) -> bool:
    """Whether two files hold the same, read piece by piece. Raises OSError."""
    with one.open("rb") as first, other.open("rb") as second:
        while piece := first.read(2**20):
            if piece != second.read(2**20):
                return False
        return not second.read(1)


def holds(path: Path, data: bytes) -> bool:
    """Whether a file of exactly this content stands at `path`; one of another size is not read."""
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def fingerprint_of(path: Path) -> str:
    """Return the SHA-256 of a file, however large it is. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: what stood there before stays until the new one is complete.

    Raises OutputError when the target is open in Excel, the disk is full, or the folder is not writable.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes | Path | Callable[[], bytes]]) -> None:
    """Write files that belong together.

    All are complete, and every target is free, before the first takes its place. What is given by what makes
    it is made one after the other, so that no two are in memory at once; a path stands for a copy of a file.

    Each is read again afterwards. Raises OutputError, and whatever making one raises.
    """
    unfinished: dict[Path, Path] = {}
    sums: dict[Path, int] = {}
    at, done = Path(), list[str]()
    try:
        for at, given in files.items():
            data = given() if callable(given) else given
            unfinished[at] = _beside(at, data)
            sums[at] = _sum_of(data) if isinstance(data, Path) else crc32(data)
            del data
        for at in files:
            if at.exists():
                at.open("r+b").close()
        for at in files:
            unfinished[at].replace(at)
            del unfinished[at]
            done.append(at.name)
    except OSError as error:
        other = f"{'、'.join(done)} 已经是新的，请处理后重新运行。" if done else ""
        raise OutputError(f"{at.name} 写不进去：{explain_error(error)}。原来的文件没有动。{other}") from error
    finally:
        for temporary in unfinished.values():
            temporary.unlink(missing_ok=True)
    for path, wanted in sums.items():
        if _sum_of(path) != wanted:
            raise OutputError(f"{path.name} 写出后重读，内容不一样，请不要使用，并检查磁盘。")


def _sum_of(path: Path) -> int:
    """Return the check sum of a file's content, read piece by piece."""
    total = 0
    with path.open("rb") as stream:
        while piece := stream.read(2**20):
            total = crc32(piece, total)
    return total


def _beside(path: Path, data: bytes | Path) -> Path:
    """Write a file's new content (or another's) beside it. Raises OSError, and OutputError for a link."""
    if (link := _link_on_the_way(path)) is not None:
        raise LinkError(link)
    make_folder(path.parent)
    if path.parent not in _swept:
        _swept.add(path.parent)
        sweep(path.parent)
    handle, name = tempfile.mkstemp(prefix=unfinished_prefix(), suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            if isinstance(data, Path):
                with data.open("rb") as source:
                    shutil.copyfileobj(source, stream)
            else:
                stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _link_on_the_way(path: Path) -> Path | None:
    """Find the link through which a file would be written elsewhere.

    Itself, or a folder inside the year's folder.
    """
    if path.is_symlink():
        return path
    link = None
    for folder in path.parents:
        if (folder / YEAR_FILE).is_file():
            return link
        if folder.is_symlink():
            link = folder
    return None  # no year's folder: where the user's own paths lead is the user's business


# ------------------------------------------------------------------ what a killed run left


def unfinished_prefix() -> str:
    """Say how the name of what is unfinished begins: whose it is, so that nobody else's is taken away."""
    return f"{UNFINISHED}{_machine()}-{os.getpid()}-"


def sweep(folder: Path) -> None:
    """Take away what runs that were killed left unfinished in a folder, and what is a day old."""
    for path in folder.glob(f"{UNFINISHED}*-*"):
        with suppress(OSError):  # another program looks at it, or has just finished it
            if path.is_symlink() or not (
                _of_nobody(path.name) or path.stat().st_mtime < time.time() - FORGOTTEN
            ):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def _of_nobody(name: str) -> bool:
    """Whether who began this ran on this machine and runs no more.

    On Windows asking would end it, there only age tells.
    """
    machine, _, rest = name.removeprefix(UNFINISHED).partition("-")
    number = rest.partition("-")[0]
    if sys.platform == "win32" or machine != _machine() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


@lru_cache(maxsize=1)
def _machine() -> str:
    import platform  # noqa: PLC0415 (slow, and only where something is written)

    return f"{crc32(platform.node().encode('utf-8', 'replace')):08x}"


def round_of(folder: str) -> int:
    """Return the number of a final version by the name of its folder; 0 where it is none."""
    number = _ROUND.fullmatch(folder)
    return int(number[1]) if number is not None else 0


def final_rounds(summary: Path) -> list[int]:
    """Return the numbers of the versions that were kept whole and are there, the last one last."""
    folders = (path.parent.name for path in (summary / FINALS).glob(f"*/{UNITS_CSV}"))
    return sorted(filter(None, map(round_of, folders)))
