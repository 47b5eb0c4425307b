"""What stands in a year's folder in place of a file of ours: a pipe, a file that never ends, depths.

No run waits at it, swells or breaks off with a traceback.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import recipes as r
from command_line import run
from founding import founded, put

from toolkit.errors import UsageError
from toolkit.files import RECORD_BYTES, read_bounded, read_toml
from toolkit.year import receipts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pipes, and files with holes")


@pytest.fixture(autouse=True)
def nobody_waits() -> Iterator[None]:
    """A run that waits at a pipe fails instead."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("waits"))
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def endless(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(20 * 2**30)


def deep(path: Path) -> None:
    path.write_bytes(b"[" * 200_000 + b"\n")


@pytest.mark.parametrize("make", [os.mkfifo, endless], ids=["pipe", "endless"])
@pytest.mark.parametrize("name", ["inbox/来件.zip", "inbox/来件.eml", "inbox/来件.xlsx"])
def test_in_the_inbox_it_costs_itself(name: str, make: Callable[[Path], None], tmp_path: Path) -> None:
    workspace = founded(tmp_path)
    put(workspace, "a.xlsx", r.good())
    make(workspace.folder / name)
    said = run("check", workspace.folder, code=1).output
    assert "【通过】inbox/a.xlsx" in said
    assert f"【打不开】{name}" in said


@pytest.mark.parametrize("make", [os.mkfifo, endless, deep], ids=["pipe", "endless", "deep"])
def test_a_register_that_is_none_stops_the_run_by_name(make: Callable[[Path], None], tmp_path: Path) -> None:
    workspace = founded(tmp_path)
    make(workspace.folder / "receipts.jsonl")
    said = run("check", workspace.folder, code=2).output
    assert "receipts.jsonl" in said
    assert "Traceback" not in said


def line(number: int) -> str:
    """One line of the register as a run writes it."""
    facts = {"time": "2023-01-01T00:00:00", "says": "收到", "event": "received", "file": f"inbox/{number}"}
    return json.dumps(facts | {"sha256": f"{number:064x}", "unit_code": "004"}, ensure_ascii=False) + "\n"


def test_a_register_grows_with_the_years_and_is_read_line_by_line(tmp_path: Path, monkeypatch) -> None:
    """32 MB of it stopped the run; what it keeps in mind is of each line, not of the file."""
    monkeypatch.setattr(receipts, "MOST_LINES", 1000)
    workspace = founded(tmp_path)
    journal = workspace.folder / "receipts.jsonl"
    journal.write_text("".join(map(line, range(1000))) + '{"torn', encoding="utf-8")
    put(workspace, "a.xlsx", r.good())
    run("check", workspace.folder, code=1)
    assert len(journal.read_text(encoding="utf-8").splitlines()) > 1001  # a.xlsx, and what is there no more
    assert '{"torn' not in journal.read_text(encoding="utf-8")
    said = run("check", workspace.folder, code=2).output
    assert "receipts.jsonl 超过 1000 行" in said and "请改名另存，再运行一次" in said
    journal.rename(tmp_path / "register of before.jsonl")  # what the sentence says
    run("check", workspace.folder, code=1)


@pytest.mark.parametrize("make", [endless, deep], ids=["endless", "deep"])
def test_a_record_of_what_was_returned_that_is_none_is_as_if_it_were_not_there(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    workspace = founded(tmp_path)
    put(workspace, "a.xlsx", r.number("表三", "D30", 999))
    make(workspace.path("returned") / ".record.json")
    run("check", workspace.folder, code=1)
    assert list(workspace.path("returned").glob("004_*.xlsx"))


@pytest.mark.parametrize("hidden", ["", '"\\"" . ', "'\"' . "], ids=["plain", "quoted", "literal"])
def test_a_name_in_parts_without_end_is_told_before_it_is_taken_in(tmp_path: Path, hidden: str) -> None:
    (tmp_path / "xxgk.toml").write_text(
        f'county = "某县"\n{hidden}a{".a" * 100_000} = "x"\n', encoding="utf-8"
    )
    assert "第 2 行里的点" in run("check", tmp_path, code=2).output
    (tmp_path / "a.toml").write_text(f"[a{'.a' * 100_000}]\n", encoding="utf-8")
    assert "第 1 行里的点" in run("form", "check", tmp_path / "a.toml", code=2).output
    (tmp_path / "b.toml").write_text(f'says = "{"甲." * 1000}"\n', encoding="utf-8")
    assert read_toml(tmp_path / "b.toml")


def test_what_is_read_here_is_bounded(tmp_path: Path) -> None:
    endless(tmp_path / "a")
    os.mkfifo(tmp_path / "b")
    with pytest.raises(UsageError, match="a 有 20480 MB"):
        read_bounded(tmp_path / "a", RECORD_BYTES)
    with pytest.raises(UsageError, match="b 不是普通文件"):
        read_bounded(tmp_path / "b", RECORD_BYTES)


def test_a_folder_of_the_inbox_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """It was passed over without a word; one too deep for the system stopped the run."""
    workspace = founded(tmp_path)
    put(workspace, "a.xlsx", r.good())
    before = Path.cwd()
    try:
        os.chdir(workspace.path("inbox"))
        for _ in range(400):
            Path("甲乙丙丁").mkdir()
            os.chdir("甲乙丙丁")
        Path("b.xlsx").write_bytes(r.good(2))
    finally:
        os.chdir(before)
    said = run("check", workspace.folder, code=1).output
    assert "【通过】inbox/a.xlsx" in said
    assert "【打不开】inbox/甲乙丙丁/" in said
    assert "F14　这个子文件夹打不开（文件名太长），里面的文件都没有读" in said
    assert "1 个文件读不了" in said
