"""Number formats made at random from a grammar, with values, and what LibreOffice shows of them.

The oracle reads LibreOffice's own text by itself: the digits that stand there, a minus or brackets, and
nothing else.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

import xlsxwriter

DIGITS = (
    "0",
    "#,##0",
    "0.00",
    "#,##0.00",
    "General",
    "#",
    "0.0",
    "000",
    "0.##",
    "?0",
    "#,##0.0000",
    "0.000000",
    ".00",
    "#,###",
)
ODD_DIGITS = (
    "0,",
    "0.0,",
    "0,,",
    "0\\.0000",
    "0\\.0,",
    "0.00E+00",
    "# ?/?",
    "0%",
    "0.0%",
    "0\\-00",
    '0"0"',
    '"1"0',
    "##0.0E+0",
)
WORDS = (
    '"件"',
    '"元"',
    '"万元"',
    '"万"',
    "\\ ",
    "_ ",
    "* ",
    '"‰"',
    '"%"',
    '"约"',
    "\\-",
    "-",
    "\\(",
    "\\)",
    '""',
    '"人次"',
    '"0"',
    "￥",
    '"千"',
)
COLOURS = ("[Red]", "[Blue]", "[Black]", "[Color10]")
LOCALES = (
    "[$-804]",
    "[$-409]",
    "[$¥-804]",
    "[$$-409]",
    "[$-407]",
    "[$-40C]",
    "[$-1C09]",
    "[$-10804]",
    "[$-zh-CN]",
    "[$-en-US]",
    "[$¥-zh-CN]",
    "[$-de-DE]",
    "[$-en-ZA]",
)
CONDITIONS = ("[<10]", "[<10000]", "[>=100]", "[=25]", "[>0]", "[<>0]", "[<=25]", "[>1000000]")
ODD = ("yyyy\\-mm\\-dd", "h:mm", "[DBNum1]0", '"25"', "", '"—"', "[h]:mm", "@", "00\\:00", "0;", "m\\月d\\日")
VALUES = (
    0,
    1,
    3,
    9,
    10,
    25,
    99,
    100,
    1234,
    9999,
    25000,
    7270125,
    25.1,
    0.25,
    72701.6,
    59237.2449,
    113.96,
    0.000251,
)
HONEST = (
    "General",
    "0",
    "#,##0",
    '0"件"',
    "[Red]0",
    '0;-0;"—"',
    '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    "@",
    "#,##0_ ",
    "0_);\\(0\\)",
    "#,##0;[Red]-#,##0",
    "[$-804]0",
    "[$-zh-CN]0",
    "[$-en-US]#,##0",
    '0"（件）"',
    '#,##0"(件)"',
    "[Blue]#,##0;[Red]-#,##0",
    "0;0;0;@",
    "000",
    "0.00",
    "#,##0.00_);[Red]\\(#,##0.00\\)",
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A format code and the number, or text, that its cell holds."""

    code: str
    value: float | str


def cases(seed: int, count: int) -> list[Case]:
    rng = Random(seed)
    return [Case(code=_code(rng), value=rng.choice(VALUES)) for _ in range(count)]


def honest_cases() -> list[Case]:
    """Formats that show a count itself."""
    return [Case(code=code, value=value) for code in HONEST for value in (1, 25, 1234, 7270125)]


def _code(rng: Random) -> str:
    if rng.random() < 0.04:
        return rng.choice(ODD)
    parts = [_section(rng) for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4)))]
    if len(parts) > 1 and rng.random() < 0.4:
        parts[0] = rng.choice(CONDITIONS) + parts[0]
        if len(parts) > 2 and rng.random() < 0.5:
            parts[1] = rng.choice(CONDITIONS) + parts[1]
    return ";".join(parts)


def _section(rng: Random) -> str:
    if rng.random() < 0.08:
        return rng.choice(("", '"—"', '"无"', "@", '"0"'))
    number = rng.choice(ODD_DIGITS if rng.random() < 0.25 else DIGITS)
    before = rng.choice(WORDS) if rng.random() < 0.12 else ""
    behind = rng.choice(WORDS) if rng.random() < 0.25 else ""
    head = (rng.choice(COLOURS) if rng.random() < 0.15 else "") + (
        rng.choice(LOCALES) if rng.random() < 0.1 else ""
    )
    return head + before + number + behind


def workbook(given: list[Case]) -> bytes:
    """A sheet with one case in each row, in column A."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        sheet.set_column(0, 0, 60)
        formats = {code: book.add_format({"num_format": code}) for code in {case.code for case in given}}
        for row, case in enumerate(given):
            write = sheet.write_string if isinstance(case.value, str) else sheet.write_number
            write(row, 0, case.value, formats[case.code])
            sheet.write_string(row, 1, "|")
    return target.getvalue()


def shown(text: str) -> Iterator[str]:
    """The texts of column A in what LibreOffice wrote as csv, as shown."""
    for line in csv.reader(io.StringIO(text)):
        yield line[0] if line else ""


def number_in(text: str) -> Decimal | None:
    """The number that a person reads in a text of digits.

    None when there is no one number, or it has a unit.
    """
    bare = re.sub(r"[\s,]", "", text)
    found = re.fullmatch(r"(-)?(\()?(\d*\.?\d*)(\))?", bare)
    if found is None or not re.search(r"\d", bare):
        return None
    amount = Decimal(found[3].rstrip(".") if not found[3].startswith(".") else f"0{found[3]}")
    return -amount if found[1] or found[2] else amount
