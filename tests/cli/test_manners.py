"""What the command line says when the machine or the person stops it."""

import os
import signal
import subprocess
import sys
import time
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
