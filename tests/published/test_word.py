"""Word documents: what keeps a run from being seen, by itself or by a style."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from shipped_forms import FORMS

from toolkit.published.formats.word import read_docx
from toolkit.published.pages import OBJECT, UNSURE, Grid, Item, Paragraph
from toolkit.published.sources import open_report

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
STYLES = "".join(
    f'<w:style w:styleId="{name}">{based}<w:rPr>{marks}</w:rPr></w:style>'
    for name, based, marks in (
        ("Gone", "", "<w:vanish/>"),
        ("Below", '<w:basedOn w:val="Gone"/>', ""),
        ("Back", '<w:basedOn w:val="Gone"/>', '<w:vanish w:val="0"/>'),
        ("Pale", "", '<w:color w:val="FFFFFF"/>'),
        ("Paper", "", '<w:color w:val="auto" w:themeColor="background1"/>'),
    )
)


COUNTED = """
    <w:style w:styleId="List"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="OfList"><w:basedOn w:val="List"/></w:style>
    <w:style w:styleId="NoList"><w:basedOn w:val="List"/>
        <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="Hollow"><w:rPr><w14:textFill><w14:noFill/></w14:textFill></w:rPr></w:style>
"""
OWN_MARK = 'w:customMarkFollows="1"'
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
LINES = '<w:pPr><w:spacing w:line="{}" w:lineRule="{}"/></w:pPr>'
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>'


def read(body: str, styles: str = STYLES) -> Item:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
    (item,) = read_docx(target.getvalue())
    return item


def printed(paragraph: str, styles: str = STYLES) -> str:
    item = read(f"<w:p>{paragraph}</w:p>", styles)
    assert isinstance(item, Paragraph)
    return item.text


def run(text: str, marks: str = "") -> str:
    return f"<w:r><w:rPr>{marks}</w:rPr><w:t>{text}</w:t></w:r>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(asks: str, result: str = "", within: str = "") -> str:
    """A field, with another `within` what it asks for; without a result some draw something all the same."""
    shown = (run(result) if result.isdigit() else result) if result else ""
    asked = f"<w:r><w:instrText> {asks}</w:instrText></w:r>{within}"
    return f"{mark('begin')}{asked}{mark('separate') if shown else ''}{shown}{mark('end')}"


def solid(colour: str, within: str = "", kind: str = "srgbClr") -> str:
    """The filling of letters by which newer programs colour them; it goes over their plain colour."""
    told = f'<w14:{kind} w14:val="{colour}">{within}</w14:{kind}>'
    return f"<w14:textFill><w14:solidFill>{told}</w14:solidFill></w14:textFill>"


def styled(name: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>'


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (run("1") + run("2"), "12"),
        (styled("Gone") + run("1"), ""),
        (styled("Below") + run("1"), ""),
        (styled("Back") + run("1"), "1"),
        (styled("Gone") + run("1", '<w:vanish w:val="0"/>'), "1"),
        (styled("Gone") + run("1", '<w:rStyle w:val="Back"/>'), "1"),
        (styled("Gone") + f"<w:ins>{run('1')}</w:ins>", ""),
        (styled("Pale") + run("1") + run("字"), f"{UNSURE}1{UNSURE}字"),
        (run("1") + run("2", '<w:rStyle w:val="Gone"/>'), "1"),
        (run("1") + run("2", '<w:vertAlign w:val="superscript"/>'), "1 2 "),
        (run("2", '<w:vertAlign w:val="superscript"/>') + run("1"), " 2 1"),
        (f"<w:bdo>{run('12')}</w:bdo>", f"{UNSURE}12"),
        (run("1") + run("2", "<w:dstrike/>"), "1"),
        (run("1") + run("2", '<w:sz w:val="2"/>'), f"1{UNSURE}2"),
        (run("1") + run("2", '<w:sz w:val="24"/>'), "12"),
        (run("1") + run("2", '<w:color w:val="FDFDFD"/>'), f"1{UNSURE}2"),
        (run("1") + run("2", '<w:color w:val="C00000"/>'), "12"),
        (run("1") + run("2", '<w:color w:themeColor="background1"/>'), f"1{UNSURE}2"),
        (run("1") + run("2", '<w:color w:val="auto" w:themeColor="light1"/>'), f"1{UNSURE}2"),
        (run("1") + run("2", '<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="7F"/>'), "12"),
        (run("1") + run("2", '<w:color w:val="4472C4" w:themeColor="accent1"/>'), "12"),
        (styled("Paper") + run("1"), f"{UNSURE}1"),
        (run("1") + f'<w:r><w:footnoteReference {OWN_MARK} w:id="2"/><w:t>2</w:t></w:r>', "1 2"),
        (run("1") + run(".", '<w:color w:val="FFFFFF"/>') + run("2"), f"1{UNSURE}.2"),
        (run("1", f'<w:color w:val="FFFFFF"/>{SHADE.format("1F4E79")}'), "1"),
        (run("1", f'<w:color w:val="000000"/>{SHADE.format("000000")}'), f"{UNSURE}1"),
        (run("1", SHADE.format("000000")), "1"),  # letters without a colour turn white
        (run("1", '<w:highlight w:val="black"/>'), f"{UNSURE}1"),
        (run("1", '<w:highlight w:val="yellow"/>'), "1"),
        (field("=SUM(LEFT)", "12"), "12"),
        (field("QUOTE ", "2", field("PAGE", "1")), "2"),
        (field("REF a", field("PAGE", "12")), "12"),
        (run("1") + field("EQ \\o(2,○)"), f"1{OBJECT}"),
        (field("FORMDROPDOWN"), OBJECT),
        (field("=SUM(LEFT)"), OBJECT),  # never worked out
        (run("1") + field(" REF gone"), "1"),
        (run("12", '<w:spacing w:val="-120"/>'), f"{UNSURE}12"),  # one on the other
        (run("12", '<w:spacing w:val="-10"/>'), "12"),
        (run("12", '<w:w w:val="1"/>'), f"{UNSURE}12"),
        (run("12", '<w:w w:val="80"/>'), "12"),
        (LINES.format(20, "exact") + run("12"), f"{OBJECT}12"),
        (LINES.format(20, "atLeast") + run("12"), "12"),
        (LINES.format(400, "exact") + run("12"), "12"),
        (run("1") + field("AUTONUM "), f"1{OBJECT}"),
        (run("1") + field("XE 2"), "1"),
        (mark("begin") + run("1"), "1"),  # broken: never ends
        (NUMBERED.format(1) + run("12"), f"{OBJECT}12"),
        (NUMBERED.format(0) + run("12"), "12"),
        (NUMBERED.format(1) + run("属于国家秘密"), "属于国家秘密"),
    ],
)
def test_a_run_prints_what_is_seen_of_it(paragraph: str, text: str) -> None:
    assert printed(paragraph) == text


CHOICE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f"<mc:Choice><w:p>{run('12')}</w:p></mc:Choice></mc:AlternateContent>"
)


@pytest.mark.parametrize("beside", [CHOICE, "<w:altChunk/>", "<w:subDoc/>"])
@pytest.mark.parametrize("figure", ["", f"<w:p>{run('9')}</w:p>"])
def test_what_a_cell_holds_beside_its_paragraphs_is_told(beside: str, figure: str) -> None:
    item = read(f"<w:tbl><w:tr><w:tc><w:tcPr/>{figure}{beside}<w:p/></w:tc></w:tr></w:tbl>")
    assert isinstance(item, Grid)
    assert OBJECT in item.cells[0].text


def test_marks_between_the_paragraphs_of_a_cell_print_nothing() -> None:
    marks = '<w:bookmarkStart w:id="1"/><w:bookmarkEnd w:id="1"/><w:customXmlInsRangeStart w:id="2"/>'
    item = read(f"<w:tbl><w:tr><w:tc><w:tcPr/>{marks}<w:p>{run('9')}</w:p></w:tc></w:tr></w:tbl>")
    assert isinstance(item, Grid)
    assert item.cells[0].text == "9"


def test_styles_of_one_document_are_not_those_of_another() -> None:
    paragraph = styled("Gone") + run("1")
    plain = STYLES.replace("<w:vanish/>", "")
    assert [printed(paragraph), printed(paragraph, plain), printed(paragraph)] == ["", "1", ""]


@pytest.mark.parametrize(
    ("row", "cell", "marks", "seen"),
    [
        ('<w:trHeight w:val="20" w:hRule="exact"/>', "", "", False),
        ('<w:trHeight w:val="20" w:hRule="atLeast"/>', "", "", True),
        ('<w:trHeight w:val="400" w:hRule="exact"/>', "", "", True),
        ("", SHADE.format("000000"), '<w:color w:val="000000"/>', False),
        ("", SHADE.format("1F4E79"), '<w:color w:val="FFFFFF"/>', True),
        ("", SHADE.format("auto"), '<w:color w:val="FFFFFF"/>', False),
        ("", '<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>', '<w:color w:val="000000"/>', False),
    ],
)
def test_a_figure_of_a_cell_is_doubted_where_nobody_sees_it(
    row: str, cell: str, marks: str, *, seen: bool
) -> None:
    item = read(
        f"<w:tbl><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr><w:p>{run('12', marks)}</w:p>"
        "</w:tc></w:tr></w:tbl>"
    )
    assert isinstance(item, Grid)
    assert (item.cells[0].text == "12" and not item.cells[0].doubt) == seen


BLACK_ON_PAPER = '<w:color w:val="000000"/>'
WHITE_ON_PAPER = '<w:color w:val="FFFFFF"/>'


@pytest.mark.parametrize(
    ("marks", "seen"),
    [
        ("<w14:textFill><w14:noFill/></w14:textFill>", False),
        (BLACK_ON_PAPER + solid("FFFFFF"), False),
        (BLACK_ON_PAPER + solid("bg1", kind="schemeClr"), False),
        (BLACK_ON_PAPER + solid("000000", '<w14:alpha w14:val="100000"/>'), False),
        (WHITE_ON_PAPER + solid("accent1", kind="schemeClr"), False),  # not known: its plain colour says it
        (WHITE_ON_PAPER + solid("000000"), True),
        (WHITE_ON_PAPER + solid("tx1", kind="schemeClr"), True),
        (BLACK_ON_PAPER + solid("tx1", '<w14:alpha w14:val="30000"/>', "schemeClr"), True),
        (solid("C00000"), True),
        (SHADE.format("000000") + solid("FFFFFF"), True),
    ],
)
def test_letters_are_seen_as_they_are_filled(marks: str, *, seen: bool) -> None:
    assert printed(run("1") + run("2", marks)) == ("12" if seen else f"1{UNSURE}2")


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (styled("List") + run("38"), f"{OBJECT}38"),
        (styled("OfList") + run("38"), f"{OBJECT}38"),
        (styled("NoList") + run("38"), "38"),
        (styled("List").replace("</w:pPr>", NUMBERED.format("0").removeprefix("<w:pPr>")) + run("38"), "38"),
        (styled("List") + run("第 38 条"), "第 38 条"),
        (styled("Hollow") + run("38"), f"{UNSURE}38"),
        (styled("Hollow") + run("38", solid("000000")), "38"),
    ],
)
def test_what_a_style_counts_or_leaves_hollow(paragraph: str, text: str) -> None:
    assert printed(paragraph, COUNTED) == text


@pytest.mark.parametrize(
    ("marks", "text"), [("<w:strike/>", ""), ('<w:color w:val="FFFFFF"/>', f"{UNSURE}12"), ("<w:b/>", "12")]
)
def test_the_usual_style_holds_where_none_is_named(marks: str, text: str) -> None:
    styles = f"""
        <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr>{marks}</w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Plain"><w:rPr><w:b/></w:rPr></w:style>
    """
    assert printed(run("12"), styles) == text
    assert printed(styled("Plain") + run("12"), styles) == "12"


RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="{}"/>'
    "</Relationships>"
)
CHUNK = (
    '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="r1"/>'
)
PAGE = "<html><body><p>公开了信息。</p><table><tr><td>规章</td><td>3</td></tr></table></body></html>"
SAVED = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    f"Content-Type: text/html; charset=utf-8\n\n{PAGE}\n--b--\n"
)


def packed(body: str, **parts: str | bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


CELLS = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("规章", "3"))
WITHIN = packed(f"<w:p>{run('公开了信息。')}</w:p><w:tbl><w:tr>{CELLS}</w:tr></w:tbl>")


@pytest.mark.parametrize("target", ["afchunk.{}", "/word/afchunk.{}", "../word/afchunk.{}"])
@pytest.mark.parametrize(("ending", "inner"), [("html", PAGE), ("mht", SAVED), ("docx", WITHIN)])
def test_a_file_that_is_set_into_a_document_is_read(
    ending: str, inner: str | bytes, target: str, tmp_path: Path
) -> None:
    name = target.format(ending)
    content = packed(
        f"<w:p>{run('一')}</w:p>{CHUNK}<w:p>{run('二')}</w:p>",
        **{"word/_rels/document.xml.rels": RELATED.format(name), f"word/afchunk.{ending}": inner},
    )
    path = tmp_path / "r.docx"
    path.write_bytes(content)
    first, told, table, last = open_report(path, FORMS)[0]
    texts = [one.text for one in (first, told, last) if isinstance(one, Paragraph)]
    assert texts == ["一", "公开了信息。", "二"]
    assert isinstance(table, Grid)
    assert [cell.text for cell in table.cells] == ["规章", "3"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一、总体情况\n公开了信息。\n二、主动公开政府信息情况", 3),
        ("（一）主动公开情况\n公开了信息。", 2),
        ("四、政府信息公开行政复议、\n行政诉讼情况", 1),
        ("公开了信息，\n共569条。", 1),
        ("青禾县水务局\n2024年政府信息公开工作年度报告", 1),
    ],
)
def test_headings_in_one_paragraph_with_their_texts_stand_alone(
    text: str, lines: int, tmp_path: Path
) -> None:
    broken = "<w:r><w:br/></w:r>".join(map(run, text.split("\n")))
    (tmp_path / "r.docx").write_bytes(packed(f"<w:p>{broken}</w:p>"))
    items, _ = open_report(tmp_path / "r.docx", FORMS)
    assert "\n".join(item.text for item in items if isinstance(item, Paragraph)) == text
    assert len(items) == lines
