"""Trying a changed rule book over past years before it is issued: who would newly be blocked, or asked."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.answers.editions import silent_lines
from toolkit.answers.messages import Finding, blocks_submission
from toolkit.errors import UsageError
from toolkit.form.model import Level, comparable_figures
from toolkit.year.collection import collect
from toolkit.year.workspace import ACCEPTED, RETURNED, Standing, open_workspace

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
    """All effects of a changed rule book over some past years, and how many units were looked at.

    ``untried``: the rules of another edition that could not be judged on what some units answered then, each
    with the number of those units.
    """

    source: str
    units: int
    effects: tuple[Effect, ...]
    untried: Mapping[str, int] = field(default_factory=dict)


def rehearse(changed: Path, folders: Sequence[Path]) -> Rehearsal:
    """Check past years' folders with the rules as they were and with the changed ones.

    The changed form may be another edition, with other cells: its rules are judged on what both ask alike,
    and not at all where a figure was not asked then. Raises UsageError.
    """
    rules = str(changed) if changed.suffix == ".toml" else f"{changed}.toml"
    effects: list[Effect] = []
    untried: Counter[str] = Counter()
    units = 0
    for folder in folders:
        workspace = open_workspace(folder)
        before, after = collect(workspace), collect(workspace, rules=rules)
        if not set(after.form.inputs) & set(comparable_figures(after.form, before.form)):
            raise UsageError(
                f"“{folder}”用的表样 {before.form.key} 与改过的表样没有一格意思相同，规则不能在上面试。"
            )
        for old, now in zip(before.standings, after.standings, strict=True):
            if old.submission is None or now.submission is None:
                continue
            units += 1
            silent = silent_lines(after.form, before.form, old.submission, now.submission)
            effects += _effects(str(folder), old, now, silent)
            untried.update({line.split(".")[0] for line in silent})
    return Rehearsal(source=changed.name, units=units, effects=tuple(effects), untried=untried)


def _effects(folder: str, old: Standing, new: Standing, silent: Container[str]) -> Iterator[Effect]:
    if old.status not in {ACCEPTED, RETURNED} or new.status not in {ACCEPTED, RETURNED}:
        return
    mine, theirs = _lines(old.findings, silent), _lines(new.findings, silent)
    was, now = blocks_submission(old.findings), _blocks(new.findings, silent)
    changes = [
        (_what(f, was=was, now=now), f)
        for line, f in theirs.items()
        if mine.get(line, f).level is not f.level or line not in mine
    ]
    changes += [(_gone(f, was=was, now=now), f) for line, f in mine.items() if line not in theirs]
    for change, finding in changes:
        if change:
            yield Effect(
                folder=folder, code=new.unit.code, name=new.unit.name, change=change, finding=finding
            )


def _blocks(findings: Sequence[Finding], silent: Container[str]) -> bool:
    return blocks_submission([f for f in findings if f.line not in silent])


def _lines(findings: Sequence[Finding], silent: Container[str]) -> dict[tuple[str, object], Finding]:
    """Primary findings of the rules, by line and what they are about.

    What was allowed or answered asks nothing; nor does what an edition with other cells cannot say.
    """
    return {
        (f.line, _about(f)): f
        for f in findings
        if f.line is not None
        and f.line not in silent
        and f.primary
        and f.waived is None
        and f.explained is None
    }


def _about(finding: Finding) -> object:
    """What a finding is about, the same in every edition: its figure, else its passage, else its sheet."""
    key = (finding.table, finding.row, finding.column)
    return key if any(key) else finding.facts.get("passage") or finding.sheet


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
    lines += [f"{change}　{rule}　{n} 处" for (change, rule), n in sorted(by.items())]
    if rehearsal.untried:
        told = "、".join(f"{rule}（{n} 份）" for rule, n in sorted(rehearsal.untried.items()))
        lines.append(f"当时的表样没有这些格、或分法不同，没有试的规则：{told}。")
    return lines


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
    from toolkit.layout.row_sheets import sheet_of_rows  # noqa: PLC0415 (only where a workbook is asked for)

    return sheet_of_rows("试行结果", HEADS, (26, 9, 26, 10, 8, 14, 80), [e.cells for e in rehearsal.effects])
