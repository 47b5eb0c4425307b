"""Csv files as people's programs write and open them: any usual encoding and separator in, one kind out."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

LIVE = frozenset("=+-@\t\r\n＝＋－＠")
MOST_BYTES = 64 * 1024 * 1024  # of a list that people keep
_AT_ONCE = 64 * 1024  # letters of a text that are parted into lines
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # as the tool writes figures, not ２９ or 1_000
_SEPARATORS = ",;\t，"  # the last one: typed with a Chinese keyboard
_SAID = re.compile(r"sep=(.)", re.IGNORECASE)  # Excel's own line that names the separator


class CsvError(Exception):
    """What is wrong with a csv file, in Chinese, to be put behind its name."""


def inert_text(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text[:1] in LIVE or text.lstrip()[:1] in LIVE else text


def typed_text(text: str) -> str:
    """Take that apostrophe away again: the text as it was before it was made inert."""
    return text[1:] if text[:1] == "'" and inert_text(text[1:]) == text else text


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Write rows as csv; a text that would be taken for a formula is made inert, a number stays a number."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerows([_inert_cell(cell) for cell in row] for row in rows)
    return target.getvalue()


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows as a csv file for people: UTF-8 with the mark by which a Chinese Excel knows it."""
    return csv_text(rows).encode("utf-8-sig", "replace")


def _inert_cell(cell: object) -> object:
    return inert_text(cell) if isinstance(cell, str) and not NUMBER.fullmatch(cell) else cell


def csv_rows(data: bytes) -> list[list[str]]:
    """Read the rows of a csv file: UTF-8, UTF-16 or GBK; separated by commas, semicolons or tabs.

    A row is what Excel shows as one, also where a cell holds line breaks. Raises CsvError.
    """
    if len(data) > MOST_BYTES:
        raise CsvError(f"太大（超过 {MOST_BYTES // 1024 // 1024} MB），不像是清单")
    text, separator = csv_separated(data)
    reader = csv.reader(csv_lines(text), delimiter=separator, strict=True)
    try:
        rows = [[typed_text(cell) for cell in row] for row in reader]
    except csv.Error as error:
        why = "有一格太长" if "limit" in str(error) else "的引号没有成对，或者引号后面还有字"
        raise CsvError(f"第 {reader.line_num} 行{why}，请用 Excel 或 WPS 打开改好，另存为 CSV") from error
    return rows


def csv_separated(data: bytes) -> tuple[str, str]:
    """Decode a csv file and tell its separator, by Excel's own line or by the first line.

    Excel's own line is left blank, so that the lines keep their numbers. Raises CsvError.
    """
    text = csv_decoded(data)
    first = next((line for line in csv_lines(text) if line.strip()), "").rstrip("\n")
    if said := _SAID.fullmatch(first):
        text = text.replace(first, "", 1)
    return text, said[1] if said else max(_SEPARATORS, key=_outside_quotes(first).count)


def csv_lines(text: str, newline: str | None = None) -> Iterator[str]:
    """Give the lines of a text as a file would, one after the other.

    A province's figures are 60 MB: one StringIO would hold them a second time, at four bytes a letter.
    """
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + _AT_ONCE) + 1 or len(text)
        yield from StringIO(text[begin:end], newline)
        begin = end


def csv_decoded(data: bytes) -> str:
    """Decode the bytes of a csv file, whatever program wrote them. Raises CsvError."""
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CsvError("的编码不认识，请用 Excel 或 WPS 另存为“CSV UTF-8”")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # The separators of a UTF-16 text without a mark: their zero byte stands second, or first.
    if b"\0" in data:
        return ("utf-16-le",) if data[1::2].count(0) > data[0::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)
