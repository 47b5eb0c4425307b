"""The shipped forms."""

from importlib.resources import files

from toolkit.form.definition import load_form

FORM = load_form("annual-report-2021")


FORMS = (load_form("annual-report-2019"), FORM)


def shipped_text(name: str) -> str:
    """A definition as it is shipped, to be changed by a test."""
    return (files("workbook_templates") / f"{name}.toml").read_text(encoding="utf-8")
