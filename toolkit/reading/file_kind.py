"""What kind of file came back, by its first bytes and table of contents, before anything is parsed."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.form.elements import advice
from toolkit.reading.container import disagreement
from toolkit.reading.first_bytes import (
    ATTACHMENT,
    BESIDE,
    CSV,
    DATA,
    EXCEL,
    HALF,
    LEFT_BESIDE,
    MAGIC,
    OF_DATA,
    OFD,
    OLD_WORD,
    ORIGINAL,
    PHONE,
    PHONE_PICTURE,
    PLAIN_TEXT,
    READABLE,
    SLIDES,
    SPLIT,
    TAR,
    TAR_AT,
    UNFINISHED,
    UNPACKED,
    WEB_PAGE,
    WHOLE_ARCHIVE,
    WORD,
    mail_kind,
)
from toolkit.reading.seen.xls_records import is_encrypted, stream_names
from toolkit.reading.taken_file import CLOUD_SUFFIX, LARGEST

LARGEST_UNPACKED = 400 * 2**20  # bytes of all parts together
LARGEST_READ = 120 * 2**20  # bytes of one part that has to be parsed
LARGEST_PARTS = 3000
LARGEST_TYPES = 2**20  # bytes of the list of a package's kinds of parts
SURE = 96 * 2**10  # a packed part this small cannot unpack to more than 100 MB, whatever its header says


@dataclass(frozen=True, kw_only=True, slots=True)
class FileKind:
    """What a file is. ``readable``: a workbook that can be tried.

    ``archive``: its parts, where it has any.
    """

    readable: bool
    archive: zipfile.ZipFile | None = None
    findings: tuple[Finding, ...] = ()


def examine(data: bytes, name: str) -> FileKind:
    """Say what the bytes of the file called `name` are."""
    last = name.rsplit("/", 1)[-1]
    suffix = "." + last.rsplit(".", 1)[-1].lower() if "." in last else "没有后缀"
    kind = _of_bytes(data, suffix)
    if kind.readable:
        return kind
    if suffix in UNFINISHED:
        return _other(suffix, *HALF)
    broken = kind.findings[0].rule in {messages.UNREADABLE.id, messages.EMPTY_FILE.id}
    beside = last.startswith("~") or (broken and LEFT_BESIDE.fullmatch(last) is not None)
    return _other(suffix, *BESIDE) if beside else kind


def _of_bytes(data: bytes, suffix: str) -> FileKind:
    if not data:
        return _refused(messages.EMPTY_FILE.finding())
    if len(data) > LARGEST:
        return _refused(messages.TOO_LARGE.finding(why=f"文件有 {len(data) // 2**20} MB"))
    if data.startswith(b"PK"):
        return _zip(data, suffix)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole(data, suffix)
    if suffix == CLOUD_SUFFIX:
        return _other(
            suffix,
            "iCloud 的占位文件，真正的工作簿还在云上",
            "请在这台电脑上双击它，等它下载完（云朵标记消失）再读；下载不了的，" + ORIGINAL,
        )
    letter = mail_kind(data, suffix)
    if letter is not None:
        return _other(suffix, *letter)
    for magic, kind, what in MAGIC:
        if data.startswith(magic):
            return _other(suffix, kind, what)
    if data.startswith(TAR, TAR_AT):
        return _other(suffix, "TAR 压缩包", UNPACKED)
    if data[4:8] == PHONE_PICTURE:
        return _other(suffix, PHONE, "图片里的数不能读取，" + ORIGINAL)
    return _text(data, suffix)


def _refused(finding: Finding) -> FileKind:
    return FileKind(readable=False, findings=(finding,))


def _other(suffix: str, kind: str, what: str) -> FileKind:
    return _refused(messages.OTHER_KIND.finding(suffix=suffix, kind=kind, what=advice(what), found=kind))


def _zip(data: bytes, suffix: str) -> FileKind:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        if data.startswith(SPLIT):
            return _other(suffix, "分成几卷的压缩包的一卷", WHOLE_ARCHIVE)
        return _refused(messages.UNREADABLE.finding(why="文件不完整或已损坏，像是没有传完"))
    names = {entry.filename for entry in entries}
    if len({name.casefold() for name in names}) < len(entries):
        return _refused(messages.UNREADABLE.finding(why="里面有两个同名的部件，不知道以哪个为准"))
    if any(entry.flag_bits & 1 for entry in entries):
        if "[Content_Types].xml" in names:
            return _refused(messages.ENCRYPTED.finding())
        return _other(suffix, "加了密码的压缩包", WHOLE_ARCHIVE)
    other = _other_package(archive, names, suffix)
    if other is not None:
        return other
    why = _bloated(archive, entries)
    if why is not None:
        return _refused(messages.TOO_LARGE.finding(why=why))
    why = disagreement(data, archive)
    if why is not None:
        return _refused(messages.UNREADABLE.finding(why=why))
    if "mimetype" in names and "content.xml" in names:
        if _locked(archive):
            return _refused(messages.ENCRYPTED.finding())
        return FileKind(readable=True, findings=(messages.CONVERTED.finding(kind=" .ods（开放文档表格）"),))
    if any(n.lower().endswith("workbook.bin") for n in names):
        return _other(suffix, "二进制工作簿（.xlsb）", EXCEL)
    macros = any(n.lower().endswith("vbaproject.bin") for n in names)
    return FileKind(readable=True, archive=archive, findings=(messages.MACROS.finding(),) if macros else ())


def _locked(archive: zipfile.ZipFile) -> bool:
    """Whether the list of contents of an .ods says that they are encrypted."""
    try:
        return b"encryption-data" in archive.read("META-INF/manifest.xml")
    except (KeyError, OSError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile):
        return False


def _other_package(archive: zipfile.ZipFile, names: set[str], suffix: str) -> FileKind | None:
    """Tell what a zip file is that is no workbook; None when it is one."""
    if "word/document.xml" in names:
        return _other(suffix, WORD, "汇总要读工作簿里的格，" + READABLE)
    if "ppt/presentation.xml" in names:
        return _other(suffix, SLIDES, ORIGINAL)
    if {"Index/Document.iwa", "Index.zip"} & names:
        return _other(suffix, "苹果 Numbers 表格", EXCEL)
    if {"index.xml", "index.xml.gz", "index.apxl", "index.apxl.gz"} & names and (
        "buildVersionHistory.plist" in names or suffix == ".numbers"
    ):
        return _other(suffix, "苹果旧版 Numbers（或 Pages、Keynote）文件", EXCEL)
    if "OFD.xml" in names:
        return _other(suffix, OFD, "OFD 里的数不能直接汇总，" + ORIGINAL)
    if any(name.lower().endswith("xl\\workbook.xml") for name in names):
        return _refused(messages.UNREADABLE.finding(why="内部的文件名写法不规范"))
    book = ("xl/workbook.xml", "xl/workbook.bin")
    if ("mimetype" in names and "content.xml" in names) or any(n.lower().endswith(book) for n in names):
        return None
    if _says_workbook(archive, names):
        return None
    return _other(suffix, "压缩包", "请解压后，把里面的工作簿逐个放进 inbox。")


def _says_workbook(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether a package says that it holds a workbook, whatever its parts are called."""
    types = "[Content_Types].xml"
    if types not in names or archive.getinfo(types).file_size > LARGEST_TYPES:
        return False
    try:
        return b"spreadsheetml.sheet.main" in archive.read(types)
    except (OSError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile):
        return False


