"""版本: several files of one unit.

Exactly one counts, which one and why is said (and recorded in the journal).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from toolkit.answers import messages
from toolkit.answers.messages import Finding, Message
from toolkit.answers.submission import Submission, place_of
from toolkit.answers.units import Roster, Unit
from toolkit.form.model import Form, Mark, figure_in_words, name_some, plain_digits
from toolkit.layout.layout import MOST_SPANS, lay_out
from toolkit.year.pins import Pin
from toolkit.year.receipts import Arrivals, Receipt
from toolkit.year.workspace import ACCEPTED, RETURNED, SUPERSEDED, UNPACKED, FileResult

TOGETHER = timedelta(minutes=1)  # files copied into the inbox at once have dates as near as that
SECONDS = len("2023-01-12T09:00:00")  # of a moment, which may go on

_Times: TypeAlias = tuple[str, str]  # of what moment its sums are, and when it was saved
# pinned, called by no other unit, passed; when it was added up, saved, received; its date and name
_Rank: TypeAlias = tuple[bool, bool, bool, str, str, tuple[int, int], float, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Version:
    """A file that may be a unit's report; ``named`` is the other unit that its name names."""

    result: FileResult
    named: str
    times: _Times
    rank: _Rank


def one_for_each(
    form: Form,
    results: Sequence[FileResult],
    pins: Mapping[str, Pin],
    came: Arrivals,
    whose: Callable[[FileResult], str],
) -> list[FileResult]:
    """Let exactly one file count for each unit: the pinned one, or the best; say of the others why not.

    `came` is the order in which they were received: what a copied folder or a touched file cannot change;
    `whose` names the other unit that a file's name names, of whose report the file may really be.
    """
    chosen = list(results)
    by_unit: dict[str, list[int]] = {}
    for i, result in enumerate(results):
        if result.unit is not None and result.judged:
            by_unit.setdefault(result.unit.code, []).append(i)
    for code, several in by_unit.items():
        told = _told_apart(form, [results[i] for i in several], pins.get(code), came, whose)
        for i, result in zip(several, told, strict=True):
            chosen[i] = result
    return chosen


def _told_apart(
    form: Form,
    results: Sequence[FileResult],
    pin: Pin | None,
    came: Arrivals,
    whose: Callable[[FileResult], str],
) -> list[FileResult]:
    """Let one of a unit's files count, and say of the others why they do not."""
    wanted = _pinned_files(results, pin)
    mine = [replace(result, pin=pin.words) if pin and wanted else result for result in results]
    if len(mine) == 1:
        return mine
    versions = [
        _version(result, came, times, whose(result), pinned=result.reading.file in wanted)
        for result, times in zip(mine, _times(mine), strict=True)
    ]
    best = _best(versions, came)
    return [
        one.result if one is best else _set_aside(form, one, best, versions, came, pin) for one in versions
    ]


def _version(result: FileResult, came: Arrivals, times: _Times, named: str, *, pinned: bool) -> _Version:
    """Prefer what passes, then what was added up and saved last, then what was received last.

    The file's own date decides only between files that come up for the first time together.
    """
    reading = result.reading
    order = came.order(reading.file, reading.sha256)
    fit = pinned, not named, result.status == ACCEPTED
    rank = (*fit, *times, order, reading.modified.timestamp(), reading.file)
    return _Version(result=result, named=named, times=times, rank=rank)


def _best(versions: Sequence[_Version], came: Arrivals) -> _Version:
    """Find the version that counts: of several with its content the one with the plainest name."""
    best = max(versions, key=lambda one: one.rank)
    same = [one for one in versions if _same(one.result, best.result) and one.rank[:2] == best.rank[:2]]
    return min(same, key=lambda one: _plainness(one.result, came))


def _set_aside(
    form: Form,
    one: _Version,
    best: _Version,
    versions: Sequence[_Version],
    came: Arrivals,
    pin: Pin | None,
) -> FileResult:
    """Say of a version why it does not count, and what the office has to ask."""
    mine, other = one.result, best.result
    facts = {"named": one.named, "tables": "", "undone": ""}
    if pin is not None and best.rank[0]:
        late = not _blank(mine) and came.after_pin(mine.reading.sha256, pin.unit_code, pin.words)
        why = f"本办指定：{pin.reason}"
        return _superseded(form, mine, other, why, messages.AFTER_PIN if late else None, facts)
    doubt = _doubt(mine, other, came, later=one.times > best.times)
    if doubt is not messages.FAULTY_CORRECTION:
        older = [each.result for each in versions if each.rank[3:] < one.rank[3:] < best.rank[3:]]
        lost, what = _lost(form, older, mine, other)
        facts |= what
        doubt = lost or doubt or (_unordered(mine, other, came) if one.times == best.times else None)
    if one.named and not best.named:
        doubt = messages.OTHERS_REPORT
    return _superseded(form, mine, other, _why(one.rank, best.rank), doubt, facts)


