"""What a unit says for one year: figures, texts and explanations, as exact values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from toolkit.form.model import (
    ZERO_BLANKS_YES,
    Figure,
    Form,
    Key,
    Mark,
    exact_amount,
    plain_digits,
    with_totals,
)
from toolkit.layout.place import Place


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

    def known_sums(self, form: Form) -> dict[str, str]:
        """Give by what each table's typed figures are known again, by its key."""
        said = {table.key: sha256() for table in form.tables}
        for key in form.inputs:
            figure = self.figure(key)
            alike = figure if isinstance(figure, Mark) else exact_amount(Decimal(figure))
            said[key.table].update(f"{plain_digits(alike)} ".encode())
        return {table: figures.hexdigest()[:8] for table, figures in said.items()}

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


def place_of(issued: Mapping[Key, Place], submission: Submission, key: Key) -> Place:
    """Return the cell of a figure in the unit's own workbook as it was opened; `issued` are those sent out.

    Inserted rows and columns that the reader could follow move it; messages name what the clerk sees.
    """
    return submission.moved.get(key, issued[key])
