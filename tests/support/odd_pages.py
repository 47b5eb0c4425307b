"""Web pages as editors and styles make them.

The tables of a report drawn without <table>, hidden, or broken.
"""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import made_reports as made

Draw = Callable[[made.Squares], str]
Writer = Callable[[made.Report, Path], Path]


def drawn(draw: Draw, head: str = "", change: Callable[[str], str] = str) -> Writer:
    """A page whose tables `draw` draws, with `head` in its <head>."""

    def write(report: made.Report, folder: Path) -> Path:
        path = made.write_html(report, folder / "r.html", draw)
        source = path.read_text("utf-8").replace("<title>", f"{head}<title>", 1)
        path.write_text(change(source), "utf-8")
        return path

    return write


def _rows(squares: made.Squares, row: str, cell: Callable[[made.Square], str], end: str) -> str:
    return "".join(
        row + "".join(cell(s) for s in squares if s.row == number) + end
        for number in range(made.height(squares))
    )


def flat(squares: made.Squares) -> made.Squares:
    """Every square by itself, as where nothing can be merged."""
    return made.unmerged(squares)


def flex(squares: made.Squares) -> str:
    cells = _rows(
        flat(squares),
        '<div style="display:flex">',
        lambda s: f'<div style="flex:1;border:1px solid">{escape(s.text)}</div>',
        "</div>",
    )
    return f'<div class="table">{cells}</div>'


def css_table(squares: made.Squares) -> str:
    cells = _rows(
        flat(squares), '<div class="tr">', lambda s: f'<div class="td">{escape(s.text)}</div>', "</div>"
    )
    return f'<div class="tb">{cells}</div>'


CSS_TABLE = "<style>.tb{display:table}.tr{display:table-row}.td{display:table-cell;border:1px solid}</style>"


def inline_table(squares: made.Squares) -> str:
    cells = _rows(
        flat(squares),
        '<div style="display: table-row">',
        lambda s: f'<span style="display:table-cell">{escape(s.text)}</span>',
        "</div>",
    )
    return f'<div style="display: table">{cells}</div>'


def css_grid(squares: made.Squares) -> str:
    """Each cell placed by its style, spans too."""
    width = max(s.column + s.width for s in squares)
    cells = "".join(
        f'<div style="grid-area:{s.row + 1}/{s.column + 1}/span {s.height}/span '
        f'{s.width}">{escape(s.text)}</div>'
        for s in squares
    )
    return f'<div style="display:grid;grid-template-columns:repeat({width},1fr)">{cells}</div>'


def grid_in_order(squares: made.Squares) -> str:
    """A grid of so many columns that its cells fill one after the other; spans by class."""
    width = max(s.column + s.width for s in squares)
    cells = "".join(
        f'<div style="grid-row:span {s.height};grid-column:span {s.width}">{escape(s.text)}</div>'
        for s in squares
    )
    return f'<div style="display:grid;grid-template-columns:repeat({width},1fr)">{cells}</div>'


def aria(squares: made.Squares) -> str:
    cells = _rows(
        flat(squares), '<div role="row">', lambda s: f'<div role="cell">{escape(s.text)}</div>', "</div>"
    )
    return f'<div role="table">{cells}</div>'


def lists(squares: made.Squares) -> str:
    return _rows(flat(squares), '<ul style="display:flex">', lambda s: f"<li>{escape(s.text)}</li>", "</ul>")


def in_cells(change: Callable[[str], str]) -> Draw:
    """A table with `change` made to what each figure's cell holds."""

    def draw(squares: made.Squares) -> str:
        lines = []
        for row in range(made.height(squares)):
            cells = "".join(
                f'<td rowspan="{s.height}" colspan="{s.width}">'
                f"{change(escape(s.text)) if s.key else escape(s.text)}</td>"
                for s in squares
                if s.row == row
            )
            lines.append(f"<tr>{cells}</tr>")
        return f"<table>{''.join(lines)}</table>"

    return draw


def one_cell(row: str, column: str, change: Callable[[str], str]) -> Draw:
    """A table with `change` made to the cell of one figure."""

    def draw(squares: made.Squares) -> str:
        lines = []
        for number in range(made.height(squares)):
            cells = ""
            for s in (one for one in squares if one.row == number):
                own = s.key is not None and (s.key.row, s.key.column) == (row, column)
                text = change(escape(s.text)) if own else f"<td>{escape(s.text)}</td>"
                text = text if text.startswith("<td") else f"<td>{text}</td>"
                cells += text.replace("<td", f'<td rowspan="{s.height}" colspan="{s.width}"', 1)
            lines.append(f"<tr>{cells}</tr>")
        return f"<table>{''.join(lines)}</table>"

    return draw


def unclosed(squares: made.Squares) -> str:
    """Cells and rows that nobody closes."""
    lines = []
    for row in range(made.height(squares)):
        cells = "".join(
            f"<TD rowSpan={s.height} colSpan={s.width}>{escape(s.text)}" for s in squares if s.row == row
        )
        lines.append(f"<TR>{cells}")
    return f"<TABLE border=1>{''.join(lines)}</TABLE>"


def thead(squares: made.Squares) -> str:
    first = min(s.row for s in squares if s.key)
    rows = [
        "".join(
            f'<{tag} rowspan="{s.height}" colspan="{s.width}"><p>{escape(s.text)}</p></{tag}>'
            for s in squares
            if s.row == row
        )
        for row in range(made.height(squares))
        for tag in ["th" if row < first else "td"]
    ]
    head, body = rows[:first], rows[first:]
    return (
        f"<table><caption>表</caption><colgroup><col><col></colgroup><thead>"
        f"{''.join(f'<tr>{r}</tr>' for r in head)}</thead>"
        f"<tbody>{''.join(f'<tr>{r}</tr>' for r in body)}</tbody></table>"
    )


