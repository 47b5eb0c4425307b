"""Words that a reader of the page may not see: read, and told of; where they are seen nothing is said."""

from pathlib import Path

import pytest

from tests.support import made_reports as made
from tests.support.shipped_forms import FORM

SAID = "公开了各类信息。"
UNSEEN = (
    '<span style="font-size:0">{}</span>',
    '<span style="color:#fff">{}</span>',
    '<span style="opacity:.01">{}</span>',
    '<span style="visibility:hidden">{}</span>',
    '<div style="position:absolute;left:-9999px">{}</div>',
    '<p class="away">{}</p>',
)
SEEN = (
    "<span>{}</span>",
    '<span style="color:#c00;font-size:14px;line-height:28px">{}</span>',
    '<p style="text-indent:2em;letter-spacing:1px;background:#fff">{}</p>',
    '<div style="background:#1f4e79;color:#fff">{}</div>',
    '<p class="near">{}</p>',
)
SHEET = "<style>.away{text-indent:-9999px}.near{margin:0 auto;width:90%}</style>"
HIDDEN = "先不要公布这一段"


def page(tmp_path: Path, words: str) -> Path:
    path = made.write_html(made.report(FORM), tmp_path / "r.html")
    text = path.read_text(encoding="utf-8").replace("这里写主动公开。", f"{SAID}{words}")
    path.write_text(text.replace("<head>", f"<head>{SHEET}"), encoding="utf-8")
    return path


@pytest.mark.parametrize("words", UNSEEN)
def test_words_that_nobody_may_see_are_told(words: str, tmp_path: Path) -> None:
    published = made.read(page(tmp_path, words.format(HIDDEN)))
    (told,) = (finding for finding in published.findings if finding.rule == "P41")
    assert HIDDEN in told.problem
    assert SAID not in told.problem


@pytest.mark.parametrize("words", SEEN)
def test_words_that_are_seen_are_read_and_nothing_is_said(words: str, tmp_path: Path) -> None:
    published = made.read(page(tmp_path, words.format("另有3条。")))
    assert "P41" not in made.rules(published)
    assert "".join(published.narrative["overview_disclosure"].split()) == f"{SAID}另有3条。"


def test_words_that_are_hidden_are_not_read(tmp_path: Path) -> None:
    published = made.read(page(tmp_path, f'<span style="display:none">{HIDDEN}</span>'))
    assert "P41" not in made.rules(published)
    assert published.narrative["overview_disclosure"] == SAID


@pytest.mark.parametrize(
    ("link", "name"),
    [
        (
            '<iframe width="1" src="/pdfjs/viewer.html?file=a/2501.pdf"></iframe>',
            "viewer.html?file=a/2501.pdf",
        ),
        ("<a target=_blank href='/upload/%E5%B9%B4%E6%8A%A5.docx'>下载</a>", "/upload/年报.docx"),
        ('<frameset><frame name="x" src="body.html"></frameset>', "body.html"),
        ('<embed type="application/pdf" src="a.pdf">', "a.pdf"),
    ],
)
def test_a_page_without_tables_says_which_files_it_names(link: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_text(f"<html><body><h1>测试县民政局2024年政府信息公开工作年度报告</h1>{link}</body></html>")
    published = made.read(path)
    assert [finding.rule for finding in published.findings] == ["P42", "P04"]
    assert name in published.findings[0].problem


def test_a_page_with_its_tables_says_nothing_of_the_files_it_names(tmp_path: Path) -> None:
    path = page(tmp_path, '<a href="a.pdf">年报.pdf</a>')
    assert "P42" not in made.rules(made.read(path))
