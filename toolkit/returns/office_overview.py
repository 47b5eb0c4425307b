"""退回一览: one workbook for the office.

Whom to write to and about what, whom to call, files that nobody claims.
"""

from collections.abc import Iterator, Sequence

from toolkit.layout.row_sheets import Row, Sheet, sheets_of_rows
from toolkit.returns.cases import Case
from toolkit.returns.tasks import CORRECT, EXPLAIN, MUST, count_points, demands_of, explains, shown_value
from toolkit.year.calendar import deadline_of, written_day
from toolkit.year.inbox.addressee import find_addressee, is_mixed, names_said
from toolkit.year.workspace import (
    FOREIGN,
    MISSING,
    RETURNED,
    STATUS_LABELS,
    SUPERSEDED,
    UNREADABLE,
    Collection,
    Workspace,
)

UNITS = (
    "退回单位",
    (
        "代码",
        "单位",
        "必须改正",
        "需要改正",
        "需要说明",
        "改好期限",
        "联系人",
        "电话",
        "要改的文件",
        "处理情况",
    ),
    (9, 28, 9, 9, 9, 15, 10, 16, 38, 20),
)
ASKED = (
    "请说明单位",
    ("代码", "单位", "需要说明", "需要改正", "说明期限", "联系人", "电话", "文件", "处理情况"),
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
VERSIONS = (
    "多个版本",
    (
        "代码",
        "单位",
        "文件",
        "是否采用",
        "结果",
        "保存时间",
        "为什么不采用",
        "要改用它，在 pinned.csv 里加一行",
    ),
    (9, 24, 36, 9, 18, 17, 60, 44),
)
NOT_RETURNED = ("没有退回的文件", ("文件", "结果", "规则", "问题"), (40, 14, 8, 80))


def overview_sheets(workspace: Workspace, collection: Collection, cases: Sequence[Case]) -> tuple[Sheet, ...]:
    """Give what stands in the office's workbook."""
    return (
        (*UNITS, list(_units([case for case in cases if not case.passed]))),
        (*ASKED, list(_asked([case for case in cases if case.passed]))),
        (*POINTS, list(_points(cases))),
        (*CALLS, list(_calls(workspace, collection, cases))),
        (*VERSIONS, list(_versions(collection))),
        (*NOT_RETURNED, list(_not_returned(workspace, collection, cases))),
    )


def office_overview(sheets: Sequence[Sheet], notice: str) -> bytes:
    """Make the office's workbook; `notice` stands on every printed page."""
    return sheets_of_rows(sheets, title="退回一览", banner=notice)


def _units(cases: Sequence[Case]) -> Iterator[Row]:
    for case in cases:
        unit = case.unit
        numbers = [sum(p.sort == sort for p in case.points) for sort in (MUST, CORRECT, EXPLAIN)]
        yield (
            unit.code,
            unit.name,
            *numbers,
            written_day(case.until),
            unit.contact,
            unit.phone,
            case.result.reading.file,
            "",
        )


def _asked(cases: Sequence[Case]) -> Iterator[Row]:
    for case in cases:
        unit, numbers = case.unit, [sum(p.sort == s for p in case.points) for s in (EXPLAIN, CORRECT)]
        until = written_day(case.until)
        yield unit.code, unit.name, *numbers, until, unit.contact, unit.phone, case.result.reading.file, ""


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
                shown_value(f.found),
                shown_value(f.expected),
                p.remedy,
            )


def _written_to(case: Case, *, useless: bool) -> tuple[str, str]:
    """Say how a unit stands that was written to, and what to tell it."""
    first = demands_of(case.points)[:1]
    about = f"最要紧的是 {first[0].where}：{first[0].problem}" if first else ""
    counts = f"{count_points(case.points)}，{about}"
    if case.passed:
        state = "待说明" if explains(case.points) else "待改正"
        return state, f"报来的工作簿已通过，另有 {counts}{_how_to_answer(case)}"
    listed = "退回的工作簿第一页有问题清单" if case.readable else "退回的“问题清单”写明了怎样改"
    state = f"{STATUS_LABELS[MISSING]}（发来的不能用）" if useless else STATUS_LABELS[RETURNED]
    return state, f"报来的{'文件' if useless else '工作簿'}有 {counts}{listed}，请照着改好发回。"


def _how_to_answer(case: Case) -> str:
    """Say how a unit that passed answers: an explanation has its place only where a rule asks."""
    if explains(case.points):
        return "请在“核实说明”里写明，或改正后发回。"
    return "请改正后发回，不能用说明代替。"


def _calls(workspace: Workspace, collection: Collection, cases: Sequence[Case]) -> Iterator[Row]:
    """Say whom to call and what to say: those who sent nothing, then those who were written to."""
    told = {case.unit.code: case for case in cases}
    year = workspace.settings.year
    for standing in sorted(collection.standings, key=lambda s: s.status != MISSING):
        unit, case = standing.unit, told.get(standing.unit.code)
        until = case.until if case else deadline_of(workspace.settings, standing)
        if case is not None:
            state, says = _written_to(case, useless=standing.status == MISSING)
        elif standing.status == MISSING:
            state, says = (
                STATUS_LABELS[MISSING],
                (
                    f"{year} 年{workspace.form.title}的工作簿还没有收到，请填好发来；没有发生的填 0，"
                    f"也要报。{_perhaps_theirs(collection, unit.name)}"
                ),
            )
        else:
            continue
        yield (
            unit.code,
            unit.name,
            unit.contact,
            unit.phone,
            state,
            written_day(until),
            f"期限是{written_day(until)}。{says}" if until else says,
            "",
        )


def _perhaps_theirs(collection: Collection, unit: str) -> str:
    """Ask a unit of which nothing has come about the files that say it and another unit."""
    files = [r.reading.file for r in collection.files if is_mixed(r) and unit in names_said(r)]
    if not files:
        return ""
    return (
        f"另收到“{'”“'.join(files)}”，里面写着两个单位，没有计入；是你单位发的，"
        f"请用发给自己的工作簿重新填报。"
    )


def _not_returned(workspace: Workspace, collection: Collection, cases: Sequence[Case]) -> Iterator[Row]:
    """List the files that do not count and go back to nobody, each with why: no file is in no sheet.

    Whose nobody knows, of a unit that owes nothing (撤销), or another one beside what the unit was told of.
    """
    told = {case.result.reading.file for case in cases}
    for result in collection.files:
        if result.status not in {UNREADABLE, FOREIGN, RETURNED}:
            continue
        claimed = result.annex and find_addressee(result, workspace.roster) is not None
        if is_mixed(result) or not (claimed or result.reading.file in told):
            for finding in result.findings:
                yield (result.reading.file, result.label, finding.rule, finding.message)


def _versions(collection: Collection) -> Iterator[Row]:
    """List the files of each unit that sent several: which one counts, why, and how to have it otherwise."""
    several = {r.unit.code for r in collection.files if r.unit is not None and r.status == SUPERSEDED}
    mine = [(r.unit, r) for r in collection.files if r.unit is not None and r.unit.code in several]
    place = {standing.unit.code: number for number, standing in enumerate(collection.standings)}
    for unit, result in sorted(mine, key=lambda pair: (place[pair[0].code], pair[1].status == SUPERSEDED)):
        reading, counts = result.reading, result.status != SUPERSEDED
        name = reading.file.removeprefix("inbox/")
        yield (
            unit.code,
            unit.name,
            reading.file,
            "是" if counts else "否",
            result.label,
            (reading.saved or "").replace("T", " "),
            "" if counts else result.findings[0].message,
            "" if counts else f"{unit.code},{name},（写明理由）",
        )
