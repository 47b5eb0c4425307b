"""雷同: passages of different units that say the same in the same words, whole or in part, in any order.

Digits and the units' own names are masked first, so that a copied passage with the numbers changed is still
found. What stands in runs of a dozen characters in another passage is taken from it. Every run is looked up
among all passages at once, and of a run that many have only the first few of them are asked, so that time
grows with the number of units even where all wrote the same; passages that are the same altogether are
compared as one.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

SHORTEST = 60
WHOLE = 0.9  # so much of a passage is the passage, figures and denials too
_RUN = 12  # characters; shorter ones are in everybody's mouth
_OWN = 40  # characters of own words below which a passage is a formula with figures
_FEW, _FIRST = 24, 3  # units with a run that are all asked, and those asked where there are more
_SAMPLE = np.uint64(4)  # of so many runs one is looked up
_ASKED = 5  # passages that one is measured against
_NUMBERS = re.compile(r"\d[\d,，.．]*")
_TITLES = re.compile(r"《[^《》]{0,80}》")
_CLAUSES = re.compile(r"[^，。；：！？,;:!?]*[，。；：！？,;:!?]?")
_TELLS_FIGURES = re.compile("[0未无]|没有")
_SHORTEST_NAME = 3

Places: TypeAlias = npt.NDArray[np.intp]
Runs: TypeAlias = npt.NDArray[np.uint64]


class Alike(NamedTuple):
    """How alike a passage is to the most alike of the ``others`` (0 to 1), and their places.

    ``others`` is one list for all that are the same, so itself may be among them; ``several`` counts them
    without it.
    """

    likeness: float
    others: Sequence[int]
    several: int


def alike_passages(
    texts: Sequence[str], threshold: float = 0.5, names: Sequence[str] = ()
) -> Mapping[int, Alike]:
    """Find which of `texts` share at least `threshold` of their own words with others, by their places.

    ``names`` gives the unit of each text, so that its own name does not count. Own words are those of
    clauses that neither tell a figure nor deny something; where those are few, nine tenths of the whole have
    to be the same. Passages under 60 characters, and those of almost only figures, are formulas that
    everybody writes.
    """
    same: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        if len(text) >= SHORTEST:
            same[mask_text(text, names[index] if names else "")].append(index)
    groups = [(masked, places) for masked, places in same.items() if len(masked) >= SHORTEST]
    passages = _Passages([masked for masked, _ in groups])
    partners: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for one, other in passages.likely():
        likeness = passages.likeness(one, other, threshold)
        if likeness >= threshold:
            partners[one].append((likeness, other))
            partners[other].append((likeness, one))
    found: dict[int, Alike] = {}
    for index, (_, places) in enumerate(groups):
        if len(places) > 1 and passages.own_words(index) >= _OWN:
            partners[index].append((1.0, index))
        if index in partners:
            most = max(likeness for likeness, _ in partners[index])
            others = [
                place for _, other in sorted(partners[index], reverse=True) for place in groups[other][1]
            ]
            found |= dict.fromkeys(
                places, Alike(most, others, len(others) - ((1.0, index) in partners[index]))
            )
    return found


def likeness_of(one: str, other: str, threshold: float = 0.9) -> float:
    """Say how alike two versions of a passage are, character by character (0 to 1).

    0 below `threshold`, and of short ones.
    """
    if min(len(one), len(other)) < SHORTEST:  # masked they are no longer
        return 0.0
    texts = [mask_text(text) for text in (one, other)]
    if min(map(len, texts)) < SHORTEST:
        return 0.0
    return fuzz.ratio(*texts, score_cutoff=threshold * 100) / 100


def mask_text(text: str, name: str = "") -> str:
    """Take out of `text` what differs even in a copy.

    Blanks, numbers, and the unit's `name` in long or short form.

    Titles of laws and notices go too: they are long, and the same for everybody.
    """
    text = _TITLES.sub("《》", _NUMBERS.sub("0", "".join(text.split())))
    if len(name) >= _SHORTEST_NAME and name[-_SHORTEST_NAME:] in text:
        for start in range(len(name) - _SHORTEST_NAME + 1):
            text = text.replace(name[start:], "@")
    return text


@dataclass(frozen=True, kw_only=True, slots=True)
class _Held:
    """A sample of the runs, each once for each passage that has it, sorted by run.

    The ``owners``, and where each run's begin and how many.
    """

    owners: Places
    begins: Places
    sizes: Places


class _Passages:
    """Masked passages, no two the same, cut into overlapping runs."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.lengths = np.array([len(text) for text in texts], np.intp)
        self.ends = np.cumsum(self.lengths)
        self._in_order: dict[int, Runs] = {}  # the runs of those that were compared, sorted

    @cached_property
    def _runs(self) -> Runs:
        """A number for the run that begins at each character of all passages.

        Those across two of them mean nothing.
        """
        codes = np.frombuffer("".join(self.texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
        runs = np.zeros(max(0, len(codes) - _RUN + 1), np.uint64)
        factor = 1
        for place in range(_RUN):
            runs += codes[place : place + len(runs)] * np.uint64(factor)
            factor = factor * 0x9E3779B97F4A7C15 % 2**64
        return runs

    def _of(self, index: int) -> Runs:
        end = int(self.ends[index])
        return self._runs[end - int(self.lengths[index]) : end - _RUN + 1]

    @cached_property
    def _own(self) -> Sequence[npt.NDArray[np.bool_]]:
        return [_own_words(text) for text in self.texts]

    def own_words(self, index: int) -> int:
        """Count the characters of a passage that neither tell figures nor deny."""
        return self._own_counted[index]

    @cached_property
    def _own_counted(self) -> Sequence[int]:
        return [int(np.count_nonzero(own)) for own in self._own]

    def _sorted(self, index: int) -> Runs:
        if index not in self._in_order:
            self._in_order[index] = np.sort(self._of(index))
        return self._in_order[index]

    def _held(self) -> _Held:
        owners = np.repeat(np.arange(len(self.texts)), self.lengths)[: len(self._runs)]
        within = (np.arange(len(self._runs)) + _RUN <= self.ends[owners]) & (self._runs % _SAMPLE == 0)
        runs, owners = self._runs[within], owners[within]
        order = np.lexsort((owners, runs))
        runs, owners = runs[order], owners[order]
        first = np.ones(len(runs), bool)
        first[1:] = (runs[1:] != runs[:-1]) | (owners[1:] != owners[:-1])
        runs, owners = runs[first], owners[first]
        begins = (
            np.flatnonzero(np.concatenate(([True], runs[1:] != runs[:-1])))
            if len(runs)
            else np.zeros(0, np.intp)
        )
        return _Held(owners=owners, begins=begins, sizes=np.diff(np.append(begins, len(runs))))

    def likely(self) -> Sequence[tuple[int, int]]:
        """Give the pairs worth measuring.

        For each passage the few earlier ones that share the most runs with it.
        """
        held, count = self._held(), len(self.texts)
        begins, sizes = np.repeat(held.begins, held.sizes), np.repeat(held.sizes, held.sizes)
        ranks = np.arange(len(held.owners)) - begins
        pairs = []
        for rank in range(_FEW):
            asked = (ranks > rank) & ((sizes <= _FEW) | (rank < _FIRST))
            pairs.append(held.owners[asked] * count + held.owners[begins[asked] + rank])
        codes, shared = np.unique(np.concatenate(pairs), return_counts=True)
        later, earlier = codes // max(1, count), codes % max(1, count)
        enough = shared * _FIRST * _SAMPLE >= np.minimum(self.lengths[later], self.lengths[earlier]) // _FIRST
        later, earlier, shared = later[enough], earlier[enough], shared[enough]
        order = np.lexsort((-shared, later))
        later, earlier = later[order], earlier[order]
        places = np.arange(len(later)) - np.searchsorted(later, later)
        return list(zip(later[places < _ASKED].tolist(), earlier[places < _ASKED].tolist(), strict=True))

    def likeness(self, one: int, other: int, threshold: float) -> float:
        """Say how much of the shorter of two passages stands in the other.

        0 where its own words cannot come to `threshold`: then they are not looked at one by one.
        """
        one, other = sorted((one, other), key=self.lengths.item)
        length, own = self.lengths.item(one), self.own_words(one)
        if own < _OWN:
            return 0.0
        mine, theirs = self._of(one), self._sorted(other)
        begins = (theirs.take(theirs.searchsorted(mine), mode="clip") == mine).nonzero()[0]
        copied = int(np.minimum(begins[1:] - begins[:-1], _RUN).sum()) + _RUN if len(begins) else 0
        if copied / length >= max(WHOLE, threshold):
            return copied / length
        if copied < max(SHORTEST, threshold * own):
            return 0.0
        steps = np.zeros(length + 1, np.intp)
        steps[begins] += 1
        steps[begins + _RUN] -= 1
        mine_copied = int(np.count_nonzero((steps.cumsum()[:length] > 0) & self._own[one]))
        return mine_copied / own if mine_copied >= SHORTEST else 0.0


def _own_words(masked: str) -> npt.NDArray[np.bool_]:
    """Tell for each character whether its clause neither tells a figure nor denies something."""
    own = np.ones(len(masked), bool)
    if not _TELLS_FIGURES.search(masked):
        return own
    for clause in _CLAUSES.finditer(masked):
        own[clause.start() : clause.end()] = _TELLS_FIGURES.search(clause[0]) is None
    return own
