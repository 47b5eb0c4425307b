"""A rule that somebody adds to the form: figures that keep it can be made up."""

from random import Random

import pytest
from shipped_forms import shipped_text

from toolkit.form.definition import read_form
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
