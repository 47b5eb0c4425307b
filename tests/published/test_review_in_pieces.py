"""表四 in a table for each of its groups, or beside another of its kind.

Read where each figure stands once, named where two do.
"""

import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import made_reports as made
import pytest

from toolkit.form.definition import load_form

FORM = load_form("annual-report-2021")
TABLE = "review"
GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")
REPORT, OTHER = made.report(FORM, 11), made.report(FORM, 12)


def whole(report: made.Report) -> str:
    return made.html_table(report.tables[TABLE])


def piece(report: made.Report, *groups: int) -> str:
    """A table of some groups, each under its name."""
    (block,) = FORM.table(TABLE).blocks
    squares = []
    for at, group in enumerate(groups):
        squares.append(made.Square(GROUPS[group], 0, 5 * at, 1, 5))
        own = [one for one in report.tables[TABLE] if one.key and one.key.row == block.rows[group].key]
        for column, one in enumerate(sorted(own, key=lambda one: one.column)):
            label = next(each.label for each in block.columns if one.key and each.key == one.key.column)
            squares.append(made.Square(label, 1, 5 * at + column))
            squares.append(made.Square(one.text, 2, 5 * at + column))
    return made.html_table(sorted(squares, key=lambda one: (one.row, one.column)))


def unread(folder: Path, *tables: str) -> int:
    """How many figures are left out and named when 表四 is printed as these tables."""
    path = made.write_html(REPORT, folder / "r.html")
    text = path.read_text(encoding="utf-8")
    assert whole(REPORT) in text
    path.write_text(text.replace(whole(REPORT), "".join(tables)), encoding="utf-8")
    return len(made.never_wrong(made.read(path), REPORT))


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_table_for_each_group_in_any_order(order: tuple[int, ...], tmp_path: Path) -> None:
    assert unread(tmp_path, *(piece(REPORT, group) for group in order)) == 0
    first, *others = order
    assert unread(tmp_path, piece(REPORT, first), piece(REPORT, *others)) == 0
    assert unread(tmp_path, piece(REPORT, first, others[0])) == 5


def test_whole_tables_with_other_figures_side_by_side_are_both_left_unread(tmp_path: Path) -> None:
    assert unread(tmp_path, whole(REPORT), whole(REPORT)) == 0
    assert unread(tmp_path, whole(REPORT), whole(OTHER)) == 15
    assert unread(tmp_path, whole(OTHER), whole(REPORT)) == 15


@pytest.mark.parametrize("seed", range(12))
def test_pieces_of_another_report_never_take_the_place_of_the_reports_own(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    groups = [*range(3)]
    own = rng.choice(([whole(REPORT)], [piece(REPORT, group) for group in groups]))
    strange = [piece(OTHER, group) for group in rng.sample(groups, rng.randint(1, 3))]
    tables = [*own, *strange]
    rng.shuffle(tables)
    assert unread(tmp_path, *tables) > 0


@pytest.mark.parametrize(
    ("head", "name", "many"),
    [
        ("项目", "件数", 0),
        ("", "本级", 0),
        ("", "", 0),
        ("年度", "2020年", 15),  # another year's, perhaps
        ("年度", "上年", 15),
        ("项目", "5", 15),
    ],
)
def test_what_the_line_is_called_may_stand_before_it(head: str, name: str, many: int, tmp_path: Path) -> None:
    before = [made.Square(head, 0, 0, 3), made.Square(name, 3, 0)]
    moved = [replace(one, column=one.column + 1) for one in REPORT.tables[TABLE]]
    squares = sorted([*before, *moved], key=lambda one: (one.row, one.column))
    assert unread(tmp_path, made.html_table(squares)) == many
