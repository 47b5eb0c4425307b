"""The cage: what a foreign file may cost, and that every door leads through it."""

import multiprocessing
import os
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from toolkit import cage, process_limits
from toolkit.cage import CagedError, caged, caged_in_turn
from toolkit.process_limits import MIB, Limits

pytestmark = [
    pytest.mark.caged,
    pytest.mark.skipif(sys.platform == "win32", reason="made with what Linux has"),
]


def double(number: int) -> int:
    return 2 * number


def swell(_: Path) -> int:
    return len(bytearray(8 * 2**30))


def turn() -> None:
    while True:
        pass


def crash() -> None:
    os.abort()


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(text: str) -> None:
    raise LookupError(text)


def told(path: Path) -> tuple[str, int]:
    """Give a file's name and the process that read it."""
    if path.name == "坏.pdf":
        crash()
    return path.name, os.getpid()


_before: list[str] = []


def second(path: Path) -> tuple[str, int]:
    """Crash wherever another file was read before."""
    if _before:
        crash()
    _before.append(path.name)
    return path.name, os.getpid()


_kept: list[bytearray] = []


def keep(path: Path) -> tuple[str, int]:
    """Give a file's name and leave much memory behind; where too little is left, a file seems bad."""
    try:
        _kept.append(bytearray(process_limits.LIMITS.memory // 4))
    except MemoryError:
        return "坏", os.getpid()
    return path.name, os.getpid()


def deep() -> str:
    return caged(os.getpid.__call__, "inner")


def much() -> bytes:
    return bytes(200 * MIB)


def test_what_a_function_returns_and_raises_comes_through():
    assert caged(double, "a", 21) == 42
    with pytest.raises(LookupError, match="so"):
        caged(fail, "a", "so")


def test_memory_ends_one_file(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(CagedError, match=r"大\.xlsx 没有读：要用的内存超过 512 MB"):
        caged(swell, "大.xlsx", Path("大.xlsx"))


def test_processor_time_ends_one_file(monkeypatch: pytest.MonkeyPatch):
    for module in (cage, process_limits):
        monkeypatch.setattr(module, "LIMITS", Limits(seconds=1))
    began = time.monotonic()
    with pytest.raises(CagedError, match="处理器算了 1 秒还没有读完"):
        caged(turn, "慢.pdf")
    assert time.monotonic() - began < 60


def test_waiting_is_no_work_but_ends_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cage, "LIMITS", Limits(waiting=0.3))
    with pytest.raises(CagedError, match="还没有读完"):
        caged(time.sleep, "等.xlsx", 60)


def test_a_crash_ends_one_file():
    with pytest.raises(CagedError, match="崩溃"):
        caged(crash, "坏.xlsx")


def test_a_process_that_the_system_killed_is_not_called_slow():
    with pytest.raises(CagedError, match=r"被系统强行结束，多半是这台电脑的内存不够") as caught:
        caged(killed, "坏.xlsx")
    assert not isinstance(caught.value, cage.TooLongError)


def test_output_is_bounded():
    with pytest.raises(CagedError, match="异常多"):
        caged(much, "多.html")


def test_a_cage_in_a_cage_is_the_same_cage():
    assert caged(deep, "a") != os.getpid()


def test_files_are_read_side_by_side_and_answered_in_their_order(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    paths = [Path(name) for name in ("一.pdf", "坏.pdf", "二.pdf", "三.pdf")]
    names, processes = [], set()
    for path, reading in caged_in_turn(told, paths):
        assert len(multiprocessing.active_children()) <= 2
        if path.name == "坏.pdf":
            with pytest.raises(CagedError, match="读取程序崩溃"):
                reading()
            continue
        name, process = reading()
        names.append(name)
        processes.add(process)
    assert names == ["一.pdf", "二.pdf", "三.pdf"]
    assert len(processes) == 2  # a cage goes on with the next file; where one crashed nothing more is read
    assert os.getpid() not in processes


def test_what_another_file_left_behind_is_not_held_against_the_next(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    read = [reading() for _, reading in caged_in_turn(second, [Path(f"{n}.pdf") for n in range(5)])]
    assert [n for n, _ in read] == [f"{n}.pdf" for n in range(5)]
    assert len({process for _, process in read}) == 5  # each but the first was read anew


def test_memory_that_files_left_behind_is_not_held_against_the_next(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    read = [reading()[0] for _, reading in caged_in_turn(keep, [Path(f"{n}.pdf") for n in range(8)])]
    assert read == [f"{n}.pdf" for n in range(8)]


def test_a_cage_is_left_when_it_has_read_so_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(cage, "MOST_IN_ONE", 2)
    read = [reading()[1] for _, reading in caged_in_turn(told, [Path(f"{n}.pdf") for n in range(5)])]
    assert [read.count(process) for process in dict.fromkeys(read)] == [2, 2, 1]


def test_no_process_is_left_when_reading_stops_half_way():
    before = set(multiprocessing.active_children())
    reading = caged_in_turn(told, [Path(f"{n}.pdf") for n in range(9)])
    next(reading)
    reading.close()
    assert set(multiprocessing.active_children()) <= before


def test_what_passes_between_processes_says_the_same():
    import pickle

    error = pickle.loads(pickle.dumps(CagedError("甲.xlsx", "太大")))  # noqa: S301
    assert (str(error), error.why) == (str(CagedError("甲.xlsx", "太大")), "太大")


class Kernel:
    """A stand-in for kernel32: it keeps what it was told."""

    def __init__(self, *_: object, **__: object) -> None:
        self.told: list[tuple[str, tuple[object, ...]]] = []

    def __getattr__(self, name: str) -> object:
        def call(*given: object) -> int:
            self.told.append((name, given))
            return 77

        self.__dict__[name] = call
        return call


@pytest.mark.parametrize("seconds", [0, 60])
def test_on_windows_a_job_holds_the_process(monkeypatch: pytest.MonkeyPatch, seconds: int):
    """It has not run on Windows; here is held what is asked of it."""
    kernel = Kernel()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("ctypes.WinDLL", lambda *_, **__: kernel, raising=False)
    given: list[tuple[int, int, int]] = []
    monkeypatch.setattr(
        "ctypes.byref",
        lambda said: given.append(
            (
                said.BasicLimitInformation.LimitFlags,
                said.ProcessMemoryLimit,
                said.BasicLimitInformation.PerProcessUserTimeLimit,
            )
        ),
    )
    process_limits.restrict(SimpleNamespace(sentinel=5), Limits(memory=100 * MIB), seconds)
    ((flags, memory, time_limit),) = given
    assert flags & 0x100 and flags & 0x2000
    assert memory == (100 + 256) * MIB
    assert (bool(flags & 0x2), time_limit) == (bool(seconds), seconds * 10_000_000)
    assert [name for name, _ in kernel.told] == [
        "CreateJobObjectW",
        "SetInformationJobObject",
        "AssignProcessToJobObject",
    ]
    assert kernel.told[-1][1] == (77, 5)
