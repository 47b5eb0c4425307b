"""The settings of a year (`xxgk.toml`): what a county sets, read with every mistake named, and written."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from toolkit.errors import UsageError, explain_error, explain_mistyped, harmless, one_line
from toolkit.files import YEAR_FILE, read_toml
from toolkit.form.days import example_day, read_day
from toolkit.layout.lock import Lock, lock_with

SETTINGS = YEAR_FILE
LEVELS = {"county": "全县", "city": "全市", "province": "全省"}  # and what all units together are called
_NAMED = 5  # folders within the one that was given, where that is none
_KNOWN = {
    "county",
    "county_before",
    "code",
    "year",
    "form",
    "level",
    "notice",
    "password",
    "last_year",
    "deadlines",
    "office",
}
_OFFICE = {"name", "contact", "phone"}
_UNSEEN = "{}：有看不见的字符，请删掉重新填写"
AFTER_RETURN = "退回"  # the deadline of what went back
DEADLINES = {"default", AFTER_RETURN}  # of no kind of unit


def is_same_office(one: str, other: str, before: str = "") -> bool:
    """Whether two names may be of one office: 甲县 and 甲县人民政府 are, and what it was called `before`."""
    return one in {"", before} or one in other or other in one


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a county sets for a year. ``deadlines``: by kind of unit, ``default`` for the others.

    ``county_before`` is the name that it has no longer, under which workbooks were issued and last year kept.
    """

    county: str
    year: int
    form: str
    county_before: str = ""
    code: str = ""
    level: str = "county"
    notice: str = ""
    password: str = ""
    last_year: str = ""
    deadlines: Mapping[str, date] = field(default_factory=dict)
    office: Mapping[str, str] = field(default_factory=dict)

    @property
    def lock(self) -> Lock:
        """The lock of the year's workbooks: the same wherever one is made."""
        return lock_with(self.password, f"{self.county}{self.year}")

    def deadline(self, kind: str) -> date | None:
        """Return the day by which units of this kind report."""
        return self.deadlines.get(kind, self.deadlines.get("default"))


def tier_of(level: str) -> int:
    """Return how many times over the figures of those who report to a level are sums: to a county 0."""
    return list(LEVELS).index(level)


def read_settings(folder: Path) -> Settings:
    """Read the settings of a year's folder.

    Raises UsageError when there are none or they are wrong, all mistakes at once.
    """
    path = folder / SETTINGS
    if not path.is_file():
        within = sorted(at.parent.name for at in folder.glob(f"*/{SETTINGS}"))[:_NAMED]
        first = f"请写明是哪一个：{'、'.join(within)}。" if within else "请先运行 xxgk init。"
        raise UsageError(f"“{folder}”不是年度文件夹：里面没有 {SETTINGS}。{first}")
    text = ""
    try:
        text = read_toml(path)
        raw = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:  # tomllib says what it likes of numbers and depths
        meant = _date_meant(text)
        why = explain_error(error) + meant if meant else explain_mistyped(error, text)
        raise UsageError(f"{path} 读不了：{why}。请用记事本改正，存为 UTF-8 编码。") from error
    mistakes = list(_mistakes(raw))
    if mistakes:
        raise UsageError(
            f"{SETTINGS} 有 {len(mistakes)} 处问题：\n" + "\n".join(f"  {one_line(m)}" for m in mistakes)
        )
    deadlines = {
        kind: day for kind, given in raw.get("deadlines", {}).items() if isinstance(day := _day(given), date)
    }
    return Settings(**{**raw, "deadlines": deadlines})


_DATE_AS_WRITTEN = re.compile(
    r"^[^=#\n]{1,40}=[ \t]*(?P<said>(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?)[ \t]*(?:#|$)", re.MULTILINE
)


def _date_meant(text: str) -> str:
    """Say how the first date is written that is not one to a reader of settings: “2023-1-31”."""
    for found in _DATE_AS_WRITTEN.finditer(text):
        said, year, month, day = found.groups()
        if said != (meant := f"{year}-{month:0>2}-{day:0>2}"):
            return f"；日期“{said}”要写成 {meant}"
    return ""


def _mistakes(raw: Mapping[str, Any]) -> Iterator[str]:
    """Name everything in the settings that cannot be meant, section by section."""
    yield from (f"{key}：没有这一项{_elsewhere(key, _KNOWN)}" for key in raw if key not in _KNOWN)
    for key, what in (("county", "名称"), ("form", "表样名称")):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            yield f"{key}：应写{what}，用英文引号括起来，写的是 {_shown(raw.get(key, '空'))}"
        elif key == "form":
            yield from _unfit(key, raw[key])
    yield from _year_mistakes(raw.get("year"))
    for key in ("county_before", "code", "notice", "password", "last_year"):
        if not isinstance(raw.get(key, ""), str):
            yield f'{key}：应写文字，用英文引号括起来，例：{key} = "{_shown(raw[key])}"'
        else:
            yield from _unfit(key, raw.get(key, ""))
    level = raw.get("level", "county")
    if not isinstance(level, str) or level not in LEVELS:
        yield f"level：应是 {'、'.join(LEVELS)} 之一，写的是 {_shown(level)}{_meant(str(level), LEVELS)}"
    for key in ("county", "county_before", "code", "level"):
        if isinstance(raw.get(key), str) and not raw[key].isprintable():
            yield _UNSEEN.format(key)
    yield from _deadline_mistakes(raw.get("deadlines", {}), raw.get("year"))
    office = raw.get("office", {})
    if not isinstance(office, dict):
        yield "office：是一节，应写成 [office]，下面写 name、contact、phone"
        return
    for key, text in office.items():
        if key not in _OFFICE:
            yield f"office.{key}：没有这一项{_elsewhere(key, _OFFICE)}"
        elif not isinstance(text, str):
            yield f'office.{key}：应写文字，用英文引号括起来，例：{key} = "{_shown(text)}"'
        else:
            yield from _unfit(f"office.{key}", text)


