"""收件: everything in the inbox, read, told apart by unit, checked; exactly one file counts for each unit."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from toolkit.answers import messages
from toolkit.answers.finding import Finding, sorted_findings
from toolkit.answers.last_year import History
from toolkit.answers.submission import Figure, Mark, Submission, plain_digits
from toolkit.answers.units import Roster, Unit
from toolkit.answers.waiver import Use, Waiver
from toolkit.form.definition import load_form
from toolkit.form.expression import Key
from toolkit.form.model import Form
from toolkit.layout.layout import lay_out
from toolkit.reading.file_kind import CLOUD_SUFFIX
from toolkit.reading.workbook import Reading, unread_file, unread_folder
from toolkit.reading.workers import Batch, Job, read_files
from toolkit.rules.across_units import County, neighbour_findings
from toolkit.rules.checks import check
from toolkit.rules.prose_checks import UnitReport, prose_findings, with_causes
from toolkit.year.entering.explained import Explained, answer_queries, read_explained
from toolkit.year.entering.unpacking import unpack
from toolkit.year.identity import require_same_units
from toolkit.year.last_year import read_history
from toolkit.year.openings import read_openings
from toolkit.year.pins import read_pins
from toolkit.year.receipts import Arrivals, order_of_arrival
from toolkit.year.remembered.results import Remembered
from toolkit.year.standing import ACCEPTED, EXCUSED, MISSING, RETURNED, Standing
from toolkit.year.versions import FOREIGN, UNREADABLE, FileResult, lost_pins, one_for_each, open_matters
from toolkit.year.waivers import count_uses, read_waivers, waive
from toolkit.year.whose import Examination, Examined, file_annex, status_of
from toolkit.year.workspace import Settings, Workspace

FEW = (
    3  # so many of last year's figures beside one table may differ: the office corrects some after it issued
)


@dataclass(frozen=True, kw_only=True)
class Collection:
    """All files and all units of a year, the findings that belong to no single file, last year's figures."""

    form: Form
    year: int | None
    files: tuple[FileResult, ...]
    standings: tuple[Standing, ...] = ()
    findings: tuple[Finding, ...] = ()
    waivers: tuple[Use, ...] = ()
    history: History = field(default_factory=History)

    def only(self, status: str | None) -> "Collection":
        """Keep the files of which this became.

        All units stay, so that counts are of all. None keeps every file.
        """
        meant = {status, FOREIGN} if status == UNREADABLE else {status}
        kept = tuple(f for f in self.files if status is None or (f.status in meant and not f.annex))
        return replace(self, files=kept)

    @property
    def open_matters(self) -> tuple[str, ...]:
        """Why it is not clean: 强制 findings in files that count, files unread, units returned or missing."""
        return open_matters(self.files, self.standings, self.findings)

    @property
    def clean(self) -> bool:
        """Whether there is no 强制 finding (in files that count) and no unit missing."""
        return not self.open_matters


def collect(
    workspace: Workspace,
    *,
    workers: int | None = None,
    done: Callable[[int, int], None] | None = None,
    rules: str | None = None,
) -> Collection:
    """Read and check everything in the folder's inbox: each file's result, and which file counts.

    By other `rules` than the year's own when they are tried. `done` hears how many of how many files are
    read. Writes nothing. Raises UsageError when last year, waivers or pins are wrong; never for what a unit
    sent.
    """
    rules = rules or workspace.form_name
    form, roster, settings = load_form(rules), workspace.roster, workspace.settings
    jobs, outside = inbox_files(workspace.path("inbox"))
    jobs = [each for job in jobs for each in _taken_apart(workspace, job)]
    asked = "" if rules == workspace.form_name else workspace.form_name
    examination = Examination(rules=rules, roster=roster, year=settings.year, asked=asked)
    remembered = Remembered(workspace, examination)
    known = remembered.known(jobs)
    new = [job for number, job in enumerate(jobs) if number not in known]
    tell = (lambda n: done(len(known) + n, len(jobs))) if done else None
    if tell:
        tell(0)  # what is remembered is heard of too
    with Batch(new, [workspace.form_name], examination, workers=workers) as batch:
        history = history_of(workspace, roster, form)
        waivers = read_waivers(workspace.folder, workspace.form, roster)
        pins, explained = read_pins(workspace, roster), read_explained(workspace)
        made = batch.results(tell)
    remembered.keep(new, made)
    fresh = iter(made)
    examined = [known[number] if number in known else next(fresh) for number in range(len(jobs))]
    came = order_of_arrival(workspace)
    results = _checked(form, examined, history)
    settled = partial(_settled, waivers=waivers, explained=explained, settings=settings)
    results = one_for_each(form, [settled(result) for result in results], pins, came)
    results = [settled(result) for result in _compared(form, results, history)]
    results += [
        FileResult(reading=reading, status=UNREADABLE, findings=reading.findings) for reading in outside
    ]
    counting = {r.unit.code: r for r in results if r.unit is not None and r.status in {ACCEPTED, RETURNED}}
    results = [file_annex(result, counting, roster) for result in results]
    standings = tuple(_standing(unit, counting.get(unit.code), came) for unit in roster.units)
    missing = tuple(
        messages.MISSING.finding(unit=f"{s.unit.code} {s.unit.name}")
        for s in standings
        if s.status == MISSING
    )
    found = {standing.unit.code: standing.findings for standing in standings}
    due = {unit.code: settings.deadline(unit.kind) for unit in roster.units}
    return Collection(
        form=form,
        year=settings.year,
        files=tuple(results),
        standings=standings,
        findings=(*missing, *lost_pins(results, pins)),
        waivers=count_uses(waivers, found, settings.year, due),
        history=history,
    )


