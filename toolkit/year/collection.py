"""收件: everything in the inbox, read, told apart by unit, checked; exactly one file counts for each unit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from toolkit.answers import messages
from toolkit.answers.last_year import History
from toolkit.answers.messages import Finding
from toolkit.answers.units import Roster, Unit
from toolkit.form.definition import load_form
from toolkit.form.model import Form, Mark, name_some
from toolkit.garbage import seldom_looked_for
from toolkit.year.entering.explained import read_explained, unmet_answers
from toolkit.year.inbox.known import Known
from toolkit.year.inbox.listing import inbox_files, taken_apart
from toolkit.year.journal import says_otherwise
from toolkit.year.past_years import history_of, vanished_units
from toolkit.year.pins import read_pins
from toolkit.year.receipts import Arrivals, Receipt, order_of_arrival
from toolkit.year.versions import set_back, wrong_pins
from toolkit.year.waivers import count_uses, read_waivers
from toolkit.year.workspace import (
    EXCUSED,
    MISSING,
    UNREADABLE,
    Collection,
    FileResult,
    Standing,
    Workspace,
    counted,
    unsettled,
)

if TYPE_CHECKING:
    from concurrent.futures import Executor  # which loads logging

FEW = 3  # of last year's figures may be typed where none were printed
SHOWN = 5  # units that are named


@seldom_looked_for()
def collect(
    workspace: Workspace,
    *,
    workers: int | None = None,
    executor: "Executor | None" = None,
    done: Callable[[int, int], None] | None = None,
    rules: str | None = None,
) -> Collection:
    """Read and check everything in the folder's inbox: each file's result, and which file counts.

    By other `rules` than the year's own when they are tried. With an `executor` its workers read, wherever
    they are, and see the files under the same paths. `done` hears how many of how many files are
    read. Writes nothing. Raises UsageError when last year, waivers or pins are wrong; never for what a unit
    sent. Meanwhile garbage is looked for seldom.
    """
    rules = rules or workspace.form_name
    form, roster, settings = load_form(rules), workspace.roster, workspace.settings
    jobs, outside = inbox_files(workspace.path("inbox"))
    jobs = [each for job in jobs for each in taken_apart(workspace, job)]
    ask, results = partial(_known, workspace, form), list[FileResult]()
    if jobs:
        from toolkit.year.inbox.judged import read_and_judge  # noqa: PLC0415 (the rules: only where files are)

        results, known = read_and_judge(
            workspace, jobs, form, rules, ask, workers=workers, executor=executor, done=done
        )
    else:
        known = ask()
    results += [
        FileResult(reading=reading, status=UNREADABLE, findings=reading.findings) for reading in outside
    ]
    back = set_back(results, known.came, partial(says_otherwise, workspace, form))
    pins = dict((*_sent_as_another(results), *back, *wrong_pins(results, roster, known.pins, known.came)))
    gone = _taken_away(roster, results, known.came)
    standings = tuple(_standings(roster, results, known.came, gone, pins))
    missing = _missing(standings, gone, {result.reading.file for result in results})
    owing = any(unit.owes and unit.counted for unit in roster.units)
    nobody = () if owing else (messages.NOBODY_COUNTS.finding(),)
    besides = (
        *_no_past(results, known.history),
        *_last_draft(known.history),
        *_unmet(unmet_answers(known.explained, results, roster.label)),
        *vanished_units(roster, known.history),
    )
    found = {standing.unit.code: standing.findings for standing in standings}
    due = {unit.code: settings.deadline(unit.kind) for unit in roster.units}
    return Collection(
        form=form,
        year=settings.year,
        files=tuple(results),
        standings=standings,
        findings=(*missing, *nobody, *besides, *pins.values()),
        waivers=count_uses(known.waivers, found, settings.year, due),
        history=known.history,
    )


def _standings(
    roster: Roster,
    results: Sequence[FileResult],
    came: Arrivals,
    gone: Mapping[str, Receipt],
    pins: Mapping[str, Finding],
) -> Iterator[Standing]:
    """Say of each unit how it stands: by the file that counts, or without one."""
    counting, later = counted(results), unsettled(results)
    useless = {result.sender.code: result.reading.file for result in results if result.sender}
    for unit in roster.units:
        mine = counting.get(unit.code)
        if mine is None:
            yield _absent(unit, useless.get(unit.code, ""), gone.get(unit.code))
        else:
            yield _standing(unit, mine, came, later.get(unit.code), pins.get(unit.code))


def _missing(
    standings: Sequence[Standing], gone: Mapping[str, Receipt], there: set[str]
) -> Iterator[Finding]:
    """Say which units have reported nothing, then of which of them something came and is gone."""
    missing = [standing for standing in standings if standing.status == MISSING]
    for standing in missing:
        yield messages.MISSING.finding(unit=standing.unit.label)
    for standing in missing:
        if standing.taken:
            yield messages.NOT_THERE.finding(
                unit=standing.unit.label,
                file=standing.taken,
                came=gone[standing.unit.code].time[:10],
                gone="已换成另一份，那一份不能用" if standing.taken in there else "已不在收件里",
            )


def _sent_as_another(results: Sequence[FileResult]) -> Iterator[tuple[str, Finding]]:
    for one in results:
        if one.sent_as and one.unit is not None:
            yield (
                one.unit.code,
                messages.SENT_AS_ANOTHER.finding(
                    unit=one.unit.label, file=one.reading.file, named=one.sent_as
                ),
            )


def _no_past(results: Sequence[FileResult], history: History) -> Iterator[Finding]:
    """Say of which units last year's figures are gone: they stand in the workbooks that were issued.

    What a county added up has its own beside it.
    """
    units = [
        result.unit
        for result in results
        if result.unit is not None
        and (submission := result.reading.submission) is not None
        and result.judged
        and not result.reading.issued.get("made")
        and not history.of(result.unit)
        and sum(type(figure) is not Mark for figure in submission.last.values()) > FEW
    ]
    if units:
        named = name_some([unit.label for unit in dict.fromkeys(units)], SHOWN)
        yield messages.NO_PAST.finding(count=len(set(units)), units=named)


def _last_draft(history: History) -> Iterator[Finding]:
    if history.doubt:
        yield messages.LAST_DRAFT.finding(what=history.doubt)


def _unmet(said: Iterator[str]) -> Iterator[Finding]:
    if answers := [*said]:
        yield messages.UNMET.finding(count=len(answers), which=name_some(answers, SHOWN))


def _known(workspace: Workspace, form: Form) -> Known:
    """Read what the office knows besides the files. Raises UsageError."""
    roster = workspace.roster
    return Known(
        history=history_of(workspace, roster, form),
        waivers=read_waivers(workspace.folder, workspace.form, roster),
        pins=read_pins(workspace),
        explained=read_explained(workspace),
        came=order_of_arrival(workspace),
    )


def _standing(
    unit: Unit, mine: FileResult, came: Arrivals, later: FileResult | None, wrong_pin: Finding | None
) -> Standing:
    reading = mine.reading
    return Standing(
        unit=unit,
        status=mine.status if unit.counted else EXCUSED,
        file=reading.file,
        sha256=reading.sha256,
        saved=reading.saved_at,
        submission=reading.submission,
        findings=mine.findings,
        received=came.times.get(reading.sha256),
        modified=reading.modified.replace(tzinfo=None),
        first=came.first.get(unit.code),
        sent_back=unit.code in came.sent_back,
        unsettled=later.reading.file if later is not None else "",
        wrong_pin=wrong_pin.problem.rstrip("。") if wrong_pin is not None else "",
    )


def _absent(unit: Unit, useless: str, gone: Receipt | None) -> Standing:
    return Standing(
        unit=unit,
        status=MISSING if unit.owes and unit.counted else EXCUSED,
        useless=useless,
        taken=gone.file if gone is not None else "",
    )


def _taken_away(roster: Roster, results: Sequence[FileResult], came: Arrivals) -> dict[str, Receipt]:
    """Find by unit what passed last, where it is no more in the inbox."""
    there = {result.reading.sha256 for result in results}
    found = ((unit.code, came.taken_away(unit.code, there)) for unit in roster.units)
    return {code: receipt for code, receipt in found if receipt is not None}
