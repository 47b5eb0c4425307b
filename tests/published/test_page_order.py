"""Figures of a page in the order, and with the digits, in which a browser prints them; chromium is asked."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from toolkit.form.definition import load_form
from toolkit.published.formats.web import read_html
from toolkit.published.pages import OBJECT, Cell, Grid
from toolkit.published.printed_amounts import read_amount

KIND = load_form("annual-report-2021").kind(load_form("annual-report-2021").cells[0])
SHEET = r"""
td .only-b:not(.b){display:none} td em:not(.none-such){display:none}
.w-1\/2{display:none} .md\:hide{display:none} .\31 a{display:none}
td :is(.none-such,.either){display:none} td i:is(.none-such){display:none}
.own-line{display:block} .turned{direction:rtl} .apart{display:inline-block}
"""
# what stands in a cell, and what a browser prints of it, lines apart by a space
CELLS = {
    "7<b>9</b>": "79",
    '<span style="float:right">7</span>9': "9 7",
    '7<span style="float:left">9</span>': "97",
    '<span style="float:right">79</span>': "79",
    '<div style="float:right">7</div><div style="float:right">9</div>': "97",
    '<span dir="rtl"><bdi>7</bdi><bdi>9</bdi></span>': "97",
    '<div class="turned"><b class="apart">7</b><b class="apart">9</b></div>': "97",
    "<bdi>7</bdi><bdi>9</bdi>": "79",
    '7<span class="only-b">9</span>': "7",
    '7<span class="only-b b">9</span>': "79",
    "7<em>9</em>": "7",
    '7<span class="w-1/2">9</span>': "7",
    '7<span class="md:hide">9</span>': "7",
    '7<span class="1a">9</span>': "7",
    '7<span class="either">9</span>': "7",
    "7<i>9</i>": "79",
    '7<span class="own-line">9</span>': "7 9",
    '7<b style="display:flex">9</b>': "7 9",
    '<b style="display:block">79</b>': "79",
}
LINKED = '<link rel="stylesheet" href="none.css">'


def _cell(inside: str, head: str = "") -> Cell:
    (grid,) = (
        item
        for item in read_html(f"<html><head>{head}</head><body><table><tr><td>{inside}</td></tr></table>")
        if isinstance(item, Grid)
    )
    return grid.cells[0]


def _read(cell: Cell) -> object:
    return None if cell.doubt else read_amount(cell.text, KIND)


@pytest.mark.parametrize(("inside", "printed"), CELLS.items(), ids=CELLS)
def test_a_figure_is_read_as_it_is_printed_or_not_at_all(inside: str, printed: str) -> None:
    read = _read(_cell(inside, f"<style>{SHEET}</style>"))
    assert read in {int(printed) if printed.isdigit() else None, None}
    assert read is not None or printed != "79"


@pytest.mark.long
@pytest.mark.skipif(not (shutil.which("chromium") and shutil.which("pdftotext")), reason="no browser here")
def test_what_is_expected_is_what_a_browser_prints(tmp_path: Path) -> None:
    rows = "".join(
        f'<table><tr><td>q{n}q</td><td style="width:4em">{inside}</td><td>z</td></tr></table>'
        for n, inside in enumerate(CELLS)
    )
    page = tmp_path / "a.html"
    page.write_text(f"<!doctype html><style>{SHEET}td{{vertical-align:top}}</style>{rows}", encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    pdf = tmp_path / "a.pdf"
    subprocess.run(
        ["chromium", *options, f"--print-to-pdf={pdf}", str(page)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True).stdout.decode()
    parts = re.split(r"q\d+q", text)
    for (inside, printed), part in zip(CELLS.items(), parts[1:], strict=True):
        assert sorted(printed.split()) == sorted(part.replace("z", "").split()), inside


@pytest.mark.parametrize(
    ("inside", "certain"),
    [
        ('<span class="a">79</span>', True),
        ('<p class="a"><span>7</span><b>9</b></p>', True),
        ('<span class="a">7</span><span class="a">9</span>', True),
        ('7<span class="a">9</span>', False),
        ('<span class="a">7</span><span class="b">9</span>', False),
        ('<p class="a">7<b><span class="b">9</span></b></p>', False),
        ('<span class="a">7</span>9', False),
        ('<span class="a"></span>79', True),
    ],
)
def test_a_style_sheet_that_is_not_here_may_hide_a_part_of_a_figure(inside: str, *, certain: bool) -> None:
    assert (_read(_cell(inside, LINKED)) == 79) == certain
    assert (_read(_cell(inside, "<style>@import 'none.css';</style>")) == 79) == certain
    assert _read(_cell(inside)) == 79


@pytest.mark.parametrize(
    ("attributes", "read"),
    [
        ("", 7),
        ('media="screen"', 7),
        ('media="all"', 7),
        ('media="print"', 79),
        ('MEDIA="Print"', 79),
        ('media="(max-width: 600px)"', 79),
        ('media="(min-resolution: 1dpi)"', None),
        ('type="text/css"', 7),
        ('type="text/x-template"', 79),
    ],
)
def test_a_style_sheet_holds_where_it_is_for(attributes: str, read: int | None) -> None:
    assert _read(_cell("7<i>9</i>", f"<style {attributes}><!-- i{{display:none}} --></style>")) == read


def test_a_style_sheet_for_browsers_without_scripts_does_not_hold() -> None:
    assert _read(_cell("7<i>9</i>", "<noscript><style>i{display:none}</style></noscript>")) == 79


def test_what_is_printed_before_a_figure_is_no_part_of_it() -> None:
    assert _cell("9", '<style>td::before{content:"7"}</style>').text == f"{OBJECT}9"


# the rows of a table, and its cells with the row and the column that a browser draws them in
GROUPS = {
    "<tbody><tr><td rowspan=3>a</td><td>b</td></tr></tbody><tbody><tr><td>c</td><td>d</td></tr></tbody>": (
        "a00 b01 c10 d11"
    ),
    "<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>": "a00 b01 c11",
    "<tr><td rowspan=2>a</td><td>b</td></tr><tbody><tr><td>c</td></tr></tbody>": "a00 b01 c10",
    "<tbody><tr><td rowspan=0>a</td><td>b</td></tr><tr><td>c</td></tr></tbody><tr><td>d</td></tr>": (
        "a00 b01 c11 d20"
    ),
    "<tfoot><tr><td>a</td></tr></tfoot><tbody><tr><td>b</td></tr></tbody>": "b00 a10",
    "<form><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></form>": "a00 b01 c10",
    "<tr><form><td>a</td><td>b</td></form></tr>": "a00 b01",
    "<tbody><form><tr><td rowspan=2>a</td><td>b</td></tr></form><tr><td>c</td></tr></tbody>": ("a00 b01 c11"),
    "<center><tr><td>a</td></tr></center><tr><td>b</td></tr>": "a00 b10",
    "<tr><td>a</td></tr><thead><tr><td>b</td></tr></thead><thead><tr><td>c</td></tr></thead>": "b00 a10 c20",
}


@pytest.mark.parametrize(("rows", "places"), GROUPS.items(), ids=GROUPS.values())
def test_no_cell_reaches_out_of_its_group_of_rows(rows: str, places: str) -> None:
    (grid,) = (item for item in read_html(f"<table>{rows}</table>") if isinstance(item, Grid))
    assert " ".join(f"{cell.text}{cell.row}{cell.column}" for cell in grid.cells) == places


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("chromium"), reason="no browser here")
def test_the_places_of_cells_are_those_of_a_browser(tmp_path: Path) -> None:
    """Each cell is told by where its left upper corner is drawn, cells being 20 by 20."""
    look = (
        "table{border-spacing:0;position:absolute;left:0;top:0}"
        "td{padding:0;width:20px;height:20px;line-height:1px}"
    )
    tell = (
        "document.title=[...document.querySelectorAll('td')].map(c=>[c.getBoundingClientRect(),c.textContent])"
        ".map(([b,t])=>t+Math.round(b.top/20)+Math.round(b.left/20)).join(' ')"
    )
    for rows, places in GROUPS.items():
        page = tmp_path / "a.html"
        page.write_text(
            f"<!doctype html><style>{look}</style><table>{rows}</table><script>{tell}</script>",
            encoding="utf-8",
        )
        done = subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", str(page)],
            check=True,
            capture_output=True,
            timeout=60,
        )
        (title,) = re.findall("<title>(.*?)</title>", done.stdout.decode())
        assert sorted(title.split()) == sorted(places.split()), rows
