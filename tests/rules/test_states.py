"""One rule over one unit, in exact decimals, says what it says of the unit among many."""

from collections import Counter
from random import Random

from toolkit.answers.submission import Submission
from toolkit.form.model import Figure, Form, Key, Mark
from toolkit.practice.sampling import sample_figures
from toolkit.rules.checks import judge
from toolkit.rules.columns import gather_columns
from toolkit.rules.exact import state_exactly
from toolkit.rules.states import State

KINDS = ("部门", "乡镇街道", "企事业单位")


def spoilt(form: Form, rng: Random) -> Submission:
    """A submission in which some cells hold no number or another, and some totals state what they please."""
    figures: dict[Key, Figure] = dict(sample_figures(form, rng))
    for key in rng.sample(form.inputs, rng.choice((0, 1, 5, 40))):
        figures[key] = rng.choice((Mark.BLANK, Mark.NOT_APPLICABLE, Mark.UNREADABLE, 3))
    stated: dict[Key, Figure] = {
        key: rng.choice((Mark.BLANK, Mark.UNREADABLE, rng.randrange(40)))
        for key in rng.sample([*form.parts], 6)
    }
    return Submission(
        form=form.key,
        year=2022,
        unit_code="1",
        unit_name="甲",
        figures=figures,
        stated=stated,
        identity={"zero_blanks": "是"} if rng.random() < 0.5 else {},
    )


def test_one_unit_is_judged_as_it_is_among_many(form: Form) -> None:
    seen: Counter[State] = Counter()
    for seed in range(40):
        rng = Random(seed)
        one, kind = spoilt(form, rng), rng.choice(KINDS)
        last: dict[Key, Figure] = {
            key: rng.choice((Mark.BLANK, Mark.UNREADABLE, 0, 1, 7))
            for key in form.last_refs
            if rng.random() < 0.9
        }
        columns = gather_columns(form, [one], [last])
        for outcome in judge(form, columns, [kind]):
            state = state_exactly(form, outcome.instance, one, last, kind)
            assert state == outcome.states[0], (seed, outcome.instance.line)
            seen[state] += 1
    assert all(seen[state] > 10 for state in State), seen
