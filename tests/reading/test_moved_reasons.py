"""Explanations are read with the rules in whose rows they stand, wherever these have moved."""

from pathlib import Path
from random import Random

import pytest
import recipes as r
from openpyxl.workbook.workbook import Workbook

from toolkit.layout.layout import REASONS, REASONS_FIRST, lay_out

LINES = [*lay_out(r.the_form()).reasons]
GIVEN = {line: f"{line} 的事项已逐件查对过台账" for line in LINES}
RULE, MATTER, REASON = 2, 3, 5  # columns


def read(tmp_path: Path, data: bytes) -> tuple[dict[str, str], set[str]]:
    reading = r.read(tmp_path, data)
    assert reading.submission is not None
    return dict(reading.submission.explanations), {f.rule for f in reading.findings if f.sheet == REASONS}


def test_where_they_were_issued(tmp_path: Path) -> None:
    assert read(tmp_path, r.good(explanations=GIVEN)) == (GIVEN, set())


@pytest.mark.parametrize("seed", range(3))
def test_rows_inserted_or_deleted(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    number, by = rng.randrange(len(LINES)), rng.choice((-1, 1, 2))
    data = r.shifted_rows(REASONS, REASONS_FIRST + 1 + number, by, r.good(explanations=GIVEN))
    left = {line: text for line, text in GIVEN.items() if by > 0 or line != LINES[number]}
    texts, said = read(tmp_path, data)
    assert texts.items() <= left.items()
    assert {LINES[number], *left} - {*texts} <= {line for line in LINES if by < 0 and same_rule(line, number)}
    assert "S09" in said or number == len(LINES) - 1
    assert by > 0 or "S13" in said


def same_rule(line: str, number: int) -> bool:
    return line.partition(".")[0] == LINES[number].partition(".")[0]


@pytest.mark.parametrize("seed", range(2))
def test_rows_sorted_otherwise(seed: int, tmp_path: Path) -> None:
    """What stands in them goes along; the sheet's own formulas do not."""
    order = Random(seed).sample(range(len(LINES)), len(LINES))

    def sort(book: Workbook) -> None:
        sheet = book[REASONS]
        first = REASONS_FIRST + 1
        held = [[sheet.cell(first + i, c).value for c in (RULE, MATTER, REASON)] for i in range(len(LINES))]
        for row, number in enumerate(order, start=first):
            for column, value in zip((RULE, MATTER, REASON), held[number], strict=True):
                sheet.cell(row, column).value = value

    texts, said = read(tmp_path, r.edited(sort, r.good(explanations=GIVEN)))
    assert texts == GIVEN
    assert "S09" in said


def test_matters_worded_otherwise_are_read_in_their_order(tmp_path: Path) -> None:
    """As in workbooks issued before a rule was given another title."""

    def reword(book: Workbook) -> None:
        for row in range(REASONS_FIRST + 1, REASONS_FIRST + 1 + len(LINES)):
            book[REASONS].cell(row, MATTER).value = f"事项 {row}"

    texts, said = read(tmp_path, r.edited(reword, r.good(explanations=GIVEN)))
    assert (texts, said & {"S09"}) == (GIVEN, set())
