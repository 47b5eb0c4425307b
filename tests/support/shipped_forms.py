"""The shipped forms."""

from toolkit.form.definition import load_form

FORM = load_form("annual-report-2021")


FORMS = (load_form("annual-report-2019"), FORM)