def _pinned_files(results: Sequence[FileResult], pin: Pin | None) -> frozenset[str]:
    """Name the files that a pin lets count: none where it may mean several, as `wrong_pins` tells."""
    meant = _meant(results, pin) if pin is not None else []
    return frozenset(r.reading.file for r in meant if _contents(meant) == 1)


def _meant(results: Sequence[FileResult], pin: Pin) -> list[FileResult]:
    """Find the files that a pin may mean: the one that it names whole, else all that are called so."""
    may = [r for r in results if pin.means(r.reading.file, r.reading.sha256)]
    return [r for r in may if pin.names(r.reading.file)] or may


def _contents(results: Sequence[FileResult]) -> int:
    return len({result.reading.sha256 for result in results})


def wrong_pins(
    results: Sequence[FileResult], roster: Roster, pins: Mapping[str, Pin], came: Arrivals
) -> Iterator[tuple[str, Finding]]:
    """Say by unit where a pinned file is not there, or not its own, or another one than when it was pinned.

    And where several of the unit's files may be meant.

    To be asked when it is settled which file counts for each unit.
    """
    for code, pin in pins.items():
        unit = roster.label(code)
        mine = [r for r in results if r.unit is not None and r.unit.code == code]
        meant = _meant([r for r in mine if r.judged or r.status == SUPERSEDED], pin)
        if (count := _contents(meant)) > 1:
            files = "、".join(result.reading.file for result in meant)
            yield code, messages.PIN_UNCLEAR.finding(unit=unit, file=pin.file, count=count, files=files)
        elif not any(result.judged for result in meant):
            known = any(pin.means(*held) for held in came.files)
            why = "" if known else "；今年也没有登记过它，可能是上年的指定"
            yield code, messages.PIN_LOST.finding(unit=unit, file=pin.file, why=why)
        elif came.not_decided(meant[0].reading.sha256, code, pin.words):
            yield code, messages.PIN_CHANGED.finding(unit=unit, file=pin.file)


def set_back(
    results: Sequence[FileResult], came: Arrivals, otherwise: Callable[[str, Submission], bool]
) -> Iterator[tuple[str, Finding]]:
    """Say by unit where an older file counts than one that was judged before, and that was not decided on.

    The later one was overwritten, or taken away: what it held is no longer there to be compared, but in what
    was kept of it, of which `otherwise` tells whether it says something else. Of sums it tells when they were
    added up, not when they were saved.
    """
    there = {result.reading.sha256 for result in results}
    for result in results:
        unit, reading = result.unit, result.reading
        if unit is None or result.status != ACCEPTED or reading.submission is None:
            continue
        if result.pin and not came.not_decided(reading.sha256, unit.code, result.pin):
            for receipt in came.gone_since(unit.code, result.pin, there):
                if otherwise(receipt.sha256, reading.submission):
                    yield unit.code, _gone(result, unit, receipt, came, "指定以后报", "指定")
            continue
        now, last = reading.of_moment, came.latest.get(unit.code)
        later = last is not None and now and (last.saved or "") > now and last.sha256 not in there
        if last is not None and later and otherwise(last.sha256, reading.submission):
            yield unit.code, _saved_before(result, unit, last, came)
            continue
        gone = came.taken_away(unit.code, there, reading.sha256, now)
        if gone is not None and gone.file == reading.file:
            first = came.times[reading.sha256]
            yield (
                unit.code,
                messages.SET_BACK.finding(
                    unit=unit.label,
                    file=reading.file,
                    was=f"在 {gone.moment:%Y-%m-%d %H:%M} 登记，{_then(gone, came)}",
                    now=f"在 {first:%Y-%m-%d %H:%M} 就登记过，两份不一样",
                ),
            )
        elif gone is not None:
            yield unit.code, _gone(result, unit, gone, came, "后来报", "收到")


