"""雷同: passages of different units that say the same in the same words.

Digits and the units' own names are masked first, so that a copied passage with the numbers changed is still found.
A sketch of every passage (the least of many hashes over its three-character shingles) rules out almost all pairs
cheaply; rapidfuzz measures the rest exactly.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

SHORTEST = 60
_SHINGLE = 3
_HASHES = 96
# Sketches estimate; this much below the least possible share of common shingles a pair is still measured.
_LEEWAY = 0.15
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
    pairs = []
    for first, seconds in _candidates([masked[index] for index in long], threshold):
        others = [masked[long[second]] for second in seconds]
        (ratios,) = process.cdist(
            [masked[long[first]]], others, scorer=fuzz.ratio, score_cutoff=threshold * 100, dtype=np.float64
        )
        pairs += [
            Pair(first=long[first], second=long[seconds[i]], likeness=float(ratios[i]) / 100)
            for i in np.flatnonzero(ratios >= threshold * 100)
        ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second)))


def mask(text: str, name: str = "") -> str:
    """Take out of `text` what differs even in a copy: blanks, numbers, and the unit's `name` in long or short form."""
    text = _NUMBERS.sub("0", _BLANKS.sub("", text))
    for start in range(len(name) - _SHORTEST_NAME + 1):
        text = text.replace(name[start:], "@")
    return text


def _candidates(texts: Sequence[str], threshold: float) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """For each text those behind it whose sketches agree in about as many places as those of texts so alike must."""
    sketches = np.array([_sketch(text) for text in texts]).reshape(len(texts), _HASHES)
    changed = _SHINGLE * (1 - threshold)
    least = max(0.0, (1 - changed) / (1 + changed) - _LEEWAY) * _HASHES
    for first in range(len(texts) - 1):
        agreeing = (sketches[first + 1 :] == sketches[first]).sum(axis=1)
        seconds = np.flatnonzero(agreeing >= least) + first + 1
        if seconds.size:
            yield first, seconds


def _sketch(text: str) -> npt.NDArray[np.uint16]:
    """Take the least hash of the text's shingles under each of many functions (MinHash), cut to 16 bits."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    shingles = (
        codes[:-2] * np.uint64(0x9E3779B97F4A7C15) + codes[1:-1] * np.uint64(0xC2B2AE3D27D4EB4F) + codes[2:]
    )
    hashed = (np.unique(shingles)[:, None] * _FACTORS + _TERMS) >> np.uint64(32)
    least: npt.NDArray[np.uint64] = hashed.min(axis=0)
    return least.astype(np.uint16)


# Fixed, so that the same folder always gives the same pairs.
_RANDOM = np.random.Generator(np.random.PCG64(30))
_FACTORS = _RANDOM.integers(1, 2**63, _HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _RANDOM.integers(0, 2**63, _HASHES, dtype=np.uint64)
