"""The report as one self-contained .html.

Accessible (WCAG 2.1 AA as GB/T 37668 adopts it), for phones, desks and paper.
"""

from collections.abc import Iterator
from html import escape

from toolkit.layout.layout import Box, Role
from toolkit.report.chart import draw_svg
from toolkit.report.content import TO_WATCH, BarChart, Heading, OfficialReport, Part, ReportParagraph, Section
from toolkit.report.tables import PrintedTable

STYLE = """
:root { color-scheme: light; --line: #5b6470; --soft: #e8eef6; --bar: #2f5d8a; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1a1a1a; line-height: 1.9; overflow-wrap: anywhere;
  font-family: FangSong, 仿宋, 仿宋_GB2312, "Noto Serif CJK SC", "Songti SC", SimSun, serif; font-size: 1.125rem; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3, h4 { line-height: 1.5; text-wrap: balance; }
h1 { text-align: center; font: 700 1.75rem/1.5 方正小标宋简体, STZhongsong, 华文中宋, "Noto Serif CJK SC", SimSun, serif;
  margin: 1rem 0 2rem; }
h1 span { display: inline-block; }
h2 { font: 400 1.3rem/1.5 SimHei, 黑体, "Noto Sans CJK SC", "PingFang SC", sans-serif; margin: 2.2rem 0 .8rem; }
h3 { font: 600 1.15rem/1.5 KaiTi, 楷体, 楷体_GB2312, "Noto Serif CJK SC", "Kaiti SC", serif; margin: 1.4rem 0 .4rem; }
h4 { font-size: 1.125rem; margin: 1rem 0 .3rem; }
p { margin: .4rem 0; text-indent: 2em; }
.banner { text-indent: 0; text-align: center; border: 2px solid #a31515; color: #a31515; padding: .3rem 1rem;
  font-family: SimHei, "Noto Sans CJK SC", sans-serif; }
.draft { border-left: 4px solid #8a5a00; padding: .2rem 0 .2rem .8rem; margin: 0; }
mark { background: #fff2a8; color: inherit; }
.table { overflow-x: auto; margin: 1rem 0; }
.table:focus-visible { outline: 3px solid #1a5fb4; }
.hint { display: none; text-indent: 0; font-size: .9rem; color: #444; }
table { border-collapse: collapse; width: 100%; line-height: 1.4; font-size: .95rem; overflow-wrap: break-word;
  font-family: SimSun, 宋体, "Noto Sans CJK SC", "PingFang SC", sans-serif; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { border: 1px solid var(--line); padding: .35rem .4rem; text-align: center; vertical-align: middle; font-weight: 400;
  text-wrap: balance; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; min-width: 3.2rem; }
th.article { background: var(--soft); text-align: left; }
th.head { min-width: 3rem; }
th.group { min-width: 3.6rem; }
.wide th.label, .wide th.corner { text-align: left; min-width: 10rem; }
figure { margin: 1.2rem 0; max-width: 38rem; break-inside: avoid; }
figure svg { width: 100%; height: auto; display: block; }
figure rect { fill: var(--bar); }
figure text { font-size: 14px; fill: #1a1a1a; font-family: SimSun, "Noto Sans CJK SC", sans-serif; }
figcaption { font-size: .95rem; line-height: 1.6; }
@media screen and (max-width: 48rem) {
  body { font-size: 1.0625rem; }
  h1 { font-size: 1.4rem; }
  figure text { font-size: 19px; }
  .wide table { font-size: .85rem; }
  .wide th, .wide td { padding: .3rem .25rem; }
  .wide th.label, .wide th.corner { min-width: 8rem; }
  .wide th.group { min-width: 2.4rem; }
  td, th.head { min-width: 2.8rem; }
  .wide + .hint { display: block; }
}
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print {
  body { font-size: 12pt; line-height: 1.75; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; margin-top: 0; }
  h2 { font-size: 15pt; }
  h3, h4 { font-size: 13pt; }
  h2, h3, h4 { break-after: avoid; }
  .table { overflow: visible; break-inside: avoid; }
  .hint { display: none; }
  .wide table { min-width: 0; font-size: 8.5pt; }
  th, td { padding: .15rem .2rem; }
  td, th.head, th.group, .wide th.label, .wide th.corner { min-width: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  mark, th.article, rect { print-color-adjust: exact; }
}
""".strip()  # noqa: E501

