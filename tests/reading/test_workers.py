"""A parser that crashes, hangs or raises costs its own file only."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
import recipes as r
from correspondence import county
from filelock import FileLock
from survival import troubled

from toolkit.reading.taken_file import Job
from toolkit.reading.workbook import read_files
from toolkit.year.journal import LOCK


def jobs(folder: Path, *names: str) -> list[Job]:
    for name in names:
        (folder / name).write_bytes(r.good())
    return [Job(path=folder / name, name=name) for name in names]


@pytest.mark.long
def test_a_crash_and_a_hang_cost_their_own_file_only(tmp_path: Path):
    names = [f"{i:02}.xlsx" for i in range(20)]
    names[3], names[4], names[11] = "03-crash.xlsx", "04-crash.xlsx", "11-hang.xlsx"
    names[7] = "07-much.xlsx"
    heard: list[int] = []
    began = time.monotonic()
    readings = read_files(
        jobs(tmp_path, *names), [r.FORM], workers=2, done=heard.append, read=troubled, seconds=8
    )
    assert time.monotonic() - began < 90
    assert [reading.file for reading in readings] == names
    for reading in readings:
        odd = "-" in reading.file
        assert [f.rule for f in reading.findings] == (["F07"] if odd else [])
        assert (reading.submission is None) == odd
    assert "秒还没有读完" in readings[11].findings[0].message
    assert "崩溃" in readings[3].findings[0].message
    assert "异常多" in readings[7].findings[0].message
    assert heard[-1] == len(names)


def test_no_files_no_workers():
    assert read_files([], [r.FORM]) == []


def test_a_file_that_vanished(tmp_path: Path):
    (gone,) = read_files([Job(path=tmp_path / "没了.xlsx", name="没了.xlsx")], [r.FORM], workers=0)
    assert [f.rule for f in gone.findings] == ["F01"]


def test_whatever_fails_inside_a_file_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    class PanicException(BaseException):
        """As pyo3 raises when native code panics: no Exception."""

    def panic(*_args: object) -> None:
        raise PanicException

    monkeypatch.setattr("toolkit.reading.workbook.read_tables", panic)
    (reading,) = read_files(jobs(tmp_path, "a.xlsx"), [r.FORM], workers=0)
    assert [f.rule for f in reading.findings] == ["F07"]
    assert reading.unreadable


def test_a_folder_or_a_pipe_is_not_read(tmp_path: Path):
    (tmp_path / "文件夹.xlsx").mkdir()
    os.mkfifo(tmp_path / "管道.xlsx")
    names = ["文件夹.xlsx", "管道.xlsx"]
    readings = read_files([Job(path=tmp_path / name, name=name) for name in names], [r.FORM], workers=0)
    assert [f.rule for reading in readings for f in reading.findings] == ["F01", "F01"]


def test_a_file_of_gigabytes_is_not_loaded(tmp_path: Path):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as stream:
        stream.truncate(5 * 2**30)
    (reading,) = read_files([Job(path=path, name=path.name)], [r.FORM], workers=0)
    assert [f.rule for f in reading.findings] == ["F05"]


AT_WORK = """
import os, sys, time
from pathlib import Path
from toolkit.reading.taken_file import Job
from toolkit.reading.workbook import read_files
from toolkit.year.journal import work_alone
from toolkit.answers.reading import unread_file
from toolkit.answers.messages import EMPTY_FILE
from toolkit.year.workspace import open_workspace

def slow(path, name, forms):
    os.write(1, b"reading\\n")  # at once: the other worker writes there, too
    time.sleep(0.2)
    return unread_file(name, EMPTY_FILE.finding())

with work_alone(open_workspace(Path(sys.argv[1]))):
    read_files([Job(path=Path("x"), name="x")] * 400, ["annual-report-2021"], workers=2, read=slow)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the workers are no copies of the program")
def test_workers_end_with_a_program_that_was_killed(tmp_path: Path):
    """They hold neither its ends of the pipes, nor the lock on the folder."""
    workspace = county(tmp_path / "year")
    command = [sys.executable, "-c", AT_WORK, str(workspace.folder)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert program.stdout.readline() == "reading\n"
        program.kill()
        program.communicate(timeout=20)  # until none of them can write any more
        FileLock(workspace.folder / LOCK).acquire(timeout=0)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
