"""收件登记: every file on record once, with what changed; torn lines, pins, and two runs at once."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
import pytest
from correspondence import CHARGES, NEW, check, county, figures, send, statuses

from toolkit.errors import OutputError, UsageError
from toolkit.form.model import Form, plain_digits
from toolkit.layout.layout import lay_out
from toolkit.reporter.history import history_json, history_text, history_workbook
from toolkit.year.journal import history_of_unit, work_alone
from toolkit.year.receipts import JOURNAL, read_journal
from toolkit.year.workspace import Workspace, open_workspace

KILLS = int(os.environ.get("XXGK_KILLS", "3"))
FILES = int(os.environ.get("XXGK_KILL_FILES", "16"))


def broken(form: Form, seed: int = 1) -> dict:
    return figures(form, seed) | {CHARGES: "2000万"}


def test_a_unit_s_history_tells_each_version_and_what_changed(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", broken(form))
    check(workspace)
    shutil.copy(path, path.with_name("甲局(1).xlsx"))
    check(workspace)
    send(workspace, "001", figures(form), name="甲局 最终版.xlsx")
    check(workspace)
    check(workspace)  # nothing new: nothing recorded
    receipts = list(read_journal(workspace))
    assert [r.event for r in receipts if r.event != "judged"] == ["received", "same", "received"]
    place = lay_out(form).places[CHARGES]
    assert receipts[-1].event == "judged" or receipts[-1].changes
    second = [r for r in receipts if r.event == "received"][1]
    assert [c for c in second.changes if c.startswith(f"{place.sheet} {place.a1} ")]
    assert second.changes == (f"{place.sheet} {place.a1} 读不准→{plain_digits(figures(form)[CHARGES])}",)
    text = history_text(history_of_unit(workspace, "001"))
    for part in ("甲局", "退回，1 处错误", "完全相同", "改了 1 处", place.a1, "通过"):
        assert part in text, text
    assert "还没有收件登记" in history_text(history_of_unit(workspace, "003"))
    with pytest.raises(UsageError, match="没有代码"):
        history_of_unit(workspace, "999")


def counting(workspace: Workspace) -> list[str]:
    return [s.file for s in check(workspace).standings if s.file]


def test_the_version_received_last_counts_whatever_happens_to_the_dates_of_files(
    form: Form, tmp_path: Path
) -> None:
    workspace = county(tmp_path / "year")
    first = send(workspace, "001", figures(form, 1), name="先报的.xlsx")
    os.utime(first, (2_000_000_000, 2_000_000_000))  # from a computer whose clock is wrong
    assert counting(workspace) == ["inbox/先报的.xlsx"]
    second = send(workspace, "001", figures(form, 2), name="后报的.xlsx")
    collection = check(workspace)
    assert [s.file for s in collection.standings if s.file] == ["inbox/后报的.xlsx"]
    assert any("它收到得最晚" in f.message for file in collection.files for f in file.findings)
    for path, moment in ((first, 2_100_000_000), (second, 1_000_000_000)):
        os.utime(path, (moment, moment))
    assert counting(workspace) == ["inbox/后报的.xlsx"]
    shutil.copytree(workspace.folder, tmp_path / "copy")  # all dates are those of the copying now
    assert counting(open_workspace(tmp_path / "copy")) == ["inbox/后报的.xlsx"]


def test_between_files_that_came_together_the_date_decides_once_for_all(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    paths = [send(workspace, "001", figures(form, n), name=f"{n}.xlsx") for n in (1, 2)]
    for path, moment in zip(paths, (1_600_000_000, 1_500_000_000), strict=True):
        os.utime(path, (moment, moment))
    assert counting(workspace) == ["inbox/1.xlsx"]
    for path, moment in zip(paths, (1_500_000_000, 1_600_000_000), strict=True):
        os.utime(path, (moment, moment))
    assert counting(workspace) == ["inbox/1.xlsx"]


def test_an_overwritten_file_is_still_compared(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    send(workspace, "001", figures(form))
    check(workspace)
    send(workspace, "001", figures(form) | {NEW: 99})
    check(workspace)
    place = lay_out(form).places[NEW]
    assert any(
        c == f"{place.sheet} {place.a1} {figures(form)[NEW]}→99"
        for r in read_journal(workspace)
        for c in r.changes
    )


def test_a_torn_last_line_is_written_again(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    for code in ("001", "002"):
        send(workspace, code, figures(form, int(code)))
    check(workspace)
    journal = workspace.folder / JOURNAL
    whole = journal.read_bytes()
    for cut in (1, 40, len(whole.splitlines(keepends=True)[1]) - 1):
        journal.write_bytes(whole[:-cut])
        check(workspace)
        lines = journal.read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["unit_code"] for line in lines] == ["001", "002"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),  # Notepad
        lambda raw: raw.removesuffix(b"\n"),
        lambda raw: b"\xef\xbb\xbf" + raw.removesuffix(b"\n"),
        lambda raw: raw + b"\n\n",
    ],
)
def test_a_register_that_an_editor_saved_loses_no_line(
    form: Form, tmp_path: Path, edit: Callable[[bytes], bytes]
) -> None:
    """Not even the last: its file would count as received today."""
    workspace = county(tmp_path / "year")
    send(workspace, "001", figures(form, 1))
    check(workspace)
    journal = workspace.folder / JOURNAL
    journal.write_bytes(edit(journal.read_bytes()))
    (before,) = read_journal(workspace)
    send(workspace, "002", figures(form, 2))
    for _ in range(2):
        check(workspace)
        one, two = read_journal(workspace)
        assert (one, two.unit_code) == (before, "002")


def test_a_person_pins_a_version_with_a_reason(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    send(workspace, "001", figures(form, 1), name="先报的.xlsx")
    send(workspace, "001", figures(form, 2), name="后报的.xlsx")
    (first,) = [s.file for s in check(workspace).standings if s.file]
    other = "先报的.xlsx" if "后报的" in first else "后报的.xlsx"
    pins = workspace.folder / "pinned.csv"
    pins.write_text(f"单位代码,文件,理由\n001,{other},局长签字的是这一份\n", encoding="utf-8")
    collection = check(workspace)
    assert [s.file for s in collection.standings if s.file] == [f"inbox/{other}"]
    assert any("局长签字的是这一份" in f.message for file in collection.files for f in file.findings)
    pins.write_text(f"单位代码,文件,理由\n001,{other},\n", encoding="utf-8")
    with pytest.raises(UsageError, match="理由"):
        check(workspace)
    pins.write_text("单位代码,文件,理由\n001,没有的.xlsx,局长签字的是这一份\n", encoding="utf-8")
    (lost,) = (f for f in check(workspace).findings if f.rule.startswith("V"))
    assert lost.rule == "V03"
    assert f"“{workspace.roster.units[0].label}”" in lost.message
    assert "上年" in lost.message
    pins.write_text("单位代码,文件,理由\n001,移走的.xlsx,局长签字的是这一份\n", encoding="utf-8")
    send(workspace, "001", figures(form, 3), name="移走的.xlsx")
    assert not [f for f in check(workspace).findings if f.rule == "V03"]
    (workspace.folder / "inbox" / "移走的.xlsx").unlink()
    (lost,) = (f for f in check(workspace).findings if f.rule == "V03")
    assert "上年" not in lost.message


def test_a_pin_that_may_mean_several_files_is_no_decision(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    names = ["一/住建局.xlsx", "二/住建局.xlsx", "住建局（最终）.xlsx", "三.xlsx", "四/三.xlsx"]
    for number, name in enumerate(names):
        (workspace.path("inbox") / name).parent.mkdir(exist_ok=True)
        send(workspace, "001", figures(form, number), name=name)
    pins = workspace.folder / "pinned.csv"
    unpinned = [s.file for s in check(workspace).standings if s.file]
    for meant, counts, rules in (
        ("住建局.xlsx", unpinned, ["V07"]),
        ("一/住建局.xlsx", ["inbox/一/住建局.xlsx"], []),
        ("二\\住建局.xlsx", ["inbox/二/住建局.xlsx"], []),
        ("三.xlsx", ["inbox/三.xlsx"], []),  # beside 四/三.xlsx: named whole, as the desk writes it
    ):
        pins.write_text(f"单位代码,文件,理由\n001,{meant},局长签字的是这一份\n", encoding="utf-8")
        collection = check(workspace)
        assert [s.file for s in collection.standings if s.file] == counts
        found = [f for f in collection.findings if f.rule.startswith("V")]
        assert [f.rule for f in found] == rules
        assert all(f"inbox/{name}" in f.message for f in found for name in names[:2])
    shutil.copy(workspace.folder / "inbox" / names[0], workspace.folder / "inbox" / names[1])
    pins.write_text("单位代码,文件,理由\n001,住建局.xlsx,局长签字的是这一份\n", encoding="utf-8")
    assert not [f for f in check(workspace).findings if f.rule.startswith("V")]  # the same twice


def test_another_run_on_the_same_folder_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = county(tmp_path / "year")
    monkeypatch.setattr("toolkit.year.journal.PATIENCE", 0.1)
    program = (
        f"import sys,time; from pathlib import Path; from filelock import FileLock; lock = "
        f"FileLock({str(workspace.folder / '.xxgk.lock')!r}); lock.acquire(); print('held', flush=True); "
        f"time.sleep(30)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(OutputError, match="另一个人"), work_alone(workspace):
            pass
        other.kill()
    with work_alone(workspace):  # the lock of a dead program holds nobody
        pass


def test_a_check_waits_for_another_one_says_so_and_goes_on(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    send(workspace, "001", figures(form))
    command = [sys.executable, "-m", "toolkit", "check", str(workspace.folder)]
    with work_alone(workspace):
        other = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        assert other.stderr is not None
        assert "另一个人正在" in other.stderr.readline()
        assert not (workspace.folder / JOURNAL).exists()
    assert other.communicate(timeout=60)[1].startswith("收件登记新增 1 条")
    assert other.returncode == 1  # two units are missing
    assert len(list(read_journal(workspace))) == 1


def test_an_earlier_version_put_back_is_on_record(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    first = send(workspace, "001", figures(form)).read_bytes()
    check(workspace)
    path = send(workspace, "001", figures(form) | {NEW: 99})
    check(workspace)
    path.write_bytes(first)
    check(workspace)
    path.unlink()
    check(workspace)
    receipts = list(read_journal(workspace))
    assert [r.event for r in receipts] == ["received", "received", "same", "gone"]
    assert receipts[2].sha256 == receipts[0].sha256
    text = history_text(history_of_unit(workspace, "001"))
    assert "收到过 2 个不同的文件" in text
    assert "已不在收件文件夹里" in text
    rows = opened_bytes(history_workbook(history_of_unit(workspace, "001")))
    assert len(rows) == 1 + len(receipts)
    assert [r["event"] for r in json.loads(history_json(history_of_unit(workspace, "001")))["receipts"]] == [
        r.event for r in receipts
    ]


def opened_bytes(data: bytes) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))


@pytest.mark.long
def test_killed_at_any_moment_the_record_stays_whole(form: Form, tmp_path: Path) -> None:
    """XXGK_KILLS=100 XXGK_KILL_FILES=100 runs the whole of it (`make kill`).

    Only runs that were at work count as killed.
    """
    units = tuple(f"{n:03},单位{n:03},部门,," for n in range(1, FILES + 1))
    workspace = county(tmp_path / "year", units)
    for n in range(1, FILES + 1):
        send(workspace, f"{n:03}", broken(form, n) if n % 3 == 0 else figures(form, n))
    rng, began = Random(5), time.monotonic()
    assert not run_and_kill(workspace.folder, 600)
    longest = time.monotonic() - began
    killed = {"before the record": 0, "while returning": 0, "after it": 0}
    while sum(killed.values()) < KILLS:
        while not run_and_kill(workspace.folder, rng.uniform(0.2, longest)):
            begin_again(workspace.folder)  # done sooner: something was known, or the machine is free now
        killed[assert_whole(workspace.folder)] += 1
        if rng.random() < 0.7:
            begin_again(workspace.folder)
    print(f"killed at work: {killed}, an undisturbed run takes {longest:.1f} s")  # noqa: T201 (what `make kill` reports)
    collection = check(workspace)
    assert assert_whole(workspace.folder) == "after it"
    lines = [
        json.loads(line) for line in (workspace.folder / JOURNAL).read_text(encoding="utf-8").splitlines()
    ]
    assert sorted(line["unit_code"] for line in lines) == [f"{n:03}" for n in range(1, FILES + 1)]
    assert statuses(collection).count("returned") == FILES // 3
    assert not [p for name in ("returned", "receipts") for p in (workspace.folder / name).glob("*.tmp")]


def begin_again(folder: Path) -> None:
    """Make it as if nothing had been checked yet."""
    (folder / JOURNAL).unlink(missing_ok=True)
    for name in ("returned", "receipts"):
        shutil.rmtree(folder / name, ignore_errors=True)


def assert_whole(folder: Path) -> str:
    """No line but the last is torn, nothing is on record twice, no file is half written.

    Say how far the run had come.
    """
    data = (folder / JOURNAL).read_bytes() if (folder / JOURNAL).is_file() else b""
    lines = [json.loads(line) for line in data[: data.rfind(b"\n") + 1].splitlines()]
    assert len({line["sha256"] for line in lines}) == len(lines)
    workbooks = list((folder / "returned").glob("0*.xlsx")) if (folder / "returned").is_dir() else []
    assert all(zipfile.is_zipfile(path) for path in workbooks)
    if len(lines) < FILES:
        return "before the record"
    return "after it" if len(workbooks) == FILES // 3 else "while returning"


def run_and_kill(folder: Path, seconds: float) -> bool:
    """Start a check as a user does, and kill it with its children after so many seconds.

    Say whether it was at work.
    """
    command = [sys.executable, "-m", "toolkit", "check", str(folder)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    assert process.returncode == 1
    return False
