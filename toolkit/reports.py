"""The official reports of a year as documents: the county's, and each unit's, as .docx and .html."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from toolkit.collection import collect, last_year_of
from toolkit.consolidation import ACCEPTED, Consolidation, Standing
from toolkit.document import Report, compose, docx_bytes, html_text
from toolkit.expression import Key
from toolkit.form import Form
from toolkit.history import History, read_history
from toolkit.publishing import consolidate, county_words
from toolkit.submission import Figure, Mark, Submission, totals
from toolkit.workspace import Workspace, safe_name, write_whole

UNITS_FOLDER = "单位报告"


def write_reports(workspace: Workspace, *, units: bool = False, workers: int | None = None) -> Iterator[Path]:
    """Write the county's report (and, with `units`, that of every unit that passed), each as .docx and .html."""
    consolidation = consolidate(workspace, collect(workspace, workers=workers))
    history = read_history(workspace.form, last_year_of(workspace))
    folder = workspace.path("summary")
    stem = f"{safe_name(workspace.settings.county)}{workspace.settings.year}年{workspace.form.title}"
    yield from _write(county_report(workspace, consolidation, history), folder / stem)
    if units:
        for standing in consolidation.standings:
            if standing.status == ACCEPTED and standing.submission is not None:
                report = unit_report(workspace, standing, history)
                name = f"{safe_name(standing.unit.code)}_{safe_name(standing.unit.name)}"
                yield from _write(report, folder / UNITS_FOLDER / name)


def _write(report: Report, stem: Path) -> Iterator[Path]:
    for suffix, data in ((".docx", docx_bytes(report)), (".html", html_text(report).encode())):
        path = stem.with_name(stem.name + suffix)
        write_whole(path, data)
        yield path


def county_report(workspace: Workspace, consolidation: Consolidation, history: History) -> Report:
    """Compose the county's report from its totals; its own words come from county.csv, what is missing is marked."""
    settings, words = workspace.settings, county_words(workspace)
    return compose(
        consolidation.form, year=settings.year, unit_name=settings.county, figures=consolidation.totals,
        narrative=words.narrative, identity=words.identity, last=history.county() or None,
        summary_of=len(consolidation.counted), notice=settings.notice, draft=consolidation.draft,
    )  # fmt: skip


def unit_report(workspace: Workspace, standing: Standing, history: History) -> Report:
    """Compose a unit's report from its own figures and words."""
    submission = standing.submission
    assert submission is not None  # noqa: S101 (asked only of units that passed)
    return compose(
        workspace.form, year=submission.year, unit_name=standing.unit.name, figures=settled(workspace.form, submission),
        narrative=submission.narrative, identity=submission.identity, last=history.of(standing.unit) or None,
        notice=workspace.settings.notice,
    )  # fmt: skip


def settled(form: Form, submission: Submission) -> Mapping[Key, Figure]:
    """Return all figures of a submission with the blanks that the unit confirmed to be 0 as 0."""
    figures = totals(form, submission.figures)
    if not submission.zero_blanks:
        return figures
    return {key: 0 if f is Mark.BLANK and form.required(key) else f for key, f in figures.items()}
