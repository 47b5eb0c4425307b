"""Letters that have the colour of what is behind them, as the texts of Word and OpenDocument say colours."""

from typing import TypeAlias

PALE = 24  # of 255: how little letters may differ from what is behind them

Colour: TypeAlias = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


def colour_of(digits: str) -> Colour | None:
    """Return the colour of six hexadecimal digits; None where something else is said: “auto”, nothing."""
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


def is_lost(letters: Colour, ground: Colour) -> bool:
    """Whether letters are not seen on what is behind them."""
    return all(abs(one - other) < PALE for one, other in zip(letters, ground, strict=True))
