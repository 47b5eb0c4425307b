"""Publications that show a figure otherwise than they hold it; and faithful ones in other words or styles."""

import ctypes
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import made_reports as made
import pypdfium2 as pdfium
import pytest
import xlsxwriter
from odd_documents import book
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from publications import page

from toolkit.form.definition import load_form
from toolkit.form.model import Key, plain_digits
from toolkit.published import read_published
from toolkit.published.formats.spreadsheet import read_xlsx
from toolkit.published.pages import Grid, Paragraph
from toolkit.published.pdf import read_pdf

FORM = load_form("annual-report-2021")
REPORT = made.report(FORM, 5)
FIGURE = Key("applications", "new", "natural_person")
SHOWN = plain_digits(REPORT.expected[FIGURE])


def changed(change: Callable[[Cell], object]) -> Callable[[Workbook, made.Report], None]:
    def edit(workbook: Workbook, _: made.Report) -> None:
        cells = [cell for row in workbook.active.rows for cell in row if str(cell.value) == SHOWN]
        cells[0].value = int(SHOWN)
        change(cells[0])

    return edit


def rich(*pieces: object) -> Callable[[Cell], None]:
    def change(cell: Cell) -> None:
        cell.value = CellRichText(*pieces)

    return change


def styled(**style: object) -> Callable[[Cell], None]:
    def change(cell: Cell) -> None:
        for name, value in style.items():
            setattr(cell, name, value)

    return change


def decimals(cell: Cell) -> None:
    cell.value, cell.number_format = int(SHOWN) + 0.4, "0"


def hidden_with_its_neighbours(cell: Cell) -> None:
    """Columns that look alike stand in one record of the file, under the first of them."""
    letters = [get_column_letter(cell.column + n) for n in (-1, 1)]
    cell.parent.column_dimensions.group(*letters, hidden=True)


def low_row(cell: Cell) -> None:
    cell.parent.row_dimensions[cell.row].height = 0.75


def as_text(number_format: str) -> Callable[[Cell], None]:
    def change(cell: Cell) -> None:
        cell.value, cell.number_format = SHOWN, number_format

    return change


def under_a_chart(cell: Cell, beside: int = 0) -> None:
    cell.parent.add_chart(BarChart(), f"{get_column_letter(cell.column + beside)}{cell.row}")


def ruled_by(rule: Rule) -> Callable[[Cell], None]:
    return lambda cell: cell.parent.conditional_formatting.add(cell.coordinate, rule)


OTHERWISE = {
    "one of several hidden columns": hidden_with_its_neighbours,
    "a row of no height": low_row,
    "a text that is not shown": as_text(";;;"),
    "a text with a digit more": as_text('0;0;0;@"0"'),
    "tiny": styled(font=Font(size=1)),
    "ten thousands": styled(number_format='0"万"'),
    "white where a condition holds": ruled_by(FormulaRule(formula=["TRUE"], font=Font(color="FFFFFFFF"))),
    "white above zero": ruled_by(CellIsRule("greaterThan", formula=["0"], font=Font(color="FFFFFFFF"))),
    "struck where a condition holds": ruled_by(FormulaRule(formula=["TRUE"], font=Font(strike=True))),
    "a bar alone": ruled_by(DataBarRule("min", 0, "max", 9, color="FF638EC6", showValue=False)),
    "a note raised": rich(SHOWN, TextBlock(InlineFont(vertAlign="superscript"), "1")),
    "struck digits": rich(TextBlock(InlineFont(strike=True), "99"), SHOWN),
    "white digits": rich(SHOWN, TextBlock(InlineFont(color="FFFFFFFF"), "9")),
    "white of the theme": styled(font=Font(color=Color(theme=0))),
    "white on white": styled(
        font=Font(color="FFFFFFFF"), fill=PatternFill("solid", fgColor=Color(rgb="FFFFFFFF"))
    ),
    "black on black": styled(fill=PatternFill("solid", fgColor=Color(rgb="FF000000"))),
    "black on a gradient of black": styled(fill=GradientFill(stop=("FF000000", "FF101010"))),
    "under a chart": under_a_chart,
    "decimals that are not shown": decimals,
    "thousands": styled(number_format="0,"),
}
AS_HELD = {
    "beside a chart": partial(under_a_chart, beside=20),
    "with a remark that is not shown": styled(comment=Comment("应为 12", "x")),
    "with its unit": styled(number_format='0"件"'),
    "two decimals": styled(number_format="#,##0.00"),
    "a text in a format of accounts": as_text('_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ '),
    "zero in white": ruled_by(CellIsRule("equal", formula=["0"], font=Font(color="FFFFFFFF"))),
    "red where a condition holds": ruled_by(FormulaRule(formula=["TRUE"], font=Font(color="FFFF0000"))),
    "green ground where a condition holds": ruled_by(
        FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor="FF00FF00"))
    ),
    "a bar beside it": ruled_by(DataBarRule("min", 0, "max", 9, color="FF638EC6")),
    "accounting": styled(number_format='_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ '),
    "red below zero": styled(number_format="0_ ;[Red]\\-0\\ "),
    "white on blue": styled(
        font=Font(color="FFFFFFFF"), fill=PatternFill("solid", fgColor=Color(rgb="FF1F4E79"))
    ),
    "white on a gradient of blue": styled(
        font=Font(color="FFFFFFFF"), fill=GradientFill(stop=("FF1F4E79", "FF4472C4"))
    ),
    "all in one style": rich(TextBlock(InlineFont(b=True), SHOWN)),
}


