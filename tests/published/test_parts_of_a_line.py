"""What stands in a line of a web page and what begins one: elements that nobody declares block are within."""

from pathlib import Path

import made_reports as made
import pytest
from publications import page

from toolkit.form.definition import load_form
from toolkit.published import read_published
from toolkit.published.formats.web import read_html
from toolkit.published.pages import OBJECT, Grid, Paragraph

FORM = load_form("annual-report-2021")
REPORT = made.report(FORM, 5)
# tags of Word (smart tags), of old pages, of sites' own programs, and of what is seldom written
WITHIN = (
    "st1:chmetcnv",
    "st1:personname",
    "st1:place",
    "u1:p",
    "nobr",
    "tt",
    "kbd",
    "acronym",
    "x-num",
    "output",
)
# what stands in these is for a browser that does not know them
NOT_SHOWN = ("audio", "video", "iframe", "object", "progress", "noembed")


def said(source: str) -> list[str]:
    return [item.text for item in read_html(source) if isinstance(item, Paragraph)]


@pytest.mark.parametrize("tag", WITHIN)
def test_what_nobody_declares_a_block_is_within_its_line(tag: str) -> None:
    assert said(f"<p>全年公开<{tag} id=a>12</{tag}>条。</p>") == ["全年公开12条。"]
    (grid,) = (
        item for item in read_html(f"<table><tr><td>1<{tag}>2</{tag}></table>") if isinstance(item, Grid)
    )
    assert grid.cells[0].text == "12"


@pytest.mark.parametrize("tag", WITHIN)
def test_what_a_style_makes_a_block_begins_a_line(tag: str) -> None:
    assert said(f'<div>甲<{tag} style="display:block">乙</{tag}>丙</div>') == ["甲", "乙", "丙"]
    assert said(f"<{tag}><p>甲</p><p>乙</p></{tag}>") == ["甲", "乙"]


@pytest.mark.parametrize("tag", NOT_SHOWN)
def test_what_is_for_older_browsers_is_no_text(tag: str) -> None:
    found = said(f"<p>甲</p><{tag} src=a>您的浏览器不支持。</{tag}><p>乙</p>")
    assert [one for one in found if one != OBJECT] == ["甲", "乙"]


def test_the_sound_of_a_word_is_no_word() -> None:
    assert said("<p>这里<ruby>写<rp>(</rp><rt>xie</rt><rp>)</rp></ruby>了</p>") == [f"这里写{OBJECT}了"]


def test_a_heading_with_smart_tags_begins_its_section(tmp_path: Path) -> None:
    tagged = page(
        lambda source: source.replace("一、总体", "<st1:place>一、总</st1:place>体").replace(
            "这里写主动公开", "这里<st1:chsdate>写</st1:chsdate>主<nobr>动公</nobr>开"
        )
    )
    plain = read_published(page(str)(REPORT, tmp_path), [FORM]).narrative
    assert read_published(tagged(REPORT, tmp_path), [FORM]).narrative == plain


PICTURED = (
    ("", '<span style="font-family:Wingdings">'),
    ("", "<span style='mso-ascii-font-family:Arial;font-family:\"Wingdings 2\",serif'>"),
    ("", '<span style="font:12px Webdings">'),
    ("", "<span face=Wingdings>"),
    (".w{font-family:wingdings}", "<span class=w>"),
)
LETTERED = ('<span style="font-family:宋体,Wingdings">', "<span face=Arial>", '<span style="font:12px 宋体">')


@pytest.mark.parametrize(("sheet", "tag"), PICTURED)
def test_letters_of_a_font_of_pictures_are_no_text(sheet: str, tag: str) -> None:
    """As Word writes the sign before an item of a list, with its room in another font."""
    room = "<span style=\"font:7.0pt 'Times New Roman'\">&nbsp; </span>"
    head = f"<style>{sheet}</style>"
    assert said(f"{head}<p>{tag}l{room}</span>公开12条。</p>") == [f"{OBJECT} 公开12条。"]
    assert said(f'{head}<p>{tag}<b>l<i style="font-family:宋体">公开</i></b></span>12条。</p>') == [
        f"{OBJECT}公开12条。"
    ]
    (grid,) = (one for one in read_html(f"{head}<table><tr><td>{tag}12</table>") if isinstance(one, Grid))
    assert grid.cells[0].text == OBJECT


@pytest.mark.parametrize("tag", LETTERED)
def test_letters_of_other_fonts_are_text(tag: str) -> None:
    assert said(f"<p>{tag}公开12条。</span></p>") == ["公开12条。"]


@pytest.mark.parametrize(("sheet", "tag"), PICTURED)
def test_chinese_in_a_font_of_pictures_is_text(sheet: str, tag: str) -> None:
    assert said(f"<style>{sheet}</style><p>{tag}l加强监督</span></p>") == [f"{OBJECT}加强监督"]
