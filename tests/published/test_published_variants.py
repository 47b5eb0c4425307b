"""Published reports printed as nobody should print them: a figure is right, or it is left out and named."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import made_reports as made
import pytest
from made_reports import read, rules
from shipped_forms import FORMS, both_forms

from toolkit.form.model import Figure, Form, Key, plain_digits
from toolkit.published import Published

Page = Callable[[str], str]


def page(report: made.Report, folder: Path, change: Page = str, **options) -> Published:
    """Read the report's web page after `change` was made to its source."""
    path = made.write_html(report, folder / "r.html", **options)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return read(path)


def unread(published: Published, report: made.Report) -> set[str]:
    """Give the tables of which something was left out; what was read is right."""
    return {key.table for key in made.never_wrong(published, report)}


def before(table: str, text: str) -> Page:
    """Print `text` right above a table."""
    number = ["disclosure", "applications", "review"].index(table)

    def change(source: str) -> str:
        parts = source.split("<table>")
        parts[number] += text
        return "<table>".join(parts)

    return change


def without_table(table: str, source: str) -> str:
    number = ["disclosure", "applications", "review"].index(table) + 1
    parts = source.split("<table>")
    return (
        "<table>".join(parts[:number])
        + parts[number].split("</table>")[1]
        + "".join(f"<table>{part}" for part in parts[number + 1 :])
    )


def printed(change: Callable[[Figure, str], str]) -> Callable[[made.Squares], made.Squares]:
    """Print every figure in another way."""
    return lambda squares: [replace(s, text=change(0, s.text)) if s.key else s for s in squares]


WIDE = str.maketrans("0123456789.-+", "０１２３４５６７８９．－＋")


# ------------------------------------------------------------------ figures in another dress


@both_forms
@pytest.mark.parametrize("write", [made.write_html, made.write_docx, made.write_txt])
def test_full_width_digits(form: Form, write, tmp_path: Path) -> None:
    report = made.report(form, 31)
    for table in report.tables:
        report = report.changed(table, printed(lambda _, text: text.translate(WIDE)))
    suffix = {made.write_html: "html", made.write_docx: "docx", made.write_txt: "txt"}[write]
    assert unread(read(write(report, tmp_path / f"r.{suffix}")), report) == set()


@both_forms
def test_thousands_separators(form: Form, tmp_path: Path) -> None:
    def grouped(_: Figure, text: str) -> str:
        sign = text[: len(text) - len(text.lstrip("+-－增减"))]
        whole, dot, rest = text[len(sign) :].partition(".")
        return f"{sign}{int(whole):,}{dot}{rest}" if whole.isdigit() else text

    report = made.report(form, 32)
    for table in report.tables:
        report = report.changed(table, printed(grouped))
    assert unread(page(report, tmp_path), report) == set()


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        ('<span style="display:none">9</span>{}', 0),
        ("<del>77</del>{}", 0),
        ("{}<sup>①</sup>", 1),
        ("{}<br>5", 1),
        ("{}/3", 1),
        ("{}O", 1),
        ("{}%", 1),
        ("{}万", 1),
        ("<table><tr><td>{}</td></tr></table>", 0),
        ("<table><tr><td>{}</td><td>4</td></tr></table>", 1),
    ],
)
def test_odd_cells(source: str, rest: int, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 30)
    text = f">{plain_digits(report.expected[Key('applications', 'granted', 'research')])}<"
    published = page(report, tmp_path, lambda page: page.replace(text, f">{source.format(text[1:-1])}<", 1))
    assert len(made.never_wrong(published, report)) in {rest, 7 * rest}


# ------------------------------------------------------------------ tables in another shape


@both_forms
@pytest.mark.parametrize("pair", [("disclosure", "applications"), ("applications", "review")])
def test_two_tables_drawn_as_one(form: Form, pair: tuple[str, str], tmp_path: Path) -> None:
    """No paragraph between them: the rows of the second go on in the first table."""
    report = made.report(form, 33)
    first, second = (report.tables[key] for key in pair)
    down = made.height(first)
    both = [*first, *(replace(s, row=s.row + down) for s in second)]
    joined = replace(report, tables={**report.tables, pair[0]: both})
    del joined.tables[pair[1]]
    published = page(joined, tmp_path)
    assert unread(published, report) <= set(pair)


@both_forms
def test_all_tables_drawn_as_one(form: Form, tmp_path: Path) -> None:
    report = made.report(form, 33)
    whole: made.Squares = []
    for squares in report.tables.values():
        down = made.height(whole) if whole else 0
        whole += [replace(s, row=s.row + down) for s in squares]
    unread(page(replace(report, tables={"disclosure": whole}), tmp_path), report)


