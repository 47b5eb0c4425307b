"""版本: several files of one unit.

Exactly one counts, which one and why is said (and recorded in the journal).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from toolkit.answers import messages
from toolkit.answers.finding import Finding
from toolkit.answers.reading import Reading
from toolkit.answers.submission import Submission, in_words, place_of, plain_digits
from toolkit.answers.units import Unit
from toolkit.form.model import Form
from toolkit.layout.layout import lay_out
from toolkit.year.pins import Pin
from toolkit.year.receipts import Arrivals
from toolkit.year.standing import ACCEPTED, MISSING, RETURNED, Standing

UNREADABLE, SUPERSEDED, FOREIGN = "unreadable", "superseded", "foreign"
FILE_LABELS = {
    ACCEPTED: "通过",
    RETURNED: "退回",
    UNREADABLE: "打不开",
    SUPERSEDED: "不计入（另有版本）",
    FOREIGN: "不是本次的表",
}


_Rank: TypeAlias = tuple[bool, str, tuple[int, int], float, str]


@dataclass(frozen=True, kw_only=True)
class FileResult:
    """One file of the inbox: what it is and what was found in it."""

    reading: Reading
    status: str
    findings: tuple[Finding, ...]
    unit: Unit | None = None

    @property
    def annex(self) -> bool:
        """Whether it is only filed with its unit: a scan or photo of the signed page."""
        return any(finding.rule == messages.ANNEX.id for finding in self.findings)

    @property
    def label(self) -> str:
        """What became of it, in words."""
        return "附件" if self.annex else FILE_LABELS[self.status]


def open_matters(
    files: Sequence[FileResult], standings: Sequence[Standing], others: Sequence[Finding]
) -> tuple[str, ...]:
    """Say why a year, or loose files, are not clean: each reason with its number and whom it is about.

    () when they are.

    `others` are the findings that belong to no single file. Every command asks here, so all mean the same by
    clean.
    """
    bad = [f for f in files if f.status != SUPERSEDED and any(one.blocks for one in f.findings)]
    of_units = {s.file for s in standings if s.status == RETURNED}
    told = {
        "退回 {} 个单位": [s.named for s in standings if s.status == RETURNED],
        "未报 {} 个单位": [s.unit.name for s in standings if s.status == MISSING],
        "{} 个文件读不了、认不出或有强制错误": [
            f.reading.file for f in bad if f.reading.file not in of_units
        ],
        "{} 条强制问题不在哪一个文件里": [
            f.rule for f in others if f.blocks and f.rule != messages.MISSING.id
        ],
    }
    return tuple(
        f"{what.format(len(whom))}（{'、'.join(whom[:5])}{' 等' if len(whom) > 5 else ''}）"
        for what, whom in told.items()
        if whom
    )


def counted(results: Sequence[FileResult]) -> Mapping[str, FileResult]:
    """Return the file that counts for each unit that sent one, by the unit's code."""
    return {r.unit.code: r for r in results if r.unit is not None and r.status in {ACCEPTED, RETURNED}}


def one_for_each(
    form: Form, results: Sequence[FileResult], pins: Mapping[str, Pin], came: Arrivals
) -> list[FileResult]:
    """Let exactly one file count for each unit: the pinned one, or the best; say of the others why not.

    `came` is the order in which they were received: what a copied folder or a touched file cannot change.
    """
    chosen = list(results)
    by_unit: dict[str, list[int]] = {}
    for i, result in enumerate(results):
        if result.unit is not None and result.status in {ACCEPTED, RETURNED}:
            by_unit.setdefault(result.unit.code, []).append(i)
    for code, several in by_unit.items():
        pin = pins.get(code)
        dated = all(results[i].reading.saved for i in several)
        ranks = {i: (_pinned(results[i], pin), *_rank(results[i], came, dated=dated)) for i in several}
        best = max(several, key=lambda i: ranks[i])
        for i in several:
            if i != best:
                why = f"县办指定：{pin.reason}" if pin and ranks[best][0] else _why(ranks[i], ranks[best])
                chosen[i] = _superseded(form, results[i], results[best], why)
    return chosen


def _pinned(result: FileResult, pin: Pin | None) -> bool:
    return pin is not None and pin.means(result.reading.file, result.reading.sha256)


def lost_pins(results: Sequence[FileResult], pins: Mapping[str, Pin]) -> list[Finding]:
    """Say of pinned files that are not there, or not the unit's."""
    mine = [(r.unit.code, r) for r in results if r.unit is not None and r.status in {ACCEPTED, RETURNED}]
    lost = [pin for code, pin in pins.items() if not any(code == c and _pinned(r, pin) for c, r in mine)]
    return [messages.PIN_LOST.finding(unit=pin.unit_code, file=pin.file) for pin in lost]


def _rank(result: FileResult, came: Arrivals, *, dated: bool) -> _Rank:
    """Prefer what passes, then what was saved last (where all are `dated`), then what was received last.

    The file's own date decides only between files that come up for the first time together.
    """
    reading = result.reading
    saved = (reading.saved or "") if dated else ""
    order = came.order(reading.file, reading.sha256)
    return result.status == ACCEPTED, saved, order, reading.modified.timestamp(), reading.file


def _superseded(form: Form, result: FileResult, best: FileResult, why: str) -> FileResult:
    chosen = best.reading.file
    if result.reading.sha256 == best.reading.sha256:
        return replace(result, status=SUPERSEDED, findings=(messages.SAME_FILE.finding(chosen=chosen),))
    mine, other = result.reading.submission, best.reading.submission
    differences = describe_difference(form, mine, other) if mine is not None and other is not None else []
    shown = (
        f"与采用的版本有 {len(differences)} 处不同：{'；'.join(differences[:20])}。"
        if differences
        else "数字完全相同。"
    )
    finding = messages.SUPERSEDED.finding(chosen=chosen, why=why, differences=shown)
    return replace(result, status=SUPERSEDED, findings=(finding,))


def _why(mine: tuple[object, ...], best: tuple[object, ...]) -> str:
    """Say what decided between two versions of a unit's report: the first in which they differ."""
    reasons = ("", "它没有强制错误", "它保存得最晚", "它收到得最晚", "它的文件日期最晚")
    decided = (reason for reason, a, b in zip(reasons, mine, best, strict=False) if a != b)
    return next(decided, "两个文件的时间相同，取文件名排在后面的")


def describe_difference(form: Form, old: Submission, new: Submission) -> list[str]:
    """Say cell by cell how two versions of a unit's figures differ: “表三 D7 3→4”."""
    layout = lay_out(form)
    lines = []
    for key in form.inputs:
        a, b = old.figure(key), new.figure(key)
        if a != b:
            place = place_of(layout.places, new, key)
            lines.append(f"{place.sheet} {place.a1} {in_words(plain_digits(a))}→{in_words(plain_digits(b))}")
    for places, before, after in (
        (layout.identity, old.identity, new.identity),
        (layout.narrative, old.narrative, new.narrative),
        (layout.reasons, old.explanations, new.explanations),
    ):
        lines += [
            f"{p.sheet} {p.a1} 文字不同"
            for key, p in places.items()
            if before.get(key, "") != after.get(key, "")
        ]
    return lines