def _unfit(key: str, text: str) -> Iterator[str]:
    if harmless(text) != text:
        yield _UNSEEN.format(key)


def _year_mistakes(year: object) -> Iterator[str]:
    if type(year) is not int:
        digits = re.sub(r"\D", "", str(year))
        yield (
            f"year：应写年份，例：year = {digits if len(digits) == 4 else 2022}，不加引号，写的是 "
            f"{_shown('空' if year is None else year)}"
        )
    elif not 2000 <= year < 2100:
        yield f"year：应写四位年份，写的是 {year}" + (f"，是不是 {2000 + year}？" if 0 <= year < 100 else "")


def _deadline_mistakes(deadlines: object, year: object) -> Iterator[str]:
    if not isinstance(deadlines, dict):
        example = example_day(year if isinstance(year, int) else None)
        yield f"deadlines：应写日期，例如 default = {example}，写在 [deadlines] 下面"
        return
    for kind, given in deadlines.items():
        day = _day(given)
        if isinstance(day, str) and kind in _KNOWN | _OFFICE:
            yield f"deadlines.{kind}：不是单位类别{_elsewhere(kind, ())}"
        elif isinstance(day, str):
            yield f"deadlines.{kind}：应写日期，“{_shown(given)}”{day}"
        elif type(year) is int and 2000 <= year < 2100 and day.year < year:
            yield f"deadlines.{kind}：{day.isoformat()} 比报告年度（{year}）还早，是不是 {year + 1} 年？"
        elif kind.isascii() and (meant := _meant(kind, DEADLINES - deadlines.keys())):
            yield f"deadlines.{kind}：不是单位类别{meant}"


def _day(given: object) -> date | str:
    """Read a day of the settings: TOML's own, or one that was put in quotation marks."""
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    return read_day(given) if isinstance(given, str) else f"不是日期，例：{example_day()}"


def _elsewhere(key: str, known: Iterable[str]) -> str:
    """Say where a key belongs that stands in the wrong section; else which one was perhaps meant."""
    if key in _KNOWN:
        return "，要写在最上面，第一个方括号的前面"
    section = "deadlines" if key in DEADLINES else "office" if key in _OFFICE else ""
    return f"，要写在 [{section}] 的下面" if section else _meant(key, known)


def _meant(text: str, known: Iterable[str]) -> str:
    near = get_close_matches(text.casefold(), sorted(known), n=1, cutoff=0.6)
    return f"，是不是 {near[0]}？" if near else ""


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else f"{text[:40]}……"


def settings_text(settings: Settings) -> str:
    """Write settings as the commented TOML that a person edits."""
    import json  # noqa: PLC0415 (JSON strings are TOML strings)

    def say(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        "# 年度文件夹的设置。改完保存即可，改错了运行命令时会逐条指出。",
        f"county = {say(settings.county)}        # 名称（县、市、省等）",
        *(
            [f"county_before = {say(settings.county_before)}   # 原来的名称"]
            if settings.county_before
            else []
        ),
        f"code = {say(settings.code)}              # 本级在上一级单位名录里的代码，上报时用",
        f"year = {settings.year}              # 报告年度",
        f"form = {say(settings.form)}   # 表样；自制的写 .toml 文件名",
        f"level = {say(settings.level)}        # county 县级、city 市级、province 省级",
        f"notice = {say(settings.notice)}            # 印在每份输出上的提示，平时留空",
        f"password = {say(settings.password)}          # 工作簿保护密码，留空不设",
        (
            f"last_year = {say(settings.last_year)}         # 上年的年度文件夹、汇总表、units.csv，"
            f"或放填好的工作簿的文件夹"
        ),
        "",
        (
            "[deadlines]              # 报送期限；按单位类别另定的，写类别名称；"
            "“退回”是退回后改好的期限，不写就同报送期限"
        ),
        *(
            f"{say(kind) if kind != 'default' else kind} = {day.isoformat()}"
            for kind, day in settings.deadlines.items()
        ),
        "",
        "[office]                 # 本办，印在通知和信件上",
        *(f"{key} = {say(settings.office.get(key, ''))}" for key in ("name", "contact", "phone")),
    ]
    return "\n".join(lines) + "\n"
