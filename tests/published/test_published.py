"""Reading published reports: the real ones exactly, made ones in every format, form and variant.

Never a wrong figure.
"""

import csv
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import made_reports as made
import pypdfium2
import pytest
from made_reports import read, rules
from places import SHARED
from shares import in_shares
from shipped_forms import FORMS, both_forms

from toolkit.form.definition import shipped_forms
from toolkit.form.model import Form, Key, Mark, plain_digits
from toolkit.published.formats import web
from toolkit.published.importing import import_reports
from toolkit.published.notes import CATALOGUE, reading_note
from toolkit.published.pages import Grid
from toolkit.published.pdf.drawing import Rectangle
from toolkit.published.pdf.narrow_columns import text_lines, unbroken
from toolkit.published.pdf.page import Char
from toolkit.published.printed_amounts import read_amount
from toolkit.published.tables_read import read_in_forms

WRITERS = {
    "html": lambda report, folder: made.write_html(report, folder / "r.html"),
    "docx": lambda report, folder: made.write_docx(report, folder / "r.docx"),
    "txt": lambda report, folder: made.write_txt(report, folder / "r.txt"),
    "txt-cells": lambda report, folder: made.write_txt(report, folder / "r.txt", "cells"),
    "txt-rows": lambda report, folder: made.write_txt(report, folder / "r.txt", "rows"),
}
every_format = pytest.mark.parametrize(
    "write",
    [
        pytest.param(write, id=name, marks=[pytest.mark.long] if name == "docx" else [])
        for name, write in WRITERS.items()
    ],
)


def write_pdf(report: made.Report, folder: Path, office, page: tuple[int, int] = made.ROOMY) -> Path:
    """Print the report to PDF by an office."""
    (path,) = office([made.write_docx(report, folder / "r.docx", page)], "pdf", folder)
    return path


# ------------------------------------------------------------------ real reports


def _real(name: str) -> Path:
    shared = SHARED
    path = shared / "real" / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


def _facts(name: str) -> dict[Key, str]:
    with _real(name).open(encoding="utf-8-sig", newline="") as lines:
        return {Key(r["table"], r["row"], r["column"]): r["value"] for r in csv.DictReader(lines)}


