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


def in_bands(*pieces: tuple[made.Report, tuple[int, ...]], between: tuple[str, ...] = ()) -> str:
    """One table of groups in bands, each under its name, with figures of the report; wide or with a gap."""
    squares, top = [], 0
    wide = max(len(groups) for _, groups in pieces)
    for n, (report, groups) in enumerate(pieces):
        band = made_piece(report, groups, stretch=wide if len(groups) == 1 and n % 2 == 0 else 1)
        squares += [replace(one, row=one.row + top) for one in band]
        top += 3
        if n < len(between):
            squares.append(made.Square(between[n], top, 0, 1, 5 * wide))
            top += 1
    return made.html_table(sorted(squares, key=lambda one: (one.row, one.column)))


def made_piece(report: made.Report, groups: tuple[int, ...], stretch: int) -> list[made.Square]:
    (block,) = FORM.table(TABLE).blocks
    squares = []
    for at, group in enumerate(groups):
        squares.append(made.Square(GROUPS[group], 0, 5 * at, 1, 5 * stretch))
        own = {
            one.key.column: one.text
            for one in report.tables[TABLE]
            if one.key and one.key.row == block.rows[group].key
        }
        for n, column in enumerate(block.columns):
            squares.append(made.Square(column.label, 1, 5 * at + n * stretch, 1, stretch))
            squares.append(made.Square(own[column.key], 2, 5 * at + n * stretch, 1, stretch))
    return squares


@pytest.mark.parametrize("order", [*permutations(range(3))])
@pytest.mark.parametrize("between", [(), ("", ""), ("行政诉讼", "行政诉讼")])
def test_groups_in_bands_of_one_table(
    order: tuple[int, ...], between: tuple[str, ...], tmp_path: Path
) -> None:
    first, *others = order
    bands = [(REPORT, (group,)) for group in order]
    assert unread(tmp_path, in_bands(*bands, between=between)) == 0
    assert unread(tmp_path, in_bands((REPORT, (first,)), (REPORT, tuple(others)), between=between[:1])) == 0
    assert unread(tmp_path, in_bands((REPORT, tuple(others)), (REPORT, (first,)), between=between[:1])) == 0


@pytest.mark.parametrize("group", range(3))
@pytest.mark.parametrize("between", ["", "2020年度", "上年度", "行政复议（2020年）", "其中：法院 3 件"])
def test_a_band_of_another_report_is_named(group: int, between: str, tmp_path: Path) -> None:
    whole_one = (REPORT, (0, 1, 2))
    told = (between,)
    assert unread(tmp_path, in_bands(whole_one, (OTHER, (group,)), between=told)) > 0
    assert unread(tmp_path, in_bands(whole_one, (OTHER, (0, 1, 2)), between=told)) > 0
    assert unread(tmp_path, in_bands((OTHER, (group,)), whole_one, between=told)) > 0
    if between:
        rest = tuple(one for one in range(3) if one != group)
        assert unread(tmp_path, in_bands((REPORT, rest), (OTHER, (group,)), between=told)) > 0
