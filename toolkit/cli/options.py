"""What the commands of the command line have in common: the folder, where a result goes, and in which form."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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


FolderArgument = Annotated[Path, typer.Argument(metavar="年度文件夹", help="年度文件夹，不写就是当前文件夹")]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="文件", help="结果写到这个文件，不写就显示在屏幕上")
]
FormatOption = Annotated[
    Format, typer.Option("--format", help="结果的格式：text 文字，json 数据，xlsx 工作簿")
]
HERE = Path()