@pytest.mark.parametrize("twice", [0, 1, "all"])
def test_a_real_report_with_pages_put_in_twice(twice: int | str, tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(_real("huaian-2024.pdf")) as one, pypdfium2.PdfDocument.new() as made_twice:
        numbers = [*range(len(one))]
        many = [*numbers, *numbers] if twice == "all" else sorted([*numbers, int(twice)])
        made_twice.import_pages(one, many)
        made_twice.save(tmp_path / "r.pdf")
    once, again = read(_real("huaian-2024.pdf")), read(tmp_path / "r.pdf")
    assert (again.unit_name, again.year, again.narrative) == (once.unit_name, once.year, once.narrative)
    assert again.amounts == once.amounts


@pytest.mark.parametrize("name", ["huaian-2024.pdf", "jiaxiang-sfj-2022.txt"])
def test_real_report_reads_to_its_figures(name: str) -> None:
    published, facts = read(_real(name)), _facts(Path(name).stem + ".csv")
    assert len(facts) == 200
    assert {key: plain_digits(published.amounts[key]) for key in facts} == facts
    assert published.form == "annual-report-2021"
    assert not {finding.rule for finding in published.findings} - {"P17"}


def test_a_city_that_makes_regulations_is_not_asked_why(tmp_path: Path) -> None:
    (imported,) = import_reports([_real("huaian-2024.pdf")], tmp_path, shipped_forms())
    assert imported.published.amounts[Key("disclosure", "regulations", "in_force")] > 0
    assert "R07" not in {finding.rule for finding in imported.findings}


def test_real_city() -> None:
    published = read(_real("huaian-2024.pdf"))
    assert (published.unit_name, published.year) == ("淮安市人民政府", 2024)
    assert published.identity == {"address": "淮安市翔宇南道1号", "phone": "0517-83605210"}
    assert published.amounts[Key("supplement", "information_fee", "value")] == 3940
    assert Key("supplement", "website_items", "value") not in published.amounts  # 5500 余条 is not a figure
    assert {key: (text[:5], text[-5:]) for key, text in published.narrative.items()} == {
        "overview_disclosure": ("2024 ", "回应舆论关切。"[-5:]),
        "overview_applications": ("定期对政府", "结 7 件。"[-5:]),
        "overview_management": ("在政府网站", "务服务平台。"[-5:]),
        "overview_platform": ("进一步优化", " 100%。"[-5:]),
        "overview_safeguards": ("根据省政务", "能力和水平。"[-5:]),
        "problems": ("对照上级新", "过快的问题。"[-5:]),
        "improvements": ("针对存在问", "队伍凝聚力。"[-5:]),
        "other_matters": ("2024 ", "940 元。"[-5:]),
    }
    assert published.places[Key("applications", "granted", "total")] == "第 4 页 表 2 第 6 行第 10 列"


def test_real_bureau() -> None:
    published = read(_real("jiaxiang-sfj-2022.txt"))
    assert (published.unit_name, published.year) == ("嘉祥县司法局", 2022)
    facts = {key.row: figure for key, figure in published.amounts.items() if key.table == "supplement"}
    assert facts == BUREAU
    assert published.identity["phone"] == "0537-6625606"
    assert published.identity["website"] == "www.jiaxiang.gov.cn"
    assert set(published.narrative) == {field.key for field in FORMS[1].narrative}
    assert published.places[Key("supplement", "trainings", "value")].startswith("第 425 行")


BUREAU = {
    "website_items": 219,
    "wechat_items": 210,
    "short_video_items": 25,
    "meetings": 4,
    "trainings": 2,
    "trainees": 72,
    "information_fee": 0,
    "suggestions": 0,
    "proposals": 0,
}


@pytest.mark.office
@pytest.mark.long
def test_real_bureau_in_other_formats(office, tmp_path: Path) -> None:
    """The same report as a Word file, a web page and a PDF gives what its text gives."""
    text = _real("jiaxiang-sfj-2022.txt")
    facts = _facts("jiaxiang-sfj-2022.csv")
    report = made.reprinted(FORMS[1], 2022, facts, text.read_text(encoding="utf-8").splitlines())
    first = read(text)
    for path in (
        made.write_docx(report, tmp_path / "r.docx"),
        made.write_html(report, tmp_path / "r.html"),
        write_pdf(report, tmp_path, office),
    ):
        published = read(path)
        assert {key: plain_digits(published.amounts[key]) for key in facts} == facts
        assert {k.row: f for k, f in published.amounts.items() if k.table == "supplement"} == BUREAU
        assert (published.form, published.unit_name, published.year) == (
            "annual-report-2021",
            "嘉祥县司法局",
            2022,
        )
        assert published.identity == first.identity
        assert _solid(published.narrative) == _solid(first.narrative)


def _solid(narrative: Mapping[str, str]) -> dict[str, str]:
    """Prose without spaces and line ends: a PDF keeps neither."""
    return {key: "".join(text.split()) for key, text in narrative.items()}


def test_blank_official_form_reads_as_blank() -> None:
    published = read(_real("blank-form-2021.docx"))
    assert len(published.amounts) == 200
    assert set(published.amounts.values()) == {Mark.BLANK}
    assert not published.narrative


# ------------------------------------------------------------------ made reports: read whole


@both_forms
@every_format
@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_is_read(form: Form, write, seed: int, tmp_path: Path) -> None:
    report = made.report(form, seed)
    published = read(write(report, tmp_path))
    assert made.never_wrong(published, report) == []
    assert not published.findings
    assert (published.form, published.year, published.unit_name) == (
        form.key,
        form.first_year,
        "测试县民政局",
    )
    assert published.narrative["improvements"] == "针对问题，这里写改进。"
    assert published.narrative["overview_platform"] == "这里写政府信息公开平台建设。"
    assert published.identity == {"address": "测试县一路9号", "phone": "0100-1234567"}


@both_forms
@every_format
@pytest.mark.parametrize("seed", range(4))
def test_messy_labels(form: Form, write, seed: int, tmp_path: Path) -> None:
    report = made.report(form, seed)
    rng = random.Random(seed)
    for table in report.tables:
        report = report.changed(table, made.relabelled(made.messy(rng)))
    assert made.never_wrong(read(write(report, tmp_path)), report) == []


@both_forms
@pytest.mark.parametrize("kind", ["html", "docx", "txt", "txt-rows"])
def test_blank_and_not_applicable_cells(form: Form, kind: str, tmp_path: Path) -> None:
    report = made.report(form, 3, blanks=0.2, marks=0.1)
    assert made.never_wrong(read(WRITERS[kind](report, tmp_path)), report) == []


@both_forms
def test_lost_blank_cells_leave_the_row_unread(form: Form, tmp_path: Path) -> None:
    report = made.report(form, 3, blanks=0.05)
    published = read(WRITERS["txt-cells"](report, tmp_path))
    unread = made.never_wrong(published, report)
    holes = {(key.table, key.row) for key, figure in report.expected.items() if figure is Mark.BLANK}
    assert {(key.table, key.row) for key in unread if key.table == "applications"} <= holes


@both_forms
@pytest.mark.parametrize("kind", ["html", "docx"])
def test_not_merged(form: Form, kind: str, tmp_path: Path) -> None:
    report = made.report(form, 4).changed("applications", made.unmerged).changed("disclosure", made.unmerged)
    assert made.never_wrong(read(WRITERS[kind](report, tmp_path)), report) == []


@both_forms
@pytest.mark.parametrize("kind", ["html", "docx"])
@pytest.mark.parametrize("table", ["disclosure", "applications", "review"])
def test_not_merged_and_repeated_in_each_square(form: Form, kind: str, table: str, tmp_path: Path) -> None:
    """As programs write a sheet out: a figure in each of the squares that it was merged over."""
    report = made.report(form, 4)
    apart = report.changed(table, partial(made.unmerged, repeated=True))
    assert made.never_wrong(read(WRITERS[kind](apart, tmp_path)), report) == []


def _wide(squares: made.Squares) -> made.Square:
    return next(square for square in squares if square.width > 1 and square.text.isdecimal())


@pytest.mark.parametrize("slip", ["another figure", "another head", "another title", "one head"])
def test_figures_side_by_side_that_may_be_several_are_unread(slip: str, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 4)
    wide = _wide(report.tables["disclosure"])
    apart = made.unmerged(report.tables["disclosure"], repeated=True)
    head = wide.row - 1
    there = {"another figure": wide.row, "another head": head, "another title": head - 1, "one head": head}
    row, last = there[slip], wide.column + wide.width - 1
    own = [one for one in apart if one.row == row]
    if slip == "one head":
        first = next(one for one in own if one.column == wide.column)
        changed = [one for one in own if one.column < wide.column] + [replace(first, width=wide.width)]
    else:
        text = f"{wide.text}1" if slip == "another figure" else "其中：县级"
        changed = [replace(one, text=text) if one.column == last else one for one in own]
    squares = sorted([*(o for o in apart if o.row != row), *changed], key=lambda o: (o.row, o.column))
    read_in = read(WRITERS["html"](report.changed("disclosure", lambda _: squares), tmp_path))
    assert wide.key in made.never_wrong(read_in, report)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gbk", "iso-8859-1"),
        ("gbk", "windows-1252"),
        ("gbk", "shift_jis"),
        ("utf-16-le", ""),
        ("utf-16-be", ""),
    ],
)
def test_an_encoding_that_the_page_does_not_declare(encoding: str, declared: str, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 19)
    path = made.write_html(report, tmp_path / "r.html")
    text = path.read_text(encoding="utf-8")
    meta = f'<meta charset="{declared}">' if declared else ""
    path.write_bytes(f"<html><head>{meta}</head>{text}</html>".encode(encoding, errors="xmlcharrefreplace"))
    published = read(path)
    assert made.never_wrong(published, report) == []
    assert "P39" not in rules(published)


