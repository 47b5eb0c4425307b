"""Runs too long for every time: their first share is a test like any other, the rest is marked `long`."""

from collections.abc import Iterable
from typing import Any

import pytest


def in_shares(values: Iterable[Any]) -> list[Any]:
    """Give the parameters of a test, all but the first marked `long`."""
    first, *others = values
    return [first, *(pytest.param(value, marks=pytest.mark.long) for value in others)]
