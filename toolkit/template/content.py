"""What a workbook shows: of whatever kind, and the blank one that a unit is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from toolkit.answers.last_year import History
from toolkit.answers.spelling import sheet_figure
from toolkit.answers.submission import Submission
from toolkit.answers.units import NEW, Unit
from toolkit.form.model import Figure, Form, Key, Mark, at_tier
from toolkit.layout.lock import UNLOCKED, Lock


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a workbook shows: whose it is, and what is already filled in.

    ``entries`` are the typed cells (a text stands as it was given, judged only when the workbook comes back);
    ``stated`` totals that stand typed over their formula (only in specimens);
    ``last`` last year's figures and ``last_note`` where they come from; ``notice`` is printed on the cover;
    ``state`` says what keeps a summary from being final, ``made`` by what its sums are known as later ones;
    both are empty in all other workbooks, as are the ``notes`` that stand above its tables, by their keys, in
    place of the form's.
    """

    form: Form
    unit_code: str
    unit_name: str
    year: int
    kind: str = ""
    county: str = ""
    notice: str = ""
    entries: Mapping[Key, Figure | str] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[Key, Figure] = field(default_factory=dict)
    stated: Mapping[Key, Figure] = field(default_factory=dict)
    last_note: str = ""
    state: str = ""
    made: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    lock: Lock = UNLOCKED

    @cached_property
    def submission(self) -> Submission:
        """The content as the sheet itself sees it: what is no lawful number, 无 or “/” is unreadable."""
        return Submission(
            form=self.form.key,
            year=self.year,
            unit_code=self.unit_code,
            unit_name=self.unit_name,
            figures={
                key: self._seen(key, self.entries[key]) if key in self.entries else Mark.BLANK
                for key in self.form.inputs
            },
            identity=self.identity,
            narrative=self.narrative,
            explanations=self.explanations,
            stated=self.stated,
        )

    def _seen(self, key: Key, entry: Figure | str) -> Figure:
        if isinstance(entry, Mark):
            return entry
        if isinstance(entry, str):
            return sheet_figure(entry)
        return entry if self.form.kind(key).admits(Decimal(entry)) else Mark.UNREADABLE

    @property
    def shown(self) -> Mapping[str, str]:
        """The cover's fields with the fixed ones filled in."""
        return {
            **self.identity,
            "unit_code": self.unit_code,
            "unit_name": self.unit_name,
            "year": str(self.year),
        }


def blank_content(
    form: Form,
    unit: Unit,
    history: History,
    *,
    year: int,
    county: str,
    notice: str,
    lock: Lock,
    tier: int = 0,
) -> Content:
    """Put together what a unit's blank workbook shows; `tier`: how many times over its figures are sums."""
    last = history.of(unit)
    why = history.note(unit)
    if unit.code in history.given:
        note = why
    elif last:
        note = f"取自 {year - 1} 年度汇总（{history.source}）" + (f"，{why}" if why else "")
    else:
        note = f"没有上年数：{why}" if history.source and why else "没有登记上年数，请按上年已公布的报告填写"
    if unit.status == NEW and not last:
        note = "新设单位，没有上年数"
    return Content(
        form=at_tier(form, tier),
        unit_code=unit.code,
        unit_name=unit.name,
        year=year,
        kind=unit.kind,
        county=county,
        notice=notice,
        last=last,
        last_note=note,
        lock=lock,
        entries={
            now: last[then]
            for now, then in form.openings.items()
            if isinstance(last.get(then), int | Decimal)
        },
    )
