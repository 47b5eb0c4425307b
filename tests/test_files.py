"""Writing: nothing through a link out of the year's folder, nothing left by a run that was killed."""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from toolkit import files
from toolkit.errors import OutputError
from toolkit.files import YEAR_FILE, natural_order, sweep, unfinished_prefix, write_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and processes of Linux")


@pytest.mark.parametrize(
    "link", ["summary", "summary/已发布", "summary/已发布/第1次", "summary/已发布/第1次/a.csv"]
)
def test_no_link_leads_what_is_written_out_of_the_folder(tmp_path: Path, link: str):
    year, elsewhere = tmp_path / "year", tmp_path / "elsewhere"
    year.mkdir()
    (year / YEAR_FILE).touch()
    target = year / "summary" / "已发布" / "第1次" / "a.csv"
    (year / link).parent.mkdir(parents=True, exist_ok=True)
    outside = (
        elsewhere.joinpath(*target.relative_to(year / link).parts) if year / link != target else elsewhere
    )
    outside.parent.mkdir(parents=True, exist_ok=True)
    outside.write_text("别处的", encoding="utf-8")
    (year / link).symlink_to(elsewhere)
    with pytest.raises(OutputError, match="链接"):
        write_whole(target, b"x")
    assert outside.read_text(encoding="utf-8") == "别处的"


def test_no_folder_is_made_through_a_link(tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / YEAR_FILE).touch()
    (tmp_path / "unpacked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="链接"):
        write_whole(tmp_path / "unpacked" / "新的" / "a.csv", b"x")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_year_may_lie_behind_a_link(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / YEAR_FILE).touch()
    (tmp_path / "year").symlink_to(tmp_path / "real")
    write_whole(tmp_path / "year" / "issued" / "a", b"x")
    assert (tmp_path / "real" / "issued" / "a").read_bytes() == b"x"


def test_what_killed_runs_left_is_taken_away_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    machine = unfinished_prefix().split("-")[1]
    dead, ours, other, old, user = (
        tmp_path / name
        for name in (
            f".xxgk-{machine}-{gone.pid}-a.tmp",
            f"{unfinished_prefix()}b.tmp",
            f".xxgk-00000000-{gone.pid}-c.tmp",
            ".xxgk-00000000-1-d.tmp",
            ".xxgk.lock",
        )
    )
    for path in (ours, other, old, user):
        path.touch()
    dead.mkdir()
    (dead / "xxgk.toml").touch()
    os.utime(old, (time.time() - 2 * files.FORGOTTEN,) * 2)
    monkeypatch.setattr(files, "_swept", set())
    write_whole(tmp_path / "new.csv", b"x")
    assert {path.name for path in tmp_path.iterdir()} == {ours.name, other.name, user.name, "new.csv"}


def test_a_link_is_not_swept_through(tmp_path: Path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "kept").touch()
    link = tmp_path / ".xxgk-00000000-1-e.tmp"
    link.symlink_to(tmp_path / "far")
    os.utime(tmp_path / "far", (1, 1))
    sweep(tmp_path)
    assert (tmp_path / "far" / "kept").exists()


@pytest.mark.parametrize("seed", range(5))
def test_names_are_ordered_as_people_count(seed: int) -> None:
    names = ["1_甲局.xlsx", "2_乙局.xlsx", "2_乙局（2）.xlsx", "2_乙局（10）.xlsx", "010_丙局.xlsx", "11"]
    names += ["100", "甲2", "甲10"]
    mixed = Random(seed).sample(names, len(names))
    assert sorted(mixed, key=natural_order) == names
    assert sorted(map(Path, mixed), key=natural_order) == [*map(Path, names)]
