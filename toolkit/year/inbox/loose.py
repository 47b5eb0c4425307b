"""Files that belong to no year's folder, checked."""

from collections.abc import Sequence
from pathlib import Path

from toolkit.answers.messages import Finding, sorted_findings
from toolkit.answers.units import Unit
from toolkit.form.definition import load_form
from toolkit.reading.taken_file import Job
from toolkit.reading.workbook import read_files
from toolkit.rules.checks import check
from toolkit.rules.prose_checks import prose_findings
from toolkit.rules.unit_report import UnitReport
from toolkit.year.whose import status_of
from toolkit.year.workspace import Collection, FileResult


def check_files(paths: Sequence[Path], forms: Sequence[str], *, workers: int | None = None) -> Collection:
    """Read and check loose files, without a roster; last year's figures are those in each workbook.

    Each is read in the first of `forms` that it is. The result holds one entry for each path, in their order;
    its form is that of all of them, the first of `forms` where they are of several; the year is set where all
    agree.
    """
    readings = read_files([Job(path=path, name=str(path)) for path in paths], forms, workers=workers)
    by_key = {form.key: form for form in reversed([load_form(name) for name in forms])}
    results = []
    for reading in readings:
        submission = reading.submission
        found: list[Finding] = []
        if submission is not None and reading.form is not None:
            form = by_key[reading.form]
            kind = submission.kind or form.kind_of_unit(submission.unit_name)
            found = check(form, [submission], [submission.last], [kind])[0]
            unit = Unit(code=submission.unit_code, name=submission.unit_name, kind=kind)
            found += prose_findings(form, UnitReport(submission=submission, unit=unit), found=found)
        findings = tuple(sorted_findings([*reading.findings, *found]))
        results.append(FileResult(reading=reading, status=status_of(reading, findings), findings=findings))
    submissions = [r.reading.submission for r in results if r.reading.submission is not None]
    years, keys = {each.year for each in submissions}, {each.form for each in submissions}
    return Collection(
        form=by_key[keys.pop()] if len(keys) == 1 else load_form(forms[0]),
        year=years.pop() if len(years) == 1 else None,
        files=tuple(results),
    )
