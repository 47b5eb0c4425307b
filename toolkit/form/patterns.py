"""What a pattern can match, as the library itself reads it: what it begins with, whether it needs a digit.

What it begins with is told so that it is tried only where one of these characters stands.
Patterns of a form begin with words that may be left out (“(?:行政)?复议”), which the library cannot sieve by
itself; told what they can begin with, it finds the words of a form four times as fast.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from re import _constants, _parser  # type: ignore[attr-defined]  # the library's own reading of a pattern
from typing import Any

_STAND_BETWEEN = {_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT}  # what takes no character
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}


def sieved(words: str) -> re.Pattern[str]:
    """Compile a pattern that finds what `words` finds, and tries it only where it can begin."""
    begins = openings(words)
    return re.compile(f"(?=[{re.escape(begins)}])(?:{words})" if begins else words)


def openings(words: str) -> str:
    """Every character that a match of the pattern `words` begins with; “” where that cannot be told."""
    try:
        parsed = _parser.parse(words)
        begins, may_be_empty = _openings(parsed)
    except LookupError:
        return ""
    flagged = parsed.state.flags != re.UNICODE  # “(?i)”: it stands first, and other letters begin too
    return "" if may_be_empty or flagged else "".join(sorted(begins))


def _openings(items: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """Give what these items begin with, and whether they may match nothing; LookupError for any character."""
    begins: set[str] = set()
    for kind, what in items:
        if kind in _STAND_BETWEEN:
            continue
        more, may_be_empty = _opening(kind, what)
        begins |= more
        if not may_be_empty:
            return begins, False
    return begins, True


def _opening(kind: object, what: Any) -> tuple[set[str], bool]:  # noqa: ANN401 (as the library has it)
    if kind is _constants.LITERAL:
        return {chr(what)}, False
    if kind is _constants.IN:
        return {character for one in what for character in _class(*one)}, False
    if kind is _constants.SUBPATTERN and not what[1]:  # no flags of its own
        return _openings(what[3])
    if kind is _constants.BRANCH:
        several = [_openings(branch) for branch in what[1]]
        return set().union(*(begins for begins, _ in several)), any(empty for _, empty in several)
    if kind in _REPEATS:
        begins, empty = _openings(what[2])
        return begins, empty or what[0] == 0
    raise LookupError(kind)


def _class(kind: object, what: Any) -> Iterable[str]:  # noqa: ANN401 (as the library has it)
    if kind is _constants.LITERAL:
        return chr(what)
    if kind is _constants.RANGE:
        return map(chr, range(what[0], what[1] + 1))
    raise LookupError(kind)


# ------------------------------------------------------------------ digits


def needs_digit(pattern: str) -> bool:
    """Whether a digit stands in whatever the pattern matches; one that is no pattern is told already."""
    try:
        return _has_digit(_parser.parse(pattern))
    except re.error:
        return True


def _has_digit(parsed: Iterable[tuple[Any, Any]]) -> bool:
    return any(_is_digit(kind, what) for kind, what in parsed)


def _is_digit(kind: object, what: Any) -> bool:  # noqa: ANN401 (as the library has it)
    if kind is _constants.LITERAL:
        return chr(what).isdecimal()
    if kind is _constants.IN:
        return all(_is_digit(one, of) for one, of in what)
    if kind is _constants.CATEGORY:
        return what is _constants.CATEGORY_DIGIT
    if kind is _constants.RANGE:
        return all(chr(code).isdecimal() for code in range(what[0], what[1] + 1))
    if kind is _constants.SUBPATTERN:
        return _has_digit(what[-1])
    if kind is _constants.BRANCH:
        return all(_has_digit(branch) for branch in what[1])
    return kind in _REPEATS and what[0] > 0 and _has_digit(what[2])


# ------------------------------------------------------------------ one number and another

_ALIKE = {_constants.ANY, _constants.AT, _constants.CATEGORY, _constants.NEGATE}  # of all digits, or of none
_DIGITS = range(ord("0"), ord("9") + 1)
# A digit, an escape, what stood before, a range, two digits: most patterns have none of them.
_MAY_TELL = re.compile(r"\d|\\[xuUN]|\(\?P=|-|\\d[+*?]*\\d")


def tells_numbers_apart(pattern: str) -> bool:
    """Whether the pattern may match with one digit and not with another, or not with one digit alone.

    What stands before a match is not asked for how many digits it has: each number of them is written out
    there. Of one that is no pattern it may be so.
    """
    try:
        return _MAY_TELL.search(pattern) is not None and _differs(_parser.parse(pattern))
    except re.error:
        return True


def _differs(parsed: Iterable[tuple[Any, Any]], *, before: bool = False) -> bool:
    items = [*parsed]
    beside = () if before else pairwise(_is_digit(*item) for item in items)
    return any(map(all, beside)) or any(_is_particular(kind, what) for kind, what in items)


def _is_particular(kind: object, what: Any) -> bool:  # noqa: ANN401 (as the library has it)
    if kind in {_constants.LITERAL, _constants.NOT_LITERAL}:
        return chr(what).isdecimal()
    if kind is _constants.RANGE:
        return 0 < len(range(max(what[0], _DIGITS[0]), min(what[1], _DIGITS[-1]) + 1)) < len(_DIGITS)
    if kind is _constants.IN:
        return _differs(what)
    if kind is _constants.BRANCH:
        return any(map(_differs, what[1]))
    if kind in _REPEATS and what[0] > 1 and _has_digit(what[-1]):
        return True
    if kind is _constants.SUBPATTERN or kind in _REPEATS:
        return _differs(what[-1])
    if kind in _STAND_BETWEEN - {_constants.AT}:
        return _differs(what[-1], before=what[0] < 0)
    return kind not in _ALIKE
