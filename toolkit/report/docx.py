"""The report as an editable .docx in 公文 style: its headings, paragraphs and printed tables; bytes fixed."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape

from toolkit.layout.layout import Box, Role
from toolkit.report.content import BarChart, Heading, OfficialReport, Part, ReportParagraph
from toolkit.report.document import (
    LOOKS,
    STYLE_IDS,
    TEXT_TWIPS,
    About,
    package_document,
    text_breadth,
    write_paragraph,
    write_run,
)
from toolkit.report.tables import PrintedTable

# half characters of the title that one line holds: 40 less the room on both sides of the year
_TITLE_ROOM = 38


def docx_bytes(report: OfficialReport) -> bytes:
    """Write the report as .docx; the same report gives the same bytes."""
    about = About(
        title=report.title,
        subject=f"{report.year}年度{report.subject}",
        keywords=report.keywords,
        author=report.unit_name,
        year=report.year,
        banners=report.banners,
    )
    return package_document(_body(report), about)


def _body(report: OfficialReport) -> Iterator[str]:
    unit, rest = report.title_lines
    lines = [unit, rest] if text_breadth(report.title) > _TITLE_ROOM else [report.title]
    yield write_paragraph("Title", *lines)
    for words in report.preamble:
        yield write_paragraph("Body Text", words.text)
    for section in report.sections:
        yield write_paragraph("Heading 1", section.heading)
        for part in section.parts:
            yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    match part:
        case Heading(text, level):
            yield write_paragraph(f"Heading {level}", text)
        case ReportParagraph(text):
            yield write_paragraph("Body Text", text)
        case PrintedTable():
            yield _table(part)
        case BarChart():  # the tables say it all; charts are for the web page
            return


# ------------------------------------------------------------------ tables

_FIGURE_TWIPS, _DIGIT_TWIPS, _MARGIN_TWIPS = 610, 118, 45  # digits of the widest stand-in font at 小五
_GROUP_TWIPS, _LABEL_TWIPS = 740, 2300
# where the figures need all the room
_TIGHT_GROUP_TWIPS, _TIGHT_LABEL_TWIPS, _TIGHT_FIGURE_TWIPS, _TIGHT_MARGIN_TWIPS = 400, 1100, 300, 15
_USUAL_STYLE, _SMALL_STYLE, _ROOMY = "Table Text", "Table Text Small", 6  # small in tables of more columns
_LARGE, _SMALL = LOOKS[_USUAL_STYLE].size, LOOKS[_SMALL_STYLE].size


def _table(grid: PrintedTable) -> str:
    widths, margin = _widths(grid)
    rows = "".join(_row(grid, number, widths, margin) for number in range(grid.rows))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f"{margins}</w:tblCellMar>"
        f'<w:tblCaption w:val="{escape(grid.caption)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _widths(grid: PrintedTable) -> tuple[list[int], int]:
    """Give the columns' widths and the margin within a cell, in twips.

    Figures as wide as their digits, the labels beside them what is left.
    """
    digits = [0] * grid.columns
    for box in grid.boxes:
        if box.role is Role.FIGURE and box.width == 1:
            digits[box.left] = max(digits[box.left], len(box.text) * _DIGIT_TWIPS)
    need = [max(_FIGURE_TWIPS, width + 2 * _MARGIN_TWIPS) for width in digits]
    if grid.labels:
        need[: grid.labels] = [*[_GROUP_TWIPS] * (grid.labels - 1), _LABEL_TWIPS]
    spare = TEXT_TWIPS - sum(need)
    if spare < 0:
        return _tight_widths(grid, digits), _TIGHT_MARGIN_TWIPS
    if grid.labels > 1:
        need[grid.labels - 1] += spare
        return need, _MARGIN_TWIPS
    return [width + spare // grid.columns for width in need], _MARGIN_TWIPS


def _tight_widths(grid: PrintedTable, digits: list[int]) -> list[int]:
    """Give the widths of a table in which the labels have to make room for the figures."""
    labels = [*[_TIGHT_GROUP_TWIPS] * (grid.labels - 1), _TIGHT_LABEL_TWIPS][: grid.labels]
    figures = [max(_TIGHT_FIGURE_TWIPS, width + 2 * _TIGHT_MARGIN_TWIPS) for width in digits[grid.labels :]]
    room = TEXT_TWIPS - sum(labels)
    if sum(figures) > room:
        return labels + [width * room // sum(figures) for width in figures]
    widths = labels + figures
    widths[max(grid.labels - 1, 0)] += room - sum(figures)
    return widths


def _row(grid: PrintedTable, number: int, widths: list[int], margin: int) -> str:
    heading = "<w:tblHeader/>" if number < grid.heading_rows else ""
    keep = number < grid.rows - 1  # a table stays on one page where it can: a row is kept with the next
    cells = []
    for box in grid.row(number):
        width, first = sum(widths[box.left : box.right + 1]), box.top == number
        seen = box if first else box._replace(text="")
        size, left = _size(grid, seen, width - 2 * margin), _at_left(grid, box)
        cells.append(_cell(seen, width, size, first=first, keep=keep, left=left))
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_height(grid)}" w:hRule="atLeast"/>{heading}'
        f'<w:jc w:val="center"/></w:trPr>{"".join(cells)}</w:tr>'
    )


def _height(grid: PrintedTable) -> int:
    return 400 if grid.columns <= _ROOMY else 330


@lru_cache(maxsize=4096)  # most cells are the same in every report: labels and zeros
def _cell(box: Box, width: int, size: int, *, first: bool, keep: bool, left: bool) -> str:
    """Write a box, or what of it stands in a further row."""
    properties = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if box.width > 1:
        properties.append(f'<w:gridSpan w:val="{box.width}"/>')
    if box.height > 1:
        properties.append("<w:vMerge" + (' w:val="restart"' if first else "") + "/>")
    if box.role is Role.ARTICLE:
        properties.append('<w:shd w:val="clear" w:color="auto" w:fill="DCE6F2"/>')
    properties.append('<w:vAlign w:val="center"/>')
    style = STYLE_IDS[_USUAL_STYLE if size == _LARGE else _SMALL_STYLE]
    look = ("<w:keepNext/>" if keep else "") + ('<w:jc w:val="left"/>' if left else "")
    own = "" if size in (_LARGE, _SMALL) else f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return (
        f'<w:tc><w:tcPr>{"".join(properties)}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr>'
        f"{write_run(box.text, own) if box.text else ''}</w:p></w:tc>"
    )


def _size(grid: PrintedTable, box: Box, room: int) -> int:
    """Give the size of a cell's text, in half points.

    A figure too long for its column is set smaller rather than broken in two.
    """
    size = _LARGE if grid.columns <= _ROOMY else _SMALL
    need = len(box.text) * _DIGIT_TWIPS
    return size * room // need if box.role is Role.FIGURE and need > room else size


def _at_left(grid: PrintedTable, box: Box) -> bool:
    return box.role is Role.ARTICLE or (grid.labels > 1 and box.role in (Role.LABEL, Role.CORNER))