def _saved_before(result: FileResult, unit: Unit, last: Receipt, came: Arrivals) -> Finding:
    """Say that what counts was saved before what lay under its name, or elsewhere, and is gone."""
    reading = result.reading
    was = _by_the_clock(last.saved or "")
    if last.file != reading.file:
        return _gone(result, unit, last, came, f"{was} 保存（汇总）", "保存（汇总）")
    return messages.SET_BACK.finding(
        unit=unit.label,
        file=reading.file,
        was=f"保存（汇总）于 {was}，{_then(last, came)}",
        now=f"保存（汇总）于 {_by_the_clock(reading.of_moment)}",
    )


def _gone(result: FileResult, unit: Unit, gone: Receipt, came: Arrivals, later: str, earlier: str) -> Finding:
    """Say that what was a `later` word than what counts is in the inbox no more."""
    return messages.TAKEN_AWAY.finding(
        unit=unit.label,
        later=later,
        file=gone.file,
        came=gone.time[:10],
        then=_then(gone, came),
        earlier=earlier,
        chosen=result.reading.file,
    )


def _then(gone: Receipt, came: Arrivals) -> str:
    """Say what became of a file when it was put on record."""
    if gone.sha256 in came.passed:
        return "当时通过"
    asked = gone.status == SUPERSEDED and gone.sha256 not in came.faulty
    return "没有采用" if asked else "里面有错误，没有采用"


def _by_the_clock(moment: str) -> str:
    """Write a moment (ISO, UTC) as the clock of the place shows it; as it is, where it is none."""
    try:
        when = datetime.fromisoformat(moment[:SECONDS]).replace(tzinfo=UTC)
        return when.astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OSError, OverflowError):
        return moment[:SECONDS].replace("T", " ")


def _times(several: Sequence[FileResult]) -> list[_Times]:
    """Say of what moment the sums of each version are, and when it was saved.

    Saving a county's workbook makes its sums no newer. Where one does not tell, all are taken not to.
    """
    told = [(one.reading.issued.get("made", ""), one.reading.saved or "") for one in several]
    made, saved = (all(column) for column in zip(*told, strict=True))
    return [(one if made else "", other if saved else "") for one, other in told]


def _same(one: FileResult, other: FileResult) -> bool:
    return one.reading.sha256 == other.reading.sha256


def _plainness(result: FileResult, came: Arrivals) -> tuple[int, int, str]:
    """Order files with the same content: what came first, then 司法局.xlsx before 司法局 - 副本.xlsx."""
    file = result.reading.file
    return -came.order(file, result.reading.sha256)[1], len(file), file


def _doubt(mine: FileResult, best: FileResult, came: Arrivals, *, later: bool) -> Message | None:
    """Tell what the office has to ask where a file that does not count is a later word of the unit.

    It was added up or saved `later`, or it came when the other was on record already.
    """
    if best.status != ACCEPTED or _blank(mine):
        return None
    here, there = mine.reading, best.reading
    after = came.after(here.sha256, there.sha256)
    if mine.status == RETURNED:
        return messages.FAULTY_CORRECTION if after or later else None
    return messages.OLDER_CORRECTION if after else None


def _lost(
    form: Form, older: Sequence[FileResult], mine: FileResult, best: FileResult
) -> tuple[Message | None, dict[str, str]]:
    """Tell what the office has to ask where this file holds what the best has not, and what that is."""
    if tables := _left_blank(form, mine, best):
        return messages.LEFT_BLANK, {"tables": tables}
    undone = _undone(form, older, mine, best)
    return (messages.UNDONE, {"undone": undone}) if undone else (None, {})


def _left_blank(form: Form, mine: FileResult, best: FileResult) -> str:
    """Name the tables in which the best file has no figure at all, and this one has; the prose likewise."""
    here, there = mine.reading.submission, best.reading.submission
    if here is None or there is None:
        return ""
    filled, blank = set[str](), dict[str, bool]()
    for key in form.inputs:
        if key not in form.openings:
            none = there.figure(key) in {Mark.BLANK, Mark.NOT_APPLICABLE}
            blank[key.table] = blank.get(key.table, True) and none
            if here.figure(key) not in {0, *Mark}:
                filled.add(key.table)
    sheets = [form.table(table).sheet for table, empty in blank.items() if empty and table in filled]
    if any(here.narrative.values()) and not any(there.narrative.values()):
        sheets.append(next(iter(lay_out(form).narrative.values())).sheet)
    return "".join(f"“{sheet}”" for sheet in sheets)


