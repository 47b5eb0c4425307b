"""Advice: what to do about a finding, said to the office (“请让单位…”) and to the unit (“请…”) from one text.

Written once, with ⟨what only the office reads⟩ or ⟨the office's words|the unit's words⟩ in it.
"""

import re
from typing import NamedTuple

from toolkit.errors import one_line

_EITHER = re.compile(r"⟨([^⟨⟩|]*)(?:\|([^⟨⟩|]*))?⟩")


class Advice(NamedTuple):
    """One piece of advice in two wordings."""

    office: str
    unit: str

    def filled(self, **facts: object) -> "Advice":
        """Return it with its ``{fields}`` filled.

        A fact that is itself advice gives each reader its own words.
        """
        return Advice(*(one_line(words.format(**_told(facts, side))) for side, words in enumerate(self)))


NO_ADVICE = Advice("", "")


def advice(text: str) -> Advice:
    """Read advice as it is written, for both readers."""
    return Advice(_EITHER.sub(r"\1", text), _EITHER.sub(lambda found: found[2] or "", text))


def _told(facts: dict[str, object], side: int) -> dict[str, object]:
    return {name: fact[side] if isinstance(fact, Advice) else fact for name, fact in facts.items()}
