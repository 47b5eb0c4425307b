"""Styles of a page: what may hide a figure is named, what pages of offices carry leaves it whole."""

import re

import pytest

from toolkit.published.formats.web import read_html
from toolkit.published.pages import OBJECT, Cell, Grid

# each takes the second digit from the reader's sight, or may
HIDING = (
    "opacity:0",
    "opacity:.1",
    "opacity:0%",
    "opacity:calc(1 - 1)",
    "font-size:0",
    "font-size:1px",
    "font-size:calc(1px*0)",
    "font:0/0 a",
    "--x:0;opacity:var(--x)",
    "color:var(--nix)",
    "color:canvas",
    "color:color-mix(in srgb,white,white)",
    "color:light-dark(white,white)",
    "color:oklch(1 0 0)",
    "color:lab(99% 1 0)",
    "color:color(display-p3 1 1 1)",
    "color:transparent",
    "color:#fffffe",
    "visibility:hidden",
    "visibility:collapse",
    "clip-path:inset(100%)",
    "clip:rect(0,0,0,0)",
    "mask:linear-gradient(transparent,transparent)",
    "-webkit-mask-image:url(x)",
    "mask-border:url(x)",
    "transform:scale(0)",
    "transform:rotateY(90deg)",
    "transform:translate(-9999px)",
    "transform:skew(90deg)",
    "rotate:y 90deg",
    "scale:0",
    "translate:9999px",
    "zoom:.01",
    "filter:opacity(0)",
    "filter:blur(9px)",
    "filter:brightness(9)",
    "filter:contrast(0)",
    "-webkit-text-security:disc",
    "-webkit-text-fill-color:transparent",
    "mix-blend-mode:screen",
    "position:absolute;left:-9999px",
    "position:absolute",
    "position:relative;left:120px",
    "margin-left:-9999px",
    "margin:0 0 0 -999em",
    "text-indent:-999px",
    "text-indent:-2in",
    "left:50%;width:100px;margin-left:-1500px;display:inline-block",
    "left:50%;width:1000px;margin-left:-500px;display:inline-block",
    "margin-left:calc(-1 * 1500px);display:inline-block",
    "text-indent:calc(-90rem / 2)",
    "margin-left:calc(9px / 0)",
    "margin-left:-9cm;display:inline-block",
    "position:relative;left:-90mm",
    "margin-left:-90pt;display:inline-block",
    "inset:0 auto auto -20pc;position:relative",
    "display:inline-block;width:.05in;overflow:hidden",
    "text-indent:100vw;overflow:hidden;display:block",
    "inset:0 auto auto -200vw",
    "animation:a 1s forwards",
    "animation-name:a",
    "content-visibility:hidden",
    "display:none",
    "display:inline-block;width:0;overflow:hidden",
    "display:inline-block;width:7px;overflow:hidden",
    "max-height:0;display:block;overflow:hidden",
    "block-size:0;overflow:clip;display:block",
    "letter-spacing:-1em",
    "letter-spacing:-20px",
    "line-height:0",
    "z-index:-1;position:relative",
    "unicode-bidi:bidi-override;direction:rtl",
    "order:-1",
    "flex-direction:row-reverse",
    "offset-path:path('M0 0')",
    "initial-letter:9",
    "text-combine-upright:all",
    "font-palette:x",
    "color:white;background:white url(x)",
    "background:#000",
    "background:linear-gradient(#000,#000)",
    "background-image:linear-gradient(#000,#000)",
    "background-color:#fff;background-image:linear-gradient(90deg,#000,#111)",
    "font-variant:super",
    "font-variant-position:sub",
    "font-variant-numeric:diagonal-fractions",
    "font-feature-settings:'sups' 1",
    "-webkit-text-stroke:9px #fff",
    "-webkit-text-stroke-width:4px",
    "text-emphasis:'1'",
    "some-future-thing:on",
    "text-decoration:line-through",
    "vertical-align:super",
    "--d:none;display:var(--d)",
    "--d:line-through;text-decoration:var(--d)",
    "--u:super;vertical-align:var(--u)",
    "-webkit-line-clamp:1",
    "backdrop-filter:none;perspective:1px",
    "display:ruby-text-x;float:none;clip-path:circle(1px at 0 0)",
    "contain:strict",
    "all:initial;opacity:0",
    "font-size:0.001vw",
    "font-size:clamp(0px,0px,0px)",
)  # fmt: skip

