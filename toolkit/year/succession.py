"""单位变动: last year's units reconciled with this year's, each change with its reason."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.answers.last_year import History
from toolkit.answers.units import COMPILED, MERGED, NEW, NORMAL, RENAMED, SPLIT, Roster, Unit

UNEXPLAINED, NOT_REPORTED = "没有说明", "上年没有报成"
GONE = {RENAMED: "更名为", MERGED: "并入", SPLIT: "拆分为"}


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitChange:
    """One unit that is not what it was: whether it was there ``before`` and is there ``after``, 1 or 0."""

    code: str
    name: str
    what: str
    before: int
    after: int
    relation: str = ""
    reason: str = ""

    @property
    def explained(self) -> bool:
        """Whether the roster says what became of it."""
        return self.what != UNEXPLAINED


@dataclass(frozen=True, kw_only=True)
class Succession:
    """The count of units in both years, and every change between them.

    ``vanished`` are last year's of which the roster says nothing.
    """

    before: int
    after: int
    stayed: int
    changes: tuple[UnitChange, ...]
    vanished: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Reconcile the counts in one line: last year's, what left, what came, this year's."""
        left = Counter(change.what for change in self.changes if not change.after)
        came = Counter(change.what for change in self.changes if not change.before)
        parts = [f"－{what} {n}" for what, n in left.items()] + [f"＋{what} {n}" for what, n in came.items()]
        return (
            f"上年 {self.before} 个{''.join(f' {part}' for part in parts)} ＝ 今年 {self.after} 个（沿用 "
            f"{self.stayed} 个）"
        )


def reconcile(roster: Roster, history: History) -> Succession:
    """Compare last year's units with the ones due this year, by code; the roster says who became whom."""
    due = {unit.code: unit for unit in roster.due}
    stayed = [code for code in due if code in history.names]
    gone = [code for code in history.names if code not in due]
    changes = [
        *_gone(gone, roster, history),
        *_come([u for c, u in due.items() if c not in history.names], history),
    ]
    changes += _lost(stayed, roster, history)
    return Succession(
        before=len(history.names),
        after=len(due),
        stayed=len(stayed),
        changes=tuple(changes),
        vanished=history.vanished(roster),
    )


def _heirs(roster: Roster) -> Mapping[str, Sequence[Unit]]:
    heirs: dict[str, list[Unit]] = {}
    for unit in roster.units:
        for code in unit.predecessors:
            heirs.setdefault(code, []).append(unit)
    return heirs


def _gone(codes: Sequence[str], roster: Roster, history: History) -> Iterator[UnitChange]:
    """List the units of last year from which no report is due any more."""
    heirs = _heirs(roster)
    for code in codes:
        unit = roster.find(code)
        what, relation, reason = (
            UNEXPLAINED,
            "",
            "名录里没有写去向：承接的单位请写前身代码，撤销的请保留并写“撤销”",
        )
        if several := heirs.get(code):
            what = several[0].status
            relation = GONE.get(what, "由") + "、".join(u.label for u in several)
            reason = "；".join(u.note for u in several if u.note)
        elif unit is not None:
            what = unit.status if not unit.owes else "改为不计入"
            relation, reason = roster.compiling(unit), unit.note
        yield UnitChange(
            code=code,
            name=history.names[code],
            what=what,
            before=1,
            after=0,
            relation=relation,
            reason=reason,
        )


def _come(units: Sequence[Unit], history: History) -> Iterator[UnitChange]:
    """List the units due this year that were not there last year."""
    unexplained = {unit.code for unit in units if not unit.predecessors and unit.status != NEW}
    for unit in units:
        named = "、".join(
            history.label(code) if code in history.names else f"{code}（上年没有）"
            for code in unit.predecessors
        )
        what, reason = unit.status, unit.note
        if unit.code in unexplained:
            what = NOT_REPORTED if unit.code in history.owed else UNEXPLAINED
            reason = (
                "上年的名录里有它，没有报送或者没有通过：请补齐上年数"
                if what == NOT_REPORTED
                else "上年的数里没有这个单位：新设的，名录的状态写“新设”；改名、合并来的，写前身代码；"
                "上年该报、没有报成的，请补齐上年数"
            )
        elif absent := [code for code in unit.predecessors if code not in history.names]:
            what, reason = UNEXPLAINED, f"前身 {'、'.join(absent)} 不在上年的单位里"
        yield UnitChange(
            code=unit.code,
            name=unit.name,
            what=what,
            before=0,
            after=1,
            relation=f"由{named}" if named else "",
            reason=reason,
        )


def _lost(codes: Sequence[str], roster: Roster, history: History) -> Iterator[UnitChange]:
    """Units of both years that took others over, or that others came out of: they change no count."""
    heirs = _heirs(roster)
    for code in codes:
        unit = roster.find(code)
        assert unit is not None  # noqa: S101 (it is due, so the roster has it)
        parts = [heir for heir in heirs.get(code, ()) if heir.code != code]
        compiled = [u for u in roster.compiled.get(code, ()) if u.code in history.names]
        if parts or compiled or unit.predecessors or unit.name != history.names[code]:
            relation = "、".join(
                [f"分出 {u.label}" for u in parts]
                + [f"并入 {c} {history.names.get(c, '（上年没有）')}" for c in unit.predecessors if c != code]
                + [f"代编 {u.label}" for u in compiled]
                + ([f"原名 {history.names[code]}"] if unit.name != history.names[code] else [])
            )
            what = unit.status
            if what == NORMAL and unit.name != history.names[code] and not parts:
                what = RENAMED
            elif what == NORMAL and compiled:
                what = COMPILED
            yield UnitChange(
                code=code,
                name=unit.name,
                what=what,
                before=1,
                after=1,
                relation=relation,
                reason=unit.note,
            )
