"""登记的说明: what a unit said by telephone or chat, as the office wrote it in `explanations.csv`.

It answers the figures of one file, by its hash: a corrected workbook is asked anew. The gate is the same as
for what a unit writes itself, and whoever reads it sees who said it and that the office registered it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import hexdigits

from toolkit.answers.explanations import Reason, weigh, with_answer
from toolkit.answers.lists import UNIT_HEADINGS, ListLine, find_list, read_list, unclear_codes
from toolkit.answers.messages import MESSAGES, Finding
from toolkit.form.model import Form, Level
from toolkit.year.workspace import FileResult, Workspace

STEM = "explanations"  # .csv or .xlsx
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "unit": UNIT_HEADINGS,
    "rule": ("规则", "规则编号", "rule"),
    "file": ("文件指纹", "指纹", "file", "sha256"),
    "text": ("说明", "text"),
    "by": ("谁说明的", "说明人", "by"),
}
SHORTEST_HASH = 8  # digits


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """One answer: whose, to which rule or line of it, in which file (its hash begun), the words, by whom."""

    unit: str
    rule: str
    file: str
    text: str
    by: str

    @property
    def words(self) -> str:
        """The answer as findings show it."""
        return f"{self.text}（{self.by}，本办登记）"


def read_explained(workspace: Workspace) -> tuple[Explained, ...]:
    """Read what is registered; () where nothing is. Raises UsageError with every line that is wrong."""
    path = find_list(workspace.folder, STEM)
    if path is None:
        return ()
    kept = read_list(path, "登记的说明", HEADINGS)
    known = {rule.id for rule in workspace.form.rules}
    found: list[Explained] = []
    mistakes: list[str] = []
    for line in kept.lines:
        wrong = [*unclear_codes(line, ("unit", "file")), *_mistakes(line, workspace, known)]
        mistakes += wrong
        cells = {key: line.cells[key] for key in HEADINGS}
        cells["file"] = _digits(cells["file"])
        found += [] if wrong else [Explained(**cells)]
    for one, reason in zip(found, _weighed(workspace.form, found), strict=True):
        if reason.refusal:
            whose = workspace.roster.label(one.unit)
            mistakes.append(f"{whose} 对 {one.rule} 的说明没有采纳：{reason.refusal}")
    kept.refuse(mistakes)
    return tuple(found)


def _weighed(form: Form, found: Sequence[Explained]) -> list[Reason]:
    """Put the words of each unit through the gate, together, as if they stood in its workbook."""
    weighed: dict[tuple[str, str], Reason] = {}
    for unit in dict.fromkeys(one.unit for one in found):
        mine = {f"{one.rule} {one.file}": one.text for one in found if one.unit == unit}
        weighed |= {(unit, line): reason for line, reason in weigh(form, mine).items()}
    nothing = Reason(text="", refusal="没有写说明")
    return [weighed.get((one.unit, f"{one.rule} {one.file}"), nothing) for one in found]


def _mistakes(line: ListLine, workspace: Workspace, known: set[str]) -> Iterator[str]:
    cells = line.cells
    if workspace.roster.find(cells["unit"]) is None:
        yield f"{line.where('unit')}：{workspace.roster.unknown(cells['unit'])}"
    if (rule := cells["rule"].partition(".")[0]) in MESSAGES:
        yield f"{line.where('rule')}：{rule}（{MESSAGES[rule].title}）不能用说明代替，请单位改正"
    elif rule not in known:
        yield f"{line.where('rule')}：没有“{cells['rule'][:20]}”这条规则"
    digits = _digits(cells["file"])
    if len(digits) < SHORTEST_HASH or not set(digits) <= set(hexdigits):
        yield f"{line.where('file')}：要写文件指纹（sha256）的前 {SHORTEST_HASH} 位或更多"
    if not cells["by"]:
        yield f"{line.where('by')}：没有写是谁说明的"


def _digits(said: str) -> str:
    """Give the digits of a hash that was copied as it is printed, in groups."""
    return "".join(said.split()).lower()


def unmet_answers(
    explained: Sequence[Explained], results: Sequence[FileResult], label: Callable[[str], str]
) -> Iterator[str]:
    """Say which registered answers meet nothing, and why; those to an older file of a unit are history.

    ``label`` names a unit by its code.
    """
    for one in explained:
        there = [r for r in results if r.reading.sha256.startswith(one.file)]
        mine = [
            r for r in there if one.unit in {unit.code for unit in (r.unit, r.sender) if unit is not None}
        ]
        asked = (f for r in mine for f in r.findings if f.level is Level.QUERY)
        if any(not r.judged for r in mine) or any(one.rule in (f.line, f.rule) for f in asked):
            continue
        if mine:
            why = "那一份里没有这一条要说明的"
        elif there:
            why = f"指纹是“{there[0].reading.file}”的，不是它报的一份"
        else:
            why = f"收件里没有指纹是 {one.file[:SHORTEST_HASH]} 的文件"
        yield f"{label(one.unit)} {one.rule}：{why}"


def answer_queries(
    findings: Sequence[Finding], explained: Sequence[Explained], unit: str, sha256: str
) -> tuple[Finding, ...]:
    """Answer the queries of one file that still wait with what is registered for it."""
    mine = {one.rule: one for one in explained if one.unit == unit and sha256.startswith(one.file)}

    def answered(finding: Finding) -> Finding:
        said = mine.get(finding.line or finding.rule) or mine.get(finding.rule)
        if said is None or not finding.waiting:
            return finding
        return replace(with_answer(finding, Reason(text=said.words)), unaccepted="")

    return tuple(map(answered, findings)) if mine else tuple(findings)
