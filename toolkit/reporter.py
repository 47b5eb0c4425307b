"""One result, several reports: text for the terminal, JSON for scripts, a workbook for the desk."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from toolkit.collection import FILE_LABELS, Collection, FileResult
from toolkit.consolidation import ACCEPTED, RETURNED, STATUS_LABELS, Standing, standing_counts
from toolkit.finding import Finding, Level
from toolkit.reminders import PASSED, Situation, counts, urgent
from toolkit.submission import plain
from toolkit.verification import Compared, Trace
from toolkit.waivers import Use

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from toolkit.look import Formats

MAX_CELLS = 12


def as_json(collection: Collection) -> str:
    """Report as the JSON object of the contract."""
    document = {
        "form": collection.form.key,
        "year": collection.year,
        "files": [_file(result) for result in collection.files],
        "units": [
            {"unit_code": s.unit.code, "unit_name": s.unit.name, "status": s.status}
            for s in collection.standings
        ],
        "findings": [_finding(finding) for finding in collection.findings],
        "waiting": sum(f.waiting for f in _counting(collection)),
        "waived": sum(f.waived is not None and f.primary for f in _counting(collection)),
        "waivers": [_waiver(use) for use in collection.waivers],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _file(result: FileResult) -> dict[str, Any]:
    submission, unit = result.reading.submission, result.unit
    return {
        "file": result.reading.file,
        "sha256": result.reading.sha256,
        "unit_code": unit.code if unit else submission.unit_code if submission else None,
        "unit_name": unit.name if unit else submission.unit_name if submission else None,
        "status": result.status,
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    names = (
        "rule",
        "level",
        "message",
        "table",
        "row",
        "column",
        "sheet",
        "cell",
        "found",
        "expected",
        "line",
        "cause",
        "explained",
        "waived",
    )
    return {name: _plain(getattr(finding, name)) for name in names}


def _counting(collection: Collection) -> Iterator[Finding]:
    """Every finding in the files that count."""
    return (
        f for result in collection.files if result.status in {ACCEPTED, RETURNED} for f in result.findings
    )


def _waiver(use: Use) -> dict[str, Any]:
    w = use.waiver
    return {
        "unit_code": w.unit, "rule": w.rule, "year": w.year, "reason": w.reason, "approver": w.approver,
        "expires": w.expires.isoformat(), "times": use.times, "state": use.state,
    }  # fmt: skip


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


# ------------------------------------------------------------------ text


def as_text(collection: Collection) -> str:
    """Report as text: a line a file, its findings under it, errors first, equal findings grouped."""
    lines: list[str] = []
    for result in collection.files:
        lines += _file_lines(result)
    if collection.standings:
        lines += ["", *_standing_lines(collection.standings)]
    waiting = sum(f.waiting for f in _counting(collection))
    lines += [f"待说明 {waiting} 处：请单位在“核实说明”里写明原因；不影响通过。"] if waiting else []
    lines += _waiver_lines(collection.waivers)
    return "\n".join(lines) + "\n"


def _file_lines(result: FileResult) -> Iterator[str]:
    submission = result.reading.submission
    name = result.unit.name if result.unit else submission.unit_name if submission else ""
    yield f"【{FILE_LABELS[result.status]}】{result.reading.file}　{name}　{tally(result.findings)}".rstrip()
    yield from finding_lines(result.findings)


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Say the findings of one file, a line each, equal ones grouped and consequences only counted."""
    for finding, places in grouped([f for f in findings if f.cause is None]):
        where = f"{places}：" if places else ""
        yield f"    {finding.level.label} {finding.rule}　{where}{finding.message}"
        yield from _answer(finding)
        folded = [f for f in findings if f.cause is not None and f.cause == finding.line]
        if folded:
            rules = "、".join(dict.fromkeys(f.rule for f in folded))
            yield f"        （另有 {len(folded)} 处是它的连带结果：{rules}，改正后会一并消失）"


