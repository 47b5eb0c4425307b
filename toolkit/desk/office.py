"""The year's folder as the desk has it open.

What was read last, whether something new lies there, work under way.

The folder is the truth. Nothing is kept here that a second desk, or the command beside it, would not find
there.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from starlette.requests import Request

from toolkit.county.consolidation import Consolidation, consolidate
from toolkit.county.upward import check_words
from toolkit.desk.work import Work
from toolkit.errors import XxgkError
from toolkit.year.past_years import last_year_of
from toolkit.year.workspace import SETTINGS, Collection, Workspace, open_workspace

State = tuple[tuple[str, int, int], ...]
_LISTS = ("roster", "pinned", "waivers", "explanations", "opening")  # they change what is found


@dataclass(frozen=True, kw_only=True)
class YearRead:
    """The year as it was read: the folder as opened then, what was collected, what it adds up to."""

    workspace: Workspace
    collection: Collection
    state: State

    @cached_property
    def county(self) -> Consolidation:
        """The county's year."""
        return consolidate(self.workspace, self.collection, self.collection.history)


@dataclass
class Office:
    """One folder at the desk."""

    folder: Path
    shelf: str = ""  # the address where another year is chosen, where there is one
    work: Work = field(default_factory=Work)
    year: YearRead | None = None

    @property
    def founded(self) -> bool:
        """Whether the folder is a year's folder yet."""
        return (self.folder / SETTINGS).is_file()

    def workspace(self) -> Workspace:
        """Open the folder anew. Raises UsageError."""
        return open_workspace(self.folder)

    @property
    def stale(self) -> bool:
        """Whether something lies in the folder that was not read yet."""
        return self.founded and (self.year is None or self.year.state != self.state())

    def state(self) -> State:
        """Return what lies in the folder now: names, sizes and dates of what decides the result."""
        return tuple(sorted(_facts(self.folder)))


def office_of(request: Request) -> Office:
    """Return the folder at this desk."""
    office = request.app.state.office
    assert isinstance(office, Office)  # noqa: S101 (put there when the desk was opened)
    return office


def findings_of(year: YearRead, written: Mapping[str, str]) -> list[dict[str, str]]:
    """Check the county's words; each finding with its passage."""
    found = check_words(year.county, year.collection.history, written)
    return [
        {"passage": f.row or "", "level": f.level.label, "rule": f.rule, "problem": f.problem} for f in found
    ]


def _facts(folder: Path) -> Iterator[tuple[str, int, int]]:
    for at, folders, names in os.walk(folder / "inbox"):
        folders.sort()
        for name in names:
            yield from _fact(Path(at) / name)
    for path in folder.glob("*"):
        if path.suffix == ".toml" or (path.stem in _LISTS and path.suffix in {".csv", ".xlsx"}):
            yield from _fact(path)
    for path in _named(folder):
        yield from _fact(path)


def _named(folder: Path) -> Iterator[Path]:
    """The files that the settings name: the form's own definitions, and what was kept of last year."""
    try:
        workspace = open_workspace(folder)
    except XxgkError:  # told where the year is read
        return
    if workspace.form_name.endswith(".toml"):
        yield from Path(workspace.form_name).parent.glob("*.toml")
    last = last_year_of(workspace)
    if last is not None:
        yield from (last, *last.glob("summary/*.csv"), *last.glob("*.xlsx"))


def _fact(path: Path) -> Iterator[tuple[str, int, int]]:
    if path.name.startswith(("~$", ".")):
        return
    try:
        found = path.lstat()
    except OSError:  # it went away meanwhile
        return
    yield str(path), found.st_size, found.st_mtime_ns
