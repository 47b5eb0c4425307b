"""The report as an editable .docx in 公文 style (GB/T 9704—2012 《党政机关公文格式》), bytes fixed.

The text is written as WordprocessingML; python-docx gives the package around it and the page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from toolkit.layout.layout import Box, Role
from toolkit.layout.packing import USUAL, Packed, pack, repack, unpack
from toolkit.report.content import TO_WATCH, BarChart, Heading, OfficialReport, Part, ReportParagraph
from toolkit.report.tables import PrintedTable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

# ------------------------------ the look (GB/T 9704: 5.2.1 page, 7.3 text, 7.5 page number)

SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
STAND_INS = {  # what Word and WPS take when the first font is not there
    TITLE: "方正小标宋_GBK,小标宋,华文中宋,宋体",
    FANG: "仿宋,FangSong",
    KAI: "楷体,KaiTi",
    HEI: "SimHei",
    SONG: "SimSun",
}
PAGE_MM = {
    "page_width": 210,
    "page_height": 297,
    "top_margin": 37,
    "bottom_margin": 35,
    "left_margin": 28,
    "right_margin": 26,
}
HEADER_MM, FOOTER_MM = 20, 23  # the page number stands 7 mm below the text
TEXT_TWIPS = round((210 - 28 - 26) / 25.4 * 1440)


@dataclass(frozen=True, kw_only=True)
class Look:
    """A paragraph style: font, size in half-points (三号 = 32), line in 1/20 point (28 磅 = 560)."""

    font: str
    size: int
    line: int = 560
    exact: bool = True
    outline: int | None = None
    indent: bool = False
    centred: bool = False
    bold: bool = False
    before: int = 0
    after: int = 0


LOOKS = {
    "Title": Look(font=TITLE, size=44, line=700, centred=True, after=400),
    "Heading 1": Look(font=HEI, size=32, outline=0, indent=True, before=160, after=80),
    "Heading 2": Look(font=KAI, size=32, outline=1, indent=True),
    "Heading 3": Look(font=FANG, size=32, outline=2, indent=True, bold=True),
    "Body Text": Look(font=FANG, size=32, indent=True),
    "Table Text": Look(font=SONG, size=21, line=240, exact=False),
    "Header": Look(font=HEI, size=21, line=240, exact=False, centred=True),
    "Footer": Look(font=SONG, size=28, line=240, exact=False),
}
_STYLE_IDS = {"Title": "Title", "Body Text": "BodyText", "Table Text": "TableText"} | {
    f"Heading {n}": f"Heading{n}" for n in (1, 2, 3)
}
_TITLE_ROOM = (
    38  # half characters of the title that one line holds: 40 less the room on both sides of the year
)
_TEXT, _PROPERTIES = "word/document.xml", "docProps/core.xml"  # the parts in which documents differ


@dataclass(frozen=True, kw_only=True)
class About:
    """What a document says of itself; ``banners`` are printed on every page."""

    title: str
    subject: str
    author: str
    year: int
    keywords: str
    banners: tuple[str, ...] = ()


def docx_bytes(report: OfficialReport) -> bytes:
    """Write the report as .docx; the same report gives the same bytes."""
    about = About(
        title=report.title,
        subject=f"{report.year}年度{report.subject}",
        keywords=report.keywords,
        author=report.unit_name,
        year=report.year,
        banners=report.banners,
    )
    return package_document(_body(report), about)


class _Empty(NamedTuple):
    """An empty document: its ``parts`` as they stand in the zip, and the two that documents differ in."""

    parts: Mapping[str, Packed]
    text: bytes
    properties: bytes


def package_document(body: Iterable[str], about: About) -> bytes:
    """Make a document of paragraphs (`write_paragraph`) and tables; the same body gives the same bytes."""
    empty = _empty_document(about.banners)
    parts: dict[str, bytes | Packed] = {
        **empty.parts,
        _TEXT: _with_body(empty.text, body),
        _PROPERTIES: _described(empty.properties, about),
    }
    return pack(parts, level=USUAL, system=0)


@lru_cache(maxsize=8)
def _empty_document(banners: tuple[str, ...]) -> _Empty:
    """Make the package, the styles and the page, which are the same in all documents with these banners."""
    from docx import Document as new_document  # noqa: PLC0415, N813 (heavy; only this command needs it)

    document = new_document()
    _drop_thumbnail(document)
    _style(document)
    _set_page(document.sections[0], banners)
    _settle(document)
    buffer = BytesIO()
    document.save(buffer)
    with ZipFile(buffer) as archive:
        text, properties = archive.read(_TEXT), archive.read(_PROPERTIES)
    return _Empty(unpack(repack(buffer.getvalue())), text, properties)


def _with_body(empty: bytes, body: Iterable[str]) -> bytes:
    """Put paragraphs and tables into the text of an empty document, before what its page is like."""
    from docx.opc.oxml import serialize_part_xml  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415

    before, page, after = empty.partition(b"<w:sectPr")
    return serialize_part_xml(parse_xml(before + "".join(body).encode() + page + after))


def _element(xml: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 (lxml's element, subclassed by python-docx)
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    return parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {nsdecls('w')}", xml))


# ------------------------------------------------------------------ text


def _body(report: OfficialReport) -> Iterator[str]:
    unit, rest = report.title_lines
    lines = [unit, rest] if text_breadth(report.title) > _TITLE_ROOM else [report.title]
    yield write_paragraph("Title", *lines)
    for words in report.preamble:
        yield write_paragraph("Body Text", words.text)
    for section in report.sections:
        yield write_paragraph("Heading 1", section.heading)
        for part in section.parts:
            yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Heading(text, level):
            yield write_paragraph(f"Heading {level}", text)
        case ReportParagraph(text):
            yield write_paragraph("Body Text", text)
        case PrintedTable():
            yield _table(part)
        case BarChart():  # the tables say it all; charts are for the web page
            return


def write_paragraph(style: str, *lines: str, indent: bool = True, align: str = "") -> str:
    """Write a paragraph in one of the styles of `LOOKS`; without `indent` it begins at the margin."""
    runs = "<w:r><w:br/></w:r>".join(_runs(line) for line in lines)
    look = "" if indent else '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    look += f'<w:jc w:val="{align}"/>' if align else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{_STYLE_IDS[style]}"/>{look}</w:pPr>{runs}</w:p>'


def _runs(text: str) -> str:
    """Write a text as runs; what a person still has to see to is highlighted."""
    pieces = TO_WATCH.split(text)
    return "".join(
        _run(p, '<w:highlight w:val="yellow"/>' if i % 2 else "") for i, p in enumerate(pieces) if p
    )


def _run(text: str, look: str = "") -> str:
    # the hint makes quotation marks and dashes Chinese ones
    return (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{look}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    )


def text_breadth(text: str) -> int:
    """How wide a text is, in half characters."""
    return sum(1 if c.isascii() else 2 for c in text)


# ------------------------------------------------------------------ tables

_FIGURE_TWIPS, _DIGIT_TWIPS, _MARGIN_TWIPS = 610, 118, 45  # digits of the widest stand-in font at 小五
_GROUP_TWIPS, _LABEL_TWIPS = 740, 2300
_LARGE, _SMALL, _ROOMY = 21, 18, 6  # 五号, and 小五 for tables of more columns than this


def _table(grid: PrintedTable) -> str:
    widths = _widths(grid)
    rows = "".join(_row(grid, number, widths) for number in range(grid.rows))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = f'<w:left w:w="{_MARGIN_TWIPS}" w:type="dxa"/><w:right w:w="{_MARGIN_TWIPS}" w:type="dxa"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f"{margins}</w:tblCellMar>"
        f'<w:tblCaption w:val="{escape(grid.caption)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _widths(grid: PrintedTable) -> list[int]:
    """Give the columns' widths in twips.

    Figures as wide as their digits, the labels beside them what is left.
    """
    need = [_FIGURE_TWIPS] * grid.columns
    for box in grid.boxes:
        if box.role is Role.FIGURE and box.width == 1:
            need[box.left] = max(need[box.left], len(box.text) * _DIGIT_TWIPS + 2 * _MARGIN_TWIPS)
    if grid.labels:
        need[: grid.labels] = [*[_GROUP_TWIPS] * (grid.labels - 1), _LABEL_TWIPS]
    spare = TEXT_TWIPS - sum(need)
    if spare < 0:
        labels, figures = need[: grid.labels], need[grid.labels :]
        return labels + [width * (TEXT_TWIPS - sum(labels)) // sum(figures) for width in figures]
    if grid.labels > 1:
        need[grid.labels - 1] += spare
        return need
    return [width + spare // grid.columns for width in need]


def _row(grid: PrintedTable, number: int, widths: list[int]) -> str:
    heading = "<w:tblHeader/>" if number < grid.heading_rows else ""
    cells = "".join(
        _cell(grid, box, number, sum(widths[box.left : box.right + 1])) for box in grid.row(number)
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_height(grid)}" w:hRule="atLeast"/>{heading}'
        f'<w:jc w:val="center"/></w:trPr>{cells}</w:tr>'
    )


def _height(grid: PrintedTable) -> int:
    return 400 if grid.columns <= _ROOMY else 330


def _cell(grid: PrintedTable, box: Box, row: int, width: int) -> str:
    properties = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if box.width > 1:
        properties.append(f'<w:gridSpan w:val="{box.width}"/>')
    if box.height > 1:
        properties.append("<w:vMerge" + (' w:val="restart"' if row == box.top else "") + "/>")
    if box.role is Role.ARTICLE:
        properties.append('<w:shd w:val="clear" w:color="auto" w:fill="DCE6F2"/>')
    properties.append('<w:vAlign w:val="center"/>')
    # a table stays on one page where it can: each row but the last is kept with the next
    keep = "<w:keepNext/>" if row < grid.rows - 1 else ""
    size = _size(grid, box, width)
    text = (
        _run(box.text, f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
        if row == box.top and box.text
        else ""
    )
    return (
        f'<w:tc><w:tcPr>{"".join(properties)}</w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>{keep}'
        f'<w:jc w:val="{"left" if _at_left(grid, box) else "center"}"/></w:pPr>{text}</w:p></w:tc>'
    )


def _size(grid: PrintedTable, box: Box, width: int) -> int:
    """Give the size of a cell's text.

    A figure too long for its column is set smaller rather than broken in two.
    """
    size = _LARGE if grid.columns <= _ROOMY else _SMALL
    room, need = width - 2 * _MARGIN_TWIPS, len(box.text) * _DIGIT_TWIPS
    return size * room // need if box.role is Role.FIGURE and need > room else size


def _at_left(grid: PrintedTable, box: Box) -> bool:
    return box.role is Role.ARTICLE or (grid.labels > 1 and box.role in (Role.LABEL, Role.CORNER))


# ------------------------------------------------------------------ styles, fonts, page


def _style(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415

    document.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    for name, look in LOOKS.items():
        style = document.styles[name].element
        for old in style.xpath("w:pPr | w:rPr"):
            style.remove(old)
        style.append(_element(_style_paragraph(look)))
        style.append(_element(f"<w:rPr>{_font(look.font, look.size, bold=look.bold)}</w:rPr>"))
    (defaults,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault")
    defaults[:] = [_element(f"<w:rPr>{_font(SONG, 21)}</w:rPr>")]
    _declare_fonts(document)


def _settle(document: "Document") -> None:
    """Say that the text is Chinese and the layout Word's of today.

    Left and right pages have their own footers.
    """
    from docx.oxml.ns import qn  # noqa: PLC0415

    document.settings.odd_and_even_pages_header_footer = True
    settings = document.settings.element
    for language in settings.xpath("w:themeFontLang"):
        language.set(qn("w:eastAsia"), "zh-CN")
    for mode in settings.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), "15")


def _style_paragraph(look: Look) -> str:
    keep = "<w:keepNext/><w:keepLines/>" if look.outline is not None else ""
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{look.size * 20}"/>' if look.indent else ""
    return (
        f'<w:pPr>{keep}<w:spacing w:before="{look.before}" w:after="{look.after}" w:line="{look.line}" '
        f'w:lineRule="{"exact" if look.exact else "auto"}"/>{indent}'
        f'<w:jc w:val="{"center" if look.centred else "both" if look.indent else "left"}"/>'
        + (f'<w:outlineLvl w:val="{look.outline}"/>' if look.outline is not None else "")
        + "</w:pPr>"
    )


def _font(name: str, size: int, *, bold: bool = False) -> str:
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{name}" w:cs="{LATIN}" '
        f'w:hint="eastAsia"/>'
        f'<w:b w:val="{int(bold)}"/><w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    )


def _declare_fonts(document: "Document") -> None:
    """Name each font and its stand-ins in the font table."""
    part = next(p for p in document.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in STAND_INS.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")  # noqa: SLF001 (it has no other door)


def _set_page(section: "Section", banners: tuple[str, ...]) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    for side, length in PAGE_MM.items():
        setattr(section, side, Mm(length))
    section.header_distance, section.footer_distance = Mm(HEADER_MM), Mm(FOOTER_MM)
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].text = "　".join(banners)
    # GB/T 9704 7.5: at the outer edge, one character in from it
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = (
            f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}Chars="100" w:{side}="280"/><w:jc '
            f'w:val="{side}"/></w:pPr>'
            f'{_run("— ")}<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            f"{_run(' —')}</w:p>"
        )
        old = footer.paragraphs[0]._p  # noqa: SLF001
        old.getparent().replace(old, _element(number))


# ------------------------------------------------------------------ properties, bytes


def _described(empty: bytes, about: About) -> bytes:
    """Fill in the properties; dates are the year's, not today's, so that the bytes are the same."""
    from docx.opc.coreprops import CoreProperties  # noqa: PLC0415
    from docx.opc.oxml import serialize_part_xml  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415

    element = parse_xml(empty)
    properties = CoreProperties(element)
    limit = 255  # python-docx refuses more
    properties.title, properties.subject = about.title[:limit], about.subject[:limit]
    properties.author = properties.last_modified_by = about.author[:limit]
    properties.language, properties.comments, properties.keywords = (
        "zh-CN",
        "　".join(about.banners)[:limit],
        about.keywords[:limit],
    )
    properties.created = properties.modified = datetime(about.year, 12, 31, tzinfo=UTC)
    properties.revision = 1
    return serialize_part_xml(element)


def _drop_thumbnail(document: "Document") -> None:
    """Remove the picture of an empty page that python-docx's template carries."""
    rels = document.part.package.rels
    for name in [name for name, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[name]