def _answer(finding: Finding) -> Iterator[str]:
    """Say what was answered to a finding: by the unit, or by whoever allowed it."""
    if finding.waived:
        yield f"        例外：{finding.waived}"
    elif finding.explained:
        yield f"        单位说明：{finding.explained}"
    elif finding.waiting:
        yield "        待说明"


def _waiver_lines(uses: Sequence[Use]) -> Iterator[str]:
    if uses:
        yield f"例外 {len(uses)} 条，用到 {sum(use.times for use in uses)} 处："
        for use in uses:
            yield f"    {use.waiver.unit}　{use.waiver.rule}　{use.state}　{use.waiver.words}"


def grouped(findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Group findings of one file that say the same of several cells; give the first and all the places."""
    for _, several in groupby(findings, key=lambda f: (f.level, f.rule, _kind_of_message(f))):
        run = list(several)
        places = list(dict.fromkeys(f.place for f in run if f.place))
        shown = "、".join(_short(places[:MAX_CELLS])) + (
            f" 等 {len(places)} 处" if len(places) > MAX_CELLS else ""
        )
        yield run[0], shown


def _kind_of_message(finding: Finding) -> str:
    """Two findings say the same when they differ only in the cell: same found and expected, same words."""
    return finding.message


def _short(places: Sequence[str]) -> Iterator[str]:
    """Leave out the sheet where it is the same as before: “表三 D8”, “E8”."""
    before = ""
    for place in places:
        sheet, _, cell = place.partition(" ")
        yield cell if sheet == before and cell else place
        before = sheet


def tally(findings: Sequence[Finding]) -> str:
    """Count the primary findings of each level; those still to be explained, and those allowed, beside them."""
    primary = [f for f in findings if f.primary]
    counts = [(level.label, sum(f.level is level and f.waived is None for f in primary)) for level in Level]
    counts += [
        ("待说明", sum(f.waiting for f in primary)),
        ("例外", sum(f.waived is not None for f in primary)),
    ]
    return "　".join(f"{label} {n} 处" for label, n in counts if n)


def _standing_lines(standings: Sequence[Standing]) -> Iterator[str]:
    counts = standing_counts(standings)
    yield "　".join(f"{label} {n}" for label, n in counts.items())
    for status in STATUS_LABELS:
        names = [s.unit.name for s in standings if s.status == status]
        if names and status != ACCEPTED:
            yield f"{STATUS_LABELS[status]}：{'、'.join(names)}"


# ------------------------------------------------------------------ status


def status_text(all_of_them: Sequence[Situation]) -> str:
    """Report who has reported, who was returned, who is late; then whom to remind, in words ready to paste."""
    lines = ["代码　单位　状态　期限　收到　文件"]
    for s in all_of_them:
        late = f"（{'迟报' if s.state == PASSED else '已过期'} {s.days_late} 天）" if s.days_late else ""
        unit, tallied = s.standing.unit, tally(s.standing.findings)
        cells = (
            unit.code,
            unit.name,
            s.state + late,
            _day(s.deadline),
            _day(s.received),
            s.standing.file or "",
            tallied,
        )
        lines.append("\t".join(cells).rstrip())
    lines += ["", "　".join(f"{label} {n}" for label, n in counts(all_of_them).items())]
    if owing := urgent(all_of_them):
        lines += ["", f"催报名单（{len(owing)} 个，可以直接复制）："]
        for number, s in enumerate(owing, 1):
            lines += [
                f"{number}. {s.state}　{s.standing.unit.contact}　{s.standing.unit.phone}".rstrip("　"),
                f"   {s.reminder}",
            ]
    return "\n".join(lines) + "\n"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def status_json(all_of_them: Sequence[Situation]) -> str:
    """Report the same as JSON."""
    units = [
        {
            "unit_code": s.standing.unit.code, "unit_name": s.standing.unit.name, "kind": s.standing.unit.kind,
            "status": s.standing.status, "state": s.state, "deadline": _day(s.deadline) or None,
            "received": _day(s.received) or None, "days_late": s.days_late, "file": s.standing.file,
            "errors": s.standing.count(Level.ERROR), "queries": s.standing.count(Level.QUERY),
            "waiting": s.standing.waiting, "contact": s.standing.unit.contact, "phone": s.standing.unit.phone,
        }
        for s in all_of_them
    ]  # fmt: skip
    reminders = [
        {
            "unit_code": s.standing.unit.code,
            "contact": s.standing.unit.contact,
            "phone": s.standing.unit.phone,
            "text": s.reminder,
        }
        for s in urgent(all_of_them)
    ]
    document = {"counts": counts(all_of_them), "units": units, "reminders": reminders}
    return json.dumps(document, ensure_ascii=False, indent=1)


def status_workbook(all_of_them: Sequence[Situation]) -> bytes:
    """Report the same as a workbook: 报送情况, and 催报 with the words to send."""
    heads = (
        "代码",
        "单位",
        "类别",
        "状态",
        "期限",
        "收到",
        "逾期天数",
        "文件",
        "强制",
        "核实",
        "待说明",
        "联系人",
        "电话",
        "备注",
    )
    rows = [
        (s.standing.unit.code, s.standing.unit.name, s.standing.unit.kind, s.state, _day(s.deadline), _day(s.received),
         s.days_late, s.standing.file or "", s.standing.count(Level.ERROR), s.standing.count(Level.QUERY),
         s.standing.waiting, s.standing.unit.contact, s.standing.unit.phone, s.standing.unit.note)
        for s in all_of_them
    ]  # fmt: skip
    words = [
        (
            s.standing.unit.code,
            s.standing.unit.name,
            s.state,
            s.days_late,
            s.standing.unit.contact,
            s.standing.unit.phone,
            s.reminder,
        )
        for s in urgent(all_of_them)
    ]
    wide = (9, 30, 12, 8, 12, 12, 9, 30, 7, 7, 8, 10, 16, 30)
    chase = (
        "催报",
        ("代码", "单位", "状态", "逾期天数", "联系人", "电话", "催报的话"),
        (9, 30, 8, 9, 10, 16, 80),
        words,
    )
    return sheets_of_rows([("报送情况", heads, wide, rows), chase])


# ------------------------------------------------------------------ comparisons


def differences_text(compared: Sequence[Compared]) -> str:
    """Report what was compared, and every difference with both places."""
    lines = []
    for one in compared:
        said = one.problem or (
            f"{len(one.differences)} 处不同" if one.differences else f"{one.figures} 个数全部一致"
        )
        lines.append(
            f"【{'一致' if one.same else '不一致'}】{one.name}　与 {one.against or '（没有比较）'}：{said}"
        )
        lines += [
            f"    {d.label}：{d.wanted_at} 是 {d.wanted or '空白'}，{one.name} {d.found_at} 是 {d.found or '空白'}"
            for d in one.differences
        ]
    return "\n".join(lines) + "\n"


def differences_json(compared: Sequence[Compared]) -> str:
    """Report the comparisons as JSON."""
    document = [
        {
            "name": one.name, "against": one.against, "figures": one.figures, "problem": one.problem or None,
            "differences": [
                {"table": d.key.table, "row": d.key.row, "column": d.key.column, "wanted": d.wanted, "wanted_at": d.wanted_at,
                 "found": d.found, "found_at": d.found_at}
                for d in one.differences
            ],
        }
        for one in compared
    ]  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1)


def differences_workbook(compared: Sequence[Compared]) -> bytes:
    """Report the comparisons as a workbook."""
    rows: list[tuple[object, ...]] = []
    for one in compared:
        rows += [
            (one.name, one.against, d.label, d.wanted_at, d.wanted, d.found_at, d.found)
            for d in one.differences
        ]
        if not one.differences:
            rows.append((one.name, one.against, one.problem or f"{one.figures} 个数全部一致", "", "", "", ""))
    return sheet_of_rows(
        "核对结果",
        ("文件", "与什么比较", "项目", "应在", "应为", "读自", "读到"),
        (30, 34, 34, 34, 12, 24, 12),
        rows,
    )


def trace_text(trace: Trace) -> str:
    """Report the cells that a county figure is the sum of."""
    lines = [
        f"{trace.label}（{trace.key}）合计 {plain(trace.total) or '空白'}，来自 {len(trace.sources)} 个单位："
    ]
    lines += [
        f"    {plain(s.amount)}\t{s.unit}\t{s.file}\t{s.cell}\tsha256 {s.sha256[:12]}" for s in trace.sources
    ]
    return "\n".join(lines) + "\n"


# ------------------------------------------------------------------ workbook

FINDING_HEADS = (
    "文件",
    "单位",
    "结果",
    "级别",
    "规则",
    "工作表",
    "单元格",
    "问题",
    "表中",
    "应为",
    "说明或例外",
    "由…引起",
)


def as_workbook(collection: Collection) -> bytes:
    """Report as a workbook: one line a finding, filtered and frozen."""
    rows = [line for result in collection.files for line in _finding_rows(result)]
    rows += [
        ("", "", "", f.level.label, f.rule, "", "", f.message, "", "", "", "") for f in collection.findings
    ]
    return sheet_of_rows("校核结果", FINDING_HEADS, (30, 20, 10, 7, 7, 10, 9, 70, 10, 10, 40, 14), rows)


def _finding_rows(result: FileResult) -> Iterator[tuple[object, ...]]:
    name = result.unit.name if result.unit else ""
    head = (result.reading.file, name, FILE_LABELS[result.status])
    for f in result.findings:
        yield (
            *head,
            f.level.label,
            f.rule,
            f.sheet or "",
            f.cell or "",
            f.message,
            f.found,
            f.expected,
            reply(f),
            f.cause or "",
        )
    if not result.findings:
        yield (*head, "", "", "", "", "没有发现问题", None, None, "", "")


def reply(finding: Finding) -> str:
    """Say in a cell what answers a finding: an exception, the unit's words, or that these are awaited."""
    return "；".join(line.strip() for line in _answer(finding))


Sheet: TypeAlias = tuple[str, Sequence[str], Sequence[float], Sequence[Sequence[object]]]


def sheet_of_rows(
    title: str, heads: Sequence[str], wide: Sequence[float], rows: Sequence[Sequence[object]]
) -> bytes:
    """Make a workbook of one sheet: a head, one line a row, filtered and frozen."""
    return sheets_of_rows([(title, heads, wide, rows)])


def sheets_of_rows(sheets: Sequence[Sheet]) -> bytes:
    """Make a workbook of such sheets, each with title, heads, widths and rows."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 (only where a workbook is asked for)

    from toolkit.look import Formats  # noqa: PLC0415

    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": sheets[0][0], "created": datetime(2020, 1, 1)})  # noqa: DTZ001 (fixed: equal bytes)
    formats = Formats(workbook)
    for sheet in sheets:
        _write_rows(workbook, formats, sheet)
    workbook.close()
    return target.getvalue()


def _write_rows(workbook: "Workbook", formats: "Formats", content: Sheet) -> None:
    from toolkit.look import set_up, widths  # noqa: PLC0415

    title, heads, wide, rows = content
    sheet = workbook.add_worksheet(title)
    set_up(sheet, landscape=True, tall=True)
    widths(sheet, list(wide))
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats["head"])
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | Decimal):
                sheet.write_number(number, column, cell, formats["number"])
            else:
                sheet.write_string(number, column, "" if cell is None else str(cell), formats["cell"])
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