# as content systems, Word and hand-made pages have them
SHEETS = (
    ("body{font-family:'Microsoft YaHei',Arial;font-size:14px;color:#333;"
    "background:#fff url(bg.png) repeat-x;margin:0;-webkit-text-size-adjust:100%;"
    "-webkit-font-smoothing:antialiased}"),
    ":root{--main:#c00;--text:#222}body{color:var(--text)}.con{background:var(--bg,#fff)}",
    ("*{margin:0;padding:0;box-sizing:border-box;"
    "-webkit-tap-highlight-color:transparent}::-webkit-scrollbar{width:6px;"
    "display:none}::selection{background:#000;color:#fff}"),
    ("@media (max-width:768px){td{display:none}}@media print{td{display:none}}"
    "@media (prefers-color-scheme:dark){body{background:#000;color:#fff}}"),
    ("a:hover{opacity:.1}td:focus-visible{visibility:hidden}"
    "input::placeholder{color:transparent}.clearfix:after{content:'';display:block;height:0;"
    "visibility:hidden;clear:both}"),
    ("@font-face{font-family:宋体;panose-1:2 1 6 0 3 1 1 1 1 1;"
    "mso-font-charset:134}p.MsoNormal{mso-style-parent:'';margin:0cm;text-align:justify;"
    "text-justify:inter-ideograph;line-height:150%;font-size:10.5pt;font-family:Calibri;"
    "mso-bidi-font-family:'Times New Roman';mso-font-kerning:1.0pt;color:windowtext;"
    "layout-grid-mode:line}"),
    ("html{filter:grayscale(100%);-webkit-filter:grayscale(100%);filter:gray;"
    "filter:progid:DXImageTransform.Microsoft.BasicImage(grayscale=1)}"),
    (".con{position:relative;left:50%;transform:translateX(-50%);width:1200px;overflow:hidden;"
    "zoom:1;_zoom:1;*zoom:1;min-height:500px;height:auto!important;_height:500px}"),
    ("table{border-collapse:collapse;table-layout:fixed;width:100%;"
    "word-break:break-all}td{border:1px solid #000;padding:2px 5px;text-align:center;"
    "vertical-align:middle;height:30px;line-height:30px;mso-pattern:auto;white-space:normal;"
    "text-overflow:ellipsis;overflow:hidden;width:60px}"),
    ("body{opacity:1;animation:none;transition:opacity .3s;will-change:transform;display:flex;"
    "flex-direction:column;align-items:center;gap:1rem;scroll-behavior:smooth;"
    "overflow-x:hidden}"),
    "html{font-size:calc(100vw/7.5)}body{font-size:.16rem}",
    "html{font-size:62.5%}body{font-size:1.4rem}",
    ".con{position:absolute;left:50%;width:1000px;margin-left:-500px}",
    ".con{font-size:0}.con p,.con td{font-size:14px}",
    (":root{--g:1.5rem}.con{margin-left:calc(-.5 * var(--g));margin-right:calc(var(--g)*-.5);"
    "margin-top:calc(-1 * 0);left:calc(-30px / 2)}"),
    "p{line-height:0.39in;text-indent:0.44in}td p{height:0.39in;width:2cm;overflow:hidden}",
    ("td{background:linear-gradient(#fff,#eee);color:#000;letter-spacing:-.5px;text-indent:0;"
    "text-indent:2em;margin:0 auto;line-height:1.8}"),
    ("@layer base{td{color:#000}}@supports (display:grid){td{color:#111}}@import url(x.css);"
    "@charset 'utf-8';@keyframes a{from{opacity:0}to{opacity:1}}"),
    (".TRS_Editor P{margin-top:0;line-height:2;font-family:宋体;font-size:12pt;"
    "} .TRS_Editor TD{margin-top:0;line-height:1.5;font-family:宋体;font-size:12pt;}"),
)  # fmt: skip
OF_AN_ELEMENT = (
    ("border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;"
    "padding:0cm 5.4pt 0cm 5.4pt;height:22.7pt;width:34.0pt"),
    ("font-size:10.5pt;font-family:仿宋_GB2312;mso-hansi-font-family:仿宋;color:black;"
    "mso-font-kerning:0pt"),
    "line-height:0.39in;text-indent:-0.3in;margin-left:.3in",
    ("line-height:0.63cm;margin:0px;text-autospace:ideograph-numeric;"
    "mso-pagination:widow-orphan;vertical-align:middle"),
    "position:relative;top:-1.0pt;mso-text-raise:1.0pt",
    "font-variant:normal;font-variant-numeric:tabular-nums;font-feature-settings:'tnum','kern' 1",
    "font-variant-east-asian:normal;-webkit-text-stroke:0.3px #333;text-emphasis:none",
    "background-image:url(line.png);background-repeat:repeat-x",
    "color:white;background-image:linear-gradient(#036,#014)",
    "color:oklch(0.37 0.01 260)",
    "color:lab(35% 1 -9);background:oklab(0.98 0 0)",
    "color:lch(95% 3 260);background:oklch(0.28 0.09 268)",
    "color:windowtext;background:white;mso-shading:white",
    "FONT-SIZE: 12pt; FONT-FAMILY: 宋体; mso-ansi-language: EN-US",
    "font: 12px/1.5 tahoma,arial,'Hiragino Sans GB',宋体,sans-serif",
    "color:inherit;background-color:transparent",
    "outline:none;-ms-word-break:break-all;word-wrap:break-word;max-width:100%;overflow:hidden",
    "display:inline-block;width:60px",
    "text-decoration:underline;cursor:pointer",
    ("background: rgb(255, 255, 255); white-space: normal; caret-color: rgb(51, 51, 51);"
    " font-variant-ligatures: normal; orphans: 2; -webkit-text-stroke-width: 0px;"
    " text-decoration-thickness: initial; widows:2; word-spacing: 0px; letter-spacing:0.54px;"
    " text-transform:none"),
)  # fmt: skip

