"""Word documents: what keeps a run from being seen, by itself or by a style."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from toolkit.published.formats.word import read_docx
from toolkit.published.pages import OBJECT, Paragraph

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = "".join(
    f'<w:style w:styleId="{name}">{based}<w:rPr>{marks}</w:rPr></w:style>'
    for name, based, marks in (
        ("Gone", "", "<w:vanish/>"),
        ("Below", '<w:basedOn w:val="Gone"/>', ""),
        ("Back", '<w:basedOn w:val="Gone"/>', '<w:vanish w:val="0"/>'),
        ("Pale", "", '<w:color w:val="FFFFFF"/>'),
    )
)


def printed(paragraph: str, styles: str = STYLES) -> str:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body><w:p>{paragraph}</w:p></w:body></w:document>"
        )
        archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
    (item,) = read_docx(target.getvalue())
    assert isinstance(item, Paragraph)
    return item.text


def run(text: str, marks: str = "") -> str:
    return f"<w:r><w:rPr>{marks}</w:rPr><w:t>{text}</w:t></w:r>"


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
        (styled("Pale") + run("1") + run("字"), f"{OBJECT}1字"),
        (run("1") + run("2", '<w:rStyle w:val="Gone"/>'), "1"),
        (run("1") + run("2", '<w:vertAlign w:val="superscript"/>'), "1 2"),
        (f"<w:bdo>{run('12')}</w:bdo>", f"{OBJECT}12"),
        (run("1") + run("2", "<w:dstrike/>"), "1"),
    ],
)
def test_a_run_prints_what_is_seen_of_it(paragraph: str, text: str) -> None:
    assert printed(paragraph) == text


def test_styles_of_one_document_are_not_those_of_another() -> None:
    paragraph = styled("Gone") + run("1")
    plain = STYLES.replace("<w:vanish/>", "")
    assert [printed(paragraph), printed(paragraph, plain), printed(paragraph)] == ["", "1", ""]
