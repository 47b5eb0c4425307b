"""问题清单: what a unit has to do, a line for each point.

In front of its workbook, or a workbook of its own.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.layout.look import lines_of, look
from toolkit.layout.place import LIST, Place
from toolkit.returns.cached_results import with_results
from toolkit.returns.tasks import EXPLAIN, MUST, Point, count_points, shown_value

HEADS = ("序号", "要求", "在哪里", "规则", "错在哪", "现在是", "应为", "怎么改", "说明写在")


@dataclass(frozen=True, kw_only=True)
class ReturnNotice:
    """What a returned workbook says besides its points.

    To whom, until when, whom to ask, in which steps to work.

    ``opens_at``: the cell at which it opens, where that is not the list.
    """

    unit: str
    year: int
    title: str
    until: str
    contact: str
    banner: str = ""
    steps: tuple[str, ...] = ()
    opens_at: Place | None = None


def problem_list(points: Sequence[Point], notice: ReturnNotice, *, links: bool) -> bytes:
    """Make a workbook of the list alone.

    For a unit whose file could not be marked; with `links` to its cells, to stand in front of one that can.
    """
    from openpyxl import Workbook  # noqa: PLC0415 (only where something goes back)

    book = Workbook()
    sheet = book.active
    sheet.title = LIST
    _write(sheet, points, notice, links=links)
    target = io.BytesIO()
    book.save(target)
    return with_results(target.getvalue(), {}, None)


def _write(sheet: Any, points: Sequence[Point], notice: ReturnNotice, *, links: bool) -> None:  # noqa: ANN401 (openpyxl's)
    """Write the list; with `links` to the cells of the workbook in front of which it will stand."""
    style = _styles()
    head = _heading(sheet, points, notice, style) + 1
    for column, text in enumerate(HEADS, 1):
        _put(sheet, head, column, text, style["head"])
    sheet.row_dimensions[head].height = look()["heights"]["head"]
    for row, point in enumerate(points, head + 1):
        _line(sheet, row, point, style, links=links)
    _set_up(sheet, head, len(points))
    sheet.oddHeader.center.text = notice.banner.replace("&", "&&") or None
    sheet.sheet_view.tabSelected = True


def _heading(
    sheet: Any,  # noqa: ANN401 (openpyxl's)
    points: Sequence[Point],
    notice: ReturnNotice,
    style: Mapping[str, Any],
) -> int:
    """Write what stands above the list; return how many lines that is."""
    folded = "连带的错误没有列出，改好后会一并消失。" if any(p.consequences for p in points) else ""
    width = sum(look()["widths"]["points"]["columns"])
    lines = [
        (notice.title, "title", 30),
        (f"{notice.unit}　{notice.year} 年度　　共 {count_points(points)}。{folded}", "bold", 22),
        (
            f"请于 {notice.until} 前改好发回。{notice.contact}"
            if notice.until
            else f"请改好发回。{notice.contact}",
            "bold",
            22,
        ),
        *((step, "plain", 15 * lines_of(step, width) + 5) for step in notice.steps),
    ]
    for row, (text, name, height) in enumerate(lines, 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(HEADS))
        _put(sheet, row, 1, text, style[name])
        sheet.row_dimensions[row].height = height
    return len(lines)


def _line(sheet: Any, row: int, point: Point, style: Mapping[str, Any], *, links: bool) -> None:  # noqa: ANN401
    finding, middle, wide = point.finding, style["centred"], style["cell"]
    texts = (
        (str(point.number), middle),
        (point.sort, style.get(point.sort, middle)),
        (point.where, middle),
        (finding.rule, middle),
        (point.problem, wide),
        (shown_value(finding.found), middle),
        (shown_value(finding.expected), middle),
        (point.remedy, wide),
        (f"{point.answer.sheet} {point.answer.a1}" if point.answer else "", middle),
    )
    for column, (text, look_) in enumerate(texts, 1):
        _put(sheet, row, column, text, look_)
    if links and point.cells:
        _link(sheet, row, 3, point.cells[0].sheet, point.cells[0].a1)
    if links and point.answer:
        _link(sheet, row, len(HEADS), point.answer.sheet, point.answer.a1)
    wide_columns = look()["widths"]["points"]["columns"]
    lines = max(lines_of(text, width) for (text, _), width in zip(texts, wide_columns, strict=True))
    sheet.row_dimensions[row].height = min(16 * lines + 6, 400)


def _link(sheet: Any, row: int, column: int, to_sheet: str, to_cell: str) -> None:  # noqa: ANN401
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    cell = sheet.cell(row, column)
    cell.hyperlink = Hyperlink(
        ref=cell.coordinate, location=f"'{to_sheet}'!{to_cell}", tooltip=f"跳到{to_sheet} {to_cell}"
    )
    cell.font = Font(
        name=look()["fonts"]["body"],
        size=look()["sizes"]["body"],
        underline="single",
        color=f"FF{look()['colours']['link']}",
    )


def _put(sheet: Any, row: int, column: int, text: str, style: Mapping[str, Any]) -> None:  # noqa: ANN401
    """Write a text that is never a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    for name, part in style.items():
        setattr(cell, name, part)


@lru_cache(maxsize=8)
def _fill(colour: str) -> Any:  # noqa: ANN401
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    return PatternFill("solid", fgColor=f"FF{colour}")


@lru_cache(maxsize=1)
def _styles() -> Mapping[str, Mapping[str, Any]]:
    """Return the looks of the list, as openpyxl wants them."""
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415

    fonts, sizes, colours = look()["fonts"], look()["sizes"], look()["colours"]
    side = Side(style="thin", color=f"FF{colours['line']}")
    body = {
        "font": Font(name=fonts["body"], size=sizes["body"]),
        "alignment": Alignment(vertical="center", wrap_text=True),
    }
    cell = {**body, "border": Border(left=side, right=side, top=side, bottom=side)}
    centred = {**cell, "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True)}
    return {
        "plain": body,
        "bold": {**body, "font": Font(name=fonts["body"], size=sizes["body"], bold=True)},
        "title": {
            "font": Font(name=fonts["title"], size=sizes["title"]),
            "alignment": Alignment(horizontal="center", vertical="center"),
        },
        "head": {
            **centred,
            "font": Font(name=fonts["title"], size=sizes["body"]),
            "fill": _fill(colours["head"]),
        },
        "cell": cell,
        "centred": centred,
        MUST: {**centred, "fill": _fill(colours["must"])},
        EXPLAIN: {**centred, "fill": _fill(colours["explain"])},
    }


def _set_up(sheet: Any, head: int, lines: int) -> None:  # noqa: ANN401
    """Set widths and paper."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for column, width in enumerate(look()["widths"]["points"]["columns"], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", look()["paper"]["code"]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = _fitted()
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{get_column_letter(len(HEADS))}{head + max(lines, 1)}"
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"A{head + 1}"


def _fitted() -> Any:  # noqa: ANN401
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    return PageSetupProperties(fitToPage=True)
