"""收件登记的各行: what was received, in the order in which it came; `journal` writes them."""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from toolkit.errors import UsageError, explain_error
from toolkit.files import size_of
from toolkit.year.workspace import ACCEPTED, Workspace

JOURNAL = "receipts.jsonl"
SENT_BACK = "returned"  # the status of a line whose file was returned
FAULTY = "V04"  # what asks about a later word of the unit that has errors
_OPEN = {"saved", "before"}  # may be null
MOST_LINES = 100_000  # of the register: a thousand of each of a hundred units
NOT_YET = MOST_LINES + 1  # the run in which what is not on record will be
LINE_BYTES = 2**20  # of one line, which names every cell that changed
RECEIVED, SAME, JUDGED, GONE = "received", "same", "judged", "gone"


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One line: a file received, one that was received before, a new judgement of one, or one taken away."""

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
    pin: str = ""
    asks: str = ""  # the rule by which the office is asked about a file that does not count

    @property
    def moment(self) -> datetime:
        """When it was put on record, by the clock of the place."""
        return datetime.fromisoformat(self.time).replace(tzinfo=None)


def read_journal(workspace: Workspace) -> Iterator[Receipt]:
    """Read the lines one by one; a last one that a crash has torn is passed over.

    Raises UsageError for any other line that is none of ours, and for more lines than anybody's: without
    them the order of arrival would be another one.
    """
    path = workspace.folder / JOURNAL
    try:
        size_of(path)  # nothing to wait at
        with path.open("rb") as stream:
            number = 0
            while (line := stream.readline(LINE_BYTES)).endswith(b"\n"):
                if (number := number + 1) > MOST_LINES:
                    raise UsageError(
                        f"收件登记 {JOURNAL} 超过 {MOST_LINES} 行，没有读。请核对是不是放错了文件；"
                        "确实是它的，请改名另存，再运行一次：inbox 里的文件会按今天收到重新登记。"
                    )
                if line.strip():
                    yield _receipt_of(line, number)
            if len(line) == LINE_BYTES or is_whole(line):
                yield _receipt_of(line, number + 1)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"{JOURNAL} 打不开：{explain_error(error)}。") from error


def is_whole(line: bytes) -> bool:
    """Whether a last line lacks only its end: an editor has cut that off, not a crash the line."""
    try:
        return isinstance(json.loads(line.decode("utf-8-sig")), dict)
    except (ValueError, RecursionError):
        return False


def _receipt_of(line: bytes, number: int) -> Receipt:
    try:
        raw = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8", "replace"))
        facts = {key: value for key, value in raw.items() if key in _NAMES}
        changes = facts.pop("changes", ())
        texts = [*(value for key, value in facts.items() if value is not None or key not in _OPEN), *changes]
        if not isinstance(changes, list | tuple) or not all(isinstance(text, str) for text in texts):
            raise TypeError  # noqa: TRY301 (told below, with all that json says)
        datetime.fromisoformat(facts["time"])
        return Receipt(**facts, changes=tuple(changes))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise UsageError(
            f"收件登记 {JOURNAL} 的第 {number} 行不是本工具写的，或者被改坏了。请从备份恢复这个文件，"
            "或者删去这一行（那一份文件会按今天收到重新登记）。"
        ) from error


_NAMES = set(Receipt.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A decision about a unit's files as it was put on record: its words, in which run, what it let count."""

    pin: str
    run: int
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """In which order contents, and files that hold them, were first put on record.

    What is not yet comes last.

    ``files`` counts the runs in which something was, ``runs`` those of contents alone: what came together is
    equal, whatever the clock said. ``times`` is when a content was (by its hash), ``first`` when anything of
    a unit was (by its code), ``latest`` is what was saved last of what a unit's report was (by its code);
    ``decided`` is what was decided last of a unit's files (by its code); of the units in ``sent_back``
    something was returned. ``versions`` are, in short, the different contents that came of each unit, in
    their order, ``passed`` those of which it was last said that they count, ``faulty`` those that came after
    one that counts and have errors.
    """

    contents: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[tuple[str, str], int] = field(default_factory=dict)
    runs: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[str, datetime] = field(default_factory=dict)
    first: Mapping[str, datetime] = field(default_factory=dict)
    latest: Mapping[str, Receipt] = field(default_factory=dict)
    decided: Mapping[str, Decided] = field(default_factory=dict)
    sent_back: frozenset[str] = frozenset()
    versions: Mapping[str, Sequence[Receipt]] = field(default_factory=dict)
    passed: Container[str] = frozenset()
    faulty: frozenset[str] = frozenset()

    def order(self, file: str, sha256: str) -> tuple[int, int]:
        """Say how late a content came; of files with the same content the first is the one that stays."""
        content = self.contents.get(sha256, len(self.contents))
        return content, -self.files.get((file, sha256), NOT_YET)

    def after(self, sha256: str, other: str) -> bool:
        """Whether a content came when the other was on record already: not in the same run."""
        return self.runs.get(sha256, NOT_YET) > self.runs.get(other, NOT_YET)

    def after_pin(self, sha256: str, unit: str, pin: str) -> bool:
        """Whether a content came when a decision about its unit's files was on record already."""
        decided = self.decided.get(unit)
        return decided is not None and decided.pin == pin and self.runs.get(sha256, NOT_YET) > decided.run

    def not_decided(self, sha256: str, unit: str, pin: str) -> bool:
        """Whether a decision about a unit's files let another content count when it was put on record."""
        decided = self.decided.get(unit)
        return decided is not None and decided.pin == pin and decided.sha256 not in {"", sha256}

    def gone_since(self, unit: str, pin: str, there: Container[str]) -> Sequence[Receipt]:
        """Find what of a unit's came after a decision, and is no more `there`."""
        mine = self.versions.get(unit, ())
        return [r for r in mine if self.after_pin(r.sha256, unit, pin) and r.sha256 not in there]

    def taken_away(
        self, unit: str, there: Container[str], sha256: str = "", moment: str = ""
    ) -> Receipt | None:
        """Find what last passed of a unit's, and is no more `there`.

        With a content: of what came after it, also with errors, unless that is of an earlier moment or says
        the same.
        """
        since = self.contents.get(sha256, len(self.contents) if sha256 else -1)
        later = [r for r in self.versions.get(unit, ()) if self.contents[r.sha256] > since]
        words = self.faulty if sha256 else ()
        while later and (
            not (later[-1].sha256 in self.passed or later[-1].sha256 in words)
            or "" < (later[-1].saved or "") < moment
        ):
            later.pop()
        if not later or later[-1].sha256 in there:
            return None
        changed = not sha256 or any(receipt.changes or receipt.before is None for receipt in later)
        return later[-1] if changed else None