def check_files(paths: Sequence[Path], forms: Sequence[str], *, workers: int | None = None) -> Collection:
    """Read and check loose files, without a roster; last year's figures are those in each workbook.

    Each is read in the first of `forms` that it is. The result holds one entry for each path, in their order;
    the year is set where all agree.
    """
    readings = read_files([Job(path=path, name=str(path)) for path in paths], forms, workers=workers)
    results = []
    for reading in readings:
        submission = reading.submission
        found: list[Finding] = []
        if submission is not None and reading.form is not None:
            form = load_form(next(name for name in forms if load_form(name).key == reading.form))
            kind = submission.kind or form.kind_of_unit(submission.unit_name)
            found = check(form, [submission], [submission.last], [kind])[0]
            unit = Unit(code=submission.unit_code, name=submission.unit_name, kind=kind)
            found += prose_findings(form, UnitReport(submission=submission, unit=unit), found=found)
        findings = tuple(sorted_findings([*reading.findings, *found]))
        results.append(FileResult(reading=reading, status=status_of(reading, findings), findings=findings))
    submissions = [r.reading.submission for r in results if r.reading.submission is not None]
    years = {submission.year for submission in submissions}
    return Collection(
        form=load_form(forms[0]), year=years.pop() if len(years) == 1 else None, files=tuple(results)
    )


def last_year_of(workspace: Workspace) -> Path | None:
    """Return where last year's figures are, as the settings say; relative paths are meant from the folder."""
    given = workspace.settings.last_year
    return workspace.folder / given if given else None


def history_of(workspace: Workspace, roster: Roster, form: Form | None = None) -> History:
    """Read last year's figures as they pass to this year's units, for the year's form or another `form`.

    Raises UsageError when they cannot be read, or when codes and names do not go together as they did last
    year.
    """
    asked, year = form or workspace.form, workspace.settings.year - 1
    given = read_openings(workspace.folder, workspace.form, roster, asked)
    history = replace(read_history(asked, last_year_of(workspace), year=year), given=given).within(roster)
    require_same_units(roster, history)
    return history


def inbox_files(inbox: Path) -> tuple[list[Job], list[Reading]]:
    """List the files of the inbox, sub-folders too, and say what could not be looked into.

    Links that lead outside are refused, and folders that cannot be opened; office lock files are skipped.
    """
    jobs, outside, closed = list[Job](), list[Reading](), list[OSError]()
    root = inbox.resolve()
    for folder, folders, names in os.walk(inbox, onerror=closed.append):
        folders.sort()
        linked = [name for name in folders if _is_link(Path(folder) / name)]  # never walked into
        for name in (*linked, *sorted(names)):
            path = Path(folder) / name
            if _passed_over(name):
                continue
            shown = _shown(path, inbox)
            if name in linked or (_is_link(path) and not _inside(path, root)):
                outside.append(unread_file(shown, messages.LINK_OUTSIDE.finding()))
            else:
                jobs.append(Job(path=path, name=shown))
    outside += [unread_folder(_shown(Path(error.filename), inbox), error) for error in closed]
    return jobs, outside


def _shown(path: Path, inbox: Path) -> str:
    """Return how messages call what lies in the inbox."""
    shown = path.relative_to(inbox.parent).as_posix().encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "?" for letter in shown)


def _passed_over(name: str) -> bool:
    """Whether a file is nobody's report.

    A workbook left in the cloud has a placeholder, hidden, that must be told.
    """
    hidden = name.startswith(("~$", ".")) and not name.lower().endswith(CLOUD_SUFFIX)
    return hidden or name.lower() in {"thumbs.db", "desktop.ini"}


def _taken_apart(workspace: Workspace, job: Job) -> list[Job]:
    """Give what a mail or archive holds, each a file of its own; any other file as it is."""
    held = unpack(workspace, job.path)
    return [Job(path=path, name=path.relative_to(workspace.folder).as_posix()) for path in held] or [job]


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114 (a path too long for the system is none; Path would raise)


