"""What the commands of the command line have in common.

The folder, where a result goes, and in which form.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from toolkit.errors import UsageError
from toolkit.form.days import read_day


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


class RuleFormat(StrEnum):
    """How the rule book is printed."""

    TEXT = "text"
    MD = "md"
    XLSX = "xlsx"


F = TypeVar("F", bound=StrEnum)


def format_of(given: F | None, output: Path | None, known: type[F]) -> F:
    """Choose how a result is printed: as said, else as the name of the file says, else as text.

    Raises UsageError when the two contradict each other, or the name ends as no result does.
    """
    ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    endings = {form.value: form for form in known} | {"txt": known("text")}
    if given is None:
        if ending not in {"", *endings}:
            shown = "、".join(f".{name}" for name in endings if name != "text")
            raise UsageError(f"不会写 .{ending} 文件，文件名可以以 {shown} 结尾；或者用 --format 写明格式。")
        return endings.get(ending, known("text"))
    if ("xlsx" in {ending, given.value}) and ending and ending != given.value:
        raise UsageError(
            f"--format 写的是 {given.value}，文件名却是 {output.name if output else ''}，请改成一样的。"
        )
    return given


def nearest_year(folder: Path) -> Path:
    """Give the year's folder that is meant: the current one, or the nearest above it, when none is named."""
    from toolkit.year.workspace import find_year  # noqa: PLC0415

    return find_year(folder)


def typed_year(text: str) -> int:
    """Read a year as people type it: 2022, 2022年, 2022年度.

    Raises UsageError with the one that was meant.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("度").removesuffix("年")
    if re.fullmatch("20[0-9]{2}", plain):
        return int(plain)
    meant = f"，是不是 20{plain}？" if re.fullmatch("[0-9]{2}", plain) else "，例：--year 2022"
    raise UsageError(f"--year 要写四位年份，写的是“{text[:40]}”{meant}")


def typed_day(text: str, option: str) -> date:
    """Read a day as people type it. Raises UsageError with the one that was meant."""
    day = read_day(text)
    if isinstance(day, str):
        raise UsageError(f"{option} 后面的“{text[:40]}”{day}")
    return day


FolderArgument = Annotated[
    Path,
    typer.Argument(
        metavar="年度文件夹",
        help="年度文件夹，不写就是当前文件夹，或者它上面最近的年度文件夹",
        callback=nearest_year,
        show_default=False,
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="文件", help="结果写到这个文件，不写就显示在屏幕上")
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", help="结果的格式：text 文字，json 数据，xlsx 工作簿；不写就看 -o 的文件名，再不然是文字"
    ),
]


class Only(StrEnum):
    """Which units and files are shown, by what became of them."""

    RETURNED = "returned"
    ACCEPTED = "accepted"
    MISSING = "missing"
    UNREADABLE = "unreadable"


OnlyOption = Annotated[
    Only | None,
    typer.Option(
        "--only",
        help="只列这一种：returned 退回，accepted 通过，missing 未报，unreadable 打不开或认不出的文件",
    ),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="地址",
        help="由 dask.distributed 的集群一起读，例：tcp://10.0.0.5:8786；上万份一次读时才值得",
    ),
]
HERE = Path()
