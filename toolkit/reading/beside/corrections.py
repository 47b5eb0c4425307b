"""What the comment of a cell says that its figure should be: “应为12”, “改为 12 件”."""

import re
from typing import NamedTuple

from toolkit.reading.locating import CORRECTS, FIGURE, bare_label

_WHAT = "(?:[此该本这]个?|正确的?)?(?:[项格处行]|数[据字额量值]?|金额|件数)?"
_ASKED_OR_DONE = "(?:请|现?已(?:按要求|经|重新)?)?"
_CORRECTION = re.compile(
    rf"(?:[^:]{{1,12}}:)?{_WHAT}(?:{_ASKED_OR_DONE}{CORRECTS}|[为是:])(?P<figure>{FIGURE})(?:才对)?"
)
_BETWEEN = re.compile(r"[,;!()→]|\.(?![0-9])")


class Corrected(NamedTuple):
    """A figure that a comment says its cell should hold, and the words in which it does."""

    figure: str
    words: str


def correction_in(comment: str) -> Corrected | None:
    """Find the last figure that a comment says its cell should hold."""
    clauses = (clause for line in comment.splitlines() for clause in _BETWEEN.split(bare_label(line)))
    found = [Corrected(said["figure"], said[0]) for said in map(_CORRECTION.fullmatch, clauses) if said]
    return found[-1] if found else None
