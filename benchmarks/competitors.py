"""What others would use for the same work: `python -m benchmarks.competitors NAME FOLDER [RESULT]`.

They read the same cells of the same workbooks, and check nothing.

floor: unzip the sheets that are needed and look for the beginnings of cells, the least that any reader
does. calamine: python-calamine alone. read_only: openpyxl in its quickest way. pandas, polars:
python-calamine in as many processes as there are processors, added up and written as csv; pandas_alone:
the same in one.
"""
# ruff: noqa: PLC0415 (each imports only what it measures)

import gc
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

SHEETS = (
    "_xxgk",
    "封面",
    "表二",
    "表三",
    "表四",
    "补充情况",
    "文字报告",
    "核实说明",
)  # those that a check reads
TABLES = {  # where the figures stand: rows and columns, from 0
    "表二": [(5, 7, 1, 4), (9, 10, 1, 2), (12, 14, 1, 2), (16, 17, 1, 2)],
    "表三": [(6, 31, 3, 10)],
    "表四": [(6, 7, 0, 15)],
    "补充情况": [(4, 17, 1, 2)],
}
AT_ONCE = 16  # files handed to a process


def workbooks(folder: Path) -> list[Path]:
    """List the workbooks of a folder's inbox."""
    return sorted((folder / "inbox").glob("*.xlsx"))


def floor(folder: Path) -> None:
    """Unzip what is needed and scan it."""
    import re

    named, cell = re.compile(r'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"'), re.compile(b"<c ")
    at = re.compile(r"<Relationship [^>]*?>")
    for path in workbooks(folder):
        with zipfile.ZipFile(path) as archive:
            relations = {}
            for one in at.findall(archive.read("xl/_rels/workbook.xml.rels").decode()):
                said = dict(re.findall(r'(\w+)="([^"]*)"', one))
                relations[said["Id"]] = said["Target"].removeprefix("/xl/")
            for name, target in named.findall(archive.read("xl/workbook.xml").decode()):
                if name in SHEETS:
                    cell.findall(archive.read(f"xl/{relations[target]}"))
            if "xl/sharedStrings.xml" in archive.namelist():  # a program may write texts into the cells
                archive.read("xl/sharedStrings.xml").count(b"<si>")


def calamine(folder: Path) -> None:
    """Read the sheets that are needed, one file after the other."""
    from python_calamine import CalamineWorkbook

    for path in workbooks(folder):
        book = CalamineWorkbook.from_path(str(path))
        for name in SHEETS:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def calamine_two(folder: Path) -> None:
    """Do the same in as many processes as there are processors."""
    for _ in shared(_sheets_of, workbooks(folder)):
        pass


def _sheets_of(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in SHEETS)


def read_only(folder: Path) -> None:
    """Read the sheets that are needed with openpyxl, read-only, one file after the other."""
    from openpyxl import load_workbook

    for path in workbooks(folder):
        book = load_workbook(path, read_only=True, data_only=True)
        for name in SHEETS:
            for _ in book[name].iter_rows(values_only=True):
                pass
        book.close()


def shared(work: Callable[[Path], Any], paths: list[Path]) -> Iterator[Any]:
    """Do the work on all files in as many processes as there are processors."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        yield from pool.map(work, paths, chunksize=AT_ONCE)


def figures_of(path: Path) -> dict[str, Any]:
    """Read one workbook: the unit and every figure, by sheet and place."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    cover = book.get_sheet_by_name("封面").to_python(skip_empty_area=False)
    unit: dict[str, Any] = {"code": cover[5][2], "name": cover[6][2], "file": path.name}
    for sheet, areas in TABLES.items():
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        for top, bottom, left, right in areas:
            for row in range(top, bottom):
                for column in range(left, right):
                    cell = rows[row][column]
                    unit[f"{sheet} {row} {column}"] = float(cell) if isinstance(cell, int | float) else 0.0
    return unit


def pandas(folder: Path) -> None:
    """Add up all workbooks with pandas; write units and totals."""
    _added_by_pandas(folder, shared(figures_of, workbooks(folder)))


def pandas_alone(folder: Path) -> None:
    """Do the same in one process."""
    _added_by_pandas(folder, map(figures_of, workbooks(folder)))


def _added_by_pandas(folder: Path, figures: Iterable[dict[str, Any]]) -> None:
    import pandas as pd

    units = pd.DataFrame(list(figures))
    units.to_csv(folder / "pandas-units.csv", index=False)
    units.iloc[:, 3:].sum().to_csv(folder / "pandas-totals.csv")


def polars(folder: Path) -> None:
    """Add up all workbooks with polars; write units and totals."""
    import polars as pl

    units = pl.DataFrame(list(shared(figures_of, workbooks(folder))))
    units.write_csv(folder / "polars-units.csv")
    units.select(pl.exclude("code", "name", "file").sum()).write_csv(folder / "polars-totals.csv")


COMPETITORS: dict[str, Callable[[Path], None]] = {
    one.__name__: one for one in (floor, calamine, calamine_two, read_only, pandas, pandas_alone, polars)
}

if __name__ == "__main__":
    COMPETITORS[sys.argv[1]](Path(sys.argv[2]))
    gc.freeze()  # nobody is timed for looking through what is about to go
