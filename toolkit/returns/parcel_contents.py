"""What goes back to each unit: its workbook marked and a letter, or its acknowledgement."""

from collections.abc import Mapping, Sequence
from functools import partial

from toolkit.answers.last_year import History
from toolkit.form.model import Form
from toolkit.reading.tampering import issued_workbook
from toolkit.returns.acknowledgement import ACKNOWLEDGEMENT, Acknowledgement, acknowledgement_docx
from toolkit.returns.cases import Case
from toolkit.returns.parcel import Parcel, hash_of
from toolkit.returns.unit_files import files_of
from toolkit.template.content import blank_content
from toolkit.year.workspace import ACCEPTED, Collection, Standing, Workspace, tier_of, unit_stem

EDITION = "7"  # raised when the look of what is returned changes, so that everything is written again


def parcels_of(workspace: Workspace, collection: Collection, cases: Sequence[Case]) -> Mapping[str, Parcel]:
    """Tell what goes to each unit, by its code: what it has to do, or that it passed."""
    parcels = {case.unit.code: _case_parcel(workspace, collection, case) for case in cases}
    return parcels | {
        standing.unit.code: _acknowledgement_parcel(workspace, collection, standing)
        for standing in collection.standings
        if standing.status == ACCEPTED and standing.unit.code not in parcels
    }


def _case_parcel(workspace: Workspace, collection: Collection, case: Case) -> Parcel:
    """What goes to a unit that has something to do."""
    make = partial(_case_files, workspace, collection.form, collection.history, case)
    ready = partial(_issued_sheets, collection.form, case.unit.kind)
    return Parcel(key=_key(workspace, case), make=make, ready=ready)


def _issued_sheets(form: Form, kind: str) -> Sequence[object]:
    """Take all sheets apart that are issued to a unit of this kind."""
    return [*issued_workbook(form, kind)[0].values()]


def _case_files(workspace: Workspace, form: Form, history: History, case: Case) -> dict[str, bytes]:
    settings = workspace.settings
    blank = blank_content(
        form,
        case.unit,
        history,
        year=settings.year,
        county=settings.county,
        notice=settings.notice,
        lock=settings.lock,
        tier=max(case.result.reading.tier, tier_of(settings.level)),
    )
    return files_of(workspace, case, blank)


def _acknowledgement_parcel(workspace: Workspace, collection: Collection, standing: Standing) -> Parcel:
    """What goes to a unit that passed: its acknowledgement."""
    settings, submission = workspace.settings, standing.submission
    assert submission is not None  # noqa: S101 (it passed)
    passed = Acknowledgement(
        form=collection.form,
        submission=submission,
        unit=standing.unit.name,
        year=settings.year,
        file=standing.file or "",
        sha256=standing.sha256 or "",
        findings=standing.findings,
        received=standing.received,
        office=settings.office.get("name", ""),
        notice=settings.notice,
    )
    whose = (EDITION, passed.unit, passed.year, passed.file, passed.sha256, passed.received)
    return Parcel(
        key=hash_of(repr((*whose, passed.findings, passed.office, passed.notice)).encode()),
        make=partial(_acknowledgement_files, f"{unit_stem(standing.unit)}{ACKNOWLEDGEMENT}", passed),
    )


def _acknowledgement_files(name: str, passed: Acknowledgement) -> dict[str, bytes]:
    return {name: acknowledgement_docx(passed)}


def _key(workspace: Workspace, case: Case) -> str:
    """Say what a unit's files are made from: as long as this is the same, so are they."""
    settings = workspace.settings
    source = (
        EDITION,
        case.unit,
        case.result.reading.file,
        case.result.reading.sha256,
        case.result.findings,
        case.until,
        sorted(settings.office.items()),
    )
    return hash_of(
        repr((*source, settings.county, settings.notice, settings.password, settings.last_year)).encode()
    )
