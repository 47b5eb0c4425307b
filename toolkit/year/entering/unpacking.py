"""拆开: mails and archives among what units sent.

What is in them is read as files of their own, in `unpacked/`.

A mail or archive is opened only where everything in it can be taken out within the limits: what it holds
comes whole, or not at all, and the container then stays what it is, an unreadable file. Names in it are only
names: nothing is written outside the folder of its own that each container gets, called after it and after
its content.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from toolkit.cage import CagedError, caged
from toolkit.files import OutputError, UsageError, holds, read_bounded, safe_name, write_whole
from toolkit.year.workspace import Workspace

UNPACKED = "unpacked"  # in the year's folder: what mails and archives held, each in a folder of its own
CONTAINERS = (".eml", ".msg", ".zip")
MOST_BYTES = 64 * 2**20  # of a mail or archive, and of all that it holds
MOST_ITEMS = 500
MOST_BORDERS = 20_000  # lines that may divide a mail: taking in each costs more than it says
DEEPEST = 3  # an archive in a mail in an archive
_ATTACHED, _CONTENT, _INNER = (
    "__attach_version1.0_",
    "__substg1.0_37010102",
    "__substg1.0_3701000D",
)  # [MS-OXMSG] 2.2
_NAMES = (
    "3707001F",
    "3707001E",
    "3704001F",
    "3704001E",
)  # of an attachment: its whole name, else the short one
_HIDDEN = b"\x0b\x00\xfe\x7f"  # the property that says: shown in the mail's words, no file of its own
_PASSED_OVER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A file that was in a mail or archive: its name there, and its content."""

    name: str
    data: bytes


class TooMuchError(Exception):
    """More than may be taken out of one container, or something in it cannot be."""


def unpack(workspace: Workspace, container: Path) -> tuple[Path, ...]:
    """Take out what a mail or archive of the inbox holds, and say where it lies now.

    () where it is no such thing.

    Also () where it holds nothing, is locked, broken, or larger than the limits: it is then told as it is.
    """
    if container.suffix.lower() not in CONTAINERS:
        return ()
    try:
        data = read_bounded(container, MOST_BYTES)
        items = caged(_taken_out, container.name, data)
    except (OSError, UsageError, TooMuchError, CagedError):
        return ()
    try:
        return _written(workspace, container.name, data, items)
    except OutputError:  # a folder that may only be read: the container is told as it is
        return ()


def _written(workspace: Workspace, name: str, data: bytes, items: Sequence[Item]) -> tuple[Path, ...]:
    """Write what was taken out, where it does not lie yet."""
    short = hashlib.sha256(data).hexdigest()[:8]
    folder = workspace.folder / UNPACKED / safe_name(f"{short}_{name}")
    taken: dict[Path, bytes] = {}
    for item in items:
        path = _free(folder, item.name, taken)
        taken[path] = item.data
    for path, content in taken.items():
        if path.is_symlink() or not holds(path, content):
            write_whole(path, content)
    return tuple(taken)


def _free(folder: Path, name: str, taken: dict[Path, bytes]) -> Path:
    """Return a path for a name that no other item has, whatever system tells large letters from small."""
    safe = safe_name("".join(letter for letter in name if letter.isprintable()))
    stem, ending = PurePosixPath(safe).stem, PurePosixPath(safe).suffix
    others = {path.name.casefold() for path in taken}
    number, shown = 1, safe
    while shown.casefold() in others:
        number += 1
        shown = f"{stem}({number}){ending}"
    return folder / shown


def _taken_out(data: bytes) -> list[Item]:
    return list(_within(data, 1, [MOST_ITEMS, MOST_BYTES]))


def _taker(data: bytes) -> Callable[[bytes, list[int]], Iterator[Item]]:
    """Tell by its first bytes what a container is, whatever its name says."""
    if data.startswith(b"PK"):
        return _entries
    import olefile  # noqa: PLC0415 (few send mails: not loaded for the others)

    return _outlook_attachments if data.startswith(olefile.MAGIC) else _attachments


def _within(data: bytes, depth: int, left: list[int]) -> Iterator[Item]:
    """Give the files in a container, those in containers within it too.

    `left` counts down items and bytes.
    """
    if depth > DEEPEST or _is_package(data):
        raise TooMuchError
    for item in _taker(data)(data, left):
        if item.name.lower().endswith(CONTAINERS) and not _is_package(item.data):
            yield from _within(item.data, depth + 1, left)
        else:
            yield item


