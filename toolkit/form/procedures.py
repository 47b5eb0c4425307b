"""The checks that no expression can say.

What rules may name as their procedure, and which code carries it out.

A form's definition is held to what is declared here; the code that judges registers under the same names, so
a name that is not declared stops the import, and one that a rule names but nobody declared stops the
definition.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from toolkit.form.model import Form, Rule

Check = TypeVar("Check")


class Reach(StrEnum):
    """What a procedure looks at: one unit's prose, or all units side by side."""

    PROSE = "prose"
    UNITS = "units"


class Procedure(NamedTuple):
    """A procedure: what it looks at, what its message may say, the thresholds that a rule has to give it."""

    reach: Reach
    facts: tuple[str, ...]
    limits: tuple[str, ...] = ()


_REMARK = ("passage", "remark", "quote")  # of what a report says of itself

PROCEDURES: Mapping[str, Procedure] = {
    "prose_figures": Procedure(Reach.PROSE, ("passage", "quote", "compared", "found")),
    "prose_parts": Procedure(Reach.PROSE, ("passage", "quote", "sum", "found", "expected")),
    "prose_period": Procedure(Reach.PROSE, _REMARK),
    "prose_year": Procedure(Reach.PROSE, _REMARK),
    "prose_name": Procedure(Reach.PROSE, _REMARK),
    "prose_notice": Procedure(Reach.PROSE, _REMARK),
    "prose_instructions": Procedure(Reach.PROSE, _REMARK),
    "prose_fee": Procedure(Reach.PROSE, _REMARK),
    "prose_missing": Procedure(Reach.PROSE, ("found", "count", "absent")),
    "same_figures": Procedure(Reach.UNITS, ("other", "sheets", "count"), ("nonzero",)),
    "same_as_last_year": Procedure(Reach.UNITS, ("sheets", "count"), ("nonzero",)),
    "same_prose": Procedure(Reach.UNITS, ("passage", "other", "found"), ("percent",)),
    "same_prose_as_last_year": Procedure(Reach.UNITS, ("passage", "found"), ("percent",)),
    "parent_contains_child": Procedure(Reach.UNITS, ("other", "sheets", "count"), ("nonzero",)),
    "government_and_office": Procedure(Reach.UNITS, ("other", "sheets", "count"), ("nonzero",)),
    "split_opening": Procedure(Reach.UNITS, ("other", "each", "found", "expected")),
}


class Registry(Generic[Check]):
    """The code of the procedures that look at the same thing."""

    def __init__(self, reach: Reach) -> None:
        """Begin with no code for any of them."""
        self.reach = reach
        self.checks: dict[str, Check] = {}

    def carries_out(self, name: str) -> Callable[[Check], Check]:
        """Register the code of the procedure `name`.

        Raises LookupError when it is not declared, or there is some.
        """
        if PROCEDURES[name].reach is not self.reach or name in self.checks:
            raise LookupError(name)

        def register(check: Check) -> Check:
            self.checks[name] = check
            return check

        return register

    def for_rules_of(self, form: Form) -> Iterator[tuple[Rule, Check]]:
        """Give the form's rules that name one of them, in the form's order, each with its code."""
        for rule in form.rules:
            if rule.procedure and PROCEDURES[rule.procedure].reach is self.reach:
                yield rule, self.checks[rule.procedure]