WAYS = {
    "of its own": ("", '<span style="{}">'),
    "by a class": (".w{{{}}}", '<span class="w">'),
    "over its own": (".w{{{important}}}", '<span class="w" style="opacity:1;color:#000;display:inline">'),
    "in a layer": ("@layer a{{@supports (color:red){{.w{{{}}}}}}}", '<span class="w">'),
    "under a condition": ("@media (min-resolution:1dpi){{.w{{{}}}}}", '<span class="w">'),
    "on a wide screen": ("@media screen and (min-width:600px){{.w{{{}}}}}", '<span class="w">'),
    "inside a rule": ("td{{& .w{{{}}}}}", '<span class="w">'),
    "by what nobody can tell": (".w:not(:has(zz, yy)):nth-child(1 of .w){{{}}}", '<span class="w">'),
}


def _cell(page: str) -> Cell:
    (grid,) = (item for item in read_html(page) if isinstance(item, Grid))
    return grid.cells[0]


@pytest.mark.parametrize("way", WAYS)
def test_a_style_that_is_not_known_to_show_is_doubted_by_name(way: str) -> None:
    sheet, begin = WAYS[way]
    for style in HIDING:
        important = re.sub("(;|$)", r"!important\1", style)
        page = f"<style>{sheet.format(style, important=important)}</style>"
        cell = _cell(f"{page}<table><tr><td>7{begin.format(style)}9</span></td></tr></table>")
        assert cell.doubt or cell.text != "79", style
        assert not cell.doubt or "样式" in cell.doubt, style


