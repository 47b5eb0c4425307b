"""收件登记: every file ever received, one line each in `receipts.jsonl`, appended and never rewritten.

A line says when, whose, which status, why it does not count where another does, and what changed against the
unit's version before, cell by cell; later lines say when its status changed, or the file was taken away.
What each version held is kept beside it (`receipts/HASH.csv`, a values file), so that a file overwritten in
the inbox can still be compared. A line torn by a crash is cut off and written again by the next run; a lock
keeps two runs apart.
"""

import json
import os
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.answers.values_file import Values, read_values, values_bytes
from toolkit.errors import LinkError, OutputError, UsageError, explain_error
from toolkit.files import UNFINISHED, sweep, write_whole
from toolkit.form.model import Form, figure_in_words, plain_digits
from toolkit.layout.layout import lay_out
from toolkit.year.receipts import (
    GONE,
    JOURNAL,
    JUDGED,
    LINE_BYTES,
    RECEIVED,
    SAME,
    Receipt,
    is_whole,
    read_journal,
)
from toolkit.year.workspace import FILE_LABELS, SUPERSEDED, Collection, FileResult, Workspace

VERSIONS, LOCK = "receipts", ".xxgk.lock"
PATIENCE = 300  # seconds to wait for another run on the same folder
SHOWN = 12  # changes named in the sentence; all are in the line
_IN_HASH = 16  # characters of the hash in the name of a version's file


