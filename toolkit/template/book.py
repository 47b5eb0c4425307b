"""What goes into a workbook (`Content`), and the workbook while it is written (`TemplateBook`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache

from xlsxwriter.worksheet import Worksheet

from toolkit.answers.digest import DIGEST_NOT_YET, PRIMES, digest_sums, figure_share, seeds, written_digest
from toolkit.answers.explanations import accepted_reasons
from toolkit.answers.spelling import sheet_figure, sheet_text
from toolkit.answers.submission import unwritten
from toolkit.form.expression import sides_of
from toolkit.form.model import Amount, Form, Instance, Key, Level, Mark, Ref, Table, with_totals
from toolkit.layout.layout import Layout, Place, States, lay_out
from toolkit.layout.locked_sheets import LockedWorkbook, LockedWorksheet
from toolkit.layout.look import Formats
from toolkit.layout.look import write_words as write_words  # noqa: PLC0414 (handed on)
from toolkit.layout.title_line import title_line
from toolkit.rules.exact import exact_worth, state_exactly
from toolkit.rules.states import ASKED, BROKEN, State, result_word
from toolkit.template.content import Content

TOTAL_WRONG = States.WRONG + 1  # a total that is no number: no cell to fill is wrong


@dataclass(frozen=True, kw_only=True)
class TableCount:
    """How many cells of a table are to be filled, how many of them are blank, how many wrong."""

    asked: int
    blank: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What the cover counts: errors, open queries, blanks, a zero report unconfirmed (1), what is missing."""

    errors: int
    asked: int
    blank: int
    nothing: int
    missing: int