@pytest.mark.parametrize(
    ("column", "doubted"),
    [
        ('<col style="visibility:collapse">', True),
        ('<colgroup style="visibility:collapse"><col></colgroup>', True),
        ('<style>.w{visibility:collapse}</style><col><col class="w">', True),
        ('<col style="visibility:visible;width:3em">', False),
        ("<tr><td>7<table><col style='visibility:collapse'></table></td></tr>", False),
    ],
)
def test_a_column_that_some_browsers_leave_out_is_told(column: str, doubted: bool) -> None:
    (grid,) = (
        item for item in read_html(f"<table>{column}<tr><td>79</td></tr></table>") if isinstance(item, Grid)
    )
    assert any(cell.doubt for cell in grid.cells if cell.text == "79") is doubted


@pytest.mark.parametrize("sign", [".", "-", "万", "千"])
def test_what_changes_a_figure_is_told_when_it_may_be_hidden(sign: str) -> None:
    assert _cell(f'<table><tr><td>7<i style="opacity:0">{sign}</i>9</td></tr></table>').doubt


@pytest.mark.parametrize(
    "inside",
    [
        "<select><option>7<option selected>79</select>",
        "<textarea>79</textarea>",
        "7<textarea>9</textarea>",
        "<button>79</button>",
        "7<button><b>9</b></button>",
        "<p><button>79</button></p>",
    ],
)
def test_what_anybody_may_change_is_no_figure_and_no_blank(inside: str) -> None:
    cell = _cell(f"<table><tr><td>{inside}</td></tr></table>")
    assert cell.text
    assert cell.text != "79"


def test_a_button_that_says_no_figure_is_no_part_of_its_cell() -> None:
    assert _cell("<table><tr><td>79 <button title='1'>复制</button></td></tr></table>").text == "79"


@pytest.mark.parametrize(
    "cell",
    [
        '<td><span class="count" data-to="79">0</span></td>',
        '<td><span data-count-up="79"></span></td>',
        '<td data-target="79">0</td>',
        '<td v-text="row.granted"></td>',
        '<td><b ng-bind="row.granted">0</b></td>',
        '<td><b x-text="row.granted">0</b></td>',
        '<td data-bind="text: granted"></td>',
        "<td><script>write(79)</script></td>",
    ],
)
def test_a_figure_that_a_script_fills_in_is_no_nought_and_no_blank(cell: str) -> None:
    assert OBJECT in _cell(f"<table><tr>{cell}</tr></table>").text


@pytest.mark.parametrize(
    "cell",
    [
        '<td data-colwidth="66" data-row="3">0</td>',
        '<td data-value="0">0</td>',
        '<td><span class="ng-binding" ng-bind="row.granted">0</span></td>',
        '<td data-to="79">79</td>',
    ],
)
def test_what_an_editor_writes_of_a_cell_leaves_its_figure(cell: str) -> None:
    assert _cell(f"<table><tr>{cell}</tr></table>").text in {"0", "79"}


FILLS = (
    "document.getElementById('n7').innerText = r.granted",
    'var cell = document.getElementById("n7"); cell.innerHTML = 79;',
    "$('#n7').text(r.granted)",
    "jQuery( '#n7' ).html(79)",
    "document.querySelector('#n7').textContent = 79",
    "$('.num').text(79)",
)
LEAVES = (
    "document.getElementById('zoom').style.fontSize = '16px'",
    "$('.num').css('color', 'red')",
    "$('.num').text()",
    "var n7 = 3",
)


@pytest.mark.parametrize("script", FILLS)
@pytest.mark.parametrize(
    "cell", ['<td id="n7" class="a num">{}</td>', '<td><b class=num id="n7">{}</b></td>']
)
def test_a_figure_that_a_script_looks_for_is_no_nought_and_no_blank(script: str, cell: str) -> None:
    filled = f"<div id=zoom><table><tr>{cell}</tr></table></div><script>{script}</script>"
    assert all(OBJECT in _cell(filled.format(text)).text for text in ("", "0"))
    assert _cell(filled.format("79")).text == "79"  # it was saved when the script had done its work


