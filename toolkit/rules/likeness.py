"""雷同: passages of different units that say the same in the same words.

Digits and the units' own names are masked first, so that a copied passage with the numbers changed is still found.
How often each character stands in them rules out almost all pairs cheaply; rapidfuzz measures the rest exactly.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

SHORTEST = 60
_COARSE, _FINE = 128, 512  # counts of characters for each text
_ROWS = 16  # texts that are compared with all others at once
_ROUNDING = 0.01  # of sums of a few thousand roots, at most
_NUMBERS = re.compile(r"\d[\d,，.．]*")
_SHORTEST_NAME = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two passages, by their places in the sequence, and how alike they are (0 to 1)."""

    first: int
    second: int
    likeness: float


def similar_pairs(
    texts: Sequence[str], threshold: float = 0.9, names: Sequence[str] = ()
) -> tuple[Pair, ...]:
    """Find the pairs of `texts` at least as alike as `threshold`, the most alike first.

    ``names`` gives the unit of each text, so that its own name does not count. Short passages (under 60 characters
    once masked) are formulas that everybody writes: they are not compared.
    """
    masked = [mask_text(text, names[index] if names else "") for index, text in enumerate(texts)]
    long = [index for index, text in enumerate(masked) if len(text) >= SHORTEST]
    firsts, seconds = _candidates([masked[index] for index in long], threshold)
    ratios = process.cpdist(
        [masked[long[index]] for index in firsts], [masked[long[index]] for index in seconds],
        scorer=fuzz.ratio, score_cutoff=threshold * 100, dtype=np.float64, workers=-1,
    )  # fmt: skip
    pairs = [
        Pair(first=long[firsts[i]], second=long[seconds[i]], likeness=float(ratios[i]) / 100)
        for i in np.flatnonzero(ratios >= threshold * 100)
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second)))


def likeness_of(one: str, other: str, threshold: float = 0.9) -> float:
    """Say how alike two passages are (0 to 1), as `similar_pairs` does; 0 below `threshold`, and of short passages."""
    if min(len(one), len(other)) < SHORTEST:  # masked they are no longer
        return 0.0
    texts = [mask_text(text) for text in (one, other)]
    if min(map(len, texts)) < SHORTEST:
        return 0.0
    return fuzz.ratio(*texts, score_cutoff=threshold * 100) / 100


def mask_text(text: str, name: str = "") -> str:
    """Take out of `text` what differs even in a copy: blanks, numbers, and the unit's `name` in long or short form."""
    text = _NUMBERS.sub("0", "".join(text.split()))
    if len(name) >= _SHORTEST_NAME and name[-_SHORTEST_NAME:] in text:
        for start in range(len(name) - _SHORTEST_NAME + 1):
            text = text.replace(name[start:], "@")
    return text


def _candidates(texts: Sequence[str], threshold: float) -> tuple[list[int], list[int]]:
    """Find the pairs that share enough characters: two texts have no more in common than these.

    What is shared is the sum of the lesser counts. The root of the product of two counts is never less, and quickly
    summed for all pairs at once; the lesser counts are summed for the pairs that are left, coarsely and then finely.
    """
    lengths = np.array([len(text) for text in texts], np.intp)
    fine = _characters(texts, lengths)
    coarse = fine.reshape(-1, _FINE // _COARSE, _COARSE).sum(axis=1, dtype=np.uint16)
    roots = np.sqrt(fine, dtype=np.float32)
    firsts: list[int] = []
    seconds: list[int] = []
    for top in range(0, len(texts), _ROWS):
        needed = threshold / 2 * (lengths[top : top + _ROWS, None] + lengths[top:])
        one, other = np.nonzero(np.triu(roots[top : top + _ROWS] @ roots[top:].T > needed - _ROUNDING, 1))
        one, other = one + top, other + top
        for counts in (coarse, fine):
            shared = np.minimum(counts[one], counts[other]).sum(axis=1, dtype=np.uint16)
            likely = shared >= threshold / 2 * (lengths[one] + lengths[other])
            one, other = one[likely], other[likely]
        firsts += one.tolist()
        seconds += other.tolist()
    return firsts, seconds


def _characters(texts: Sequence[str], lengths: npt.NDArray[np.intp]) -> npt.NDArray[np.uint16]:
    """Count how often each character stands in each text; some share a count, which can only seem more alike."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32) % _FINE
    places = np.repeat(np.arange(len(texts)) * _FINE, lengths) + codes
    return np.bincount(places, minlength=len(texts) * _FINE).astype(np.uint16).reshape(-1, _FINE)
