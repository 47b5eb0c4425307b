"""雷同: passages of different units that say the same in the same words, whole or in part, in any order.

Digits and the units' own names are masked first, so that a copied passage with the numbers changed is still
found. What stands in runs of a dozen characters in another passage is taken from it. Every run is looked up
among all passages at once, and of a run that many have only the first few of them are asked, so that time
grows with the number of units even where all wrote the same; passages that are the same altogether are
compared as one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress
from operator import itemgetter
from typing import NamedTuple

SHORTEST = 60
WHOLE = 0.9  # so much of a passage is the passage, figures and denials too
_RUN = 12  # characters; shorter ones are in everybody's mouth
_OWN = 40  # characters of own words below which a passage is a formula with figures
_FEW, _FIRST = 24, 3  # units with a run that are all asked, and those asked where there are more
_SAMPLE = 4  # of so many runs one is looked up
_REST, _CHOSEN = bytes(n % _SAMPLE for n in range(256)), bytes(n % _SAMPLE == 0 for n in range(256))
_ASKED = 5  # passages that one is measured against
_KEPT = 32  # passages whose runs are kept at a time: those that many are measured against
_NUMBERS = re.compile(r"\d[\d,，.．]*")
_TITLES = re.compile(r"《[^《》]{0,80}》")
_CLAUSES = re.compile(r"[^，。；：！？,;:!?]*[，。；：！？,;:!?]?")
_TELLS_FIGURES = re.compile("[0未无]|没有")
_SHORTEST_NAME = 3


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
        if len(places) > 1 and passages.own_words(index).bit_count() >= _OWN:
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
    from rapidfuzz import fuzz  # noqa: PLC0415 (slow; only where last year's prose is known)

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


class _Passages:
    """Masked passages, no two the same, cut into overlapping runs.

    What is true of which characters of a passage is one whole number, a byte for each, the first one's the
    lowest: so all of them are shifted, added and counted at once.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.lengths = [len(text) for text in texts]
        self._places = [slice(start, start + _RUN) for start in range(max(self.lengths, default=0))]
        self._runs, self._each = lru_cache(_KEPT)(self._cut), lru_cache(_KEPT)(self._cut_each)
        self.own_words = lru_cache(_KEPT)(self._find_own_words)

    def _cut(self, index: int) -> Sequence[str]:
        runs: tuple[str, ...] = itemgetter(*self._places[: self.lengths[index] - _RUN + 1])(self.texts[index])
        return runs

    def _cut_each(self, index: int) -> frozenset[str]:
        return frozenset(self._runs(index))

    def _find_own_words(self, index: int) -> int:
        """Mark the characters of a passage that neither tell figures nor deny."""
        return int.from_bytes(_own_words(self.texts[index]), "little")

    def _sample(self, index: int) -> Sequence[str]:
        """Give a passage's runs, each once, whose characters' numbers add up to a multiple of `_SAMPLE`."""
        text, length = self.texts[index], self.lengths[index]
        lowest = text.encode("utf-32-le", "surrogatepass")[::4].translate(_REST)  # bytes: the others add none
        one = int.from_bytes(lowest, "little")
        two = one + (one >> 8)  # each with the one behind it
        four = two + (two >> 16)
        twelve = four + (four >> 32) + (four >> 64)
        chosen = twelve.to_bytes(length, "little").translate(_CHOSEN)[: length - _RUN + 1]
        return tuple(dict.fromkeys(map(text.__getitem__, compress(self._places, chosen))))

    def likely(self) -> Iterator[tuple[int, int]]:
        """Give the pairs worth measuring.

        For each passage the few earlier ones that share the most runs with it.
        """
        samples = [self._sample(index) for index in range(len(self.texts))]
        owners = Counter(chain.from_iterable(samples))
        earlier: dict[str, list[int]] = {run: [] for run, number in owners.items() if number > 1}
        least = [-(-(length // _FIRST) // (_FIRST * _SAMPLE)) for length in self.lengths]
        for later, sample in enumerate(samples):
            mine = [*filter(earlier.__contains__, sample)]
            shared = Counter(chain.from_iterable([earlier[run] for run in mine]))
            enough = [
                (-number, other)
                for other, number in shared.items()
                if number >= least[later] or number >= least[other]
            ]
            for _, other in sorted(enough)[:_ASKED]:
                yield later, other
            for run in mine:
                if owners[run] <= _FEW or len(earlier[run]) < _FIRST:
                    earlier[run].append(later)

    def likeness(self, one: int, other: int, threshold: float) -> float:
        """Say how much of the shorter of two passages stands in the other.

        0 where its own words cannot come to `threshold`: then they are not looked at one by one.
        """
        if self.lengths[one] > self.lengths[other]:
            one, other = other, one
        own = self.own_words(one)
        if own.bit_count() < _OWN:
            return 0.0
        begins = bytes(map(self._each(other).__contains__, self._runs(one)))
        copied = _reach(int.from_bytes(begins, "little"))
        if copied.bit_count() / self.lengths[one] >= max(WHOLE, threshold):
            return copied.bit_count() / self.lengths[one]
        if copied.bit_count() < max(SHORTEST, threshold * own.bit_count()):
            return 0.0
        mine = (copied & own).bit_count()
        return mine / own.bit_count() if mine >= SHORTEST else 0.0


def _reach(begins: int) -> int:
    """Mark all characters of the runs that begin at the marked ones."""
    for step in (1, 2, 4, 4):  # in each so many more characters, a dozen in the end
        begins |= begins << 8 * step
    return begins


def _own_words(masked: str) -> bytes:
    """Tell for each character whether its clause neither tells a figure nor denies something."""
    if not _TELLS_FIGURES.search(masked):
        return b"\1" * len(masked)
    return b"".join(map(_own_clause, _CLAUSES.findall(masked)))


@lru_cache(1024)  # what tells figures is put by most units in the same clauses
def _own_clause(clause: str) -> bytes:
    return (b"\0" if _TELLS_FIGURES.search(clause) else b"\1") * len(clause)
