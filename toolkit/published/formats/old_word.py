"""Old Word files (.doc, .rtf, .wps): turned into .docx by LibreOffice where it is on the machine."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.process_limits import room_for_another_program
from toolkit.published.unreadable import UnreadableFileError

PROGRAMS = (
    "soffice",
    "libreoffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
SECONDS = 120
_STREAM = "WordDocument".encode("utf-16-le")
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book\0"))
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def as_docx(content: bytes) -> bytes:
    """Give an old Word file as .docx. Raises UnreadableFileError saying why it cannot be."""
    rtf = content.lstrip().startswith(b"{\\rtf")
    if _LOCKED in content:
        raise UnreadableFileError("P02", "加了密码")
    if not rtf and _STREAM not in content:
        if any(name in content for name in _BOOKS):
            raise UnreadableFileError("P03", "是旧式的 Excel 工作簿（.xls），请另存为 .xlsx 再导入")
        raise UnreadableFileError("P02", "是旧式的 Office 文件，里面没有 Word 文字")
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableFileError(
            "P02", "是旧式的 Word 文件（.doc），这台电脑上没有 LibreOffice，不能自动转换"
        )
    with TemporaryDirectory() as folder:
        converted = _converted(program, content, "report.rtf" if rtf else "report.doc", Path(folder))
    if converted is None:
        raise UnreadableFileError(
            "P02", "是旧式的 Word 文件（.doc），LibreOffice 转换不了，可能已损坏或加了密码"
        )
    return converted


def _converted(program: str, content: bytes, name: str, folder: Path) -> bytes | None:
    """Convert in a folder and with a profile of its own, so that an open LibreOffice is not disturbed."""
    source, result = folder / name, folder / "out" / "report.docx"
    source.write_bytes(content)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(result.parent),
        str(source),
    ]
    try:
        with room_for_another_program():
            subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)  # noqa: S603 (no shell, own file)
        return result.read_bytes()
    except (OSError, subprocess.TimeoutExpired):
        return None