def _is_package(data: bytes) -> bool:
    """Whether an archive is a document itself (a workbook called .zip), which is not taken apart."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not {"[Content_Types].xml", "mimetype", "OFD.xml"}.isdisjoint(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return False


def _count(left: list[int], size: int) -> None:
    left[0], left[1] = left[0] - 1, left[1] - size
    if min(left) < 0:
        raise TooMuchError


def _attachments(data: bytes, left: list[int]) -> Iterator[Item]:
    """Give the attachments of a mail, of mails in it too.

    Its own words and the pictures shown in them are no files.
    """
    from email import message_from_bytes  # noqa: PLC0415 (as above)
    from email.errors import MessageError  # noqa: PLC0415
    from email.policy import default  # noqa: PLC0415

    if data.count(b"\n--") > MOST_BORDERS:
        raise TooMuchError
    try:
        message = message_from_bytes(data, policy=default)
        for part in message.walk():
            name = part.get_filename()
            shown = part.get_content_maintype() == "image" and part.get_content_disposition() == "inline"
            if part.is_multipart() or not name or shown:
                continue
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                _count(left, len(content))
                yield Item(name=_last(name), data=content)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise TooMuchError from error


def _outlook_attachments(data: bytes, left: list[int]) -> Iterator[Item]:
    """Give the attachments of a mail that Outlook saved (.msg), of mails in it too."""
    import olefile  # noqa: PLC0415

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as mail:
            yield from _stored(mail, (), left)
    except TooMuchError:
        raise
    except Exception as error:  # whatever the library says of a broken container
        raise TooMuchError from error


def _stored(mail: Any, within: tuple[str, ...], left: list[int]) -> Iterator[Item]:  # noqa: ANN401 (untyped library)
    """Give the attachments of a mail, whose parts lie `within` a folder of the container.

    In an outer mail's attachment.
    """
    if len(within) > 2 * DEEPEST:
        raise TooMuchError
    depth = len(within)
    folders = {
        path[depth]
        for path in mail.listdir(streams=False, storages=True)
        if path[:depth] == [*within] and len(path) > depth
    }
    for folder in sorted(name for name in folders if name.startswith(_ATTACHED)):
        at = (*within, folder)
        if mail.exists([*at, _INNER]):
            yield from _stored(mail, (*at, _INNER), left)
        elif mail.exists([*at, _CONTENT]) and not _is_shown(mail, at):
            _count(left, mail.get_size([*at, _CONTENT]))
            yield Item(name=_last(_stored_name(mail, at)), data=mail.openstream([*at, _CONTENT]).read())


def _stored_name(mail: Any, at: tuple[str, ...]) -> str:  # noqa: ANN401
    for kind in _NAMES:
        path = [*at, f"__substg1.0_{kind}"]
        if mail.exists(path) and mail.get_size(path) <= 2**12:
            raw: bytes = mail.openstream(path).read()
            return raw.decode("utf-16-le" if kind.endswith("1F") else "gb18030", "replace").rstrip("\0")
    return ""


def _is_shown(mail: Any, at: tuple[str, ...]) -> bool:  # noqa: ANN401
    """Whether an attachment is a picture shown in the words.

    Its properties are 16 bytes each, behind a head of 8.
    """
    path = [*at, "__properties_version1.0"]
    if not mail.exists(path) or mail.get_size(path) > 2**16:
        return False
    said = mail.openstream(path).read()[8:]
    entries = (said[n : n + 16] for n in range(0, len(said), 16))
    return any(entry.startswith(_HIDDEN) and entry[8:9] == b"\x01" for entry in entries)


def _entries(data: bytes, left: list[int]) -> Iterator[Item]:
    """Give the files of an archive, each really unpacked and counted: headers may lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                name = _name_of(entry)
                if entry.is_dir() or name.startswith(_PASSED_OVER) or _last(name) in _PASSED_OVER:
                    continue
                if entry.file_size > left[1]:
                    raise TooMuchError
                with archive.open(entry) as stream:
                    content = stream.read(left[1] + 1)
                _count(left, len(content))
                yield Item(name=_last(name), data=content)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        zlib.error,
        struct.error,
    ) as error:
        raise TooMuchError from error


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; Chinese Windows writes GBK where the archive does not say otherwise."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _last(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name or "未命名"