def _bloated(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> str | None:
    """Say why a package is too large to unpack.

    Headers may lie, so larger parts are really unpacked, and counted.
    """
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > LARGEST_PARTS or unpacked > LARGEST_UNPACKED:
        return f"文件展开后有 {unpacked // 2**20} MB、{len(entries)} 个部件"
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".bin")) and entry.file_size > LARGEST_READ:
            return f"其中的 {entry.filename} 展开后有 {entry.file_size // 2**20} MB"
        if entry.compress_size > SURE and not _honest(archive, entry):
            return f"其中的 {entry.filename} 展开后比它自己说的大"
    return None


def _honest(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a part unpacks to no more than its header says.

    What is broken in other ways is told elsewhere.
    """
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return True
    try:
        archive.fp.seek(entry.header_offset + 26)  # type: ignore[union-attr]  # the lengths of name and extra field
        lengths = archive.fp.read(4)  # type: ignore[union-attr]
        archive.fp.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)  # type: ignore[union-attr]
        packed, size, inflate = archive.fp.read(entry.compress_size), 0, zlib.decompressobj(-15)  # type: ignore[union-attr]
        while packed and not inflate.eof:
            size += len(inflate.decompress(packed, 2**20))
            packed = inflate.unconsumed_tail
            if size > entry.file_size:
                return False
    except (OSError, ValueError, zlib.error):
        return True
    return True


def _ole(data: bytes, suffix: str) -> FileKind:
    """OLE containers: encrypted packages, old .xls and WPS .et, old .doc, mails saved by Outlook."""
    inside = stream_names(data)

    def holds(stream: str) -> bool:
        return stream in inside if inside else stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return _refused(messages.ENCRYPTED.finding())
    if holds("WordDocument"):
        return _other(suffix, OLD_WORD, "汇总要读工作簿里的格，" + READABLE)
    if holds("__properties_version1.0"):
        return _other(suffix, "Outlook 邮件（.msg）", ATTACHMENT)
    if holds("Workbook") or holds("Book"):
        if is_encrypted(data):
            return _refused(messages.ENCRYPTED.finding())
        return FileKind(
            readable=True, findings=(messages.CONVERTED.finding(kind=" .xls（Excel 97-2003）或 WPS .et "),)
        )
    return _other(suffix, "旧版 Office 文件", EXCEL)


def _text(data: bytes, suffix: str) -> FileKind:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")) or b"<html" in head:
        return _other(suffix, WEB_PAGE, READABLE)
    if head.startswith(b"{") and (suffix == ".gsheet" or b"docs.google.com" in head):
        return _other(
            suffix,
            "Google 表格的网址",
            "网址里没有数，请⟨让单位⟩在网页上打开它，选“文件→下载→Microsoft Excel（.xlsx）”，填好后报送。",
        )
    if head.startswith(b"<?xml") and b"spreadsheet" in head:
        return _other(suffix, "XML 表格（Excel 2003）", EXCEL)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _other(suffix, "文本表格（Unicode 文本）", "文本里没有身份和校核信息，" + ORIGINAL)
    if b"\x00" not in data[:4096] and re.search(rb"[,\t;]", head):
        what = DATA if head.startswith(OF_DATA) else "CSV 里没有身份和校核信息，" + ORIGINAL
        return _other(suffix, CSV, what)
    if b"\x00" not in data[:4096]:
        return _other(suffix, PLAIN_TEXT, ORIGINAL)
    return _refused(messages.UNREADABLE.finding(why="不认识的文件内容，像是已损坏"))
