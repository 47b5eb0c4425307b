"""Letters that have the colour of what is behind them, as the texts of Word and OpenDocument say colours."""

from toolkit.reading.seen.look import BLACK, WHITE, Colour, colour_of

__all__ = ["BLACK", "WHITE", "Colour", "colour_of", "is_lost"]

PALE = 24  # of 255: how little letters may differ from what is behind them


def is_lost(letters: Colour, ground: Colour) -> bool:
    """Whether letters are not seen on what is behind them."""
    return all(abs(one - other) < PALE for one, other in zip(letters, ground, strict=True))
