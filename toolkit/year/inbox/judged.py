"""What the files of the inbox say, judged: each by itself, against last year, against the other units."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from toolkit.answers import messages
from toolkit.answers.editions import in_edition
from toolkit.answers.last_year import History
from toolkit.answers.messages import Finding, sorted_findings
from toolkit.answers.reading import Reading
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.form.definition import load_form
from toolkit.form.model import Figure, Figures, Form, Key, Mark, name_some, plain_digits
from toolkit.layout.layout import MOST_SPANS, lay_out, spans_of
from toolkit.reading.taken_file import Job
from toolkit.rules.unit_report import UnitReport, with_causes
from toolkit.year.entering.explained import answer_queries
from toolkit.year.inbox.known import Known
from toolkit.year.remembered.results import Found, Remembered
from toolkit.year.versions import TOGETHER, one_for_each
from toolkit.year.waivers import waive
from toolkit.year.whose import (
    Examination,
    Examined,
    identify_file,
    named_otherwise,
    senders,
    sent_as,
    status_of,
    with_sender,
)
from toolkit.year.workspace import FileResult, Settings, Workspace, counted, tier_of

if TYPE_CHECKING:
    from concurrent.futures import Executor  # which loads logging

# so many of last year's figures beside one table may differ: the office corrects some after it issued
FEW = 3


def read_and_judge(
    workspace: Workspace,
    jobs: Sequence[Job],
    form: Form,
    rules: str,
    ask: Callable[[], Known],
    *,
    workers: int | None,
    executor: "Executor | None",
    done: Callable[[int, int], None] | None,
) -> tuple[list[FileResult], Known]:
    """Read the files that are not remembered, and judge all: which counts, and what is said of each.

    What the office knows is asked while others read: `workers` of this machine, or those of an `executor`.
    """
    asked = "" if rules == workspace.form_name else workspace.form_name
    settings = workspace.settings
    examination = Examination(
        rules=rules,
        roster=workspace.roster,
        year=settings.year,
        asked=asked,
        office=settings.county,
        before=settings.county_before,
        tier=tier_of(settings.level),
    )
    remembered = Remembered(workspace, examination)
    begin = partial(_begin, workspace.form_name, examination, workers, executor)
    with _examining(jobs, remembered, begin, done=done) as examined:
        known = ask()
        results = _checked(form, examined(), known.history, remembered)
    settled = partial(_settled, known=known, settings=settings)
    results = [settled(result) for result in results]
    whose = partial(named_otherwise, roster=workspace.roster)
    results = one_for_each(form, results, known.pins, known.came, whose)
    results = [settled(result) for result in _compared(form, results, known.history, remembered)]
    counting = counted(results)
    remembered.tidy()
    together = senders(results)
    after, late = partial(_after, known), partial(_as_late, known)
    sent = partial(
        with_sender, counting=counting, roster=workspace.roster, together=together, after=after, late=late
    )
    return [_named(sent(result), workspace) for result in results], known


def _named(result: FileResult, workspace: Workspace) -> FileResult:
    named = sent_as(result, workspace.roster, workspace.settings.county)
    return replace(result, sent_as=named) if named else result


def _after(known: Known, document: FileResult, counting: FileResult) -> bool:
    """Whether a document came after the workbook that counts, and after it was decided that this one does."""
    unit, sha256, decided = counting.unit, document.reading.sha256, counting.pin
    settled = decided and unit is not None and not known.came.after_pin(sha256, unit.code, decided)
    return not settled and known.came.after(sha256, counting.reading.sha256)


def _as_late(known: Known, unread: FileResult, counting: FileResult) -> bool:
    """Whether a file that cannot be read may be a later word than the workbook that counts.

    Of those that came together the files' own dates tell, where they do: most send again what was damaged.
    """
    here, there, came = unread.reading, counting.reading, known.came
    if came.after(here.sha256, there.sha256) or came.after(there.sha256, here.sha256):
        return _after(known, unread, counting)
    return not counting.pin and there.modified - here.modified < TOGETHER


@contextmanager
def _examining(
    jobs: Sequence[Job],
    remembered: Remembered,
    begin: "Callable[[Sequence[Job]], AbstractContextManager[Results]]",
    *,
    done: Callable[[int, int], None] | None,
) -> Iterator[Callable[[], list[Examined]]]:
    """Begin to read the files that are not remembered; what is given waits for all, in the jobs' order."""
    known = remembered.known(jobs)
    new = [job for number, job in enumerate(jobs) if number not in known]
    tell = (lambda n: done(len(known) + n, len(jobs))) if done else None
    if tell:
        tell(0)  # what is remembered is heard of too
    if not new:
        yield lambda: [known[number] for number in range(len(jobs))]
        return
    with begin(new) as results:

        def examined() -> list[Examined]:
            made = results(tell)
            remembered.keep(new, made)
            fresh = iter(made)
            return [known[number] if number in known else next(fresh) for number in range(len(jobs))]

        yield examined


