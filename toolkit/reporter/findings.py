"""What `check` found, as text, as the JSON of the contract, as a workbook."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from toolkit.answers import messages
from toolkit.answers.messages import Finding, with_consequences
from toolkit.answers.waiver import Use
from toolkit.form.elements import Level, name_some
from toolkit.layout.row_sheets import sheet_of_rows
from toolkit.year.workspace import (
    ACCEPTED,
    STATUS_LABELS,
    UNCONFIRMED,
    Collection,
    FileResult,
    Standing,
    passing_in_spite,
    standing_counts,
)

MAX_CELLS = 12
MANY = 30  # files: more than fit on one screen


def as_json(collection: Collection) -> str:
    """Report as the JSON object of the contract."""
    document = {
        "form": collection.form.key,
        "year": collection.year,
        "files": [_file(result) for result in collection.files],
        "units": [
            {
                "unit_code": s.unit.code,
                "unit_name": s.unit.name,
                "status": s.status,
                "open_queries": s.waiting,
            }
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
    return (f for result in collection.files if result.judged for f in result.findings)


def _waiver(use: Use) -> dict[str, Any]:
    w = use.waiver
    return {
        "unit_code": w.unit,
        "rule": w.rule,
        "year": w.year,
        "reason": w.reason,
        "approver": w.approver,
        "expires": w.expires.isoformat(),
        "times": use.times,
        "state": use.state,
    }


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


# ------------------------------------------------------------------ text


def as_text(collection: Collection) -> str:
    """Report as text: a line a file, its findings under it, errors first, equal findings grouped.

    How all units stand comes last, where a terminal ends; with many files it comes first, too.
    """
    standing = [*_standing_lines(collection.standings)] if collection.standings else []
    lines = [*standing, ""] if len(collection.files) > MANY and standing else []
    for result in collection.files:
        lines += _file_lines(result)
    if elsewhere := [f for f in collection.findings if f.rule != messages.MISSING.id]:
        lines += ["【不在哪一个文件里的】", *finding_lines(elsewhere)]
    lines += ["", *standing] if standing else []
    lines += _waiting_lines(_counting(collection))
    lines += _waiver_lines(collection.waivers)
    return "\n".join(lines) + "\n"


def _waiting_lines(counting: Iterable[Finding]) -> Iterator[str]:
    """Say how much still waits for the units, and how they can answer it."""
    findings = list(counting)
    waiting = messages.count_waiting(findings)
    if explaining := waiting.get(messages.TO_EXPLAIN):
        rest = passing_in_spite(f for f in findings if not f.of_file)
        yield f"待说明 {explaining} 处：请单位改正，或在“核实说明”里写明原因；{rest}。"
    if correcting := waiting.get(messages.TO_CORRECT):
        yield f"待改正 {correcting} 处：请单位改正，不能用说明代替；不影响通过。"


def _file_lines(result: FileResult) -> Iterator[str]:
    submission = result.reading.submission
    name = result.unit.name if result.unit else submission.unit_name if submission else ""
    yield f"【{result.label}】{result.reading.file}　{name}　{tally_findings(result.findings)}".rstrip()
    yield from finding_lines(result.findings)


def finding_lines(findings: Sequence[Finding], *, asked: bool = True) -> Iterator[str]:
    """Say the findings of one file, a line each, equal ones grouped and consequences only counted.

    Where a unit is `asked` about them, with its answer.
    """
    under = {id(head): consequences for head, consequences in with_consequences(findings)}
    for run, places in group_findings([f for f in findings if f.primary]):
        finding = run[0]
        where = f"{places}：" if places else ""
        yield f"    {finding.level.label} {finding.rule}　{where}{finding.message}"
        if asked:
            yield from _answer(finding)
        folded = [f for head in run for f in under[id(head)]]
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
        yield f"        {finding.waits_for}"
    elif finding.unconfirmed:
        yield f"        {UNCONFIRMED}"


def _waiver_lines(uses: Sequence[Use]) -> Iterator[str]:
    if uses:
        yield f"例外 {len(uses)} 条，用到 {sum(use.times for use in uses)} 处："
        for use in uses:
            yield f"    {use.waiver.unit}　{use.waiver.rule}　{use.state}　{use.waiver.words}"


def group_findings(findings: Sequence[Finding]) -> Iterator[tuple[Sequence[Finding], str]]:
    """Group findings of one file that say the same of several cells; give them and all the places."""
    for _, several in groupby(findings, key=lambda f: (f.level, f.rule, f.message)):
        run = list(several)
        places = list(dict.fromkeys(f.place for f in run if f.place))
        yield run, name_some([*_short(places)], MAX_CELLS, f" 等 {len(places)} 处")


def _short(places: Sequence[str]) -> Iterator[str]:
    """Leave out the sheet where it is the same as before: “表三 D8”, “E8”."""
    before = ""
    for place in places:
        sheet, _, cell = place.partition(" ")
        yield cell if sheet == before and cell else place
        before = sheet


def tally_findings(findings: Sequence[Finding]) -> str:
    """Count the primary findings of each level.

    Those still to be explained, and those allowed, beside them.
    """
    primary = [f for f in findings if f.primary]
    counts = [(level.label, sum(f.level is level and f.waived is None for f in primary)) for level in Level]
    counts += [
        *messages.count_waiting(primary).items(),
        (UNCONFIRMED, sum(f.unconfirmed for f in primary)),
        ("例外", sum(f.waived is not None for f in primary)),
    ]
    return "　".join(f"{label} {n} 处" for label, n in counts if n)


def _standing_lines(standings: Sequence[Standing]) -> Iterator[str]:
    counts = standing_counts(standings)
    yield "　".join(f"{label} {n}" for label, n in counts.items())
    for status in STATUS_LABELS:
        names = [s.named for s in standings if s.status == status]
        if names and status != ACCEPTED:
            yield f"{STATUS_LABELS[status]}：{'、'.join(names)}"


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
    head = (result.reading.file, name, result.label)
    for f in (f for first, under in with_consequences(result.findings) for f in (first, *under)):
        yield (
            *head,
            f.level.label,
            f.rule,
            f.sheet or "",
            f.cell or "",
            f.message,
            f.found,
            f.expected,
            reply_to(f),
            f.cause or "",
        )
    if not result.findings:
        yield (*head, "", "", "", "", "没有发现问题", None, None, "", "")


def reply_to(finding: Finding) -> str:
    """Say in a cell what answers a finding: a waiver, the unit's words, or that these are awaited."""
    return "；".join(line.strip() for line in _answer(finding))
