"""Killed at any moment, whatever the command.

What stands is whole, and the next run mends the rest and sweeps.

`make kill` (XXGK_KILLS=20) kills every command so often; otherwise two of them once.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
import recipes as r
from founding import founded
from shares import in_shares

from toolkit.year.issuing import issue

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="process groups of Linux")

KILLS = int(os.environ.get("XXGK_KILLS", "0"))
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "init": ("init", "new", "--county", "某县", "--year", "2022", "--roster", "roster-in.xlsx"),
    "issue": ("issue", "county"),
    "check": ("check", "county"),
    "consolidate": ("consolidate", "county"),
    "report": ("report", "county", "--units"),
    "import": ("import", "in", "-o", "out"),
    "fill": ("fill", "county/issued/004_司法局.xlsx", "--values", "values.csv", "-o", "filled.xlsx"),
}
SHARE = ("init", "consolidate")
CHANGING = {
    "receipts.jsonl",
    ".xxgk.lock",
}  # hold the time of day; a record of their own is held by test_journal
WRITTEN = ".written.json"  # the outputs, each with its digest
GROWING = ".record.json"  # of what went back: unit by unit
RECEIPT = "_通过回执.docx"
UPWARD = "上报_"  # says of what moment its sums are
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?= \d{3})")
TIME_OF_DAY = re.compile("\\d+年\\d+月\\d+日 \\d{2}:\\d{2}(?=（收件登记）)".encode())  # on a receipt


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    workspace = founded(folder)
    list(issue(workspace))
    (workspace.folder / "inbox" / "004_司法局.xlsx").write_bytes(r.good())
    (workspace.folder / "inbox" / "005_财政局.xlsx").write_bytes(
        r.number("表三", "D30", 999, r.good(2, unit_code="005", unit_name="财政局"))
    )
    (folder / "in").mkdir()
    table = "".join(f"<tr><td>{i}</td></tr>" for i in range(3))
    for year in (2021, 2022):
        (folder / "in" / f"{year}.html").write_text(
            f"<html><h1>某局{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>公开信息。"
            f"</p><table>{table}</table></html>",
            encoding="utf-8",
        )
    (folder / "values.csv").write_text("table,row,column,value\n", encoding="utf-8")
    return folder


def start(folder: Path, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "toolkit", *COMMANDS[name]],
        cwd=folder,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )


def stands(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, by its path; it must be whole."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in CHANGING and not path.name.startswith(".xxgk-"):
            if path.suffix in {".xlsx", ".docx"}:
                with zipfile.ZipFile(path) as archive:
                    assert archive.testzip() is None, path
            if path.suffix == ".sqlite":  # holds the time of day too
                with closing(sqlite3.connect(path)) as database:
                    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                found[path.relative_to(folder).as_posix()] = b"whole"
                continue
            found[path.relative_to(folder).as_posix()] = TIME_OF_DAY.sub(b"", told(path))
    return found


def told(path: Path) -> bytes:
    """What a file says; of a receipt its text, of the record of what went back all but receipts' digests.

    Of what goes up all parts, without the moment of its sums; of the record of outputs, which they are.
    """
    if path.name.startswith(UPWARD):
        with zipfile.ZipFile(path) as archive:
            return MOMENT.sub(b"", b"".join(map(archive.read, archive.namelist())))
    if path.name.endswith(RECEIPT):
        with zipfile.ZipFile(path) as archive:
            return archive.read("word/document.xml")
    if path.name == WRITTEN:
        return json.dumps(sorted(json.loads(path.read_bytes()))).encode()
    if path.name == GROWING:
        record = json.loads(path.read_bytes())
        for unit, files in record["files"].items():
            if any(name.endswith(RECEIPT) for name in files):
                files.update(dict.fromkeys(files, ""))
                record["made_from"][unit] = ""
        return json.dumps(record).encode()
    return path.read_bytes()


@pytest.mark.parametrize("name", in_shares(COMMANDS if KILLS else SHARE))
def test_killed_at_any_moment_the_next_run_makes_it_whole(name: str, base: Path, tmp_path: Path) -> None:
    whole = tmp_path / "undisturbed"
    shutil.copytree(base, whole)
    began = time.monotonic()
    start(whole, name).wait(600)
    longest, wanted, rng = time.monotonic() - began, stands(whole), Random(name)
    for times in range(KILLS or 1):
        folder = tmp_path / f"{times}"
        shutil.copytree(base, folder)
        process = start(folder, name)
        try:
            process.wait(longest * rng.uniform(0.4, 1.0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        before = stands(folder)
        differs = [path for path in before.keys() & wanted.keys() if before[path] != wanted[path]]
        assert {Path(path).name for path in differs} <= {GROWING}, differs
        if name == "init":  # whole or not there
            assert not (folder / "new").exists() or (folder / "new" / "xxgk.toml").is_file()
        start(folder, name).wait(600)
        assert stands(folder) == wanted
        assert not list(folder.rglob(".xxgk-*"))
        shutil.rmtree(folder)


@pytest.mark.parametrize("left", in_shares([(".xlsx",), (".csv",), ("_出处.csv", ".xlsx")]))
def test_an_import_that_was_cut_off_is_completed(left: tuple[str, ...], base: Path, tmp_path: Path) -> None:
    from toolkit.form.definition import shipped_forms
    from toolkit.published.importing import import_reports

    pages, forms = [base / "in" / "2022.html"], shipped_forms()
    list(import_reports(pages, tmp_path / "a", forms))
    wanted = stands(tmp_path / "a")
    (tmp_path / "b").mkdir()
    for name, data in wanted.items():
        if any(name == f"某局2022年{ending}" for ending in left):
            (tmp_path / "b" / name).write_bytes(data)
    list(import_reports(pages, tmp_path / "b", forms))
    assert stands(tmp_path / "b") == wanted
