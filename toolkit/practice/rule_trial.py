"""Trying a changed rule book over past years before it is issued: who would newly be blocked, or asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.answers.finding import Finding
from toolkit.errors import UsageError
from toolkit.form.definition import load_form
from toolkit.form.level import Level
from toolkit.form.model import Form
from toolkit.rules.checks import blocks_submission
from toolkit.year.collection import Collection, collect
from toolkit.year.standing import ACCEPTED, RETURNED
from toolkit.year.workspace import open_workspace

BLOCKED, FREED, ASKED, SPARED, INFORMED = "新退回", "不再退回", "新问", "不再问", "新提示"
HEADS = ("年度文件夹", "单位代码", "单位", "变化", "规则", "位置", "问题")


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """What the changed rules mean for one unit: the change, and the finding behind it."""

    folder: str
    code: str
    name: str
    change: str
    finding: Finding

    @property
    def cells(self) -> tuple[str, ...]:
        """The effect in the order of `HEADS`."""
        f = self.finding
        return (self.folder, self.code, self.name, self.change, f.rule, f.place, f.message)


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """All effects of a changed rule book over some past years, and how many units were looked at."""

    source: str
    units: int
    effects: tuple[Effect, ...]


def rehearse(changed: Path, folders: Sequence[Path]) -> Rehearsal:
    """Check past years' folders with the rules as they were and with the changed ones. Raises UsageError."""
    rules = str(changed) if changed.suffix == ".toml" else f"{changed}.toml"
    effects: list[Effect] = []
    units = 0
    for folder in folders:
        workspace = open_workspace(folder)
        _same_cells(workspace.form, load_form(rules), folder)
        before = collect(workspace)
        after = collect(workspace, rules=rules)
        units += sum(s.submission is not None for s in before.standings)
        effects += _effects(str(folder), before, after)
    return Rehearsal(source=changed.name, units=units, effects=tuple(effects))


def _same_cells(old: Form, new: Form, folder: Path) -> None:
    if old.cells != new.cells or [f.key for f in old.narrative] != [f.key for f in new.narrative]:
        raise UsageError(f"“{folder}”用的表样 {old.key} 与改过的表样不是同样的格，规则不能在上面试。")


def _effects(folder: str, before: Collection, after: Collection) -> list[Effect]:
    effects = []
    for old, new in zip(before.standings, after.standings, strict=True):
        if old.status not in {ACCEPTED, RETURNED} or new.status not in {ACCEPTED, RETURNED}:
            continue
        was, now = blocks_submission(old.findings), blocks_submission(new.findings)
        mine, theirs = _lines(old.findings), _lines(new.findings)
        changes = [
            (_what(f, was=was, now=now), f)
            for line, f in theirs.items()
            if mine.get(line, f).level is not f.level or line not in mine
        ]
        changes += [(_gone(f, was=was, now=now), f) for line, f in mine.items() if line not in theirs]
        effects += [
            Effect(folder=folder, code=new.unit.code, name=new.unit.name, change=change, finding=finding)
            for change, finding in changes
            if change
        ]
    return effects


def _lines(findings: Sequence[Finding]) -> dict[tuple[str | None, str | None], Finding]:
    """Primary findings of the rules, by line and place; what was allowed or answered asks nothing."""
    open_ones = (f for f in findings if f.primary and f.waived is None and f.line is not None)
    return {(f.line, f.place): f for f in open_ones if f.explained is None}


def _what(finding: Finding, *, was: bool, now: bool) -> str:
    match finding.level:
        case Level.ERROR:
            return BLOCKED if now and not was else "又一处强制"
        case Level.QUERY:
            return ASKED
    return INFORMED


def _gone(finding: Finding, *, was: bool, now: bool) -> str:
    match finding.level:
        case Level.ERROR:
            return FREED if was and not now else ""
        case Level.QUERY:
            return SPARED
    return ""


# ------------------------------------------------------------------ reports


def _sums(rehearsal: Rehearsal) -> list[str]:
    blocked = {(e.folder, e.code) for e in rehearsal.effects if e.change == BLOCKED}
    asked = {(e.folder, e.code) for e in rehearsal.effects if e.change == ASKED}
    lines = [
        (
            f"用 {rehearsal.source} 重新校核 {rehearsal.units} 份报告：新退回 {len(blocked)} 个单位，"
            f"新问 {len(asked)} 个单位。"
        )
    ]
    by = Counter((e.change, e.finding.rule) for e in rehearsal.effects)
    return lines + [f"{change}　{rule}　{n} 处" for (change, rule), n in sorted(by.items())]


def as_text(rehearsal: Rehearsal) -> str:
    """Report for the terminal: the sums, then unit by unit."""
    lines = _sums(rehearsal)
    for effect in rehearsal.effects:
        place = f"{effect.finding.place}：" if effect.finding.place else ""
        lines.append(
            f"{effect.folder}　{effect.code} "
            f"{effect.name}　【{effect.change}】{effect.finding.rule}　{place}{effect.finding.message}"
        )
    return "\n".join(lines) + "\n"


def as_markdown(rehearsal: Rehearsal) -> str:
    """Report as a Markdown table."""
    lines = [*_sums(rehearsal), "", "| " + " | ".join(HEADS) + " |", "|" + "---|" * len(HEADS)]
    lines += [
        "| " + " | ".join(cell.replace("|", "\\|") for cell in e.cells) + " |" for e in rehearsal.effects
    ]
    return "\n".join(lines) + "\n"


def as_workbook(rehearsal: Rehearsal) -> bytes:
    """Report as a workbook."""
    from toolkit.reporter import sheet_of_rows  # noqa: PLC0415 (only where a workbook is asked for)

    return sheet_of_rows("试行结果", HEADS, (26, 9, 26, 10, 8, 14, 80), [e.cells for e in rehearsal.effects])
