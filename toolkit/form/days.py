"""Days as people write them, and as Excel counts them: one reader for settings, lists and the cover."""

import re
import unicodedata
from datetime import date, datetime, timedelta

EPOCH = date(1899, 12, 30)  # Excel's day 0
_EPOCH_1904 = date(1904, 1, 1)  # day 0 of workbooks that began on Apple machines
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_PARTS = re.compile(
    r"(\d+)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d+)"
    r"\s*日?(?:[ T]+0?0:00(?::00(?:\.0+)?)?)?"  # midnight: Excel's day
)
_CLOSE = re.compile(r"(\d{4})(\d\d)(\d\d)")


def example_day(year: int | None = None) -> str:
    """Show how a day is written: one on which a `year` is reported, else the last of this year."""
    if year is None:
        return f"{datetime.now().astimezone().year}-12-31"
    return f"{year + 1}-01-10"


def day_of(text: str) -> date | None:
    """Read a day of this century as people write it; None when it is none, or not surely one."""
    day = read_day(text)
    return day if isinstance(day, date) else None


def read_day(text: str) -> date | str:
    """Read a day of this century: 2023-01-31, 2023/1/31, 2023.1.31, 2023年1月31日, 20230131.

    Where it is none, say why and which day was perhaps meant, as it follows the text in a sentence. A year
    of two digits is not the year 23, and never taken for 2023 either.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _PARTS.fullmatch(plain) or _CLOSE.fullmatch(plain)
    if found is None:
        return _not_a_day(plain)
    year, month, day = (int(part) if len(part) < 5 else 0 for part in found.groups())
    if year < 100 and day < 100:
        meant = _day(2000 + year, month, day)
        return "的年份要写四位" + (f"，是不是 {meant.isoformat()}？" if meant else f"，例：{example_day()}")
    if year < 100 and FIRST_DAY.year <= day <= LAST_DAY.year:
        ways = {_day(day, month, year), _day(day, year, month)} - {None}
        meant_all = " 或 ".join(sorted(one.isoformat() for one in ways if one))
        return "要先写年" + (f"，是不是 {meant_all}？" if meant_all else f"，例：{example_day()}")
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        return f"的年份不对，例：{example_day()}"
    return _day(year, month, day) or f"没有这一天，例：{example_day()}"


def _not_a_day(plain: str) -> str:
    """Say what a text is that is no day.

    A number that has lost its date format, a part of a day, or something else.
    """
    if re.fullmatch(r"\d{5}", plain) and (day := day_numbered(float(plain))):
        return f"是一个数，不是日期，是不是 {day.isoformat()}？"
    if re.fullmatch(r"(20\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*(\d{1,2}\s*日?)?", plain):
        return f"要写全年、月、日，例：{example_day()}"
    return f"不是日期，例：{example_day()}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_numbered(number: float, *, since_1904: bool = False) -> date | None:
    """Turn Excel's number of a day of this century into the day.

    What is left of a date that lost its format.
    """
    day = (
        (_EPOCH_1904 if since_1904 else EPOCH) + timedelta(days=int(number)) if abs(number) < 10**6 else None
    )
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None