@pytest.mark.parametrize("end", [".html", ".txt"])
def test_some_broken_characters_are_no_other_encoding(end: str, tmp_path: Path) -> None:
    """A page cut in the middle of a character, by a program that counts bytes; a digit beside it is lost."""
    report = made.report(FORMS[1], 19)
    path = {".html": made.write_html, ".txt": made.write_txt}[end](report, tmp_path / f"r{end}")
    content = path.read_bytes()
    key = Key("applications", "granted", "research")
    figure = plain_digits(report.expected[key]).encode()
    at = content.index(figure, content.index("予以公开".encode()))
    path.write_bytes(content[:at] + b"\xe5\xba" + content[at:] + b"\xe4\xb8")
    published = read(path)
    left = made.never_wrong(published, report)
    assert key in left
    assert {one.row for one in left} == {key.row}
    (said,) = (finding for finding in published.findings if finding.rule == "P39")
    assert said.found == 2


@both_forms
def test_gb18030(form: Form, tmp_path: Path) -> None:
    report = made.report(form, 5)
    assert (
        made.never_wrong(read(made.write_html(report, tmp_path / "r.htm", encoding="gb18030")), report) == []
    )


@both_forms
@every_format
def test_columns_swapped_are_read_by_their_labels(form: Form, write, tmp_path: Path) -> None:
    report = made.report(form, 6).changed("applications", made.swapped([0, 3, 1, 5, 2, 4, 6]))
    assert made.never_wrong(read(write(report, tmp_path)), report) == []


