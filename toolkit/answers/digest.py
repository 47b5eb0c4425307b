"""校验码: eight characters for all typed figures of one unit, so that paper and file compare at a glance.

The workbook computes the same by plain sheet functions (`template/working_paper.py`), on the cover and below
every table. Two sums of the figures, each with its own weights, modulo two primes a little under 2**20: small
enough that neither a double nor LibreOffice's rounding MOD loses a unit. A check against slips and mixed-up
papers, no signature.
"""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from toolkit.answers.submission import Submission
from toolkit.form.model import Figure, Form, Key, Mark

PRIMES = (1_048_573, 1_048_571)
BASES = (30_011, 65_537)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I
HALF = 4  # characters of each sum
DIGEST_NOT_YET = "改正后显示"  # stands instead while a cell holds no figure: there is nothing to compare yet
_CODES = {Mark.BLANK: 1, Mark.NOT_APPLICABLE: 2, Mark.UNREADABLE: 3}


@lru_cache(maxsize=16)
def weights(form: Form) -> tuple[Mapping[Key, int], ...]:
    """Return the weight of each typed figure in each of the two sums."""
    return tuple(
        {key: pow(base, position, prime) for position, key in enumerate(form.inputs, 1)}
        for base, prime in zip(BASES, PRIMES, strict=True)
    )


def seeds(form: Form, code: str, year: int) -> tuple[int, int]:
    """Return where the two sums start.

    Other units, years and forms have other digests for the same figures.
    """
    value = hashlib.sha256(f"{form.key}|{code}|{year}".encode()).digest()
    first, second = PRIMES
    return int.from_bytes(value[:8]) % first, int.from_bytes(value[8:16]) % second


def figure_share(form: Form, key: Key, figure: Figure, half: int) -> int:
    """Return a figure's share of one of the two sums."""
    return _token(form.kind(key).quantum, figure) * weights(form)[half][key] % PRIMES[half]


def digest_sums(form: Form, figures: Mapping[Key, Figure], code: str, year: int) -> tuple[int, ...]:
    """Return both sums of a unit's typed figures; a missing figure is a blank."""
    return tuple(
        (start + sum(figure_share(form, key, figures.get(key, Mark.BLANK), half) for key in form.inputs))
        % prime
        for half, (start, prime) in enumerate(zip(seeds(form, code, year), PRIMES, strict=True))
    )


def digest(form: Form, figures: Mapping[Key, Figure], code: str, year: int) -> str:
    """Return the eight characters of a unit's typed figures."""
    return written_digest(digest_sums(form, figures, code, year))


def written_digest(totals: Sequence[int]) -> str:
    """Write both sums as eight characters."""
    return "".join(map(_written, totals))


def digest_of(form: Form, submission: Submission) -> str:
    """Return the 校验码 of a submission: eight characters of its typed figures, as the cover shows them.

    Form, unit code and year are part of it, passages and totals are not; blank, 0 and 不适用 differ.
    """
    return digest(form, submission.figures, submission.unit_code, submission.year)


def is_same(typed: str, expected: str) -> bool:
    """Whether a digest typed from paper is the expected one."""
    return plain_digest(typed) == expected


def plain_digest(typed: str) -> str:
    """Give a digest as it is written: spaces, hyphens and small letters do not matter."""
    return "".join(c for c in typed.upper() if c.isalnum())


def _token(quantum: int, figure: Figure) -> int:
    return _CODES[figure] if isinstance(figure, Mark) else 4 * int(Decimal(figure) * quantum)


def _written(number: int) -> str:
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(HALF)))
