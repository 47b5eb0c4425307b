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
_BUCKETS = 128
_NUMBERS = re.compile(r"\d[\d,，.．]*")
_BLANKS = re.compile(r"\s+")
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
    masked = [mask(text, names[index] if names else "") for index, text in enumerate(texts)]
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


def mask(text: str, name: str = "") -> str:
    """Take out of `text` what differs even in a copy: blanks, numbers, and the unit's `name` in long or short form."""
    text = _NUMBERS.sub("0", _BLANKS.sub("", text))
    for start in range(len(name) - _SHORTEST_NAME + 1):
        text = text.replace(name[start:], "@")
    return text


def _candidates(texts: Sequence[str], threshold: float) -> tuple[list[int], list[int]]:
    """Find the pairs that share enough characters: two texts have no more in common than these."""
    lengths = np.array([len(text) for text in texts])
    counts = np.array([_characters(text) for text in texts], np.uint16).reshape(-1, _BUCKETS).T.copy()
    firsts: list[int] = []
    seconds: list[int] = []
    for first in range(len(texts) - 1):
        shared = np.minimum(counts[:, first + 1 :], counts[:, first, None]).sum(axis=0, dtype=np.uint16)
        likely = np.flatnonzero(2.0 * shared >= threshold * (lengths[first + 1 :] + lengths[first]))
        seconds += (likely + first + 1).tolist()
        firsts += [first] * len(likely)
    return firsts, seconds


def _characters(text: str) -> npt.NDArray[np.intp]:
    """Count how often each character stands in the text; some share a count, which can only seem more alike."""
    return np.bincount(np.frombuffer(text.encode("utf-32-le"), np.uint32) % _BUCKETS, minlength=_BUCKETS)