@both_forms
@every_format
def test_outcomes_of_reviews_swapped(form: Form, write, tmp_path: Path) -> None:
    order = [1, 0, 2, 3, 4, 6, 5, 7, 8, 9, 11, 10, 12, 13, 14]
    report = made.report(form, 6).changed("review", made.swapped(order, first=0))
    assert made.never_wrong(read(write(report, tmp_path)), report) == []


@both_forms
def test_layout_table_round_everything(form: Form, tmp_path: Path) -> None:
    report = made.report(form, 7)
    path = made.write_html(report, tmp_path / "r.html")
    page = path.read_text(encoding="utf-8")
    framed = page.replace("<body>", "<body><table><tr><td>栏目</td><td>").replace(
        "</body>", "</td></tr></table></body>"
    )
    path.write_text(framed, encoding="utf-8")
    published = read(path)
    assert made.never_wrong(published, report) == []
    assert published.narrative["problems"] == "这里写问题。"


def test_nested_table_in_word(tmp_path: Path) -> None:
    from docx import Document

    report = made.report(FORMS[1], 7)
    document = Document()
    document.add_paragraph("某局2022年政府信息公开工作年度报告")
    for squares in report.tables.values():
        made.fill_table(document.add_table(1, 1).cell(0, 0), squares)
    document.save(str(tmp_path / "r.docx"))
    assert made.never_wrong(read(tmp_path / "r.docx"), report) == []


@both_forms
@pytest.mark.parametrize("at", [1, 2, 3, 9, 20])
def test_table_broken_over_pages(form: Form, at: int, tmp_path: Path) -> None:
    report = made.report(form, 8)

    def draw(squares: made.Squares) -> str:
        rows = made.height(squares)
        return "".join(
            made.html_table(made.cut(squares, *part)) for part in ((0, at), (at, rows)) if at < rows
        )

    published = read(made.write_html(report, tmp_path / "r.html", draw))
    unread = made.never_wrong(published, report)
    if at >= 3:
        assert not [key for key in unread if key.table == "applications"]


# ------------------------------------------------------------------ made reports: left blank and named


