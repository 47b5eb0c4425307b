"""底稿: whether what stands on the cover as a day is one, as `form.days` reads it; pasted days are texts."""

import unicodedata
from collections.abc import Iterator

from toolkit.form.days import EPOCH, FIRST_DAY, LAST_DAY, day_of
from toolkit.layout.place import Place

# How a day may be written, with a "|" behind it, and the one way in which it is judged: 2023-1-10|.
_WRITTEN = (
    *((separator, "-") for separator in "年月/."),
    *((tail, "|") for tail in (" 00:00:00|", " 日|", "日|")),
    (" -", "-"),
    ("- ", "-"),
)
_NUMBERED = tuple((day - EPOCH).days for day in (FIRST_DAY, LAST_DAY))


def day_formulas(cell: str, text: Place) -> tuple[str, str]:
    """Formulas of the steps for a cell of the cover: its text, written in one way, and the day that it names.

    The day is 0 where there is none, and a wrong one where the text does not say it: 2023-2-30.
    """
    plain = f'ASC(TRIM({cell}))&"|"'
    for written, read in _WRITTEN:
        plain = f'SUBSTITUTE({plain},"{written}","{read}")'
    year, rest = f"VALUE(LEFT({text.a1},4))", f"MID({text.a1},6,12)"
    month = f'VALUE(LEFT({rest},FIND("-",{rest})-1))'
    last = f'VALUE(SUBSTITUTE(MID({rest},FIND("-",{rest})+1,9),"|",""))'
    close = f"DATE({year},VALUE(MID({text.a1},5,2)),VALUE(MID({text.a1},7,2)))"
    return plain, f"IFERROR(DATE({year},{month},{last}),IFERROR({close},0))"


def is_day(cell: str, text: Place, day: Place) -> str:
    """Formula: the cell holds a day of this century, as a number or as a text."""
    year, month, of_month = (f"{part}({day.a1})" for part in ("YEAR", "MONTH", "DAY"))
    parted = f'{year}&"-"&{month}&"-"&{of_month}&"|"=SUBSTITUTE({text.a1},"-0","-")'
    close = f'({year}*10000+{month}*100+{of_month})&"|"={text.a1}'
    number = f"IF(ISNUMBER({cell}),AND({cell}>={_NUMBERED[0]},{cell}<{_NUMBERED[1] + 1}),FALSE)"
    return f'OR({number},AND(LEFT({text.a1},2)="20",OR({parted},{close})))'


def day_results(shown: str) -> Iterator[str | int]:
    """Give what the steps come to: a day of the cover is written as a number where it can be."""
    when = day_of(shown)
    plain = str((when - EPOCH).days) if when else unicodedata.normalize("NFKC", shown.strip())
    plain += "|"
    for written, read in _WRITTEN:
        plain = plain.replace(written, read)
    yield plain
    yield 0