@pytest.mark.parametrize("change", OTHERWISE.values(), ids=OTHERWISE)
def test_a_workbook_that_shows_another_figure(change: Callable[[Cell], object], tmp_path: Path) -> None:
    published = read_published(book(changed(change))(REPORT, tmp_path), [FORM])
    assert FIGURE in made.never_wrong(published, REPORT)


@pytest.mark.parametrize("later", [True, False])
def test_what_a_formula_comes_to_when_the_file_is_opened_is_not_known(*, later: bool) -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [12, 26])
        sheet.write_formula(0, 2, "=A1+B1", value=0 if later else 38)
    content = target.getvalue() if later else opened_and_saved(target.getvalue())
    (grid,) = read_xlsx(content)
    assert isinstance(grid, Grid)
    assert [(cell.text, bool(cell.doubt)) for cell in grid.cells] == [
        ("12", False), ("26", False), ("" if later else "38", later)
    ]  # fmt: skip


def opened_and_saved(content: bytes) -> bytes:
    """A workbook as an office leaves it: its formulas are reckoned, and need not be when it is opened."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b' fullCalcOnLoad="1"', b""))
    return target.getvalue()


@pytest.mark.parametrize("change", AS_HELD.values(), ids=AS_HELD)
def test_a_workbook_that_shows_what_it_holds(change: Callable[[Cell], object], tmp_path: Path) -> None:
    published = read_published(book(changed(change))(REPORT, tmp_path), [FORM])
    assert made.never_wrong(published, REPORT) == []


LINES = (
    "填报日期：2022年1月5日",
    "（截至2022年1月15日）",
    "因2020年结转3件，具体情况见下表：",
    "根据《条例》（2019年修订）填写",
    "与2020年相比，申请数量有所上升，详见下表：",
    "较2020年度，受理量明显下降，具体情况如下",
)
WORDS = (
    ("其他", "其它"),
    ("自然人", "个人"),
    ("自然人", "公民"),
    ("结转下年度", "结转下年"),
    ("本年新收", "本年度新收"),
    ("本年处理", "本年度处理"),
    ("法律服务机构", "法律服务组织"),
    ("科研机构", "科研单位"),
    ("尚未审结", "尚未结案"),
    ("结果维持", "维持"),
    ("结果纠正", "纠正"),
)
STYLES = (
    "so-language:en-us",
    "-aw-import:ignore",
    "align:center;valign:middle;bgcolor:#fff",
    "text-combine-upright:none",
    "font-size:小四",
)


def above_tables(line: str) -> Callable[[str], str]:
    return lambda source: source.replace("<table", f"<p>{line}</p><table")


def in_cells(style: str) -> Callable[[str], str]:
    return lambda source: re.sub(r"<td(?=[ >])", f'<td style="{style}"', source)


@pytest.mark.parametrize(
    "change",
    [
        *(above_tables(line) for line in LINES),
        *((lambda s, a=a, b=b: s.replace(a, b)) for a, b in WORDS),
        *map(in_cells, STYLES),
    ],
    ids=[*LINES, *(b for _, b in WORDS), *STYLES],
)
def test_a_page_in_other_words_and_styles_is_read_whole(change: Callable[[str], str], tmp_path: Path) -> None:
    published = read_published(page(change)(REPORT, tmp_path), [FORM])
    assert made.never_wrong(published, REPORT) == []


def test_a_table_under_its_four_paragraphs_is_one(tmp_path: Path) -> None:
    def parted(source: str) -> str:
        after, times = re.subn(
            r"(<tr><td[^>]*>第二十条第（[五六八]）项)", r"</table><p>分项列表：</p><table>\1", source
        )
        assert times == 3
        return after

    published = read_published(page(parted)(REPORT, tmp_path), [FORM])
    assert made.never_wrong(published, REPORT) == []


@pytest.mark.parametrize(
    "line", ["{0}年1月1日至{0}年12月31日", "{0}年情况", "与{0}年相比增减情况", "与{0}年相比，各项变化如下："]
)
def test_a_table_of_another_year_is_still_set_aside(line: str, tmp_path: Path) -> None:
    line = line.format(REPORT.year - 1)
    published = read_published(page(above_tables(line))(REPORT, tmp_path), [FORM])
    assert len(made.never_wrong(published, REPORT)) == len(REPORT.national)


BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


def ruled(source: str, points: int = 10) -> str:
    """A page whose tables have lines, so that each cell of the print is one."""
    look = f"table{{border-collapse:collapse}}td,th{{border:1px solid;font-size:{points}pt}}"
    return source.replace("<head>", f"<head><style>{look}</style>")


def printed(html: Path) -> Path:
    pdf = html.with_suffix(".pdf")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--print-to-pdf={pdf}",
    ]
    subprocess.run([str(BROWSER), *options, str(html)], check=True, capture_output=True, timeout=60)
    return pdf


@pytest.mark.skipif(BROWSER is None, reason="no browser here")
@pytest.mark.long
@pytest.mark.parametrize("points", [9, 10, 11])
def test_a_note_mark_printed_by_a_browser(points: int, tmp_path: Path) -> None:
    """A browser prints a raised 1 a sixth smaller than the figure before it."""
    plain = page(lambda source: ruled(source, points))
    assert made.never_wrong(read_published(printed(plain(REPORT, tmp_path)), [FORM]), REPORT) == []
    note = page(lambda source: ruled(source.replace(f">{SHOWN}<", f">{SHOWN}<sup>1</sup><", 1), points))
    pdf = printed(note(REPORT, tmp_path))
    assert made.never_wrong(read_published(pdf, [FORM]), REPORT) == [FIGURE]


LOOKS = {
    "half transparent": "body{opacity:.6}",
    "white on blue": "td{background:#036;color:#fff}",
    "a header white on blue": "tr:nth-child(-n+3) td{background:#036;color:#fff}",
    "round corners": "td{border-radius:6px;background:#f3f6fb}",
}


@pytest.mark.long
@pytest.mark.skipif(BROWSER is None, reason="no browser here")
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_page_printed_in_another_look_is_read_whole(look: str, tmp_path: Path) -> None:
    """A browser puts what lets the ground through into drawings of their own, its letters too."""
    styled = page(lambda source: ruled(source).replace("</style>", f"{look}</style>"))
    assert made.never_wrong(read_published(printed(styled(REPORT, tmp_path)), [FORM]), REPORT) == []


@pytest.mark.long
@pytest.mark.skipif(BROWSER is None, reason="no browser here")
def test_a_watermark_over_a_printed_page_is_none_of_it(tmp_path: Path) -> None:
    mark = (
        "<div style='position:fixed;top:40%;left:10%;font-size:60px;color:rgba(0,0,0,.1);"
        "transform:rotate(-30deg)'>测试县民政局</div>"
    )
    marked = page(lambda source: ruled(source).replace("<body>", f"<body>{mark}"))
    read = read_published(printed(marked(REPORT, tmp_path)), [FORM])
    assert made.never_wrong(read, REPORT) == []
    assert read.unit_name == "测试县民政局"


@pytest.mark.skipif(BROWSER is None, reason="no browser here")
@pytest.mark.parametrize(
    "kind",
    [
        "FREETEXT",
        *(pytest.param(kind, marks=pytest.mark.long) for kind in ("STRIKEOUT", "STAMP", "HIGHLIGHT")),
    ],
)
def test_a_figure_with_an_annotation_over_it(kind: str, tmp_path: Path) -> None:
    """Whoever corrects a printed figure by a text box of the PDF reader leaves the old one below it."""
    pdf = printed(page(ruled)(REPORT, tmp_path))
    document = pdfium.PdfDocument(pdf)
    found = (
        (sheet, sheet.get_textpage().search(SHOWN, match_whole_word=True).get_next()) for sheet in document
    )
    sheet, (first, _) = next(one for one in found if one[1])
    left, bottom, right, top = sheet.get_textpage().get_charbox(first)
    note = pdfium.raw.FPDFPage_CreateAnnot(sheet.raw, getattr(pdfium.raw, f"FPDF_ANNOT_{kind}"))
    pdfium.raw.FPDFAnnot_SetRect(
        note, ctypes.byref(pdfium.raw.FS_RECTF(left - 1, top + 1, right + 20, bottom - 1))
    )
    pdfium.raw.FPDFPage_CloseAnnot(note)
    document.save(tmp_path / "noted.pdf")
    unread = made.never_wrong(read_published(tmp_path / "noted.pdf", [FORM]), REPORT)
    assert unread == ([] if kind == "HIGHLIGHT" else [FIGURE])


@pytest.mark.long
@pytest.mark.skipif(BROWSER is None, reason="no browser here")
def test_a_printed_paragraph_is_whole_wherever_its_lines_break(tmp_path: Path) -> None:
    """Not indented, a year or an address moved to the next line whole: the line above it is short."""
    title = "青禾县水务局2023年政府信息公开工作年度报告"
    said = "数据的统计期限自2023年1月1日起至2023年12月31日止，网址www.example.gov.cn可查。"
    written = [f"{'公开政府信息工作年度报告' * 4:.{n}}{said}" for n in range(40)]
    body = "".join(f"<p style='margin:0'>{text}</p>" for text in written)
    source = f"<meta charset=utf-8><h1>{title}</h1>{body}<table border=1><tr><td>甲<td>乙</table>"
    html = tmp_path / "r.html"
    html.write_text(f"<style>body{{font:12pt serif}}</style>{source}", encoding="utf-8")
    items, _ = read_pdf(printed(html).read_bytes(), [FORM])
    first, *texts = (item.text for item in items if isinstance(item, Paragraph))
    assert first == title
    assert not [one for one in written if not any(one in text for text in texts)]
    assert len(texts) > len(written) / 2