@both_forms
@every_format
@pytest.mark.parametrize("table", ["disclosure", "applications", "review"])
def test_missing_table(form: Form, write, table: str, tmp_path: Path) -> None:
    report = made.report(form, 9).without(table)
    published = read(write(report, tmp_path))
    unread = made.never_wrong(published, report)
    assert {key.table for key in unread} == {table}
    assert "P05" in rules(published)


@both_forms
@every_format
def test_no_tables(form: Form, write, tmp_path: Path) -> None:
    report = replace(made.report(form, 9), tables={})
    published = read(write(report, tmp_path))
    assert (published.form, rules(published)) == (None, {"P04"})


@both_forms
@every_format
def test_truncated_table(form: Form, write, tmp_path: Path) -> None:
    report = made.report(form, 10).changed("applications", lambda squares: made.cut(squares, 0, 12))
    published = read(write(report, tmp_path))
    unread = made.never_wrong(published, report)
    assert {key.row for key in unread} == {line.key for line in form.table("applications").blocks[0].rows[9:]}


@both_forms
@every_format
def test_unknown_header(form: Form, write, tmp_path: Path) -> None:
    change = made.relabelled(lambda text: "单位甲" if text == "科研机构" else text)
    report = made.report(form, 11).changed("applications", change)
    published = read(write(report, tmp_path))
    unread = made.never_wrong(published, report)
    assert {key.column for key in unread} >= {"research"}


@both_forms
@every_format
def test_unknown_row(form: Form, write, tmp_path: Path) -> None:
    change = made.relabelled(lambda text: "9.另一种情形" if text.startswith("4.保护") else text)
    report = made.report(form, 12).changed("applications", change)
    published = read(write(report, tmp_path))
    assert {key.row for key in made.never_wrong(published, report)} == {"denied_third_party"}


@pytest.mark.parametrize(
    "text", ["约12", "见附件", "1 2", "5²", "①", "007", "1,23", "3.5", "-4", "12、13", "十二"]
)
@pytest.mark.parametrize("kind", in_shares(["html", "docx", "txt", "txt-rows"]))
def test_unreadable_cell(text: str, kind: str, tmp_path: Path) -> None:
    key = Key("applications", "denied_deliberative", "research")
    report = made.report(FORMS[1], 13).changed(
        "applications", lambda squares: [replace(s, text=text) if s.key == key else s for s in squares]
    )
    published = read(WRITERS[kind](report, tmp_path))
    unread = made.never_wrong(published, report)
    assert key in unread
    assert {one.row for one in unread} == {key.row}


def test_a_raised_note_mark_is_not_a_digit(tmp_path: Path) -> None:
    report = made.report(FORMS[1], 13)
    path = made.write_html(report, tmp_path / "r.html")
    text = plain_digits(report.expected[Key("applications", "granted", "business")])
    path.write_text(path.read_text("utf-8").replace(f">{text}<", f">{text}<sup>1</sup><"), encoding="utf-8")
    assert made.never_wrong(read(path), report) == [Key("applications", "granted", "business")]


def test_a_row_short_of_a_cell_is_not_read(tmp_path: Path) -> None:
    key = Key("applications", "granted", "business")
    report = made.report(FORMS[1], 14)
    report = report.changed("applications", lambda squares: [s for s in squares if s.key != key])
    unread = made.never_wrong(read(made.write_html(report, tmp_path / "r.html")), report)
    assert {one.row for one in unread} == {"granted"}


def test_charges_in_yuan_are_not_read_as_wanyuan(tmp_path: Path) -> None:
    change = made.relabelled(lambda text: text.replace("万元", "元"))
    report = made.report(FORMS[1], 15).changed("disclosure", change)
    for write in WRITERS.values():
        assert made.never_wrong(read(write(report, tmp_path)), report) == [
            Key("disclosure", "charges", "amount")
        ]


def test_charges_without_unit_say_so(tmp_path: Path) -> None:
    change = made.relabelled(lambda text: text.replace("（单位：万元）", ""))
    report = made.report(FORMS[1], 15).changed("disclosure", change)
    published = read(made.write_html(report, tmp_path / "r.html"))
    assert made.never_wrong(published, report) == []
    assert rules(published) == {"P20"}


