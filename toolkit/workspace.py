"""A year's folder: its settings (`xxgk.toml`), its sub-folders, and writing into it whole or not at all."""

import os
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.definition import load_form
from toolkit.errors import OutputError, UsageError, told
from toolkit.form import Form
from toolkit.roster import Roster, Unit, read_roster

SETTINGS = "xxgk.toml"
UNITS_FOLDER = "单位报告"  # in summary/: the units' reports as documents
FOLDERS = ("issued", "inbox", "returned", "summary")
LEVELS = ("county", "city", "province")
_KNOWN = {"county", "code", "year", "form", "level", "notice", "password", "last_year", "deadlines", "office"}
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
UNFINISHED = ".xxgk-"  # how the names of files begin that are being written
NAME_BYTES = 180  # of a name in a file name (60 Chinese characters): with its ending it fits on every system


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a county sets for a year. ``deadlines``: by kind of unit, ``default`` for the others."""

    county: str
    year: int
    form: str
    code: str = ""
    level: str = "county"
    notice: str = ""
    password: str = ""
    last_year: str = ""
    deadlines: Mapping[str, date] = field(default_factory=dict)
    office: Mapping[str, str] = field(default_factory=dict)

    def deadline(self, kind: str) -> date | None:
        """Return the day by which units of this kind report."""
        return self.deadlines.get(kind, self.deadlines.get("default"))


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A year's folder with its settings."""

    folder: Path
    settings: Settings

    @property
    def form(self) -> Form:
        """The form of the year; a path in the settings is meant from the folder."""
        return load_form(self.form_name)

    @property
    def form_name(self) -> str:
        """Key of a shipped form, or the path of the county's own."""
        name = self.settings.form
        return str(self.folder / name) if name.endswith(".toml") else name

    def roster(self) -> Roster:
        """Read the roster: roster.xlsx, or roster.csv where that is all there is."""
        xlsx, csv = self.folder / "roster.xlsx", self.folder / "roster.csv"
        return read_roster(csv if csv.is_file() and not xlsx.is_file() else xlsx)

    @property
    def stem(self) -> str:
        """How the names of the county's outputs begin: 某县2022年."""
        return f"{safe_name(self.settings.county)}{self.settings.year}年"

    def path(self, name: str) -> Path:
        """Return one of the sub-folders, made when it is not there."""
        path = self.folder / name
        make_folder(path)
        return path


def open_workspace(folder: Path) -> Workspace:
    """Open a year's folder. Raises UsageError when it is none or its settings are wrong, all mistakes at once."""
    path = folder / SETTINGS
    if not path.is_file():
        raise UsageError(f"“{folder}”不是年度文件夹：里面没有 {SETTINGS}。请先运行 xxgk init。")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} 读不了：{told(error)}。请用记事本改正，存为 UTF-8 编码。") from error
    mistakes = list(_mistakes(raw))
    if mistakes:
        raise UsageError(f"{SETTINGS} 有 {len(mistakes)} 处问题：\n" + "\n".join(f"  {m}" for m in mistakes))
    return Workspace(folder=folder, settings=Settings(**raw))


def _mistakes(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key}：没有这一项" for key in raw if key not in _KNOWN)
    for key, kind, what in (("county", str, "文字"), ("year", int, "年份"), ("form", str, "表样名称")):
        if type(raw.get(key)) is not kind:
            yield f"{key}：应写{what}"
    for key in ("code", "notice", "password", "last_year"):
        if not isinstance(raw.get(key, ""), str):
            yield f"{key}：应写文字"
    if raw.get("level", "county") not in LEVELS:
        yield f"level：应是 {'、'.join(LEVELS)} 之一"
    deadlines = raw.get("deadlines", {})
    if not isinstance(deadlines, dict) or any(type(day) is not date for day in deadlines.values()):
        yield "deadlines：应写日期，例如 default = 2023-01-31"
    if not isinstance(raw.get("office", {}), dict):
        yield "office：应写 name、contact、phone"


