"""A rule that somebody adds to the form: figures that keep it can be made up."""

from random import Random

import pytest
from shipped_forms import shipped_text

from toolkit.form.definition import read_form
from toolkit.form.model import Key, with_totals
from toolkit.practice.sampling import sample_figures
from toolkit.rules.exact import holds_exactly

BEFORE = '[[rules]]\nid = "R02"'
ADDED = """[[rules]]
id = "R90"
level = "query"
title = "另加的一条"
table = "applications"
each = "column"
check = "{check}"
at = "{at}"
basis = "本单位"
says = "“{{each}}”一列不合。"
fix = "请核对。"

"""


@pytest.mark.parametrize(
    ("check", "at"),
    [("granted + partly_granted <= new", "granted"), ("concluded <= new", "concluded")],
)
def test_figures_keep_a_rule_that_pushes_against_the_balance(check: str, at: str) -> None:
    text = shipped_text("annual-report-2021")
    assert text.count(BEFORE) == 1
    form = read_form(text.replace(BEFORE, ADDED.format(check=check, at=at) + BEFORE), "added.toml")
    added = [instance for instance in form.instances if instance.rule.id == "R90"]
    assert added
    for seed in range(6):
        figures = sample_figures(form, Random(seed), size=30)
        assert all(holds_exactly(form, instance.check, figures, {}) for instance in added)


STAFF = """
groups = [{ key = "both", label = "男女", printed = false, members = ["men", "women"] }]
[[tables.blocks]]
columns = [
    { key = "men", label = "男" },
    { key = "women", label = "女" },
    { key = "all", label = "合计", sum_of = "both" },
]
rows = [
    { key = "first", label = "年初" },
    { key = "came", label = "转入" },
    { key = "went", label = "转出" },
    { key = "died", label = "去世" },
    { key = "end", label = "年末" },
]
"""
JOINED = """
[[rules]]
id = "Q09"
level = "error"
title = "衔接"
table = "cases"
each = "column"
check = "first == last.end"
at = "first"
basis = "上年"
says = "不合。"
fix = "请核对。"
"""


def test_a_balance_that_holds_for_totals_too_can_be_made_up() -> None:
    """Members at the end of a year and of the next, column by column, the total of the columns among them."""
    start = shipped_text("start")
    head, rest = start[: start.index("groups = [")], start[start.index('[[tables]]\nkey = "spending"') :]
    rest = rest.replace("closed_cases <= received_cases", "end == first + came - went - died")
    text = head + STAFF.lstrip() + rest.replace('at = "closed_cases"', 'at = "end"') + JOINED
    form = read_form(text, "staff.toml")
    for seed in range(60):
        last = with_totals(form, sample_figures(form, Random(seed), size=9, density=0.6))
        now = with_totals(form, sample_figures(form, Random(seed), size=9, density=0.6, last=last))
        for column in ("men", "women", "all"):
            first, came, went, died, end = (
                now[Key("cases", row, column)] for row in ("first", "came", "went", "died", "end")
            )
            assert first == last[Key("cases", "end", column)]
            assert end == first + came - went - died
