"""What the command line says when the machine or the person stops it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and locales of Linux")


def test_a_machine_without_chinese_file_names_is_told_in_a_sentence(tmp_path: Path) -> None:
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "toolkit", "init", "year", "--county", "某县", "--year", "2022"]
    path = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        command, cwd=tmp_path, env=plain | path, capture_output=True, check=False, timeout=120
    )
    said = done.stderr.decode("utf-8")
    assert "Traceback" not in said
    assert done.returncode in {0, 2}
    named = subprocess.run(
        [*command[:4], "县".encode(), *command[5:]],
        cwd=tmp_path,
        env=plain | path,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in named.stderr.decode("utf-8")


def test_ctrl_c_ends_with_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "toolkit", "demo", str(tmp_path / "demo")]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
    try:
        program = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    finally:
        signal.signal(signal.SIGINT, before)
    with program:
        assert program.stderr is not None
        while "2." not in program.stderr.readline().decode(
            "utf-8"
        ):  # the workbooks are issued: the work goes on
            time.sleep(0.01)
        program.send_signal(signal.SIGINT)
        said = program.communicate(timeout=60)[1].decode("utf-8")
    assert "Traceback" not in said
    assert "已停止" in said
    assert program.returncode == 130


DRAWS = """
import contextlib, sys, threading, typer
from toolkit.cli.chinese import errors_as_sentences
from toolkit.cli.progress import show_progress
from toolkit.errors import UsageError
with contextlib.suppress(typer.Exit), errors_as_sentences():
    for done in range(3):
        show_progress("读取", done, 3)
    assert threading.active_count() == 1
    assert ("rich" in sys.modules) == sys.stderr.isatty()
    raise UsageError("坏了")
"""


def test_a_terminal_sees_how_far_it_is_and_a_pipe_does_not() -> None:
    """An error in the midst of it stands on a line of its own, and the cursor is there again."""
    import pty

    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, "-c", DRAWS]
    piped = subprocess.run(command, env=env, capture_output=True, check=False, timeout=120)
    assert piped.stderr.decode("utf-8").splitlines() == ["错误：坏了"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, env=env, stderr=theirs):
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # it is closed when the program has ended
            while part := os.read(ours, 4096):
                seen += part
    os.close(ours)
    said = seen.decode("utf-8")
    assert "读取" in said
    assert "2/3" in said
    assert said.rindex("\x1b[?25h") > said.rindex("\x1b[?25l")
    assert said.splitlines()[-1].endswith("错误：坏了")
    assert "2/3" not in said.splitlines()[-1]