@dataclass(frozen=True, kw_only=True)
class TemplateBook:
    """A workbook being written: content, layout, formats, and the cached results of every live formula.

    ``like`` is a blank workbook of the same kind of unit that is written already: then only the cells that
    name the unit or look at last year's figures are written, to patch it with (`toolkit.template.alike`);
    whatever else is written then does no harm.
    """

    workbook: LockedWorkbook
    formats: Formats
    content: Content
    like: "TemplateBook | None" = None
    _states: dict[Ref, int] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def begun(cls, content: Content) -> "TemplateBook":
        """Begin a workbook that is locked as its content says, and empty."""
        workbook = LockedWorkbook(content.lock)
        return cls(workbook=workbook, formats=Formats(workbook), content=content)

    @property
    def whose(self) -> str:
        """The line under each sheet's title: the unit and the year."""
        return title_line(self.content.unit_name, self.content.year)

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

    @property
    def whole(self) -> bool:
        """Whether everything is written, also what is the same in all blank workbooks of a kind."""
        return self.like is None

    @cached_property
    def instances(self) -> Sequence[Instance]:
        """The rules whose lines are written."""
        return self.form.instances if self.whole else _varying(self.form, opened=self.opened)

    @property
    def opened(self) -> bool:
        """Whether openings are filled in already."""
        return bool(self.content.entries)

    @cached_property
    def moving(self) -> frozenset[Key]:
        """The cells of this year that may differ from those of the workbook that this is like."""
        return reached_by_openings(self.form) if self.opened else frozenset()

    @cached_property
    def numbers(self) -> Mapping[Key, Amount]:
        """The typed cells that hold numbers, lawful or not."""
        return {k: e for k, e in self.content.entries.items() if not isinstance(e, str | Mark)}

    @cached_property
    def totals(self) -> Mapping[Key, Amount]:
        """The cached result of every total's formula; what is no number counts for nothing, as in SUM."""
        if self.like is not None:
            mine = {key: self.form.sums[key] for key in self.moving if not self.form.is_input(key)}
            added = {key: sum(self.numbers.get(leaf, 0) for leaf in leaves) for key, leaves in mine.items()}
            return {**self.like.totals, **added}
        sums = with_totals(self.form, self.numbers)
        return {k: 0 if isinstance(f, Mark) else f for k, f in sums.items() if not self.form.is_input(k)}

    def typed(self, ref: Ref) -> Amount | str:
        """Return what 底稿 finds in a figure's cell: a number, or a text without spaces."""
        if ref.last:
            figure = self.content.last.get(ref.key, Mark.BLANK)
            return "" if isinstance(figure, Mark) else figure
        if not self.form.is_input(ref.key):
            stated = self.content.stated.get(ref.key, self.totals[ref.key])
            return "" if isinstance(stated, Mark) else stated
        entry = self.content.entries.get(ref.key, Mark.BLANK)
        if isinstance(entry, Mark):
            return entry.value
        return sheet_text(entry) if isinstance(entry, str) else entry

    def read(self, ref: Ref) -> Amount | str:
        """Return what 底稿 reads there: a number, “/”, nothing, or “?”."""
        typed = self.typed(ref)
        if not isinstance(typed, str):
            return typed
        figure = sheet_figure(typed)
        return str(figure.value) if isinstance(figure, Mark) else figure

    def state(self, ref: Ref) -> int:
        """Return how a figure stands (`States`)."""
        if self.like is not None and not ref.last and ref.key not in self.moving:
            return self.like.state(ref)
        known = self._states.get(ref)
        if known is None:
            known = self._states[ref] = self._state(ref)
        return known

    def _state(self, ref: Ref) -> int:
        read = self.read(ref)
        if ref.last or not self.form.is_input(ref.key):
            return States.FILLED if not isinstance(read, str) else States.BLANK if ref.last else TOTAL_WRONG
        figure = self.content.submission.figures[ref.key]
        if figure is Mark.BLANK:
            return States.BLANK
        return States.WRONG if figure is Mark.UNREADABLE else States.FILLED

    def wrong_cells(self, table: Table) -> list[str]:
        """Return the addresses of a table's cells that hold no number of their kind, in reading order."""
        wrong = [key for key in table.cells if self.state(Ref(key)) == States.WRONG]
        return [place.a1 for place in sorted(self.layout.places[key] for key in wrong)]

    @cached_property
    def table_counts(self) -> Mapping[str, "TableCount"]:
        """How the cells of each table stand, by its key."""
        if self.like is not None:
            return {table: self._count_like(table, count) for table, count in self.like.table_counts.items()}
        result = {}
        for table in self.form.tables:
            states = [self.state(Ref(key)) for key in table.cells if self.form.is_input(key)]
            result[table.key] = TableCount(
                asked=len(states), blank=states.count(States.BLANK), wrong=states.count(States.WRONG)
            )
        return result

    def _count_like(self, table: str, count: "TableCount") -> "TableCount":
        """Count a table of which only openings are filled in, all with numbers of their kinds."""
        filled = sum(key.table == table for key in self.content.entries)
        return replace(count, blank=count.asked - filled) if filled != count.asked - count.blank else count

    @cached_property
    def counts(self) -> "Counts":
        """How the whole workbook stands."""
        words = [(instance.rule, self.words[instance.line]) for instance in self.form.instances]
        blank, nothing = self._unfilled
        shown = self.content.shown
        refused = sum(field.refusal(shown.get(field.key, "")) is not None for field in self.form.identity)
        return Counts(
            errors=sum(count.wrong > 0 for count in self.table_counts.values())
            + sum(w == BROKEN for rule, w in words if rule.level is Level.ERROR),
            asked=sum(w == ASKED for _, w in words),
            blank=blank,
            nothing=nothing,
            missing=len(unwritten(self.form, shown, self.content.narrative)) + refused,
        )

    @cached_property
    def _unfilled(self) -> tuple[int, int]:
        """How many cells are blank, and whether (1) nothing but zeros is filled in."""
        required = [table.key for table in self.form.tables if table.required]
        sure = self.zero_blanks
        blank = 0 if sure else sum(self.table_counts[key].blank for key in required)
        if sure or blank or not required:
            return blank, 0
        reads = (self.read(Ref(key)) for key in self.form.cells if key.table in required)
        return blank, int(not any(r for r in reads if not isinstance(r, str)))

    def stop_word(self, instance: Instance) -> str:
        """Return what stands in the way of a rule's result; empty when it has one."""
        state = self.verdicts[instance.line]
        return (
            "" if state in {State.HOLDS, State.BROKEN} else result_word(instance.rule, state, explained=False)
        )

    @cached_property
    def verdicts(self) -> Mapping[str, State]:
        """What the rules whose lines are written say of the content, by the rule's line."""
        return {one.line: self._verdict(one) for one in self.instances}

    def _verdict(self, instance: Instance) -> State:
        """Say what a rule says; one that waits for figures that stay blank waits in every blank workbook."""
        if self.like is not None and self.like.verdicts[instance.line] is State.PENDING:
            moves = self.opened and instance.line in _lines_opened(self.form)
            if not moves:
                return State.PENDING
        content = self.content
        return state_exactly(self.form, instance, content.submission, content.last, content.kind)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The cached result of every rule's line on 校核."""
        mine = {instance.line: self._word(instance) for instance in self.instances}
        return mine if self.like is None else {**self.like.words, **mine}

    def sides(self, instance: Instance) -> tuple[Decimal, Decimal | None]:
        """Return the cached results of both sides of a rule's line.

        Unlawful numbers count as the sheet counts them.
        """
        left, right = sides_of(instance.check)
        numbers, last = self.numbers, self.content.last
        return exact_worth(self.form, left, numbers, last), None if right is None else exact_worth(
            self.form, right, numbers, last
        )

    def word(self, instance: Instance) -> str:
        """Return the cached result of a rule's line on 校核."""
        return self.words[instance.line]

    def _word(self, instance: Instance) -> str:
        state = self.verdicts[instance.line]
        return result_word(instance.rule, state, explained=instance.line in self.reasons)

    @property
    def zero_blanks(self) -> bool:
        """Whether the unit confirmed that its blank cells mean 0."""
        return self.whole and self.content.submission.zero_blanks

    @cached_property
    def all_read(self) -> bool:
        """Whether every typed cell holds a figure, or nothing."""
        if self.like is not None:
            return True
        return all(figure is not Mark.UNREADABLE for figure in self.content.submission.figures.values())

    @cached_property
    def digest_sums(self) -> tuple[int, ...]:
        """Both sums of 校验码; in another blank workbook of a kind they start elsewhere, and add the same."""
        content, like = self.content, self.like
        if like is None:
            return digest_sums(self.form, content.submission.figures, content.unit_code, content.year)
        mine, theirs = (self._starts(one) for one in (content, like.content))
        return tuple(
            (total - before + start) % prime
            for total, before, start, prime in zip(like.digest_sums, theirs, mine, PRIMES, strict=True)
        )

    @cached_property
    def digest_word(self) -> str:
        """The cached 校验码, once every cell that is filled in holds a figure."""
        return written_digest(self.digest_sums) if self.all_read else DIGEST_NOT_YET

    def _starts(self, content: Content) -> list[int]:
        """Return what a content has in the two sums that another of its kind has not: seeds, openings."""
        moving = [(key, content.submission.figures[key]) for key in self.moving if self.form.is_input(key)]
        return [
            start + sum(figure_share(self.form, key, figure, half) for key, figure in moving)
            for half, start in enumerate(seeds(self.form, content.unit_code, content.year))
        ]

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """The explanations that pass the gate."""
        return accepted_reasons(self.form, self.content.explanations)


