"""Shapes of publications that came up when fresh documents were made: each is read whole."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import made_reports as made
import pytest
from odd_documents import book, word
from openpyxl import Workbook
from publications import Writer, outcome, page, report_of
from shipped_forms import FORMS

from toolkit.form.model import Form, Mark
from toolkit.published import read_published
from toolkit.published.formats.web import read_html
from toolkit.published.formats.word import W, read_docx
from toolkit.published.pages import Grid, Paragraph
from toolkit.published.titles import read_period, read_title
from toolkit.published.unreadable import UnreadableFileError


def figures(change: Callable[[str], str]) -> Callable[[str], str]:
    """Change what each cell with a number holds."""
    return lambda source: re.sub(
        r"(<td[^>]*>)(\d+(?:\.\d+)?)(</td>)", lambda m: m[1] + change(m[2]) + m[3], source
    )


def remarks(squares: made.Squares) -> made.Squares:
    """An empty column of remarks at the right."""
    wide = max(s.column + s.width for s in squares)
    column = [made.Square("" if row else "备注", row, wide) for row in range(made.height(squares))]
    return sorted([*squares, *column], key=lambda s: (s.row, s.column))


def numbered(squares: made.Squares) -> made.Squares:
    """A column of serial numbers at the left."""
    first = min(s.row for s in squares if s.key)
    moved = [replace(s, column=s.column + 1) for s in squares]
    numbers = [made.Square(str(row - first + 1), row, 0) for row in range(first, made.height(squares))]
    head = made.Square("序号", 0, 0, first, 1)
    return sorted([*moved, head, *numbers], key=lambda s: (s.row, s.column))


def numbered_last(step: int, squares: made.Squares) -> made.Squares:
    """A column of the numbers of the rows at the right, counting by steps."""
    wide = max(s.column + s.width for s in squares)
    first = min(s.row for s in squares if s.key)
    numbers = [
        made.Square(str(step * (row - first) + 1), row, wide) for row in range(first, made.height(squares))
    ]
    head = made.Square("行次", 0, wide, first, 1)
    return sorted([*squares, head, *numbers], key=lambda s: (s.row, s.column))


def controls(xml: str) -> str:
    """Every cell of the Word file in a content control."""
    cell = r"(<w:tc>(?:(?!</w:tc>).)*</w:tc>)"
    return re.sub(cell, r"<w:sdt><w:sdtPr/><w:sdtContent>\1</w:sdtContent></w:sdt>", xml, flags=re.DOTALL)


def two_runs(xml: str) -> str:
    """Every number in two runs, as after spell checking."""
    number = r"<w:t(?: [^>]*)?>(\d)(\d+)</w:t></w:r>"
    return re.sub(number, r"<w:t>\1</w:t></w:r><w:proofErr/><w:r><w:t>\2</w:t></w:r>", xml)


def squares(report: made.Report, folder: Path) -> Path:
    """A text with tabs, as pasted from a sheet: merged cells leave empty ones behind."""
    return made.write_txt(report, folder / "r.txt", "squares")


def continued(between: str, source: str) -> str:
    """The longest table in two halves, with a line of its own between them."""
    rows = re.search(r"(?:<tr>(?:(?!</tr>).)*</tr>){20,}", source, re.DOTALL)
    assert rows
    at = [one.start() for one in re.finditer("<tr>", rows[0])][-9]  # before the rows 其他处理, or 不予处理
    halves = f"{rows[0][:at]}</table><p>{between}</p><table>{rows[0][at:]}"
    return source[: rows.start()] + halves + source[rows.end() :]


def reaching(source: str) -> str:
    """The cell of the results reaches one row too far down, beside the applications carried over."""
    return re.sub(
        r'rowspan="(\d+)"([^>]*>[^<]*办理结果)', lambda m: f'rowspan="{int(m[1]) + 1}"{m[2]}', source, count=1
    )


def blank_row(workbook: Workbook, _: made.Report) -> None:
    """A row of which only the label is there: its figures are blank."""
    sheet = workbook.active
    label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "行政许可")
    for cell in sheet[label.row][label.column :]:
        if cell.value is not None:
            cell.value = None


SHAPES: dict[str, Writer] = {
    "制表符，合并格留空格": squares,
    **{
        between: page(partial(continued, between))
        for between in ("（续上表）", "—3—", "- 12 -", "3", "第 3 页 共 8 页", "第3页")
    },
    "合并格多盖一行": page(reaching),
    "千分位": page(figures(lambda n: f"{int(n):,}" if n.isdecimal() else n)),
    "全角数字": page(figures(lambda n: n.translate({i + 48: 0xFF10 + i for i in range(10)}))),
    "删去的旧数": page(figures(lambda n: f"<del>9{n}</del><ins>{n}</ins>")),
    "可以断行处": page(figures(lambda n: f"{n[:1]}<wbr>{n[1:]}")),
    "备注栏": page(str, remarks),
    "序号栏": page(str, numbered),
    "行次栏": page(str, partial(numbered_last, 1)),
    "请注明": page(lambda source: source.replace("3.其他<", "3.其 他（ 请注明 ）<")),
    "控件": word(controls),
    "两段字": word(two_runs),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_fresh_shapes_are_whole(shape: str, tmp_path: Path) -> None:
    turn = list(SHAPES).index(shape)
    report = report_of(FORMS[turn % 2], 500 + turn)
    one = outcome(read_published(SHAPES[shape](report, tmp_path), FORMS), report)
    assert (one.wrong, one.unread) == ((), 0)


def test_a_column_of_other_numbers_than_those_of_the_rows_is_no_ones(tmp_path: Path) -> None:
    report = report_of(FORMS[1], 523)
    one = outcome(read_published(page(str, partial(numbered_last, 2))(report, tmp_path), FORMS), report)
    assert one.wrong == ()
    assert one.unread


@pytest.mark.parametrize(
    "between",
    ["续表3", "续表 一", "表三（续）", "表2续", "（接上表）", "收到和处理政府信息公开申请情况（续）"],
)
def test_a_line_that_says_that_a_table_goes_on_is_no_prose(between: str, tmp_path: Path) -> None:
    report = report_of(FORMS[1], 521)
    published = read_published(page(partial(continued, between))(report, tmp_path), FORMS)
    assert outcome(published, report).word == "全"
    assert not {"P15", "P23"} & made.rules(published)


@pytest.mark.parametrize("between", ["2023", "2023年", "上年数", "3件", "表三", "连续三年", "（后续情况）"])
def test_a_line_between_two_tables_that_is_no_page_number_leaves_the_second_unread(
    between: str, tmp_path: Path
) -> None:
    report = report_of(FORMS[1], 519)
    one = outcome(read_published(page(partial(continued, between))(report, tmp_path), FORMS), report)
    assert one.wrong == ()
    assert one.unread


def test_a_row_of_a_workbook_whose_figures_are_blank_does_not_part_its_table(tmp_path: Path) -> None:
    report = report_of(FORMS[1], 520)
    published = read_published(book(blank_row)(report, tmp_path), FORMS)
    blank = [
        key for key, figure in published.amounts.items() if key.row == "licensing" and figure is Mark.BLANK
    ]
    assert len(blank) == 1
    assert not {"P05", "P09"} & {finding.rule for finding in published.findings}


def test_the_name_of_a_site_above_a_title_is_not_the_unit() -> None:
    lines = [
        Paragraph("测试县水务局2023年政府信息公开工作年度报告-测试县人民政府门户网站", "", "page"),
        Paragraph("测试县人民政府", "", "heading"),
        Paragraph("政府信息公开工作年度报告", "", "heading"),
        Paragraph("本报告由测试县水务局编制。", ""),
    ]
    title = read_title(FORMS[1], lines, None)
    assert (title.unit, title.year) == ("测试县水务局", 2023)
    title = read_title(FORMS[1], lines[1:], None)
    assert title.unit == "测试县人民政府"  # where nothing else is said


@pytest.mark.parametrize("begins", ["1日零时起至", "1日0:00至", "1日起，到"])
def test_a_period_with_its_hour(begins: str) -> None:
    period = read_period([Paragraph(f"统计期限为2023年1月{begins}2023年12月31日24时止。", "")], [])
    assert period is not None
    assert (period.first, period.whole) == (2023, True)


UNSEEN = (
    "font:0/0 a", "font-size:.5px", "font-size:0.01em", "zoom:0", "scale:0", "translate:-9999px",
    "transform:translateX(-9999px)", "filter:opacity(0)", "opacity:calc(0)", "content-visibility:hidden",
    "-webkit-text-fill-color:transparent", "color:#ffffff00", "--w:#fff;color:var(--w)",
    "clip-path:circle(0)", "clip:rect(1px,1px,1px,1px)", "max-width:0;overflow:clip",
    "position:fixed;right:-5000px", "overflow:auto hidden;height:0",
)  # fmt: skip


@pytest.mark.parametrize("style", UNSEEN)
def test_a_digit_that_a_style_may_hide_is_no_digit_of_the_number(style: str) -> None:
    for inside in (f'7<span style="{style}">9</span>', '7<span class="w">9</span>'):
        sheet = f"<style>.w{{{style}}}</style>"
        (grid,) = read_html(f"{sheet}<table><tr><td>{inside}</td></tr></table>")
        assert isinstance(grid, Grid)
        assert grid.cells[0].doubt or grid.cells[0].text != "79"


ORDINARY = (
    "font:.9em/1.5 Arial", "font:12px/1 a", "zoom:1", "color:#333", "scale:1", "font-size:.16rem",
    "font:.18rem/1.5 Arial",
)  # fmt: skip


@pytest.mark.parametrize("style", ORDINARY)
def test_an_ordinary_style_leaves_a_number_whole(style: str) -> None:
    (grid,) = read_html(f'<table><tr><td>7<span style="{style}">9</span></td></tr></table>')
    assert isinstance(grid, Grid)
    assert (grid.cells[0].text, grid.cells[0].doubt) == ("79", "")


@pytest.mark.parametrize("second", ["Word/Document.xml", "word/document.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_word_file_with_two_bodies_is_not_read(second: str) -> None:
    body = f'<w:document xmlns:w="{W[1:-1]}"><w:body/></w:document>'
    held = BytesIO()
    with ZipFile(held, "w") as package:
        package.writestr("word/document.xml", body)
        package.writestr(second, body)
    with pytest.raises(UnreadableFileError, match="两份同名"):
        read_docx(held.getvalue())


def test_a_word_file_with_definitions_of_its_own_is_not_read() -> None:
    held = BytesIO()
    with ZipFile(held, "w") as package:
        body = f'<w:document xmlns:w="{W[1:-1]}"><w:body/></w:document>'
        package.writestr("word/document.xml", f'<!DOCTYPE a [<!ENTITY b "9">]>{body}')
    with pytest.raises(UnreadableFileError, match="DTD"):
        read_docx(held.getvalue())


TITLE = "测试县民政局2021年政府信息公开工作年度报告"
RECORD = (
    "<table><tr><td>索引号</td><td>11340000/2022-00012</td><td>组配分类</td><td>年度报告</td></tr>"
    "<tr><td>发布机构</td><td>测试县民政局</td><td>生成日期</td><td>2022-01-10</td></tr>"
    "<tr><td>{}</td><td colspan=3>{}</td></tr></table>"
)
# what a site says of a page, above or below its title
OF_THE_SITE = (
    RECORD.format("名称", TITLE),
    RECORD.format("名称：", TITLE),
    RECORD.format("文号", ""),
    f"<div>名称：{TITLE}</div><div>发布日期：2022-01-10</div>",
    "<div><span>发布日期：2022-01-10</span><span>来源：民政局</span></div>",
    "<div>发布时间：2022-01-10 09:30 来源：测试县民政局 浏览次数：25 字体：大 中 小</div>",
    "<p>发布日期：2022-01-10</p><p>来源：县政府办</p>",
    "<div>索引号：11340000/2022-00012</div><div>发布机构：县政府办</div><div>生成日期：2022年1月10日</div>",
    "<div>2022-01-10</div>",
    "<div>日期：2022/1/10　来源：县政府办　点击：12</div>",
)


@pytest.mark.parametrize("said", OF_THE_SITE)
def test_what_a_site_says_of_a_page_is_no_part_of_its_title(said: str, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 3, year=2021)
    for place in ("<body>", "</p>"):
        change = page(lambda source, place=place: source.replace(place, f"{place}{said}", 1))  # type: ignore[misc]
        published = read_published(change(report, tmp_path), FORMS)
        assert (published.unit_name, published.year) == ("测试县民政局", 2021)
        assert published.findings == ()


SHELL = '<html><head><title>某县</title></head><body><iframe src="cid:1"></iframe></body></html>'
BESIDE = "<html><body><table><tr><td>通知公告 2021</td></tr></table></body></html>"


def saved(path: Path, *pages: str) -> Path:
    """A page saved with its frames, each a part of its own."""
    parts = [
        f"--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{one}" for one in pages
    ]
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n'
    path.write_bytes("\r\n".join([head, *parts, "--x--", ""]).encode())
    return path


def test_the_frames_of_a_saved_page(tmp_path: Path) -> None:
    """The one with the tables is the page, wherever it stands; two reports are still two."""
    report = made.report(FORMS[1], 41)
    ours, other = (
        made.write_html(one, tmp_path / "r.html").read_text(encoding="utf-8")
        for one in (report, made.report(FORMS[1], 42))
    )
    for pages in ((SHELL, ours), (ours, BESIDE), (SHELL, BESIDE, ours)):
        published = made.read(saved(tmp_path / "r.mht", *pages))
        assert made.never_wrong(published, report) == []
        assert published.year == report.year
    both = made.read(saved(tmp_path / "r.mht", ours, other))
    assert not both.amounts
    assert made.rules(both) & {"P09", "P26"}


def test_each_section_in_a_row_of_a_layout_table(tmp_path: Path) -> None:
    report = made.report(FORMS[1], 43)
    path = made.write_html(report, tmp_path / "r.html")
    sections = re.split(r"(?=<p>[一二三四五六]、)", path.read_text(encoding="utf-8"))
    rows = "".join(f"<tr><td>{one}</td></tr>" for one in sections)
    path.write_text(f"<table>{rows}</table>", encoding="utf-8")
    published = made.read(path)
    assert made.never_wrong(published, report) == []
    assert published.year == report.year


@pytest.mark.parametrize("written", ["{}px", " {} ", "+{}", "{};"])
def test_how_many_columns_a_cell_takes_is_read_as_browsers_do(written: str, tmp_path: Path) -> None:
    report = made.report(FORMS[1], 44)
    path = made.write_html(report, tmp_path / "r.html")
    text = re.sub(
        r'(rowspan|colspan)="(\d+)"',
        lambda m: f'{m[1]}="{written.format(m[2])}"',
        path.read_text(encoding="utf-8"),
    )
    path.write_text(text, encoding="utf-8")
    assert made.never_wrong(made.read(path), report) == []
    path.write_text(text.replace(f'colspan="{written.format(1)}"', 'colspan="0"'), encoding="utf-8")
    assert made.never_wrong(made.read(path), report) == []


def test_a_table_of_each_group_with_a_row_of_none_but_the_titles_above(tmp_path: Path) -> None:
    """行政复议 in a table of its own keeps titles of two rows, the second of them empty."""
    report = made.report(FORMS[1], 45)
    squares = report.tables["review"]
    first = [s for s in squares if s.column < 5]
    rest = [replace(s, column=s.column - 5) for s in squares if s.column >= 5]
    path = made.write_html(report, tmp_path / "r.html")
    text = path.read_text(encoding="utf-8").replace(
        made.html_table(squares), f"{made.html_table(first)}<p></p>{made.html_table(rest)}"
    )
    path.write_text(text, encoding="utf-8")
    assert made.never_wrong(made.read(path), report) == []


@pytest.mark.parametrize("change", [0, 1])
@pytest.mark.parametrize("form", FORMS)
def test_a_row_that_is_printed_again_on_the_next_page(form: Form, change: int, tmp_path: Path) -> None:
    """What both print is read; a figure that is another one in the second is not."""
    report = report_of(form, 522)
    last = re.compile(r"<tr><td[^>]*>2\.重复申请.*?</tr>", re.DOTALL)
    groups = re.compile(r'rowspan="(\d+)"([^>]*>[^<]*(?:办理结果|不予处理))')

    def again(source: str) -> str:
        row = last.search(source)
        assert row
        other = re.sub(r">(\d+)</td>", lambda m: f">{int(m[1]) + change}</td>", row[0], count=1)
        doubled = source.replace(row[0], row[0] + other)
        return groups.sub(lambda m: f'rowspan="{int(m[1]) + 1}"{m[2]}', doubled)

    found = outcome(read_published(page(again)(report, tmp_path), FORMS), report)
    assert (found.wrong, found.unread) == ((), change)