_SCOPES = {Role.LABEL: "row", Role.GROUP: "rowgroup", Role.ARTICLE: "rowgroup"}
_WIDE = 6  # a table of more columns scrolls in its own box on a phone


def html_text(report: OfficialReport) -> str:
    """Write the report as one HTML page without scripts and without anything from elsewhere."""
    unit, rest = report.title_lines
    banners = "".join(f'<p class="banner" role="note">{escape(banner)}</p>\n' for banner in report.banners)
    body = "\n".join(_section(number, section) for number, section in enumerate(report.sections, 1))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        f"{banners}<h1><span>{escape(unit)}</span><span>{escape(rest)}</span></h1>\n"
        f"{''.join(_part(paragraph) for paragraph in report.preamble)}"
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _section(number: int, section: Section) -> str:
    parts = "".join(_part(part) for part in section.parts)
    return (
        f'<section aria-labelledby="section-{number}">\n'
        f'<h2 id="section-{number}">{escape(section.heading)}</h2>\n{parts}</section>'
    )


def _part(part: Part) -> str:
    match part:
        case Heading(text, level):
            return f"<h{level + 1}>{_text(text)}</h{level + 1}>\n"
        case ReportParagraph(text, draft):
            look = ' class="draft"' if draft else ""
            return f"<p{look}>{_text(text)}</p>\n"
        case BarChart():
            caption = f"<strong>{escape(part.title)}：</strong>{escape(part.description)}"
            return f"<figure>{draw_svg(part)}<figcaption>{caption}</figcaption></figure>\n"
        case PrintedTable():
            return _table(part)


def _text(text: str) -> str:
    """Escape a text; what a person still has to see to is marked."""
    pieces = TO_WATCH.split(text)
    return "".join(f"<mark>{escape(p)}</mark>" if i % 2 else escape(p) for i, p in enumerate(pieces))


# ------------------------------------------------------------------ tables


def _table(grid: PrintedTable) -> str:
    rows = ["".join(_cell(grid, box) for box in grid.row(r) if box.top == r) for r in range(grid.rows)]
    head, body = rows[: grid.heading_rows], rows[grid.heading_rows :]
    name = f"{grid.key}-caption"
    wide = grid.columns > _WIDE
    look = "table wide" if wide else "table"
    return (
        f'<div class="{look}" role="region" aria-labelledby="{name}" tabindex="0">\n'
        f'<table id="{grid.key}"><caption id="{name}">{escape(grid.caption)}</caption>\n'
        f"{_group('thead', head)}{_group('tbody', body)}</table>\n</div>\n"
        + (
            '<p class="hint" aria-hidden="true" data-xxgk="screen">表格较宽，可以左右滑动查看。</p>\n'
            if wide
            else ""
        )
    )


def _group(tag: str, rows: list[str]) -> str:
    lines = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return f"<{tag}>\n{lines}</{tag}>\n" if rows else ""


def _cell(grid: PrintedTable, box: Box) -> str:
    attributes = "".join(_attributes(grid, box))
    tag = "td" if box.role is Role.FIGURE else "th"
    return f"<{tag}{attributes}>{escape(box.text)}</{tag}>"


def _attributes(grid: PrintedTable, box: Box) -> Iterator[str]:
    if box.role is Role.FIGURE:
        headers = " ".join(_id(grid, header) for header in grid.headers(box))
        yield f' headers="{headers}"'
    else:
        yield f' id="{_id(grid, box)}" class="{box.role}"'
    if box.role is Role.HEAD:
        yield ' scope="colgroup"' if box.width > 1 else ' scope="col"'
    elif box.role in _SCOPES:
        yield f' scope="{_SCOPES[box.role]}"'
    if box.width > 1:
        yield f' colspan="{box.width}"'
    if box.height > 1:
        yield f' rowspan="{box.height}"'


def _id(grid: PrintedTable, box: Box) -> str:
    return f"{grid.key}-{box.top}-{box.left}"
