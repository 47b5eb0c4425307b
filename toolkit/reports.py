"""The official reports of a year as documents: the county's, and each unit's, as .docx and .html."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from toolkit.collection import collect
from toolkit.consolidation import ACCEPTED, Consolidation, Standing
from toolkit.correction import keep_beside
from toolkit.document import Report, compose, docx_bytes, html_text
from toolkit.expression import Key
from toolkit.form import Form
from toolkit.history import History
from toolkit.publishing import consolidate, county_words
from toolkit.submission import Figure, settled
from toolkit.verification import compare_document, require_same
from toolkit.workspace import Workspace, safe_name, unit_stem, write_whole

UNITS_FOLDER = "单位报告"


def write_reports(workspace: Workspace, *, units: bool = False, workers: int | None = None) -> Iterator[Path]:
    """Write the county's report (and, with `units`, that of every unit that passed), each as .docx and .html."""
    collection = collect(workspace, workers=workers)
    form, history = workspace.form, collection.history
    consolidation = consolidate(workspace, collection, history)
    folder = workspace.path("summary")
    name = f"{safe_name(workspace.settings.county)}{workspace.settings.year}年{workspace.form.title}"
    county = county_report(workspace, consolidation, history)
    for path in _write(form, county, consolidation.totals, folder / name):
        keep_beside(consolidation, path, folder)
        yield path
    if units:
        for standing in consolidation.standings:
            if standing.status == ACCEPTED and standing.submission is not None:
                report = unit_report(workspace, standing, history)
                stem = folder / UNITS_FOLDER / unit_stem(standing.unit)
                yield from _write(form, report, settled(form, standing.submission), stem)


def _write(form: Form, report: Report, figures: Mapping[Key, Figure], stem: Path) -> Iterator[Path]:
    """Write a report in both formats and read it back: a document that does not show its figures is no result."""
    for suffix, data in ((".docx", docx_bytes(report)), (".html", html_text(report).encode())):
        path = stem.with_name(stem.name + suffix)
        write_whole(path, data)
        require_same(iter([compare_document(form, path, figures, "汇总")]))
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
