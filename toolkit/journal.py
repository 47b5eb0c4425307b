"""收件登记: every file ever received, one line each in `receipts.jsonl`, appended and never rewritten.

A line says when, whose, which status, and what changed against the unit's version before, cell by cell. What each
version held is kept beside it (`receipts/HASH.csv`, a values file), so that a file overwritten in the inbox can still be
compared. A line torn by a crash is cut off and written again by the next run; a lock keeps two runs apart.
"""

import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from toolkit.collection import Collection
from toolkit.consolidation import ACCEPTED, RETURNED
from toolkit.errors import OutputError, UsageError
from toolkit.finding import Level
from toolkit.form import Form
from toolkit.layout import lay_out
from toolkit.submission import HEADER, Submission, Values, plain, read_values
from toolkit.versions import FILE_LABELS, FileResult
from toolkit.workspace import UNFINISHED, Workspace, why_not, write_whole

JOURNAL, VERSIONS, LOCK = "receipts.jsonl", "receipts", ".xxgk.lock"
PATIENCE = 120  # seconds to wait for another run on the same folder
RECEIVED, SAME, JUDGED = "received", "same", "judged"
SHOWN = 12  # changes named in the sentence; all are in the line
_IN_HASH = 16  # characters of the hash in the name of a version's file


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One line: a file received, the same file again under another name, or a new judgement of it."""

    time: str
    says: str
    event: str
    file: str
    sha256: str
    unit_code: str = ""
    unit_name: str = ""
    status: str = ""
    saved: str | None = None
    before: str | None = None
    changes: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> bool:
        """Whether this file was the unit's one that counts."""
        return self.status in {ACCEPTED, RETURNED}


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Keep other runs on the same folder waiting. Raises OutputError when another one does not end."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 (only where the folder is written)

    lock = FileLock(workspace.folder / LOCK, timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputError(
            f"另一个人正在对这个文件夹运行 xxgk，等了 {PATIENCE} 秒还没有结束，请稍后再试。"
        ) from error
    except OSError as error:
        raise OutputError(f"文件夹“{workspace.folder}”不能写入：{why_not(error)}。") from error
    try:
        _sweep(workspace.folder)
        yield
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    """Take away what a killed run left half-written where only the holder of the lock writes."""
    for name in (VERSIONS, "returned"):
        for path in (folder / name).glob(f"{UNFINISHED}*"):
            path.unlink(missing_ok=True)


# ------------------------------------------------------------------ writing


def record(workspace: Workspace, collection: Collection, now: datetime | None = None) -> tuple[Receipt, ...]:
    """Add what is new about the files of a collection; return the new lines. To be called `alone`."""
    _repair(workspace.folder / JOURNAL)
    known = list(read_journal(workspace))
    time = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    added: list[Receipt] = []
    for result in sorted(
        collection.files, key=lambda r: (r.reading.saved or "", r.reading.modified, r.reading.file)
    ):
        receipt = (
            _receipt(workspace, collection.form, result, [*known, *added], time)
            if result.reading.sha256
            else None
        )
        if receipt is not None:
            added.append(receipt)
    if added:
        _append(workspace.folder / JOURNAL, "".join(_line(receipt) for receipt in added))
    return tuple(added)


def _receipt(
    workspace: Workspace, form: Form, result: FileResult, known: Sequence[Receipt], time: str
) -> Receipt | None:
    """Make the line that a file asks for; None when everything about it is on record."""
    reading, unit = result.reading, result.unit
    mine = [r for r in known if r.sha256 == reading.sha256]
    code = unit.code if unit else ""
    facts: dict[str, Any] = {
        "time": time, "file": reading.file, "sha256": reading.sha256, "unit_code": code,
        "unit_name": unit.name if unit else "", "status": result.status, "saved": reading.saved,
    }  # fmt: skip
    whose = f"{code} {unit.name} 的" if unit else ""
    if not mine:
        before = (
            next((r for r in reversed(known) if r.unit_code == code and r.event == RECEIVED), None)
            if code
            else None
        )
        changes = _keep(workspace, form, reading.submission, reading.sha256, before)
        says = f"收到{whose}{reading.file}：{_judged(result)}{_compared(before, changes)}"
        return Receipt(
            **facts,
            event=RECEIVED,
            says=says,
            before=before.sha256 if before else None,
            changes=changes or (),
        )
    if all(r.file != reading.file for r in mine):
        return Receipt(
            **facts, event=SAME, says=f"{reading.file} 与已收到的 {mine[0].file} 内容完全相同，只计一次"
        )
    last = next(r for r in reversed(mine) if r.file == reading.file)
    if last.status != result.status or last.unit_code != code:
        was = FILE_LABELS.get(last.status, last.status)
        return Receipt(
            **facts, event=JUDGED, says=f"{whose}{reading.file} 由“{was}”改为“{FILE_LABELS[result.status]}”"
        )
    return None


def _judged(result: FileResult) -> str:
    errors = sum(f.level is Level.ERROR and f.cause is None for f in result.findings)
    return FILE_LABELS[result.status] + (f"，{errors} 处错误" if errors else "")


def _compared(before: Receipt | None, changes: tuple[str, ...] | None) -> str:
    if before is None or changes is None:
        return ""
    shown = "；".join(changes[:SHOWN]) + ("……" if len(changes) > SHOWN else "")
    return f"。与上一次（{before.file}）相比" + (
        f"改了 {len(changes)} 处：{shown}" if changes else "数字和文字都没有改"
    )


def _append(path: Path, lines: str) -> None:
    try:
        with path.open("ab") as stream:
            stream.write(lines.encode("utf-8", "replace"))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise OutputError(f"{path.name} 写不进去：{why_not(error)}。") from error


def _line(receipt: Receipt) -> str:
    return json.dumps(asdict(receipt), ensure_ascii=False) + "\n"


def _repair(path: Path) -> None:
    """Cut off a last line that a crash has torn; what it would have said is written again."""
    if not path.is_file():
        return
    with path.open("rb+") as stream:
        data = stream.read()
        if data and not data.endswith(b"\n"):
            stream.truncate(data.rfind(b"\n") + 1)


# ------------------------------------------------------------------ versions


def _keep(
    workspace: Workspace, form: Form, submission: Submission | None, sha256: str, before: Receipt | None
) -> tuple[str, ...] | None:
    """Keep what a version holds, and compare it with the one before; None when there is nothing to compare."""
    if submission is None:
        return None
    folder = workspace.path(VERSIONS)
    path = folder / f"{sha256[:_IN_HASH]}.csv"
    if not path.is_file():
        write_whole(path, _values_text(form, submission).encode("utf-8", "replace"))
    older = folder / f"{before.sha256[:_IN_HASH]}.csv" if before else None
    if older is None or not older.is_file():
        return None
    try:
        return tuple(_changes(form, read_values(form, older), read_values(form, path)))
    except UsageError:  # somebody edited it, or the form has changed since
        return None


def _values_text(form: Form, submission: Submission) -> str:
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((*key, plain(submission.figure(key))) for key in form.inputs)
    texts = (
        ("identity", submission.identity),
        ("narrative", submission.narrative),
        ("explanation", submission.explanations),
    )
    for table, entries in texts:
        writer.writerows((table, key, "value", text) for key, text in entries.items())
    return target.getvalue()


def _changes(form: Form, before: Values, after: Values) -> Iterator[str]:
    """Name every cell that differs: “表三 D7 3→4”."""
    layout = lay_out(form)
    for key in form.inputs:
        old, new = before.figures.get(key, ""), after.figures.get(key, "")
        if old != new:
            place = layout.places[key]
            yield f"{place.sheet} {place.a1} {old or '空白'}→{new or '空白'}"
    for places, old_texts, new_texts in (
        (layout.identity, before.identity, after.identity),
        (layout.narrative, before.narrative, after.narrative),
        (layout.reasons, before.explanations, after.explanations),
    ):
        for name, place in places.items():
            if old_texts.get(name, "") != new_texts.get(name, ""):
                yield f"{place.sheet} {place.a1} 文字有改动"


# ------------------------------------------------------------------ reading


def read_journal(workspace: Workspace) -> Iterator[Receipt]:
    """Read the lines; what is no line of ours (a torn one, one that somebody wrote) is passed over."""
    path = workspace.folder / JOURNAL
    if not path.is_file():
        return
    names = set(Receipt.__dataclass_fields__)
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            raw: Mapping[str, object] = json.loads(line)
            facts = {key: value for key, value in raw.items() if key in names}
            yield Receipt(**{**facts, "changes": tuple(facts.get("changes", ()))})  # type: ignore[arg-type]
        except (ValueError, TypeError, AttributeError):
            continue


def history_text(workspace: Workspace, code: str) -> str:
    """Tell the history of one unit. Raises UsageError for a code that the roster does not have."""
    unit = workspace.roster().find(code)
    if unit is None:
        raise UsageError(f"单位名录里没有代码 {code}。")
    lines = [r for r in read_journal(workspace) if r.unit_code == code]
    hashes = {r.sha256 for r in lines}
    lines = [r for r in read_journal(workspace) if r.sha256 in hashes]
    if not lines:
        return f"{code} {unit.name}：还没有收件记录。收到文件后运行 xxgk check。\n"
    head = f"{code} {unit.name}：收到过 {len(hashes)} 个不同的文件\n"
    return head + "".join(f"{r.time.replace('T', ' ')[:19]}　{r.says}　（{r.sha256[:8]}）\n" for r in lines)
