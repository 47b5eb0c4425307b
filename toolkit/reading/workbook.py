"""Reading a workbook back: bytes → what kind of file → identity → raw cells → exact figures, with findings.

Whatever is wrong inside a file becomes a finding; the file itself is never changed. The ordinary file is
read and glanced at; only a file that gives reason to is compared closely with what was issued.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.answers.reading import Reading
from toolkit.answers.submission import Submission
from toolkit.errors import raise_under_test
from toolkit.form.definition import load_form
from toolkit.form.model import Form, at_tier
from toolkit.form.stamp import same_cells
from toolkit.layout.county_sheets import CORRECTED_ABOVE, DETAILS, TOTAL
from toolkit.layout.layout import COVER, Layout, lay_out
from toolkit.reading.beside.blank_tables import left_elsewhere
from toolkit.reading.file_kind import FileKind, examine
from toolkit.reading.locating import bare_label
from toolkit.reading.opened import Opened, Refused
from toolkit.reading.overlaid import overlaid
from toolkit.reading.tables import copied_words, read_tables, title_doubts
from toolkit.reading.taken_file import Job, take_bytes
from toolkit.reading.tampering import find_changes, seems_as_issued, sums_unmarked
from toolkit.reading.totals import compare_totals
from toolkit.reading.words import read_cover, read_passages, read_reasons
from toolkit.reading.workers import SECONDS_FOR_ONE, Batch, Read, Task

_UNMARKED = "上报文件，隐藏的身份表里没有了汇总的记号，看不出是不是草稿、数后来改没改过"


def read_file(path: Path, name: str, forms: Sequence[str]) -> Reading:
    """Read one file; `name` is how messages call it, `forms` the forms (keys or paths) that it may be."""
    taken = take_bytes(path, name)
    if isinstance(taken, Reading):
        return taken
    data, modified = taken
    reading = Reading(file=name, sha256=hashlib.sha256(data).hexdigest(), modified=modified)
    try:
        return _read(reading, data, forms)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 (calamine's panics are no Exception; whatever fails costs this file only)
        raise_under_test(error)
        finding = messages.CRASHED.finding(
            why="内存不够" if isinstance(error, MemoryError) else type(error).__name__
        )
        return replace(reading, findings=(finding,), unreadable=True)


def read_files(
    jobs: Sequence[Job],
    forms: Sequence[str],
    *,
    workers: int | None = None,
    done: Callable[[int], None] | None = None,
    read: Read = read_file,
    seconds: float = SECONDS_FOR_ONE,
) -> list[Reading]:
    """Read all files in processes of their own; the result runs beside `jobs`.

    One bad file costs itself: what crashes, hangs over `seconds` or takes too much memory is a reading with a
    finding. `done` hears how many are read so far. Without `workers` the number follows the machine and the
    jobs.
    """
    task = Task(read=read, forms=forms, then=_as_it_is)
    with Batch(jobs, task, workers=workers, seconds=seconds) as batch:
        return batch.results(done)


def read_workbooks(paths: Sequence[Path], forms: Sequence[str]) -> list[Reading]:
    """Read some files of our own choice, each called by its name."""
    return read_files([Job(path=path, name=path.name) for path in paths], forms)


def _as_it_is(reading: Reading) -> Reading:
    return reading


def _read(reading: Reading, data: bytes, forms: Sequence[str]) -> Reading:
    kind = examine(data, reading.file)
    if not kind.readable:
        return replace(reading, findings=kind.findings, unreadable=True)
    try:
        return _opened(reading, data, kind, [load_form(name) for name in forms])
    except Refused as refusal:
        return replace(reading, findings=(*kind.findings, refusal.finding), unreadable=True)


def _opened(reading: Reading, data: bytes, kind: FileKind, forms: Sequence[Form]) -> Reading:
    book = Opened(data, kind.archive)
    identity = book.identity
    form = _form_of(book, identity, forms)
    if isinstance(form, Finding):
        return replace(reading, findings=(*kind.findings, form), form=identity.get("form"), issued=identity)
    edition = identity.get("edition", "不明") if identity else form.edition
    saved = book.package.saved if book.package else None
    reading = replace(reading, form=form.key, edition=edition, issued=identity, dated=saved)
    if edition != form.edition:
        finding = messages.OTHER_EDITION.finding(found=edition, expected=form.edition)
        return replace(reading, findings=(*kind.findings, finding))
    if not same_cells(identity.get("stamp", ""), form.stamp):
        finding = messages.FORM_CHANGED.finding(form=form.title)
        return replace(reading, findings=(*kind.findings, finding))
    return _content(reading, book, lay_out(at_tier(form, reading.tier)), kind.findings)


# ------------------------------------------------------------------ which form


def _form_of(book: Opened, identity: Mapping[str, str], forms: Sequence[Form]) -> Form | Finding:
    """Find out which of the `forms` the workbook is; a finding when none."""
    if identity:
        for form in forms:
            if form.key == identity.get("form"):
                return form
        return messages.OTHER_FORM.finding(
            found=identity.get("form") or "不明", expected="、".join(f.key for f in forms)
        )
    if DETAILS in book.names and any(row and row[0] == TOTAL for row in book.rows(DETAILS)):
        return messages.SUMMARY_SENT.finding()
    if CORRECTED_ABOVE in book.names:
        return messages.CORRECTION_SENT.finding()
    for form in forms:
        wanted = [table.sheet for table in form.tables if table.required]
        if any(sheet in book.names for sheet in wanted) and COVER in book.names:
            return form
    missing = "、".join(
        table.sheet for table in forms[0].tables if table.required and table.sheet not in book.names
    )
    return messages.FOREIGN.finding(form=forms[0].title, why=f"找不到工作表 {missing or COVER}")


# ------------------------------------------------------------------ content


def _content(reading: Reading, book: Opened, layout: Layout, said: tuple[Finding, ...]) -> Reading:
    """Read everything in a workbook whose form and edition are known."""
    form, identity = layout.form, reading.issued
    tables = read_tables(layout, book, identity.get("notice", ""))
    # without identity only the labels vouch for the edition
    if not identity and (tables.moved or tables.lost):
        finding = messages.OTHER_EDITION.finding(found="不明", expected=form.edition)
        return replace(reading, edition=None, findings=(*said, finding, *tables.findings))
    cover, prose = read_cover(layout, book), read_passages(layout, book)
    reasons, unexplained = read_reasons(layout, book)
    (code, name, year), mixed = _whose(identity, cover.texts, partial(title_doubts, layout, book, tables))
    totals = compare_totals(form, layout, tables.figures, tables.shown, tables.findings)
    submission = Submission(
        form=form.key,
        year=year,
        unit_code=code,
        unit_name=name,
        kind=identity.get("kind", ""),
        figures=tables.figures,
        stated=totals.stated,
        identity=cover.texts,
        narrative=prose.texts,
        explanations=reasons,
        last=tables.last,
        moved=tables.moved,
        unread=cover.unread + prose.unread,
    )
    changed = (
        ()
        if seems_as_issued(layout, book, tables.beside)
        else tuple(find_changes(layout, book, submission.kind, tables.moved_sheets, tables.beside))
    )
    state = identity.get("state") or (_UNMARKED if sums_unmarked(book) else "")
    draft = [messages.UPWARD_DRAFT.finding(state=state)] if state else []
    words = (*cover.doubts, *prose.doubts, *unexplained)
    elsewhere = left_elsewhere(layout, book, tables) if submission.zero_blanks else ()
    draft += _sums_changed(layout, submission, identity.get("sums", ""))
    beside = (*overlaid(layout, book, tables.moved), *copied_words(layout, book))
    whole = (*said, *mixed, *draft, *words, *beside, *elsewhere)
    left_out = {(f.sheet, f.cell): f.line for f in totals.findings if f.rule == messages.LEFT_OUT.id}
    read = [
        replace(f, cause=left_out.get((f.sheet, f.cell))) if f.rule == messages.READ_AS.id else f
        for f in tables.findings
    ]
    findings = (*whole, *read, *totals.findings, *changed)
    return replace(reading, submission=submission, findings=findings)


def _sums_changed(layout: Layout, submission: Submission, known: str) -> Iterator[Finding]:
    """Name the tables of a county's sums in which a figure is no longer what was added up."""
    if not known:
        return
    form, now = layout.form, submission.known_sums(layout.form)
    before = dict(pair.split("=", 1) for pair in known.split() if "=" in pair)
    changed = [table for table in form.tables if before.get(table.key, now[table.key]) != now[table.key]]
    if changed:
        first = next(key for key in form.inputs if key.table == changed[0].key)
        sheets = "”“".join(table.sheet for table in changed)
        unit = submission.unit_name
        yield messages.SUMS_CHANGED.finding(at=layout.places[first], key=first, unit=unit, sheets=sheets)


