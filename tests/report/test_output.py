"""The written documents, read back.

Every figure in its cell, texts only ever texts, the same bytes each time.
"""

import random
import re
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from printed_tables import docx_grids, html_grids, html_page

from toolkit.form.definition import load_form
from toolkit.form.model import Key, Mark, plain_digits
from toolkit.layout.layout import Role
from toolkit.published import read_published
from toolkit.report import compose, docx_bytes, html_text
from toolkit.report.content import BarChart
from toolkit.report.document import About, _empty_document, package_document, write_paragraph
from toolkit.report.tables import PrintedTable

FORM = load_form("annual-report-2021")
NATIONAL = [key for key in FORM.cells if key.table != "supplement"]
HOSTILE = '=1+1 <script>alert("x")</script> &amp; {PAGE} \x00\x1b'
HARMLESS = '=1+1 <script>alert("x")</script> &amp; {PAGE}'


def distinct():
    """200 different figures, 收费 with decimals."""
    numbers = random.Random(7).sample(range(1, 9_999_999), len(NATIONAL))
    figures = dict(zip(NATIONAL, numbers, strict=True))
    figures[Key("disclosure", "charges", "amount")] = Decimal("59237.2449")
    return figures


def report(figures=None, **more):
    given = {"year": 2022, "unit_name": "某县某局", "narrative": {}, "identity": {}, **more}
    return compose(FORM, figures=distinct() if figures is None else figures, **given)


def grids(document):
    return [part for section in document.sections for part in section.parts if isinstance(part, PrintedTable)]


def opened(document):
    return Document(BytesIO(docx_bytes(document)))


@pytest.mark.parametrize(
    "read",
    [
        lambda document: docx_grids(docx_bytes(document)),
        lambda document: html_grids(html_page(html_text(document))),
    ],
    ids=["docx", "html"],
)
def test_every_figure_and_label_stands_in_its_cell(read):
    figures, document = distinct(), report()
    seen = {}
    for grid, read_back in zip(grids(document), read(document), strict=True):
        assert (len(read_back), len(read_back[0])) == (grid.rows, grid.columns)
        for (row, column), box in grid.cover.items():
            assert read_back[row][column] == box.text
            if box.role is Role.FIGURE:
                seen[box.key] = read_back[row][column]
    assert len(seen) == 200
    assert seen == {key: plain_digits(figure) for key, figure in figures.items()}


def test_html_tells_a_screen_reader_what_each_figure_counts():
    page = html_page(html_text(report()))
    cell = next(
        c
        for row in page.tables[1]
        for c in row
        if c["text"] == str(distinct()["applications", "carried_over", "legal_service"])
    )
    names = [page.cells[name]["text"] for name in cell["headers"].split()]
    assert names == ["申请人情况", "法人或其他组织", "法律服务机构", "四、结转下年度继续办理"]
    for row in page.tables[1]:
        assert all(name in page.cells for c in row if c["tag"] == "td" for name in c["headers"].split())


def test_no_exponent_and_three_kinds_of_empty():
    keys = [Key("review", "reconsideration", c) for c in ("upheld", "corrected", "other", "pending")]
    figures = dict(zip(keys, (Decimal("1E+3"), Mark.BLANK, 0, Mark.NOT_APPLICABLE), strict=True))
    for read_back in (
        docx_grids(docx_bytes(report(figures))),
        html_grids(html_page(html_text(report(figures)))),
    ):
        assert read_back[2][-1][:4] == ["1000", "", "0", "/"]


# ------------------------------------------------------------------ texts


@pytest.mark.parametrize("where", ["unit_name", "notice", "narrative", "identity"])
def test_hostile_text_is_only_text(where):
    text = (
        {f.key: HOSTILE for f in FORM.narrative}
        if where == "narrative"
        else {"website": HOSTILE, "phone": HOSTILE}
    )
    document = report(**{where: HOSTILE if where in {"unit_name", "notice"} else text})
    page = html_page(html_text(document))
    assert HARMLESS in "".join(page.text)
    assert not {"script", "iframe", "link", "img", "object"} & {tag for tag, _ in page.tags}
    assert not any(
        name.startswith("on") or name in {"src", "href"} for _, attributes in page.tags for name in attributes
    )
    back = opened(document)
    header = back.sections[0].header.paragraphs[0].text
    assert any(HARMLESS in text for text in [*(p.text.replace("\n", "") for p in back.paragraphs), header])
    assert not back.element.body.xpath(".//w:fldSimple | .//w:instrText | .//w:hyperlink")


def test_very_long_text_is_whole():
    long = "公开" * 10_000
    document = report(narrative={"problems": long}, unit_name="局" * 300)
    assert long in html_text(document)
    assert long in [p.text for p in opened(document).paragraphs]


def test_missing_and_draft_stand_out():
    document = report(summary_of=3)
    assert "<mark>【待补充】</mark>" in html_text(document)
    highlighted = opened(document).element.body.xpath(".//w:r[w:rPr/w:highlight]/w:t")
    assert {t.text[:3] for t in highlighted} == {"【待补", "【草稿"}


def test_banners_are_printed():
    document = report(notice="演示数据，为虚构", draft=True)
    back = opened(document)
    for header in (back.sections[0].header, back.sections[0].even_page_header):
        assert header.paragraphs[0].text == "演示数据，为虚构　草稿：未经审核，不得公布"
    assert html_text(document).count('class="banner"') == 2


