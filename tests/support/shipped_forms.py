"""The shipped forms."""

from importlib.resources import files
from random import Random

import pytest

from toolkit.form.definition import load_form
from toolkit.form.model import Figure, Form, Key, with_totals
from toolkit.practice.sampling import sample_figures

FORM = load_form("annual-report-2021")
FORMS = (load_form("annual-report-2019"), FORM)
both_forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)


def shipped_text(name: str) -> str:
    """A definition as it is shipped, to be changed by a test."""
    return (files("workbook_templates") / f"{name}.toml").read_text(encoding="utf-8")


def whole_figures(form: Form, seed: int) -> dict[Key, Figure]:
    """Figures that keep all rules, with their totals."""
    return with_totals(form, sample_figures(form, Random(seed)))