def _whose(
    identity: Mapping[str, str],
    cover: Mapping[str, str],
    doubts: Callable[[Sequence[str]], Iterable[Finding]],
) -> tuple[tuple[str, str, int], list[Finding]]:
    """Say whose workbook it is: by the hidden identity, by the cover when that is gone.

    All sheets must agree: `doubts` names those whose title line does not.
    """
    shown = [cover.get(key, "") for key in ("unit_code", "unit_name", "year")]
    issued = [
        identity.get(key, "") or given
        for key, given in zip(("unit_code", "unit_name", "year"), shown, strict=True)
    ]
    findings = []
    if not identity:
        findings.append(messages.NO_IDENTITY.finding(unit=" ".join(filter(None, shown[:2])) or "不明"))
    if any(s and not _same_text(s, i) for s, i in zip(shown, issued, strict=True)):
        findings.append(
            messages.UNIT_MISMATCH.finding(issued=" ".join(issued), where=COVER, shown=" ".join(shown))
        )
    else:
        findings += doubts(issued)
    year = issued[2]
    return (issued[0], issued[1], int(year) if year.isdecimal() and len(year) == len("2022") else 0), findings


def _same_text(shown: str, issued: str) -> bool:
    """Whether a cover's text is what was issued; a code typed as a number has lost its leading zeros."""
    return bare_label(shown) == bare_label(issued) or (
        shown.isdecimal() and issued.isdecimal() and int(shown) == int(issued)
    )
