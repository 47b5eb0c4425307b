"""What was made of the inbox's files, by their content and by everything that it was made with."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

from toolkit.answers import messages
from toolkit.answers.last_year import History
from toolkit.answers.messages import Finding
from toolkit.answers.reading import Reading
from toolkit.form.definition import form_sources
from toolkit.form.elements import Key
from toolkit.reading.taken_file import Job, take_bytes
from toolkit.year.remembered.sealed import FOLDER, Entries, digest_of_texts, tool_digest
from toolkit.year.whose import Examination, Examined
from toolkit.year.workspace import Workspace

Found: TypeAlias = Sequence[Sequence[Finding]]
_UNSETTLED = {messages.CRASHED.id, messages.UNREADABLE.id}  # another time it may go better
_IN_ONE = 64  # files in one entry: to make a file of each costs much on some machines
_STALE, _SPARE = 2, 20  # so many times as many entries as were used, and some: the others are removed


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What was found in one of several files that are judged together."""

    found: tuple[Finding, ...]


class Remembered:
    """The results kept in a year's folder that hold for one examination."""

    def __init__(self, workspace: Workspace, examination: Examination) -> None:
        """Look for what was made with this `examination`; a folder that leads elsewhere holds nothing."""
        self._folder = workspace.folder / FOLDER
        own = examination.rules == workspace.form_name  # rules that are only tried leave nothing behind
        cells = workspace.form.cells
        self._records = Entries(workspace.folder, Examined, cells)
        self._together = Entries(workspace.folder, Findings, cells)
        self._usable = own and self._records.usable
        self._made_with = digest_of_texts(
            (
                tool_digest(),
                *form_sources(workspace.form_name),
                repr(examination.roster),
                f"{examination.year} {examination.tier} {examination.office} {examination.before}",
            )
        )
        self._begun = f"files-{self._made_with[:16]}-"
        self._used: set[str] = set()
        self._told: tuple[History, str] | None = None  # the digest of all that a last year says

    def known(self, jobs: Sequence[Job]) -> dict[int, Examined]:
        """Return what is known of the jobs, by their number.

        The files themselves are read, but not opened.
        """
        if not self._usable or not self._folder.is_dir():
            return {}
        asked = {}
        for number, job in enumerate(jobs):
            taken = take_bytes(job.path, job.name)
            if not isinstance(taken, Reading):
                sha256 = hashlib.sha256(taken[0]).hexdigest()
                asked[self._name(job.name, sha256)] = (number, job.name, sha256, taken[1])
        found = {}
        for entry, own, one in self._records.read_among(self._begun, asked):
            number, file, sha256, modified = asked[own]
            reading = one.result.reading
            if (reading.sha256, reading.file) == (sha256, file):
                result = replace(one.result, reading=replace(reading, modified=modified))
                found[number] = replace(one, result=result)
                self._used.add(entry)
        return found

    def keep(self, jobs: Sequence[Job], made: Sequence[Examined]) -> None:
        """Keep what was made of the jobs, as far as it can be: of many in one entry.

        Whatever stands in the way costs only the next run's time.
        """
        if not self._usable:
            return
        settled = {}
        for job, one in zip(jobs, made, strict=True):
            reading = one.result.reading
            if reading.sha256 and not any(finding.rule in _UNSETTLED for finding in reading.findings):
                settled[self._name(job.name, reading.sha256)] = one
        names = [*settled]
        with suppress(OSError):
            for first in range(0, len(names), _IN_ONE):
                several = {name: settled[name] for name in names[first : first + _IN_ONE]}
                if entry := self._records.write_among(self._begun, several):
                    self._used.add(entry)

    def together(
        self, what: str, readings: Sequence[Reading], history: History, find: Callable[[], Found]
    ) -> Found:
        """Return what judging these files together by `what` found, with this last year; else `find` it."""
        if not self._usable or not readings:
            return find()
        name = self._name_together(what, readings, history)
        made = self._together.read_several(name)
        if made is not None and len(made) == len(readings):
            self._used.add(name)
            return [one.found for one in made]
        found = find()
        with suppress(OSError):
            if self._together.write_several(name, [Findings(found=tuple(one)) for one in found]):
                self._used.add(name)
        return found

    def _name_together(self, what: str, readings: Sequence[Reading], history: History) -> str:
        if self._told is None or self._told[0] is not history:
            self._told = (history, digest_of_texts(_told(history)))
        files = [text for reading in readings for text in (reading.file, reading.sha256)]
        return f"{what}-{digest_of_texts((self._made_with, *files, self._told[1]))[:34]}"

    def _name(self, file: str, sha256: str) -> str:
        return digest_of_texts((self._made_with, sha256, file))[:40]

    def tidy(self) -> None:
        """Remove what was not used, once there is much of it."""
        if self._usable:
            with suppress(OSError):
                self._sweep()

    def _sweep(self) -> None:
        names = {entry.name for entry in os.scandir(self._folder)} if self._folder.is_dir() else set()
        if len(names) > _STALE * len(self._used) + _SPARE:
            for name in names - self._used:
                (self._folder / name).unlink(missing_ok=True)


def _told(history: History) -> Iterator[str]:
    """Give all that last year says, as texts; what most units have the same keys of, those once each."""
    yield repr((history.source, history.names, history.prose, sorted(history.divided), history.compiled))
    for what, figures in (
        ("figures", history.figures),
        ("given", history.given),
        ("totals", {"": history.totals}),
    ):
        yield what
        before: tuple[Key, ...] = ()
        for code, mine in figures.items():
            keys = tuple(mine)
            yield f"{code} {'' if keys == before else keys}"
            yield repr([*mine.values()])
            before = keys