@both_forms
def test_each_row_a_table_of_its_own(form: Form, tmp_path: Path) -> None:
    report = made.report(form, 34)

    def draw(squares: made.Squares) -> str:
        return "".join(made.html_table(made.cut(squares, n, n + 1)) for n in range(made.height(squares)))

    unread(page(report, tmp_path, draw=draw), report)


@both_forms
def test_rows_in_another_order(form: Form, tmp_path: Path) -> None:
    """New and carried in at the foot of the table: found by their labels."""

    def change(squares: made.Squares) -> made.Squares:
        last = made.height(squares)
        moved = [replace(s, row=last + s.row) if s.row in (3, 4) else s for s in squares]
        return [replace(s, row=s.row - 2) if s.row > 4 else s for s in moved]

    report = made.report(form, 35).changed("applications", change)
    assert unread(page(report, tmp_path), report) == set()


@both_forms
@pytest.mark.parametrize("row", ["new", "carried_in", "denied_state_secret", "carried_over"])
def test_a_row_left_out(form: Form, row: str, tmp_path: Path) -> None:
    def change(squares: made.Squares) -> made.Squares:
        at = next(s.row for s in squares if s.key and s.key.row == row)
        kept = []
        for s in squares:
            if s.row <= at < s.row + s.height and s.height == 1:
                continue
            tall = s.row <= at < s.row + s.height
            kept.append(replace(s, row=s.row - (s.row > at), height=s.height - tall))
        return kept

    report = made.report(form, 36).changed("applications", change)
    assert {key.row for key in made.never_wrong(page(report, tmp_path), report)} == {row}


@both_forms
@pytest.mark.parametrize("kept", [("total",), ("natural_person", "total"), ("natural_person",)])
def test_only_some_columns(form: Form, kept: tuple[str, ...], tmp_path: Path) -> None:
    """A table of totals only, as some print it."""

    def change(squares: made.Squares) -> made.Squares:
        labels = {c.key: c.label for c in form.table("applications").blocks[0].columns}
        body = [s for s in squares if s.row >= 3 and (s.key is None or s.key.column in kept)]
        heads = [made.Square("", 2, 0, 1, 3)] + [
            made.Square(labels[key], 2, 3 + n) for n, key in enumerate(kept)
        ]
        placed = [replace(s, column=3 + kept.index(s.key.column)) if s.key else s for s in body]
        return [replace(s, row=s.row - 2) for s in [*heads, *placed]]

    report = made.report(form, 37).changed("applications", change)
    left = made.never_wrong(page(report, tmp_path), report)
    assert not {key for key in left if key.table != "applications"}


@both_forms
def test_a_column_of_remarks(form: Form, tmp_path: Path) -> None:
    def change(squares: made.Squares) -> made.Squares:
        notes = [made.Square("备注", 0, 10, 3)] + [
            made.Square(str(n), n, 10) for n in range(3, made.height(squares))
        ]
        return sorted([*squares, *notes], key=lambda s: (s.row, s.column))

    report = made.report(form, 38).changed("applications", change)
    unread(page(report, tmp_path), report)


@both_forms
def test_columns_of_last_year_beside_this_year(form: Form, tmp_path: Path) -> None:
    """Each figure has last year's to its right, under one header over both."""

    def change(squares: made.Squares) -> made.Squares:
        wide = []
        for s in squares:
            if s.column < 3:
                wide.append(s)
                continue
            at = 3 + 2 * (s.column - 3)
            if s.key:
                wide += [replace(s, column=at), made.Square("77", s.row, at + 1)]
            else:
                wide.append(replace(s, column=at, width=2 * s.width))
        return wide

    report = made.report(form, 39).changed("applications", change)
    assert unread(page(report, tmp_path), report) == {"applications"}


@both_forms
@pytest.mark.parametrize("narrower", [1, -1])
def test_header_beside_its_columns(form: Form, narrower: int, tmp_path: Path) -> None:
    """The corner is drawn one square too narrow or too wide; all labels stand beside their columns."""

    def change(squares: made.Squares) -> made.Squares:
        corner = [replace(s, width=3 - narrower) if (s.row, s.column) == (0, 0) else s for s in squares]
        return [replace(s, column=s.column - narrower) if s.row < 3 and s.column >= 3 else s for s in corner]

    report = made.report(form, 40).changed("applications", change)
    assert (
        unread(page(report, tmp_path), report) == set()
    )  # each row adds up to its total in the order printed


