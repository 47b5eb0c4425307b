"""How seldom garbage is looked for, and that a library's caller finds its own setting again."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.form.definition import load_form
from toolkit.garbage import HARDLY, seldom_looked_for
from toolkit.reading.tampering import issued_bytes
from toolkit.reading.workbook import read_file


@pytest.fixture(autouse=True)
def setting() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_the_callers_setting_is_found_again_whatever_happens() -> None:
    gc.set_threshold(700, 10, 9)
    within = []

    @seldom_looked_for()
    def fail() -> None:
        within.append(gc.get_threshold())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert within == [(HARDLY, 10, 9)]
    assert gc.get_threshold() == (700, 10, 9)


@pytest.mark.parametrize("own", [0, HARDLY + 1])
def test_who_looks_never_or_more_seldom_goes_on_so(own: int) -> None:
    gc.set_threshold(own)
    with seldom_looked_for():
        assert gc.get_threshold()[0] == own


def test_files_that_are_read_leave_no_garbage(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(issued_bytes(load_form("annual-report-2021")))

    def read() -> None:
        assert read_file(path, "a.xlsx", ["annual-report-2021"]).submission is not None

    read()
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            read()
        assert gc.collect() < 10  # not one for each file
    finally:
        gc.enable()
