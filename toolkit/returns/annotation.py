"""The workbook that goes back to a unit.

Its own, the cells of each point coloured and commented, 问题清单 in front.

What was typed stays; what was issued locked is as issued (`mending`); cached results are put back
(`cached_results`).
"""

import io
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache, partial

from toolkit.answers.submission import Submission
from toolkit.form.model import Form
from toolkit.layout.layout import AUTHOR, PROSE, Layout, Place, lay_out, printable
from toolkit.layout.lock import Lock
from toolkit.layout.look import lines_of, look
from toolkit.layout.passages import row_height, spread
from toolkit.reading.opened import Opened
from toolkit.reading.words import words_set_apart
from toolkit.returns.cached_results import cached_results, with_results
from toolkit.returns.cell_comments import CellComment
from toolkit.returns.marking import with_marks
from toolkit.returns.mending import (
    PARTED,
    STILL_BLANK,
    Openpyxl,
    cell_parted,
    is_whole,
    issued_cell,
    load_bounded,
    mend,
    typed_cells,
)
from toolkit.returns.problem_list import LOOKS, ReturnNotice, problem_list
from toolkit.returns.tasks import KNOW, Point, shown_value
from toolkit.template import Content, identity_of, render

STEPS = (
    "1. 点“在哪里”一栏的蓝字，跳到要改的格（红色的必须改正，橙色的改正或者说明）；鼠标停在格上能看到批注。",
    "2. 按“怎么改”一栏改正；需要说明的，点“说明写在”，写明原因。颜色和批注不用去掉。",
    "3. 看“封面”：显示“可以上报”就保存，把这个文件原样发回。本页不用删。",
)


def filled(content: Content, layout: Layout, book: Opened, submission: Submission) -> Content:
    """Return what a workbook was issued with and what stands in it, as the reader sees it."""
    return replace(
        content,
        entries=typed_cells(layout, book),
        identity=submission.identity,
        narrative=submission.narrative,
        explanations=submission.explanations,
    )


def mended(
    data: bytes, book: Opened, content: Content, points: Sequence[Point], *, saved: str | None
) -> tuple[bytes, dict[Place, CellComment]] | None:
    """Mend a unit's workbook and make its cells ready for what the points ask.

    Return it without comments, and those that stand in it; None when it is too broken for that. `content` is
    what it was issued with and what stands in it, `book` the same workbook as the reader sees it.
    """
    layout = lay_out(content.form)
    issued = issued_book(content.form, content.kind, content.lock)
    own = load_bounded(data)
    if own is None or not is_whole(own, issued):
        return None
    emptied = {place for point in points if point.retyped for place in point.cells}
    # where blanks count as 0, sent back as it is it must not count as such
    pending = {place for point in points if point.to_fill for place in point.cells}
    pending = pending if content.submission.zero_blanks else set()
    entries = {key: entry for key, entry in content.entries.items() if layout.places[key] not in emptied}
    entries |= {key: STILL_BLANK for key, place in layout.places.items() if place in pending}
    written = {name: text for name, text in content.identity.items() if layout.identity[name] not in emptied}
    current = render(replace(content, entries=entries, identity=written))
    mend(own, issued, layout, book, content.last, identity_of(content))
    for point in points:
        _make_ready(own, issued, point, partial(words_set_apart, book))
        if point.parted:
            _part_passage(own[PROSE], layout, content.narrative, point)
    for place in pending:
        own[place.sheet][place.a1].value = STILL_BLANK
    comments = _take_comments(own)
    target = io.BytesIO()
    own.save(target)
    return with_results(target.getvalue(), cached_results(current), saved, growing=PROSE), comments


