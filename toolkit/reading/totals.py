"""Totals, three ways: what the sheet shows, what its inputs give, and whether the formula is still there.

The three are told apart and worded apart: typed over, changed, cleared, not recalculated, never calculated.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.answers.spelling import Raw, cell_content, certain_figure, read_figure
from toolkit.form.model import TIERS, Amount, Figure, Form, Key, Mark, plain_digits, with_totals
from toolkit.layout.layout import Layout, Place


class Shown(NamedTuple):
    """A total as the sheet shows it.

    ``formula`` is "" when there is none, None when the format does not tell.
    """

    place: Place
    raw: Raw
    formula: str | None
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What comes of comparing: ``stated`` are the totals that are no longer our own sum."""

    stated: Mapping[Key, Figure]
    findings: tuple[Finding, ...]


def compare_totals(
    form: Form,
    layout: Layout,
    figures: Mapping[Key, Figure],
    shown: Mapping[Key, Shown],
    read: Sequence[Finding],
) -> Tally:
    """Compare every total that the sheet shows with our own sum of the typed cells.

    `read` is what was said of the cells.
    """
    said = _Said(form, layout, figures, shown, with_totals(form, figures))
    unknown = {key for key, figure in figures.items() if figure is Mark.UNREADABLE}
    as_text = {f.key: f for f in read if f.rule == messages.READ_AS.id}
    said.as_text = {
        key for key, figure in figures.items() if key in as_text and not isinstance(figure, Mark) and figure
    }
    for key, one in shown.items():
        as_issued = one.formula == layout.sums[key]
        if as_issued and one.raw == said.own[key] and type(one.raw) is float:
            continue  # as nearly every total: as issued, and right
        if unknown and unknown.intersection(form.leaves[key]):
            continue
        if as_issued and one.raw == "":
            said.uncached = True  # as all totals of a workbook that a program saved
        else:
            said.compare(key)
    if said.uncached:
        said.findings.append(messages.NO_CACHE.finding())
    said.findings += [_left_out(as_text[key], places) for key, places in said.left_out.items()]
    return Tally(stated=said.stated, findings=tuple(said.findings))


def _left_out(read: Finding, totals: Sequence[Place]) -> Finding:
    """Say of a figure read from words that the sums on paper go without it."""
    cells = "、".join(place.a1 for place in totals)
    number = plain_digits(read.expected)  # type: ignore[arg-type]
    said = messages.LEFT_OUT.finding(found=read.found, label=read.facts["label"], totals=cells, number=number)
    line = ".".join((said.rule, *(part or "" for part in (read.table, read.row, read.column))))
    there = replace(said, sheet=read.sheet, cell=read.cell, line=line)
    return replace(there, table=read.table, row=read.row, column=read.column)


