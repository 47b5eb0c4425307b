"""A document of ours as .docx: its page, styles and fonts, its paragraphs, and the package around them.

As 公文 are printed (GB/T 9704—2012 《党政机关公文格式》: 5.2.1 page, 7.3 text, 7.5 page number). The text is
written as WordprocessingML; python-docx gives the package and the page. The same body gives the same bytes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from toolkit.layout.packing import Packed, pack, repack, unpack
from toolkit.layout.place import printable
from toolkit.report.content import TO_WATCH

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section


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
    "Table Text": Look(font=SONG, size=21, line=240, exact=False, centred=True),
    "Table Text Small": Look(font=SONG, size=18, line=240, exact=False, centred=True),
    "Header": Look(font=HEI, size=21, line=240, exact=False, centred=True),
    "Footer": Look(font=SONG, size=28, line=240, exact=False),
}
STYLE_IDS = {name: name.replace(" ", "") for name in LOOKS}
# what is set in the Chinese or the Latin font as its run says; of every other character it is clear
_EITHER = re.compile(r"[^\x00-\x7f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
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
    return pack(parts, system=0)


@lru_cache(maxsize=8)
def _empty_document(banners: tuple[str, ...]) -> _Empty:
    """Make the package, the styles and the page, which are the same in all documents with these banners."""
    from docx import Document as new_document  # noqa: PLC0415, N813 (heavy; only this command needs it)

    document = new_document()
    _drop_parts(document)
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
    text = printable("".join(body))
    before, page, after = empty.partition(b"<w:sectPr")
    return before + text.encode() + page + after


def _element(xml: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 (lxml's element, subclassed by python-docx)
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    return parse_xml(re.sub(r"^<(w:\w+)", rf"<\1 {nsdecls('w')}", xml))


def write_paragraph(style: str, *lines: str, indent: bool = True, align: str = "") -> str:
    """Write a paragraph in one of the styles of `LOOKS`; without `indent` it begins at the margin."""
    runs = "<w:r><w:br/></w:r>".join(_runs(line) for line in lines)
    look = "" if indent else '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    look += f'<w:jc w:val="{align}"/>' if align else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{STYLE_IDS[style]}"/>{look}</w:pPr>{runs}</w:p>'


def write_signature(office: str) -> str:
    """Write who signs, and the day, which is left to be filled in."""
    lines = (office or "　", "　　年　　月　　日")
    return "".join(write_paragraph("Body Text", line, align="right") for line in lines)


def _runs(text: str) -> str:
    """Write a text as runs; what a person still has to see to is highlighted."""
    pieces = TO_WATCH.split(text)
    return "".join(
        write_run(p, '<w:highlight w:val="yellow"/>' if i % 2 else "") for i, p in enumerate(pieces) if p
    )


def write_run(text: str, look: str = "") -> str:
    """Write a text as one run; `look` are its properties."""
    if _EITHER.search(text):  # quotation marks and dashes are Chinese ones
        look = f'<w:rFonts w:hint="eastAsia"/>{look}'
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def text_breadth(text: str) -> int:
    """How wide a text is, in half characters."""
    return sum(1 if c.isascii() else 2 for c in text)


def _style(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415

    _drop_styles(document)
    for name, look in LOOKS.items():
        if name not in document.styles:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style = document.styles[name].element
        for old in style.xpath("w:pPr | w:rPr"):
            style.remove(old)
        style.append(_element(_style_paragraph(look)))
        style.append(_element(f"<w:rPr>{_font(look.font, look.size, bold=look.bold)}</w:rPr>"))
    (defaults,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault")
    defaults[:] = [_element(f"<w:rPr>{_font(SONG, 21)}</w:rPr>")]
    _declare_fonts(document)


def _drop_styles(document: "Document") -> None:
    """Remove the styles that python-docx's template carries and nothing of ours has."""
    styles = document.styles.element
    kept = styles.xpath("w:style[@w:default='1']") + [
        style.element for style in document.styles if style.name in LOOKS
    ]
    for style in styles.xpath("w:style"):
        if style not in kept:
            styles.remove(style)
    for linked in styles.xpath("w:style/w:link"):  # to a style of letters
        linked.getparent().remove(linked)


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
            f'{write_run("— ")}<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            f"{write_run(' —')}</w:p>"
        )
        old = footer.paragraphs[0]._p  # noqa: SLF001
        old.getparent().replace(old, _element(number))


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


def _drop_parts(document: "Document") -> None:
    """Remove from python-docx's template a picture of an empty page, its lists, its styles for Word 2010."""
    unused = ("/thumbnail", "/numbering", "/stylesWithEffects")
    for rels in (document.part.package.rels, document.part.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(unused)]:
            del rels[name]