Results: TypeAlias = Callable[[Callable[[int], None] | None], list[Examined]]  # waits for all


@contextmanager
def _begin(
    form: str,
    examination: Examination,
    workers: int | None,
    executor: "Executor | None",
    jobs: Sequence[Job],
) -> Iterator[Results]:
    """Begin to read files, by an executor where there is one.

    The reader and what judges prose are loaded only now, once for all workers.
    """
    import toolkit.rules.prose_checks  # noqa: F401, PLC0415
    from toolkit.reading.workbook import read_file  # noqa: PLC0415
    from toolkit.reading.workers import Batch, Task, gather, share_out  # noqa: PLC0415

    task = Task(read=read_file, forms=[form], then=partial(examine, examination))
    if executor is None:
        with Batch(jobs, task, workers=workers) as batch:
            yield batch.results
    else:
        shares = share_out(executor, jobs, task)
        yield partial(gather, shares, jobs, task)


def examine(examination: Examination, reading: Reading) -> Examined:
    """Examine a file that was read: whose it is, and what its prose says against its own figures.

    It needs no other file, so the workers that read do it, each for its files.
    """
    from toolkit.rules.prose_checks import prose_contradictions  # noqa: PLC0415

    result = identify_file(reading, examination)
    unit = result.unit
    if unit is None or reading.submission is None or not result.judged:
        return Examined(result=result)
    form, submission = load_form(examination.rules), reading.submission
    if examination.asked:
        submission = in_edition(submission, form, load_form(examination.asked))
        result = replace(result, reading=replace(reading, submission=submission))
    report = UnitReport(submission=submission, unit=unit)
    return Examined(result=result, prose=tuple(prose_contradictions(form, report, examination.names)))


# ------------------------------------------------------------------ what its figures say


def _checked(
    form: Form, examined: Sequence[Examined], history: History, remembered: Remembered
) -> list[FileResult]:
    """Check the figures of all files whose identity is clear, all at once, unless it is remembered."""
    results = [one.result for one in examined]
    clear = [i for i, r in enumerate(results) if r.judged and r.unit is not None]
    submissions = [s for i in clear if (s := results[i].reading.submission) is not None]
    units = [u for i in clear if (u := results[i].unit) is not None]
    last = [history.of(unit) for unit in units]

    def find() -> Found:
        from toolkit.rules.checks import check  # noqa: PLC0415 (only where it is not remembered)

        return check(form, submissions, last, [unit.kind for unit in units])

    found = remembered.together("rules", [results[i].reading for i in clear], history, find)
    for i, unit, submission, opening, findings in zip(clear, units, submissions, last, found, strict=True):
        extra = [
            *_opening(form, submission, opening, unit, history),
            *with_causes(form, examined[i].prose, findings),
        ]
        reading = _sharing(results[i].reading, submission, opening)
        results[i] = _with(results[i], [*findings, *extra], reading)
    return results


def _sharing(reading: Reading, submission: Submission, last: Figures) -> Reading:
    """Return what was read with last year's figures as the office holds them, where its own are the same."""
    if submission.last != last:
        return reading
    return replace(reading, submission=replace(submission, last=last))


def _with(result: FileResult, more: Sequence[Finding], reading: Reading) -> FileResult:
    """Return a file as it was read, with `more` findings, and what becomes of it then."""
    findings = tuple(sorted_findings((*result.findings, *more)))
    return replace(result, reading=reading, findings=findings, status=status_of(reading, findings))


