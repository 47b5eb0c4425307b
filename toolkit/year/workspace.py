"""A year: its folder (`Workspace`), and how everything in it stands.

Each file (passed, returned, unreadable, not the one that counts), each unit (passed, returned, missing, not
due), and all of them together (`Collection`). What a county sets for the year, `Settings`, is taken from here
too.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit.answers import messages
from toolkit.answers.last_year import History
from toolkit.answers.messages import Finding, name_waiting
from toolkit.answers.reading import Reading
from toolkit.answers.submission import Submission
from toolkit.answers.units import Roster, Unit
from toolkit.answers.waiver import Use
from toolkit.errors import LinkError, UsageError
from toolkit.files import make_folder, safe_name
from toolkit.form.definition import load_form
from toolkit.form.model import Form, Level, name_some
from toolkit.year.roster import find_roster, read_roster
from toolkit.year.settings import AFTER_RETURN as AFTER_RETURN
from toolkit.year.settings import DEADLINES, read_settings
from toolkit.year.settings import LEVELS as LEVELS
from toolkit.year.settings import SETTINGS as SETTINGS
from toolkit.year.settings import Settings as Settings
from toolkit.year.settings import is_same_office as is_same_office
from toolkit.year.settings import settings_text as settings_text
from toolkit.year.settings import tier_of as tier_of

UNITS_FOLDER = "单位报告"  # in summary/: the units' reports as documents
DOCUMENTS = (".docx", ".html")  # in which a report is written
FOLDERS = ("issued", "inbox", "returned", "summary")
UNPACKED = "unpacked"  # what mails and archives held, each in a folder of its own


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A year's folder as it was opened.

    What is read once, by whoever asks first, holds for the whole command. ``passed_over`` are the columns of
    the roster with which it has just been founded that mean nothing to us; ``read`` is what others have read
    (past years, by their source).
    """

    folder: Path
    settings: Settings
    passed_over: tuple[str, ...] = ()
    read: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def form(self) -> Form:
        """The form of the year; a path in the settings is meant from the folder."""
        return load_form(self.form_name)

    @property
    def form_name(self) -> str:
        """Key of a shipped form, or the path of the county's own."""
        name = self.settings.form
        return str(self.folder / name) if name.endswith(".toml") else name

    @cached_property
    def roster(self) -> Roster:
        """The roster, roster.xlsx or roster.csv. Raises UsageError with every line that is wrong."""
        return read_roster(find_roster(self.folder))

    @property
    def columns_in_doubt(self) -> tuple[str, ...]:
        """Say which columns of the roster may be meant for those that say who counts, where these lack."""
        unused, lacking = ("”“".join(columns) for columns in (self.roster.unused, self.roster.lacking))
        if not (unused and lacking):
            return ()
        said = f"名录里的“{unused}”栏不认识，没有用到；名录里又没有“{lacking}”栏。"
        return (f"{said}写的就是它的，请把栏名改成一样的，不然各单位都按正常、计入算。",)

    @property
    def kinds_of_nobody(self) -> tuple[str, ...]:
        """Say which deadlines and rules are for kinds of units of which the roster has none."""
        kinds = {unit.kind for unit in self.roster.units}

        def meant(kind: str) -> str:
            near = get_close_matches(kind, sorted(kinds - self.settings.deadlines.keys()), n=1, cutoff=0.5)
            return f"，是不是“{near[0]}”？" if near else f"（有 {'、'.join(sorted(kinds))}），请核对。"

        told = [
            f"{SETTINGS} 里“{kind}”的期限没有用到：名录里没有这一类单位{meant(kind)}"
            for kind in sorted(self.settings.deadlines.keys() - kinds - DEADLINES)
        ]
        for rule in self.form.rules:
            told += [
                f"表样的规则 {rule.id} 只用于“{kind}”，名录里没有这一类单位{meant(kind)}"
                for kind in rule.only_kinds
                if kind not in kinds
            ]
        return tuple(told)

    def owed_last_year(self) -> Mapping[str, str]:
        """Name by code the units that owed a report last year, where that year's folder is kept."""
        before = self.folder / self.settings.last_year
        if not self.settings.last_year or not (before / SETTINGS).is_file():
            return {}
        with suppress(UsageError):  # what is wrong there is no matter of this year's
            return {unit.code: unit.name for unit in open_workspace(before).roster.due}
        return {}

    @property
    def stem(self) -> str:
        """How the names of the county's outputs begin: 某县2022年."""
        return f"{safe_name(self.settings.county)}{self.settings.year}年"

    def path(self, name: str) -> Path:
        """Return one of the sub-folders, made when it is not there."""
        path = self.folder / name
        if name != "inbox" and path.is_symlink():  # what is written stays in the folder
            raise LinkError(path)
        make_folder(path)
        return path


def find_year(folder: Path) -> Path:
    """Find the year's folder that is meant: the current one, or the nearest above it, when none is named."""
    if folder != Path():
        return folder
    here = Path.cwd()
    above = next((place for place in here.parents if (place / SETTINGS).is_file()), None)
    return folder if (here / SETTINGS).is_file() or above is None else above