@both_forms
def test_two_tables_that_differ_are_not_chosen_between(form: Form, tmp_path: Path) -> None:
    report, other = made.report(form, 16), made.report(form, 17)
    path = made.write_html(report, tmp_path / "r.html")
    second = made.html_table(other.tables["applications"])
    path.write_text(path.read_text("utf-8").replace("</body>", f"<p>附</p>{second}</body>"), encoding="utf-8")
    published = read(path)
    assert {key.table for key in made.never_wrong(published, report)} == {"applications"}
    assert "P09" in rules(published)


def test_the_same_table_twice_is_one(tmp_path: Path) -> None:
    report = made.report(FORMS[1], 16)
    path = made.write_html(report, tmp_path / "r.html", lambda squares: made.html_table(squares) * 2)
    assert made.never_wrong(read(path), report) == []


def test_sums_that_do_not_add_up_are_said(tmp_path: Path) -> None:
    key = Key("applications", "concluded", "business")
    report = made.report(FORMS[1], 18)
    change = {**report.expected, key: 7}
    report = replace(report, expected=change).changed(
        "applications", lambda squares: [replace(s, text="7") if s.key == key else s for s in squares]
    )
    published = read(made.write_html(report, tmp_path / "r.html"))
    assert made.never_wrong(published, report) == []
    assert {f.row for f in published.findings if f.rule == "P10"} == {"concluded"}
    assert published.submission(FORMS[1], "001").stated[key] == 7


# ------------------------------------------------------------------ years, other files


@both_forms
def test_title_of_another_year(form: Form, tmp_path: Path) -> None:
    report = replace(made.report(form, 19), title_year=form.first_year - 1)
    published = read(made.write_html(report, tmp_path / "r.html"))
    assert made.never_wrong(published, report) == []
    assert (published.form, published.year, rules(published)) == (form.key, None, {"P11"})


def test_a_form_of_another_year_is_recognised_by_its_tables(tmp_path: Path) -> None:
    report = made.report(FORMS[0], 20, year=2022)
    published = read(made.write_html(report, tmp_path / "r.html"))
    assert made.never_wrong(published, report) == []
    assert (published.form, published.year, rules(published)) == ("annual-report-2019", 2022, {"P12"})


