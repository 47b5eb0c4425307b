"""When those came that were answered, or are left: parts of a count, told by the year of their coming."""

from itertools import product

import pytest
from prose_cases import figures, messages_of

UNIT = figures(
    """
    applications.new.natural_person 54 applications.carried_in.natural_person 4
    applications.granted.natural_person 26 applications.partly_granted.natural_person 7
    applications.unavailable_not_held.natural_person 11 applications.other_other.natural_person 8
    applications.carried_over.natural_person 6
    """
)
NEW, BROUGHT = 54, 4
WHOLES = {"办结": 52, "答复": 52, "予以公开": 26, "无法提供": 11, "结转下年": 6}
OF_WHICH = ("，其中{}", "（{}）", "（其中{}）", "，包括{}", "，当中{}", "中，{}")
THIS_YEAR = (
    "当年新收{}件",
    "本年新收的{}件",
    "新收申请{}件",
    "当年收到{}件",
    "2022年新收{}件",
    "{}件当年新收",
)
LAST_YEAR = ("上年结转{}件", "上年结转的{}件", "上年度结转申请{}件", "2021年结转{}件")
AND = ("、", "，", "和")


def told(sentence: str) -> list[str]:
    return messages_of(sentence, UNIT)


def sentences() -> list[tuple[str, int, int, int]]:
    """Sentences with a whole and two parts of it, the words going round so that each meets each place."""
    shapes = [*product(OF_WHICH, THIS_YEAR, AND)]
    made = []
    for number, (of_which, this_year, and_) in enumerate(shapes):
        name, whole = [*WHOLES.items()][number % len(WHOLES)]
        brought = number % 3
        last_year = LAST_YEAR[number % len(LAST_YEAR)]
        if this_year.startswith("{}"):
            last_year = "{}件上年结转"
        parts = this_year + and_ + last_year, (whole - brought, brought)
        if "当中" not in of_which and number % 2:
            parts = last_year + and_ + this_year, (brought, whole - brought)
        made.append((f"{name}{whole}件" + of_which.format(parts[0]) + "。", whole, *parts[1]))
    return made


@pytest.mark.parametrize("off", [0, -1])
def test_parts_by_when_they_came_need_but_add_up(off: int):
    """Right parts are no more than some of all that came; parts that do not add up are told."""
    for sentence, whole, one, other in sentences():
        shown = sentence.format(one + (off if one > other else 0), other + (off if other > one else 0))
        assert bool(told(shown)) == bool(off), (shown, whole, told(shown))


@pytest.mark.parametrize("new", [48, 54, 45, 50])
def test_both_together_are_what_was_answered_or_all_that_came(new: int):
    for shape in (
        "办结上年结转4件、本年新收{}件。",
        "办结上年转入4件、当年受理{}件。",
        "本年新收的{}件和上年结转的4件已全部办结。",
    ):
        lawful = new + BROUGHT in (52, NEW + BROUGHT)
        assert bool(told(shape.format(new))) != lawful, shape.format(new)
    lawful = new - 23 + 1 == 26
    assert bool(told(f"{new - 23}件当年新收、1件上年结转的申请予以公开。")) != lawful


@pytest.mark.parametrize(
    "sentence",
    [
        "收到申请58件，其中新收48件、上年结转10件。",
        "办结52件；新收48件、上年结转4件。",
        "全年新收48件、上年结转4件，办结52件，结转下年6件。",
        "予以公开26件，其中新收56件。",
        "办结52件，含上年结转3件。",
        "办理58件，其中新收53件、上年结转5件。",
    ],
)
def test_what_is_no_part_of_what_was_answered_is_told(sentence: str):
    assert told(sentence)
