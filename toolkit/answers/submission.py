"""What one unit says: its figures, texts and explanations, as exact values.

Blank, zero and 不适用 are three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeAlias

from toolkit.form.model import Form, Key
from toolkit.layout.place import Place


class Mark(Enum):
    """What stands in a figure's cell when it is not a number."""

    BLANK = ""
    NOT_APPLICABLE = "/"
    UNREADABLE = "?"


Amount: TypeAlias = int | Decimal
Figure: TypeAlias = Amount | Mark
Figures: TypeAlias = Mapping[Key, Figure]

ZERO_BLANKS_YES = "是"
SIGNIFICANT = 15  # digits that Excel keeps and shows; what lies behind them is the noise of binary fractions


def exact_amount(amount: Decimal) -> Amount:
    """Give a whole amount as int, any other as the shortest Decimal: equal amounts are written alike.

    12, 12.0 and 1.2E+1 are one amount, 12; 0.50 万元 is 0.5. Nothing is rounded.
    """
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()


def kept_figure(figure: Figure) -> Figure:
    """Return what a cell of a workbook keeps of a figure: fifteen digits."""
    if isinstance(figure, Mark):
        return figure
    return exact_amount(Decimal(format(Decimal(figure), f".{SIGNIFICANT}g")))


def plain_digits(figure: Figure) -> str:
    """Write a figure as the data files do.

    Digits without exponent or separators, "" for blank, "/" for 不适用.

    Counts are whole numbers (件, 人, 份 …), money stands in the form's unit (万元 in the national forms) with
    as many decimals as were typed. What could not be read has a word of its own, which no number has.
    """
    if type(figure) is int:  # most are
        return str(figure)
    if isinstance(figure, Mark):
        return str(figure.value)
    return format(figure, "f") if isinstance(figure, Decimal) else str(figure)


def in_words(written: str) -> str:
    """Say what a written figure is to a person.

    A blank and a text that could not be read have words of their own.
    """
    return {Mark.BLANK.value: "空白", Mark.UNREADABLE.value: "读不准"}.get(written, written)


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One unit's answers for one year.

    ``figures`` holds the typed cells (a missing key is blank); ``stated`` totals that somebody typed over
    their formula, or that a published report prints; ``last`` last year's figures as printed in the
    workbook; ``moved`` the cells that did not stand where the template has them; ``explanations`` the unit's
    words to a query, by rule id and line (``R06.regulations``); ``unread`` the fields of words in which
    something stands that was refused: they are unknown, and not blank.
    """

    form: str
    year: int
    unit_code: str
    unit_name: str
    kind: str = ""
    figures: Mapping[Key, Figure] = field(default_factory=dict)
    stated: Mapping[Key, Figure] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[Key, Figure] = field(default_factory=dict)
    moved: Mapping[Key, Place] = field(default_factory=dict)
    unread: tuple[Key, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Go to another process light.

        The names of the figures as one text, which thousands of units share.
        """
        return {k: _packed(v) if k in _PACKED else v for k, v in self.__dict__.items()}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Come out of another process, with one object for each name whatever the unit."""
        self.__dict__.update({k: _unpacked(*v) if k in _PACKED else v for k, v in state.items()})

    @property
    def zero_blanks(self) -> bool:
        """Whether the unit confirmed that its blank cells mean 0."""
        return self.identity.get("zero_blanks") == ZERO_BLANKS_YES

    def figure(self, key: Key) -> Figure:
        """What was typed for this figure."""
        return self.figures.get(key, Mark.BLANK)


_PACKED = frozenset({"figures", "last"})


def _packed(figures: Mapping[Key, Figure]) -> tuple[str, tuple[Figure, ...]]:
    return _names(tuple(figures)), tuple(figures.values())


def _unpacked(names: str, figures: Sequence[Figure]) -> dict[Key, Figure]:
    return dict(zip(_keys(names), figures, strict=True))


@lru_cache(maxsize=64)
def _names(keys: tuple[Key, ...]) -> str:
    return "\n".join("\t".join(key) for key in keys)


@lru_cache(maxsize=64)
def _keys(names: str) -> tuple[Key, ...]:
    return tuple(Key(*name.split("\t")) for name in names.splitlines())


def unwritten(form: Form, identity: Mapping[str, str], narrative: Mapping[str, str]) -> list[str]:
    """Name the required fields of the cover, then the required passages, in which nothing is written."""
    return [
        field.label
        for fields, texts in ((form.identity, identity), (form.narrative, narrative))
        for field in fields
        if field.required and not texts.get(field.key, "").strip()
    ]


def with_totals(form: Form, figures: Mapping[Key, Figure]) -> dict[Key, Figure]:
    """Return all figures of the form: the typed cells as they are, every total recomputed from them.

    One entry for each cell of the form (200 in that of 2021), in the form's order; a missing one is blank.
    Totals that were typed, cached or unlocked do not matter here.
    """
    computed = total_figures(form, figures)
    return {key: computed[key] if key in computed else figures.get(key, Mark.BLANK) for key in form.cells}


def total_figures(form: Form, figures: Mapping[Key, Figure]) -> dict[Key, Figure]:
    """Compute the totals of the form from its typed cells: for each total its sum over the leaves below it.

    See `sum_figures` for what a blank does. Subtotals are summed from their leaves, never from other totals.
    """
    blank = Mark.BLANK
    return {
        key: sum_figures([figures.get(leaf, blank) for leaf in leaves]) for key, leaves in form.sums.items()
    }


def sum_figures(figures: Sequence[Figure]) -> Figure:
    """Add figures up, exactly; without any number the sum is 不适用 where all are, and blank otherwise.

    Blanks and 不适用 beside a number count as nothing in the sum; how many units stated a figure is the
    business of whoever shows the sum.
    """
    try:
        total = sum(figures)  # type: ignore[arg-type]  # tried first: mostly there are numbers only
        amounts: Sequence[Figure] = figures
    except TypeError:
        amounts = [figure for figure in figures if not isinstance(figure, Mark)]
        total = sum(amounts)  # type: ignore[arg-type]
    if amounts:
        return exact_amount(total) if isinstance(total, Decimal) else total
    nothing = figures and all(figure is Mark.NOT_APPLICABLE for figure in figures)
    return Mark.NOT_APPLICABLE if nothing else Mark.BLANK


def settled_figures(form: Form, submission: Submission) -> Mapping[Key, Figure]:
    """Return all figures of a submission as they count.

    Required blanks that the unit confirmed to be 0 are 0.

    Without that confirmation on the cover (空白格是否均为 0) a blank stays blank; optional cells, which may
    be blank for good, are never made 0.
    """
    figures = with_totals(form, submission.figures)
    if not submission.zero_blanks:
        return figures
    return {key: 0 if f is Mark.BLANK and form.required(key) else f for key, f in figures.items()}


# ------------------------------------------------------------------ values files


def place_of(issued: Mapping[Key, Place], submission: Submission, key: Key) -> Place:
    """Return the cell of a figure in the unit's own workbook as it was opened; `issued` are those sent out.

    Inserted rows and columns that the reader could follow move it; messages name what the clerk sees.
    """
    return submission.moved.get(key, issued[key])
