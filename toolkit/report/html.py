"""The report as one self-contained .html.

Accessible (WCAG 2.1 AA as GB/T 37668 adopts it), for phones, desks and paper.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape

from toolkit.layout.layout import Box, Role
from toolkit.report.chart import draw_svg
from toolkit.report.content import TO_WATCH, BarChart, Heading, OfficialReport, Part, ReportParagraph, Section
from toolkit.report.html_style import STYLE
from toolkit.report.tables import PrintedTable

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
            return f'<figure>{draw_svg(part)}<figcaption data-xxgk="chart">{caption}</figcaption></figure>\n'
        case PrintedTable():
            return _table(part)


def _text(text: str) -> str:
    """Escape a text; what a person still has to see to is marked."""
    pieces = TO_WATCH.split(text)
    return "".join(f"<mark>{escape(p)}</mark>" if i % 2 else escape(p) for i, p in enumerate(pieces))


# ------------------------------------------------------------------ tables


def _table(grid: PrintedTable) -> str:
    opened = _opened(grid.empty or grid)
    rows = ["".join(_cell(opened, box) for box in grid.row(r) if box.top == r) for r in range(grid.rows)]
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


def _cell(opened: Mapping[tuple[int, int], str], box: Box) -> str:
    return f"{opened[box.top, box.left]}{escape(box.text)}</{_tag(box)}>"


@lru_cache(maxsize=32)
def _opened(grid: PrintedTable) -> Mapping[tuple[int, int], str]:
    """Write how each cell begins, by its place: the same whatever stands in it."""
    return {
        (box.top, box.left): f"<{_tag(box)}{''.join(_attributes(grid, box))}>" for box in grid.cover.values()
    }


def _tag(box: Box) -> str:
    return "td" if box.role is Role.FIGURE else "th"


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