@both_forms
def test_one_label_for_two_columns(form: Form, tmp_path: Path) -> None:
    change = made.relabelled(lambda text: "科研机构" if text == "社会公益组织" else text)
    report = made.report(form, 41).changed("applications", change)
    assert unread(page(report, tmp_path), report) == {"applications"}


@both_forms
def test_a_subtotal_row_that_the_form_does_not_have(form: Form, tmp_path: Path) -> None:
    def change(squares: made.Squares) -> made.Squares:
        at = next(s.row for s in squares if s.key and s.key.row == "denied_state_secret")
        down = [
            replace(s, row=s.row + 1)
            if (s.row >= at and s.column > 1) or s.row > at
            else replace(s, height=s.height + (s.row <= at < s.row + s.height and s.column < 2))
            for s in squares
        ]
        extra = [made.Square("小计", at, 2)] + [made.Square("5", at, c) for c in range(3, 10)]
        return sorted([*down, *extra], key=lambda s: (s.row, s.column))

    report = made.report(form, 42).changed("applications", change)
    published = page(report, tmp_path)
    assert unread(published, report) == set()
    assert "P15" in rules(published)


@both_forms
def test_columns_parted_over_two_tables(form: Form, tmp_path: Path) -> None:
    """A wide table cut in two from top to bottom, the row labels in both halves."""
    report = made.report(form, 52)

    def draw(squares: made.Squares) -> str:
        if not any(s.key and s.key.table == "applications" for s in squares):
            return made.html_table(squares)
        left = [s for s in squares if s.column < 6]
        right = [
            replace(s, column=s.column - 3 if s.column >= 6 else s.column)
            for s in squares
            if not 3 <= s.column < 6
        ]
        return "".join(
            made.html_table([replace(s, width=4) if s.width == 7 else s for s in half])
            for half in (left, right)
        )

    assert unread(page(report, tmp_path, draw=draw), report) == {"applications"}


@both_forms
def test_rows_as_columns(form: Form, tmp_path: Path) -> None:
    def turned(squares: made.Squares) -> made.Squares:
        sides = [made.Square(s.text, s.column, s.row, s.width, s.height, s.key) for s in squares]
        return sorted(sides, key=lambda s: (s.row, s.column))

    report = made.report(form, 53).changed("applications", turned)
    assert unread(page(report, tmp_path), report) == {"applications"}


@both_forms
def test_the_header_again_on_the_next_page(form: Form, tmp_path: Path) -> None:
    def change(squares: made.Squares) -> made.Squares:
        at = 3 + next(
            n for n, row in enumerate(form.table("applications").blocks[0].rows) if row.key == "granted"
        )
        head = [replace(s, row=s.row + at) for s in squares if s.row < 3]
        below = [replace(s, row=s.row + 3) if s.row >= at else s for s in squares]
        tall = [replace(s, height=s.height + 3) if s.row < at < s.row + s.height else s for s in below]
        return sorted([*tall, *head], key=lambda s: (s.row, s.column))

    report = made.report(form, 54).changed("applications", change)
    unread(page(report, tmp_path), report)


# ------------------------------------------------------------------ other tables in the file


@both_forms
def test_a_table_of_key_figures_before_the_real_ones(form: Form, tmp_path: Path) -> None:
    """Labels of the form beside other figures: only a part of the year, or rounded."""
    extra = (
        "<table><tr><td>指标</td><td>数量</td></tr><tr><td>行政许可</td><td>1</td></tr>"
        "<tr><td>行政处罚</td><td>2</td></tr><tr><td>一、本年新收政府信息公开申请数量</td><td>3</td></tr>"
        "<tr><td>规章</td><td>4</td></tr></table>"
    )
    report = made.report(form, 43)
    published = page(
        report, tmp_path, lambda source: source.replace("<p>一、总体情况", extra + "<p>一、总体情况")
    )
    assert unread(published, report) == set()


@both_forms
@pytest.mark.parametrize("table", ["disclosure", "applications", "review"])
def test_key_figures_instead_of_the_real_table(form: Form, table: str, tmp_path: Path) -> None:
    """Right labels, but columns of three years."""
    extra = "<table><tr><td>项目</td><td>2019年</td><td>2020年</td><td>2021年</td></tr>" + "".join(
        f"<tr><td>{row.label}</td><td>1</td><td>2</td><td>3</td></tr>"
        for block in form.table(table).blocks
        for row in block.rows
    )
    report = made.report(form, 44)
    published = page(
        report, tmp_path, lambda source: before(table, f"{extra}</table>")(without_table(table, source))
    )
    assert unread(published, report) == {table}