@lru_cache(maxsize=16)
def reached_by_openings(form: Form) -> frozenset[Key]:
    """Return the cells that are filled in with last year's figures, and the totals that they are part of."""
    openings = set(form.openings)
    return frozenset(
        openings | {total for total, leaves in form.sums.items() if openings.intersection(leaves)}
    )


@lru_cache(maxsize=16)
def _varying(form: Form, *, opened: bool) -> tuple[Instance, ...]:
    """Return the rules that look at last year's figures or, where they are `opened`, at openings."""
    moving = reached_by_openings(form) if opened else frozenset()
    return tuple(
        instance for instance in form.instances if any(ref.last or ref.key in moving for ref in instance.refs)
    )


@lru_cache(maxsize=16)
def _lines_opened(form: Form) -> frozenset[str]:
    """Return the lines of the rules that look at openings, or at totals of them."""
    moving = reached_by_openings(form)
    return frozenset(
        one.line for one in form.instances if any(not ref.last and ref.key in moving for ref in one.refs)
    )


# ------------------------------------------------------------------ cells that a unit fills in


def restrict(
    sheet: Worksheet,
    first: Place,
    last: Place,
    rule: Mapping[str, object],
    *,
    prompt: tuple[str, str],
    refusal: tuple[str, str],
) -> None:
    """Let cells take what a `rule` allows, or nothing; `prompt` and `refusal` are a title and a text each."""
    options = {
        **rule,
        "ignore_blank": True,
        "input_title": prompt[0],
        "input_message": prompt[1],
        "error_title": refusal[0],
        "error_message": refusal[1],
        "error_type": "stop",
    }
    sheet.data_validation(first.row, first.column, last.row, last.column, options)


def shade(sheet: Worksheet, first: Place, last: Place, condition: Mapping[str, object]) -> None:
    """Colour cells as long as a condition holds."""
    sheet.conditional_format(first.row, first.column, last.row, last.column, condition)
