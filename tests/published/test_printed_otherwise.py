"""What offices print otherwise than the form has it and is still certain: read, and said where it matters."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import made_reports as made
import pytest
from publications import outcome, report_of
from shipped_forms import FORM, FORMS, both_forms

from toolkit.answers.spelling import DASHES, NOT_APPLICABLE, NOTHING, read_figure
from toolkit.form.model import Form
from toolkit.published import Published, read_published
from toolkit.published.printed_amounts import read_amount

CELL = re.compile(r"(<td[^>]*>)([^<]*)(</td>)")


def read(report: made.Report, change: Callable[[str], str], tmp_path: Path) -> Published:
    path = made.write_html(report, tmp_path / "r.html")
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return read_published(path, FORMS)


@both_forms
@pytest.mark.parametrize("mark", ["\u200e{}", "{}\u200e", "&lrm;{}", "\u200b\u200e{}"])
def test_marks_that_turn_nothing_round_are_nothing(form: Form, mark: str, tmp_path: Path) -> None:
    report = report_of(form, 1)
    published = read(report, lambda page: CELL.sub(lambda m: m[1] + mark.format(m[2]) + m[3], page), tmp_path)
    assert outcome(published, report).word == "全"


@both_forms
@pytest.mark.parametrize("space", ["", " ", "\u3000"])
def test_rows_numbered_in_circles(form: Form, space: str, tmp_path: Path) -> None:
    report = report_of(form, 2)
    numbered = re.compile(r"(?<=>)([1-8])\.(?=[^\d<])")
    circled = numbered.sub(lambda m: "①②③④⑤⑥⑦⑧"[int(m[1]) - 1] + space, (page := _page(report, tmp_path)))
    assert circled != page
    assert outcome(read(report, lambda _: circled, tmp_path), report).word == "全"


def _page(report: made.Report, folder: Path) -> str:
    return made.write_html(report, folder / "as_is.html").read_text("utf-8")


@pytest.mark.parametrize("row", ["规章", "行政规范性文件"])
@pytest.mark.parametrize("cells", ["<td></td>", "<td>&nbsp;</td><td></td>"])
def test_a_blank_cell_too_many_at_the_end_of_a_row_of_table_two(row: str, cells: str, tmp_path: Path) -> None:
    report = report_of(FORM, 3)
    ends = re.compile(rf"(<tr><td[^>]*>{row}</td>.*?)</tr>", re.DOTALL)
    published = read(report, lambda page: ends.sub(rf"\1{cells}</tr>", page, count=1), tmp_path)
    assert outcome(published, report).word == "全"


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("more", ["", "<td></td>"])
def test_a_blank_cell_before_a_figure_of_table_two_leaves_its_row_unread(
    at: int, more: str, tmp_path: Path
) -> None:
    """What stands behind it may have moved, however many blank cells there are at the end."""
    report = report_of(FORM, 4)
    row = re.compile(r"<tr><td[^>]*>行政规范性文件</td>(.*?)</tr>", re.DOTALL)

    def moved(found: re.Match[str]) -> str:
        cells = re.findall(r"<td.*?</td>", found[0], re.DOTALL)
        return "<tr>" + "".join([*cells[:at], "<td></td>", *cells[at:], more]) + "</tr>"

    published = read(report, lambda page: row.sub(moved, page, count=1), tmp_path)
    assert outcome(published, report).word == "点名"


def test_an_amount_printed_in_yuan_is_converted_and_said(tmp_path: Path) -> None:
    report = report_of(FORM, 5)
    (key,) = (one for one in report.national if FORM.kind(one).unit)
    amount = Decimal(str(report.expected[key]))
    printed = f"{int(amount * 10_000):,}元"
    row = re.compile(r"(行政事业性收费</td><td[^>]*>)[^<]*")
    published = read(report, lambda page: row.sub(rf"\g<1>{printed}", page), tmp_path)
    assert outcome(published, report).word == "全"
    (said,) = (one for one in published.findings if one.rule == "P36")
    assert (said.row, said.found) == (key.row, printed)


@both_forms
def test_a_page_that_shows_its_report_twice(form: Form, tmp_path: Path) -> None:
    report = report_of(form, 6)
    once = read(report, lambda page: page, tmp_path)

    def twice(page: str) -> str:
        head, body = page.split("<body>")
        return f"{head}<body><div>{body}</div><div>{body}</div>"

    published = read(report, twice, tmp_path)
    assert outcome(published, report).word == "全"
    assert published.narrative == once.narrative
    assert "P33" in {one.rule for one in published.findings}


@both_forms
def test_another_copy_with_another_figure_leaves_its_table_unread(form: Form, tmp_path: Path) -> None:
    report = report_of(form, 7)

    def twice(page: str) -> str:
        head, body = page.split("<body>")
        other = re.sub(r"(予以公开</td><td[^>]*>)(\d+)", lambda m: f"{m[1]}{int(m[2]) + 1}", body, count=1)
        assert other != body
        return f"{head}<body>{body}{other}"

    published = read(report, twice, tmp_path)
    assert outcome(published, report).word == "点名"
    assert {one.table for one in published.findings if one.rule == "P09"} == {"applications"}


def test_a_last_section_that_names_the_report_is_whole(tmp_path: Path) -> None:
    said = "测试县民政局2023年政府信息公开工作年度报告的电子版可在网站下载。"
    report = report_of(FORM, 8)
    plain = read(report, lambda page: page, tmp_path)
    (key,) = (one.key for one in FORM.narrative if one.section.startswith("六"))
    last = plain.narrative[key]
    published = read(report, lambda page: page.replace(last, f"{said}{last}"), tmp_path)
    assert published.narrative[key] == said + last


@both_forms
@pytest.mark.parametrize("written", ["（{}）", "({})", "{}、", "{}.", "{}．"])
def test_groups_numbered_in_digits(form: Form, written: str, tmp_path: Path) -> None:
    """“（1）予以公开” or “1、予以公开” for “（一）予以公开”: the same number, the same words."""
    report = report_of(form, 3)
    page = _page(report, tmp_path)
    numbered = re.compile(r"(?<=>)（([一二三四五六七])）(?=[予部不无其总])")
    changed = numbered.sub(lambda m: written.format("一二三四五六七".index(m[1]) + 1), page)
    assert changed != page
    assert outcome(read(report, lambda _: changed, tmp_path), report).word == "全"


def test_another_number_is_another_row(tmp_path: Path) -> None:
    """“（3）予以公开” is not the first: it is named, not read."""
    report = report_of(FORM, 3)
    published = read(report, lambda page: page.replace("（一）予以公开", "（3）予以公开"), tmp_path)
    assert outcome(published, report).unread == 7
    assert not outcome(published, report).wrong


@pytest.mark.parametrize("head", ["本年收费金额（单位：元）", "本年收费金额（元）"])
def test_an_amount_under_another_unit_is_refused_with_its_head(head: str, tmp_path: Path) -> None:
    """Fees printed in 元 are not read as 万元, and what is said is the head, not that there is none."""
    report = report_of(FORM, 4)
    published = read(report, lambda page: page.replace("本年收费金额（单位：万元）", head), tmp_path)
    assert outcome(published, report).unread == 1
    assert not outcome(published, report).wrong
    assert any(f"上面的表头是“{head}”" in str(finding) for finding in published.findings)


def set_out(squares: made.Squares, left_out: str = "") -> list[str]:
    """Give a table as lines with its cells set apart by spaces."""
    rows = [[s.text for s in squares if s.row == row] for row in range(made.height(squares))]
    return ["\u00a0\u00a0\u00a0".join(text for text in row if text != left_out) for row in rows]


def unruled(page: str, squares: made.Squares, lines: list[str]) -> str:
    drawn = made.html_table(squares)
    assert drawn in page
    return page.replace(drawn, "".join(f"<p>{line}</p>" for line in lines))


@both_forms
@pytest.mark.parametrize("seed", range(4))
def test_a_table_without_lines_between_two_that_have_them(form: Form, seed: int, tmp_path: Path) -> None:
    """Cells set apart by spaces, one row a paragraph, under the title of section one.

    The form of 2019 has rows of two figures, which may look like one whose thousands are set apart.
    """
    report = report_of(form, seed)
    squares = report.tables["disclosure"]
    published = read(report, lambda page: unruled(page, squares, set_out(squares)), tmp_path)
    found = outcome(published, report)
    assert not found.wrong
    assert not found.unread or form is not FORM


@both_forms
def test_a_row_set_out_with_a_blank_cell_is_named(form: Form, tmp_path: Path) -> None:
    """What is blank leaves no trace among spaces: the row is not read, and no figure moves."""
    report = report_of(form, 5)
    squares = report.tables["disclosure"]
    blank = next(s.text for s in squares if s.key and s.key.row == "normative_documents")
    published = read(report, lambda page: unruled(page, squares, set_out(squares, blank)), tmp_path)
    assert not outcome(published, report).wrong
    assert outcome(published, report).unread >= 1


def test_thousands_set_apart_by_spaces_are_no_cells(tmp_path: Path) -> None:
    """“1 286” and a blank cell would be as many cells as the columns: the table is named, not read."""
    report = report_of(FORM, 6)
    lines = ["规章  1 286  66", "行政规范性文件  8  0  3", "行政许可  447 228", "行政处罚  12", "行政强制  3"]
    squares = report.tables["disclosure"]
    published = read(report, lambda page: unruled(page, squares, lines), tmp_path)
    assert not [key for key in published.amounts if key.table == "disclosure"]
    assert "P05" in {finding.rule for finding in published.findings}


@pytest.mark.parametrize("word", [*sorted(NOTHING), *sorted(NOT_APPLICABLE), *sorted(DASHES), "--", "———"])
def test_what_means_nothing_in_a_workbook_means_it_in_a_report(word: str) -> None:
    """A report and a workbook have one list of words for 0, and for what does not apply."""
    kind = FORM.kind(FORM.inputs[0])
    assert read_amount(word, kind) == read_figure(word, kind).figure


@pytest.mark.parametrize(
    ("text", "counted", "paid"),
    [
        *((text, 12, None) for text in ("12（件）", "12(件)", "12 （个）")),
        ("12（万元）", None, 12),
        *((text, None, None) for text in ("12（元）", "12（）", "12（）件", "12（3）", "12（件")),
    ],
)
def test_a_unit_may_stand_in_brackets(text: str, counted: int | None, paid: int | None) -> None:
    """As in a workbook."""
    kinds = [FORM.kind(key) for key in FORM.inputs]
    count, money = (next(kind for kind in kinds if bool(kind.unit) is named) for named in (False, True))
    assert (read_amount(text, count), read_amount(text, money)) == (counted, paid)


def test_the_rest_of_a_broken_figure_is_not_lost(tmp_path: Path) -> None:
    """Where a text has a cell a line, “997” above “.96” is no 997."""
    report = made.report(FORM)
    key = next(key for key in FORM.cells if FORM.kind(key).decimals and FORM.table(key.table).section)
    squares = report.tables[key.table]
    broken = [replace(one, text="997\n.96") if one.key == key else one for one in squares]
    path = made.write_txt(
        replace(report, tables={**report.tables, key.table: broken}), tmp_path / "r.txt", "cells"
    )
    published = made.read(path)
    assert key not in published.amounts
    assert made.named(published, key)