def settings_text(settings: Settings) -> str:
    """Write settings as the commented TOML that a person edits."""
    import json  # noqa: PLC0415 (JSON strings are TOML strings)

    def say(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        "# 年度文件夹的设置。改完保存即可，改错了运行命令时会逐条指出。",
        f"county = {say(settings.county)}        # 县（市、区）名称",
        f"code = {say(settings.code)}              # 本县在上一级单位名录里的代码，上报时用",
        f"year = {settings.year}              # 报告年度",
        f"form = {say(settings.form)}   # 表样；自制的写 .toml 文件名",
        f"level = {say(settings.level)}        # county 县级、city 市级、province 省级",
        f"notice = {say(settings.notice)}            # 印在每份输出上的提示，平时留空",
        f"password = {say(settings.password)}          # 工作簿保护密码，留空不设",
        f"last_year = {say(settings.last_year)}         # 上年的年度文件夹、汇总表、units.csv，或放填好的工作簿的文件夹",
        "",
        "[deadlines]              # 报送期限；按单位类别另定的，写类别名称；“退回”是退回后改好的期限，不写就同报送期限",
        *(
            f"{say(kind) if kind != 'default' else kind} = {day.isoformat()}"
            for kind, day in settings.deadlines.items()
        ),
        "",
        "[office]                 # 县办，印在通知和信件上",
        *(f"{key} = {say(settings.office.get(key, ''))}" for key in ("name", "contact", "phone")),
    ]
    return "\n".join(lines) + "\n"


# ------------------------------------------------------------------ names and files


def safe_name(name: str) -> str:
    """Make a name safe in a file name on Windows and Linux; it may never leave the folder, nor be too long for a disk."""
    safe = _UNSAFE.sub("_", name).strip(" .")
    safe = safe.encode("utf-8", "replace")[:NAME_BYTES].decode("utf-8", "ignore").rstrip(" .")
    return f"_{safe}" if not safe or _RESERVED.match(safe) else safe


def unit_stem(unit: Unit) -> str:
    """Return how the names of a unit's files begin: CODE_NAME."""
    return safe_name(f"{unit.code}_{unit.name}")


def workbook_name(unit: Unit) -> str:
    """Return the name of a unit's workbook: CODE_NAME.xlsx."""
    return f"{unit_stem(unit)}.xlsx"


def make_folder(path: Path) -> None:
    """Make a folder. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"不能建立文件夹 {path}：{told(error)}") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: what stood there before stays until the new one is complete.

    Raises OutputError when the target is open in Excel, the disk is full, or the folder is not writable.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files that belong together: all are complete, and every target is free, before the first takes its place.

    Each is read again afterwards. Raises OutputError.
    """
    unfinished: dict[Path, Path] = {}
    at, done = Path(), list[str]()
    try:
        for at, data in files.items():
            unfinished[at] = _beside(at, data)
        for at in files:
            if at.exists():
                at.open("r+b").close()
        for at, temporary in unfinished.items():
            temporary.replace(at)
            done.append(at.name)
    except OSError as error:
        for temporary in unfinished.values():
            temporary.unlink(missing_ok=True)
        other = f"{'、'.join(done)} 已经是新的，请处理后重新运行。" if done else ""
        raise OutputError(f"{at.name} 写不进去：{told(error)}。原来的文件没有动。{other}") from error
    for path, data in files.items():
        if path.read_bytes() != data:
            raise OutputError(f"{path.name} 写出后重读，内容不一样，请不要使用，并检查磁盘。")


def _beside(path: Path, data: bytes) -> Path:
    """Write the new content of a file beside it. Raises OSError, and OutputError for a link."""
    make_folder(path.parent)
    if path.is_symlink():
        raise OutputError(f"{path} 是一个链接，为安全起见不往里写。请删除这个链接。")
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
