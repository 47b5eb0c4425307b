"""问题清单: what a unit has to do, a line for each point.

In front of its workbook, or a workbook of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter.workbook import Workbook

from toolkit.layout.layout import LIST, Place, printable
from toolkit.layout.look import Formats, lines_of, look
from toolkit.layout.xlsxwriter_doors import OPTIONS, QuickWorksheet
from toolkit.returns.tasks import CORRECT, EXPLAIN, MUST, Point, count_points, shown_value

HEADS = ("序号", "要求", "在哪里", "规则", "错在哪", "现在是", "应为", "怎么改", "说明写在")
LOOKS = {MUST: "must", CORRECT: "explain", EXPLAIN: "explain"}
LONGEST = 32_000  # characters of a cell
PADDING = 5 / 7  # of a column's width, in characters, that xlsxwriter adds to what it is given
MARGINS = {"left": 0.75, "right": 0.75, "top": 1, "bottom": 1}  # inches


@dataclass(frozen=True, kw_only=True)
class ReturnNotice:
    """What a returned workbook says besides its points.

    To whom, until when, whom to ask, in which steps to work.

    ``opens_at``: the cell at which it opens, where that is not the list.
    """

    unit: str
    year: int
    until: str
    contact: str
    banner: str = ""
    steps: tuple[str, ...] = ()
    opens_at: Place | None = None


def problem_list(points: Sequence[Point], notice: ReturnNotice, *, links: bool) -> bytes:
    """Make a workbook of the list alone.

    For a unit whose file could not be marked; with `links` to its cells, to stand in front of one that can.
    """
    target = BytesIO()
    workbook = Workbook(target, OPTIONS)
    workbook.set_properties({"created": datetime(2020, 1, 1)})  # noqa: DTZ001 (fixed: equal bytes)
    sheet, formats = workbook.add_worksheet(LIST, worksheet_class=QuickWorksheet), Formats(workbook)
    head = _heading(sheet, points, notice, formats)
    for column, text in enumerate(HEADS):
        sheet.write_string(head, column, text, formats["head"])
    sheet.set_row(head, look()["heights"]["head"])
    for row, point in enumerate(points, head + 1):
        _line(sheet, row, point, formats, links=links)
    _set_up(sheet, head, head + max(len(points), 1), notice.banner.replace("&", "&&"))
    workbook.close()
    return target.getvalue()


def _heading(sheet: QuickWorksheet, points: Sequence[Point], notice: ReturnNotice, formats: Formats) -> int:
    """Write what stands above the list; return how many lines that is."""
    folded = "连带的错误没有列出，改好后会一并消失。" if any(p.consequences for p in points) else ""
    width = sum(look()["widths"]["points"]["columns"])
    lines = [
        (LIST, "title", 30),
        (f"{notice.unit}　{notice.year} 年度　　共 {count_points(points)}。{folded}", "bold", 22),
        (
            f"请于{notice.until}前改好发回。{notice.contact}"
            if notice.until
            else f"请改好发回。{notice.contact}",
            "bold",
            22,
        ),
        *((step, "plain", 15 * lines_of(step, width) + 5) for step in notice.steps),
    ]
    for row, (text, name, height) in enumerate(lines):
        sheet.merge_range(row, 0, row, len(HEADS) - 1, printable(text)[:LONGEST], formats[name])
        sheet.set_row(row, height)
    return len(lines)


def _line(sheet: QuickWorksheet, row: int, point: Point, formats: Formats, *, links: bool) -> None:
    texts = (
        (str(point.number), "cell_centred"),
        (point.sort, LOOKS.get(point.sort, "cell_centred")),
        (point.where, "cell_centred"),
        (point.finding.rule, "cell_centred"),
        (point.problem, "cell"),
        (shown_value(point.finding.found), "cell_centred"),
        (shown_value(point.finding.expected), "cell_centred"),
        (point.remedy, "cell"),
        (f"{point.answer.sheet} {point.answer.a1}" if point.answer else "", "cell_centred"),
    )
    targets = dict(_targets(point)) if links else {}
    for column, (text, style) in enumerate(texts):
        said = printable(text)[:LONGEST]
        if column in targets:
            at = targets[column]
            tip = f"跳到{at.sheet} {at.a1}"
            sheet.write_url(row, column, at.link(), formats["link_centred"], said, tip)
        else:
            sheet.write_string(row, column, said, formats[style])
    wide = look()["widths"]["points"]["columns"]
    lines = max(lines_of(text, width) for (text, _), width in zip(texts, wide, strict=True))
    sheet.set_row(row, min(16 * lines + 6, Formats.HIGHEST))


def _targets(point: Point) -> Iterator[tuple[int, Place]]:
    """Give the columns of a line that lead to a cell: where it is, and where an explanation goes."""
    if point.cells:
        yield HEADS.index("在哪里"), point.cells[0]
    if point.answer:
        yield HEADS.index("说明写在"), point.answer


def _set_up(sheet: QuickWorksheet, head: int, bottom: int, banner: str) -> None:
    """Set widths and paper; the head stands in row `head` (from 0)."""
    for column, width in enumerate(look()["widths"]["points"]["columns"]):
        sheet.set_column(column, column, width - PADDING)
    sheet.set_landscape()
    sheet.set_paper(look()["paper"]["code"])
    sheet.set_margins(**MARGINS)
    sheet.set_header(f"&C{banner}" if banner else "", {"margin": 0.5})
    sheet.set_footer("", {"margin": 0.5})
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, bottom, len(HEADS) - 1)
    sheet.freeze_panes(head + 1, 0)