def open_workspace(folder: Path) -> Workspace:
    """Open a year's folder: its settings, its form and, when asked for, its roster, each read once.

    Raises UsageError when it is none or its settings are wrong, all mistakes at once.
    """
    return Workspace(folder=folder, settings=read_settings(folder))


# ------------------------------------------------------------------ names and files


def unit_stem(unit: Unit) -> str:
    """Return how the names of a unit's files begin: CODE_NAME."""
    return safe_name(f"{unit.code}_{unit.name}")


def workbook_name(unit: Unit) -> str:
    """Return the name of a unit's workbook: CODE_NAME.xlsx."""
    return f"{unit_stem(unit)}.xlsx"


# ------------------------------------------------------------------ how everything stands


ACCEPTED, RETURNED, MISSING, EXCUSED = "accepted", "returned", "missing", "excused"
UNCONFIRMED = "待确认零报告"
STATUS_LABELS = {ACCEPTED: "通过", RETURNED: "退回", MISSING: "未报", EXCUSED: "不需报"}
UNREADABLE, SUPERSEDED, FOREIGN = "unreadable", "superseded", "foreign"
NOT_ON_ROSTER = frozenset({messages.UNKNOWN_UNIT.id})
NOT_CALLED = frozenset({messages.DISSOLVED.id, messages.COMPILED.id})
FILE_LABELS = {
    **{status: STATUS_LABELS[status] for status in (ACCEPTED, RETURNED)},
    UNREADABLE: "打不开",
    SUPERSEDED: "不计入（另有版本）",
    FOREIGN: "不是本次的表",
}


@dataclass(frozen=True, kw_only=True)
class FileResult:
    """One file of the inbox: what it is and what was found in it.

    ``unit`` is whose report it is; ``sender`` who sent it, as far as one can tell, where it cannot count;
    ``pin`` what the office decided of its unit's files, where it did; ``sent_as`` is the name of another
    unit, where the file is called by that; ``unread_later`` is what came after its sender's workbook that
    counts, and could not be read.
    """

    reading: Reading
    status: str
    findings: tuple[Finding, ...]
    unit: Unit | None = None
    sender: Unit | None = None
    pin: str = ""
    sent_as: str = ""
    unread_later: bool = False

    @property
    def judged(self) -> bool:
        """Whether it is a unit's workbook of this year: its figures were judged, it passed or went back."""
        return self.status in {ACCEPTED, RETURNED}

    @property
    def annex(self) -> bool:
        """Whether it is only filed with its unit: a scan of the signed page, the report as a document."""
        return any(finding.rule == messages.ANNEX.id for finding in self.findings)

    @property
    def turn(self) -> tuple[str, datetime, str]:
        """By what the files of a folder stand in their order: when each was last saved."""
        return self.reading.saved or "", self.reading.modified, self.reading.file

    @property
    def label(self) -> str:
        """What became of it, in words."""
        return "附件" if self.annex else FILE_LABELS[self.status]

    @property
    def unsettled(self) -> bool:
        """Whether it does not count, and yet may be the unit's last word: the office has to ask."""
        not_counted = self.status == SUPERSEDED or self.unread_later
        return not_counted and any(finding.blocks for finding in self.findings)

    @property
    def to_mend(self) -> "FileResult | None":
        """A correction that only its own errors keep from counting, as its unit gets it back."""
        if not self.unsettled or self.findings[0].rule != messages.FAULTY_CORRECTION.id:
            return None
        return replace(self, status=RETURNED, findings=self.findings[1:])


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one unit of the roster stands: its status, the file that counts, and what was found in it.

    ``received`` is when the file was first on record here; ``saved`` when an office program last saved it;
    ``modified`` how the file is dated; ``first`` when any file of the unit was first on record;
    ``sent_back``: one was returned; ``unsettled``: the file that it sent later, which cannot count yet;
    ``wrong_pin`` what is wrong with what the office decided of its files, in words;
    ``useless``: of a unit that is missing, the file that it sent and that cannot be used; ``taken``: the one
    that passed and was taken away.
    """

    unit: Unit
    status: str
    file: str | None = None
    sha256: str | None = None
    received: datetime | None = None
    saved: datetime | None = None
    modified: datetime | None = None
    first: datetime | None = None
    sent_back: bool = False
    unsettled: str = ""
    wrong_pin: str = ""
    useless: str = ""
    taken: str = ""
    submission: Submission | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def undecided(self) -> str:
        """What the office has still to decide of the unit's files, in words; "" where nothing."""
        if self.wrong_pin or not self.unsettled:
            return self.wrong_pin
        return f"另有一份“{self.unsettled}”，以哪一份为准还没有定，现在计的是“{self.file}”"

    def count(self, level: Level) -> int:
        """How many primary findings of this level there are."""
        return sum(f.level is level and f.primary and f.waived is None for f in self.findings)

    @property
    def errors(self) -> int:
        """How many 强制 findings there are."""
        return self.count(Level.ERROR)

    @property
    def queries(self) -> int:
        """How many 核实 findings there are."""
        return self.count(Level.QUERY)

    @property
    def waiting(self) -> int:
        """How many queries wait for the unit's explanation or correction."""
        return sum(f.waiting for f in self.findings)

    @property
    def to_correct(self) -> int:
        """How many of them no explanation can answer."""
        return sum(f.waiting and f.of_file for f in self.findings)

    @property
    def waiting_named(self) -> str:
        """What waits for the unit: “待说明 2 处、待改正 1 处”."""
        return name_waiting(self.findings)

    @property
    def unconfirmed(self) -> bool:
        """Whether it waits for the unit to confirm that its zeros are a zero report."""
        return any(f.unconfirmed for f in self.findings)

    @property
    def named(self) -> str:
        """The unit's name, with what only it can settle where its report waits for that."""
        return f"{self.unit.name}（{UNCONFIRMED}）" if self.unconfirmed else self.unit.name

    @property
    def waived(self) -> int:
        """How many findings are allowed as exceptions."""
        return sum(f.waived is not None and f.primary for f in self.findings)