@contextmanager
def work_alone(workspace: Workspace, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Keep other runs on the same folder waiting; `waiting` hears that another one is at work.

    Raises OutputError when that one does not end.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 (only where the folder is written)

    lock = FileLock(workspace.folder / LOCK)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if waiting is not None:
                waiting()
            lock.acquire(timeout=PATIENCE)
    except Timeout as error:
        raise OutputError(
            f"另一个人正在对这个文件夹运行 xxgk，等了 {PATIENCE:g} 秒还没有结束，请稍后再试。"
        ) from error
    except (OSError, NotImplementedError) as error:
        why = explain_error(error) if isinstance(error, OSError) else "这个磁盘不支持"
        raise OutputError(f"文件夹“{workspace.folder}”不能写入，或者不支持加锁：{why}。") from error
    try:
        _sweep(workspace.folder)
        yield
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    """Take away what killed runs left half-written."""
    for name in (VERSIONS, "returned", "issued", "summary"):
        if not (folder / name).is_symlink():
            for path in (folder / name).rglob(f"{UNFINISHED}*"):
                sweep(path.parent)
    sweep(folder)


# ------------------------------------------------------------------ writing


def record_receipts(
    workspace: Workspace, collection: Collection, now: datetime | None = None
) -> tuple[Receipt, ...]:
    """Add what is new about the files of a collection to the register; return the new lines as they came.

    To be called `work_alone`. A line is never changed or taken away: what came, which version counts, what is
    gone. A last line that a killed run left in halves is mended first. Raises OutputError when the register
    cannot be written.
    """
    _repair(_journal(workspace))
    known = _Register()
    for receipt in read_journal(workspace):
        known.add(receipt)
    moment = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    came: list[Receipt] = []
    for result in sorted(collection.files, key=lambda r: r.turn):
        new = _receipt(workspace, collection.form, result, known, moment)
        if new is not None:
            known.add(new)
            came.append(new)
    came += _gone(known, {result.reading.file for result in collection.files}, moment)
    added = tuple(sorted(came, key=lambda r: r.event in {JUDGED, GONE}))  # what came, then what it changed
    if added:
        _append(workspace, "".join(_line(receipt) for receipt in added))
    return added


def last_entry(workspace: Workspace) -> str:
    """Say of what moment the register is (ISO, UTC): of its latest line; "" where there is none."""
    times = [datetime.fromisoformat(receipt.time).astimezone(UTC) for receipt in read_journal(workspace)]
    return max(times).strftime("%Y-%m-%dT%H:%M:%S") if times else ""


def received_now(collection: Collection, receipts: Sequence[Receipt]) -> Collection:
    """Return a collection with the moment at which each file that counts came, where that is only now."""
    came = {receipt.sha256: receipt.moment for receipt in receipts}
    standings = (replace(s, received=s.received or came.get(s.sha256 or "")) for s in collection.standings)
    return replace(collection, standings=tuple(standings))


class _Register:
    """The lines on record, found at once.

    The last of each file, the first of each content, the last version of each unit.
    """

    def __init__(self) -> None:
        self.of_file: dict[str, Receipt] = {}
        self.of_content: dict[str, Receipt] = {}
        self.of_unit: dict[str, Receipt] = {}

    def add(self, receipt: Receipt) -> None:
        """Take a line in, in the order in which it was written."""
        self.of_file[receipt.file] = receipt
        self.of_content.setdefault(receipt.sha256, receipt)
        if receipt.unit_code and receipt.event in {RECEIVED, SAME}:
            self.of_unit[receipt.unit_code] = receipt


def _receipt(
    workspace: Workspace, form: Form, result: FileResult, known: _Register, moment: str
) -> Receipt | None:
    """Make the line that a file asks for; None when everything about it is on record."""
    reading, unit = result.reading, result.unit
    if not reading.sha256:
        return None
    code, name = (unit.code, unit.name) if unit else ("", "")
    there = known.of_file.get(reading.file)
    if there is not None and (there.event == GONE or there.sha256 != reading.sha256):
        there = None  # what lies there now was put there since
    facts: dict[str, Any] = {
        "time": moment,
        "file": reading.file,
        "sha256": reading.sha256,
        "unit_code": code,
        "unit_name": name,
        "status": result.status,
        "saved": reading.of_moment or None,
        "pin": result.pin,
        "asks": result.findings[0].rule if _asked(result) else "",
    }
    file = f"{reading.file}（{code} {name}）" if unit else reading.file
    if there is not None:
        if (there.status, there.unit_code) == (result.status, code):
            if there.pin == result.pin:
                return None
            decided = f"本办指定以{result.pin}" if result.pin else "本办不再指定"
            return Receipt(**facts, event=JUDGED, says=f"{file}：{decided}")
        if there.status == result.status and there.unit_code and code:
            says = f"{reading.file}（{there.unit_code} {there.unit_name}）现在认作 {code} {name}"
            return Receipt(**facts, event=JUDGED, says=says)
        was = FILE_LABELS.get(there.status, there.status)
        return Receipt(**facts, event=JUDGED, says=f"{file}由“{was}”改为“{result.label}”{_why(result)}")
    seen = known.of_content.get(reading.sha256)
    if seen is not None:
        says = f"又收到 {file}：与收到过的 {seen.file} 内容完全相同。{_judged(result)}"
        return Receipt(**facts, event=SAME, says=says)
    before = known.of_unit.get(code) if code else None
    changes = _keep(workspace, form, reading.submission, reading.sha256, before)
    return Receipt(
        **facts,
        event=RECEIVED,
        says=f"收到 {file}：{_judged(result).removesuffix('。')}{_compared(before, changes)}",
        before=before.sha256 if before else None,
        changes=changes or (),
    )


def _gone(known: _Register, files: Container[str], moment: str) -> list[Receipt]:
    """Say of the files that lay in the inbox at the last run and are there no more."""
    return [
        replace(
            r,
            time=moment,
            event=GONE,
            status="",
            before=None,
            changes=(),
            says=f"{r.file} 已不在收件文件夹里（移走、改名或删除了），不再计入",
        )
        for r in known.of_file.values()
        if r.event != GONE and r.file not in files
    ]


def _judged(result: FileResult) -> str:
    errors = sum(f.blocks and f.cause is None for f in result.findings)
    return result.label + (f"，{errors} 处错误" if errors else "") + _why(result)


def _asked(result: FileResult) -> bool:
    """Whether the office is asked about a file that does not count."""
    return result.status == SUPERSEDED and result.findings[0].blocks


def _why(result: FileResult) -> str:
    """Say why a file does not count where another of the unit does."""
    return f"：{result.findings[0].message}" if result.status == SUPERSEDED else ""


def _compared(before: Receipt | None, changes: tuple[str, ...] | None) -> str:
    if before is None or changes is None:
        return ""
    shown = "；".join(changes[:SHOWN]) + ("……" if len(changes) > SHOWN else "")
    return f"。与上一次（{before.file}）相比" + (
        f"改了 {len(changes)} 处：{shown}" if changes else "数字和文字都没有改"
    )


@contextmanager
def _writable() -> Iterator[None]:
    """Say in a sentence that the journal cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{JOURNAL} 写不进去：{explain_error(error)}。") from error


def _journal(workspace: Workspace) -> Path:
    """The register; raises OutputError when it is a link: nothing is written outside the folder."""
    path = workspace.folder / JOURNAL
    if path.is_symlink():
        raise LinkError(JOURNAL)
    return path


def _append(workspace: Workspace, lines: str) -> None:
    with _writable(), _journal(workspace).open("ab") as stream:
        stream.write(lines.encode("utf-8", "replace"))
        stream.flush()
        os.fsync(stream.fileno())


def _line(receipt: Receipt) -> str:
    facts = asdict(receipt)
    for rare in ("pin", "asks"):  # most lines are of units of which nothing is asked or decided
        if not facts[rare]:
            del facts[rare]
    return json.dumps(facts, ensure_ascii=False) + "\n"


def _repair(path: Path) -> None:
    """Cut off a last line that a crash has torn; what it would have said is written again.

    One that lacks only its end gets that.
    """
    if not path.is_file():
        return
    with _writable(), path.open("r+b") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, end - LINE_BYTES))
        last = stream.read()
        torn = len(last) - last.rfind(b"\n") - 1
        if 0 < torn < LINE_BYTES:  # more is none of our lines: reading says so
            if is_whole(last[-torn:]):
                stream.write(b"\n")
            else:
                stream.truncate(end - torn)


# ------------------------------------------------------------------ versions


def _keep(
    workspace: Workspace, form: Form, submission: Submission | None, sha256: str, before: Receipt | None
) -> tuple[str, ...] | None:
    """Keep what a version holds, and compare it with the one before.

    None when there is nothing to compare.
    """
    if submission is None:
        return None
    folder = workspace.path(VERSIONS)
    path = folder / f"{sha256[:_IN_HASH]}.csv"
    if not path.is_file():
        write_whole(path, _values_text(form, submission))
    older = folder / f"{before.sha256[:_IN_HASH]}.csv" if before else None
    if older is None or not older.is_file():
        return None
    try:
        return tuple(_changes(form, read_values(form, older), read_values(form, path)))
    except UsageError:  # somebody edited it, or the form has changed since
        return None


def says_otherwise(workspace: Workspace, form: Form, sha256: str, submission: Submission) -> bool:
    """Whether a content that was received says something, and something else than a submission.

    So is one of which nothing was kept.
    """
    path = workspace.path(VERSIONS) / f"{sha256[:_IN_HASH]}.csv"
    try:
        kept = read_values(form, path)
        if not any((*kept.figures.values(), *kept.narrative.values())):
            return False
        return path.read_bytes() != _values_text(form, submission)
    except (UsageError, OSError):  # somebody edited it, or the form has changed since
        return True


def _values_text(form: Form, submission: Submission) -> bytes:
    rows = [(*key, plain_digits(submission.figure(key))) for key in form.inputs]
    texts = (
        ("identity", submission.identity),
        ("narrative", submission.narrative),
        ("explanation", submission.explanations),
    )
    for table, entries in texts:
        rows += [(table, key, "value", text) for key, text in entries.items()]
    return values_bytes(rows)


def _changes(form: Form, before: Values, after: Values) -> Iterator[str]:
    """Name every cell that differs: “表三 D7 3→4”."""
    layout = lay_out(form)
    for key in form.inputs:
        old, new = before.figures.get(key, ""), after.figures.get(key, "")
        if old != new:
            place = layout.places[key]
            yield f"{place.sheet} {place.a1} {figure_in_words(old)}→{figure_in_words(new)}"
    for places, old_texts, new_texts in (
        (layout.identity, before.identity, after.identity),
        (layout.narrative, before.narrative, after.narrative),
        (layout.reasons, before.explanations, after.explanations),
    ):
        for name, place in places.items():
            if old_texts.get(name, "") != new_texts.get(name, ""):
                yield f"{place.sheet} {place.a1} 文字有改动"


# ------------------------------------------------------------------ reading


def history_of_unit(workspace: Workspace, code: str) -> tuple[Unit, tuple[Receipt, ...]]:
    """Find all lines about the files of one unit.

    Raises UsageError for a code that the roster does not have.
    """
    unit = workspace.roster.find(code)
    if unit is None:
        raise UsageError(workspace.roster.unknown(code))
    lines = list(read_journal(workspace))
    mine = {r.sha256 for r in lines if r.unit_code == code}
    return unit, tuple(r for r in lines if r.sha256 in mine)
