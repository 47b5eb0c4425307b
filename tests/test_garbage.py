"""How seldom garbage is looked for, and that a library's caller finds its own setting again."""

import gc
from collections.abc import Iterator

import pytest

from toolkit.garbage import SELDOM, seldom_looked_for


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
    assert within == [(SELDOM, 10, 9)]
    assert gc.get_threshold() == (700, 10, 9)


@pytest.mark.parametrize("own", [0, SELDOM + 1])
def test_who_looks_never_or_more_seldom_goes_on_so(own: int) -> None:
    gc.set_threshold(own)
    with seldom_looked_for():
        assert gc.get_threshold()[0] == own