def _opening(
    form: Form, submission: Submission, last: Figures, unit: Unit, history: History
) -> Sequence[Finding]:
    """Say where last year's figures are missing, or were changed in the workbook."""
    typed = submission.last if submission.last != last else {}
    others = [key for key in typed if plain_digits(typed[key]) != plain_digits(last.get(key, Mark.BLANK))]
    misplaced = [*_misplaced(form, submission, others)]
    if (history.source or history.given) and not last:
        why = history.note(unit)
        return [*misplaced, messages.NO_LAST.finding(unit=unit.label, why=f"（{why}）" if why else "")]
    layout = lay_out(form)
    unlike = frozenset(others)
    changed = [key for key in (last if unlike else ()) if key in unlike]
    borrowed = [*_borrowed(form, submission, last, changed)]
    whole = {finding.sheet for finding in borrowed}  # of which it is told at once
    return [*borrowed, *misplaced] + [
        messages.LAST_CHANGED.finding(
            at=layout.last_places[key],
            key=key,
            found=_printed(submission.last[key]),
            expected=plain_digits(last[key]),
            label=form.label(key),
        )
        for key in changed
        if layout.last_places[key].sheet not in whole
    ]


def _printed(figure: Figure) -> str:
    return "文字" if figure is Mark.UNREADABLE else plain_digits(figure)


def _borrowed(form: Form, submission: Submission, last: Figures, changed: Sequence[Key]) -> Iterator[Finding]:
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


def _misplaced(form: Form, submission: Submission, others: Sequence[Key]) -> Iterator[Finding]:
    """Name the blank tables, said to be 0, beside which numbers stand: `others` than last year's figures."""
    if not submission.zero_blanks:
        return
    layout, typed = lay_out(form), submission.figures
    for table, keys in groupby(others, key=lambda key: key.table):
        over = [layout.last_places[key] for key in keys if submission.last[key] not in {0, *Mark}]
        mine = [key for key in form.inputs if key.table == table and key not in form.openings]
        blank = all(typed.get(key, Mark.BLANK) is Mark.BLANK for key in mine)
        if over and mine and form.required(mine[0]) and blank:
            at = layout.places[mine[0]]
            cells = name_some(spans_of(over), MOST_SPANS)
            where = f"旁边上年数的 {cells} "
            yield messages.BESIDE_BLANK.finding(at=at, key=mine[0], sheet=at.sheet, where=where)


def _compared(
    form: Form, results: Sequence[FileResult], history: History, remembered: Remembered
) -> list[FileResult]:
    """Check the files that count for their units against each other, unless what that gave is remembered."""
    clear = [i for i, r in enumerate(results) if r.judged and r.unit is not None]
    readings = [results[i].reading for i in clear]

    def find() -> Found:
        from toolkit.rules.across_units import County, neighbour_findings  # noqa: PLC0415

        reports = [
            UnitReport(submission=s, unit=u, last=history.of(u), last_prose=history.prose_of(u))
            for i in clear
            if (s := results[i].reading.submission) is not None and (u := results[i].unit) is not None
        ]
        return neighbour_findings(County(form=form, reports=reports, history=history))

    found = remembered.together("units", readings, history, find)
    compared = list(results)
    for i, findings in zip(clear, found, strict=True):
        if findings:
            compared[i] = _with(results[i], findings, results[i].reading)
    return compared


def _settled(result: FileResult, *, known: Known, settings: Settings) -> FileResult:
    """Apply what is settled about a unit.

    What it explained otherwise than in its workbook, and its exceptions.
    """
    unit = result.unit
    if unit is None or not result.judged:
        return result
    findings = answer_queries(result.findings, known.explained, unit.code, result.reading.sha256)
    mine = [waiver for waiver in known.waivers if waiver.unit == unit.code]
    if mine:
        findings = tuple(waive(findings, mine, settings.year, settings.deadline(unit.kind)))
    if findings == result.findings:
        return result
    return replace(result, findings=findings, status=status_of(result.reading, findings))
