"""The rules: lawful figures break none, and each rule is found by exactly its id."""

from random import Random

import pytest

from toolkit.checks import check
from toolkit.definition import load_form
from toolkit.finding import Finding, Level
from toolkit.form import Form
from toolkit.sampling import sample
from toolkit.specimen import breaking
from toolkit.submission import Submission, totals

FORM = load_form("annual-report-2021")
LIVE = [rule.id for rule in FORM.rules if rule.check]


def findings(form: Form, figures, last=(), *, stated=(), kind="部门", explanations=()) -> list[Finding]:
    submission = Submission(
        form=form.key, year=2022, unit_code="001", unit_name="甲局", figures=dict(figures), stated=dict(stated),
        identity={"zero_blanks": "是"}, explanations=dict(explanations),
    )  # fmt: skip
    return check(form, [submission], [dict(last)], [kind])[0]


@pytest.mark.parametrize("seed", range(40))
def test_lawful_figures_break_no_rule(form: Form, seed: int) -> None:
    rng = Random(seed)
    before = totals(form, sample(form, rng, size=30))
    figures = sample(form, rng, size=rng.choice([2, 9, 400]), last=before)
    assert [f for f in findings(form, figures, before) if f.level is not Level.NOTICE] == []


@pytest.mark.parametrize("rule", LIVE)
def test_a_workbook_that_breaks_one_rule_gives_one_primary_finding(form: Form, rule: str) -> None:
    for seed in range(8):
        made = breaking(form, rule, Random(seed))
        found = findings(form, made.figures, made.last, stated=made.stated)
        assert {f.rule for f in found if f.primary} == {rule}, (seed, found)
