"""Open a published report: recognise its format by its content, and hand it over as paragraphs and tables."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from email import message_from_bytes
from html import unescape
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from toolkit.errors import explain_error
from toolkit.form.model import Form
from toolkit.published.characters import in_ordinary
from toolkit.published.notes import Finding, reading_note
from toolkit.published.pages import LONGEST_TEXT, MOST_ITEMS, Cell, Grid, Item, Paragraph
from toolkit.published.unreadable import UnreadableFileError, require_readable

# office files that are one text of XML, by what their first lines name
_FLAT = {
    b"schemas.microsoft.com/office/word/2003/wordml": "Word 的 XML 文件",
    b"schemas.microsoft.com/office/2006/xmlpackage": "Word 的 XML 文件",
    b"urn:schemas-microsoft-com:office:spreadsheet": "Excel 的 XML 表格，请另存为 .xlsx 再导入",
}
LARGEST_FILE = 60_000_000
LARGEST_UNPACKED = 200_000_000
MOST_COLUMNS, MOST_CELLS = 300, 50_000  # of a table
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PACKED = (
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)  # as servers send pages too
# what files of these names most often are; each is recognised by its content all the same
_KINDS = {
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".odt": "odt",
    **dict.fromkeys((".html", ".htm", ".shtml", ".mht", ".mhtml"), "html"),
}
Opened: TypeAlias = tuple[tuple[Item, ...], tuple[Finding, ...]]
Reader: TypeAlias = Callable[[bytes, Sequence[Form]], Opened]
MOST_FRAMES = 50  # of a saved page that are looked at
BROKEN = "\ufffd"  # stands for bytes that are no character
MOST_BROKEN = 0.02  # of the characters that are not of ASCII: more is another encoding
# how a text in UTF-16 begins: with its mark, or a page with its first tag
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
LONGEST_NAME, MOST_NAMED = 60, 3  # of the files beside a page
_NAMED = re.compile(
    r"""<(?:i?frame|embed|object)\b[^<>]*?\s(?:src|data)\s*=\s*["']?(?P<frame>[^"'<>\s]+)"""
    r"""|\bhref\s*=\s*["']?(?P<document>[^"'<>]+\.(?:pdf|docx?|wps|xlsx?|et|ofd|rtf|zip|rar))\b""",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]+)", re.IGNORECASE)


