"""Days as people write them, and as Excel counts them."""

import re
import unicodedata
from datetime import date, timedelta

_EPOCH = date(1899, 12, 30)  # Excel's day 0
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_DAY = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def day_of(text: str) -> date | None:
    """Read a day of this century as people write it (2023-01-10, 2023年1月10日, 2023.1.10); None when it is none."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def day_numbered(number: float) -> date | None:
    """Turn Excel's number of a day of this century into the day: what is left of a date that lost its format."""
    day = _EPOCH + timedelta(days=int(number)) if abs(number) < 10**6 else None
    return day if day is not None and _FIRST <= day <= _LAST else None