def passing_in_spite(findings: Iterable[Finding]) -> str:
    """Say which of the open queries do not keep a submission from counting."""
    asked = [one.waits_now for one in findings if one.waiting]
    if any(asked):
        return "说明后才计入" if all(asked) else f"其中 {sum(asked)} 处说明后才计入，其余不影响通过"
    return "不影响通过"


def standing_counts(standings: Sequence[Standing]) -> Mapping[str, int]:
    """Count the due units: 应报, 已报, 通过, 退回, 未报.

    Due is who owes a report and counts; 已报 are those that passed and those sent back. 应报 ＝ 已报 ＋ 未报.
    """
    due = [s for s in standings if s.unit.owes and s.unit.counted]
    by = {status: sum(s.status == status for s in due) for status in STATUS_LABELS}
    return {
        "应报": len(due),
        "已报": by[ACCEPTED] + by[RETURNED],
        **{STATUS_LABELS[status]: by[status] for status in (ACCEPTED, RETURNED, MISSING)},
    }


def counted(results: Sequence[FileResult]) -> Mapping[str, FileResult]:
    """Return the file that counts for each unit that sent one, by the unit's code."""
    return {r.unit.code: r for r in results if r.unit is not None and r.judged}


def unsettled(results: Sequence[FileResult]) -> Mapping[str, FileResult]:
    """Return the file that each unit sent last and that cannot count yet, by the unit's code."""
    in_turn = sorted(results, key=lambda r: r.turn)
    whose = ((r.unit or r.sender, r) for r in in_turn if r.unsettled)
    return {unit.code: r for unit, r in whose if unit is not None}


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
    def strangers(self) -> tuple[str, ...]:
        """Name the units that sent a workbook of this year's and are not on the roster."""
        return self._senders(NOT_ON_ROSTER)

    @property
    def uncalled(self) -> tuple[str, ...]:
        """Name the units that sent a workbook of this year's and send none, as the roster says."""
        return self._senders(NOT_CALLED)

    def _senders(self, rules: frozenset[str]) -> tuple[str, ...]:
        told = (one.facts["unit"] for f in self.files for one in f.findings if one.rule in rules)
        return tuple(dict.fromkeys(str(unit) for unit in told))

    @property
    def open_matters(self) -> tuple[str, ...]:
        """Why a year, or loose files, are not clean: each reason with its number and whom it is about.

        () when they are. Every command asks here, so all mean the same by clean.
        """
        bad = [f for f in self.files if f.status != SUPERSEDED and any(one.blocks for one in f.findings)]
        of_units = {s.file for s in self.standings if s.status == RETURNED}
        told = {
            "退回 {} 个单位": [s.named for s in self.standings if s.status == RETURNED],
            "未报 {} 个单位": [s.unit.name for s in self.standings if s.status == MISSING],
            "{} 个单位另有一份，以哪一份为准还没有定": [s.unit.name for s in self.standings if s.unsettled],
            "{} 个文件读不了、认不出或有强制错误": [
                f.reading.file for f in bad if f.reading.file not in of_units
            ],
            "另有 {} 个问题": [
                f"{f.rule} {f.problem.rstrip('。')}"
                for f in self.findings
                if f.blocks and f.rule != messages.MISSING.id
            ],
        }
        return tuple(
            f"{what.format(len(whom))}（{name_some(whom, 5)}）" for what, whom in told.items() if whom
        )

    @property
    def clean(self) -> bool:
        """Whether there is no 强制 finding (in files that count) and no unit missing."""
        return not self.open_matters


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written, what to say, whether every due unit has passed, and why the year is not clean."""

    written: tuple[Path, ...]
    lines: tuple[str, ...]
    complete: bool
    open_matters: tuple[str, ...]