def open_report(path: Path, forms: Sequence[Form]) -> Opened:
    """Give the paragraphs and tables of a report in ordinary characters, and what could not be read.

    `forms` are needed for texts only: where cells stand one a line, known labels tell table from prose.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFileError("P03", f"太大，超过 {LARGEST_FILE // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError("P03", f"打不开（{explain_error(error)}）") from error
    items, findings = _opened(content, path.suffix.lower(), forms)
    _require_ordinary(items)
    _require_short(items)
    from toolkit.published.formats.text import with_set_out  # noqa: PLC0415 (with the readers)

    return with_set_out(in_ordinary(items), forms), findings


def _require_ordinary(items: Sequence[Item]) -> None:
    """Refuse a table, or a text, that is larger than anybody's.

    Looking for ours in it would take for ever.
    """
    if len(items) > MOST_ITEMS:
        raise UnreadableFileError("P03", f"有 {len(items)} 段，不像年度报告")
    for grid in (item for item in items if isinstance(item, Grid)):
        wide = max((cell.column + cell.width for cell in grid.cells), default=0)
        if wide > MOST_COLUMNS or len(grid.cells) > MOST_CELLS:
            raise UnreadableFileError("P03", f"{grid.place}异常大（{len(grid.cells)} 格，{wide} 列）")
        for cell in grid.cells:
            if cell.inside:
                _require_ordinary(cell.inside)


def _require_short(items: Sequence[Item]) -> None:
    """Refuse a text that nobody would read to its end, or write without a break, visible or not."""
    lengths = [len(text) for text in _texts(items)]
    require_readable(sum(lengths))
    if max(lengths, default=0) > LONGEST_TEXT:
        raise UnreadableFileError("P03", f"有一段或一格长 {max(lengths)} 个字，不像年度报告")


def _texts(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Paragraph):
            yield item.text
            continue
        cells: Sequence[Cell] = (
            item.cells if isinstance(item, Grid) else [c for row in item.rows for c in row]
        )
        for cell in cells:
            yield cell.text
            if cell.inside:
                yield from _texts(cell.inside)


def _opened(content: bytes, suffix: str, forms: Sequence[Form]) -> Opened:
    return _reader(kind(content, suffix))(content, forms)


def load_readers(suffixes: Collection[str]) -> None:
    """Load what reads files of these names, so that the process of each file need not."""
    for suffix in sorted(suffixes & _KINDS.keys()):
        _reader(_KINDS[suffix])


def _reader(what: str) -> Reader:
    """Give what reads a kind of file; libraries are loaded only when needed."""
    match what:
        case "docx":
            from toolkit.published.formats.word import read_docx  # noqa: PLC0415

            return lambda content, forms: _with_files(read_docx, content, forms)
        case "doc":
            from toolkit.published.formats.old_word import as_docx  # noqa: PLC0415 (knows this module's error)
            from toolkit.published.formats.word import read_docx  # noqa: PLC0415

            def read_old(content: bytes, forms: Sequence[Form]) -> Opened:
                items, findings = _with_files(read_docx, as_docx(content), forms)
                return items, (reading_note("P28"), *findings)

            return read_old
        case "pdf":
            from toolkit.published.pdf import read_pdf  # noqa: PLC0415

            return read_pdf
        case "xlsx":
            from toolkit.published.formats.spreadsheet import read_xlsx  # noqa: PLC0415

            return lambda content, _: (read_xlsx(content), ())
        case "odt":
            from toolkit.published.formats.open_document import read_odt  # noqa: PLC0415

            return lambda content, _: (read_odt(content), ())
        case "html" | "mhtml":
            from toolkit.published.formats.web import read_html  # noqa: PLC0415

            saved = what == "mhtml"
            return lambda content, forms: (
                read_html(text := _page_of(content, forms) if saved else decode(content), forms),
                (*_broken(text), *_beside(text)),
            )
        case _:
            return _read_text


def _with_files(
    read: Callable[[bytes, Callable[[bytes, str], Iterable[Item]]], tuple[Item, ...]],
    content: bytes,
    forms: Sequence[Form],
) -> Opened:
    """Read a document, and the files that are set into it with what was found in them."""
    findings: list[Finding] = []

    def read_file(inner: bytes, suffix: str) -> tuple[Item, ...]:
        items, found = _opened(inner, suffix, forms)
        findings.extend(found)
        return items

    return read(content, read_file), tuple(findings)


def _read_text(content: bytes, forms: Sequence[Form]) -> Opened:
    from toolkit.published.formats.text import read_lines  # noqa: PLC0415

    text = decode(content)
    require_readable(len(text))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_ITEMS:
        raise UnreadableFileError("P03", f"有 {len(lines)} 行，不像年度报告")
    return read_lines(tuple((line, f"第 {n} 行") for n, line in enumerate(lines, 1)), forms), _broken(text)


def kind(content: bytes, suffix: str) -> str:
    """Recognise the format by content, whatever the file is called."""
    head = content[:2048].lstrip().lower()
    if not head:
        raise UnreadableFileError("P03", "是空文件")
    if content.startswith(b"PK"):
        return _zipped(content)
    if b"%pdf-" in head[:1024]:
        return "pdf"
    if content.startswith(b"\xd0\xcf\x11\xe0") or head.startswith(b"{\\rtf"):
        return "doc"
    if b"mime-version:" in head and (b"multipart/" in head or b"content-transfer-encoding:" in head):
        return "mhtml"  # one without pictures has no parts
    if content.startswith(_PACKED):
        raise UnreadableFileError("P03", "是压缩包，请先解开；是网页的，请在浏览器里打开再保存")
    if b"<?xml" in head and (found := next((what for name, what in _FLAT.items() if name in head), "")):
        raise UnreadableFileError("P03", f"是 {found}")
    if content.startswith(_PICTURES):
        raise UnreadableFileError("P03", "是图片，不是文字")
    if (
        suffix in {".html", ".htm"}
        or b"<html" in head
        or b"<!doctype html" in head
        or b"<table" in content.lower()
    ):
        return "html"
    if b"\0" in head and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFileError("P03", "不是 .docx、.html、.pdf 或 .txt")
    return "txt"


def _zipped(content: bytes) -> str:
    from io import BytesIO  # noqa: PLC0415

    try:
        with ZipFile(BytesIO(content)) as package:
            names = set(package.namelist())
            parts = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "content.xml": "odt"}
            if "OFD.xml" in names:
                raise UnreadableFileError(
                    "P03", "是 OFD 版式文件，请用阅读器另存为 PDF，或向对方要 Word 文件"
                )
            found = next((what for part, what in parts.items() if part in names), None)
            if found is None:
                raise UnreadableFileError("P03", "是压缩包，不是 Word 文件")
            if sum(entry.file_size for entry in package.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFileError("P03", "解开后太大")
    except BadZipFile as error:
        raise UnreadableFileError("P03", "文件不完整或已损坏") from error
    return found


def _page_of(content: bytes, forms: Sequence[Form]) -> str:
    """Give the page in a saved page (.mhtml), which browsers write like a mail: itself, then its frames.

    Where a frame has the tables, it is the page: of several such all are.
    """
    parts = (
        part for part in message_from_bytes(content.lstrip()).walk() if part.get_content_type() == "text/html"
    )
    pages = [
        decode(payload)
        for part in islice(parts, MOST_FRAMES)
        if isinstance(payload := part.get_payload(decode=True), bytes)
    ]
    if not pages:
        raise UnreadableFileError("P03", "里面没有网页")
    titles = [table.title for form in forms for table in form.tables if table.national]
    tabled = [page for page in pages if "<table" in page.lower() and any(one in page for one in titles)]
    return "\n".join(tabled) or pages[0]


def decode(content: bytes) -> str:
    """Decode a text or page.

    By its byte order mark, as UTF-8 if it is but for a few broken characters, as declared, else as GB18030:
    no report of ours is in a Western code, whatever its page declares.
    """
    if wide := next((name for marks, name in _WIDE.items() if content.startswith(marks)), ""):
        return content.decode(wide, errors="replace")
    declared = _CHARSET.search(content[:4096])
    named = declared[1].decode("ascii", errors="ignore").lower() if declared else ""
    text = content.decode("utf-8-sig", errors="replace")
    broken = text.count(BROKEN)
    if not broken or broken <= MOST_BROKEN * (len(text) - len(text.encode("ascii", errors="ignore"))):
        return text
    for encoding in (named if named.startswith("big5") else "gb18030", "gb18030"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("gb18030", errors="replace")


def _beside(text: str) -> tuple[Finding, ...]:
    """Say which other files a page shows or names that may hold a report: those in frames, and documents."""
    matches = _NAMED.finditer(text) if _may_name(text) else ()
    found = dict.fromkeys(unescape(unquote(one["frame"] or one["document"])).strip() for one in matches)
    files = [one[-LONGEST_NAME:] for one in found if not one.startswith(("about:", "javascript:", "data:"))]
    told = f"等 {len(files)} 个" if len(files) > MOST_NAMED else ""
    return (reading_note("P42", found="、".join(files[:MOST_NAMED]) + told),) if files else ()


def _may_name(text: str) -> bool:
    """Whether any element of a page names another file; few do, and to look for one takes long."""
    written = text.lower()
    return any(word in written for word in ("href", "frame", "<embed", "<object"))


def _broken(text: str) -> tuple[Finding, ...]:
    """Say how many characters of a text could not be read."""
    return (reading_note("P39", found=many),) if (many := text.count(BROKEN)) else ()
