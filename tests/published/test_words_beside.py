"""Words in a table, in its corner, caption and last row, and near it: quoted; some leave figures unread."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import made_reports as made
import pytest
from shipped_forms import FORM, FORMS

from toolkit.form.model import Key
from toolkit.published import Published, _read

YEAR = FORM.first_year
CHARGE = Key("disclosure", "charges", "amount")
# what asks to be looked at, and changes neither unit nor year outright
ASKED = (
    "数据有误，以纸质版为准",
    "更正：予以公开自然人应为30件",
    "（数据截至11月底）",
    "注：以上为估算数",
    "以上数字为初步统计",
    "数据有误",
    "以纸质为准",
    "（初步数）",
    "含下级单位",
    "不含乡镇",
    "注：含垂管单位的办件。",
    "填报单位：测试县教育局",
    "审核人：有误",
    "单位：件（初步）",
)
MANY = (
    "单位：百件",
    "（单位：百件）",
    "注：以上数据单位为百件",
    "（百件）",
    "备注：表中数量单位应为“百件”。",
)
MONEY = (
    "单位：元",
    "注：单位为元",
    "注：上述金额为元",
    "注：本表收费金额的单位为元。",
    "注：表中收费金额单位应为“元”。",
    "备注：行政事业性收费以元计。",
    "（收费金额以元为单位）",
)
OTHER_YEAR = (f"上表为{YEAR - 1}年度数据", f"（{YEAR - 1}年数据）", f"注：以上数据为{YEAR - 1}年数据。")
# said by many that have nothing to correct
HARMLESS = (
    "单位：件",
    "（单位：件、万元）",
    "（续表）",
    "填报单位：测试县民政局",
    "填表人：张三　审核人：李四",
    "附表一",
    "— 3 —",
)
OFTEN = ("数据来源：测试县统计局", "（含下属单位）", "注：本表第一项加第二项之和等于第三项加第四项之和。")

Place = Callable[[str, str, Path], Path]


def last_row(table: str, note: str, folder: Path) -> Path:
    """Print a note as the last row of a table, as wide as that."""

    def more(squares: made.Squares) -> made.Squares:
        width = max(s.column + s.width for s in squares)
        return [*squares, made.Square(note, made.height(squares), 0, 1, width)]

    return made.write_html(report().changed(table, more), folder / "r.html")


def last_row_of_word(note: str, folder: Path) -> Path:
    def more(squares: made.Squares) -> made.Squares:
        width = max(s.column + s.width for s in squares)
        return [*squares, made.Square(note, made.height(squares), 0, 1, width)]

    review = report().without("disclosure").without("applications").changed("review", more)
    return made.write_docx(review, folder / "r.docx")


def caption(table: str, note: str, folder: Path) -> Path:
    return changed(table, folder, lambda drawn: drawn.replace("<table>", f"<table><caption>{note}</caption>"))


def corner(table: str, note: str, folder: Path) -> Path:
    def more(squares: made.Squares) -> made.Squares:
        return [replace(squares[0], text=f"{squares[0].text}{note}"), *squares[1:]]

    return made.write_html(report().changed("applications", more), folder / "r.html")


def below(table: str, note: str, folder: Path) -> Path:
    return changed(table, folder, lambda drawn: f"{drawn}<p>{note}</p>")


def above(table: str, note: str, folder: Path) -> Path:
    return changed(table, folder, lambda drawn: f"<p>{note}</p>{drawn}")


def report() -> made.Report:
    return made.report(FORM, 71)


def changed(table: str, folder: Path, change: Callable[[str], str]) -> Path:
    def draw(squares: made.Squares) -> str:
        drawn = made.html_table(squares)
        return change(drawn) if {s.key.table for s in squares if s.key} == {table} else drawn

    return made.write_html(report(), folder / "r.html", draw)


def read(path: Path) -> Published:
    return _read(path, FORMS)


def unread(published: Published) -> set[Key]:
    return {*made.never_wrong(published, report())}


def asked(published: Published) -> str:
    """Give what is quoted beside the tables."""
    return "".join(f.message for f in published.findings if f.rule == "P23")


def all_of(*tables: str) -> set[Key]:
    return {key for key in report().national if key.table in tables}


TABLES = ("disclosure", "applications", "review")
PLACES: tuple[Place, ...] = (last_row, caption, below, above, corner)


@pytest.mark.parametrize("place", PLACES)
def test_words_beside_the_figures_are_quoted_wherever_they_stand(place: Place, tmp_path: Path) -> None:
    for number, note in enumerate(ASKED):
        table = TABLES[number % 3]
        published = read(place(table, note, tmp_path))
        assert unread(published) == set(), (note, table)
        quoted = asked(published)
        assert note in quoted, (note, table, quoted)


@pytest.mark.parametrize("place", PLACES)
def test_another_unit_leaves_unread_what_is_counted_in_it(place: Place, tmp_path: Path) -> None:
    for number, note in enumerate(MANY):
        table = "applications" if place is corner else TABLES[number % 3]
        assert unread(read(place(table, note, tmp_path))) == all_of(table) - {CHARGE}, (note, table)
    for note in MONEY:
        table = "applications" if place is corner else "disclosure"
        assert unread(read(place(table, note, tmp_path))) == ({CHARGE} & all_of(table)), note


@pytest.mark.parametrize("place", PLACES)
def test_a_table_of_another_year_is_left_unread(place: Place, tmp_path: Path) -> None:
    for number, note in enumerate(OTHER_YEAR):
        table = "applications" if place is corner else TABLES[number]
        assert unread(read(place(table, note, tmp_path))) == all_of(table), (note, table)


@pytest.mark.parametrize("place", PLACES)
def test_what_changes_nothing_is_not_asked_about(place: Place, tmp_path: Path) -> None:
    for number, note in enumerate(HARMLESS):
        published = read(place(TABLES[number % 3], note, tmp_path))
        assert (unread(published), asked(published)) == (set(), ""), (note, published.findings)
    for number, note in enumerate(OFTEN):
        assert unread(read(place(TABLES[number], note, tmp_path))) == set(), note


def test_a_last_row_of_a_word_file_is_read_as_that_of_a_page(tmp_path: Path) -> None:
    others = all_of("disclosure", "applications")
    published = read(last_row_of_word("数据有误", tmp_path))
    assert (unread(published), "数据有误" in asked(published)) == (others, True)
    assert unread(read(last_row_of_word("单位：百件", tmp_path))) == all_of(*TABLES)


def test_words_in_the_middle_of_a_table_are_said_of_what_is_below(tmp_path: Path) -> None:
    def more(squares: made.Squares) -> made.Squares:
        width = max(s.column + s.width for s in squares)
        first = min(s.row for s in squares if s.key)
        down = [replace(s, row=s.row + (s.row > first)) for s in squares]
        return [*down, made.Square(f"以下为{YEAR - 1}年数据", first + 1, 0, 1, width)]

    path = made.write_html(report().changed("applications", more), tmp_path / "r.html")
    left = unread(read(path))
    assert left == {key for key in all_of("applications") if key.row != "new"}
    assert "以下为" in asked(read(path))


ARTICLE = "第二十条第（五）项"
DENIED = "（三）不予公开"


def part(table: str, label: str) -> set[Key]:
    """Give the figures below a title of a part, or of a group of rows: one that stands left of them."""
    squares = report().tables[table]
    at = next(s for s in squares if s.text == label)
    rows = range(at.row, at.row + at.height)
    if table == "disclosure":
        nxt = min((s.row for s in squares if s.text.startswith("第二十条") and s.row > at.row), default=99)
        rows = range(at.row, nxt)
    if label == "法人或其他组织":
        columns = range(at.column, at.column + at.width)
        return {s.key for s in squares if s.key and s.column in columns}
    return {s.key for s in squares if s.key and s.row in rows}


@pytest.mark.parametrize(
    "more", [f"（{YEAR - 1}年）", "（单位：百件）", "（百件）", "（上年数）", "（单位：万件）"]
)
@pytest.mark.parametrize(
    ("table", "label"),
    [
        ("disclosure", ARTICLE),
        ("applications", DENIED),
        ("applications", "三、本年度办理结果"),
        ("applications", "法人或其他组织"),
    ],
)
def test_a_title_of_a_part_with_another_unit_or_year_leaves_that_part_unread(
    table: str, label: str, more: str, tmp_path: Path
) -> None:
    made_so = report().changed(table, made.relabelled(lambda text: text + more if text == label else text))
    left = unread(read(made.write_html(made_so, tmp_path / "r.html")))
    above_all = label == "法人或其他组织" and ("单位" in more or str(YEAR - 1) in more)  # said of the table
    assert left == (all_of(table) if above_all else part(table, label))


@pytest.mark.parametrize("more", ["（含乡镇）", "情况", "（件）", f"（{YEAR}年）", "（单位：件）"])
@pytest.mark.parametrize(
    ("table", "label"),
    [("disclosure", ARTICLE), ("applications", DENIED), ("applications", "法人或其他组织")],
)
def test_a_title_of_a_part_with_more_that_changes_nothing_is_read(
    table: str, label: str, more: str, tmp_path: Path
) -> None:
    made_so = report().changed(table, made.relabelled(lambda text: text + more if text == label else text))
    published = read(made.write_html(made_so, tmp_path / "r.html"))
    assert unread(published) == set()
    assert bool(asked(published)) == (more == "（含乡镇）")


@pytest.mark.parametrize(("unit", "left"), [("（元）", {CHARGE}), ("（万元）", set())])
def test_a_unit_beside_the_figure_is_that_of_the_figure(unit: str, left: set[Key], tmp_path: Path) -> None:
    def more(squares: made.Squares) -> made.Squares:
        at = next(s for s in squares if s.key == CHARGE)
        return [*squares, made.Square(unit, at.row, at.column + at.width)]

    path = made.write_html(report().changed("disclosure", more), tmp_path / "r.html")
    assert unread(read(path)) == left
