"""Root cause first: which failed rule explains which others, so that one wrong figure gives one finding."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from toolkit.form.model import Compare, Form, Instance, Key


def root_causes(form: Form, failed: Sequence[Instance], gaps: Mapping[str, int]) -> dict[str, str]:
    """Name for each consequence the rule line that is its root cause; primary lines are left out.

    ``gaps`` holds the difference of the two sides of each failed equality, by line.
    """
    leaves = leaves_of(form)
    above: dict[str, str] = {}
    for instance in failed:
        for other in failed:
            if other is not instance and (
                _repeats(instance, other, failed, leaves, gaps)
                if other.rule.stated and leaves[other.line] < leaves[instance.line]
                else _explains(other, instance, leaves, gaps)
            ):
                above[instance.line] = other.line
                break
    return {line: _root(line, above) for line in above}


def _explains(
    cause: Instance, instance: Instance, leaves: Mapping[str, frozenset[Key]], gaps: Mapping[str, int]
) -> bool:
    theirs, mine = leaves[cause.line], leaves[instance.line]
    if cause.rule is instance.rule:  # a column that fails makes the total column fail
        return theirs < mine
    if cause.rule.id not in instance.rule.after or not theirs & mine:
        return False
    if instance.rule.stated:
        return cause.at == instance.at
    if cause.line in gaps and instance.line in gaps:
        return abs(gaps[cause.line]) == abs(gaps[instance.line])
    return True


def _repeats(
    total: Instance,
    part: Instance,
    failed: Sequence[Instance],
    leaves: Mapping[str, frozenset[Key]],
    gaps: Mapping[str, int],
) -> bool:
    """Whether a total as shown only adds up others that are shown wrong, those of the rule of `part`."""
    if not total.rule.stated:
        return False
    wrong = [one.line for one in failed if one.rule is part.rule and leaves[one.line] < leaves[total.line]]
    return {total.line, *wrong} <= gaps.keys() and sum(gaps[line] for line in wrong) == gaps[total.line]


def _root(line: str, above: Mapping[str, str]) -> str:
    while line in above:
        line = above[line]
    return line


@lru_cache(maxsize=16)
def leaves_of(form: Form) -> Mapping[str, frozenset[Key]]:
    """Return the typed figures of this year that each rule line comes from."""
    return {
        instance.line: frozenset(
            leaf for ref in instance.refs if not ref.last for leaf in form.leaves[ref.key]
        )
        for instance in form.instances
    }


def is_equality(instance: Instance) -> bool:
    """Whether the rule says that two amounts are equal."""
    return isinstance(instance.check, Compare) and instance.check.sign == "="
