"""OpenDocument texts: what nobody sees of a figure is doubted, or left out; what is seen is read."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from docx.table import _Cell

from toolkit.published.formats.open_document import read_odt
from toolkit.published.formats.word import read_docx
from toolkit.published.pages import OBJECT, UNSURE, Cell, Grid

NAMES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
)
TINY = '<style:text-properties fo:font-size="1pt"/>'
SMALL = '<style:text-properties fo:font-size="9pt"/>'
HIDDEN = '<style:text-properties text:display="none"/>'


def letters(colour: str) -> str:
    return f'<style:text-properties fo:color="#{colour}"/>'


def ground(colour: str, of: str) -> str:
    return f'<style:{of}-properties fo:background-color="#{colour}"/>'


def height(said: str) -> str:
    return f'<style:table-row-properties style:{said}"/>'


def cell(styles: dict[str, str], content: str) -> Cell:
    """The only cell of a text; `styles` by their families, each named A."""
    declared = "".join(
        f'<style:style style:name="A" style:family="{family}">{properties}</style:style>'
        for family, properties in styles.items()
    )
    text = (
        f"<office:document-content{NAMES}><office:automatic-styles>{declared}</office:automatic-styles>"
        '<office:body><office:text><table:table table:style-name="A"><table:table-row table:style-name="A">'
        f'<table:table-cell table:style-name="A">{content}</table:table-cell></table:table-row></table:table>'
        "</office:text></office:body></office:document-content>"
    )
    content_of = BytesIO()
    with ZipFile(content_of, "w") as package:
        package.writestr("content.xml", text)
    (grid,) = read_odt(content_of.getvalue())
    assert isinstance(grid, Grid)
    return grid.cells[0]


LINE = '<text:p text:style-name="A">12</text:p>'
RUN = '<text:p>1<text:span text:style-name="A">2</text:span></text:p>'
BASE = "<text:ruby-base>{}</text:ruby-base>"
RUBY = f"<text:p><text:ruby>{BASE.format(1)}<text:ruby-text>2</text:ruby-text></text:ruby></text:p>"
LIST = "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>"


@pytest.mark.parametrize(
    ("styles", "content", "text"),
    [
        ({}, LINE, "12"),
        ({"text": TINY}, RUN, f"1{UNSURE}2"),
        ({"text": SMALL}, RUN, "12"),
        ({"paragraph": TINY}, LINE, f"{UNSURE}12"),
        ({"paragraph": TINY}, RUN, "12"),
        ({"text": TINY}, LINE, "12"),  # a style of another family
        ({"text": letters("ffffff")}, RUN, f"1{UNSURE}2"),
        ({"text": letters("FDFDFD")}, RUN, f"1{UNSURE}2"),
        ({"text": letters("c00000")}, RUN, "12"),
        ({"text": letters("ffffff"), "table-cell": ground("1f4e79", "table-cell")}, RUN, "12"),
        ({"text": letters("ffffff"), "table-row": ground("1f4e79", "table-row")}, RUN, "12"),
        ({"text": letters("ffffff"), "table": ground("1f4e79", "table")}, RUN, "12"),
        ({"text": letters("ffffff"), "table-cell": ground("transparent", "table-cell")}, RUN, f"1{UNSURE}2"),
        ({"text": letters("d8d8d8"), "table-cell": ground("d9d9d9", "table-cell")}, RUN, f"1{UNSURE}2"),
        ({"text": ground("000000", "text")[:-2] + ' fo:color="#000000"/>'}, RUN, f"1{UNSURE}2"),
        ({"paragraph": letters("000000") + ground("000000", "paragraph")}, LINE, f"{UNSURE}12"),
        ({"table-cell": ground("000000", "table-cell")}, LINE, "12"),  # a program chooses light letters
        ({"text": HIDDEN}, RUN, "1"),
        ({}, LIST.format(12), f"{OBJECT}12"),
        ({}, LIST.format("属于国家秘密"), "属于国家秘密"),
        ({}, '<text:section text:display="none"><text:p>1</text:p></text:section><text:p>2</text:p>', "2"),
        ({}, "<text:section><text:p>2</text:p></text:section>", "2"),
        ({}, RUBY, "1"),
    ],
)
def test_a_cell_prints_what_is_seen_of_it(styles: dict[str, str], content: str, text: str) -> None:
    assert cell(styles, content).text == text


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ('row-height="0.03cm', False),
        ('row-height="2pt', False),
        ('row-height="0.6cm', True),
        ('min-row-height="0.03cm', True),
    ],
)
def test_a_row_too_low_for_its_text_is_doubted(said: str, *, seen: bool) -> None:
    assert bool(cell({"table-row": height(said)}, LINE).doubt) is not seen


def coloured(letters: str, behind: str) -> Callable[[_Cell], None]:
    def change(cell: _Cell) -> None:
        cell.paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string(letters)
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{behind}"/>'
        cell._tc.get_or_add_tcPr().append(parse_xml(shade))

    return change


def small(points: float) -> Callable[[_Cell], None]:
    def change(cell: _Cell) -> None:
        cell.paragraphs[0].runs[0].font.size = Pt(points)

    return change


def hidden(cell: _Cell) -> None:
    cell.paragraphs[0].runs[0].font.hidden = True


def struck(cell: _Cell) -> None:
    cell.paragraphs[0].runs[0].font.strike = True


CHANGES = [
    coloured("FFFFFF", "FFFFFF"),
    coloured("FFFFFF", "1F4E79"),
    coloured("000000", "000000"),
    coloured("C00000", "FFF2CC"),
    small(1),
    small(9),
    hidden,
    struck,
]


@pytest.mark.long
@pytest.mark.office
def test_what_libreoffice_makes_of_a_word_file_is_read_alike(office, tmp_path: Path) -> None:
    """A figure is doubted, left out or read in both, whatever hides it; LibreOffice wrote the second."""
    document = Document()
    table = document.add_table(len(CHANGES) + 2, 2)
    for number, change in enumerate(CHANGES):
        one, other = table.rows[number].cells
        one.text, other.text = "12", "34"
        change(one)
    low, high = table.rows[len(CHANGES)], table.rows[len(CHANGES) + 1]
    for row, points in ((low, 1), (high, 30)):
        row.cells[0].text, row.cells[1].text = "12", "34"
        row.height, row.height_rule = Pt(points), WD_ROW_HEIGHT_RULE.EXACTLY
    document.save(str(tmp_path / "r.docx"))
    office([tmp_path / "r.docx"], "odt", tmp_path)
    drawn = [
        next(item for item in items if isinstance(item, Grid))
        for items in (
            read_docx((tmp_path / "r.docx").read_bytes()),
            read_odt((tmp_path / "r.odt").read_bytes()),
        )
    ]
    seen = [[(one.row, one.column, one.text, bool(one.doubt)) for one in grid.cells] for grid in drawn]
    assert seen[0] == seen[1]
    assert sum(UNSURE in text or doubt or not text for *_, text, doubt in seen[0]) == 7


@pytest.mark.parametrize(
    "unseen",
    [
        '<text:variable-set text:display="none">9</text:variable-set>',
        "<text:script>9</text:script>",
        "<text:hidden-text>9</text:hidden-text>",
    ],
)
def test_what_a_text_keeps_for_its_program_is_no_part_of_a_figure(unseen: str) -> None:
    assert cell({}, f"<text:p>{unseen}12</text:p>").text == "12"
