"""Two independent office programs that calculate workbooks: each gives every sheet as lines of text."""

import csv
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ENGINES = ("LibreOffice", "Gnumeric")
_ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
_RAW = "separator=, format=raw"

Office = Callable[[list[Path], str, Path], list[Path]]


def calculate(engine: str, paths: Sequence[Path], folder: Path, office: Office) -> None:
    """Calculate workbooks without caches; `sheet_lines` then reads what their sheets show."""
    if engine == "LibreOffice":
        office(list(paths), _ALL_SHEETS, folder)
        return
    program = shutil.which("ssconvert")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI 上必须有 Gnumeric")
        pytest.skip("没有 Gnumeric，跳过")
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        command = [program, "--recalc", "-S", "-T", "Gnumeric_stf:stf_assistant", "-O", _RAW, str(path)]
        subprocess.run(
            [*command, str(folder / f"{path.stem}-%s.csv")], check=True, capture_output=True, timeout=60
        )


def sheet_lines(folder: Path, stem: str, name: str) -> list[list[str]]:
    """Return the lines of a calculated sheet, from its first row on."""
    with (folder / f"{stem}-{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))