# ------------------------------------------------------------------ the .docx


def test_same_report_same_bytes():
    first = docx_bytes(report())
    assert first == docx_bytes(report())
    assert html_text(report()) == html_text(report())
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_a_document_is_the_same_whatever_was_written_before_it():
    other = docx_bytes(report(unit_name="乙局", notice="演示数据，为虚构", draft=True))
    after = docx_bytes(report())
    _empty_document.cache_clear()
    assert docx_bytes(report()) == after
    assert docx_bytes(report(unit_name="乙局", notice="演示数据，为虚构", draft=True)) == other


def test_its_parts_are_those_that_a_word_library_writes():
    ours = docx_bytes(report(notice="演示数据，为虚构"))
    again = BytesIO()
    Document(BytesIO(ours)).save(again)
    with zipfile.ZipFile(BytesIO(ours)) as one, zipfile.ZipFile(again) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
        assert [n for n in one.namelist() if one.read(n) != other.read(n)] == []


def test_page_and_styles_are_those_of_gb_t_9704():
    back = opened(report())
    page = back.sections[0]
    lengths = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    assert [round(length.mm) for length in lengths] == [210, 297, 37, 35, 28, 26]
    fonts = {}
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Body Text"):
        style = back.styles[name]
        fonts[name] = (style.element.rPr.rFonts.get(qn("w:eastAsia")), style.font.size)
    assert fonts == {
        "Title": ("方正小标宋简体", Pt(22)),
        "Heading 1": ("黑体", Pt(16)),
        "Heading 2": ("楷体_GB2312", Pt(16)),
        "Heading 3": ("仿宋_GB2312", Pt(16)),
        "Body Text": ("仿宋_GB2312", Pt(16)),
    }
    body = back.styles["Body Text"]
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_a_document_has_the_styles_that_it_uses_and_few_others():
    long = {key: figure * 10**9 for key, figure in distinct().items()}  # set smaller than its style
    for document in (opened(report()), opened(report(long))):
        used = {one.get(qn("w:val")) for one in document.element.body.iter(qn("w:pStyle"))}
        styles = {style.style_id: style for style in document.styles}
        assert used <= set(styles)
        assert {"TableText", "TableTextSmall"} <= used
        assert len(styles) < 16
        linked = [
            one.get(qn("w:val"))
            for tag in ("basedOn", "next", "link")
            for one in document.styles.element.iter(qn(f"w:{tag}"))
        ]
        assert set(linked) <= set(styles)
        for part in document.part.package.iter_parts():  # nor does any other part name one that is gone
            assert set(re.findall(rb'<w:pStyle w:val="([^"]+)"', part.blob)) <= {n.encode() for n in styles}
        sizes = {styles[name].font.size for name in ("TableText", "TableTextSmall")}
        assert sizes == {Pt(10.5), Pt(9)}


def test_headings_are_real_and_tables_fit_the_page():
    back = opened(report())
    assert [p.text[0] for p in back.paragraphs if p.style.name == "Heading 1"] == list("一二三四五六")
    for table in back.tables:
        assert sum(column.width for column in table.columns) <= Mm(156.1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    repeated = [len(table._tbl.xpath("./w:tr/w:trPr/w:tblHeader")) for table in back.tables]
    assert repeated == [0, 3, 3]


def test_page_number_stands_in_both_footers():
    back = opened(report())
    for footer in (back.sections[0].footer, back.sections[0].even_page_footer):
        assert footer.paragraphs[0]._p.xpath("string(.)") == "— 1 —"
        assert footer.paragraphs[0]._p.xpath("./w:fldSimple/@w:instr") == [" PAGE "]


def test_properties_name_the_report():
    properties = opened(report()).core_properties
    assert (properties.title, properties.author, properties.language) == (report().title, "某县某局", "zh-CN")


# ------------------------------------------------------------------ the .html


def test_html_is_one_file_in_chinese_with_one_title():
    text = html_text(report())
    page = html_page(text)
    assert ("html", {"lang": "zh-CN"}) in page.tags
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert "".join(page.text).count(report().title) == 2
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert "url(" not in text
    assert text.count("http") == text.count('xmlns="http://www.w3.org/2000/svg"')


def test_what_the_page_says_to_small_screens_is_not_read_as_the_units_words(tmp_path):
    (tmp_path / "报告.html").write_text(html_text(report()), encoding="utf-8")
    published = read_published(tmp_path / "报告.html", [FORM])
    assert "左右滑动" in html_text(report())
    assert not [finding.message for finding in published.findings if "滑动" in finding.message]
    assert "左右滑动" not in "".join(published.narrative.values())


def test_charts_are_drawn_with_words_and_left_out_when_all_is_zero():
    drawn = html_text(report())
    assert drawn.count("<svg") == drawn.count("<desc") == drawn.count("<figcaption") == 2
    nothing = report(dict.fromkeys(NATIONAL, 0))
    assert not [part for section in nothing.sections for part in section.parts if isinstance(part, BarChart)]
    assert "<svg" not in html_text(nothing)


def test_what_a_document_cannot_hold_is_left_out_wherever_it_comes_from():
    about = About(title="题", subject="", author="", year=2022, keywords="")
    data = package_document([write_paragraph("Body Text", "某\r\n县\x0b\x1f政\ud800府\ufffe")], about)
    assert Document(BytesIO(data)).paragraphs[0].text == "某\n县政府"
