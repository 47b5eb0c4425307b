"""Data files: one figure a line, for pivots and scripts: units.csv, totals.csv and texts.csv.

A spreadsheet that opens a CSV file takes a text beginning with ``= + - @`` (or a tab, or their full-width
forms) for a formula. Such a code, name or kind is written with one apostrophe before it; nothing else is
changed, so that a code like 003 stays as it is. Figures are never changed: digits, "" for blank, "/" for
不适用. All files are UTF-8 with a byte order mark, by which Excel knows it; lines end with a line feed.
"""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO

from toolkit.answers.csv_files import csv_text, inert_text
from toolkit.county.consolidation import Consolidation
from toolkit.form.model import Key, plain_digits
from toolkit.year.unit_lines import UNITS_HEADER

TEXTS_HEADER = ("unit_code", "unit_name", "passage", "text")
TOTALS_HEADER = (*Key._fields, "value")


def units_csv(consolidation: Consolidation) -> str:
    """Write every figure of every counted unit: totals recomputed, confirmed blanks 0."""
    return "".join(_units_lines(consolidation))


def units_data(consolidation: Consolidation) -> bytes:
    """Write the same as the file's bytes, unit by unit: a province's are 70 MB."""
    target = BytesIO()
    target.write(BOM_UTF8)
    target.writelines(lines.encode() for lines in _units_lines(consolidation))
    return target.getvalue()


def _units_lines(consolidation: Consolidation) -> Iterator[str]:
    """Give the heads, then the lines of each unit."""
    keys = [_joined(key) for key in consolidation.form.cells]
    yield f"{_joined(UNITS_HEADER)}\n"
    for standing, written in zip(consolidation.counted, consolidation.written, strict=True):
        unit = standing.unit
        whose = _joined((inert_text(unit.code), inert_text(unit.name), inert_text(unit.kind)))
        yield "".join([f"{whose},{key},{digits}\n" for key, digits in zip(keys, written, strict=True)])


def _joined(cells: Sequence[str]) -> str:
    """Return cells as they begin a line, each quoted where it must be; digits behind them never are."""
    target = StringIO()
    csv.writer(target, lineterminator="").writerow(cells)
    return target.getvalue()


def texts_csv(consolidation: Consolidation) -> str:
    """Write every passage of prose of every counted unit, for next year's comparison."""
    return csv_text(
        [
            TEXTS_HEADER,
            *(
                (inert_text(standing.unit.code), inert_text(standing.unit.name), field.key, inert_text(text))
                for standing in consolidation.counted
                for field in consolidation.form.narrative
                if standing.submission and (text := standing.submission.narrative.get(field.key))
            ),
        ]
    )


def totals_csv(consolidation: Consolidation) -> str:
    """Write the county's figures; the file can be filled into a workbook of the same form."""
    totals = ((*key, plain_digits(consolidation.totals[key])) for key in consolidation.form.cells)
    return csv_text([TOTALS_HEADER, *totals])
