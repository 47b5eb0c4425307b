"""Lengths, against what the units are by definition."""

from fractions import Fraction

import pytest

from toolkit.reading.seen.lengths import POINT, length_of

# of an inch
UNITS = {
    "in": Fraction(1),
    "cm": Fraction(100, 254),
    "mm": Fraction(10, 254),
    "pt": Fraction(1, 72),
    "pc": Fraction(1, 6),
    "px": Fraction(1, 96),
}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("number", ["1", "0.39", ".5", "28.", "-9", "-.25", "120.75", "0"])
def test_a_length_is_so_many_points(unit: str, number: str) -> None:
    length = length_of(f"{number}{unit}")
    assert length is not None
    assert abs(Fraction(length, POINT) - Fraction(number) * UNITS[unit] * 72) < Fraction(1, POINT)


@pytest.mark.parametrize("text", ["", "12", "80%", "2em", "cm", "1 cm", "1.2.3cm", "auto", "1e9pt", "１cm"])
def test_what_is_no_length(text: str) -> None:
    assert length_of(text) is None
