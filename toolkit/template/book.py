"""What goes into a workbook (`Content`), and the workbook while it is written (`TemplateBook`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from toolkit.answers.explanations import accepted_reasons
from toolkit.answers.submission import Amount, Figure, Mark, Submission, with_totals
from toolkit.form.expression import Key, sides_of
from toolkit.form.model import Form, Instance
from toolkit.layout.layout import CHECKS, CheckColumns, Layout, lay_out, line_tag
from toolkit.layout.lock import UNLOCKED, Lock, LockedWorkbook, LockedWorksheet
from toolkit.layout.look import Formats
from toolkit.layout.place import Place
from toolkit.rules.checks import Outcome, State, judge, result_word
from toolkit.rules.columns import gather_columns
from toolkit.rules.exact import exact_worth


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a workbook shows: whose it is, and what is already filled in.

    ``entries`` are the typed cells (a text stands as it was given, judged only when the workbook comes back);
    ``stated`` totals that stand typed over their formula (only in specimens);
    ``last`` last year's figures and ``last_note`` where they come from; ``notice`` is printed on the cover;
    ``state`` says what keeps a summary from being final, and is empty in all other workbooks.
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
    lock: Lock = UNLOCKED

    @cached_property
    def submission(self) -> Submission:
        """The content as the sheet itself sees it: whatever is not a lawful number is unreadable."""
        return Submission(
            form=self.form.key,
            year=self.year,
            unit_code=self.unit_code,
            unit_name=self.unit_name,
            figures={key: self._seen(key) for key in self.form.inputs},
            identity=self.identity,
            narrative=self.narrative,
            explanations=self.explanations,
            stated=self.stated,
        )

    def _seen(self, key: Key) -> Figure:
        entry = self.entries.get(key, Mark.BLANK)
        if entry is Mark.BLANK:
            return entry
        if isinstance(entry, str | Mark):
            return Mark.UNREADABLE
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


@dataclass(frozen=True, kw_only=True)
class TemplateBook:
    """A workbook being written: content, layout, formats, and the cached results of every live formula."""

    workbook: LockedWorkbook
    formats: Formats
    content: Content

    @property
    def form(self) -> Form:
        """The form."""
        return self.content.form

    @cached_property
    def layout(self) -> Layout:
        """Where everything stands."""
        return lay_out(self.form)

    def sheet(self, name: str) -> LockedWorksheet:
        """Add a locked sheet."""
        return self.workbook.locked_sheet(name)

    @cached_property
    def numbers(self) -> Mapping[Key, Amount]:
        """The typed cells that hold numbers, lawful or not."""
        return {k: e for k, e in self.content.entries.items() if not isinstance(e, str | Mark)}

    @cached_property
    def totals(self) -> Mapping[Key, Amount]:
        """The cached result of every total's formula; what is no number counts for nothing, as in SUM."""
        sums = with_totals(self.form, self.numbers)
        return {k: 0 if isinstance(f, Mark) else f for k, f in sums.items() if not self.form.is_input(k)}

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """What every rule says of the content, by the rule's line."""
        figures = gather_columns(self.form, [self.content.submission], [self.content.last])
        return {line_tag(o.instance): o for o in judge(self.form, figures, [self.content.kind])}

    def sides(self, instance: Instance) -> tuple[Decimal, Decimal | None]:
        """Return the cached results of both sides of a rule's line: unlawful numbers count as the sheet counts them."""
        left, right = sides_of(instance.check)
        numbers, last = self.numbers, self.content.last
        return exact_worth(self.form, left, numbers, last), None if right is None else exact_worth(
            self.form, right, numbers, last
        )

    def word(self, instance: Instance) -> str:
        """Return the cached result of a rule's line on 校核."""
        state = State(int(self.outcomes[line_tag(instance)].states[0]))
        return result_word(instance.rule, state, explained=line_tag(instance) in self.reasons)

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """The explanations that pass the gate."""
        return accepted_reasons(self.form, self.content.explanations)

    def result(self, instance: Instance) -> Place:
        """Return the cell of 校核 that holds a rule's result."""
        return self.layout.checks[line_tag(instance)]._replace(column=CheckColumns.RESULT)

    def results(self) -> tuple[str, str]:
        """Return the ranges of 校核 with all levels and all results, for the counts on the cover."""
        first = self.layout.format_place(self.form.tables[0]).row
        last = first + len(self.form.tables) + len(self.form.instances) - 1
        return tuple(
            f"{Place(CHECKS, first, column).formula('')}:{Place(CHECKS, last, column).formula(CHECKS)}"
            for column in (CheckColumns.LEVEL, CheckColumns.RESULT)
        )  # type: ignore[return-value]