class _Said:
    """What is said while the totals of one workbook are compared."""

    def __init__(
        self,
        form: Form,
        layout: Layout,
        figures: Mapping[Key, Figure],
        shown: Mapping[Key, Shown],
        own: Mapping[Key, Figure],
    ) -> None:
        self.form, self.layout, self.figures, self.shown, self.own = form, layout, figures, shown, own
        self.findings: list[Finding] = []
        self.stated: dict[Key, Figure] = {}
        self.uncached = False
        self._amounts: dict[Key, Figure] = {}
        self.as_text: Collection[Key] = ()
        self.left_out: dict[Key, list[Place]] = {}

    def amount(self, key: Key) -> Figure:
        """Return what a figure is in the sheet: shown when it is a total, typed otherwise."""
        if key not in self.shown:
            return self.figures.get(key, Mark.BLANK)
        if key not in self._amounts:
            raw = self.shown[key].raw
            kind = self.form.kind(key).at_tier(TIERS)  # it may be more than any one cell is allowed
            figure = certain_figure(raw, kind)
            self._amounts[key] = read_figure(raw, kind).figure if figure is None else figure
        return self._amounts[key]

    def expected(self, key: Key) -> Amount:
        """Our own sum."""
        total = self.own[key]
        return 0 if isinstance(total, Mark) else total

    def compare(self, key: Key) -> None:
        """Say what there is to say of one total."""
        one, amount = self.shown[key], self.amount(key)
        same = amount == self.expected(key)
        if not same and one.formula != "" and self._goes_without_words(key, amount):
            return
        if one.formula is None:
            self._unknown(key, one, amount)
        elif not one.formula:
            self._typed(key, one, amount, same=same)
        elif self._changed(key, one):
            self._altered(key, one, amount, same=same)
        elif amount is Mark.BLANK:
            self.uncached = True
        elif not same:
            self._say(
                messages.STALE,
                key,
                found=cell_content(one.raw),
                expected=self.expected(key),
                cause=self._cause(key),
            )

    def _goes_without_words(self, key: Key, amount: Figure) -> bool:
        """Whether a total is what the sheet's SUM makes of its parts: numbers only."""
        words = [leaf for leaf in self.form.leaves[key] if leaf in self.as_text]
        left = sum(self.figures[leaf] for leaf in words)  # type: ignore[misc]
        if not words or isinstance(amount, Mark) or amount != self.expected(key) - left:
            return False
        for leaf in words:
            self.left_out.setdefault(leaf, []).append(self.shown[key].place)
        return True

    def _unknown(self, key: Key, one: Shown, amount: Figure) -> None:
        if amount is Mark.BLANK:
            self.uncached = True
        elif amount != self.expected(key):
            self._say(
                messages.FORMULA_UNKNOWN,
                key,
                found=cell_content(one.raw),
                expected=self.expected(key),
                cause=self._cause(key),
            )
            if self._cause(key) is None:
                self._state(key, one, amount)

    def _typed(self, key: Key, one: Shown, amount: Figure, *, same: bool) -> None:
        if amount is Mark.BLANK:
            self._say(messages.CLEARED, key, issued=self._issued(key))
            return
        facts = {"found": cell_content(one.raw), "expected": self.expected(key), "issued": self._issued(key)}
        self._say(messages.TYPED_OVER, key, compared=self._compared(key, same=same), **facts)
        self._state(key, one, amount)

    def _altered(self, key: Key, one: Shown, amount: Figure, *, same: bool) -> None:
        if amount is Mark.BLANK:
            self.uncached = True
        found = cell_content(one.raw) if amount is not Mark.BLANK else "空白"
        facts = {"issued": self._issued(key), "formula": f"={one.formula}", "found": found}
        compared = self._compared(key, same=same)
        self._say(messages.FORMULA_CHANGED, key, compared=compared, expected=self.expected(key), **facts)
        if amount is not Mark.BLANK:
            self._state(key, one, amount)

    def _state(self, key: Key, one: Shown, amount: Figure) -> None:
        """Take the total as stated; a difference that no rule of the form judges is an error here."""
        if isinstance(amount, Mark):
            self._overtyped(key, cell_content(one.raw))
            return
        self.stated[key] = amount
        judged = any(i.rule.stated and i.at == key for i in self.form.instances)
        if amount != self.expected(key) and not judged:
            self._overtyped(key, amount)

    def _overtyped(self, key: Key, found: Amount | str) -> None:
        self._say(messages.OVERTYPED, key, found=found, expected=self.expected(key), issued=self._issued(key))

    def _issued(self, key: Key) -> str:
        """The formula as the total was issued, for the clerk to type again."""
        return f"={self.layout.sums[key]}"

    def _changed(self, key: Key, one: Shown) -> bool:
        if one.moved:
            return False  # the program that moved the cells also moved the formula
        issued = self.layout.sums[key]
        return one.formula != issued and (one.formula or "").replace("$", "").replace(" ", "") != issued

    def _cause(self, key: Key) -> str | None:
        """Name what explains a total that adds up other totals as they are shown.

        None when it stands for itself.
        """
        parts = [part for part in self.form.parts[key] if part in self.shown]
        wrong = [part for part in parts if self.amount(part) != self.expected(part)]
        amounts = [self.amount(part) for part in self.form.parts[key]]
        if not wrong or self.amount(key) != sum(a for a in amounts if not isinstance(a, Mark)):
            return None
        if any(self.shown[part].formula == "" for part in wrong):
            return messages.TYPED_OVER.id
        return messages.STALE.id if self.shown[key].formula is not None else messages.FORMULA_UNKNOWN.id

    def _compared(self, key: Key, *, same: bool) -> str:
        return "与分项相加的结果一致" if same else f"按分项相加应是 {plain_digits(self.expected(key))}"

    def _say(self, what: messages.Message, key: Key, **facts: object) -> None:
        place, label = self.shown[key].place, self.form.label(key)
        self.findings.append(what.finding(at=place, key=key, label=label, **facts))  # type: ignore[arg-type]