def hidden_row(squares: made.Squares) -> str:
    """A row of older figures that a class hides, right above the real one."""
    table = made.html_table(squares)
    rows = table.split("<tr>")
    at = next((n for n, row in enumerate(rows) if "予以公开" in row and "不予" not in row), None)
    if at is None:
        return table
    old = re.sub(r">(\d+)<", ">7<", rows[at])
    return "<tr>".join([*rows[:at], f"<tr class='old'>{old}".removeprefix("<tr>"), *rows[at:]]).replace(
        "<tr><tr class", "<tr class"
    )


def hidden_table(squares: made.Squares) -> str:
    """The table of the year before in a tab that is not shown."""
    old = [made.replace(s, text="3") if s.key else s for s in squares]
    return (
        f'<div class="pane">{made.html_table(old)}</div><div class="pane on">{made.html_table(squares)}</div>'
    )


HIDING = (
    "<style>/* x */ .hid , p.q{display:none} .old{ DISPLAY : none !important } "
    ".pane{display:none}.pane.on{display:block}</style>"
)
PALE = "<style>td.w{color:#fff}.w b{color:white}.z{font-size:0}.v{visibility:hidden}.o{opacity:0}</style>"

DECOY = '<span class="hid">9</span>'


def pre(report: made.Report, folder: Path) -> Path:
    """A page that is one <pre> of text with tabs."""
    text = made.write_txt(report, folder / "t.txt", "rows").read_text("utf-8")
    path = folder / "r.html"
    path.write_text(f"<html><body><pre>{escape(text)}</pre></body></html>", "utf-8")
    return path


def spaced_digits(text: str) -> str:
    return f"<span>{text[:1]}</span><span>{text[1:]}</span>"


KINDS: dict[str, Writer] = {
    "div，flex": drawn(flex),
    "div，样式表里的表": drawn(css_table, CSS_TABLE),
    "div，行内样式的表": drawn(inline_table),
    "div，grid 定位": drawn(css_grid),
    "div，grid 顺排": drawn(grid_in_order),
    "div，role": drawn(aria),
    "列表排成的表": drawn(lists),
    "格内藏着数": drawn(in_cells(lambda t: f"{DECOY}{t}"), HIDING),
    "格内藏着数（行内）": drawn(in_cells(lambda t: f'<span style="display : none">9</span>{t}')),
    "藏着一行": drawn(hidden_row, HIDING),
    "藏着上年的表": drawn(hidden_table, HIDING),
    "白字（类）": drawn(one_cell("granted", "research", lambda t: f'<td class="w">{t}</td>'), PALE),
    "白字（行内）": drawn(one_cell("granted", "research", lambda t: f'<font color="#FFFFFF">1</font>{t}')),
    "零号字（类）": drawn(one_cell("granted", "research", lambda t: f'<span class="z">1</span>{t}'), PALE),
    "看不见（类）": drawn(one_cell("granted", "research", lambda t: f'<span class="v">1</span>{t}'), PALE),
    "不闭合的标记": drawn(unclosed),
    "thead 与 th": drawn(thead),
    "数字拆在两处": drawn(in_cells(spaced_digits)),
    "字符实体": drawn(in_cells(lambda t: "".join(f"&#{ord(c)};" for c in t))),
    "不换行空格": drawn(in_cells(lambda t: f"&nbsp;{t}&nbsp;&ensp;")),
    "Word 另存的网页": drawn(
        in_cells(lambda t: f"<p class=MsoNormal><span lang=EN-US>{t}<o:p></o:p></span></p>"),
        "<style>p.MsoNormal{margin:0}</style>",
        lambda s: s.replace("<body>", "<body lang=ZH-CN><div class=WordSection1>").replace(
            "</body>", "</div></body>"
        ),
    ),
    "Word 藏着的行": drawn(
        in_cells(lambda t: f"{t}<span style='mso-hide:all;display:none'>8</span>"),
    ),
    "输入框里的数": drawn(one_cell("granted", "research", lambda t: f'<input value="{t}">')),
    "pre 文字": pre,
    "从右到左": drawn(one_cell("granted", "research", lambda t: f'<bdo dir="rtl">{t}</bdo>')),
    "从右到左（样式）": drawn(
        one_cell(
            "granted",
            "research",
            lambda t: f'<span style="unicode-bidi:bidi-override;direction:rtl">{t}</span>',
        )
    ),
    "删除线（类）": drawn(
        one_cell("granted", "research", lambda t: f'<span class="del">12</span>{t}'),
        "<style>.del{text-decoration:line-through}</style>",
    ),
    "上标（样式）": drawn(
        one_cell(
            "granted", "research", lambda t: f'{t}<span style="vertical-align:super;font-size:60%">2</span>'
        )
    ),
    "前后两块": drawn(one_cell("granted", "research", lambda t: f"<div>{t[:1]}</div><div>{t[1:]}</div>")),
    "样式印出的数": drawn(
        one_cell("granted", "research", lambda _: '<td class="n"></td>'),
        "<style>td.n::before{content:'12'}</style>",
    ),
    "注释里的表": drawn(
        made.html_table,
        change=lambda s: s.replace("<table>", "<!--<table><tr><td>9</td></tr></table>--><table>"),
    ),
    "无边框数值框": drawn(in_cells(lambda t: f"<label><b><i>{t}</i></b></label>")),
}

# one figure is not certain there, and must be asked for
DOUBTED = {
    "白字（类）",
    "白字（行内）",
    "零号字（类）",
    "看不见（类）",
    "输入框里的数",
    "从右到左",
    "从右到左（样式）",
    "上标（样式）",
    "前后两块",
    "样式印出的数",
}