def test_tables_of_two_forms(tmp_path: Path) -> None:
    report, older = made.report(FORMS[1], 21), made.report(FORMS[0], 22)
    published = read(
        made.write_html(
            report.changed("disclosure", lambda _: older.tables["disclosure"]), tmp_path / "r.html"
        )
    )
    assert "P22" in rules(published)
    unread = {
        key.table for key in FORMS[1].cells if published.form == FORMS[1].key and key not in published.amounts
    }
    assert unread <= {"disclosure", "supplement"}
    assert Key("disclosure", "regulations", "issued") not in published.amounts


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "P02"),
        ("a.docx", b"PK\x03\x04 cut short", "P03"),
        ("a.txt", b"", "P03"),
        ("a.pdf", b"%PDF-1.7 cut short", "P03"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "P03"),
        ("a.html", b"", "P03"),
        ("a.html", b"<!-- -->", "P04"),
        ("a.txt", "今天没有报告。".encode("gb18030"), "P04"),
    ],
)
def test_other_files_are_named(name: str, content: bytes, rule: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert rule in rules(read(tmp_path / name))


@pytest.mark.long
@pytest.mark.office
def test_old_word_file_is_converted(office, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 26)
    (old,) = office([made.write_docx(report, tmp_path / "r.docx")], "doc", tmp_path / "old")
    published = read(old)
    assert made.never_wrong(published, report) == []
    assert rules(published) == {"P28"}


def test_a_border_dragged_a_little(tmp_path: Path) -> None:
    """The last column of one group of 表四 is a sliver wider than the group's own title."""

    def change(squares: made.Squares) -> made.Squares:
        return [
            replace(
                s,
                column=s.column + (s.column > 4),
                width=s.width + (s.row > 0 and s.column == 4) + (s.width == 10),
            )
            if s.text != "行政诉讼"
            else replace(s, width=11)
            for s in squares
        ]

    report = made.report(FORMS[1], 26).changed("review", change)
    assert made.never_wrong(read(made.write_html(report, tmp_path / "r.html")), report) == []


def test_old_word_file_without_an_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    (finding,) = read(tmp_path / "a.doc").findings
    assert "没有 LibreOffice" in finding.message
    assert "另存为 .docx" in finding.message


def test_scanned_pdf(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    image.new("L", (200, 300), 255).save(tmp_path / "scan.pdf")
    assert rules(read(tmp_path / "scan.pdf")) == {"P01"}


def test_missing_file(tmp_path: Path) -> None:
    assert rules(read(tmp_path / "none.docx")) == {"P32"}


# ------------------------------------------------------------------ amounts


@pytest.mark.parametrize(
    ("text", "kind", "figure"),
    [
        ("", "count", Mark.BLANK),
        ("\u3000", "count", Mark.BLANK),
        ("/", "count", Mark.NOT_APPLICABLE),
        ("—", "count", Mark.NOT_APPLICABLE),
        ("0", "count", 0),
        ("１２", "count", 12),
        ("11,398,889", "count", 11398889),
        ("12件", "count", 12),
        ("12元", "count", None),
        ("1.0", "count", 1),
        ("1,234.00", "count", 1234),
        ("1.000", "count", None),  # a thousand, or one
        ("1.5", "count", None),
        ("59237.2449", "wanyuan", Decimal("59237.2449")),
        ("96171.60", "wanyuan", Decimal("96171.6")),
        ("113.96万元", "wanyuan", Decimal("113.96")),
        ("251000元", "wanyuan", Decimal("25.1")),
        ("251,000.50 元", "wanyuan", Decimal("25.10005")),
        ("2510.005元", "wanyuan", None),
        ("12 件", "count", 12),
        ("12\n件", "count", 12),
        ("1 2件", "count", None),
        ("2000万", "wanyuan", None),
        ("+2", "change", 2),
        ("减4", "change", -4),
        ("减少4", "change", -4),
        ("－1", "change", -1),
        ("0/0", "change", 0),
        ("0/0", "count", None),
        ("-1", "count", None),
        ("2/0", "change", None),
    ],
)
def test_amounts(text: str, kind: str, figure: object) -> None:
    assert read_amount(text, FORMS[0].kinds[kind]) == figure


@both_forms
def test_counts_as_programs_print_them_are_read_and_said_once_a_table(form: Form, tmp_path: Path) -> None:
    report = made.report(form, 3, marks=0.1)
    for table in report.tables:
        report = report.changed(
            table,
            lambda squares: [
                replace(s, text=f"{s.text}.0") if s.key and s.text.isdecimal() else s for s in squares
            ],
        )
    published = read(made.write_html(report, tmp_path / "r.html"))
    assert made.never_wrong(published, report) == []
    assert [one.table for one in published.findings if one.rule == "P34"] == [*report.tables]


# ------------------------------------------------------------------ anything at all


@pytest.mark.parametrize("seed", range(30))
def test_never_a_wrong_figure(seed: int, tmp_path: Path) -> None:
    """Several things go wrong at once: cells lost, labels spoilt, rows gone, columns moved."""
    rng = random.Random(seed)
    form = rng.choice(FORMS)
    report = made.report(form, seed, blanks=rng.choice((0, 0.1)), marks=rng.choice((0, 0.1)))
    ends = rng.sample((0, 6), 2)
    lost = lambda squares: [s for s in squares if rng.random() > 0.02]  # noqa: E731
    spoilt = made.relabelled(lambda text: "？" if rng.random() < 0.05 else text)
    changes = [
        lost,
        spoilt,
        made.relabelled(made.messy(rng)),
        made.swapped([*ends[:1], *rng.sample(range(1, 6), 5), *ends[1:]]),
    ]
    for change in rng.sample(changes, 2):
        report = report.changed("applications", change)
    report = report.changed(rng.choice(("disclosure", "review")), rng.choice((lost, spoilt)))
    for name in ("html", "txt", "txt-cells", "txt-rows"):
        made.never_wrong(read(WRITERS[name](report, tmp_path)), report)


A4 = (210, 297)


@pytest.mark.long
@pytest.mark.office
def test_pdf_made_by_an_office(office, tmp_path: Path) -> None:
    """On A4 ten or fifteen columns break numbers of six and seven digits, and rows go over page ends."""
    reports = {form.key: made.report(form, 23, most=1_500_000) for form in FORMS}
    words = [made.write_docx(report, tmp_path / f"{name}.docx", A4) for name, report in reports.items()]
    for path in office(words, "pdf", tmp_path):
        published = read(path)
        assert made.never_wrong(published, reports[path.stem]) == []
        assert published.narrative["overview_management"] == "这里写政府信息管理。"


def _digits(x0: float, top: float, text: str) -> list[Char]:
    return [Char(c, x0 + 5 * n, x0 + 5 * n + 5, top, top + 10, 10) for n, c in enumerate(text)]


@pytest.mark.parametrize(
    ("lines", "width", "number"),
    [
        (["1139", "88"], 30, "113988"),
        (["11", "39", "88"], 20, "113988"),
        (["11", "39", "8"], 20, "11398"),
        (["1,13", "9"], 30, "1,139"),
        (["1139", "88"], 60, None),  # room for more: two numbers
        (["1", "3"], 15, None),  # a list of digits
        (["11", "398"], 25, None),
        (["113", "39", "88"], 25, None),
        (["1139", "余"], 30, None),
        (["113988"], 40, None),  # not broken
    ],
)
def test_one_number_or_several(lines: list[str], width: float, number: str | None) -> None:
    chars = [char for n, text in enumerate(lines) for char in _digits(5, 12 * n, text)]
    assert unbroken(text_lines(chars), Rectangle(0, 0, width, 40), free=10) == number


def test_digits_of_nearly_one_size_are_one_number() -> None:
    """Programs round the size of each letter; a raised mark of a note is smaller by a sixth at least."""
    for size, number in ((10.1, "1139"), (8.5, None)):
        above, below = _digits(5, 0, "113"), [char._replace(size=size) for char in _digits(5, 12, "9")]
        assert unbroken([above, below], Rectangle(0, 0, 25, 40), free=10) == number


def test_broken_figures_that_do_not_add_up_are_not_put_together(tmp_path: Path) -> None:
    """A cell with two full lines of digits that is not the sum's part: read as no number at all."""
    report = made.report(FORMS[1], 25)
    key = Key("applications", "granted", "business")
    wrong = report.changed(
        "applications", lambda squares: [replace(s, text="8888") if s.key == key else s for s in squares]
    )
    grid = web.read_html(made.write_html(wrong, tmp_path / "r.html").read_text("utf-8"))
    joined = [
        replace(item, cells=tuple(replace(c, joined=c.text == "8888") for c in item.cells))
        if isinstance(item, Grid)
        else item
        for item in grid
    ]
    amounts = read_in_forms(joined, FORMS[1:])[0].amounts
    assert key not in amounts
    assert {k: amounts[k] for k in report.national if k != key} == {
        k: f for k, f in report.expected.items() if k != key
    }


def test_what_is_told_of_a_report_ends_once_and_names_no_place_twice() -> None:
    for rule in CATALOGUE:
        told = reading_note(
            rule,
            place="第 3 段",
            found="左右滑动查看。",
            line="一",
            table="二",
            why="空白",
            expected="1",
            basis="x",
            unit="万元",
        )
        assert not re.search("[。？！；][。？！]", told.message), told.message
        assert not told.message.startswith("第 3 段")
        assert told.cell == "第 3 段"