def _undone(form: Form, older: Sequence[FileResult], mine: FileResult, best: FileResult) -> str:
    """Name what this file, which passes, had corrected since an `older` one and the best has as it was there.

    Two clerks correct a copy each, or one goes on with an old copy: what the first corrected is lost.
    """
    here, there = mine.reading.submission, best.reading.submission
    if here is None or there is None or {mine.status, best.status} != {ACCEPTED}:
        return ""
    places = lay_out(form).places
    for one in older:
        was = one.reading.submission
        if was is not None and not _blank(one):
            back = [key for key in form.inputs if here.figure(key) != there.figure(key) == was.figure(key)]
            if back:
                cells = [f"{p.sheet} {p.a1}" for p in (place_of(places, there, key) for key in back)]
                return f"{name_some(cells, MOST_SPANS)} 又与更早的“{one.reading.file}”一样"
    return ""


def _unordered(mine: FileResult, best: FileResult, came: Arrivals) -> Message | None:
    """Tell whether nothing says which of two versions, as new by their own words, is the later one.

    They came together, and the files' own dates tell nothing: they were put there, or unpacked, together.
    """
    if mine.status != ACCEPTED:
        return None
    here, there = mine.reading, best.reading
    if came.after(here.sha256, there.sha256) or came.after(there.sha256, here.sha256):
        return None
    unpacked = any(one.file.startswith(f"{UNPACKED}/") for one in (here, there))
    together = unpacked or abs(here.modified - there.modified) < TOGETHER
    return messages.NO_ORDER if together else None


def _blank(result: FileResult) -> bool:
    return any(finding.rule == messages.EMPTY.id for finding in result.findings)


def _superseded(
    form: Form,
    result: FileResult,
    best: FileResult,
    why: str,
    doubt: Message | None,
    facts: Mapping[str, Any],
) -> FileResult:
    chosen = best.reading.file
    if _same(result, best):
        return replace(result, status=SUPERSEDED, findings=(messages.SAME_FILE.finding(chosen=chosen),))
    mine, other = result.reading.submission, best.reading.submission
    differences = describe_difference(form, mine, other) if mine is not None and other is not None else []
    shown = (
        f"与采用的版本有 {len(differences)} 处不同：{'；'.join(differences[:20])}。"
        if differences
        else "填报的格完全相同。"
    )
    if doubt is not None and differences:
        unit = result.unit.label if result.unit is not None else ""
        asked = doubt.finding(chosen=chosen, differences=shown, unit=unit, why=why, **facts)
        own = result.findings if doubt is messages.FAULTY_CORRECTION else ()
        return replace(result, status=SUPERSEDED, findings=(asked, *own))
    finding = messages.SUPERSEDED.finding(chosen=chosen, why=why, differences=shown)
    return replace(result, status=SUPERSEDED, findings=(finding,))


def _why(mine: _Rank, best: _Rank) -> str:
    """Say what decided between two versions of a unit's report: the first in which they differ."""
    reasons = (
        "",
        "它的文件名写的不是别的单位",
        "它没有强制错误",
        "它汇总得最晚",
        "它保存得最晚",
        "它收到得最晚",
        "它的文件日期最晚",
    )
    decided = (reason for reason, a, b in zip(reasons, mine, best, strict=False) if a != b)
    return next(decided, "两个文件的时间相同，取文件名排在后面的")


def describe_difference(form: Form, old: Submission, new: Submission) -> list[str]:
    """Say cell by cell how two versions of a unit's figures differ: “表三 D7 3→4”."""
    layout = lay_out(form)
    lines = []
    for key in form.inputs:
        a, b = old.figure(key), new.figure(key)
        if a != b:
            place = place_of(layout.places, new, key)
            was, is_now = figure_in_words(plain_digits(a)), figure_in_words(plain_digits(b))
            lines.append(f"{place.sheet} {place.a1} {was}→{is_now}")
    for places, before, after in (
        (layout.identity, old.identity, new.identity),
        (layout.narrative, old.narrative, new.narrative),
        (layout.reasons, old.explanations, new.explanations),
    ):
        lines += [
            f"{p.sheet} {p.a1} 文字不同"
            for key, p in places.items()
            if before.get(key, "") != after.get(key, "")
        ]
    return lines
