"""What a mail or an archive holds: everything in it taken out within the limits, or nothing."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

CONTAINERS = (".eml", ".msg", ".zip")
MOST_BYTES = 64 * 2**20  # of a mail or archive, and of all that it holds
MOST_ITEMS = 500
MOST_BORDERS = 20_000  # lines that may divide a mail: taking in each costs more than it says
DEEPEST = 3  # an archive in a mail in an archive
# [MS-OXMSG] 2.2
_ATTACHED, _CONTENT, _INNER = "__attach_version1.0_", "__substg1.0_37010102", "__substg1.0_3701000D"
_NAMES = ("3707001F", "3707001E", "3704001F", "3704001E")  # of an attachment: its whole name, else the short
_HIDDEN = b"\x0b\x00\xfe\x7f"  # the property that says: shown in the mail's words, no file of its own
# nobody's report: what office programs and systems leave beside files (a lock while one is open, its forks)
_LEFT_BESIDE, _OF_FOLDERS = ("~$", ".~lock.", "._"), {".ds_store", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A file that was in a mail or archive: its name there, and its content."""

    name: str
    data: bytes


class TooMuchError(Exception):
    """More than may be taken out of one container, or something in it cannot be."""


def take_out(data: bytes) -> list[Item]:
    """Take everything out of a mail or archive. Raises TooMuchError, and what its parts are broken in."""
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
        elif not (item.name.startswith(_LEFT_BESIDE) or item.name.lower() in _OF_FOLDERS):
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
                if entry.is_dir() or name.startswith("__MACOSX/"):
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