def marked(
    workbook: bytes, points: Sequence[Point], notice: ReturnNotice, standing: Mapping[Place, CellComment]
) -> bytes:
    """Colour the cells of the points, say at the first of each what is wrong, and put the list in front.

    `standing` are the comments that stood in the workbook: they stay behind ours. Raises UnmarkableError.
    """
    shades: dict[Place, str] = {}
    # what must be changed outshines
    for point in reversed([point for point in points if point.sort != KNOW]):
        shades |= dict.fromkeys(point.cells, look()["colours"][LOOKS[point.sort]])
    comments = {**standing, **_comments(points, {at: comment.text for at, comment in standing.items()})}
    return with_marks(workbook, shades, comments, problem_list(points, notice, links=True), notice.opens_at)


@lru_cache(maxsize=8)
def issued_book(form: Form, kind: str, lock: Lock) -> Openpyxl:
    """Open a workbook as it is issued to units of a kind: what is the same for all of them.

    Each cage opens it for the first workbook that has to be mended; who asks it changes nothing in it.
    """
    return load_bounded(
        render(Content(form=form, unit_code="", unit_name="", year=form.first_year, kind=kind, lock=lock))
    )


def asking_steps(explained: str) -> tuple[str, ...]:
    """Return the steps where a unit has passed; `explained` is empty where no explanation is asked for."""
    explain = ("点“说明写在”，写明是什么、为什么；只写“核实无误”不算说明。",) if explained else ()
    steps = (
        "这份工作簿已经通过，请你单位核对下面几处。点“在哪里”一栏的蓝字，跳到橙色的格；错了的，直接改正。",
        *(f"无误的，{step}" for step in explain),
        "看“封面”：显示“可以上报”就保存，把这个文件原样发回。本页不用删。",
    )
    return tuple(f"{number}. {step}" for number, step in enumerate(steps, 1))


# ------------------------------------------------------------------ cells


def _make_ready(own: Openpyxl, issued: Openpyxl, point: Point, apart: Callable[[Place], str]) -> None:
    """Let the clerk do what the point asks: what cannot be done in a locked sheet is done here."""
    from openpyxl.styles import Protection  # noqa: PLC0415

    for where in point.cells:
        if where.sheet not in issued.sheetnames:
            continue
        cell, model = cell_parted(own[where.sheet], where.a1), issued_cell(issued[where.sheet], where.a1)
        if point.redrawn:
            cell.number_format, cell.alignment = model.number_format, copy(model.alignment)
            cell.font = copy(model.font)
        if point.retyped:
            cell.value = None
        if point.set_apart:
            cell.value = apart(where) or None
        if point.relabelled or point.set_apart:
            cell.protection = Protection(locked=False)


def _part_passage(sheet: Openpyxl, layout: Layout, narrative: Mapping[str, str], point: Point) -> None:
    """Part what paper would cut into the free rows of its passage."""
    for key, places in layout.passages.items():
        text = narrative.get(key, "")
        if text and point.cells[0] in places:
            cells = spread(text, len(places))
            for place, said in zip(places, [*cells, *[""] * (len(places) - len(cells))], strict=True):
                sheet[place.a1].value = said or None
                if said:
                    sheet.row_dimensions[place.row + 1].height = row_height(said)


def _comments(points: Sequence[Point], before: Mapping[Place, str]) -> dict[Place, CellComment]:
    """Say at the first cell of each point what is wrong, in front of what was said there before."""
    texts: dict[Place, str] = {}
    for point in points:
        if point.sort != KNOW and point.cells:
            at, text = point.cells[0], comment_text(point)
            behind = texts.get(at, before.get(at))
            texts[at] = text if behind is None else f"{text}{PARTED}{behind}"
    return {
        at: CellComment(printable(text), AUTHOR, width=330, height=40 + 19 * lines_of(text, 44))
        for at, text in texts.items()
    }


def _take_comments(own: Openpyxl) -> dict[Place, CellComment]:
    """Take the comments out of a workbook; return them."""
    taken = {}
    for sheet in own.worksheets:
        for cell in list(sheet._cells.values()):  # noqa: SLF001 (as in `mending`)
            if cell.comment is not None:
                said = cell.comment
                at = Place(sheet.title, cell.row - 1, cell.column - 1)
                taken[at] = CellComment(printable(said.text), said.author or "", said.width, said.height)
                cell.comment = None
    return taken


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
