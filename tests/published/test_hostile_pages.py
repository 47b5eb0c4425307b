"""Pages made to cost much: named at once, and read in time that grows with their length."""

import time
from pathlib import Path

import pytest
import recipes as r
from growth import MOST, grows
from shares import in_shares

from toolkit.form.definition import load_form, shipped_forms
from toolkit.published import _read
from toolkit.published.formats.web import read_html

TITLE = "司法局2022年政府信息公开工作年度报告"
HEAD = f"<html><body><h1>{TITLE}</h1>"
TD = "<td>1</td>"


@pytest.mark.parametrize(
    "table",
    [f"<tr>{TD * 301}</tr>", f"<tr>{TD * 10}</tr>" * 5_001, f"<tr><td><table><tr>{TD * 400}</tr></table>"],
)
def test_a_table_larger_than_anybody_s_is_named(tmp_path: Path, table: str):
    path = tmp_path / "a.html"
    path.write_text(f"{HEAD}<table>{table}</table>", encoding="utf-8")
    (found,) = _read(path, [load_form(name) for name in shipped_forms()]).findings
    assert found.rule == "P03"
    assert "异常大" in found.message


PAGES = {
    "nested": lambda n: ("<div>" + "<p>一</p>" * n) * 100,
    "links": lambda n: ("<div>一" + "<p><a href=x>一</a></p>" * n) * 100,
    "flat": lambda n: "<p>一</p>" * (100 * n),
}


@pytest.mark.parametrize("name", in_shares(PAGES))
def test_time_grows_with_length(name: str):
    def read(size: float) -> None:
        n = int(40 * size)
        assert len(read_html(HEAD + PAGES[name](n))) > n

    assert grows(read, least=0.05) < MOST


def test_what_is_nothing_but_links_is_still_told_from_prose():
    items = read_html(
        f"{HEAD}<div><a href=x>首页</a> <a href=y>下一页</a></div><div>见 <a href=x>原文</a></div>"
        "<div><a href=x>一</a><!-- a --></div><ul><li><a href=x>二</a>三</li></ul></body></html>"
    )
    assert [(item.text, item.role) for item in items if hasattr(item, "role")][1:] == [
        ("首页 下一页", "link"),
        ("见 原文", ""),
        ("一", "link"),
        ("二三", ""),
    ]


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".txt", "一\n" * 100_001),
        (".txt", "一\r" * 100_001),
        (".txt", "\u200b" * 2_000_001),
        (".txt", "一" * 100_001),
        (".html", f"{HEAD}<p>" + "一" * 100_001),
        (".html", HEAD + "<p>" + "一</p><p>" * 70_000 + f"<p>{'一' * 50_000}</p>" * 40),
    ],
    ids=["lines", "lines by returns", "unseen", "one line", "one paragraph", "page"],
)
def test_a_text_longer_than_anybody_s_is_named(tmp_path: Path, suffix: str, text: str):
    path = (tmp_path / "a").with_suffix(suffix)
    path.write_text(text, encoding="utf-8", newline="")
    began = time.process_time()
    (found,) = _read(path, [load_form(name) for name in shipped_forms()]).findings
    assert (found.rule, "不像年度报告" in found.message) == ("P03", True)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "words",
    in_shares(["公开信息1条", "收到", "地址:", "a@b", "由", "本报告2022年1月1日至", "www.", f"{TITLE}\n"]),
)
def test_a_paragraph_costs_what_its_length_costs(tmp_path: Path, words: str):
    path = tmp_path / "a.txt"
    forms = [load_form(name) for name in shipped_forms()]

    def read(size: float) -> None:
        path.write_text(words * int(16_000 * size / len(words)), encoding="utf-8")
        _read(path, forms)

    assert grows(read, least=0.05) < MOST


def test_lines_by_returns_alone_are_lines(tmp_path: Path):
    path = tmp_path / "a.txt"
    forms = [load_form(name) for name in shipped_forms()]
    read = []
    for end in ("\n", "\r\n", "\r"):
        path.write_text(
            f"{TITLE}{end}一、总体情况{end}我局主动公开信息5条。{end}", encoding="utf-8", newline=""
        )
        published = _read(path, forms)
        read.append((published.year, published.unit_name, published.narrative, published.findings))
    assert read[0][:2] == (2022, "司法局")
    assert read[0] == read[1] == read[2]


def test_a_workbook_of_more_sheets_than_anybody_s_is_named(tmp_path: Path):
    many = "".join(f'<sheet name="a{n}" sheetId="{n + 100}" r:id="rId1"/>' for n in range(100))
    path = tmp_path / "a.xlsx"
    path.write_bytes(r.rewritten("xl/workbook.xml", lambda xml: xml.replace("</sheets>", f"{many}</sheets>")))
    began = time.process_time()
    (found,) = _read(path, [load_form(name) for name in shipped_forms()]).findings
    assert (found.rule, "张工作表" in found.message) == ("P03", True)
    assert time.process_time() - began < 2
