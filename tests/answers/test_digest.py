"""校验码: every figure, blank and 不适用 counts; unit and year too.

What is typed from paper is forgiven its looks.
"""

from itertools import pairwise
from random import Random

from toolkit.answers.digest import LETTERS, digest, is_same
from toolkit.form.model import Form, Mark
from toolkit.practice.sampling import sample_figures


def test_any_one_figure_changed_changes_the_digest(form: Form) -> None:
    figures = sample_figures(form, Random(3))
    whole = digest(form, figures, "001", 2022)
    assert len(whole) == 8
    assert set(whole) <= set(LETTERS)
    for key in form.inputs:
        for other in (Mark.BLANK, Mark.NOT_APPLICABLE, 12_345_678):
            assert digest(form, {**figures, key: other}, "001", 2022) != whole, (key, other)
    assert digest(form, figures, "002", 2022) != whole
    assert digest(form, figures, "001", 2023) != whole


def test_two_figures_changed_places_change_the_digest(form: Form) -> None:
    figures = sample_figures(form, Random(4))
    whole = digest(form, figures, "001", 2022)
    keys = [key for key in form.inputs if key.table == "applications"]
    pairs = [(a, b) for a, b in pairwise(keys) if figures[a] != figures[b]]
    assert len(pairs) > 20
    for a, b in pairs:
        assert digest(form, {**figures, a: figures[b], b: figures[a]}, "001", 2022) != whole


def test_a_typed_digest_is_forgiven_its_looks() -> None:
    assert is_same(" k7qm-3xpa ", "K7QM3XPA")
    assert not is_same("K7QM3XPB", "K7QM3XPA")
