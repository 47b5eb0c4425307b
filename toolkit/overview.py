"""退回一览: one workbook for the office: whom to write to and about what, whom to call, files that nobody claims."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import TypeAlias

from toolkit.annotation import shown
from toolkit.collection import Collection
from toolkit.consolidation import MISSING
from toolkit.letter import day
from toolkit.look import Formats, lines_of, look, set_up, widths
from toolkit.parcel import Case, addressee, deadline
from toolkit.points import EXPLAIN, MUST, count, demands
from toolkit.versions import FILE_LABELS, FOREIGN, UNREADABLE
from toolkit.workspace import Workspace

Row: TypeAlias = Sequence[object]
UNITS = (
    "退回单位",
    ("代码", "单位", "必须改正", "需要说明", "改好期限", "联系人", "电话", "要改的文件", "处理情况"),
    (9, 28, 9, 9, 15, 10, 16, 38, 20),
)
POINTS = (
    "逐条问题",
    ("代码", "单位", "序号", "要求", "在哪里", "规则", "错在哪", "现在是", "应为", "怎么改"),
    (9, 24, 6, 10, 16, 8, 46, 10, 10, 46),
)
CALLS = (
    "电话单",
    ("代码", "单位", "联系人", "电话", "情况", "期限", "怎么说", "通话记录"),
    (9, 28, 10, 16, 10, 15, 60, 24),
)
UNCLAIMED = ("认不出的文件", ("文件", "结果", "规则", "问题"), (40, 14, 8, 80))


def overview(workspace: Workspace, collection: Collection, cases: Sequence[Case]) -> bytes:
    """Make the office's workbook."""
    sheets = (
        (*UNITS, list(_units(cases))),
        (*POINTS, list(_points(cases))),
        (*CALLS, list(_calls(workspace, collection, cases))),
        (*UNCLAIMED, list(_unclaimed(workspace, collection))),
    )
    return sheets_of_rows("退回一览", workspace.settings.year, sheets, banner=workspace.settings.notice)


def sheets_of_rows(
    title: str,
    year: int,
    sheets: Sequence[tuple[str, Sequence[str], Sequence[float], Sequence[Row]]],
    *,
    banner: str = "",
) -> bytes:
    """Make a workbook of lists: name, heads, widths and rows of each; `banner` stands on every printed page."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 (only where a workbook is asked for)

    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime(year, 12, 31)})  # noqa: DTZ001 (fixed: equal bytes)
    formats = Formats(book)
    for name, heads, wide, rows in sheets:
        sheet = book.add_worksheet(name)
        sheet.set_header(f"&C{'　'.join(filter(None, (title, name, banner))).replace('&', '&&')}")
        _sheet(sheet, formats, heads, wide, rows)
    book.close()
    return target.getvalue()


def _units(cases: Sequence[Case]) -> Iterator[Row]:
    for case in cases:
        unit = case.unit
        numbers = [sum(p.sort == sort for p in case.points) for sort in (MUST, EXPLAIN)]
        yield (
            unit.code,
            unit.name,
            *numbers,
            day(case.until),
            unit.contact,
            unit.phone,
            case.result.reading.file,
            "",
        )


def _points(cases: Sequence[Case]) -> Iterator[Row]:
    for case in cases:
        for p in case.points:
            f = p.finding
            yield (
                case.unit.code,
                case.unit.name,
                p.number,
                p.sort,
                p.where,
                f.rule,
                p.problem,
                shown(f.found),
                shown(f.expected),
                p.remedy,
            )


def _calls(workspace: Workspace, collection: Collection, cases: Sequence[Case]) -> Iterator[Row]:
    """Say whom to call and what to say: those who sent nothing, then those who were written to."""
    told = {case.unit.code: case for case in cases}
    year = workspace.settings.year
    for standing in sorted(collection.standings, key=lambda s: s.status != MISSING):
        unit, until = standing.unit, deadline(workspace, standing.unit)
        case = told.get(unit.code)
        if case is not None:
            first = demands(case.points)[:1]
            about = f"最要紧的是 {first[0].where}：{first[0].problem}" if first else ""
            state, says = (
                "退回",
                f"报来的工作簿有 {count(case.points)}，{about}退回的工作簿第一页有问题清单，请照着改好发回。",
            )
        elif standing.status == MISSING:
            state, says = (
                "未报",
                f"{year} 年度政府信息公开年报的工作簿还没有收到，请填好发来；没有发生的填 0，也要报。",
            )
        else:
            continue
        yield (
            unit.code,
            unit.name,
            unit.contact,
            unit.phone,
            state,
            day(until),
            f"请在{day(until)}前：{says}" if until else says,
            "",
        )


def _unclaimed(workspace: Workspace, collection: Collection) -> Iterator[Row]:
    roster = workspace.roster()
    for result in collection.files:
        if result.status in {UNREADABLE, FOREIGN} and addressee(result, roster) is None:
            for finding in result.findings:
                yield (result.reading.file, FILE_LABELS[result.status], finding.rule, finding.message)


def _sheet(sheet, formats: Formats, heads: Sequence[str], wide: Sequence[float], rows: Sequence[Row]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 (xlsxwriter's)
    set_up(sheet, landscape=True, tall=True)
    widths(sheet, list(wide))
    sheet.set_row(0, look()["heights"]["head"])
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats["head"])
    for number, row in enumerate(rows or [("没有",)], 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, formats["number"])
            else:
                sheet.write_string(number, column, str(cell)[:32_000], formats["cell"])
        lines = max(lines_of(str(cell), width) for cell, width in zip(row, wide, strict=False))
        sheet.set_row(number, min(15 * lines + 6, 400))
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
