"""The workbook that goes back to a unit.

Its own, the cells of each point coloured and commented, 问题清单 in front.

What was typed stays; what was issued locked is as issued (`mending`); cached results are put back (`caches`).
"""

import io
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from toolkit.answers.units import Submission
from toolkit.form.model import Form
from toolkit.layout.layout import COVER, LIST, PROSE, Layout, Place, lay_out
from toolkit.layout.lock import Lock
from toolkit.layout.look import lines_of, look
from toolkit.layout.passages import row_height, spread
from toolkit.reading.locating import locate
from toolkit.reading.words import words_set_apart
from toolkit.returns.cached_results import cached_results, with_results
from toolkit.returns.mending import AUTHOR, PARTED, is_whole, load_bounded, mend, opened_again, typed_cells
from toolkit.returns.tasks import EXPLAIN, KNOW, MUST, Point, count_points, shown_value
from toolkit.template import Content, render
from toolkit.template.identity import identity_of

COLOURS = {MUST: "must", EXPLAIN: "explain"}
HEADS = ("序号", "要求", "在哪里", "规则", "错在哪", "现在是", "应为", "怎么改", "说明写在")
STEPS = (
    "1. 点“在哪里”一栏的蓝字，跳到要改的格（红色的必须改正，橙色的需要说明）；鼠标停在格上能看到批注。",
    "2. 按“怎么改”一栏改正；需要说明的，点“说明写在”，写明原因。颜色和批注不用去掉。",
    "3. 看“封面”：显示“可以上报”就保存，把这个文件原样发回。本页不用删。",
)


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


def annotate(
    data: bytes,
    content: Content,
    submission: Submission,
    points: Sequence[Point],
    notice: ReturnNotice,
    *,
    saved: str | None,
) -> bytes | None:
    """Annotate a unit's workbook.

    None when it is too broken for that. `content` is what it was issued with.
    """
    layout = lay_out(content.form)
    issued = issued_book(content.form, content.kind, content.lock)
    own = load_bounded(data) if not submission.moved else None
    if own is None or not is_whole(own, issued):
        return None
    book = opened_again(data)
    if any(
        (found := locate(grid, book.rows(grid.table.sheet))).lost or found.moved
        for grid in layout.grids.values()
    ):
        return None
    emptied = {place for point in points if point.retyped for place in point.cells}
    current = render(
        replace(
            content,
            entries={
                key: figure
                for key, figure in typed_cells(layout, book).items()
                if layout.places[key] not in emptied
            },
            identity=submission.identity,
            narrative=submission.narrative,
            explanations=submission.explanations,
        )
    )
    mend(own, issued, layout, book, content.last, identity_of(content))
    for point in points:
        _make_ready(own, issued, point, partial(words_set_apart, book))
        if point.parted:
            _part_passage(own[PROSE], layout, submission, point)
        _mark(own, point)
    write_list(own, points, notice, links=True)
    if notice.opens_at is not None:
        _open_at(own, notice.opens_at)
    target = io.BytesIO()
    own.save(target)
    return with_results(target.getvalue(), cached_results(current), saved, growing=PROSE)


@lru_cache(maxsize=8)
def issued_book(form: Form, kind: str, lock: Lock) -> Any:  # noqa: ANN401 (openpyxl's)
    """Open a workbook as it is issued to units of a kind: what is the same for all of them.

    A cage that is forked finds what was opened before it began.
    """
    return load_bounded(
        render(Content(form=form, unit_code="", unit_name="", year=form.first_year, kind=kind, lock=lock))
    )


def list_alone(points: Sequence[Point], notice: ReturnNotice) -> bytes:
    """Make the list as a workbook of its own, for a unit whose file could not be annotated."""
    from openpyxl import Workbook  # noqa: PLC0415 (only where a workbook is annotated)

    book = Workbook()
    book.remove(book.active)
    write_list(book, points, notice, links=False)
    target = io.BytesIO()
    book.save(target)
    return with_results(target.getvalue(), {}, None)


def asking_steps(explained: str) -> tuple[str, ...]:
    """Return the steps where a unit has passed; `explained` is empty where no explanation is asked for."""
    explain = ("点“说明写在”，写明是什么、为什么；只写“核实无误”不算说明。",) if explained else ()
    steps = (
        "这份工作簿已经通过，县里请你单位核对下面几处。点“在哪里”一栏的蓝字，跳到橙色的格；错了的，直接改正。",
        *(f"无误的，{step}" for step in explain),
        "看“封面”：显示“可以上报”就保存，把这个文件原样发回。本页不用删。",
    )
    return tuple(f"{number}. {step}" for number, step in enumerate(steps, 1))