@both_forms
@pytest.mark.parametrize("table", ["disclosure", "applications", "review"])
def test_only_last_years_table_is_there(form: Form, table: str, tmp_path: Path) -> None:
    """This year's is a picture, last year's is printed beside it with its year above."""
    report, last = made.report(form, 45), made.report(form, 46)
    caption = f"<p>附：{report.year - 1}年度数据</p>"
    other = caption + made.html_table(last.tables[table])
    published = page(report, tmp_path, lambda source: before(table, other)(without_table(table, source)))
    assert unread(published, report) == {table}


@both_forms
def test_last_years_table_with_its_year_inside(form: Form, tmp_path: Path) -> None:
    report, last = made.report(form, 45), made.report(form, 46)
    title = [made.Square(f"{report.year - 1}年收到和处理政府信息公开申请情况", 0, 0, 1, 10)]
    moved = [*title, *(replace(s, row=s.row + 1) for s in last.tables["applications"])]
    published = page(report.changed("applications", lambda _: moved), tmp_path)
    assert unread(published, report) == {"applications"}


@both_forms
@pytest.mark.parametrize("years", [0, 1])
def test_two_reports_in_one_file(form: Form, years: int, tmp_path: Path) -> None:
    """The second report has a table that the first lacks."""
    first, second = made.report(form, 47).without("review"), made.report(form, 48)
    second = replace(second, year=second.year + years)
    other = made.write_html(second, tmp_path / "other.html").read_text(encoding="utf-8")
    other = other.split("<body>")[1].split("</body>")[0].replace("测试县民政局", "测试县财政局")
    published = page(first, tmp_path, lambda source: source.replace("</body>", f"{other}</body>"))
    assert not {key: published.amounts[key] for key in published.amounts if key.table != "supplement"}
    assert "P26" in rules(published)


@both_forms
def test_a_link_to_last_years_report_is_not_a_second_report(form: Form, tmp_path: Path) -> None:
    report = made.report(form, 49)
    link = f"<p>上一篇：测试县民政局{report.year - 1}年政府信息公开工作年度报告</p>"
    published = page(report, tmp_path, lambda source: source.replace("</body>", f"{link}</body>"))
    assert unread(published, report) == set()
    assert rules(published) == {"P33"}


@pytest.mark.parametrize(
    "words",
    [
        "（上年度数据）",
        "上年情况：",
        "附：去年数据",
        "上年度数据对照",
        "（一）去年同期情况如下：",
        "附件2：上年度",
    ],
)
def test_a_table_of_last_year_that_does_not_say_which(words: str, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 50)
    alone = page(report, tmp_path, before("applications", f"<p>{words}</p>"))
    assert unread(alone, report) == {"applications"}
    assert {f.found for f in alone.findings if f.rule == "P27"} == {str(report.year - 1)}
    other = made.html_table(made.report(FORMS[1], 51).tables["applications"])
    both = before("applications", f"<p>{words}</p>{other}<p>本年度数据</p>")
    assert unread(page(report, tmp_path, both), report) == set()
    for said in (
        "二、上年结转情况",
        "上年结转情况",
        "去年以来的工作情况",
        "上年，我局收到申请",
        "与上年度比较",
    ):
        assert unread(page(report, tmp_path, before("applications", f"<p>{said}</p>")), report) == set()


@both_forms
@pytest.mark.parametrize("table", ["disclosure", "applications", "review"])
@pytest.mark.parametrize(
    ("words", "asked"), [("填表示例：", True), ("测试县教育局数据", True), ("附：{}", False)]
)
def test_a_table_below_the_prose_without_its_title_is_asked_about(
    form: Form, table: str, words: str, asked: bool, tmp_path: Path
) -> None:
    """Its own place is empty or a picture: what stands below may be an example, or another unit's."""
    report = made.report(form, 52)
    drawn = made.html_table(report.tables[table])
    below = f"<p>{words.format(form.table(table).title)}</p>{drawn}</body>"
    moved = page(report, tmp_path, lambda source: source.replace(drawn, "").replace("</body>", below))
    assert unread(moved, report) == set()
    assert [f.table for f in moved.findings if f.rule == "P43"] == [table] * asked
    assert "P43" not in rules(page(report, tmp_path))


# ------------------------------------------------------------------ units


@pytest.mark.parametrize("where", ["above", "inside"])
def test_yuan_named_elsewhere(where: str, tmp_path: Path) -> None:
    """The header does not say 万元, and 单位：元 stands above the table or in its corner."""
    key = Key("disclosure", "charges", "amount")
    report = made.report(FORMS[1], 50)
    report = report.changed("disclosure", made.relabelled(lambda text: text.replace("（单位：万元）", "")))
    if where == "above":
        published = page(report, tmp_path, before("disclosure", "<p>单位：元、件</p>"))
    else:
        row = [made.Square("单位：元", 0, 0, 1, 4)]
        report = report.changed(
            "disclosure", lambda squares: row + [replace(s, row=s.row + 1) for s in squares]
        )
        published = page(report, tmp_path)
    assert made.never_wrong(published, report) == [key]


