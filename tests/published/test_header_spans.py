"""A header with one cell too wide, too high, too many or too few: what it stands over is never guessed.

A slip of the hand in an editor moves every title after it, while the figures below stay where they are.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.support import made_reports as made
from tests.support.made_reports import Report, read
from tests.support.shipped_forms import FORMS

_CELL = re.compile(r'<td rowspan="(?P<high>\d+)" colspan="(?P<wide>\d+)">(?P<text>.*?)</td>', re.DOTALL)
SPANS = ((1, 0), (-1, 0), (0, 1), (0, -1))
WHOLE = bool(os.environ.get("XXGK_PUBLICATIONS"))  # in `make publications`
SHARE = 60


def slips(source: str) -> Iterator[str]:
    """Give the page with each slip in the header of a table; the other tables are left out."""
    head, *tables = source.split("<table>")
    for number, table in enumerate(tables):
        if number == 0:
            continue  # every block of 表二 has its own header
        first = next(found for found in _CELL.finditer(table) if found["text"].strip().isdecimal())
        for cell in _CELL.finditer(table[: first.start()]):
            for changed in _slips(cell):
                yield f"{head}<table>{table[: cell.start()]}{changed}{table[cell.end() :]}"


def _slips(cell: re.Match[str]) -> Iterator[str]:
    for higher, wider in SPANS:
        high, wide = int(cell["high"]) + higher, int(cell["wide"]) + wider
        if high and wide:
            yield f'<td rowspan="{high}" colspan="{wide}">{cell["text"]}</td>'
    yield cell[0] * 2
    yield f"{cell[0]}<td></td>"
    yield ""


def _report(seed: int, form: int) -> Report:
    return made.report(FORMS[form], seed)


@pytest.mark.long
@pytest.mark.parametrize("form", [0, 1])
def test_a_slip_in_a_header_moves_no_figure(form: int, tmp_path: Path) -> None:
    report = _report(71, form)
    page = tmp_path / "r.html"
    made.write_html(report, page)
    cases = [*slips(page.read_text("utf-8"))]
    assert len(cases) > 150
    for case in cases if WHOLE else Random(form).sample(cases, SHARE):
        page.write_text(case, "utf-8")
        published = read(page)
        wrong = {
            key for key, figure in published.amounts.items() if figure != report.expected.get(key, figure)
        }
        assert not wrong, (len(wrong), min(wrong), case)