# ------------------------------------------------------------------ cells


def _open_at(book: Any, place: Place) -> None:  # noqa: ANN401 (openpyxl's)
    """Let the workbook open at a cell."""
    for sheet in book:
        sheet.sheet_view.tabSelected = sheet.title == place.sheet
    book.active = book.sheetnames.index(place.sheet)
    (selection,) = [
        one for one in book.active.sheet_view.selection if one.pane in {None, "bottomLeft", "bottomRight"}
    ][-1:] or [book.active.sheet_view.selection[0]]
    selection.activeCell = selection.sqref = place.a1


def _make_ready(own: Any, issued: Any, point: Point, apart: Callable[[Place], str]) -> None:  # noqa: ANN401
    """Let the clerk do what the point asks: what cannot be done in a locked sheet is done here."""
    from openpyxl.styles import Protection  # noqa: PLC0415

    for where in point.cells:
        if where.sheet not in issued.sheetnames:
            continue
        cell, model = own[where.sheet][where.a1], issued[where.sheet][where.a1]
        if point.redrawn:
            cell.number_format, cell.alignment = model.number_format, copy(model.alignment)
            cell.font = copy(model.font)
        if point.retyped:
            cell.value = None
        if point.set_apart:
            cell.value = apart(where) or None
        if point.relabelled:
            cell.protection = Protection(locked=False)


def _part_passage(sheet: Any, layout: Layout, submission: Submission, point: Point) -> None:  # noqa: ANN401
    """Part what paper would cut into the free rows of its passage."""
    for key, places in layout.passages.items():
        text = submission.narrative.get(key, "")
        if text and point.cells[0] in places:
            cells = spread(text, len(places))
            for place, said in zip(places, [*cells, *[""] * (len(places) - len(cells))], strict=True):
                sheet[place.a1].value = said or None
                if said:
                    sheet.row_dimensions[place.row + 1].height = row_height(said)


def _mark(book: Any, point: Point) -> None:  # noqa: ANN401 (openpyxl's)
    """Colour the cells of a point, and say at the first what is wrong."""
    from openpyxl.comments import Comment  # noqa: PLC0415

    if point.sort == KNOW or not point.cells or point.finding.sheet not in book.sheetnames:
        return
    must = f"FF{look()['colours']['must']}"
    for where in point.cells:
        cell = book[where.sheet][where.a1]
        if cell.fill.fgColor.rgb != must:  # what must be changed outshines a question
            cell.fill = _fill(look()["colours"][COLOURS[point.sort]])
    cell = book[point.cells[0].sheet][point.cells[0].a1]
    text = comment_text(point)
    if cell.comment is not None:
        text = f"{text}{PARTED}{cell.comment.text}"
    cell.comment = Comment(text, AUTHOR, height=40 + 19 * lines_of(text, 44), width=330)


def comment_text(point: Point) -> str:
    """Say at a cell what the list says of it."""
    finding = point.finding
    lines = [f"【{AUTHOR}】第 {point.number} 条　{point.sort}　规则 {finding.rule}", point.problem]
    facts = [
        f"{word} {shown_value(value)}"
        for word, value in (("现在是", finding.found), ("应为", finding.expected))
        if value is not None
    ]
    lines += ["，".join(facts)] if facts else []
    return "\n".join([*lines, f"怎么改：{point.remedy}"] if point.remedy else lines)


@lru_cache(maxsize=8)
def _fill(colour: str) -> Any:  # noqa: ANN401
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    return PatternFill("solid", fgColor=f"FF{colour}")


# ------------------------------------------------------------------ the list


def write_list(book: Any, points: Sequence[Point], notice: ReturnNotice, *, links: bool) -> None:  # noqa: ANN401
    """Write 问题清单 in front of the workbook; with `links` to its cells."""
    sheet = book.create_sheet(LIST, 0)
    style = _styles()
    head = _heading(sheet, points, notice, style) + 1
    for column, text in enumerate(HEADS, 1):
        _put(sheet, head, column, text, style["head"])
    sheet.row_dimensions[head].height = look()["heights"]["head"]
    for row, point in enumerate(points, head + 1):
        _line(sheet, row, point, style, links=links)
    _set_up(sheet, head, len(points))
    sheet.oddHeader.center.text = notice.banner.replace("&", "&&") or None
    if COVER in book.sheetnames:
        sheet.protection = copy(book[COVER].protection)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


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