@pytest.mark.parametrize(
    "words",
    [
        "单位：元",
        "（单位：件、元）",
        "金额：元",
        "以元为单位",
        "单位：百万元",
        "（人民币：元）",
        "注：金额以元计",
    ],
)
def test_a_unit_above_the_table_that_is_not_that_of_the_header(words: str, tmp_path: Path) -> None:
    """The header keeps 万元 from the form, and the table says otherwise: which of the two, nobody knows."""
    report = made.report(FORMS[1], 50)
    published = page(report, tmp_path, before("disclosure", f"<p>{words}</p>"))
    assert made.never_wrong(published, report) == [Key("disclosure", "charges", "amount")]
    said = next(f.message for f in published.findings if f.rule == "P08")
    assert "表上写的单位是" in said
    assert "表头写的是“万元”" in said


@pytest.mark.parametrize("words", ["人民币：万元", "金额以万元计", "以上合计", "以前年度不计"])
def test_words_above_a_table_that_name_no_other_unit(words: str, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 50)
    published = page(report, tmp_path, before("disclosure", f"<p>{words}</p>"))
    assert made.never_wrong(published, report) == []


@pytest.mark.parametrize("words", ["（单位：百件）", "单位：万件", "单位：万元、千件"])
def test_a_table_that_counts_in_hundreds(words: str, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 50)
    published = page(report, tmp_path, before("applications", f"<p>{words}</p>"))
    assert unread(published, report) == {"applications"}
    plain = page(report, tmp_path, before("applications", "<p>（单位：件）</p>"))
    assert unread(plain, report) == set()


# ------------------------------------------------------------------ texts


def test_a_page_number_among_cells_does_not_fill_a_lost_blank(tmp_path: Path) -> None:
    """Blank cells are lost and a bare page number is gained: just as many cells as before."""
    form, key = FORMS[1], Key("applications", "granted", "business")
    report = made.report(form, 51).changed(
        "applications", lambda squares: [replace(s, text="") if s.key == key else s for s in squares]
    )
    path = made.write_txt(report, tmp_path / "r.txt", "cells")
    text = path.read_text(encoding="utf-8")
    first = plain_digits(report.expected[key._replace(column="natural_person")])
    assert text.count(f"\n{first}\n") == 1
    path.write_text(text.replace(f"\n{first}\n", f"\n7\n{first}\n"), encoding="utf-8")
    left = made.never_wrong(read(path), replace(report, expected={**report.expected, key: "unread"}))
    assert {one.row for one in left} == {"granted"}


def test_a_website_and_an_address_stand_in_a_sentence(tmp_path: Path) -> None:
    """No word before a website is a part of it, and an address goes on behind a bracket of its own."""
    told = "电子版可在www.example.gov.cn/zw查阅和下载。地址：测试县一路9号（政务大楼）三楼，邮编：100000"
    published = page(
        made.report(FORMS[1], 30), tmp_path, lambda source: source.replace("地址：测试县一路9号", told)
    )
    assert published.identity["website"] == "www.example.gov.cn/zw"
    assert published.identity["address"] == "测试县一路9号(政务大楼)三楼"


@pytest.mark.parametrize("printed", ["", "{}"])
def test_a_script_in_a_cell_may_write_another_figure(printed: str, tmp_path: Path) -> None:
    report, key = made.report(FORMS[1], 30), Key("applications", "granted", "research")
    figure = plain_digits(report.expected[key])
    path = made.write_html(report, tmp_path / "r.html")
    cell = f">{printed.format(figure)}<script>document.write({figure})</script><"
    path.write_text(path.read_text(encoding="utf-8").replace(f">{figure}<", cell, 1), encoding="utf-8")
    assert made.never_wrong(read(path), report) == [key]


def test_a_table_without_any_figure_is_told(tmp_path: Path) -> None:
    """A page that is filled in by a script when it is opened."""
    report = made.report(FORMS[1], 30)
    blank = report.changed("review", lambda squares: [replace(s, text="") if s.key else s for s in squares])
    published = read(made.write_html(blank, tmp_path / "r.html"))
    (said,) = (finding for finding in published.findings if finding.rule == "P40")
    assert said.table == "review"
    assert "P40" not in {one.rule for one in read(made.write_html(report, tmp_path / "r.html")).findings}
