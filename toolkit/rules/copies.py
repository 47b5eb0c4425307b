"""Copied passages, sought among all files in the background while their figures are checked.

Whether two passages are alike depends on nothing but the two; which of the files count for their units is asked later.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from toolkit.form.model import Form
from toolkit.rules.likeness import Pair, similar_pairs

PROCEDURE = "same_prose"


class Copies:
    """The pairs of files whose passages are at least as alike as the form's rule says."""

    def __init__(self, form: Form, files: Sequence[tuple[Mapping[str, str], str]]) -> None:
        """Begin to compare the narratives of `files`, each with the name of its unit."""
        rule = next((rule for rule in form.rules if rule.procedure == PROCEDURE), None)
        self._sought: dict[str, Future[tuple[Pair, ...]]] = {}
        if rule is None:
            return
        threshold, names = rule.limits["percent"] / 100, [name for _, name in files]
        pool = ThreadPoolExecutor(2)  # numpy and rapidfuzz work while others do
        for passage in (f.key for f in form.narrative):
            texts = [narrative.get(passage, "") for narrative, _ in files]
            self._sought[passage] = pool.submit(similar_pairs, texts, threshold, names)
        pool.shutdown(wait=False)

    def among(self, passage: str, files: Sequence[int]) -> list[Pair]:
        """Return the pairs found in a passage of some of the files, by their places in `files`."""
        place = {file: i for i, file in enumerate(files)}
        found = self._sought[passage].result()
        return [
            Pair(first=place[pair.first], second=place[pair.second], likeness=pair.likeness)
            for pair in found
            if pair.first in place and pair.second in place
        ]