@pytest.mark.parametrize("script", LEAVES)
def test_what_else_a_script_does_leaves_a_figure(script: str) -> None:
    plain = f"<div id=zoom><table><tr><td id=n7 class=num>0</td></tr></table></div><script>{script}</script>"
    assert _cell(plain).text == "0"


@pytest.mark.parametrize(
    "cell",
    [
        "<td><div><template shadowrootmode='open'>99</template>77</div></td>",
        "<td><style>.a{content:url(x.png)}</style><span class='a'>77</span></td>",
    ],
)
def test_what_is_shown_in_place_of_a_figure_is_no_figure(cell: str) -> None:
    text = _cell(f"<table><tr>{cell}</tr></table>").text
    assert OBJECT in text


def test_a_number_before_what_is_listed_is_no_figure() -> None:
    listed = "<table><tr><td><{0}><li>79</li></{0}></td></tr></table>"
    assert _cell(listed.format("ol")).text == f"{OBJECT}79"
    assert _cell(listed.format("ul")).text == "79"
    assert _cell(listed.format("ol").replace("79", "79 件申请")).text == "79 件申请"


def test_what_an_office_leaves_behind_a_content_control_is_not_seen() -> None:
    assert _cell("<table><tr><td>79\x01</td></tr></table>").text == "79"
    assert _cell("<table><tr><td>\x0479\r\x05</td></tr></table>").text == "79"


@pytest.mark.parametrize(
    "aside",
    ["<dialog>9</dialog>", "<datalist><option>9</datalist>", "<span popover>9</span>"],
)
def test_what_shows_when_it_is_asked_for_is_no_part_of_a_figure(aside: str) -> None:
    cell = _cell(f"<table><tr><td>79{aside}</td></tr></table>")
    assert (cell.text, cell.doubt) == ("79", "")
    opened = _cell("<table><tr><td>79<dialog open>9</dialog></td></tr></table>")
    assert opened.text != "79"


@pytest.mark.parametrize(
    "inside",
    [
        '<td style="font-size:0">7<b style="font-size:14px">9</b></td>',
        '<td>7<span style="font-size:0"><b>9</b></span></td>',
        '<td>7<span style="font-size:0"><b style="font-size:2em">9</b></span></td>',
        '<td>7<span style="font-size:1px"><b style="font-size:100%">9</b></span></td>',
    ],
)
def test_letters_too_small_stay_so_unless_they_say_a_size_of_their_own(inside: str) -> None:
    assert _cell(f"<table><tr>{inside}</tr></table>").doubt
    again = inside.replace("font-size:0", "font-size:12px").replace("font-size:1px", "font-size:12px")
    assert not _cell(f"<table><tr>{again}</tr></table>").doubt


def test_what_pages_of_offices_carry_leaves_a_figure_whole() -> None:
    body = (
        '<div class="con"><div class="TRS_Editor"><p class="MsoNormal">x</p><table><tr><td>'
        '<p class="MsoNormal">7<span>9</span></p></td></tr></table></div></div>'
    )
    for sheet in SHEETS:
        cell = _cell(f"<html><head><style>{sheet}</style></head><body>{body}</body></html>")
        assert (cell.text, cell.doubt) == ("79", ""), sheet
    for colour in ("000000", "#000", "Black;", "#333333;"):
        assert not _cell(f'<table><tr><td>7<font color="{colour}">9</font></td></tr></table>').doubt
    for style in OF_AN_ELEMENT:
        for inside in (
            '<td style="{}">7<span>9</span></td>',
            '<td>7<b style="{}">9</b></td>',
            '<td><p style="{}">79</p></td>',
        ):
            cell = _cell(f"<table><tr>{inside.format(style)}</tr></table>")
            assert (cell.text, cell.doubt) == ("79", ""), (style, inside)