def _inside(link: Path, root: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead nowhere, or in a circle
        return False


# ------------------------------------------------------------------ what its figures say


def _checked(form: Form, examined: Sequence[Examined], history: History) -> list[FileResult]:
    """Check the figures of all files whose identity is clear, all at once."""
    results = [one.result for one in examined]
    clear = [i for i, r in enumerate(results) if r.status in {ACCEPTED, RETURNED} and r.unit is not None]
    submissions = [s for i in clear if (s := results[i].reading.submission) is not None]
    units = [u for i in clear if (u := results[i].unit) is not None]
    last = [history.of(unit) for unit in units]
    found = check(form, submissions, last, [unit.kind for unit in units])
    for i, unit, submission, opening, findings in zip(clear, units, submissions, last, found, strict=True):
        extra = [
            *_opening(form, submission, opening, unit, history),
            *with_causes(form, examined[i].prose, findings),
        ]
        results[i] = _with(results[i], [*results[i].findings, *findings, *extra])
    return results


def _with(result: FileResult, findings: Sequence[Finding]) -> FileResult:
    """Return the file with these findings, and what becomes of it then."""
    everything = tuple(sorted_findings(findings))
    return replace(result, findings=everything, status=status_of(result.reading, everything))


def _opening(
    form: Form, submission: Submission, last: Mapping[Key, Figure], unit: Unit, history: History
) -> Sequence[Finding]:
    """Say where last year's figures are missing, or were changed in the workbook."""
    if (history.source or history.given) and not last:
        why = history.note(unit)
        return [messages.NO_LAST.finding(unit=f"{unit.code} {unit.name}", why=f"（{why}）" if why else "")]
    layout = lay_out(form)
    changed = [
        key
        for key, figure in (last.items() if submission.last != last else ())
        if key in submission.last
        and submission.last[key] != figure
        and plain_digits(submission.last[key]) != plain_digits(figure)
    ]
    borrowed = [*_borrowed(form, submission, last, changed)]
    return borrowed + [
        messages.LAST_CHANGED.finding(
            at=layout.last_places[key],
            key=key,
            found=plain_digits(submission.last[key]),
            expected=plain_digits(last[key]),
            label=form.label(key),
        )
        for key in changed
    ]


def _borrowed(
    form: Form, submission: Submission, last: Mapping[Key, Figure], changed: Sequence[Key]
) -> Iterator[Finding]:
    """Name the tables beside which most of last year's figures are not this unit's.

    They were made for another one.
    """
    layout = lay_out(form)
    for table, keys in groupby(changed, key=lambda key: key.table):
        differ = [
            key for key in keys if not {Mark.UNREADABLE, Mark.BLANK} & {last[key], submission.last[key]}
        ]
        told = [
            key
            for key in last
            if key.table == table and {last[key], submission.last.get(key, 0)} - {0, Mark.BLANK}
        ]
        if len(differ) > FEW and 2 * len(differ) > len(told):
            first = differ[0]
            yield messages.NOT_OUR_PAST.finding(
                at=layout.last_places[first],
                sheet=layout.last_places[first].sheet,
                count=len(differ),
                label=form.label(first),
                found=plain_digits(submission.last[first]),
                expected=plain_digits(last[first]),
            )


def _compared(form: Form, results: Sequence[FileResult], history: History) -> list[FileResult]:
    """Check the files that count for their units against each other."""
    clear = [i for i, r in enumerate(results) if r.status in {ACCEPTED, RETURNED} and r.unit is not None]
    reports = [
        UnitReport(submission=s, unit=u, last=history.of(u), last_prose=history.prose_of(u))
        for i in clear
        if (s := results[i].reading.submission) is not None and (u := results[i].unit) is not None
    ]
    compared = list(results)
    county = County(form=form, reports=reports, history=history)
    for i, findings in zip(clear, neighbour_findings(county), strict=True):
        if findings:
            compared[i] = _with(results[i], [*results[i].findings, *findings])
    return compared


def _settled(
    result: FileResult, *, waivers: Sequence[Waiver], explained: Sequence[Explained], settings: Settings
) -> FileResult:
    """Apply what is settled about a unit.

    What it explained otherwise than in its workbook, and its exceptions.
    """
    unit = result.unit
    if unit is None or result.status not in {ACCEPTED, RETURNED}:
        return result
    findings = answer_queries(result.findings, explained, unit.code, result.reading.sha256)
    mine = [waiver for waiver in waivers if waiver.unit == unit.code]
    if mine:
        findings = tuple(waive(findings, mine, settings.year, settings.deadline(unit.kind)))
    if findings == result.findings:
        return result
    return replace(result, findings=findings, status=status_of(result.reading, findings))


def _standing(unit: Unit, mine: FileResult | None, came: Arrivals) -> Standing:
    if mine is not None:
        reading = mine.reading
        status = mine.status if unit.counted else EXCUSED
        return Standing(
            unit=unit,
            status=status,
            file=reading.file,
            sha256=reading.sha256,
            saved=reading.saved_at,
            submission=reading.submission,
            findings=mine.findings,
            received=came.times.get(reading.sha256),
            modified=reading.modified.replace(tzinfo=None),
            first=came.first.get(unit.code),
            sent_back=unit.code in came.sent_back,
        )
    return Standing(unit=unit, status=MISSING if unit.owes and unit.counted else EXCUSED)
