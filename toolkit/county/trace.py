"""Where a county figure comes from: units, files and cells."""

from dataclasses import dataclass

from toolkit.answers.submission import place_of
from toolkit.county.consolidation import Consolidation, consolidate
from toolkit.form.model import Amount, Figure, Form, Key, Mark
from toolkit.layout.layout import lay_out
from toolkit.layout.naming import find_figure
from toolkit.year.collection import collect
from toolkit.year.workspace import ACCEPTED, Standing, Workspace


@dataclass(frozen=True, kw_only=True)
class Source:
    """One unit's part of a county figure: amount, file, its hash, and the cell it was read from."""

    unit: str
    amount: Amount
    file: str
    sha256: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A county figure and the cells it is the sum of.

    ``coverage`` says how many units state it, where not all do.
    """

    key: Key
    label: str
    total: Figure
    sources: tuple[Source, ...]
    coverage: str = ""


def trace_figure(workspace: Workspace, name: str) -> Trace:
    """Trace a county figure to the cells of the accepted submissions.

    `name` as people call it (see `find_figure`).

    The parts add up to the figure exactly; each says unit, file, sheet, cell and what stood there. Raises
    UsageError when the form has no such figure.
    """
    key = find_figure(workspace.form, name)
    return trace_in(consolidate(workspace, collect(workspace)), key)


def trace_in(consolidation: Consolidation, key: Key) -> Trace:
    """Trace a figure of a county's year that is already added up."""
    form = consolidation.form
    sources = [
        source
        for standing, figures in zip(consolidation.counted, consolidation.figures, strict=True)
        if (source := _source(form, standing, key, figures[key])) is not None
    ]
    return Trace(
        key=key,
        label=form.label(key),
        total=consolidation.totals[key],
        sources=tuple(sources),
        coverage=consolidation.coverage([key]),
    )


def _source(form: Form, standing: Standing, key: Key, figure: Figure) -> Source | None:
    if isinstance(figure, Mark) or standing.submission is None or standing.status != ACCEPTED:
        return None
    place = place_of(lay_out(form).places, standing.submission, key)
    return Source(
        unit=standing.unit.label,
        amount=figure,
        file=standing.file or "",
        sha256=standing.sha256 or "",
        cell=f"{place.sheet} {place.a1}",
    )