def order_of_arrival(workspace: Workspace) -> Arrivals:
    """Read in which order the files of the folder were received."""
    contents: dict[str, int] = {}
    files: dict[tuple[str, str], int] = {}
    runs: dict[str, int] = {}
    times: dict[str, datetime] = {}
    first: dict[str, datetime] = {}
    decided: dict[str, Decided] = {}
    sent_back: set[str] = set()
    versions: dict[str, list[Receipt]] = {}
    saved: dict[str, dict[str, Receipt]] = {}
    said: dict[tuple[str, str], str] = {}
    faulty: set[str] = set()
    run, time = 0, ""
    for receipt in read_journal(workspace):
        run, time = run + (receipt.time != time), receipt.time
        contents.setdefault(receipt.sha256, len(contents))
        files.setdefault((receipt.file, receipt.sha256), run)
        runs.setdefault(receipt.sha256, run)
        times.setdefault(receipt.sha256, receipt.moment)
        if receipt.event != GONE:
            said[receipt.file, receipt.sha256] = receipt.status
        if receipt.unit_code:
            short = replace(receipt, says="", changes=receipt.changes[:1])
            if receipt.saved and receipt.event != GONE:
                saved.setdefault(receipt.unit_code, {})[receipt.sha256] = short
            if receipt.event == RECEIVED:
                versions.setdefault(receipt.unit_code, []).append(short)
            first.setdefault(receipt.unit_code, receipt.moment)
            if receipt.pin:
                decided[receipt.unit_code] = _decided(receipt, run, decided.get(receipt.unit_code))
            if receipt.asks == FAULTY:
                faulty.add(receipt.sha256)
            if receipt.status == SENT_BACK:
                sent_back.add(receipt.unit_code)
    passed, returned = (
        frozenset(sha256 for (_, sha256), status in said.items() if status == one)
        for one in (ACCEPTED, SENT_BACK)
    )
    return Arrivals(
        contents=contents,
        files=files,
        runs=runs,
        times=times,
        first=first,
        latest=dict(_saved_last(saved, passed | returned | faulty)),
        decided=decided,
        sent_back=frozenset(sent_back),
        versions=versions,
        passed=passed,
        faulty=frozenset(faulty),
    )


def _decided(receipt: Receipt, run: int, before: Decided | None) -> Decided:
    """Tell what is decided by what a line says: as before, or something else from this run on."""
    decided = (
        before if before is not None and before.pin == receipt.pin else Decided(pin=receipt.pin, run=run)
    )
    counts = not decided.sha256 and receipt.status in {ACCEPTED, SENT_BACK}
    return replace(decided, sha256=receipt.sha256) if counts else decided


def _saved_last(
    saved: Mapping[str, Mapping[str, Receipt]], words: Container[str]
) -> Iterator[tuple[str, Receipt]]:
    """Find by unit what was saved last of its contents, by their hashes, that are its `words`."""
    for code, contents in saved.items():
        told = [receipt for sha256, receipt in contents.items() if sha256 in words]
        if told:
            yield code, max(told, key=lambda receipt: receipt.saved or "")
