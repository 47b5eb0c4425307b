"""The cage: what a foreign file may cost, and that every door leads through it."""

import os
import sys
import time
from pathlib import Path

import pytest

from toolkit import cage
from toolkit.cage import MIB, CagedError, Limits, caged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="made with what Linux has")


def double(number: int) -> int:
    return 2 * number


def swell(_: Path) -> int:
    return len(bytearray(8 * 2**30))


def turn() -> None:
    while True:
        pass


def crash() -> None:
    os.abort()


def fail(text: str) -> None:
    raise LookupError(text)


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
    monkeypatch.setattr(cage, "LIMITS", Limits(seconds=1))
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


def test_output_is_bounded():
    with pytest.raises(CagedError, match="异常多"):
        caged(much, "多.html")


def test_a_cage_in_a_cage_is_the_same_cage():
    assert caged(deep, "a") != os.getpid()


def test_what_passes_between_processes_says_the_same():
    import pickle

    error = pickle.loads(pickle.dumps(CagedError("甲.xlsx", "太大")))  # noqa: S301
    assert (str(error), error.why) == (str(CagedError("甲.xlsx", "太大")), "太大")
